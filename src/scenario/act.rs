//! Acts of an operator, and of whoever breaks things, that real clusters have and the paper does not describe.

mod read;
mod write;

pub(super) use read::{
    cancel, cut, give_up_node, lose_key, mend, pause, replace_node, restore_disk, resume, return_node, set_network,
    set_timers,
};

use super::{Between, Delay, Network, Timers};
use crate::dynamo::message::MessageKind;

/// One act. Names are those of nodes and clients.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A node does nothing until it is resumed: messages wait at it, and its timers do.
    Pause {
        /// Its name.
        name: String,
    },
    /// A paused node goes on with what has waited for it.
    Resume {
        /// Its name.
        name: String,
    },
    /// The operator changes the timers of all nodes.
    SetTimers {
        /// What changes of them.
        changes: TimerChanges,
    },
    /// The network becomes slower or faster, or loses more or less.
    SetNetwork {
        /// What changes of it.
        changes: NetworkChanges,
    },
    /// Messages of this link are lost, one way.
    Cut {
        /// Which.
        link: Link,
    },
    /// A key is lost from one disk.
    LoseKey {
        /// Whose disk.
        name: String,
        /// The key.
        key: String,
    },
    /// A disk is as it was at an earlier step.
    RestoreDisk {
        /// Whose disk.
        name: String,
        /// The step.
        step: usize,
    },
    /// A member is given up, alive or not: others take over its ranges.
    GiveUpNode {
        /// Its name.
        name: String,
        /// The node that the operator speaks through.
        via: Option<String>,
    },
    /// A machine of another name takes the tokens of one that does not answer, in one act.
    ReplaceNode {
        /// The name of the one that does not answer.
        name: String,
        /// The name of the new one.
        by: String,
        /// The node that the operator speaks through.
        via: Option<String>,
    },
    /// A join or a leave is called back.
    Cancel {
        /// Whose.
        name: String,
        /// The node that the operator speaks through.
        via: Option<String>,
    },
    /// A machine that was removed comes back with its disk.
    ReturnNode {
        /// Its name.
        name: String,
    },
    /// Messages of a link that was cut arrive again.
    Mend {
        /// Which.
        link: Link,
    },
}

/// A link, one way, or the messages of one kind on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Their sender.
    pub from: String,
    /// Their receiver.
    pub to: String,
    /// Their kind; without it, all.
    pub kind: Option<MessageKind>,
}

/// Timers of a running cluster that change; at least one does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimerChanges {
    /// Milliseconds between two rounds of gossip of a node.
    pub gossip: Option<f64>,
    /// Milliseconds between two scans of a node's hints.
    pub handoff: Option<f64>,
    /// Milliseconds between two comparisons of Merkle trees by a node.
    pub anti_entropy: Option<f64>,
    /// Milliseconds that a coordinator waits for the quorum.
    pub request_timeout: Option<f64>,
    /// Milliseconds for which somebody stands in for a node that is silent.
    pub hint_window: Option<f64>,
    /// Milliseconds for which a deletion is kept.
    pub tombstone_grace: Option<f64>,
}

/// What changes of a running network; at least one does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkChanges {
    /// The time that a message takes.
    pub delay: Option<Delay>,
    /// The part of the messages that is lost, 0 to 1.
    pub loss: Option<f64>,
    /// What is different between data centres.
    pub between: Option<Between>,
}

impl TimerChanges {
    /// The timers with these changes.
    #[must_use]
    pub fn of(self, timers: Timers) -> Timers {
        Timers {
            gossip: self.gossip.unwrap_or(timers.gossip),
            handoff: self.handoff.unwrap_or(timers.handoff),
            anti_entropy: self.anti_entropy.unwrap_or(timers.anti_entropy),
            request_timeout: self.request_timeout.unwrap_or(timers.request_timeout),
            hint_window: self.hint_window.unwrap_or(timers.hint_window),
            tombstone_grace: self.tombstone_grace.unwrap_or(timers.tombstone_grace),
        }
    }
}

impl NetworkChanges {
    /// The network with these changes.
    #[must_use]
    pub fn of(&self, network: &Network) -> Network {
        let mut changed = network.clone();
        changed.delay = self.delay.clone().unwrap_or(changed.delay);
        changed.loss = self.loss.unwrap_or(changed.loss);
        if let Some(between) = &self.between {
            changed.between.delay = between.delay.clone().or(changed.between.delay);
            changed.between.loss = between.loss.or(changed.between.loss);
        }
        changed
    }
}

impl Act {
    /// Visits each name in it.
    pub fn names(&mut self, visit: &mut impl FnMut(&mut String)) {
        match self {
            Self::Pause { name } | Self::Resume { name } | Self::ReturnNode { name } => visit(name),
            Self::GiveUpNode { name, via } | Self::Cancel { name, via } => {
                visit(name);
                via.iter_mut().for_each(visit);
            }
            Self::ReplaceNode { name, by, via } => {
                visit(name);
                visit(by);
                via.iter_mut().for_each(visit);
            }
            Self::LoseKey { name, .. } | Self::RestoreDisk { name, .. } => visit(name),
            Self::Cut { link } | Self::Mend { link } => {
                visit(&mut link.from);
                visit(&mut link.to);
            }
            Self::SetTimers { .. } | Self::SetNetwork { .. } => {}
        }
    }
}
