//! The options of a link to share.

use super::{Model, Theme};
use crate::page::forms::share_link::ShareOptions;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sharing {
    /// Whether the link starts at the beginning instead of this step.
    pub from_start: bool,
    /// Whether the link is shown as a code for phones, in place of the text and the files.
    pub as_code: bool,
    pub options: ShareOptions,
}

impl Sharing {
    /// The options that match the present page.
    pub fn new(model: &Model) -> Self {
        // A projector's look is for the room; whoever opens the link has a screen of his own.
        let is_own = matches!(model.theme, Theme::System | Theme::Projector);
        let theme = if is_own { "" } else { model.theme.as_str() };
        Self {
            // The link to a challenge begins it; one to a step of it shows the history alone.
            from_start: model.classroom.challenge.is_some(),
            as_code: false,
            options: ShareOptions { theme, locked: model.locked, embedded: false },
        }
    }
}
