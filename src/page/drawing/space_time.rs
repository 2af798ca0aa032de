//! The geometry of the space-time diagram: [`time_axis`] maps times to positions, [`picture`] selects what is drawn
//! around the present step, [`file`](mod@file) makes a standalone drawing, and [`film`] a frame of an animation.

pub mod file;
pub mod film;
pub mod picture;
pub mod time_axis;
