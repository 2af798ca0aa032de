//! Opening whole histories, and replaying the present one with a change. All of it can be undone.

use super::loading::{Proposed, Purpose};
use super::{Field, Model, Screen, Spotlight, Track, Window, World, journey_of};
use crate::explain::key_journey::words::quoted;
use crate::input::query::value;
use crate::page::forms::cluster_edit::{Edit, Edited};
use crate::page::forms::laboratory::Settings;
use crate::page::forms::refusal_words::refusal_words;
use crate::page::forms::renaming::{new_name, renamed};
use crate::page::forms::ring_link;
use crate::page::forms::settings::Setting;
use crate::page::projection::cluster::Beginning;
use crate::page::session::challenge_catalog::SolvedChallenge;
use crate::page::session::challenge_editor::ChallengeEditor;
use crate::page::session::challenge_session::ChallengeSession;
use crate::page::session::finished_lesson::FinishedLesson;
use crate::page::session::lesson_editor::LessonEditor;
use crate::page::session::lesson_session::LessonSession;
use crate::page::state::drafts::Proposal;
use crate::page::state::{Theme, scenario_of};
use crate::playground::permalink::{read, replay_of, whole_moment};
use crate::playground::{Playground, Replay};
use crate::scenario::locked::Locked;
use crate::scenario::{Scenario, ScriptEntry};
use crate::teaching::challenge::Challenge;
use crate::teaching::lesson::Lesson;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::rc::Rc;

/// Said after the history was replayed.
pub const PLAYED_AGAIN: &str = "The same commands at the same times; their outcome may differ.";
/// Said after another history was opened.
pub const OPENED: &str = "Undo, or the key U, brings back what was here before.";

/// What the page is started with.
#[derive(Clone, PartialEq, Default)]
pub struct Opening {
    pub theme: Theme,
    /// Whether the address or the embedding page asks for this theme.
    pub theme_is_asked: bool,
    /// The fragment of a link.
    pub link: Option<String>,
    /// Saved work: see [`Model::work`].
    pub work: Option<String>,
    /// The lessons that were finished on this machine, as JSON: see [`Model::finished_lessons`].
    pub finished: Option<String>,
    pub locked: Locked,
    /// Whether the page is embedded in another one.
    pub embedded: bool,
    pub window: Window,
}

impl Model {
    /// The model at the start.
    pub fn opened(opening: &Opening) -> Self {
        let mut model = Self::new(opening.theme, opening.window);
        model.embedded = opening.embedded;
        model.asked_theme = opening.theme_is_asked.then_some(opening.theme);
        if let Some(finished) = &opening.finished {
            let finished = serde_json::from_str(finished).unwrap_or_default();
            model.classroom.finished = FinishedLesson::list_from_json(&finished);
            model.classroom.solved = SolvedChallenge::list_from_json(&finished);
        }
        if let Some(work) = &opening.work {
            model.go_on(work);
        }
        if let Some(link) = &opening.link {
            model.follow(link);
        }
        // Locks restrict the user, not what the page opens with, so they are set last.
        model.locked = opening.locked;
        model
    }

    /// All that is needed to restore this moment, as JSON: the scenario and step, the view, and a description if
    /// anything has happened. Saved work that this page did not restore yet is kept.
    pub fn work(&self) -> String {
        let begun = self.world.steps > 0
            || self.classroom.session.is_some()
            || self.classroom.challenge.is_some()
            || self.classroom.editor.is_some()
            || self.classroom.challenge_editor.is_some();
        if let Some(unopened) = self.unopened.as_ref().filter(|_| !begun) {
            return unopened.to_string();
        }
        let view = format!("{}&theme={}", self.view(), self.theme.as_str());
        let world = &self.world;
        let title = world.beginning.scenario.title.as_deref().map(|title| format!("{}, ", quoted(title)));
        let words = format!("{}step {} of {}", title.unwrap_or_default(), world.frame.state.step, world.steps);
        let words = if world.steps == 0 { String::new() } else { words };
        let words = self.lesson_words().unwrap_or(words);
        json!({ "moment": whole_moment(world.playground(), world.frame.state.step), "view": view, "words": words,
            "taken": self.classroom.session.as_ref().map(LessonSession::to_json),
            "challenge": self.classroom.challenge.as_ref().map(ChallengeSession::to_json),
            "before": self.put_aside_json(),
            "ownChallenge": self.classroom.challenge_editor.as_ref().filter(|editor| editor.unsaved).map(ChallengeEditor::to_json),
            "own": self.classroom.editor.as_ref().filter(|editor| editor.unsaved).map(LessonEditor::to_json),
            "typed": self.typed(),
            "asked": self.asked_theme.map(Theme::as_str),
            "finished": self.finished_lessons(),
        })
        .to_string()
    }

    /// The lessons that were finished and the challenges that were solved, as JSON: the ticks of the lists.
    pub fn finished_lessons(&self) -> Value {
        let lessons = self.classroom.finished.iter().map(FinishedLesson::to_json);
        lessons.chain(self.classroom.solved.iter().map(SolvedChallenge::to_json)).collect()
    }

    /// Restores saved work.
    fn go_on(&mut self, work: &str) {
        let kept: Value = serde_json::from_str(work).unwrap_or_default();
        let view = kept["view"].as_str().unwrap_or_default();
        // An address that asks for another theme than the one with which the work was kept was opened later.
        let is_asked_anew = self.asked_theme.is_some_and(|theme| kept["asked"].as_str() != Some(theme.as_str()));
        if let Some(theme) = value(view, "theme").filter(|_| !is_asked_anew) {
            self.set_theme(Theme::parse(&theme));
        }
        for lesson in FinishedLesson::list_from_json(&kept["finished"]) {
            lesson.add_to(&mut self.classroom.finished);
        }
        for challenge in SolvedChallenge::list_from_json(&kept["finished"]) {
            challenge.add_to(&mut self.classroom.solved);
        }
        self.unopened = Some(work.into());
        let purpose = Purpose::Work {
            view: view.to_owned(),
            taken: kept["taken"].clone(),
            challenge: kept["challenge"].clone(),
            own_challenge: kept["ownChallenge"].clone(),
            before: kept["before"].clone(),
            own: kept["own"].clone(),
            typed: kept["typed"].clone(),
        };
        self.bring(replay_of(&kept["moment"], true), purpose);
    }

    /// Opens what the fragment of an address names.
    pub(super) fn follow(&mut self, fragment: &str) {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(settings) = Settings::from_fragment(fragment) {
            return match settings {
                Ok(settings) => self.screen = Screen::Laboratory(settings),
                Err(refusal) => self.drafts.error_dialog = Some(refusal.message),
            };
        }
        if ring_link::is_ring(fragment) {
            return self.follow_ring_link(fragment);
        }
        if Challenge::is_link(fragment) {
            return self.open_challenge_link(fragment);
        }
        if Lesson::is_link(fragment) {
            return self.open_lesson_link(fragment);
        }
        if let Some(scenario) = fragment.strip_prefix("scenario=") {
            // A link to a scenario opens its beginning, from where it can be played.
            let replay = scenario_of(&percent_decode_str(scenario).decode_utf8_lossy()).and_then(Replay::from_scenario);
            return self.bring(replay.map(Replay::back_to_start), Purpose::Moment(String::new()));
        }
        let view = fragment.split_once('&').map_or("", |parts| parts.1);
        self.bring(read(fragment).and_then(|moment| replay_of(&moment, true)), Purpose::Moment(view.to_owned()));
    }

    /// Changes a setting: at the beginning, by a command of the operator, or by a proposal to replay the history.
    pub(super) fn set(&mut self, setting: &Setting) {
        let changed = setting.apply(&self.world.beginning.scenario);
        if self.world.steps == 0 && self.classroom.challenge.is_none() {
            let numbered = |(scenario, words)| (Beginning { scenario, ..(*self.world.beginning).clone() }, words);
            return self.begin(Field::Cluster, changed.map(numbered));
        }
        match setting.command(&self.world.scenario_now()) {
            Ok(Some(command)) => return self.give(Field::Cluster, command, 0.0),
            Ok(None) => {}
            Err(refusal) => return self.refuse(Field::Cluster, refusal_words(&refusal)),
        }
        if self.refuse_edit_in_challenge() {
            return;
        }
        match changed {
            Ok((scenario, words)) => {
                let beginning = Beginning { scenario, ..(*self.world.beginning).clone() };
                let script = self.script();
                self.propose(Field::Cluster, beginning, script, (*self.world.clients).clone(), words);
            }
            Err(refusal) => self.refuse(Field::Cluster, refusal_words(&refusal)),
        }
    }

    /// Proposes an edit of the beginning.
    pub(super) fn propose_edit(&mut self, edit: &Edit) {
        if self.refuse_edit_in_challenge() {
            return;
        }
        match edit.apply(&self.world.beginning) {
            Ok(Edited { beginning, words }) => {
                let script = self.script();
                self.propose(Field::Cluster, beginning, script, (*self.world.clients).clone(), words);
            }
            Err(refusal) => self.refuse(Field::Cluster, refusal_words(&refusal)),
        }
    }

    pub(super) fn rename_node(&mut self, index: usize, typed: &str) {
        let Some(old) = self.world.cluster.names.get(index).cloned() else { return };
        let others = self.world.clients.iter().chain(&self.world.cluster.names).map(String::as_str);
        match new_name(typed, &old, others) {
            Ok(name) => self.propose_rename(Field::Cluster, &old, &name),
            Err(refusal) => self.refuse(Field::Cluster, refusal_words(&refusal)),
        }
    }

    /// Proposes to rename a node or client from the very beginning.
    pub(super) fn propose_rename(&mut self, field: Field, old: &str, new: &str) {
        if old == new || self.refuse_edit_in_challenge() {
            return;
        }
        let (beginning, script) = renamed((*self.world.beginning).clone(), self.script(), old, new);
        let clients = self.world.clients.iter();
        let clients = clients.map(|name| if name == old { new.to_owned() } else { name.clone() }).collect();
        let words = format!("{} is called {} from the beginning", quoted(old), quoted(new));
        self.propose(field, beginning, script, clients, words);
    }

    fn propose(
        &mut self,
        field: Field,
        beginning: Beginning,
        script: Vec<ScriptEntry>,
        clients: Vec<String>,
        words: String,
    ) {
        let replay = Replay::from_scenario(Scenario { script, ..beginning.scenario.clone() });
        self.bring(replay, Purpose::Proposal(Rc::new(Proposed { field, beginning, clients, words })));
    }

    /// Shows the proposal once the changed history is computed.
    pub(super) fn receive_proposal(&mut self, playground: Playground, proposed: &Proposed) {
        let world = World::from_playground(playground, proposed.beginning.clone(), proposed.clients.clone());
        self.refused = None;
        self.drafts.proposal = Some(Proposal { world, words: proposed.words.clone() });
    }

    /// The commands of the history, to be replayed in another world.
    pub(super) fn script(&self) -> Vec<ScriptEntry> {
        let script = self.world.playground().scenario().script;
        script.into_iter().map(ScriptEntry::in_another_world).collect()
    }

    /// Accepts the proposal.
    pub(super) fn play_again(&mut self) {
        let Some(Proposal { world, words }) = self.drafts.proposal.take() else { return };
        self.remember(words.clone());
        self.go_over(world, words, PLAYED_AGAIN);
    }

    /// Opens a scenario that was read.
    pub(super) fn open(&mut self, scenario: Result<Box<Scenario>, String>) {
        match scenario {
            Ok(scenario) => self.bring(Replay::from_scenario(*scenario), Purpose::Scenario),
            Err(message) => self.drafts.error_dialog = Some(message),
        }
    }

    /// Shows an opened scenario.
    pub(super) fn show_opened(&mut self, world: World) {
        let words = opened_words(&world.beginning.scenario);
        self.remember(words.clone());
        self.go_over(world, words, OPENED);
    }

    /// Shows a moment of a history with this view.
    pub(super) fn show_moment(&mut self, world: World, view: &str) {
        let words = opened_words(&world.beginning.scenario);
        if self.world.steps > 0 {
            self.remember(words.clone());
        }
        self.screen = Screen::Stage;
        self.go_over(world, words, "");
        self.look_as(view);
        // Opening is no change of the previous cluster.
        self.change = None;
        self.spotlight = Spotlight::Track;
    }

    /// Switches to another history, with the key that it is about.
    fn go_over(&mut self, world: World, words: String, then: &'static str) {
        let step = world.frame.state.step;
        let script = world.playground().scenario().script;
        let mut keys = script.iter().filter_map(|entry| entry.command.key());
        let is_known = keys.clone().any(|key| key == self.journey.key);
        let key = world.frame.state.operations.last().map(|operation| operation.key.as_str()).or_else(|| keys.next());
        let key = key.filter(|_| !is_known).map(str::to_owned);
        self.selection.client = self.selection.client.min(world.clients.len().saturating_sub(1));
        self.show_change(world, words, then);
        if self.world.steps > 0 {
            if let Some(key) = key {
                self.journey = journey_of(&self.world.cluster, &key);
                self.key_typed = key.into();
            }
            self.walked = true;
            self.show_track(Track::Messages);
            self.world.show(step);
            self.spotlight = Spotlight::Change;
        }
    }
}

fn opened_words(scenario: &Scenario) -> String {
    match &scenario.title {
        Some(title) => format!("{} is open", quoted(title)),
        None => "The scenario is open".to_owned(),
    }
}
