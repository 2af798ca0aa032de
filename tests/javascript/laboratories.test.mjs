// The laboratories through the module: the same figures as natively, to the last digit, and the same refusals.
// tests/native/laboratories.rs has run them natively and written down what came of them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const ringside = await loadRingside();
const written = process.env.RINGSIDE_SAME_FIGURES ?? new URL("../../target/tmp/same-figures.json", import.meta.url);
const cases = JSON.parse(await readFile(written, "utf8"));

test(`${cases.length} experiments give the figures that they give natively`, () => {
  assert.equal(cases.length, 14);
  for (const { call, parameters, hash } of cases) {
    const text = JSON.stringify(ringside[call](parameters));
    assert.equal(createHash("md5").update(text).digest("hex"), hash, `${call} ${JSON.stringify(parameters)}: ${text.slice(0, 300)}`);
  }
});

test("loadLab answers as the public interface says", () => {
  const lab = ringside.loadLab({ nodes: 30, tokens: 64, n: 3, strategy: "random-tokens", trials: 200, seed: 1 });
  assert.equal(lab.shares.length, 30);
  assert.ok(Math.abs(lab.shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  assert.ok(Math.abs(lab.cv.measured / lab.cv.expected - 1) < 0.1);
  assert.ok(Math.abs(lab.maxOverMean.measured / lab.maxOverMean.expected - 1) < 0.1);
  assert.ok(lab.efficiency > 0.5 && lab.efficiency < 1);
  assert.ok(lab.outOfBalance >= 0 && lab.outOfBalance <= 1);
});

test("latencyLab and stalenessLab answer as the public interface says", () => {
  const leg = { kind: "exponential", mean: 5 };
  const common = { n: 3, r: 1, w: 1, write: leg, ack: leg, read: leg, response: leg, trials: 20_000, seed: 2 };
  const { read, write } = ringside.latencyLab(common);
  for (const of of [read, write]) {
    assert.ok(of.mean > 0 && of.p50 < of.p95 && of.p95 < of.p99 && of.p99 < of.p999);
  }
  const { consistent, tVisibility } = ringside.stalenessLab({ ...common, after: [0, 10, 40] });
  assert.ok(consistent[0] < consistent[1] && consistent[1] < consistent[2] && consistent[2] <= 1);
  assert.ok(tVisibility.p99 < tVisibility.p999);
});

test("a laboratory refuses by name, with a code", () => {
  const refusals = [
    [() => ringside.loadLab(), "not-an-object", "parameters"],
    [() => ringside.loadLab({ nodes: 0 }), "invalid-number", "nodes: got 0"],
    [() => ringside.latencyLab({ preset: "WAN", r: 4 }), "invalid-quorum", "r: got 4"],
    [() => ringside.stalenessLab({ preset: "WAN", after: ["soon"] }), "invalid-number", "after[0]"],
    [() => ringside.placeKeys({ nodes: [], keys: 1e9 }), "invalid-number", "keys: got 1000000000"],
  ];
  for (const [refused, code, part] of refusals) {
    assert.throws(refused, (error) => {
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.includes(part), error.message);
      return true;
    });
  }
});

test("the other placements are measured side by side, with the time of a look-up", () => {
  const nodes = ["a", "b", "c", "d", "e"].map((name) => ({ name, weight: 1 }));
  const outcomes = ringside.placementLab({ nodes, keys: 5_000, n: 2, methods: ["modulo", "rendezvous", "jump"] });
  assert.deepEqual(outcomes.map((outcome) => outcome.method), ["modulo", "rendezvous", "jump"]);
  for (const { maxOverMean, cv, moved, least, nsPerLookup, bytes, can } of outcomes) {
    assert.ok(maxOverMean >= 1 && maxOverMean < 1.2 && cv < 0.1);
    assert.ok(moved.join >= least.join * 0.9 && moved.leave >= least.leave * 0.9);
    assert.ok(nsPerLookup > 0 && bytes >= 0 && typeof can.weights === "boolean");
  }
  assert.throws(() => ringside.placementLab({ methods: ["chord"] }), (error) => error.code === "invalid-choice" && error.message.includes("maglev"));
});
