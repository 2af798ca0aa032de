// The types of ringside.js: what a page or a Node program can do with the playground.
//
// Conventions: a ring position is a text of 32 lower-case hex digits (128 bits, big-endian MD5). Times are milliseconds
// of simulated time. A node's or client's name has 1 to 24 characters, a key 1 to 1,024 bytes of UTF-8, a value at most
// 1 MiB. Whatever is invalid throws a RingsideError, and nothing has changed then. What is given is plain, as JSON.parse makes
// it: no instances of classes, no boxed numbers, no texts with half of a character (a lone surrogate).

/** Fetches and starts the module; in a browser, once before anything else. */
export default function init(options?: { module_or_path: InitInput | Promise<InitInput> }): Promise<unknown>;

/** Starts the module from its bytes, as in Node: `initSync({ module: readFileSync("ringside_bg.wasm") })`. */
export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

/** What every refusal throws: the message names the field, what was given and what is allowed. */
export interface RingsideError extends Error {
  /** A kebab-case word such as `invalid-quorum`, `unknown-node` or `value-too-large`. */
  code: string;
}

/** The position of a key: the MD5 of its UTF-8 bytes, the digest that `md5sum` prints. */
export function position(key: string): string;

/** A node: its name, and how many tokens it has or which. A count t means MD5("{name}-0") to MD5("{name}-{t-1}"). */
export interface NodeSpec {
  name: string;
  /** 1 to 1,024, or as many positions. */
  tokens: number | string[];
  /** A rack or a data centre, or both: `dc1/r1`. It has an influence where copies are spread over zones. */
  zone?: string;
}

/** How many copies there are, and over what they are spread. One of `n` and `copies` is there. */
export interface CopiesQuery {
  nodes: NodeSpec[];
  /** How many distinct nodes. */
  n?: number;
  /**
   * With "distinct-zones", nodes of zones that are not on the list come first, in the order of the walk; when zones run
   * out, those that were passed by fill it up. A node without a zone stands alone in one. Default: "distinct-nodes".
   */
  placement?: "distinct-nodes" | "distinct-zones";
  /** So many in each data centre, one a rack until racks run out (Cassandra's NetworkTopologyStrategy). */
  copies?: { [dataCentre: string]: number };
}

/** Where a key belongs. Sections 4.2 and 4.3 of the Dynamo paper; with zones, the end of 4.6. */
export function preferenceList(query: PreferenceQuery): PreferenceList;
export function preferenceList(query: ZonedPreferenceQuery): ZonedPreferenceList;

/** A key, or a position instead. */
export interface KeyOrPosition {
  key?: string;
  position?: string;
}

export interface PreferenceQuery extends KeyOrPosition {
  nodes: NodeSpec[];
  /** How many distinct nodes. */
  n: number;
}

export interface ZonedPreferenceQuery extends CopiesQuery, KeyOrPosition {}

export interface PreferenceList {
  position: string;
  /** The first n distinct nodes, fewer if there are fewer. */
  replicas: string[];
  /** The other nodes, in walk order. */
  fallbacks: string[];
  /** Every token once, clockwise from the position. */
  walk: WalkStep[];
}

export interface WalkStep {
  position: string;
  node: string;
  /** Whether its node was taken onto the list here. */
  taken: boolean;
  /** Why not. */
  reason?: "already-chosen" | "enough";
}

export interface ZonedPreferenceList extends Omit<PreferenceList, "walk"> {
  /** Every token once, clockwise from the position; and once more, if there are fewer zones than copies. */
  walk: (Omit<WalkStep, "reason"> & { reason?: WalkStep["reason"] | "zone-already-chosen" })[];
}

/** How a system hashes a key: Dynamo's MD5, Cassandra's RandomPartitioner, Murmur3 of Cassandra and ScyllaDB, Riak's SHA-1. */
export type Partitioner = "md5" | "random" | "murmur3" | "sha1";

/** A ring that a cluster has printed. */
export interface FieldRing {
  /** In the order in which the text names them; a zone is a data centre, or `centre/rack`. */
  nodes: { name: string; tokens: string[]; zone?: string }[];
  partitioner: Partitioner;
  /** Each token as it was printed, by its position here. */
  original: { [position: string]: string };
  /** The whole printed name of each node whose name here is cut. */
  names: { [name: string]: string };
  /** The keyspaces that the text describes one by one, if it does: the ring is that of the first, or of the chosen one. */
  keyspaces: string[];
  /** What had to be assumed or changed, in sentences. */
  notes: string[];
}

/**
 * Reads what `nodetool ring`, `nodetool status` with `nodetool info -T`, `nodetool describering` or `riak admin
 * member-status` print, or node, token and zone as CSV or JSON.
 *
 * Throws `unknown-format`, `invalid-ring` with the line that cannot be read, `duplicate-token`, `two-zones`,
 * `unknown-keyspace`, `unknown-partitioner`, `invalid-position`, `too-many-nodes`, `too-many-tokens`, `text-too-large` (64 MiB).
 */
export function readRing(text: string, options?: {
  /** Told from the text when it is left out. */
  format?: "nodetool-ring" | "nodetool-status" | "describering" | "riak" | "csv" | "json";
  /** Which of several, for `nodetool describering` and JSON; the other forms print one ring for all keyspaces. */
  keyspace?: string;
  /** Told from the tokens when it is left out. */
  partitioner?: Partitioner;
}): FieldRing;

/** Where a key lies on the ring of a partitioner, and how that system prints it. A key of bytes is written in hex. */
export function positionOf(key: string | { hex: string }, partitioner: Partitioner): { position: string; printed: string };

/** The copies of all keys that each node and each zone has: shares that sum to n. `nodetool status` calls them effective. */
export function ownership(query: CopiesQuery): {
  nodes: { name: string; share: number }[];
  zones: { name: string; share: number }[];
};

/**
 * A Dynamo cluster in simulated time: real nodes, deterministic from a seed, with the way back to every step.
 *
 * A history has at most 1,000,000 events, timers that ring and have nothing to do among them (`too-many-events`), 200,000
 * messages in flight or held at the same time (`too-many-messages`), 300,000 commands (`too-many-commands`), 200,000 puts,
 * gets and deletes (`too-many-operations`), 64 MiB of values in the commands of all its branches, and as much in what its
 * operations wrote and returned (`too-many-bytes`); it ends before 1,000,000,000,000 ms (`too-late`). Whatever would go
 * beyond is refused, and nothing has changed then.
 */
export class Playground {
  /** A scenario at its start; five nodes of eight tokens with (N, R, W) = (3, 2, 2) when it is left out. */
  constructor(scenario?: Scenario);
  /** Gives a command now. The number of the operation of a put, get, delete or reconcile; otherwise null. */
  apply(command: Command): number | null;
  /** The next event; null when only idle timers are left. */
  step(): TraceEvent | null;
  /** Runs to a limit, or until quiet: the steps that were made. */
  run(limit?: { until?: number; events?: number }): TraceEvent[];
  /** Goes to any earlier or later step of this history. */
  seek(step: number): void;
  /** Everything there is to see now. */
  state(): State;
  /** What happened from a step on, up to the present one; steps are counted from 1. */
  trace(fromStep?: number): TraceEvent[];
  /**
   * The courses of events that were left because a command was given in their past: the last step that each shares with
   * the present one, and how many it has.
   */
  branches(): { number: number; forkedAt: number; steps: number; first: string }[];
  /** Goes over to a branch, at the step where it forked; the present course of events becomes a branch in turn. */
  switchToBranch(number: number): void;
  /** Forgets a branch. */
  dropBranch(number: number): void;
  /** What contradicts the invariants at the present step; see the list in the documentation of `invariants`. */
  violations(): { invariant: string; detail: string }[];
  /** The scenario that replays to exactly this history. */
  scenario(): Scenario;
  /** This history and this moment of it, as the fragment of an address: "#…". Branches stay behind. */
  permalink(): string;
  /** The playground of such a fragment, at its moment. */
  static fromPermalink(fragment: string): Playground;
  /** Gives its memory back. */
  free(): void;
}

/** A cluster, its network, and what is done to it. */
export interface Scenario {
  ringside: 1;
  title?: string;
  seed?: number;
  nodes?: (NodeSpec & { zone?: string })[];
  /** Copies of each key. */
  n?: number;
  /**
   * With "distinct-zones", copies go to nodes of zones that have none first, in the order of the walk, and stand-ins are looked for
   * in a zone without a copy first. Default: "distinct-nodes", with which zones have no influence on who keeps a key.
   */
  placement?: "distinct-nodes" | "distinct-zones";
  /** In place of `n`: so many copies in each data centre, one a rack until racks run out. Implies "distinct-zones". */
  copies?: { [dataCentre: string]: number };
  /** Answers that a get waits for, 1 to n. */
  r?: number;
  /** Copies that a put waits for, 1 to n. */
  w?: number;
  quorum?: "sloppy" | "strict";
  /** The nodes that newcomers ask, and that all know at first, besides themselves; by default all. Section 4.8.3. */
  seeds?: string[];
  /** When a get repairs stale replicas: after its answer (default), those of the first R before it, or never. */
  readRepair?: "after" | "before" | "off";
  versioning?: "dotted" | "plain" | "last-write-wins";
  /** (node, counter) pairs that a clock keeps; the oldest goes first. */
  clockLimit?: number;
  /** How tokens are placed: strategies 1, 2 and 3 of section 6.2. */
  strategy?: Strategy;
  /** Q of the last two; with the third each node has Q/S tokens. */
  partitions?: number;
  /** `between`: what is different between nodes of different data centres; the data centre is what stands before the slash of a zone. */
  network?: { delay?: Delay; loss?: number; between?: { delay?: Delay; loss?: number } };
  /** Periods in milliseconds; 0 switches a periodic timer off. */
  timers?: Timers;
  script?: ScriptEntry[];
}

/** Periods and patience in milliseconds; a period of 0 switches a timer off. */
export interface Timers {
  gossip?: number;
  handoff?: number;
  antiEntropy?: number;
  requestTimeout?: number;
  /** For how long others stand in for a node that is silent, as each coordinator sees it; 0, the default, is for ever. */
  hintWindow?: number;
  /** How long a deletion is kept before nodes forget it; 0, the default, is for ever. Whoever was away for longer brings the value back. */
  tombstoneGrace?: number;
}

/**
 * A command of a script. Without `at` it is given as soon as no operation is pending; `after` is the number of steps
 * after which it was given, in a recorded history, and `idle` how many timers had rung since that step with nothing to do.
 */
export type ScriptEntry = Command & { at?: number; after?: number; idle?: number };

/** How long a message takes, in milliseconds. */
export type Delay =
  | { kind: "fixed"; ms: number }
  | { kind: "exponential"; mean: number }
  | { kind: "pareto"; scale: number; shape: number }
  | { kind: "mixture"; parts: { weight: number; delay: Delay }[] };

/** N, R and W of one request, instead of the cluster's. */
export interface QuorumOverrides {
  n?: number;
  r?: number;
  w?: number;
}

/** What one request has of its own. */
export interface RequestOptions {
  /** Where its key lies, from the key's first request on, instead of at its hash: 32 hex digits. At most 1,000 keys. */
  position?: string;
  /** The kind of quorum, instead of the cluster's. */
  quorum?: "sloppy" | "strict";
}

export type Command =
  /** `onlyIf`: the store that refuses. The first home of the key checks with a majority before it writes, and the put fails if one has a
   * version that the client has not read. W is a majority at least, and no stand-in counts. */
  | ({ do: "put"; client: string; key: string; value: string; context?: "last" | "none"; onlyIf?: "nothing-newer"; via?: string } & QuorumOverrides &
      RequestOptions)
  /** `atLeast`: it waits until the answers cover what this client has read and written of the key, or fails. */
  | ({ do: "get"; client: string; key: string; via?: string; atLeast?: "last" } & QuorumOverrides & RequestOptions)
  | ({ do: "delete"; client: string; key: string; via?: string } & RequestOptions)
  | ({ do: "reconcile"; client: string; key: string; how: "union" } & RequestOptions)
  | ({ do: "reconcile"; client: string; key: string; how: "pick"; value: string } & RequestOptions)
  /** `via`: the member that lets it in; the new node stands on that one's side of a partition, or else on its zone's. */
  | { do: "add-node"; name: string; tokens: number | string[]; zone?: string; via?: string }
  /** The operator speaks through `via`, by default a node on the side of a partition with the most nodes. A node that cannot be reached from
   * there, or is down, is given up: others take over its ranges, and should it come back, it serves nothing, hands over what it has and goes. */
  | { do: "remove-node"; name: string; via?: string }
  /** `via`: refused unless the node can be reached from there. By default the operator stands beside the node. */
  | { do: "set-tokens"; name: string; tokens: number | string[]; via?: string }
  | { do: "crash"; name: string; wipe?: boolean }
  | { do: "restart"; name: string }
  /** All nodes of a zone, or of a data centre with all its racks. */
  | { do: "crash"; zone: string; wipe?: boolean }
  | { do: "restart"; zone: string }
  | { do: "partition"; groups: string[][] }
  /** Nodes of zones that no group names form one more group. */
  | { do: "partition"; zones: string[][] }
  | { do: "repair" }
  | { do: "hold"; from: string; to: string }
  | { do: "release"; from: string; to: string }
  | { do: "drop"; message: number }
  /** The first to arrive of the messages that are all of this; at least one of the three must be given. */
  | { do: "drop"; from?: string; to?: string; kind?: MessageKind }
  | ({ do: "set-quorum"; quorum?: "sloppy" | "strict" } & QuorumOverrides)
  | { do: "skew"; name: string; ms: number }
  /** It does nothing until it is resumed, as in a long collection of garbage: messages wait at it, and its timers do. */
  | { do: "pause"; name: string }
  | { do: "resume"; name: string }
  /** At least one of them; on all nodes, on those that are down or paused once they are back. */
  | ({ do: "set-timers" } & Timers)
  /** At least one of them; messages that are under way already arrive as they would have. */
  | { do: "set-network"; delay?: Delay; loss?: number; between?: { delay?: Delay; loss?: number } }
  /** The disk of a node, up or down, loses one key; how many puts of it the node has coordinated is kept apart. */
  | { do: "lose-key"; name: string; key: string }
  /** Its data are as they were after an earlier step of this course of events, in a new life; a node that is up starts again with them. */
  | { do: "restore-disk"; name: string; step: number }
  /** Alive or not, it is no longer a member: others take over its ranges, and it hands over what it has when it hears of that. */
  | { do: "give-up-node"; name: string; via?: string }
  /** `by`, a new machine, takes the tokens and the zone of `name`, which is down, paused or cut off, in one act. */
  | { do: "replace-node"; name: string; by: string; via?: string }
  /** Calls a join or a leave back, as long as it is under way. */
  | { do: "cancel"; name: string; via?: string }
  /** A machine that was removed starts once more with its disk. It is no member, hears of that, and hands over what it has. */
  | { do: "return-node"; name: string }
  /** One way: messages are lost, those of one kind or all. To be mended in the same words. */
  | { do: "cut"; from: string; to: string; kind?: MessageKind }
  | { do: "mend"; from: string; to: string; kind?: MessageKind }
  | { do: "anti-entropy"; a: string; b: string }
  | { do: "wait"; ms: number };

/** Everything at one step. */
export interface State {
  step: number;
  /** The steps that are known: more than `step` after going back. */
  steps: number;
  time: number;
  n: number;
  r: number;
  w: number;
  quorum: "sloppy" | "strict";
  versioning: "dotted" | "plain" | "last-write-wins";
  /** Absent where copies are spread over distinct nodes only. */
  placement?: "distinct-zones";
  /** The copies of each data centre, where they are counted so; `n` is their sum. */
  copies?: { [dataCentre: string]: number };
  nodes: NodeState[];
  clients: { name: string; contexts: { [key: string]: Clock } }[];
  /** The groups of nodes and clients; the nodes that no group named form the last. */
  partition: string[][] | null;
  /** The links, one way, whose messages are held: from, to. */
  held: [string, string][];
  /** The links, one way, whose messages are lost: all of them, or those of one kind. */
  cuts: { from: string; to: string; kind?: MessageKind }[];
  /** The machines that were removed, if there are any. */
  removed?: string[];
  /** The keys that do not lie at their hashes, if there are any. */
  positions?: { [key: string]: string };
  /** As they are now. */
  network: { delay: Delay; loss: number; between?: { delay?: Delay; loss?: number } };
  timers: Required<Timers>;
  messages: MessageState[];
  operations: OperationState[];
}

export interface NodeState {
  name: string;
  status: "up" | "crashed" | "joining" | "leaving";
  /** It does nothing until it is resumed. */
  paused: boolean;
  /** A rack or a data centre, or both: `dc1/r1`. */
  zone?: string;
  tokens: string[];
  /** How far its clock is ahead of the true time, in milliseconds. */
  clockSkew: number;
  /** How much it knows of the members: nodes with the same number see the same ring. */
  view: number;
  /** How many entries of its list of members another node has in a later version: 0 if it has heard of all changes. */
  unheard: number;
  store: { [key: string]: Version[] };
  hints: { for: string; key: string; versions: Version[] }[];
  suspects: string[];
}

/** A vector clock as the paper writes it. */
export type Clock = { [node: string]: number };

export interface Version {
  /** null: deleted. */
  value: string | null;
  /** The coordinator, and the number of this write among those that it coordinated for the key. */
  dot: [string, number];
  /** The causal past joined with the dot. */
  clock: Clock;
  /** The causal past alone: what the writer had read. */
  past: Clock;
  /** What the coordinator's clock showed when it made the version, in milliseconds: last write wins goes by it. */
  madeAt: number;
}

/** A message in flight. */
export interface MessageState {
  id: number;
  from: string;
  to: string;
  kind: MessageKind;
  /** What it carries, in two or three words. */
  label: string;
  key?: string;
  operation?: number;
  /** Whose copy it carries, when that is not the receiver's own. */
  for?: string;
  sentAt: number;
  /** When it arrives, or dies; when it would have, if it is held. */
  arrivesAt: number;
  held: boolean;
  /** Whether it has come to a paused node, and waits there. */
  waits: boolean;
  /** Whether the network will not deliver it. */
  doomed: boolean;
}

export type MessageKind =
  | "put-request"
  | "put-taken"
  | "get-request"
  | "write"
  | "hinted-write"
  | "write-ack"
  | "read"
  | "read-answer"
  | "answer"
  | "repair"
  | "handoff"
  | "transfer"
  | "transfer-ack"
  | "range-request"
  | "gossip"
  | "trees"
  | "sync";

/** A put, get or delete, as its client sees it. */
export interface OperationState {
  id: number;
  kind: "put" | "get" | "delete";
  client: string;
  key: string;
  status: "pending" | "ok" | "failed";
  coordinator: string | null;
  acks: string[];
  /** W of a put, R of a get. */
  needed: number;
  /** The kind of quorum, if it is its own. */
  quorum?: "sloppy" | "strict";
  /** A put's version; what a get returned. */
  values: Version[];
  startedAt: number;
  finishedAt: number | null;
  error?: string;
}

/** One step of the history. */
export interface TraceEvent {
  /** The state after it has this step. */
  step: number;
  time: number;
  cause: "command" | "arrival" | "loss" | "timer";
  /** The node or client at which it happened. */
  at?: string;
  operation?: number;
  key?: string;
  /** The message that arrived or was lost. */
  message?: MessageRecord;
  /** The messages that were sent because of it. */
  sent: MessageRecord[];
  /** What changed, in order. */
  facts: Fact[];
  /** The rule that is its reason, and the section of the paper that states it; absent where the paper gives none. */
  why?: { rule: string; section: string };
  /** The step in plain words. */
  sentence: string;
}

export interface MessageRecord {
  id: number;
  from: string;
  to: string;
  kind: MessageKind;
  label: string;
  sentAt: number;
  /** null: it never arrives. */
  arrivesAt: number | null;
}

/** The other one of two versions of which one displaces the other, though neither put need have read it. */
export interface Displaced {
  version: Version;
  by: "clock" | "same-time" | "later-time";
}

/** One change. */
export type Fact =
  /** `quorum` and `position` if they are the request's own; `atLeast` if it is to cover what the client knows. */
  | { what: "asked"; client: string; request: RequestKind; via: string; quorum?: string; position?: string; atLeast?: true; onlyIf?: true }
  | { what: "coordinates"; node: string; request: RequestKind; replicas: string[]; needed: number }
  | { what: "forwarded"; from: string; to: string }
  | { what: "version-made"; node: string; version: Version }
  /** A put came again to a node that has its version: no second one is made. */
  | { what: "put-recognised"; node: string; version: Version }
  /** Two nodes made a version of the same put, for the second could not know of the first. */
  | { what: "put-made-twice"; node: string; version: Version; first: Version }
  /** `again`: the client has had an answer; otherwise it had given up. */
  | { what: "answered-late"; client: string; again: boolean }
  | { what: "clock-truncated"; node: string; dropped: string[] }
  /** `unread`: those of the superseded that the version's put had not read. */
  | { what: "stored"; node: string; version: Version; siblings: number; superseded: Version[]; unread: Displaced[] }
  /** `keptOutBy`: a version that keeps it out without having read it. */
  | { what: "already-known"; node: string; version: Version; keptOutBy: Displaced | null }
  | { what: "hint-stored"; node: string; owner: string; version: Version }
  | { what: "found"; node: string; versions: Version[] }
  | { what: "counted"; by: string; from: string; have: number; needed: number }
  | { what: "answered"; client: string; request: RequestKind; values: Version[] }
  | { what: "failed"; client: string; request: RequestKind; reason: string }
  | { what: "suspected"; by: string; node: string }
  | { what: "recovered"; by: string; node: string }
  | { what: "repair-sent"; by: string; to: string; versions: Version[] }
  | { what: "disk-lost"; node: string; key: string; versions: Version[] }
  | { what: "disk-restored"; node: string; step: number; keys: number; starts: boolean }
  | { what: "reaped"; node: string; key: string; versions: Version[] }
  | { what: "nobody-stands-in"; by: string; node: string }
  | { what: "checks-first"; node: string; others: string[]; needed: number }
  | { what: "nothing-newer"; by: string; from: string; have: number; needed: number }
  | { what: "found-newer"; by: string; at: string }
  | { what: "repair-awaited"; by: string; nodes: string[] }
  | { what: "repair-confirmed"; by: string; node: string; left: number }
  | { what: "not-covered"; by: string; client: string }
  | { what: "asks-again"; by: string; nodes: string[] }
  | { what: "hint-offered" | "hint-delivered"; node: string; owner: string; keys: number }
  | { what: "parcel-opened"; node: string; from: string; keys: number; new: number }
  | { what: "roots-sent"; node: string; to: string; ranges: number }
  | { what: "trees-compared"; node: string; with: string; hashes: number; differing: number }
  | { what: "keys-compared"; node: string; with: string; named: number; sent: number; wanted: number; fullCopy: number }
  | { what: "learned"; by: string; from: string; members: string[] }
  /** Two members claim one token: the later claim has it. */
  | { what: "token-disputed"; by: string; position: string; holder: string; loser: string }
  | { what: "fetches"; node: string; ranges: { after: string; upto: string }[] }
  | { what: "joined" | "left" | "given-up"; node: string }
  | { what: "restarted"; node: string; keys: number }
  | { what: "not-at-home"; node: string; keys: number }
  | { what: "dropped"; node: string; keys: number; to: string }
  | { what: "message-died"; from: string; to: string; because: "lost" | "wall" | "cut" | "down" | "left" | "dropped" }
  | { what: "crashed"; node: string; wiped: boolean }
  | { what: "noted"; words: string };

export type RequestKind = "put" | "get" | "delete";

// The laboratories: pure functions of their parameters and their seed. Each outcome has a sentence that states what was
// found. `standardError` is how far chance may have moved what was measured; `expected` is the closed form, null where
// none is known.

export type Strategy = "random-tokens" | "random-tokens-equal-partitions" | "equal-partitions";

export interface Measured {
  measured: number;
  standardError: number;
  expected: number | null;
}

/** Nine of ten trials lie between low and high; the median trial is in the middle. */
export interface Band {
  low: number;
  middle: number;
  high: number;
}

export interface LoadParameters {
  /** 1 to 1,024; with all their tokens at most 131,072. */
  nodes?: number;
  /** Of each node, 1 to 1,024. */
  tokens?: number;
  /** Copies, 1 to 32. */
  n?: number;
  strategy?: Strategy;
  /** Q of the last two strategies; 0, or left out: as many as there are tokens. */
  partitions?: number;
  /** Real keys, "key-0" and on, up to 10,000,000; 0, or left out: the key space itself. */
  keys?: number;
  /** Capacity of each node; left out: all alike. */
  capacities?: number[];
  /** How many tokens per node has for its capacity. */
  plan?: "one" | "equal" | "by-capacity";
  /** 1 to 100,000. */
  trials?: number;
  seed?: number;
}

/** How evenly load is spread. Section 6.2. */
export function loadLab(parameters: LoadParameters): LoadOutcome;

export interface LoadOutcome {
  /** Of each node in the first trial; they add to 1. */
  shares: number[];
  fair: number[];
  meanShares: number[];
  tokens: number[];
  trials: number;
  /** Standard deviation over mean. */
  cv: Measured;
  cvBand: Band;
  maxOverMean: Measured;
  /** Mean load over the highest load, averaged over the trials. */
  efficiency: number;
  efficiencyBand: Band;
  /** The part of the nodes that are 15 % or more off. */
  outOfBalance: number;
  sentence: string;
}

/** The spread against tokens. */
export function loadSweep(parameters: Omit<LoadParameters, "tokens"> & { tokens: number[] }): SweepOutcome;

/** Figure 8: thirty nodes, N = 3, three strategies against the size of the metadata. */
export function figure8(parameters: { trials?: number; seed?: number }): SweepOutcome;

export interface SweepOutcome {
  points: SweepPoint[];
  sentence: string;
}

export interface SweepPoint {
  strategy: Strategy;
  tokens: number;
  /** S·T, or Q with strategy 3. */
  metadata: number;
  cv: Measured;
  cvBand: Band;
  maxOverMean: Measured;
  efficiency: number;
  efficiencyBand: Band;
  outOfBalance: number;
}

/** What moves when a node joins or leaves. */
export function movementLab(parameters: MovementParameters): MovementOutcome;

export interface MovementParameters {
  /** 2 to 256, before. */
  nodes?: number;
  tokens?: number;
  n?: number;
  /** Q of strategies 2 and 3. */
  partitions?: number;
  change?: "join" | "leave";
  trials?: number;
  seed?: number;
}

/** Parts of all copies: made anew anywhere; and of these, from one node that stays to another. */
export interface Moved {
  copies: number;
  elsewhere: number;
}

export interface MovementOutcome {
  randomTokens: Moved;
  randomTokensEqualPartitions: Moved;
  equalPartitions: Moved;
  /** Keys whose place `hash mod nodes` changes. */
  modulo: number;
  /** Of these, the keys that go from one node that stays to another. */
  moduloElsewhere: number;
  /** 1/(S+1) for a join, 1/S for a leave. */
  needed: number;
  sentence: string;
}

/** Nodes of different strength with one token each, equal tokens, and tokens by capacity. */
export function capacityLab(parameters: Omit<LoadParameters, "nodes" | "plan"> & { capacities: number[] }): CapacityOutcome;

export interface CapacityOutcome {
  oneToken: LoadOutcome;
  equalTokens: LoadOutcome;
  byCapacity: LoadOutcome;
  sentence: string;
}

/**
 * Ways to give keys to nodes, side by side on the same nodes, weights and keys: `hash mod nodes`, a ring of 64 tokens per
 * node, Dynamo's equal partitions, rendezvous, jump, Maglev, multi-probe, bounded loads, anchor.
 */
export function placementLab(parameters?: {
  /** 2 to 1,000, or how many; weights from 0.01 to 1,000, by default 1. */
  nodes?: { name: string; weight?: number }[] | number;
  /** Where `nodes` is a number or left out: the weight of each node. */
  weights?: number[];
  /** Up to 1,000,000. */
  keys?: number;
  /** Copies of each key. */
  n?: number;
  methods?: PlacementMethod[];
  seed?: number;
}): PlacementOutcome[];

export type PlacementMethod = "modulo" | "ring" | "equal-partitions" | "rendezvous" | "jump" | "maglev" | "multi-probe"
  | "bounded-loads" | "anchor";

export interface PlacementOutcome {
  method: PlacementMethod;
  /** The most loaded node, against its share by weight. */
  maxOverMean: number;
  /** The standard deviation of the loads against their shares, over the mean. */
  cv: number;
  /** The part of all copies that was placed elsewhere: a node of mean weight joins, the middle one leaves, it gets twice the weight. */
  moved: { join: number; leave: number; reweigh: number };
  /** The part that had to be. */
  least: { join: number; leave: number; reweigh: number };
  /** Measured on this machine. */
  nsPerLookup: number;
  /** Of its tables. */
  bytes: number;
  /** What it can do by itself: weights, the departure of any node, N distinct nodes. */
  can: { weights: boolean; anyDeparture: boolean; replicas: boolean };
}

/** Real keys, "key-0" and on, on the ring of these nodes. */
export function placeKeys(parameters: { nodes: NodeSpec[]; n?: number; keys: number }): PlacedKeys;

export interface PlacedKeys {
  keys: number;
  /** Keys whose first node is this one. */
  owned: number[];
  /** Keys of which it has a copy. */
  copies: number[];
}

/** Four one-way legs; or a preset, of which single legs may be given anew. */
export type Legs = LegDelays | (Partial<LegDelays> & { preset: "LNKD-SSD" | "LNKD-DISK" | "YMMR" | "WAN" });

export interface LegDelays {
  write: Delay;
  ack: Delay;
  read: Delay;
  response: Delay;
  /** Extra milliseconds each way to all replicas but one, which is drawn anew for the write and for the read. */
  remote?: number;
}

export type LatencyParameters = Legs & {
  n?: number;
  r?: number;
  w?: number;
  /** 1 to 2,000,000. */
  trials?: number;
  seed?: number;
};

/** How long get and put take. */
export function latencyLab(parameters: LatencyParameters): LatencyOutcome;

/** Milliseconds. A percentile is the smallest sample that so many are at most: the nearest rank. */
export interface Percentiles {
  mean: number;
  p50: number;
  p95: number;
  p99: number;
  p999: number;
}

/** Samples from `from`, included, to `to`, excluded. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

export interface LatencyOutcome {
  read: Percentiles;
  write: Percentiles;
  readHistogram: Bin[];
  writeHistogram: Bin[];
  sentence: string;
}

/** How soon reads see a write: WARS of Probabilistically Bounded Staleness (VLDB 2012). */
export function stalenessLab(parameters: LatencyParameters & { after: number[] }): StalenessOutcome;

export interface StalenessOutcome {
  after: number[];
  /** The chance of reading the latest write, for each `after`. */
  consistent: number[];
  /** Milliseconds after which so many reads see it: larger than the paper's, whose search was biased low. */
  tVisibility: { p99: number; p999: number };
  /** The chance of reading one of the latest 1, 2, 3, … versions, in closed form. */
  kStaleness: number[];
  sentence: string;
}

/** The same question put to the engine, with read repair and a replica as coordinator. */
export function engineStalenessLab(parameters: {
  n?: number;
  r?: number;
  w?: number;
  /** Delay of a message, one way. */
  leg?: Delay;
  after: number[];
  trials?: number;
  seed?: number;
}): EngineStalenessOutcome;

export interface EngineStalenessOutcome {
  after: number[];
  consistent: number[];
  /** Of the gets sent as soon as the first was answered. */
  consistentAgain: number[];
  trials: number;
  sentence: string;
}

/** A service level against rising load, with a queue at each node. */
export function serviceLevelLab(parameters: ServiceLevelParameters): ServiceLevelOutcome;

export interface ServiceLevelParameters {
  nodes?: number;
  n?: number;
  r?: number;
  w?: number;
  /** The part of the requests that are gets. */
  reads?: number;
  leg?: Delay;
  readService?: Delay;
  writeService?: Delay;
  /** Section 6.1. */
  writeBuffer?: boolean;
  /** Section 6.4. */
  clientCoordinates?: boolean;
  /** So many requests, 0 to 1, … */
  share?: number;
  /** … within so many milliseconds. */
  within?: number;
  /** Requests per second, ascending. */
  rates?: number[];
  /** At each rate. */
  requests?: number;
  seed?: number;
}

export interface ServiceLevelOutcome {
  rates: {
    rate: number;
    nodeRate: number;
    utilisation: number | null;
    read: Percentiles;
    write: Percentiles;
    shareInTime: number;
    /** So many were in time, and the nodes are not asked for more than they can do. */
    holds: boolean;
    /** Objects in the fullest write buffer: what a crash would have lost. */
    bufferedMost: number;
  }[];
  holdsUpTo: number | null;
  cost: { requestsPerNode: number; messages: number; workMs: number | null; saturatesAt: number | null };
  sentence: string;
}

// Challenges: a world, what may be touched, a goal that the engine checks, and a budget. What is handed in is the history,
// nothing else: a grade comes of playing it again, whatever the text says of itself.

/**
 * A challenge, as its file has it. Refused with what is wrong and the path of its field: `unknown-format`, `missing-field`,
 * `unknown-field`, `invalid-text`, `invalid-goal`, `invalid-test`, `invalid-choice`, `invalid-list`, and whatever a scenario can be
 * refused for.
 */
export interface Challenge {
  /** The version of the format. */
  ringsideChallenge: 1;
  /** At most 120 bytes. */
  title: string;
  /** One sentence, at most 400 bytes. */
  summary: string;
  /** How long it takes: 1 to 120. */
  minutes: number;
  /** The section of the paper, such as `4.5`. */
  paper?: string;
  /** What is to be done, at most 2,000 bytes of plain text; an empty line parts paragraphs. */
  task: string;
  /** At most 5 texts that are shown one at a time when they are asked for. */
  hints?: string[];
  /** Read when it is solved. */
  afterwards?: string;
  /** The key that is selected when it begins. */
  key?: string;
  /** The world in which it begins: after its script, when each client has its answer. */
  scenario: Scenario;
  /** What may not be touched. A history with a command of such a part is none of the challenge. */
  locked?: LockedPart[];
  goal: Goal;
  /** When the goal must hold: in any step (the default), or when nothing is left to happen. */
  when?: "ever" | "end";
  /** The most of each that may be spent; what is not named may be spent without limit. */
  budget?: Amounts;
  /** The fewest commands that anybody is known to have needed, 1 to 1,000. */
  fewest?: number;
  /** Whether one may claim that the goal cannot be reached. */
  claim?: boolean;
}

/** A part of the page that can be locked. */
export type LockedPart = "requests" | "faults" | "settings" | "scenario" | "laboratories" | "worlds";

/**
 * A budget, or what was spent of everything since the challenge began: commands (letting time pass is none); puts, gets, deletes and
 * reconciliations; milliseconds of simulated time, rounded up; members of the cluster, and tokens of all of them, at the moment;
 * messages that were dropped by a command; crashes of nodes or zones.
 */
export interface Amounts {
  commands?: number;
  requests?: number;
  ms?: number;
  nodes?: number;
  tokens?: number;
  drops?: number;
  crashes?: number;
  /** Requests with settings of their own: N, R, W, a quorum, a position, `onlyIf` or `atLeast`. */
  own?: number;
}

/** What is to be reached, or a part of it: at most 4 goals in each other, and 12 in a list. */
export type Goal =
  /** A measure of lessons (`docs/lessons.md` lists them) has this answer, counted since the challenge began. */
  | { measure: { what: string; [argument: string]: unknown }; is: Test<number | string | string[]> }
  /** So many requests are like this: at least one, if `times` is left out. */
  | { request: RequestGoal; times?: Test<number> }
  /** N, R or W of the cluster, or R + W − N. */
  | { setting: "n" | "r" | "w" | "overlap"; is: Test<number> }
  /** So many nodes, of all or of the homes of a key, are in this state. */
  | { nodes: "up" | "crashed" | "paused" | "joining" | "leaving"; homesOf?: string; is: Test<number> }
  /** All homes of this key hold the same versions of it, at least one. */
  | { agree: string }
  /** A command of this word was given so often since the challenge began. */
  | { given: Command["do"]; is: Test<number> }
  | { all: Goal[] }
  | { any: Goal[] }
  | { not: Goal };

/** What an answer must be: this value, a number within bounds, one of 1 to 100 values, or not what another test asks for. */
export type Test<Value> =
  | Value
  | { atLeast: number; below?: number }
  | { atLeast?: number; below: number }
  | { oneOf: Value[] }
  | { not: Test<Value> };

/** Requests since the challenge began, by what they are and what became of them. What is left out does not matter. */
export interface RequestGoal {
  do?: RequestKind;
  key?: string;
  client?: string;
  coordinator?: string;
  status?: "ok" | "failed" | "pending";
  /** How many versions it returned. */
  versions?: Test<number>;
  /** The values that it returned, or that a put wrote, in any order; "(deleted)" for what was deleted. */
  values?: Test<string[]>;
  /** Milliseconds from asking to the answer. */
  latency?: Test<number>;
  /** Whether a get missed a put that was acknowledged before it began. */
  stale?: boolean;
  /** Its client waited for nothing else when it asked. */
  inTurn?: true;
  /** It is answered in this very step. */
  now?: true;
}

/** What came of a hand-in. */
export interface Grade {
  /** Whether the challenge is solved, within its budget; or the claim is right that it cannot be. */
  solved: boolean;
  /** The step of the history in which it is; null where it is not, and where a claim is right. */
  step: number | null;
  /** What was spent when it was solved, or in all; empty where there is no history of the challenge. */
  used: Amounts;
  /** Whether it was made for another challenge or another version of this one, or its history is none of the challenge. */
  altered: boolean;
  /** All of that in a sentence or two. */
  message: string;
  /** The name that was typed, as it is: show it as text only. Empty if there is none. */
  name: string;
  /** The same for equal histories: 32 hex digits. Empty where there is none. */
  fingerprint: string;
}

/**
 * Plays again what was handed in for a challenge. Whatever is wrong with the hand-in, also one that is damaged or too large, is said
 * in the grade; only a challenge that is wrong is refused, with the path of its field: `challenge.goal`.
 */
export function gradeChallenge(challenge: Challenge, handIn: string): Grade;

/**
 * The text to hand in for a challenge: its title and digest, the name, and the history of a playground up to the last step that is
 * known, as JSON. It says nothing of whether the challenge is solved.
 */
export function handIn(challenge: Challenge, playground: Playground, name?: string): string;

/** What came of one file of a class. */
export interface GradebookRow extends Grade {
  file: string;
  /** The title of the challenge that it was graded for; empty if it names none of them. */
  challenge: string;
}

/** The hand-ins of a class, graded one after the other. */
export class Gradebook {
  /** No hand-in yet, for these challenges. One that is wrong, or cannot begin, is refused: `challenges[0].goal`. */
  constructor(challenges: Challenge[]);
  /**
   * Grades a file for the challenge that it names: by its digest, or else by its title; or for the only one there is. Of a file of more
   * than 2 MiB (2,097,152 bytes) a text that is one byte longer than that will do: it is too large.
   */
  add(file: string, text: string): GradebookRow;
  /** The files whose histories are equal, in groups of two or more. Histories without a command are in none. */
  equalHistories(): string[][];
  /** A line for each file, comma-separated, with a heading; no cell is one that spreadsheets take for a formula. */
  csv(): string;
  /** A table for a terminal: control characters are blanks in it. */
  table(): string;
  /** Gives its memory back. */
  free(): void;
}
