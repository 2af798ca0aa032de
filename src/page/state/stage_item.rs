//! The things on the stage that can be acted on, and the menu that says how.

use super::{Action, Explained, Field, Model};

/// Something on the stage that can be acted on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StageItem {
    /// The node at this place.
    Node(usize),
    /// The client at this place.
    Client(usize),
    /// The message of this number.
    Message(u32),
    /// The held link at this place of the snapshot's list.
    Link(usize),
    /// The wall of the partition.
    Wall,
}

impl StageItem {
    /// How it is written in an attribute.
    pub fn to_attribute(self) -> String {
        match self {
            Self::Node(index) => format!("n{index}"),
            Self::Client(index) => format!("c{index}"),
            Self::Message(number) => format!("m{number}"),
            Self::Link(index) => format!("l{index}"),
            Self::Wall => "w".to_owned(),
        }
    }

    /// What is written in an attribute.
    pub fn from_attribute(word: &str) -> Option<Self> {
        let number = || word.get(1..)?.parse::<u32>().ok();
        Some(match word.chars().next()? {
            'n' => Self::Node(number()? as usize),
            'c' => Self::Client(number()? as usize),
            'm' => Self::Message(number()?),
            'l' => Self::Link(number()? as usize),
            'w' => Self::Wall,
            _ => return None,
        })
    }

    /// The same thing, to be explained.
    pub fn explained(self) -> Explained {
        match self {
            Self::Node(index) => Explained::Node(index),
            Self::Client(index) => Explained::Client(index),
            Self::Message(number) => Explained::Message(number),
            Self::Link(index) => Explained::Link(index),
            Self::Wall => Explained::Wall,
        }
    }
}

/// A menu that is open.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Menu {
    /// What it acts on.
    pub stage_item: StageItem,
    /// Where it opens, in pixels of the window.
    pub at: (f64, f64),
    /// Whether it lists the nodes to compare trees with.
    pub comparing: bool,
    /// Whether a key opened it: then the focus goes back to the thing. After a click the keys are for the film again.
    pub by_key: bool,
}

impl Model {
    /// A message must not fly away from the menu that is about it: the film stands still.
    pub(super) fn open_menu(&mut self, menu: Option<Menu>) {
        if menu.is_some() && (self.playback.is_running()) {
            self.toggle_play();
        }
        self.selection.menu = menu;
    }

    /// What was said of a stroke stands until something else is done.
    pub(super) fn forget_refusal_of_stage(&mut self, action: &Action) {
        let looks =
            matches!(action, Action::Explain(_) | Action::Resize(_) | Action::OpenMenu(_) | Action::SetTheme(_));
        if !looks && self.refusal(Field::Stage).is_some() {
            self.refused = None;
        }
    }
}
