//! Challenges: a world, what may be touched, a goal that the engine checks, and a budget. What teachers give as homework.
//!
//! A challenge is one JSON file; `docs/challenges.md` describes it, `www/challenges/challenge.schema.json` too. The student plays
//! in the world; an [`Attempt`] says of each step whether the [`Goal`] holds and what has been spent. What is handed in is
//! the history, nothing else: [`grade`] plays it again.
//!
//! ```
//! use ringside::teaching::challenge::{Attempt, Challenge};
//! use ringside::playground::RunLimit;
//! use ringside::scenario::Command;
//!
//! let challenge = Challenge::read(r#"{
//!   "ringsideChallenge": 1, "title": "One copy", "summary": "Write something.", "minutes": 1,
//!   "task": "Store bread under cart.",
//!   "scenario": { "ringside": 1 },
//!   "goal": { "measure": { "what": "copies", "key": "cart", "value": "bread" }, "is": 3 },
//!   "budget": { "commands": 1 }
//! }"#)?;
//! let mut playground = challenge.begin()?;
//! playground.apply(Command::put("alice", "cart", "bread"))?;
//! playground.run(RunLimit::default())?;
//! let attempt = Attempt::whole(&challenge, playground)?;
//! assert!(attempt.solved_at().is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attempt;
mod budget;
mod goal;
mod grade;
mod gradebook;
mod hand_in;
mod link;
mod read;
mod searched;
mod write;

pub use attempt::{Astray, Attempt, Situation};
pub use budget::{Amounts, Limit};
pub use goal::{Goal, GoalPart, Moment, NodeStanding, RequestGoal, Setting};
pub use grade::{Grade, grade, too_long};
pub use gradebook::{Gradebook, Row};
pub use hand_in::{HandIn, MAX_HAND_IN_BYTES};
pub use searched::Search;

use crate::input::file_error::FileError;
use crate::playground::Playground;
use crate::scenario::Scenario;
use crate::scenario::locked::Locked;
use crate::teaching::lesson::begin_scenario;
use serde_json::json;

/// The version of the format that this build reads and writes.
pub const FORMAT: u64 = 1;
/// Bytes of a challenge's file: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;
/// Hints of a challenge.
pub const MAX_HINTS: usize = 5;
/// Goals in each other.
pub const MAX_DEPTH: usize = 4;
/// Goals of one list.
pub const MAX_GOALS: usize = 12;

/// A challenge. [`Challenge::read`] refuses what is beyond the limits of this module.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Its name, at most 120 bytes.
    pub title: String,
    /// What it is about, in one sentence of at most 400 bytes.
    pub summary: String,
    /// How long it takes, 1 to 120 minutes.
    pub minutes: u64,
    /// The section of the paper, such as `4.5`.
    pub paper: Option<String>,
    /// What is to be done, at most 2,000 bytes of plain text; an empty line parts paragraphs.
    pub task: String,
    /// Texts that are shown one at a time when they are asked for.
    pub hints: Vec<String>,
    /// What there is to learn from it: read when it is solved.
    pub afterwards: Option<String>,
    /// The key that is selected when it begins.
    pub key: Option<String>,
    /// The world in which it begins.
    pub scenario: Scenario,
    /// The parts that may not be touched.
    pub locked: Locked,
    /// What is to be reached.
    pub goal: Goal,
    /// When the goal must hold.
    pub when: When,
    /// What may be spent.
    pub budget: Amounts,
    /// The fewest commands that anybody is known to have needed, where the smallest history is asked for.
    pub fewest: Option<u64>,
    /// Whether one may claim that the goal cannot be reached; the claim is looked up among the searches of [`Search`].
    pub claim: bool,
}

/// When a goal must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum When {
    /// In any step: it is met in the first one in which it holds.
    #[default]
    Ever,
    /// When nothing is left to happen: in the last step of the history.
    End,
}

impl When {
    /// The word of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ever => "ever",
            Self::End => "end",
        }
    }
}

impl Challenge {
    /// The world in which it begins: the scenario after its own script, when each client has its answer.
    ///
    /// # Errors
    /// What is wrong with the scenario; a script in which too much happens.
    pub fn begin(&self) -> Result<Playground, FileError> {
        begin_scenario(&self.scenario)
    }

    /// A number for all that a grade depends on, 32 hexadecimal digits: the world, the locks, the goal and the budget. Texts
    /// may be corrected without changing it.
    pub fn digest(&self) -> String {
        let scenario = Scenario { title: None, ..self.scenario.clone() };
        let graded = json!({
            "scenario": scenario.to_json(),
            "locked": self.locked.words(),
            "goal": self.goal.to_json(),
            "when": self.when.as_str(),
            "budget": self.budget.to_json(),
            "claim": self.claim,
        });
        format!("{:x}", md5::compute(graded.to_string()))
    }
}
