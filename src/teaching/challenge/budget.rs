//! What may be spent in a challenge, and what has been.

use crate::input::fields::Fields;
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::playground::Playground;
use crate::scenario::{Command, Overrides, RequestOptions};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Something that can be limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Commands that were given; letting time pass is none.
    Commands,
    /// Puts, gets, deletes and reconciliations.
    Requests,
    /// Milliseconds of simulated time since the challenge began, rounded up.
    Ms,
    /// Members of the cluster at the moment.
    Nodes,
    /// Tokens of all members at the moment.
    Tokens,
    /// Messages that were dropped by a command.
    Drops,
    /// Crashes of nodes or zones.
    Crashes,
    /// Requests with an N, R, W, kind of quorum, position or condition of their own: they get round the settings.
    Own,
}

impl Limit {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] =
        [Self::Commands, Self::Requests, Self::Ms, Self::Nodes, Self::Tokens, Self::Drops, Self::Crashes, Self::Own];

    /// The field of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Commands => "commands",
            Self::Requests => "requests",
            Self::Ms => "ms",
            Self::Nodes => "nodes",
            Self::Tokens => "tokens",
            Self::Drops => "drops",
            Self::Crashes => "crashes",
            Self::Own => "own",
        }
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Commands => "Commands",
            Self::Requests => "Puts and gets",
            Self::Ms => "Simulated time, ms",
            Self::Nodes => "Nodes",
            Self::Tokens => "Tokens in all",
            Self::Drops => "Dropped messages",
            Self::Crashes => "Crashes",
            Self::Own => "Requests with settings of their own",
        }
    }

    /// The most that a file can allow.
    pub fn most(self) -> u64 {
        match self {
            Self::Commands | Self::Requests | Self::Drops | Self::Crashes | Self::Own => 1_000,
            Self::Ms => 86_400_000,
            Self::Nodes => MAX_NODES as u64,
            Self::Tokens => (MAX_NODES * MAX_TOKENS_PER_NODE) as u64,
        }
    }
}

/// So much of some of the limits: a budget, or what was spent of all.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Amounts(BTreeMap<Limit, u64>);

impl Amounts {
    /// The amount of a limit, if it has one.
    pub fn get(&self, limit: Limit) -> Option<u64> {
        self.0.get(&limit).copied()
    }

    /// Sets an amount, or takes it away.
    pub fn set(&mut self, limit: Limit, amount: Option<u64>) {
        match amount {
            Some(amount) => drop(self.0.insert(limit, amount)),
            None => drop(self.0.remove(&limit)),
        }
    }

    /// Each limit that has an amount.
    pub fn iter(&self) -> impl Iterator<Item = (Limit, u64)> {
        self.0.iter().map(|(limit, amount)| (*limit, *amount))
    }

    /// The limits of this budget of which more was spent.
    pub fn exceeded_by(&self, spent: &Self) -> Vec<Limit> {
        let is_over = |(limit, most): &(Limit, u64)| spent.get(*limit).is_some_and(|spent| spent > *most);
        self.iter().filter(is_over).map(|(limit, _)| limit).collect()
    }

    /// What was spent up to the present step of a playground, since the step at which a challenge began there.
    pub(super) fn spent(playground: &Playground, since: usize) -> Self {
        let now = playground.step_number();
        let given: Vec<&Command> = playground
            .accepted_commands()
            .filter(|(step, _)| (since + 1..=now).contains(step))
            .map(|(_, command)| command)
            .collect();
        let count = |is: fn(&Command) -> bool| given.iter().filter(|command| is(command)).count() as u64;
        let ring = playground.ring();
        let began = playground.time_of(since);
        let amount = |limit| match limit {
            Limit::Commands => count(|command| !matches!(command, Command::Wait { .. })),
            Limit::Requests => count(|command| command.is_request()),
            Limit::Ms => (playground.time() - began).max(0.0).ceil() as u64,
            Limit::Nodes => ring.nodes().len() as u64,
            Limit::Tokens => ring.tokens().len() as u64,
            Limit::Drops => count(|command| matches!(command, Command::Drop { .. })),
            Limit::Crashes => count(|command| matches!(command, Command::Crash { .. } | Command::CrashZone { .. })),
            Limit::Own => count(has_settings_of_its_own),
        };
        Self(Limit::ALL.into_iter().map(|limit| (limit, amount(limit))).collect())
    }

    /// As JSON, by the words of the limits.
    pub fn to_json(&self) -> Value {
        Value::Object(
            self.iter().map(|(limit, amount)| (limit.as_str().to_owned(), amount.into())).collect::<Map<_, _>>(),
        )
    }

    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let mut amounts = Self::default();
        for limit in Limit::ALL {
            amounts.set(limit, fields.whole(limit.as_str(), 0, limit.most())?);
        }
        fields.nothing_else()?;
        Ok(amounts)
    }
}

/// Also a put that is refused where something is newer, and a get that waits for what its client knows.
fn has_settings_of_its_own(command: &Command) -> bool {
    let (overrides, options, asks_more) = match command {
        Command::Put { overrides, options, only_if, .. } => (*overrides, options, *only_if),
        Command::Get { overrides, options, at_least, .. } => (*overrides, options, *at_least),
        Command::Delete { options, .. } | Command::Reconcile { options, .. } => (Overrides::default(), options, false),
        _ => return false,
    };
    asks_more || overrides != Overrides::default() || *options != RequestOptions::default()
}

impl Serialize for Amounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(limit, amount)| (limit.as_str(), amount)))
    }
}
