//! The futures of a history as a small tree: a row for each, from the step at which it forks from an older one.

use crate::playground::FutureState;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FutureRow {
    /// The index among the futures.
    pub index: usize,
    /// How many ancestors the future has.
    pub depth: usize,
    /// The row of the future that it forks from.
    pub parent: Option<usize>,
}

/// The rows from top to bottom: below each future those that fork from it, the latest forks first, so that no two lines
/// cross.
pub fn rows(futures: &[FutureState]) -> Vec<FutureRow> {
    let mut rows = Vec::new();
    for (index, future) in futures.iter().enumerate() {
        let known = future.parent.is_some_and(|parent| futures.iter().any(|other| other.number == parent));
        if !known {
            add(futures, index, None, 0, &mut rows);
        }
    }
    rows
}

fn add(futures: &[FutureState], index: usize, parent: Option<usize>, depth: usize, rows: &mut Vec<FutureRow>) {
    let Some(future) = futures.get(index) else { return };
    let row = rows.len();
    rows.push(FutureRow { index, depth, parent });
    let mut children: Vec<usize> = (0..futures.len())
        .filter(|child| futures.get(*child).is_some_and(|child| child.parent == Some(future.number)))
        // A child always has a larger index, so the recursion ends whatever the input.
        .filter(|child| *child > index)
        .collect();
    children.sort_unstable_by_key(|child| usize::MAX - futures.get(*child).map_or(0, |child| child.forked_at));
    for child in children {
        add(futures, child, Some(row), depth + 1, rows);
    }
}

/// The name of a future: as the user named it, or by its number.
pub fn name(names: &[(u32, String)], number: u32) -> String {
    let named = names.iter().find(|(known, _)| *known == number);
    named.map_or_else(|| format!("Branch {number}"), |(_, name)| name.clone())
}

/// `Branch 2, from step 13 of Branch 1: B crashes. 60 steps`
pub fn words(names: &[(u32, String)], future: &FutureState, steps: &str) -> String {
    let own = name(names, future.number);
    let first = if future.first.is_empty() { "nothing more happens." } else { &future.first };
    match future.parent {
        None => format!("{own}, the first: {steps}"),
        Some(parent) => {
            let parent = name(names, parent);
            format!("{own}, from step {} of {parent}: {first} {steps}", future.forked_at + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    fn put(playground: &mut Playground, step: usize, value: &str) {
        playground.seek(step).unwrap();
        playground.apply(Command::put("alice", "cart", value)).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }

    /// Each row: the number, indented, and the step of the fork.
    fn described(futures: &[FutureState]) -> Vec<String> {
        let described = |row: &FutureRow| {
            let future = &futures[row.index];
            let here = if future.is_present { " here" } else { "" };
            format!("{}{} at {}{here}", "  ".repeat(row.depth), future.number, future.forked_at)
        };
        rows(futures).iter().map(described).collect()
    }

    #[test]
    fn each_future_stands_below_the_one_that_it_parts_from() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        put(&mut playground, 0, "a");
        assert_eq!(described(&playground.futures()), ["1 at 0 here"]);
        put(&mut playground, 3, "b");
        put(&mut playground, 6, "c");
        playground.switch_to_branch(1).unwrap();
        put(&mut playground, 5, "d");
        assert_eq!(described(&playground.futures()), ["1 at 0", "  4 at 5 here", "  2 at 3", "    3 at 6"]);
        playground.drop_branch(2).unwrap();
        assert_eq!(
            described(&playground.futures()),
            ["1 at 0", "  4 at 5 here", "  3 at 3"],
            "what is left stays a tree"
        );
    }

    #[test]
    fn a_future_is_told_by_its_name() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        put(&mut playground, 0, "a");
        put(&mut playground, 3, "b");
        let futures = playground.futures();
        let names = [(2, "Bread".to_owned())];
        assert_eq!(words(&names, &futures[0], "9 steps"), "Branch 1, the first: 9 steps");
        let described = words(&names, &futures[1], "12 steps");
        assert!(
            described.starts_with("Bread, from step 4 of Branch 1: alice asks ") && described.ends_with(" 12 steps"),
            "{described}"
        );
    }
}
