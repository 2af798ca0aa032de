// What each laboratory costs in the module that is deployed: four times the trials take about four times as long, whatever
// the samples are. A selection or a sort that is quadratic among equal samples would take sixteen times as long.

import assert from "node:assert/strict";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const ringside = await loadRingside();

/** Four times the trials may take so many times as long: 4, and what a busy machine adds. */
const MOST = 8;
/** Milliseconds below which a time says nothing. */
const FLOOR = 4;
const RUNS = 5;

const DELAYS = {
  constant: { kind: "fixed", ms: 10 },
  "two values": { kind: "mixture", parts: [{ weight: 1, delay: { kind: "fixed", ms: 1 } }, { weight: 1, delay: { kind: "fixed", ms: 80 } }] },
  "a heavy tail": { kind: "pareto", scale: 1, shape: 0.5 },
  "an exponential": { kind: "exponential", mean: 10 },
};

const legs = (delay) => ({ write: delay, ack: delay, read: delay, response: delay });
const nodes = ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 64 }));

/** What is called with so many trials, and with how many at first. */
const EXPERIMENTS = [
  ["loadLab", 250, (trials) => ({ nodes: 30, tokens: 64, n: 3, trials })],
  ["loadLab, real keys", 40_000, (keys) => ({ nodes: 30, tokens: 64, n: 3, keys, trials: 1 })],
  ["loadLab, all alike", 4_000, (trials) => ({ nodes: 32, tokens: 1, n: 32, strategy: "equal-partitions", trials })],
  ["loadSweep", 250, (trials) => ({ nodes: 10, tokens: [1, 8, 128], n: 1, trials })],
  ["figure8", 2, (trials) => ({ trials })],
  ["movementLab", 20, (trials) => ({ nodes: 10, tokens: 16, n: 3, partitions: 128, trials })],
  ["capacityLab", 400, (trials) => ({ capacities: [1, 1, 2, 4, 8], tokens: 128, n: 1, trials })],
  ["placementLab", 20_000, (keys) => ({ n: 3, keys })],
  ["placeKeys", 30_000, (keys) => ({ nodes, n: 3, keys })],
  ...Object.entries(DELAYS).flatMap(([what, delay]) => [
    [`latencyLab, ${what}`, 30_000, (trials) => ({ ...legs(delay), n: 3, r: 2, w: 2, trials })],
    [`stalenessLab, ${what}`, 30_000, (trials) => ({ ...legs(delay), n: 3, r: 1, w: 1, after: [0, 10, 100], trials })],
    // Quorums that overlap: each sample is zero.
    [`stalenessLab, ${what}, never stale`, 30_000, (trials) => ({ ...legs(delay), n: 3, r: 2, w: 2, after: [0], trials })],
    [`engineStalenessLab, ${what}`, 25, (trials) => ({ leg: delay, after: [0, 10], trials })],
    [
      `serviceLevelLab, ${what}`,
      3_000,
      (requests) => ({ leg: delay, readService: delay, writeService: delay, rates: [10, 100], requests }),
    ],
  ]),
  ["latencyLab, two data centres", 30_000, (trials) => ({ preset: "WAN", r: 2, w: 2, trials })],
  ["stalenessLab, two data centres, never stale", 30_000, (trials) => ({ preset: "WAN", r: 2, w: 2, after: [0], trials })],
];

/** Milliseconds that a call takes: of the clock, or of the processor, which other programs do not add to. */
function timed(call) {
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  call();
  const took = performance.now() - clock;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(took, (user + system) / 1_000);
}

const shortest = (call) => Math.max(FLOOR, Math.min(...Array.from({ length: RUNS }, () => timed(call))));

test("every laboratory of the module is measured", () => {
  const laboratories = Object.keys(ringside).filter((name) => /Lab$|^loadSweep$|^figure8$|^placeKeys$/.test(name));
  const measured = new Set(EXPERIMENTS.map(([name]) => name.split(",")[0]));
  assert.deepEqual(laboratories.filter((name) => !measured.has(name)), []);
});

for (const [name, few, parameters] of EXPERIMENTS) {
  test(`${name}: four times the trials take about four times as long`, { timeout: 120_000 }, (context) => {
    const laboratory = ringside[name.split(",")[0]];
    laboratory(parameters(few));
    const [short, long] = [few, 4 * few].map((trials) => shortest(() => laboratory(parameters(trials))));
    const said = `${short.toFixed(1)} ms for ${few}, ${long.toFixed(1)} ms for ${4 * few}: ${(long / short).toFixed(1)} times`;
    context.diagnostic(said);
    assert.ok(long / short <= MOST, said);
  });
}
