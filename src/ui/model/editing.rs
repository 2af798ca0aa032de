//! Edits of the cluster, and taking the last one back.

use super::{Field, Film, Model, Spotlight, Undoable, World, journey_of};
use crate::refusal::Refusal;
use crate::ui::cluster::Change;
use crate::ui::cluster_edit::{Edit, Edited};
use crate::ui::shared::Shared;

/// Edits that can be undone, one after the other.
const MOST_UNDO: usize = 100;

impl Model {
    pub(super) fn edit(&mut self, edit: &Edit) {
        match self.edited(edit) {
            Ok((world, words)) => {
                self.undo.push(Undoable { world: self.world.clone(), words: words.clone() });
                if self.undo.len() > MOST_UNDO {
                    self.undo.remove(0);
                }
                self.show_change(world, words, false);
            }
            Err(refusal) => self.refuse(Field::Cluster, refusal.message),
        }
    }

    fn edited(&self, edit: &Edit) -> Result<(World, String), Refusal> {
        let Edited { cluster, words } = edit.apply(&self.world.cluster)?;
        Ok((World::new(cluster)?, words))
    }

    pub(super) fn undo_edit(&mut self) {
        let Some(Undoable { world, words }) = self.undo.pop() else { return };
        self.show_change(world, format!("Undone: {words}"), true);
    }

    /// Goes over to a world and shows what is different in it.
    fn show_change(&mut self, world: World, words: String, undone: bool) {
        self.refused = None;
        self.explained = None;
        self.pinned = None;
        let change = Change::between(words, &self.world.cluster, &world.cluster);
        self.change = Some(Shared::new(Change { undone, ..change }));
        let was_over = self.journey_is_over();
        self.world = world;
        self.journey = journey_of(&self.world.cluster, &self.journey.key);
        self.show_film(Film::Journey);
        self.journey_step = if was_over { self.journey.steps.len() } else { 0 };
        self.spotlight = Spotlight::Change;
    }
}
