// The class Playground through the module.

import assert from "node:assert/strict";
import test from "node:test";

import { loadRingside } from "./support.mjs";

const ringside = await loadRingside();
const { Playground, preferenceList } = ringside;

test("a put and a get travel step by step, and the history is walked both ways", () => {
  const playground = new Playground();
  assert.equal(playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" }), 1);
  assert.equal(playground.state().messages[0].kind, "put-request");
  const told = [];
  for (let event = playground.step(); event !== null; event = playground.step()) told.push(event);
  assert.equal(playground.apply({ do: "get", client: "bob", key: "cart" }), 2);
  playground.run();
  const [put, get] = playground.state().operations;
  assert.equal(put.status, "ok");
  assert.deepEqual(get.values, put.values);
  assert.equal(get.values[0].value, "bread");

  const steps = playground.state().steps;
  const pictures = [];
  for (let step = 0; step <= steps; step++) {
    playground.seek(step);
    pictures.push(playground.state());
  }
  for (let step = steps; step >= 0; step--) {
    playground.seek(step);
    assert.deepEqual(playground.state(), pictures[step]);
  }
  playground.seek(1);
  assert.deepEqual(playground.step(), told[0]);
});

test("the copies lie on the preference list", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.run();
  const { nodes, n } = playground.scenario();
  const { replicas } = preferenceList({ nodes: nodes.map(({ name, tokens }) => ({ name, tokens })), n, key: "cart" });
  const holders = playground.state().nodes.filter((node) => node.store.cart).map((node) => node.name);
  assert.deepEqual(holders.sort(), replicas.sort());
});

test("the same seed gives the same trace, another seed another", () => {
  const trace = (seed) => {
    const playground = new Playground({ ringside: 1, seed });
    playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
    return playground.run();
  };
  assert.deepEqual(trace(5), trace(5));
  assert.notDeepEqual(trace(5), trace(6));
});

test("the scenario and the link replay to this history", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.run({ events: 3 });
  playground.apply({ do: "get", client: "bob", key: "cart", via: "D" });
  playground.run();
  const again = new Playground(playground.scenario());
  again.run();
  assert.deepEqual(again.trace(), playground.trace());
  assert.deepEqual(again.trace(4), playground.trace().slice(3));
  const linked = Playground.fromPermalink(playground.permalink());
  assert.deepEqual(linked.state(), playground.state());
});

test("time runs to where it is told to", () => {
  const playground = new Playground();
  assert.equal(playground.apply({ do: "wait", ms: 250 }), null);
  assert.equal(playground.state().time, 250);
  playground.run({ until: 400 });
  assert.equal(playground.state().time, 400);
  assert.equal(playground.step(), null);
});

test("a refusal is an Error with a code, and the playground is as it was", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.run();
  const before = playground.state();
  const refusals = [
    [() => playground.apply({ do: "put", client: "alice", key: "cart", value: "x".repeat(2 ** 20 + 1) }), "value-too-large"],
    [() => playground.apply({ do: "get", client: "alice", key: "cart", via: "Q" }), "unknown-node"],
    [() => playground.apply({ do: "get", client: "alice", key: "cart", r: 9 }), "invalid-quorum"],
    [() => playground.apply({ do: "fly" }), "unknown-command"],
    [() => playground.apply(null), "not-an-object"],
    [() => playground.seek(10_000), "unknown-step"],
    [() => playground.seek(-1), "unknown-step"],
    [() => playground.seek("x"), "unknown-step"],
    [() => playground.run({ until: "noon" }), "invalid-number"],
    [() => new Playground({ ringside: 1, r: 9 }), "invalid-quorum"],
    [() => new Playground([]), "not-an-object"],
    [() => Playground.fromPermalink("#nonsense"), "invalid-link"],
    [() => Playground.fromPermalink(7), "invalid-text"],
  ];
  for (const [refused, code] of refusals) {
    assert.throws(refused, (error) => error instanceof Error && error.code === code && error.message.length > 10);
  }
  assert.deepEqual(playground.state(), before);
});

test("what is no plain data is refused by its place, and the module goes on", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  const before = playground.state();
  const cycle = { do: "put" };
  cycle.key = [cycle];
  const wide = Array(2_000).fill(Array(2_000).fill(0));
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  const throwing = { get key() { throw new Error("mine"); } };
  const guarded = new Proxy({}, { ownKeys: () => { throw new Error("mine"); } });
  const refusals = [
    [cycle, "not-plain-data", "command.key[0]: got a thing that contains itself; allowed is a plain object of texts, numbers, flags and lists."],
    [{ do: "put", key: wide }, "not-plain-data", /got more values than that; allowed is at most 2000000 values/],
    [{ do: "put", key: deep }, "not-plain-data", /^command\.key(\[0\])+.*allowed is at most 64 levels/],
    [{ do: "put", key: Array(1_000).fill("x".repeat(1 << 20)) }, "not-plain-data", /got more text than that; allowed is at most 268435456 characters in all/],
    [new Map([["do", "put"]]), "not-plain-data", "command: got an object of another kind; allowed is a plain object of texts, numbers, flags and lists."],
    [{ do: "wait", ms: new Date() }, "not-plain-data", /^command\.ms: got an object of another kind/],
    [throwing, "not-plain-data", /^command\.key: got something that throws when it is read/],
    [guarded, "not-plain-data", /^command: got something that throws when it is read/],
    [{ do: "put", key: () => "cart" }, "not-plain-data", /^command\.key: got function/],
    [{ do: "put", key: Symbol("cart") }, "not-plain-data", /^command\.key: got symbol/],
    [{ do: "wait", ms: Number.NaN }, "invalid-number", "command.ms: got NaN; allowed is a finite number."],
    [{ do: "wait", ms: -Infinity }, "invalid-number", "command.ms: got -inf; allowed is a finite number."],
  ];
  for (const [command, code, message] of refusals) assert.throws(() => playground.apply(command), { code, message });
  assert.throws(() => new Playground(cycle), { code: "not-plain-data" });
  assert.deepEqual(playground.state(), before);
  assert.equal(playground.step().step, before.step + 1);
});

/** Things that throw, ask back or have no end when they are read, each made anew. */
function hostileThings(playground) {
  const mine = () => { throw new Error("mine"); };
  const revoked = (target) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  const traps = ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "isExtensible"];
  const cycle = { do: "put" };
  cycle.key = [cycle];
  const endless = { do: "wait", get ms() { return playground.apply(endless); } };
  return [
    revoked([]), revoked({}), revoked(() => {}), [revoked([])], { do: "put", key: revoked({}) },
    ...traps.map((trap) => new Proxy({ do: "put" }, { [trap]: mine })),
    ...traps.map((trap) => new Proxy(["put"], { [trap]: mine })),
    new Proxy([], { get: (target, name) => (name === "length" ? Number.NaN : target[name]) }),
    new Proxy([], { get: (target, name) => (name === "length" ? { valueOf: mine } : target[name]) }),
    { get do() { return mine(); } },
    { do: "put", get client() { playground.free.call(null); } },
    { do: "put", get client() { return playground.apply(null); } },
    endless,
    cycle,
    Object.assign([], { length: 2 ** 32 - 1 }),
    { do: "put", key: Object.assign([], { length: 2 ** 32 - 1 }) },
    JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`),
    { [Symbol.toPrimitive]: mine, toString: mine, valueOf: mine, toJSON: mine, [Symbol.iterator]: mine },
    Symbol("put"), () => "put", 10n ** 30n, Number.NaN, "\ud800", new Map(), new Date(Number.NaN), new (class Put { do = "put"; })(),
  ];
}

test("whatever it is that is given to the module, nothing is left behind", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.run();
  const before = playground.state();
  const functions = Object.entries(ringside).filter(([name, what]) => typeof what === "function" && !/^(Playground|mount|initSync|default|MountedPage)$/.test(name));
  const entries = [
    ...functions.map(([, call]) => call),
    (thing) => new Playground(thing),
    (thing) => Playground.fromPermalink(thing),
    ...["apply", "run", "seek", "trace", "switchToBranch", "dropBranch"].map((name) => (thing) => playground[name](thing)),
  ];
  const refused = (error) => error instanceof Error && /^[a-z-]+$/.test(error.code);
  for (let round = 0; round < 1_000; round++) {
    for (const thing of hostileThings(playground)) assert.throws(() => playground.apply(thing), refused);
  }
  for (const thing of hostileThings(playground)) {
    for (const [place, enter] of entries.entries()) {
      for (let round = 0; round < 30; round++) assert.throws(() => enter(thing), refused, `entry ${place}`);
    }
  }
  assert.deepEqual(playground.state(), before);
  assert.equal(playground.apply({ do: "get", client: "alice", key: "cart" }), 2);
});

test("a getter may ask the playground that it is read for", () => {
  const playground = new Playground();
  const asking = { do: "put", client: "alice", key: "cart", get value() { return `at step ${playground.state().step}`; } };
  const acting = { do: "get", get client() { playground.apply(asking); return "bob"; }, key: "cart" };
  assert.equal(playground.apply(acting), 2);
  assert.deepEqual(playground.state().operations.map(({ client }) => client), ["alice", "bob"]);
  assert.equal(playground.scenario().script[0].value, "at step 0");
});

test("names that every object has are names like any other", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const nodes = JSON.parse(`[${names.map((name) => `{"name": "${name}", "tokens": 4}`)}]`);
  const playground = new Playground({ ringside: 1, nodes });
  for (const name of names) playground.apply({ do: "put", client: `of ${name}`, key: name, value: name, via: name });
  playground.run();
  for (const thing of [playground.state(), playground.trace(), playground.scenario()]) {
    assert.deepEqual(JSON.parse(JSON.stringify(thing)), thing);
  }
  const state = playground.state();
  assert.deepEqual(state.nodes.map(({ name }) => name), names);
  for (const name of names) {
    const copies = state.nodes.filter(({ store }) => Object.hasOwn(store, name));
    assert.equal(copies.length, 3, name);
    for (const { store } of copies) {
      const [{ value, dot, clock }] = store[name];
      assert.deepEqual([value, Object.entries(clock)], [name, [dot]]);
      assert.equal(Object.getPrototypeOf(store), Object.prototype);
    }
  }
  assert.deepEqual(Playground.fromPermalink(playground.permalink()).state(), state);
  const own = JSON.parse('{"do": "repair", "__proto__": {"do": "put"}}');
  assert.throws(() => playground.apply(own), { code: "unknown-field", message: /^__proto__: got an unknown field/ });
});

test("texts of whole characters, and no boxes", () => {
  const playground = new Playground();
  const put = (field, value) => ({ do: "put", client: "alice", key: "cart", value: "bread", [field]: value });
  for (const [command, code, message] of [
    [put("key", "\ud800"), "invalid-text", /^command\.key: got a text with half of a character/],
    [put("value", "a\udfff"), "invalid-text", /^command\.value: got/],
    [put("client", "\ud83d"), "invalid-text", /^command\.client: got/],
    [put("\ud83d", "x"), "invalid-text", /^command: got/],
    [put("key", new String("cart")), "not-plain-data", /^command\.key: got an object of another kind/],
    [put("r", new Number(5)), "not-plain-data", /^command\.r: got an object of another kind/],
    [put("r", new Boolean(true)), "not-plain-data", /^command\.r: got an object of another kind/],
    [put("r", Object(5n)), "not-plain-data", /^command\.r: got an object of another kind/],
  ]) assert.throws(() => playground.apply(command), { code, message });
  assert.throws(() => ringside.position("\udc00"), { code: "invalid-text", message: /^key: got/ });
  assert.equal(playground.apply(put("key", "\ufffd")), 1);
  assert.equal(playground.apply(put("key", "👩‍🏫")), 2);
  assert.equal(playground.apply(Object.assign(Object.create(null), put("key", "cart"))), 3);
});

test("an object of very many fields is refused before they are read", () => {
  const wide = {};
  for (let field = 0; field < 200_000; field++) wide[`field-${field}`] = field;
  assert.throws(() => new Playground(wide), { code: "not-plain-data", message: "scenario: got 200000 fields; allowed is at most 1000 fields." });
});

test("everything that crosses is a plain object", () => {
  const playground = new Playground();
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.run();
  for (const thing of [playground.state(), playground.trace(), playground.scenario()]) {
    assert.deepEqual(JSON.parse(JSON.stringify(thing)), thing);
  }
});

test("both sides of a partition go on writing, and a get after the repair returns both values", () => {
  const playground = new Playground({ ringside: 1, seed: 3 });
  playground.apply({ do: "partition", groups: [["A", "B", "C", "alice"], ["D", "E", "bob"]] });
  playground.apply({ do: "put", client: "alice", key: "cart", value: "bread" });
  playground.apply({ do: "put", client: "bob", key: "cart", value: "jam" });
  playground.run();
  assert.deepEqual(playground.state().operations.map((operation) => operation.status), ["ok", "ok"]);
  assert.deepEqual(playground.state().partition, [["A", "B", "C", "alice"], ["D", "E", "bob"]]);
  playground.apply({ do: "repair" });
  playground.run();
  playground.apply({ do: "get", client: "alice", key: "cart" });
  playground.run();
  const values = playground.state().operations.at(-1).values.map((version) => version.value);
  assert.deepEqual(values.sort(), ["bread", "jam"]);
  playground.apply({ do: "reconcile", client: "alice", key: "cart", how: "union" });
  playground.run();
  for (const node of playground.state().nodes.filter((node) => node.store.cart)) {
    assert.equal(node.store.cart.length, 1);
    assert.deepEqual(node.store.cart[0].value.split(",").sort(), ["bread", "jam"]);
  }
  assert.deepEqual(playground.violations(), []);
});
