//! What a teacher has locked, for a link or a challenge: controls that are hidden, and commands without effect.

use super::{Act, Command};

/// A part of the page that can be locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Put, get, delete, reconcile, and the clients.
    Requests,
    /// Faults, in the column and on the stage.
    Faults,
    /// The nodes and the settings of the cluster.
    Settings,
    /// Opening and saving scenarios.
    Scenario,
    /// The laboratories.
    Laboratories,
    /// The comparison of two worlds.
    Worlds,
}

impl Part {
    /// All parts, in the order of the dialog.
    pub const ALL: [Self; 6] =
        [Self::Requests, Self::Faults, Self::Settings, Self::Scenario, Self::Laboratories, Self::Worlds];

    /// The word in the address.
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

/// The set of locked parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Locked(u8);

impl Locked {
    /// The parts named by a comma-separated list. Unknown words, which a newer page may have, are ignored.
    pub fn from_words(words: &str) -> Self {
        let named = |part: &Part| words.split(',').any(|word| word.trim() == part.as_str());
        Self(Part::ALL.into_iter().filter(named).map(bit).sum())
    }

    /// The comma-separated list of words.
    pub fn words(self) -> String {
        let words: Vec<&str> = Part::ALL.into_iter().filter(|part| self.has(*part)).map(Part::as_str).collect();
        words.join(",")
    }

    /// Whether a part is locked.
    pub fn has(self, part: Part) -> bool {
        self.0 & bit(part) != 0
    }

    /// This set with one part added or removed.
    #[must_use]
    pub fn toggled(self, part: Part) -> Self {
        Self(self.0 ^ bit(part))
    }

    /// The parts locked in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

fn bit(part: Part) -> u8 {
    1 << part as u8
}

/// The part of the page that a command belongs to; `None` for letting time go by, which is never locked.
pub fn part_of_command(command: &Command) -> Option<Part> {
    match command {
        Command::Put { .. } | Command::Get { .. } | Command::Delete { .. } | Command::Reconcile { .. } => {
            Some(Part::Requests)
        }
        Command::AddNode { .. }
        | Command::RemoveNode { .. }
        | Command::SetTokens { .. }
        | Command::SetQuorum { .. } => Some(Part::Settings),
        Command::Act(
            Act::SetTimers { .. }
            | Act::SetNetwork { .. }
            | Act::GiveUpNode { .. }
            | Act::ReplaceNode { .. }
            | Act::Cancel { .. }
            | Act::ReturnNode { .. },
        ) => Some(Part::Settings),
        Command::Wait { .. } => None,
        Command::Act(_)
        | Command::Crash { .. }
        | Command::Restart { .. }
        | Command::CrashZone { .. }
        | Command::RestartZone { .. }
        | Command::PartitionZones { .. }
        | Command::Partition { .. }
        | Command::Repair
        | Command::Hold { .. }
        | Command::Release { .. }
        | Command::Drop { .. }
        | Command::Skew { .. }
        | Command::AntiEntropy { .. } => Some(Part::Faults),
    }
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
