// Checked by the TypeScript compiler, never run: the declared types fit the ways in which the module is used.

import init, {
  Gradebook, gradeChallenge, handIn, initSync, mount, ownership, placementLab, Playground, position, positionOf, preferenceList, readRing,
} from "../../dist/ringside.js";
import type {
  Challenge, Command, FieldRing, Goal, Grade, GradebookRow, RingsideError, Scenario, State, TraceEvent,
} from "../../dist/ringside.js";

const scenario: Scenario = {
  ringside: 1,
  seed: 7,
  nodes: [{ name: "A", tokens: 8, zone: "east" }, { name: "B", tokens: ["0".repeat(32)] }],
  n: 3,
  r: 2,
  w: 2,
  quorum: "sloppy",
  versioning: "dotted",
  clockLimit: 10,
  network: { delay: { kind: "mixture", parts: [{ weight: 1, delay: { kind: "fixed", ms: 5 } }] }, loss: 0 },
  timers: { gossip: 1000, handoff: 0 },
  script: [{ do: "get", client: "bob", key: "cart", at: 10 }],
};

const goals: Goal[] = [
  { measure: { what: "copies", key: "cart", value: "bread" }, is: { atLeast: 2, below: 4 } },
  { request: { do: "get", client: "bob", status: "ok", versions: 2, values: { not: ["a", "b"] }, latency: { below: 100 }, stale: false, now: true }, times: { oneOf: [1, 2] } },
  { any: [{ setting: "overlap", is: 1 }, { nodes: "crashed", homesOf: "cart", is: 0 }] },
  { not: { all: [{ agree: "cart" }, { given: "crash", is: { atLeast: 1 } }] } },
];

const challenge: Challenge = {
  ringsideChallenge: 1,
  title: "Bread",
  summary: "Store it.",
  minutes: 5,
  task: "Store bread under cart.",
  hints: ["Put it."],
  scenario,
  locked: ["faults", "settings"],
  goal: { all: goals },
  when: "end",
  budget: { commands: 3, ms: 1000 },
  fewest: 1,
  claim: true,
};

export function graded(): (string | number | boolean | undefined)[] {
  const text: string = handIn(challenge, new Playground(challenge.scenario), "Ada");
  const grade: Grade = gradeChallenge(challenge, text);
  const book = new Gradebook([challenge]);
  const row: GradebookRow = book.add("ada.json", handIn(challenge, new Playground()));
  const groups: string[][] = book.equalHistories();
  const step: number | null = row.step;
  book.free();
  return [grade.solved, grade.used.commands, row.file, row.challenge, row.altered, step ?? 0, groups[0]?.[0], book.csv(), book.table()];
}

export async function everything(element: Element, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  await init();
  initSync({ module: bytes });
  mount(element);
  mount(element, { theme: "dark" });
  const page = mount(element, { link: "", lock: "faults,settings", embed: true, onchange: () => keep(page.work() ?? "") });
  const keep = (work: string) => mount(element, { work });
  const playground = new Playground(scenario);
  const command: Command = { do: "put", client: "alice", key: "cart", value: "bread", context: "none", via: "A", w: 1 };
  const id: number | null = playground.apply(command);
  const event: TraceEvent | null = playground.step();
  const events: TraceEvent[] = playground.run({ until: 100, events: 5 });
  playground.seek(0);
  const state: State = playground.state();
  const again = Playground.fromPermalink(playground.permalink());
  again.free();
  const { replicas, walk } = preferenceList({ nodes: [{ name: "A", tokens: 1 }], n: 1, key: "k" });
  const reason: "already-chosen" | "enough" | undefined = walk[0]?.reason;
  const zoned = preferenceList({ nodes: [{ name: "A", tokens: 1, zone: "east" }], n: 1, placement: "distinct-zones", key: "k" });
  const zonedReason: "already-chosen" | "zone-already-chosen" | "enough" | undefined = zoned.walk[0]?.reason;
  const ring: FieldRing = readRing("node,token\na,5", { format: "csv" });
  const shares: number[] = ownership({ nodes: ring.nodes, copies: { dc1: 3 } }).nodes.map(({ share }) => share);
  const [placed] = placementLab({ nodes: [{ name: "a" }, { name: "b", weight: 2 }], methods: ["jump"] });
  console.log(zonedReason, shares, placed?.can.weights, positionOf({ hex: "00" }, ring.partitioner).printed);
  for (const fact of events.flatMap((one) => one.facts)) {
    if (fact.what === "stored") console.log(fact.version.clock, fact.superseded.length);
  }
  try {
    playground.apply({ do: "get", client: "alice", key: "" });
  } catch (error) {
    console.log((error as RingsideError).code);
  }
  return [id, event?.sentence, state.nodes[0]?.store["cart"]?.[0]?.dot[1], replicas[0], reason, position("k")].join();
}

// @ts-expect-error: a key is a text
position(7);
// @ts-expect-error: a goal is exactly one of its kinds
const both: Goal = { agree: "cart", setting: 7 };
// @ts-expect-error: what is handed in is a text
gradeChallenge(challenge, { ringsideHandIn: 1 });
// @ts-expect-error: a list of challenges
new Gradebook(challenge).add(both.toString(), "");
// @ts-expect-error: there is no such command
new Playground().apply({ do: "fly" });
// @ts-expect-error: a pick needs its value
new Playground().apply({ do: "reconcile", client: "a", key: "k", how: "pick" });
