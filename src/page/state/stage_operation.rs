//! What can be done to a client, to the sides of a partition, to a message, to a link and to a zone, described once: what it is
//! called, what it does, and when it can be done. The menus of the stage come from here; what is locked is decided for its
//! action, as for any other. What can be done to a node is in `node_operation`.

use super::{Action, Field, Model, ZoneOperation};
use crate::explain::key_journey::words::shortened;
use crate::explain::snapshot::{CutState, MessageState};
use crate::page::forms::act_words::{cut_command, mend_command, mend_words};
use crate::page::projection::sides::{Member, Sides};
use crate::scenario::Command;

/// Most characters of a name, and of a list of names, in a menu.
const NAME: usize = 24;
const END_OF_LINK: usize = 12;

/// Something that can be done to what is on the stage beside the nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StageOperation {
    /// Requests are this client's.
    UseClient(usize),
    /// The member is a side of its own.
    CutOff(Member),
    /// The member goes to the side with this number.
    MoveToSide(Member, usize),
    /// The network loses this message.
    DropMessage(u32),
    /// The link that this message is on holds back whatever is sent on it.
    HoldLinkOf(u32),
    /// The link that this message is on holds nothing back any more.
    ReleaseLinkOf(u32),
    /// The held link with this index holds nothing back any more.
    ReleaseLink(usize),
    /// What is sent on the link that this message is on is lost.
    CutLinkOf(u32),
    /// What is sent on the link that this message is on arrives again.
    MendLinkOf(u32),
    /// The cut link with this index is mended.
    MendCut(usize),
    /// The first of these nodes compares its Merkle trees with the second.
    CompareTrees(usize, usize),
    /// Something is done to all nodes of a zone.
    ToZone(ZoneOperation),
}

impl StageOperation {
    /// What it is called in a menu.
    pub fn label(self, model: &Model) -> String {
        match self {
            Self::UseClient(index) => format!("Use {} as the client", shortened(&client_name(model, index), NAME)),
            Self::CutOff(_) => "Cut off from the others".to_owned(),
            Self::MoveToSide(_, side) => {
                let names = sides(model).names(side, &model.world.cluster.names, &model.world.clients).join(", ");
                format!("Move to side {}: {}", side + 1, shortened(&names, NAME))
            }
            Self::DropMessage(_) => "Drop this message".to_owned(),
            Self::HoldLinkOf(_) | Self::ReleaseLinkOf(_) | Self::ReleaseLink(_) => {
                let (from, to) = self.link(model).unwrap_or_default();
                let verb = if matches!(self, Self::HoldLinkOf(_)) { "Hold" } else { "Release" };
                let [from, to] = [from, to].map(|name| shortened(&name, END_OF_LINK));
                format!("{verb} messages from {from} to {to}")
            }
            Self::CutLinkOf(_) => {
                let (from, to) = self.link(model).unwrap_or_default();
                let [from, to] = [from, to].map(|name| shortened(&name, END_OF_LINK));
                format!("Cut the link from {from} to {to}")
            }
            Self::MendLinkOf(_) | Self::MendCut(_) => self.cut(model).map(mend_words).unwrap_or_default(),
            Self::CompareTrees(_, other) => format!("Node {}", node_name(model, other)),
            Self::ToZone(operation) => operation.label(model),
        }
    }

    /// What it does, at this progress between two steps; a refusal is reported at the stage. Nothing where what it is done
    /// to is gone.
    pub fn action(self, model: &Model, progress: f64) -> Option<Action> {
        let give = |command| Some(Action::Give(Field::Stage, command, progress));
        let part = |sides: &Sides| give(sides.command(&model.world.cluster.names, &model.world.clients));
        match self {
            Self::UseClient(index) => Some(Action::ChooseClient(index)),
            Self::CutOff(member) => part(&sides(model).cut_off(member)),
            Self::MoveToSide(member, side) => part(&sides(model).moved(member, side)),
            Self::DropMessage(number) => {
                Some(Action::DropMessage { number, in_second_world: model.is_second_world, progress })
            }
            Self::ToZone(operation) => operation.command(model).and_then(give),
            Self::HoldLinkOf(_) => self.link(model).and_then(|(from, to)| give(Command::Hold { from, to })),
            Self::ReleaseLinkOf(_) | Self::ReleaseLink(_) => {
                self.link(model).and_then(|(from, to)| give(Command::Release { from, to }))
            }
            Self::CutLinkOf(_) => self.link(model).and_then(|(from, to)| give(cut_command(&from, &to))),
            Self::MendLinkOf(_) | Self::MendCut(_) => self.cut(model).and_then(|cut| give(mend_command(cut))),
            Self::CompareTrees(one, other) => {
                give(Command::AntiEntropy { a: node_name(model, one), b: node_name(model, other) })
            }
        }
    }

    /// Whether it can be done.
    ///
    /// # Errors
    /// Why it cannot, in words.
    pub fn check(self, model: &Model) -> Result<(), String> {
        let held = |link: &Option<(String, String)>| {
            link.as_ref().is_some_and(|link| model.world.frame.state.held.contains(link))
        };
        let is_all_cut = |link: &Option<(String, String)>| {
            let cuts = &model.world.frame.state.cuts;
            link.as_ref()
                .is_some_and(|(from, to)| cuts.iter().any(|cut| (&cut.from, &cut.to, cut.kind) == (from, to, None)))
        };
        let refused = match self {
            Self::UseClient(index) if model.selection.client == index => {
                format!("{} is the client already", client_name(model, index))
            }
            Self::CutOff(member) if sides(model).is_alone(member) => "It is cut off already".to_owned(),
            Self::CutOff(_) if model.world.cluster.len() + model.world.clients.len() < 2 => {
                "There is nobody to be cut off from".to_owned()
            }
            Self::MoveToSide(..) if !sides(model).is_split() => "There is one side".to_owned(),
            Self::MoveToSide(member, side) if sides(model).side_of(member) == Some(side) => {
                format!("It is on side {} already", side + 1)
            }
            Self::MoveToSide(_, side) if side >= sides(model).count => format!("There is no side {}", side + 1),
            Self::DropMessage(number) if message(model, number).is_none() => "The message is gone".to_owned(),
            Self::HoldLinkOf(_) if self.link(model).is_none() => "The message is gone".to_owned(),
            Self::HoldLinkOf(_) if held(&self.link(model)) => "The link is held already".to_owned(),
            Self::ReleaseLinkOf(_) | Self::ReleaseLink(_) if !held(&self.link(model)) => {
                "The link is not held".to_owned()
            }
            Self::CutLinkOf(_) if self.link(model).is_none() => "The message is gone".to_owned(),
            Self::CutLinkOf(_) if is_all_cut(&self.link(model)) => "The link is cut already".to_owned(),
            Self::MendLinkOf(_) | Self::MendCut(_) if self.cut(model).is_none() => "The link is not cut".to_owned(),
            Self::ToZone(operation) => return operation.check(model),
            Self::CompareTrees(one, other) if one == other => "A node has one set of trees".to_owned(),
            _ => return Ok(()),
        };
        Err(refused)
    }

    /// The ends of the link that it is about: from, to.
    fn link(self, model: &Model) -> Option<(String, String)> {
        match self {
            Self::HoldLinkOf(number)
            | Self::ReleaseLinkOf(number)
            | Self::CutLinkOf(number)
            | Self::MendLinkOf(number) => {
                message(model, number).map(|message| (message.from.clone(), message.to.clone()))
            }
            Self::ReleaseLink(index) => model.world.frame.state.held.get(index).cloned(),
            _ => None,
        }
    }

    /// The cut that it is about: of the link with its message on, the first.
    fn cut(self, model: &Model) -> Option<&CutState> {
        let cuts = &model.world.frame.state.cuts;
        if let Self::MendCut(index) = self {
            return cuts.get(index);
        }
        let (from, to) = self.link(model)?;
        cuts.iter().find(|cut| (&cut.from, &cut.to) == (&from, &to))
    }
}

/// The sides of the network as it is.
pub fn sides(model: &Model) -> Sides {
    let world = &model.world;
    Sides::from_partition(world.frame.state.partition.as_deref(), &world.cluster.names, &world.clients)
}

/// A message in flight.
pub fn message(model: &Model, number: u32) -> Option<&MessageState> {
    model.world.frame.state.messages.iter().find(|message| message.id == number)
}

fn client_name(model: &Model, index: usize) -> String {
    model.world.clients.get(index).cloned().unwrap_or_default()
}

fn node_name(model: &Model, index: usize) -> String {
    model.world.cluster.names.get(index).cloned().unwrap_or_default()
}
