//! What can be done to all nodes of a zone at once, or of the data centre that it is a part of.

use super::Model;
use crate::page::projection::zones::{Zone, centre_of, is_cut_off, up_in, zones};
use crate::scenario::Command;

/// Something that is done to a whole zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZoneFault {
    Restart,
    Crash,
    /// A crash that loses the disks.
    Wipe,
    CutOff,
}

/// Something that can be done to a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ZoneOperation {
    pub fault: ZoneFault,
    /// The index of the zone.
    pub zone: usize,
    /// Whether it is done to its whole data centre.
    pub whole_centre: bool,
}

impl ZoneOperation {
    /// All that can be thought of for the zone with this index: for itself, then for its data centre.
    pub fn all(zone: usize) -> impl Iterator<Item = Self> {
        const FAULTS: [ZoneFault; 4] = [ZoneFault::Restart, ZoneFault::Crash, ZoneFault::Wipe, ZoneFault::CutOff];
        let of = move |whole_centre| FAULTS.into_iter().map(move |fault| Self { fault, zone, whole_centre });
        of(false).chain(of(true))
    }

    fn nodes(self, model: &Model) -> Option<Zone> {
        let cluster = &model.world.cluster;
        let zone = zones(cluster).into_iter().nth(self.zone)?;
        if self.whole_centre { centre_of(cluster, &zone) } else { Some(zone) }
    }

    /// What it is called in a menu.
    pub fn label(self, model: &Model) -> String {
        let name = self.nodes(model).map(|zone| zone.name).unwrap_or_default();
        match self.fault {
            ZoneFault::Restart => format!("Restart {name}"),
            ZoneFault::Crash => format!("Crash {name}"),
            ZoneFault::Wipe => format!("Crash {name} and wipe its disks"),
            ZoneFault::CutOff => format!("Cut off {name} from the others"),
        }
    }

    /// The command that it gives; nothing where the zone is gone.
    pub fn command(self, model: &Model) -> Option<Command> {
        let zone = self.nodes(model)?.name;
        Some(match self.fault {
            ZoneFault::Restart => Command::RestartZone { zone },
            ZoneFault::Crash => Command::CrashZone { zone, wipe: false },
            ZoneFault::Wipe => Command::CrashZone { zone, wipe: true },
            ZoneFault::CutOff => Command::PartitionZones { zones: vec![vec![zone]] },
        })
    }

    /// Whether it can be done.
    ///
    /// # Errors
    /// Why it cannot, in words.
    pub fn check(self, model: &Model) -> Result<(), String> {
        let (cluster, state) = (&model.world.cluster, &model.world.frame.state);
        let Some(zone) = self.nodes(model) else { return Err("There is no such zone".to_owned()) };
        let up = up_in(state, &zone);
        let refused = match self.fault {
            ZoneFault::Restart if up == zone.nodes.len() => format!("All of {} is up", zone.name),
            ZoneFault::Crash | ZoneFault::Wipe if up == 0 => format!("All of {} is down already", zone.name),
            ZoneFault::CutOff if zone.nodes.len() == cluster.len() => "There is no other zone".to_owned(),
            ZoneFault::CutOff if is_cut_off(state, cluster, &zone) => format!("{} is cut off already", zone.name),
            _ => return Ok(()),
        };
        Err(refused)
    }
}
