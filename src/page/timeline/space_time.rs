//! The space-time diagram: a lane for each client and node, and an arrow for each message from where and when it was sent
//! to where and when it arrived. Time runs to the right.
//!
//! What is drawn is worked out in [`crate::page::drawing::space_time`]. The picture stays the same while one steps through
//! it: only the line of the present moves.

mod arrows;
mod drawer;
mod event_list;
mod scrolling;

pub use drawer::diagram;
