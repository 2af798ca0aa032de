//! Keys of a file on a ring: how many, and how many bytes, each node has; and which keys are the hottest.
//!
//! The file is fed in chunks as it is read. Nothing of it is kept but counters: one pair for each token, and the keys that
//! may be among the hottest.

use super::copies::CopyWalk;
use super::partitioner::Partitioner;
use crate::dynamo::partitioning::{Position, Ring};
use crate::input::refusal::Refusal;

/// Most bytes of a line: Cassandra’s keys have at most 65,535.
const LONGEST_LINE: usize = 1 << 17;
/// Keys that may be among the hottest.
const CANDIDATES: usize = 4_096;

/// Which part of a line is the key, and which its size.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KeyColumns {
    /// What separates the cells; none when a line is a key.
    pub separator: Option<u8>,
    /// The number of the key’s cell, from 0.
    pub key: usize,
    /// The number of the cell with the bytes of the key’s value; otherwise a key counts with its own bytes.
    pub bytes: Option<usize>,
    /// Whether the first line names the columns.
    pub has_header: bool,
}

/// The columns that the beginning of a file seems to have, with their names or first cells; a file of keys alone has none.
pub fn columns_of(beginning: &[u8]) -> (KeyColumns, Vec<String>) {
    let beginning = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning);
    let lines: Vec<&[u8]> = beginning.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).take(3).collect();
    let Some(first) = lines.first() else { return Default::default() };
    let count = |line: &[u8], separator: u8| cells(line, separator).len();
    let fits = |separator: &u8| {
        count(first, *separator) > 1 && lines.iter().all(|line| count(line, *separator) == count(first, *separator))
    };
    let Some(separator) = [b',', b';', b'\t'].into_iter().find(fits) else { return Default::default() };
    let names: Vec<String> = cells(first, separator).iter().map(|cell| String::from_utf8_lossy(cell).into()).collect();
    let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.trim().to_lowercase().as_str()));
    let key = column(&["key", "id", "name", "partition_key", "pk"]);
    let bytes = column(&["bytes", "size", "length"]);
    let has_header = key.is_some() || bytes.is_some();
    (KeyColumns { separator: Some(separator), key: key.unwrap_or(0), bytes, has_header }, names)
}

/// The cells of a line, without their quotation marks.
fn cells(line: &[u8], separator: u8) -> Vec<Vec<u8>> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), false);
    let mut bytes = line.strip_suffix(b"\r").unwrap_or(line).iter().peekable();
    while let Some(byte) = bytes.next() {
        match *byte {
            b'"' if quoted && bytes.peek() == Some(&&b'"') => cell.extend(bytes.next()),
            b'"' if quoted || cell.is_empty() => quoted = !quoted,
            byte if byte == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            byte => cell.push(byte),
        }
    }
    cells.push(cell);
    cells
}

/// Counts the keys of a file.
pub struct KeyCount {
    partitioner: Partitioner,
    columns: KeyColumns,
    /// By token: keys and bytes.
    counts: Vec<(u64, u64)>,
    hot: HotKeys,
    /// The line that the last chunk left unfinished.
    rest: Vec<u8>,
    /// Whether the line that names the columns is still to come.
    header_is_due: bool,
    /// Riak hashes the bucket with the key.
    bucket: Vec<u8>,
    lines: u64,
    keys: u64,
    bytes: u64,
}

/// A key that is asked for often: its count lies between these two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HotKey {
    /// As it stands in the file.
    pub key: String,
    /// The node that has its first copy, by its number.
    pub node: usize,
    /// So many times for certain.
    pub at_least: u64,
    /// And not more often than this.
    pub at_most: u64,
}

/// What each node has of the keys, by its number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyShares {
    /// Keys, and their bytes, of the whole file.
    pub keys: u64,
    /// Bytes of all keys.
    pub bytes: u64,
    /// Keys whose first copy a node has.
    pub first_keys: Vec<u64>,
    /// Their bytes.
    pub first_bytes: Vec<u64>,
    /// Copies of keys.
    pub copy_keys: Vec<u64>,
    /// Their bytes.
    pub copy_bytes: Vec<u64>,
    /// The hottest first.
    pub hottest: Vec<HotKey>,
}

impl KeyCount {
    /// Counts keys on this ring, whose tokens are of this partitioner.
    pub fn new(ring: &Ring, partitioner: Partitioner, columns: KeyColumns) -> Self {
        let counts = vec![(0, 0); ring.tokens().len()];
        let (hot, header_is_due) = (HotKeys::default(), columns.has_header);
        let (rest, bucket) = (Vec::new(), Vec::new());
        Self { partitioner, columns, counts, hot, rest, header_is_due, bucket, lines: 0, keys: 0, bytes: 0 }
    }

    /// The same with the keys of a bucket of Riak.
    #[must_use]
    pub fn in_bucket(self, bucket: &str) -> Self {
        Self { bucket: bucket.as_bytes().to_vec(), ..self }
    }

    /// Keys so far.
    pub fn keys(&self) -> u64 {
        self.keys
    }

    /// Goes on with the next bytes of the file.
    ///
    /// # Errors
    /// `invalid-keys` for a line that is no key, with its number.
    pub fn feed(&mut self, ring: &Ring, chunk: &[u8]) -> Result<(), Refusal> {
        let Some(end) = chunk.iter().rposition(|byte| *byte == b'\n') else {
            self.rest.extend_from_slice(chunk);
            return self.check_rest();
        };
        let (whole, rest) = chunk.split_at(end);
        let mut lines = whole.split(|byte| *byte == b'\n');
        if let Some(first) = lines.next() {
            let mut line = std::mem::take(&mut self.rest);
            line.extend_from_slice(first);
            self.line(ring, &line)?;
        }
        lines.try_for_each(|line| self.line(ring, line))?;
        self.rest.extend_from_slice(&rest[1..]);
        self.check_rest()
    }

    /// Takes the last line, which need not end.
    ///
    /// # Errors
    /// `invalid-keys` as before, and for a file without a key.
    pub fn finish(&mut self, ring: &Ring) -> Result<(), Refusal> {
        let line = std::mem::take(&mut self.rest);
        self.line(ring, &line)?;
        if self.keys > 0 {
            return Ok(());
        }
        Err(Refusal::field("invalid-keys", "file", "no key", "a key a line, or a CSV file with a column of keys"))
    }

    fn check_rest(&self) -> Result<(), Refusal> {
        if self.rest.len() <= LONGEST_LINE {
            return Ok(());
        }
        Err(self.refused(self.lines + 1, "a line of more than 131,072 bytes"))
    }

    fn refused(&self, line: u64, given: &str) -> Refusal {
        let allowed = "a key of text a line, of at most 65,535 bytes, or a CSV file with a column of keys";
        Refusal::field("invalid-keys", &format!("line {line}"), given, allowed)
    }

    fn line(&mut self, ring: &Ring, line: &[u8]) -> Result<(), Refusal> {
        self.lines += 1;
        let mut line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.lines == 1 {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() || std::mem::take(&mut self.header_is_due) {
            return Ok(());
        }
        if line.contains(&0) {
            return Err(self.refused(self.lines, "a NUL, as files have that are no text"));
        }
        let Some(separator) = self.columns.separator else { return self.count(ring, line, line.len() as u64) };
        let cells = cells(line, separator);
        let Some(key) = cells.get(self.columns.key) else {
            return Err(self.refused(self.lines, &format!("{} columns", cells.len())));
        };
        let bytes = match self.columns.bytes {
            None => key.len() as u64,
            Some(column) => {
                let number = cells.get(column).and_then(|cell| std::str::from_utf8(cell).ok()?.trim().parse().ok());
                number.ok_or_else(|| self.refused(self.lines, "no whole number of bytes in its column"))?
            }
        };
        self.count(ring, key, bytes)
    }

    fn count(&mut self, ring: &Ring, key: &[u8], bytes: u64) -> Result<(), Refusal> {
        const LONGEST_KEY: usize = 65_535;
        if key.is_empty() {
            return Ok(());
        }
        if key.len() > LONGEST_KEY {
            return Err(self.refused(self.lines, &format!("a key of {} bytes", key.len())));
        }
        let position = self.partitioner.position(&self.partitioner.hashed(&self.bucket, key));
        let Some(token) = ring.token_of(position) else { return Ok(()) };
        let count = &mut self.counts[token];
        *count = (count.0 + 1, count.1.saturating_add(bytes));
        self.keys += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        self.hot.meet(position, key);
        Ok(())
    }

    /// What each node has, with so many copies and the hottest keys.
    pub fn shares(&self, ring: &Ring, n: usize, hottest: usize) -> KeyShares {
        let none = || vec![0; ring.nodes().len()];
        let (keys, bytes) = (self.keys, self.bytes);
        let mut shares = KeyShares {
            keys,
            bytes,
            first_keys: none(),
            first_bytes: none(),
            copy_keys: none(),
            copy_bytes: none(),
            hottest: self.hot.hottest(ring, hottest),
        };
        let mut walk = CopyWalk::new(ring, n);
        for (index, (keys, bytes)) in self.counts.iter().enumerate().filter(|(_, (keys, _))| *keys > 0) {
            let owner = ring.tokens()[index].owner.index();
            shares.first_keys[owner] += keys;
            shares.first_bytes[owner] += bytes;
            for node in walk.from(ring, index) {
                shares.copy_keys[node.index()] += keys;
                shares.copy_bytes[node.index()] += bytes;
            }
        }
        shares
    }
}

/// The hottest keys with a bounded table: Misra and Gries, *Finding Repeated Elements*, 1982. When the table is full, every
/// counter loses one; so a count is too low by at most as often as that happened.
///
/// A key looks for its slot from the one that its position names: half of them are free, and the bytes of a slot are used again.
struct HotKeys {
    slots: Vec<Slot>,
    used: usize,
    lost: u64,
}

#[derive(Clone, Default)]
struct Slot {
    position: Position,
    /// 0 is free.
    count: u64,
    key: Vec<u8>,
}

impl Default for HotKeys {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 2 * CANDIDATES], used: 0, lost: 0 }
    }
}

impl HotKeys {
    /// The slot of a position: its own, or the free one that it would take.
    fn slot(&self, position: Position) -> usize {
        let mut index = (position.0 >> 64) as usize % self.slots.len();
        while self.slots[index].count > 0 && self.slots[index].position != position {
            index = (index + 1) % self.slots.len();
        }
        index
    }

    fn meet(&mut self, position: Position, key: &[u8]) {
        let index = self.slot(position);
        let slot = &mut self.slots[index];
        if slot.count > 0 {
            slot.count += 1;
        } else if self.used < CANDIDATES {
            (slot.position, slot.count) = (position, 1);
            slot.key.clear();
            slot.key.extend_from_slice(key);
            self.used += 1;
        } else {
            self.lose_one();
        }
    }

    /// Takes one from every counter, and puts those that are left where they are found again.
    fn lose_one(&mut self) {
        self.lost += 1;
        let mut left = Vec::new();
        for slot in &mut self.slots {
            if slot.count > 1 {
                left.push(Slot { position: slot.position, count: slot.count - 1, key: std::mem::take(&mut slot.key) });
            }
            slot.count = 0;
        }
        self.used = left.len();
        for slot in left {
            let index = self.slot(slot.position);
            self.slots[index] = slot;
        }
    }

    fn hottest(&self, ring: &Ring, many: usize) -> Vec<HotKey> {
        let mut all: Vec<&Slot> = self.slots.iter().filter(|slot| slot.count > 0).collect();
        all.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.key.cmp(&other.key)));
        let hot = |slot: &Slot| HotKey {
            key: String::from_utf8_lossy(&slot.key).into_owned(),
            node: ring.owner_of(slot.position).map_or(0, |node| node.index()),
            at_least: slot.count,
            at_most: slot.count + self.lost,
        };
        all.into_iter().take(many).map(hot).collect()
    }
}
