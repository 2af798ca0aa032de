//! The options of a link to share.

use super::{Model, Theme};
use crate::page::forms::share_link::ShareOptions;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sharing {
    /// Whether the link starts at the beginning instead of this step.
    pub from_start: bool,
    pub options: ShareOptions,
}

impl Sharing {
    /// The options that match the present page.
    pub fn new(model: &Model) -> Self {
        let theme = if model.theme == Theme::System { "" } else { model.theme.as_str() };
        Self { from_start: false, options: ShareOptions { theme, locked: model.locked, embedded: false } }
    }
}
