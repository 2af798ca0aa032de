//! What a client says of its latest request, once that has ended and until it asks again.

use super::cart::cart_words;
use crate::dynamo::message::RequestKind;
use crate::explain::key_journey::words::shortened;
use crate::explain::narration::clock;
use crate::explain::snapshot::{OperationState, OperationStatus, State};

/// Most characters of a value in the whole text.
const LONGEST_VALUE: usize = 200;
/// The fewest characters of a value that still tell something.
const SHORTEST_VALUE: usize = 4;

/// What a client says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClientWords {
    /// The values that a get has returned; none if the key is not there.
    Got(Vec<String>),
    /// A put or delete is done, with this clock.
    Done(String),
    /// So many answers came, and so many were needed.
    Failed { have: usize, needed: usize },
}

impl ClientWords {
    /// What the client says at this step; `None` before its first request and while it waits for an answer.
    pub fn new(state: &State, client: &str) -> Option<Self> {
        let latest = state.operations.iter().rev().find(|operation| operation.client == client)?;
        match latest.status {
            OperationStatus::Ok => Some(Self::answer(latest)),
            OperationStatus::Failed => Some(Self::Failed { have: latest.acks.len(), needed: latest.needed }),
            OperationStatus::Pending => None,
        }
    }

    fn answer(operation: &OperationState) -> Self {
        if operation.kind == RequestKind::Get {
            return Self::Got(operation.values.iter().map(|version| cart_words(version.value.as_deref())).collect());
        }
        Self::Done(operation.values.first().map(clock).unwrap_or_default())
    }

    /// `got: beer, bread | (empty cart)`, `done, [D,2]`, `failed: 1 of 2`.
    pub fn words(&self) -> String {
        self.with_values_of(LONGEST_VALUE)
    }

    /// The same within this many characters: each value is cut to an equal share. Values for which there is no room are
    /// counted.
    pub fn within(&self, room: usize) -> String {
        let whole = self.words();
        if whole.chars().count() <= room {
            return whole;
        }
        match self {
            Self::Got(values) if !values.is_empty() => {
                let signs = "got: ".len() + " | ".len() * (values.len() - 1);
                let share = room.saturating_sub(signs) / values.len();
                match (share >= SHORTEST_VALUE, values.len()) {
                    (true, _) => self.with_values_of(share),
                    (false, 1) => shortened(&whole, room),
                    (false, many) => shortened(&format!("got: {many} siblings"), room),
                }
            }
            _ => shortened(&whole, room),
        }
    }

    fn with_values_of(&self, most: usize) -> String {
        match self {
            Self::Got(values) if values.is_empty() => "got: nothing".to_owned(),
            Self::Got(values) => {
                let values: Vec<String> = values.iter().map(|value| shortened(value, most)).collect();
                format!("got: {}", values.join(" | "))
            }
            Self::Done(clock) => format!("done, {clock}"),
            Self::Failed { have, needed } => format!("failed: {have} of {needed}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_cut_and_what_is_too_much_is_counted() {
        let got = |values: &[&str]| ClientWords::Got(values.iter().map(|value| (*value).to_owned()).collect());
        let two = got(&["beer, bread, butter", "(empty cart)"]);
        assert_eq!(two.words(), "got: beer, bread, butter | (empty cart)");
        assert_eq!(two.within(28), "got: beer, bre… | (empty ca…");
        assert_eq!(two.within(15), "got: 2 siblings");
        assert_eq!(got(&["a long value indeed"]).within(14), "got: a long v…");
        assert_eq!(got(&[]).within(20), "got: nothing");
        assert_eq!(ClientWords::Failed { have: 1, needed: 2 }.within(40), "failed: 1 of 2");
        assert_eq!(ClientWords::Done("[D,2]".to_owned()).within(40), "done, [D,2]");
    }
}
