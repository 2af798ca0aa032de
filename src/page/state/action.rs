//! Everything that can be done on the page.

use super::{
    DraftAction, Explained, Field, InspectorAction, Menu, Model, PlaybackAction, Screen, Section, Track, Window,
};
use crate::explain::key_journey::Stage;
use crate::page::forms::cluster_edit::Edit;
use crate::page::forms::laboratory::Settings;
use crate::page::forms::settings::Setting;
use crate::page::projection::two_worlds::Difference;
use crate::page::state::{LessonAction, Theme};
use crate::scenario::{Command, ReconcileBy, Scenario};

/// One thing that was done.
#[derive(Clone, Debug)]
pub enum Action {
    /// Something was typed in the key's field.
    TypeKey(String),
    /// “Where does it go?”
    Walk,
    /// A stage of the journey was chosen.
    GoToStage(Stage),
    /// A client was chosen.
    ChooseClient(usize),
    /// Something was typed in the value's field.
    TypeValue(String),
    /// The client puts the value. The moment between two steps at which it does, 0 to 1.
    Put(f64),
    /// The client gets the key, at such a moment.
    Get(f64),
    /// The client deletes the key, at such a moment.
    Delete(f64),
    /// The client writes one value in place of the siblings that it read, at such a moment.
    Reconcile(ReconcileBy, f64),
    /// The next client is the one that asks.
    NextClient,
    /// A client comes.
    AddClient,
    /// A client goes that has asked for nothing.
    RemoveClient(usize),
    /// A client is called something else.
    RenameClient(usize, String),
    /// A key was chosen among those that are stored.
    ChooseKey(String),
    /// Something was chosen or typed in the left column.
    Draft(DraftAction),
    /// A setting is changed.
    Set(Setting),
    /// The change that was proposed is made, and the history played again.
    PlayAgain,
    /// A scenario was read, or could not be.
    Open(Result<Box<Scenario>, String>),
    /// So many milliseconds, as typed, is the clock of the node at this place ahead.
    Skew(usize, String),
    /// A command is given, at such a moment; what is wrong with it is said in this part of the page.
    Give(Field, Command, f64),
    /// The cluster is edited.
    Edit(Edit),
    /// All begins again with the same cluster.
    StartAnew,
    /// Goes over to a branch of the history.
    SwitchToBranch(u32),
    /// Forgets a branch of the history.
    DropBranch(u32),
    /// A future of the history is called something.
    NameFuture(u32, String),
    /// So many milliseconds are let pass when time is let pass.
    ChooseWait(f64),
    /// Time is let pass, from such a moment on.
    LetTimePass(f64),
    /// The space-time diagram is opened or closed.
    ToggleDiagram,
    /// The last edit is undone.
    Undo,
    /// The edit that was undone last is done again.
    Redo,
    /// The steps are played, or gone through.
    Playback(PlaybackAction),
    /// Something is pointed at, or nothing any more.
    Explain(Option<Explained>),
    /// A node's ties are made to stay, or to go.
    Pin(usize),
    /// A menu opens on the stage, which holds the film; or it closes.
    OpenMenu(Option<Menu>),
    /// Something cannot be done: these words are said in this part of the page.
    Refuse(Field, String),
    /// A part of the left column is unfolded.
    Unfold(Section),
    /// A part of the left column is shown, whether it was or not.
    Show(Section),
    /// A theme is chosen.
    SetTheme(Theme),
    /// The window changed.
    Resize(Window),
    /// What a key means on the stage: nothing while a laboratory is open, but for the help.
    Pressed(Box<Action>),
    /// A second world is put beside the first, or taken away.
    Compare(Option<Difference>),
    /// A laboratory is opened in place of the stage, or closed.
    OpenLaboratory(Option<Settings>),
    /// A scenario of a laboratory is begun on the stage.
    InTheRing(Box<Scenario>),
    /// The keyboard's help is opened or closed.
    Help(bool),
    /// The ring is shown as a list, or no more.
    ListRing(bool),
    /// Something is done in the right column.
    Inspect(InspectorAction),
    /// Nodes are looked for by a part of their names.
    LookFor(String),
    /// A link was put into the address.
    Follow(String),
    /// Something is done in the classroom.
    Lesson(LessonAction),
    /// A key that turns pages: on through the lesson or the film, or back. By leaps it passes over what flies.
    Turn {
        /// On, not back.
        on: bool,
        /// Past what flies.
        leaps: bool,
    },
    /// The key that plays, pauses, and turns pages where nothing is played.
    PlayOrTurn,
    /// What is on its way onto the page has come further.
    Arriving,
    /// What was on its way onto the page is there, or was refused with these words.
    Arrived(Option<String>),
    /// What is on its way onto the page is called off.
    CallOff,
}

impl Model {
    /// Does what was done, unless it is locked.
    pub(super) fn act(&mut self, action: Action) {
        if self.is_locked(&action) {
            return;
        }
        self.forget_refusal_of_stage(&action);
        match action {
            Action::TypeKey(key) => self.type_key(key),
            Action::Walk => self.start_walk(),
            Action::GoToStage(stage) => self.go_to_stage(stage),
            Action::Playback(action) => self.play(action),
            Action::Explain(what) => self.selection.explained = what,
            Action::Pin(node) => {
                self.selection.pinned = if self.selection.pinned == Some(node) { None } else { Some(node) }
            }
            Action::SetTheme(theme) => self.theme = theme,
            Action::Resize(window) => self.window = window,
            Action::ChooseClient(client) => self.selection.client = client,
            Action::TypeValue(value) => self.value = value.into(),
            Action::Put(moment) => self.put(moment),
            Action::Get(moment) => self.get(moment),
            Action::Delete(moment) => self.delete(moment),
            Action::Reconcile(how, moment) => self.reconcile(how, moment),
            Action::NextClient => self.next_client(),
            Action::AddClient => self.add_client(),
            Action::RemoveClient(index) => self.remove_client(index),
            Action::RenameClient(index, name) => self.rename_client(index, &name),
            Action::ChooseKey(key) => self.choose_key(key),
            Action::Draft(draft) => self.draft(draft),
            Action::Set(setting) => self.set(&setting),
            Action::PlayAgain => self.play_again(),
            Action::Open(scenario) => self.open(scenario),
            Action::Skew(index, typed) => self.skew(index, &typed),
            Action::Give(field, command, moment) => self.give(field, command, moment),
            Action::Edit(edit) => self.edit(&edit),
            Action::StartAnew => self.start_anew(),
            Action::SwitchToBranch(number) => self.switch_to_branch(number),
            Action::DropBranch(number) => drop(self.world.drop_branch(number)),
            Action::NameFuture(number, typed) => self.world.name_future(number, &typed),
            Action::ChooseWait(ms) => self.wait = ms,
            Action::LetTimePass(moment) => self.give(Field::Time, Command::Wait { ms: self.wait }, moment),
            Action::ToggleDiagram => self.diagram = !self.diagram,
            Action::Undo => self.undo_edit(),
            Action::Redo => self.redo_edit(),
            Action::OpenMenu(menu) => self.open_menu(menu),
            Action::Refuse(field, message) => self.refuse(field, message),
            Action::Unfold(section) => self.section = Some(section).filter(|section| self.section != Some(*section)),
            Action::Show(section) => self.section = Some(section),
            Action::Pressed(action) => {
                if !self.screen.is_laboratory() || self.is_heard_everywhere(&action) {
                    self.act(*action);
                }
            }
            Action::Compare(difference) => self.compare_with(difference),
            Action::OpenLaboratory(settings) => {
                self.stop();
                self.screen = settings.map_or(Screen::Stage, Screen::Laboratory);
            }
            Action::InTheRing(scenario) => self.in_the_ring(*scenario),
            Action::Help(open) => self.help = open,
            Action::ListRing(open) => self.ring_listed = open,
            Action::Inspect(inspector_action) => self.inspect(inspector_action),
            Action::LookFor(part) => self.looked_for = part.into(),
            Action::Follow(link) => self.follow(&link),
            Action::Lesson(lesson_action) => self.lesson_action(lesson_action),
            Action::Arriving => {}
            Action::Arrived(refused) => self.end_arrival(refused),
            Action::CallOff => self.call_off(),
            Action::Turn { on, leaps } => self.turn(on, leaps),
            Action::PlayOrTurn => self.play_or_turn(),
        }
        self.follow_lesson();
        self.follow_editing();
    }

    fn switch_to_branch(&mut self, number: u32) {
        self.part();
        self.show_track(Track::Messages);
        // A branch that is gone is no longer offered either.
        if self.world.switch_to_branch(number).is_ok() {
            self.follow_cluster();
        }
    }

    fn type_key(&mut self, key: String) {
        match crate::dynamo::key::Key::new(&key) {
            Ok(_) => {
                self.refused = None;
                self.journey = super::journey_of(&self.world.cluster, &key);
                self.show_track(Track::KeyWalk);
                self.journey_step = 0;
                self.walked = false;
                self.section = Some(Section::Journey);
            }
            Err(refusal) => self.refuse(Field::Key, refusal.message),
        }
        self.key_typed = key.into();
    }

    /// Another key at the same moment: its journey is the one that is shown from now on.
    pub(super) fn choose_key(&mut self, key: String) {
        if crate::dynamo::key::Key::new(&key).is_err() {
            return;
        }
        self.refused = None;
        self.key_typed = key.clone().into();
        let was_over = self.journey_is_over();
        self.journey = super::journey_of(&self.world.cluster, &key);
        self.stop();
        self.journey_step = if was_over { self.journey.steps.len() } else { 0 };
    }

    pub(super) fn start_walk(&mut self) {
        self.section = Some(Section::Journey);
        self.show_track(Track::KeyWalk);
        self.seek(0);
        self.playback.playing = true;
        self.depart();
    }

    fn go_to_stage(&mut self, stage: Stage) {
        self.show_track(Track::KeyWalk);
        let index = self.journey.steps.iter().position(|step| step.stage == stage);
        self.seek(index.map_or(0, |index| index + 1));
    }

    /// Whether the journey is at its end, where the next thing to do is offered.
    pub fn journey_is_over(&self) -> bool {
        self.journey_step == self.journey.steps.len()
    }
}
