//! `html!`, as Yew's, but short where Yew's is long.
//!
//! Yew's own macro writes out, for every element, the code that fills a large structure field by field: two hundred
//! bytes of WebAssembly more than this one, which writes all that never changes about a tree as one text, and
//! as code only what changes: one short call for each. `src/ui/markup.rs` reads the text and does what Yew's code would
//! have done.
//!
//! The syntax is Yew's, without what the page has no use for: tags named by an expression (`<@{…}>`) and properties
//! (`~name=`). The properties of a component are handed on to Yew's own macro.

mod attributes;
mod element;
mod emit;
#[path = "../../markup/marks.rs"]
#[cfg_attr(not(test), expect(dead_code, reason = "texts are read in the page, and here only in tests"))]
mod marks;
mod node;
#[cfg(test)]
mod tests;
mod value;

use proc_macro::TokenStream;

/// A tree of elements, in Yew's syntax, as a [`yew::Html`](https://docs.rs/yew/0.23.0/yew/html/type.Html.html).
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    let tokens = match syn::parse::<node::Root>(input) {
        Ok(root) => emit::root(&root),
        Err(error) => error.to_compile_error(),
    };
    tokens.into()
}
