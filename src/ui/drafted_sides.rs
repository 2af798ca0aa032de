//! Who stands on which side of a wall that is to be drawn.

use crate::snapshot::State;

/// Sides that can be chosen.
pub const SIDES: usize = 4;

/// The side of a client that the wall does not stop.
pub const EVERY_SIDE: usize = 0;

/// The side of everybody, from 1: as the wall stands, changed by what was chosen. Without a wall all stand on side 1. A
/// client that the wall does not name reaches every side.
pub fn sides<'a>(state: &State, names: impl Iterator<Item = &'a str>, chosen: &[(String, usize)]) -> Vec<usize> {
    let is_node = |name: &str| state.nodes.iter().any(|node| node.name == name);
    let standing = |name: &str| match &state.partition {
        None => 1,
        Some(groups) => match groups.iter().position(|group| group.iter().any(|member| member == name)) {
            Some(group) => group + 1,
            None if is_node(name) => 1,
            None => EVERY_SIDE,
        },
    };
    let choice = |name: &str| chosen.iter().find(|(known, _)| known == name).map(|(_, side)| *side);
    names.map(|name| choice(name).unwrap_or_else(|| standing(name)).min(SIDES)).collect()
}

/// The groups of the wall, by side; sides on which nobody stands are left out.
pub fn groups<'a>(names: impl Iterator<Item = &'a str>, sides: &[usize]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = vec![Vec::new(); SIDES];
    for (name, side) in names.zip(sides) {
        if let Some(group) = side.checked_sub(1).and_then(|place| groups.get_mut(place)) {
            group.push(name.to_owned());
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::Playground;
    use crate::scenario::{Command, Scenario};

    #[test]
    fn the_wall_is_drawn_between_the_sides_that_were_chosen() {
        let names = || ["A", "B", "C", "D", "E", "Alice", "Bob"].into_iter();
        let mut playground = Playground::new(Scenario::default()).unwrap();
        assert_eq!(sides(&playground.state(), names(), &[]), [1; 7]);
        assert_eq!(groups(names(), &[1; 7]).len(), 1);

        let chosen = [("A".to_owned(), 3), ("Bob".to_owned(), 3), ("gone".to_owned(), 2)];
        let drawn = sides(&playground.state(), names(), &chosen);
        let wall = groups(names(), &drawn);
        assert_eq!(wall, [vec!["B", "C", "D", "E", "Alice"], vec!["A", "Bob"]]);

        playground.apply(Command::Partition { groups: wall }).unwrap();
        assert_eq!(sides(&playground.state(), names(), &[]), [2, 1, 1, 1, 1, 1, 2]);
        assert_eq!(sides(&playground.state(), names(), &[("A".to_owned(), 1)]), [1, 1, 1, 1, 1, 1, 2]);
        assert_eq!(sides(&playground.state(), ["Carol"].into_iter(), &[]), [EVERY_SIDE]);
        assert_eq!(groups(["A", "B", "Carol"].into_iter(), &[1, 2, EVERY_SIDE]), [["A"], ["B"]]);
    }
}
