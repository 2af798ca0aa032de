//! Section 4.3: who else keeps the key? The walk clockwise, and the preference list of distinct nodes.

mod preference_list;
mod spread;

pub use preference_list::{PreferenceList, WalkReason, WalkStep, next_stand_in, preference_list, replicas, walk};
