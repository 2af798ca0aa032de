//! From numbers to points, paths, shapes and charts. Independent of Yew and the browser.

pub mod bubble_room;
pub mod caption_lines;
pub mod charts;
pub mod colours;
pub mod dot_rows;
pub mod field_ring;
pub mod geometry;
pub mod gif_film;
pub mod gif_palette;
pub mod label_room;
pub mod qr_code;
pub mod seat_room;
pub mod space_time;
pub mod stage_placement;
pub mod tree_drawing;
pub mod version_drawing;
pub mod zone_brackets;
