//! Section 4.2: which node is a key's home? Consistent hashing on a ring of 128-bit positions.
//!
//! A key's [`Position`] is its MD5. Each node owns several positions of the same kind, its *tokens*: one machine
//! appears on the ring as many *virtual nodes*, more of them if it is stronger. A token owns the [`Range`] from its
//! predecessor, exclusive, to itself, inclusive; a key belongs to the first token at or after its position, wrapping
//! round. The section says "larger than" the item's position, sections 4.3 and 4.9 write (predecessor, token]: this
//! crate uses the latter throughout.
//!
//! **Invariant:** nothing here knows of time, messages or failures. A [`Ring`] is a value.

mod equal_partitions;
mod modulo_baseline;
mod movement;
mod position;
mod range;
mod ring;
mod zones;

pub use equal_partitions::{Strategy, deal_partitions, end_of_partition, end_of_partition_of};
pub use modulo_baseline::node_by_modulo;
pub use movement::{MovedArc, moved_arcs, moved_share};
pub use position::Position;
pub use range::Range;
pub use ring::{NodeId, NodeTokens, Ring, Token, default_tokens};
pub use zones::{Spread, Zones, centre_of_zone, zone_lies_in};
