//! What both sides share: the same bytes lead to the same guesses.

use crate::code::{Code, Step};
use crate::guess::Guess;
use crate::reader::{KINDS, Reader};

/// All that is known of the bytes so far.
pub struct Model {
    codes: [Code; KINDS],
    reader: Reader,
    guess: Guess,
}

impl Model {
    /// Before the first of so many bytes.
    pub fn new(codes: [Code; KINDS], size: usize) -> Model {
        Model { codes, reader: Reader::default(), guess: Guess::new(size) }
    }

    /// Asks for each bit of the next code word, by its place and the chance of 65,536 that it is a one.
    #[inline(always)]
    pub fn next_byte(&mut self, mut bit: impl FnMut(&Code, u32, u32) -> u8) {
        let outlook = self.reader.next();
        let code = &self.codes[outlook.kind];
        self.guess.begin(outlook, code);
        let (mut node, mut place) = (0, 0);
        let byte = loop {
            let bit = bit(code, place, self.guess.chance());
            let step = code.step(node, bit);
            self.guess.learn(bit, if let Step::Node(node) = step { node } else { 0 });
            match step {
                Step::Byte(byte) => break byte,
                Step::Node(next) => node = next,
            }
            place += 1;
        };
        self.guess.end(byte);
        self.reader.read(byte);
    }

    /// All bytes so far.
    pub fn bytes(&self) -> &[u8] {
        self.guess.bytes()
    }
}
