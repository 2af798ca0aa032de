//! What a teacher has taken off the page for a link: controls that are hidden, and actions that do nothing.

/// A part of the page that can be locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Put, get, delete, reconcile, and the clients.
    Requests,
    /// What can go wrong, in the column and on the stage.
    Faults,
    /// The nodes and the settings of the cluster.
    Settings,
    /// Scenarios that come in and go out.
    Scenario,
    /// The laboratories.
    Laboratories,
    /// The second world.
    Worlds,
}

impl Part {
    /// All of them, in the order in which the dialog lists them.
    pub const ALL: [Self; 6] =
        [Self::Requests, Self::Faults, Self::Settings, Self::Scenario, Self::Laboratories, Self::Worlds];

    /// The word of the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Faults => "faults",
            Self::Settings => "settings",
            Self::Scenario => "scenario",
            Self::Laboratories => "laboratories",
            Self::Worlds => "worlds",
        }
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requests => "Put and get",
            Self::Faults => "What can go wrong",
            Self::Settings => "The cluster",
            Self::Scenario => "Scenario",
            Self::Laboratories => "Laboratories",
            Self::Worlds => "The second world",
        }
    }
}

/// Which parts are locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Locked(u8);

impl Locked {
    /// Those that a list of words with commas names. Words of a newer page lock nothing.
    pub fn from_words(words: &str) -> Self {
        let named = |part: &Part| words.split(',').any(|word| word.trim() == part.as_str());
        Self(Part::ALL.into_iter().filter(named).map(bit).sum())
    }

    /// The list of words.
    pub fn words(self) -> String {
        let words: Vec<&str> = Part::ALL.into_iter().filter(|part| self.has(*part)).map(Part::as_str).collect();
        words.join(",")
    }

    /// Whether a part is locked.
    pub fn has(self, part: Part) -> bool {
        self.0 & bit(part) != 0
    }

    /// The same with one part locked that was not, or the other way round.
    #[must_use]
    pub fn toggled(self, part: Part) -> Self {
        Self(self.0 ^ bit(part))
    }

    /// The parts that are locked in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

fn bit(part: Part) -> u8 {
    1 << part as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_what_is_locked() {
        let locked = Locked::from_words("faults, settings,colours,,faults");
        assert!(locked.has(Part::Faults) && locked.has(Part::Settings) && !locked.has(Part::Requests));
        assert_eq!(locked.words(), "faults,settings");
        assert_eq!(Locked::from_words(&locked.words()), locked);
        assert_eq!(locked.toggled(Part::Faults).toggled(Part::Worlds).words(), "settings,worlds");
        assert_eq!(Locked::from_words(""), Locked::default());
    }
}
