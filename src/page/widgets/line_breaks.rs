//! Line breaks within long words.

use yew::prelude::*;

/// Allows a line break after each comma: cart items are not separated by spaces.
pub fn in_items(words: &str) -> Html {
    let pieces = words.split_inclusive(',').enumerate();
    html! { <>{ for pieces.map(|(index, piece)| html! { <span key={index}>{ piece }<wbr /></span> }) }</> }
}
