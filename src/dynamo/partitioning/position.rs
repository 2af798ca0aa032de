//! A point of the ring.

use crate::input::refusal::Refusal;
use std::fmt;

/// A position on the ring: an unsigned 128-bit number, big-endian as MD5 gives it. Section 4.2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(pub u128);

impl Position {
    /// The highest position; the next one clockwise is zero.
    pub const LAST: Self = Self(u128::MAX);

    /// The MD5 of a key's UTF-8 bytes: what `md5sum` prints for them.
    ///
    /// ```
    /// use ringside::dynamo::partitioning::Position;
    /// assert_eq!(Position::from_key("foo").to_string(), "acbd18db4cc2f85cedef654fccc4a4d8");
    /// ```
    pub fn from_key(key: &str) -> Self {
        Self(u128::from_be_bytes(md5::compute(key.as_bytes()).0))
    }

    /// Where the token of this number of a node lies by default: MD5 of `{node}-{number}`.
    pub fn from_token(node: &str, number: usize) -> Self {
        Self::from_key(&format!("{node}-{number}"))
    }

    /// Reads 32 lower-case hex digits.
    ///
    /// # Errors
    /// `invalid-position` for anything else.
    pub fn from_hex(field: &str, hex: &str) -> Result<Self, Refusal> {
        Self::parse_hex(hex).ok_or_else(|| {
            Refusal::field("invalid-position", field, format!("{hex:?}"), "a position of 32 lower-case hex digits")
        })
    }

    /// The same without words for what is wrong.
    pub fn parse_hex(hex: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let half = |digits: &[u8]| digits.iter().try_fold(0, |bits, byte| Some(bits << 4 | u64::from(digit(*byte)?)));
        let (high, low) = hex.as_bytes().split_at_checked(16).filter(|_| hex.len() == 32)?;
        Some(Self(u128::from(half(high)?) << 64 | u128::from(half(low)?)))
    }

    /// How far round the circle the position is: 0 at the top, up to (but not) 1, clockwise.
    pub fn turn(self) -> f64 {
        // 53 bits are what a number of this type holds; rounding the whole 128 bits could give 1.
        (self.0 >> 75) as f64 / (1_u64 << 53) as f64
    }

    /// The way from here clockwise to `other`; zero when they are the same.
    pub fn clockwise_to(self, other: Self) -> u128 {
        other.0.wrapping_sub(self.0)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl serde::Serialize for Position {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
