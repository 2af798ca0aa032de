//! The laboratories as pages: what can be set, how an experiment is run in slices, and what its charts show.
//!
//! What is measured is measured by [`crate::laboratories`]; here it is asked for and drawn. Everything but the page itself
//! can be thought out without a browser.

pub mod experiment_result;
pub mod stage_scenario;

mod load_charts;
mod time_charts;

mod chart_view;
mod export;
mod fields;
pub(super) mod page;
mod runner;

pub use page::{LaboratoryPage, LaboratoryProps};

pub use experiment_result::{ExperimentResult, Figure, Running, start};
