//! What lies between nodes and clients: delays, losses, walls, and links that are held.

use crate::dynamo::message::{Body, Endpoint, MessageKind};
use crate::dynamo::time::Time;
use crate::scenario::Network as Settings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A message under way.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Its number, counted from 1.
    pub id: u32,
    /// Who sent it.
    pub from: Endpoint,
    /// Whom it is for.
    pub to: Endpoint,
    /// What it says.
    pub body: Body,
    /// When it left.
    pub sent_at: Time,
    /// When it arrives, or dies.
    pub arrives_at: Time,
    /// What becomes of it, as far as is known.
    pub fate: Fate,
}

/// What becomes of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// The network loses it.
    Lost,
    /// It meets the wall of a partition.
    Wall,
    /// The link was cut.
    Cut,
    /// Whom it is for is down when it comes.
    Down,
    /// Whom it is for has left for good.
    Left,
    /// Somebody dropped it.
    Dropped,
}

impl Fate {
    /// The word of the trace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrives => "arrives",
            Self::Lost => "lost",
            Self::Wall => "wall",
            Self::Cut => "cut",
            Self::Down => "down",
            Self::Left => "left",
            Self::Dropped => "dropped",
        }
    }
}

/// A link, one way, whose messages are lost: all, or those of one kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Cut {
    pub from: Endpoint,
    pub to: Endpoint,
    pub kind: Option<MessageKind>,
}

/// The network at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub settings: Arc<Settings>,
    /// The groups of a partition as they were named.
    partition: Option<Arc<BTreeMap<Endpoint, usize>>>,
    groups: usize,
    /// The links, one way, whose messages wait; and those that do.
    held: BTreeMap<(Endpoint, Endpoint), Vec<Arc<Envelope>>>,
    held_messages: usize,
    cuts: BTreeSet<Cut>,
}

impl Network {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
            partition: None,
            groups: 0,
            held: BTreeMap::new(),
            held_messages: 0,
            cuts: BTreeSet::new(),
        }
    }

    /// Splits the network; nodes that no group names form one more.
    pub fn split(&mut self, groups: &[BTreeSet<Endpoint>]) {
        let members = groups.iter().enumerate().flat_map(|(group, names)| names.iter().map(move |name| (*name, group)));
        self.partition = Some(Arc::new(members.collect()));
        self.groups = groups.len();
    }

    pub fn mend(&mut self) {
        self.partition = None;
        self.groups = 0;
    }

    pub fn is_split(&self) -> bool {
        self.partition.is_some()
    }

    /// The group that an endpoint is in: clients that no group names reach them all.
    pub fn group(&self, endpoint: Endpoint) -> Option<usize> {
        let groups = self.partition.as_ref()?;
        groups.get(&endpoint).copied().or(matches!(endpoint, Endpoint::Node(_)).then_some(self.groups))
    }

    /// Whether a message from one to the other gets past the wall.
    pub fn passes(&self, from: Endpoint, to: Endpoint) -> bool {
        match (self.group(from), self.group(to)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    /// Whether both can hear each other now.
    pub fn connected(&self, a: Endpoint, b: Endpoint) -> bool {
        let is_open = |from, to| !self.is_held(from, to) && !self.has_cut(from, to);
        self.passes(a, b) && is_open(a, b) && is_open(b, a)
    }

    /// Whether messages of this kind from one to the other are lost because the link is cut.
    pub fn is_cut(&self, from: Endpoint, to: Endpoint, kind: MessageKind) -> bool {
        [None, Some(kind)].into_iter().any(|kind| self.cuts.contains(&Cut { from, to, kind }))
    }

    fn has_cut(&self, from: Endpoint, to: Endpoint) -> bool {
        self.cuts.iter().any(|cut| (cut.from, cut.to) == (from, to))
    }

    /// Cuts a link; whether it was whole.
    pub fn cut(&mut self, cut: Cut) -> bool {
        self.cuts.insert(cut)
    }

    /// Mends a link that was cut; whether it was.
    pub fn mend_cut(&mut self, cut: Cut) -> bool {
        self.cuts.remove(&cut)
    }

    /// The links that are cut.
    pub fn cuts(&self) -> impl Iterator<Item = &Cut> {
        self.cuts.iter()
    }

    /// Puts somebody on the side of another.
    pub fn place_beside(&mut self, newcomer: Endpoint, other: Endpoint) {
        let group = self.group(other);
        if let (Some(partition), Some(group)) = (&mut self.partition, group) {
            Arc::make_mut(partition).insert(newcomer, group);
        }
    }

    /// Whoever was known as one endpoint is another from now on: on its side, with its links.
    pub fn rename(&mut self, old: Endpoint, new: Endpoint) {
        if let Some(partition) = &mut self.partition {
            let partition = Arc::make_mut(partition);
            if let Some(group) = partition.remove(&old) {
                partition.insert(new, group);
            }
        }
        let renamed = |endpoint: Endpoint| if endpoint == old { new } else { endpoint };
        let cuts = std::mem::take(&mut self.cuts).into_iter();
        self.cuts = cuts.map(|cut| Cut { from: renamed(cut.from), to: renamed(cut.to), ..cut }).collect();
        let links = std::mem::take(&mut self.held);
        self.held = links.into_iter().map(|((from, to), waiting)| ((renamed(from), renamed(to)), waiting)).collect();
    }

    pub fn is_held(&self, from: Endpoint, to: Endpoint) -> bool {
        self.held.contains_key(&(from, to))
    }

    pub fn hold(&mut self, from: Endpoint, to: Endpoint) {
        self.held.entry((from, to)).or_default();
    }

    /// Keeps a message back.
    pub fn keep_back(&mut self, envelope: Arc<Envelope>) {
        self.held.entry((envelope.from, envelope.to)).or_default().push(envelope);
        self.held_messages += 1;
    }

    /// Lets the messages of a link go; `None` when it was not held.
    pub fn release(&mut self, from: Endpoint, to: Endpoint) -> Option<Vec<Arc<Envelope>>> {
        let released = self.held.remove(&(from, to));
        self.held_messages -= released.as_ref().map_or(0, Vec::len);
        released
    }

    /// Takes one held message out.
    pub fn take_held(&mut self, id: u32) -> Option<Arc<Envelope>> {
        let taken = self.held.values_mut().find_map(|waiting| {
            let index = waiting.iter().position(|envelope| envelope.id == id)?;
            Some(waiting.remove(index))
        });
        self.held_messages -= usize::from(taken.is_some());
        taken
    }

    /// How many messages wait.
    pub fn held_messages(&self) -> usize {
        self.held_messages
    }

    /// The messages that wait.
    pub fn held(&self) -> impl Iterator<Item = &Arc<Envelope>> {
        self.held.values().flatten()
    }

    /// The links that are held.
    pub fn held_links(&self) -> impl Iterator<Item = (Endpoint, Endpoint)> + '_ {
        self.held.keys().copied()
    }
}
