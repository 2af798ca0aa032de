//! Taking a measure in the world.

use super::since::{full_copy, learned, messages, operation};
use super::{Answer, Measure, What};
use crate::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring, default_tokens, moved_arcs, node_by_modulo};
use crate::dynamo::replication::{WalkReason, preference_list, walk};
use crate::explain::snapshot::{NodeState, State, VersionState};
use crate::explain::version_history::{KeyVersion, Standing};
use crate::input::refusal::Refusal;
use crate::playground::Playground;
use std::collections::BTreeMap;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The answer.
    pub answer: Answer,
    /// The answer in a sentence.
    pub sentence: String,
}

/// How a tombstone is called among values.
pub(crate) const DELETED: &str = "(deleted)";
/// Keys of which it is counted how many move.
const SAMPLE: usize = 1_000;

/// Measures at the present step of a playground; `since` is the step of the history at which the lesson's step began.
///
/// # Errors
/// A node, client or request that is not there.
pub fn measure(measure: &Measure, since: usize, playground: &Playground) -> Result<Measured, Refusal> {
    if let (What::Laboratory, Some(question)) = (measure.what, &measure.laboratory) {
        let (figure, sentence) = question.answer()?;
        return Ok(Measured { answer: Answer::Number(figure), sentence });
    }
    let description = measure.what.description();
    let answer = match measure.what as usize {
        ring if ring <= What::Busiest as usize => of_the_ring(measure, playground)?,
        request if request <= What::Latency as usize => of_a_request(measure, since, playground)?,
        store if store <= What::HintKeepers as usize => of_the_stores(measure, playground)?,
        _ => of_the_cluster(measure, since, playground)?,
    };
    let sentence = said(description.says, &answer.in_words(), measure);
    Ok(Measured { answer, sentence })
}

/// The sentence of a measure with these words in the place of its answer.
pub(crate) fn said_of(measure: &Measure, answer: &str) -> String {
    match &measure.laboratory {
        Some(question) => format!("The laboratory’s figure {}: {answer}.", question.figure),
        None => said(measure.what.description().says, answer, measure),
    }
}

/// The sentence of an answer.
fn said(says: &str, answer: &str, measure: &Measure) -> String {
    let told = [("key", &measure.key), ("node", &measure.node), ("value", &measure.value), ("client", &measure.client)];
    // What was told may have braces of its own: each place is filled once, from left to right.
    let mut sentence = String::new();
    let mut rest = says;
    while let Some((before, after)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        match told.iter().find(|(slot, _)| *slot == name) {
            Some((_, text)) => sentence.push_str(text.as_deref().unwrap_or_default()),
            None => sentence.push_str(answer),
        }
        rest = after;
    }
    sentence + rest
}

/// A text that the reader of a lesson has seen to be there.
fn told(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn count(number: usize) -> Answer {
    Answer::Number(number as f64)
}

fn name_of(node: NodeId, playground: &Playground) -> String {
    playground.node_names().get(node.index()).map(ToString::to_string).unwrap_or_default()
}

fn of_the_ring(measure: &Measure, playground: &Playground) -> Result<Answer, Refusal> {
    let ring = playground.ring();
    // Most measures of the ring name no key.
    let key = measure.key.as_deref().map(|key| playground.key(key)).transpose()?;
    let position = key.map_or_else(Position::default, |key| key.position());
    let n = measure.n.unwrap_or(playground.state().n);
    let shares = || ring.nodes().iter().copied().zip(ring.shares());
    let largest = || shares().max_by(|a, b| a.1.total_cmp(&b.1));
    Ok(match measure.what {
        What::Owner => Answer::Text(ring.owner_of(position).map(|node| name_of(node, playground)).unwrap_or_default()),
        What::PreferenceList => {
            let replicas = preference_list(&ring, position, n).replicas;
            Answer::List(replicas.into_iter().map(|node| name_of(node, playground)).collect())
        }
        What::Skipped => {
            // Tokens after the list is full are passed by for another reason.
            let until_full = walk(&ring, position, n).take_while(|step| step.skipped != Some(WalkReason::Enough));
            let steps: Vec<bool> = until_full.map(|step| step.skipped.is_some()).collect();
            let last_taken = steps.iter().rposition(|skipped| !skipped).map_or(0, |index| index + 1);
            count(steps.iter().take(last_taken).filter(|skipped| **skipped).count())
        }
        What::NodeByModulo => {
            let nodes = measure.n.unwrap_or(ring.nodes().len());
            let index = node_by_modulo(position, nodes);
            let node = index.and_then(|index| ring.nodes().get(index)).copied();
            Answer::Text(node.map(|node| name_of(node, playground)).unwrap_or_default())
        }
        What::MovedByModulo => {
            let nodes = ring.nodes().len();
            let moves = |key: &Position| node_by_modulo(*key, nodes) != node_by_modulo(*key, nodes + 1);
            part_of_sample(moves)
        }
        What::MovedByRing => moved_by_a_join(&ring, measure)?,
        What::Share => {
            let node = find_node(measure, playground)?;
            let share = shares().find(|(id, _)| name_of(*id, playground) == node.name).map_or(0.0, |(_, share)| share);
            Answer::Number(share * 100.0)
        }
        What::LargestOverMean => Answer::Number(largest().map_or(0.0, |(_, share)| share * ring.nodes().len() as f64)),
        What::FurthestOffMean => {
            let nodes = ring.nodes().len() as f64;
            Answer::Number(shares().map(|(_, share)| (share * nodes - 1.0).abs() * 100.0).fold(0.0, f64::max))
        }
        _ => Answer::Text(largest().map(|(node, _)| name_of(node, playground)).unwrap_or_default()),
    })
}

/// Per cent of the sample for which something holds.
fn part_of_sample(holds: impl Fn(&Position) -> bool) -> Answer {
    let keys = (0..SAMPLE).map(|number| Position::from_key(&format!("key-{number}")));
    Answer::Number(keys.filter(holds).count() as f64 * 100.0 / SAMPLE as f64)
}

fn moved_by_a_join(ring: &Ring, measure: &Measure) -> Result<Answer, Refusal> {
    let mut tokens: Vec<NodeTokens> =
        ring.nodes().iter().map(|node| NodeTokens { node: *node, positions: Vec::new() }).collect();
    for token in ring.tokens() {
        if let Some(own) = tokens.iter_mut().find(|own| own.node == token.owner) {
            own.positions.push(token.position);
        }
    }
    let next = ring.nodes().iter().map(|node| node.0).max().map_or(0, |highest| highest.saturating_add(1));
    let positions = default_tokens(told(&measure.node), measure.tokens.unwrap_or(1));
    tokens.push(NodeTokens { node: NodeId(next), positions });
    let after = Ring::new(tokens)?;
    let arcs = moved_arcs(ring, &after);
    Ok(part_of_sample(|key| arcs.iter().any(|arc| arc.range.contains(*key))))
}

fn of_a_request(measure: &Measure, since: usize, playground: &Playground) -> Result<Answer, Refusal> {
    let operation = operation(measure, since, playground)?;
    Ok(match measure.what {
        What::Status => Answer::Text(operation.status.as_str().to_owned()),
        What::Error => Answer::Text(operation.error.unwrap_or_default()),
        What::Coordinator => Answer::Text(operation.coordinator.unwrap_or_default()),
        What::Acks => Answer::List(operation.acks),
        What::AckCount => count(operation.acks.len()),
        What::Values => values(&operation.values),
        What::ValueCount => count(operation.values.len()),
        _ => Answer::Number(operation.finished_at.map_or(0.0, |finished| finished - operation.started_at)),
    })
}

fn value_of(value: Option<&str>) -> String {
    value.unwrap_or(DELETED).to_owned()
}

fn values(versions: &[VersionState]) -> Answer {
    Answer::set(versions.iter().map(|version| value_of(version.value.as_deref())).collect())
}

/// A clock as the paper writes it: `[Sx,2][Sy,1]`.
fn spelled(clock: &BTreeMap<String, u32>) -> String {
    clock.iter().map(|(node, counter)| format!("[{node},{counter}]")).collect()
}

fn of_the_stores(measure: &Measure, playground: &Playground) -> Result<Answer, Refusal> {
    let state = playground.state();
    let key = told(&measure.key);
    let versions_at = |node: &NodeState| node.store.get(key).cloned().unwrap_or_default();
    let has = |version: &VersionState| {
        measure.value.as_ref().is_none_or(|value| value_of(version.value.as_deref()) == *value)
    };
    let holders = || {
        let holding = state.nodes.iter().filter(|node| versions_at(node).iter().any(has));
        holding.map(|node| node.name.clone()).collect::<Vec<String>>()
    };
    let hints_for = |node: &NodeState| node.hints.iter().filter(|hint| hint.owner == told(&measure.node)).count();
    Ok(match measure.what {
        What::Context => {
            let client = state.clients.iter().find(|client| client.name == told(&measure.client));
            let context = client.and_then(|client| client.contexts.get(key));
            Answer::Text(context.map(spelled).unwrap_or_default())
        }
        What::Stored => values(&versions_at(&find_node(measure, playground)?)),
        What::Versions => count(versions_at(&find_node(measure, playground)?).len()),
        What::Clock => {
            let history = playground.version_history(key)?;
            let is_it = |version: &&KeyVersion| value_of(version.value.as_deref()) == told(&measure.value);
            Answer::Text(history.versions.iter().rev().find(is_it).map(|it| it.clock.clone()).unwrap_or_default())
        }
        What::Holders => Answer::set(holders()),
        What::Copies => count(holders().len()),
        What::Current | What::Siblings | What::Lost => {
            let history = playground.version_history(key)?;
            let wanted = |version: &&KeyVersion| match version.standing {
                Standing::Current => measure.what != What::Lost,
                Standing::Lost { .. } => measure.what == What::Lost,
                _ => false,
            };
            let found: Vec<String> =
                history.versions.iter().filter(wanted).map(|version| value_of(version.value.as_deref())).collect();
            if measure.what == What::Siblings { count(found.len()) } else { Answer::set(found) }
        }
        What::HintsAt => count(find_node(measure, playground)?.hints.len()),
        What::HintsFor => {
            find_node(measure, playground)?;
            count(state.nodes.iter().map(hints_for).sum())
        }
        _ => {
            find_node(measure, playground)?;
            let keepers = state.nodes.iter().filter(|node| hints_for(node) > 0);
            Answer::set(keepers.map(|node| node.name.clone()).collect())
        }
    })
}

fn of_the_cluster(measure: &Measure, since: usize, playground: &Playground) -> Result<Answer, Refusal> {
    Ok(match measure.what {
        What::Suspects => Answer::set(find_node(measure, playground)?.suspects),
        What::NodeStatus => Answer::Text(status_of(measure, playground)?.to_owned()),
        What::KeysAt => count(find_node(measure, playground)?.store.len()),
        What::Violations => {
            let broken = playground.violations();
            let these = broken.iter().filter(|one| measure.invariant.as_ref().is_none_or(|name| one.invariant == name));
            count(these.count())
        }
        What::Messages => count(messages(measure.message.as_deref(), since, playground)),
        What::TreeHashes => count(playground.trees_travelled(since).hashes),
        What::TreeKeys => count(playground.trees_travelled(since).keys),
        What::FullCopy => count(full_copy(since, playground)),
        What::Learned => Answer::set(learned(told(&measure.node), since, playground)),
        _ if playground.step_number() == since => Answer::Number(0.0),
        _ => Answer::Number(playground.time() - playground.time_of(since + 1)),
    })
}

fn status_of(measure: &Measure, playground: &Playground) -> Result<&'static str, Refusal> {
    let known = playground.node_names().iter().any(|name| **name == *told(&measure.node));
    match find_node(measure, playground) {
        Ok(node) => Ok(node.status.as_str()),
        Err(_) if known => Ok("gone"),
        Err(refusal) => Err(refusal),
    }
}

fn find_node(measure: &Measure, playground: &Playground) -> Result<NodeState, Refusal> {
    let State { nodes, .. } = playground.state();
    let names: Vec<String> = nodes.iter().map(|node| node.name.clone()).collect();
    let found = nodes.into_iter().find(|node| node.name == told(&measure.node));
    found.ok_or_else(|| Refusal::field("unknown-node", "node", format!("{:?}", told(&measure.node)), &names.join(", ")))
}
