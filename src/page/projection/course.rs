//! A course of events: what a history keeps however one steps through it. Its commands, its forks, the steps that stand
//! out from background gossip, who was down or paused when, and when the network was partitioned.

use crate::explain::trace::{Fact, Pace};
use crate::playground::{BranchState, FutureState, Playground};
use crate::scenario::{Act, Command};

/// Most marks on the scrub bar: more could not be told apart.
pub const MOST_MARKS: usize = 48;

/// A half-open range of steps.
pub type Steps = (usize, usize);

#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The branch's number for life.
    pub number: u32,
    pub steps: usize,
    /// The marks on the scrub bar, by step, thinned out.
    pub marks: Vec<Mark>,
    /// The other branches.
    pub branches: Vec<BranchState>,
    /// All futures, this one included, as a tree.
    pub futures: Vec<FutureState>,
    /// Where this branch last forked from another one, and the sentence of its first own step.
    pub fork: Option<(usize, String)>,
    /// The steps that are not background gossip, in order.
    pub telling: Vec<usize>,
    /// Which node was down, and when.
    pub down: Vec<(String, Steps)>,
    /// Which node was paused, and when.
    pub paused: Vec<(String, Steps)>,
    /// When the network was partitioned.
    pub split: Vec<Steps>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// Another future begins after this step.
    Fork,
    /// A command of the operator, or an injected fault.
    OperatorAction,
    /// A client’s request.
    Request,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    pub step: usize,
    pub kind: MarkKind,
    pub words: String,
}

impl Course {
    /// The present course of a playground.
    pub fn new(playground: &Playground) -> Self {
        let steps = playground.known_steps();
        let branches = playground.branches();
        let forks = branches.iter().map(|branch| branch.forked_at);
        let fork = forks.max().filter(|step| *step < steps);
        let sentence = |step| playground.event(step).map(|event| event.sentence).unwrap_or_default();
        let Spans { down, paused, split } = spans(playground, steps);
        Self {
            number: playground.branch_number(),
            steps,
            marks: marks(playground, &branches),
            fork: fork.map(|step| (step, sentence(step + 1))),
            branches,
            futures: playground.futures(),
            telling: (1..=steps).filter(|step| playground.stops_at(*step, Pace::Message)).collect(),
            down,
            paused,
            split,
        }
    }

    /// The branch that was left when the command of this step was given.
    pub fn left_at(&self, step: usize) -> Option<&BranchState> {
        self.branches.iter().rev().find(|branch| branch.forked_at + 1 == step && branch.number < self.number)
    }
}

/// The marks; where two coincide, the more telling one.
fn marks(playground: &Playground, branches: &[BranchState]) -> Vec<Mark> {
    let forks = branches.iter().map(|branch| (branch.forked_at, MarkKind::Fork));
    let commands = playground.commands().map(|(step, command)| {
        let kind = if command.key().is_some() { MarkKind::Request } else { MarkKind::OperatorAction };
        (step, kind)
    });
    let kept = thinned(forks.chain(commands).collect(), playground.known_steps());
    let words = |step: usize, kind| match kind {
        MarkKind::Fork => format!("After step {step}: another future begins"),
        _ => playground.event(step).map(|event| event.sentence).unwrap_or_default(),
    };
    kept.into_iter().map(|(step, kind)| Mark { step, kind, words: words(step, kind) }).collect()
}

/// Keeps the most telling mark of each part of the bar: forks before operator actions before requests.
fn thinned(mut all: Vec<(usize, MarkKind)>, steps: usize) -> Vec<(usize, MarkKind)> {
    all.sort_unstable_by_key(|(step, kind)| (*step, *kind as u8));
    let part = |step: usize| step * MOST_MARKS / (steps + 1);
    let mut kept: Vec<(usize, MarkKind)> = Vec::new();
    for (step, kind) in all {
        match kept.last_mut() {
            Some(last) if part(last.0) == part(step) => {
                if (kind as u8) < last.1 as u8 {
                    *last = (step, kind);
                }
            }
            _ => kept.push((step, kind)),
        }
    }
    kept
}

/// Stretches of a history in which something was so.
#[derive(Default)]
struct Spans {
    down: Vec<(String, Steps)>,
    paused: Vec<(String, Steps)>,
    split: Vec<Steps>,
}

/// Who was down or paused when, and when the network was partitioned, derived from the commands.
fn spans(playground: &Playground, steps: usize) -> Spans {
    let Spans { mut down, mut paused, mut split } = Spans::default();
    let end = steps + 1;
    let is_open = |(known, (_, to)): &(String, Steps), name: &str| known == name && *to == end;
    let close = |all: &mut [(String, Steps)], name: &str, step| {
        all.iter_mut().filter(|span| is_open(span, name)).for_each(|span| span.1.1 = step);
    };
    for (step, command) in playground.commands() {
        match command {
            Command::Crash { name, .. } => {
                close(&mut paused, name, step);
                if !down.iter().any(|span| is_open(span, name)) {
                    down.push((name.clone(), (step, end)));
                }
            }
            Command::Act(Act::Pause { name }) => paused.push((name.clone(), (step, end))),
            // A disk is restored by a restart, which wakes a paused node.
            Command::Act(Act::Resume { name } | Act::RestoreDisk { name, .. }) => close(&mut paused, name, step),
            Command::Restart { name }
            | Command::RemoveNode { name, .. }
            | Command::Act(Act::GiveUpNode { name, .. } | Act::ReplaceNode { name, .. }) => {
                close(&mut down, name, step);
                close(&mut paused, name, step);
            }
            Command::CrashZone { .. } => {
                for name in nodes_of(playground, step, |fact| matches!(fact, Fact::Crashed { .. })) {
                    close(&mut paused, &name, step);
                    down.push((name, (step, end)));
                }
            }
            Command::RestartZone { .. } => {
                for name in nodes_of(playground, step, |fact| matches!(fact, Fact::Restarted { .. })) {
                    close(&mut down, &name, step);
                }
            }
            Command::Partition { .. } | Command::PartitionZones { .. } | Command::Repair => {
                if let Some(last) = split.last_mut().filter(|(_, to)| *to == end) {
                    last.1 = step;
                }
                if !matches!(command, Command::Repair) {
                    split.push((step, end));
                }
            }
            _ => {}
        }
    }
    Spans { down, paused, split }
}

/// The nodes to which this happened at a step.
fn nodes_of(playground: &Playground, step: usize, which: impl Fn(&Fact) -> bool) -> Vec<String> {
    let facts = playground.event(step).map(|event| event.facts).unwrap_or_default();
    let node = |fact: &Fact| match fact {
        Fact::Crashed { node, .. } | Fact::Restarted { node, .. } => Some(node.clone()),
        _ => None,
    };
    facts.iter().filter(|fact| which(fact)).filter_map(node).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::RunLimit;
    use crate::scenario::Scenario;

    fn course(commands: &[Command]) -> (Playground, Course) {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for command in commands {
            playground.apply(command.clone()).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let course = Course::new(&playground);
        (playground, course)
    }

    fn crash(name: &str) -> Command {
        Command::Crash { name: name.to_owned(), wipe: false }
    }

    #[test]
    fn commands_are_marked_with_what_was_done() {
        let (_, course) = course(&[Command::put("Alice", "cart", "milk"), crash("B")]);
        let [put, operator_action] = &course.marks[..] else { panic!("{:?}", course.marks) };
        assert_eq!((put.step, put.kind), (1, MarkKind::Request));
        assert!(put.words.starts_with("Alice asks"), "{}", put.words);
        assert_eq!(operator_action.kind, MarkKind::OperatorAction);
        assert!(operator_action.words.starts_with("B"), "{}", operator_action.words);
        assert_eq!(course.down, [("B".to_owned(), (operator_action.step, course.steps + 1))]);
    }

    #[test]
    fn a_node_that_comes_back_was_down_for_so_long_and_a_repair_ends_the_split() {
        let split = Command::Partition { groups: vec![vec!["A".to_owned(), "B".to_owned()]] };
        let (_, course) = course(&[crash("B"), Command::Restart { name: "B".to_owned() }, split, Command::Repair]);
        let steps: Vec<usize> = course.marks.iter().map(|mark| mark.step).collect();
        assert_eq!(course.down, [("B".to_owned(), (steps[0], steps[1]))]);
        assert_eq!(course.split, [(steps[2], steps[3])]);
    }

    #[test]
    fn a_node_was_paused_until_it_was_resumed_or_crashed() {
        let pause = |name: &str| Command::Act(Act::Pause { name: name.to_owned() });
        let resume = Command::Act(Act::Resume { name: "B".to_owned() });
        let (_, course) = course(&[pause("B"), pause("C"), resume, crash("C")]);
        let steps: Vec<usize> = course.marks.iter().map(|mark| mark.step).collect();
        let expected = [("B".to_owned(), (steps[0], steps[2])), ("C".to_owned(), (steps[1], steps[3]))];
        assert_eq!(course.paused, expected);
        assert_eq!(course.down, [("C".to_owned(), (steps[3], course.steps + 1))]);
    }

    #[test]
    fn a_disk_that_is_restored_wakes_a_paused_node() {
        let name = || "B".to_owned();
        let restore = Command::Act(Act::RestoreDisk { name: name(), step: 1 });
        let (_, course) =
            course(&[Command::put("Alice", "cart", "milk"), Command::Act(Act::Pause { name: name() }), restore]);
        let steps: Vec<usize> = course.marks.iter().map(|mark| mark.step).collect();
        assert_eq!(course.paused, [(name(), (steps[1], steps[2]))]);
    }

    #[test]
    fn a_fork_is_named_by_what_was_done_there() {
        let (mut playground, before) = course(&[Command::put("Alice", "cart", "milk")]);
        assert_eq!((before.fork.as_ref(), before.branches.len()), (None, 0));
        playground.seek(3).unwrap();
        playground.apply(crash("B")).unwrap();
        playground.run(RunLimit::default()).unwrap();
        let course = Course::new(&playground);
        let (step, words) = course.fork.clone().unwrap();
        assert_eq!(step, 3);
        assert!(words.starts_with("B"), "{words}");
        assert!(course.marks.iter().any(|mark| (mark.step, mark.kind) == (3, MarkKind::Fork)));
        assert_eq!(course.left_at(4).map(|branch| branch.number), Some(1));
        assert_eq!(course.left_at(3), None);
    }

    #[test]
    fn gossip_without_news_tells_nothing() {
        let (playground, course) = course(&[Command::Wait { ms: 3_000.0 }]);
        assert!(playground.known_steps() > 10);
        // A tree comparison counts even if nothing differs; gossip does not.
        let gossips =
            |step: &usize| playground.event(*step).is_some_and(|event| crate::explain::trace::is_background(&event));
        assert!(course.telling.contains(&1) && !course.telling.iter().any(gossips), "{:?}", course.telling);
        assert!(course.telling.len() * 3 < playground.known_steps());
    }

    #[test]
    fn ten_thousand_marks_are_thinned_and_the_fork_stays() {
        let all: Vec<_> = (1..=10_000).map(|step| (step, MarkKind::Request)).chain([(777, MarkKind::Fork)]).collect();
        let kept = thinned(all, 10_000);
        assert_eq!(kept.len(), MOST_MARKS);
        assert!(kept.contains(&(777, MarkKind::Fork)));
        assert!(kept.is_sorted_by_key(|(step, _)| *step));
    }
}
