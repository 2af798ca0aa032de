//! Renaming a node or a client throughout a script.

use crate::input::refusal::Refusal;
use crate::page::projection::cluster::Beginning;
use crate::scenario::{Command, NodeSpec, ScriptEntry, Tokens, WhichMessage, check_name};

/// Whether a script mentions this node or client.
pub fn is_named(script: &[ScriptEntry], name: &str) -> bool {
    let mut named = false;
    for entry in script {
        let mut command = entry.command.clone();
        names_of(&mut command, &mut |known| named |= known == name);
    }
    named
}

/// A valid, unused name: 1 to 24 characters, without surrounding blanks.
///
/// # Errors
/// `invalid-name` and `duplicate-name`.
pub fn new_name<'a>(typed: &str, old: &str, mut others: impl Iterator<Item = &'a str>) -> Result<String, Refusal> {
    let name = typed.trim();
    check_name("name", name)?;
    if name != old && others.any(|other| other == name) {
        let allowed = "a name that no other node or client has";
        return Err(Refusal::field("duplicate-name", "name", format!("“{name}”"), allowed));
    }
    Ok(name.to_owned())
}

/// The beginning and script with a node or client renamed. A node keeps its tokens.
pub fn renamed(
    mut beginning: Beginning,
    mut script: Vec<ScriptEntry>,
    old: &str,
    new: &str,
) -> (Beginning, Vec<ScriptEntry>) {
    for node in beginning.scenario.nodes.iter_mut().filter(|node| node.name == old) {
        // A count alone would mean the tokens of the new name.
        node.tokens = Tokens::At(node.positions());
        node.name = new.to_owned();
    }
    for seed in beginning.scenario.seeds.iter_mut().flatten().filter(|seed| *seed == old) {
        *seed = new.to_owned();
    }
    for entry in &mut script {
        if let Command::AddNode { name, tokens, .. } | Command::SetTokens { name, tokens, .. } = &mut entry.command
            && name == old
        {
            let node = NodeSpec { tokens: tokens.clone(), ..NodeSpec::new(name, 0) };
            *tokens = Tokens::At(node.positions());
        }
        names_of(&mut entry.command, &mut |name| {
            if name == old {
                *name = new.to_owned();
            }
        });
    }
    (beginning, script)
}

/// Visits each name in a command.
fn names_of(command: &mut Command, visit: &mut impl FnMut(&mut String)) {
    match command {
        Command::Put { client, via, .. } | Command::Get { client, via, .. } | Command::Delete { client, via, .. } => {
            visit(client);
            via.iter_mut().for_each(visit);
        }
        Command::Reconcile { client, .. } => visit(client),
        Command::AddNode { name, via, .. }
        | Command::RemoveNode { name, via }
        | Command::SetTokens { name, via, .. } => {
            visit(name);
            via.iter_mut().for_each(visit);
        }
        Command::Crash { name, .. } | Command::Restart { name } | Command::Skew { name, .. } => visit(name),
        Command::Partition { groups } => groups.iter_mut().flatten().for_each(visit),
        Command::Hold { from, to } | Command::Release { from, to } => {
            visit(from);
            visit(to);
        }
        Command::Act(act) => act.names(visit),
        Command::AntiEntropy { a, b } => {
            visit(a);
            visit(b);
        }
        Command::Drop { which: WhichMessage::First { from, to, .. } } => {
            from.iter_mut().chain(to).for_each(visit);
        }
        Command::CrashZone { .. } | Command::RestartZone { .. } | Command::PartitionZones { .. } => {}
        Command::Repair | Command::Drop { .. } | Command::SetQuorum { .. } | Command::Wait { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::snapshot::State;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::Scenario;

    fn play(beginning: &Beginning, script: Vec<ScriptEntry>) -> State {
        let mut playground = Playground::new(Scenario { script, ..beginning.scenario.clone() }).unwrap();
        playground.run(RunLimit::default()).unwrap();
        playground.state()
    }

    #[test]
    fn a_renamed_history_is_the_same_but_for_the_name() {
        let named = |name: &str| name.to_owned();
        let commands = [
            Command::add_node("F", Tokens::Count(4)),
            Command::Partition { groups: vec![vec![named("F"), named("bob")], vec![named("A")]] },
            Command::put("bob", "cart", "milk").through("F"),
            Command::Repair,
            Command::Crash { name: named("F"), wipe: false },
            Command::Restart { name: named("F") },
            Command::set_tokens("F", Tokens::Count(2)),
            Command::Hold { from: named("F"), to: named("A") },
            Command::Release { from: named("F"), to: named("A") },
            Command::AntiEntropy { a: named("A"), b: named("F") },
        ];
        let script: Vec<ScriptEntry> = commands.into_iter().map(ScriptEntry::new).collect();
        let beginning = Beginning::new(Scenario::default());
        let before = play(&beginning, script.clone());
        let (fresh, fresh_script) = renamed(beginning.clone(), script.clone(), "F", "Freiburg");
        let (fresh, fresh_script) = renamed(fresh, fresh_script, "A", "Aachen");
        assert!(is_named(&script, "F") && !is_named(&fresh_script, "F") && is_named(&fresh_script, "Freiburg"));
        let after = play(&fresh, fresh_script);
        let renamed_before = format!("{before:?}").replace("\"F\"", "\"Freiburg\"").replace("\"A\"", "\"Aachen\"");
        assert_eq!(before.steps, after.steps);
        assert_eq!(renamed_before.len(), format!("{after:?}").len());
    }

    #[test]
    fn a_name_is_short_enough_and_nobody_elses() {
        let check = |typed: &str| new_name(typed, "Alice", ["Alice", "Bob", "A"].into_iter());
        assert_eq!(check(" Carol ").as_deref(), Ok("Carol"));
        assert_eq!(check("Alice").as_deref(), Ok("Alice"));
        assert!(check("Bob").unwrap_err().message.contains("name: got “Bob”"));
        assert!(check("A").is_err() && check("  ").is_err() && check("abcdefghijklmnopqrstuvwxy").is_err());
    }
}
