// The same trace natively and in WebAssembly: the half that plays the scenarios through the module. tests/native/same_trace.rs
// has played them natively and written down what came of them; `cargo xtask test --only javascript` runs both.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const { Playground } = await loadRingside();
const written = process.env.RINGSIDE_SAME_TRACE ?? new URL("../../target/tmp/same-trace.json", import.meta.url);
const { histories: cases, sessions } = JSON.parse(await readFile(written, "utf8"));

/** The hash of the trace and the state, a line each. */
function hashOf(trace, state) {
  const text = trace.map((event) => `${JSON.stringify(event)}\n`).join("") + JSON.stringify(state);
  return createHash("md5").update(text).digest("hex");
}

test(`${cases.length} random histories are told to the last letter as they are natively`, () => {
  assert.equal(cases.length, 200);
  for (const [seed, { scenario, steps, hash }] of cases.entries()) {
    const playground = new Playground(scenario);
    const trace = playground.run();
    const state = playground.state();
    assert.equal(state.step, steps, `steps of seed ${seed}`);
    assert.equal(hashOf(trace, state), hash, `trace of seed ${seed}`);
    playground.free();
  }
});

/** What may be done in a session; see tests/native/support/random_sessions.rs. */
const acts = {
  apply: (playground, command) => playground.apply(command),
  runFor: (playground, ms) => playground.run({ until: playground.state().time + ms }),
  events: (playground, events) => playground.run({ until: playground.state().time + 1e5, events }),
  quietWithin: (playground, events) => playground.run({ events }),
  steps: (playground, steps) => {
    for (let step = 0; step < steps; step++) playground.step();
  },
  back: (playground, steps) => playground.seek(Math.max(0, playground.state().step - steps)),
  seek: (playground, part) => playground.seek(Math.floor((playground.state().steps * part) / 1000)),
  branch: (playground, place) => withBranch(playground, place, (number) => playground.switchToBranch(number)),
  drop: (playground, place) => withBranch(playground, place, (number) => playground.dropBranch(number)),
};

function withBranch(playground, place, then) {
  const branches = playground.branches();
  if (branches.length > 0) then(branches[place % branches.length].number);
}

test(`${sessions.length} random sessions are told to the last letter as they are natively, and so are their links`, () => {
  assert.equal(sessions.length, 100);
  for (const [seed, { scenario, acts: given, refused, hash }] of sessions.entries()) {
    const playground = new Playground(scenario);
    const codes = given.flatMap((act) => {
      const [[name, value]] = Object.entries(act);
      try {
        acts[name](playground, value);
        return [];
      } catch ({ code }) {
        return [code];
      }
    });
    assert.deepEqual(codes, refused, `what is refused of seed ${seed}`);
    assert.equal(hashOf(playground.trace(), playground.state()), hash, `session of seed ${seed}`);
    const linked = Playground.fromPermalink(playground.permalink());
    assert.equal(hashOf(linked.trace(), { ...linked.state(), steps: playground.state().steps }), hash, `link of seed ${seed}`);
    linked.free();
    playground.free();
  }
});
