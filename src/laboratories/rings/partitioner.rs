//! How a system hashes a key, and how it prints the hash.

use super::murmur3;
use crate::dynamo::partitioning::Position;
use crate::input::refusal::Refusal;
use sha1::{Digest, Sha1};
use std::borrow::Cow;

/// The hash of a key that decides its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Partitioner {
    /// Dynamo's: MD5, 128 bits.
    Md5,
    /// Cassandra's `RandomPartitioner`: MD5 as a signed number without its sign, 0 to 2^127.
    Random,
    /// `Murmur3Partitioner` of Cassandra and ScyllaDB: signed 64 bits.
    Murmur3,
    /// Riak's: SHA-1, 160 bits.
    Sha1,
}

/// All, by their words.
pub const PARTITIONERS: [(&str, Partitioner); 4] = [
    ("md5", Partitioner::Md5),
    ("random", Partitioner::Random),
    ("murmur3", Partitioner::Murmur3),
    ("sha1", Partitioner::Sha1),
];

/// A place on a ring, and how the system prints it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// On the ring as it is drawn here.
    pub position: Position,
    /// As the system prints it.
    pub printed: String,
}

impl Partitioner {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        PARTITIONERS.iter().find(|(_, partitioner)| *partitioner == self).map_or("", |(word, _)| word)
    }

    /// Where a key lies, and how the system prints that.
    pub fn place(self, key: &[u8]) -> Placed {
        let position = self.position(key);
        let printed = match self {
            // Its hash has more digits than a position.
            Self::Sha1 => Sha1::digest(key).iter().map(|byte| format!("{byte:02x}")).collect(),
            // 2^127 is one too high for a position.
            Self::Random => random_token(key).to_string(),
            Self::Md5 | Self::Murmur3 => self.printed(position),
        };
        Placed { position, printed }
    }

    /// What is hashed for a key: Riak hashes its bucket with it.
    pub fn hashed<'key>(self, bucket: &[u8], key: &'key [u8]) -> Cow<'key, [u8]> {
        match self {
            Self::Sha1 if !bucket.is_empty() => riak_key(bucket, key).into(),
            _ => key.into(),
        }
    }

    /// Where a key lies.
    pub fn position(self, key: &[u8]) -> Position {
        match self {
            Self::Md5 => Position(u128::from_be_bytes(md5::compute(key).0)),
            Self::Random => of_random(random_token(key)),
            // The lowest number is no token of a key: Cassandra gives the highest one instead.
            Self::Murmur3 => of_murmur3(match murmur3::first_half(key) {
                i64::MIN => i64::MAX,
                token => token,
            }),
            Self::Sha1 => Position(high_bits(&Sha1::digest(key).into())),
        }
    }

    /// A token as the system prints it.
    pub fn printed(self, position: Position) -> String {
        match self {
            Self::Md5 => position.to_string(),
            Self::Random => (position.0 / 2).to_string(),
            Self::Murmur3 => (((position.0 >> 64) as u64 ^ 1 << 63) as i64).to_string(),
            Self::Sha1 => decimal_of_160_bits(position.0),
        }
    }

    /// The closest position that the system has a token for, not above this one.
    pub fn to_grid(self, position: Position) -> Position {
        match self {
            Self::Md5 | Self::Sha1 => position,
            Self::Random => Position(position.0 & !1),
            Self::Murmur3 => Position(position.0 >> 64 << 64),
        }
    }

    /// Its name where it is at home.
    pub fn label(self) -> &'static str {
        match self {
            Self::Md5 => "MD5, as Dynamo",
            Self::Random => "RandomPartitioner (MD5)",
            Self::Murmur3 => "Murmur3Partitioner",
            Self::Sha1 => "SHA-1, as Riak",
        }
    }

    /// Reads a token as the system prints it.
    ///
    /// # Errors
    /// `invalid-position` when it is no number, or out of range.
    pub fn read_token(self, field: &str, text: &str) -> Result<Position, Refusal> {
        self.token(text)
            .ok_or_else(|| Refusal::field("invalid-position", field, format!("{text:?}"), self.allowed_tokens()))
    }

    /// The same without words for what is wrong.
    pub fn token(self, text: &str) -> Option<Position> {
        match self {
            Self::Md5 => Position::parse_hex(text),
            Self::Random => text.parse().ok().filter(|token: &u128| *token <= HIGHEST_RANDOM).map(of_random),
            Self::Murmur3 => text.parse().ok().map(of_murmur3),
            Self::Sha1 => of_sha1(text),
        }
    }

    fn allowed_tokens(self) -> &'static str {
        match self {
            Self::Md5 => "32 lower-case hex digits, as MD5 has them",
            Self::Random => "a whole number from 0 to 2^127, as RandomPartitioner has them",
            Self::Murmur3 => "a whole number from -2^63 to 2^63 - 1, as Murmur3Partitioner has them",
            Self::Sha1 => "a whole number from 0 to 2^160 - 1, as Riak has them",
        }
    }
}

fn random_token(key: &[u8]) -> u128 {
    (u128::from_be_bytes(md5::compute(key).0) as i128).unsigned_abs()
}

/// The decimal digits of a number of 160 bits whose highest 128 these are.
fn decimal_of_160_bits(high: u128) -> String {
    let mut parts = [(high >> 96) as u32, (high >> 64) as u32, (high >> 32) as u32, high as u32, 0];
    let mut digits = Vec::new();
    while parts.iter().any(|part| *part > 0) {
        let mut left = 0_u64;
        for part in &mut parts {
            let value = left << 32 | u64::from(*part);
            (*part, left) = ((value / 10) as u32, value % 10);
        }
        digits.push(char::from(b'0' + left as u8));
    }
    if digits.is_empty() { "0".to_owned() } else { digits.into_iter().rev().collect() }
}

const HIGHEST_RANDOM: u128 = 1 << 127;

/// 0 to 2^127 over the whole circle; the highest number has no room beyond the last position, and shares it.
fn of_random(token: u128) -> Position {
    Position(token.saturating_mul(2))
}

/// The signed numbers over the whole circle, the lowest at the top.
fn of_murmur3(token: i64) -> Position {
    Position(u128::from(token as u64 ^ 1 << 63) << 64)
}

/// A decimal number of up to 160 bits: its highest 128.
fn of_sha1(text: &str) -> Option<Position> {
    let mut bytes = [0_u8; 20];
    if text.is_empty() {
        return None;
    }
    for digit in text.chars() {
        let mut carry = digit.to_digit(10)?;
        for byte in bytes.iter_mut().rev() {
            let value = u32::from(*byte) * 10 + carry;
            (*byte, carry) = (value as u8, value >> 8);
        }
        if carry > 0 {
            return None;
        }
    }
    Some(Position(high_bits(&bytes)))
}

fn high_bits(bytes: &[u8; 20]) -> u128 {
    bytes[..16].iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}

/// Which partitioner printed these tokens, by their form and size: the first under which more than half of them are tokens,
/// so that one that is out of range is not taken for the sign of another partitioner.
pub fn guess<'a>(tokens: impl Iterator<Item = &'a str> + Clone) -> Option<Partitioner> {
    let order = [Partitioner::Murmur3, Partitioner::Random, Partitioner::Sha1, Partitioner::Md5];
    let count = tokens.clone().count();
    let fits = |partitioner: &Partitioner| {
        let known = tokens.clone().filter(|token| partitioner.token(token).is_some()).count();
        2 * known > count
    };
    order.into_iter().find(fits)
}

/// The partitioner that a system calls so, by its class or by the word of the public interface.
///
/// # Errors
/// `unknown-partitioner`.
pub fn by_name(field: &str, name: &str) -> Result<Partitioner, Refusal> {
    let class = name.trim().rsplit('.').next().unwrap_or_default();
    let known = PARTITIONERS.iter().find(|(word, partitioner)| {
        class.eq_ignore_ascii_case(word)
            || class.eq_ignore_ascii_case(&format!("{word}Partitioner")) && *partitioner != Partitioner::Md5
    });
    known.map(|(_, partitioner)| *partitioner).ok_or_else(|| {
        let allowed = "Murmur3Partitioner, RandomPartitioner, or murmur3, random, md5, sha1";
        Refusal::field("unknown-partitioner", field, format!("{name:?}"), allowed)
    })
}

/// What Riak hashes for a key of a bucket: both in the external format of Erlang’s terms.
fn riak_key(bucket: &[u8], key: &[u8]) -> Vec<u8> {
    let mut term = vec![131, 104, 2];
    for part in [bucket, key] {
        term.push(109);
        term.extend((part.len() as u32).to_be_bytes());
        term.extend(part);
    }
    term
}
