//! What is measured in WebAssembly and has no call of its own for JavaScript. Only in the module of `cargo xtask bench`.

use crate::dynamo::partitioning::{Position, Ring};
use crate::laboratories::rings::copies::CopyRule;
use crate::laboratories::rings::key_count::{KeyColumns, KeyCount};
use crate::laboratories::rings::ownership::shares;
use crate::laboratories::rings::partitioner::Partitioner;
use crate::scenario::{NodeSpec, Scenario, Tokens};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// A ring of 1,024 tokens, and keys to place on it.
#[wasm_bindgen]
pub struct Placements {
    ring: crate::dynamo::partitioning::Ring,
    keys: Vec<String>,
}

#[wasm_bindgen]
impl Placements {
    /// So many keys.
    #[wasm_bindgen(constructor)]
    pub fn new(keys: usize) -> Self {
        let nodes = (0..16).map(|number| NodeSpec::new(&format!("N{number}"), 64)).collect();
        let scenario = Scenario { nodes, ..Scenario::default() };
        let keys = (0..keys).map(|number| format!("key-{number}")).collect();
        Self { ring: scenario.ring().unwrap_or_default(), keys }
    }

    /// Places every key: its MD5, and the node whose token it belongs to. A number that depends on all of them.
    pub fn place(&self) -> usize {
        let owners = self.keys.iter().filter_map(|key| self.ring.owner_of(Position::from_key(key)));
        owners.map(|owner| owner.index()).sum()
    }
}

/// A ring as large as the field’s, three racks and three copies, and the text of a file of keys.
#[wasm_bindgen]
pub struct FieldWork {
    ring: Ring,
    keys: Vec<u8>,
}

#[wasm_bindgen]
impl FieldWork {
    /// So many nodes with so many tokens each, and so many keys.
    #[wasm_bindgen(constructor)]
    pub fn new(nodes: usize, tokens: usize, keys: usize) -> Self {
        let position = |node, number| Partitioner::Murmur3.position(format!("{node}-{number}").as_bytes());
        let node = |node: usize| NodeSpec {
            tokens: Tokens::At((0..tokens).map(|number| position(node, number)).collect()),
            zone: Some(format!("dc1/r{}", node % 3)),
            ..NodeSpec::new(&format!("N{node}"), 0)
        };
        let nodes: Vec<NodeSpec> = (0..nodes).map(node).collect();
        let ring = CopyRule::InCentres(BTreeMap::from([("dc1".to_owned(), 3)])).ring(&nodes);
        let keys: String = (0..keys).map(|number| format!("user:{number}\n")).collect();
        Self { ring, keys: keys.into_bytes() }
    }

    /// What each node owns. A number that depends on all of it.
    pub fn ownership(&self) -> f64 {
        shares(&self.ring, 3).copies.iter().copied().fold(0.0, f64::max)
    }

    /// Counts all keys as a page does: in chunks, with the hottest keys.
    pub fn count(&self) -> u64 {
        let mut count = KeyCount::new(&self.ring, Partitioner::Murmur3, KeyColumns::default());
        let fed = self.keys.chunks(1 << 18).try_for_each(|chunk| count.feed(&self.ring, chunk));
        fed.map_or(0, |()| count.shares(&self.ring, 3, 10).copy_keys.iter().sum())
    }
}
