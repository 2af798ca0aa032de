//! Where long words may go on in another line.

use yew::prelude::*;

/// Words that may go on in another line after each comma: the items of a cart have no spaces between them.
pub fn in_items(words: &str) -> Html {
    let pieces = words.split_inclusive(',').enumerate();
    html! { <>{ for pieces.map(|(index, piece)| html! { <span key={index}>{ piece }<wbr /></span> }) }</> }
}
