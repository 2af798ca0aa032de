//! The page: one Yew application, drawn from a snapshot of the playground and a moment between two steps.
//!
//! `state` is its state and the only way to change it; everything else draws, or does what the browser is needed for. What
//! can be thought out without a browser is, and is tested natively: [`projection`], [`forms`], [`drawing`], [`session`].
//! `ARCHITECTURE.md` tells what each room is for and which may import which.
//!
//! **Invariant:** nothing here decides who keeps a key or what a message means. It asks the core, and draws the answer.

// Names speak for themselves here: the page is an application, and its items are not used from outside.
#![allow(missing_docs)]

pub mod browser;
pub mod classroom;
pub mod drawing;
pub mod effects;
pub mod forms;
pub mod laboratory;
pub mod projection;
mod ring_page;
pub mod session;
pub mod shell;
pub mod timeline;
pub mod widgets;

mod dispatch;
mod panels;
mod stage;
mod state;
#[cfg(test)]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
pub use shell::first_view::first_view;
pub use shell::mount::mount;
