//! Browser work that ends in an action or outside the page: files, the clipboard, image export, animations, the
//! theme of the document.

pub(super) mod file_chunks;
pub(super) mod files;
pub(super) mod film_reel;
pub(super) mod frame_canvas;
pub(super) mod image_export;
pub(super) mod mounted_page;
pub(super) mod theme;
