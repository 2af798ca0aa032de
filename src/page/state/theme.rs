//! The themes: light, dark, projector, or the system's preference.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// What the system prefers.
    #[default]
    System,
    /// Paper.
    Light,
    /// A blackboard.
    Dark,
    /// White, large, with high contrast.
    Projector,
}

impl Theme {
    /// All themes, in the order of the control.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Projector];

    /// The word used in the address and in the style sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Projector => "Projector",
        }
    }

    /// The theme named by this word; any other word means the system's preference.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or_default()
    }
}
