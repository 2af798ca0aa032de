//! The page's state, held in one place, and the one way to change it: an [`Action`].
//!
//! What is drawn is a function of this state and of the progress between two steps, which the animation clock holds.
//! Two *tracks* can be played: the walk of the key, and the messages of the history. A step of either looks the same
//! however it was reached.

mod action;
mod challenge_editing;
mod challenges;
mod classroom;
mod commands;
mod comparison;
mod drafts;
mod drawer;
mod dropping;
mod edited_field;
mod editing;
mod field_ring;
mod film;
mod headline;
mod inspector;
mod key_dots;
mod last_move;
mod lesson_editing;
mod lessons;
mod loading;
mod locking;
mod message_playback;
mod node_operation;
mod opening;
mod operation;
mod playback;
mod sentence;
mod sharing;
mod stage_item;
mod stage_operation;
mod step_cache;
mod story;
#[cfg(test)]
mod tests;
mod text_import;
mod theme;
mod undo;
mod view_parameters;
mod world;
mod zone_operation;

pub use action::Action;
pub use challenge_editing::ChallengeEdit;
pub use challenges::{ChallengeAction, HandInDraft};
pub use classroom::{Classroom, Editing, EditorAction, LessonAction, LessonRequest};
pub use comparison::Comparison;
pub use drafts::{DraftAction, Drafts, MOST_CLIENTS, union};
pub use drawer::{Bar, Drawer};
pub use edited_field::EditedField;
pub use field_ring::{OpenRing, RingAction, RingProposal};
pub use film::{
    Film, FilmAction, FilmCaption, FilmForm, FilmFormat, FilmPlan, FilmProgress, FilmReport, FilmSubject, Still, WIDTHS,
};
pub use inspector::{Check, InspectorAction, InspectorState, Note, NoteSubject, PopoverAnchor, Search};
pub use loading::Loading;
pub use node_operation::NodeOperation;
pub use opening::Opening;
pub use operation::{Effect, HELP, Operation};
pub use playback::{Headline, Playback, PlaybackAction, SPEEDS, Track};
pub use sentence::moved_keys;
pub use sharing::Sharing;
pub use stage_item::{Menu, StageItem};
pub use stage_operation::{StageOperation, message, sides};
pub use story::{Story, Telling};
pub use text_import::{read_text, scenario_of};
pub use theme::Theme;
pub use world::{Frame, World};
pub use zone_operation::{ZoneFault, ZoneOperation};

use crate::explain::key_journey::{KeyJourney, key_journey_at};
use crate::page::forms::laboratory::Settings;
use crate::page::projection::cluster::{Change, Cluster};
use crate::page::projection::shared::Shared;
use crate::scenario::locked::Locked;
use std::rc::Rc;
use undo::{PutAside, UndoStack};

/// The key at the start: on the default ring, its walk skips a token.
pub const FIRST_KEY: &str = "cart-deborah";
/// The value at the start.
const FIRST_VALUE: &str = "milk";

/// A section of the left column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// The four stages of the key's walk.
    Journey,
    /// Put, get and delete.
    Requests,
    /// Faults.
    Faults,
    /// The nodes, N, R, W, and all settings.
    Cluster,
    /// Opening and saving scenarios.
    Scenario,
}

impl Section {
    /// The id of its heading, which a shortcut focuses.
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
    /// The step of the track.
    Track,
    /// The last edit of the cluster.
    Change,
    /// The stored keys on the ring.
    Keys,
}

/// An item of the stage that is explained while it is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Explained {
    /// The node with this index.
    Node(usize),
    /// The token with this index on the ring.
    Token(usize),
    /// The arc owned by the token with this index.
    Arc(usize),
    Key,
    /// The client with this index.
    Client(usize),
    /// The message with this number.
    Message(u32),
    /// The held link with this index.
    Link(usize),
    /// The cut link with this index.
    Cut(usize),
    /// The zone with this index.
    Zone(usize),
    Wall,
    /// The stored key with this index, clockwise.
    StoredKey(usize),
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
    /// The ring of a real cluster, or how to open one.
    Ring,
    /// The lesson that is taken, on paper.
    Worksheet {
        /// With the answers.
        answers: bool,
        /// What comes back when it is put away.
        behind: Box<Screen>,
    },
    /// Steps as stills, on paper.
    Stills {
        /// The pictures, in their order.
        stills: Rc<[Still]>,
        /// What comes back when they are put away.
        behind: Box<Screen>,
    },
}

impl Screen {
    /// Whether it is a laboratory.
    pub fn is_laboratory(&self) -> bool {
        matches!(self, Self::Laboratory(_))
    }

    /// Whether a page of another kind stands in place of the stage: a laboratory, or the ring of a real cluster.
    pub fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Laboratory(_) | Self::Ring)
    }

    /// The same without a sheet of paper over it.
    fn without_paper(self) -> Self {
        match self {
            Self::Worksheet { behind, .. } | Self::Stills { behind, .. } => *behind,
            screen => screen,
        }
    }
}

/// A refused input: where, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    pub field: Field,
    /// The reason.
    pub message: String,
    /// The field that holds what was refused, if it is one of those that take effect when they are left.
    pub typed: Option<(EditedField, Rc<str>)>,
}

/// The parts of the page that report refusals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Key,
    /// A put or get.
    Request,
    Cluster,
    Stage,
    Faults,
    Time,
}

/// The kind of window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// Whether it is as narrow as a phone's.
    pub narrow: bool,
    /// Whether two stages side by side have the width of a wide one each.
    pub broad: bool,
    /// Whether reduced motion is preferred.
    pub still: bool,
}

#[derive(Clone)]
pub struct Model {
    /// The cluster and its history.
    pub world: World,
    done: UndoStack,
    /// What was there before the lesson that is taken.
    put_aside_world: Option<PutAside>,
    /// The story that is being told.
    pub story: Option<Telling>,
    /// What the last edit moved.
    pub change: Option<Shared<Change>>,
    /// The text in the key's field; the walk is that of the last valid one.
    pub key_typed: Rc<str>,
    pub journey: Shared<KeyJourney>,
    /// How many steps of the walk were shown.
    pub journey_step: usize,
    /// Whether the walk was once seen to its end; then the next section is unfolded.
    pub walked: bool,
    pub playback: Playback,
    /// How long time is let pass, in simulated milliseconds.
    pub wait: f64,
    /// Whether the space-time diagram is open.
    pub diagram: bool,
    pub selection: Selection,
    pub screen: Screen,
    /// The ring of a real cluster that was opened last.
    pub field_ring: Option<OpenRing>,
    /// The value to put.
    pub value: Rc<str>,
    /// The last refusal.
    pub refused: Option<Refused>,
    /// What the sentence is about.
    pub spotlight: Spotlight,
    /// The unfolded section of the left column.
    pub section: Option<Section>,
    pub theme: Theme,
    /// The look to which one comes back from the projector’s.
    theme_before: Theme,
    /// The open drawer.
    pub drawer: Option<Drawer>,
    /// The bar that is shown whole in a small window.
    pub bar: Option<Bar>,
    /// The theme that the page was opened with on demand.
    asked_theme: Option<Theme>,
    pub window: Window,
    /// Whether this is the model as the second world's stage sees it.
    pub is_second_world: bool,
    /// The second world, if two are compared.
    pub comparison: Option<Comparison>,
    /// Whether the shortcuts' help is open.
    pub help: bool,
    /// Whether the stored keys are dots on the ring.
    pub keys_shown: bool,
    /// Whether the ring is also shown as a list.
    pub ring_listed: bool,
    /// The state of the right column.
    pub inspector: InspectorState,
    /// In a large cluster, only nodes whose names contain this text can be edited.
    pub looked_for: Rc<str>,
    /// What was chosen and typed in the left column.
    pub drafts: Drafts,
    /// The locked parts of the page.
    pub locked: Locked,
    /// Whether the page is embedded in another one: then only the stage, its sentence and the transport are shown.
    pub embedded: bool,
    /// The open lesson, the lesson editor, and what belongs to them.
    pub classroom: Classroom,
    /// The history that is being loaded.
    pub loading: Option<Loading>,
    /// Saved work that is not restored yet: loading it was cancelled, refused, or is under way.
    unopened: Option<Rc<str>>,
}

impl Model {
    fn new(theme: Theme, window: Window) -> Self {
        let world = World::at_first();
        let journey = journey_of(&world.cluster, FIRST_KEY);
        Self {
            world,
            done: UndoStack::default(),
            put_aside_world: None,
            story: None,
            change: None,
            key_typed: FIRST_KEY.into(),
            journey,
            journey_step: 0,
            walked: false,
            wait: 1_000.0,
            diagram: false,
            playback: Playback::default(),
            selection: Selection::default(),
            screen: Screen::Stage,
            field_ring: None,
            value: FIRST_VALUE.into(),
            refused: None,
            spotlight: Spotlight::Track,
            section: Some(Section::Journey),
            theme,
            theme_before: Theme::default(),
            drawer: (theme != Theme::Projector).then_some(Drawer::Actions),
            bar: None,
            asked_theme: None,
            window,
            is_second_world: false,
            comparison: None,
            help: false,
            keys_shown: false,
            ring_listed: false,
            inspector: InspectorState::default(),
            looked_for: "".into(),
            drafts: Drafts::default(),
            locked: Locked::default(),
            embedded: false,
            classroom: Classroom::default(),
            loading: None,
            unopened: None,
        }
    }

    /// The change that the stage shows.
    pub fn shown_change(&self) -> Option<Shared<Change>> {
        self.change.clone().filter(|_| self.spotlight == Spotlight::Change)
    }

    /// The state after an action.
    pub fn after(&self, action: Action) -> Self {
        let mut model = self.clone();
        model.act(action);
        model
    }

    fn refuse(&mut self, field: Field, message: String) {
        self.call_drawer_of(field);
        self.refused = Some(Refused { field, message, typed: None });
    }
}

/// The walk of a key on a cluster.
fn journey_of(cluster: &Cluster, key: &str) -> Shared<KeyJourney> {
    Shared::new(key_journey_at(&cluster.ring, &cluster.names, cluster.n, key, cluster.position_of(key)))
}
