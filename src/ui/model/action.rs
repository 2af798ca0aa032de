//! Everything that can be done on the page.

use super::{Explained, Field, Film, Look, Model, Section, Window};
use crate::key_journey::Stage;
use crate::scenario::Command;
use crate::trace::Pace;
use crate::ui::cluster_edit::Edit;
use crate::ui::theme::Theme;

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
    /// A command is given, at such a moment; what is wrong with it is said in this part of the page.
    Give(Field, Command, f64),
    /// The cluster is edited.
    Edit(Edit),
    /// All begins again with the same cluster.
    StartAnew,
    /// So much is one step from now on.
    SetPace(Pace),
    /// Goes over to a branch of the history.
    SwitchToBranch(u32),
    /// Forgets a branch of the history.
    DropBranch(u32),
    /// The last edit is undone.
    Undo,
    /// A film is chosen.
    ShowFilm(Film),
    /// Play or pause.
    TogglePlay,
    /// To the next step.
    Forward,
    /// To the step before.
    Back,
    /// To this step at once.
    Seek(usize),
    /// To the end at once.
    ToEnd,
    /// So fast from now on.
    SetSpeed(f64),
    /// The clock has reached the next step.
    Arrive,
    /// The sentence has stood long enough.
    Depart,
    /// Something is pointed at, or nothing any more.
    Explain(Option<Explained>),
    /// A node's ties are made to stay, or to go.
    Pin(usize),
    /// A part of the left column is unfolded.
    Unfold(Section),
    /// A theme is chosen.
    SetTheme(Theme),
    /// The window changed.
    Resize(Window),
    /// The keyboard's help is opened or closed.
    Help(bool),
    /// The ring is shown as a list, or no more.
    ListRing(bool),
    /// Something is done in the right column.
    Look(Look),
    /// Nodes are looked for by a part of their names.
    LookFor(String),
}

impl Model {
    /// Does it.
    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::TypeKey(key) => self.type_key(key),
            Action::Walk => self.start_walk(),
            Action::GoToStage(stage) => self.go_to_stage(stage),
            Action::ChooseClient(client) => self.client = client,
            Action::TypeValue(value) => self.value = value.into(),
            Action::Put(moment) => self.put(moment),
            Action::Get(moment) => self.get(moment),
            Action::Give(field, command, moment) => self.give(field, command, moment),
            Action::Edit(edit) => self.edit(&edit),
            Action::StartAnew => self.start_anew(),
            Action::SetPace(pace) => self.pace = pace,
            Action::SwitchToBranch(number) => self.switch_to_branch(number),
            Action::DropBranch(number) => drop(self.world.drop_branch(number)),
            Action::Undo => self.undo_edit(),
            Action::ShowFilm(film) => self.show_film(film),
            Action::TogglePlay => self.toggle_play(),
            Action::Forward => self.forward(),
            Action::Back => self.back(),
            Action::Seek(step) => self.seek(step),
            Action::ToEnd => self.seek(usize::MAX),
            Action::SetSpeed(speed) => self.speed = speed,
            Action::Arrive => self.arrive(),
            Action::Depart => self.depart(),
            Action::Explain(what) => self.explained = what,
            Action::Pin(node) => self.pinned = if self.pinned == Some(node) { None } else { Some(node) },
            Action::Unfold(section) => self.section = if self.section == section { Section::Journey } else { section },
            Action::SetTheme(theme) => self.theme = theme,
            Action::Resize(window) => self.window = window,
            Action::Help(open) => self.help = open,
            Action::ListRing(open) => self.ring_listed = open,
            Action::Look(look) => self.look(look),
            Action::LookFor(part) => self.looked_for = part.into(),
        }
    }

    fn switch_to_branch(&mut self, number: u32) {
        self.show_film(Film::Messages);
        // A branch that is gone is no longer offered either.
        if self.world.switch_to_branch(number).is_ok() {
            self.follow_cluster();
        }
    }

    fn type_key(&mut self, key: String) {
        match crate::key::Key::new(&key) {
            Ok(_) => {
                self.refused = None;
                self.journey = super::journey_of(&self.world.cluster, &key);
                self.show_film(Film::Journey);
                self.journey_step = 0;
                self.walked = false;
                self.section = Section::Journey;
            }
            Err(refusal) => self.refuse(Field::Key, refusal.message),
        }
        self.key_typed = key.into();
    }

    fn start_walk(&mut self) {
        self.section = Section::Journey;
        self.show_film(Film::Journey);
        self.seek(0);
        self.playing = true;
        self.depart();
    }

    fn go_to_stage(&mut self, stage: Stage) {
        self.show_film(Film::Journey);
        let place = self.journey.steps.iter().position(|step| step.stage == stage);
        self.seek(place.map_or(0, |place| place + 1));
    }

    /// Whether the journey is at its end, where the next thing to do is offered.
    pub fn journey_is_over(&self) -> bool {
        self.journey_step == self.journey.steps.len()
    }
}
