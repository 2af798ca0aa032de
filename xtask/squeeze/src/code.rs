//! Short words for frequent bytes: the fewer bits there are to guess, the faster it goes.

/// No word is longer.
const LONGEST: u32 = 15;

/// A prefix code of 256 bytes.
pub struct Code {
    lengths: [u8; 256],
    words: [(u32, u32); 256],
    steps: Vec<[Step; 2]>,
}

/// Where a bit leads to.
#[derive(Clone, Copy)]
pub enum Step {
    Node(usize),
    Byte(u8),
}

impl Code {
    /// Huffman's, for bytes that occur so often. Rare ones are counted as less rare until no word is too long.
    pub fn for_counts(counts: &[u32; 256]) -> Code {
        let total: u32 = counts.iter().sum();
        let least = total / 4_096;
        Code::of_lengths(&lengths(&counts.map(|count| if count > 0 { count.max(least) } else { 0 })))
    }

    /// The code with words of these lengths, in the order of their lengths and then of their bytes.
    #[inline(never)]
    pub fn of_lengths(lengths: &[u8; 256]) -> Code {
        let mut code = Code { lengths: *lengths, words: [(0, 0); 256], steps: vec![[Step::Byte(0); 2]] };
        let mut word = 0_u32;
        for length in 1..=LONGEST {
            for byte in (0..=255).filter(|byte| u32::from(lengths[usize::from(*byte)]) == length) {
                code.words[usize::from(byte)] = (word, length);
                code.add(byte, word, length);
                word += 1;
            }
            word <<= 1;
        }
        code
    }

    #[inline(never)]
    fn add(&mut self, byte: u8, word: u32, length: u32) {
        let mut node = 0;
        for place in (1..length).rev() {
            let bit = (word >> place & 1) as usize;
            node = match self.steps[node][bit] {
                Step::Node(next) => next,
                Step::Byte(_) => {
                    self.steps.push([Step::Byte(0); 2]);
                    let next = self.steps.len() - 1;
                    self.steps[node][bit] = Step::Node(next);
                    next
                }
            };
        }
        self.steps[node][(word & 1) as usize] = Step::Byte(byte);
    }

    pub fn lengths(&self) -> &[u8; 256] {
        &self.lengths
    }

    /// A byte's word, and of how many bits it is: none if the byte does not occur.
    pub fn word(&self, byte: u8) -> (u32, u32) {
        self.words[usize::from(byte)]
    }

    pub fn step(&self, node: usize, bit: u8) -> Step {
        self.steps[node][usize::from(bit)]
    }
}

fn lengths(counts: &[u32; 256]) -> [u8; 256] {
    let mut groups: Vec<(u32, Vec<usize>)> =
        (0..256).filter(|byte| counts[*byte] > 0).map(|byte| (counts[byte], vec![byte])).collect();
    let mut lengths = [0; 256];
    if let [(_, only)] = groups.as_slice() {
        lengths[only[0]] = 1;
    }
    while groups.len() > 1 {
        groups.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let (Some((one, mut bytes)), Some((other, more))) = (groups.pop(), groups.pop()) else { break };
        bytes.extend(more);
        bytes.iter().for_each(|byte| lengths[*byte] += 1);
        groups.push((one + other, bytes));
    }
    lengths
}
