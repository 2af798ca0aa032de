// Positions and preference lists through the module: the same answers as in the native tests.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const vectors = JSON.parse(await readFile(new URL("../reference/vectors.json", import.meta.url), "utf8"));
const { ownership, position, positionOf, preferenceList, readRing } = await loadRingside();
const hex = (decimal) => BigInt(decimal).toString(16).padStart(32, "0");

test("a position is the MD5 that the reference cases and node:crypto give", () => {
  for (const [key, decimal] of Object.entries(vectors.md5)) assert.equal(position(key), hex(decimal));
  for (const key of ["cart", "é", "👩‍🏫", "a\0b", "x".repeat(2000)]) {
    assert.equal(position(key), createHash("md5").update(key).digest("hex"));
  }
});

function nodesOf(nodes) {
  return Object.entries(nodes).map(([name, tokens]) => ({ name, tokens: tokens.map(hex) }));
}

test("the preference lists of the reference cases", () => {
  for (const { name, nodes, rf, keys, replicas } of vectors.ring_cases.cases) {
    for (const key of keys) {
      const list = preferenceList({ nodes: nodesOf(nodes), n: rf, position: hex(key) });
      assert.deepEqual(list.replicas, replicas[key], `${name} at ${key}`);
      assert.equal(list.position, hex(key));
    }
  }
});

test("Figure 2: the key between A and B goes to B, C and D", () => {
  for (const { key, replicas } of Object.values(vectors.dynamo_fig2.keys)) {
    const list = preferenceList({ nodes: nodesOf(vectors.dynamo_fig2.nodes), n: 3, position: hex(key) });
    assert.deepEqual(list.replicas, replicas);
    assert.equal(list.fallbacks.length, 4);
  }
});

test("the walk meets every token once, takes each node of the list, and says why it skips", () => {
  const nodes = ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 8 }));
  for (let number = 0; number < 100; number++) {
    const { replicas, fallbacks, walk, position: from } = preferenceList({ nodes, n: 3, key: `key-${number}` });
    assert.equal(from, position(`key-${number}`));
    assert.deepEqual(walk.filter((step) => step.taken).map((step) => step.node), replicas);
    assert.equal(walk.length, 40);
    for (const [place, step] of walk.entries()) {
      const before = walk.slice(0, place).filter((earlier) => earlier.taken).map((earlier) => earlier.node);
      const expected = before.includes(step.node) ? "already-chosen" : before.length === 3 ? "enough" : undefined;
      assert.equal(step.reason, expected);
    }
    const enough = walk.filter((step) => step.reason === "enough").map((step) => step.node);
    assert.deepEqual([...new Set(enough)], fallbacks);
  }
});

test("a token of a count lies at the MD5 of the name, a dash and its number", () => {
  const { walk } = preferenceList({ nodes: [{ name: "A", tokens: 3 }], n: 1, position: "0".repeat(32) });
  assert.deepEqual(walk.map((step) => step.position), ["A-0", "A-1", "A-2"].map(position).sort());
});

test("no nodes, and N above the number of nodes", () => {
  assert.deepEqual(preferenceList({ nodes: [], n: 3, key: "k" }), { position: position("k"), replicas: [], fallbacks: [], walk: [] });
  assert.equal(preferenceList({ nodes: [{ name: "A", tokens: 2 }], n: 3, key: "k" }).replicas.length, 1);
});

test("what is wrong is refused by name, with a code", () => {
  const nodes = [{ name: "A", tokens: 2 }];
  const refusals = [
    [() => position(7), "invalid-text", "key"],
    [() => preferenceList(), "not-an-object", "query"],
    [() => preferenceList({ nodes, n: 0, key: "k" }), "invalid-number", "n: got 0"],
    [() => preferenceList({ nodes, n: 1 }), "missing-field", "key"],
    [() => preferenceList({ nodes, n: 1, key: "k", position: "0".repeat(32) }), "two-places", "key"],
    [() => preferenceList({ nodes, n: 1, position: "xyz" }), "invalid-position", "position"],
    [() => preferenceList({ nodes: [...nodes, ...nodes], n: 1, key: "k" }), "duplicate-node", "nodes[1].name"],
    [() => preferenceList({ nodes: [{ name: "A", tokens: 1025 }], n: 1, key: "k" }), "invalid-tokens", "1025"],
    [() => preferenceList({ nodes: [{ name: "A", tokens: () => 1 }], n: 1, key: "k" }), undefined, ""],
  ];
  for (const [refused, code, part] of refusals) {
    assert.throws(refused, (error) => {
      assert.ok(error instanceof Error);
      if (code) assert.equal(error.code, code, error.message);
      else assert.match(error.code, /^[a-z-]+$/);
      assert.ok(error.message.includes(part), error.message);
      return true;
    });
  }
});

test("the rings that clusters print: what is read, where keys lie and what nodes own agree with their driver", async () => {
  for (const name of ["nodetool-ring-1", "nodetool-ring-2", "nodetool-ring-3"]) {
    const file = (ending) => readFile(new URL(`../reference/rings/${name}.${ending}`, import.meta.url), "utf8");
    const { nodes, partitioner, original, notes } = readRing(await file("txt"));
    const expected = JSON.parse(await file("expect.json"));
    assert.equal(partitioner, expected.partitioner);
    assert.deepEqual(notes, []);
    assert.equal(Object.keys(original).length, nodes.flatMap((node) => node.tokens).length);
    for (const { rf, replicas, tokens, ownership: shares } of expected.cases) {
      const copies = typeof rf === "number" ? { n: rf } : { copies: rf };
      for (const [key, token] of Object.entries(tokens)) {
        const { position: at, printed } = positionOf(key, partitioner);
        assert.equal(printed, token);
        const list = preferenceList({ nodes, ...copies, position: at });
        const inCentre = (centre) => (node) => nodes.find(({ name }) => name === node).zone.startsWith(centre);
        for (const centre of typeof rf === "number" ? [""] : Object.keys(rf)) {
          assert.deepEqual(list.replicas.filter(inCentre(centre)), replicas[key].filter(inCentre(centre)), `${name}: ${key}`);
        }
      }
      const owned = ownership({ nodes, ...copies });
      for (const { name: node, share } of owned.nodes) assert.ok(Math.abs(share - (shares[node] ?? 0)) < 1e-9, `${name}: ${node}`);
      const sum = (list) => list.reduce((all, { share }) => all + share, 0);
      assert.ok(Math.abs(sum(owned.nodes) - sum(owned.zones)) < 1e-9);
    }
  }
});

test("a key may be bytes, and a walk says that a zone is on the list", () => {
  assert.deepEqual(positionOf({ hex: "666f6f" }, "md5"), positionOf("foo", "md5"));
  assert.equal(positionOf("foo", "md5").position, position("foo"));
  const nodes = ["a", "b", "c"].map((name) => ({ name, tokens: 4, zone: name === "c" ? "us" : "eu" }));
  const { walk, replicas } = preferenceList({ nodes, n: 2, placement: "distinct-zones", key: "cart" });
  assert.ok(replicas.includes("c"));
  assert.deepEqual(walk.filter((step) => step.taken).map((step) => step.node), replicas);
  const reasons = new Set(Array.from({ length: 50 }, (_, number) => number).flatMap((number) =>
    preferenceList({ nodes, n: 2, placement: "distinct-zones", key: `key-${number}` }).walk.map((step) => step.reason)));
  assert.ok(reasons.has("zone-already-chosen"));
});

test("what is no ring, no partitioner and no count of copies is refused by name", () => {
  const nodes = [{ name: "a", tokens: 1 }];
  for (const [call, code, words] of [
    [() => readRing("node,token\na,5\nb,5"), "duplicate-token", "line 3"],
    [() => readRing("hello"), "unknown-format", "hello"],
    [() => readRing("a,5", { format: "yaml" }), "invalid-choice", "nodetool-ring"],
    [() => positionOf("a", "sha256"), "unknown-partitioner", "murmur3"],
    [() => positionOf({ hex: "6" }, "md5"), "invalid-key", "hex"],
    [() => ownership({ nodes, n: 1, copies: { dc1: 1 } }), "two-counts", "copies"],
    [() => ownership({ nodes, copies: { dc1: -1 } }), "invalid-copies", "dc1"],
    [() => ownership({ nodes, n: 1, placement: "racks" }), "invalid-choice", "distinct-zones"],
  ]) {
    assert.throws(call, (error) => error.code === code && error.message.includes(words));
  }
});
