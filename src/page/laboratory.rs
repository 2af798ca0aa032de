//! The laboratories as pages: settings, experiments that run in slices, and their charts.
//!
//! Measuring is done by [`crate::laboratories`]; this room runs the experiments and draws the results. All of it but
//! the page itself is tested natively.

pub mod experiment;
mod figures;
pub mod stage_scenario;

mod load_charts;
mod time_charts;

mod chart_view;
mod export;
mod fields;
pub(super) mod page;
mod runner;

pub use page::{LaboratoryPage, LaboratoryProps};

pub use experiment::{Running, start};
pub use figures::{ExperimentResult, Figure};
