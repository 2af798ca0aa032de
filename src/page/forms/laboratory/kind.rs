//! The five laboratories and the experiments in each.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Laboratory {
    /// How evenly load is spread.
    Load,
    /// Nodes of different capacity.
    Capacity,
    /// How long requests take.
    Latency,
    /// How stale reads can be.
    Staleness,
    /// Other ways to give keys to nodes.
    Placements,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Shares,
    /// Spread against tokens per node.
    Spread,
    Figure8,
    /// What moves when a node joins or leaves.
    Movement,
    /// Share against capacity.
    Capacity,
    /// How long get and put take.
    Latency,
    /// A service level under rising load.
    ServiceLevel,
    /// The WARS model.
    Model,
    /// The model's question, answered by the simulated engine.
    Engine,
    /// Nine ways to give keys to nodes, side by side.
    Placements,
}

impl Laboratory {
    /// All laboratories, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Load, Self::Capacity, Self::Latency, Self::Staleness, Self::Placements];

    pub fn title(self) -> &'static str {
        match self {
            Self::Load => "Load",
            Self::Capacity => "Capacity",
            Self::Latency => "Latency",
            Self::Staleness => "Staleness",
            Self::Placements => "Placements",
        }
    }

    /// The experiments, the default first.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Load => &[Kind::Shares, Kind::Spread, Kind::Figure8, Kind::Movement],
            Self::Capacity => &[Kind::Capacity],
            Self::Latency => &[Kind::Latency, Kind::ServiceLevel],
            Self::Staleness => &[Kind::Model, Kind::Engine],
            Self::Placements => &[Kind::Placements],
        }
    }
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Shares,
        Self::Spread,
        Self::Figure8,
        Self::Movement,
        Self::Capacity,
        Self::Latency,
        Self::ServiceLevel,
        Self::Model,
        Self::Engine,
        Self::Placements,
    ];

    /// The laboratory that it belongs to.
    pub fn laboratory(self) -> Laboratory {
        Laboratory::ALL.into_iter().find(|laboratory| laboratory.kinds().contains(&self)).unwrap_or(Laboratory::Load)
    }

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shares => "shares",
            Self::Spread => "spread",
            Self::Figure8 => "figure-8",
            Self::Movement => "movement",
            Self::Capacity => "capacity",
            Self::Latency => "latency",
            Self::ServiceLevel => "service-level",
            Self::Model => "staleness",
            Self::Engine => "engine-staleness",
            Self::Placements => "placements",
        }
    }

    /// The experiment with this word in the address.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Shares => "Shares",
            Self::Spread => "Expected variance",
            Self::Figure8 => "Figure 8",
            Self::Movement => "What moves",
            Self::Capacity => "Uneven machines",
            Self::Latency => "How long it takes",
            Self::ServiceLevel => "Service level",
            Self::Model => "The model",
            Self::Engine => "The engine",
            Self::Placements => "Placements",
        }
    }

    /// The question that it answers.
    pub fn question(self) -> &'static str {
        match self {
            Self::Shares => "How evenly does consistent hashing spread the load over the nodes?",
            Self::Spread => "How much does the load vary, and how many tokens does it take to tame it?",
            Self::Figure8 => "Which way of placing tokens balances best for the size of its table?",
            Self::Movement => "How much has to move when one node joins or leaves?",
            Self::Capacity => "Does a stronger machine get more to do?",
            Self::Latency => "How long do get and put take, and what does the mean hide?",
            Self::ServiceLevel => "Up to which load does the service keep its promise?",
            Self::Model => "How soon after a write does a read see it?",
            Self::Engine => "Does the real protocol do better than the model?",
            Self::Placements => "Which placement is even, moves little, and finds a key quickly?",
        }
    }

    /// The section of the paper, or another source.
    pub fn source(self) -> &'static str {
        match self {
            Self::Shares | Self::Spread | Self::Capacity => "Section 4.2",
            Self::Figure8 => "Section 6.2, Figure 8",
            Self::Movement => "Sections 4.2 and 6.2",
            Self::Latency => "Sections 2.2 and 4.5",
            Self::ServiceLevel => "Sections 2.2, 6.1 and 6.4",
            Self::Model => "Bailis et al., Probabilistically Bounded Staleness, VLDB 2012",
            Self::Engine => "Section 4.5, and Bailis et al., VLDB 2012",
            Self::Placements => "Sections 4.2 and 6.2, and the paper named beside each placement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_experiment_has_a_word_and_stands_in_one_laboratory() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let homes = Laboratory::ALL.iter().filter(|laboratory| laboratory.kinds().contains(&kind));
            assert_eq!(homes.count(), 1, "{}", kind.as_str());
        }
        assert_eq!(Kind::parse("<script>"), None);
    }
}
