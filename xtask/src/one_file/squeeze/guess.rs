//! How likely the next bit is a one: what each context remembers, weighed by how well each did where things were like this.

use super::code::Code;
use super::histories::following;
use super::reader::{CONTEXTS, Outlook, mix};

/// Places for histories: a context has 16 for each four bits of a code.
const PLACES_BITS: u32 = 22;
/// Fractions are told apart in so many steps, and so are their logarithms of odds.
const STEPS: usize = 4_096;
/// Logarithms of odds go from minus to plus this.
const SURE: f64 = 12.0;
/// The factor between odds of which the logarithms are a step apart: e to the power of 24 / 4,096.
const FACTOR: f64 = 1.005_876_564_455_779_7;
/// e to the power of 12.
const LEAST_ODDS: f64 = 162_754.791_419_003_92;

/// So many bytes that repeat what was there before are taken to go on.
const REPEATED: usize = 7;
const REPEAT_BITS: u32 = 18;
const LONGEST: usize = 63;
/// Of a repetition whose length was not measured: as many as count.
const COMPARED: usize = 40;

const INPUTS: usize = CONTEXTS + 2;
/// Sets of weights: by what is read, by what was read before it and how long the repetition is, and by the bits before.
const SETS: [usize; 3] = [4_096, 4_096, 2_048];
const WEIGHT: f64 = 0.08;
const LEARNING: f64 = 0.003;
/// A history is judged by all that it led to, and after so many times by the latest.
const PATIENCE: u32 = 480;
/// Of each context of the correction.
const KNOTS: usize = 17;

type Inputs = [f64; INPUTS];

/// All that was learned so far.
pub struct Guess {
    bytes: Vec<u8>,
    odds: Vec<f64>,
    fractions: Vec<f64>,
    following: Vec<[u8; 2]>,
    /// By context and place.
    seen: Vec<u8>,
    /// How often a one came, in 22 bits, and how many times were counted, in ten: by context and history, and for repetitions.
    ones: Vec<u32>,
    /// By how much that is changed after so many times.
    rates: Vec<i32>,
    weights: Vec<Inputs>,
    corrected: Vec<[f64; KNOTS]>,
    /// Where the bytes stood last that hash to this.
    last: Vec<u32>,
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
    places: [usize; CONTEXTS],
    entries: [usize; CONTEXTS + 1],
    inputs: Inputs,
    /// What a repetition expects, if it goes on.
    expected: (u32, u32),
    sets: [usize; 3],
    knot: usize,
    beyond: f64,
    corrected: usize,
    mixed: f64,
}

impl Guess {
    /// Before the first of so many bytes.
    pub fn new(size: usize) -> Guess {
        let fractions = fractions();
        let knot = |knot: usize| fractions[(knot * STEPS * 2 / 3 / (KNOTS - 1) + STEPS / 6).min(STEPS - 1)];
        let knots: [f64; KNOTS] = std::array::from_fn(knot);
        let inputs: Inputs = std::array::from_fn(|input| if input < CONTEXTS { WEIGHT } else { 0.0 });
        let mut ones = vec![1 << 31; CONTEXTS << 8];
        ones.extend((0..1 << 14).map(|at| (u32::MAX - (u32::MAX >> 1) / ((at >> 8 & 63) + 2)) & !1023));
        Guess {
            bytes: Vec::with_capacity(size),
            odds: odds(),
            seen: vec![0; CONTEXTS << PLACES_BITS],
            ones,
            rates: (0..=PATIENCE as i32).map(|times| 8_192 * 2 / (2 * times + 3)).collect(),
            weights: vec![inputs; SETS.iter().sum()],
            corrected: vec![knots; 2_048],
            last: vec![0; 1 << REPEAT_BITS],
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

    /// One for each four bits.
    fn find_places(&mut self) {
        for (index, context) in self.now.outlook.contexts.iter().enumerate() {
            let place = mix(*context, self.now.node as u32) & ((1 << PLACES_BITS) - 16);
            self.now.places[index] = index << PLACES_BITS | place as usize;
        }
    }

    /// The chance of 65,536 that the next bit is a one.
    #[inline(never)]
    pub fn chance(&mut self) -> u32 {
        if self.now.known & 3 == 0 {
            self.find_places();
            self.now.half = 1;
        }
        for index in 0..CONTEXTS {
            let place = self.now.places[index] & !15 | self.now.half;
            self.now.places[index] = place;
            let entry = index << 8 | usize::from(self.seen[place]);
            self.now.entries[index] = entry;
            self.now.inputs[index] = self.odds[(self.ones[entry] >> 20) as usize];
        }
        self.repeat();
        self.now.inputs[INPUTS - 1] = 0.3;
        self.choose_sets();
        let sum = self.weigh();
        let step = (sum + SURE) * (STEPS as f64 / (2.0 * SURE));
        self.now.mixed = self.fractions[step as usize];
        let chance = (self.now.mixed + self.correct(sum)) * 0.5;
        ((chance * 65_536.0) as u32).clamp(1, 65_535)
    }

    /// What a repetition says, as long as it goes on.
    fn repeat(&mut self) {
        self.now.inputs[CONTEXTS] = 0.0;
        self.now.entries[CONTEXTS] = 0;
        let (word, bits) = self.now.expected;
        if bits == 0 {
            return;
        }
        let entry = (CONTEXTS << 8) + (self.length.min(LONGEST) << 8 | self.now.outlook.tag);
        let odds = self.odds[(self.ones[entry] >> 20) as usize];
        self.now.inputs[CONTEXTS] = if word >> (bits - 1) & 1 == 1 { odds } else { -odds };
        self.now.entries[CONTEXTS] = entry;
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
    fn weigh(&self) -> f64 {
        let [first, second, third] = self.now.sets.map(|set| &self.weights[set]);
        let weighed = |input: usize| self.now.inputs[input] * (first[input] + second[input] + third[input]);
        let sum: f64 = (0..INPUTS).fold(0.0, |sum, input| sum + weighed(input));
        sum.clamp(0.01 - SURE, SURE - 0.01)
    }

    /// What came of such a guess in such a place, between two knots.
    fn correct(&mut self, sum: f64) -> f64 {
        let along = sum.clamp(-7.999, 7.999) + 8.0;
        let knot = along as usize;
        self.now.beyond = along - knot as f64;
        self.now.corrected = self.now.outlook.kind << 8 | self.now.node;
        self.now.knot = knot;
        let knots = &self.corrected[self.now.corrected];
        let (low, high) = (knots[knot], knots[knot + 1]);
        low + (high - low) * self.now.beyond
    }

    /// What the bit was, and the node it leads to.
    #[inline(never)]
    pub fn learn(&mut self, bit: u8, node: usize) {
        self.learn_weights((f64::from(bit) - self.now.mixed) * LEARNING);
        for index in 0..CONTEXTS {
            let (entry, place) = (self.now.entries[index], self.now.places[index]);
            self.count(entry, bit);
            self.seen[place] = self.following[entry & 255][usize::from(bit)];
        }
        // Never quite sure: numbers next to nothing are slow.
        let nearly = if bit == 1 { 0.9999 } else { 0.0001 };
        let (knots, knot, beyond) = (&mut self.corrected[self.now.corrected], self.now.knot, self.now.beyond);
        knots[knot] += (nearly - knots[knot]) * (1.0 - beyond) * 0.03;
        knots[knot + 1] += (nearly - knots[knot + 1]) * beyond * 0.03;
        let (word, bits) = self.now.expected;
        if bits > 0 {
            let held = word >> (bits - 1) & 1 == u32::from(bit);
            self.count(self.now.entries[CONTEXTS], u8::from(held));
            self.now.expected.1 = if held { bits - 1 } else { 0 };
            self.length = if held { self.length } else { 0 };
        }
        self.now.known += 1;
        self.now.half = self.now.half << 1 & 15 | usize::from(bit);
        self.now.node = node;
    }

    fn count(&mut self, entry: usize, bit: u8) {
        let one = self.ones[entry];
        let times = one & 1_023;
        let target = if bit == 1 { (1 << 22) - 1 } else { 0 };
        let before = (one >> 10) as i32;
        let after = before + ((((target - before) >> 4) * self.rates[times as usize]) >> 9);
        self.ones[entry] = (after as u32) << 10 | (times + u32::from(times < PATIENCE));
    }

    fn learn_weights(&mut self, wrong: f64) {
        let inputs = self.now.inputs;
        for set in self.now.sets {
            for (weight, odds) in self.weights[set].iter_mut().zip(inputs) {
                *weight += wrong * odds;
            }
        }
    }

    /// What the byte was.
    pub fn end(&mut self, byte: u8) {
        self.bytes.push(byte);
        let end = self.bytes.len();
        if self.length > 0 {
            self.length = if self.bytes[self.repeated] == byte { self.length + 1 } else { 0 };
            self.repeated += 1;
        }
        if end < REPEATED {
            return;
        }
        let hash = self.bytes[end - REPEATED..].iter().fold(0, |hash, byte| mix(hash, u32::from(*byte)));
        let place = &mut self.last[(hash >> (32 - REPEAT_BITS)) as usize];
        let earlier = *place as usize;
        *place = end as u32;
        if self.length == 0 && earlier > 0 {
            let same = (0..COMPARED.min(earlier))
                .take_while(|back| self.bytes[earlier - 1 - back] == self.bytes[end - 1 - back])
                .count();
            (self.repeated, self.length) = (earlier, if same < REPEATED { 0 } else { same });
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// The fraction for each step of the logarithm of odds.
fn fractions() -> Vec<f64> {
    let mut odds = LEAST_ODDS;
    (0..STEPS)
        .map(|_| {
            let fraction = 1.0 / (1.0 + odds);
            odds /= FACTOR;
            fraction
        })
        .collect()
}

/// The logarithm of odds for each step of a fraction, as the sum of its slopes from a half on.
fn odds() -> Vec<f64> {
    let mut odds = vec![0.0; STEPS];
    let mut sum = 0.0;
    for step in STEPS / 2..STEPS {
        let fraction = (step as f64 + 0.5) / STEPS as f64;
        let slope = 1.0 / (fraction * (1.0 - fraction)) / STEPS as f64;
        odds[step] = sum + slope * 0.5;
        odds[STEPS - 1 - step] = -odds[step];
        sum += slope;
    }
    odds
}
