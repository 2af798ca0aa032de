//! How likely the next bit is a one: what each context remembers, weighed by how well each did where things were like this.

use crate::code::Code;
use crate::histories::following;
use crate::reader::{CONTEXTS, Outlook, mix};

/// Slots of each context. There is one for each four bits of a code.
const SLOTS_BITS: u32 = 18;
/// Places of a slot: what tells whose it is, and then a history for each way to go on.
const PLACES: usize = 16;
/// Fractions are told apart in so many steps, and so are their logarithms of odds.
const STEPS: usize = 4_096;
/// Logarithms of odds go from minus to plus this.
const SURE: f32 = 12.0;
/// The factor between odds of which the logarithms are a step apart: e to the power of 24 / 4,096.
const FACTOR: f64 = 1.005_876_564_455_779_7;
/// e to the power of 12.
const LEAST_ODDS: f64 = 162_754.791_419_003_92;

/// So many bytes that repeat what was there before are taken to go on.
const REPEATED: usize = 7;
const REPEAT_BITS: u32 = 18;
/// Five of its lowest bits are zeros: after seven bytes nothing is left of the first one in 32 bits.
const REPEAT_HASH: u32 = 0x2f0b_4c47 << 5;
const LONGEST: usize = 63;
/// Of a repetition whose length was not measured: as many as count.
const COMPARED: usize = 40;

const INPUTS: usize = CONTEXTS + 2;
/// So many are added side by side, as processors do.
const LANES: usize = 4;
/// Sets of weights: by what is read, by what was read before it and how long the repetition is, and by the bits before.
const SETS: [usize; 3] = [4_096, 4_096, 2_048];
const WEIGHT: f32 = 0.08;
const LEARNING: f32 = 0.003;
/// A history is judged by all that it led to, and after so many times by the latest.
const PATIENCE: u32 = 480;
const TIMES_BITS: u32 = 10;
/// Of each context of the correction.
const KNOTS: usize = 17;

type Inputs = [f32; INPUTS];

/// All that was learned so far.
pub struct Guess {
    bytes: Vec<u8>,
    odds: Box<[f32; STEPS]>,
    fractions: Box<[f32; STEPS]>,
    following: [[u8; 2]; 256],
    /// By context and slot.
    seen: Vec<[u8; PLACES]>,
    /// How often a one came, in 22 bits, and how many times were counted, in ten: by context and history.
    ones: Box<[[u32; 256]; CONTEXTS]>,
    /// The same of what repetitions say, by their length and tag.
    held: Box<[[u32; 256]; LONGEST + 1]>,
    /// By how much that is changed after so many times.
    rates: Box<[i32; 1 << TIMES_BITS]>,
    weights: Vec<Inputs>,
    corrected: Vec<[f32; KNOTS]>,
    /// Where the bytes stood last that hash to this.
    last: Vec<u32>,
    /// Of the last bytes.
    hash: u32,
    repeated: usize,
    length: usize,
    now: Now,
}

/// What is known of the next byte, and of the next bit.
#[derive(Default)]
struct Now {
    outlook: Outlook,
    /// The node of the code that is reached, and how many bits led there.
    node: usize,
    known: usize,
    half: usize,
    slots: [usize; CONTEXTS],
    histories: [u8; CONTEXTS],
    inputs: Inputs,
    /// What a repetition expects, if it goes on.
    expected: (u32, u32),
    sets: [usize; 3],
    knot: usize,
    beyond: f32,
    corrected: usize,
    mixed: f32,
}

impl Guess {
    /// Before the first of so many bytes. What runs once stays apart, here and below: merged with other functions, it would be
    /// compiled to be fast, and be long in the one file.
    #[inline(never)]
    pub fn new(size: usize) -> Guess {
        let fractions = fractions();
        let inputs: Inputs = std::array::from_fn(|input| if input < CONTEXTS { WEIGHT } else { 0.0 });
        Guess {
            bytes: Vec::with_capacity(size),
            odds: odds(),
            seen: vec![[0; PLACES]; CONTEXTS << SLOTS_BITS],
            ones: boxed([1 << 31; 256]),
            held: held(),
            rates: rates(),
            weights: vec![inputs; SETS.iter().sum()],
            corrected: vec![knots(&fractions); 2_048],
            last: vec![0; 1 << REPEAT_BITS],
            hash: 0,
            repeated: 0,
            length: 0,
            fractions,
            following: following(),
            now: Now::default(),
        }
    }

    /// What the next byte is likely to depend on.
    pub fn begin(&mut self, outlook: Outlook, code: &Code) {
        self.now.expected = if self.length > 0 { code.word(self.bytes[self.repeated]) } else { (0, 0) };
        self.now.outlook = outlook;
        (self.now.node, self.now.known, self.now.half) = (0, 0, 1);
    }

    /// One for each four bits. All are fetched from memory before the first one is looked at, so that they come together.
    #[inline(never)]
    fn find_slots(&mut self) {
        let (mut hashes, mut marks) = ([0; CONTEXTS], [[0; 2]; CONTEXTS]);
        for index in 0..CONTEXTS {
            hashes[index] = mix(self.now.outlook.contexts[index], self.now.node as u32);
            let slot = index << SLOTS_BITS | (hashes[index] >> (32 - SLOTS_BITS)) as usize;
            self.now.slots[index] = slot;
            marks[index] = [self.seen[slot][0], self.seen[slot ^ 1][0]];
        }
        for index in 0..CONTEXTS {
            self.now.slots[index] = self.slot_for(self.now.slots[index], hashes[index] as u8, marks[index]);
        }
    }

    /// This slot or its neighbour: the one that is marked like this, or else the one that knows less, which has to forget.
    #[inline(always)]
    fn slot_for(&mut self, slot: usize, mark: u8, [one, other]: [u8; 2]) -> usize {
        let neighbour = slot ^ 1;
        if one == mark {
            return slot;
        }
        if other == mark {
            return neighbour;
        }
        let forgotten = if self.seen[slot][1] <= self.seen[neighbour][1] { slot } else { neighbour };
        self.seen[forgotten] = [0; PLACES];
        self.seen[forgotten][0] = mark;
        forgotten
    }

    /// The chance of 65,536 that the next bit is a one.
    #[inline(never)]
    pub fn chance(&mut self) -> u32 {
        if self.now.known & 3 == 0 {
            self.find_slots();
            self.now.half = 1;
        }
        for index in 0..CONTEXTS {
            let history = self.seen[self.now.slots[index]][self.now.half & (PLACES - 1)];
            self.now.histories[index] = history;
            self.now.inputs[index] = self.odds[(self.ones[index][usize::from(history)] >> 20) as usize];
        }
        self.repeat();
        self.now.inputs[INPUTS - 1] = 0.3;
        self.choose_sets();
        let sum = self.weigh();
        let step = (sum + SURE) * (STEPS as f32 / (2.0 * SURE));
        self.now.mixed = self.fractions[step as usize];
        let chance = (self.now.mixed + self.correct(sum)) * 0.5;
        ((chance * 65_536.0) as u32).clamp(1, 65_535)
    }

    /// What a repetition says, as long as it goes on.
    fn repeat(&mut self) {
        self.now.inputs[CONTEXTS] = 0.0;
        let (word, bits) = self.now.expected;
        if bits == 0 {
            return;
        }
        let odds = self.odds[(self.held[self.length.min(LONGEST)][self.now.outlook.tag & 255] >> 20) as usize];
        self.now.inputs[CONTEXTS] = if word >> (bits - 1) & 1 == 1 { odds } else { -odds };
    }

    fn choose_sets(&mut self) {
        let outlook = &self.now.outlook;
        let repeat = match self.length {
            0 => 0,
            length if length < 16 => 4,
            length if length < 32 => 5,
            _ => 6,
        };
        self.now.sets = [
            outlook.first << 3 | self.now.known.min(7),
            SETS[0] + (outlook.second << 3 | repeat),
            SETS[0] + SETS[1] + (outlook.kind << 8 | self.now.node),
        ];
    }

    /// The logarithm of the odds of a one.
    fn weigh(&self) -> f32 {
        let [first, second, third] = self.now.sets.map(|set| &self.weights[set]);
        let mut sums = [0.0; LANES];
        for from in (0..INPUTS).step_by(LANES) {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let input = from + lane;
                *sum += self.now.inputs[input] * (first[input] + second[input] + third[input]);
            }
        }
        ((sums[0] + sums[1]) + (sums[2] + sums[3])).clamp(0.01 - SURE, SURE - 0.01)
    }

    /// What came of such a guess in such a place, between two knots.
    fn correct(&mut self, sum: f32) -> f32 {
        let along = sum.clamp(-7.999, 7.999) + 8.0;
        let knot = along as usize;
        self.now.beyond = along - knot as f32;
        self.now.corrected = self.now.outlook.kind << 8 | self.now.node;
        self.now.knot = knot;
        let knots = &self.corrected[self.now.corrected];
        let (low, high) = (knots[knot], knots[knot + 1]);
        low + (high - low) * self.now.beyond
    }

    /// What the bit was, and the node it leads to.
    #[inline(never)]
    pub fn learn(&mut self, bit: u8, node: usize) {
        self.learn_weights((f32::from(bit) - self.now.mixed) * LEARNING);
        for index in 0..CONTEXTS {
            let history = usize::from(self.now.histories[index]);
            count(&mut self.ones[index][history], bit, &self.rates);
            self.seen[self.now.slots[index]][self.now.half & (PLACES - 1)] =
                self.following[history][usize::from(bit & 1)];
        }
        // Never quite sure: numbers next to nothing are slow.
        let nearly = if bit == 1 { 0.9999 } else { 0.0001 };
        let (knots, knot, beyond) = (&mut self.corrected[self.now.corrected], self.now.knot, self.now.beyond);
        knots[knot] += (nearly - knots[knot]) * (1.0 - beyond) * 0.03;
        knots[knot + 1] += (nearly - knots[knot + 1]) * beyond * 0.03;
        let (word, bits) = self.now.expected;
        if bits > 0 {
            let held = word >> (bits - 1) & 1 == u32::from(bit);
            let counted = &mut self.held[self.length.min(LONGEST)][self.now.outlook.tag & 255];
            count(counted, u8::from(held), &self.rates);
            self.now.expected.1 = if held { bits - 1 } else { 0 };
            self.length = if held { self.length } else { 0 };
        }
        self.now.known += 1;
        self.now.half = self.now.half << 1 & (PLACES - 1) | usize::from(bit);
        self.now.node = node;
    }

    fn learn_weights(&mut self, wrong: f32) {
        let inputs = self.now.inputs;
        for set in self.now.sets {
            for (weight, odds) in self.weights[set].iter_mut().zip(inputs) {
                *weight += wrong * odds;
            }
        }
    }

    /// What the byte was.
    #[inline(never)]
    pub fn end(&mut self, byte: u8) {
        self.bytes.push(byte);
        self.hash = self.hash.wrapping_add(u32::from(byte) + 1).wrapping_mul(REPEAT_HASH);
        let end = self.bytes.len();
        if self.length > 0 {
            self.length = if self.bytes[self.repeated] == byte { self.length + 1 } else { 0 };
            self.repeated += 1;
        }
        if end < REPEATED {
            return;
        }
        let place = &mut self.last[(self.hash >> (32 - REPEAT_BITS)) as usize];
        let earlier = *place as usize;
        *place = end as u32;
        if self.length == 0 && earlier > 0 {
            let same = (0..COMPARED.min(earlier))
                .take_while(|back| self.bytes[earlier - 1 - back] == self.bytes[end - 1 - back])
                .count();
            (self.repeated, self.length) = (earlier, if same < REPEATED { 0 } else { same });
        }
    }

    /// All bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// How often a one came, after one more bit.
#[inline(always)]
fn count(ones: &mut u32, bit: u8, rates: &[i32; 1 << TIMES_BITS]) {
    let times = *ones & ((1 << TIMES_BITS) - 1);
    let before = (*ones >> TIMES_BITS) as i32;
    let target = -i32::from(bit) & ((1 << 22) - 1);
    let after = before + ((((target - before) >> 4) * rates[times as usize]) >> 9);
    *ones = (after as u32) << TIMES_BITS | (times + u32::from(times < PATIENCE));
}

/// So many of the same, which are too many for the stack.
#[inline(never)]
fn boxed<T: Clone, const N: usize>(one: T) -> Box<[T; N]> {
    match vec![one; N].into_boxed_slice().try_into() {
        Ok(boxed) => boxed,
        Err(_) => unreachable!("there are as many as were made"),
    }
}

/// Where nothing was corrected yet, the fraction itself.
#[inline(never)]
fn knots(fractions: &[f32; STEPS]) -> [f32; KNOTS] {
    let mut knots = [0.0; KNOTS];
    for (at, knot) in knots.iter_mut().enumerate() {
        *knot = fractions[(at * STEPS * 2 / 3 / (KNOTS - 1) + STEPS / 6).min(STEPS - 1)];
    }
    knots
}

/// The longer something repeats, the surer it goes on.
#[inline(never)]
fn held() -> Box<[[u32; 256]; LONGEST + 1]> {
    let mut held = boxed([0; 256]);
    for (length, held) in (2..).zip(held.iter_mut()) {
        held.fill((u32::MAX - (u32::MAX >> 1) / length) >> TIMES_BITS << TIMES_BITS);
    }
    held
}

#[inline(never)]
fn rates() -> Box<[i32; 1 << TIMES_BITS]> {
    let mut rates = boxed(0);
    for (times, rate) in (0..).zip(rates.iter_mut()) {
        *rate = 8_192 * 2 / (2 * times + 3);
    }
    rates
}

/// The fraction for each step of the logarithm of odds.
#[inline(never)]
fn fractions() -> Box<[f32; STEPS]> {
    let mut fractions = boxed(0.0);
    let mut odds = LEAST_ODDS;
    for fraction in fractions.iter_mut() {
        *fraction = (1.0 / (1.0 + odds)) as f32;
        odds /= FACTOR;
    }
    fractions
}

/// The logarithm of odds for each step of a fraction, as the sum of its slopes from a half on.
#[inline(never)]
fn odds() -> Box<[f32; STEPS]> {
    let mut odds = boxed(0.0);
    let mut sum = 0.0;
    for step in STEPS / 2..STEPS {
        let fraction = (step as f64 + 0.5) / STEPS as f64;
        let slope = 1.0 / (fraction * (1.0 - fraction)) / STEPS as f64;
        odds[step] = (sum + slope * 0.5) as f32;
        odds[STEPS - 1 - step] = -odds[step];
        sum += slope;
    }
    odds
}
