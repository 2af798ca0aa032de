//! Bytes squeezed into units of UTF-16, by a guess at each bit.
//!
//! A reader says what the next byte is likely to depend on, a model makes of it how likely the next bit is a one, and a
//! range coder writes down by how much that was wrong. Frequent bytes are short words of a code, so that there is less to
//! guess. The one who unpacks makes the same guesses with the same code, compiled to WebAssembly. All fractions are IEEE
//! floats and only added, multiplied and divided, in an order that is written down: that gives the same bits on every machine.

mod code;
#[cfg(target_arch = "wasm32")]
mod exports;
mod guess;
mod histories;
mod model;
mod range;
mod reader;
mod unsqueeze;

pub use range::is_kept_by_html;
pub use unsqueeze::Unsqueezer;

use code::Code;
use model::Model;
use range::Encoder;
use reader::{KINDS, Reader};

/// A chance of one half, of 65,536.
const EVEN: u32 = 1 << 15;
/// Bits of the length of a code word.
const LENGTH_BITS: u32 = 4;

/// The units for these bytes. Modules of WebAssembly come last, for text is told from them by their first bytes.
pub fn squeeze(bytes: &[u8]) -> Vec<u16> {
    let mut encoder = Encoder::default();
    let codes = codes(bytes);
    for code in &codes {
        code.lengths()
            .iter()
            .for_each(|length| (0..LENGTH_BITS).for_each(|place| encoder.encode(length >> place & 1, EVEN)));
    }
    let mut model = Model::new(codes, bytes.len());
    for byte in bytes {
        model.next_byte(|code, place, chance| {
            let (word, length) = code.word(*byte);
            let bit = (word >> (length - 1 - place) & 1) as u8;
            encoder.encode(bit, chance);
            bit
        });
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that the codes take.
    const CODES: usize = KINDS * 256 / 2;

    fn comes_back(bytes: &[u8]) {
        let units = squeeze(bytes);
        assert!(units.iter().all(|unit| is_kept_by_html(*unit)));
        let mut unsqueezer = Unsqueezer::new(units, bytes.len());
        // In two goes, as the page does.
        unsqueezer.unpack_until(bytes.len() / 3);
        assert_eq!(unsqueezer.bytes(), &bytes[..bytes.len() / 3]);
        unsqueezer.unpack_until(bytes.len());
        assert_eq!(unsqueezer.bytes(), bytes);
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
