//! What all laboratories have in common.

/// Work that can be done in slices, with the same outcome however it is sliced.
pub trait Experiment {
    /// What comes of it.
    type Outcome;

    /// Goes on for about so much work, one unit being what it takes to place a token, a key or a message: 0.02 to 0.2 µs
    /// natively, and some three times as long in a page. A trial that takes more is left in its middle. Something is done
    /// each time, and nothing once all is.
    fn advance(&mut self, work: u64);

    /// How much has been done, 0 to 1.
    fn progress(&self) -> f64;

    /// Whether there is nothing left to do.
    fn is_done(&self) -> bool {
        self.progress() >= 1.0
    }

    /// What has come of it so far; of the whole once it is done.
    fn outcome(&self) -> Self::Outcome;
}

/// Goes to the end.
pub fn run<E: Experiment>(mut experiment: E) -> E::Outcome {
    while !experiment.is_done() {
        experiment.advance(u64::MAX);
    }
    experiment.outcome()
}
