//! The actions that each item on the stage offers. Each can be undone by its opposite in the same menu.

use crate::page::projection::sides::Member;
use crate::page::projection::zones::zones;
use crate::page::state::{
    Effect, Field, Menu, Model, NodeOperation, Operation, StageItem, StageOperation, ZoneOperation, message, sides,
};
use crate::scenario::locked::Part;

/// Most sides offered in a menu.
const MOST_SIDES: usize = 6;

/// A menu entry.
pub struct Item {
    pub words: String,
    pub what: What,
}

/// The effect of an entry.
pub enum What {
    /// What can also be done by a key.
    Operate(Operation),
    /// What can be done to the node with this index.
    ToNode(NodeOperation, usize),
    /// What can be done to something else on the stage.
    ToStage(StageOperation),
    /// Opens the list of nodes to compare trees with, or returns from it.
    Compare(bool),
}

/// The heading of the menu.
pub fn heading(model: &Model, menu: Menu) -> String {
    match menu.stage_item {
        StageItem::Node(index) if menu.comparing => {
            format!("Compare the Merkle trees of {} with", name_of(model, index))
        }
        StageItem::Node(index) => format!("Node {}", name_of(model, index)),
        StageItem::Client(index) => {
            format!("Client {}", model.world.clients.get(index).map_or("", String::as_str))
        }
        StageItem::Message(number) => match message(model, number) {
            Some(message) => format!("“{}” from {} to {}", message.label, message.from, message.to),
            None => "A message that is gone".to_owned(),
        },
        StageItem::Link(index) => match model.world.frame.state.held.get(index) {
            Some((from, to)) => format!("The link from {from} to {to}"),
            None => "A link".to_owned(),
        },
        StageItem::Cut(index) => match model.world.frame.state.cuts.get(index) {
            Some(cut) => format!("The cut link from {} to {}", cut.from, cut.to),
            None => "A link".to_owned(),
        },
        StageItem::Zone(index) => {
            zones(&model.world.cluster).get(index).map_or("A zone".to_owned(), |zone| format!("Zone {}", zone.name))
        }
        StageItem::Wall => "The wall".to_owned(),
    }
}

/// The entries of a menu, without locked ones.
pub fn items(model: &Model, menu: Menu) -> Vec<Item> {
    let mut items = all_items(model, menu);
    items.retain(|item| match &item.what {
        What::Operate(operation) => match operation.effect(0.0) {
            Effect::Act(action) => !model.is_locked(&action),
            Effect::Focus(..) => true,
        },
        What::ToNode(operation, index) => !model.is_locked(&operation.action(model, *index, Field::Stage, 0.0)),
        What::ToStage(operation) => operation.action(model, 0.0).is_some_and(|action| !model.is_locked(&action)),
        What::Compare(_) => !model.locks().has(Part::Faults),
    });
    items
}

fn all_items(model: &Model, menu: Menu) -> Vec<Item> {
    use StageOperation::{
        CutLinkOf, DropMessage, HoldLinkOf, MendCut, MendLinkOf, ReleaseLink, ReleaseLinkOf, UseClient,
    };
    match menu.stage_item {
        StageItem::Node(index) if menu.comparing => trees_of(model, index),
        StageItem::Node(index) => node_items(model, index),
        StageItem::Client(index) if index < model.world.clients.len() => {
            let mut items = possible(model, [UseClient(index)]);
            items.extend(sides_of(model, Member::Client(index)));
            items
        }
        StageItem::Client(_) => Vec::new(),
        StageItem::Message(number) => possible(
            model,
            [DropMessage(number), HoldLinkOf(number), ReleaseLinkOf(number), CutLinkOf(number), MendLinkOf(number)],
        ),
        StageItem::Link(index) => possible(model, [ReleaseLink(index)]),
        StageItem::Cut(index) => possible(model, [MendCut(index)]),
        StageItem::Zone(index) => {
            let mut items = possible(model, ZoneOperation::all(index).map(StageOperation::ToZone));
            items.extend(repair(model));
            items
        }
        StageItem::Wall => repair(model).into_iter().collect(),
    }
}

/// Those operations that can be done.
fn possible(model: &Model, operations: impl IntoIterator<Item = StageOperation>) -> Vec<Item> {
    let can = operations.into_iter().filter(|operation| operation.check(model).is_ok());
    can.map(|operation| Item { words: operation.label(model), what: What::ToStage(operation) }).collect()
}

fn node_items(model: &Model, index: usize) -> Vec<Item> {
    use NodeOperation::*;
    let possible = |operations: &[NodeOperation]| -> Vec<Item> {
        let can = operations.iter().filter(|operation| operation.check(model, index).is_ok());
        can.map(|operation| Item { words: operation.label().to_owned(), what: What::ToNode(*operation, index) })
            .collect()
    };
    let is_awake = Pause.check(model, index).is_ok();
    let mut items = possible(&[Restart, Resume, Crash, Wipe, Pause]);
    items.extend(sides_of(model, Member::Node(index)));
    items.extend(possible(&[LoseKey]));
    items.extend(possible(&[ClockAhead, ClockBack, ClockRight]));
    if model.world.cluster.len() > 1 && is_awake {
        items.push(Item { words: "Compare Merkle trees with…".to_owned(), what: What::Compare(true) });
    }
    items.extend(possible(&[
        Contact,
        ContactAny,
        ShowTokens,
        HideTokens,
        CancelJoin,
        CancelLeave,
        Replace,
        Remove,
        GiveUp,
    ]));
    items
}

fn trees_of(model: &Model, index: usize) -> Vec<Item> {
    let others = (0..model.world.cluster.len()).map(|other| StageOperation::CompareTrees(index, other));
    let back = Item { words: "Back".to_owned(), what: What::Compare(false) };
    possible(model, others).into_iter().chain([back]).collect()
}

/// Cutting off, moving to another side, and repair.
fn sides_of(model: &Model, member: Member) -> Vec<Item> {
    let others = (0..sides(model).count.min(MOST_SIDES)).map(|side| StageOperation::MoveToSide(member, side));
    let mut items = possible(model, [StageOperation::CutOff(member)].into_iter().chain(others));
    items.extend(repair(model));
    items
}

fn repair(model: &Model) -> Option<Item> {
    let item = Item { words: "Repair the partition".to_owned(), what: What::Operate(Operation::Repair) };
    Operation::Repair.is_possible(model).then_some(item)
}

fn name_of(model: &Model, index: usize) -> &str {
    model.world.cluster.names.get(index).map_or("", String::as_str)
}
