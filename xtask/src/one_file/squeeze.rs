//! Bytes squeezed into units of UTF-16, by a guess at each bit. `unsqueeze.js` does the reverse.
//!
//! A [`Reader`] says what the next byte is likely to depend on, [`Guess`] makes of it how likely the next bit is a one, and a
//! range coder writes down by how much that was wrong. Frequent bytes are short words of a code, so that there is less to
//! guess. The one who unpacks makes the same guesses. All fractions are IEEE doubles and only added, multiplied and divided:
//! that gives the same bits on every machine and in every browser.

mod code;
mod guess;
mod histories;
mod range;
mod reader;

pub use reader::CONTEXTS;

use code::{Code, Step};
use guess::Guess;
use range::Encoder;
use reader::{KINDS, Reader};

/// The units for these bytes. Modules of WebAssembly come last, for text is told from them by their first bytes.
pub fn squeeze(bytes: &[u8]) -> Vec<u16> {
    let mut encoder = Encoder::default();
    let codes = codes(bytes);
    for code in &codes {
        code.lengths().iter().for_each(|length| (0..4).for_each(|place| encoder.encode(length >> place & 1, 1 << 15)));
    }
    each_bit(bytes.len(), &codes, |at, code, place, chance| {
        let (word, length) = code.word(bytes[at]);
        let bit = (word >> (length - 1 - place) & 1) as u8;
        encoder.encode(bit, chance);
        bit
    });
    encoder.finish()
}

/// A code for each kind of byte.
fn codes(bytes: &[u8]) -> [Code; KINDS] {
    let mut counts = [[0; 256]; KINDS];
    let mut reader = Reader::default();
    for byte in bytes {
        counts[reader.next().kind][usize::from(*byte)] += 1;
        reader.read(*byte);
    }
    counts.map(|counts| Code::for_counts(&counts))
}

/// Calls for each bit of each code word with the chance that it is a one, and is told what it is.
fn each_bit(size: usize, codes: &[Code; KINDS], mut next: impl FnMut(usize, &Code, u32, u32) -> u8) -> Vec<u8> {
    let (mut reader, mut guess) = (Reader::default(), Guess::new(size));
    for at in 0..size {
        let outlook = reader.next();
        let code = &codes[outlook.kind];
        guess.begin(outlook, code);
        let (mut step, mut place) = (Step::Node(0), 0);
        let byte = loop {
            match step {
                Step::Byte(byte) => break byte,
                Step::Node(node) => {
                    let bit = next(at, code, place, guess.chance());
                    step = code.step(node, bit);
                    guess.learn(bit, if let Step::Node(node) = step { node } else { 0 });
                    place += 1;
                }
            }
        };
        guess.end(byte);
        reader.read(byte);
    }
    guess.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::range::{Decoder, is_kept_by_html};
    use super::*;

    /// Bytes that the codes take.
    const CODES: usize = KINDS * 256 / 2;

    /// What `unsqueeze.js` does.
    fn unsqueeze(units: &[u16], size: usize) -> Vec<u8> {
        let mut decoder = Decoder::new(units);
        let codes = std::array::from_fn(|_| {
            let lengths = std::array::from_fn(|_| (0..4).map(|place| decoder.decode(1 << 15) << place).sum());
            Code::of_lengths(&lengths)
        });
        each_bit(size, &codes, |_, _, _, chance| decoder.decode(chance))
    }

    fn comes_back(bytes: &[u8]) {
        let units = squeeze(bytes);
        assert!(units.iter().all(|unit| is_kept_by_html(*unit)));
        assert_eq!(unsqueeze(&units, bytes.len()), bytes);
    }

    /// Numbers that look like chance and are the same in every run.
    fn random(seed: u32) -> impl Iterator<Item = u8> {
        let mut state = seed.wrapping_mul(2) + 1;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(0x915f_77f5).wrapping_add(0x3c6e_f35f);
            (state >> 24) as u8
        })
    }

    #[test]
    fn tiny_and_repetitive_bytes_come_back() {
        for bytes in [&b""[..], b"\0", b"\xff", b"ab", b"\0asm", b"\0asm\x01\0\0\0\x0a"] {
            comes_back(bytes);
        }
        comes_back(&[0; 5_000]);
        comes_back(&[0xff; 5_000]);
        comes_back(&b"ringside ".repeat(500));
    }

    #[test]
    fn bytes_by_chance_come_back_and_grow_little() {
        for seed in 0..8 {
            let bytes: Vec<u8> = random(seed).take(3_000 + seed as usize).collect();
            comes_back(&bytes);
            assert!(squeeze(&bytes).len() * 2 < 3_300 + CODES);
        }
    }

    /// A module in which section and function bodies are as long as they say only sometimes, and hold any bytes.
    #[test]
    fn damaged_modules_come_back() {
        for seed in 0..24 {
            let mut bytes = b"{\"text\": 1}\0asm\x01\0\0\0\x0a".to_vec();
            bytes.extend([0x80 | seed as u8, 0x10, 3, 0x60 + seed as u8, 1, 2, 0x7f]);
            let opcodes = random(seed)
                .map(|byte| if seed % 2 == 0 { byte } else { b"\x20\x01\x41\x10\x0b\x21\x0e\xfc"[byte as usize % 8] });
            bytes.extend(opcodes.take(2_000));
            bytes.extend(b"\0asm\x01\0\0\0\x0a\x03\xff\xff\xff\xff\xff\xff\xff\xff");
            comes_back(&bytes);
        }
    }

    #[test]
    fn repetition_is_squeezed() {
        assert!(squeeze(&b"ringside ".repeat(1_000)).len() * 2 < CODES + 100);
    }
}
