//! The page's whole state, in one place, and the one way to change it: an [`Action`].
//!
//! What is seen is a function of this and of a moment between two steps, which the animation clock keeps.
//! Two *films* can be shown: the journey of the key, and the messages of the history. Both have steps, and whatever
//! stands at a step looks the same, however one got there.

mod action;
mod arrival;
mod classroom;
mod commands;
mod comparison;
mod drafts;
mod editing;
mod inspector;
mod lesson_editing;
mod lessons;
mod locking;
mod message_playback;
mod opening;
mod playback;
mod sentence;
mod sharing;
mod stage_item;
mod step_cache;
#[cfg(test)]
mod tests;
mod text_import;
mod theme;
mod view_parameters;
mod world;

pub use action::Action;
pub use arrival::Arrival;
pub use classroom::{Classroom, EditorAction, LessonAction, LessonRequest};
pub use comparison::Comparison;
pub use drafts::{DraftAction, Drafts, MOST_CLIENTS, union};
pub use inspector::{Check, InspectorAction, InspectorState, Note, Noted, PopoverAnchor, Search};
pub use opening::Opening;
pub use playback::{Playback, PlaybackAction, SPEEDS, Track};
pub use sentence::moved_keys;
pub use sharing::Sharing;
pub use stage_item::{Menu, StageItem};
pub use text_import::{read_text, scenario_of};
pub use theme::Theme;
pub use world::{Frame, World};

use crate::explain::key_journey::{KeyJourney, key_journey};
use crate::page::forms::laboratory::Settings;
use crate::page::forms::locked::Locked;
use crate::page::projection::cluster::{Change, Cluster};
use crate::page::projection::shared::Shared;
use std::rc::Rc;
use yew::{AttrValue, Reducible, UseReducerDispatcher};

/// Where components send what was done.
pub type Dispatch = UseReducerDispatcher<Model>;

/// The key that the page opens with: on the default ring its walk strikes out a token.
pub const FIRST_KEY: &str = "cart-deborah";

/// The part of the left column that is unfolded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// The four stages of the journey.
    Journey,
    /// Put and get.
    Requests,
    /// What can go wrong.
    Faults,
    /// The nodes, N, R, W, and all settings.
    Cluster,
    /// Scenarios that come in and go out.
    Scenario,
}

impl Section {
    /// The id of its heading, which a shortcut goes to.
    pub fn id(self) -> &'static str {
        match self {
            Self::Journey => "ringside-journey",
            Self::Requests => "ringside-requests",
            Self::Faults => "ringside-faults",
            Self::Cluster => "ringside-cluster",
            Self::Scenario => "ringside-scenario",
        }
    }
}

/// What the sentence under the ring is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spotlight {
    /// The step of the film.
    Track,
    /// The last edit of the cluster.
    Change,
}

/// Something on the stage that is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Explained {
    /// The node at this place.
    Node(usize),
    /// The token at this place of the ring.
    Token(usize),
    /// The arc that the token at this place owns.
    Arc(usize),
    /// The key.
    Key,
    /// A client.
    Client(usize),
    /// The message of this number.
    Message(u32),
    /// The held link at this place.
    Link(usize),
    /// The wall of the partition.
    Wall,
}

/// What is chosen, pointed at or held on the stage.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Selection {
    /// The client that asks.
    pub client: usize,
    /// What is pointed at.
    pub explained: Option<Explained>,
    /// The node whose tokens stay marked.
    pub pinned: Option<usize>,
    /// The menu that is open.
    pub menu: Option<Menu>,
}

/// What stands on the page.
#[derive(Clone, PartialEq, Debug)]
pub enum Screen {
    /// The stage with its columns, and a second world beside the first if they are compared.
    Stage,
    /// A laboratory, with the settings that it was opened with.
    Laboratory(Settings),
    /// The lesson that is taken, on paper.
    Worksheet {
        /// With the answers.
        answers: bool,
        /// What comes back when it is put away.
        behind: Box<Screen>,
    },
}

impl Screen {
    /// Whether it is a laboratory.
    pub fn is_laboratory(&self) -> bool {
        matches!(self, Self::Laboratory(_))
    }

    /// The same without a sheet of paper over it.
    fn without_paper(self) -> Self {
        match self {
            Self::Worksheet { behind, .. } => *behind,
            screen => screen,
        }
    }
}

/// An input that was refused: which field, and the words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Where it was typed.
    pub field: Field,
    /// What is wrong with it.
    pub message: String,
}

/// The parts of the page where something can be refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The key.
    Key,
    /// A put or get.
    Request,
    /// The cluster.
    Cluster,
    /// Something on the stage.
    Stage,
    /// What goes wrong.
    Faults,
    /// Time.
    Time,
}

/// How the window is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// A phone's.
    pub narrow: bool,
    /// Its owner wants no motion.
    pub still: bool,
}

/// An edit that can be undone.
#[derive(Clone)]
struct Undoable {
    world: World,
    words: String,
}

/// The page's whole state.
#[derive(Clone)]
pub struct Model {
    /// The cluster and its history.
    pub world: World,
    undo: Vec<Undoable>,
    redo: Vec<Undoable>,
    /// What the last edit moved.
    pub change: Option<Shared<Change>>,
    /// What is typed in the key's field; the journey is that of the last good one.
    pub key_typed: AttrValue,
    /// The journey of the key.
    pub journey: Shared<KeyJourney>,
    /// How many of its steps have been shown.
    pub journey_step: usize,
    /// Whether the walk was seen to its end once, so that the next thing can be offered.
    pub walked: bool,
    /// What is played, and how.
    pub playback: Playback,
    /// How many milliseconds pass when time is let pass.
    pub wait: f64,
    /// Whether the space-time diagram is open.
    pub diagram: bool,
    /// What is chosen, pointed at or held on the stage.
    pub selection: Selection,
    /// What stands on the page.
    pub screen: Screen,
    /// The value to put.
    pub value: AttrValue,
    /// What was refused last.
    pub refused: Option<Refused>,
    /// What the sentence is about.
    pub spotlight: Spotlight,
    /// The unfolded part of the left column.
    pub section: Option<Section>,
    /// Light, dark, projector, or the system's.
    pub theme: Theme,
    /// The window.
    pub window: Window,
    /// The second world, if one is beside the first.
    pub comparison: Option<Comparison>,
    /// Whether the keyboard's help is open.
    pub help: bool,
    /// Whether the ring is shown as a list, too.
    pub ring_listed: bool,
    /// How the right column is looked at.
    pub inspector: InspectorState,
    /// Among very many nodes, those with this in their names can be edited.
    pub looked_for: AttrValue,
    /// What stands in the left column's fields.
    pub drafts: Drafts,
    /// What is hidden and cannot be done.
    pub locked: Locked,
    /// Whether the page stands in a frame of another one: the stage, its sentence and the transport.
    pub embedded: bool,
    /// The lesson that is taken, and what belongs to it.
    pub classroom: Classroom,
    /// The history that is on its way onto the page.
    pub arrival: Option<Arrival>,
    /// The work of an earlier page, as long as it is not opened: its opening was called off or refused, or is under way.
    unopened: Option<Rc<str>>,
}

impl Model {
    fn new(theme: Theme, window: Window) -> Self {
        let world = World::at_first();
        let journey = journey_of(&world.cluster, FIRST_KEY);
        Self {
            world,
            undo: Vec::new(),
            redo: Vec::new(),
            change: None,
            key_typed: AttrValue::Static(FIRST_KEY),
            journey,
            journey_step: 0,
            walked: false,
            wait: 1_000.0,
            diagram: false,
            playback: Playback::default(),
            selection: Selection::default(),
            screen: Screen::Stage,
            value: AttrValue::Static("milk"),
            refused: None,
            spotlight: Spotlight::Track,
            section: Some(Section::Journey),
            theme,
            window,
            comparison: None,
            help: false,
            ring_listed: false,
            inspector: InspectorState::default(),
            looked_for: AttrValue::Static(""),
            drafts: Drafts::default(),
            locked: Locked::default(),
            embedded: false,
            classroom: Classroom::default(),
            arrival: None,
            unopened: None,
        }
    }

    /// The refusal of this part of the page.
    pub fn refusal(&self, field: Field) -> Option<&str> {
        self.refused.as_ref().filter(|refused| refused.field == field).map(|refused| refused.message.as_str())
    }

    /// What the last edit was, if it can be undone.
    pub fn undoable(&self) -> Option<&str> {
        self.undo.last().map(|undoable| undoable.words.as_str())
    }

    /// What was undone last, if it can be done again.
    pub fn redoable(&self) -> Option<&str> {
        self.redo.last().map(|undoable| undoable.words.as_str())
    }

    /// The change that the stage shows.
    pub fn shown_change(&self) -> Option<Shared<Change>> {
        self.change.clone().filter(|_| self.spotlight == Spotlight::Change)
    }

    fn refuse(&mut self, field: Field, message: String) {
        self.refused = Some(Refused { field, message });
    }
}

/// The journey of a key on a cluster.
fn journey_of(cluster: &Cluster, key: &str) -> Shared<KeyJourney> {
    Shared::new(key_journey(&cluster.ring, &cluster.names, cluster.n, key))
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = (*self).clone();
        model.act(action);
        Rc::new(model)
    }
}
