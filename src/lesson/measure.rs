//! What can be measured: a closed list, each with the type of its answer and what it needs to be told.

use super::{AnswerKind, LaboratoryQuestion};

/// Something to be measured in the world, and what about.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What.
    pub what: What,
    /// About this key.
    pub key: Option<String>,
    /// About this node.
    pub node: Option<String>,
    /// About this value.
    pub value: Option<String>,
    /// About this client.
    pub client: Option<String>,
    /// About this request of the step, counted from 1; without it, about the last.
    pub operation: Option<usize>,
    /// Another N than the cluster's, or a number of nodes.
    pub n: Option<usize>,
    /// Tokens of a node that would join.
    pub tokens: Option<usize>,
    /// A kind of message, such as `write`.
    pub message: Option<String>,
    /// The name of an invariant.
    pub invariant: Option<String>,
    /// A figure of a laboratory.
    pub laboratory: Option<LaboratoryQuestion>,
}

impl Measure {
    /// A measure that is told nothing yet.
    pub fn of(what: What) -> Self {
        Self {
            what,
            key: None,
            node: None,
            value: None,
            client: None,
            operation: None,
            n: None,
            tokens: None,
            message: None,
            invariant: None,
            laboratory: None,
        }
    }
}

/// What a measure can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `key`
    Key,
    /// `node`
    Node,
    /// `value`
    Value,
    /// `client`
    Client,
    /// `operation`
    Operation,
    /// `n`
    N,
    /// `tokens`
    Tokens,
    /// `message`
    Message,
    /// `invariant`
    Invariant,
    /// `kind`, `with` and `figure`
    Laboratory,
}

impl Argument {
    /// The name of the field; of the first one, for a laboratory.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Node => "node",
            Self::Value => "value",
            Self::Client => "client",
            Self::Operation => "operation",
            Self::N => "n",
            Self::Tokens => "tokens",
            Self::Message => "message",
            Self::Invariant => "invariant",
            Self::Laboratory => "kind",
        }
    }
}

/// What can be measured. [`What::description`] says more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has its sentence in the table below")]
pub enum What {
    Owner,
    PreferenceList,
    Skipped,
    NodeByModulo,
    MovedByModulo,
    MovedByRing,
    Share,
    LargestOverMean,
    Busiest,
    Status,
    Error,
    Coordinator,
    Acks,
    AckCount,
    Values,
    ValueCount,
    Latency,
    Context,
    Stored,
    Versions,
    Clock,
    Holders,
    Copies,
    Current,
    Siblings,
    Lost,
    HintsAt,
    HintsFor,
    HintKeepers,
    Suspects,
    NodeStatus,
    KeysAt,
    Violations,
    Messages,
    TreeHashes,
    TreeKeys,
    FullCopy,
    Learned,
    Elapsed,
    Laboratory,
}

/// What there is to know of a measure.
#[derive(Clone, Copy, Debug)]
pub struct MeasureDescription {
    /// Which.
    pub what: What,
    /// Its word in a file.
    pub word: &'static str,
    /// The type of its answer.
    pub answer: AnswerKind,
    /// What it must be told.
    pub needs: &'static [Argument],
    /// What it may be told.
    pub may: &'static [Argument],
    /// What it is, in words.
    pub about: &'static str,
}

const fn described(
    what: What,
    word: &'static str,
    answer: AnswerKind,
    (needs, may): (&'static [Argument], &'static [Argument]),
    about: &'static str,
) -> MeasureDescription {
    MeasureDescription { what, word, answer, needs, may, about }
}

use AnswerKind::{List, Number, Set, Text};
use Argument::{Client, Invariant, Key, Message, N, Node, Operation, Tokens, Value};

const OF_A_KEY: (&[Argument], &[Argument]) = (&[Key], &[N]);
const OF_A_REQUEST: (&[Argument], &[Argument]) = (&[], &[Operation]);
const OF_A_NODE: (&[Argument], &[Argument]) = (&[Node], &[]);
const OF_COPIES: (&[Argument], &[Argument]) = (&[Key], &[Value]);
const OF_NOTHING: (&[Argument], &[Argument]) = (&[], &[]);

/// All of them.
const MEASURES: [MeasureDescription; 40] = [
    described(What::Owner, "owner", Text, (&[Key], &[]), "the node whose token is the first at or after the key"),
    described(What::PreferenceList, "preference-list", List, OF_A_KEY, "the first N distinct nodes of the key's walk"),
    described(
        What::Skipped,
        "skipped",
        Number,
        OF_A_KEY,
        "tokens that the walk passes by, for their node is listed already",
    ),
    described(
        What::NodeByModulo,
        "node-by-modulo",
        Text,
        OF_A_KEY,
        "the node that hash mod n gives the key; n is the number of nodes unless given",
    ),
    described(
        What::MovedByModulo,
        "moved-by-modulo",
        Number,
        OF_NOTHING,
        "per cent of 1,000 keys that hash mod n places elsewhere with one node more",
    ),
    described(
        What::MovedByRing,
        "moved-by-ring",
        Number,
        (&[Node, Tokens], &[]),
        "per cent of 1,000 keys whose first node changes when this new node joins with so many tokens",
    ),
    described(What::Share, "share", Number, OF_A_NODE, "per cent of the ring that the node's tokens own"),
    described(
        What::LargestOverMean,
        "largest-over-mean",
        Number,
        OF_NOTHING,
        "the largest share of a node over the mean share",
    ),
    described(What::Busiest, "busiest", Text, OF_NOTHING, "the node with the largest share"),
    described(What::Status, "status", Text, OF_A_REQUEST, "ok, failed or pending"),
    described(What::Error, "error", Text, OF_A_REQUEST, "why the request failed; empty if it did not"),
    described(
        What::Coordinator,
        "coordinator",
        Text,
        OF_A_REQUEST,
        "the node that coordinates the request; empty if none does",
    ),
    described(
        What::Acks,
        "acks",
        List,
        OF_A_REQUEST,
        "the nodes whose answers were counted, in the order in which they came",
    ),
    described(What::AckCount, "ack-count", Number, OF_A_REQUEST, "how many answers were counted"),
    described(
        What::Values,
        "values",
        Set,
        OF_A_REQUEST,
        "the values that a get returned, or that a put wrote; (deleted) for a tombstone",
    ),
    described(What::ValueCount, "value-count", Number, OF_A_REQUEST, "how many versions a get returned"),
    described(
        What::Latency,
        "latency",
        Number,
        OF_A_REQUEST,
        "milliseconds from asking to the answer; 0 while there is none",
    ),
    described(
        What::Context,
        "context",
        Text,
        (&[Client, Key], &[]),
        "the clock that the client would send with its next put, as [Sx,2][Sy,1]",
    ),
    described(What::Stored, "stored", Set, (&[Node, Key], &[]), "the values on the node's disk, hints aside"),
    described(
        What::Versions,
        "versions",
        Number,
        (&[Node, Key], &[]),
        "how many versions of the key the node's disk holds, hints aside",
    ),
    described(
        What::Clock,
        "clock",
        Text,
        (&[Key, Value], &[]),
        "the vector clock of the version with this value, as [Sx,2][Sy,1]; empty if there is none",
    ),
    described(
        What::Holders,
        "holders",
        Set,
        OF_COPIES,
        "the nodes whose disks hold the key, or this value of it, hints aside",
    ),
    described(
        What::Copies,
        "copies",
        Number,
        OF_COPIES,
        "how many disks hold the key, or this value of it, hints aside",
    ),
    described(
        What::Current,
        "current",
        Set,
        (&[Key], &[]),
        "the values that are stored somewhere and that nothing stored supersedes",
    ),
    described(What::Siblings, "siblings", Number, (&[Key], &[]), "how many versions are current"),
    described(
        What::Lost,
        "lost",
        Set,
        (&[Key], &[]),
        "values whose writes were acknowledged, that no later write had read, and that are gone",
    ),
    described(What::HintsAt, "hints-at", Number, OF_A_NODE, "hints that the node keeps for others"),
    described(What::HintsFor, "hints-for", Number, OF_A_NODE, "hints that others keep for the node"),
    described(What::HintKeepers, "hint-keepers", Set, OF_A_NODE, "the nodes that keep hints for the node"),
    described(What::Suspects, "suspects", Set, OF_A_NODE, "the nodes that this node takes for failed"),
    described(What::NodeStatus, "node-status", Text, OF_A_NODE, "up, crashed, joining, leaving or gone"),
    described(What::KeysAt, "keys-at", Number, OF_A_NODE, "how many keys the node's disk holds, hints aside"),
    described(
        What::Violations,
        "violations",
        Number,
        (&[], &[Invariant]),
        "how often the invariants, or this one, are broken",
    ),
    described(
        What::Messages,
        "messages",
        Number,
        (&[], &[Message]),
        "messages, or those of this kind, that were sent since the step began",
    ),
    described(
        What::TreeHashes,
        "tree-hashes",
        Number,
        OF_NOTHING,
        "hashes of Merkle trees that were compared since the step began",
    ),
    described(
        What::TreeKeys,
        "tree-keys",
        Number,
        OF_NOTHING,
        "keys that Merkle trees found to be sent or asked for since the step began",
    ),
    described(What::FullCopy, "full-copy", Number, OF_NOTHING, "keys that a full copy would have sent instead"),
    described(
        What::Learned,
        "learned",
        Set,
        OF_A_NODE,
        "the nodes that heard of this node's joining or leaving by gossip since the step began",
    ),
    described(What::Elapsed, "elapsed", Number, OF_NOTHING, "milliseconds of simulated time since the step began"),
    described(What::Laboratory, "laboratory", Number, (&[Argument::Laboratory], &[]), "a figure of a laboratory"),
];

impl What {
    /// All of them.
    pub fn all() -> &'static [MeasureDescription] {
        &MEASURES
    }

    /// What there is to know of it.
    pub fn description(self) -> &'static MeasureDescription {
        // The table is in the order of the words.
        &MEASURES[self as usize]
    }

    /// The measure of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        MEASURES.iter().find(|description| description.word == word).map(|description| description.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_measure_in_its_place() {
        for (place, description) in MEASURES.iter().enumerate() {
            assert_eq!(description.what as usize, place, "{}", description.word);
            assert_eq!(What::of_word(description.word), Some(description.what));
        }
        assert_eq!(What::Laboratory as usize + 1, MEASURES.len());
    }
}
