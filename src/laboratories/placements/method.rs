//! What all placements have in common.

use super::{anchor, bounded_loads, equal_partitions, jump, maglev, modulo, multi_probe, rendezvous, token_ring};

/// A node of a placement.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Machine {
    /// Tells it from all others, whatever its place in a list.
    pub id: u64,
    /// How strong it is, in any unit.
    pub weight: f64,
}

/// What happens to the machines.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Change {
    /// One more, at the end of the list.
    Join(Machine),
    /// The one with this index goes; the last one takes its place in the list.
    Leave(usize),
    /// The one with this index has another weight.
    Reweigh(usize, f64),
}

impl Change {
    /// The machines after it.
    pub fn applied(&self, machines: &[Machine]) -> Vec<Machine> {
        let mut after = machines.to_vec();
        match *self {
            Self::Join(machine) => after.push(machine),
            Self::Leave(index) => drop(after.swap_remove(index)),
            Self::Reweigh(index, weight) => after[index].weight = weight,
        }
        after
    }
}

/// A way to give keys to machines.
pub trait Placement {
    /// The machines of a key with so many copies: distinct indices in the list of machines, the first one first. `found`
    /// is emptied before. A placement that balances by what it has placed so far remembers this one.
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>);

    /// The bytes that a look-up needs, but for the list of machines.
    fn bytes(&self) -> usize;

    /// The same placement after a change; `after` are the machines then.
    fn changed(&self, change: &Change, after: &[Machine]) -> Box<dyn Placement>;
}

/// What a placement can do by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Can {
    /// Machines of different weight.
    pub weights: bool,
    /// The departure of any machine, not of the last one alone.
    pub any_departure: bool,
    /// N distinct machines; otherwise the key is hashed again until one more is found.
    pub replicas: bool,
}

/// A placement by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MethodName {
    /// The key's hash modulo the number of machines: the floor.
    Modulo,
    /// A ring with tokens by weight.
    Ring,
    /// Dynamo's strategy 3.
    EqualPartitions,
    /// The machine with the highest hash of key and machine.
    Rendezvous,
    /// Lamping and Veach’s jumps, with no table at all.
    Jump,
    /// A look-up table that the machines fill in turns.
    Maglev,
    /// One point for each machine, several probes for each key.
    MultiProbe,
    /// A ring on which no machine takes much more than its share.
    BoundedLoads,
    /// A table that remembers the order of departures.
    Anchor,
}

/// All, by their words.
pub const METHODS: [(&str, MethodName); 9] = [
    ("modulo", MethodName::Modulo),
    ("ring", MethodName::Ring),
    ("equal-partitions", MethodName::EqualPartitions),
    ("rendezvous", MethodName::Rendezvous),
    ("jump", MethodName::Jump),
    ("maglev", MethodName::Maglev),
    ("multi-probe", MethodName::MultiProbe),
    ("bounded-loads", MethodName::BoundedLoads),
    ("anchor", MethodName::Anchor),
];

impl MethodName {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        METHODS.iter().find(|(_, name)| *name == self).map_or("", |(word, _)| word)
    }

    /// The placement of these machines, which will get so many copies of keys in all.
    pub fn of(self, machines: &[Machine], copies: usize) -> Box<dyn Placement> {
        match self {
            Self::Modulo => Box::new(modulo::Modulo::new(machines)),
            Self::Ring => Box::new(token_ring::TokenRing::new(machines)),
            Self::EqualPartitions => Box::new(equal_partitions::EqualPartitions::new(machines.len())),
            Self::Rendezvous => Box::new(rendezvous::Rendezvous::new(machines)),
            Self::Jump => Box::new(jump::Jump::new(machines)),
            Self::Maglev => Box::new(maglev::Maglev::new(machines)),
            Self::MultiProbe => Box::new(multi_probe::MultiProbe::new(machines)),
            Self::BoundedLoads => Box::new(bounded_loads::BoundedLoads::new(machines, copies)),
            Self::Anchor => Box::new(anchor::Anchor::new(machines.len())),
        }
    }

    /// What it can do by itself.
    pub fn can(self) -> Can {
        let can = |weights, any_departure, replicas| Can { weights, any_departure, replicas };
        match self {
            Self::Modulo => can(false, true, true),
            Self::Ring | Self::Rendezvous | Self::BoundedLoads => can(true, true, true),
            Self::EqualPartitions => can(false, true, true),
            Self::Jump => can(false, false, false),
            Self::Maglev => can(true, true, false),
            Self::MultiProbe | Self::Anchor => can(false, true, false),
        }
    }
}

/// The bits of a number, mixed: each bit of the result depends on each one of the number (Steele, Lea and Flood, *Fast
/// Splittable Pseudorandom Number Generators*, 2014).
pub(super) fn mixed(number: u64) -> u64 {
    let bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

/// The hash of two numbers.
pub(super) fn hash(one: u64, other: u64) -> u64 {
    mixed(one ^ mixed(other))
}

/// Distinct machines for a placement that finds one: the key is hashed again until there are enough. `machines` are how many
/// there are.
pub(super) fn hashed_again(key: u64, n: usize, machines: usize, found: &mut Vec<usize>, one: impl Fn(u64) -> usize) {
    found.clear();
    let mut again = 0;
    while found.len() < n.min(machines) {
        let index = one(if again == 0 { key } else { hash(key, again) });
        if !found.contains(&index) {
            found.push(index);
        }
        again += 1;
    }
}
