import assert from "node:assert/strict";
import test from "node:test";

import { importRingside, loadRingside } from "./support.mjs";

test("importing the module has no side effect", async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  await importRingside("side effects");
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test("the module initialises from bytes, and again without harm", async () => {
  const first = await loadRingside("initialisation");
  const second = await loadRingside("initialisation");
  assert.equal(first, second);
});
