//! Taking a lesson: its steps on the stage, its actions played, its outcomes revealed.

use super::action::Action;
use super::world::clients_of_commands;
use super::{Film, Model, Section, World, journey_of};
use crate::explain::key_journey::words::quoted;
use crate::input::query::value;
use crate::lesson::{Lesson, Look};
use crate::page::forms::laboratory::Settings;
use crate::page::projection::shared::Shared;
use crate::page::projection::unfolded::Panel;
use crate::page::session::progress::Next;
use crate::page::session::shelf_list::Shelf;
use crate::page::session::taking::{Taking, Way};
use crate::page::session::writing::Writing;
use crate::page::state::{Deed, Wish};
use crate::playground::Playground;
use serde_json::Value;

impl Model {
    pub(super) fn deed(&mut self, deed: Deed) {
        match deed {
            Deed::List(open) => self.classroom.listing = open,
            Deed::Listed(text) => {
                self.classroom.shelf = Some(text.and_then(|text| Shelf::read(&text)).map(Shared::new))
            }
            Deed::Fetched(wish, Ok(text)) => self.open_from_shelf(*wish, text),
            Deed::Fetched(_, Err(message)) => self.doing.trouble = Some(message),
            Deed::Read(text) => self.read_lesson(&text, None),
            Deed::GoTo(step) => {
                let reach = self.classroom.taking.as_ref().map_or(0, Taking::reach);
                if step <= reach {
                    self.go_to_lesson_step(step);
                }
            }
            Deed::Advance => self.advance(),
            Deed::Retreat => self.retreat(),
            Deed::Choose(choice) => self.in_lesson(|taking| taking.change(|progress| progress.choose(choice))),
            Deed::Poll(polling) => self.in_lesson(|taking| taking.change(|progress| progress.polling = polling)),
            Deed::Count(choice, typed) => {
                self.in_lesson(|taking| taking.change(|progress| progress.count_hands(choice, typed)));
            }
            Deed::Leave => self.leave_lesson(),
            Deed::Write(write) => self.write(write),
            Deed::Sheet(sheet) => self.classroom.sheet = sheet,
            Deed::Presented(true) => {}
            Deed::Presented(false) => {
                let words =
                    "The browser did not let the page open a window: allow pop-up windows for it, and try again.";
                self.doing.trouble = Some(words.to_owned());
            }
            Deed::Blank(dark) => self.classroom.blank = dark.unwrap_or(!self.classroom.blank),
        }
    }

    fn in_lesson(&mut self, change: impl FnOnce(&mut Taking)) {
        if let Some(taking) = &mut self.classroom.taking {
            change(taking);
        }
    }

    /// A lesson, or a scenario, of the shelf.
    fn open_from_shelf(&mut self, wish: Wish, text: String) {
        match super::read_text(text) {
            Action::Lesson(Deed::Read(text)) => self.read_lesson(&text, Some(wish)),
            scenario => {
                self.leave_lesson();
                self.act(scenario);
            }
        }
    }

    fn read_lesson(&mut self, text: &str, wish: Option<Wish>) {
        match Lesson::read(text) {
            Ok(lesson) => {
                let step = wish.as_ref().map_or(0, |wish| wish.step);
                self.take(lesson, wish.map(|wish| wish.id), step);
            }
            Err(error) => self.doing.trouble = Some(format!("This is no lesson that can be taken. {error}")),
        }
    }

    /// Opens the lesson that a link carries.
    pub(super) fn open_lesson_link(&mut self, fragment: &str) {
        let (link, view) = fragment.split_once('&').unwrap_or((fragment, ""));
        let step = value(view, "step").and_then(|step| step.parse::<usize>().ok()).unwrap_or(1);
        match Lesson::from_link(link) {
            Ok(lesson) => self.take(lesson, None, step.saturating_sub(1)),
            Err(error) => self.doing.trouble = Some(error.to_string()),
        }
    }

    /// Comes back to the lesson that was taken, and to the one that was made and not saved.
    pub(super) fn go_on_with_lesson(&mut self, taken: &Value, own: &Value) {
        if let Some(own) = Taking::of_json(own) {
            let mut writing = Writing::of((*own.lesson).clone(), true);
            writing.taking.step = own.step;
            self.classroom.writing = Some(writing);
        }
        match Taking::of_json(taken) {
            Some(taking) => self.go_on_taking(taking),
            None => self.show_written_step(),
        }
    }

    /// Whatever somebody did by himself stays on the stage; the lesson's own worlds are made anew.
    fn go_on_taking(&mut self, taking: Taking) {
        let (step, here) = (taking.step, self.world.clone());
        let is_the_lessons = taking.makes(&here.playground());
        self.classroom.taking = Some(taking);
        self.go_to_lesson_step(step);
        if !is_the_lessons {
            let film = if here.steps > 0 { Film::Messages } else { Film::Journey };
            self.world = here;
            self.follow_cluster();
            self.laboratory = None;
            self.show_film(film);
        }
    }

    /// What somebody did by himself in a lesson can be brought back.
    fn remember_own_way(&mut self) {
        let own =
            self.classroom.taking.as_ref().is_some_and(|taking| taking.course.as_ref() != Some(&self.world.course));
        if own && self.world.steps > 0 {
            self.remember("What was done beside the lesson".to_owned());
        }
    }

    /// The lesson that is made or taken, in words.
    pub(super) fn lesson_words(&self) -> Option<String> {
        let made = self.classroom.writing.as_ref().filter(|writing| writing.unsaved);
        let made = made.map(|writing| format!("your lesson {}", quoted(&writing.taking.lesson.title)));
        made.or_else(|| {
            let taking = self.classroom.taking.as_ref()?;
            let title = quoted(&taking.lesson.title);
            Some(format!("the lesson {title}, step {} of {}", taking.step + 1, taking.steps()))
        })
    }

    /// Begins a lesson at a step, counted from 0; with its name if it is on the shelf.
    pub(super) fn take(&mut self, lesson: Lesson, id: Option<String>, step: usize) {
        self.remember(format!("The lesson {} is open", quoted(&lesson.title)));
        self.classroom.taking = Some(Taking::new(Shared::new(lesson), id));
        self.go_to_lesson_step(step);
    }

    /// Shows a step of the lesson as it was left; one that was not seen to its outcome begins anew.
    fn go_to_lesson_step(&mut self, step: usize) {
        let Some(mut taking) = self.classroom.taking.clone() else { return };
        let step = step.min(taking.steps().saturating_sub(1));
        let revealed = taking.progress_of(step).revealed;
        let world = match revealed {
            true => taking.outcome(step).map(|outcome| outcome.after.clone()),
            false => taking.world_before(step),
        };
        match world {
            Ok(playground) => {
                if taking.course.is_some() {
                    self.remember_own_way();
                }
                taking.step = step;
                taking.change(|progress| progress.acted &= progress.revealed);
                self.put_on_stage(playground, &taking);
                taking.course = Some(self.world.course.clone());
                let look = taking.shown().look.clone();
                let predicted = taking.prediction().is_some() && !revealed;
                self.classroom.taking = Some(taking);
                self.look_at(&look, !predicted, revealed);
            }
            Err(message) => self.doing.trouble = Some(message),
        }
    }

    pub(super) fn put_on_stage(&mut self, playground: Playground, taking: &Taking) {
        let lesson = &taking.lesson;
        let script = lesson.scenario.script.iter().map(|entry| &entry.command);
        let acts = lesson.steps.iter().flat_map(|step| &step.acts).map(|act| &act.command);
        let clients = clients_of_commands(script.chain(acts));
        self.refused = None;
        self.part();
        self.doing.proposal = None;
        (self.explained, self.pinned, self.menu, self.change) = (None, None, None, None);
        self.laboratory = None;
        self.client = self.client.min(clients.len().saturating_sub(1));
        self.world = World::as_it_is(playground, clients);
        self.journey = journey_of(&self.world.cluster, &self.journey.key);
        self.journey_step = 0;
        self.walked = self.world.steps > 0;
        self.section = Some(Section::Requests);
        self.show_film(if self.world.steps > 0 { Film::Messages } else { Film::Journey });
    }

    /// Selects and unfolds what a step looks at; what would give a prediction away waits until it is locked in.
    fn look_at(&mut self, look: &Look, tells: bool, was_seen: bool) {
        if let Some(key) = look.key.as_ref() {
            self.journey = journey_of(&self.world.cluster, key);
            self.key_typed = key.clone().into();
            self.journey_step = 0;
        }
        self.pinned = look.node.as_ref().and_then(|node| self.world.cluster.place_of(node));
        if let Some(panel) = look.panel.as_deref().and_then(panel_of) {
            let occasion = self.occasion();
            if !self.known.unfolded.is_open(panel, occasion) {
                self.known.unfolded.toggle(panel, occasion);
            }
        }
        if look.walk {
            self.show_film(Film::Journey);
            self.journey_step = if was_seen { self.journey.steps.len() } else { 0 };
        }
        if !tells {
            return;
        }
        if look.walk && !was_seen {
            self.start_walk();
        }
        if let Some(question) = &look.laboratory {
            self.laboratory = Settings::of_question(question);
        }
    }

    /// Whether what happens on the stage is the lesson's.
    pub fn lesson_way(&self) -> Way {
        match &self.classroom.taking {
            Some(taking) => taking.way(&self.world.playground(), &self.world.course),
            None => Way::TheLessons,
        }
    }

    /// What the large button does.
    fn advance(&mut self) {
        let Some(taking) = &self.classroom.taking else { return self.forward() };
        if self.lesson_way() == Way::Own {
            return self.return_to_lesson();
        }
        match taking.next() {
            Next::LockIn => {
                self.in_lesson(|taking| taking.change(|progress| progress.lock_in()));
                let locked = self.classroom.taking.as_ref().filter(|taking| taking.progress().locked);
                // Where nothing is to be done, the outcome is there at once.
                if locked.is_some_and(|taking| matches!(taking.next(), Next::Step | Next::Finish)) {
                    self.perform();
                }
            }
            Next::Act => self.perform(),
            Next::Outcome => self.seek(usize::MAX),
            Next::Step => self.go_to_lesson_step(taking.step + 1),
            Next::Finish => {
                self.leave_lesson();
                self.classroom.listing = true;
            }
        }
    }

    fn retreat(&mut self) {
        match &self.classroom.taking {
            Some(taking) => {
                if let Some(step) = taking.step.checked_sub(1) {
                    self.go_to_lesson_step(step);
                }
            }
            None => self.back(),
        }
    }

    /// Performs the step's action: what comes of it is played from its beginning.
    fn perform(&mut self) {
        let Some(mut taking) = self.classroom.taking.clone() else { return };
        let outcome = match taking.outcome(taking.step) {
            Ok(outcome) => outcome,
            Err(message) => {
                self.doing.trouble = Some(message);
                return;
            }
        };
        let look = taking.shown().look.clone();
        let acts = !taking.shown().acts.is_empty();
        self.put_on_stage(outcome.after.clone(), &taking);
        taking.change(|progress| progress.acted = true);
        taking.course = Some(self.world.course.clone());
        self.classroom.taking = Some(taking);
        if acts || self.world.steps > outcome.before {
            self.look_at(&Look { walk: false, ..look }, true, false);
            self.show_film(Film::Messages);
            self.world.show(outcome.before);
            self.follow_cluster();
            if self.laboratory.is_none() {
                self.playing = true;
                self.depart();
            }
        } else {
            self.look_at(&look, true, false);
        }
    }

    /// From the learner's own way back to where the lesson was.
    fn return_to_lesson(&mut self) {
        if let Some(taking) = &self.classroom.taking {
            self.go_to_lesson_step(taking.step);
        }
    }

    pub(super) fn leave_lesson(&mut self) {
        self.classroom.sheet = None;
        if self.classroom.taking.take().is_some() {
            self.stop();
            self.laboratory = None;
            // Whoever tried a lesson goes on making it.
            self.show_written_step();
        }
    }

    /// Looks after each action whether the outcome of the step has been seen, and whether the learner has done by himself
    /// what the step does.
    pub(super) fn follow_lesson(&mut self) {
        let Some(taking) = &self.classroom.taking else { return };
        if let Way::ByHand(done) = self.lesson_way() {
            if done == taking.shown().acts.len() && taking.next() == Next::Act {
                self.perform();
            }
            return;
        }
        let seen = taking.next() == Next::Outcome && self.is_at_outcome() && self.lesson_way() == Way::TheLessons;
        if seen {
            self.in_lesson(|taking| taking.change(|progress| progress.revealed = true));
        }
    }

    fn is_at_outcome(&self) -> bool {
        let nothing_to_watch = self.last_step() == 0 || self.laboratory.is_some();
        nothing_to_watch || (!self.under_way && self.step() == self.last_step())
    }

    /// Whether a key means something while a laboratory is open.
    pub(super) fn is_heard_everywhere(&self, action: &Action) -> bool {
        let in_lesson = matches!(action, Action::Turn { .. } | Action::PlayOrTurn) && self.classroom.taking.is_some();
        in_lesson || matches!(action, Action::Help(_) | Action::Lesson(_))
    }

    /// Turns a page of the lesson, or goes a step of the film.
    pub(super) fn turn(&mut self, on: bool, leaps: bool) {
        let film = match (&self.classroom.taking, on) {
            (None, _) => true,
            (Some(_), _) if leaps || self.laboratory.is_some() => false,
            (Some(_), true) => self.is_watching(),
            (Some(taking), false) => self.is_after_beginning(taking),
        };
        match (film, on) {
            (true, true) => self.forward(),
            (true, false) => self.back(),
            (false, true) => self.turn_on(),
            (false, false) => self.retreat(),
        }
    }

    /// What a key does that goes on: all that the large button does, but for leaving the lesson, which nobody means who
    /// presses a remote once too often.
    fn turn_on(&mut self) {
        let is_last = |taking: &Taking| taking.next() == Next::Finish;
        if self.lesson_way() == Way::Own || !self.classroom.taking.as_ref().is_some_and(is_last) {
            self.advance();
        }
    }

    pub(super) fn play_or_turn(&mut self) {
        let plays = self.classroom.taking.is_none() || (self.laboratory.is_none() && self.is_watching());
        if plays { self.toggle_play() } else { self.turn_on() }
    }

    /// Whether there is more to watch of the lesson's step. The walk that a prediction is about is nothing to watch yet.
    fn is_watching(&self) -> bool {
        let Some(taking) = &self.classroom.taking else { return true };
        let progress = taking.progress();
        let shown = match self.film {
            Film::Messages => true,
            Film::Journey => taking.shown().look.walk && (progress.acted || taking.prediction().is_none()),
        };
        shown && (self.under_way || self.step() < self.last_step())
    }

    /// Whether the film is past the place where the lesson's step began.
    fn is_after_beginning(&self, taking: &Taking) -> bool {
        let begins = match (self.film, taking.outcome(taking.step)) {
            (Film::Journey, _) => 0,
            (Film::Messages, Ok(outcome)) if taking.progress().acted => outcome.before,
            (Film::Messages, _) => return self.step() < self.last_step() && self.step() > 0,
        };
        self.step() > begins || self.under_way
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
        _ => return None,
    })
}
