//! The state of the classroom, and what can be done in it.

use crate::page::browser::presenter_window::PresenterWindow;
use crate::page::projection::shared::Shared;
use crate::page::session::lesson_catalog::LessonCatalog;
use crate::page::session::lesson_editor::{LessonEditor, TextOf};
use crate::page::session::lesson_session::LessonSession;

/// A lesson that somebody wants to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRequest {
    /// Its name on the shelf.
    pub id: String,
    /// The step, counted from 0.
    pub step: usize,
    /// Whether it is one of the scenarios.
    pub scenario: bool,
}

/// Something that was done in the classroom.
#[derive(Clone, Debug)]
pub enum LessonAction {
    /// The list of lessons is opened or closed.
    List(bool),
    /// The list of lessons was read, or could not be.
    CatalogRead(Result<String, String>),
    /// The file of a lesson or scenario of the shelf was read, or could not be.
    Fetched(Box<LessonRequest>, Result<String, String>),
    /// The text of a lesson was read from elsewhere.
    Read(String),
    /// To a step, counted from 0.
    GoTo(usize),
    /// One thing further: what the large button does.
    Advance,
    /// To the step before.
    Retreat,
    /// A choice is taken.
    Choose(usize),
    /// Hands are counted, or no more.
    Poll(bool),
    /// So many hands, as typed, are for a choice.
    Count(usize, String),
    /// The lesson is left.
    Leave,
    /// The screen goes dark or comes back; `None` is the other of the two.
    Blank(Option<bool>),
    /// The lesson is looked at on paper, with the answers or without; or no more.
    Sheet(Option<bool>),
    /// The presenter's window was opened, or the browser did not let the page.
    Presented(bool),
    /// A lesson of one's own is begun, changed or left.
    Edit(EditorAction),
}

/// Something that was done to a lesson of one's own.
#[derive(Clone, Debug)]
pub enum EditorAction {
    /// It begins with the stage as it is, at its first step.
    Begin,
    /// It begins as the lesson that is taken.
    BeginWithThis,
    /// What happened on the stage so far happens before its first step.
    BeginHere,
    /// Somebody types in a field, which has this text so far.
    Typing(TextOf, String),
    /// A text is another one.
    Text(TextOf, String),
    /// To a step.
    GoTo(usize),
    /// A step comes after this one.
    AddStep,
    /// A step goes.
    RemoveStep(usize),
    /// A step changes places with the one before it.
    MoveUp(usize),
    /// What is done on the stage is recorded, or no more.
    Record(bool),
    /// A command goes.
    RemoveAct(usize),
    /// How far time goes on.
    Until(String),
    /// A prediction is asked for, or no more.
    Ask(bool),
    /// Something else is measured.
    Measure(String),
    /// One more choice.
    AddChoice,
    /// One choice less.
    RemoveChoice(usize),
    /// A choice compares in another way.
    Compare(usize, String),
    /// It is taken, to try it.
    Try,
    /// It was saved.
    Saved,
    /// Something came of saving or copying it.
    Note(String),
    /// It is left; if it is not saved, that is asked first.
    Leave,
    /// It is left for good.
    LeaveAnyway,
    /// It is not left after all.
    Stay,
}

/// The state of the classroom.
#[derive(Clone, Default)]
pub struct Classroom {
    /// The lesson that is taken.
    pub session: Option<LessonSession>,
    /// Whether the list of lessons is open.
    pub listing: bool,
    /// The lessons, once they were listed, or why they could not be.
    pub catalog: Option<Result<Shared<LessonCatalog>, String>>,
    /// Whether the screen is dark.
    pub blank: bool,
    /// The lesson that is made.
    pub editor: Option<LessonEditor>,
    /// The presenter's window.
    pub presenter: PresenterWindow,
}
