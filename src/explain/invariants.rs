//! What must always hold, checked from outside: these checkers share no code with the protocol beyond its data.
//!
//! Each invariant has a name, a sentence, and a function from the history to what contradicts it. Some hold at every
//! moment; those about convergence are only asked when all is quiet, whole and up. With `plain` or `last-write-wins`
//! versioning, or after a disk was wiped, some are *meant* to break: that is the lesson.

mod convergence;
mod evidence;
mod first_broken;
mod hints;
mod reading;
mod requests;
mod status;
mod versions;
mod zones;

pub use first_broken::FirstBroken;
pub use status::{InvariantStatus, StatusCheck, TruthState, status};

use crate::dynamo::versioning::{CausalHistory, Version};
use crate::simulation::History;
use evidence::{Evidence, Gathered, Made};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that contradicts an invariant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The name of the invariant.
    pub invariant: &'static str,
    /// What contradicts it, in words.
    pub detail: String,
}

/// One invariant.
#[derive(Clone, Copy)]
pub struct Invariant {
    /// A short kebab-case name.
    pub name: &'static str,
    /// What it promises.
    pub promise: &'static str,
    check: fn(&Evidence<'_>) -> Vec<String>,
    basis: fn(&Evidence<'_>) -> status::Basis,
}

/// All of them.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "siblings-are-concurrent",
        promise: "The versions that a get returns are pairwise concurrent, in whatever order they came.",
        check: reading::siblings_are_concurrent,
        basis: status::of_siblings,
    },
    Invariant {
        name: "merging-is-order-free",
        promise: "Merging versions gives the same whatever the order, and merging again changes nothing.",
        check: versions::merging_is_order_free,
        basis: status::of_merging,
    },
    Invariant {
        name: "contexts-cover",
        promise: "A context covers every clock that was returned with it, and a put’s clock exceeds its context.",
        check: reading::contexts_cover,
        basis: status::of_contexts,
    },
    Invariant {
        name: "a-dot-names-one-value",
        promise: "A dot names one value, ever.",
        check: versions::a_dot_names_one_value,
        basis: status::of_dots,
    },
    Invariant {
        name: "no-acknowledged-write-is-lost",
        promise: "After repair and quiet, each acknowledged put is on all N home replicas, or superseded by one that had read it.",
        check: convergence::no_acknowledged_write_is_lost,
        basis: status::of_acknowledged,
    },
    Invariant {
        name: "replicas-agree",
        promise: "After repair and quiet, replicas agree, hint stores are empty, and nothing lies outside its home nodes.",
        check: convergence::replicas_agree,
        basis: status::of_replicas,
    },
    Invariant {
        name: "one-preference-list",
        promise: "A preference list has min(N, nodes) distinct replicas, over as many zones as it can where copies are spread over them, the same on each node once gossip has settled.",
        check: convergence::one_preference_list,
        basis: status::of_preference_lists,
    },
    Invariant {
        name: "members-make-a-ring",
        promise: "Whoever knows a member that is up has a ring, also when 2 members claim one token.",
        check: convergence::members_make_a_ring,
        basis: status::of_rings,
    },
    Invariant {
        name: "one-put-one-version",
        promise: "A node that has the version of a put makes no second one of it, however often the put is handed on.",
        check: requests::one_put_one_version,
        basis: status::of_puts,
    },
    Invariant {
        name: "given-up-serve-nothing",
        promise: "A node that has heard that it is no longer a member takes on no request.",
        check: requests::given_up_serve_nothing,
        basis: status::of_given_up,
    },
    Invariant {
        name: "quorums-overlap",
        promise: "Strict quorums, R + W > N, no failure: a read that begins after an acknowledged write returns it or its successor.",
        check: reading::quorums_overlap,
        basis: status::of_quorums,
    },
    Invariant {
        name: "hints-name-homes",
        promise: "A hint names a home node of its key, and goes only after that node has confirmed it.",
        check: hints::hints_name_homes,
        basis: status::of_hints,
    },
    Invariant {
        name: "shares-add-to-one",
        promise: "The shares of the nodes add to 1.",
        check: convergence::shares_add_to_one,
        basis: status::of_shares,
    },
];

/// What contradicts any invariant at the present step of a history.
pub fn violations(history: &History) -> Vec<Violation> {
    let gathered = Gathered::new(history);
    let evidence = Evidence::new(history, &gathered);
    let found = INVARIANTS.iter().flat_map(|invariant| {
        let name = invariant.name;
        (invariant.check)(&evidence).into_iter().map(move |detail| Violation { invariant: name, detail })
    });
    found.collect()
}

/// The gets up to the present step that are stale: each missed a put that was acknowledged before it began, by numbers.
pub(crate) fn stale_gets(history: &History) -> BTreeSet<u32> {
    let gathered = Gathered::new(history);
    let evidence = Evidence::new(history, &gathered);
    reading::missed_puts(&evidence, evidence.records).into_iter().map(|missed| missed.get.0).collect()
}

/// What the checkers may look at in one go, records and tokens: well below the fifty milliseconds of a long task.
const AT_ONCE: usize = 12_000;

/// What the checkers look at, as a number of records: a token takes about as long.
fn size_of_a_check(history: &History) -> usize {
    history.step() + history.world().all_members().ring().tokens().len()
}

/// Whether the checkers take so long at the present step that a page should not wait for them unasked.
pub fn takes_long(history: &History) -> bool {
    size_of_a_check(history) > AT_ONCE
}

/// The writes of a key that later puts had read, of which one is among `there` or superseded in the same way. `made` are the
/// versions of the key.
pub(crate) fn superseded_by(there: &[Arc<Version>], made: &[&Made]) -> CausalHistory {
    let there: BTreeSet<&Arc<Version>> = there.iter().collect();
    let mut superseded = CausalHistory::empty();
    let mut grows = true;
    while grows {
        grows = false;
        // Who writes has read what was written before: as a rule once backwards is enough.
        for made in made.iter().rev() {
            let counts = superseded.contains(made.version.dot) || there.contains(&made.version);
            if counts && !superseded.includes(&made.context) {
                superseded.join(&made.context);
                grows = true;
            }
        }
    }
    superseded
}
