// The work of benches/work/mod.rs through the module in Node. Prints a JSON object: what, and how many milliseconds (the
// median; of `seek` the slowest too) or bytes. `cargo xtask bench` builds the module and says where it is.
//
//   node benches/in-node.mjs FOLDER

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const { FieldWork, gradeChallenge, handIn, initSync, latencyLab, loadLab, placeKeys, placementLab, Placements, Playground, stalenessLab } = await import(pathToFileURL(resolve(folder, "ringside.js")));
const { memory } = initSync({ module: await readFile(resolve(folder, "ringside_bg.wasm")) });

const OPERATIONS = 10_000;
const ONE_AT_A_TIME = 1_000;
const EVENTS = 100_000;
const KEYS = 100_000;

const numbers = (count) => Array.from({ length: count }, (_, number) => number);

const cluster = (script) => ({
  ringside: 1,
  seed: 1,
  nodes: numbers(64).map((number) => ({ name: `N${number}`, tokens: 64 })),
  script,
});

function operation(number) {
  const common = { client: `c${(number * 7) % 50}`, key: `key-${(number * 31) % 1_000}` };
  return number % 2 === 0 ? { do: "put", ...common, value: `value-${number}` } : { do: "get", ...common };
}

const crowd = (operations) => numbers(operations).map((number) => ({ ...operation(number), at: number }));

function trouble() {
  const script = [];
  for (const number of numbers(2_000)) {
    const at = number * 10;
    const node = `N${(number * 13) % 64}`;
    script.push({ ...operation(number), at });
    const more = {
      20: () => [{ do: "crash", name: node, at }],
      60: () => [{ do: "partition", groups: [numbers(20).map((each) => `N${each}`)], at }],
      100: () => [{ do: "repair", at }],
      140: () => [{ do: "add-node", name: `J${number}`, tokens: 16, at }],
      180: () => numbers(64).map((each) => ({ do: "restart", name: `N${each}`, at })),
    }[number % 200];
    script.push(...(more?.() ?? []));
  }
  return script;
}

/** Plays to the end without telling of anything on the way, as a wait does. */
function played(playground) {
  playground.apply({ do: "wait", ms: 30_000 });
}

function oneAtATime(playground) {
  for (const number of numbers(ONE_AT_A_TIME)) {
    playground.apply(operation(number));
    playground.run();
  }
}

function longHistory() {
  const playground = new Playground(cluster(crowd(OPERATIONS)));
  playground.apply({ do: "wait", ms: 15_000 });
  while (playground.state().step < EVENTS) playground.apply({ do: "wait", ms: 1_000 });
  return playground;
}

function handInForChallenge() {
  const challenge = {
    ringsideChallenge: 1,
    title: "Two siblings",
    summary: "A get returns 2 values.",
    minutes: 4,
    task: "Let a get of cart return 2 versions.",
    scenario: { ringside: 1 },
    goal: { request: { do: "get", versions: 2 } },
    budget: { commands: 3 },
  };
  const playground = new Playground(challenge.scenario);
  for (const command of [
    { do: "put", client: "Alice", key: "cart", value: "milk", context: "none" },
    { do: "put", client: "Bob", key: "cart", value: "bread", context: "none" },
    { do: "get", client: "Alice", key: "cart" },
  ]) {
    playground.apply(command);
    playground.run();
  }
  return [challenge, handIn(challenge, playground, "Ada")];
}

const results = {};

function measure(name, samples, setUp, work) {
  const times = [];
  for (const sample of numbers(samples)) {
    const thing = setUp(sample);
    const began = performance.now();
    work(thing);
    times.push(performance.now() - began);
    thing?.free?.();
  }
  times.sort((a, b) => a - b);
  results[name] = times[samples >> 1];
  return times.at(-1);
}

{
  // First, for the memory of a module never shrinks.
  const history = longHistory();
  results.memory = memory.buffer.byteLength;
  const steps = numbers(300).map((number) => ((number + 1) * 61_803) % EVENTS);
  results.seek_slowest = measure("seek", steps.length, (sample) => steps[sample], (step) => history.seek(step));
  history.free();
}
const placements = new Placements(KEYS);
measure("placements", 20, () => {}, () => placements.place());
measure("put_and_get", 7, () => new Playground(cluster(crowd(OPERATIONS))), played);
measure("one_at_a_time", 5, () => new Playground(cluster([])), oneAtATime);
measure("soak", 7, () => new Playground(cluster(trouble())), (playground) => {
  played(playground);
  playground.violations();
});
// The laboratories, through the module as a program would call them.
const MILLION = 1_000_000;
const ssd = { preset: "LNKD-SSD", n: 3, r: 1, w: 1, trials: MILLION, seed: 1 };
const nodes = numbers(16).map((number) => ({ name: `N${number}`, tokens: 64 }));
const spread = { nodes: 30, tokens: 64, n: 3, trials: 1_000, seed: 1 };
measure("million_keys", 5, () => {}, () => placeKeys({ nodes, n: 1, keys: MILLION }));
measure("ten_million_keys", 1, () => {}, () => loadLab({ nodes: 16, tokens: 64, n: 1, keys: 10 * MILLION, trials: 1, seed: 1 }));
measure("thousand_rings", 5, () => {}, () => loadLab(spread));
// A ring of the field: ownership of all its copies, and the keys of a file as the page counts them.
const field = new FieldWork(1_000, 256, MILLION);
measure("field_ownership", 7, () => {}, () => field.ownership());
measure("field_keys", 7, () => {}, () => field.count());
// What came of a hand-in.
const handedIn = handInForChallenge();
measure("grade", 100, () => {}, () => gradeChallenge(...handedIn));
// Look-ups of each placement on ten nodes, in nanoseconds.
for (const { method, nsPerLookup } of placementLab({ keys: 1_000 })) results[`lookup_${method}`] = nsPerLookup;
measure("wars_latency", 5, () => {}, () => latencyLab(ssd));
measure("wars_staleness", 5, () => {}, () => stalenessLab({ ...ssd, after: [0, 1, 2, 5, 10] }));
await otherHashes(nodes);
console.log(JSON.stringify(results));

/** The same keys on the same tokens with the hashes that npm has, each placed by a binary search over 64-bit positions. */
async function otherHashes(nodes) {
  const require = createRequire(new URL("../tests/package.json", import.meta.url));
  const jsMd5 = require("js-md5");
  const { createMD5 } = require("hash-wasm");
  const hasher = await createMD5();
  const high = (digest) => new DataView(digest.buffer ?? digest, digest.byteOffset ?? 0).getBigUint64(0);
  const tokens = nodes.flatMap(({ name, tokens }) => numbers(tokens).map((number) => high(jsMd5.arrayBuffer(`${name}-${number}`))));
  const sorted = BigUint64Array.from(tokens).sort();
  const counts = new Uint32Array(sorted.length);
  const place = (position) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle] < position) from = middle + 1;
      else to = middle;
    }
    counts[from === sorted.length ? 0 : from] += 1;
  };
  const all = (hash) => () => {
    for (let number = 0; number < MILLION; number++) place(high(hash(`key-${number}`)));
  };
  measure("js_md5", 3, () => {}, all((key) => jsMd5.arrayBuffer(key)));
  measure("hash_wasm", 3, () => {}, all((key) => hasher.init().update(key).digest("binary")));
}
