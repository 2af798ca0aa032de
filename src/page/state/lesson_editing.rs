//! The lesson editor on the stage: it shows the step being edited, and records the commands given.

use super::{Drawer, Model, Track};
use crate::page::session::lesson_editor::{Began, LessonEditor};
use crate::page::state::EditorAction;
use crate::playground::Playground;
use crate::teaching::lesson::Argument;

impl Model {
    pub(super) fn edit_lesson(&mut self, action: EditorAction) {
        if let (Some(editor), false) = (&mut self.classroom.editor, matches!(action, EditorAction::Typing(..))) {
            editor.settle();
        }
        match action {
            EditorAction::Begin => return self.begin_editing(),
            EditorAction::BeginWithThis => return self.rewrite_taken(),
            EditorAction::BeginHere => return self.begin_lesson_here(),
            EditorAction::LeaveAnyway => self.classroom.editor = None,
            _ => {}
        }
        let key = self.journey.key.clone();
        let usual = self.usual_arguments();
        let Some(editor) = &mut self.classroom.editor else { return };
        let mut shows_step = true;
        match action {
            EditorAction::AddStep => editor.add_step(),
            EditorAction::RemoveStep(index) => editor.remove_step(index),
            EditorAction::MoveUp(index) => editor.move_up(index),
            EditorAction::GoTo(index) => editor.session.step = index,
            EditorAction::RemoveAct(index) => editor.remove_act(index),
            EditorAction::Until(word) => editor.set_until(&word),
            other => {
                shows_step = false;
                match other {
                    EditorAction::Text(of, typed) => editor.set_text(of, typed),
                    EditorAction::Typing(of, typed) => editor.type_text(of, typed),
                    EditorAction::Record(on) => editor.recording = on,
                    EditorAction::Ask(asks) => editor.ask(asks, &key),
                    EditorAction::Measure(word) => editor.measure(&word, &usual),
                    EditorAction::AddChoice => editor.add_choice(),
                    EditorAction::RemoveChoice(index) => editor.remove_choice(index),
                    EditorAction::Compare(index, way) => editor.compare(index, &way),
                    EditorAction::Saved => {
                        editor.unsaved = false;
                        editor.note = "Saved as a file.".to_owned();
                    }
                    EditorAction::Note(words) => editor.note = words,
                    EditorAction::Stay => editor.asking = false,
                    EditorAction::Leave if editor.unsaved => editor.asking = true,
                    EditorAction::Leave => self.classroom.editor = None,
                    EditorAction::Try => self.try_lesson(),
                    _ => {}
                }
            }
        }
        if shows_step {
            self.show_written_step();
        }
    }

    /// Begins a lesson with the stage as it is.
    fn begin_editing(&mut self) {
        self.classroom.listing = false;
        self.classroom.writes_challenge = false;
        self.leave_challenge();
        if self.classroom.editor.is_none() {
            let scenario = self.world.playground().scenario();
            self.classroom.editor = Some(LessonEditor::new(scenario));
        }
        self.leave_lesson();
        self.show_written_step();
    }

    /// Edits a copy of the lesson being taken.
    fn rewrite_taken(&mut self) {
        if self.classroom.editor.is_none()
            && let Some(session) = &self.classroom.session
        {
            let mut editor = LessonEditor::from_lesson((*session.lesson).clone(), false);
            editor.session.step = session.step;
            self.classroom.editor = Some(editor);
        }
        self.leave_lesson();
        self.show_written_step();
    }

    fn begin_lesson_here(&mut self) {
        let scenario = self.world.playground().scenario();
        if let Some(editor) = &mut self.classroom.editor {
            editor.begin_in(scenario);
            editor.session.step = 0;
        }
        self.show_written_step();
    }

    fn try_lesson(&mut self) {
        let lesson = self.classroom.editor.as_ref().map(|editor| (*editor.session.lesson).clone());
        if let Some(lesson) = lesson {
            self.take(lesson, None, 0);
        }
    }

    /// Shows the world after the step being edited, so that new commands follow those of the step.
    pub(super) fn show_written_step(&mut self) {
        let Some(mut editor) = self.classroom.editor.clone() else { return };
        let step = editor.session.step;
        let before = editor.session.world_before(step);
        let after = editor.session.outcome(step).map(|outcome| outcome.after.clone());
        match (before, after) {
            (Ok(before), Ok(after)) => self.put_written(before, after, &mut editor),
            // A step that can no longer be played because an earlier one was changed can still be edited.
            (Ok(before), Err(message)) => {
                let after = before.clone();
                self.put_written(before, after, &mut editor);
                editor.note = message;
            }
            (Err(message), _) => editor.note = message,
        }
        self.classroom.editor = Some(editor);
    }

    fn put_written(&mut self, before: Playground, after: Playground, editor: &mut LessonEditor) {
        editor.began = Began::at(&before);
        self.drawer = Some(Drawer::Known);
        self.put_on_stage(after, &editor.session);
        editor.session.course = Some(self.world.course.clone());
        let key = editor.session.shown().look.key.clone();
        if let Some(key) = key.filter(|key| *key != self.journey.key) {
            self.choose_key(key);
        }
        if self.world.steps > 0 {
            self.show_track(Track::Messages);
        }
    }

    /// Records commands that were given since.
    pub(super) fn follow_editing(&mut self) {
        if self.classroom.session.is_some() || self.classroom.challenge.is_some() {
            return;
        }
        let course = self.world.course.clone();
        let Some(editor) = &mut self.classroom.editor else { return };
        if !editor.recording || editor.session.course.as_ref() == Some(&course) {
            return;
        }
        editor.session.course = Some(course);
        // Before the first step, an edit of the cluster changes the scenario in which the lesson begins.
        if self.world.steps == 0 && editor.began.step == 0 && editor.session.step == 0 {
            editor.begin_in(self.world.beginning.scenario.clone());
        } else if !editor.record(self.world.playground(), &self.journey.key) {
            editor.recording = false;
            editor.note = "Not recorded: this began before the step does. Choose the step again to go on.".to_owned();
        }
    }

    /// The initial arguments of a measure.
    fn usual_arguments(&self) -> Vec<(Argument, String)> {
        let node = self.world.cluster.names.first().cloned().unwrap_or_default();
        vec![
            (Argument::Key, self.journey.key.clone()),
            (Argument::Node, node),
            (Argument::Client, self.client_name().to_owned()),
            (Argument::Value, self.value.to_string()),
            (Argument::Tokens, "8".to_owned()),
        ]
    }
}
