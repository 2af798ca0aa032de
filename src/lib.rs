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
//! use ringside::explain::snapshot::OperationStatus;
//! use ringside::playground::{Playground, RunLimit};
//! use ringside::scenario::{Command, Scenario};
//!
//! // Five nodes of eight tokens each, (N, R, W) = (3, 2, 2).
//! let mut playground = Playground::new(Scenario::default())?;
//!
//! // A client asks; the next event is its request on the way to a node.
//! playground.apply(Command::put("alice", "cart", "bread"))?;
//! let arrival = playground.step()?.expect("a message is in flight");
//! println!("{} ({})", arrival.sentence, arrival.why.map_or("", |rule| rule.section()));
//!
//! // On to the end, and back to any step.
//! playground.run(RunLimit::default())?;
//! assert_eq!(playground.state().operations[0].status, OperationStatus::Ok);
//! playground.seek(2)?;
//! # Ok::<(), ringside::input::refusal::Refusal>(())
//! ```
//!
//! # The rooms
//!
//! * [`input`]: how anything from outside is read and refused;
//! * [`dynamo`]: the protocol, module by module in the paper's terms:
//!   [`partitioning`](dynamo::partitioning) (4.2), [`replication`](dynamo::replication) (4.3),
//!   [`versioning`](dynamo::versioning) (4.4), [`requests`](dynamo::requests) (4.5),
//!   [`hinted_handoff`](dynamo::hinted_handoff) (4.6), [`anti_entropy`](dynamo::anti_entropy) (4.7),
//!   [`membership`](dynamo::membership) (4.8, 4.9); [`node`](dynamo::node) and [`client`](dynamo::client) are state machines
//!   that live by messages and timers alone;
//! * [`scenario`]: a cluster, its network, and what is done to it;
//! * [`simulation`]: time, chance and the network, and the history with its checkpoints;
//! * [`explain`]: what happened, in data and in words ([`trace`](explain::trace), [`narration`](explain::narration)), what
//!   there is to see ([`snapshot`](explain::snapshot)), and what must always hold ([`invariants`](explain::invariants));
//! * [`playground`]: a scenario, its history and a place in it, and the [links](playground::permalink) to it;
//! * [`laboratories`]: what consistent hashing, N, R and W do, measured beside what theory says;
//! * [`teaching`]: [lessons](teaching::lesson), scenarios in steps with predictions that the engine grades, and
//!   [challenges](teaching::challenge), a world, a goal and a budget each; what is handed in is played again;
//! * [`api`], the JavaScript module, and [`page`], the page, which is a feature of the crate. Nothing else has heard of a browser.
//!
//! `ARCHITECTURE.md` tells which room may import which, and the rest.

pub mod api;
pub mod dynamo;
pub mod explain;
pub mod input;
pub mod laboratories;
pub mod page;
pub mod playground;
pub mod scenario;
pub mod simulation;
pub mod teaching;
