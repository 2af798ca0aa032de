//! What the link is to be like that goes out.

use super::{Model, Theme};
use crate::page::forms::share_link::ShareOptions;

/// What the link is to be like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sharing {
    /// Whether it starts at the beginning and not at this step.
    pub from_start: bool,
    /// What the page is to be like.
    pub options: ShareOptions,
}

impl Sharing {
    /// A link to the page as it is.
    pub fn new(model: &Model) -> Self {
        let theme = if model.theme == Theme::System { "" } else { model.theme.as_str() };
        Self { from_start: false, options: ShareOptions { theme, locked: model.locked, embedded: false } }
    }
}
