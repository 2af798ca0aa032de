//! What an operator, or whoever breaks things, has done that the paper does not describe: as data, and in words.

use crate::dynamo::message::MessageKind;

/// An act, by the names that it gives.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a note names its fields")]
pub enum ActNote {
    Paused { node: String },
    Resumed { node: String, messages: usize },
    TimersSet { gossip: Option<f64>, handoff: Option<f64>, anti_entropy: Option<f64>, request_timeout: Option<f64> },
    NetworkSet { delay: Option<String>, loss: Option<f64>, between_delay: Option<String>, between_loss: Option<f64> },
    Cut { link: CutLink },
    Mended { link: CutLink },
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
            Self::TimersSet { gossip, handoff, anti_entropy, request_timeout } => {
                let every = |what: &str, period: &f64| match period {
                    0.0 => format!("{what} is off"),
                    ms => format!("{what} runs every {ms} ms"),
                };
                let parts = [
                    gossip.as_ref().map(|ms| every("gossip", ms)),
                    handoff.as_ref().map(|ms| every("hint delivery", ms)),
                    anti_entropy.as_ref().map(|ms| every("the comparison of Merkle trees", ms)),
                    request_timeout.as_ref().map(|ms| format!("a coordinator waits {ms} ms for answers")),
                ];
                format!("The operator sets timers: {}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
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
            Self::Cut { link } => format!("{} are lost from now on.", link.messages()),
            Self::Mended { link } => format!("{} arrive again.", link.messages()),
        }
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
