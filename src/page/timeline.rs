//! Below the stage: the sentence of the step, the transport, the scrub bar, the courses of events, the diagram.

#[cfg(target_arch = "wasm32")]
pub(super) mod branches;
#[cfg(target_arch = "wasm32")]
pub(super) mod scrub_bar;
#[cfg(target_arch = "wasm32")]
pub(super) mod sentence;
pub mod space_time;
#[cfg(target_arch = "wasm32")]
pub(super) mod transport;
