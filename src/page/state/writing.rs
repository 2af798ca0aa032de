//! Making a lesson: the step that is written at on the stage, and what is done there recorded.

use super::{Film, Model};
use crate::lesson::Argument;
use crate::page::session::writing::{Began, Writing};
use crate::page::state::Write;
use crate::playground::Playground;

impl Model {
    pub(super) fn write(&mut self, write: Write) {
        if let (Some(writing), false) = (&mut self.classroom.writing, matches!(write, Write::Typing(..))) {
            writing.settle();
        }
        match write {
            Write::Begin => return self.begin_writing(),
            Write::BeginWithThis => return self.rewrite_taken(),
            Write::BeginHere => return self.begin_lesson_here(),
            Write::LeaveAnyway => self.classroom.writing = None,
            _ => {}
        }
        let key = self.journey.key.clone();
        let usual = self.usual_arguments();
        let Some(writing) = &mut self.classroom.writing else { return };
        let mut anew = true;
        match write {
            Write::AddStep => writing.add_step(),
            Write::RemoveStep(place) => writing.remove_step(place),
            Write::MoveUp(place) => writing.move_up(place),
            Write::GoTo(place) => writing.taking.step = place,
            Write::RemoveAct(place) => writing.remove_act(place),
            Write::Until(word) => writing.set_until(&word),
            other => {
                anew = false;
                match other {
                    Write::Text(of, typed) => writing.set_text(of, typed),
                    Write::Typing(of, typed) => writing.type_text(of, typed),
                    Write::Record(on) => writing.recording = on,
                    Write::Ask(asks) => writing.ask(asks, &key),
                    Write::Measure(word) => writing.measure(&word, &usual),
                    Write::AddChoice => writing.add_choice(),
                    Write::RemoveChoice(place) => writing.remove_choice(place),
                    Write::Compare(place, way) => writing.compare(place, &way),
                    Write::Saved => {
                        writing.unsaved = false;
                        writing.note = "Saved as a file.".to_owned();
                    }
                    Write::Note(words) => writing.note = words,
                    Write::Stay => writing.asking = false,
                    Write::Leave if writing.unsaved => writing.asking = true,
                    Write::Leave => self.classroom.writing = None,
                    Write::Try => self.try_lesson(),
                    _ => {}
                }
            }
        }
        if anew {
            self.show_written_step();
        }
    }

    /// A lesson that begins with the stage as it is.
    fn begin_writing(&mut self) {
        self.classroom.listing = false;
        if self.classroom.writing.is_none() {
            let scenario = self.world.playground().scenario();
            self.classroom.writing = Some(Writing::new(scenario));
        }
        self.leave_lesson();
        self.show_written_step();
    }

    /// The lesson that is taken is changed from now on.
    fn rewrite_taken(&mut self) {
        if self.classroom.writing.is_none()
            && let Some(taking) = &self.classroom.taking
        {
            let mut writing = Writing::of((*taking.lesson).clone(), false);
            writing.taking.step = taking.step;
            self.classroom.writing = Some(writing);
        }
        self.leave_lesson();
        self.show_written_step();
    }

    fn begin_lesson_here(&mut self) {
        let scenario = self.world.playground().scenario();
        if let Some(writing) = &mut self.classroom.writing {
            writing.begin_in(scenario);
            writing.taking.step = 0;
        }
        self.show_written_step();
    }

    fn try_lesson(&mut self) {
        let lesson = self.classroom.writing.as_ref().map(|writing| (*writing.taking.lesson).clone());
        if let Some(lesson) = lesson {
            self.take(lesson, None, 0);
        }
    }

    /// Puts the world after the step that is written at on the stage: what is done there comes after what the step does.
    pub(super) fn show_written_step(&mut self) {
        let Some(mut writing) = self.classroom.writing.clone() else { return };
        let step = writing.taking.step;
        let before = writing.taking.world_before(step);
        let after = writing.taking.outcome(step).map(|outcome| outcome.after.clone());
        match (before, after) {
            (Ok(before), Ok(after)) => self.put_written(before, after, &mut writing),
            // A step that can no longer be played, for one before it was changed, is written at all the same.
            (Ok(before), Err(message)) => {
                let after = before.clone();
                self.put_written(before, after, &mut writing);
                writing.note = message;
            }
            (Err(message), _) => writing.note = message,
        }
        self.classroom.writing = Some(writing);
    }

    fn put_written(&mut self, before: Playground, after: Playground, writing: &mut Writing) {
        writing.began = Began::at(&before);
        self.put_on_stage(after, &writing.taking);
        writing.taking.course = Some(self.world.course.clone());
        let key = writing.taking.shown().look.key.clone();
        if let Some(key) = key.filter(|key| *key != self.journey.key) {
            self.choose_key(key);
        }
        if self.world.steps > 0 {
            self.show_film(Film::Messages);
        }
    }

    /// Records what was done, if something was.
    pub(super) fn follow_writing(&mut self) {
        if self.classroom.taking.is_some() {
            return;
        }
        let course = self.world.course.clone();
        let Some(writing) = &mut self.classroom.writing else { return };
        if !writing.recording || writing.taking.course.as_ref() == Some(&course) {
            return;
        }
        writing.taking.course = Some(course);
        // Before anything has happened, an edit of the cluster changes what the lesson begins with.
        if self.world.steps == 0 && writing.began.step == 0 && writing.taking.step == 0 {
            writing.begin_in(self.world.beginning.scenario.clone());
        } else if !writing.record(&self.world.playground(), &self.journey.key) {
            writing.recording = false;
            writing.note = "Not recorded: this began before the step does. Choose the step again to go on.".to_owned();
        }
    }

    /// What a measure is told at first.
    fn usual_arguments(&self) -> Vec<(Argument, String)> {
        let node = self.world.cluster.names.first().cloned().unwrap_or_default();
        vec![
            (Argument::Key, self.journey.key.clone()),
            (Argument::Node, node),
            (Argument::Client, self.client_name().to_owned()),
            (Argument::Value, self.value.as_str().to_owned()),
            (Argument::Tokens, "8".to_owned()),
        ]
    }
}
