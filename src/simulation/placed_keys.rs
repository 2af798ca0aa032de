//! Keys whose position was given: a key lies at one position, from its first request on.

use super::World;
use crate::dynamo::key::Key;
use crate::dynamo::partitioning::Position;
use crate::input::limits::MAX_PLACED_KEYS;
use crate::input::refusal::Refusal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys that do not lie at their hashes, by their names.
pub(super) type PlacedKeys = Arc<BTreeMap<Box<str>, Key>>;

impl World {
    /// The key of this name, where it lies.
    ///
    /// # Errors
    /// `invalid-key`.
    pub fn key(&self, name: &str) -> Result<Key, Refusal> {
        self.placed.get(name).map_or_else(|| Key::new(name), |key| Ok(key.clone()))
    }

    /// The keys that do not lie at their hashes.
    pub fn placed_keys(&self) -> impl Iterator<Item = &Key> {
        self.placed.values()
    }

    /// The key of this name at a position, which is its hash unless another one is given.
    ///
    /// # Errors
    /// `invalid-key`; `key-elsewhere` when it lies at another position already; `too-many-positions`.
    pub(super) fn key_at(&self, name: &str, position: Option<Position>) -> Result<Key, Refusal> {
        let known = self.key(name)?;
        let Some(position) = position.filter(|position| *position != known.position()) else { return Ok(known) };
        let is_asked_for = || self.operations.operations().iter().any(|operation| operation.key == known);
        if self.placed.contains_key(name) || is_asked_for() {
            let allowed = format!("{}, where {name:?} lies already", known.position());
            return Err(Refusal::field("key-elsewhere", "position", position, &allowed));
        }
        if self.placed.len() == MAX_PLACED_KEYS {
            let allowed = format!("at most {MAX_PLACED_KEYS} keys whose position is given in a history");
            return Err(Refusal::field("too-many-positions", "position", MAX_PLACED_KEYS + 1, &allowed));
        }
        Key::placed_at(name, position)
    }

    /// The key is asked for: from now on it lies where it does.
    pub(super) fn place(&mut self, key: &Key) {
        if key.is_placed() && !self.placed.contains_key(key.name()) {
            Arc::make_mut(&mut self.placed).insert(key.name().into(), key.clone());
        }
    }
}
