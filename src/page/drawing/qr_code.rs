//! A link as a QR code, which phones read from a projected page.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The longest text, in bytes, whose code can still be read from the back row: it then has at most 73 modules a side.
pub const LONGEST: usize = 450;
/// What a code needs around it to be found, in modules.
const QUIET: usize = 4;

/// A QR code, in units of its modules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QrPicture {
    /// Its side, with what is left free around it.
    pub side: usize,
    /// The dark modules, as a path of SVG.
    pub path: String,
}

impl QrPicture {
    /// The code of a text; `None` for one that is too long to be read from afar.
    pub fn new(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            for (from, length) in dark_runs(modules) {
                // Writing to a text cannot fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", from + QUIET, row + QUIET);
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

/// The runs of dark modules in a row: the first one, and how many.
fn dark_runs(modules: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (column, _) in modules.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
        match runs.last_mut() {
            Some((from, length)) if *from + *length == column => *length += 1,
            _ => runs.push((column, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a code, read as a phone does from a picture with so many points a module.
    fn read(code: &QrPicture, points: usize) -> String {
        let mut dark = vec![false; code.side * code.side];
        for run in code.path.split('M').skip(1) {
            let numbers: Vec<usize> =
                run.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
            let (from, row, length) = (numbers[0], numbers[1], numbers[2]);
            dark[row * code.side + from..][..length].fill(true);
        }
        let is_dark = |x: usize, y: usize| dark[y / points * code.side + x / points];
        let mut picture = rqrr::PreparedImage::prepare_from_bitmap(code.side * points, code.side * points, is_dark);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one code is found");
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_decoder_reads_back_each_text() {
        let long = format!("https://example.org/ringside/#{}", "aZ0-_".repeat(84));
        for text in ["https://example.org/?lesson=cart-in-a-partition&step=4", "kaffee: 4 €, 茶", &long[..LONGEST]] {
            let code = QrPicture::new(text).unwrap();
            assert!(code.side <= 73 + 2 * QUIET, "{} modules for {} bytes", code.side, text.len());
            assert_eq!(read(&code, 4), text);
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert!(QrPicture::new(&"x".repeat(LONGEST)).is_some());
        assert_eq!(QrPicture::new(&"x".repeat(LONGEST + 1)), None);
    }
}
