// Loads the module that is deployed, dist/ringside.js, the way a Node program would.
//
//   import assert from "node:assert/strict";
//   import test from "node:test";
//   import { loadRingside } from "./support.mjs";
//
//   test("a key's position is the MD5 of its bytes", async () => {
//     const { position } = await loadRingside();
//     assert.equal(position("cart"), "…");
//   });
//
// Run with `cargo xtask test --only javascript`, which builds dist/ first; with dist/ there, one file alone with
// `node --test tests/javascript/module.test.mjs`. Files named *.test.mjs are tests, files named *.ts are checked against
// the types of dist/ringside.d.ts, and other files are helpers.

import { readFile } from "node:fs/promises";

const dist = new URL("../../dist/", import.meta.url);

/** The module before it is initialised; a new instance for each `instance` name. */
export function importRingside(instance = "shared") {
  return import(new URL(`ringside.js?${instance}`, dist));
}

/** The bytes of the WebAssembly module. */
export function wasmBytes() {
  return readFile(new URL("ringside_bg.wasm", dist));
}

/** The initialised module. Tests that share an instance share its memory, but no state: there is none outside a Playground. */
export async function loadRingside(instance = "shared") {
  const ringside = await importRingside(instance);
  ringside.initSync({ module: await wasmBytes() });
  return ringside;
}
