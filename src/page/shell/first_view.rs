//! The page drawn without a browser. The build puts it into `index.html` as it opens, where it stands until the module has
//! come.

use super::app::{App, AppProps};
use crate::page::effects::mounted_page::Watcher;
use crate::page::state::{Opening, Window};
use yew::ServerRenderer;

/// The page as it opens, as HTML; for a phone if the window is `narrow`.
pub async fn first_view(narrow: bool) -> String {
    drawn(Opening { window: Window { narrow, broad: !narrow, still: false }, ..Opening::default() }).await
}

async fn drawn(opening: Opening) -> String {
    let props = move || AppProps { opening, follows_address: false, watcher: Watcher::default(), lesson: None };
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
