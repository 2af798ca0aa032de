//! The reverse of [`squeeze`](crate::squeeze), as far as one wants to have it.

use crate::code::Code;
use crate::model::Model;
use crate::range::Decoder;
use crate::{EVEN, LENGTH_BITS};

/// Unpacks bytes bit by bit.
pub struct Unsqueezer {
    decoder: Decoder,
    model: Model,
}

impl Unsqueezer {
    /// For these units, which are so many bytes.
    pub fn new(units: Vec<u16>, size: usize) -> Unsqueezer {
        let mut decoder = Decoder::new(units);
        let codes = std::array::from_fn(|_| read_code(&mut decoder));
        Unsqueezer { decoder, model: Model::new(codes, size) }
    }

    /// Goes on until there are so many bytes.
    pub fn unpack_until(&mut self, end: usize) {
        while self.bytes().len() < end {
            self.model.next_byte(|_, _, chance| self.decoder.decode(chance));
        }
    }

    /// All bytes so far. They never move: there is room for the rest behind them.
    pub fn bytes(&self) -> &[u8] {
        self.model.bytes()
    }
}

/// A code, told by the lengths of its words.
#[inline(never)]
fn read_code(decoder: &mut Decoder) -> Code {
    let mut lengths = [0; 256];
    for length in &mut lengths {
        for place in 0..LENGTH_BITS {
            *length |= decoder.decode(EVEN) << place;
        }
    }
    Code::of_lengths(&lengths)
}
