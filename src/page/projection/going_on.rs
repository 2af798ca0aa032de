//! What goes on at a step, for the middle of the ring: a request, a join, a comparison of trees, a hint on its way. An old
//! request is not it.

use crate::explain::snapshot::{NodeStatus, OperationState, OperationStatus, State};
use crate::explain::trace::{Fact, MessageKind, TraceEvent};

/// What goes on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum GoingOn<'a> {
    /// A request that the event belongs to, or that is under way.
    Request(&'a OperationState),
    /// A node joins; whether it has done so.
    Joins { node: &'a str, done: bool },
    /// A node leaves; whether it has done so.
    Leaves { node: &'a str, done: bool },
    /// Two nodes compare their trees.
    Compares { one: &'a str, other: &'a str },
    /// A stand-in delivers what it kept for the owner.
    Delivers { from: &'a str, owner: &'a str },
    /// Nothing: so many nodes store the key.
    Nothing { copies: usize },
}

impl<'a> GoingOn<'a> {
    /// What goes on at an event, or else in the world as it is.
    pub fn new(state: &'a State, event: Option<&'a TraceEvent>, key: &str) -> Self {
        event.and_then(|event| of_event(state, event)).or_else(|| under_way(state)).unwrap_or_else(|| {
            let stores = |node: &&crate::explain::snapshot::NodeState| node.store.contains_key(key);
            Self::Nothing { copies: state.nodes.iter().filter(stores).count() }
        })
    }
}

fn of_event<'a>(state: &'a State, event: &'a TraceEvent) -> Option<GoingOn<'a>> {
    if let Some(id) = event.operation {
        return state.operations.iter().find(|operation| operation.id == id).map(GoingOn::Request);
    }
    let of_facts = event.facts.iter().rev().find_map(|fact| match fact {
        Fact::HintOffered { node, owner, .. } | Fact::HintDelivered { node, owner, .. } => {
            Some(GoingOn::Delivers { from: node, owner })
        }
        Fact::RootsSent { node, to, .. } => Some(GoingOn::Compares { one: node, other: to }),
        Fact::TreesCompared { node, with, .. } | Fact::KeysCompared { node, with, .. } => {
            Some(GoingOn::Compares { one: node, other: with })
        }
        Fact::Fetches { node, .. } => Some(GoingOn::Joins { node, done: false }),
        Fact::Joined { node } => Some(GoingOn::Joins { node, done: true }),
        Fact::Left { node } => Some(GoingOn::Leaves { node, done: true }),
        _ => None,
    });
    of_facts.or_else(|| {
        let message = event.message.as_ref()?;
        of_message(message.kind, &message.from, &message.to)
    })
}

/// What is under way whatever the event: a request, a delivery, a comparison, or a change of the members.
fn under_way(state: &State) -> Option<GoingOn<'_>> {
    let pending = state.operations.iter().rev().find(|operation| operation.status == OperationStatus::Pending);
    let flying = || state.messages.iter().find_map(|message| of_message(message.kind, &message.from, &message.to));
    let changes = || {
        state.nodes.iter().find_map(|node| match node.status {
            NodeStatus::Joining => Some(GoingOn::Joins { node: &node.name, done: false }),
            NodeStatus::Leaving => Some(GoingOn::Leaves { node: &node.name, done: false }),
            NodeStatus::Up | NodeStatus::Crashed => None,
        })
    };
    pending.map(GoingOn::Request).or_else(flying).or_else(changes)
}

fn of_message<'a>(kind: MessageKind, from: &'a str, to: &'a str) -> Option<GoingOn<'a>> {
    match kind {
        MessageKind::Handoff => Some(GoingOn::Delivers { from, owner: to }),
        MessageKind::Trees | MessageKind::Sync => Some(GoingOn::Compares { one: from, other: to }),
        _ => None,
    }
}
