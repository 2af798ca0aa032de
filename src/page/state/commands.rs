//! Commands: clients' requests, operator's actions, and faults.

use super::loading::{Commanded, Purpose, Staged};
use super::world::client_of;
use super::{Field, MOST_CLIENTS, Model, Telling, Track};
use crate::input::limits::{MAX_DELAY_MS, MAX_NODES, MAX_VALUE_BYTES};
use crate::input::refusal::Refusal;
use crate::page::forms::command_words::command_words;
use crate::page::forms::refusal_words::refusal_words;
use crate::page::forms::renaming::{is_named, new_name};
use crate::page::forms::settings::{number, override_of, typed_position};
use crate::page::projection::shared::Shared;
use crate::scenario::{Command, ContextChoice, Overrides, ReconcileBy, RequestOptions};
use std::rc::Rc;

/// Names for added clients.
const NAMES: [&str; 8] = ["Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi"];

/// The refusal of a command while the effects of another one are being computed.
const PLAYING_ON: &str = "The last command is still running. Wait for it, or cancel it.";

impl Model {
    /// The name of the client that asks.
    pub fn client_name(&self) -> &str {
        self.world.clients.get(self.selection.client).map_or("", String::as_str)
    }

    pub(super) fn put(&mut self, moment: f64) {
        let value = self.value_to_put();
        if value.len() > MAX_VALUE_BYTES {
            let given = format!("{} bytes", value.len());
            let refusal = Refusal::field("value-too-large", "value", given, "at most 1 MiB (1,048,576 bytes of UTF-8)");
            return self.refuse(Field::Request, refusal_words(&refusal));
        }
        let command = self.own_way().map(|(overrides, options)| Command::Put {
            client: self.client_name().to_owned(),
            key: self.journey.key.clone(),
            value: value.to_string(),
            context: if self.drafts.blind { ContextChoice::None } else { ContextChoice::Last },
            via: self.via(),
            overrides,
            options,
            only_if: self.drafts.only_if,
        });
        self.ask(command, moment);
    }

    pub(super) fn get(&mut self, moment: f64) {
        let command = self.own_way().map(|(overrides, options)| Command::Get {
            client: self.client_name().to_owned(),
            key: self.journey.key.clone(),
            via: self.via(),
            overrides,
            options,
            at_least: self.drafts.at_least,
        });
        self.ask(command, moment);
    }

    pub(super) fn delete(&mut self, moment: f64) {
        let (client, key) = (self.client_name().to_owned(), self.journey.key.clone());
        let delete = |(_, options)| Command::Delete { client, key, via: self.via(), options };
        self.ask(self.own_way().map(delete), moment);
    }

    pub(super) fn reconcile(&mut self, how: ReconcileBy, moment: f64) {
        let (client, key) = (self.client_name().to_owned(), self.journey.key.clone());
        let reconcile = |(_, options)| Command::Reconcile { client, key, how, options };
        self.ask(self.own_way().map(reconcile), moment);
    }

    fn ask(&mut self, command: Result<Command, Refusal>, moment: f64) {
        match command {
            Ok(command) => self.give(Field::Request, command, moment),
            Err(refusal) => self.refuse(Field::Request, refusal_words(&refusal)),
        }
    }

    /// The chosen coordinator, as long as it is in the cluster.
    pub fn via(&self) -> Option<String> {
        self.drafts.via.clone().filter(|name| self.world.cluster.index_of(name).is_some())
    }

    /// What the next request has of its own.
    fn own_way(&self) -> Result<(Overrides, RequestOptions), Refusal> {
        let [n, r, w] = &self.drafts.overrides;
        let overrides = Overrides {
            n: override_of("N", n, MAX_NODES)?,
            r: override_of("R", r, MAX_NODES)?,
            w: override_of("W", w, MAX_NODES)?,
        };
        let position = typed_position(&self.drafts.position)?;
        Ok((overrides, RequestOptions { position, quorum: self.drafts.quorum }))
    }

    pub(super) fn add_client(&mut self) {
        if self.world.clients.len() >= MOST_CLIENTS {
            return;
        }
        let taken = |name: &str| self.is_taken(name);
        let usual = NAMES.into_iter().find(|name| !taken(name)).map(str::to_owned);
        let name = usual.or_else(|| (1..).map(|number| format!("Client {number}")).find(|name| !taken(name)));
        let Some(name) = name else { return };
        self.remember(format!("{name} was added"));
        self.selection.client = self.world.clients.len();
        self.world.clients = Shared::new(self.world.clients.iter().cloned().chain([name]).collect());
    }

    /// Why a client cannot be removed, if it cannot: the history mentions it.
    pub fn client_stays(&self, index: usize) -> Option<String> {
        let name = self.world.clients.get(index)?;
        if self.world.clients.len() == 1 {
            return Some("One client must stay".to_owned());
        }
        let named = is_named(&self.world.playground().scenario().script, name);
        named.then(|| format!("{name} is part of what has happened, and stays"))
    }

    /// Removes a client that the history does not mention.
    pub(super) fn remove_client(&mut self, index: usize) {
        if let Some(why) = self.client_stays(index) {
            return self.refuse(Field::Request, format!("{why}."));
        }
        let mut clients = (*self.world.clients).clone();
        if index >= clients.len() {
            return;
        }
        let name = clients.remove(index);
        self.remember(format!("{name} was removed"));
        self.refused = None;
        self.selection.client = self.selection.client.min(clients.len().saturating_sub(1));
        self.world.clients = Shared::new(clients);
    }

    /// Renames a client: at once if the history does not mention it.
    pub(super) fn rename_client(&mut self, index: usize, typed: &str) {
        let Some(old) = self.world.clients.get(index).cloned() else { return };
        let others = self.world.clients.iter().chain(&self.world.cluster.names).map(String::as_str);
        match new_name(typed, &old, others) {
            Err(refusal) => self.refuse(Field::Request, refusal_words(&refusal)),
            Ok(name) if is_named(&self.world.playground().scenario().script, &old) => {
                self.propose_rename(Field::Request, &old, &name);
            }
            Ok(name) if name == old => self.refused = None,
            Ok(name) => {
                self.refused = None;
                self.remember(format!("{old} is called {name} now"));
                let mut clients = (*self.world.clients).clone();
                if let Some(client) = clients.get_mut(index) {
                    *client = name;
                }
                self.world.clients = Shared::new(clients);
            }
        }
    }

    fn is_taken(&self, name: &str) -> bool {
        self.world.clients.iter().any(|known| known == name)
            || self.world.playground().node_names().iter().any(|known| **known == *name)
    }

    pub(super) fn next_client(&mut self) {
        self.selection.client = (self.selection.client + 1) % self.world.clients.len().max(1);
    }

    /// Sets a node's clock skew, in milliseconds as typed.
    pub(super) fn skew(&mut self, index: usize, typed: &str) {
        let Some(name) = self.world.cluster.names.get(index).cloned() else { return };
        match number(&format!("clock of {name}"), typed, -MAX_DELAY_MS, MAX_DELAY_MS) {
            Ok(ms) => self.give(Field::Faults, Command::Skew { name, ms }, 0.0),
            Err(refusal) => self.refuse(Field::Faults, refusal_words(&refusal)),
        }
    }

    /// Gives a command at this progress between two steps; a refusal is reported in this field. Clients' requests are
    /// played at once.
    pub(super) fn give(&mut self, field: Field, command: Command, moment: f64) {
        let plays = command.key().is_some() || matches!(command, Command::AntiEntropy { .. } | Command::Wait { .. });
        let words = Some(command_words(&command));
        self.give_as(field, command, moment, Staged { plays, words, story: self.story });
    }

    /// Gives a command of a story, which is played. The first one belongs to what began the story.
    pub(super) fn stage(&mut self, command: Command, after: Telling, begins: bool) {
        let words = (!begins).then(|| command_words(&command));
        self.give_as(Field::Stage, command, 0.0, Staged { plays: true, words, story: Some(after) });
    }

    fn give_as(&mut self, field: Field, command: Command, moment: f64, staged: Staged) {
        let asks = command.key().is_some();
        if let Some(refused) = self.refusal(Field::Key).filter(|_| asks) {
            let message = refused.to_owned();
            return self.refuse(field, message);
        }
        let Some(moment) = self.moment_of_command(field, moment) else { return };
        let commanded = Commanded {
            field,
            course: self.world.course.clone(),
            client: client_of(&command).map(str::to_owned),
            draws_wall: matches!(command, Command::Partition { .. } | Command::PartitionZones { .. } | Command::Repair),
            rushed: false,
            staged,
        };
        let way = self.way_of_commands(&[command], moment);
        self.bring(way, Purpose::Command(Rc::new(commanded)));
    }

    /// Drops a message in each world, or in one of them.
    pub(super) fn drop_in_each(&mut self, first: Option<u32>, second: Option<u32>, moment: f64) {
        let Some(moment) = self.moment_of_command(Field::Stage, moment) else { return };
        let [first, second] = [first, second].map(|number| number.map(Command::drop_message));
        // What changes the second world alone belongs to what was done before in both.
        let words = first.as_ref().map(command_words);
        let commanded = Commanded {
            field: Field::Stage,
            course: self.world.course.clone(),
            client: None,
            draws_wall: false,
            rushed: false,
            staged: Staged { plays: false, words, story: None },
        };
        let way = self.way_of_each(first, second, moment);
        self.bring(way, Purpose::Command(Rc::new(commanded)));
    }

    /// The progress between two steps at which a command is given; `None`, and a refusal in this field, while the last one
    /// is still being played.
    pub(super) fn moment_of_command(&mut self, field: Field, moment: f64) -> Option<f64> {
        if self.awaits_command() {
            self.refuse(field, PLAYING_ON.to_owned());
            return None;
        }
        // On the walk, no simulated time passes between two steps.
        let passes = self.playback.track == Track::Messages && self.playback.under_way;
        Some(if passes { moment } else { 0.0 })
    }

    pub(super) fn switch_to_branch(&mut self, number: u32) {
        let mut world = self.world.clone();
        // A deleted branch is no longer offered.
        if world.switch_to_branch(number).is_ok() {
            self.remember(format!("Branch {number} was opened"));
            self.part();
            self.show_track(Track::Messages);
            self.world = world;
            self.follow_cluster();
        }
    }

    pub(super) fn drop_branch(&mut self, number: u32) {
        let mut world = self.world.clone();
        if world.drop_branch(number).is_ok() {
            self.remember(format!("Branch {number} was forgotten"));
            self.world = world;
        }
    }

    pub(super) fn name_future(&mut self, number: u32, typed: &str) {
        let mut world = self.world.clone();
        world.name_future(number, typed);
        if world.future_names != self.world.future_names {
            self.remember(format!("Branch {number} was named"));
            self.world = world;
        }
    }

    /// Recomputes the walk of the key on the present cluster.
    pub(super) fn follow_cluster(&mut self) {
        let fresh = super::journey_of(&self.world.cluster, &self.journey.key);
        if *fresh != *self.journey {
            self.journey_step = if self.journey_is_over() { fresh.steps.len() } else { 0 };
            self.journey = fresh;
        }
    }
}
