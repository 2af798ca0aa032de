//! What an event changed.

use super::Rule;
use crate::snapshot::VersionState;
use serde::Serialize;

/// One change. Inside the simulator `Who` is a node or client by number and `What` a version; in the trace they are
/// its name and its [`VersionState`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Fact<Who = String, What = VersionState> {
    /// A client asked for something.
    Asked {
        /// The client.
        client: Who,
        /// `put`, `get` or `delete`.
        request: &'static str,
        /// The node that it contacts.
        via: Who,
    },
    /// A node took on the request and worked out whom to ask.
    Coordinates {
        /// The coordinator.
        node: Who,
        /// `put`, `get` or `delete`.
        request: &'static str,
        /// The nodes that it asks, itself perhaps among them, in preference order.
        replicas: Vec<Who>,
        /// W of a put, R of a get.
        needed: usize,
    },
    /// A node outside the first N handed a put on.
    Forwarded {
        /// The node that was asked.
        from: Who,
        /// The node that shall coordinate.
        to: Who,
    },
    /// The coordinator made a version.
    VersionMade {
        /// The coordinator.
        node: Who,
        /// The version.
        version: What,
    },
    /// Its clock had too many pairs: the oldest were dropped.
    ClockTruncated {
        /// The coordinator.
        node: Who,
        /// Whose pairs went.
        dropped: Vec<Who>,
    },
    /// A version reached a disk.
    Stored {
        /// The node.
        node: Who,
        /// The version.
        version: What,
        /// The versions of the key on that disk afterwards.
        siblings: usize,
        /// The versions that it superseded.
        superseded: Vec<What>,
    },
    /// A node was sent a version that it had, or had something newer than.
    AlreadyKnown {
        /// The node.
        node: Who,
        /// The version.
        version: What,
    },
    /// A version was put aside for a node that cannot be reached.
    HintStored {
        /// Who keeps it.
        node: Who,
        /// Whose it is.
        owner: Who,
        /// The version.
        version: What,
    },
    /// A replica looked for the key.
    Found {
        /// The replica.
        node: Who,
        /// What it has.
        versions: Vec<What>,
    },
    /// The coordinator counted an acknowledgement or an answer.
    Counted {
        /// The coordinator.
        by: Who,
        /// Whose it was.
        from: Who,
        /// How many it has now.
        have: usize,
        /// How many it needs.
        needed: usize,
    },
    /// The client has its answer.
    Answered {
        /// The client.
        client: Who,
        /// `put`, `get` or `delete`.
        request: &'static str,
        /// A put's version; what a get returned.
        values: Vec<What>,
    },
    /// The client was told that it failed, or had no answer.
    Failed {
        /// The client.
        client: Who,
        /// `put`, `get` or `delete`.
        request: &'static str,
        /// Why.
        reason: String,
    },
    /// A node did not answer another one in time.
    Suspected {
        /// Who waited.
        by: Who,
        /// Who did not answer.
        node: Who,
    },
    /// A suspected node was heard from.
    Recovered {
        /// Who had suspected it.
        by: Who,
        /// Who answers again.
        node: Who,
    },
    /// Nothing else changed: it is only noted.
    Noted {
        /// What, in words.
        words: String,
    },
}

impl<Who, What> Fact<Who, What> {
    /// The same fact with other words for who and what.
    pub fn map<A, B>(&self, who: impl Fn(&Who) -> A, what: impl Fn(&What) -> B) -> Fact<A, B> {
        let all = |names: &[Who]| names.iter().map(&who).collect::<Vec<A>>();
        let each = |versions: &[What]| versions.iter().map(&what).collect::<Vec<B>>();
        match self {
            Self::Asked { client, request, via } => Fact::Asked { client: who(client), request, via: who(via) },
            Self::Coordinates { node, request, replicas, needed } => {
                Fact::Coordinates { node: who(node), request, replicas: all(replicas), needed: *needed }
            }
            Self::Forwarded { from, to } => Fact::Forwarded { from: who(from), to: who(to) },
            Self::VersionMade { node, version } => Fact::VersionMade { node: who(node), version: what(version) },
            Self::ClockTruncated { node, dropped } => Fact::ClockTruncated { node: who(node), dropped: all(dropped) },
            Self::Stored { node, version, siblings, superseded } => Fact::Stored {
                node: who(node),
                version: what(version),
                siblings: *siblings,
                superseded: each(superseded),
            },
            Self::AlreadyKnown { node, version } => Fact::AlreadyKnown { node: who(node), version: what(version) },
            Self::HintStored { node, owner, version } => {
                Fact::HintStored { node: who(node), owner: who(owner), version: what(version) }
            }
            Self::Found { node, versions } => Fact::Found { node: who(node), versions: each(versions) },
            Self::Counted { by, from, have, needed } => {
                Fact::Counted { by: who(by), from: who(from), have: *have, needed: *needed }
            }
            Self::Answered { client, request, values } => {
                Fact::Answered { client: who(client), request, values: each(values) }
            }
            Self::Failed { client, request, reason } => {
                Fact::Failed { client: who(client), request, reason: reason.clone() }
            }
            Self::Suspected { by, node } => Fact::Suspected { by: who(by), node: who(node) },
            Self::Recovered { by, node } => Fact::Recovered { by: who(by), node: who(node) },
            Self::Noted { words } => Fact::Noted { words: words.clone() },
        }
    }

    /// The rule of the paper that it follows.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Asked { .. } => Rule::AnyNodeMayBeAsked,
            Self::Coordinates { .. } => Rule::AskAllWaitForFew,
            Self::Forwarded { .. } => Rule::ForwardToTheFirstN,
            Self::VersionMade { .. } => Rule::CoordinatorWritesFirst,
            Self::ClockTruncated { .. } => Rule::ClockIsBounded,
            Self::Stored { .. } | Self::AlreadyKnown { .. } => Rule::ReplicaStores,
            Self::HintStored { .. } => Rule::HintNamesTheOwner,
            Self::Found { .. } | Self::Answered { request: "get", .. } => Rule::ReturnUnrelatedVersions,
            Self::Counted { .. } | Self::Failed { .. } => Rule::WaitForTheQuorum,
            Self::Answered { .. } => Rule::ContextGoesWithThePut,
            Self::Suspected { .. } | Self::Recovered { .. } => Rule::FailureIsLocal,
            Self::Noted { .. } => Rule::OperatorDecides,
        }
    }
}
