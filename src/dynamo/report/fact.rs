//! What an event changed.

use super::{Note, Rule};
use crate::dynamo::partitioning::{Position, Range};
use crate::dynamo::versioning::Displaced;
use serde::Serialize;

/// One change. Where the protocol reports it, `Who` is a node or client by number and `What` a version; in the trace
/// they are its name, and the version as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Fact<Who, What> {
    /// A client asked for something.
    Asked {
        /// The client.
        client: Who,
        /// `put`, `get` or `delete`.
        request: &'static str,
        /// The node that it contacts.
        via: Who,
        /// The kind of quorum, if the request has one of its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        quorum: Option<&'static str>,
        /// Where the key lies, if that is not at its hash.
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<Position>,
        /// Whether the answer is to cover what the client has read and written.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        at_least: bool,
        /// Whether a put is done only if nothing is newer.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        only_if: bool,
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
    /// A put came to a node that has its version already: it was handed on twice.
    PutRecognised {
        /// The node, which goes on with that version.
        node: Who,
        /// The version.
        version: What,
    },
    /// A node made a version of a put of which another one, without its knowing, had made one.
    PutMadeTwice {
        /// The second coordinator.
        node: Who,
        /// Its version.
        version: What,
        /// The version of the first.
        first: What,
    },
    /// An answer came to a client that waits for none.
    AnsweredLate {
        /// The client.
        client: Who,
        /// Whether it has had an answer already; otherwise it has given up.
        again: bool,
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
        /// Those of them that its put had not read, each with by what it went.
        unread: Vec<Displaced<What>>,
    },
    /// A node was sent a version that it had, or had something newer than.
    AlreadyKnown {
        /// The node.
        node: Who,
        /// The version.
        version: What,
        /// The version that keeps it out without having read it, if one does.
        kept_out_by: Option<Displaced<What>>,
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
    /// A get found this replica stale: it is sent what it lacks.
    RepairSent {
        /// The coordinator.
        by: Who,
        /// The stale replica.
        to: Who,
        /// What it lacked.
        versions: Vec<What>,
    },
    /// A node checks whether something is newer before it does a conditional put.
    ChecksFirst {
        /// The node.
        node: Who,
        /// The other homes.
        others: Vec<Who>,
        /// How many homes must have nothing newer, itself among them.
        needed: usize,
    },
    /// A home has nothing that the client of a conditional put has not read.
    NothingNewer {
        /// The node that checks.
        by: Who,
        /// The home.
        from: Who,
        /// How many have nothing newer now.
        have: usize,
        /// How many must.
        needed: usize,
    },
    /// A home has a version that the client of a conditional put has not read: the put is refused.
    FoundNewer {
        /// The node that checks.
        by: Who,
        /// The home.
        at: Who,
    },
    /// A get waits for this before it answers its client: stale replicas are repaired first.
    RepairAwaited {
        /// The coordinator.
        by: Who,
        /// The nodes that have not confirmed it yet.
        nodes: Vec<Who>,
    },
    /// A replica has confirmed the repair that a get waits for.
    RepairConfirmed {
        /// The coordinator.
        by: Who,
        /// The replica.
        node: Who,
        /// How many have not yet.
        left: usize,
    },
    /// A get has enough answers, which do not cover what its client has read and written.
    NotCovered {
        /// The coordinator.
        by: Who,
        /// The client.
        client: Who,
    },
    /// Such a get asks once more.
    AsksAgain {
        /// The coordinator.
        by: Who,
        /// The others that it asks.
        nodes: Vec<Who>,
    },
    /// A stand-in offers what it kept to the owner.
    HintOffered {
        /// The stand-in.
        node: Who,
        /// The owner.
        owner: Who,
        /// How many keys.
        keys: usize,
    },
    /// The owner has it, and the stand-in has deleted it.
    HintDelivered {
        /// The stand-in.
        node: Who,
        /// The owner.
        owner: Who,
        /// How many keys.
        keys: usize,
    },
    /// A parcel of keys was opened.
    ParcelOpened {
        /// The receiver.
        node: Who,
        /// The sender.
        from: Who,
        /// How many keys were in it.
        keys: usize,
        /// How many versions the receiver did not have.
        new: usize,
    },
    /// A node sent the roots of the Merkle trees that it shares with another.
    RootsSent {
        /// The node.
        node: Who,
        /// The other.
        to: Who,
        /// One root for each range.
        ranges: usize,
    },
    /// Hashes of the trees were compared.
    TreesCompared {
        /// Who compared.
        node: Who,
        /// With whose hashes.
        with: Who,
        /// How many.
        hashes: usize,
        /// How many differ.
        differing: usize,
    },
    /// The keys of differing leaves were compared one by one.
    KeysCompared {
        /// Who compared.
        node: Who,
        /// With whose keys.
        with: Who,
        /// How many keys were named.
        named: usize,
        /// How many keys are sent.
        sent: usize,
        /// How many are asked for.
        wanted: usize,
        /// How many keys a full copy would have sent.
        full_copy: usize,
    },
    /// Gossip brought news of members.
    Learned {
        /// Who heard.
        by: Who,
        /// From whom.
        from: Who,
        /// Of whom.
        members: Vec<Who>,
    },
    /// A node learned that two members claim one token.
    TokenDisputed {
        /// Who learned it.
        by: Who,
        /// The token.
        position: Position,
        /// Whose claim is the later one: the token is his.
        holder: Who,
        /// Who has to do without it.
        loser: Who,
    },
    /// A joining node asked for its ranges.
    Fetches {
        /// The joiner.
        node: Who,
        /// Its ranges to be.
        ranges: Vec<Range>,
    },
    /// A joining node has its ranges and is a home from now on.
    Joined {
        /// The joiner.
        node: Who,
    },
    /// Keys on a disk are not at home there any longer.
    NotAtHome {
        /// The node.
        node: Who,
        /// How many.
        keys: usize,
    },
    /// Keys were dropped where they are not at home.
    Dropped {
        /// The node.
        node: Who,
        /// How many.
        keys: usize,
        /// Who had confirmed them last.
        to: Who,
    },
    /// A leaving node has handed over everything and is gone.
    Left {
        /// The node.
        node: Who,
    },
    /// A node heard that it was given up while it could not be reached: it serves nothing, and hands over what it has.
    GivenUp {
        /// The node.
        node: Who,
    },
    /// A disk has lost versions of a key, and no later one has taken their place.
    DiskLost {
        /// Whose disk.
        node: Who,
        /// The key.
        key: String,
        /// What it has no longer.
        versions: Vec<What>,
    },
    /// A node has forgotten a deletion that is older than the grace time.
    Reaped {
        /// The node.
        node: Who,
        /// The key.
        key: String,
        /// The deletions.
        versions: Vec<What>,
    },
    /// A home is silent for longer than the hint window: nobody keeps its copy of what is put now.
    NobodyStandsIn {
        /// The coordinator.
        by: Who,
        /// The home.
        node: Who,
    },
    /// The data on a disk are as they were at an earlier step.
    DiskRestored {
        /// Whose disk.
        node: Who,
        /// The step.
        step: usize,
        /// How many keys are on it as their home.
        keys: usize,
        /// Whether the node was up, and starts again with it.
        starts: bool,
    },
    /// A message did not arrive.
    MessageDied {
        /// Its sender.
        from: Who,
        /// Its receiver.
        to: Who,
        /// Why not: `lost`, `wall`, `cut`, `down` (its receiver has crashed), `left` (its receiver is gone for good), `dropped`.
        because: &'static str,
    },
    /// A node stopped.
    Crashed {
        /// The node.
        node: Who,
        /// Whether its disk was wiped.
        wiped: bool,
    },
    /// A node started again.
    Restarted {
        /// The node.
        node: Who,
        /// How many keys are on its disk as their home.
        keys: usize,
    },
    /// Nothing else changed: it is only noted.
    Noted {
        /// What, in words.
        words: String,
        /// The same as data.
        #[serde(skip)]
        note: Note,
    },
}

impl<Who, What> Fact<Who, What> {
    /// A note, with its words.
    pub fn noted(note: Note) -> Self {
        Self::Noted { words: note.words(), note }
    }

    /// The same fact with other words for who and what.
    pub fn map<A, B>(&self, who: impl Fn(&Who) -> A, what: impl Fn(&What) -> B) -> Fact<A, B> {
        let all = |names: &[Who]| names.iter().map(&who).collect::<Vec<A>>();
        let each = |versions: &[What]| versions.iter().map(&what).collect::<Vec<B>>();
        let displaced = |one: &Displaced<What>| Displaced { version: what(&one.version), by: one.by };
        match self {
            Self::Asked { client, request, via, quorum, position, at_least, only_if } => Fact::Asked {
                client: who(client),
                request,
                via: who(via),
                quorum: *quorum,
                position: *position,
                at_least: *at_least,
                only_if: *only_if,
            },
            Self::Coordinates { node, request, replicas, needed } => {
                Fact::Coordinates { node: who(node), request, replicas: all(replicas), needed: *needed }
            }
            Self::Forwarded { from, to } => Fact::Forwarded { from: who(from), to: who(to) },
            Self::VersionMade { node, version } => Fact::VersionMade { node: who(node), version: what(version) },
            Self::PutRecognised { node, version } => Fact::PutRecognised { node: who(node), version: what(version) },
            Self::PutMadeTwice { node, version, first } => {
                Fact::PutMadeTwice { node: who(node), version: what(version), first: what(first) }
            }
            Self::AnsweredLate { client, again } => Fact::AnsweredLate { client: who(client), again: *again },
            Self::ClockTruncated { node, dropped } => Fact::ClockTruncated { node: who(node), dropped: all(dropped) },
            Self::Stored { node, version, siblings, superseded, unread } => Fact::Stored {
                node: who(node),
                version: what(version),
                siblings: *siblings,
                superseded: each(superseded),
                unread: unread.iter().map(displaced).collect(),
            },
            Self::AlreadyKnown { node, version, kept_out_by } => Fact::AlreadyKnown {
                node: who(node),
                version: what(version),
                kept_out_by: kept_out_by.as_ref().map(displaced),
            },
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
            Self::RepairSent { by, to, versions } => {
                Fact::RepairSent { by: who(by), to: who(to), versions: each(versions) }
            }
            Self::ChecksFirst { node, others, needed } => {
                Fact::ChecksFirst { node: who(node), others: all(others), needed: *needed }
            }
            Self::NothingNewer { by, from, have, needed } => {
                Fact::NothingNewer { by: who(by), from: who(from), have: *have, needed: *needed }
            }
            Self::FoundNewer { by, at } => Fact::FoundNewer { by: who(by), at: who(at) },
            Self::RepairAwaited { by, nodes } => Fact::RepairAwaited { by: who(by), nodes: all(nodes) },
            Self::RepairConfirmed { by, node, left } => {
                Fact::RepairConfirmed { by: who(by), node: who(node), left: *left }
            }
            Self::NotCovered { by, client } => Fact::NotCovered { by: who(by), client: who(client) },
            Self::AsksAgain { by, nodes } => Fact::AsksAgain { by: who(by), nodes: all(nodes) },
            Self::HintOffered { node, owner, keys } => {
                Fact::HintOffered { node: who(node), owner: who(owner), keys: *keys }
            }
            Self::HintDelivered { node, owner, keys } => {
                Fact::HintDelivered { node: who(node), owner: who(owner), keys: *keys }
            }
            Self::ParcelOpened { node, from, keys, new } => {
                Fact::ParcelOpened { node: who(node), from: who(from), keys: *keys, new: *new }
            }
            Self::RootsSent { node, to, ranges } => Fact::RootsSent { node: who(node), to: who(to), ranges: *ranges },
            Self::TreesCompared { node, with, hashes, differing } => {
                Fact::TreesCompared { node: who(node), with: who(with), hashes: *hashes, differing: *differing }
            }
            Self::KeysCompared { node, with, named, sent, wanted, full_copy } => Fact::KeysCompared {
                node: who(node),
                with: who(with),
                named: *named,
                sent: *sent,
                wanted: *wanted,
                full_copy: *full_copy,
            },
            Self::Learned { by, from, members } => {
                Fact::Learned { by: who(by), from: who(from), members: all(members) }
            }
            Self::TokenDisputed { by, position, holder, loser } => {
                Fact::TokenDisputed { by: who(by), position: *position, holder: who(holder), loser: who(loser) }
            }
            Self::Fetches { node, ranges } => Fact::Fetches { node: who(node), ranges: ranges.clone() },
            Self::Joined { node } => Fact::Joined { node: who(node) },
            Self::NotAtHome { node, keys } => Fact::NotAtHome { node: who(node), keys: *keys },
            Self::Dropped { node, keys, to } => Fact::Dropped { node: who(node), keys: *keys, to: who(to) },
            Self::Left { node } => Fact::Left { node: who(node) },
            Self::GivenUp { node } => Fact::GivenUp { node: who(node) },
            Self::DiskLost { node, key, versions } => {
                Fact::DiskLost { node: who(node), key: key.clone(), versions: each(versions) }
            }
            Self::Reaped { node, key, versions } => {
                Fact::Reaped { node: who(node), key: key.clone(), versions: each(versions) }
            }
            Self::NobodyStandsIn { by, node } => Fact::NobodyStandsIn { by: who(by), node: who(node) },
            Self::DiskRestored { node, step, keys, starts } => {
                Fact::DiskRestored { node: who(node), step: *step, keys: *keys, starts: *starts }
            }
            Self::MessageDied { from, to, because } => Fact::MessageDied { from: who(from), to: who(to), because },
            Self::Crashed { node, wiped } => Fact::Crashed { node: who(node), wiped: *wiped },
            Self::Restarted { node, keys } => Fact::Restarted { node: who(node), keys: *keys },
            Self::Noted { words, note } => Fact::Noted { words: words.clone(), note: note.clone() },
        }
    }

    /// The rule of the paper that it follows, if it is one's: what an operator or the network does follows none. Why keys
    /// came is known from the message that brought them.
    pub fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::Asked { .. } => Rule::AnyNodeMayBeAsked,
            Self::Coordinates { .. } => Rule::AskAllWaitForFew,
            Self::Forwarded { .. } => Rule::ForwardToTheFirstN,
            Self::VersionMade { .. } | Self::PutRecognised { .. } | Self::PutMadeTwice { .. } => {
                Rule::CoordinatorWritesFirst
            }
            Self::ClockTruncated { .. } => Rule::ClockIsBounded,
            Self::Stored { .. } | Self::AlreadyKnown { .. } => Rule::ReplicaStores,
            Self::HintStored { .. } => Rule::HintNamesTheOwner,
            Self::Found { .. } | Self::Answered { request: "get", .. } => Rule::ReturnUnrelatedVersions,
            Self::Counted { .. } | Self::Failed { .. } | Self::AnsweredLate { .. } => Rule::WaitForTheQuorum,
            Self::Answered { .. } => Rule::ContextGoesWithThePut,
            Self::Suspected { .. } | Self::Recovered { .. } => Rule::FailureIsLocal,
            Self::RepairSent { .. } => Rule::RepairWhatWasRead,
            Self::HintOffered { .. } | Self::HintDelivered { .. } => Rule::DeliverHints,
            Self::RootsSent { .. } | Self::TreesCompared { .. } | Self::KeysCompared { .. } => Rule::CompareFromTheRoot,
            Self::Learned { .. } | Self::TokenDisputed { .. } | Self::GivenUp { .. } => Rule::GossipSpreadsMembership,
            Self::Fetches { .. } | Self::Joined { .. } => Rule::FetchThenServe,
            Self::NotAtHome { .. } => Rule::KeysFollowTheRing,
            Self::Dropped { .. } | Self::Left { .. } => Rule::DropAfterConfirmation,
            Self::MessageDied { because: "lost" | "wall" | "cut", .. } => Rule::NetworkMayFail,
            Self::Noted { note, .. } => return note.rule(),
            Self::ChecksFirst { .. }
            | Self::NothingNewer { .. }
            | Self::FoundNewer { .. }
            | Self::RepairAwaited { .. }
            | Self::RepairConfirmed { .. }
            | Self::NotCovered { .. }
            | Self::AsksAgain { .. } => return None,
            Self::DiskLost { .. } | Self::DiskRestored { .. } | Self::Reaped { .. } => return None,
            Self::NobodyStandsIn { .. } => return None,
            Self::MessageDied { .. } | Self::ParcelOpened { .. } | Self::Crashed { .. } | Self::Restarted { .. } => {
                return None;
            }
        })
    }
}
