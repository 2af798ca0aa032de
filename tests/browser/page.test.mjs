import assert from "node:assert/strict";

import { pageTest } from "./support.mjs";

pageTest("the page loads without errors", {}, async (page) => {
  assert.match(await page.title(), /Ringside/);
});
