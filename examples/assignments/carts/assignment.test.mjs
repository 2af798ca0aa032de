// Judges the cart: a few situations one by one, and random ones beside what the same additions and removals must amount to.

import assert from "node:assert/strict";
import test from "node:test";

import { Dice, loadAssignment, loadRingside } from "../support.mjs";

const { Playground } = await loadRingside();
const { CartClient } = await loadAssignment(import.meta.url);

const KEY = "cart";
const NODES = ["A", "B", "C", "D", "E"];
const NAMES = ["Alice", "Bob", "Carol"];

/** A cluster and a client for each name. Both sides of a partition go on writing: the quorum is sloppy. */
function shop(seed = 1) {
  const nodes = NODES.map((name) => ({ name, tokens: 4 }));
  const playground = new Playground({
    ringside: 1, seed, nodes, n: 3, r: 2, w: 2, quorum: "sloppy", versioning: "dotted",
    network: { delay: { kind: "fixed", ms: 5 } }, timers: { handoff: 200, antiEntropy: 200, gossip: 100 },
  });
  const clients = Object.fromEntries(NAMES.map((name) => [name, new CartClient(playground, name, KEY)]));
  /** Alice is on one side, Bob and Carol are on the other. */
  const part = () => playground.apply({ do: "partition", groups: [["A", "B", "Alice"], ["C", "D", "E", "Bob", "Carol"]] });
  const heal = () => {
    playground.apply({ do: "repair" });
    playground.run();
  };
  return { playground, ...clients, part, heal };
}

function check(client, expected, message) {
  const items = client.items();
  assert.ok(Array.isArray(items), "items() must return a list of texts");
  assert.deepEqual([...items].sort(), [...expected].sort(), message);
}

test("one client adds and removes (4.1)", () => {
  const { Alice } = shop();
  check(Alice, [], "a cart that nobody has written to is empty");
  for (const item of ["milk", "bread", "salt, coarse", "a \"cake\""]) Alice.add(item);
  check(Alice, ["milk", "bread", "salt, coarse", "a \"cake\""], "what was added is in the cart");
  Alice.add("milk");
  Alice.remove("bread");
  check(Alice, ["milk", "salt, coarse", "a \"cake\""], "each item is there once, and not what was removed");
  Alice.remove("milk");
  check(Alice, ["salt, coarse", "a \"cake\""], "an item that was added twice is removed by one removal: its client had seen both");
});

test("the cart lies in the store, not in the client (4.1)", () => {
  const { Alice, Bob, heal } = shop();
  Alice.add("milk");
  heal();
  check(Bob, ["milk"], "Bob sees what Alice has added");
  Bob.remove("milk");
  heal();
  check(Alice, [], "Alice sees that Bob has removed it");
});

test("what is added on both sides of a partition is in the cart afterwards (4.4, 6.1)", () => {
  const { Alice, Bob, Carol, part, heal } = shop();
  part();
  Alice.add("milk");
  Bob.add("bread");
  heal();
  check(Carol, ["milk", "bread"], "after the partition, a get returns two siblings, and neither addition may be lost");
});

test("an item that one side has removed does not come back with the sibling of the other side (4.4)", () => {
  const { Alice, Bob, Carol, part, heal } = shop();
  Alice.add("milk");
  Alice.add("eggs");
  heal();
  part();
  Alice.remove("milk");
  Bob.add("bread");
  heal();
  check(Carol, ["eggs", "bread"], "Alice has removed the milk, and nobody has added it again: it must not come back with Bob's sibling");
  Carol.add("tea");
  heal();
  check(Alice, ["eggs", "bread", "tea"], "nor when somebody writes one version in place of the siblings");
});

test("an item that is added again after its removal is in the cart (4.4)", () => {
  const { Alice, Bob, Carol, part, heal } = shop();
  Alice.add("milk");
  heal();
  part();
  Bob.remove("milk");
  Bob.add("milk");
  heal();
  check(Carol, ["milk"], "Bob removed the milk and added it again: it is wanted");
  Carol.remove("milk");
  heal();
  check(Alice, [], "and a removal that has seen the second addition takes it out again");
  Bob.add("milk");
  heal();
  check(Alice, ["milk"], "a removal holds for the additions that it has seen, not for ever");
});

test("of an addition and a removal that do not know of each other, the addition stays (4.4)", () => {
  const { Alice, Bob, Carol, part, heal } = shop();
  Alice.add("milk");
  heal();
  part();
  Alice.add("milk");
  Bob.remove("milk");
  heal();
  check(Carol, ["milk"], "Bob has not seen that Alice wants the milk as of now: her addition stays");
});

// ---- Random schedules ----

/**
 * What the additions and removals amount to, by what each had seen. It looks at the operations that the clients have made in the
 * playground, not at their carts: an addition is out if a removal of the item had read it, directly or through others.
 */
class Expected {
  #playground;
  #seen = 0;
  /** For each client, the writes of which its last get or put knows; for each write, those that are in its past. */
  #contexts = new Map();
  #pasts = new Map();
  #additions = [];
  #removals = [];

  constructor(playground) {
    this.#playground = playground;
  }

  /** Does something with a client, and keeps what it was and what it had seen; false if one of its requests failed. */
  observe(kind, item, act) {
    act();
    const { operations } = this.#playground.state();
    let write = null;
    let read = new Set();
    for (const { kind: request, client, status, values } of operations.slice(this.#seen)) {
      if (status !== "ok") return false;
      if (request === "get") {
        this.#contexts.set(client, new Set(values.flatMap((version) => [version.dot.join(), ...(this.#pasts.get(version.dot.join()) ?? [])])));
        read = this.#contexts.get(client);
        continue;
      }
      const [version] = values;
      const isBlind = Object.keys(version.past).length === 0;
      read = isBlind ? new Set() : this.#contexts.get(client) ?? new Set();
      write = version.dot.join();
      this.#pasts.set(write, read);
      this.#contexts.set(client, new Set([...read, write]));
    }
    this.#seen = operations.length;
    (kind === "add" ? this.#additions : this.#removals).push({ item, write, read });
    return true;
  }

  items() {
    const isOut = ({ item, write }) => this.#removals.some((removal) => removal.item === item && removal.read.has(write));
    return [...new Set(this.#additions.filter((addition) => !isOut(addition)).map(({ item }) => item))].sort();
  }
}

test("random additions, removals, partitions and repairs amount to what they should (4.4)", () => {
  let judged = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const dice = new Dice(seed);
    const { playground, heal, ...clients } = shop(seed);
    const expected = new Expected(playground);
    const done = [];
    let allAnswered = true;
    for (let number = 0; number < 24 && allAnswered; number += 1) {
      const [name, item] = [dice.one(NAMES), dice.one(["milk", "bread", "eggs"])];
      const roll = dice.below(100);
      if (roll < 15) {
        const group = [NODES, NAMES].flatMap((list) => list.filter(() => dice.chance(50)));
        // Whoever is cut off from all nodes could ask nobody.
        const sides = [group, [...NODES, ...NAMES].filter((one) => !group.includes(one))];
        if (!sides.every((side) => side.filter((one) => NODES.includes(one)).length >= 2)) continue;
        playground.apply({ do: "partition", groups: sides });
        // Nodes that could not hear of each other before find out that they can.
        playground.run({ until: playground.state().time + 1500 });
        done.push(`{${sides.map((side) => side.join(" ")).join(" | ")}}`);
      } else if (roll < 22) {
        heal();
        done.push("repair");
      } else {
        const act = roll < 66 ? "add" : "remove";
        allAnswered = expected.observe(act, item, () => clients[name][act](item));
        done.push(`${name} ${act}s ${item}`);
        if (dice.chance(50)) playground.run({ until: playground.state().time + dice.below(300) });
      }
    }
    heal();
    // Whoever gets no answer cannot know whether the write was stored: nothing can be asked of the cart then.
    if (!allAnswered) continue;
    judged += 1;
    const message = `seed ${seed}: ${done.join(", ")}. Above: yours (+) and the expected (−) items`;
    for (const name of NAMES) check(clients[name], expected.items(), message);
    playground.free();
  }
  assert.ok(judged >= 15, `${judged} of 20 schedules could be judged: too many requests failed`);
});
