//! The sides of a partition, and how a stroke, a drag or a menu changes them. A side is a group of the engine's
//! `partition`; the wall stands between the sides.

use crate::scenario::Command;

/// A position on the stage.
type Point = (f64, f64);

/// A node or client, which can be on a side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member {
    /// The node with this index.
    Node(usize),
    /// The client with this index.
    Client(usize),
}

/// The choice for a client that reaches every side.
pub const EVERY_SIDE: usize = 0;

/// The sides, numbered from 0 without gaps. An undivided network has one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sides {
    /// The side of each node, by index.
    pub nodes: Vec<usize>,
    /// The side of each client; a client without a side reaches every node.
    pub clients: Vec<Option<usize>>,
    pub count: usize,
}

impl Sides {
    /// An undivided network.
    pub fn whole(nodes: usize, clients: usize) -> Self {
        Self { nodes: vec![0; nodes], clients: vec![Some(0); clients], count: 1 }
    }

    /// The sides of the partition in a snapshot.
    pub fn from_partition(partition: Option<&[Vec<String>]>, nodes: &[String], clients: &[String]) -> Self {
        let Some(groups) = partition else { return Self::whole(nodes.len(), clients.len()) };
        let side = |name: &String| groups.iter().position(|group| group.contains(name));
        let rest = groups.len();
        let nodes = nodes.iter().map(|name| side(name).unwrap_or(rest)).collect();
        Self { nodes, clients: clients.iter().map(side).collect(), count: 0 }.numbered()
    }

    /// These sides, changed where a side was chosen by name, counted from 1; [`EVERY_SIDE`] lets a client reach all.
    /// The numbers stay as chosen, so that sides in between may be empty.
    #[must_use]
    pub fn chosen(&self, nodes: &[String], clients: &[String], chosen: &[(String, usize)]) -> Self {
        let choice = |name: &String| chosen.iter().find(|(known, _)| known == name).map(|(_, side)| *side);
        let node = |(name, own): (&String, &usize)| choice(name).and_then(|side| side.checked_sub(1)).unwrap_or(*own);
        let client = |(name, own): (&String, &Option<usize>)| choice(name).map_or(*own, |side| side.checked_sub(1));
        let nodes: Vec<usize> = nodes.iter().zip(&self.nodes).map(node).collect();
        let clients: Vec<Option<usize>> = clients.iter().zip(&self.clients).map(client).collect();
        let highest = nodes.iter().copied().chain(clients.iter().copied().flatten()).max();
        Self { nodes, clients, count: highest.map_or(1, |side| side + 1) }
    }

    /// Whether the network is partitioned.
    pub fn is_split(&self) -> bool {
        self.count > 1
    }

    pub fn side_of(&self, member: Member) -> Option<usize> {
        match member {
            Member::Node(index) => self.nodes.get(index).copied(),
            Member::Client(index) => self.clients.get(index).copied().flatten(),
        }
    }

    /// Whether a message from one to the other meets the wall.
    pub fn parts(&self, one: Member, other: Member) -> bool {
        matches!((self.side_of(one), self.side_of(other)), (Some(one), Some(other)) if one != other)
    }

    /// Whether a member is the only one on its side.
    pub fn is_alone(&self, member: Member) -> bool {
        self.side_of(member).is_some_and(|side| self.size(side) == 1)
    }

    /// How many members are on a side.
    fn size(&self, side: usize) -> usize {
        let nodes = self.nodes.iter().filter(|other| **other == side).count();
        nodes + self.clients.iter().filter(|other| **other == Some(side)).count()
    }

    /// These sides with a member moved to another one; to a new one if there is none of that number.
    #[must_use]
    pub fn moved(&self, member: Member, side: usize) -> Self {
        let (mut sides, side) = (self.clone(), side.min(self.count));
        match member {
            Member::Node(index) => sides.nodes.iter_mut().skip(index).take(1).for_each(|own| *own = side),
            Member::Client(index) => sides.clients.iter_mut().skip(index).take(1).for_each(|own| *own = Some(side)),
        }
        sides.count = self.count + 1;
        sides.numbered()
    }

    /// These sides with a member cut off from all others.
    #[must_use]
    pub fn cut_off(&self, member: Member) -> Self {
        self.moved(member, self.count)
    }

    /// These sides cut by a straight stroke: each side that the stroke, extended both ways, runs through is split.
    /// `None` when it separates nobody.
    pub fn cut_by(&self, from: Point, to: Point, nodes: &[Point], clients: &[Point]) -> Option<Self> {
        let beyond = |at: &Point| (to.0 - from.0) * (at.1 - from.1) - (to.1 - from.1) * (at.0 - from.0) > 0.0;
        let cut = |side: usize, at: &Point| side * 2 + usize::from(beyond(at));
        let sides = Self {
            nodes: self.nodes.iter().zip(nodes).map(|(side, at)| cut(*side, at)).collect(),
            clients: self.clients.iter().zip(clients).map(|(side, at)| side.map(|side| cut(side, at))).collect(),
            count: 0,
        }
        .numbered();
        (sides.count > self.count).then_some(sides)
    }

    /// The command that partitions the network like this, or heals it.
    pub fn command(&self, nodes: &[String], clients: &[String]) -> Command {
        if !self.is_split() {
            return Command::Repair;
        }
        Command::Partition { groups: (0..self.count).map(|side| self.names(side, nodes, clients)).collect() }
    }

    /// The names of a side's members.
    pub fn names(&self, side: usize, nodes: &[String], clients: &[String]) -> Vec<String> {
        let nodes = self.nodes.iter().zip(nodes).filter(|(own, _)| **own == side).map(|(_, name)| name);
        let clients = self.clients.iter().zip(clients).filter(|(own, _)| **own == Some(side)).map(|(_, name)| name);
        nodes.chain(clients).cloned().collect()
    }

    /// These sides renumbered in order, without empty ones.
    pub fn numbered(mut self) -> Self {
        let mut used: Vec<usize> = self.nodes.iter().copied().chain(self.clients.iter().copied().flatten()).collect();
        used.sort_unstable();
        used.dedup();
        let number = |side: usize| used.iter().position(|other| *other == side).unwrap_or_default();
        self.nodes.iter_mut().for_each(|side| *side = number(*side));
        self.clients.iter_mut().flatten().for_each(|side| *side = number(*side));
        self.count = used.len();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn groups(sides: &Sides) -> String {
        match sides.command(&names("A B C D E"), &names("Alice Bob")) {
            Command::Partition { groups } => groups.iter().map(|group| group.join(" ")).collect::<Vec<_>>().join(" | "),
            _ => "whole".to_owned(),
        }
    }

    fn of(partition: &str) -> Sides {
        let groups: Vec<Vec<String>> = partition.split('|').map(names).collect();
        Sides::from_partition(Some(&groups), &names("A B C D E"), &names("Alice Bob"))
    }

    #[test]
    fn the_sides_are_those_of_the_snapshot_and_its_empty_groups_are_none() {
        assert_eq!(groups(&of("A B Alice|C D E Bob")), "A B Alice | C D E Bob");
        assert_eq!(groups(&of("A B||C D E")), "A B | C D E");
        assert_eq!(groups(&of("A B")), "A B | C D E");
        assert_eq!(groups(&Sides::from_partition(None, &names("A B C D E"), &names("Alice Bob"))), "whole");
    }

    #[test]
    fn a_client_on_no_side_is_parted_from_nobody() {
        let sides = of("A B Alice|C D E");
        let (a, alice, bob, c) = (Member::Node(0), Member::Client(0), Member::Client(1), Member::Node(2));
        assert!(sides.parts(a, c) && sides.parts(alice, c) && !sides.parts(alice, a));
        assert!(!sides.parts(bob, a) && !sides.parts(bob, c) && !sides.is_alone(bob));
    }

    #[test]
    fn cutting_off_and_moving_back_are_opposites() {
        let whole = Sides::whole(5, 2);
        let cut = whole.cut_off(Member::Node(1));
        assert_eq!(groups(&cut), "A C D E Alice Bob | B");
        assert!(cut.is_alone(Member::Node(1)));
        assert_eq!(groups(&cut.cut_off(Member::Client(0))), "A C D E Bob | B | Alice");
        assert_eq!(groups(&cut.moved(Member::Node(1), 0)), "whole");
        assert_eq!(groups(&cut.moved(Member::Node(2), 1)), "A D E Alice Bob | B C");
        assert_eq!(groups(&whole.moved(Member::Node(9), 1)), "whole");
    }

    #[test]
    fn what_was_chosen_by_name_changes_the_wall_as_it_stands() {
        let chosen = |sides: &Sides, chosen: &[(&str, usize)]| {
            let chosen: Vec<(String, usize)> = chosen.iter().map(|(name, side)| ((*name).to_owned(), *side)).collect();
            sides.chosen(&names("A B C D E"), &names("Alice Bob"), &chosen)
        };
        let whole = Sides::whole(5, 2);
        let drawn = chosen(&whole, &[("A", 3), ("Bob", 3), ("gone", 2)]);
        assert_eq!((drawn.nodes[0], drawn.clients[1]), (2, Some(2)));
        assert_eq!(groups(&drawn.numbered()), "B C D E Alice | A Bob");
        assert_eq!(chosen(&whole, &[("A", 1)]), whole);
        // Nodes that no group names are a side of their own, here as in the engine.
        let present = of("A B Alice");
        assert_eq!(groups(&chosen(&present, &[("C", 1)]).numbered()), "A B C Alice | D E");
        assert_eq!(chosen(&present, &[("Alice", EVERY_SIDE)]).clients, [None, None]);
        assert_eq!(groups(&chosen(&present, &[("C", 1), ("D", 1), ("E", 1)]).numbered()), "whole");
        assert_eq!(chosen(&present, &[("A", EVERY_SIDE)]), present);
    }

    #[test]
    fn a_stroke_cuts_what_it_runs_through() {
        let nodes = [(0.0, -9.0), (9.0, 0.0), (5.0, 9.0), (-5.0, 9.0), (-9.0, 0.0)];
        let clients = [(-9.0, 9.0), (9.0, 9.0)];
        let cut = |sides: &Sides, from, to| sides.cut_by(from, to, &nodes, &clients);
        let halves = cut(&Sides::whole(5, 2), (1.0, -5.0), (1.0, 5.0)).unwrap();
        assert_eq!(groups(&halves), "B C Bob | A D E Alice");
        let quarters = cut(&halves, (-5.0, 4.0), (5.0, 4.0)).unwrap();
        assert_eq!(groups(&quarters), "B | C Bob | A E | D Alice");
        assert_eq!(cut(&Sides::whole(5, 2), (20.0, -5.0), (20.0, 5.0)), None);
        assert_eq!(cut(&Sides::whole(5, 2), (3.0, 3.0), (3.0, 3.0)), None);
    }
}
