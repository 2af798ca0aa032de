//! The space-time diagram as numbers: [`time_axis`] says where a moment stands, [`picture`] what is drawn of the steps around
//! the present one, [`file`](mod@file) makes a file of it.

pub mod file;
pub mod picture;
pub mod time_axis;
