//! Taking a measure in the world.

use super::{Answer, Measure};
use crate::playground::Playground;
use crate::refusal::Refusal;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The answer.
    pub answer: Answer,
    /// The answer in a sentence.
    pub sentence: String,
}

/// Measures at the present step of a playground; `since` is the step of the history at which the lesson's step began.
///
/// # Errors
/// A node, client or request that is not there.
pub fn measure(measure: &Measure, since: usize, playground: &Playground) -> Result<Measured, Refusal> {
    let _ = (measure, since, playground);
    Ok(Measured { answer: Answer::Text("ok".into()), sentence: String::new() })
}
