//! The rules that a step can follow, and where the paper states them.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A rule of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A client may ask any node.
    AnyNodeMayBeAsked,
    /// A node outside the first N hands a put to one of them.
    ForwardToTheFirstN,
    /// The coordinator makes the version and stores it before it asks others.
    CoordinatorWritesFirst,
    /// The coordinator asks the N highest-ranked nodes at once.
    AskAllWaitForFew,
    /// A replica stores what it is sent.
    ReplicaStores,
    /// A put is done with W copies, a get with R answers.
    WaitForTheQuorum,
    /// Only versions that no other one supersedes are returned.
    ReturnUnrelatedVersions,
    /// The client keeps the context for its next put.
    ContextGoesWithThePut,
    /// A clock keeps so many pairs; the oldest goes.
    ClockIsBounded,
    /// Another node takes the copy of one that is down.
    HintNamesTheOwner,
    /// A node is down for those whom it does not answer.
    FailureIsLocal,
    /// A replica that a get found stale is sent what it lacks.
    RepairWhatWasRead,
    /// Hints go to their owner when it answers again.
    DeliverHints,
    /// Replicas compare hashes from the root down.
    CompareFromTheRoot,
    /// Each node gossips with one random peer a second.
    GossipSpreadsMembership,
    /// A new node fetches its ranges before it is a home.
    FetchThenServe,
    /// Keys move to the nodes that are responsible for them now.
    KeysFollowTheRing,
    /// Of versions that conflict, the one with the latest timestamp stays.
    LastWriteWins,
    /// Keys are dropped where they are not at home, once their homes have confirmed them.
    DropAfterConfirmation,
    /// The network decides which messages arrive.
    NetworkMayFail,
    /// An operator says which nodes are members.
    OperatorDecides,
}

impl Rule {
    /// The rule in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::AnyNodeMayBeAsked => "a client may ask any node",
            Self::ForwardToTheFirstN => "a put is coordinated by one of the first N",
            Self::CoordinatorWritesFirst => "the coordinator makes the version and writes it first",
            Self::AskAllWaitForFew => "all N are asked at once, the first few answers are enough",
            Self::ReplicaStores => "a replica stores the version and acknowledges it",
            Self::WaitForTheQuorum => "a put is done with W copies, a get with R answers",
            Self::ReturnUnrelatedVersions => "a get returns every version that no other one supersedes",
            Self::ContextGoesWithThePut => "the context goes with the client’s next put",
            Self::ClockIsBounded => "a clock keeps so many pairs, the oldest goes",
            Self::HintNamesTheOwner => "a stand-in keeps the copy with a hint that names its owner",
            Self::FailureIsLocal => "a node is down for those whom it does not answer",
            Self::RepairWhatWasRead => "a stale replica is repaired after the read",
            Self::DeliverHints => "hints are delivered to their owner, then deleted",
            Self::CompareFromTheRoot => "Merkle trees are compared from the root down",
            Self::GossipSpreadsMembership => "each node gossips with one random peer a second",
            Self::FetchThenServe => "a new node fetches its ranges before it serves them",
            Self::KeysFollowTheRing => "keys go to the nodes that are responsible for them now",
            Self::LastWriteWins => "the version with the latest timestamp is the one that stays",
            Self::DropAfterConfirmation => "a range is dropped after its new home confirmed it",
            Self::NetworkMayFail => "messages may be lost, late, or cut off",
            Self::OperatorDecides => "an administrator adds and removes members explicitly",
        }
    }

    /// The section of the paper that states it.
    pub fn section(self) -> &'static str {
        match self {
            Self::AnyNodeMayBeAsked
            | Self::ForwardToTheFirstN
            | Self::CoordinatorWritesFirst
            | Self::AskAllWaitForFew
            | Self::WaitForTheQuorum
            | Self::RepairWhatWasRead => "4.5",
            Self::ReplicaStores => "4.3",
            Self::ReturnUnrelatedVersions | Self::ContextGoesWithThePut | Self::ClockIsBounded => "4.4",
            Self::HintNamesTheOwner | Self::DeliverHints => "4.6",
            Self::CompareFromTheRoot => "4.7",
            Self::FetchThenServe | Self::KeysFollowTheRing | Self::DropAfterConfirmation => "4.9",
            Self::LastWriteWins => "6",
            Self::NetworkMayFail => "2.3",
            Self::FailureIsLocal | Self::GossipSpreadsMembership | Self::OperatorDecides => "4.8",
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rule = serializer.serialize_struct("Rule", 2)?;
        rule.serialize_field("rule", self.words())?;
        rule.serialize_field("section", self.section())?;
        rule.end()
    }
}
