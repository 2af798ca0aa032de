//! Where a learner stands in a lesson, a draft that is written, and the list of lessons. It knows neither Yew nor the
//! browser.

pub mod mending;
pub mod progress;
pub mod shelf_list;
pub mod taking;
pub mod writing;
