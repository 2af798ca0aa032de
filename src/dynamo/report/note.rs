//! What an operator, or whoever breaks things, has done: as data, and in words.

use super::{ActNote, Rule, grouped, thousands};

/// A command, by the names that it gives.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a note names its fields")]
pub enum Note {
    TimePasses { ms: f64 },
    Splits { groups: Vec<Vec<String>> },
    ZoneFails { zone: String, nodes: Vec<String>, wiped: bool },
    ZoneRestarts { zone: String, nodes: Vec<String> },
    SplitsByZones { zones: Vec<Vec<String>>, groups: Vec<Vec<String>> },
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
    Act(ActNote),
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
            Self::ZoneFails { zone, nodes, wiped } => {
                let (names, one) = (list(nodes), nodes.len() == 1);
                match (wiped, one) {
                    (true, true) => format!("Zone {zone} burns: {names} is down, and its disk is lost."),
                    (true, false) => format!("Zone {zone} burns: {names} are down, and their disks are lost."),
                    (false, true) => format!("Zone {zone} fails: {names} crashes. Its disk survives."),
                    (false, false) => format!("Zone {zone} fails: {names} crash. Their disks survive."),
                }
            }
            Self::ZoneRestarts { zone, nodes } => {
                let start = if nodes.len() == 1 { "starts" } else { "start" };
                format!("Zone {zone} is back: {} {start} again.", list(nodes))
            }
            Self::SplitsByZones { zones, groups } => zones_split(zones, groups),
            Self::IsWhole => "The network is whole again.".to_owned(),
            Self::Waits { from, to } => format!("Messages from {from} to {to} wait."),
            Self::GoesOn { from, to } => format!("Messages from {from} to {to} go on."),
            Self::QuorumSet { n, r, w, quorum } => {
                format!("The operator sets N = {n}, R = {r}, W = {w}, {quorum} quorums.")
            }
            Self::ClockSet { node, ms: 0.0 } => format!("{node}’s clock is right again."),
            Self::ClockSet { node, ms } => {
                format!("{node}’s clock is {} ms {}.", grouped(ms.abs()), if *ms < 0.0 { "behind" } else { "ahead" })
            }
            Self::NothingShared { a, b } => format!("{a} and {b} share no range: there is nothing to compare."),
            Self::Added { node } => format!("The operator adds {node}."),
            Self::TakenOff { node } => format!("The operator takes {node} off the ring."),
            Self::GivenUpUnreachable { node, through } => format!(
                "{node} cannot be reached from {through}. The operator gives it up: others take over its ranges."
            ),
            Self::GivenUpDown { node } => format!("The operator gives {node} up, with all that is on its disk."),
            Self::NeverBack { node } => format!("{node} was given up and is down. It will not come back."),
            Self::Act(act) => act.words(),
            Self::Refused { entry, why } => format!("script[{entry}] was refused. {why}"),
            Self::TokensSet { node, tokens } => {
                let plural = if *tokens == 1 { "" } else { "s" };
                format!("The operator gives {node} {} token{plural}.", thousands(*tokens))
            }
        }
    }

    /// The rule of the paper that it follows: an operator decides who is a member.
    pub fn rule(&self) -> Option<Rule> {
        if let Self::Act(act) = self {
            return act.rule();
        }
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

/// Which zones hear each other no longer.
fn zones_split(zones: &[Vec<String>], groups: &[Vec<String>]) -> String {
    match (zones, groups) {
        ([one], [nodes]) => {
            let (zone, is) = if one.len() == 1 { ("zone", "is") } else { ("zones", "are") };
            format!("The network splits: {zone} {} ({}) {is} cut off from the others.", list(one), nodes.join(", "))
        }
        _ => {
            let side = |(zones, nodes): (&Vec<String>, &Vec<String>)| format!("{} ({})", list(zones), nodes.join(", "));
            let sides: Vec<String> = zones.iter().zip(groups).map(side).collect();
            format!("The network splits between zones: {}.", sides.join("; "))
        }
    }
}

/// `A`, `A and B`, `A, B and C`.
fn list(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

/// `One second passes.`, `10 seconds pass.`, `1,500 ms pass.`
fn time_passes(ms: f64) -> String {
    let seconds = ms / 1_000.0;
    match seconds {
        1.0 => "One second passes.".to_owned(),
        _ if seconds >= 1.0 && seconds.fract() == 0.0 => format!("{} seconds pass.", grouped(seconds)),
        _ => format!("{} ms pass.", grouped(ms)),
    }
}
