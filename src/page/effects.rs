//! Work for the browser that ends in an action or outside the page: files, the clipboard, the look of the document.

pub(super) mod drawn_out;
pub(super) mod files;
pub(super) mod kept;
pub(super) mod theme;
