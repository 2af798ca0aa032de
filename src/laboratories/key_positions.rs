//! The positions of real keys, in order, and how many lie before a point of the ring.

use crate::dynamo::partitioning::Position;

/// The most keys.
pub(super) const MOST_KEYS: u64 = 10_000_000;

/// The ring is cut into so many drawers, of 2^12; a key is its drawer and the 32 bits after that. Two keys, or a key and a
/// token, that agree in all 44 bits are taken for the same place: with ten million keys that is one in a million.
const DRAWER_BITS: u32 = 12;
const DRAWERS: usize = 1 << DRAWER_BITS;

/// The names `key-0`, `key-1`, …, each made from the one before.
#[derive(Clone, Debug)]
pub(super) struct KeyNames {
    name: String,
}

impl KeyNames {
    pub fn new() -> Self {
        Self { name: "key-0".to_owned() }
    }

    /// The next position.
    pub fn next_position(&mut self) -> Position {
        let position = Position::from_key(&self.name);
        self.count_on();
        position
    }

    fn count_on(&mut self) {
        let mut nines = 0;
        loop {
            match self.name.pop() {
                Some('9') => nines += 1,
                Some(digit @ '0'..='8') => {
                    self.name.push(char::from(digit as u8 + 1));
                    break;
                }
                other => {
                    self.name.extend(other);
                    self.name.push('1');
                    break;
                }
            }
        }
        (0..nines).for_each(|_| self.name.push('0'));
    }
}

/// Keys on their way into order, and then in it.
#[derive(Clone, Debug)]
pub(super) struct KeyPositions {
    wanted: usize,
    names: KeyNames,
    hashed: usize,
    drawers: Vec<Vec<u32>>,
    /// Keys in all drawers before each that is in order.
    before: Vec<usize>,
}

impl KeyPositions {
    pub fn new(wanted: usize) -> Self {
        Self { wanted, names: KeyNames::new(), hashed: 0, drawers: vec![Vec::new(); DRAWERS], before: vec![0] }
    }

    /// Whether all keys are in order.
    pub fn is_ready(&self) -> bool {
        self.wanted == 0 || self.before.len() > DRAWERS
    }

    /// What there is to do, in units of work: a key is hashed, and then sorted.
    pub fn work(&self) -> u64 {
        12 * self.wanted as u64
    }

    pub fn work_done(&self) -> u64 {
        let sorted = self.before.last().copied().unwrap_or(0);
        10 * self.hashed as u64 + 2 * sorted as u64
    }

    /// Goes on; what is left of the work that was allowed.
    pub fn advance(&mut self, work: u64) -> u64 {
        let mut left = work;
        // MD5 spreads keys evenly: few drawers will have to grow.
        let each = self.wanted / DRAWERS + self.wanted / DRAWERS / 16 + 16;
        while left > 0 && self.hashed < self.wanted {
            let position = self.names.next_position().0;
            let (drawer, rest) = ((position >> (128 - DRAWER_BITS)) as usize, (position >> (96 - DRAWER_BITS)) as u32);
            if let Some(drawer) = self.drawers.get_mut(drawer) {
                if drawer.capacity() == 0 {
                    drawer.reserve(each);
                }
                drawer.push(rest);
            }
            self.hashed += 1;
            left = left.saturating_sub(10);
        }
        while left > 0 && !self.is_ready() {
            let next = self.before.len() - 1;
            let keys = self.drawers.get_mut(next).map_or(0, |drawer| {
                drawer.sort_unstable();
                drawer.len()
            });
            let before = self.before.last().copied().unwrap_or(0);
            self.before.push(before + keys);
            left = left.saturating_sub(2 * keys as u64 + 1);
        }
        left
    }

    /// How many keys lie at or before a point of the ring, 0 to 1.
    pub fn up_to(&self, turn: f64) -> usize {
        if turn >= 1.0 {
            return self.wanted;
        }
        let scaled = turn * DRAWERS as f64;
        let drawer = scaled as usize;
        let rest = ((scaled - drawer as f64) * (1_u64 << 32) as f64) as u32;
        let (Some(before), Some(keys)) = (self.before.get(drawer), self.drawers.get(drawer)) else {
            return self.wanted;
        };
        before + keys.partition_point(|key| *key <= rest)
    }
}
