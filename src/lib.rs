//! Ringside: a front-row seat at Amazon Dynamo's ring.
//!
//! A real Dynamo (DeCandia et al., *Dynamo: Amazon's Highly Available Key-value Store*, SOSP 2007) in simulated time,
//! deterministic from a seed, made to be watched: every step can be drawn, explained, and gone back to.
//!
//! # A tour
//!
//! [`playground::Playground`] is what a page, a program or a test holds in its hands: a [`scenario::Scenario`], its
//! history, and a place in it.
//!
//! ```
//! use ringside::playground::{Playground, RunLimit};
//! use ringside::scenario::{Command, Scenario};
//!
//! // Five nodes of eight tokens each, (N, R, W) = (3, 2, 2).
//! let mut playground = Playground::new(Scenario::default())?;
//!
//! // A client asks; the next event is its request on the way to a node.
//! playground.apply(Command::put("alice", "cart", "bread"))?;
//! let arrival = playground.step()?.expect("a message is in flight");
//! println!("{} ({})", arrival.sentence, arrival.why.section());
//!
//! // On to the end, and back to any step.
//! playground.run(RunLimit::default())?;
//! assert_eq!(playground.state().operations[0].status, "ok");
//! playground.seek(2)?;
//! # Ok::<(), ringside::refusal::Refusal>(())
//! ```
//!
//! The modules are the paper's concepts, in its order:
//!
//! * [`partitioning`] (4.2): positions, tokens, ranges, the [`partitioning::Ring`];
//! * [`replication`] (4.3): the walk clockwise, and the preference list of distinct nodes;
//! * [`versioning`] (4.4): versions, what each has seen, siblings;
//! * [`requests`] (4.5): put and get, coordinators and quorums;
//! * [`node`] and [`client`]: state machines that live by messages and timers alone;
//! * [`simulation`]: time, chance and the network, and the history with its checkpoints;
//! * [`trace`], [`narration`], [`snapshot`]: what happened, in data and in words, and what there is to see;
//! * [`invariants`]: what must always hold, checked from outside; [`planted_faults`] check the checkers;
//! * [`key_journey`]: from a key's bytes to its preference list, step by step;
//! * [`laboratories`]: what consistent hashing, N, R and W do, measured beside what theory says;
//! * [`lesson`]: a scenario in steps, with predictions that the engine grades;
//! * [`scenario`], [`permalink`], [`fields`], [`limits`], [`refusal`]: what comes in from outside, and what is refused.
//!
//! The library has never heard of a browser: only `api` (the JavaScript module) and `ui` (the page), which exist in the
//! WebAssembly build alone, have. `ARCHITECTURE.md` tells the rest.

pub mod anti_entropy;
#[cfg(target_arch = "wasm32")]
pub mod api;
pub mod branches;
pub mod client;
pub mod fields;
pub mod glossary;
pub mod hinted_handoff;
pub mod invariants;
pub mod key;
pub mod key_journey;
pub mod laboratories;
pub mod lesson;
pub mod limits;
pub mod membership;
pub mod message;
pub mod narration;
pub mod node;
pub mod partitioning;
pub mod permalink;
pub mod planted_faults;
pub mod playground;
pub mod refusal;
pub mod replication;
pub mod report;
pub mod requests;
pub mod scenario;
pub mod simulation;
pub mod snapshot;
pub mod time;
pub mod trace;
pub mod tree_exchange;
#[cfg(any(target_arch = "wasm32", test))]
pub mod ui;
pub mod version_history;
pub mod versioning;
