//! A lesson being taken: the present step, the answers, and the worlds of its steps.
//!
//! The engine computes the world of a step when it is entered, and the outcome of its action when it is first asked
//! for; both are cached.

use super::lesson_repair::mended;
use super::progress::{Demands, Next, Progress};
use crate::explain::key_journey::words::quoted;
use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::playground::Playground;
use crate::scenario::Command;
use crate::teaching::lesson::{Act, Lesson, Prediction, Step, enter, measure, perform, prepare};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// The outcome of a step's action.
pub struct Outcome {
    /// The number of steps in the history before the action.
    pub before: usize,
    /// The history after the action, at its end.
    pub after: Playground,
    /// The indices of the right choices.
    pub right: Vec<usize>,
    /// The measured result, as a sentence.
    pub truth: String,
}

type Known = Vec<Option<Result<Rc<Outcome>, String>>>;

#[derive(Clone)]
pub struct LessonSession {
    pub lesson: Shared<Lesson>,
    /// The name in the catalogue, if the lesson comes from there.
    pub id: Option<String>,
    /// The present step, counted from 0.
    pub step: usize,
    /// The course of events that belongs to the step; in any other, the learner is exploring alone.
    pub course: Option<Shared<Course>>,
    /// Whether the lesson is still being written, so that predictions may be wrong.
    pub drafted: bool,
    progress: Vec<Progress>,
    outcomes: Rc<RefCell<Known>>,
}

/// How the history on the stage relates to the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is the step's own world.
    TheLessons,
    /// The learner has given this many of the step's commands by hand, and nothing else.
    ByHand(usize),
    /// The learner is exploring alone.
    Own,
}

impl LessonSession {
    /// A lesson at its first step. Each of its predictions must have exactly one right choice.
    pub fn new(lesson: Shared<Lesson>, id: Option<String>) -> Self {
        let steps = lesson.steps.len();
        Self {
            progress: vec![Progress::default(); steps],
            outcomes: Rc::new(RefCell::new((0..steps).map(|_| None).collect())),
            lesson,
            id,
            step: 0,
            course: None,
            drafted: false,
        }
    }

    /// All that is needed to resume the lesson, as JSON.
    pub fn to_json(&self) -> Value {
        let progress: Vec<Value> = self.progress.iter().map(Progress::to_json).collect();
        json!({ "lesson": self.lesson.to_json(), "id": self.id, "step": self.step, "progress": progress })
    }

    /// Restores a session; `None` if there is no lesson in it.
    pub fn from_json(kept: &Value) -> Option<Self> {
        let lesson = mended(kept.get("lesson")?)?;
        let mut session = Self::new(Shared::new(lesson), kept.get("id").and_then(Value::as_str).map(str::to_owned));
        let step = kept.get("step").and_then(Value::as_u64).unwrap_or(0) as usize;
        session.step = step.min(session.steps().saturating_sub(1));
        let known = kept.get("progress").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let lesson = session.lesson.clone();
        for (progress, (kept, step)) in session.progress.iter_mut().zip(known.iter().zip(&lesson.steps)) {
            let choices = step.predict.as_ref().map_or(0, |prediction| prediction.choices.len());
            *progress = Progress::from_json(kept, choices);
        }
        Some(session)
    }

    /// This session with what was answered in another session of the same lesson. An action whose outcome was not seen
    /// starts again.
    #[must_use]
    pub fn with_progress_of(mut self, other: &Self) -> Self {
        if self.lesson == other.lesson {
            self.progress.clone_from(&other.progress);
            self.change(|progress| progress.acted &= progress.revealed);
        }
        self
    }

    /// Replaces the lesson. Outcomes are discarded from this step on, or kept if only texts changed.
    pub fn rewrite(&mut self, lesson: Lesson, from: Option<usize>) {
        let steps = lesson.steps.len();
        self.lesson = Shared::new(lesson);
        self.step = self.step.min(steps.saturating_sub(1));
        self.progress.resize(steps, Progress::default());
        let mut outcomes = self.outcomes.borrow().clone();
        outcomes.truncate(from.unwrap_or(steps));
        outcomes.resize(steps, None);
        self.outcomes = Rc::new(RefCell::new(outcomes));
    }

    /// The present step.
    pub fn shown(&self) -> &Step {
        // A lesson has at least one step.
        self.lesson.steps.get(self.step).unwrap_or(&self.lesson.steps[0])
    }

    pub fn steps(&self) -> usize {
        self.lesson.steps.len()
    }

    /// The prediction at the present step.
    pub fn prediction(&self) -> Option<&Prediction> {
        self.shown().predict.as_ref()
    }

    /// The progress at a step.
    pub fn progress_of(&self, step: usize) -> Progress {
        self.progress.get(step).cloned().unwrap_or_default()
    }

    /// The last step that can be reached without passing a prediction that is not locked in.
    pub fn reach(&self) -> usize {
        let waits = |index: &usize| {
            let asks = self.lesson.steps.get(*index).is_some_and(|step| step.predict.is_some());
            asks && !self.progress_of(*index).locked
        };
        (0..self.steps()).find(waits).unwrap_or(self.steps().saturating_sub(1)).max(self.step)
    }

    /// The progress at the present step.
    pub fn progress(&self) -> Progress {
        self.progress_of(self.step)
    }

    /// Changes the progress at the present step.
    pub fn change(&mut self, change: impl FnOnce(&mut Progress)) {
        if let Some(progress) = self.progress.get_mut(self.step) {
            change(progress);
        }
    }

    /// How many predictions were right, of how many.
    pub fn score(&self) -> (usize, usize) {
        let asks = |step: &usize| self.lesson.steps[*step].predict.is_some();
        let is_right = |step: &usize| {
            let chosen = self.progress_of(*step).chosen;
            self.outcome(*step).is_ok_and(|outcome| chosen.is_some_and(|chosen| outcome.right.contains(&chosen)))
        };
        let asked: Vec<usize> = (0..self.steps()).filter(asks).collect();
        (asked.iter().filter(|step| is_right(step)).count(), asked.len())
    }

    pub fn next(&self) -> Next {
        self.progress().next(self.demands())
    }

    /// Whether the present step asks for no prediction and does nothing.
    pub fn asks_for_nothing(&self) -> bool {
        let Demands { choices, acts, .. } = self.demands();
        choices == 0 && !acts
    }

    fn demands(&self) -> Demands {
        let step = self.shown();
        let choices = step.predict.as_ref().map_or(0, |prediction| prediction.choices.len());
        let looks = choices > 0 && (step.look.walk || step.look.laboratory.is_some());
        let acts = !step.acts.is_empty() || step.act.is_some() || looks;
        Demands { choices, acts, last: self.step + 1 >= self.steps() }
    }

    /// The history as a step finds it.
    ///
    /// # Errors
    /// What is wrong with the lesson, in words.
    pub fn world_before(&self, step: usize) -> Result<Playground, String> {
        match step.checked_sub(1) {
            Some(earlier) => {
                let mut playground = self.outcome(earlier)?.after.clone();
                let prepared = self.lesson.steps.get(step).map(|entered| prepare(entered, step, &mut playground));
                prepared.transpose().map_err(|error| error.to_string())?;
                Ok(playground)
            }
            None => enter(&self.lesson, 0).map_err(|error| error.to_string()),
        }
    }

    /// The world in which a step (the last one at most) is shown: its outcome if that was revealed, else the world before it.
    ///
    /// # Errors
    /// What is wrong with the lesson, in words.
    pub fn world_at(&self, step: usize) -> Result<Playground, String> {
        let step = step.min(self.steps().saturating_sub(1));
        match self.progress_of(step).revealed {
            true => Ok(self.outcome(step)?.after.clone()),
            false => self.world_before(step),
        }
    }

    /// The outcome of a step's action.
    ///
    /// # Errors
    /// What is wrong with the lesson, in words.
    pub fn outcome(&self, step: usize) -> Result<Rc<Outcome>, String> {
        let known = self.outcomes.borrow().get(step).cloned().flatten();
        known.unwrap_or_else(|| {
            let outcome = self.work_out(step).map(Rc::new);
            if let Some(index) = self.outcomes.borrow_mut().get_mut(step) {
                *index = Some(outcome.clone());
            }
            outcome
        })
    }

    fn work_out(&self, index: usize) -> Result<Outcome, String> {
        let mut playground = self.world_before(index)?;
        let before = playground.step_number();
        let step = self.lesson.steps.get(index).ok_or_else(|| format!("The lesson has no step {}.", index + 1))?;
        perform(step, index, &mut playground).map_err(|error| error.to_string())?;
        let (right, truth) = match &step.predict {
            Some(prediction) => {
                let measured = measure(&prediction.measure, before, &playground).map_err(|error| error.to_string())?;
                let right = prediction.grade(&measured);
                if right.len() != 1 && !self.drafted {
                    let many = if right.is_empty() { "no choice is right" } else { "more than one choice is right" };
                    return Err(format!("Step {}, {}: of its prediction {many}.", index + 1, quoted(&step.title)));
                }
                (right, measured.sentence)
            }
            None => (Vec::new(), String::new()),
        };
        Ok(Outcome { before, after: playground, right, truth })
    }

    /// Whether this history is one of those that the lesson itself produces at the present step.
    pub fn makes(&self, playground: &Playground) -> bool {
        let scenario = playground.scenario();
        let before = self.world_before(self.step).is_ok_and(|before| before.scenario() == scenario);
        before || self.outcome(self.step).is_ok_and(|outcome| outcome.after.scenario() == scenario)
    }

    /// How a course of events relates to the present step.
    pub fn way(&self, playground: &Playground, course: &Shared<Course>) -> Way {
        // A step without a task leaves nothing to stray from.
        if self.asks_for_nothing() || self.course.as_ref().is_none_or(|own| own == course) {
            return Way::TheLessons;
        }
        match self.outcome(self.step) {
            Ok(outcome) => by_hand(playground, outcome.before, &self.shown().acts).map_or(Way::Own, Way::ByHand),
            Err(_) => Way::Own,
        }
    }
}

/// How many of the step's commands were given by hand since it began, if nothing else was.
fn by_hand(playground: &Playground, before: usize, acts: &[Act]) -> Option<usize> {
    let given: Vec<&Command> =
        playground.commands().filter(|(step, _)| *step > before).map(|(_, command)| command).collect();
    let same = given.iter().zip(acts).all(|(given, act)| **given == act.command);
    (same && (1..=acts.len()).contains(&given.len())).then_some(given.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::RunLimit;

    const LESSON: &str = r#"{
      "ringsideLesson": 1, "title": "A put", "summary": "One write.", "minutes": 1, "scenario": { "ringside": 1 },
      "steps": [
        { "title": "Write", "say": "Alice writes.",
          "do": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }, { "do": "crash", "name": "B" }],
          "predict": { "question": "Does it succeed?", "measure": { "what": "status" }, "choices": [
            { "text": "Yes", "is": "ok", "because": "All are up." }, { "text": "No", "is": "failed", "because": "No." } ] } },
        { "title": "Read", "say": "Bob reads.", "do": [{ "do": "get", "client": "Bob", "key": "cart" }] },
        { "title": "End", "say": "The end." }
      ] }"#;

    fn session() -> LessonSession {
        LessonSession::new(Shared::new(Lesson::read(LESSON).unwrap()), None)
    }

    #[test]
    fn the_engine_says_what_is_right_and_each_step_begins_where_the_one_before_ended() {
        let mut session = session();
        assert_eq!(session.world_before(0).unwrap().known_steps(), 0);
        let first = session.outcome(0).unwrap();
        assert_eq!((first.before, &first.right), (0, &vec![0]));
        assert!(!first.truth.is_empty());
        assert_eq!(session.world_before(1).unwrap().scenario(), first.after.scenario());
        assert_eq!(session.outcome(1).unwrap().before, first.after.known_steps());
        assert_eq!(session.next(), Next::LockIn);
        session.step = 1;
        assert_eq!(session.next(), Next::Act);
        session.step = 2;
        assert_eq!((session.next(), session.asks_for_nothing()), (Next::Finish, true));
    }

    #[test]
    fn what_is_done_by_hand_is_compared_with_what_the_step_does() {
        let mut session = session();
        let mut playground = session.world_before(0).unwrap();
        session.course = Some(Shared::new(Course::new(&playground)));
        let own = session.course.clone().unwrap();
        assert_eq!(session.way(&playground, &own), Way::TheLessons);
        let other = Shared::new(Course::new(&playground));
        assert_eq!(session.way(&playground, &other), Way::Own, "another world, in which nothing was done");
        for (command, expected) in [
            (Command::put("Alice", "cart", "milk"), Way::ByHand(1)),
            (Command::Crash { name: "B".to_owned(), wipe: false }, Way::ByHand(2)),
            (Command::get("Bob", "cart"), Way::Own),
        ] {
            playground.apply(command).unwrap();
            playground.run(RunLimit::default()).unwrap();
            assert_eq!(session.way(&playground, &other), expected);
        }
    }

    #[test]
    fn a_lesson_outlives_a_reload_with_what_was_answered() {
        let mut session = session();
        session.change(|progress| (progress.chosen, progress.locked) = (Some(1), true));
        session.step = 1;
        let again = LessonSession::from_json(&session.to_json()).unwrap();
        assert_eq!((again.step, again.progress_of(0)), (1, session.progress_of(0)));
        assert_eq!(*again.lesson, *session.lesson);
        assert!(LessonSession::from_json(&serde_json::Value::Null).is_none());
    }

    #[test]
    fn a_prediction_without_exactly_one_right_choice_is_told_unless_it_is_being_made() {
        for (is, words) in [("failed", "no choice is right"), ("ok", "more than one choice is right")] {
            let other = if is == "ok" { "ok" } else { "pending" };
            let text = LESSON
                .replace("\"is\": \"ok\"", &format!("\"is\": \"{is}\""))
                .replace("\"No\", \"is\": \"failed\"", &format!("\"No\", \"is\": \"{other}\""));
            let mut session = LessonSession::new(Shared::new(Lesson::read(&text).unwrap()), None);
            let message = session.outcome(0).err().unwrap();
            assert!(message.starts_with("Step 1, “Write”") && message.contains(words), "{message}");
            session = LessonSession::new(session.lesson.clone(), None);
            session.drafted = true;
            assert!(session.outcome(0).is_ok());
        }
    }

    #[test]
    fn nobody_strays_where_a_lesson_asks_for_nothing_and_only_its_own_worlds_are_its_own() {
        let mut session = session();
        session.step = 2;
        let mut playground = session.world_before(2).unwrap();
        session.course = Some(Shared::new(Course::new(&playground)));
        assert!(session.makes(&playground));
        playground.apply(Command::put("Alice", "mine", "milk")).unwrap();
        playground.run(RunLimit::default()).unwrap();
        assert!(!session.makes(&playground));
        assert_eq!(session.way(&playground, &Shared::new(Course::new(&playground))), Way::TheLessons);
    }

    #[test]
    fn what_was_worked_out_is_kept_up_to_the_step_that_is_rewritten() {
        let mut session = session();
        let (first, second) = (session.outcome(0).unwrap(), session.outcome(1).unwrap());
        let mut lesson = (*session.lesson).clone();
        lesson.steps[1].acts.clear();
        session.rewrite(lesson, Some(1));
        assert!(Rc::ptr_eq(&first, &session.outcome(0).unwrap()));
        assert!(!Rc::ptr_eq(&second, &session.outcome(1).unwrap()));
        let lesson = Lesson { steps: session.lesson.steps[..1].to_vec(), ..(*session.lesson).clone() };
        session.rewrite(lesson, None);
        assert!(session.outcome(1).is_err(), "there is no such step any more");
    }

    #[test]
    fn what_cannot_be_done_is_said_by_its_field() {
        let mut lesson = (*session().lesson).clone();
        lesson.steps[0].acts[0].command = Command::Restart { name: "Nobody".to_owned() };
        let session = LessonSession::new(Shared::new(lesson), None);
        let message = session.outcome(0).err().unwrap();
        assert!(message.contains("steps[0].do[0]") && message.contains("Nobody"), "{message}");
        assert_eq!(session.outcome(2).err().unwrap(), message, "the steps after it cannot be played either");
    }
}
