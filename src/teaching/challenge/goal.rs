//! The goal of a challenge: a small closed language of predicates over a world and its history.

mod read;
mod request;
mod words;
mod write;

pub use request::RequestGoal;

use crate::dynamo::replication::preference_list;
use crate::explain::snapshot::{NodeState, NodeStatus, State};
use crate::playground::Playground;
use crate::teaching::lesson::{Answer, Measure, Test, What, measure};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// What is to be reached, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// A measure of lessons has this answer. What it counts, it counts since the challenge began.
    Measure {
        /// What is measured.
        measure: Measure,
        /// What must have been measured.
        is: Test,
    },
    /// So many requests are like this, one at least if it is not said.
    Request(RequestGoal),
    /// N, R or W of the cluster, or how far R + W exceeds N.
    Setting {
        /// Which.
        setting: Setting,
        /// What it must be.
        is: Test,
    },
    /// So many nodes are in this state.
    Nodes {
        /// The state.
        standing: NodeStanding,
        /// Only the homes of this key count.
        homes_of: Option<String>,
        /// How many there must be.
        is: Test,
    },
    /// All homes of this key hold the same versions of it, one at least.
    Agree {
        /// The key.
        key: String,
    },
    /// A command of this word was given so often since the challenge began.
    Given {
        /// The word, such as `crash`.
        command: String,
        /// How often.
        is: Test,
    },
    /// All of these hold at the same moment.
    All(Vec<Goal>),
    /// One of these holds at least.
    Any(Vec<Goal>),
    /// This does not hold.
    Not(Box<Goal>),
}

/// A number of the cluster's quorums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Copies of each key.
    N,
    /// Answers that a get waits for.
    R,
    /// Acknowledgements that a put waits for.
    W,
    /// R + W − N: more than 0 where the quorums overlap.
    Overlap,
}

/// A state of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeStanding {
    /// It answers.
    Up,
    /// It is down.
    Crashed,
    /// It does nothing until it is resumed.
    Paused,
    /// It fetches what will be its own.
    Joining,
    /// It hands over what it holds.
    Leaving,
}

/// A part of a goal as it stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalPart {
    /// What must hold, in words.
    pub words: String,
    /// Whether it holds.
    pub holds: bool,
    /// What there is instead, or now, in words; empty if nothing can be said yet.
    pub now: String,
}

/// A step of a history since a challenge began, with what is looked at more than once.
pub struct Moment<'a> {
    playground: &'a Playground,
    /// The step at which the challenge began.
    since: usize,
    /// How many requests there were then.
    requests_before: usize,
    state: OnceCell<State>,
    stale: OnceCell<BTreeSet<u32>>,
}

impl<'a> Moment<'a> {
    /// The present step of a playground in which a challenge began at the step `since`, after so many requests.
    pub fn new(playground: &'a Playground, since: usize, requests_before: usize) -> Self {
        Self { playground, since, requests_before, state: OnceCell::new(), stale: OnceCell::new() }
    }

    fn state(&self) -> &State {
        self.state.get_or_init(|| self.playground.state())
    }

    fn stale(&self) -> &BTreeSet<u32> {
        self.stale.get_or_init(|| self.playground.stale_gets())
    }

    fn homes_of(&self, key: &str) -> Vec<String> {
        let Ok(key) = self.playground.key(key) else { return Vec::new() };
        let names = self.playground.node_names();
        let homes = preference_list(&self.playground.ring(), key.position(), self.state().n).replicas;
        homes.iter().filter_map(|home| names.get(home.index())).map(|name| name.as_ref().to_owned()).collect()
    }
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::N, Self::R, Self::W, Self::Overlap];

    /// The word of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::N => "n",
            Self::R => "r",
            Self::W => "w",
            Self::Overlap => "overlap",
        }
    }

    fn value(self, state: &State) -> f64 {
        match self {
            Self::N => state.n as f64,
            Self::R => state.r as f64,
            Self::W => state.w as f64,
            Self::Overlap => (state.r + state.w) as f64 - state.n as f64,
        }
    }
}

impl NodeStanding {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Up, Self::Crashed, Self::Paused, Self::Joining, Self::Leaving];

    /// The word of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Crashed => "crashed",
            Self::Paused => "paused",
            Self::Joining => "joining",
            Self::Leaving => "leaving",
        }
    }

    fn is_of(self, node: &NodeState) -> bool {
        match self {
            Self::Up => node.status == NodeStatus::Up && !node.paused,
            Self::Crashed => node.status == NodeStatus::Crashed,
            Self::Paused => node.paused,
            Self::Joining => node.status == NodeStatus::Joining,
            Self::Leaving => node.status == NodeStatus::Leaving,
        }
    }
}

impl Goal {
    /// Whether it holds at a moment. What cannot be measured yet, such as the last request before there is one, does not
    /// hold, and neither does its opposite.
    pub fn holds(&self, moment: &Moment<'_>) -> bool {
        self.verdict(moment) == Some(true)
    }

    fn verdict(&self, moment: &Moment<'_>) -> Option<bool> {
        match self {
            // One that cannot be measured leaves the whole open, in whatever order they stand.
            Self::All(goals) => {
                let verdicts: Option<Vec<bool>> = goals.iter().map(|goal| goal.verdict(moment)).collect();
                verdicts.map(|verdicts| !verdicts.contains(&false))
            }
            Self::Any(goals) => {
                let verdicts: Vec<Option<bool>> = goals.iter().map(|goal| goal.verdict(moment)).collect();
                if verdicts.contains(&Some(true)) {
                    return Some(true);
                }
                verdicts.iter().all(Option::is_some).then_some(false)
            }
            Self::Not(goal) => goal.verdict(moment).map(|holds| !holds),
            Self::Agree { key } => Some(copies_agree(key, moment)),
            _ => Some(self.test()?.holds(&self.measured(moment)?)),
        }
    }

    /// What a goal that measures something demands of the answer.
    fn test(&self) -> Option<&Test> {
        match self {
            Self::Measure { is, .. } | Self::Setting { is, .. } | Self::Nodes { is, .. } | Self::Given { is, .. } => {
                Some(is)
            }
            Self::Request(request) => Some(&request.times),
            Self::Agree { .. } | Self::All(_) | Self::Any(_) | Self::Not(_) => None,
        }
    }

    /// The answer that is tested; `None` if there is none at the moment.
    fn measured(&self, moment: &Moment<'_>) -> Option<Answer> {
        match self {
            Self::Measure { measure: asked, .. } => {
                measure(asked, moment.since, moment.playground).ok().map(|measured| measured.answer)
            }
            Self::Request(request) => Some(Answer::Number(request.count(moment) as f64)),
            Self::Setting { setting, .. } => Some(Answer::Number(setting.value(moment.state()))),
            Self::Nodes { standing, homes_of, .. } => {
                let homes = homes_of.as_ref().map(|key| moment.homes_of(key));
                let counts = |node: &&NodeState| {
                    standing.is_of(node) && homes.as_ref().is_none_or(|homes| homes.contains(&node.name))
                };
                Some(Answer::Number(moment.state().nodes.iter().filter(counts).count() as f64))
            }
            Self::Given { command, .. } => Some(Answer::Number(given(command, moment) as f64)),
            Self::Agree { .. } | Self::All(_) | Self::Any(_) | Self::Not(_) => None,
        }
    }

    /// Whether it speaks of something that gossip changes that tells nobody anything.
    pub(super) fn heeds_background(&self) -> bool {
        match self {
            Self::Measure { measure, .. } => matches!(measure.what, What::Messages | What::Elapsed | What::Suspects),
            Self::All(goals) | Self::Any(goals) => goals.iter().any(Self::heeds_background),
            Self::Not(goal) => goal.heeds_background(),
            _ => false,
        }
    }

    /// Its parts as they stand at a moment: those of the outermost “all”, or itself.
    pub fn parts(&self, moment: &Moment<'_>) -> Vec<GoalPart> {
        let parts = match self {
            Self::All(goals) => goals.as_slice(),
            goal => std::slice::from_ref(goal),
        };
        parts
            .iter()
            .map(|goal| GoalPart { words: goal.words(), holds: goal.holds(moment), now: goal.now(moment) })
            .collect()
    }

    /// What there is at a moment, in words; empty if nothing can be said.
    fn now(&self, moment: &Moment<'_>) -> String {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::Agree { .. } => String::new(),
            _ => self.measured(moment).map_or_else(String::new, |answer| format!("Now: {}.", answer.in_words())),
        }
    }
}

/// Whether all homes of a key hold the same versions, one at least.
fn copies_agree(key: &str, moment: &Moment<'_>) -> bool {
    let homes = moment.homes_of(key);
    let dots = |node: &&NodeState| {
        let versions = node.store.get(key).map(Vec::as_slice).unwrap_or_default();
        versions.iter().map(|version| version.dot.clone()).collect::<BTreeSet<_>>()
    };
    if homes.is_empty() {
        return false;
    }
    let of_homes: Vec<_> =
        moment.state().nodes.iter().filter(|node| homes.contains(&node.name)).map(|node| dots(&node)).collect();
    of_homes.len() == homes.len() && of_homes.iter().all(|dots| !dots.is_empty() && Some(dots) == of_homes.first())
}

fn given(word: &str, moment: &Moment<'_>) -> usize {
    let since = moment.since + 1..=moment.playground.step_number();
    let counts = |(step, command): &(usize, &crate::scenario::Command)| since.contains(step) && command.word() == word;
    moment.playground.accepted_commands().filter(counts).count()
}
