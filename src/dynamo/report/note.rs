//! What an operator, or whoever breaks things, has done: as data, and in words.

use super::Rule;

/// A command, by the names that it gives.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a note names its fields")]
pub enum Note {
    TimePasses { ms: f64 },
    Splits { groups: Vec<Vec<String>> },
    IsWhole,
    Waits { from: String, to: String },
    GoesOn { from: String, to: String },
    QuorumSet { n: usize, r: usize, w: usize, quorum: &'static str },
    ClockSet { node: String, ms: f64 },
    NothingShared { a: String, b: String },
    Added { node: String },
    TakenOff { node: String },
    GivenUpUnreachable { node: String, through: String },
    GivenUpDown { node: String },
    NeverBack { node: String },
    TokensSet { node: String, tokens: usize },
    Refused { entry: usize, why: String },
}

impl Note {
    /// The note as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::TimePasses { ms } => time_passes(*ms),
            Self::Splits { groups } => {
                let sides: Vec<String> = groups.iter().map(|group| group.join(", ")).collect();
                format!("The network splits: {}.", sides.join("; "))
            }
            Self::IsWhole => "The network is whole again.".to_owned(),
            Self::Waits { from, to } => format!("Messages from {from} to {to} wait."),
            Self::GoesOn { from, to } => format!("Messages from {from} to {to} go on."),
            Self::QuorumSet { n, r, w, quorum } => {
                format!("The operator sets N = {n}, R = {r}, W = {w}, {quorum} quorums.")
            }
            Self::ClockSet { node, ms: 0.0 } => format!("{node}’s clock is right again."),
            Self::ClockSet { node, ms } => {
                format!("{node}’s clock is {} ms {}.", ms.abs(), if *ms < 0.0 { "behind" } else { "ahead" })
            }
            Self::NothingShared { a, b } => format!("{a} and {b} share no range: there is nothing to compare."),
            Self::Added { node } => format!("The operator adds {node}."),
            Self::TakenOff { node } => format!("The operator takes {node} off the ring."),
            Self::GivenUpUnreachable { node, through } => format!(
                "{node} cannot be reached from {through}. The operator gives it up: others take over its ranges."
            ),
            Self::GivenUpDown { node } => format!("The operator gives {node} up, with all that is on its disk."),
            Self::NeverBack { node } => format!("{node} was given up and is down. It will not come back."),
            Self::Refused { entry, why } => format!("script[{entry}] was refused. {why}"),
            Self::TokensSet { node, tokens } => {
                let plural = if *tokens == 1 { "" } else { "s" };
                format!("The operator gives {node} {tokens} token{plural}.")
            }
        }
    }

    /// The rule of the paper that it follows: an operator decides who is a member.
    pub fn rule(&self) -> Option<Rule> {
        matches!(
            self,
            Self::Added { .. }
                | Self::TakenOff { .. }
                | Self::GivenUpUnreachable { .. }
                | Self::GivenUpDown { .. }
                | Self::NeverBack { .. }
                | Self::TokensSet { .. }
        )
        .then_some(Rule::OperatorDecides)
    }
}

/// `One second passes.`, `10 seconds pass.`, `250 ms pass.`
fn time_passes(ms: f64) -> String {
    let seconds = ms / 1_000.0;
    match seconds {
        1.0 => "One second passes.".to_owned(),
        _ if seconds >= 1.0 && seconds.fract() == 0.0 => format!("{seconds} seconds pass."),
        _ => format!("{ms} ms pass."),
    }
}
