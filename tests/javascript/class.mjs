// A class that hands in: good hand-ins, unsolved ones, and those that are forged or broken, each with what its row must say.
//
//   const { challenge, files } = makeClass(ringside, 1_000, { unsolved: 100, bad: 50 });
//
// A file has a `name`, a `text` (or `bytes`, for so many of nothing), and `expected`: name, solved, altered, message.

/** Two blind puts, then a get, solve it. */
export const challenge = {
  ringsideChallenge: 1,
  title: "Two siblings",
  summary: "A get returns 2 values.",
  minutes: 4,
  task: "Let a get of cart return 2 versions.",
  scenario: {
    ringside: 1,
    nodes: ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 8 })),
    timers: { gossip: 0, handoff: 0, antiEntropy: 0 },
  },
  locked: ["faults", "settings"],
  goal: { request: { do: "get", key: "cart", versions: 2 } },
  budget: { commands: 3 },
};

export const MARKUP = "<img src=x onerror=globalThis.ran=true>";
export const FORMULA = '=HYPERLINK("x","y")';

const put = (client, value) => ({ do: "put", client, key: "cart", value, context: "none" });
const solving = (number) => [put("Alice", `milk ${number}`), put("Bob", `bread ${number}`), { do: "get", client: "Carol", key: "cart" }];

export function makeClass(ringside, size, { unsolved, bad }) {
  /** The text of these commands, each given when all is quiet. */
  const handIn = (commands, name, of = challenge) => {
    const playground = new ringside.Playground(of.scenario);
    for (const command of commands) {
      playground.apply(command);
      playground.run();
    }
    const text = ringside.handIn(of, playground, name);
    playground.free();
    return text;
  };
  const changed = (text, change) => JSON.stringify({ ...JSON.parse(text), ...change });
  const harder = { ...challenge, goal: { request: { do: "get", key: "cart", versions: 3 } } };
  const elsewhere = { ...challenge, title: "Elsewhere", scenario: { ...challenge.scenario, seed: 7 } };
  const tooLong = () => {
    const playground = new ringside.Playground(challenge.scenario);
    for (let number = 0; number < 2_001; number++) playground.apply({ do: "get", client: "Alice", key: "cart" });
    const text = ringside.handIn(challenge, playground, "Long");
    playground.free();
    return text;
  };
  const [yes, no] = [true, false];
  const kinds = [
    (number) => [changed(handIn(solving(number), "Digest"), { digest: "0".repeat(32) }), { name: "Digest", solved: yes, altered: yes, message: /another version/ }],
    (number) => [handIn(solving(number), "Cut").slice(0, 150), { name: "", solved: no, altered: no, message: /^This cannot be read\. line \d+: this is not JSON/ }],
    (number) => [changed(handIn([put("Alice", `${number}`)], "Liar"), { solved: true }), { name: "", solved: no, altered: no, message: /solved: got an unknown field/ }],
    () => ["", { name: "", solved: no, altered: no, message: /this is not JSON/ }],
    (number) => [handIn(solving(number).slice(0, 2), "Old", harder), { name: "Old", solved: no, altered: yes, message: /^Not solved\. It was made with another version/ }],
    () => [handIn([], "Lost", elsewhere), { name: "Lost", solved: no, altered: yes, message: /^This was made for another challenge, “Elsewhere”/ }],
    () => [null, { name: "", solved: no, altered: no, message: /allowed is at most 2097152/ }],
    () => [tooLong(), { name: "Long", solved: no, altered: no, message: /^The history cannot be played\..*at most 2000/ }],
    (number) => [handIn(solving(number), MARKUP), { name: MARKUP, solved: yes, altered: no, message: /^Solved in step/ }],
    (number) => [handIn(solving(number), FORMULA), { name: FORMULA, solved: yes, altered: no, message: /^Solved in step/ }],
  ];
  const files = Array.from({ length: size }, (_, number) => {
    const file = `${String(number).padStart(4, "0")}.json`;
    if (number < bad) {
      const [text, expected] = kinds[number % kinds.length](number);
      return text === null ? { file, bytes: 100_000_000, expected } : { file, text, expected };
    }
    const name = `Student ${number}`;
    if (number < bad + unsolved) {
      return { file, text: handIn([put("Alice", `${number}`)], name), expected: { name, solved: no, altered: no, message: /^Not solved\.$/ } };
    }
    // The last three have copied from each other.
    const text = handIn(solving(Math.min(number, size - 3)), name);
    return { file, text, expected: { name, solved: yes, altered: no, message: /^Solved in step \d+, with 3 commands\.$/ } };
  });
  return { files, copied: files.slice(-3).map(({ file }) => file) };
}

/** The cells of a CSV text, line by line. */
export function cellsOf(csv) {
  const lines = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/g)) {
    lines.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") lines.push([]);
  }
  return lines.slice(0, -1);
}
