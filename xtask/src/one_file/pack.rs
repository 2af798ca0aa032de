//! Bytes as a text that a page of HTML can hold, as small as it gets. `loader.js` does the reverse.
//!
//! The page is UTF-16 with a byte order mark, which by the HTML standard outweighs whatever a server says of the encoding.
//! Of its 65,536 units HTML keeps 63,356 as they are: they are the digits of a number that stands for a block of bytes, which
//! adds less than half a per cent; base64 would add a third.

use std::io::Write;

use anyhow::{Context, Result};
use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};

/// Bits of the byte before that a byte is predicted from, and bits of its place: code of WebAssembly has no alignment.
pub const LITERAL_CONTEXT_BITS: u32 = 4;
/// See [`LITERAL_CONTEXT_BITS`].
pub const POSITION_BITS: u32 = 0;

/// Bytes of a block, and the digits that stand for it: 63,356 to this power is just above 256 to that of the bytes.
const BLOCK_BYTES: usize = 319;
const BLOCK_DIGITS: usize = 160;

/// Units that HTML keeps, from one to another. What is missing: controls, line ends and whatever could be taken for markup;
/// halves of surrogate pairs; what is no character.
const KEPT: [(u16, u16); 5] = [(0x40, 0x7f), (0xa0, 0xd800), (0xe000, 0xfdd0), (0xfdf0, 0xfeff), (0xff00, 0xfffe)];

/// A raw LZMA stream, without header and end mark.
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    let options = LzmaOptions {
        dict_size: 1 << 24,
        lc: LITERAL_CONTEXT_BITS,
        lp: 0,
        pb: POSITION_BITS,
        mode: EncodeMode::Normal,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        mf: MfType::Bt4,
        depth_limit: 1_000,
        preset_dict: None,
    };
    let mut writer = LzmaWriter::new_no_header(Vec::new(), &options, false).context("LZMA could not begin")?;
    writer.write_all(bytes).context("LZMA could not compress")?;
    writer.finish().context("LZMA could not end")
}

/// The digits of each block, the highest first; the last block is filled with zeros.
pub fn to_text(bytes: &[u8]) -> Vec<u16> {
    let units: Vec<u16> = KEPT.iter().flat_map(|(from, to)| *from..*to).collect();
    bytes.chunks(BLOCK_BYTES).flat_map(|block| digits(block, units.len() as u32)).map(|digit| units[digit]).collect()
}

/// A block as a number of this base. Its first byte is the lowest.
fn digits(block: &[u8], base: u32) -> Vec<usize> {
    let mut limbs = [0u16; BLOCK_BYTES.div_ceil(2)];
    for (place, byte) in block.iter().enumerate() {
        limbs[place / 2] |= u16::from(*byte) << (8 * (place % 2));
    }
    let mut digits: Vec<usize> = (0..BLOCK_DIGITS).map(|_| remainder(&mut limbs, base)).collect();
    digits.reverse();
    digits
}

/// Divides a number, its lowest limb first, and gives what remains.
fn remainder(limbs: &mut [u16], base: u32) -> usize {
    let mut rest = 0;
    for limb in limbs.iter_mut().rev() {
        let whole = rest << 16 | u32::from(*limb);
        // Less than 65,536, for what remained is less than the base.
        *limb = (whole / base) as u16;
        rest = whole % base;
    }
    rest as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `loader.js` does.
    fn from_text(text: &[u16]) -> Vec<u8> {
        let units: Vec<u16> = KEPT.iter().flat_map(|(from, to)| *from..*to).collect();
        let block = |digits: &[u16]| {
            let mut limbs = [0u16; BLOCK_BYTES.div_ceil(2)];
            for digit in digits {
                let mut carry = units.binary_search(digit).unwrap() as u32;
                for limb in &mut limbs {
                    carry += u32::from(*limb) * units.len() as u32;
                    *limb = carry as u16;
                    carry >>= 16;
                }
            }
            let bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
            assert_eq!(bytes[BLOCK_BYTES], 0, "a block is no larger than its bytes");
            bytes[..BLOCK_BYTES].to_vec()
        };
        text.chunks(BLOCK_DIGITS).flat_map(block).collect()
    }

    #[test]
    fn every_byte_comes_back_and_none_is_lost_on_the_way() {
        let all: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).chain([0xff; 700]).collect();
        let text = to_text(&all);
        assert_eq!(from_text(&text)[..all.len()], all);
        // Whatever stands in the page is a character by itself, so that no reader of UTF-16 changes it.
        let decoded = String::from_utf16(&text).unwrap();
        assert_eq!(decoded.encode_utf16().collect::<Vec<_>>(), text);
        assert!(!decoded.contains(['\0', '\r', '\n', '<', '&', '\u{feff}']));
        assert!((text.len() as f64) < 1.006 * all.len() as f64 / 2.0, "{}", text.len());
    }

    #[test]
    fn the_last_block_is_filled_with_zeros() {
        let bytes = from_text(&to_text(b"abc"));
        assert!(bytes.starts_with(b"abc\0") && bytes.len() == BLOCK_BYTES);
        assert!(to_text(b"").is_empty());
    }

    #[test]
    fn repetition_is_compressed() {
        let packed = compress(&b"ringside ".repeat(1_000)).unwrap();
        assert!(packed.len() < 100, "{}", packed.len());
    }
}
