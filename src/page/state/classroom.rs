//! The state of the classroom, and its actions.

use super::World;
use crate::page::projection::shared::Shared;
use crate::page::session::challenge_catalog::{ChallengeCatalog, SolvedChallenge};
use crate::page::session::challenge_editor::ChallengeEditor;
use crate::page::session::challenge_session::ChallengeSession;
use crate::page::session::finished_lesson::FinishedLesson;
use crate::page::session::lesson_catalog::{CatalogEntry, LessonCatalog};
use crate::page::session::lesson_editor::{LessonEditor, TextOf};
use crate::page::session::lesson_session::LessonSession;

/// A lesson or scenario to be loaded from the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRequest {
    /// The name in the catalogue.
    pub id: String,
    /// The step, counted from 0.
    pub step: usize,
    /// Whether it is a scenario.
    pub scenario: bool,
}

/// An action in the classroom.
#[derive(Clone, Debug)]
pub enum LessonAction {
    /// Opens or closes the list of lessons.
    List(bool),
    /// Lists challenges, or lessons.
    ListChallenges(bool),
    /// The catalogue was loaded, or could not be.
    CatalogRead(Result<String, String>),
    /// A lesson or scenario of the catalogue was loaded, or could not be.
    Fetched(Box<LessonRequest>, Result<String, String>),
    /// The text of a lesson was read from a file or pasted.
    Read(String),
    /// Goes to a step, counted from 0.
    GoTo(usize),
    /// Does the one thing that comes next: the primary button.
    Advance,
    /// Goes to the previous step.
    Retreat,
    /// Takes a choice.
    Choose(usize),
    /// Starts or stops polling the class.
    Poll(bool),
    /// Sets the number of hands for a choice, as typed.
    Count(usize, String),
    /// Leaves the lesson.
    Leave,
    /// Blanks the screen or brings it back; `None` toggles.
    Blank(Option<bool>),
    /// Opens the worksheet, or with `true` the answer key; `None` closes it.
    Sheet(Option<bool>),
    /// The presenter's window was opened, or the browser blocked it.
    Presented(bool),
    /// An action in the lesson editor.
    Edit(EditorAction),
}

/// An action in the lesson editor.
#[derive(Clone, Debug)]
pub enum EditorAction {
    /// Begins a lesson with the stage as it is.
    Begin,
    /// Edits a copy of the lesson being taken.
    BeginWithThis,
    /// Makes the present history the start of the lesson.
    BeginHere,
    /// A field is being typed in and holds this text.
    Typing(TextOf, String),
    /// Sets a text.
    Text(TextOf, String),
    /// Goes to a step.
    GoTo(usize),
    /// Adds a step after the present one.
    AddStep,
    /// Removes a step.
    RemoveStep(usize),
    /// Swaps a step with the one before it.
    MoveUp(usize),
    /// Starts or stops recording commands.
    Record(bool),
    /// Removes a recorded command.
    RemoveAct(usize),
    /// Sets when the step's action is over.
    Until(String),
    /// Adds or removes the prediction.
    Ask(bool),
    /// Sets the measure.
    Measure(String),
    AddChoice,
    RemoveChoice(usize),
    /// Sets how a choice compares.
    Compare(usize, String),
    /// Takes the lesson, to try it.
    Try,
    /// The lesson was saved.
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

#[derive(Clone, Default)]
pub struct Classroom {
    /// The lesson being taken.
    pub session: Option<LessonSession>,
    /// Whether the list of lessons is open.
    pub listing: bool,
    /// The catalogue once it is loaded, or why it could not be.
    pub catalog: Option<Result<Shared<LessonCatalog>, String>>,
    /// The lessons that were taken to their end, the last one last.
    pub finished: Vec<FinishedLesson>,
    /// Whether the list of lessons was opened by finishing one.
    pub just_finished: bool,
    /// Whether the screen is blank.
    pub blank: bool,
    /// The lesson being written.
    pub editor: Option<LessonEditor>,
    /// The challenge being played.
    pub challenge: Option<ChallengeSession>,
    /// The challenge being written.
    pub challenge_editor: Option<ChallengeEditor>,
    /// Whether that is shown, and not a lesson that is being written, too.
    pub writes_challenge: bool,
    /// The catalogue of challenges once it is loaded, or why it could not be.
    pub challenges: Option<Result<Shared<ChallengeCatalog>, String>>,
    /// Whether the list shows challenges instead of lessons.
    pub lists_challenges: bool,
    /// How far other challenges of the catalogue were played, for when they are opened again.
    pub(super) played: Vec<(ChallengeSession, World)>,
    /// The challenges of the catalogue that were solved.
    pub solved: Vec<SolvedChallenge>,
}

/// What is written in the right column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Editing {
    Lesson,
    Challenge,
}

impl Classroom {
    /// What is being written, as long as nothing is played.
    pub fn written(&self) -> Option<Editing> {
        if self.session.is_some() || self.challenge.is_some() {
            return None;
        }
        let challenge = self.challenge_editor.is_some() && (self.writes_challenge || self.editor.is_none());
        if challenge { Some(Editing::Challenge) } else { self.editor.is_some().then_some(Editing::Lesson) }
    }

    /// How a lesson of the list went, if it was finished.
    pub fn score_of(&self, entry: &CatalogEntry) -> Option<&FinishedLesson> {
        self.finished.iter().find(|lesson| lesson.id.as_ref() == Some(&entry.id))
    }
}
