//! Projections of the snapshot for drawing: sides of a partition, what a seat says, how two worlds differ. Independent
//! of Yew and the browser.

pub mod cart;
pub mod client_words;
pub mod cluster;
pub mod copies;
pub mod course;
pub mod folding;
pub mod futures;
pub mod going_on;
pub mod key_dots;
pub mod last_answer;
pub mod modulo_picture;
pub mod quorum_overlap;
pub mod seat_state;
pub mod shared;
pub mod sides;
pub mod situation;
pub mod stage_words;
pub mod stored_keys;
pub mod tags;
pub mod two_worlds;
pub mod versions;
pub mod zones;
