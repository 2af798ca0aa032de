//! The page rendered natively. The build puts the result into `index.html`, where it stands until the module has
//! loaded; tests render any moment.

use super::app::{App, AppProps};
use crate::page::effects::mounted_page::Watcher;
use crate::page::state::{Opening, Window};
use yew::ServerRenderer;

/// The page as it opens, as HTML; for a phone if the window is `narrow`.
pub async fn first_view(narrow: bool) -> String {
    drawn(Opening { window: Window { narrow, still: false }, ..Opening::default() }).await
}

/// The page as a link opens it, as HTML. The link is the fragment of its address, with or without the `#`.
pub async fn view_of_link(link: &str) -> String {
    drawn(Opening { link: Some(link.to_owned()), ..Opening::default() }).await
}

async fn drawn(opening: Opening) -> String {
    let props = move || AppProps { opening, follows_address: false, watcher: Watcher::default(), lesson: None };
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
