//! How likely the next bit is a one: what each context remembers, weighed by how well each did where things were like this.

use super::histories::following;
use super::reader::{CONTEXTS, Outlook, mix};

/// Places for histories: a context has 16 for each half of a byte.
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
const REPEATS: [usize; 2] = [5, 12];
const REPEAT_BITS: u32 = 18;
const LONGEST: usize = 63;
/// Of a repetition whose length was not measured: as many as count.
const COMPARED: usize = 40;

const INPUTS: usize = CONTEXTS + 3;
/// Sets of weights: by what is read, by what was read before it and how long the repetition is, and by the bits before.
const SETS: [usize; 3] = [4_096, 4_096, 2_048];
const WEIGHT: f32 = 0.08;
const LEARNING: f64 = 0.002;
/// A history is judged by all that it led to, and after so many times by the latest.
const PATIENCE: usize = 480;
/// Of each context of the correction.
const KNOTS: usize = 33;

/// All that was learned so far.
pub struct Guess {
    bytes: Vec<u8>,
    odds: Vec<f64>,
    fractions: Vec<f64>,
    following: Vec<[u8; 2]>,
    /// By context and place.
    seen: Vec<u8>,
    /// By context and history.
    ones: Vec<f32>,
    times: Vec<u16>,
    /// By how much a history is changed after so many times.
    rates: Vec<f64>,
    weights: Vec<f32>,
    corrected: Vec<f32>,
    /// Where the bytes stood last that hash to this.
    last: [Vec<u32>; 2],
    repeated: [usize; 2],
    length: [usize; 2],
    trust: Vec<f32>,
    now: Now,
}

/// What is known of the next byte, and of the next bit.
#[derive(Default)]
struct Now {
    outlook: Outlook,
    /// The bits of the byte so far, after a one.
    bits: u32,
    places: [usize; CONTEXTS],
    entries: [usize; CONTEXTS],
    inputs: [f64; INPUTS],
    sets: [usize; 3],
    trusted: [Option<usize>; 2],
    knot: usize,
    beyond: f64,
    mixed: f64,
}

impl Guess {
    /// Before the first of so many bytes.
    pub fn new(size: usize) -> Guess {
        let following = following();
        let trust = (0..2 * 64 * 256).map(|at| (1.0 - 0.5 / ((at >> 8 & 63) as f64 + 1.5)) as f32).collect();
        let fractions = fractions();
        let knots: Vec<f32> = (0..KNOTS).map(|knot| fractions[(knot * STEPS * 2 / 3 / (KNOTS - 1) + STEPS / 6).min(STEPS - 1)] as f32).collect();
        let inputs_of_set = [[WEIGHT; CONTEXTS].as_slice(), &[0.0; INPUTS - CONTEXTS]].concat();
        Guess {
            bytes: Vec::with_capacity(size),
            odds: odds(),
            fractions,
            seen: vec![0; CONTEXTS << PLACES_BITS],
            ones: vec![0.5; CONTEXTS * 256],
            times: vec![0; CONTEXTS * 256],
            rates: (0..=PATIENCE).map(|times| 1.0 / (times as f64 + 1.5)).collect(),
            weights: inputs_of_set.repeat(SETS.iter().sum()),
            corrected: knots.repeat(65_536),
            last: [vec![0; 1 << REPEAT_BITS], vec![0; 1 << REPEAT_BITS]],
            repeated: [0; 2],
            length: [0; 2],
            trust,
            following,
            now: Now::default(),
        }
    }

    /// What the next byte is likely to depend on.
    pub fn begin(&mut self, outlook: &Outlook) {
        self.now.outlook = outlook.clone();
        self.now.bits = 1;
        self.find_places();
    }

    /// One for each half of a byte.
    fn find_places(&mut self) {
        for (index, context) in self.now.outlook.contexts.iter().enumerate() {
            let place = mix(*context, self.now.bits) & ((1 << PLACES_BITS) - 16);
            self.now.places[index] = index << PLACES_BITS | place as usize;
        }
    }

    /// The chance of 65,536 that the next bit is a one.
    pub fn chance(&mut self) -> u32 {
        let bits = self.now.bits as usize;
        let known = bits.ilog2();
        let half = if bits < 16 { bits } else { 1 << (known - 4) | bits & ((1 << (known - 4)) - 1) };
        for index in 0..CONTEXTS {
            let place = self.now.places[index] & !15 | half;
            self.now.places[index] = place;
            let entry = index << 8 | usize::from(self.seen[place]);
            self.now.entries[index] = entry;
            self.now.inputs[index] = self.odds[(f64::from(self.ones[entry]) * STEPS as f64) as usize];
        }
        (0..2).for_each(|which| self.repeat(which, known));
        self.now.inputs[INPUTS - 1] = 0.3;
        self.choose_sets(known as usize);
        let sum = self.weigh();
        let step = (sum + SURE) * (STEPS as f64 / (2.0 * SURE));
        self.now.mixed = self.fractions[step as usize];
        let chance = (self.now.mixed + self.correct(sum)) * 0.5;
        ((chance * 65_536.0) as u32).clamp(1, 65_535)
    }

    /// What a repetition says, as long as it goes on.
    fn repeat(&mut self, which: usize, known: u32) {
        self.now.inputs[CONTEXTS + which] = 0.0;
        self.now.trusted[which] = None;
        if self.length[which] == 0 {
            return;
        }
        let expected = u32::from(self.bytes[self.repeated[which]]) | 256;
        if expected >> (8 - known) != self.now.bits {
            self.length[which] = 0;
            return;
        }
        let entry = (which << 6 | self.length[which].min(LONGEST)) << 8 | self.now.outlook.tag;
        let odds = self.odds[(f64::from(self.trust[entry]) * STEPS as f64) as usize];
        self.now.inputs[CONTEXTS + which] = if expected >> (7 - known) & 1 == 1 { odds } else { -odds };
        self.now.trusted[which] = Some(entry);
    }

    fn choose_sets(&mut self, known: usize) {
        let outlook = &self.now.outlook;
        let repeat = match self.length[1] {
            0 => 0,
            length if length < 16 => 4,
            length if length < 32 => 5,
            _ => 6,
        };
        self.now.sets = [
            (outlook.first << 3 | known) * INPUTS,
            (SETS[0] + (outlook.second << 3 | repeat)) * INPUTS,
            (SETS[0] + SETS[1] + (outlook.kind << 8 | self.now.bits as usize)) * INPUTS,
        ];
    }

    /// The logarithm of the odds of a one.
    fn weigh(&self) -> f64 {
        let [first, second, third] = self.now.sets;
        let weights = |input: usize| {
            f64::from(self.weights[first + input]) + f64::from(self.weights[second + input]) + f64::from(self.weights[third + input])
        };
        let mut sum = 0.0;
        for (input, odds) in self.now.inputs.iter().enumerate() {
            sum += odds * weights(input);
        }
        sum.clamp(0.01 - SURE, SURE - 0.01)
    }

    /// What came of such a guess in such a place, between two knots.
    fn correct(&mut self, sum: f64) -> f64 {
        let along = (sum.clamp(-7.999, 7.999) + 8.0) * 2.0;
        let knot = along as usize;
        self.now.beyond = along - knot as f64;
        self.now.knot = (self.now.outlook.place << 8 | self.now.bits as usize) * KNOTS + knot;
        let [low, high] = [0, 1].map(|next| f64::from(self.corrected[self.now.knot + next]));
        low + (high - low) * self.now.beyond
    }

    /// What the bit was.
    pub fn learn(&mut self, bit: u8) {
        let truth = f64::from(bit);
        // Never quite sure: numbers next to nothing are slow.
        let nearly = if bit == 1 { 0.9999 } else { 0.0001 };
        self.learn_weights((truth - self.now.mixed) * LEARNING);
        for index in 0..CONTEXTS {
            let (entry, place) = (self.now.entries[index], self.now.places[index]);
            let times = usize::from(self.times[entry]);
            let one = f64::from(self.ones[entry]);
            self.ones[entry] = (one + (nearly - one) * self.rates[times]) as f32;
            self.times[entry] += u16::from(times < PATIENCE);
            self.seen[place] = self.following[usize::from(self.seen[place])][usize::from(bit)];
        }
        for (next, share) in [(0, 1.0 - self.now.beyond), (1, self.now.beyond)] {
            let knot = &mut self.corrected[self.now.knot + next];
            *knot = (f64::from(*knot) + (nearly - f64::from(*knot)) * share * 0.03) as f32;
        }
        for which in 0..2 {
            if let Some(entry) = self.now.trusted[which] {
                let held = f64::from(u8::from((self.now.inputs[CONTEXTS + which] >= 0.0) == (bit == 1)));
                let trust = f64::from(self.trust[entry]);
                self.trust[entry] = (trust + (held - trust) * 0.02) as f32;
            }
        }
        self.now.bits = self.now.bits << 1 | u32::from(bit);
        if self.now.bits >> 4 == 1 {
            self.find_places();
        }
    }

    fn learn_weights(&mut self, wrong: f64) {
        for (input, odds) in self.now.inputs.iter().enumerate() {
            let change = wrong * odds;
            for set in self.now.sets {
                let weight = &mut self.weights[set + input];
                *weight = (f64::from(*weight) + change) as f32;
            }
        }
    }

    /// What the byte was.
    pub fn end(&mut self, byte: u8) {
        self.bytes.push(byte);
        let end = self.bytes.len();
        for which in 0..2 {
            let least = REPEATS[which];
            if self.length[which] > 0 {
                self.length[which] = if self.bytes[self.repeated[which]] == byte { self.length[which] + 1 } else { 0 };
                self.repeated[which] += 1;
            }
            if end < least {
                continue;
            }
            let hash = self.bytes[end - least..].iter().fold(0, |hash, byte| mix(hash, u32::from(*byte)));
            let place = &mut self.last[which][(hash >> (32 - REPEAT_BITS)) as usize];
            let earlier = *place as usize;
            *place = end as u32;
            if self.length[which] == 0 && earlier > 0 {
                let same = (0..COMPARED.min(earlier)).take_while(|back| self.bytes[earlier - 1 - back] == self.bytes[end - 1 - back]).count();
                (self.repeated[which], self.length[which]) = (earlier, if same < least { 0 } else { same });
            }
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// The fraction for each step of the logarithm of odds.
fn fractions() -> Vec<f64> {
    let mut odds = LEAST_ODDS;
    (0..STEPS).map(|_| { let fraction = 1.0 / (1.0 + odds); odds /= FACTOR; fraction }).collect()
}

/// The logarithm of odds for each step of a fraction, as the sum of its slopes from a half on. The last is for one itself.
fn odds() -> Vec<f64> {
    let mut odds = vec![0.0; STEPS + 1];
    let mut sum = 0.0;
    for step in STEPS / 2..STEPS {
        let fraction = (step as f64 + 0.5) / STEPS as f64;
        let slope = 1.0 / (fraction * (1.0 - fraction)) / STEPS as f64;
        odds[step] = sum + slope * 0.5;
        odds[STEPS - 1 - step] = -odds[step];
        sum += slope;
    }
    odds[STEPS] = odds[STEPS - 1];
    odds
}
