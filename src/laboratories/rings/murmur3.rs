//! Murmur3 in 128 bits, as Cassandra and ScyllaDB compute it.
//!
//! Cassandra reads the last bytes of a text as signed numbers, so that a byte above 127 also flips the bits above it. The
//! original, by Austin Appleby, does not; for texts of ASCII both agree.

const C1: u64 = 0x87c3_7b91_1142_53d5;
const C2: u64 = 0x4cf5_ad43_2745_937f;
const BLOCK: usize = 16;

/// The first half of the hash, which is the one that a token is made of.
pub(super) fn first_half(bytes: &[u8]) -> i64 {
    let (mut h1, mut h2) = (0_u64, 0_u64);
    let mut blocks = bytes.chunks_exact(BLOCK);
    for block in &mut blocks {
        let half = |at: usize| u64::from_le_bytes(block[at..at + 8].try_into().unwrap_or_default());
        h1 ^= mixed_first(half(0));
        h1 = h1.rotate_left(27).wrapping_add(h2).wrapping_mul(5).wrapping_add(0x52dc_e729);
        h2 ^= mixed_second(half(8));
        h2 = h2.rotate_left(31).wrapping_add(h1).wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }
    let rest = blocks.remainder();
    let (low, high) = rest.split_at(rest.len().min(8));
    h2 ^= mixed_second(signed(high));
    h1 ^= mixed_first(signed(low));
    let length = bytes.len() as u64;
    (h1, h2) = (h1 ^ length, h2 ^ length);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    finished(h1).wrapping_add(finished(h2)) as i64
}

fn mixed_first(half: u64) -> u64 {
    half.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2)
}

fn mixed_second(half: u64) -> u64 {
    half.wrapping_mul(C2).rotate_left(33).wrapping_mul(C1)
}

/// Up to eight bytes, the first of them lowest, each as a signed number.
fn signed(bytes: &[u8]) -> u64 {
    let byte = |(number, byte): (usize, &u8)| (i64::from(*byte as i8) as u64) << (8 * number);
    bytes.iter().enumerate().map(byte).fold(0, |bits, byte| bits ^ byte)
}

fn finished(bits: u64) -> u64 {
    let bits = (bits ^ bits >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let bits = (bits ^ bits >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ bits >> 33
}
