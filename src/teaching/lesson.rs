//! Lessons: a scenario in steps, with predictions that the engine grades.
//!
//! A lesson is one JSON file; `docs/lessons.md` describes it, `www/lessons/lesson.schema.json` too. A step says something,
//! does something, and may ask for a prediction before it is done. Nobody writes down which choice is right: each choice
//! carries a [`Test`], the step is done by the engine, a [`Measure`] is taken, and the choice whose test holds is right.
//!
//! ```
//! use ringside::teaching::lesson::{Lesson, rehearse};
//!
//! let lesson = Lesson::read(r#"{
//!   "ringsideLesson": 1, "title": "A put", "summary": "One write.", "minutes": 1,
//!   "scenario": { "ringside": 1 },
//!   "steps": [{
//!     "title": "Write", "say": "Alice puts bread into her cart.",
//!     "do": [{ "do": "put", "client": "Alice", "key": "cart", "value": "bread" }],
//!     "predict": {
//!       "question": "Does it succeed?", "measure": { "what": "status" },
//!       "choices": [
//!         { "text": "Yes", "is": "ok", "because": "All nodes are up." },
//!         { "text": "No", "is": "failed", "because": "Nothing is in its way." }
//!       ]
//!     }
//!   }]
//! }"#)?;
//! assert_eq!(rehearse(&lesson)?.steps[0].right, [0]);
//! # Ok::<(), ringside::input::file_error::FileError>(())
//! ```
//!
//! **Meaning.** The world of step k is the scenario with its script, then what steps 0 to k − 1 prepare and do, each as
//! far as its `until` says, and what step k prepares (`before`): [`enter`] makes it. Within a step a command with `at` is
//! given so many milliseconds after the step began; one without, as soon as no operation is pending.

mod answer;
mod link;
mod measure;
mod measuring;
mod question;
mod read;
mod rehearse;
mod since;
mod write;

pub use crate::playground::file_link::MAX_LINK;
pub use answer::{Answer, AnswerKind, Test};
pub use measure::{Argument, Measure, MeasureDescription, What};
pub(crate) use measuring::{DELETED, said_of};
pub use measuring::{Measured, measure};
pub use question::{Figure, LaboratoryQuestion};
pub(crate) use read::{read_key, read_measure, read_name, required_words, words};
pub(crate) use rehearse::begin_scenario;
pub use rehearse::{Rehearsal, Rehearsed, check, enter, perform, prepare, rehearse};
pub(crate) use write::scenario_fields;

use crate::scenario::{Command, Scenario};

/// The version of the format that this build reads and writes.
pub const FORMAT: u64 = 1;
/// Bytes of a lesson's file: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;
/// Steps of a lesson.
pub const MAX_STEPS: usize = 12;
/// The fewest choices of a prediction.
pub const MIN_CHOICES: usize = 2;
/// The most choices of a prediction.
pub const MAX_CHOICES: usize = 5;
/// Commands of a step.
pub const MAX_COMMANDS: usize = 200;
/// The longest that a step may let time go on, in milliseconds of simulated time: ten minutes.
pub const MAX_MS: f64 = 600_000.0;
/// Events of one step, and of the scenario's own script.
pub const MAX_EVENTS_OF_A_STEP: usize = 20_000;
/// The parts of the page that a step can unfold; the words of [`Look::panel`].
pub const PANELS: [&str; 9] =
    ["preference", "copies", "history", "contexts", "trees", "shares", "truth", "words", "overlap"];

/// A lesson. What it may hold is in the constants of this module; [`Lesson::read`] refuses what is beyond.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its name, at most 120 bytes.
    pub title: String,
    /// What it is about, in one sentence of at most 400 bytes.
    pub summary: String,
    /// How long it takes in class, 1 to 60.
    pub minutes: u64,
    /// The world when it starts.
    pub scenario: Scenario,
    /// 1 to 12 of them.
    pub steps: Vec<Step>,
}

/// A step of a lesson. Texts are plain; an empty line parts paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name, at most 120 bytes.
    pub title: String,
    /// What the class reads now, at most 2,000 bytes, as each text below.
    pub say: String,
    /// For the presenter alone.
    pub notes: Option<String>,
    /// The section of the paper, such as `4.2`.
    pub paper: Option<String>,
    /// What is selected and unfolded when the step is entered.
    pub look: Look,
    /// What was done before the step is entered, and is not watched.
    pub before: Vec<Act>,
    /// What is done, in order.
    pub acts: Vec<Act>,
    /// What the button says that does it.
    pub act: Option<String>,
    /// How far time goes on afterwards.
    pub until: Until,
    /// What is to be predicted before it is done.
    pub predict: Option<Prediction>,
    /// What happened: read after it was done.
    pub happened: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// One thing to try.
    pub try_it: Option<String>,
}

/// What is selected and unfolded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// This key.
    pub key: Option<String>,
    /// This node.
    pub node: Option<String>,
    /// This panel, one of [`PANELS`].
    pub panel: Option<String>,
    /// The key's walk is shown.
    pub walk: bool,
    /// The stored keys are dots on the ring.
    pub keys: bool,
    /// In place of the ring, sample keys as `hash mod nodes` would place them; once the prediction is locked in, with one
    /// node more.
    pub modulo: bool,
    /// A laboratory with these parameters.
    pub laboratory: Option<LaboratoryQuestion>,
}

/// A command of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Milliseconds after the step began; without it, as soon as no operation is pending.
    pub at: Option<f64>,
    /// The command.
    pub command: Command,
}

/// How far time goes on when everything was given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Until {
    /// Until no operation is pending: each client has its answer. What else is in flight stays in flight.
    #[default]
    Done,
    /// Until all is quiet: hints delivered, replicas in sync.
    Quiet,
    /// So many milliseconds.
    Ms(f64),
    /// So many events at most.
    Events(usize),
}

/// A question with choices, locked in before the step is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// What is measured when the step was done.
    pub measure: Measure,
    /// 2 to 5 of them.
    pub choices: Vec<Choice>,
}

/// A choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What it says, at most 200 bytes.
    pub text: String,
    /// Holds if the choice is right.
    pub is: Test,
    /// Why it is right or wrong, at most 1,000 bytes: shown when it was taken.
    pub because: String,
}

impl Prediction {
    /// The places of the choices whose tests hold.
    pub fn grade(&self, measured: &Measured) -> Vec<usize> {
        let holds = |(_, choice): &(usize, &Choice)| choice.is.holds(&measured.answer);
        self.choices.iter().enumerate().filter(holds).map(|(index, _)| index).collect()
    }
}
