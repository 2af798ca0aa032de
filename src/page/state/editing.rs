//! Edits of the cluster, with undo and redo. Before the first step they change the beginning of the history, and are
//! undone one by one; later they are commands of the operator, which stepping back undoes.

use super::{Field, Model, Screen, Spotlight, Track, Undoable, World, journey_of};
use crate::input::refusal::Refusal;
use crate::page::forms::cluster_edit::{Edit, Edited};
use crate::page::forms::refusal_words::refusal_words;
use crate::page::projection::cluster::{Beginning, Change};
use crate::page::projection::shared::Shared;
use crate::scenario::Scenario;

/// Most edits that can be undone.
const MOST_UNDO: usize = 100;

const BEGINS: &str = "A change of the cluster begins a new history: nothing is stored yet.";

impl Model {
    pub(super) fn edit(&mut self, edit: &Edit) {
        if let Edit::Add { name, .. } | Edit::Rename { name, .. } = edit
            && self.world.clients.iter().any(|client| client == name.trim())
        {
            let allowed = "a name that no other node or client has";
            let refusal = Refusal::field("duplicate-name", "name", format!("“{}”", name.trim()), allowed);
            return self.refuse(Field::Cluster, refusal_words(&refusal));
        }
        if self.world.steps > 0 {
            if let Edit::Rename { index, name } = edit {
                return self.rename_node(*index, name);
            }
            match edit.command(&self.world.cluster) {
                Ok(command) => self.give(Field::Cluster, command, 0.0),
                Err(refusal) => self.refuse(Field::Cluster, refusal_words(&refusal)),
            }
            return;
        }
        let edited = edit.apply(&self.world.beginning);
        self.begin(Field::Cluster, edited.map(|Edited { beginning, words }| (beginning, words)));
    }

    /// Begins another history, which can be undone.
    pub(super) fn begin(&mut self, field: Field, wanted: Result<(Beginning, String), Refusal>) {
        let begun = wanted.and_then(|(beginning, words)| Ok((World::new(beginning)?, words)));
        match begun {
            Ok((mut world, words)) => {
                world.clients = self.world.clients.clone();
                self.remember(words.clone());
                self.show_change(world, words, BEGINS);
            }
            Err(refusal) => self.refuse(field, refusal_words(&refusal)),
        }
    }

    /// Remembers the present world for undo.
    pub(super) fn remember(&mut self, words: String) {
        self.redo.clear();
        self.undo.push(Undoable { world: self.world.clone(), words });
        if self.undo.len() > MOST_UNDO {
            self.undo.remove(0);
        }
    }

    /// Starts over with the same cluster.
    pub(super) fn start_anew(&mut self) {
        let beginning = (*self.world.beginning).clone();
        self.begin(Field::Cluster, Ok((beginning, "Started over".to_owned())));
    }

    /// Begins a history with a laboratory's cluster.
    pub(super) fn in_the_ring(&mut self, scenario: Scenario) {
        self.screen = Screen::Stage;
        let words = "The ring now uses the laboratory’s settings".to_owned();
        self.begin(Field::Cluster, Ok((Beginning::new(scenario), words)));
    }

    pub(super) fn undo_edit(&mut self) {
        let Some(Undoable { world, words }) = self.undo.pop() else { return };
        self.redo.push(Undoable { world: self.world.clone(), words: words.clone() });
        self.show_change(world, format!("Undone: {words}"), "The earlier data are back.");
    }

    pub(super) fn redo_edit(&mut self) {
        let Some(Undoable { world, words }) = self.redo.pop() else { return };
        self.undo.push(Undoable { world: self.world.clone(), words: words.clone() });
        self.show_change(world, format!("Done again: {words}"), "What was undone is back.");
    }

    /// Switches to a world and shows what is different in it.
    pub(super) fn show_change(&mut self, world: World, words: String, then: &'static str) {
        self.refused = None;
        self.comparison = None;
        self.drafts.proposal = None;
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
