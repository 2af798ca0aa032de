//! The page: one Yew application, drawn from a snapshot of the playground and a moment between two steps.
//!
//! `state` is its state and the only way to change it; everything else draws, or does what the browser is needed for. What
//! can be thought out without a browser is, and is tested natively: [`projection`], [`forms`], [`drawing`], [`session`].
//! `ARCHITECTURE.md` tells what each room is for and which may import which.
//!
//! Without the feature `page` only [`projection`] is compiled, which needs no Yew: the tests of the engine hold its words against
//! the world.
//!
//! **Invariant:** nothing here decides who keeps a key or what a message means. It asks the core, and draws the answer.

// Names speak for themselves here: the page is an application, and its items are not used from outside.
#![allow(missing_docs)]

pub mod projection;

#[cfg(feature = "page")]
pub mod browser;
#[cfg(feature = "page")]
pub mod classroom;
#[cfg(feature = "page")]
pub mod drawing;
#[cfg(feature = "page")]
pub mod effects;
#[cfg(feature = "page")]
pub mod forms;
#[cfg(feature = "page")]
pub mod laboratory;
#[cfg(feature = "page")]
pub mod session;
#[cfg(feature = "page")]
pub mod shell;
#[cfg(feature = "page")]
pub mod timeline;
#[cfg(feature = "page")]
pub mod widgets;

#[cfg(feature = "page")]
mod dispatch;
#[cfg(feature = "page")]
mod panels;
#[cfg(feature = "page")]
mod ring_page;
#[cfg(feature = "page")]
mod stage;
#[cfg(feature = "page")]
mod state;
#[cfg(all(test, feature = "page"))]
mod tests;

#[cfg(all(feature = "page", not(target_arch = "wasm32")))]
pub use shell::first_view::first_view;
#[cfg(feature = "page")]
pub use shell::mount::mount;
