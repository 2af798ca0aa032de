//! Reading a scenario or a command from data that nobody vouches for.

use super::{
    Between, Command, ContextChoice, Copies, Delay, FORMAT, Network, NetworkChanges, NodeSpec, Overrides, Quorum,
    ReadRepair, ReconcileBy, RequestOptions, Scenario, ScriptEntry, TimerChanges, Timers, Tokens, WhichMessage, act,
};
use crate::dynamo::key::Key;
use crate::dynamo::message::MessageKind;
use crate::dynamo::partitioning::{Position, Strategy};
use crate::dynamo::versioning::Versioning;
use crate::input::document::check_format;
use crate::input::fields::{Fields, described, whole_number};
use crate::input::limits::{
    MAX_CLIENTS, MAX_CLOCK_PAIRS, MAX_DELAY_MS, MAX_EVENTS, MAX_NAME_CHARACTERS, MAX_NODES, MAX_SCRIPT,
    MAX_TOKENS_PER_NODE, MAX_VALUE_BYTES,
};
use crate::input::refusal::Refusal;
use serde_json::Value;
use std::collections::BTreeSet;

impl Scenario {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("scenario", json)?;
        check_format(&fields, "ringside", FORMAT)?;
        let defaults = Self::default();
        let copies = Copies::from_json(&fields)?;
        let scenario = Self {
            title: fields.text("title", 200)?,
            seed: fields.whole("seed", 0, 1 << 53)?.unwrap_or(defaults.seed),
            nodes: fields.list("nodes", MAX_NODES, read_node)?.unwrap_or(defaults.nodes),
            n: copies.n.unwrap_or(defaults.n),
            spread: copies.spread,
            r: fields.count("r", 1, MAX_NODES)?.unwrap_or(defaults.r),
            w: fields.count("w", 1, MAX_NODES)?.unwrap_or(defaults.w),
            quorum: read_quorum(&fields)?.unwrap_or_default(),
            seeds: read_seeds(&fields)?,
            read_repair: fields
                .choice("readRepair", &ReadRepair::ALL.map(|when| (when.as_str(), when)))?
                .unwrap_or_default(),
            versioning: fields
                .choice(
                    "versioning",
                    &[
                        ("dotted", Versioning::Dotted),
                        ("plain", Versioning::Plain),
                        ("last-write-wins", Versioning::LastWriteWins),
                    ],
                )?
                .unwrap_or_default(),
            clock_limit: fields.count("clockLimit", 1, MAX_CLOCK_PAIRS)?.unwrap_or(defaults.clock_limit),
            strategy: read_strategy(&fields)?.unwrap_or_default(),
            partitions: fields.count("partitions", 1, MAX_TOKENS_PER_NODE)?.unwrap_or(defaults.partitions),
            network: read_network(&fields)?,
            timers: read_timers(&fields)?,
            script: fields.list("script", MAX_SCRIPT, read_entry)?.unwrap_or_default(),
        };
        fields.nothing_else()?;
        scenario.check()?;
        Ok(scenario)
    }
}

impl NodeSpec {
    /// Reads a list of nodes, as `preferenceList` is given one.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn list_from_json(fields: &Fields<'_>) -> Result<Vec<Self>, Refusal> {
        let nodes = fields.required("nodes", fields.list("nodes", MAX_NODES, read_node)?, "a list of nodes")?;
        super::check_nodes(&nodes)?;
        Ok(nodes)
    }
}

impl Command {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("command", json)?;
        let command = read_command(&fields)?;
        fields.nothing_else()?;
        Ok(command)
    }
}

fn read_node(fields: &Fields<'_>) -> Result<NodeSpec, Refusal> {
    let node = NodeSpec { name: read_name(fields, "name")?, tokens: read_tokens(fields)?, zone: read_zone(fields)? };
    fields.nothing_else()?;
    Ok(node)
}

/// A zone of no characters is none.
fn read_zone(fields: &Fields<'_>) -> Result<Option<String>, Refusal> {
    Ok(fields.text("zone", MAX_NAME_CHARACTERS * 4)?.filter(|zone| !zone.is_empty()))
}

pub(super) fn read_name(fields: &Fields<'_>, field: &str) -> Result<String, Refusal> {
    let name = fields.required(field, fields.text(field, usize::MAX)?, NAME_ALLOWED)?;
    check_name(&fields.path(field), &name)?;
    Ok(name)
}

pub(super) fn optional_name(fields: &Fields<'_>, field: &str) -> Result<Option<String>, Refusal> {
    let name = fields.text(field, usize::MAX)?;
    name.iter().try_for_each(|name| check_name(&fields.path(field), name))?;
    Ok(name)
}

const NAME_ALLOWED: &str = "a name of 1 to 24 characters";

/// 1 to 24 characters, whatever they are: names are only ever shown as text.
pub(crate) fn check_name(field: &str, name: &str) -> Result<(), Refusal> {
    match name.chars().count() {
        1..=MAX_NAME_CHARACTERS => Ok(()),
        _ => Err(Refusal::field("invalid-name", field, format!("{name:?}"), NAME_ALLOWED)),
    }
}

/// The second life of a node, after its disk was wiped, is written `A~2` in clocks: no name may look like one.
pub(crate) fn check_node_name(field: &str, name: &str) -> Result<(), Refusal> {
    check_name(field, name)?;
    let life = name.rsplit_once('~').map(|(_, life)| life);
    match life {
        Some(life) if !life.is_empty() && life.bytes().all(|byte| byte.is_ascii_digit()) => {
            let allowed = "a name that does not end in ~ and a number, which is how another life of a node is written";
            Err(Refusal::field("invalid-name", field, format!("{name:?}"), allowed))
        }
        _ => Ok(()),
    }
}

fn read_tokens(fields: &Fields<'_>) -> Result<Tokens, Refusal> {
    let allowed = tokens_allowed();
    let tokens =
        match fields.raw("tokens") {
            Some(Value::Array(positions)) => {
                let mut read = Vec::with_capacity(positions.len().min(MAX_TOKENS_PER_NODE));
                for (index, position) in positions.iter().take(MAX_TOKENS_PER_NODE + 1).enumerate() {
                    read.push(position.as_str().and_then(Position::parse_hex).ok_or_else(|| {
                        let field = format!("{}[{index}]", fields.path("tokens"));
                        let allowed = "a position of 32 lower-case hex digits";
                        Refusal::field("invalid-position", &field, described(position), allowed)
                    })?);
                }
                Tokens::At(read)
            }
            Some(value @ Value::Number(_)) => {
                let count = whole_number(value).and_then(|count| usize::try_from(count).ok());
                Tokens::Count(count.ok_or_else(|| {
                    Refusal::field("invalid-tokens", &fields.path("tokens"), described(value), &allowed)
                })?)
            }
            Some(other) => {
                return Err(Refusal::field("invalid-tokens", &fields.path("tokens"), described(other), &allowed));
            }
            None => fields.required("tokens", None, &allowed)?,
        };
    check_tokens(&fields.path("tokens"), &tokens)?;
    Ok(tokens)
}

fn tokens_allowed() -> String {
    format!("a whole number from 1 to {MAX_TOKENS_PER_NODE}, or a list of as many positions")
}

pub(super) fn check_tokens(field: &str, tokens: &Tokens) -> Result<(), Refusal> {
    let count = match tokens {
        Tokens::Count(count) => *count,
        Tokens::At(positions) => positions.len(),
    };
    match count {
        1..=MAX_TOKENS_PER_NODE => Ok(()),
        _ => Err(Refusal::field("invalid-tokens", field, count, &tokens_allowed())),
    }
}

/// R and W are 1 to N.
pub(crate) fn check_quorum(n: usize, r: usize, w: usize) -> Result<(), Refusal> {
    let bad = |field, given| Err(Refusal::field("invalid-quorum", field, given, &format!("1 to N, and N is {n}")));
    if !(1..=MAX_NODES).contains(&n) {
        return Err(Refusal::field("invalid-quorum", "n", n, &format!("1 to {MAX_NODES}")));
    }
    if !(1..=n).contains(&r) {
        return bad("r", r);
    }
    if !(1..=n).contains(&w) { bad("w", w) } else { Ok(()) }
}

fn read_quorum(fields: &Fields<'_>) -> Result<Option<Quorum>, Refusal> {
    fields.choice("quorum", &[("sloppy", Quorum::Sloppy), ("strict", Quorum::Strict)])
}

pub(crate) fn read_strategy(fields: &Fields<'_>) -> Result<Option<Strategy>, Refusal> {
    let strategies = [Strategy::RandomTokens, Strategy::RandomTokensEqualPartitions, Strategy::EqualPartitions];
    fields.choice("strategy", &strategies.map(|strategy| (strategy.as_str(), strategy)))
}

fn read_seeds(fields: &Fields<'_>) -> Result<Option<Vec<String>>, Refusal> {
    let allowed = "a list of names of nodes";
    let field = fields.path("seeds");
    let Some(seeds) = fields.raw("seeds") else { return Ok(None) };
    let refused = |given: &Value| Refusal::field("invalid-list", &field, described(given), allowed);
    let seeds = seeds.as_array().filter(|seeds| seeds.len() <= MAX_NODES).ok_or_else(|| refused(seeds))?;
    let names = seeds.iter().map(|name| name.as_str().map(str::to_owned).ok_or_else(|| refused(name)));
    Ok(Some(names.collect::<Result<_, _>>()?))
}

/// A seed is a node of the scenario; without nodes there is none.
pub(super) fn check_seeds(scenario: &Scenario) -> Result<(), Refusal> {
    let Some(seeds) = &scenario.seeds else { return Ok(()) };
    let names: Vec<&str> = scenario.nodes.iter().map(|node| node.name.as_str()).collect();
    for (index, seed) in seeds.iter().enumerate() {
        if !names.contains(&seed.as_str()) {
            let allowed = if names.is_empty() { "no name, for there is no node".into() } else { names.join(", ") };
            return Err(Refusal::field("unknown-node", &format!("seeds[{index}]"), format!("{seed:?}"), &allowed));
        }
    }
    if seeds.is_empty() && !names.is_empty() {
        return Err(Refusal::field(
            "no-seed",
            "seeds",
            "an empty list",
            "at least one node: who knows nobody stays alone",
        ));
    }
    Ok(())
}

/// Each node needs a partition of its own.
pub(super) fn check_partitions(scenario: &Scenario) -> Result<(), Refusal> {
    let (nodes, partitions) = (scenario.nodes.len(), scenario.partitions);
    let fits = (nodes.max(1)..=MAX_TOKENS_PER_NODE).contains(&partitions);
    if fits || scenario.strategy != Strategy::EqualPartitions {
        return Ok(());
    }
    let allowed = format!("{} to {MAX_TOKENS_PER_NODE}, for {nodes} nodes", nodes.max(1));
    Err(Refusal::field("invalid-partitions", "partitions", partitions, &allowed))
}

fn read_network(fields: &Fields<'_>) -> Result<Network, Refusal> {
    let defaults = Network::default();
    let Some(network) = fields.object("network")? else { return Ok(defaults) };
    let changes = read_network_changes(&network)?;
    network.nothing_else()?;
    Ok(changes.of(&defaults))
}

/// What is given of a network.
pub(super) fn read_network_changes(network: &Fields<'_>) -> Result<NetworkChanges, Refusal> {
    let delay = network.object("delay")?.map(|delay| read_delay(&delay, 0)).transpose()?;
    let between = network.object("between")?.map(|between| read_between(&between)).transpose()?;
    let between = between.filter(|between| *between != Between::default());
    Ok(NetworkChanges { delay, loss: network.number("loss", 0.0, 1.0)?, between })
}

fn read_between(fields: &Fields<'_>) -> Result<Between, Refusal> {
    let delay = fields.object("delay")?.map(|delay| read_delay(&delay, 0)).transpose()?;
    let between = Between { delay, loss: fields.number("loss", 0.0, 1.0)? };
    fields.nothing_else()?;
    Ok(between)
}

#[derive(Clone, Copy, PartialEq)]
enum DelayKind {
    Fixed,
    Exponential,
    Pareto,
    Mixture,
}

/// Reads a delay; mixtures of mixtures end somewhere.
pub(crate) fn read_delay(fields: &Fields<'_>, depth: usize) -> Result<Delay, Refusal> {
    const DEEPEST: usize = 4;
    const KINDS: &[(&str, DelayKind)] = &[
        ("fixed", DelayKind::Fixed),
        ("exponential", DelayKind::Exponential),
        ("pareto", DelayKind::Pareto),
        ("mixture", DelayKind::Mixture),
    ];
    let kind = fields.required("kind", fields.choice("kind", KINDS)?, "fixed, exponential, pareto or mixture")?;
    let positive = |field: &str, least: f64, most: f64| {
        fields.required(field, fields.number(field, least, most)?, &format!("a number from {least} to {most}"))
    };
    let delay = match kind {
        DelayKind::Fixed => Delay::Fixed { ms: positive("ms", 0.0, MAX_DELAY_MS)? },
        DelayKind::Exponential => Delay::Exponential { mean: positive("mean", 0.0, MAX_DELAY_MS)? },
        DelayKind::Pareto => {
            Delay::Pareto { scale: positive("scale", 0.0, MAX_DELAY_MS)?, shape: positive("shape", 0.1, 1_000.0)? }
        }
        DelayKind::Mixture if depth == DEEPEST => {
            return Err(Refusal::field(
                "invalid-delay",
                &fields.path("kind"),
                "a mixture within mixtures",
                "four deep",
            ));
        }
        DelayKind::Mixture => {
            let parts = fields.list("parts", 16, |part| {
                let weight = part.required("weight", part.number("weight", 0.0, 1e9)?, "a number above 0")?;
                let delay = part.required("delay", part.object("delay")?, "a delay")?;
                part.nothing_else()?;
                Ok((weight, read_delay(&delay, depth + 1)?))
            })?;
            let parts = fields.required("parts", parts, "a list of parts")?;
            if parts.iter().map(|(weight, _)| weight).sum::<f64>() <= 0.0 {
                let allowed = "at least one part with a weight above 0";
                return Err(Refusal::field("invalid-delay", &fields.path("parts"), "no weight", allowed));
            }
            Delay::Mixture { parts }
        }
    };
    fields.nothing_else()?;
    Ok(delay)
}

fn read_timers(fields: &Fields<'_>) -> Result<Timers, Refusal> {
    let defaults = Timers::default();
    let Some(timers) = fields.object("timers")? else { return Ok(defaults) };
    let changes = read_timer_changes(&timers)?;
    timers.nothing_else()?;
    Ok(changes.of(defaults))
}

/// What is given of timers.
pub(super) fn read_timer_changes(timers: &Fields<'_>) -> Result<TimerChanges, Refusal> {
    Ok(TimerChanges {
        gossip: read_period(timers, "gossip")?,
        handoff: read_period(timers, "handoff")?,
        anti_entropy: read_period(timers, "antiEntropy")?,
        request_timeout: timers.number("requestTimeout", 1.0, MAX_DELAY_MS)?,
        hint_window: timers.number("hintWindow", 0.0, MAX_DELAY_MS)?,
        tombstone_grace: read_period(timers, "tombstoneGrace")?,
    })
}

/// 0 switches the timer off; a period below 10 ms would drown everything else.
fn read_period(timers: &Fields<'_>, field: &str) -> Result<Option<f64>, Refusal> {
    match timers.number(field, 0.0, MAX_DELAY_MS)? {
        Some(period) if period > 0.0 && period < 10.0 => {
            let allowed = format!("0 (off), or 10 to {MAX_DELAY_MS}");
            Err(Refusal::field("invalid-number", &timers.path(field), period, &allowed))
        }
        period => Ok(period),
    }
}

fn read_entry(fields: &Fields<'_>) -> Result<ScriptEntry, Refusal> {
    let entry = ScriptEntry {
        at: fields.number("at", 0.0, 1e12)?,
        after: fields.count("after", 0, usize::MAX >> 12)?,
        idle: fields.count("idle", 0, MAX_EVENTS)?.unwrap_or(0),
        command: read_command(fields)?,
    };
    fields.nothing_else()?;
    Ok(entry)
}

type Reader = fn(&Fields<'_>) -> Result<Command, Refusal>;

/// Each command by its word.
const COMMANDS: &[(&str, Reader)] = &[
    ("put", read_put),
    ("get", read_get),
    ("delete", read_delete),
    ("reconcile", read_reconcile),
    ("add-node", |f| {
        let (name, tokens, zone) = (read_name(f, "name")?, read_tokens(f)?, read_zone(f)?);
        Ok(Command::AddNode { name, tokens, zone, via: optional_name(f, "via")? })
    }),
    ("remove-node", |f| Ok(Command::RemoveNode { name: read_name(f, "name")?, via: optional_name(f, "via")? })),
    ("set-tokens", |f| {
        let (name, tokens) = (read_name(f, "name")?, read_tokens(f)?);
        Ok(Command::SetTokens { name, tokens, via: optional_name(f, "via")? })
    }),
    ("crash", |f| {
        let wipe = f.flag("wipe")?.unwrap_or(false);
        Ok(match read_node_or_zone(f)? {
            NodeOrZone::Node(name) => Command::Crash { name, wipe },
            NodeOrZone::Zone(zone) => Command::CrashZone { zone, wipe },
        })
    }),
    ("restart", |f| {
        Ok(match read_node_or_zone(f)? {
            NodeOrZone::Node(name) => Command::Restart { name },
            NodeOrZone::Zone(zone) => Command::RestartZone { zone },
        })
    }),
    ("partition", read_partition),
    ("repair", |_| Ok(Command::Repair)),
    ("hold", |f| Ok(Command::Hold { from: read_name(f, "from")?, to: read_name(f, "to")? })),
    ("release", |f| Ok(Command::Release { from: read_name(f, "from")?, to: read_name(f, "to")? })),
    ("drop", |f| Ok(Command::Drop { which: read_which_message(f)? })),
    ("set-quorum", |f| Ok(Command::SetQuorum { overrides: read_overrides(f)?, quorum: read_quorum(f)? })),
    ("skew", |f| {
        let ms = f.required("ms", f.number("ms", -MAX_DELAY_MS, MAX_DELAY_MS)?, "milliseconds")?;
        Ok(Command::Skew { name: read_name(f, "name")?, ms })
    }),
    ("pause", act::pause),
    ("resume", act::resume),
    ("set-timers", act::set_timers),
    ("set-network", act::set_network),
    ("lose-key", act::lose_key),
    ("restore-disk", act::restore_disk),
    ("give-up-node", act::give_up_node),
    ("replace-node", act::replace_node),
    ("cancel", act::cancel),
    ("return-node", act::return_node),
    ("cut", act::cut),
    ("mend", act::mend),
    ("anti-entropy", |f| Ok(Command::AntiEntropy { a: read_name(f, "a")?, b: read_name(f, "b")? })),
    ("wait", |f| {
        let ms = f.required("ms", f.number("ms", 0.0, MAX_DELAY_MS)?, "milliseconds")?;
        Ok(Command::Wait { ms })
    }),
];

/// The words of all commands.
pub(crate) fn command_words() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|(word, _)| *word)
}

pub(crate) fn read_command(fields: &Fields<'_>) -> Result<Command, Refusal> {
    let reader = fields.choice("do", COMMANDS).map_err(|refusal| Refusal { code: "unknown-command", ..refusal })?;
    fields.required("do", reader, "a command such as put or get")?(fields)
}

enum NodeOrZone {
    Node(String),
    Zone(String),
}

/// A node by its name, or all nodes of a zone.
fn read_node_or_zone(fields: &Fields<'_>) -> Result<NodeOrZone, Refusal> {
    let Some(zone) = read_zone(fields)? else { return Ok(NodeOrZone::Node(read_name(fields, "name")?)) };
    if fields.raw("name").is_some() {
        return Err(Refusal::field("two-places", &fields.path("zone"), "a zone and a name", "one of the two"));
    }
    Ok(NodeOrZone::Zone(zone))
}

/// A message by its number, or the first of those from, to and of a kind.
fn read_which_message(fields: &Fields<'_>) -> Result<WhichMessage, Refusal> {
    let number = fields.whole("message", 1, u64::from(u32::MAX))?;
    let (from, to) = (optional_name(fields, "from")?, optional_name(fields, "to")?);
    let kind = fields.choice("kind", &MessageKind::ALL.map(|kind| (kind.as_str(), kind)))?;
    match (number, from.is_none() && to.is_none() && kind.is_none()) {
        (Some(number), true) => Ok(WhichMessage::Number(number as u32)),
        (None, false) => Ok(WhichMessage::First { from, to, kind }),
        (given, _) => {
            let given = given.map_or("nothing".to_owned(), |number| format!("{number} and more"));
            let allowed = "the number of a message, or at least one of from, to and kind";
            Err(Refusal::field("missing-field", &fields.path("message"), given, allowed))
        }
    }
}

pub(super) fn read_key(fields: &Fields<'_>) -> Result<String, Refusal> {
    let key = fields.required("key", fields.text("key", usize::MAX)?, "1 to 1,024 bytes of UTF-8")?;
    Key::check(&fields.path("key"), &key)?;
    Ok(key)
}

/// A value is at most 1 MiB.
pub(crate) fn check_value(field: &str, value: &str) -> Result<(), Refusal> {
    if value.len() <= MAX_VALUE_BYTES {
        return Ok(());
    }
    let allowed = format!("at most 1 MiB ({MAX_VALUE_BYTES} bytes of UTF-8)");
    Err(Refusal::field("value-too-large", field, format!("{} bytes", value.len()), &allowed))
}

fn read_value(fields: &Fields<'_>) -> Result<Option<String>, Refusal> {
    let value = fields.text("value", usize::MAX)?;
    value.iter().try_for_each(|value| check_value(&fields.path("value"), value))?;
    Ok(value)
}

fn read_overrides(fields: &Fields<'_>) -> Result<Overrides, Refusal> {
    Ok(Overrides {
        n: fields.count("n", 1, MAX_NODES)?,
        r: fields.count("r", 1, MAX_NODES)?,
        w: fields.count("w", 1, MAX_NODES)?,
    })
}

fn read_options(fields: &Fields<'_>) -> Result<RequestOptions, Refusal> {
    let position = fields.raw("position").map(|given| {
        given.as_str().and_then(Position::parse_hex).ok_or_else(|| {
            let allowed = "a position of 32 lower-case hex digits";
            Refusal::field("invalid-position", &fields.path("position"), described(given), allowed)
        })
    });
    Ok(RequestOptions { position: position.transpose()?, quorum: read_quorum(fields)? })
}

fn read_put(fields: &Fields<'_>) -> Result<Command, Refusal> {
    let choices = [("last", ContextChoice::Last), ("none", ContextChoice::None)];
    Ok(Command::Put {
        client: read_name(fields, "client")?,
        key: read_key(fields)?,
        value: fields.required("value", read_value(fields)?, "a text of at most 1 MiB")?,
        context: fields.choice("context", &choices)?.unwrap_or_default(),
        via: optional_name(fields, "via")?,
        overrides: read_overrides(fields)?,
        options: read_options(fields)?,
        only_if: read_only_if(fields)?,
    })
}

/// A conditional put asks a majority of the homes, and no stand-in.
fn read_only_if(fields: &Fields<'_>) -> Result<bool, Refusal> {
    let only_if = fields.choice("onlyIf", &[("nothing-newer", ())])?.is_some();
    if only_if && read_quorum(fields)? == Some(Quorum::Sloppy) {
        let allowed = "strict, or nothing, with onlyIf: stand-ins cannot tell what is newer";
        return Err(Refusal::field("invalid-quorum", &fields.path("quorum"), "sloppy", allowed));
    }
    Ok(only_if)
}

fn read_get(fields: &Fields<'_>) -> Result<Command, Refusal> {
    Ok(Command::Get {
        client: read_name(fields, "client")?,
        key: read_key(fields)?,
        via: optional_name(fields, "via")?,
        overrides: read_overrides(fields)?,
        options: read_options(fields)?,
        at_least: fields.choice("atLeast", &[("last", ())])?.is_some(),
    })
}

fn read_delete(fields: &Fields<'_>) -> Result<Command, Refusal> {
    Ok(Command::Delete {
        client: read_name(fields, "client")?,
        key: read_key(fields)?,
        via: optional_name(fields, "via")?,
        options: read_options(fields)?,
    })
}

fn read_reconcile(fields: &Fields<'_>) -> Result<Command, Refusal> {
    let union = fields.required("how", fields.choice("how", &[("union", true), ("pick", false)])?, "union or pick")?;
    let value = read_value(fields)?;
    let how = if union {
        ReconcileBy::Union
    } else {
        ReconcileBy::Pick(fields.required("value", value, "the value to keep, when how is pick")?)
    };
    let (client, key) = (read_name(fields, "client")?, read_key(fields)?);
    Ok(Command::Reconcile { client, key, how, options: read_options(fields)? })
}

/// Names that a partition can have: those of all nodes and clients.
const MOST_NAMES: usize = MAX_NODES + MAX_CLIENTS;

/// A partition by the names of nodes and clients, or by zones.
fn read_partition(fields: &Fields<'_>) -> Result<Command, Refusal> {
    let Some(zones) = fields.raw("zones") else {
        let allowed = "a list of groups, each a list of names";
        let groups = fields.required("groups", fields.raw("groups"), allowed)?;
        return Ok(Command::Partition { groups: read_groups(&fields.path("groups"), groups, allowed, check_name)? });
    };
    let field = fields.path("zones");
    if fields.raw("groups").is_some() {
        return Err(Refusal::field("two-places", &field, "zones and groups", "one of the two"));
    }
    let zones = read_groups(&field, zones, "a list of groups, each a list of zones", |_, _| Ok(()))?;
    Ok(Command::PartitionZones { zones })
}

fn read_groups(
    field: &str,
    groups: &Value,
    allowed: &str,
    check: fn(&str, &str) -> Result<(), Refusal>,
) -> Result<Vec<Vec<String>>, Refusal> {
    let refused = |given: &Value| Refusal::field("invalid-partition", field, described(given), allowed);
    let mut read: Vec<Vec<String>> = Vec::new();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for group in groups.as_array().filter(|groups| groups.len() <= MOST_NAMES).ok_or_else(|| refused(groups))? {
        let mut members = Vec::new();
        for name in group.as_array().ok_or_else(|| refused(group))? {
            let name = name.as_str().ok_or_else(|| refused(name))?;
            check(field, name)?;
            if !names.insert(name) {
                return Err(Refusal::field("invalid-partition", field, format!("{name:?} twice"), "each name once"));
            }
            if names.len() > MOST_NAMES {
                let allowed = format!("at most {MOST_NAMES}: {MAX_NODES} nodes and {MAX_CLIENTS} clients");
                return Err(Refusal::field("invalid-partition", field, "more names than that", &allowed));
            }
            members.push(name.to_owned());
        }
        read.push(members);
    }
    Ok(read)
}
