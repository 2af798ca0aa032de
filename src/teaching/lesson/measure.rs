//! What can be measured: a closed list, each with the type of its answer and what it needs to be told.

mod table;

use super::{AnswerKind, LaboratoryQuestion};
use table::MEASURES;

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
    pub fn new(what: What) -> Self {
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
    pub fn as_str(self) -> &'static str {
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
    FurthestOffMean,
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
    /// The sentence of an answer, with `{answer}` and what it was told in braces.
    pub says: &'static str,
}

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
    pub fn parse(word: &str) -> Option<Self> {
        MEASURES.iter().find(|description| description.word == word).map(|description| description.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_measure_in_its_place() {
        for (index, description) in MEASURES.iter().enumerate() {
            assert_eq!(description.what as usize, index, "{}", description.word);
            assert_eq!(What::parse(description.word), Some(description.what));
        }
        assert_eq!(What::Laboratory as usize + 1, MEASURES.len());
    }
}
