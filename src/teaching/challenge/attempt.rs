//! A history that is played in a challenge: where the goal is met, and what has been spent.

use super::{Amounts, Challenge, GoalPart, Limit, Moment, When};
use crate::input::refusal::Refusal;
use crate::playground::Playground;
use crate::scenario::locked::{Part, part_of_command};
use crate::scenario::{Scenario, ScriptEntry};
use std::fmt;

/// Why a history is not one of a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Astray {
    /// Its world is another one: other nodes, another network, another seed.
    OtherWorld,
    /// It does not begin with what the challenge begins with.
    OtherBeginning,
    /// A command belongs to a part that may not be touched.
    Locked {
        /// Its word.
        command: String,
        /// The part.
        part: Part,
    },
    /// The challenge itself cannot begin.
    NoChallenge(String),
}

impl fmt::Display for Astray {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherWorld => formatter.write_str("This is another world than that of the challenge."),
            Self::OtherBeginning => formatter.write_str("This history does not begin as the challenge does."),
            Self::Locked { command, part } => {
                write!(formatter, "The command {command} is not allowed: “{}” may not be touched.", part.label())
            }
            Self::NoChallenge(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Astray {}

/// How a step of a history stands in a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The parts of the goal.
    pub parts: Vec<GoalPart>,
    /// What was spent up to here.
    pub spent: Amounts,
    /// The limits of the budget that are exceeded here.
    pub exceeded: Vec<Limit>,
}

/// A history in a challenge, watched from the step at which the challenge began to the last one that is known.
#[derive(Clone, Debug)]
pub struct Attempt {
    challenge: Challenge,
    /// A cursor of its own in the shared history.
    playground: Playground,
    /// The step at which the challenge began.
    since: usize,
    requests_before: usize,
    /// How many steps there are to watch.
    last: usize,
    /// The next step to be looked at.
    next: usize,
    solved_at: Option<usize>,
}

impl Attempt {
    /// The history of a playground, as far as it is known; nothing of it was looked at yet.
    ///
    /// # Errors
    /// Why it is not a history of the challenge.
    pub fn new(challenge: &Challenge, playground: Playground) -> Result<Self, Astray> {
        let begun = challenge.begin().map_err(|error| Astray::NoChallenge(error.to_string()))?;
        Self::from_beginning(challenge, &begun, playground)
    }

    /// The same for whoever has the world already in which the challenge begins.
    ///
    /// # Errors
    /// Why it is not a history of the challenge.
    pub fn from_beginning(challenge: &Challenge, begun: &Playground, playground: Playground) -> Result<Self, Astray> {
        check_history(challenge, &begun.scenario(), &playground.scenario())?;
        let (since, last) = (begun.step_number(), playground.known_steps());
        let requests_before = begun.request_count();
        let own = playground.commands().skip(begun.commands().count());
        if last < since || own.into_iter().any(|(step, _)| step <= since) {
            return Err(Astray::OtherBeginning);
        }
        let challenge = challenge.clone();
        Ok(Self { challenge, playground, since, requests_before, last, next: since, solved_at: None })
    }

    /// A history, looked at to its end.
    ///
    /// # Errors
    /// Why it is not a history of the challenge.
    pub fn whole(challenge: &Challenge, playground: Playground) -> Result<Self, Astray> {
        let mut attempt = Self::new(challenge, playground)?;
        attempt.go_on(usize::MAX);
        Ok(attempt)
    }

    /// Looks at so many more steps at most. Whether all were looked at, or the goal is met.
    pub fn go_on(&mut self, steps: usize) -> bool {
        for _ in 0..steps {
            if self.solved_at.is_some() || self.next > self.last {
                break;
            }
            let step = self.next;
            self.next += 1;
            if self.matters(step) && self.is_solved_in(step).unwrap_or(false) {
                self.solved_at = Some(step);
            }
        }
        self.is_over()
    }

    /// Whether all steps were looked at, or the goal is met.
    pub fn is_over(&self) -> bool {
        self.solved_at.is_some() || self.next > self.last
    }

    /// Whether a goal can be met in a step. Little that a goal speaks of changes with gossip that tells nobody anything.
    fn matters(&self, step: usize) -> bool {
        match self.challenge.when {
            When::Ever => {
                let is_edge = step == self.since || step == self.last;
                is_edge || !self.playground.is_background(step) || self.challenge.goal.heeds_background()
            }
            When::End => step == self.last,
        }
    }

    fn is_solved_in(&mut self, step: usize) -> Result<bool, Refusal> {
        self.playground.seek(step)?;
        let settled = self.challenge.when == When::Ever || self.playground.is_quiet();
        let moment = Moment::new(&self.playground, self.since, self.requests_before);
        let holds = settled && self.challenge.goal.holds(&moment);
        Ok(holds && self.challenge.budget.exceeded_by(&Amounts::spent(&self.playground, self.since)).is_empty())
    }

    /// The first step in which the goal is met within the budget, as far as the history was looked at.
    pub fn solved_at(&self) -> Option<usize> {
        self.solved_at
    }

    /// The step at which the challenge began.
    pub fn since(&self) -> usize {
        self.since
    }

    /// Whether the goal can be said to be met already in the world in which the challenge begins.
    pub fn needs_nothing(&self) -> bool {
        self.solved_at == Some(self.since)
    }

    /// How the present step of a playground stands that goes through the same history.
    pub fn situation_in(&self, playground: &Playground) -> Situation {
        let spent = Amounts::spent(playground, self.since);
        let parts = self.challenge.goal.parts(&Moment::new(playground, self.since, self.requests_before));
        Situation { parts, exceeded: self.challenge.budget.exceeded_by(&spent), spent }
    }

    /// How a step stands; one that is not known, as the nearest.
    pub fn situation(&self, step: usize) -> Situation {
        let mut playground = self.playground.clone();
        // A step between these is known, so that there is nothing to refuse.
        let _ = playground.seek(step.clamp(self.since, self.last));
        self.situation_in(&playground)
    }
}

/// Whether two scenarios begin with the same cluster and network, whatever is done there.
pub(super) fn is_same_world(one: &Scenario, other: &Scenario) -> bool {
    let world = |scenario: &Scenario| Scenario { title: None, script: Vec::new(), ..scenario.clone() };
    world(one) == world(other)
}

/// Whether a history is one of a challenge that begins so.
fn check_history(challenge: &Challenge, begun: &Scenario, played: &Scenario) -> Result<(), Astray> {
    if !is_same_world(begun, played) {
        return Err(Astray::OtherWorld);
    }
    let Some(own) = played.script.strip_prefix(begun.script.as_slice()) else { return Err(Astray::OtherBeginning) };
    let locked = |entry: &ScriptEntry| {
        let part = part_of_command(&entry.command).filter(|part| challenge.locked.has(*part))?;
        Some(Astray::Locked { command: entry.command.word(), part })
    };
    own.iter().find_map(locked).map_or(Ok(()), Err)
}
