//! What lies between nodes and clients: delays, losses.

use crate::message::{Body, Endpoint};
use crate::time::Time;

/// A message under way.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Its number, counted from 1.
    pub id: u32,
    /// Who sent it.
    pub from: Endpoint,
    /// Whom it is for.
    pub to: Endpoint,
    /// What it says.
    pub body: Body,
    /// When it left.
    pub sent_at: Time,
    /// When it arrives, or would.
    pub arrives_at: Time,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// The network loses it.
    Lost,
}
