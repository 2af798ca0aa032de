//! The page as a whole: where it is mounted, which screen is shown, shortcuts, and dialogs that are about all of it.

pub(super) mod app;
pub(super) mod arriving;
pub(super) mod beside_view;
pub(super) mod do_panel;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod first_view;
pub(super) mod help;
pub(super) mod instead;
pub(super) mod keyboard;
pub(super) mod mount;
pub(super) mod share_dialog;
pub(super) mod top_bar;
