//! Section 4.4: how can writes go on everywhere, and nothing be lost? Versions, their causal past, and siblings.
//!
//! Each put makes a new, immutable [`Version`]. Its [`Dot`] names it: the coordinator and the number of that node's
//! write of the key. Its [`CausalHistory`] is what the writer had read. A version supersedes those in its history;
//! versions of which neither is in the history of the other are *siblings*, and a get returns them all.
//!
//! ```text
//!   D1 [Sx,1] ── D2 [Sx,2] ──┬── D3 [Sx,2][Sy,1] ──┬── D5 [Sx,3][Sy,1][Sz,1]
//!                            └── D4 [Sx,2][Sz,1] ──┘      (Figure 3)
//! ```
//!
//! The history is exact: a put that has read write 1 and makes write 3 of a node does not claim to have read write 2.
//! A plain vector clock cannot say this, which is how it loses an acknowledged write when two clients write through
//! one coordinator; [`Versioning::Plain`] compares as it does, to show the loss.

mod causal_history;
mod context;
mod dot;
mod siblings;
mod version;

pub use causal_history::CausalHistory;
pub use context::Context;
pub use dot::{Actor, Dot};
pub use siblings::{Merged, Siblings};
pub use version::{Displaced, Displacement, Version, Versioning};
