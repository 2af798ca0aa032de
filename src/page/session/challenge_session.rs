//! A challenge that is being played: where the history on the stage stands in it.

use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::playground::Playground;
use crate::teaching::challenge::{Astray, Attempt, Challenge, Limit, Situation};
use serde_json::{Value, json};
use std::rc::Rc;

/// Steps that are looked at in one go, which takes less than a long task. Most histories have no more; the rest of a longer one
/// is looked at as the page goes on.
const AT_ONCE: usize = 1_200;

#[derive(Clone)]
pub struct ChallengeSession {
    pub challenge: Shared<Challenge>,
    /// Its name in the catalogue.
    pub id: Option<String>,
    /// The world in which it begins.
    begun: Rc<Playground>,
    /// How many hints were asked for.
    pub hints: usize,
    watched: Option<Watched>,
}

/// The history on the stage, as it was looked at last.
#[derive(Clone)]
struct Watched {
    course: Shared<Course>,
    attempt: Result<Rc<Attempt>, Astray>,
    /// How the step on the stage stands, with its number.
    situation: Option<(usize, Rc<Situation>)>,
    /// How many commands were needed, once it is solved.
    needed: Option<u64>,
}

impl ChallengeSession {
    /// A challenge at its beginning.
    ///
    /// # Errors
    /// Why it cannot begin, in words.
    pub fn new(challenge: Challenge, id: Option<String>) -> Result<Self, String> {
        let begun = challenge.begin().map_err(|error| error.to_string())?;
        Ok(Self { challenge: Shared::new(challenge), id, begun: Rc::new(begun), hints: 0, watched: None })
    }

    /// The world in which it begins.
    pub fn begun(&self) -> &Playground {
        &self.begun
    }

    /// Looks at the history on the stage, and at its present step.
    pub fn watch(&mut self, playground: &Playground, course: &Shared<Course>) {
        if self.watched.as_ref().is_none_or(|watched| watched.course != *course) {
            let attempt = Attempt::from_beginning(&self.challenge, &self.begun, playground.clone());
            let attempt = attempt.map(Rc::new);
            self.watched = Some(Watched { course: course.clone(), attempt, situation: None, needed: None });
        }
        let Some(Watched { attempt: Ok(attempt), situation, needed, .. }) = &mut self.watched else { return };
        if !attempt.is_over() {
            Rc::make_mut(attempt).go_on(AT_ONCE);
        }
        if let (None, Some(step)) = (&needed, attempt.solved_at()) {
            *needed = attempt.situation(step).spent.get(Limit::Commands);
        }
        let step = playground.step_number();
        if situation.as_ref().is_none_or(|(known, _)| *known != step) {
            *situation = Some((step, Rc::new(attempt.situation_in(playground))));
        }
    }

    /// Why the history on the stage is none of the challenge.
    pub fn astray(&self) -> Option<&Astray> {
        self.watched.as_ref()?.attempt.as_ref().err()
    }

    /// How the step on the stage stands; nothing where the history is none of the challenge.
    pub fn situation(&self) -> Option<&Situation> {
        self.watched.as_ref()?.situation.as_ref().map(|(_, situation)| &**situation)
    }

    /// The step in which the goal is met, in the history on the stage.
    pub fn solved_at(&self) -> Option<usize> {
        self.watched.as_ref()?.attempt.as_ref().ok()?.solved_at()
    }

    /// How many commands were needed, if it is solved.
    pub fn commands_needed(&self) -> Option<u64> {
        self.watched.as_ref()?.needed
    }

    /// What a reload needs.
    pub fn to_json(&self) -> Value {
        json!({ "challenge": self.challenge.to_json(), "id": self.id, "hints": self.hints })
    }

    /// The challenge that was kept so; nothing if it is none.
    pub fn from_json(json: &Value) -> Option<Self> {
        let challenge = Challenge::from_json(json.get("challenge")?).ok()?;
        let mut session = Self::new(challenge, json["id"].as_str().map(str::to_owned)).ok()?;
        session.hints = json["hints"].as_u64().unwrap_or(0).min(session.challenge.hints.len() as u64) as usize;
        Some(session)
    }
}
