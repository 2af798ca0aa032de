//! What runs: an experiment in slices, with what it shows so far.

use super::figures::ExperimentResult;

/// A running experiment.
pub trait Running {
    /// Continues for about this much work.
    fn advance(&mut self, work: u64);
    /// The completed part, 0 to 1.
    fn progress(&self) -> f64;
    /// The result so far.
    fn result(&self) -> ExperimentResult;
}
