//! The space-time diagram: a lane for each client and node, and an arrow for each message from where and when it was
//! sent to where and when it arrived. Time runs to the right.
//!
//! Its geometry is computed in [`crate::page::drawing::space_time`]. Stepping within a window of events leaves the
//! picture unchanged: only the line that marks the present moves.

mod arrows;
mod drawer;
mod event_list;
mod scrolling;

pub use drawer::diagram;
