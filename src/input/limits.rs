//! The bounds of the playground, in one place. Whatever a scenario, a command or a link asks for stays below them.

/// Nodes of a cluster, those that have left included.
pub const MAX_NODES: usize = 1_024;
/// Tokens of one node.
pub const MAX_TOKENS_PER_NODE: usize = 1_024;
/// Characters of a node's or a client's name.
pub const MAX_NAME_CHARACTERS: usize = 24;
/// Bytes of a key in UTF-8.
pub const MAX_KEY_BYTES: usize = 1_024;
/// Bytes of a value in UTF-8: the paper's objects are "usually less than 1 MB" (section 2.1).
pub const MAX_VALUE_BYTES: usize = 1 << 20;
/// (node, counter) pairs that a clock can be told to keep.
pub const MAX_CLOCK_PAIRS: usize = 10_000;
/// Commands of a history, and so of a script.
pub const MAX_SCRIPT: usize = 300_000;
/// Puts, gets and deletes of a history, and so also its keys.
pub const MAX_OPERATIONS: usize = 200_000;
/// Events of a history, the timers among them that ring and find nothing to do.
pub const MAX_EVENTS: usize = 1_000_000;
/// Messages that are in flight or held at the same time.
pub const MAX_MESSAGES: usize = 200_000;
/// Bytes of all values that the commands of a history put, those of its branches included; and of all values that its
/// operations have written and read.
pub const MAX_HISTORY_BYTES: usize = 64 << 20;
/// Courses of events that were left and are kept.
pub const MAX_BRANCHES: usize = 64;
/// Clients of a playground.
pub const MAX_CLIENTS: usize = 1_024;
/// The longest delay, period or wait in milliseconds of simulated time: a day.
pub const MAX_DELAY_MS: f64 = 86_400_000.0;
/// Bytes of a link's fragment: one value of the largest size fits, and browsers follow addresses that long (Chromium up to 2 MiB).
pub const MAX_LINK_BYTES: usize = 3 << 19;

/// Keys of a history whose positions are given.
pub const MAX_PLACED_KEYS: usize = 1_000;
