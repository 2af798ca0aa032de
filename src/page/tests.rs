//! The page read without a browser: Yew renders any moment of it to HTML, and tests read it there by role, name and words.
//!
//! [`driver`] has the page with what can be done to it, [`seen`] reads what stands on it. What only a browser can show
//! (pointers, keys and focus, layout, motion, what is stored) is in `tests/browser`.

mod driver;
mod seen;

mod challenge_editor;
mod challenges;
mod cluster;
mod editor;
mod faults;
mod films;
mod first_minute;
mod headline;
mod journey;
mod laboratories;
mod lesson_table;
mod lessons;
mod links;
mod operator_acts;
mod pictures;
mod presenter;
mod requests;
mod rings;
mod scenario;
mod shell;
mod time;
mod versions;
mod worlds;
mod zones;
