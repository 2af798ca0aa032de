//! The stored keys on the ring: whether they are shown, and twenty more at one press.

use super::loading::{Commanded, Purpose, Staged};
use super::{Field, Model, Spotlight, Track};
use crate::explain::key_journey::words::counted;
use crate::explain::tree_exchange::TreeExchange;
use crate::page::projection::cluster::Change;
use crate::page::projection::shared::Shared;
use crate::page::projection::stored_keys::stored_keys;
use crate::scenario::{Command, ContextChoice, Overrides, RequestOptions};
use std::rc::Rc;

/// Keys written at one press.
const KEYS_AT_ONCE: usize = 20;

/// What a shop sells; further keys have a number at the end.
const WARES: [&str; KEYS_AT_ONCE] = [
    "apples", "bread", "candles", "dates", "eggs", "flour", "garlic", "honey", "ink", "jam", "kettle", "lemons",
    "mugs", "nuts", "oil", "plums", "rice", "salt", "tea", "wool",
];

impl Model {
    /// The client that asks writes twenty fresh keys: real commands, whose effects are not watched one by one.
    pub(super) fn write_keys(&mut self, moment: f64) {
        let client = self.client_name().to_owned();
        let put = |key: String| Command::Put {
            client: client.clone(),
            key,
            value: "1".to_owned(),
            context: ContextChoice::Last,
            via: None,
            overrides: Overrides::default(),
            options: RequestOptions::default(),
            only_if: false,
        };
        let commands: Vec<Command> = self.fresh_keys().map(put).collect();
        let words = format!("{client} wrote {}", counted(KEYS_AT_ONCE, "key", "keys"));
        let Some(moment) = self.moment_of_command(Field::Request, moment) else { return };
        let commanded = Commanded {
            field: Field::Request,
            course: self.world.course.clone(),
            client: Some(client),
            draws_wall: false,
            rushed: true,
            staged: Staged { plays: false, words: Some(words), story: None },
        };
        let way = self.way_of_commands(&commands, moment);
        self.bring(way, Purpose::Command(Rc::new(commanded)));
    }

    /// Keys that nobody stores yet.
    fn fresh_keys(&self) -> impl Iterator<Item = String> + use<> {
        let (stored, _) = stored_keys(&self.world.frame.state, "", usize::MAX);
        let stored: Vec<String> = stored.into_iter().map(str::to_owned).collect();
        let named = (1..).flat_map(|round| {
            WARES.iter().map(move |ware| if round == 1 { (*ware).to_owned() } else { format!("{ware}-{round}") })
        });
        named.filter(move |key| !stored.contains(key)).take(KEYS_AT_ONCE)
    }

    /// Whether the stage draws stored keys: all of them, or those that the last change of the ring gave another owner.
    pub fn shows_key_dots(&self) -> bool {
        let moved = || self.playback.track == Track::Messages && self.world.before_last_change().is_some();
        self.shown_change().is_none() && (self.keys_shown || moved())
    }

    /// What the stage shows of the last change of the ring.
    pub fn shown_move(&self) -> Option<Change> {
        (self.playback.track == Track::Messages).then(|| self.world.last_move()).flatten()
    }

    /// The same, when it moved something that can be counted: keys, or arcs while nothing is stored.
    pub fn counted_move(&self) -> Option<Change> {
        let dots = self.world.key_dots();
        self.shown_move().filter(|_| dots.is_empty() || dots.iter().any(|dot| dot.from.is_some()))
    }

    /// The comparison of Merkle trees that the stage shows. Where a step of a lesson begins, those before are over.
    pub fn shown_exchange(&self) -> Option<Shared<TreeExchange>> {
        let is_over = self.situation().is_some();
        (self.playback.track == Track::Messages && self.shown_change().is_none() && !is_over)
            .then(|| self.world.exchange())
            .flatten()
    }

    /// Twenty keys were written: they are shown on the ring, and one undo takes them all back.
    pub(super) fn show_rushed(&mut self) {
        self.keys_shown = true;
        self.spotlight = Spotlight::Keys;
    }
}
