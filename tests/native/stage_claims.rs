//! What the stage says beside the nodes, and to screen readers of nodes, messages, tokens, walls and held links: each part
//! of it is looked up in the world, and what is so is said. [`crate::claims`] does this at every step of its histories.

use ringside::dynamo::partitioning::Ring;
use ringside::explain::narration::clock;
use ringside::explain::snapshot::{MessageState, NodeState, NodeStatus, State};
use ringside::explain::trace::TraceEvent;
use ringside::page::projection::cluster::{Beginning, Cluster};
use ringside::page::projection::seat_state::SeatState;
use ringside::page::projection::sides::Sides;
use ringside::page::projection::stage_words::{held_words, message_words, token_words, wall_words};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use ringside::simulation::History;
use std::collections::{BTreeMap, BTreeSet};

/// The first thing said that is not so, or not said that is. What is said is worked out from `shown`, which is `state` but
/// where a test plants a lie.
pub fn first_false(playground: &Playground, shown: &State, state: &State, told: &[TraceEvent]) -> Option<String> {
    let key = told.iter().rev().find_map(|event| event.key.clone()).unwrap_or_else(|| "k0".to_owned());
    let ring = playground.ring();
    let beginning = Beginning::new(playground.scenario());
    let cluster = Cluster::from_state(shown, &ring, playground.node_names(), &beginning);
    let skews = skews(playground, state.step);
    let seats = SeatState::all(shown, &key);
    let of_seats = seats.iter().find_map(|seat| {
        let node = &state.nodes[seat.node_index];
        let said = seat.words(&cluster, None);
        let expected = seat_parts(node, state, &key, share(&ring, node, playground), &skews);
        let parts: Vec<String> = said.split("; ").map(str::to_owned).collect();
        let notes: BTreeSet<String> = seat.notes(&cluster).into_iter().map(|(long, _)| long).collect();
        let expected_notes = notes_of(node, state, &skews);
        (parts != expected || notes != expected_notes)
            .then(|| format!("{said} {notes:?}, and so it is: {expected:?} {expected_notes:?}"))
    });
    of_seats
        .or_else(|| shown.messages.iter().find_map(|message| of_message(message, state, told)))
        .or_else(|| of_tokens(&cluster, &ring, playground))
        .or_else(|| of_wall(shown, state, &cluster))
        .or_else(|| state.held.iter().find_map(|(from, to)| of_link(shown, state, from, to)))
}

/// How far each clock was set ahead, by what the operator did.
fn skews(playground: &Playground, step: usize) -> BTreeMap<String, f64> {
    let mut skews = BTreeMap::new();
    for (_, command) in playground.commands().filter(|(given, _)| *given <= step) {
        match command {
            Command::Skew { name, ms } => skews.insert(name.clone(), *ms),
            Command::AddNode { name, .. } => skews.remove(name),
            _ => None,
        };
    }
    skews
}

/// The part of the ring that a node owns: the way to each of its tokens from the one before.
fn share(ring: &Ring, node: &NodeState, playground: &Playground) -> f64 {
    let tokens = ring.tokens();
    let name = |index: usize| &playground.node_names()[tokens[index].owner.index()];
    let gap = |index: usize| {
        let before = tokens[(index + tokens.len() - 1) % tokens.len()].position.0;
        match tokens[index].position.0.wrapping_sub(before) {
            0 => 1.0,
            gap => gap as f64 / 2_f64.powi(128),
        }
    };
    (0..tokens.len()).filter(|index| **name(*index) == *node.name).map(gap).fold(0.0, |sum, gap| sum + gap)
}

fn in_percent(part: f64) -> String {
    format!("{:.1}\u{202f}%", part * 100.0)
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn suspecting<'a>(node: &NodeState, state: &'a State) -> Vec<&'a str> {
    let suspect = |other: &&NodeState| other.suspects.contains(&node.name);
    state.nodes.iter().filter(suspect).map(|other| other.name.as_str()).collect()
}

/// The owners of hints, in the order of the first hint for each, with the number of keys.
fn kept_for(node: &NodeState) -> Vec<(&str, usize)> {
    let mut owners: Vec<&str> = node.hints.iter().map(|hint| hint.owner.as_str()).collect();
    owners.dedup();
    owners.iter().map(|owner| (*owner, node.hints.iter().filter(|hint| hint.owner == *owner).count())).collect()
}

fn in_time(ms: f64) -> String {
    if ms >= 1_000.0 { format!("{} s", ms / 1_000.0) } else { format!("{ms} ms") }
}

/// What is to be said of a node, part by part.
fn seat_parts(node: &NodeState, state: &State, key: &str, share: f64, skews: &BTreeMap<String, f64>) -> Vec<String> {
    let mut parts =
        vec![format!("Node {}: {}, {} of the ring", node.name, counted(node.tokens.len(), "token"), in_percent(share))];
    if let Some(zone) = &node.zone {
        parts[0].push_str(&format!(", in zone {zone}"));
    }
    if node.paused {
        parts.push("paused".to_owned());
    } else if node.status != NodeStatus::Up {
        parts.push(match node.status {
            NodeStatus::Crashed => "down".to_owned(),
            other => other.as_str().to_owned(),
        });
    }
    let stored = node.store.get(key).map(Vec::as_slice).unwrap_or_default();
    let versions: Vec<String> = stored
        .iter()
        .map(|version| {
            let value =
                version.value.as_ref().map_or("deleted".to_owned(), |value| match value.trim_matches([',', ' ']) {
                    "" => "(empty cart)".to_owned(),
                    _ => format!("“{value}”"),
                });
            format!("{value} {}", clock(version))
        })
        .collect();
    match versions.len() {
        0 => {}
        1 => parts.push(format!("stores {}", versions[0])),
        count => parts.push(format!("stores {count} siblings: {}", versions.join(" and "))),
    }
    parts.extend(kept_for(node).iter().map(|(owner, keys)| format!("keeps {} for {owner}", counted(*keys, "key"))));
    let suspecting = suspecting(node, state);
    if !suspecting.is_empty() {
        let think = if suspecting.len() == 1 { "thinks" } else { "think" };
        parts.push(format!("{} {think} it is down", listed(&suspecting)));
    }
    match skews.get(&node.name).copied().unwrap_or(0.0) {
        0.0 => {}
        ahead if ahead > 0.0 => parts.push(format!("its clock is {} ahead", in_time(ahead))),
        behind => parts.push(format!("its clock is {} behind", in_time(-behind))),
    }
    if node.unheard > 0 && node.status != NodeStatus::Crashed {
        parts.push("it has not heard of every change of the members".to_owned());
    }
    parts
}

/// What is to stand beside a seat.
fn notes_of(node: &NodeState, state: &State, skews: &BTreeMap<String, f64>) -> BTreeSet<String> {
    let mut notes = BTreeSet::new();
    let suspecting = suspecting(node, state);
    let who = if suspecting.len() > 3 { format!("{} nodes", suspecting.len()) } else { suspecting.join(", ") };
    match suspecting.len() {
        0 => {}
        1 => drop(notes.insert(format!("{who} thinks it is down"))),
        _ => drop(notes.insert(format!("{who} think it is down"))),
    }
    notes.extend(kept_for(node).iter().map(|(owner, keys)| format!("keeps {} for {owner}", counted(*keys, "key"))));
    let skew = skews.get(&node.name).copied().unwrap_or(0.0);
    if skew != 0.0 {
        notes.insert(format!("clock {}{}", if skew < 0.0 { "−" } else { "+" }, in_time(skew.abs())));
    }
    if node.unheard > 0 && node.status != NodeStatus::Crashed {
        notes.insert("old view of the ring".to_owned());
    }
    notes
}

/// A message is called what it was when it was sent; it has not arrived, and waits where its link is held, or at a node that
/// is paused.
fn of_message(shown: &MessageState, state: &State, told: &[TraceEvent]) -> Option<String> {
    let said = message_words(shown);
    let sent = told.iter().flat_map(|event| &event.sent).find(|sent| sent.id == shown.id);
    let arrived = told.iter().any(|event| event.message.as_ref().is_some_and(|message| message.id == shown.id));
    let waits = format!("; it waits, for {} is paused", shown.to);
    let is_waiting = said.ends_with(&waits);
    let is_paused = state.nodes.iter().any(|node| node.name == shown.to && node.paused);
    let is_held = !is_waiting && state.held.iter().any(|(from, to)| (from, to) == (&shown.from, &shown.to));
    let so = sent.is_some_and(|sent| {
        let begins = format!("{} from {} to {}: {}", sent.kind.as_str(), sent.from, sent.to, sent.label);
        let owner = said.strip_prefix(&begins).map(|rest| rest.trim_end_matches("; held").trim_end_matches(&waits));
        // A copy that a stand-in keeps is said to be another's, and no other copy is.
        let names_owner = owner.is_some_and(|owner| match owner.strip_prefix(", for ") {
            Some(owner) => owner != sent.to,
            None => owner.is_empty(),
        });
        let may_wait = !is_waiting || is_paused && shown.arrives_at <= state.time;
        names_owner && may_wait && said.ends_with("; held") == is_held
    });
    (!so || arrived).then(|| format!("“{said}” is not so: {sent:?}, arrived: {arrived}"))
}

fn of_tokens(cluster: &Cluster, ring: &Ring, playground: &Playground) -> Option<String> {
    let tokens = ring.tokens();
    (0..tokens.len()).find_map(|index| {
        let said = token_words(cluster, index);
        let name = &playground.node_names()[tokens[index].owner.index()];
        let before = tokens[(index + tokens.len() - 1) % tokens.len()].position.0;
        let gap = tokens[index].position.0.wrapping_sub(before);
        let share = if gap == 0 { 1.0 } else { gap as f64 / 2_f64.powi(128) };
        let so = said.starts_with(&format!("Token of {name} at "))
            && said.ends_with(&format!("°: it owns the arc before it, {} of the ring", in_percent(share)))
            && said.split(" at ").nth(1).and_then(|rest| rest.split('°').next()).is_some_and(|degrees| {
                let turn = tokens[index].position.0 as f64 / 2_f64.powi(128);
                degrees.parse::<f64>().is_ok_and(|said| (said - turn * 360.0).abs() < 0.11)
            });
        (!so).then(|| format!("“{said}” is not so: {:?}", tokens[index]))
    })
}

/// Each two that stand on two sides of the wall cannot hear each other, and each two of one side can.
fn of_wall(shown: &State, state: &State, cluster: &Cluster) -> Option<String> {
    let partition = shown.partition.as_deref()?;
    let clients: Vec<String> = state.clients.iter().map(|client| client.name.clone()).collect();
    let said = wall_words(&Sides::from_partition(Some(partition), &cluster.names, &clients), cluster, &clients);
    if said.starts_with("The wall: all stand on one side of it, ") {
        // Clients that were only named do not stand anywhere yet.
        let stands = |name: &String| clients.contains(name) || state.nodes.iter().any(|node| node.name == *name);
        let sides = state.partition.iter().flatten().filter(|group| group.iter().any(stands));
        return (sides.count() != 1).then(|| format!("“{said}” is not so: {:?}", state.partition));
    }
    let sides = said.strip_prefix("The wall: no message gets through between ")?;
    let side = |side: &str| -> Vec<String> {
        side.replace(" and ", ", ").split(", ").map(str::to_owned).filter(|name| !name.is_empty()).collect()
    };
    let sides: Vec<Vec<String>> = sides.split(" | ").map(side).collect();
    let group = |name: &String| {
        state.partition.as_deref().and_then(|groups| groups.iter().position(|group| group.contains(name)))
    };
    let so = state.partition.is_some()
        && sides.iter().enumerate().all(|(index, one)| {
            let same = one.iter().all(|name| group(name) == group(&one[0]));
            let others = sides[index + 1..].iter().flatten();
            same && others.clone().all(|other| one.iter().all(|name| group(name) != group(other)))
        });
    (!so).then(|| format!("“{said}” is not so: {:?}", state.partition))
}

fn of_link(shown: &State, state: &State, from: &str, to: &str) -> Option<String> {
    let said = held_words(shown, from, to);
    let waiting =
        state.messages.iter().filter(|message| message.from == from && message.to == to && !message.waits).count();
    let so = match waiting {
        0 => said.ends_with("messages will wait"),
        count => said.ends_with(&format!(" is held: {count} waiting")),
    };
    (!so).then(|| format!("“{said}” is not so: {waiting} wait"))
}

/// A lie about what there is to see.
type Lie = fn(&mut State) -> bool;

/// Each changes one thing, if it is there to be changed.
const LIES: [(&str, Lie); 10] = [
    ("a suspicion is not told", |state| {
        let mut suspected = BTreeSet::new();
        state.nodes.iter().for_each(|node| suspected.extend(node.suspects.clone()));
        let present = state.nodes.iter().any(|node| suspected.contains(&node.name));
        state.nodes.iter_mut().for_each(|node| node.suspects.clear());
        present
    }),
    ("a node that is down is called up", |state| {
        state.nodes.iter_mut().any(|node| std::mem::replace(&mut node.status, NodeStatus::Up) != NodeStatus::Up)
    }),
    ("a hint is not told", |state| state.nodes.iter_mut().any(|node| node.hints.pop().is_some())),
    ("a hint is another's", |state| {
        let hints = state.nodes.iter_mut().flat_map(|node| &mut node.hints);
        hints.map(|hint| hint.owner = "nobody".to_owned()).count() > 0
    }),
    ("a clock is called right", |state| state.nodes.iter_mut().any(|node| std::mem::take(&mut node.clock_skew) != 0.0)),
    ("an old view is not told", |state| {
        let old = |node: &mut NodeState| std::mem::take(&mut node.unheard) > 0 && node.status != NodeStatus::Crashed;
        state.nodes.iter_mut().any(old)
    }),
    ("a token is not counted", |state| {
        let node = state.nodes.first_mut();
        node.is_some_and(|node| {
            let few: Vec<_> = node.tokens.iter().skip(1).copied().collect();
            node.tokens = few.into();
            true
        })
    }),
    ("a message waits that does not", |state| {
        state.messages.iter_mut().map(|message| message.held = !message.held).count() > 0
    }),
    ("the wall stands elsewhere", |state| {
        let Some(groups) = &mut state.partition else { return false };
        let of_nodes = |group: &Vec<String>| {
            group.iter().filter(|name| state.nodes.iter().any(|node| node.name == **name)).count()
        };
        // A node of a side with others goes to one that has a node, too: the wall is another one.
        let from = groups.iter().position(|group| of_nodes(group) > 1);
        let to = groups.iter().rposition(|group| of_nodes(group) > 0);
        let (Some(from), Some(to)) = (from, to.filter(|to| Some(*to) != from)) else { return false };
        let is_node = |name: &String| state.nodes.iter().any(|node| node.name == *name);
        let index = groups[from].iter().position(is_node).unwrap();
        let moved = groups[from].remove(index);
        groups[to].push(moved);
        true
    }),
    ("a waiting message is not counted", |state| {
        let held: Vec<usize> = (0..state.messages.len()).filter(|index| state.messages[*index].held).collect();
        held.first().map(|index| state.messages.remove(*index)).is_some()
    }),
];

#[test]
fn each_planted_lie_of_the_stage_is_caught() {
    for (what, lie) in LIES {
        let (mut tried, mut caught) = (0, 0);
        for seed in 0..40 {
            crate::claims::watch(crate::claims::playground(&crate::claims::history(seed)), |seen| {
                let mut shown = seen.after.clone();
                if lie(&mut shown) && tried < 200 {
                    tried += 1;
                    let found = first_false(seen.playground, &shown, seen.after, seen.told);
                    caught += usize::from(found.is_some());
                }
            });
        }
        assert!(tried > 0, "{what}: never tried");
        assert_eq!(tried, caught, "{what}");
    }
}

/// Other nodes' lists are looked at in the world itself.
#[test]
fn a_view_is_called_old_where_another_node_knows_of_a_change() {
    let mut old = 0;
    for seed in 0..200 {
        let Ok(scenario) = Scenario::from_json(&crate::claims::history(seed)) else { continue };
        let (Ok(mut playground), Ok(mut history)) = (Playground::new(scenario.clone()), History::new(scenario)) else {
            continue;
        };
        let limit = RunLimit { until: None, events: Some(400) };
        playground.run(limit).unwrap();
        history.run(limit).unwrap();
        for step in (1..=playground.known_steps()).step_by(3) {
            playground.seek(step).unwrap();
            history.seek(step).unwrap();
            let state = playground.state();
            let world = history.world();
            let somebody_left = state.nodes.len() < playground.node_names().len();
            for (index, node) in world.nodes().enumerate() {
                let seat = SeatState::one(&state, "k0", index).unwrap();
                assert_eq!(world.name_of(node), state.nodes[index].name);
                let is_older = |one: &ringside::dynamo::node::Node| {
                    one.members()
                        .members()
                        .iter()
                        .any(|(id, entry)| node.members().members().get(id).is_none_or(|own| entry > own))
                };
                let knows_less = world.nodes().any(is_older);
                if seat.is_down() {
                    assert!(!seat.old_view);
                } else {
                    assert!(!knows_less || seat.old_view, "seed {seed}, step {step}: {index} is not called old");
                    assert!(
                        !seat.old_view || knows_less || somebody_left,
                        "seed {seed}, step {step}: {index} is called old"
                    );
                    old += usize::from(seat.old_view);
                }
            }
        }
    }
    assert!(old > 100, "{old}");
}
