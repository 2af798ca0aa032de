//! What a sentence says of the world, as data: whoever sees the history from outside can tell whether it is so.

use crate::dynamo::message::MessageKind;
use crate::dynamo::partitioning::Position;
use crate::dynamo::report::CutLink;
use crate::explain::snapshot::{NodeStatus, VersionState};

/// How long a claim is to be true. The sentence under the ring may be of an earlier step than the one that is on the stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tense {
    /// Of the step itself: what is sent and learned in it.
    Step,
    /// How things are: whoever reads it looks for it on the stage.
    Present,
    /// What has happened stays so.
    Past,
}

/// One thing that a sentence says. It is said of the moment right after the event, where nothing else is named.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs, reason = "the sentence of a claim names its fields")]
pub enum Claim {
    /// The node has this status.
    HasStatus { node: String, status: NodeStatus },
    /// It is no longer among the nodes.
    HasLeft { node: String },
    /// The node waited for an answer of another in vain, now or earlier.
    HadNoAnswer { by: String, of: String },
    /// The node takes another to be down.
    Suspects { by: String, node: String },
    /// The node does not take another to be down.
    Trusts { by: String, node: String },
    /// A wall stands between them, or stood there when the message of this step was sent.
    WereCutOff { from: String, to: String },
    /// Nothing gets from one to the other, or back: a wall stands between them, or a link is held.
    CannotHear { one: String, other: String },
    /// The link between them is cut in this direction, or was when the message of this step was sent.
    WasCut { from: String, to: String, kind: MessageKind },
    /// A message left in this step.
    Sends { from: String, to: String },
    /// No message left in this step.
    SendsNothing,
    /// The coordinator has sent the client its answer, now or earlier.
    HasReplied { by: String, operation: u32 },
    /// The coordinator has sent the client no answer to this operation.
    HasNotReplied { by: String, operation: u32 },
    /// The operation has this kind of quorum, whatever the cluster's is.
    HasOwnQuorum { operation: u32, quorum: &'static str },
    /// The key lies at this position, which is not its hash.
    LiesAt { key: String, position: Position },
    /// The node has a version of the operation's key that its client had not read.
    HoldsUnread { node: String, operation: u32 },
    /// The disk of the node holds the version, as a home of the key.
    Holds { node: String, key: String, version: VersionState },
    /// The version comes to the disk of the node in this step.
    Writes { node: String, key: String, version: VersionState },
    /// The disk of the node holds the version, or one whose clock is at least as new.
    HoldsAtLeast { node: String, key: String, version: VersionState },
    /// The disk of the node does not hold the version.
    HasThrownAway { node: String, key: String, version: VersionState },
    /// So many versions of the key, each of another put, are on the node's disk.
    HoldsSiblings { node: String, key: String, count: usize },
    /// What the node found is what it has of the key, for itself and for others.
    HasFound { node: String, key: String, versions: Vec<VersionState> },
    /// The node keeps a copy of the key for another.
    KeepsFor { node: String, owner: String, key: String },
    /// The node keeps copies of so many keys for another.
    KeepsKeysFor { node: String, owner: String, keys: usize },
    /// So many keys are on the node's disk, as their home.
    HoldsKeys { node: String, keys: usize },
    /// By their clocks, the first version is newer than the second.
    IsNewer { version: VersionState, than: VersionState },
    /// The coordinator of the first version had a later time on its clock, when it made it, than that of the second.
    HasLaterTime { version: VersionState, than: VersionState },
    /// The put of the first version had not read the second.
    HadNotRead { version: VersionState, other: VersionState },
    /// The version was made earlier.
    WasMade { version: VersionState },
    /// The operation waits for so many answers.
    Needs { operation: u32, needed: usize },
    /// The client waits for its answer.
    IsPending { operation: u32 },
    /// The client has its answer, be it a failure.
    IsAnswered { operation: u32 },
    /// The operation was done, with these versions among others.
    IsDone { operation: u32, values: Vec<VersionState> },
    /// The operation failed.
    HasFailed { operation: u32 },
    /// What the node answered in this operation had none of the versions.
    AnswerLacked { operation: u32, node: String, versions: Vec<VersionState> },
    /// The client has a context for the key.
    KeepsContext { client: String, key: String },
    /// The node knows more of the members than before the step.
    LearnsMore { node: String },
    /// The node knows as much of the members as before the step.
    LearnsNothing { node: String },
    /// A wall stands between any two of different groups.
    IsSplit { groups: Vec<Vec<String>> },
    /// No wall stands.
    IsWhole,
    /// Messages from the one to the other wait, or do not.
    IsHeld { from: String, to: String, held: bool },
    /// These are the cluster's N, R and W, and its kind of quorum.
    HasQuorum { n: usize, r: usize, w: usize, quorum: &'static str },
    /// The node's clock is so many milliseconds ahead.
    HasClock { node: String, ms: f64 },
    /// The node is paused, or is not.
    IsPaused { node: String, paused: bool },
    /// So many messages have waited at the node and reach it now.
    HadWaiting { node: String, messages: usize },
    /// Messages from the one to the other, of this kind or all, are lost, or are not.
    IsCut { link: CutLink, cut: bool },
    /// Messages take so long, and this part of them is lost, everywhere and between data centres; as far as it is said.
    HasNetwork { delays: [Option<String>; 2], losses: [Option<f64>; 2] },
    /// These are the timers: gossip, hint delivery, comparison of trees, patience, hint window, grace time; as far as it is
    /// said.
    HasTimers { ms: [Option<f64>; 6] },
    /// So many tokens are its own.
    HasTokens { node: String, tokens: usize },
    /// It is among the nodes.
    IsThere { node: String },
    /// It hands over what it has, or has left.
    IsLeaving { node: String },
}

impl Claim {
    /// How long it is to be true.
    pub fn tense(&self) -> Tense {
        match self {
            Self::Sends { .. }
            | Self::SendsNothing
            | Self::LearnsMore { .. }
            | Self::LearnsNothing { .. }
            | Self::HasFound { .. }
            | Self::HadWaiting { .. }
            | Self::Writes { .. }
            | Self::WereCutOff { .. }
            | Self::WasCut { .. } => Tense::Step,
            Self::HadNoAnswer { .. }
            | Self::HasReplied { .. }
            | Self::HasOwnQuorum { .. }
            | Self::LiesAt { .. }
            | Self::IsNewer { .. }
            | Self::HasLaterTime { .. }
            | Self::HadNotRead { .. }
            | Self::WasMade { .. }
            | Self::Needs { .. }
            | Self::IsAnswered { .. }
            | Self::IsDone { .. }
            | Self::HasFailed { .. }
            | Self::AnswerLacked { .. } => Tense::Past,
            Self::HasStatus { .. }
            | Self::HasLeft { .. }
            | Self::Suspects { .. }
            | Self::Trusts { .. }
            | Self::CannotHear { .. }
            | Self::HasNotReplied { .. }
            | Self::HoldsUnread { .. }
            | Self::Holds { .. }
            | Self::HoldsAtLeast { .. }
            | Self::HasThrownAway { .. }
            | Self::HoldsSiblings { .. }
            | Self::KeepsFor { .. }
            | Self::KeepsKeysFor { .. }
            | Self::HoldsKeys { .. }
            | Self::IsPending { .. }
            | Self::KeepsContext { .. }
            | Self::IsSplit { .. }
            | Self::IsWhole
            | Self::IsHeld { .. }
            | Self::HasQuorum { .. }
            | Self::HasClock { .. }
            | Self::IsPaused { .. }
            | Self::IsCut { .. }
            | Self::HasNetwork { .. }
            | Self::HasTimers { .. }
            | Self::HasTokens { .. }
            | Self::IsThere { .. }
            | Self::IsLeaving { .. } => Tense::Present,
        }
    }
}
