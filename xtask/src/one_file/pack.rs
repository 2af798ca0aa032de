//! Compressed bytes as a text that a page of HTML can hold. `loader.js` does the reverse.
//!
//! The page is UTF-16 with a byte order mark, which by the HTML standard outweighs whatever a server says of the encoding.
//! Two bytes are one unit of it. Units that HTML changes or refuses are escaped, which adds about 3 %; base64 would add a third.

use std::io::Write;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use ringside_squeeze::is_kept_by_html;

/// Comes before a unit whose highest bit is turned over.
const ESCAPE: u16 = 0x21;

/// What a browser's `DecompressionStream` undoes.
pub fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = DeflateEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).context("could not compress")?;
    writer.finish().context("could not compress to the end")
}

/// Two bytes a unit; an odd last byte is followed by a zero.
pub fn to_text(bytes: &[u8]) -> Vec<u16> {
    let mut text = Vec::with_capacity(bytes.len() / 2 + bytes.len() / 50);
    for pair in bytes.chunks(2) {
        let unit = u16::from(pair[0]) | u16::from(*pair.get(1).unwrap_or(&0)) << 8;
        if is_kept_by_html(unit) {
            text.push(unit);
        } else {
            text.extend([ESCAPE, unit ^ 0x8000]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `loader.js` does.
    fn from_text(text: &[u16]) -> Vec<u8> {
        let mut units = text.iter();
        let mut bytes = Vec::new();
        while let Some(unit) = units.next() {
            let unit = if *unit == ESCAPE { units.next().unwrap() ^ 0x8000 } else { *unit };
            bytes.extend(unit.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn every_unit_comes_back_and_none_is_lost_on_the_way() {
        let all: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
        let text = to_text(&all);
        assert_eq!(from_text(&text), all);
        // Whatever stands in the page is a character by itself, so that no reader of UTF-16 changes it.
        let decoded = String::from_utf16(&text).unwrap();
        assert_eq!(decoded.encode_utf16().collect::<Vec<_>>(), text);
        assert!(!decoded.contains(['\0', '\r', '\n', '<', '&', '\u{feff}']));
        assert!((text.len() as f64) < 1.04 * 65_536.0, "{}", text.len());
    }

    #[test]
    fn an_odd_byte_is_followed_by_a_zero() {
        assert_eq!(from_text(&to_text(b"abc")), b"abc\0");
        assert!(to_text(b"").is_empty());
    }

    #[test]
    fn repetition_is_compressed() {
        let packed = deflate(&b"ringside ".repeat(1_000)).unwrap();
        assert!(packed.len() < 100, "{}", packed.len());
    }
}
