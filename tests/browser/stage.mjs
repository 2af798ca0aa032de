// Tests of the page once it has started: `stageTest` is `pageTest` of support.mjs, begun when there is a stage.

import { pageTest } from "./support.mjs";

export { accessibilityViolations } from "./support.mjs";

/** Waits until the page has started. */
export async function started(page) {
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
}

/** Declares a test of the page; see support.mjs. */
export function stageTest(name, options, body) {
  pageTest(name, options, async (page) => {
    await started(page);
    await body(page);
  });
}
