//! How much is one step for whoever looks on: a message, a phase of the protocol, or a whole operation.

use super::Cause;
use crate::dynamo::message::MessageKind;
use crate::dynamo::report::Fact;

/// The size of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Pace {
    /// Every event but gossip that tells nobody anything new.
    #[default]
    Message,
    /// Where one part of the protocol ends and the next one begins.
    Phase,
    /// Where an operation ends: the client has its answer, or was told that there is none.
    Operation,
}

impl Pace {
    /// Whether somebody who goes through a history at this pace stops after a step that is known by this.
    pub(crate) fn stops<Who, What>(self, cause: Cause, background: bool, facts: &[Fact<Who, What>]) -> bool {
        match self {
            Self::Message => !background,
            Self::Phase => cause == Cause::Command || facts.iter().any(ends_a_phase),
            Self::Operation => ends_an_operation(cause, facts),
        }
    }
}

/// Whether an event is about gossip alone, by the kinds of the message that arrived and of those that were sent.
pub(crate) fn is_gossip(
    cause: Cause,
    arrived: Option<MessageKind>,
    mut sent: impl Iterator<Item = MessageKind>,
) -> bool {
    match arrived {
        Some(kind) => kind == MessageKind::Gossip,
        None => cause == Cause::Timer && sent.all(|kind| kind == MessageKind::Gossip),
    }
}

/// Whether a fact is no news to whoever looks on.
pub(crate) fn is_harmless<Who, What>(fact: &Fact<Who, What>) -> bool {
    matches!(fact, Fact::Recovered { .. })
}

fn ends_a_phase<Who, What>(fact: &Fact<Who, What>) -> bool {
    match fact {
        Fact::Counted { have, needed, .. } => have == needed,
        Fact::TreesCompared { differing, .. } => *differing == 0,
        Fact::Asked { .. }
        | Fact::Coordinates { .. }
        | Fact::VersionMade { .. }
        | Fact::Forwarded { .. }
        | Fact::Answered { .. }
        | Fact::Failed { .. }
        | Fact::Suspected { .. }
        | Fact::HintStored { .. }
        | Fact::HintDelivered { .. }
        | Fact::RepairSent { .. }
        | Fact::KeysCompared { .. }
        | Fact::Fetches { .. }
        | Fact::Joined { .. }
        | Fact::Dropped { .. }
        | Fact::Left { .. }
        | Fact::Crashed { .. }
        | Fact::Restarted { .. } => true,
        _ => false,
    }
}

fn ends_an_operation<Who, What>(cause: Cause, facts: &[Fact<Who, What>]) -> bool {
    let ends = |fact: &Fact<Who, What>| {
        matches!(fact, Fact::Answered { .. } | Fact::Failed { .. } | Fact::Joined { .. } | Fact::Left { .. })
    };
    let asks = facts.iter().any(|fact| matches!(fact, Fact::Asked { .. }));
    facts.iter().any(ends) || (cause == Cause::Command && !asks)
}
