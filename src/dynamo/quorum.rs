//! Who counts for a quorum.

use serde::Serialize;

/// Who may acknowledge. Section 4.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quorum {
    /// The first N *healthy* nodes of the preference list.
    #[default]
    Sloppy,
    /// The first N nodes and no others.
    Strict,
}

impl Quorum {
    /// The word of the scenario format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sloppy => "sloppy",
            Self::Strict => "strict",
        }
    }
}
