//! What an operator, or whoever breaks things, has done that the paper does not describe: as data, and in words.

use super::{Rule, grouped};
use crate::dynamo::message::MessageKind;

/// An act, by the names that it gives.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a note names its fields")]
pub enum ActNote {
    Paused {
        node: String,
    },
    Resumed {
        node: String,
        messages: usize,
    },
    /// Gossip, hint delivery, comparison of trees, patience, hint window, grace time.
    TimersSet {
        ms: [Option<f64>; 6],
    },
    NetworkSet {
        delay: Option<String>,
        loss: Option<f64>,
        between_delay: Option<String>,
        between_loss: Option<f64>,
    },
    GivenUp {
        node: String,
        through: String,
    },
    Replaced {
        node: String,
        by: String,
        tokens: usize,
    },
    JoinCancelled {
        node: String,
    },
    LeaveCancelled {
        node: String,
    },
    Returned {
        node: String,
        keys: usize,
    },
    Cut {
        link: CutLink,
    },
    Mended {
        link: CutLink,
    },
}

/// A link, one way, or the messages of one kind on it.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct CutLink {
    pub from: String,
    pub to: String,
    pub kind: Option<MessageKind>,
}

impl ActNote {
    /// The act as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Paused { node } => format!("{node} is paused: it does nothing, and what reaches it waits."),
            Self::Resumed { node, messages } => match messages {
                0 => format!("{node} goes on. Nothing has waited for it."),
                1 => format!("{node} goes on. 1 message has waited for it."),
                many => format!("{node} goes on. {many} messages have waited for it."),
            },
            Self::TimersSet { ms } => timers_set(ms),
            Self::NetworkSet { delay, loss, between_delay, between_loss } => {
                let takes = |delay: &String| format!("a message takes {delay}");
                let lost = |loss: f64| match percent(loss) {
                    0.0 => "no message is lost".to_owned(),
                    percent => format!("{percent} % of the messages are lost"),
                };
                let between = |words: String| format!("{words} between data centres");
                let parts = [
                    delay.as_ref().map(takes),
                    loss.map(lost),
                    between_delay.as_ref().map(takes).map(between),
                    between_loss.map(lost).map(between),
                ];
                format!("From now on, {}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", and "))
            }
            Self::GivenUp { node, through } => {
                format!(
                    "The operator gives {node} up through {through}, without asking it: others take over its ranges."
                )
            }
            Self::Replaced { node, by, tokens } => {
                let its = match tokens {
                    // With equal partitions, nobody's tokens are his own.
                    0 => "place".to_owned(),
                    1 => "1 token".to_owned(),
                    many => format!("{many} tokens"),
                };
                format!(
                    "{by} replaces {node}: it takes its {its}, and fetches what lies there from the copies that are left."
                )
            }
            Self::JoinCancelled { node } => format!("The operator calls the join of {node} back."),
            Self::LeaveCancelled { node } => format!("The operator calls the leave of {node} back: it stays."),
            Self::Returned { node, keys } => {
                let disk = match keys {
                    0 => "an empty disk".to_owned(),
                    1 => "1 key on its disk".to_owned(),
                    keys => format!("{keys} keys on its disk"),
                };
                format!("{node}, which was removed, comes back with {disk}.")
            }
            Self::Cut { link } => format!("{} are lost from now on.", link.messages()),
            Self::Mended { link } => format!("{} arrive again.", link.messages()),
        }
    }
}

impl ActNote {
    /// The rule of the paper that it follows: an operator decides who is a member.
    pub fn rule(&self) -> Option<Rule> {
        matches!(
            self,
            Self::GivenUp { .. } | Self::Replaced { .. } | Self::JoinCancelled { .. } | Self::LeaveCancelled { .. }
        )
        .then_some(Rule::OperatorDecides)
    }
}

impl CutLink {
    fn messages(&self) -> String {
        let Self { from, to, kind } = self;
        match kind {
            Some(kind) => format!("Messages of the kind {} from {from} to {to}", kind.as_str()),
            None => format!("Messages from {from} to {to}"),
        }
    }
}

/// Binary fractions have an error in the last digit, which is rounded away.
fn percent(part: f64) -> f64 {
    (part * 1e8).round() / 1e6
}

fn timers_set(ms: &[Option<f64>; 6]) -> String {
    let every = |what: &str, ms: f64| match ms {
        0.0 => format!("{what} is off"),
        ms => format!("{what} runs every {} ms", grouped(ms)),
    };
    let words = |(index, ms): (usize, &Option<f64>)| {
        let ms = (*ms)?;
        Some(match index {
            0 => every("gossip", ms),
            1 => every("hint delivery", ms),
            2 => every("the comparison of Merkle trees", ms),
            3 => format!("a coordinator waits {} ms for answers", grouped(ms)),
            4 if ms == 0.0 => "others stand in for a silent node for ever".to_owned(),
            4 => format!("others stand in for a silent node for {} ms", grouped(ms)),
            _ if ms == 0.0 => "deletions are kept for ever".to_owned(),
            _ => format!("deletions are kept for {} ms", grouped(ms)),
        })
    };
    let parts: Vec<String> = ms.iter().enumerate().filter_map(words).collect();
    format!("The operator sets timers: {}.", parts.join(", "))
}
