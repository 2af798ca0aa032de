//! How much is one step for whoever looks on: a message, a phase of the protocol, or a whole operation.

use super::{Cause, Fact, MessageKind, TraceEvent};

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
    /// Whether somebody who goes through a history at this pace stops after this event.
    pub fn stops_after(self, event: &TraceEvent) -> bool {
        self.stops(event.cause, is_background(event), &event.facts)
    }

    /// The same of what is known of an event, whatever names who and what in its facts.
    pub(crate) fn stops<Who, What>(self, cause: Cause, background: bool, facts: &[Fact<Who, What>]) -> bool {
        match self {
            Self::Message => !background,
            Self::Phase => cause == Cause::Command || facts.iter().any(ends_a_phase),
            Self::Operation => ends_an_operation(cause, facts),
        }
    }
}

/// Whether an event is of the kind that goes on all the time and changes nothing.
pub fn is_background(event: &TraceEvent) -> bool {
    let kinds = event.sent.iter().map(|sent| sent.kind);
    let gossip = is_gossip(event.cause, event.message.as_ref().map(|message| message.kind), kinds);
    gossip && event.operation.is_none() && event.facts.iter().all(is_harmless)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario, Timers};

    fn stops(pace: Pace, commands: &[Command]) -> Vec<String> {
        let timers = Timers { anti_entropy: 0.0, ..Timers::default() };
        let mut playground = Playground::new(Scenario { timers, ..Scenario::default() }).unwrap();
        for command in commands {
            playground.apply(command.clone()).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let events = playground.trace(1).into_iter().filter(|event| pace.stops_after(event));
        events.map(|event| event.sentence).collect()
    }

    #[test]
    fn larger_paces_stop_at_fewer_places() {
        let commands = [Command::put("Alice", "cart", "milk"), Command::get("Bob", "cart")];
        let [message, phase, operation] =
            [Pace::Message, Pace::Phase, Pace::Operation].map(|pace| stops(pace, &commands));
        assert!(operation.iter().all(|sentence| phase.contains(sentence)));
        assert!(phase.iter().all(|sentence| message.contains(sentence)));
        assert!(message.len() > phase.len() && phase.len() > operation.len());
        assert_eq!(operation.len(), 2, "{operation:?}");
        assert!(operation[0].starts_with("Alice hears that the put is done"), "{operation:?}");
        assert!(operation[1].starts_with("Bob gets “milk”"), "{operation:?}");
    }

    #[test]
    fn gossip_without_news_is_passed_over_and_with_news_is_not() {
        let waiting = [Command::Wait { ms: 3_000.0 }];
        assert_eq!(stops(Pace::Message, &waiting), ["3000 ms go by."]);
        let joining = [Command::add_node("F", crate::scenario::Tokens::Count(8))];
        assert!(
            stops(Pace::Message, &joining).iter().any(|sentence| sentence.contains("hears")),
            "{:?}",
            stops(Pace::Message, &joining)
        );
        assert!(stops(Pace::Operation, &joining).len() >= 2);
    }
}
