//! What nodes and clients report of themselves: the [`Fact`]s of a step, each with the [`Rule`] of the paper that it
//! follows.

mod act_note;
mod digits;
mod fact;
mod note;
mod rule;

pub use act_note::{ActNote, CutLink};
pub use digits::{grouped, thousands};
pub use fact::Fact;
pub use note::Note;
pub use rule::Rule;
