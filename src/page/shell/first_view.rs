//! The page as it opens, drawn without a browser: the build puts it into `index.html`, where it stands until the module
//! has come.

use super::app::{App, AppProps};
use crate::page::effects::kept::Watcher;
use crate::page::state::{Opening, Window};
use yew::ServerRenderer;

/// The page as it opens, as HTML; on a phone if the window is `narrow`.
pub async fn first_view(narrow: bool) -> String {
    let window = Window { narrow, still: false };
    let props = move || AppProps {
        opening: Opening { window, ..Opening::default() },
        follows_address: false,
        watcher: Watcher::default(),
        lesson: None,
    };
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
