//! The editor of challenges: what is changed in it, and trying what it makes.

use super::Model;
use crate::page::session::challenge_editor::{ChallengeEditor, FieldOf};
use crate::scenario::locked::Part;
use serde_json::Value;

/// An action in the editor of challenges.
#[derive(Clone, Debug)]
pub enum ChallengeEdit {
    /// Begins a challenge with the stage as it is.
    Begin,
    /// Edits a copy of the challenge being played.
    BeginWithThis,
    /// Makes the present history the world in which it begins.
    BeginHere,
    Set(FieldOf, String),
    /// Locks a part of the page, or unlocks it.
    Lock(Part),
    /// Whether the goal must hold at the end.
    AtEnd(bool),
    /// Whether all parts of the goal must hold.
    NeedsAll(bool),
    AddPart,
    RemovePart(usize),
    AddHint,
    /// Plays it, to try it.
    Try,
    Saved,
    /// The result of saving or copying.
    Note(String),
    /// Closes the editor; with unsaved changes it asks first.
    Leave,
    /// Closes the editor without saving.
    LeaveAnyway,
    /// Keeps the editor open after all.
    Stay,
}

impl Model {
    pub(super) fn edit_challenge(&mut self, edit: ChallengeEdit) {
        match edit {
            ChallengeEdit::Begin => return self.begin_challenge(),
            ChallengeEdit::BeginWithThis => return self.rewrite_challenge(),
            ChallengeEdit::Try => return self.try_challenge(),
            ChallengeEdit::LeaveAnyway => return self.classroom.challenge_editor = None,
            _ => {}
        }
        let scenario = self.world.playground().scenario();
        let Some(editor) = &mut self.classroom.challenge_editor else { return };
        match edit {
            ChallengeEdit::BeginHere => {
                editor.scenario = scenario;
                editor.changed();
            }
            ChallengeEdit::Set(of, typed) => editor.set(&of, typed),
            ChallengeEdit::Lock(part) => {
                editor.locked = editor.locked.toggled(part);
                editor.changed();
            }
            ChallengeEdit::AtEnd(at_end) => {
                editor.at_end = at_end;
                editor.changed();
            }
            ChallengeEdit::NeedsAll(needs_all) => {
                editor.needs_all = needs_all;
                editor.changed();
            }
            ChallengeEdit::AddPart => editor.add_part(),
            ChallengeEdit::RemovePart(index) => editor.remove_part(index),
            ChallengeEdit::AddHint => editor.add_hint(),
            ChallengeEdit::Saved => {
                editor.unsaved = false;
                editor.note = "Saved as a file.".to_owned();
            }
            ChallengeEdit::Note(words) => editor.note = words,
            ChallengeEdit::Stay => editor.asking = false,
            ChallengeEdit::Leave if editor.unsaved => editor.asking = true,
            ChallengeEdit::Leave => self.classroom.challenge_editor = None,
            ChallengeEdit::Begin | ChallengeEdit::BeginWithThis | ChallengeEdit::Try | ChallengeEdit::LeaveAnyway => {}
        }
    }

    fn begin_challenge(&mut self) {
        self.classroom.listing = false;
        self.leave_lesson();
        self.leave_challenge();
        if self.classroom.challenge_editor.is_none() {
            let scenario = self.world.playground().scenario();
            self.classroom.challenge_editor = Some(ChallengeEditor::new(scenario, &self.journey.key));
        }
        self.classroom.writes_challenge = true;
        self.drawer = Some(super::Drawer::Known);
    }

    fn rewrite_challenge(&mut self) {
        if let Some(session) = &self.classroom.challenge
            && self.classroom.challenge_editor.is_none()
        {
            self.classroom.challenge_editor = Some(ChallengeEditor::from_challenge(&session.challenge));
        }
        let session = self.classroom.challenge.clone();
        self.leave_challenge();
        if let Some(session) = session {
            self.remember("The challenge is being changed");
            self.put_challenge_on_stage(&session.challenge, session.begun().clone());
        }
        self.classroom.writes_challenge = true;
        self.drawer = Some(super::Drawer::Known);
    }

    fn try_challenge(&mut self) {
        let Some(editor) = &mut self.classroom.challenge_editor else { return };
        match editor.challenge() {
            Ok(challenge) => self.take_challenge(challenge, None),
            Err(message) => editor.note = message,
        }
    }

    /// Resumes the challenge that was being written, from saved work.
    pub(super) fn go_on_writing_challenge(&mut self, kept: &Value) {
        self.classroom.challenge_editor = ChallengeEditor::from_json(kept);
        self.classroom.writes_challenge = self.classroom.challenge_editor.is_some();
    }
}
