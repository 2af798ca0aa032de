//! The space-time diagram as numbers: its axis of time, its picture, and the picture as a file.

pub mod file;
pub mod picture;
pub mod time_axis;
