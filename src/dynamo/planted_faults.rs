//! Mistakes that can be planted on purpose, to show that each checker of [`crate::explain::invariants`] can fail.
//!
//! Each is one that a Dynamo-like system could make, planted at the one place where it would be made. They exist only
//! where debug assertions do, so in tests and never in a page that is built for release: there `planted` is `false` for the
//! compiler, and nothing of them is left.

/// A mistake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A get answers with every version that came, the superseded among them.
    AnswerWithSuperseded,
    /// Of concurrent versions, whichever comes first is kept.
    FirstComeIsKept,
    /// The context of a get leaves out its last version.
    ContextForgetsASibling,
    /// A coordinator counts on from what the writer had seen instead of from what it has made.
    CountFromTheContext,
    /// A node acknowledges what it has not stored.
    AcknowledgeWithoutStoring,
    /// Confirmed keys that are not at home are kept.
    KeepDeparted,
    /// The walk takes a node again at each of its tokens.
    ListANodeTwice,
    /// The walk pays no heed to zones.
    ForgetZones,
    /// A get is answered one answer short of R.
    AnswerBeforeR,
    /// A hint is deleted when it is sent, not when it is confirmed.
    DropHintUnconfirmed,
    /// Two members that claim one token leave the list of members without a ring.
    NoRingWhenClaimsCollide,
    /// A node does not recognise a put that is handed to it again.
    ForgetPuts,
    /// A node serves on after it has heard that it was given up.
    ServeThoughGivenUp,
    /// The range that goes over position zero is nobody's share.
    ForgetTheWrap,
    /// The clock of the real world gets into the seed.
    SeedFromTheClock,
    /// A sentence says that a node is down which has not answered.
    CallTheSilentDown,
    /// A sentence says that the client has its answer when that was only sent.
    SayTheClientHasItsAnswer,
    /// Siblings are told of where they have been merged since.
    TellOfMergedSiblings,
    /// That a suspicion has ended matters to nobody.
    PassOverRecoveries,
}

/// Whether a fault is planted here and now.
#[cfg(not(debug_assertions))]
pub(crate) const fn planted(_: Fault) -> bool {
    false
}

/// What a planted clock adds to the seed: nothing.
#[cfg(not(debug_assertions))]
pub(crate) const fn planted_clock() -> u64 {
    0
}

#[cfg(debug_assertions)]
pub use switch::with_fault;
#[cfg(debug_assertions)]
pub(crate) use switch::{planted, planted_clock};

#[cfg(debug_assertions)]
mod switch {
    use super::Fault;
    use std::cell::Cell;

    thread_local! {
        static PLANTED: Cell<Option<Fault>> = const { Cell::new(None) };
    }

    /// Does something while a fault is planted, in this thread alone.
    pub fn with_fault<T>(fault: Fault, what: impl FnOnce() -> T) -> T {
        PLANTED.set(Some(fault));
        let result = what();
        PLANTED.set(None);
        result
    }

    pub(crate) fn planted(fault: Fault) -> bool {
        PLANTED.get() == Some(fault)
    }

    pub(crate) fn planted_clock() -> u64 {
        let nanoseconds = |since: std::time::Duration| u64::from(since.subsec_nanos());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        if planted(Fault::SeedFromTheClock) { now.map_or(1, nanoseconds) } else { 0 }
    }
}
