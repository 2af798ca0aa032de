//! Real keys, up to ten million, placed on a real ring: what each node gets. Sections 4.2 and 4.3.

use super::key_positions::{KeyNames, MOST_KEYS};
use super::reading::within;
use super::{Csv, Experiment};
use crate::dynamo::partitioning::{NodeId, Ring};
use crate::input::refusal::Refusal;
use serde::Serialize;

/// The keys `key-0`, `key-1`, … on their way to their homes.
#[derive(Clone, Debug)]
pub struct KeyPlacement {
    ring: Ring,
    n: usize,
    wanted: u64,
    placed: u64,
    names: KeyNames,
    /// Keys of each token.
    counts: Vec<u32>,
}

/// Where the keys are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Keys that were placed.
    pub keys: u64,
    /// Keys whose first node is this one, in the order of [`Ring::nodes`].
    pub owned: Vec<u64>,
    /// Keys of which it has a copy.
    pub copies: Vec<u64>,
}

impl KeyPlacement {
    /// So many keys, 0 to 10 million, with N copies each. On a ring of strategy 2 a key goes where its partition does.
    ///
    /// # Errors
    /// `invalid-number`.
    pub fn new(ring: Ring, n: usize, keys: u64) -> Result<Self, Refusal> {
        within("keys", keys, (0, MOST_KEYS))?;
        let counts = vec![0; ring.tokens().len()];
        Ok(Self { ring, n, wanted: keys, placed: 0, names: KeyNames::new(), counts })
    }
}

impl Experiment for KeyPlacement {
    type Outcome = Placed;

    fn advance(&mut self, work: u64) {
        let keys = (work / 10).max(1).min(self.wanted - self.placed);
        for _ in 0..keys {
            let token = self.ring.token_of(self.names.next_position());
            if let Some(count) = token.and_then(|token| self.counts.get_mut(token)) {
                *count += 1;
            }
        }
        self.placed += keys;
    }

    fn progress(&self) -> f64 {
        if self.wanted == 0 { 1.0 } else { self.placed as f64 / self.wanted as f64 }
    }

    fn outcome(&self) -> Placed {
        let nodes = self.ring.nodes();
        let last = nodes.iter().map(|node| node.index() + 1).max().unwrap_or(0);
        let (mut owned, mut copies) = (vec![0_u64; last], vec![0_u64; last]);
        let add = |sums: &mut Vec<u64>, node: NodeId, count: u32| {
            if let Some(sum) = sums.get_mut(node.index()) {
                *sum += u64::from(count);
            }
        };
        for (token, count) in self.ring.tokens().iter().zip(&self.counts) {
            add(&mut owned, token.owner, *count);
            // A partition is placed by the token that it falls to, so that its walk begins there too.
            let homes = replicas_from(&self.ring, *token, self.n);
            homes.into_iter().for_each(|node| add(&mut copies, node, *count));
        }
        let listed = |sums: &[u64]| nodes.iter().map(|node| sums.get(node.index()).copied().unwrap_or(0)).collect();
        Placed { keys: self.placed, owned: listed(&owned), copies: listed(&copies) }
    }
}

fn replicas_from(ring: &Ring, token: crate::dynamo::partitioning::Token, n: usize) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = Vec::with_capacity(n);
    let index = ring.tokens().partition_point(|other| other.position < token.position);
    for token in ring.clockwise_from_index(index) {
        if found.len() == n {
            break;
        }
        if !found.contains(&token.owner) {
            found.push(token.owner);
        }
    }
    found
}

impl Placed {
    /// The figures as comma-separated values, with these names of the nodes.
    pub fn csv(&self, names: &[String]) -> String {
        let mut csv = Csv::with_headings(&["node", "keys", "copies"]);
        for (index, (owned, copies)) in self.owned.iter().zip(&self.copies).enumerate() {
            match names.get(index) {
                Some(name) => csv.cell(name),
                None => csv.cell(&index),
            }
            csv.cell(owned);
            csv.cell(copies);
            csv.end_row();
        }
        csv.text()
    }
}
