//! What is measured in WebAssembly and has no call of its own for JavaScript. Only in the module of `cargo xtask bench`.

use crate::dynamo::partitioning::Position;
use crate::scenario::{NodeSpec, Scenario};
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
