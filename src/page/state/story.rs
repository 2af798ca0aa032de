//! The classic stories, staged act by act: each press gives one real command to the engine, which plays it as usual.

use super::{Field, Model, Track};
use crate::explain::key_journey::words::quoted;
use crate::page::forms::cluster_edit::free_name;
use crate::scenario::locked::Part;
use crate::scenario::{Command, ReconcileBy, Tokens};

/// A story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Story {
    PutAndGet,
    CartInAPartition,
    NodeDies,
    NodeJoins,
}

/// A story being told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Telling {
    pub story: Story,
    /// How many of its acts were staged.
    pub staged: usize,
}

/// An act: what a press will do, in words, and the command that does it.
pub struct Act {
    pub words: String,
    command: Command,
}

impl Story {
    pub const ALL: [Self; 4] = [Self::PutAndGet, Self::CartInAPartition, Self::NodeDies, Self::NodeJoins];

    pub fn title(self) -> &'static str {
        match self {
            Self::PutAndGet => "A put and a get",
            Self::CartInAPartition => "A cart in a partition",
            Self::NodeDies => "A node dies",
            Self::NodeJoins => "A node joins",
        }
    }

    /// The word in the view.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::PutAndGet => "put-and-get",
            Self::CartInAPartition => "cart",
            Self::NodeDies => "node-dies",
            Self::NodeJoins => "node-joins",
        }
    }

    /// How many acts it has.
    pub fn acts(self) -> usize {
        match self {
            Self::PutAndGet => 2,
            Self::CartInAPartition => 8,
            Self::NodeDies | Self::NodeJoins => 4,
        }
    }

    /// Said at its end: one thing to try.
    pub fn try_this(self) -> &'static str {
        match self {
            Self::PutAndGet => "Try: pause while a message flies, click it, and drop it.",
            Self::CartInAPartition => "Try: a stroke across the ring cuts the network where you like.",
            Self::NodeDies => "Try: click a node and wipe its disk. Who has the data then?",
            Self::NodeJoins => "Try: click the new node and let it leave again.",
        }
    }

    fn act(self, index: usize, cast: &Cast) -> Option<Act> {
        match self {
            Self::PutAndGet => cast.put_and_get(index),
            Self::CartInAPartition => cast.cart_in_a_partition(index),
            Self::NodeDies => cast.node_dies(index),
            Self::NodeJoins => cast.node_joins(index),
        }
    }
}

impl Act {
    fn new(words: String, command: Command) -> Self {
        Self { words, command }
    }
}

/// Who plays in a story.
struct Cast<'a> {
    model: &'a Model,
    /// The one who begins, and the other one.
    clients: [String; 2],
    key: String,
}

impl Cast<'_> {
    fn put(&self, client: usize, value: &str) -> Option<Act> {
        let name = &self.clients[client];
        Some(Act::new(format!("{name} puts {}", quoted(value)), Command::put(name, &self.key, value)))
    }

    fn get(&self, client: usize) -> Option<Act> {
        let name = &self.clients[client];
        Some(Act::new(format!("{name} gets {}", quoted(&self.key)), Command::get(name, &self.key)))
    }

    fn put_and_get(&self, index: usize) -> Option<Act> {
        match index {
            0 => self.put(0, "milk"),
            1 => self.get(1),
            _ => None,
        }
    }

    fn cart_in_a_partition(&self, index: usize) -> Option<Act> {
        match index {
            0 => self.put(0, "milk"),
            1 => self.get(1),
            2 => {
                let [one, other] = &self.clients;
                Some(Act::new(format!("a wall cuts {one} from {other}"), self.wall()))
            }
            3 => self.put(0, "milk,bread"),
            4 => self.put(1, "milk,eggs"),
            5 => Some(Act::new("the wall goes".to_owned(), Command::Repair)),
            6 => self.get(0),
            7 => {
                let (client, key) = (self.clients[0].clone(), self.key.clone());
                let words = format!("{client} puts the union of both");
                Some(Act::new(words, Command::reconcile(&client, &key, ReconcileBy::Union)))
            }
            _ => None,
        }
    }

    fn node_dies(&self, index: usize) -> Option<Act> {
        let name = self.first_replica();
        match index {
            0 => self.put(0, "milk"),
            1 => {
                let words = format!("{name}, the first on the key’s list, crashes");
                Some(Act::new(words, Command::Crash { name, wipe: false }))
            }
            2 => self.put(0, "milk,bread"),
            3 => Some(Act::new(format!("{name} restarts"), Command::Restart { name })),
            _ => None,
        }
    }

    fn node_joins(&self, index: usize) -> Option<Act> {
        let cluster = &self.model.world.cluster;
        match index {
            0 => self.put(0, "milk"),
            1 => {
                let (name, tokens) = (free_name(&cluster.names), cluster.tokens.first().copied().unwrap_or(8));
                let command = Command::add_node(&name, Tokens::Count(tokens));
                Some(Act::new(format!("{name} joins and gets its keys"), command))
            }
            2 => self.get(1),
            3 => {
                let name = self.newcomer()?;
                Some(Act::new(format!("{name} leaves again"), Command::remove_node(&name)))
            }
            _ => None,
        }
    }

    /// The node that joined last.
    fn newcomer(&self) -> Option<String> {
        let joins = self.model.world.playground().commands().filter_map(|(_, command)| match command {
            Command::AddNode { name, .. } => Some(name.clone()),
            _ => None,
        });
        joins.last()
    }

    fn first_replica(&self) -> String {
        let first = self.model.journey.replicas.first().map_or(0, |node| node.index());
        self.model.world.cluster.names.get(first).cloned().unwrap_or_default()
    }

    /// A wall with one client and half of the nodes on each side; the first of the key's nodes stand with the first client.
    fn wall(&self) -> Command {
        let nodes = &self.model.world.cluster.names;
        let half = nodes.len().div_ceil(2);
        let listed = self.model.journey.replicas.iter().map(|node| node.index());
        let here: Vec<usize> = listed.take(half.min(2)).collect();
        let mut groups = [vec![self.clients[0].clone()], vec![self.clients[1].clone()]];
        for (index, name) in nodes.iter().enumerate() {
            groups[usize::from(!here.contains(&index))].push(name.clone());
        }
        Command::Partition { groups: groups.to_vec() }
    }
}

impl Telling {
    /// As the view has it: `cart.3`.
    pub(super) fn to_words(self) -> String {
        format!("{}.{}", self.story.as_str(), self.staged)
    }

    pub(super) fn from_words(words: &str) -> Option<Self> {
        let (word, staged) = words.split_once('.')?;
        let story = Story::ALL.into_iter().find(|story| story.as_str() == word)?;
        Some(Self { story, staged: staged.parse().ok().filter(|staged| *staged <= story.acts())? })
    }
}

impl Model {
    /// Whether stories are offered: nothing that they do is locked, and no lesson is open.
    pub fn tells_stories(&self) -> bool {
        let locked = [Part::Requests, Part::Faults, Part::Settings, Part::Scenario];
        self.classroom.session.is_none()
            && self.classroom.challenge.is_none()
            && !locked.into_iter().any(|part| self.locks().has(part))
            && self.world.beginning.scenario.nodes.len() > 1
    }

    /// What the next press of the story will do.
    pub fn next_act(&self) -> Option<Act> {
        let Telling { story, staged } = self.story?;
        let clients = [0, 1].map(|index| {
            let usual = ["Alice", "Bob"][index];
            self.world.clients.get(index).map_or(usual, String::as_str).to_owned()
        });
        story.act(staged, &Cast { model: self, clients, key: self.journey.key.clone() })
    }

    /// Begins a story, with empty disks if something has happened already.
    pub(super) fn tell(&mut self, story: Story) {
        let begins = self.world.steps > 0;
        if begins {
            let beginning = (*self.world.beginning).clone();
            self.begin(Field::Stage, Ok((beginning, format!("Started over for {}", quoted(story.title())))));
        }
        self.story = Some(Telling { story, staged: 0 });
        self.stage_next(begins);
    }

    /// Stages the next act; the one before is shown to its end first.
    pub(super) fn tell_on(&mut self) {
        if self.world.steps > 0 {
            self.show_track(Track::Messages);
            self.seek(usize::MAX);
        }
        self.stage_next(false);
    }

    fn stage_next(&mut self, begins: bool) {
        if let (Some(telling), Some(act)) = (self.story, self.next_act()) {
            self.stage(act.command, Telling { staged: telling.staged + 1, ..telling }, begins);
        }
    }
}
