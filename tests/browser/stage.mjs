// Tests of the page once it has started: `stageTest` is `pageTest` of support.mjs, begun when there is a stage.

import { readFile } from "node:fs/promises";

import { mouse } from "./input-methods.mjs";
import { pageTest } from "./support.mjs";

export { accessibilityViolations, violationsInEachLook } from "./support.mjs";

/** Waits until the page has started. */
export async function started(page) {
  // As long as the module has not come, the page stands deeper.
  await page.locator("#ringside > .page").getByRole("button", { name: "Play", exact: true }).waitFor();
}

/** A scenario of tests/scenarios. Its title is cut short on the page, so it gets one to be told by. */
export async function kept(name) {
  const text = await readFile(new URL(`../scenarios/${name}.json`, import.meta.url), "utf8");
  return { ...JSON.parse(text), title: "A kept scenario" };
}

/** Opens a scenario as a file, and shows its messages from the start. */
export async function openScenario(page, scenario) {
  const part = page.getByRole("button", { name: "Scenario", exact: true });
  if ((await part.getAttribute("aria-expanded")) === "false") await part.click();
  const buffer = Buffer.from(JSON.stringify(scenario));
  await page.getByLabel("Open a scenario").setInputFiles({ name: "scenario.json", mimeType: "application/json", buffer });
  await page.getByText(`“${scenario.title}” is open.`).waitFor();
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await page.keyboard.press("Home");
  await page.getByText(/^Step 0 of /).waitFor();
}

/** Goes through the scenes that the page opens with: a walk, a put, and a node that joins. */
export async function eachFirstScene(page, visit) {
  const press = (name) => mouse.press(page, name);
  const toStep = (step) => page.getByRole("slider", { name: "Step" }).fill(step);
  await visit("as it opens");
  await toStep("6");
  await visit("on the walk");
  await press("To the end");
  await visit("after the walk");
  await press("Put");
  await press("Pause");
  await toStep("4");
  await visit("in a put");
  await press("The cluster");
  await press("Add");
  await visit("after a node joined");
}

/** Declares a test of the page; see support.mjs. */
export function stageTest(name, options, body) {
  pageTest(name, options, async (page) => {
    await started(page);
    await body(page);
  });
}
