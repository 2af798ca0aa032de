//! Undo and redo of everything that was done: edits, commands, faults, settings, clients, branches, what was opened.
//!
//! Whoever changes the world calls [`Model::remember`] first. An entry is offered only in the course of events to which it
//! led, so that what “Undo” names is always what it undoes. A history is never changed, and worlds share it, so an entry
//! costs little.

use super::story::Telling;
use super::{Model, Screen, Spotlight, Track, World};
use crate::explain::key_journey::words::quoted;
use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::page::session::challenge_session::ChallengeSession;
use crate::page::session::lesson_session::LessonSession;
use crate::playground::permalink::{replay_of, whole_moment};
use crate::scenario::locked::Part;
use serde_json::{Value, json};

/// Most actions that can be undone.
const MOST_UNDO: usize = 100;

/// Said after something was undone or done again.
pub const BROUGHT_BACK: &str = "The ring and its data are as they were.";

/// What an undo brings back.
#[derive(Clone)]
struct Moment {
    world: World,
    key: String,
    track: Track,
    session: Option<LessonSession>,
    challenge: Option<ChallengeSession>,
    story: Option<Telling>,
}

/// A way to another moment.
#[derive(Clone)]
pub(super) struct Entry {
    moment: Moment,
    /// What was done, as the beginning of a sentence.
    words: String,
    /// The course of events in which the entry is offered, and the key at that time; unknown until the action is over.
    after: Option<(Shared<Course>, String)>,
}

/// What can be undone, and what was undone.
#[derive(Clone, Default)]
pub(super) struct UndoStack {
    undo: Vec<Entry>,
    redo: Vec<Entry>,
}

/// What was there before a lesson began.
#[derive(Clone)]
pub(super) enum PutAside {
    /// The world, its view, and what could be undone.
    Here { world: Box<World>, view: String, undo: Vec<Entry> },
    /// As it was saved with the lesson; the history is computed when the lesson is left.
    Saved { moment: Value, view: String },
}

impl UndoStack {
    /// The action is over: what it remembered is offered in the course of events to which it led.
    fn settle(&mut self, course: &Shared<Course>, key: &str) {
        if let Some(entry) = self.undo.last_mut().filter(|entry| entry.after.is_none()) {
            entry.after = Some((course.clone(), key.to_owned()));
        }
    }

    fn push(&mut self, entry: Entry) {
        self.undo.push(entry);
        if self.undo.len() > MOST_UNDO {
            self.undo.remove(0);
        }
    }
}

/// The last entry, if it is offered in this world.
fn offered<'a>(entries: &'a [Entry], world: &World) -> Option<&'a Entry> {
    entries.last().filter(|entry| entry.after.as_ref().is_some_and(|after| after.0 == world.course))
}

impl Model {
    /// What undo would undo.
    pub fn undoable(&self) -> Option<&str> {
        offered(&self.done.undo, &self.world).map(|entry| entry.words.as_str())
    }

    /// What redo would do again.
    pub fn redoable(&self) -> Option<&str> {
        offered(&self.done.redo, &self.world).map(|entry| entry.words.as_str())
    }

    /// Remembers the present world before something is done to it.
    pub(super) fn remember(&mut self, words: impl Into<String>) {
        self.settle_undo();
        self.done.redo.clear();
        let entry = Entry { moment: self.moment(), words: words.into(), after: None };
        self.done.push(entry);
    }

    /// The same for what also ends a lesson or a challenge: one undo leads back into it.
    pub(super) fn remember_with_what_is_left(&mut self, words: &str) {
        if !self.has_set_aside() {
            return self.remember(words);
        }
        self.leave_lesson();
        self.leave_challenge();
        if let Some(left) = self.done.undo.last_mut() {
            (left.words, left.after) = (words.to_owned(), None);
        }
    }

    /// What is done now belongs to what was remembered last.
    pub(super) fn go_on_with_remembered(&mut self) {
        if let Some(entry) = self.done.undo.last_mut() {
            entry.after = None;
        }
    }

    /// Called after each action.
    pub(super) fn settle_undo(&mut self) {
        self.done.settle(&self.world.course, &self.journey.key);
    }

    pub(super) fn undo(&mut self) {
        if self.undoable().is_some()
            && let Some(entry) = self.done.undo.pop()
        {
            let back = self.way_back(&entry);
            self.bring_back(entry, "Undone");
            self.done.redo.push(back);
        }
    }

    pub(super) fn redo(&mut self) {
        if self.redoable().is_some()
            && let Some(entry) = self.done.redo.pop()
        {
            let back = self.way_back(&entry);
            self.bring_back(entry, "Done again");
            self.done.push(back);
        }
    }

    /// The entry that leads from where another one leads to back to here.
    fn way_back(&self, entry: &Entry) -> Entry {
        let Moment { world, key, .. } = &entry.moment;
        let after = Some((world.course.clone(), key.clone()));
        Entry { moment: self.moment(), words: entry.words.clone(), after }
    }

    fn moment(&self) -> Moment {
        Moment {
            world: self.world.clone(),
            key: self.journey.key.clone(),
            track: self.playback.track,
            session: self.classroom.session.clone(),
            challenge: self.classroom.challenge.clone(),
            story: self.story,
        }
    }

    /// Shows the moment that an entry leads to. Two worlds stay two.
    fn bring_back(&mut self, entry: Entry, how: &str) {
        self.call_off();
        let compared = self.comparison.as_ref().map(|comparison| comparison.difference);
        let Entry { moment: Moment { world, key, track, session, challenge, story }, words, after } = entry;
        // Whoever has chosen another key since keeps it.
        if after.is_some_and(|(_, key)| key == self.journey.key) && key != self.journey.key {
            self.choose_key(key);
        }
        match (self.has_set_aside(), session.is_some() || challenge.is_some()) {
            (false, true) => self.put_aside_world = Some(self.taken_aside()),
            (true, false) => {
                if let Some(PutAside::Here { undo, .. }) = self.put_aside_world.take() {
                    self.done.undo = undo;
                }
            }
            _ => {}
        }
        let now = self.classroom.challenge.take();
        self.classroom.challenge = challenge.map(|mut earlier| {
            let same = now.filter(|now| now.challenge == earlier.challenge);
            earlier.hints = earlier.hints.max(same.map_or(0, |now| now.hints));
            earlier
        });
        self.classroom.session = session.map(|earlier| match self.classroom.session.take() {
            Some(now) => earlier.with_progress_of(&now),
            None => earlier,
        });
        self.screen = Screen::Stage;
        self.show_change(world, format!("{how}: {words}"), BROUGHT_BACK);
        self.story = story;
        if track == Track::Messages {
            self.show_track(track);
            self.spotlight = Spotlight::Change;
        }
        self.compare_with(compared.filter(|_| !self.locks().has(Part::Worlds)));
    }

    fn taken_aside(&mut self) -> PutAside {
        let undo = std::mem::take(&mut self.done.undo);
        PutAside::Here { world: Box::new(self.world.clone()), view: self.view(), undo }
    }

    /// Keeps what is there, for when the lesson is left. Undo leaves the lesson, too, as long as nothing else was done.
    pub(super) fn put_aside(&mut self, words: String) {
        if self.has_set_aside() {
            return self.remember(words);
        }
        self.settle_undo();
        self.put_aside_world = Some(self.taken_aside());
        self.remember(words);
    }

    /// Whether a lesson or a challenge is on the stage, and what was there before is kept.
    fn has_set_aside(&self) -> bool {
        self.classroom.session.is_some() || self.classroom.challenge.is_some()
    }

    /// Leaves the challenge: what was there before it is there again.
    pub(super) fn leave_challenge(&mut self) {
        let Some(session) = &self.classroom.challenge else { return };
        let words = format!("The challenge {} was left", quoted(&session.challenge.title));
        self.keep_played();
        let left = Entry { moment: self.moment(), words, after: None };
        (self.classroom.challenge, self.drafts.hand_in) = (None, None);
        self.bring_back_set_aside(left);
    }

    /// Leaves the lesson: what was there before it is there again.
    pub(super) fn leave_lesson(&mut self) {
        self.put_on_paper(None);
        let Some(session) = &self.classroom.session else { return };
        let words = format!("The lesson {} was left", quoted(&session.lesson.title));
        let left = Entry { moment: self.moment(), words, after: None };
        self.classroom.session = None;
        self.bring_back_set_aside(left);
        // After a trial, editing continues.
        self.show_written_step();
    }

    /// Brings back what was there before a lesson or a challenge; `left` leads to where it was left.
    fn bring_back_set_aside(&mut self, left: Entry) {
        self.done.redo.clear();
        self.stop();
        self.screen = Screen::Stage;
        match self.put_aside_world.take() {
            Some(PutAside::Here { world, view, undo }) => {
                self.done.undo = undo;
                self.show_put_aside(*world, &view);
            }
            Some(PutAside::Saved { moment, view }) => {
                self.done.undo.clear();
                self.bring(replay_of(&moment, true), super::loading::Purpose::PutAside(view));
            }
            None => {}
        }
        self.done.push(left);
    }

    pub(super) fn show_put_aside(&mut self, world: World, view: &str) {
        self.part();
        self.refused = None;
        self.drafts.proposal = None;
        (self.selection.explained, self.selection.menu, self.change) = (None, None, None);
        self.world = world;
        self.look_as(view);
        self.follow_cluster();
        self.spotlight = Spotlight::Track;
    }

    /// What was there before the lesson, to be saved with it.
    pub(super) fn put_aside_json(&self) -> Value {
        match &self.put_aside_world {
            Some(PutAside::Here { world, view, .. }) => {
                json!({ "moment": whole_moment(world.playground(), world.frame.state.step), "view": view })
            }
            Some(PutAside::Saved { moment, view }) => json!({ "moment": moment, "view": view }),
            None => Value::Null,
        }
    }

    /// Restores what was saved with a lesson.
    pub(super) fn restore_put_aside(&mut self, saved: &Value) {
        self.put_aside_world = saved["view"]
            .as_str()
            .map(|view| PutAside::Saved { moment: saved["moment"].clone(), view: view.to_owned() });
    }
}
