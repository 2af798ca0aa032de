//! The placements by their names.

use super::method::{Machine, Placement};
use super::{anchor, bounded_loads, equal_partitions, jump, maglev, modulo, multi_probe, rendezvous, token_ring};

/// What a placement can do by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Can {
    /// Machines of different weight.
    pub weights: bool,
    /// The departure of any machine, not of the last one alone.
    pub any_departure: bool,
    /// N distinct machines; otherwise the key is hashed again until one more is found.
    pub replicas: bool,
}

/// A placement by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MethodName {
    /// The key's hash modulo the number of machines: the floor.
    Modulo,
    /// A ring with tokens by weight.
    Ring,
    /// Dynamo's strategy 3.
    EqualPartitions,
    /// The machine with the highest hash of key and machine.
    Rendezvous,
    /// Lamping and Veach’s jumps, with no table at all.
    Jump,
    /// A look-up table that the machines fill in turns.
    Maglev,
    /// One point for each machine, several probes for each key.
    MultiProbe,
    /// A ring on which no machine takes much more than its share.
    BoundedLoads,
    /// A table that remembers the order of departures.
    Anchor,
}

/// All, by their words.
pub const METHODS: [(&str, MethodName); 9] = [
    ("modulo", MethodName::Modulo),
    ("ring", MethodName::Ring),
    ("equal-partitions", MethodName::EqualPartitions),
    ("rendezvous", MethodName::Rendezvous),
    ("jump", MethodName::Jump),
    ("maglev", MethodName::Maglev),
    ("multi-probe", MethodName::MultiProbe),
    ("bounded-loads", MethodName::BoundedLoads),
    ("anchor", MethodName::Anchor),
];

impl MethodName {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        METHODS.iter().find(|(_, name)| *name == self).map_or("", |(word, _)| word)
    }

    /// Its name in charts and sentences.
    pub fn label(self) -> &'static str {
        match self {
            Self::Modulo => "hash mod nodes",
            Self::Ring => "ring",
            Self::EqualPartitions => "equal partitions",
            Self::Rendezvous => "rendezvous",
            Self::Jump => "jump",
            Self::Maglev => "Maglev",
            Self::MultiProbe => "multi-probe",
            Self::BoundedLoads => "bounded loads",
            Self::Anchor => "anchor",
        }
    }

    /// The paper that it is from.
    pub fn paper(self) -> &'static str {
        match self {
            Self::Modulo => "what consistent hashing replaces",
            Self::Ring => "64 tokens per node: Karger et al., STOC 1997; Dynamo, section 4.2",
            Self::EqualPartitions => "8,192 partitions: Dynamo, section 6.2, strategy 3",
            Self::Rendezvous => "Thaler and Ravishankar, ToN 1998; weights: Schindelhauer and Schomaker, SPAA 2005",
            Self::Jump => "Lamping and Veach, 2014",
            Self::Maglev => "Eisenbud et al., NSDI 2016, a table of 65,537",
            Self::MultiProbe => "Appleton and O’Reilly, 2015, 21 probes",
            Self::BoundedLoads => "Mirrokni, Thorup and Zadimoghaddam, SODA 2018, at most 1.25 times the share",
            Self::Anchor => "Mendelson et al., ToN 2021, room for twice the nodes",
        }
    }

    /// The placement of these machines, which will get so many copies of keys in all.
    pub fn of(self, machines: &[Machine], copies: usize) -> Box<dyn Placement> {
        match self {
            Self::Modulo => Box::new(modulo::Modulo::new(machines)),
            Self::Ring => Box::new(token_ring::TokenRing::new(machines)),
            Self::EqualPartitions => Box::new(equal_partitions::EqualPartitions::new(machines.len())),
            Self::Rendezvous => Box::new(rendezvous::Rendezvous::new(machines)),
            Self::Jump => Box::new(jump::Jump::new(machines)),
            Self::Maglev => Box::new(maglev::Maglev::new(machines)),
            Self::MultiProbe => Box::new(multi_probe::MultiProbe::new(machines)),
            Self::BoundedLoads => Box::new(bounded_loads::BoundedLoads::new(machines, copies)),
            Self::Anchor => Box::new(anchor::Anchor::new(machines.len())),
        }
    }

    /// What it can do by itself.
    pub fn can(self) -> Can {
        let can = |weights, any_departure, replicas| Can { weights, any_departure, replicas };
        match self {
            Self::Modulo => can(false, true, true),
            Self::Ring | Self::Rendezvous | Self::BoundedLoads => can(true, true, true),
            Self::EqualPartitions => can(false, true, true),
            Self::Jump => can(false, false, false),
            Self::Maglev => can(true, true, false),
            Self::MultiProbe | Self::Anchor => can(false, true, false),
        }
    }
}
