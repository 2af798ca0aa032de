//! The world in which the nodes live: it owns time, chance and the network, and nothing else does.
//!
//! One queue of events, ordered by time and number, drives everything. An event is a message that arrives or a timer
//! that rings; a command is given between two events. The same scenario gives the same history, on every machine.
//!
//! **Invariant:** the simulation asks nothing of a node that a real network could not: it delivers messages and rings
//! timers. What it reads of a node it reads for the [`crate::explain::snapshot`] alone.

mod acts;
mod chance;
mod client_requests;
mod commands;
mod history;
mod names;
mod network;
mod operation_log;
mod pace;
mod placed_keys;
mod quiet;
mod record;
mod world;
mod zone_commands;

pub(crate) use chance::Chance;
pub(crate) use history::Waiting;
pub use history::{Course, Future, History, Point, RunLimit};
pub use names::Names;
pub use network::{Envelope, Fate};
pub(crate) use operation_log::{Operation, Status};
pub use pace::Pace;
pub(crate) use pace::{is_gossip, is_harmless};
pub use record::{Cause, Record};
pub(crate) use world::Machine;
pub use world::World;
