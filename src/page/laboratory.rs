//! The laboratories as pages: settings, experiments that run in slices, and their charts.
//!
//! Measuring is done by [`crate::laboratories`]; this room runs the experiments and draws the results. All of it but
//! the page itself is tested natively.

pub mod experiment;
mod figures;
pub mod stage_scenario;

mod load_charts;
mod placement_charts;
mod placements;
mod time_charts;

pub(super) mod chart_view;
mod export;
mod fields;
pub(super) mod page;
mod runner;
mod running;

pub use page::{LaboratoryPage, LaboratoryProps};

pub use experiment::start;
pub use figures::{Comparison, ComparisonRow, ExperimentResult, Figure};
pub use running::Running;
