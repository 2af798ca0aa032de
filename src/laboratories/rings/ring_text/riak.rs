//! `riak admin member-status`: the members, each with its part of the ring. Riak prints no owners of partitions there, so
//! the partitions are dealt in turn, as Riak does with members of equal parts. What else a text of Riak may say is used: the
//! owners of single partitions in `ring-status`, or all of them as the console prints them, `{0,'dev1@127.0.0.1'}`.

use super::Found;
use super::rows::{Row, refused_line};
use crate::input::refusal::Refusal;
use crate::laboratories::rings::partitioner::Partitioner;
use std::collections::BTreeSet;

/// Whether a line names a member.
pub(super) fn is_row(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    matches!(first, "valid" | "leaving" | "exiting" | "joining" | "down") && line.contains('%')
}

/// Whether a line is one that Riak alone prints.
pub(super) fn is_heading(line: &str) -> bool {
    line.starts_with("Claimant:")
        || line.starts_with("ring_members")
        || line.starts_with("ring_ownership")
        || line.split('{').skip(1).any(|pair| owner(pair).is_some())
}

struct Member {
    name: String,
    part: f64,
    dealt: usize,
}

pub(super) fn read(text: &str) -> Result<Found, Refusal> {
    let partitioner = Some(Partitioner::Sha1);
    let listed = owner_rows(text);
    if !listed.is_empty() {
        return Ok(Found { rows: listed, partitioner, ..Found::default() });
    }
    let members = members(text)?;
    let size = ring_size(text).unwrap_or_else(|| size_for(&members));
    let note = format!(
        "Riak does not print which node owns which of the {size} partitions: they were dealt in turn, by each node’s part."
    );
    let mut without_tokens = Vec::new();
    for member in members.iter().filter(|member| member.part == 0.0) {
        without_tokens.push((member.name.clone(), None));
    }
    let mut rows = dealt(members, size);
    let pending = pending_owners(text);
    for row in &mut rows {
        if let Some((_, owner)) = pending.iter().find(|(index, _)| *index == row.token) {
            row.node.clone_from(owner);
        }
    }
    Ok(Found { rows, without_tokens, partitioner, notes: vec![note], ..Found::default() })
}

fn members(text: &str) -> Result<Vec<Member>, Refusal> {
    let (mut members, mut known): (Vec<Member>, BTreeSet<String>) = Default::default();
    for (line, entry) in (1..).zip(text.lines()).filter(|(_, entry)| is_row(entry.trim())) {
        let member = member(entry).ok_or_else(|| {
            refused_line(line, entry.trim(), "a line of member-status: status, part of the ring in %, pending, node")
        })?;
        if known.insert(member.name.clone()) {
            members.push(member);
        }
    }
    if members.is_empty() {
        let allowed = "riak admin member-status: ring-status alone names no node's part of the ring";
        return Err(Refusal::field("invalid-ring", "text", "no member", allowed));
    }
    Ok(members)
}

/// The partition and its owner as the console prints them behind a brace: `0,'dev1@127.0.0.1'},`. A terminal may break the line
/// between the two. `ring_ownership` counts partitions, each node's, and names the node first.
fn owner(pair: &str) -> Option<(&str, &str)> {
    let (index, rest) = pair.split_once(',')?;
    let name = rest.split('}').next()?.trim().trim_matches(['\'', '"']);
    let index = index.trim();
    let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    (is_index && name.contains('@')).then_some((index, name))
}

/// The partitions of the whole text, each with its line.
fn owner_rows(text: &str) -> Vec<Row> {
    let (mut rows, mut line) = (Vec::new(), 1);
    let mut pairs = text.split('{');
    line += pairs.next().unwrap_or_default().matches('\n').count();
    for pair in pairs {
        if let Some((index, name)) = owner(pair) {
            rows.push(Row { line, node: name.to_owned(), token: index.to_owned(), zone: None });
        }
        line += pair.matches('\n').count();
    }
    rows
}

/// The partitions that `ring-status` says are being handed over, each with its present owner.
fn pending_owners(text: &str) -> Vec<(String, String)> {
    let (mut owner, mut found) = ("", Vec::new());
    for entry in text.lines().map(str::trim) {
        if let Some(name) = entry.strip_prefix("Owner:") {
            owner = name.trim().trim_matches('\'');
        } else if let Some(index) = entry.strip_prefix("Index:").filter(|_| !owner.is_empty()) {
            found.push((index.trim().to_owned(), owner.to_owned()));
        }
    }
    found
}

fn member(entry: &str) -> Option<Member> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let part = words.iter().find_map(|word| word.strip_suffix('%')?.parse().ok())?;
    // The first word with an @: later versions print the location of the node after it.
    let name = words.iter().rev().find(|word| word.contains('@')).or(words.last())?.trim_matches(['\'', '"']);
    (!name.is_empty() && !name.ends_with('%')).then(|| Member { name: name.to_owned(), part, dealt: 0 })
}

/// The `ring_size` that a configuration or `ring-status` beside the table may name.
fn ring_size(text: &str) -> Option<usize> {
    const NAMES: [&str; 4] = ["ring_size", "Ring Size", "ring_creation_size", "ring_num_partitions"];
    let after_name = |line| NAMES.iter().find_map(|name| str::split_once(line, name)).map(|(_, after)| after);
    let after = text.lines().find_map(after_name)?;
    let size: usize = after.split(|letter: char| !letter.is_ascii_digit()).find_map(|word| word.parse().ok())?;
    (size <= 1024 && size.is_power_of_two()).then_some(size)
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
