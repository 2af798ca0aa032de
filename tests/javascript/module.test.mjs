import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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

test("the module exports what ringside.d.ts declares, and nothing else", async () => {
  const types = await readFile(new URL("../../dist/ringside.d.ts", import.meta.url), "utf8");
  const declared = [...types.matchAll(/^export (?:function|class) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(await loadRingside()).sort(), [...new Set([...declared, "default"])].sort());
});

// Nothing that comes from outside makes the module panic, so that no test can: this looks at what is in it for that case.
test("a panic in the module says its words and its place on the console", async () => {
  const dist = new URL("../../dist/", import.meta.url);
  const bytes = await readFile(new URL("ringside_bg.wasm", dist), "latin1");
  const script = await readFile(new URL("ringside.js", dist), "utf8");
  assert.match(bytes, /panicked at/);
  assert.match(bytes, /src\/dynamo\/partitioning\/ring\.rs/);
  assert.match(script, /console\.error\(getStringFromWasm0\(/);
});
