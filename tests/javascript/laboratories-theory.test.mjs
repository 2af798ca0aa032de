// The laboratories of the module that is deployed against closed forms and published figures, as tests/native/load_laboratory.rs and
// tests/native/latency_laboratory.rs have them natively.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const ringside = await loadRingside();
const vectors = JSON.parse(await readFile(new URL("../reference/vectors.json", import.meta.url), "utf8"));

const fixed = (ms) => ({ kind: "fixed", ms });
const exponential = (mean) => ({ kind: "exponential", mean });
const legs = (delay) => ({ write: delay, ack: delay, read: delay, response: delay });

function assertNear(measured, expected, part, what) {
  assert.ok(Math.abs(measured / expected - 1) <= part, `${what}: ${measured} against ${expected}`);
}

/** Within four standard errors, which are small enough to tell. */
function assertAsExpected(figure, what) {
  assert.ok(figure.standardError < 0.03 * figure.measured, `${what}: too few trials, ${JSON.stringify(figure)}`);
  assert.ok(Math.abs(figure.measured - figure.expected) <= 4 * figure.standardError, `${what}: ${JSON.stringify(figure)}`);
}

test("one copy spreads as the beta distribution says", () => {
  for (const [nodes, tokens] of [[2, 1], [5, 1], [10, 4], [30, 64], [100, 8]]) {
    const { cv, maxOverMean } = ringside.loadLab({ nodes, tokens, n: 1, trials: 4_000, seed: 11 });
    assertNear(cv.expected, Math.sqrt((nodes - 1) / (nodes * tokens + 1)), 1e-12, `${nodes} × ${tokens}`);
    assertAsExpected(cv, `cv of ${nodes} × ${tokens}`);
    assertAsExpected(maxOverMean, `max of ${nodes} × ${tokens}`);
  }
});

test("with one token and one copy the busiest node bears the harmonic number", () => {
  for (const nodes of [2, 5, 30, 200]) {
    const { maxOverMean } = ringside.loadLab({ nodes, tokens: 1, n: 1, trials: 5_000, seed: 5 });
    const harmonic = Array.from({ length: nodes }, (_, place) => 1 / (place + 1)).reduce((sum, part) => sum + part, 0);
    assertNear(maxOverMean.expected, harmonic, 1e-4, `${nodes} nodes`);
    assertAsExpected(maxOverMean, `${nodes} nodes`);
  }
});

test("several copies spread as the closed form says, and nothing is uneven where nothing can be", () => {
  for (const [nodes, tokens, n] of [[5, 8, 3], [10, 16, 2], [30, 64, 3], [30, 4, 5]]) {
    for (const strategy of ["random-tokens", "equal-partitions"]) {
      const { cv } = ringside.loadLab({ nodes, tokens, n, strategy, trials: 4_000, seed: 3 });
      assertAsExpected(cv, `${strategy} of ${nodes} × ${tokens}, N = ${n}`);
    }
  }
  for (const parameters of [{ nodes: 3, n: 3 }, { nodes: 3, n: 5 }, { nodes: 6, n: 1, strategy: "equal-partitions" }, { nodes: 1, n: 1 }]) {
    const { cv, efficiency, outOfBalance } = ringside.loadLab({ tokens: 4, trials: 20, ...parameters });
    assert.ok(cv.measured < 1e-9 && efficiency > 1 - 1e-9 && outOfBalance === 0, JSON.stringify(parameters));
  }
});

test("Figure 8 comes out as it was read off the paper", () => {
  const { metadata, strategy1, strategy3 } = vectors.dynamo_fig8;
  const { points } = ringside.figure8({ trials: 60, seed: 8 });
  for (const [strategy, figures] of [["random-tokens", strategy1], ["equal-partitions", strategy3]]) {
    const found = points.filter((point) => point.strategy === strategy);
    assert.deepEqual(found.map((point) => point.metadata), metadata);
    found.forEach(({ efficiency }, place) => {
      assert.ok(Math.abs(efficiency - figures[place]) <= 0.03, `${strategy} at ${metadata[place]}: ${efficiency} against ${figures[place]}`);
    });
  }
  const second = points.filter((point) => point.strategy === "random-tokens-equal-partitions");
  const efficiency = (size) => second.find((point) => point.metadata === size).efficiency;
  const top = Math.max(efficiency(1_920), efficiency(3_840));
  assert.ok(top > efficiency(960) + 0.005 && top > efficiency(30_720) + 0.005 && efficiency(60) < 0.6, "its hump");
});

test("the spread falls as one over the root of the tokens", () => {
  const { points } = ringside.loadSweep({ nodes: 10, n: 1, tokens: [1, 4, 16, 64, 256], trials: 2_000, seed: 4 });
  points.forEach((point) => assertAsExpected(point.cv, `T = ${point.tokens}`));
  points.slice(1).forEach(({ cv }, place) => {
    const ratio = points[place].cv.measured / cv.measured;
    assert.ok(ratio > 1.85 && ratio < 2.05, `${ratio}`);
  });
});

test("tokens by capacity give each node its part", () => {
  const { oneToken, equalTokens, byCapacity } = ringside.capacityLab({ capacities: [1, 1, 2, 4, 8], tokens: 64, n: 1, trials: 2_000, seed: 6 });
  byCapacity.meanShares.forEach((share, node) => assert.ok(Math.abs(share - byCapacity.fair[node]) < 0.01, `${node}: ${share}`));
  for (const { meanShares } of [oneToken, equalTokens]) meanShares.forEach((share) => assert.ok(Math.abs(share - 0.2) < 0.02, `${share}`));
  assert.ok(equalTokens.maxOverMean.measured > 3 && byCapacity.maxOverMean.measured < 1.5);
  for (const outcome of [oneToken, equalTokens, byCapacity]) assertAsExpected(outcome.cv, "cv");
});

test("a change moves the part of the node on a ring, and nearly all with modulo", () => {
  for (const [nodes, tokens, n, change] of [[5, 8, 1, "join"], [10, 16, 3, "join"], [9, 16, 3, "leave"]]) {
    const trials = 300;
    const moved = ringside.movementLab({ nodes, tokens, n, partitions: 128, change, trials, seed: 12 });
    const needed = 1 / (change === "leave" ? nodes : nodes + 1);
    assertNear(moved.needed, needed, 1e-12, "what has to move");
    for (const { copies, elsewhere } of [moved.randomTokens, moved.randomTokensEqualPartitions]) {
      assertNear(copies, needed, 0.15, `${nodes} × ${tokens}, ${change}`);
      assert.ok(elsewhere < 1e-9, "only what has to moves");
    }
    const error = Math.sqrt((needed * (1 - needed)) / (2_000 * trials));
    assert.ok(Math.abs(moved.modulo - (1 - needed)) <= 4 * error, `${moved.modulo}`);
  }
});

test("real keys are where the preference list says", () => {
  const nodes = ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 8 }));
  const [owned, copies] = [new Map(), new Map()];
  const count = (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (let key = 0; key < 3_000; key++) {
    const { replicas } = ringside.preferenceList({ nodes, n: 3, key: `key-${key}` });
    count(owned, replicas[0]);
    replicas.forEach((name) => count(copies, name));
  }
  const placed = ringside.placeKeys({ nodes, n: 3, keys: 3_000 });
  const by = (counts) => nodes.map(({ name }) => counts.get(name) ?? 0);
  assert.deepEqual(placed, { keys: 3_000, owned: by(owned), copies: by(copies) });
});

test("fixed legs give their sum at every percentile", () => {
  const near = ringside.latencyLab({ ...legs(fixed(2.5)), n: 3, r: 2, w: 2, trials: 200_000 });
  for (const found of [near.read, near.write]) assert.deepEqual(found, { mean: 5, p50: 5, p95: 5, p99: 5, p999: 5 });
  const far = ringside.latencyLab({ ...legs(fixed(2.5)), remote: 75, n: 3, r: 1, w: 2, trials: 1_000 });
  assert.deepEqual([far.read.p50, far.write.p50], [5, 155]);
});

test("exponential legs give the order statistics of their sums", () => {
  const below = (x) => 1 - (1 + x) * Math.exp(-x);
  const one = ringside.latencyLab({ ...legs(exponential(1)), n: 1, r: 1, w: 1, trials: 400_000, seed: 21 });
  for (const [part, x] of [[0.5, one.read.p50], [0.99, one.read.p99], [0.999, one.write.p999]]) {
    assert.ok(Math.abs(below(x) - part) <= 4 * Math.sqrt((part * (1 - part)) / 400_000), `${part}: ${x}`);
  }
  const three = ringside.latencyLab({ ...legs(exponential(1)), n: 3, r: 3, w: 1, trials: 400_000, seed: 21 });
  assert.ok(Math.abs(below(three.read.p50) ** 3 - 0.5) < 0.004, "the slowest of three");
  assert.ok(Math.abs(1 - (1 - below(three.write.p50)) ** 3 - 0.5) < 0.004, "the fastest of three");
});

test("published latencies come out within three per cent, and t-visibility above the published, which is biased low", () => {
  for (const preset of ["LNKD-SSD", "LNKD-DISK"]) {
    for (const [name, quorum] of [["R1W1", 1], ["R2W2", 2]]) {
      const found = ringside.latencyLab({ preset, n: 3, r: quorum, w: quorum, trials: 1_000_000, seed: 21 });
      const { Lr, Lw } = vectors.pbs_published_p999_ms[preset][name];
      assertNear(found.read.p999, Lr, 0.03, `${preset} ${name} Lr`);
      assertNear(found.write.p999, Lw, 0.03, `${preset} ${name} Lw`);
    }
  }
  for (const [preset, published] of [["LNKD-SSD", 1.85], ["LNKD-DISK", 45.5]]) {
    const { consistent, tVisibility } = ringside.stalenessLab({ preset, n: 3, r: 1, w: 1, trials: 1_000_000, seed: 33, after: [published] });
    assert.ok(consistent[0] < 0.999 && tVisibility.p999 > published && tVisibility.p999 < 1.2 * published, `${preset}: ${tVisibility.p999}`);
  }
});

test("quorums that overlap are never stale, and one slow leg is seen when it arrives", () => {
  for (const [n, r, w] of [[3, 2, 2], [3, 1, 3], [3, 3, 1], [5, 3, 3], [1, 1, 1]]) {
    const found = ringside.stalenessLab({ preset: "LNKD-DISK", n, r, w, trials: 50_000, after: [0] });
    assert.deepEqual([found.consistent, found.tVisibility], [[1], { p99: 0, p999: 0 }], `N = ${n}, R = ${r}, W = ${w}`);
    assert.ok(found.kStaleness.every((chance) => chance === 1));
  }
  const after = [0, 0.5, 1, 2, 4];
  const slow = { write: exponential(1), ack: fixed(0), read: exponential(1e-9), response: fixed(0) };
  const found = ringside.stalenessLab({ ...slow, n: 2, r: 1, w: 1, trials: 400_000, seed: 33, after });
  after.forEach((moment, place) => {
    const chance = 1 - 0.5 * Math.exp(-moment);
    const error = Math.sqrt((chance * (1 - chance)) / 400_000);
    assert.ok(Math.abs(found.consistent[place] - chance) <= 4 * error + 1e-8, `${moment}: ${found.consistent[place]}`);
  });
  const stale = ringside.stalenessLab({ preset: "LNKD-DISK", n: 3, r: 1, w: 1, trials: 10, after: [] });
  [1 / 3, 5 / 9, 19 / 27].forEach((chance, k) => assertNear(stale.kStaleness[k], chance, 1e-12, `k = ${k + 1}`));
});

test("the engine is fresher than the model and repairs what it reads", () => {
  const [after, common] = [[0, 20, 200], { n: 3, r: 1, w: 1, seed: 1 }];
  const engine = ringside.engineStalenessLab({ ...common, leg: exponential(10), after, trials: 300 });
  const model = ringside.stalenessLab({ ...common, ...legs(exponential(10)), after, trials: 200_000 });
  const [first] = engine.consistent;
  assert.ok(first > model.consistent[0] && first < 1, `${first} against ${model.consistent[0]}`);
  assert.ok(engine.consistent[2] > 0.99 && engine.consistentAgain[0] >= first);
  const overlapping = ringside.engineStalenessLab({ n: 3, r: 2, w: 2, leg: exponential(10), after: [0], trials: 100 });
  assert.deepEqual([overlapping.consistent, overlapping.consistentAgain], [[1], [1]]);
});

test("one node with exponential work is the queue of the textbooks", () => {
  const alone = { nodes: 1, n: 1, r: 1, w: 1, reads: 1, leg: fixed(0), clientCoordinates: true };
  const { rates } = ringside.serviceLevelLab({ ...alone, readService: exponential(10), rates: [50, 80], requests: 200_000 });
  [20, 50].forEach((mean, place) => {
    const { read, rate, utilisation } = rates[place];
    assertNear(read.mean, mean, 0.05, `mean at ${rate}`);
    assertNear(read.p50, mean * Math.LN2, 0.06, `median at ${rate}`);
    assertNear(read.p99, mean * Math.log(100), 0.1, `p99 at ${rate}`);
    assertNear(utilisation, rate / 100, 1e-12, `utilisation at ${rate}`);
  });
});

test("a service level breaks where the nodes can do no more, and a client that knows the ring saves two hops", () => {
  const { rates, holdsUpTo, cost } = ringside.serviceLevelLab({ requests: 5_000 });
  assertNear(cost.saturatesAt, 5_000 / 9, 1e-9, "what the nodes can do");
  assert.ok(holdsUpTo >= 300 && holdsUpTo <= 550, `${holdsUpTo}`);
  assert.ok(rates[0].holds && !rates.at(-1).holds);
  const three = { nodes: 3, leg: fixed(10), readService: fixed(0), writeService: fixed(0), rates: [10], requests: 2_000 };
  const [byNode, byClient] = [false, true].map((clientCoordinates) => ringside.serviceLevelLab({ ...three, clientCoordinates }));
  assert.deepEqual([byNode.rates[0].read.p50, byClient.rates[0].read.p50], [40, 20]);
});
