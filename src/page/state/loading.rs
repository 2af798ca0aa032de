//! Loading a history: it is played in slices, and the present one stays on the page until loading has ended.

use super::comparison::SecondWorld;
use super::{Field, Model, Telling, World};
use crate::explain::key_journey::words::thousands;
use crate::input::refusal::Refusal;
use crate::page::forms::refusal_words::refusal_words;
use crate::page::projection::cluster::Beginning;
use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::playground::{Playground, Replay};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Events played at once: most histories have no more, and need no progress display.
const FIRST_SLICE: usize = 1_000;

/// A history that is being loaded. Clones share it.
#[derive(Clone)]
pub struct Loading(Rc<Inner>);

struct Inner {
    way: RefCell<Option<Way>>,
    purpose: Purpose,
    called_off: Cell<bool>,
}

/// What is played: one history, and that of a second world after it. A refusal in the second world does not stop the
/// first.
pub(super) struct Way {
    pub first: Replay,
    pub second: Option<Result<Replay, Refusal>>,
}

/// What happens with the history once it is loaded.
#[derive(Clone)]
pub(super) enum Purpose {
    /// Shows an opened scenario.
    Scenario,
    /// Shows a moment of a history, with this view.
    Moment(String),
    /// Restores saved work: the view, the lesson taken and what was there before it, the lesson being written, and typed
    /// text.
    Work { view: String, taken: Value, challenge: Value, own_challenge: Value, before: Value, own: Value, typed: Value },
    /// Shows what was there before a lesson, with this view.
    PutAside(String),
    /// Shows the effects of a command.
    Command(Rc<Commanded>),
    /// Offers the present history with a change, for confirmation.
    Proposal(Rc<Proposed>),
    /// Shows the second world.
    Compare(Rc<SecondWorld>),
}

/// A command given on the page.
pub(super) struct Commanded {
    /// Where a refusal is reported.
    pub field: Field,
    /// The course in which it was given; its effects are dropped if the course has changed.
    pub course: Shared<Course>,
    /// The client that gave it, if any.
    pub client: Option<String>,
    /// Whether it draws or removes a wall.
    pub draws_wall: bool,
    /// Whether these are many commands whose effects are not watched: the page goes to their end.
    pub rushed: bool,
    pub staged: Staged,
}

/// What follows a command on the page.
pub(super) struct Staged {
    /// Whether its effects are played at once.
    pub plays: bool,
    /// What an undo says of it; nothing if it belongs to what was done before.
    pub words: Option<String>,
    /// How far a story is told after it.
    pub story: Option<Telling>,
}

/// A proposed change of the beginning.
pub(super) struct Proposed {
    /// Where a refusal is reported.
    pub field: Field,
    /// The changed beginning.
    pub beginning: Beginning,
    pub clients: Vec<String>,
    /// The change, as the beginning of a sentence.
    pub words: String,
}

impl From<Replay> for Way {
    fn from(first: Replay) -> Self {
        Self { first, second: None }
    }
}

impl Way {
    fn go_on(&mut self, events: usize) -> Result<bool, Refusal> {
        if !self.first.go_on(events)? {
            return Ok(false);
        }
        match self.second.as_mut().and_then(|second| second.as_mut().ok()).map(|second| second.go_on(events)) {
            Some(Ok(arrived)) => return Ok(arrived),
            Some(Err(refusal)) => self.second = Some(Err(refusal)),
            None => {}
        }
        Ok(true)
    }

    /// The history that is played now.
    fn present(&self) -> &Replay {
        self.second
            .as_ref()
            .and_then(|second| second.as_ref().ok())
            .filter(|second| second.step() > 0)
            .unwrap_or(&self.first)
    }
}

impl Purpose {
    fn words(&self) -> &'static str {
        match self {
            Self::Scenario | Self::Moment(_) | Self::Work { .. } | Self::PutAside(_) => "Opening",
            Self::Command(_) => "Running",
            Self::Proposal(_) | Self::Compare(_) => "Replaying",
        }
    }

    /// Where a refusal is reported; without a field, in a dialog.
    fn field(&self) -> Option<Field> {
        match self {
            Self::Scenario | Self::Moment(_) | Self::Work { .. } | Self::PutAside(_) => None,
            Self::Command(command) => Some(command.field),
            Self::Proposal(proposed) => Some(proposed.field),
            Self::Compare(_) => Some(Field::Cluster),
        }
    }
}

impl PartialEq for Loading {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Loading {
    fn new(way: Way, purpose: Purpose) -> Self {
        Self(Rc::new(Inner { way: RefCell::new(Some(way)), purpose, called_off: Cell::new(false) }))
    }

    /// Plays at most this many events; returns whether loading has ended.
    ///
    /// # Errors
    /// The limit that was reached.
    pub fn go_on(&self, events: usize) -> Result<bool, Refusal> {
        self.0.way.borrow_mut().as_mut().map_or(Ok(true), |way| way.go_on(events))
    }

    /// Whether loading was cancelled.
    pub fn is_called_off(&self) -> bool {
        self.0.called_off.get()
    }

    /// The progress, in words.
    pub fn words(&self) -> String {
        let (way, words) = (self.0.way.borrow(), self.0.purpose.words());
        let (step, steps) = way.as_ref().map_or((0, 0), |way| (way.present().step(), way.present().steps()));
        let shown = thousands(step);
        match steps > step {
            true => format!("{words} …, {shown} of {} steps", thousands(steps)),
            false => format!("{words} …, {shown} steps"),
        }
    }
}

impl Model {
    /// Loads a history for this purpose: at once if it is short.
    pub(super) fn bring(&mut self, way: Result<impl Into<Way>, Refusal>, purpose: Purpose) {
        // Opening something replaces what was being opened; a command does not.
        if !matches!(purpose, Purpose::Command(_)) {
            self.call_off();
        }
        let begun = way.and_then(|way| {
            let mut way = way.into();
            Ok((way.go_on(FIRST_SLICE)?, way))
        });
        match begun {
            Ok((true, way)) => self.receive(way, &purpose),
            Ok((false, way)) => {
                self.call_off();
                self.loading = Some(Loading::new(way, purpose));
            }
            Err(refusal) => self.refuse_loading(&purpose, refusal),
        }
    }

    /// Loading has ended, or was refused for this reason.
    pub(super) fn end_loading(&mut self, refused: Option<Refusal>) {
        let Some(loading) = self.loading.take() else { return };
        match (refused, loading.0.way.take()) {
            (Some(refusal), _) => self.refuse_loading(&loading.0.purpose, refusal),
            (None, Some(way)) => self.receive(way, &loading.0.purpose),
            (None, None) => {}
        }
    }

    fn refuse_loading(&mut self, purpose: &Purpose, refusal: Refusal) {
        match purpose.field() {
            Some(field) => self.refuse(field, refusal_words(&refusal)),
            None => self.drafts.error_dialog = Some(refusal.message),
        }
    }

    /// Cancels loading.
    pub(super) fn call_off(&mut self) {
        if let Some(loading) = self.loading.take() {
            loading.0.called_off.set(true);
        }
    }

    /// Whether the effects of a command are still being computed.
    pub(super) fn awaits_command(&self) -> bool {
        self.loading.as_ref().is_some_and(|loading| matches!(loading.0.purpose, Purpose::Command(_)))
    }

    fn receive(&mut self, way: Way, purpose: &Purpose) {
        let (playground, second) = (way.first.into_playground(), way.second);
        match purpose {
            Purpose::Scenario => self.show_opened(World::opened(playground)),
            Purpose::Moment(view) => self.show_moment(World::opened(playground), view),
            Purpose::PutAside(view) => self.show_put_aside(World::opened(playground), view),
            Purpose::Work { view, taken, challenge, own_challenge, before, own, typed } => {
                self.unopened = None;
                // What the address names is already open.
                let screen = self.screen.clone();
                self.show_moment(World::opened(playground), view);
                self.screen = screen;
                self.restore_put_aside(before);
                self.go_on_writing_challenge(own_challenge);
                self.go_on_with_challenge(challenge);
                self.go_on_with_lesson(taken, own);
                self.type_again(typed);
            }
            Purpose::Command(command) => self.receive_command(playground, second, command),
            Purpose::Proposal(proposed) => self.receive_proposal(playground, proposed),
            Purpose::Compare(second) => self.receive_comparison(playground, second),
        }
    }

    fn receive_command(
        &mut self,
        playground: Playground,
        second: Option<Result<Replay, Refusal>>,
        command: &Commanded,
    ) {
        if command.course != self.world.course {
            let words = "The history has changed; the command was dropped.";
            return self.refuse(command.field, words.to_owned());
        }
        match &command.staged.words {
            Some(words) => self.remember(words.clone()),
            None => self.go_on_with_remembered(),
        }
        self.refused = None;
        self.drafts.proposal = None;
        self.story = command.staged.story;
        if command.draws_wall {
            self.drafts.sides.clear();
        }
        self.walked = true;
        self.world.take_over(playground, command.client.as_deref());
        self.follow_second(second, command.client.as_deref());
        self.follow_cluster();
        self.show_track(super::Track::Messages);
        self.playback.headline = super::Headline::Own;
        self.playback.playing = command.staged.plays && self.step() < self.last_step();
        if command.rushed {
            self.show_rushed();
        }
    }
}
