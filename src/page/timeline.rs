//! Below the stage: the step's sentence, the transport, the scrub bar, the branches of history, the space-time diagram.

pub(super) mod branches;
pub(super) mod scrub_bar;
pub(super) mod sentence;
pub mod space_time;
pub(super) mod transport;
