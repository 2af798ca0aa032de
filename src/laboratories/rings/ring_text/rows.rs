//! What all forms come down to: rows of node, token and zone.

use super::{FieldRing, Format, Found};
use crate::dynamo::partitioning::Position;
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::laboratories::rings::partitioner::{Partitioner, guess};
use crate::scenario::{NodeSpec, Tokens};
use std::collections::BTreeMap;

/// A token and whose it is.
pub(super) struct Row {
    /// The line, or in JSON the entry, from 1; 0 where the text names no token of the node.
    pub line: usize,
    pub node: String,
    pub token: String,
    pub zone: Option<String>,
}

/// The longest name that a node may have.
const LONGEST_NAME: usize = 24;

/// A refusal that names the line.
pub(super) fn refused_line(line: usize, given: &str, allowed: &str) -> Refusal {
    Refusal::field("invalid-ring", &format!("line {line}"), format!("{given:?}"), allowed)
}

/// The ring of what a form says.
pub(super) fn ring(found: Found, format: Format) -> Result<FieldRing, Refusal> {
    let Found { rows, without_tokens, partitioner, keyspaces, notes } = found;
    if rows.is_empty() {
        return Err(Refusal::field("invalid-ring", "text", "no token", "at least one line with a node and its token"));
    }
    let unit = if format == Format::Json { "entry" } else { "line" };
    let partitioner = match partitioner {
        Some(partitioner) => partitioner,
        None => guess(rows.iter().map(|row| row.token.as_str())).ok_or_else(|| not_of_one_partitioner(&rows, unit))?,
    };
    let mut building = Building { notes, unit, ..Building::new(partitioner) };
    rows.iter().enumerate().try_for_each(|(number, row)| building.add(number, row))?;
    for (name, zone) in without_tokens {
        building.node_of(&Row { line: 0, node: name, token: String::new(), zone })?;
    }
    building.finish(&rows, format, keyspaces)
}

/// Names the first token that is none under the partitioner of the one before it.
fn not_of_one_partitioner(rows: &[Row], unit: &str) -> Refusal {
    let numbers: Vec<usize> = (1..rows.len()).collect();
    let known = numbers.partition_point(|count| guess(rows[..*count].iter().map(|row| row.token.as_str())).is_some());
    let row = &rows[known.min(rows.len() - 1)];
    let allowed = "tokens of one partitioner: Murmur3 (-2^63 to 2^63 - 1), Random (0 to 2^127), SHA-1 (0 to 2^160 - 1), or \
                   MD5 (32 lower-case hex digits)";
    Refusal::field("invalid-ring", &format!("{unit} {}", row.line), format!("{:?}", row.token), allowed)
}

struct Building {
    partitioner: Partitioner,
    /// What the numbers of rows count.
    unit: &'static str,
    nodes: Vec<NodeSpec>,
    /// By the name in the text: the number of the node, and the line that gave its zone.
    known: BTreeMap<String, (usize, usize)>,
    /// Each with the number of its node and of its row.
    positions: Vec<(Position, usize, usize)>,
    printed_names: BTreeMap<String, String>,
    notes: Vec<String>,
}

impl Building {
    fn new(partitioner: Partitioner) -> Self {
        Self {
            partitioner,
            unit: "line",
            nodes: Vec::new(),
            known: BTreeMap::new(),
            positions: Vec::new(),
            printed_names: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    fn place(&self, row: usize) -> String {
        if row == 0 { "text".to_owned() } else { format!("{} {row}", self.unit) }
    }

    fn add(&mut self, number: usize, row: &Row) -> Result<(), Refusal> {
        let node = self.node_of(row)?;
        let position = match self.partitioner.token(&row.token) {
            Some(position) => position,
            None => self.partitioner.read_token(&self.place(row.line), &row.token)?,
        };
        self.positions.push((position, node, number));
        Ok(())
    }

    /// The number of a row's node, a new one if need be.
    fn node_of(&mut self, row: &Row) -> Result<usize, Refusal> {
        if let Some((node, line)) = self.known.get(&row.node).copied() {
            let zone = &self.nodes[node].zone;
            if zone.is_some() && row.zone.is_some() && *zone != row.zone {
                let known = zone.as_deref().unwrap_or_default();
                let place = self.place(line);
                let allowed = format!("one zone for each node; {place} says {known:?} of {}", row.node);
                let given = format!("{:?}", row.zone.as_deref().unwrap_or_default());
                return Err(Refusal::field("two-zones", &self.place(row.line), given, &allowed));
            }
            if zone.is_none() && row.zone.is_some() {
                self.nodes[node].zone.clone_from(&row.zone);
                self.known.insert(row.node.clone(), (node, row.line));
            }
            return Ok(node);
        }
        if self.nodes.len() == MAX_NODES {
            let allowed = format!("at most {MAX_NODES} nodes");
            return Err(Refusal::field("too-many-nodes", &self.place(row.line), &row.node, &allowed));
        }
        let name = self.name_for(row)?;
        self.known.insert(row.node.clone(), (self.nodes.len(), row.line));
        self.nodes.push(NodeSpec { zone: row.zone.clone(), ..NodeSpec::new(&name, 0) });
        Ok(self.nodes.len() - 1)
    }

    /// The name that a node has here: a long one is cut in the middle.
    fn name_for(&mut self, row: &Row) -> Result<String, Refusal> {
        let letters: Vec<char> = row.node.chars().collect();
        if letters.is_empty() || letters.iter().any(|letter| letter.is_control()) {
            let allowed = "a name of a node without control characters";
            return Err(Refusal::field("invalid-ring", &self.place(row.line), format!("{:?}", row.node), allowed));
        }
        if letters.len() <= LONGEST_NAME {
            return Ok(row.node.clone());
        }
        let half = (LONGEST_NAME - 1) / 2;
        let ends = |from: usize| letters[from..].iter().collect::<String>();
        let mut name = format!("{}…{}", letters[..half].iter().collect::<String>(), ends(letters.len() - half));
        if self.nodes.iter().any(|node| node.name == name) {
            name = format!("{}…{}", self.nodes.len() + 1, ends(letters.len() - 2 * half + 4));
        }
        self.printed_names.insert(name.clone(), row.node.clone());
        self.notes.push(format!("{} is called {name} here: a name has at most {LONGEST_NAME} characters.", row.node));
        Ok(name)
    }

    fn finish(mut self, rows: &[Row], format: Format, keyspaces: Vec<String>) -> Result<FieldRing, Refusal> {
        self.positions.sort_unstable();
        if let Some([first, second]) =
            self.positions.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
        {
            return Err(self.claimed_twice(rows, first.2.min(second.2), first.2.max(second.2)));
        }
        // Several keyspaces print the same ring again.
        self.positions.dedup_by_key(|(position, ..)| *position);
        let mut own: Vec<Vec<(usize, Position)>> = vec![Vec::new(); self.nodes.len()];
        self.positions.iter().for_each(|(position, node, row)| own[*node].push((*row, *position)));
        for (node, own) in self.nodes.iter_mut().zip(&mut own) {
            // In the order of the text.
            own.sort_unstable();
            if let Some((row, _)) = own.get(MAX_TOKENS_PER_NODE) {
                let allowed = format!("at most {MAX_TOKENS_PER_NODE} tokens per node");
                let place = self.place(rows[*row].line);
                return Err(Refusal::field("too-many-tokens", &place, &rows[*row].node, &allowed));
            }
            node.tokens = Tokens::At(own.iter().map(|(_, position)| *position).collect());
        }
        let original = self.positions.iter().map(|(position, _, row)| (*position, rows[*row].token.clone())).collect();
        let Self { partitioner, nodes, printed_names, notes, .. } = self;
        Ok(FieldRing { nodes, partitioner, original, printed_names, format, keyspaces, notes })
    }

    fn claimed_twice(&self, rows: &[Row], first: usize, second: usize) -> Refusal {
        let (first, second) = (&rows[first], &rows[second]);
        let place = self.place(first.line);
        let allowed = format!("a token that no other node has; {place} gives it to {}", first.node);
        Refusal::field("duplicate-token", &self.place(second.line), &second.token, &allowed)
    }
}
