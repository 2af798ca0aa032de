//! How a system hashes a key, and how it prints the hash.

use super::murmur3;
use crate::dynamo::partitioning::Position;
use crate::input::refusal::Refusal;
use sha1::{Digest, Sha1};

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
        match self {
            Self::Md5 => {
                let position = Position(u128::from_be_bytes(md5::compute(key).0));
                Placed { position, printed: position.to_string() }
            }
            Self::Random => {
                let token = (u128::from_be_bytes(md5::compute(key).0) as i128).unsigned_abs();
                Placed { position: of_random(token), printed: token.to_string() }
            }
            Self::Murmur3 => {
                // The lowest number is no token of a key: Cassandra gives the highest one instead.
                let token = match murmur3::first_half(key) {
                    i64::MIN => i64::MAX,
                    token => token,
                };
                Placed { position: of_murmur3(token), printed: token.to_string() }
            }
            Self::Sha1 => {
                let digest: [u8; 20] = Sha1::digest(key).into();
                let printed = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                Placed { position: Position(high_bits(&digest)), printed }
            }
        }
    }

    /// Reads a token as the system prints it.
    ///
    /// # Errors
    /// `invalid-position` when it is no number, or out of range.
    pub fn read_token(self, field: &str, text: &str) -> Result<Position, Refusal> {
        let (read, allowed) = match self {
            Self::Md5 => (Position::parse_hex(text), "32 lower-case hex digits"),
            Self::Random => {
                let token = text.parse().ok().filter(|token: &u128| *token <= HIGHEST_RANDOM);
                (token.map(of_random), "a whole number from 0 to 2^127")
            }
            Self::Murmur3 => (text.parse().ok().map(of_murmur3), "a whole number from -2^63 to 2^63 - 1"),
            Self::Sha1 => (of_sha1(text), "a whole number from 0 to 2^160 - 1"),
        };
        read.ok_or_else(|| Refusal::field("invalid-position", field, format!("{text:?}"), allowed))
    }
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

/// Which partitioner printed these tokens, by their form and size: the first under which all of them are tokens.
pub fn guess<'a>(tokens: impl Iterator<Item = &'a str> + Clone) -> Option<Partitioner> {
    let order = [Partitioner::Murmur3, Partitioner::Random, Partitioner::Sha1, Partitioner::Md5];
    order.into_iter().find(|partitioner| tokens.clone().all(|token| partitioner.read_token("token", token).is_ok()))
}
