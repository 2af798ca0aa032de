//! Taking a lesson: showing its steps, performing their actions, revealing outcomes.

use super::action::Action;
use super::world::clients_of_commands;
use super::{Drawer, Model, Screen, Section, Track, World, journey_of};
use crate::explain::key_journey::words::quoted;
use crate::input::query::value;
use crate::page::forms::laboratory::Settings;
use crate::page::projection::folding::{Panel, Unfolded};
use crate::page::projection::modulo_picture::ModuloPicture;
use crate::page::projection::shared::Shared;
use crate::page::session::finished_lesson::FinishedLesson;
use crate::page::session::lesson_catalog::LessonCatalog;
use crate::page::session::lesson_editor::LessonEditor;
use crate::page::session::lesson_session::{LessonSession, Way};
use crate::page::session::progress::Next;
use crate::page::state::{LessonAction, LessonRequest};
use crate::playground::Playground;
use crate::teaching::lesson::{Lesson, Look};
use serde_json::Value;

impl Model {
    pub(super) fn lesson_action(&mut self, lesson_action: LessonAction) {
        match lesson_action {
            LessonAction::List(open) => {
                self.classroom.listing = open;
                self.classroom.just_finished = false;
            }
            LessonAction::ListChallenges(listed) => self.classroom.lists_challenges = listed,
            LessonAction::CatalogRead(text) => {
                self.classroom.catalog = Some(text.and_then(|text| LessonCatalog::read(&text)).map(Shared::new))
            }
            LessonAction::Fetched(lesson_request, Ok(text)) => self.open_from_catalog(*lesson_request, text),
            LessonAction::Fetched(_, Err(message)) => self.drafts.error_dialog = Some(message),
            LessonAction::Read(text) => self.read_lesson(&text, None),
            LessonAction::GoTo(step) => {
                let reach = self.classroom.session.as_ref().map_or(0, LessonSession::reach);
                if step <= reach {
                    self.go_to_lesson_step(step);
                }
            }
            LessonAction::Advance => self.advance(),
            LessonAction::Retreat => self.retreat(),
            LessonAction::Choose(choice) => {
                self.in_lesson(|session| session.change(|progress| progress.choose(choice)))
            }
            LessonAction::Poll(polling) => {
                self.in_lesson(|session| session.change(|progress| progress.polling = polling))
            }
            LessonAction::Count(choice, typed) => {
                self.in_lesson(|session| session.change(|progress| progress.count_hands(choice, typed)));
            }
            LessonAction::Leave => self.leave_lesson(),
            LessonAction::Edit(action) => self.edit_lesson(action),
            LessonAction::Sheet(answers) => self.put_on_paper(answers),
            LessonAction::Presented(true) => {}
            LessonAction::Presented(false) => {
                let words =
                    "The browser did not let the page open a window: allow pop-up windows for it, and try again.";
                self.drafts.error_dialog = Some(words.to_owned());
            }
            LessonAction::Blank(dark) => self.classroom.blank = dark.unwrap_or(!self.classroom.blank),
        }
    }

    /// Shows the lesson on paper, with the answers or without, or puts the paper away.
    pub(super) fn put_on_paper(&mut self, answers: Option<bool>) {
        let behind = std::mem::replace(&mut self.screen, Screen::Stage).without_paper();
        self.screen = match answers {
            Some(answers) => Screen::Worksheet { answers, behind: Box::new(behind) },
            None => behind,
        };
    }

    fn in_lesson(&mut self, change: impl FnOnce(&mut LessonSession)) {
        if let Some(session) = &mut self.classroom.session {
            change(session);
        }
    }

    /// Opens a lesson or scenario of the catalogue.
    fn open_from_catalog(&mut self, lesson_request: LessonRequest, text: String) {
        match super::read_text(text) {
            Action::Lesson(LessonAction::Read(text)) => self.read_lesson(&text, Some(lesson_request)),
            Action::Open(Ok(scenario)) => {
                self.leave_lesson();
                self.leave_challenge();
                self.act(Action::Open(Ok(scenario)));
            }
            refused => self.act(refused),
        }
    }

    fn read_lesson(&mut self, text: &str, lesson_request: Option<LessonRequest>) {
        match Lesson::read(text) {
            Ok(lesson) => {
                let step = lesson_request.as_ref().map_or(0, |lesson_request| lesson_request.step);
                self.take(lesson, lesson_request.map(|lesson_request| lesson_request.id), step);
            }
            Err(error) => self.drafts.error_dialog = Some(format!("This lesson cannot be opened. {error}")),
        }
    }

    /// Opens the lesson in a link.
    pub(super) fn open_lesson_link(&mut self, fragment: &str) {
        let (link, view) = fragment.split_once('&').unwrap_or((fragment, ""));
        let step = value(view, "step").and_then(|step| step.parse::<usize>().ok()).unwrap_or(1);
        match Lesson::from_link(link) {
            Ok(lesson) => self.take(lesson, None, step.saturating_sub(1)),
            Err(error) => self.drafts.error_dialog = Some(error.to_string()),
        }
    }

    /// Restores the lesson being taken, and the one being written.
    pub(super) fn go_on_with_lesson(&mut self, taken: &Value, own: &Value) {
        if let Some(own) = LessonSession::from_json(own) {
            let mut editor = LessonEditor::from_lesson((*own.lesson).clone(), true);
            editor.session.step = own.step;
            self.classroom.editor = Some(editor);
        }
        match LessonSession::from_json(taken) {
            Some(session) => self.resume_session(session),
            None if self.classroom.challenge.is_some() => {}
            None => self.show_written_step(),
        }
    }

    /// What the learner did alone stays on the stage; the lesson's own worlds are computed again.
    fn resume_session(&mut self, session: LessonSession) {
        let (step, here) = (session.step, self.world.clone());
        let is_the_lessons = session.makes(here.playground());
        self.classroom.session = Some(session);
        self.go_to_lesson_step(step);
        if !is_the_lessons {
            let track = if here.steps > 0 { Track::Messages } else { Track::KeyWalk };
            self.world = here;
            self.follow_cluster();
            self.screen = Screen::Stage;
            self.show_track(track);
        }
    }

    /// Makes what the learner did alone undoable.
    fn remember_own_way(&mut self) {
        let own =
            self.classroom.session.as_ref().is_some_and(|session| session.course.as_ref() != Some(&self.world.course));
        if own && self.world.steps > 0 {
            self.remember("Back to the lesson");
        }
    }

    /// The lesson being written or taken, in words.
    pub(super) fn lesson_words(&self) -> Option<String> {
        let made = self.classroom.editor.as_ref().filter(|editor| editor.unsaved);
        let made = made.map(|editor| format!("your lesson {}", quoted(&editor.session.lesson.title)));
        made.or_else(|| {
            let session = self.classroom.session.as_ref()?;
            let title = quoted(&session.lesson.title);
            Some(format!("the lesson {title}, step {} of {}", session.step + 1, session.steps()))
        })
    }

    /// Opens a lesson at a step, counted from 0; `id` is its name in the catalogue.
    pub(super) fn take(&mut self, lesson: Lesson, id: Option<String>, step: usize) {
        let words = format!("The lesson {} is open", quoted(&lesson.title));
        let session = LessonSession::new(Shared::new(lesson), id);
        if let Err(message) = session.world_at(step) {
            self.drafts.error_dialog = Some(message);
            return;
        }
        self.call_off();
        self.put_aside(words);
        self.keep_played();
        (self.classroom.challenge, self.drafts.hand_in) = (None, None);
        self.inspector.unfolded = Unfolded::default();
        self.classroom.session = Some(session);
        self.go_to_lesson_step(step);
    }

    /// Shows a step as it was left; a step whose outcome was not seen starts again.
    fn go_to_lesson_step(&mut self, step: usize) {
        let Some(mut session) = self.classroom.session.clone() else { return };
        match session.world_at(step) {
            Ok(playground) => {
                let step = step.min(session.steps().saturating_sub(1));
                let revealed = session.progress_of(step).revealed;
                if session.course.is_some() {
                    self.remember_own_way();
                }
                session.step = step;
                session.change(|progress| progress.acted &= progress.revealed);
                self.put_on_stage(playground, &session);
                session.course = Some(self.world.course.clone());
                self.drawer = Some(Drawer::Actions);
                let look = session.shown().look.clone();
                let predicted = session.prediction().is_some() && !revealed;
                self.classroom.session = Some(session);
                self.look_at(&look, !predicted, revealed);
            }
            Err(message) => self.drafts.error_dialog = Some(message),
        }
    }

    pub(super) fn put_on_stage(&mut self, playground: Playground, session: &LessonSession) {
        let lesson = &session.lesson;
        let script = lesson.scenario.script.iter().map(|entry| &entry.command);
        let acts = lesson.steps.iter().flat_map(|step| step.before.iter().chain(&step.acts)).map(|act| &act.command);
        let clients = clients_of_commands(script.chain(acts));
        self.refused = None;
        self.part();
        self.drafts.proposal = None;
        self.story = None;
        (self.selection.explained, self.selection.pinned, self.selection.menu, self.change) = (None, None, None, None);
        self.screen = Screen::Stage;
        self.selection.client = self.selection.client.min(clients.len().saturating_sub(1));
        self.world = World::as_it_is(playground, clients);
        self.journey = journey_of(&self.world.cluster, &self.journey.key);
        self.journey_step = 0;
        self.walked = self.world.steps > 0;
        self.section = Some(Section::Requests);
        self.show_track(if self.world.steps > 0 { Track::Messages } else { Track::KeyWalk });
    }

    /// Selects and unfolds what a step looks at. What would reveal the answer of a prediction waits until it is locked
    /// in.
    fn look_at(&mut self, look: &Look, tells: bool, was_seen: bool) {
        if let Some(key) = look.key.as_ref() {
            self.journey = journey_of(&self.world.cluster, key);
            self.key_typed = key.clone().into();
            self.journey_step = 0;
        }
        self.keys_shown = look.keys;
        self.selection.pinned = look.node.as_ref().and_then(|node| self.world.cluster.index_of(node));
        if let Some(panel) = look.panel.as_deref().and_then(panel_of) {
            let folding_context = self.folding_context();
            if !self.inspector.unfolded.is_open(panel, folding_context) {
                self.inspector.unfolded.toggle(panel, folding_context);
            }
        }
        if look.walk {
            self.show_track(Track::KeyWalk);
            self.journey_step = if was_seen { self.journey.steps.len() } else { 0 };
        }
        if !tells {
            return;
        }
        if look.walk && !was_seen {
            self.start_walk();
        }
        if let Some(question) = &look.laboratory {
            self.screen = Settings::from_question(question).map_or(Screen::Stage, Screen::Laboratory);
        }
    }

    /// Whether a step of a lesson is about the key on the stage. Its position is shown from the beginning: that gives nothing
    /// away, for who owns it is read off the ring.
    pub fn key_is_asked_about(&self) -> bool {
        let look = self.classroom.session.as_ref().map(|session| &session.shown().look);
        look.is_some_and(|look| look.key.as_ref() == Some(&self.journey.key)) && self.shown_change().is_none()
    }

    /// The picture of `hash mod nodes`, if the lesson's step shows that: with one node more once the prediction is locked in.
    pub fn modulo_of_lesson(&self) -> Option<ModuloPicture> {
        let session = self.classroom.session.as_ref().filter(|session| session.shown().look.modulo)?;
        let shown = self.lesson_way() == Way::TheLessons;
        let grown = session.progress().acted || session.progress().revealed;
        shown.then(|| ModuloPicture::with_one_more(&self.world.cluster, grown))
    }

    /// How the history on the stage relates to the lesson.
    pub fn lesson_way(&self) -> Way {
        match &self.classroom.session {
            Some(session) => session.way(self.world.playground(), &self.world.course),
            None => Way::TheLessons,
        }
    }

    /// Does the one thing that comes next: the primary button.
    fn advance(&mut self) {
        let Some(session) = &self.classroom.session else { return self.forward() };
        if self.lesson_way() == Way::Own {
            return self.return_to_lesson();
        }
        match session.next() {
            Next::LockIn => {
                self.in_lesson(|session| session.change(|progress| progress.lock_in()));
                let locked = self.classroom.session.as_ref().filter(|session| session.progress().locked);
                // Where there is nothing to command, as for a walk, it begins at once.
                if locked.is_some_and(|session| session.shown().acts.is_empty()) {
                    self.perform();
                }
            }
            Next::Act => self.perform(),
            Next::Outcome => self.go_to_the_end(),
            Next::Step => self.go_to_lesson_step(session.step + 1),
            Next::Finish => {
                let finished = FinishedLesson::new(session);
                self.leave_lesson();
                self.finish_lesson(finished);
            }
        }
    }

    /// Opens the list of lessons, which says how it went and what comes next.
    fn finish_lesson(&mut self, lesson: FinishedLesson) {
        let room = &mut self.classroom;
        lesson.add_to(&mut room.finished);
        (room.listing, room.just_finished) = (true, true);
    }

    fn retreat(&mut self) {
        match &self.classroom.session {
            Some(session) => {
                if let Some(step) = session.step.checked_sub(1) {
                    self.go_to_lesson_step(step);
                }
            }
            None => self.back(),
        }
    }

    /// Performs the step's action and plays its effects.
    fn perform(&mut self) {
        let Some(mut session) = self.classroom.session.clone() else { return };
        let outcome = match session.outcome(session.step) {
            Ok(outcome) => outcome,
            Err(message) => {
                self.drafts.error_dialog = Some(message);
                return;
            }
        };
        let look = session.shown().look.clone();
        let acts = !session.shown().acts.is_empty();
        self.put_on_stage(outcome.after.clone(), &session);
        session.change(|progress| progress.acted = true);
        session.course = Some(self.world.course.clone());
        self.classroom.session = Some(session);
        if acts || self.world.steps > outcome.before {
            self.look_at(&Look { walk: false, ..look }, true, false);
            self.show_track(Track::Messages);
            self.world.show(outcome.before);
            self.follow_cluster();
            if !self.screen.is_laboratory() {
                self.playback.playing = true;
                self.depart();
            }
        } else {
            self.look_at(&look, true, false);
        }
    }

    /// Returns from the learner's own exploration to the lesson.
    fn return_to_lesson(&mut self) {
        if let Some(session) = &self.classroom.session {
            self.go_to_lesson_step(session.step);
        }
    }

    /// Called after each action: checks whether the outcome was seen, and whether the learner has given the step's
    /// commands by hand.
    pub(super) fn follow_lesson(&mut self) {
        let Some(session) = &self.classroom.session else { return };
        if let Way::ByHand(done) = self.lesson_way() {
            if done == session.shown().acts.len() && session.next() == Next::Act {
                self.perform();
            }
            return;
        }
        let seen = session.next() == Next::Outcome && self.is_at_outcome() && self.lesson_way() == Way::TheLessons;
        if seen {
            self.in_lesson(|session| session.change(|progress| progress.revealed = true));
        }
    }

    fn is_at_outcome(&self) -> bool {
        let walks = self.classroom.session.as_ref().is_some_and(|session| session.shown().look.walk);
        let stands_still = self.playback.track == Track::KeyWalk && !walks;
        let nothing_to_watch = stands_still || self.last_step() == 0 || self.screen.is_laboratory();
        nothing_to_watch || (!self.playback.under_way && self.step() == self.last_step())
    }

    /// Whether an action is available while a laboratory is open.
    pub(super) fn is_heard_everywhere(&self, action: &Action) -> bool {
        let in_lesson = matches!(action, Action::Turn { .. } | Action::PlayOrTurn) && self.classroom.session.is_some();
        in_lesson || matches!(action, Action::Help(_) | Action::Lesson(_) | Action::ToggleProjector)
    }

    /// Turns a page of the lesson, or moves a step along the track.
    pub(super) fn turn(&mut self, on: bool, leaps: bool) {
        let track = match (&self.classroom.session, on) {
            (None, _) => true,
            (Some(_), _) if leaps || self.screen.is_laboratory() => false,
            (Some(_), true) => self.is_watching(),
            (Some(session), false) => self.is_after_beginning(session),
        };
        match (track, on) {
            (true, true) => self.forward(),
            (true, false) => self.back(),
            (false, true) => self.turn_on(),
            (false, false) => self.retreat(),
        }
    }

    /// A key for going on: it does what the primary button does, except leaving the lesson, which would happen by
    /// pressing a remote once too often.
    fn turn_on(&mut self) {
        let is_last = |session: &LessonSession| session.next() == Next::Finish;
        if self.lesson_way() == Way::Own || !self.classroom.session.as_ref().is_some_and(is_last) {
            self.advance();
        }
    }

    pub(super) fn play_or_turn(&mut self) {
        let plays = self.classroom.session.is_none() || (!self.screen.is_laboratory() && self.is_watching());
        if plays { self.toggle_play() } else { self.turn_on() }
    }

    /// Whether there is more of the step to watch. A walk that is to be predicted cannot be watched yet.
    fn is_watching(&self) -> bool {
        let Some(session) = &self.classroom.session else { return true };
        let progress = session.progress();
        let shown = match self.playback.track {
            Track::Messages => true,
            Track::KeyWalk => session.shown().look.walk && (progress.acted || session.prediction().is_none()),
        };
        shown && (self.playback.under_way || self.step() < self.last_step())
    }

    /// Whether playback is past the point at which the lesson's step began.
    fn is_after_beginning(&self, session: &LessonSession) -> bool {
        let begins = match (self.playback.track, session.outcome(session.step)) {
            (Track::KeyWalk, _) => 0,
            (Track::Messages, Ok(outcome)) if session.progress().acted => outcome.before,
            (Track::Messages, _) => return self.step() < self.last_step() && self.step() > 0,
        };
        self.step() > begins || self.playback.under_way
    }
}

fn panel_of(word: &str) -> Option<Panel> {
    Some(match word {
        "preference" => Panel::Preference,
        "copies" => Panel::Copies,
        "history" => Panel::History,
        "contexts" => Panel::Contexts,
        "trees" => Panel::Trees,
        "shares" => Panel::Shares,
        "truth" => Panel::Truth,
        "words" => Panel::Words,
        "overlap" => Panel::Overlap,
        _ => return None,
    })
}
