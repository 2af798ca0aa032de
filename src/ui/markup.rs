//! What `html!` becomes: a text for all that never changes about a tree, and a short call for each thing that does.
//!
//! Yew's own `html!` writes out the code that fills a large structure for every element, which was an eighth of the module.
//! The macro of `src/ui/markup_macro` has the same syntax. Of
//!
//! ```text
//! html! { <p class="known">{ name }<b>{ "!" }</b></p> }
//! ```
//!
//! it makes a [`Template`], whose text is read once, when it is first drawn, and
//!
//! ```text
//! let mut holes = begin(&TEMPLATE);
//! Child::put(name, &mut holes);
//! finish(holes)
//! ```
//!
//! **Invariant:** [`finish`] builds exactly the virtual nodes that Yew's macro would have built, lists within lists
//! included: Yew compares node by node, by place or by key.

mod classes;
mod component;
mod fill;
mod holes;
mod listener;
mod marks;
mod template;
mod values;

pub(crate) use classes::classes;
pub use classes::{Class, Classes, Word};
pub use component::{Part, component, part};
pub use fill::finish;
pub use holes::begin;
pub use listener::EventListener;
pub use ringside_markup::html;
pub use template::Template;
pub use values::{AttributeValue, Child, KeyValue, Reference};
