//! What can be done to a node, described once: what it is called, what it does, and when it can be done. The menus of the
//! stage and the panel of faults come from here; what is locked is decided for its action, as for any other.

use super::{Action, DraftAction, Field, Model};
use crate::page::forms::cluster_edit::Edit;
use crate::scenario::Command;

/// The steps by which a clock is set, in milliseconds.
const SECOND: f64 = 1_000.0;

/// Something that can be done to a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeOperation {
    Crash,
    /// A crash that loses the disk.
    Wipe,
    Restart,
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
            Self::ClockAhead => "Set its clock 1 s ahead",
            Self::ClockBack => "Set its clock 1 s back",
            Self::ClockRight => "Set its clock right",
            Self::Contact => "Send requests through this node",
            Self::ContactAny => "Send requests through any node",
            Self::ShowTokens => "Always show its tokens",
            Self::HideTokens => "Show its tokens only when pointed at",
            Self::Remove => "Remove from the cluster",
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
        let (is_down, is_contact) = (node.status == "crashed", model.via().as_ref() == Some(name));
        let is_pinned = model.selection.pinned == Some(index);
        let refused = match self {
            Self::Crash | Self::Wipe if is_down => format!("{name} is down already"),
            Self::Restart if !is_down => format!("{name} is up"),
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
