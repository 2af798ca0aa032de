import assert from "node:assert/strict";

import { pageTest } from "./support.mjs";

pageTest("the page loads, starts and reports no error", {}, async (page) => {
  assert.match(await page.title(), /Ringside/);
  await page.getByText("Setting up the ring").waitFor({ state: "detached" });
});
