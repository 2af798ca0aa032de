//! What all placements have in common.

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

/// How often a key is hashed for each of its copies at most: where one machine has nearly everything, hashing again finds the
/// same one, and a table may lack the weakest.
const HASHED_AT_MOST: usize = 16;

/// Distinct machines for a placement that finds one: the key is hashed again until there are enough, and if that does not
/// find them, the next ones in the list are taken. `machines` are how many there are.
pub(super) fn hashed_again(key: u64, n: usize, machines: usize, found: &mut Vec<usize>, one: impl Fn(u64) -> usize) {
    found.clear();
    let wanted = n.min(machines);
    for again in 0..(HASHED_AT_MOST * wanted) as u64 {
        if found.len() == wanted {
            return;
        }
        let index = one(if again == 0 { key } else { hash(key, again) });
        if !found.contains(&index) {
            found.push(index);
        }
    }
    let last = found.last().copied().unwrap_or_default();
    for index in (last + 1..last + machines).map(|index| index % machines) {
        if found.len() < wanted && !found.contains(&index) {
            found.push(index);
        }
    }
}
