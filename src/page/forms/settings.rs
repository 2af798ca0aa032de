//! The settings of a scenario: a choice or typed text in; the changed scenario with a description, or a refusal that
//! names the field, out.

use crate::dynamo::partitioning::{Position, Spread, Strategy};
use crate::dynamo::versioning::Versioning;
use crate::explain::key_journey::words::{counted, list};
use crate::input::limits::{MAX_CLOCK_PAIRS, MAX_DELAY_MS, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::scenario::{
    Act, Command, Delay, NetworkChanges, Overrides, Quorum, ReadRepair, Scenario, TimerChanges, Timers,
};

/// A setting with its new value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Setting {
    /// How stand-ins are chosen.
    Quorum(Quorum),
    /// When stale replicas are repaired.
    ReadRepair(ReadRepair),
    /// The names of the seeds, as typed.
    Seeds(String),
    /// How versions are compared.
    Versioning(Versioning),
    /// How tokens are placed.
    Strategy(Strategy),
    /// Whether copies are spread over zones.
    OverZones(bool),
    /// The shape of the network's delays.
    Delay(DelayKind),
    /// A number, as typed.
    Number(NumberSetting, String),
}

/// A setting that is a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberSetting {
    /// Most (node, counter) pairs of a vector clock.
    ClockLimit,
    /// Q, the number of partitions.
    Partitions,
    /// The random seed.
    Seed,
    /// The network delay in milliseconds: constant, least, or mean, by its shape.
    DelayMs,
    /// Lost messages, in per cent.
    Loss,
    /// The network delay between data centres; nothing where it is as inside one.
    DelayBetweenMs,
    /// Messages lost between data centres, in per cent; nothing where it is as inside one.
    LossBetween,
    /// Milliseconds between two rounds of gossip.
    Gossip,
    /// Milliseconds between two scans of the hints.
    Handoff,
    /// Milliseconds between two comparisons of trees.
    AntiEntropy,
    /// Milliseconds that a coordinator waits.
    RequestTimeout,
    /// Milliseconds for which others stand in for a silent node.
    HintWindow,
    /// Milliseconds for which a deletion is kept.
    TombstoneGrace,
}

/// The shapes of delays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DelayKind {
    /// Constant.
    Fixed,
    /// A least delay with a long tail.
    LongTail,
    /// Exponentially distributed.
    Exponential,
    /// Any other delay that a scenario specifies.
    Other,
}

impl DelayKind {
    /// The shapes that can be chosen.
    pub const CHOICES: [Self; 3] = [Self::LongTail, Self::Fixed, Self::Exponential];

    pub fn from_delay(delay: &Delay) -> Self {
        match delay {
            Delay::Fixed { .. } => Self::Fixed,
            Delay::Exponential { .. } => Self::Exponential,
            Delay::Pareto { shape: LONG_TAIL, .. } => Self::LongTail,
            _ => Self::Other,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Fixed => "always the same",
            Self::LongTail => "at least, with a long tail",
            Self::Exponential => "exponential, on average",
            Self::Other => "as the scenario says",
        }
    }

    fn delay(self, ms: f64) -> Option<Delay> {
        Some(match self {
            Self::Fixed => Delay::Fixed { ms },
            Self::LongTail => Delay::Pareto { scale: ms, shape: LONG_TAIL },
            Self::Exponential => Delay::Exponential { mean: ms },
            Self::Other => return None,
        })
    }
}

/// The Pareto shape of the default delay's tail.
const LONG_TAIL: f64 = 3.0;
/// Milliseconds, when the present delay has no shape known here.
const USUAL_DELAY: f64 = 10.0;

impl NumberSetting {
    pub fn label(self) -> &'static str {
        match self {
            Self::ClockLimit => "Pairs per clock",
            Self::Partitions => "Q, equal partitions",
            Self::Seed => "Seed",
            Self::DelayMs => "Delay, ms",
            Self::Loss => "Message loss, %",
            Self::DelayBetweenMs => "Delay between zones, ms",
            Self::LossBetween => "Loss between zones, %",
            Self::Gossip => "Gossip interval, ms",
            Self::Handoff => "Hint interval, ms",
            Self::AntiEntropy => "Merkle tree interval, ms",
            Self::RequestTimeout => "Request timeout, ms",
            Self::HintWindow => "Hint window, ms",
            Self::TombstoneGrace => "Grace time of deletions, ms",
        }
    }

    /// What it does, in a line, with the paper's section.
    pub fn words(self) -> &'static str {
        match self {
            Self::ClockLimit => "A clock keeps at most this many pairs, then drops the oldest. Section 4.4",
            Self::Partitions => "Parts of the hash space that strategies 2 and 3 place. Section 6.2",
            Self::Seed => "All chance comes from it: the same seed, the same history.",
            Self::DelayMs => "How long a message is under way; each draws its own delay.",
            Self::Loss => "The share of messages that never arrive. Section 2.3",
            Self::DelayBetweenMs => "Between nodes of different data centres; empty: as inside one.",
            Self::LossBetween => "Between nodes of different data centres; empty: as inside one.",
            Self::Gossip => "A node tells one other, at random, who is a member; 0: never. Section 4.8",
            Self::Handoff => "A stand-in tries to deliver its hints; 0: never. Section 4.6",
            Self::AntiEntropy => "A node compares Merkle trees with another; 0: never. Section 4.7",
            Self::RequestTimeout => "How long a coordinator waits for R or W answers. Section 4.5",
            Self::HintWindow => "For so long others stand in for a node that is silent; 0: for ever. Section 4.6",
            Self::TombstoneGrace => {
                "A deletion is forgotten after it; whoever was away for longer brings the value back. 0: never"
            }
        }
    }

    /// Its value in a scenario, as it would be typed.
    pub fn value(self, scenario: &Scenario) -> String {
        let Timers { gossip, handoff, anti_entropy, request_timeout, hint_window, tombstone_grace } = scenario.timers;
        match self {
            Self::ClockLimit => scenario.clock_limit.to_string(),
            Self::Partitions => scenario.partitions.to_string(),
            Self::Seed => scenario.seed.to_string(),
            Self::DelayMs => delay_ms(&scenario.network.delay).map_or_else(String::new, |ms| ms.to_string()),
            Self::Loss => percent_value(scenario.network.loss),
            Self::DelayBetweenMs => {
                let delay = scenario.network.between.delay.as_ref().and_then(delay_ms);
                delay.map_or_else(String::new, |ms| ms.to_string())
            }
            Self::LossBetween => scenario.network.between.loss.map_or_else(String::new, percent_value),
            Self::Gossip => gossip.to_string(),
            Self::Handoff => handoff.to_string(),
            Self::AntiEntropy => anti_entropy.to_string(),
            Self::RequestTimeout => request_timeout.to_string(),
            Self::HintWindow => hint_window.to_string(),
            Self::TombstoneGrace => tombstone_grace.to_string(),
        }
    }

    /// What it is now, as the beginning of a sentence.
    fn sentence(self, scenario: &Scenario) -> String {
        let value = self.value(scenario);
        let runs = |what: &str| match value.as_str() {
            "0" => format!("{what} is now off"),
            _ => format!("{what} now runs every {value} ms"),
        };
        match self {
            Self::ClockLimit => format!("A clock now keeps {}", counted(scenario.clock_limit, "pair", "pairs")),
            Self::Partitions => format!("The hash space now has {value} equal partitions"),
            Self::Seed => format!("The seed is now {value}"),
            Self::DelayMs => format!("A message now takes {value} ms"),
            Self::Loss => format!("{value} % of messages are now lost"),
            Self::DelayBetweenMs if value.is_empty() => "Zones are now as far apart as nodes of one".to_owned(),
            Self::DelayBetweenMs => format!("A message between zones now takes {value} ms"),
            Self::LossBetween if value.is_empty() => "Between zones as many messages are lost as inside one".to_owned(),
            Self::LossBetween => format!("{value} % of messages between zones are now lost"),
            Self::Gossip => runs("Gossip"),
            Self::Handoff => runs("Hint delivery"),
            Self::AntiEntropy => runs("Merkle tree comparison"),
            Self::RequestTimeout => format!("A coordinator now waits {value} ms for answers"),
            Self::HintWindow if value == "0" => "Others now stand in for a silent node for ever".to_owned(),
            Self::HintWindow => format!("Others now stand in for a silent node for {value} ms"),
            Self::TombstoneGrace if value == "0" => "Deletions are now kept for ever".to_owned(),
            Self::TombstoneGrace => format!("Deletions are now kept for {value} ms"),
        }
    }

    fn set(self, scenario: &mut Scenario, typed: &str) -> Result<(), Refusal> {
        let field = self.label();
        match self {
            Self::ClockLimit => scenario.clock_limit = whole(field, typed, 1, MAX_CLOCK_PAIRS as u64)? as usize,
            Self::Partitions => scenario.partitions = whole(field, typed, 1, MAX_TOKENS_PER_NODE as u64)? as usize,
            Self::Seed => scenario.seed = whole(field, typed, 0, 1 << 53)?,
            Self::Loss => scenario.network.loss = number(field, typed, 0.0, 100.0)? / 100.0,
            Self::DelayBetweenMs => {
                let ms = optional(typed, |typed| number(field, typed, 0.0, MAX_DELAY_MS))?;
                let kind = DelayKind::from_delay(&scenario.network.delay);
                scenario.network.between.delay = ms.map(|ms| kind.delay(ms).unwrap_or(Delay::Fixed { ms }));
            }
            Self::LossBetween => {
                let loss = optional(typed, |typed| number(field, typed, 0.0, 100.0))?;
                scenario.network.between.loss = loss.map(|percent| percent / 100.0);
            }
            Self::DelayMs => {
                let ms = number(field, typed, 0.0, MAX_DELAY_MS)?;
                let kind = DelayKind::from_delay(&scenario.network.delay);
                scenario.network.delay = kind.delay(ms).unwrap_or(Delay::Fixed { ms });
            }
            Self::Gossip => scenario.timers.gossip = period(field, typed)?,
            Self::Handoff => scenario.timers.handoff = period(field, typed)?,
            Self::AntiEntropy => scenario.timers.anti_entropy = period(field, typed)?,
            Self::RequestTimeout => scenario.timers.request_timeout = number(field, typed, 1.0, MAX_DELAY_MS)?,
            Self::HintWindow => scenario.timers.hint_window = number(field, typed, 0.0, MAX_DELAY_MS)?,
            Self::TombstoneGrace => scenario.timers.tombstone_grace = period(field, typed)?,
        }
        Ok(())
    }
}

impl Setting {
    /// The changed scenario, and what was done, as the beginning of a sentence: “Quorums are now strict”.
    ///
    /// # Errors
    /// What is wrong with the typed text, or with the resulting scenario.
    pub fn apply(&self, scenario: &Scenario) -> Result<(Scenario, String), Refusal> {
        let mut scenario = scenario.clone();
        let words = match self {
            Self::Quorum(quorum) => {
                scenario.quorum = *quorum;
                format!("Quorums are now {}", quorum.as_str())
            }
            Self::Seeds(typed) => {
                scenario.seeds = typed_names(typed);
                match &scenario.seeds {
                    Some(seeds) => format!("Newcomers now ask {}", list(seeds.iter().map(String::as_str))),
                    None => "Newcomers now know all nodes".to_owned(),
                }
            }
            Self::ReadRepair(when) => {
                scenario.read_repair = *when;
                format!("Read repair is now {}", read_repair_words(*when))
            }
            Self::Versioning(versioning) => {
                scenario.versioning = *versioning;
                format!("Versioning is now {}", versioning_words(*versioning))
            }
            Self::Strategy(strategy) => {
                scenario.strategy = *strategy;
                format!("Tokens are now placed by {}", strategy_words(*strategy))
            }
            Self::OverZones(over) => {
                scenario.spread = if *over { Spread::Zones } else { Spread::Nodes };
                match over {
                    true => "Copies now go to different zones".to_owned(),
                    false => "Copies now go to different nodes, whatever their zones".to_owned(),
                }
            }
            Self::Delay(kind) => {
                let ms = delay_ms(&scenario.network.delay).unwrap_or(USUAL_DELAY);
                if let Some(delay) = kind.delay(ms) {
                    scenario.network.delay = delay;
                }
                format!("A message now takes {ms} ms, {}", kind.words())
            }
            Self::Number(setting, typed) => {
                setting.set(&mut scenario, typed)?;
                setting.sentence(&scenario)
            }
        };
        scenario.check()?;
        Ok((scenario, words))
    }

    /// The command that makes the same change within a history, whose settings are those of this scenario now; `None` if
    /// no operator could.
    ///
    /// # Errors
    /// What is wrong with the typed text.
    pub fn command(&self, now: &Scenario) -> Result<Option<Command>, Refusal> {
        use NumberSetting::{AntiEntropy, DelayMs, Gossip, Handoff, HintWindow, Loss, RequestTimeout, TombstoneGrace};
        let changed = || self.apply(now).map(|(scenario, _)| scenario);
        let act = match self {
            Self::Quorum(quorum) => {
                return Ok(Some(Command::SetQuorum { overrides: Overrides::default(), quorum: Some(*quorum) }));
            }
            Self::Delay(_) | Self::Number(DelayMs, _) => {
                network(NetworkChanges { delay: Some(changed()?.network.delay), loss: None, between: None })
            }
            Self::Number(Loss, _) => {
                network(NetworkChanges { delay: None, loss: Some(changed()?.network.loss), between: None })
            }
            Self::Number(
                setting @ (Gossip | Handoff | AntiEntropy | RequestTimeout | HintWindow | TombstoneGrace),
                _,
            ) => {
                let timers = changed()?.timers;
                let Timers { gossip, handoff, anti_entropy, request_timeout, hint_window, tombstone_grace } = timers;
                let only = |own: NumberSetting, ms: f64| (own == *setting).then_some(ms);
                Act::SetTimers {
                    changes: TimerChanges {
                        gossip: only(Gossip, gossip),
                        handoff: only(Handoff, handoff),
                        anti_entropy: only(AntiEntropy, anti_entropy),
                        request_timeout: only(RequestTimeout, request_timeout),
                        hint_window: only(HintWindow, hint_window),
                        tombstone_grace: only(TombstoneGrace, tombstone_grace),
                    },
                }
            }
            _ => return Ok(None),
        };
        Ok(Some(Command::Act(act)))
    }
}

/// When a get repairs stale replicas, as a label.
pub fn read_repair_words(when: ReadRepair) -> &'static str {
    match when {
        ReadRepair::After => "after the answer",
        ReadRepair::Before => "before the answer",
        ReadRepair::Off => "off",
    }
}

/// The label, in the paper's terms.
pub fn versioning_words(versioning: Versioning) -> &'static str {
    match versioning {
        Versioning::Dotted => "dotted clocks",
        Versioning::Plain => "plain vector clocks",
        Versioning::LastWriteWins => "last write wins",
    }
}

/// The label of a placement strategy, in the paper's terms.
pub fn strategy_words(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::RandomTokens => "strategy 1: random tokens",
        Strategy::RandomTokensEqualPartitions => "strategy 2: random tokens, Q partitions",
        Strategy::EqualPartitions => "strategy 3: Q partitions, Q/S per node",
    }
}

fn network(changes: NetworkChanges) -> Act {
    Act::SetNetwork { changes }
}

/// A part of a whole in per cent. Multiplying by 100 in binary leaves an error in the last digit, which is rounded away.
fn percent_value(part: f64) -> String {
    ((part * 1e8).round() / 1e6).to_string()
}

/// A field that may be empty.
fn optional<T>(typed: &str, read: impl FnOnce(&str) -> Result<T, Refusal>) -> Result<Option<T>, Refusal> {
    if typed.trim().is_empty() { Ok(None) } else { read(typed).map(Some) }
}

fn delay_ms(delay: &Delay) -> Option<f64> {
    match delay {
        Delay::Fixed { ms } => Some(*ms),
        Delay::Exponential { mean } => Some(*mean),
        Delay::Pareto { scale, .. } => Some(*scale),
        Delay::Mixture { .. } => None,
    }
}

fn refused(field: &str, typed: &str, allowed: &str) -> Refusal {
    refused_as("invalid-number", field, typed, allowed)
}

fn refused_as(code: &'static str, field: &str, typed: &str, allowed: &str) -> Refusal {
    let given = if typed.trim().is_empty() { "nothing".to_owned() } else { format!("“{}”", typed.trim()) };
    Refusal::field(code, field, given, allowed)
}

fn whole(field: &str, typed: &str, least: u64, most: u64) -> Result<u64, Refusal> {
    let number = typed.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| refused(field, typed, &format!("a whole number from {least} to {most}")))
}

/// A typed number.
///
/// # Errors
/// `invalid-number`, with the field's name and the bounds.
pub fn number(field: &str, typed: &str, least: f64, most: f64) -> Result<f64, Refusal> {
    let number = typed.trim().parse().ok().filter(|number: &f64| (least..=most).contains(number));
    number.ok_or_else(|| refused(field, typed, &format!("a number from {least} to {most}")))
}

/// A period in milliseconds. 0 switches the timer off; below 10 ms it would drown everything else.
fn period(field: &str, typed: &str) -> Result<f64, Refusal> {
    match number(field, typed, 0.0, MAX_DELAY_MS) {
        Ok(period) if period == 0.0 || period >= 10.0 => Ok(period),
        _ => Err(refused(field, typed, &format!("0 (never), or 10 to {MAX_DELAY_MS}"))),
    }
}

/// N, R or W of one request, as typed; empty means the cluster's value.
///
/// # Errors
/// `invalid-number`.
pub fn override_of(letter: &str, typed: &str, most: usize) -> Result<Option<usize>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(whole(&format!("{letter} of this request"), typed, 1, most as u64)? as usize))
}

/// Names with commas; `None` when there are none.
fn typed_names(typed: &str) -> Option<Vec<String>> {
    let names = typed.split(',').map(str::trim).filter(|name| !name.is_empty());
    Some(names.map(str::to_owned).collect::<Vec<_>>()).filter(|names| !names.is_empty())
}

/// The position of a key, as typed; empty means its hash.
///
/// # Errors
/// `invalid-position`.
pub fn typed_position(typed: &str) -> Result<Option<Position>, Refusal> {
    let digits: String = typed.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let position = Position::parse_hex(&digits).map(Some);
    position.ok_or_else(|| refused_as("invalid-position", "position", typed, "32 hex digits, or nothing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(setting: NumberSetting, typed: &str) -> Result<(Scenario, String), Refusal> {
        Setting::Number(setting, typed.to_owned()).apply(&Scenario::default())
    }

    fn check_refused(setting: NumberSetting, given: &str, expect: &str) {
        let message = typed(setting, given).unwrap_err().message;
        assert!(message.contains(expect), "{message}");
    }

    #[test]
    fn what_is_typed_is_what_is_shown_afterwards() {
        use NumberSetting::*;
        for (setting, given, expect) in [
            (ClockLimit, "3", "A clock now keeps 3 pairs"),
            (Partitions, "128", "The hash space now has 128 equal partitions"),
            (Seed, "9007199254740992", "The seed is now 9007199254740992"),
            (DelayMs, "12.5", "A message now takes 12.5 ms"),
            (Loss, "7", "7 % of messages are now lost"),
            (Loss, "0.1", "0.1 % of messages are now lost"),
            (DelayBetweenMs, "80", "A message between zones now takes 80 ms"),
            (DelayBetweenMs, "", "Zones are now as far apart as nodes of one"),
            (LossBetween, "0.1", "0.1 % of messages between zones are now lost"),
            (Gossip, "0", "Gossip is now off"),
            (Handoff, "250", "Hint delivery now runs every 250 ms"),
            (AntiEntropy, "10", "Merkle tree comparison now runs every 10 ms"),
            (RequestTimeout, "1", "A coordinator now waits 1 ms for answers"),
            (HintWindow, "3000", "Others now stand in for a silent node for 3000 ms"),
            (TombstoneGrace, "0", "Deletions are now kept for ever"),
        ] {
            let (scenario, words) = typed(setting, given).unwrap();
            assert_eq!(setting.value(&scenario), given);
            assert_eq!(words, expect);
            assert_eq!(Scenario::from_json(&scenario.to_json()).unwrap(), scenario);
        }
    }

    #[test]
    fn what_is_typed_wrong_is_refused_by_name() {
        check_refused(NumberSetting::ClockLimit, "0", "Pairs per clock: got “0”; allowed is a whole number from 1");
        check_refused(NumberSetting::Seed, "-1", "Seed: got “-1”");
        check_refused(NumberSetting::Loss, "101", "Message loss, %: got “101”; allowed is a number from 0 to 100");
        check_refused(NumberSetting::Gossip, "9", "Gossip interval, ms: got “9”; allowed is 0 (never), or 10 to");
        check_refused(NumberSetting::Gossip, "NaN", "Gossip interval, ms: got “NaN”");
        check_refused(NumberSetting::RequestTimeout, "", "Request timeout, ms: got nothing");
        let three = Setting::Strategy(Strategy::EqualPartitions).apply(&Scenario::default()).unwrap().0;
        let few = Setting::Number(NumberSetting::Partitions, "4".to_owned()).apply(&three);
        assert!(few.unwrap_err().message.contains("partitions: got 4; allowed is 5 to 1024, for 5 nodes"));
        assert_eq!(override_of("W", " ", 9), Ok(None));
        assert_eq!(override_of("W", "2", 9), Ok(Some(2)));
        assert!(override_of("W", "none", 9).unwrap_err().message.starts_with("W of this request: got “none”"));
    }

    #[test]
    fn a_delay_keeps_its_milliseconds_when_its_shape_changes() {
        let mut scenario = Scenario::default();
        for (kind, expect) in [
            (DelayKind::Fixed, Delay::Fixed { ms: 5.0 }),
            (DelayKind::Exponential, Delay::Exponential { mean: 5.0 }),
            (DelayKind::LongTail, Delay::Pareto { scale: 5.0, shape: 3.0 }),
        ] {
            scenario = Setting::Delay(kind).apply(&scenario).unwrap().0;
            assert_eq!((DelayKind::from_delay(&scenario.network.delay), &scenario.network.delay), (kind, &expect));
        }
        assert_eq!(scenario, Scenario::default());
        scenario.network.delay = Delay::Mixture { parts: vec![(1.0, Delay::Fixed { ms: 1.0 })] };
        assert_eq!(DelayKind::from_delay(&scenario.network.delay), DelayKind::Other);
        assert_eq!(Setting::Delay(DelayKind::Other).apply(&scenario).unwrap().0, scenario);
    }

    #[test]
    fn quorums_timers_delay_and_loss_are_an_operators_commands() {
        let command = |setting: Setting| setting.command(&Scenario::default());
        let number = |setting, typed: &str| command(Setting::Number(setting, typed.to_owned()));
        assert!(command(Setting::Quorum(Quorum::Strict)).unwrap().is_some());
        assert_eq!(command(Setting::Versioning(Versioning::Plain)), Ok(None));
        assert_eq!(number(NumberSetting::Seed, "7"), Ok(None));
        let changes = TimerChanges { handoff: Some(250.0), ..TimerChanges::default() };
        let timers = Command::Act(Act::SetTimers { changes });
        assert_eq!(number(NumberSetting::Handoff, "250"), Ok(Some(timers)));
        let lossy = Command::Act(network(NetworkChanges { delay: None, loss: Some(0.1), between: None }));
        assert_eq!(number(NumberSetting::Loss, "10"), Ok(Some(lossy)));
        let delay = Some(Delay::Fixed { ms: 5.0 });
        let fixed = Command::Act(network(NetworkChanges { delay, loss: None, between: None }));
        assert_eq!(command(Setting::Delay(DelayKind::Fixed)), Ok(Some(fixed)));
        assert!(number(NumberSetting::Gossip, "9").unwrap_err().message.contains("got “9”"));
        let (strict, words) = Setting::Quorum(Quorum::Strict).apply(&Scenario::default()).unwrap();
        assert_eq!((strict.quorum, words.as_str()), (Quorum::Strict, "Quorums are now strict"));
    }
}
