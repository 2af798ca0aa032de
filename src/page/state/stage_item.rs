//! The items of the stage that can be acted on, and their menu.

use super::{Action, Explained, Field, Model};

/// An item of the stage that can be acted on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StageItem {
    /// The node with this index.
    Node(usize),
    /// The client with this index.
    Client(usize),
    /// The message with this number.
    Message(u32),
    /// The held link with this index in the snapshot's list.
    Link(usize),
    /// The cut link with this index in the snapshot's list.
    Cut(usize),
    /// The zone with this index, in the order of their first nodes.
    Zone(usize),
    Wall,
}

impl StageItem {
    /// The value of the item's attribute `data-thing`.
    pub fn to_attribute(self) -> String {
        match self {
            Self::Node(index) => format!("n{index}"),
            Self::Client(index) => format!("c{index}"),
            Self::Message(number) => format!("m{number}"),
            Self::Link(index) => format!("l{index}"),
            Self::Cut(index) => format!("x{index}"),
            Self::Zone(index) => format!("z{index}"),
            Self::Wall => "w".to_owned(),
        }
    }

    /// The item of such an attribute.
    pub fn from_attribute(word: &str) -> Option<Self> {
        let number = || word.get(1..)?.parse::<u32>().ok();
        Some(match word.chars().next()? {
            'n' => Self::Node(number()? as usize),
            'c' => Self::Client(number()? as usize),
            'm' => Self::Message(number()?),
            'l' => Self::Link(number()? as usize),
            'x' => Self::Cut(number()? as usize),
            'z' => Self::Zone(number()? as usize),
            'w' => Self::Wall,
            _ => return None,
        })
    }

    /// The same item, to be explained.
    pub fn explained(self) -> Explained {
        match self {
            Self::Node(index) => Explained::Node(index),
            Self::Client(index) => Explained::Client(index),
            Self::Message(number) => Explained::Message(number),
            Self::Link(index) => Explained::Link(index),
            Self::Cut(index) => Explained::Cut(index),
            Self::Zone(index) => Explained::Zone(index),
            Self::Wall => Explained::Wall,
        }
    }
}

/// An open menu.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Menu {
    pub stage_item: StageItem,
    /// Its position in the window, in pixels.
    pub at: (f64, f64),
    /// Whether it is of an item in the second of two worlds.
    pub in_second_world: bool,
    /// Whether it lists the nodes to compare trees with.
    pub comparing: bool,
    /// Whether it was opened by a key, so that the focus returns to the item. After a click, the keys control playback
    /// again.
    pub by_key: bool,
}

impl Model {
    /// Opening a menu pauses playback, so that a message does not fly away from its menu.
    pub(super) fn open_menu(&mut self, menu: Option<Menu>) {
        if menu.is_some() && (self.playback.is_running()) {
            self.toggle_play();
        }
        self.selection.menu = menu;
    }

    /// A refusal on the stage is shown until the next action.
    pub(super) fn forget_refusal_of_stage(&mut self, action: &Action) {
        let looks =
            matches!(action, Action::Explain(_) | Action::Resize(_) | Action::OpenMenu(_) | Action::SetTheme(_));
        if !looks && self.refusal(Field::Stage).is_some() {
            self.refused = None;
        }
    }
}
