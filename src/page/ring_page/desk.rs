//! What is set and found on the page of a ring.

use crate::dynamo::partitioning::{Position, Ring};
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::laboratories::rings::balance::{Balance, BalanceQuestion};
use crate::laboratories::rings::copies::CopyRule;
use crate::laboratories::rings::key_count::{KeyColumns, KeyShares};
use crate::laboratories::rings::key_walk::{KeyWalk, key_walk};
use crate::laboratories::rings::partitioner::Placed;
use crate::page::state::OpenRing;
use crate::scenario::NodeSpec;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::Reducible;

/// Copies of a key at first, where there are nodes enough.
const COPIES: usize = 3;

/// Where the copies go, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CopiesForm {
    /// Counted by data centre, and not in all.
    pub by_centre: bool,
    pub n: String,
    /// Each data centre with its copies.
    pub centres: Vec<(String, String)>,
}

/// The keys of a file.
#[derive(Clone, PartialEq, Default)]
pub struct KeysDesk {
    /// How often a file, or a column of it, was chosen: each time it is counted anew.
    pub chosen: u32,
    pub columns: KeyColumns,
    /// The names of its columns; none when a line is a key.
    pub names: Vec<String>,
    /// How much was read, 0 to 1, and how many keys, while it is read.
    pub reading: Option<(f64, u64)>,
    pub found: Option<Rc<KeyShares>>,
    pub refused: String,
}

#[derive(Clone, PartialEq)]
pub struct Desk {
    pub field: OpenRing,
    pub copies: CopiesForm,
    pub copies_refused: String,
    pub rule: CopyRule,
    nodes: Rc<Vec<NodeSpec>>,
    pub ring: SharedRing,
    pub key: String,
    /// Riak hashes the bucket with the key.
    pub bucket: String,
    /// Tokens of one more node, as typed.
    pub newcomer: String,
    pub newcomer_refused: String,
    newcomer_tokens: usize,
    pub newcomer_zone: Option<String>,
    pub seed: u64,
    /// The number of the node that leaves.
    pub leaving: usize,
    /// As far as it is known; what was asked anew is not.
    pub balance: Rc<Balance>,
    pub keys: KeysDesk,
}

/// A ring that compares by identity.
#[derive(Clone)]
pub struct SharedRing(pub Rc<Ring>);

impl PartialEq for SharedRing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What is to be computed; compared after each change of the page.
#[derive(Clone, PartialEq)]
pub struct Asked {
    ring: SharedRing,
    newcomer: usize,
    zone: Option<String>,
    seed: u64,
    leaving: usize,
}

/// What happens on the page.
pub enum Act {
    Copies(CopiesForm),
    Key(String),
    Bucket(String),
    Newcomer(String),
    NewcomerZone(Option<String>),
    NextSeed,
    Leaving(usize),
    /// What was found so far.
    Found(Rc<Balance>),
    /// A file was chosen, with the columns that it seems to have.
    KeyFile(KeyColumns, Vec<String>),
    Columns(KeyColumns),
    KeysRead(f64, u64),
    KeysFound(Rc<KeyShares>),
    KeysRefused(String),
    KeysCancelled,
}

impl Desk {
    /// The page of a ring that was just opened.
    pub fn new(field: OpenRing) -> Self {
        let centres = field.centres();
        let has_racks = field.nodes.iter().any(|node| node.zone.is_some());
        let most = |nodes: usize| nodes.clamp(1, COPIES).to_string();
        let with_tokens = field.nodes.iter().filter(|node| node.token_count() > 0).count();
        let copies = CopiesForm {
            by_centre: has_racks,
            n: most(with_tokens),
            centres: centres.into_iter().map(|(centre, nodes)| (centre.to_owned(), most(nodes))).collect(),
        };
        let nodes = Rc::new(field.nodes.clone());
        let rule = copies.rule().unwrap_or(CopyRule::OnNodes(1));
        let ring = SharedRing(Rc::new(rule.ring(&nodes)));
        let mut tokens: Vec<usize> =
            field.nodes.iter().map(|node| node.token_count()).filter(|count| *count > 0).collect();
        tokens.sort_unstable();
        let newcomer_tokens = tokens.get(tokens.len() / 2).copied().unwrap_or(1);
        Self {
            newcomer_zone: smallest_zone(&field),
            field,
            copies,
            copies_refused: String::new(),
            rule,
            nodes,
            ring,
            key: String::new(),
            bucket: String::new(),
            newcomer: newcomer_tokens.to_string(),
            newcomer_refused: String::new(),
            newcomer_tokens,
            seed: 1,
            leaving: 0,
            balance: Rc::default(),
            keys: KeysDesk::default(),
        }
    }

    pub fn asked(&self) -> Asked {
        Asked {
            ring: self.ring.clone(),
            newcomer: self.newcomer_tokens,
            zone: self.newcomer_zone.clone(),
            seed: self.seed,
            leaving: self.leaving,
        }
    }

    pub fn question(&self) -> BalanceQuestion {
        BalanceQuestion {
            nodes: self.nodes.clone(),
            partitioner: self.field.partitioner,
            rule: self.rule.clone(),
            newcomer_tokens: self.newcomer_tokens,
            newcomer_zone: self.newcomer_zone.clone(),
            seed: self.seed,
            leaving: self.leaving,
        }
    }

    /// Where the typed key lies, and its way; `None` before one is typed.
    pub fn walk(&self) -> Option<(Placed, KeyWalk)> {
        if self.key.is_empty() {
            return None;
        }
        let partitioner = self.field.partitioner;
        let placed = partitioner.place(&partitioner.hashed(self.bucket.as_bytes(), self.key.as_bytes()));
        let walk = key_walk(&self.ring.0, placed.position, self.rule.copies());
        Some((placed, walk))
    }

    /// A node's whole name; the newcomer stands behind the others.
    pub fn name(&self, node: usize) -> String {
        if node < self.field.nodes.len() { self.field.printed_name(node).to_owned() } else { "the new node".to_owned() }
    }

    pub fn token_text(&self, position: Position) -> String {
        self.field.token_text(position)
    }
}

/// The zone with the fewest nodes: there one more is missed most.
fn smallest_zone(field: &OpenRing) -> Option<String> {
    let mut zones: BTreeMap<&str, usize> = BTreeMap::new();
    field.nodes.iter().filter_map(|node| node.zone.as_deref()).for_each(|zone| *zones.entry(zone).or_default() += 1);
    zones.into_iter().min_by_key(|(_, count)| *count).map(|(zone, _)| zone.to_owned())
}

impl CopiesForm {
    /// # Errors
    /// What is wrong, in words.
    pub fn rule(&self) -> Result<CopyRule, String> {
        let count = |label: &str, text: &str, least: usize| {
            let number = text.trim().parse().ok().filter(|count| (least..=MAX_NODES).contains(count));
            number.ok_or_else(|| format!("{label} must be a whole number from {least} to 1,024."))
        };
        if !self.by_centre || self.centres.is_empty() {
            return Ok(CopyRule::OnNodes(count("N", &self.n, 1)?));
        }
        let copies = self.centres.iter().map(|(centre, text)| Ok((centre.clone(), count(centre, text, 0)?)));
        let copies: BTreeMap<String, usize> = copies.collect::<Result<_, String>>()?;
        if copies.values().all(|count| *count == 0) {
            return Err("A key needs a copy in one data centre at least.".to_owned());
        }
        Ok(CopyRule::InCentres(copies))
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = (*self).clone();
        match act {
            Act::Copies(form) => desk.set_copies(form),
            Act::Newcomer(text) => desk.set_newcomer(text),
            Act::NewcomerZone(zone) => desk.newcomer_zone = zone,
            Act::NextSeed => desk.seed += 1,
            Act::Leaving(node) => desk.leaving = node,
            other => desk.take(other),
        }
        desk.forget_what_is_asked_anew(&self);
        Rc::new(desk)
    }
}

impl Desk {
    /// What was found for another question does not stand under this one.
    fn forget_what_is_asked_anew(&mut self, before: &Self) {
        if self.ring != before.ring {
            self.balance = Rc::default();
        }
        let newcomer = |desk: &Self| (desk.newcomer_tokens, desk.newcomer_zone.clone(), desk.seed);
        if newcomer(self) != newcomer(before) {
            let balance = Rc::make_mut(&mut self.balance);
            (balance.random, balance.helpful) = Default::default();
        }
        if self.leaving != before.leaving {
            Rc::make_mut(&mut self.balance).left = Default::default();
        }
    }

    fn set_newcomer(&mut self, text: String) {
        self.newcomer_refused.clear();
        match text.trim().parse() {
            Ok(count) if (1..=MAX_TOKENS_PER_NODE).contains(&count) => self.newcomer_tokens = count,
            _ => self.newcomer_refused = "Tokens must be a whole number from 1 to 1,024.".to_owned(),
        }
        self.newcomer = text;
    }

    fn set_copies(&mut self, form: CopiesForm) {
        self.copies_refused.clear();
        match form.rule() {
            Ok(rule) => {
                self.ring = SharedRing(Rc::new(rule.ring(&self.nodes)));
                self.rule = rule;
                // They were counted for other copies.
                self.keys.found = None;
            }
            Err(words) => self.copies_refused = words,
        }
        self.copies = form;
    }

    fn take(&mut self, act: Act) {
        match act {
            Act::Key(key) => self.key = key,
            Act::Bucket(bucket) => self.bucket = bucket,
            Act::Found(balance) => self.balance = balance,
            Act::KeyFile(columns, names) => {
                let chosen = self.keys.chosen + 1;
                self.keys = KeysDesk { chosen, columns, names, reading: Some((0.0, 0)), ..KeysDesk::default() };
            }
            Act::Columns(columns) => {
                (self.keys.columns, self.keys.reading, self.keys.found) = (columns, Some((0.0, 0)), None);
                self.keys.chosen += 1;
                self.keys.refused.clear();
            }
            Act::KeysRead(part, keys) => self.keys.reading = Some((part, keys)),
            Act::KeysFound(found) => (self.keys.found, self.keys.reading) = (Some(found), None),
            Act::KeysRefused(words) => (self.keys.refused, self.keys.reading) = (words, None),
            Act::KeysCancelled => self.keys.reading = None,
            Act::Copies(_) | Act::Newcomer(_) | Act::NewcomerZone(_) | Act::NextSeed | Act::Leaving(_) => {}
        }
    }
}
