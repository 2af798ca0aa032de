//! The page as a whole: mounting, the choice of screen, shortcuts, and page-wide dialogs.

pub(super) mod app;
pub(super) mod comparison_view;
pub(super) mod drawers;
mod film_studio;
mod film_view;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod first_view;
pub(super) mod help;
pub(super) mod keyboard;
pub(super) mod left_column;
pub(super) mod loading_view;
pub(super) mod mount;
pub(super) mod other_screen;
mod pacing;
pub(super) mod ring_dialog;
mod share_dialog;
mod stills_sheet;
pub(super) mod top_bar;
