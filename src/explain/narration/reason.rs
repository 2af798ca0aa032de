//! The rule of the paper that is the reason of an event: of this one, or none.

use super::headline;
use crate::dynamo::versioning::Displacement;
use crate::explain::trace::{Cause, Fact, MessageKind, Rule, TraceEvent};

/// The reason, if the paper states one for this event.
pub fn reason(event: &TraceEvent) -> Option<Rule> {
    let kind = event.message.as_ref().map(|message| message.kind);
    match headline(&event.facts) {
        Some(fact) if loses_a_write_by_time(fact) => Some(Rule::LastWriteWins),
        Some(Fact::Stored { .. } | Fact::AlreadyKnown { .. } | Fact::ParcelOpened { .. }) => kind.and_then(of_delivery),
        Some(Fact::HintDelivered { .. }) => Some(Rule::DeliverHints),
        Some(fact) => fact.rule(),
        None if is_gossip(event, kind) => Some(Rule::GossipSpreadsMembership),
        None => match kind {
            Some(MessageKind::PutTaken) => Some(Rule::ForwardToTheFirstN),
            Some(MessageKind::RangeRequest) => Some(Rule::FetchThenServe),
            _ => None,
        },
    }
}

/// Why versions came that a node stores: that is why the message was sent that brought them.
fn of_delivery(kind: MessageKind) -> Option<Rule> {
    match kind {
        MessageKind::Write | MessageKind::HintedWrite => Some(Rule::ReplicaStores),
        MessageKind::Repair => Some(Rule::RepairWhatWasRead),
        MessageKind::Handoff => Some(Rule::DeliverHints),
        MessageKind::Transfer => Some(Rule::KeysFollowTheRing),
        MessageKind::Sync => Some(Rule::CompareFromTheRoot),
        _ => None,
    }
}

fn loses_a_write_by_time(fact: &Fact) -> bool {
    let by_time = |by: &Displacement| matches!(by, Displacement::LaterTime | Displacement::SameTime);
    match fact {
        Fact::Stored { unread, .. } => unread.iter().any(|one| by_time(&one.by)),
        Fact::AlreadyKnown { kept_out_by: Some(by), .. } => by_time(&by.by),
        _ => false,
    }
}

fn is_gossip(event: &TraceEvent, kind: Option<MessageKind>) -> bool {
    let sends = event.sent.iter().any(|sent| sent.kind == MessageKind::Gossip);
    kind == Some(MessageKind::Gossip) || (event.cause == Cause::Timer && sends)
}
