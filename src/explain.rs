//! What happened and what there is to see, in data and in words; all of it from outside.

pub mod branches;
pub mod glossary;
pub mod invariants;
pub mod key_journey;
pub mod narration;
pub mod rank;
pub mod snapshot;
pub mod trace;
pub mod tree_exchange;
pub mod version_history;
