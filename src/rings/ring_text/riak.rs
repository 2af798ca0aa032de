//! `riak admin member-status`: the members, each with its part of the ring. Riak prints no owners of partitions there, so
//! the partitions are dealt in turn, as Riak does with members of equal parts.

use super::FieldRing;
use super::rows::{Row, refused_line, ring};
use crate::input::refusal::Refusal;
use crate::rings::partitioner::Partitioner;

/// Whether a line names a member.
pub(super) fn is_row(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    matches!(first, "valid" | "leaving" | "exiting" | "joining" | "down") && line.contains('%')
}

struct Member {
    name: String,
    part: f64,
    dealt: usize,
}

pub(super) fn read(text: &str) -> Result<FieldRing, Refusal> {
    let mut members: Vec<Member> = Vec::new();
    for (line, entry) in (1..).zip(text.lines()).filter(|(_, entry)| is_row(entry.trim())) {
        let member = member(entry).ok_or_else(|| {
            refused_line(line, entry.trim(), "a line of member-status: status, part of the ring in %, pending, node")
        })?;
        if !members.iter().any(|known| known.name == member.name) {
            members.push(member);
        }
    }
    if members.is_empty() {
        let allowed = "riak admin member-status: ring-status alone names no node's part of the ring";
        return Err(Refusal::field("invalid-ring", "text", "no member", allowed));
    }
    let size = ring_size(text).unwrap_or_else(|| size_for(&members));
    let note = format!(
        "Riak does not print which node owns which of the {size} partitions: they were dealt in turn, by each node’s part."
    );
    ring(dealt(members, size), Some(Partitioner::Sha1), vec![note])
}

fn member(entry: &str) -> Option<Member> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let part = words.iter().find_map(|word| word.strip_suffix('%')?.parse().ok())?;
    let name = words.last()?.trim_matches(['\'', '"']);
    (!name.is_empty() && !name.ends_with('%')).then(|| Member { name: name.to_owned(), part, dealt: 0 })
}

/// The `ring_size` that a configuration or `ring-status` beside the table may name.
fn ring_size(text: &str) -> Option<usize> {
    let line = text.lines().find(|line| line.contains("ring_size") || line.contains("Ring Size"))?;
    let size = line.split(|letter: char| !letter.is_ascii_digit()).find_map(|word| word.parse().ok())?;
    (1..=1024).contains(&size).then_some(size)
}

/// The least power of two, from Riak's usual 64, in which all parts are whole numbers of partitions as printed.
fn size_for(members: &[Member]) -> usize {
    let fits = |size: usize| {
        members.iter().all(|member| {
            let partitions = (member.part / 100.0 * size as f64).round();
            (partitions / size as f64 * 100.0 - member.part).abs() <= 0.051
        })
    };
    [64, 128, 256, 512, 1024].into_iter().find(|size| fits(*size)).unwrap_or(64)
}

/// Each partition goes to the member that is furthest behind its part.
fn dealt(mut members: Vec<Member>, size: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(size);
    for number in 0..size {
        let behind = |member: &Member| member.part / 100.0 * (number + 1) as f64 - member.dealt as f64;
        let next =
            (0..members.len()).max_by(|a, b| behind(&members[*a]).total_cmp(&behind(&members[*b])).then(b.cmp(a)));
        let Some(member) = next.and_then(|next| members.get_mut(next)) else { break };
        member.dealt += 1;
        rows.push(Row { line: 1, node: member.name.clone(), token: index_of(number, size), zone: None });
    }
    rows
}

/// The index of a partition as Riak prints it: its number times 2^160 over the size of the ring, in decimal.
fn index_of(number: usize, size: usize) -> String {
    let mut digits = vec![0_u8];
    let mut multiply_and_add = |factor: u32, mut carry: u32| {
        for digit in digits.iter_mut().rev() {
            let value = u32::from(*digit) * factor + carry;
            (*digit, carry) = ((value % 10) as u8, value / 10);
        }
        while carry > 0 {
            digits.insert(0, (carry % 10) as u8);
            carry /= 10;
        }
    };
    multiply_and_add(1, number as u32);
    (0..160 - size.trailing_zeros()).for_each(|_| multiply_and_add(2, 0));
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}
