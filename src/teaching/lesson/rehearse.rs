//! Playing a lesson: the world of each step, what the step does, and how its prediction is graded.

use super::{Act, Lesson, MAX_EVENTS_OF_A_STEP, MAX_MS, Measured, Prediction, Step, Until, measure};
use crate::input::file_error::{FileError, placed};
use crate::input::refusal::Refusal;
use crate::playground::{Playground, RunLimit};
use crate::scenario::{Command, Scenario};

/// A lesson that was played to its end.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// Its history.
    pub playground: Playground,
    /// Its steps.
    pub steps: Vec<Rehearsed>,
}

/// A step that was played.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsed {
    /// The step of the history at which it was entered.
    pub from: usize,
    /// The simulated time at which it was entered, in milliseconds: time may have gone by since the last event.
    pub from_ms: f64,
    /// The step of the history at which it was done.
    pub to: usize,
    /// What was measured, if it asks for a prediction.
    pub truth: Option<Measured>,
    /// The places of the choices that are right: exactly one in a good lesson.
    pub right: Vec<usize>,
}

impl Rehearsal {
    /// The world in which a step is entered, counted from 0; the last world for one that is not there. Nothing is known
    /// of what comes after.
    ///
    /// # Errors
    /// None: every step was played.
    pub fn enter(&self, step: usize) -> Result<Playground, Refusal> {
        let mut playground = self.playground.clone();
        let Some(step) = self.steps.get(step) else { return Ok(playground) };
        playground.seek(step.from)?;
        playground.forget_future();
        playground.run(RunLimit { until: Some(step.from_ms), events: None })?;
        Ok(playground)
    }
}

/// The world in which a step is entered, counted from 0; for one that is not there, the world after the last.
///
/// # Errors
/// A command that is refused, by its field; a step in which too much happens.
pub fn enter(lesson: &Lesson, step: usize) -> Result<Playground, FileError> {
    let mut playground = begin_scenario(&lesson.scenario)?;
    for (number, done) in lesson.steps.iter().enumerate().take(step) {
        prepare(done, number, &mut playground)?;
        perform(done, number, &mut playground)?;
    }
    if let Some(entered) = lesson.steps.get(step) {
        prepare(entered, step, &mut playground)?;
    }
    Ok(playground)
}

/// Does what is done before a step is entered, until no operation is pending. `number` is its place, for errors.
///
/// # Errors
/// A command that is refused, by its field; a step before which too much happens.
pub fn prepare(step: &Step, number: usize, playground: &mut Playground) -> Result<(), FileError> {
    if step.before.is_empty() {
        return Ok(());
    }
    let upto = playground.step_number() + MAX_EVENTS_OF_A_STEP;
    let list = format!("steps[{number}].before");
    give(&step.before, &list, upto, playground)?;
    settle(playground, &Events { field: list, upto })
}

/// A scenario after its own script, when each client has its answer.
///
/// # Errors
/// What is wrong with it, by the field `scenario`; a script in which too much happens.
pub(crate) fn begin_scenario(scenario: &Scenario) -> Result<Playground, FileError> {
    let mut playground = Playground::new(scenario.clone()).map_err(|refusal| placed("scenario", refusal))?;
    let most = Events { field: "scenario.script".to_owned(), upto: MAX_EVENTS_OF_A_STEP };
    settle(&mut playground, &most)?;
    Ok(playground)
}

/// Does what a step does, and lets time go on as far as it says. `number` is its place, for errors.
///
/// # Errors
/// A command that is refused, by its field; a step in which too much happens.
pub fn perform(step: &Step, number: usize, playground: &mut Playground) -> Result<(), FileError> {
    let upto = playground.step_number() + MAX_EVENTS_OF_A_STEP;
    give(&step.acts, &format!("steps[{number}].do"), upto, playground)?;
    let most = Events { field: format!("steps[{number}].until"), upto };
    match step.until {
        Until::Done => settle(playground, &most),
        Until::Quiet => {
            playground.run_to_step(upto)?;
            most.check(playground)
        }
        Until::Ms(ms) => {
            let until = playground.time() + ms;
            run_to(playground, until, &most)
        }
        Until::Events(events) => {
            playground.run_to_step(playground.step_number() + events)?;
            Ok(())
        }
    }
}

/// Gives commands, each at its moment; `list` is the field in which they stand, for errors.
fn give(acts: &[Act], list: &str, upto: usize, playground: &mut Playground) -> Result<(), FileError> {
    let began = playground.time();
    for (index, Act { at, command }) in acts.iter().enumerate() {
        let most = Events { field: format!("{list}[{index}]"), upto };
        match at {
            Some(at) => run_to(playground, began + at, &most)?,
            None => settle(playground, &most)?,
        }
        let given = playground.give(command.clone());
        given.map_err(|refusal| placed(&most.field, refusal))?;
        if let Command::Wait { ms } = command {
            let until = playground.time() + ms.min(MAX_MS);
            run_to(playground, until, &most)?;
        }
        most.check(playground)?;
    }
    Ok(())
}

/// How many events there may be, and the field to name when there are more.
struct Events {
    field: String,
    upto: usize,
}

impl Events {
    fn check(&self, playground: &Playground) -> Result<(), FileError> {
        if playground.step_number() < self.upto {
            return Ok(());
        }
        let message = format!("got more than {MAX_EVENTS_OF_A_STEP} events in one step; allowed is less.");
        Err(FileError::new("too-many-events", &self.field, message))
    }
}

fn run_to(playground: &mut Playground, time: f64, most: &Events) -> Result<(), FileError> {
    let events = most.upto.saturating_sub(playground.step_number());
    playground.run(RunLimit { until: Some(time), events: Some(events) })?;
    most.check(playground)
}

/// Until no operation is pending.
fn settle(playground: &mut Playground, most: &Events) -> Result<(), FileError> {
    while !playground.is_settled() {
        let before = playground.step_number();
        playground.run_to_step(before + 1)?;
        most.check(playground)?;
        if playground.step_number() == before {
            break;
        }
    }
    Ok(())
}

/// Plays a lesson to its end and grades its predictions.
///
/// # Errors
/// A command that is refused, a measure that cannot be taken, by their fields.
pub fn rehearse(lesson: &Lesson) -> Result<Rehearsal, FileError> {
    let mut playground = begin_scenario(&lesson.scenario)?;
    let mut steps = Vec::with_capacity(lesson.steps.len());
    for (number, step) in lesson.steps.iter().enumerate() {
        prepare(step, number, &mut playground)?;
        let (from, from_ms) = (playground.step_number(), playground.time());
        perform(step, number, &mut playground)?;
        let to = playground.step_number();
        let mut rehearsed = Rehearsed { from, from_ms, to, truth: None, right: Vec::new() };
        if let Some(prediction) = &step.predict {
            let truth = measured(prediction, number, from, &playground)?;
            rehearsed.right = prediction.grade(&truth);
            rehearsed.truth = Some(truth);
        }
        steps.push(rehearsed);
    }
    Ok(Rehearsal { playground, steps })
}

fn measured(
    prediction: &Prediction,
    number: usize,
    from: usize,
    playground: &Playground,
) -> Result<Measured, FileError> {
    let field = format!("steps[{number}].predict.measure");
    Ok(measure(&prediction.measure, from, playground).map_err(|refusal| placed(&field, refusal))?)
}

/// Rehearses a lesson, and demands that each prediction has exactly one right choice.
///
/// # Errors
/// As [`rehearse`], and `ambiguous-prediction` by its field.
pub fn check(lesson: &Lesson) -> Result<Rehearsal, FileError> {
    let rehearsal = rehearse(lesson)?;
    for (number, (step, rehearsed)) in lesson.steps.iter().zip(&rehearsal.steps).enumerate() {
        let (Some(prediction), Some(truth)) = (&step.predict, &rehearsed.truth) else { continue };
        let complaint = match rehearsed.right.as_slice() {
            [_] => continue,
            [] => "no choice is right".to_owned(),
            several => {
                let texts = several.iter().filter_map(|index| prediction.choices.get(*index));
                let texts: Vec<String> = texts.map(|choice| format!("\u{201c}{}\u{201d}", choice.text)).collect();
                format!("{} are right at once", texts.join(" and "))
            }
        };
        let message = format!("{complaint}; exactly one must be. {}", truth.sentence);
        let field = format!("steps[{number}].predict.choices");
        return Err(FileError::new("ambiguous-prediction", &field, message));
    }
    Ok(rehearsal)
}
