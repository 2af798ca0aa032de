//! Elements used in several parts of the page: dialogs, terms, notes, controls.

pub(super) mod bar_button;
pub(super) mod controls;
pub(super) mod dialog;
pub(super) mod floating;
pub(super) mod line_breaks;
pub(super) mod node_disc;
pub(super) mod note;
pub(super) mod terms;
