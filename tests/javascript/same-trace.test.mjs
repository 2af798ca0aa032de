// The same trace natively and in WebAssembly: the half that plays the scenarios through the module. tests/same_trace.rs
// has played them natively and written down what came of them; `cargo xtask test --only javascript` runs both.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const { Playground } = await loadRingside();
const written = process.env.RINGSIDE_SAME_TRACE ?? new URL("../../target/tmp/same-trace.json", import.meta.url);
const cases = JSON.parse(await readFile(written, "utf8"));

test(`${cases.length} random histories are told to the last letter as they are natively`, () => {
  assert.equal(cases.length, 200);
  for (const [seed, { scenario, steps, hash }] of cases.entries()) {
    const playground = new Playground(scenario);
    const trace = playground.run();
    const state = playground.state();
    assert.equal(state.step, steps, `steps of seed ${seed}`);
    const text = trace.map((event) => `${JSON.stringify(event)}\n`).join("") + JSON.stringify(state);
    assert.equal(createHash("md5").update(text).digest("hex"), hash, `trace of seed ${seed}`);
    playground.free();
  }
});
