// Judges the search: what it finds is played with plain clocks and with dotted ones, on several clusters.

import assert from "node:assert/strict";
import test from "node:test";

import { loadAssignment, loadRingside } from "../support.mjs";

const ringside = await loadRingside();
const { findLostWrite } = await loadAssignment(import.meta.url);

const LOST = "no-acknowledged-write-is-lost";
const SECONDS = 10;

/** A cluster of so many nodes, and what is asked of it. */
function task(seed, { nodes, n, r, w, tokens, delay, key, clients, commands }) {
  const names = Array.from({ length: nodes }, (_, index) => String.fromCharCode(65 + index));
  const specs = names.map((name) => ({ name, tokens }));
  return { scenario: { ringside: 1, seed, nodes: specs, n, r, w, quorum: "sloppy", network: { delay } }, key, clients, commands };
}

const fixed = { kind: "fixed", ms: 10 };
const varying = { kind: "exponential", mean: 12 };
const TASKS = {
  "three nodes, two clients": task(3, {
    nodes: 3, n: 3, r: 2, w: 2, tokens: 4, delay: fixed, key: "cart", clients: ["Alice", "Bob"], commands: 6,
  }),
  "five nodes, three clients": task(11, {
    nodes: 5, n: 3, r: 2, w: 2, tokens: 8, delay: varying, key: "wishes of Deborah", clients: ["Xenia", "Yusuf", "Zoe"], commands: 10,
  }),
  "seven nodes, R = 1 and W = 3": task(29, {
    nodes: 7, n: 3, r: 1, w: 3, tokens: 2, delay: varying, key: "session/17", clients: ["P", "Q"], commands: 8,
  }),
  "five copies of everything": task(5, {
    nodes: 6, n: 5, r: 3, w: 3, tokens: 3, delay: fixed, key: "ü", clients: ["left", "right", "middle"], commands: 12,
  }),
};

/** Whether these are commands of the kind that is allowed. */
function checkCommands(script, { key, clients, commands }) {
  assert.ok(Array.isArray(script), "findLostWrite must return a list of commands");
  assert.ok(script.length <= commands, `at most ${commands} commands are allowed, and these are ${script.length}`);
  for (const command of script) {
    const text = JSON.stringify(command);
    const fields = command?.do === "put" ? ["client", "do", "key", "value"] : ["client", "do", "key"];
    assert.ok(["get", "put"].includes(command?.do), `only gets and puts are allowed, not ${text}`);
    assert.deepEqual(Object.keys(command).sort(), fields, `${text} must have these fields and no others`);
    assert.equal(command.key, key, `${text} must be about the key of the task`);
    assert.ok(clients.includes(command.client), `${text} must be of a client of the task: ${clients.join(", ")}`);
  }
}

function played(scenario) {
  const playground = new ringside.Playground(scenario);
  playground.run();
  const result = { violations: playground.violations(), operations: playground.state().operations };
  playground.free();
  return result;
}

for (const [name, asked] of Object.entries(TASKS)) {
  test(`a lost write is found: ${name}`, () => {
    const began = performance.now();
    const script = findLostWrite(ringside, structuredClone(asked), 1);
    const seconds = (performance.now() - began) / 1000;
    assert.ok(seconds < SECONDS, `the search took ${seconds.toFixed(1)} s, and ${SECONDS} s are allowed`);
    checkCommands(script, asked);

    const dotted = played({ ...asked.scenario, versioning: "dotted", script });
    const blind = dotted.operations.filter(({ kind, values }) => kind === "put" && Object.keys(values[0]?.past ?? {}).length === 0);
    assert.ok(blind.length <= 1, "only the very first put may be blind: every other client must have read or written the key before (4.4)");

    const lost = played({ ...asked.scenario, versioning: "plain", script }).violations.filter(({ invariant }) => invariant === LOST);
    assert.ok(lost.length > 0, "with plain clocks, these commands lose no write: each acknowledged write is there in the end, or whoever " +
      "replaced it had read it. Who must not have read what, when the clocks go wrong? See Figure 3 and section 4.4");
    assert.deepEqual(dotted.violations, [], "with dotted version vectors, the same commands must lose nothing");
  });
}

test("the search does the same for the same seed, and finds something wherever chance leads the clients", () => {
  const [one] = Object.values(TASKS);
  const found = JSON.stringify(findLostWrite(ringside, structuredClone(one), 7));
  assert.equal(JSON.stringify(findLostWrite(ringside, structuredClone(one), 7)), found, "chance must come from the seed that is given");
  const seeds = [1, 2, 3, 4, 5, 6].map((seed) => ({ ...one, scenario: { ...one.scenario, seed } }));
  for (const asked of seeds) {
    const script = findLostWrite(ringside, structuredClone(asked), 7);
    const lost = played({ ...asked.scenario, versioning: "plain", script }).violations.some(({ invariant }) => invariant === LOST);
    assert.ok(lost, `with another seed of the scenario (${asked.scenario.seed}), chance leads clients to other nodes: it must be searched anew`);
  }
});
