//! A key, with its place on the ring worked out once.

use crate::dynamo::partitioning::Position;
use crate::input::limits::MAX_KEY_BYTES;
use crate::input::refusal::Refusal;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A primary key of 1 to 1,024 bytes of UTF-8. Keys are ordered as the ring orders them, so that the keys of a range
/// lie side by side in a sorted store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<Placed>);

/// What a [`Key`] holds, by which a sorted store can be searched for a position.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Placed {
    position: Position,
    name: Box<str>,
}

impl Placed {
    /// Comes before all keys at a position and behind all keys before it, for no key has an empty name.
    pub(crate) fn first_at(position: Position) -> Self {
        Self { position, name: Box::default() }
    }
}

impl Borrow<Placed> for Key {
    fn borrow(&self) -> &Placed {
        &self.0
    }
}

impl Key {
    /// The key of this name.
    ///
    /// # Errors
    /// `invalid-key` when it is empty or too long.
    pub fn new(name: &str) -> Result<Self, Refusal> {
        Self::check("key", name)?;
        Ok(Self(Arc::new(Placed { position: Position::from_key(name), name: name.into() })))
    }

    /// The key of this name that lies at a position which is not its hash.
    ///
    /// # Errors
    /// `invalid-key` when the name is empty or too long.
    pub fn placed_at(name: &str, position: Position) -> Result<Self, Refusal> {
        Self::check("key", name)?;
        Ok(Self(Arc::new(Placed { position, name: name.into() })))
    }

    /// Whether there can be a key of this name; `field` is where the name stands.
    ///
    /// # Errors
    /// `invalid-key` when it is empty or too long.
    pub fn check(field: &str, name: &str) -> Result<(), Refusal> {
        let given = match name.len() {
            1..=MAX_KEY_BYTES => return Ok(()),
            0 => "an empty text".to_owned(),
            bytes => format!("{bytes} bytes"),
        };
        Err(Refusal::field("invalid-key", field, given, "1 to 1,024 bytes of UTF-8"))
    }

    /// Its MD5, unless its position was given.
    pub fn position(&self) -> Position {
        self.0.position
    }

    /// Whether it lies elsewhere than at its hash.
    pub fn is_placed(&self) -> bool {
        self.position() != Position::from_key(self.name())
    }

    /// The text.
    pub fn name(&self) -> &str {
        &self.0.name
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.name())
    }
}
