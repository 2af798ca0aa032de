//! Below the stage: the sentence of the step, the transport, the scrub bar, the courses of events, the diagram.

pub(super) mod branches;
pub(super) mod scrub_bar;
pub(super) mod sentence;
pub mod space_time;
pub(super) mod transport;
