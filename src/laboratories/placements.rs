//! The other placements: ways to give keys to nodes, side by side on the same nodes, weights and keys.
//!
//! Each is a module of its own with the paper that it is from. What a node's arrival, departure or new weight moves is
//! compared with the least that must move.

mod anchor;
mod bounded_loads;
mod equal_partitions;
mod experiment;
mod jump;
mod maglev;
mod method;
mod modulo;
mod multi_probe;
mod names;
mod outcome;
mod rendezvous;
mod token_ring;

pub use experiment::{Lookups, PlacementExperiment, PlacementParameters};
pub use method::{Change, Machine, Placement};
pub use names::{Can, METHODS, MethodName};
pub use outcome::{MethodOutcome, Moves, TimedOutcome, balance_words, csv, moves_words, time_words, times_least};
