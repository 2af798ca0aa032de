//! Acts of an operator in a few words.

use crate::explain::key_journey::words::{grouped, quoted, shortened};
use crate::explain::snapshot::CutState;
use crate::scenario::{Act, Command, Link, NetworkChanges, TimerChanges};

/// Most characters of a key that are said.
const LONGEST_KEY: usize = 24;

/// What an act does, as a sentence without its full stop.
pub fn act_words(act: &Act) -> String {
    match act {
        Act::Pause { name } => format!("{name} is paused"),
        Act::Resume { name } => format!("{name} goes on"),
        Act::SetTimers { changes } => timer_words(*changes),
        Act::SetNetwork { changes: NetworkChanges { delay, loss, between } } => {
            let takes = delay.as_ref().map(|delay| format!("a message takes {delay}"));
            let lost = loss.map(|loss| format!("{} % of messages are lost", (loss * 1e8).round() / 1e6));
            let between = between.as_ref().map(|_| "another network between data centres".to_owned());
            parts([takes, lost, between])
        }
        Act::LoseKey { name, key } => format!("The disk of {name} loses {}", quoted(&shortened(key, LONGEST_KEY))),
        Act::RestoreDisk { name, step } => format!("The disk of {name} is as after step {step}"),
        Act::GiveUpNode { name, .. } => format!("{name} is given up"),
        Act::ReplaceNode { name, by, .. } => format!("{by} replaces {name}"),
        Act::Cancel { name, .. } => format!("What {name} has begun is called back"),
        Act::ReturnNode { name } => format!("{name} comes back with its disk"),
        Act::Cut { link } => format!("{} are lost", link_words(link)),
        Act::Mend { link } => format!("{} arrive again", link_words(link)),
    }
}

fn timer_words(changes: TimerChanges) -> String {
    let every = |what: &str, ms: f64| {
        if ms == 0.0 { format!("{what} is off") } else { format!("{what} every {} ms", grouped(ms)) }
    };
    parts([
        changes.gossip.map(|ms| every("gossip", ms)),
        changes.handoff.map(|ms| every("hint delivery", ms)),
        changes.anti_entropy.map(|ms| every("Merkle tree comparison", ms)),
        changes.request_timeout.map(|ms| format!("coordinators wait {} ms", grouped(ms))),
        changes.hint_window.map(|ms| format!("the hint window is {} ms", grouped(ms))),
        changes.tombstone_grace.map(|ms| format!("deletions are kept for {} ms", grouped(ms))),
    ])
}

/// These parts, with a capital letter.
fn parts<const N: usize>(parts: [Option<String>; N]) -> String {
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `Messages from A to B`, or of one kind.
pub fn link_words(Link { from, to, kind }: &Link) -> String {
    let kind = kind.map(|kind| format!("{} ", kind.as_str())).unwrap_or_default();
    let messages = if kind.is_empty() { "Messages" } else { "messages" };
    format!("{kind}{messages} from {from} to {to}")
}

/// All messages from one to the other are lost from now on.
pub fn cut_command(from: &str, to: &str) -> Command {
    Command::Act(Act::Cut { link: Link { from: from.to_owned(), to: to.to_owned(), kind: None } })
}

/// A cut link is mended.
pub fn mend_command(cut: &CutState) -> Command {
    let CutState { from, to, kind } = cut.clone();
    Command::Act(Act::Mend { link: Link { from, to, kind } })
}

/// What the button says that mends a cut link.
pub fn mend_words(CutState { from, to, kind }: &CutState) -> String {
    let kind = kind.map(|kind| format!(" for {}", kind.as_str())).unwrap_or_default();
    format!("Mend the link from {from} to {to}{kind}")
}
