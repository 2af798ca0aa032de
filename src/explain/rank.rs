//! How much a step matters to whoever looks on: what is worth a headline, and what goes on in the background.
//!
//! The background is never hidden: it is listed with all other steps. But where somebody stops to look, the sentence is
//! about the event that matters: the answer, the conflict, the loss.

use crate::dynamo::key::Key;
use crate::dynamo::message::{Body, MessageKind};
use crate::dynamo::node::Happening;
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::report::{Fact, Note};
use crate::simulation::{Cause, Record};

/// How much a step matters, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    /// Gossip that tells nobody anything.
    Gossip,
    /// What comes after the answer, and what goes on all the time and finds nothing to do.
    Background,
    /// Time is let pass.
    Pause,
    /// A step on the way.
    Progress,
    /// Something is done: a join, a command to the operator; a node keeps a copy for another.
    Done,
    /// A client has its answer.
    Answer,
    /// A copy is made whole again.
    Repair,
    /// A conflict, a loss, a failure.
    Turn,
}

impl Rank {
    /// The rank of a step.
    pub fn new(record: &Record) -> Self {
        let ends_a_suspicion = || record.facts.iter().any(|fact| matches!(fact, Fact::Recovered { .. }));
        if record.is_background() && !ends_a_suspicion() {
            return Self::Gossip;
        }
        let kind = record.message.as_ref().map(|message| message.body.kind());
        let of_facts = record.facts.iter().map(|fact| of_fact(fact, kind)).max();
        of_facts.unwrap_or_else(|| of_message(record, kind))
    }

    /// Whether it is told in the headline of those who have not asked for this very step.
    pub fn is_foreground(self) -> bool {
        self >= Self::Progress
    }
}

/// A step without facts is known by its messages alone.
fn of_message(record: &Record, kind: Option<MessageKind>) -> Rank {
    use MessageKind::{Answer, GetRequest, PutRequest, PutTaken, RangeRequest};
    match kind {
        // Nobody waits any longer.
        _ if record.sent.iter().any(|sent| sent.body.kind() == Answer) => Rank::Progress,
        Some(PutRequest | GetRequest | PutTaken | RangeRequest) => Rank::Progress,
        _ => Rank::Background,
    }
}

fn of_fact<Who, What>(fact: &Fact<Who, What>, kind: Option<MessageKind>) -> Rank {
    match fact {
        Fact::Noted { note: Note::TimePasses { .. }, .. } => Rank::Pause,
        Fact::Noted { .. } | Fact::Crashed { .. } | Fact::Restarted { .. } => Rank::Done,
        Fact::Joined { .. } | Fact::Left { .. } | Fact::GivenUp { .. } | Fact::ClockTruncated { .. } => Rank::Done,
        Fact::Answered { request: "get", values, .. } if values.len() > 1 => Rank::Turn,
        Fact::Answered { .. } => Rank::Answer,
        // What mends it is told when it has happened.
        Fact::DiskLost { .. } | Fact::DiskRestored { .. } => Rank::Done,
        Fact::FoundNewer { .. } | Fact::Failed { .. } | Fact::PutMadeTwice { .. } | Fact::TokenDisputed { .. } => {
            Rank::Turn
        }
        Fact::AlreadyKnown { kept_out_by: Some(_), .. } => Rank::Turn,
        Fact::Stored { unread, .. } if !unread.is_empty() => Rank::Turn,
        // A version that a put brought: a conflict begins. What is repaired later only spreads it.
        Fact::Stored { siblings, .. } if *siblings > 1 && kind != Some(MessageKind::Repair) => Rank::Turn,
        Fact::HintDelivered { .. } | Fact::HintStored { .. } => Rank::Done,
        Fact::RepairSent { .. } => Rank::Repair,
        Fact::ParcelOpened { new: 1.., .. } if kind == Some(MessageKind::Sync) => Rank::Repair,
        Fact::ParcelOpened { new: 0, .. } | Fact::AlreadyKnown { .. } => Rank::Background,
        // Nobody is to read of a suspicion that has ended.
        Fact::Recovered { .. } if planted(Fault::PassOverRecoveries) => Rank::Background,
        Fact::Recovered { .. } => Rank::Progress,
        Fact::AnsweredLate { .. } | Fact::RootsSent { .. } | Fact::TreesCompared { differing: 0, .. } => {
            Rank::Background
        }
        Fact::KeysCompared { sent: 0, wanted: 0, .. } => Rank::Background,
        Fact::Counted { have, needed, .. } if have > needed => Rank::Background,
        Fact::MessageDied { .. } if kind == Some(MessageKind::Gossip) => Rank::Background,
        _ => Rank::Progress,
    }
}

/// Whether what a step says of the present is no longer so at `upto`: other versions have come to that disk or some have gone,
/// or a suspicion has ended.
fn is_over(records: &[impl AsRef<Record>], step: usize, upto: usize) -> bool {
    let Some(record) = step.checked_sub(1).and_then(|index| Some(records.get(index)?.as_ref())) else { return false };
    let later = || records.iter().take(upto).skip(step).map(AsRef::as_ref);
    let may_be_of_the_key = |other: &Record| match (key_of(record), key_of(other)) {
        (Some(own), Some(other)) => own == other,
        _ => true,
    };
    record.facts.iter().any(|fact| match fact {
        Fact::Stored { .. } if planted(Fault::TellOfMergedSiblings) => false,
        Fact::Suspected { by, node } => later().any(|other| {
            let ends =
                |fact: &Happening| matches!(fact, Fact::Recovered { by: who, node: whom } if who == by && whom == node);
            other.facts.iter().any(ends)
        }),
        Fact::Stored { node, siblings: 2.., unread, .. } if unread.is_empty() => later().any(|other| {
            other.facts.iter().any(|fact| match fact {
                Fact::Stored { node: at, .. } => at == node && may_be_of_the_key(other),
                Fact::DiskLost { node: at, .. } | Fact::DiskRestored { node: at, .. } => at == node,
                Fact::Crashed { node: at, wiped: true } | Fact::Dropped { node: at, .. } => at == node,
                _ => false,
            })
        }),
        Fact::AlreadyKnown { node, kept_out_by: Some(winner), .. } => later().any(|other| {
            other.facts.iter().any(|fact| match fact {
                Fact::Stored { node: at, superseded, .. } => at == node && superseded.contains(&winner.version),
                _ => false,
            })
        }),
        _ => false,
    })
}

/// The key that a step is about: a parcel names none, but it may bring just one.
fn key_of(record: &Record) -> Option<&Key> {
    let brought = || match &record.message.as_ref()?.body {
        Body::Parcel(parcel) => Some(&parcel.entries).filter(|entries| entries.len() == 1)?.first().map(|(key, _)| key),
        _ => None,
    };
    record.key.as_ref().or_else(brought)
}

/// The step, after `since` and up to `upto`, that says most of what has happened: the latest of the highest rank since the
/// last command, or since the first of several requests that were under way at once. 0 if there is none.
pub fn telling_step(records: &[impl AsRef<Record>], since: usize, upto: usize) -> usize {
    let from = batch_start(records, since, upto);
    let ranked = (from + 1..=upto).filter_map(|step| Some((Rank::new(records.get(step - 1)?.as_ref()), step)));
    let mut ranked: Vec<(Rank, usize)> = ranked.collect();
    ranked.sort_unstable();
    let last = ranked.last().copied();
    let lasting = ranked.into_iter().rev().find(|(_, step)| !is_over(records, *step, upto));
    lasting.or(last).map_or(0, |(_, step)| step)
}

/// As [`telling_step`] for somebody who has asked about a request, counted from 1, or about the last one: its answer,
/// unless there is a conflict, a loss or a failure to be told.
pub fn answering_step(records: &[impl AsRef<Record>], request: Option<usize>, since: usize, upto: usize) -> usize {
    let telling = telling_step(records, since, upto);
    let rank = |step: usize| Some(Rank::new(records.get(step.checked_sub(1)?)?.as_ref()));
    let has = |record: &Record, is: fn(&Happening) -> bool| record.facts.iter().any(is);
    let step_records = || (since + 1..=upto).filter_map(|step| Some((step, records.get(step - 1)?.as_ref())));
    let mut asked = step_records().filter(|(_, record)| has(record, |fact| matches!(fact, Fact::Asked { .. })));
    let asked = match request {
        Some(number) => asked.nth(number.saturating_sub(1)),
        None => asked.last(),
    };
    let operation = asked.and_then(|(_, record)| record.operation);
    let is_answer = |(_, record): &(usize, &Record)| {
        record.operation == operation && has(record, |fact| matches!(fact, Fact::Answered { .. } | Fact::Failed { .. }))
    };
    let answer = step_records().find(is_answer).map(|(step, _)| step);
    answer.filter(|_| operation.is_some() && rank(telling) != Some(Rank::Turn)).unwrap_or(telling)
}

/// The last step, after `since` and up to `upto`, that is no background; else as [`telling_step`].
pub fn latest_step(records: &[impl AsRef<Record>], since: usize, upto: usize) -> usize {
    let foreground =
        |step: &usize| records.get(step - 1).is_some_and(|record| Rank::new(record.as_ref()).is_foreground());
    (since + 1..=upto).rev().find(foreground).unwrap_or_else(|| telling_step(records, since, upto))
}

/// The step after which the last batch of commands begins. Letting time pass begins none, unless nothing else was done.
fn batch_start(records: &[impl AsRef<Record>], since: usize, upto: usize) -> usize {
    let mut start = since;
    let mut pending = Vec::new();
    for step in since + 1..=upto {
        let Some(record) = records.get(step - 1).map(AsRef::as_ref) else { break };
        if record.cause == Cause::Command && Rank::new(record).is_foreground() && pending.is_empty() {
            start = step - 1;
        }
        for fact in &record.facts {
            match fact {
                Fact::Asked { .. } => pending.extend(record.operation),
                Fact::Answered { .. } | Fact::Failed { .. } => {
                    pending.retain(|operation| Some(*operation) != record.operation);
                }
                _ => {}
            }
        }
    }
    start
}
