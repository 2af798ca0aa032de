//! What can be done to a node, described once: what it is called, what it does, and when it can be done. The menus of the
//! stage and the panel of faults come from here; what is locked is decided for its action, as for any other.

use super::{Action, DraftAction, Field, Model};
use crate::explain::key_journey::words::quoted;
use crate::explain::snapshot::{NodeState, NodeStatus};
use crate::page::forms::cluster_edit::{Edit, free_name};
use crate::scenario::{Act, Command};

/// The steps by which a clock is set, in milliseconds.
const SECOND: f64 = 1_000.0;

/// Something that can be done to a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeOperation {
    Crash,
    /// A crash that loses the disk.
    Wipe,
    Restart,
    Pause,
    Resume,
    /// Its disk loses the selected key.
    LoseKey,
    /// Its disk is as it was after the step that was typed.
    RestoreDisk,
    ClockAhead,
    ClockBack,
    ClockRight,
    /// Clients contact this node.
    Contact,
    /// Clients contact any node.
    ContactAny,
    ShowTokens,
    HideTokens,
    Remove,
    /// It is no longer a member, whether or not it hears of that.
    GiveUp,
    /// A new machine takes its tokens.
    Replace,
    CancelJoin,
    CancelLeave,
}

fn has_key(node: &NodeState, key: &str) -> bool {
    node.store.contains_key(key) || node.hints.iter().any(|hint| hint.key == key)
}

/// What an operation does.
pub enum NodeEffect {
    /// Gives a command at the present moment.
    Give(Command),
    /// Dispatches an action.
    Act(Action),
}

impl NodeOperation {
    /// What it is called in a menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Crash => "Crash",
            Self::Wipe => "Crash and wipe the disk",
            Self::Restart => "Restart",
            Self::Pause => "Pause: it does nothing until it is resumed",
            Self::Resume => "Resume",
            Self::LoseKey => "Lose the key from its disk",
            Self::RestoreDisk => "Restore its disk to the step chosen under What can go wrong",
            Self::ClockAhead => "Set its clock 1 s ahead",
            Self::ClockBack => "Set its clock 1 s back",
            Self::ClockRight => "Set its clock right",
            Self::Contact => "Send requests through this node",
            Self::ContactAny => "Send requests through any node",
            Self::ShowTokens => "Always show its tokens",
            Self::HideTokens => "Show its tokens only when pointed at",
            Self::Remove => "Remove from the cluster",
            Self::GiveUp => "Give up without asking it",
            Self::Replace => "Replace by a new node with its tokens",
            Self::CancelJoin => "Call its join back",
            Self::CancelLeave => "Call its leave back",
        }
    }

    /// What it does to the node with this index.
    pub fn effect(self, model: &Model, index: usize) -> NodeEffect {
        let name = || model.world.cluster.names.get(index).cloned().unwrap_or_default();
        let skew = model.world.frame.state.nodes.get(index).map_or(0.0, |node| node.clock_skew);
        let contact = |via| NodeEffect::Act(Action::Draft(DraftAction::Via(via)));
        NodeEffect::Give(match self {
            Self::Crash => Command::Crash { name: name(), wipe: false },
            Self::Wipe => Command::Crash { name: name(), wipe: true },
            Self::Restart => Command::Restart { name: name() },
            Self::Pause => Command::Act(Act::Pause { name: name() }),
            Self::Resume => Command::Act(Act::Resume { name: name() }),
            Self::GiveUp => Command::Act(Act::GiveUpNode { name: name(), via: None }),
            Self::Replace => {
                let by = free_name(&model.world.cluster.names);
                Command::Act(Act::ReplaceNode { name: name(), by, via: None })
            }
            Self::CancelJoin | Self::CancelLeave => Command::Act(Act::Cancel { name: name(), via: None }),
            Self::LoseKey => Command::Act(Act::LoseKey { name: name(), key: model.journey.key.clone() }),
            Self::RestoreDisk => Command::Act(Act::RestoreDisk { name: name(), step: model.earlier_step() }),
            Self::ClockAhead => Command::Skew { name: name(), ms: skew + SECOND },
            Self::ClockBack => Command::Skew { name: name(), ms: skew - SECOND },
            Self::ClockRight => Command::Skew { name: name(), ms: 0.0 },
            Self::Contact => return contact(Some(name())),
            Self::ContactAny => return contact(None),
            Self::ShowTokens | Self::HideTokens => return NodeEffect::Act(Action::Pin(index)),
            Self::Remove => return NodeEffect::Act(Action::Edit(Edit::Remove { index })),
        })
    }

    /// Whether it can be done to the node with this index.
    ///
    /// # Errors
    /// Why it cannot, in words.
    pub fn check(self, model: &Model, index: usize) -> Result<(), String> {
        let Some(node) = model.world.frame.state.nodes.get(index) else { return Err("It is gone".to_owned()) };
        let name = &node.name;
        let (is_down, is_contact) = (node.status == NodeStatus::Crashed, model.via().as_ref() == Some(name));
        let is_pinned = model.selection.pinned == Some(index);
        let refused = match self {
            Self::Crash | Self::Wipe if is_down => format!("{name} is down already"),
            Self::Restart if !is_down => format!("{name} is up"),
            Self::Pause if is_down => format!("{name} is down"),
            Self::Pause if node.paused => format!("{name} is paused already"),
            Self::LoseKey if !has_key(node, &model.journey.key) => {
                format!("{name} has nothing of {}", quoted(&model.journey.key))
            }
            Self::RestoreDisk if model.step() == 0 => "Nothing has happened yet".to_owned(),
            Self::GiveUp if model.world.steps == 0 => "Nothing has happened yet".to_owned(),
            Self::Replace if !is_down && !node.paused => format!("{name} answers"),
            Self::CancelJoin if node.status != NodeStatus::Joining => format!("{name} does not join"),
            Self::CancelLeave if node.status != NodeStatus::Leaving => format!("{name} does not leave"),
            Self::Resume if !node.paused => format!("{name} is not paused"),
            Self::ClockRight if node.clock_skew == 0.0 => format!("The clock of {name} is right"),
            Self::Contact if is_contact => format!("Requests go through {name} already"),
            Self::ContactAny if !is_contact => format!("Requests do not go through {name}"),
            Self::ShowTokens if is_pinned => format!("The tokens of {name} are shown"),
            Self::HideTokens if !is_pinned => format!("The tokens of {name} are shown when pointed at"),
            _ => return Ok(()),
        };
        Err(refused)
    }

    /// The command that it gives, if it gives one and can be done.
    ///
    /// # Errors
    /// Why it cannot be done, in words.
    pub fn command(self, model: &Model, index: usize) -> Result<Command, String> {
        self.check(model, index)?;
        match self.effect(model, index) {
            NodeEffect::Give(command) => Ok(command),
            NodeEffect::Act(_) => Err("It is no command".to_owned()),
        }
    }

    /// The action at this progress between two steps, 0 to 1; a refusal is reported in this part of the page.
    pub fn action(self, model: &Model, index: usize, field: Field, progress: f64) -> Action {
        match self.effect(model, index) {
            NodeEffect::Give(command) => Action::Give(field, command, progress),
            NodeEffect::Act(action) => action,
        }
    }
}
