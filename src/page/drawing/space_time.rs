//! The geometry of the space-time diagram: [`time_axis`] maps times to positions, [`picture`] selects what is drawn
//! around the present step, and [`file`](mod@file) makes a standalone drawing.

pub mod file;
pub mod picture;
pub mod time_axis;
