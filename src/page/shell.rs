//! The page as a whole: where it is mounted, which screen is shown, shortcuts, and dialogs that are about all of it.

#[cfg(target_arch = "wasm32")]
pub(super) mod app;
#[cfg(target_arch = "wasm32")]
pub(super) mod arriving;
#[cfg(target_arch = "wasm32")]
pub(super) mod beside_view;
#[cfg(target_arch = "wasm32")]
pub(super) mod do_panel;
#[cfg(target_arch = "wasm32")]
pub(super) mod help;
#[cfg(target_arch = "wasm32")]
pub(super) mod instead;
#[cfg(target_arch = "wasm32")]
pub(super) mod keyboard;
#[cfg(target_arch = "wasm32")]
pub(super) mod mount;
#[cfg(target_arch = "wasm32")]
pub(super) mod share_dialog;
#[cfg(target_arch = "wasm32")]
pub(super) mod top_bar;
