//! What the design choices do, measured by many trials beside what theory says: load, capacity, movement, latency and
//! service levels, staleness. Beside them, the [`rings`] of real clusters.
//!
//! Each laboratory is an [`Experiment`], made from its parameters and a seed. It is advanced in slices of work, as short
//! as a page needs to stay smooth, and its outcome does not depend on how it was sliced. [`run`] goes to the end at once.
//!
//! ```
//! use ringside::laboratories::{Experiment, load::{LoadExperiment, LoadParameters}, run};
//!
//! let parameters = LoadParameters { nodes: 30, tokens: 64, n: 3, trials: 100, ..LoadParameters::default() };
//! let mut experiment = LoadExperiment::new(parameters)?;
//! while !experiment.is_done() {
//!     experiment.advance(10_000); // a moment's work; a page would draw and heed a cancel in between
//! }
//! println!("{}", experiment.outcome().sentence);
//! # Ok::<(), ringside::input::refusal::Refusal>(())
//! ```
//!
//! **Invariant:** an outcome is a function of parameters and seed, the same natively and in WebAssembly: chance comes from
//! one seeded generator, functions from `libm`, and nothing here asks for the time.

pub mod capacity;
mod csv;
pub mod delays;
mod draws;
pub mod engine_staleness;
pub mod expected;
mod experiment;
pub mod key_placement;
mod key_positions;
pub mod latency;
pub mod load;
pub mod movement;
mod ordered;
pub mod percentiles;
pub mod placements;
mod queueing;
mod random_ring;
mod reading;
pub mod rings;
pub mod service_level;
pub mod staleness;
pub mod sweep;
mod wars;

pub use csv::Csv;
pub use draws::Draws;
pub use experiment::{Experiment, run};
