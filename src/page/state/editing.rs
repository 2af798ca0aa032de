//! Edits of the cluster. Before the first step they change the beginning of the history; later they are commands of the
//! operator.

use super::{
    ChallengeAction, FIRST_KEY, FIRST_VALUE, Field, Model, Screen, Section, Selection, Spotlight, Track, World,
    journey_of,
};
use crate::input::refusal::Refusal;
use crate::page::forms::cluster_edit::{Edit, Edited};
use crate::page::forms::refusal_words::refusal_words;
use crate::page::projection::cluster::{Beginning, Change};
use crate::page::projection::shared::Shared;
use crate::scenario::Scenario;

const BEGINS: &str = "Nothing is stored yet.";

impl Model {
    pub(super) fn edit(&mut self, edit: &Edit) {
        if let Edit::Add { name, .. } | Edit::Rename { name, .. } = edit
            && self.world.clients.iter().any(|client| client == name.trim())
        {
            let allowed = "a name that no other node or client has";
            let refusal = Refusal::field("duplicate-name", "name", format!("“{}”", name.trim()), allowed);
            return self.refuse(Field::Cluster, refusal_words(&refusal));
        }
        if self.world.steps > 0 || self.classroom.challenge.is_some() {
            if let Edit::Rename { index, name } = edit {
                return self.rename_node(*index, name);
            }
            if let Edit::SetAllTokens { .. } = edit {
                return self.propose_edit(edit);
            }
            match edit.command(&self.world.cluster) {
                Ok(command) => self.give(Field::Cluster, command, 0.0),
                Err(refusal) => self.refuse(Field::Cluster, refusal_words(&refusal)),
            }
            return;
        }
        let edited = edit.apply(&self.world.beginning);
        let compared = self.comparison.clone();
        self.begin(Field::Cluster, edited.map(|Edited { beginning, words }| (beginning, words)));
        if let Some(compared) = compared {
            self.compare_on(compared);
        }
    }

    /// Begins another history, which can be undone.
    pub(super) fn begin(&mut self, field: Field, wanted: Result<(Beginning, String), Refusal>) {
        let begun = wanted.and_then(|(beginning, words)| Ok((World::new(beginning)?, words)));
        match begun {
            Ok((mut world, words)) => {
                world.clients = self.world.clients.clone();
                let is_new = self.world.steps > 0
                    || world.beginning.scenario != self.world.beginning.scenario
                    // A name of a future goes with the world.
                    || !self.world.future_names.is_empty();
                if is_new {
                    self.remember(words.clone());
                }
                self.show_change(world, words, BEGINS);
            }
            Err(refusal) => self.refuse(field, refusal_words(&refusal)),
        }
    }

    /// Starts over with the same cluster.
    pub(super) fn start_anew(&mut self) {
        if self.classroom.challenge.is_some() {
            return self.challenge_action(ChallengeAction::StartOver);
        }
        if self.world.steps == 0 {
            return;
        }
        let beginning = (*self.world.beginning).clone();
        self.begin(Field::Cluster, Ok((beginning, "Started over".to_owned())));
    }

    /// Shows the default ring, as the page opens with it; a lesson is left. It can be undone.
    pub(super) fn reset(&mut self) {
        self.remember_with_what_is_left("Reset to the default ring");
        self.part();
        self.call_off();
        self.stop();
        (self.refused, self.change, self.story) = (None, None, None);
        (self.screen, self.selection) = (Screen::Stage, Selection::default());
        self.world = World::at_first();
        self.journey = journey_of(&self.world.cluster, FIRST_KEY);
        (self.key_typed, self.value) = (FIRST_KEY.into(), FIRST_VALUE.into());
        self.drafts = super::Drafts::default();
        (self.journey_step, self.walked, self.section) = (0, false, Some(Section::Journey));
        self.show_track(Track::KeyWalk);
    }

    /// Begins a history with a laboratory's cluster.
    pub(super) fn in_the_ring(&mut self, scenario: Scenario) {
        self.screen = Screen::Stage;
        let words = "The ring now uses the laboratory’s settings".to_owned();
        self.begin(Field::Cluster, Ok((Beginning::new(scenario), words)));
    }

    /// Switches to a world and shows what is different in it.
    pub(super) fn show_change(&mut self, world: World, words: String, then: &'static str) {
        self.refused = None;
        self.comparison = None;
        self.drafts.proposal = None;
        self.story = None;
        self.selection.explained = None;
        self.selection.pinned = None;
        let change = Change::between(words, &self.world.cluster, &world.cluster);
        self.change = Some(Shared::new(Change { then, ..change }));
        let was_over = self.journey_is_over();
        self.world = world;
        self.journey = journey_of(&self.world.cluster, &self.journey.key);
        self.show_track(Track::KeyWalk);
        self.journey_step = if was_over { self.journey.steps.len() } else { 0 };
        self.spotlight = Spotlight::Change;
    }
}
