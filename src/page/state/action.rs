//! The actions of the page.

use super::{
    Bar, DraftAction, Drawer, EditedField, Explained, Field, InspectorAction, Menu, Model, PlaybackAction, Screen,
    Section, Story, Track, Window,
};
use crate::explain::key_journey::Stage;
use crate::input::refusal::Refusal;
use crate::page::forms::cluster_edit::Edit;
use crate::page::forms::laboratory::Settings;
use crate::page::forms::refusal_words::refusal_words;
use crate::page::forms::settings::Setting;
use crate::page::projection::two_worlds::Difference;
use crate::page::state::{ChallengeAction, LessonAction, RingAction, Theme};
use crate::scenario::{Command, ReconcileBy, Scenario};

#[derive(Clone, Debug)]
pub enum Action {
    /// The key's field was edited.
    TypeKey(String),
    /// Plays the key's walk: “Where does it go?”
    Walk,
    /// Goes to a stage of the walk.
    GoToStage(Stage),
    /// Selects the client that asks.
    ChooseClient(usize),
    /// The value's field was edited.
    TypeValue(String),
    /// The client puts the value. The number is the progress between two steps, 0 to 1, at which it asks.
    Put(f64),
    /// The client gets the key, at this progress.
    Get(f64),
    /// The client deletes the key, at this progress.
    Delete(f64),
    /// The client replaces the siblings that it read with one value, at this progress.
    Reconcile(ReconcileBy, f64),
    /// Selects the next client.
    NextClient,
    AddClient,
    /// Removes a client that has asked for nothing.
    RemoveClient(usize),
    RenameClient(usize, String),
    /// Selects one of the stored keys.
    ChooseKey(String),
    /// Something in the left column was chosen or typed.
    Draft(DraftAction),
    /// Changes a setting.
    Set(Setting),
    /// Replays the history with the proposed change.
    PlayAgain,
    /// A scenario was read, or could not be.
    Open(Result<Box<Scenario>, String>),
    /// Sets the skew of the node with this index, in milliseconds as typed.
    Skew(usize, String),
    /// Gives a command at this progress; a refusal is reported in this part of the page.
    Give(Field, Command, f64),
    /// Drops a message that was pointed at in the first or in the second world, at this progress.
    DropMessage {
        number: u32,
        in_second_world: bool,
        progress: f64,
    },
    /// What was refused in a field is given up.
    LeaveField,
    /// Edits the cluster.
    Edit(Edit),
    /// A field was left, or Enter was pressed in it.
    Enter(EditedField, String),
    /// Starts over with the same cluster.
    StartAnew,
    /// Switches to a branch of the history.
    SwitchToBranch(u32),
    /// Deletes a branch of the history.
    DropBranch(u32),
    /// Names a future of the history.
    NameFuture(u32, String),
    /// Sets how long time is let pass, in simulated milliseconds.
    ChooseWait(f64),
    /// Lets time pass, beginning at this progress.
    LetTimePass(f64),
    ToggleDiagram,
    Playback(PlaybackAction),
    Undo,
    Redo,
    /// Shows the default ring, as the page opens with it.
    Reset,
    /// Begins a story with its first act.
    Tell(Story),
    /// Stages the next act of the story.
    TellOn,
    /// Ends the story; what happened in it stays.
    EndStory,
    /// Something is pointed at, or no longer.
    Explain(Option<Explained>),
    /// Pins or unpins the token lines of a node.
    Pin(usize),
    /// Opens a menu on the stage, which pauses playback, or closes it.
    OpenMenu(Option<Menu>),
    /// Reports this refusal in this part of the page.
    Refuse(Field, String),
    /// Folds or unfolds a section of the left column.
    Unfold(Section),
    /// Shows a section of the left column, whether or not it was unfolded.
    Show(Section),
    SetTheme(Theme),
    /// Enters the projector’s look, or goes back to the look before.
    ToggleProjector,
    /// Opens a drawer.
    CallDrawer(Drawer),
    /// Opens a drawer, or closes it if it is open.
    ToggleDrawer(Drawer),
    /// Shows a bar whole in a small window, or no longer.
    UnfoldBar(Option<Bar>),
    Resize(Window),
    /// A shortcut of the stage. While a laboratory is open, only the help responds.
    Pressed(Box<Action>),
    /// Compares with a second world, or stops comparing.
    Compare(Option<Difference>),
    /// Opens a laboratory in place of the stage, or closes it.
    OpenLaboratory(Option<Settings>),
    /// Opens, takes or shows the ring of a real cluster.
    Ring(RingAction),
    /// Shows a laboratory's scenario on the stage.
    InTheRing(Box<Scenario>),
    /// Opens or closes the shortcuts' help.
    Help(bool),
    /// Shows the stored keys on the ring, or no longer.
    ShowKeys(bool),
    /// The client writes twenty keys, at this progress.
    WriteKeys(f64),
    /// Shows the ring as a list, or no longer.
    ListRing(bool),
    /// An action in the right column.
    Inspect(InspectorAction),
    /// Searches for nodes whose names contain this text.
    LookFor(String),
    /// A link was put into the address bar.
    Follow(String),
    /// An action in the classroom.
    Lesson(LessonAction),
    /// An action in a challenge.
    Challenge(ChallengeAction),
    /// A page-turning key: forward or back through the lesson or the track.
    Turn {
        /// Forward, and not back.
        on: bool,
        /// Whether it skips animations.
        leaps: bool,
    },
    /// A key that plays or pauses, and turns the page where there is nothing to play.
    PlayOrTurn,
    /// The loading history has progressed.
    LoadingGoesOn,
    /// Loading has ended, or was refused for this reason.
    Loaded(Option<Refusal>),
    /// Cancels loading.
    CallOff,
}

impl Model {
    /// Applies an action, unless it is locked.
    pub(super) fn act(&mut self, action: Action) {
        if self.is_locked(&action) {
            return;
        }
        self.forget_refusal_of_stage(&action);
        self.fold_bar_after(&action);
        match action {
            Action::TypeKey(key) => self.type_key(key),
            Action::Walk => self.start_walk(),
            Action::GoToStage(stage) => self.go_to_stage(stage),
            Action::Playback(action) => self.play(action),
            Action::Explain(what) => self.selection.explained = what,
            Action::Pin(node) => {
                self.selection.pinned = if self.selection.pinned == Some(node) { None } else { Some(node) }
            }
            Action::SetTheme(theme) => self.set_theme(theme),
            Action::ToggleProjector => self.toggle_projector(),
            Action::CallDrawer(drawer) => self.drawer = Some(drawer),
            Action::ToggleDrawer(drawer) => self.toggle_drawer(drawer),
            Action::UnfoldBar(bar) => self.bar = bar,
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
            Action::DropMessage { number, in_second_world, progress } => {
                self.drop_message(number, in_second_world, progress);
            }
            Action::LeaveField => self.refused = None,
            Action::Edit(edit) => self.edit(&edit),
            Action::Enter(field, typed) => self.enter(field, typed),
            Action::StartAnew => self.start_anew(),
            Action::SwitchToBranch(number) => self.switch_to_branch(number),
            Action::DropBranch(number) => self.drop_branch(number),
            Action::NameFuture(number, typed) => self.name_future(number, &typed),
            Action::ChooseWait(ms) => self.wait = ms,
            Action::LetTimePass(moment) => self.give(Field::Time, Command::Wait { ms: self.wait }, moment),
            Action::ToggleDiagram => self.diagram = !self.diagram,
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Reset => self.reset(),
            Action::Tell(story) => self.tell(story),
            Action::TellOn => self.tell_on(),
            Action::EndStory => self.story = None,
            Action::OpenMenu(menu) => self.open_menu(menu),
            Action::Refuse(field, message) => self.refuse(field, message),
            Action::Unfold(section) => self.section = Some(section).filter(|section| self.section != Some(*section)),
            Action::Show(section) => (self.section, self.drawer) = (Some(section), Some(Drawer::Actions)),
            Action::Pressed(action) => {
                if !self.screen.is_elsewhere() || self.is_heard_everywhere(&action) {
                    self.act(*action);
                }
            }
            Action::Compare(difference) => self.compare_with(difference),
            Action::OpenLaboratory(settings) => {
                self.stop();
                self.screen = settings.map_or(Screen::Stage, Screen::Laboratory);
            }
            Action::Ring(ring_action) => self.ring_action(ring_action),
            Action::InTheRing(scenario) => self.in_the_ring(*scenario),
            Action::Help(open) => self.help = open,
            Action::ShowKeys(shown) => self.keys_shown = shown,
            Action::WriteKeys(moment) => self.write_keys(moment),
            Action::ListRing(open) => self.ring_listed = open,
            Action::Inspect(inspector_action) => self.inspect(inspector_action),
            Action::LookFor(part) => self.looked_for = part.into(),
            Action::Follow(link) => self.follow(&link),
            Action::Lesson(lesson_action) => self.lesson_action(lesson_action),
            Action::Challenge(challenge_action) => self.challenge_action(challenge_action),
            Action::LoadingGoesOn => {}
            Action::Loaded(refused) => self.end_loading(refused),
            Action::CallOff => self.call_off(),
            Action::Turn { on, leaps } => self.turn(on, leaps),
            Action::PlayOrTurn => self.play_or_turn(),
        }
        self.follow_lesson();
        self.follow_challenge();
        self.follow_editing();
        self.settle_undo();
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
            Err(refusal) => self.refuse(Field::Key, refusal_words(&refusal)),
        }
        self.key_typed = key.into();
    }

    /// Selects another key at the same step and shows its walk.
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

    /// Whether the walk is at its end, where the next action is offered.
    pub fn journey_is_over(&self) -> bool {
        self.journey_step == self.journey.steps.len()
    }
}
