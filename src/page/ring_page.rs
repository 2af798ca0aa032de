//! The ring of a real cluster as a page: the ring, a key's way on it, its balance, and where the keys of a file go.
//!
//! Computing is done by [`crate::laboratories::rings`]; this room shows it. What takes long is done in slices, and a file of keys is read
//! in chunks and never leaves the machine.

pub mod balance_view;
pub mod desk;
mod drawing_view;
pub mod form_view;
mod keys_view;
pub mod page;
mod work;

pub use page::RingPage;
