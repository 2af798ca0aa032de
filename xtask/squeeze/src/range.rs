//! The range coder. Its digits are the units that a page of HTML keeps as they are, so that no unit has to be escaped.

/// Units that are digits, of 65,536.
const DIGITS: u64 = 63_324;
/// Chances are of so many.
const CHANCE_BITS: u32 = 16;
/// A range below it is widened by a digit.
const NARROW: u64 = DIGITS.pow(2);
/// Digits of the first range.
const FIRST: u32 = 3;

/// Whether a page of HTML in UTF-16 keeps a unit as it is. Not so: controls, line ends and whatever could be taken for markup; halves of surrogate pairs; what is no character.
pub fn is_kept_by_html(unit: u16) -> bool {
    !matches!(unit, 0..0x60 | 0x7f..0xa0 | 0xd800..0xe000 | 0xfdd0..0xfdf0 | 0xfeff | 0xfffe..)
}

/// Where a kept unit stands among all of them.
fn digit_of(unit: u16) -> u64 {
    let dropped: [(u16, u64); 5] = [(0x9f, 33), (0xdfff, 2_048), (0xfdef, 32), (0xfeff, 1), (0x5f, 0x60)];
    let before: u64 = dropped.iter().map(|(last, count)| if unit > *last { *count } else { 0 }).sum();
    u64::from(unit).saturating_sub(before)
}

fn digits() -> Vec<u16> {
    (0..=u16::MAX).filter(|unit| is_kept_by_html(*unit)).collect()
}

/// Writes bits of which each was foreseen with some chance.
pub struct Encoder {
    low: u64,
    range: u64,
    written: Vec<u64>,
}

impl Default for Encoder {
    fn default() -> Encoder {
        Encoder { low: 0, range: DIGITS.pow(FIRST), written: Vec::new() }
    }
}

impl Encoder {
    /// A bit, with the chance that it is a one.
    pub fn encode(&mut self, bit: u8, chance: u32) {
        let bound = (self.range >> CHANCE_BITS) * u64::from(chance);
        if bit == 1 {
            self.range = bound;
        } else {
            self.low += bound;
            self.range -= bound;
        }
        while self.range < NARROW {
            self.shift();
        }
    }

    /// Writes the first digit of what is `FIRST` digits long, and perhaps one more in front.
    fn shift(&mut self) {
        let whole = DIGITS.pow(FIRST);
        if self.low >= whole {
            self.low -= whole;
            self.carry();
        }
        let unit = DIGITS.pow(FIRST - 1);
        self.written.push(self.low / unit);
        self.low = self.low % unit * DIGITS;
        self.range *= DIGITS;
    }

    fn carry(&mut self) {
        for digit in self.written.iter_mut().rev() {
            *digit = (*digit + 1) % DIGITS;
            if *digit > 0 {
                return;
            }
        }
    }

    /// All that was written, with what is still open.
    pub fn finish(mut self) -> Vec<u16> {
        self.range = 0;
        for _ in 0..FIRST {
            self.shift();
        }
        let digits = digits();
        self.written.into_iter().map(|digit| digits[digit as usize]).collect()
    }
}

/// Reads what an [`Encoder`] wrote.
pub struct Decoder {
    code: u64,
    range: u64,
    rest: std::vec::IntoIter<u16>,
}

impl Decoder {
    /// Of what [`Encoder::finish`] made.
    pub fn new(units: Vec<u16>) -> Decoder {
        let mut decoder = Decoder { code: 0, range: 1, rest: units.into_iter() };
        for _ in 0..FIRST {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        self.code = self.code * DIGITS + self.rest.next().map_or(0, digit_of);
        self.range *= DIGITS;
    }

    /// A bit, with the chance that it is a one.
    #[inline(always)]
    pub fn decode(&mut self, chance: u32) -> u8 {
        let bound = (self.range >> CHANCE_BITS) * u64::from(chance);
        let bit = u8::from(self.code < bound);
        if bit == 1 {
            self.range = bound;
        } else {
            self.code -= bound;
            self.range -= bound;
        }
        while self.range < NARROW {
            self.shift();
        }
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_characters_by_themselves() {
        let digits = digits();
        assert_eq!(digits.len() as u64, DIGITS);
        assert!(digits.iter().enumerate().all(|(at, unit)| digit_of(*unit) == at as u64));
        let text = String::from_utf16(&digits).unwrap();
        assert!(!text.contains(['\0', '\r', '\n', '<', '&', '\u{feff}']));
    }

    #[test]
    fn bits_come_back_whatever_was_expected() {
        let chances = [1, 7, 300, 32_768, 65_000, 65_535];
        let bits: Vec<(u8, u32)> =
            (0..60_000_u32).map(|at| ((at.wrapping_mul(0x9e37_79b1) >> 31) as u8, chances[at as usize % 6])).collect();
        let mut encoder = Encoder::default();
        bits.iter().for_each(|(bit, chance)| encoder.encode(*bit, *chance));
        let mut decoder = Decoder::new(encoder.finish());
        assert!(bits.iter().all(|(bit, chance)| decoder.decode(*chance) == *bit));
    }
}
