//! Two worlds side by side: a scenario and a copy with one difference, the same commands to both, a common timeline,
//! and where they first differ.

use crate::dynamo::versioning::Versioning;
use crate::explain::trace::{Fact, TraceEvent};
use crate::playground::Playground;
use crate::scenario::{NodeSpec, Quorum, Scenario};

/// Most events of each world that are compared in search of the first difference.
const MOST_COMPARED: usize = 5_000;
/// Token counts offered for comparison.
const TOKENS: [usize; 2] = [1, 64];

/// The one thing that differs in the second world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference {
    /// How stand-ins are chosen.
    Quorum(Quorum),
    /// How versions are compared.
    Versioning(Versioning),
    /// Tokens per node.
    Tokens(usize),
    N(usize),
    R(usize),
    W(usize),
    /// Keys placed by `hash mod nodes`. The engine implements only the ring, so only the placement is compared.
    Modulo,
}

impl Difference {
    /// The differences that change something in this scenario.
    pub fn choices(scenario: &Scenario) -> Vec<Self> {
        let Scenario { n, r, w, .. } = *scenario;
        let mut choices: Vec<Self> = [Quorum::Sloppy, Quorum::Strict].map(Self::Quorum).to_vec();
        choices.extend([Versioning::Dotted, Versioning::Plain, Versioning::LastWriteWins].map(Self::Versioning));
        choices.extend(TOKENS.map(Self::Tokens));
        choices.extend([n.saturating_sub(1), n + 1].into_iter().filter(|copies| *copies >= r.max(w)).map(Self::N));
        choices.extend([1, 2, n].into_iter().filter(|answers| *answers <= n).map(Self::R));
        choices.extend([1, 2, n].into_iter().filter(|copies| *copies <= n).map(Self::W));
        choices.push(Self::Modulo);
        let mut fresh: Vec<Self> = Vec::with_capacity(choices.len());
        for choice in choices {
            if !fresh.contains(&choice) && (choice == Self::Modulo || choice.applied(scenario) != *scenario) {
                fresh.push(choice);
            }
        }
        fresh
    }

    /// The scenario of the second world.
    #[must_use]
    pub fn applied(self, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        match self {
            Self::Quorum(quorum) => changed.quorum = quorum,
            Self::Versioning(versioning) => changed.versioning = versioning,
            Self::Tokens(tokens) => {
                for node in &mut changed.nodes {
                    *node = NodeSpec { zone: node.zone.clone(), ..NodeSpec::new(&node.name, tokens) };
                }
            }
            Self::N(n) => changed.n = n,
            Self::R(r) => changed.r = r,
            Self::W(w) => changed.w = w,
            Self::Modulo => {}
        }
        changed
    }

    /// The label of the choice.
    pub fn words(self) -> String {
        match self {
            Self::Quorum(quorum) => format!("{} quorum", quorum.as_str()),
            Self::Versioning(Versioning::Dotted) => "dotted versions".to_owned(),
            Self::Versioning(Versioning::Plain) => "plain vector clocks".to_owned(),
            Self::Versioning(Versioning::LastWriteWins) => "last write wins".to_owned(),
            Self::Tokens(tokens) => {
                format!("{} per node", crate::explain::key_journey::words::counted(tokens, "token", "tokens"))
            }
            Self::N(n) => format!("N = {n}"),
            Self::R(r) => format!("R = {r}"),
            Self::W(w) => format!("W = {w}"),
            Self::Modulo => "hash mod nodes".to_owned(),
        }
    }

    /// The corresponding setting of the first world, in words.
    pub fn counterpart(self, scenario: &Scenario) -> String {
        match self {
            Self::Quorum(_) => Self::Quorum(scenario.quorum).words(),
            Self::Versioning(_) => Self::Versioning(scenario.versioning).words(),
            Self::Tokens(_) => {
                let counts: Vec<usize> = scenario.nodes.iter().map(|node| node.positions().len()).collect();
                match counts.first() {
                    Some(count) if counts.iter().all(|other| other == count) => Self::Tokens(*count).words(),
                    _ => "its own tokens".to_owned(),
                }
            }
            Self::N(_) => Self::N(scenario.n).words(),
            Self::R(_) => Self::R(scenario.r).words(),
            Self::W(_) => Self::W(scenario.w).words(),
            Self::Modulo => "the ring".to_owned(),
        }
    }
}

/// A common timeline of two histories: each position holds a step of the left world and one of the right.
#[derive(Clone, PartialEq, Debug)]
pub struct Timeline {
    steps: Vec<(usize, usize)>,
    times: Vec<f64>,
}

/// Times closer than this count as equal, in milliseconds.
const SAME: f64 = 1e-6;

impl Timeline {
    /// The timeline of two histories, given the times of their steps in milliseconds: steps at the same time share a
    /// position.
    pub fn new(left: &[f64], right: &[f64]) -> Self {
        let (mut steps, mut times) = (vec![(0, 0)], vec![0.0]);
        let (mut a, mut b) = (0, 0);
        while a < left.len() || b < right.len() {
            let next = |times: &[f64], step: usize| times.get(step).copied().unwrap_or(f64::INFINITY);
            let (x, y) = (next(left, a), next(right, b));
            let (goes_left, goes_right) = (x <= y + SAME, y <= x + SAME);
            a += usize::from(goes_left && a < left.len());
            b += usize::from(goes_right && b < right.len());
            steps.push((a, b));
            times.push(x.min(y));
        }
        Self { steps, times }
    }

    /// The timeline of two playgrounds.
    pub fn from_playgrounds(left: &Playground, right: &Playground) -> Self {
        let times = |playground: &Playground| -> Vec<f64> {
            (1..=playground.known_steps()).map(|step| playground.time_of(step)).collect()
        };
        Self::new(&times(left), &times(right))
    }

    pub fn last(&self) -> usize {
        self.steps.len() - 1
    }

    /// The steps at a position; beyond the end, those of the last one.
    pub fn at(&self, position: usize) -> (usize, usize) {
        self.steps[position.min(self.last())]
    }

    /// The simulated times, in milliseconds, between which the way from a position to the next one runs.
    pub fn leg(&self, position: usize) -> (f64, f64) {
        let time = |position: usize| self.times[position.min(self.last())];
        (time(position), time(position + 1))
    }

    /// The first position at which either world has reached this step.
    pub fn first_at(&self, step: usize) -> usize {
        self.steps.iter().position(|(left, right)| *left >= step || *right >= step).unwrap_or(self.last())
    }

    /// The first position at which the left world has reached this step.
    pub fn position_of_left(&self, step: usize) -> usize {
        self.steps.iter().position(|(left, _)| *left >= step).unwrap_or(self.last())
    }
}

/// A difference between two worlds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Divergence {
    /// The step, in the world that reaches it first.
    pub step: usize,
    /// The steps that the left and the right world must have reached for both to be known; at most their last ones.
    pub until: (usize, usize),
    /// What happens in the left world.
    pub left: String,
    /// What happens in the right world.
    pub right: String,
}

/// The first differing step, and the first request with a different outcome.
pub fn divergences(left: &Playground, right: &Playground) -> (Option<Divergence>, Option<Divergence>) {
    let most = left.known_steps().max(right.known_steps()).min(MOST_COMPARED);
    let (mut first, mut ends) = (None, (Vec::new(), Vec::new()));
    for step in 1..=most {
        let (a, b) = (left.event(step), right.event(step));
        if first.is_none() && a.as_ref().map(|event| &event.sentence) != b.as_ref().map(|event| &event.sentence) {
            first = Some(Divergence {
                step,
                until: (step, step),
                left: sentence_of(a.as_ref()),
                right: sentence_of(b.as_ref()),
            });
        }
        ends.0.extend(a.as_ref().and_then(end));
        ends.1.extend(b.as_ref().and_then(end));
    }
    (first, differing_end(&ends.0, &ends.1))
}

fn sentence_of(event: Option<&TraceEvent>) -> String {
    event.map_or_else(|| "Nothing more happens.".to_owned(), |event| event.sentence.clone())
}

/// The end of a request: the operation's id, the step, and the sentence.
type End = (u32, usize, String);

fn end(event: &TraceEvent) -> Option<End> {
    let ends = event.facts.iter().any(|fact| matches!(fact, Fact::Answered { .. } | Fact::Failed { .. }));
    event.operation.filter(|_| ends).map(|operation| (operation, event.step, event.sentence.clone()))
}

fn differing_end(left: &[End], right: &[End]) -> Option<Divergence> {
    let of = |ends: &[End], operation: u32| ends.iter().find(|(own, ..)| *own == operation).cloned();
    let most = left.iter().chain(right).map(|(operation, ..)| *operation).max()?;
    (1..=most).find_map(|operation| {
        let (a, b) = (of(left, operation), of(right, operation));
        let words =
            |end: &Option<End>| end.as_ref().map_or("It has no answer.".to_owned(), |(.., words)| words.clone());
        let step = a.as_ref().or(b.as_ref()).map(|(_, step, _)| *step)?;
        let until = |end: &Option<End>| end.as_ref().map_or(usize::MAX, |(_, step, _)| *step);
        let until = (until(&a), until(&b));
        (words(&a) != words(&b)).then(|| Divergence { step, until, left: words(&a), right: words(&b) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::RunLimit;
    use crate::scenario::Command;

    #[test]
    fn what_happens_at_the_same_moment_happens_at_one_position() {
        let timeline = Timeline::new(&[0.0, 0.0, 5.0, 9.0], &[0.0, 7.0, 9.0]);
        let steps: Vec<_> = (0..=timeline.last()).map(|position| timeline.at(position)).collect();
        assert_eq!(steps, [(0, 0), (1, 1), (2, 1), (3, 1), (3, 2), (4, 3)]);
        assert_eq!((timeline.leg(2), timeline.leg(5)), ((0.0, 5.0), (9.0, 9.0)));
        assert_eq!((timeline.at(99), timeline.first_at(2), timeline.position_of_left(3)), ((4, 3), 2, 3));
        assert_eq!(Timeline::new(&[], &[]).last(), 0);
    }

    #[test]
    fn only_what_is_different_can_be_chosen() {
        let scenario = Scenario::default();
        let choices = Difference::choices(&scenario);
        assert!(!choices.contains(&Difference::Quorum(Quorum::Sloppy)) && !choices.contains(&Difference::R(2)));
        assert!(choices.contains(&Difference::Quorum(Quorum::Strict)) && choices.contains(&Difference::W(3)));
        for choice in choices {
            assert!(choice.applied(&scenario).check().is_ok(), "{}", choice.words());
            assert_ne!(choice.words(), choice.counterpart(&scenario));
        }
    }

    fn played(scenario: Scenario) -> Playground {
        let mut playground = Playground::new(scenario).unwrap();
        let down = |name: &str| Command::Crash { name: name.to_owned(), wipe: false };
        for command in [down("A"), down("B"), down("C"), Command::put("Alice", "cart", "milk")] {
            playground.apply(command).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        playground
    }

    #[test]
    fn a_sloppy_and_a_strict_quorum_part_where_a_stand_in_would_be_asked() {
        let sloppy = Scenario { w: 2, ..Scenario::default() };
        let strict = Difference::Quorum(Quorum::Strict).applied(&sloppy);
        let (first, end) = divergences(&played(sloppy.clone()), &played(strict));
        let end = end.unwrap();
        assert!(end.left.contains("the put is done") && end.right.contains("failed"), "{end:?}");
        assert!(first.unwrap().step <= end.step);
        assert_eq!(divergences(&played(sloppy.clone()), &played(sloppy)), (None, None));
    }
}
