//! The actions that each item on the stage offers. Each can be undone by its opposite in the same menu.

use crate::explain::key_journey::words::shortened;
use crate::explain::snapshot::MessageState;
use crate::page::forms::locked::Part;
use crate::page::projection::sides::{Member, Sides};
use crate::page::state::{Action, Effect, Field, Menu, Model, NodeOperation, Operation, StageItem};
use crate::scenario::Command;

/// Most sides offered in a menu.
const MOST_SIDES: usize = 6;

/// A menu entry.
pub struct Item {
    pub words: String,
    pub what: What,
}

/// The effect of an entry.
pub enum What {
    /// Gives a command at the present moment.
    Give(Command),
    /// Dispatches an action.
    Do(Action),
    /// What can also be done by a key.
    Operate(Operation),
    /// What can be done to the node with this index.
    ToNode(NodeOperation, usize),
    /// Opens the list of nodes to compare trees with, or returns from it.
    Compare(bool),
}

impl Item {
    fn give(words: impl Into<String>, command: Command) -> Self {
        Self { words: words.into(), what: What::Give(command) }
    }

    fn act(words: impl Into<String>, action: Action) -> Self {
        Self { words: words.into(), what: What::Do(action) }
    }
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
        StageItem::Message(number) => match message_of(model, number) {
            Some(message) => format!("“{}” from {} to {}", message.label, message.from, message.to),
            None => "A message that is gone".to_owned(),
        },
        StageItem::Link(index) => match model.world.frame.state.held.get(index) {
            Some((from, to)) => format!("The link from {from} to {to}"),
            None => "A link".to_owned(),
        },
        StageItem::Wall => "The wall".to_owned(),
    }
}

/// The entries of a menu, without locked ones.
pub fn items(model: &Model, menu: Menu) -> Vec<Item> {
    let mut items = all_items(model, menu);
    items.retain(|item| match &item.what {
        What::Give(command) => !model.is_locked(&Action::Give(Field::Stage, command.clone(), 0.0)),
        What::Do(action) => !model.is_locked(action),
        What::Operate(operation) => match operation.effect(0.0) {
            Effect::Act(action) => !model.is_locked(&action),
            Effect::Focus(..) => true,
        },
        What::ToNode(operation, index) => !model.is_locked(&operation.action(model, *index, Field::Stage, 0.0)),
        What::Compare(_) => !model.locked.has(Part::Faults),
    });
    items
}

fn all_items(model: &Model, menu: Menu) -> Vec<Item> {
    match menu.stage_item {
        StageItem::Node(index) if menu.comparing => trees_of(model, index),
        StageItem::Node(index) => node_items(model, index),
        StageItem::Client(index) => client_items(model, index),
        StageItem::Message(number) => message_items(model, number),
        StageItem::Link(index) => match model.world.frame.state.held.get(index) {
            Some((from, to)) => vec![release(from, to)],
            None => Vec::new(),
        },
        StageItem::Wall => repair(model).into_iter().collect(),
    }
}

fn node_items(model: &Model, index: usize) -> Vec<Item> {
    use NodeOperation::*;
    let possible = |operations: &[NodeOperation]| -> Vec<Item> {
        let can = operations.iter().filter(|operation| operation.check(model, index).is_ok());
        can.map(|operation| Item { words: operation.label().to_owned(), what: What::ToNode(*operation, index) })
            .collect()
    };
    let is_up = Crash.check(model, index).is_ok();
    let mut items = possible(&[Restart, Crash, Wipe]);
    items.extend(sides(model, Member::Node(index)));
    items.extend(possible(&[ClockAhead, ClockBack, ClockRight]));
    if model.world.cluster.len() > 1 && is_up {
        items.push(Item { words: "Compare Merkle trees with…".to_owned(), what: What::Compare(true) });
    }
    items.extend(possible(&[Contact, ContactAny, ShowTokens, HideTokens, Remove]));
    items
}

fn trees_of(model: &Model, index: usize) -> Vec<Item> {
    let name = name_of(model, index);
    let others = model.world.cluster.names.iter().filter(|other| **other != name);
    let compare = |other: &String| {
        Item::give(format!("Node {other}"), Command::AntiEntropy { a: name.to_owned(), b: other.clone() })
    };
    let back = Item { words: "Back".to_owned(), what: What::Compare(false) };
    others.map(compare).chain([back]).collect()
}

fn client_items(model: &Model, index: usize) -> Vec<Item> {
    let Some(name) = model.world.clients.get(index) else { return Vec::new() };
    let mut items = Vec::new();
    if model.selection.client != index {
        items.push(Item::act(format!("Use {} as the client", shortened(name, 24)), Action::ChooseClient(index)));
    }
    items.extend(sides(model, Member::Client(index)));
    items
}

/// Cutting off, moving to another side, and repair.
fn sides(model: &Model, member: Member) -> Vec<Item> {
    let world = &model.world;
    let (nodes, clients) = (&world.cluster.names, &*world.clients);
    let sides = Sides::from_partition(world.frame.state.partition.as_deref(), nodes, clients);
    let part = |words: String, sides: &Sides| Item::give(words, sides.command(nodes, clients));
    let mut items = Vec::new();
    if !sides.is_alone(member) && nodes.len() + clients.len() > 1 {
        items.push(part("Cut off from the others".to_owned(), &sides.cut_off(member)));
    }
    let own = sides.side_of(member);
    for side in (0..sides.count).take(MOST_SIDES).filter(|side| sides.is_split() && Some(*side) != own) {
        let names = sides.names(side, nodes, clients).join(", ");
        let words = format!("Move to side {}: {}", side + 1, shortened(&names, 24));
        items.push(part(words, &sides.moved(member, side)));
    }
    items.extend(repair(model));
    items
}

fn repair(model: &Model) -> Option<Item> {
    let item = Item { words: "Repair the partition".to_owned(), what: What::Operate(Operation::Repair) };
    Operation::Repair.is_possible(model).then_some(item)
}

fn message_items(model: &Model, number: u32) -> Vec<Item> {
    let Some(message) = message_of(model, number) else { return Vec::new() };
    let MessageState { from, to, .. } = message;
    let held = model.world.frame.state.held.iter().any(|link| (&link.0, &link.1) == (from, to));
    let hold = || {
        let words = format!("Hold messages from {} to {}", shortened(from, 12), shortened(to, 12));
        Item::give(words, Command::Hold { from: from.clone(), to: to.clone() })
    };
    vec![Item::give("Drop this message", Command::drop_message(number)), if held { release(from, to) } else { hold() }]
}

fn release(from: &str, to: &str) -> Item {
    let words = format!("Release messages from {} to {}", shortened(from, 12), shortened(to, 12));
    Item::give(words, Command::Release { from: from.to_owned(), to: to.to_owned() })
}

fn message_of(model: &Model, number: u32) -> Option<&MessageState> {
    model.world.frame.state.messages.iter().find(|message| message.id == number)
}

fn name_of(model: &Model, index: usize) -> &str {
    model.world.cluster.names.get(index).map_or("", String::as_str)
}
