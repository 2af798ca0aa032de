//! Commands in a few words, as a person says them: “E crashes; its disk survives”.

use super::act_words::act_words;
use super::cluster_edit::token_count;
use crate::explain::key_journey::words::{counted, grouped, quoted, shortened};
use crate::scenario::{Command, Overrides, Quorum, ReconcileBy, WhichMessage};

/// Most characters of a value that are said.
const LONGEST_VALUE: usize = 24;
/// The longest list of one side of a wall, in characters.
const LONGEST_SIDE: usize = 24;

/// What a command does, as a sentence without its full stop.
pub fn command_words(command: &Command) -> String {
    match command {
        Command::Put { client, value, .. } => format!("{client} puts {}", quoted(&shortened(value, LONGEST_VALUE))),
        Command::Get { client, key, .. } => format!("{client} gets {}", quoted(&shortened(key, LONGEST_VALUE))),
        Command::Delete { client, key, .. } => format!("{client} deletes {}", quoted(&shortened(key, LONGEST_VALUE))),
        Command::Reconcile { client, how: ReconcileBy::Union, .. } => {
            format!("{client} puts the union of the siblings")
        }
        Command::Reconcile { client, how: ReconcileBy::Pick(value), .. } => {
            format!("{client} replaces the siblings by {}", quoted(&shortened(value, LONGEST_VALUE)))
        }
        Command::AddNode { name, tokens, .. } => {
            format!("{name} joins with {}", counted(token_count(tokens), "token", "tokens"))
        }
        Command::RemoveNode { name, .. } => format!("{name} leaves"),
        Command::SetTokens { name, tokens, .. } => {
            format!("{name} gets {}", counted(token_count(tokens), "token", "tokens"))
        }
        Command::Crash { name, wipe: false } => format!("{name} crashes; its disk survives"),
        Command::Crash { name, wipe: true } => format!("{name} crashes and loses its disk"),
        Command::Restart { name } => format!("{name} restarts"),
        Command::CrashZone { zone, wipe: false } => format!("Zone {zone} crashes; its disks survive"),
        Command::CrashZone { zone, wipe: true } => format!("Zone {zone} burns, disks and all"),
        Command::RestartZone { zone } => format!("Zone {zone} restarts"),
        Command::PartitionZones { zones } => format!("A wall between zones: {}", sides(zones)),
        Command::Partition { groups } => format!("A wall: {}", sides(groups)),
        Command::Repair => "The wall is removed".to_owned(),
        Command::Hold { from, to } => format!("Messages from {from} to {to} wait"),
        Command::Release { from, to } => format!("Messages from {from} to {to} go on"),
        Command::Drop { which: WhichMessage::Number(_) } => "A message is dropped".to_owned(),
        Command::Drop { which: WhichMessage::First { .. } } => "The first such message is dropped".to_owned(),
        Command::SetQuorum { overrides, quorum } => quorum_words(*overrides, *quorum),
        Command::Skew { name, ms: 0.0 } => format!("The clock of {name} is right again"),
        Command::Skew { name, ms } => {
            format!("The clock of {name} is {} ms {}", grouped(ms.abs()), if *ms > 0.0 { "ahead" } else { "behind" })
        }
        Command::AntiEntropy { a, b } => format!("{a} and {b} compare their Merkle trees"),
        Command::Act(act) => act_words(act),
        Command::Wait { ms } if *ms == 1_000.0 => "1 second passes".to_owned(),
        Command::Wait { ms } if *ms >= 1_000.0 => format!("{} seconds pass", grouped(ms / 1_000.0)),
        Command::Wait { ms } => format!("{} ms pass", grouped(*ms)),
    }
}

fn sides(groups: &[Vec<String>]) -> String {
    let sides: Vec<String> = groups.iter().map(|group| shortened(&group.join(", "), LONGEST_SIDE)).collect();
    sides.join(" | ")
}

fn quorum_words(overrides: Overrides, quorum: Option<Quorum>) -> String {
    let number = |letter: &str, value: Option<usize>| value.map(|value| format!("{letter}\u{a0}= {value}"));
    let kind = quorum.map(|quorum| format!("{} quorums", quorum.as_str()));
    let Overrides { n, r, w } = overrides;
    let all: Vec<String> = [number("N", n), number("R", r), number("W", w), kind].into_iter().flatten().collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_said_as_a_person_says_them() {
        let partition =
            Command::Partition { groups: vec![vec!["A".to_owned(), "Alice".to_owned()], vec!["B".to_owned()]] };
        let one = Overrides { n: Some(1), r: Some(1), ..Overrides::default() };
        for (command, words) in [
            (Command::put("Alice", "cart", "milk"), "Alice puts “milk”"),
            (Command::get("Bob", "cart"), "Bob gets “cart”"),
            (Command::Crash { name: "E".to_owned(), wipe: false }, "E crashes; its disk survives"),
            (partition, "A wall: A, Alice | B"),
            (Command::SetQuorum { overrides: one, quorum: None }, "N\u{a0}= 1, R\u{a0}= 1"),
            (Command::Skew { name: "A".to_owned(), ms: -500.0 }, "The clock of A is 500 ms behind"),
            (Command::Wait { ms: 10_000.0 }, "10 seconds pass"),
            (Command::Wait { ms: 500.0 }, "500 ms pass"),
        ] {
            assert_eq!(command_words(&command), words);
        }
    }
}
