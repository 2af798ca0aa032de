//! The protocol, named as the paper names its parts: nodes and clients as state machines, what they say to each other, and
//! what they report. Nothing here knows of simulated chance, of a network, or of anybody who looks on.

pub mod anti_entropy;
pub mod client;
pub mod hinted_handoff;
pub mod key;
pub mod membership;
pub mod message;
pub mod node;
pub mod partitioning;
pub mod planted_faults;
pub mod quorum;
pub mod replication;
pub mod report;
pub mod requests;
pub mod time;
pub mod versioning;
