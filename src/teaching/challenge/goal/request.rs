//! What a goal says of requests.

use super::Moment;
use crate::dynamo::message::RequestKind;
use crate::explain::snapshot::{OperationState, OperationStatus};
use crate::teaching::lesson::{Answer, DELETED, Test};

/// Requests since the challenge began, counted by what they are and what became of them. What is not said does not matter.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestGoal {
    /// A put, a get or a delete.
    pub kind: Option<RequestKind>,
    /// About this key.
    pub key: Option<String>,
    /// Asked by this client.
    pub client: Option<String>,
    /// Coordinated by this node.
    pub coordinator: Option<String>,
    /// Done, failed, or without an answer.
    pub status: Option<OperationStatus>,
    /// How many versions a get returned.
    pub versions: Option<Test>,
    /// The values that a get returned, or that a put wrote.
    pub values: Option<Test>,
    /// Milliseconds from asking to the answer.
    pub latency: Option<Test>,
    /// Whether a get missed a put that was acknowledged before it began.
    pub stale: Option<bool>,
    /// Whether its client had no other request under way when it asked.
    pub in_turn: bool,
    /// Whether it must be answered in this very step.
    pub now: bool,
    /// How many there must be.
    pub times: Test,
}

/// One at least.
pub(super) fn once() -> Test {
    Test::Within { at_least: Some(1.0), below: None }
}

impl Default for RequestGoal {
    fn default() -> Self {
        Self {
            kind: None,
            key: None,
            client: None,
            coordinator: None,
            status: None,
            versions: None,
            values: None,
            latency: None,
            stale: None,
            in_turn: false,
            now: false,
            times: once(),
        }
    }
}

impl RequestGoal {
    /// How many requests are like this at a moment.
    pub(super) fn count(&self, moment: &Moment<'_>) -> usize {
        let asked = moment.state().operations.iter().skip(moment.requests_before);
        asked.filter(|request| self.is_like(request, moment)).count()
    }

    fn is_like(&self, request: &OperationState, moment: &Moment<'_>) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| {
            wanted.as_ref().is_none_or(|wanted| Some(wanted.as_str()) == given)
        };
        let passes = |test: &Option<Test>, answer: &dyn Fn() -> Option<Answer>| {
            test.as_ref().is_none_or(|test| answer().is_some_and(|answer| test.holds(&answer)))
        };
        let answered = request.status == OperationStatus::Ok;
        self.kind.is_none_or(|kind| request.kind == kind)
            && is(&self.key, Some(&request.key))
            && is(&self.client, Some(&request.client))
            && is(&self.coordinator, request.coordinator.as_deref())
            && self.status.is_none_or(|status| request.status == status)
            && passes(&self.versions, &|| answered.then_some(Answer::Number(request.values.len() as f64)))
            && passes(&self.values, &|| answered.then(|| values_of(request)))
            && passes(&self.latency, &|| request.finished_at.map(|end| Answer::Number(end - request.started_at)))
            && (!self.in_turn || is_in_turn(request, moment))
            && (!self.now || moment.playground.answered_in(moment.playground.step_number()) == Some(request.id))
            && self.stale.is_none_or(|stale| answered && moment.stale().contains(&request.id) == stale)
    }
}

fn values_of(request: &OperationState) -> Answer {
    Answer::set(
        request.values.iter().map(|version| version.value.clone().unwrap_or_else(|| DELETED.to_owned())).collect(),
    )
}

/// Whether all earlier requests of its client had their answers when it was asked.
fn is_in_turn(request: &OperationState, moment: &Moment<'_>) -> bool {
    let earlier = moment.state().operations.iter().take_while(|other| other.id != request.id);
    let mut own = earlier.filter(|other| other.client == request.client);
    own.all(|other| other.finished_at.is_some_and(|finished| finished <= request.started_at))
}
