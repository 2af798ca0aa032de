//! The settings of an experiment: texts in fields, in the address, and as JSON for the core.

use super::delay_text::delay_of_text;
use super::kind::Kind;
use crate::input::query::pairs;
use crate::input::refusal::Refusal;
use form_urlencoded::{Parse, Serializer};
use serde_json::{Map, Value};

/// How a field's text is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    Number,
    /// Numbers separated by commas or blanks.
    Numbers,
    /// One of these choices: the word, and its label.
    Choice(&'static [(&'static str, &'static str)]),
    /// Some of these, their words separated by commas.
    Several(&'static [(&'static str, &'static str)]),
    /// `yes` or `no`.
    Flag,
    /// A delay; ignored unless the preset is `own`.
    Leg,
    Delay,
}

/// The specification of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldSpec {
    /// The name in the address and, with the exceptions in [`Settings::to_json`], in the core.
    pub name: &'static str,
    pub label: &'static str,
    /// The initial text.
    pub default: &'static str,
    /// How the text is read.
    pub reads: Reads,
}

const fn field(name: &'static str, label: &'static str, default: &'static str, reads: Reads) -> FieldSpec {
    FieldSpec { name, label, default, reads }
}

const fn number(name: &'static str, label: &'static str, default: &'static str) -> FieldSpec {
    field(name, label, default, Reads::Number)
}

const STRATEGIES: Reads = Reads::Choice(&[
    ("random-tokens", "1: random tokens"),
    ("random-tokens-equal-partitions", "2: random tokens, equal partitions"),
    ("equal-partitions", "3: equal partitions"),
]);
const CHANGES: Reads = Reads::Choice(&[("join", "a node joins"), ("leave", "a node leaves")]);
const PRESETS: Reads = Reads::Choice(&[
    ("LNKD-SSD", "LinkedIn, solid-state disks"),
    ("LNKD-DISK", "LinkedIn, spinning disks"),
    ("YMMR", "Yammer"),
    ("WAN", "Wide area, 75 ms"),
    ("own", "Your own"),
]);

const SEED: FieldSpec = number("seed", "Seed", "1");
const N: FieldSpec = number("n", "N, copies", "3");
const R: FieldSpec = number("r", "R, answers a get waits for", "2");
const W: FieldSpec = number("w", "W, copies a put waits for", "2");
const LEGS: [FieldSpec; 5] = [
    field("preset", "Delays", "LNKD-DISK", PRESETS),
    field("write", "W: the write to a replica", "exponential 10", Reads::Leg),
    field("ack", "A: its acknowledgement", "exponential 2", Reads::Leg),
    field("read", "R: the read to a replica", "exponential 2", Reads::Leg),
    field("response", "S: its answer", "exponential 2", Reads::Leg),
];

const SHARES: &[FieldSpec] = &[
    number("nodes", "Nodes", "10"),
    number("tokens", "Tokens per node", "8"),
    N,
    field("strategy", "Placement", "random-tokens", STRATEGIES),
    number("partitions", "Q, partitions (0: as many as tokens)", "0"),
    number("keys", "Real keys (0: the key space itself)", "0"),
    field("capacities", "Capacities (empty: all alike)", "", Reads::Numbers),
    number("trials", "Trials", "400"),
    SEED,
];
const SPREAD: &[FieldSpec] = &[
    number("nodes", "Nodes", "10"),
    field("tokens", "Tokens per node", "1, 2, 4, 8, 16, 32, 64, 128, 256", Reads::Numbers),
    number("n", "N, copies", "1"),
    field("strategy", "Placement", "random-tokens", STRATEGIES),
    number("trials", "Trials each", "300"),
    SEED,
];
const FIGURE_8: &[FieldSpec] = &[number("trials", "Trials each", "100"), SEED];
const MOVEMENT: &[FieldSpec] = &[
    field("change", "What happens", "join", CHANGES),
    number("nodes", "Nodes before", "5"),
    number("tokens", "Tokens per node", "8"),
    number("n", "N, copies", "1"),
    number("partitions", "Q, partitions", "64"),
    number("trials", "Trials", "50"),
    SEED,
];
const CAPACITY: &[FieldSpec] = &[
    field("capacities", "Capacity of each node", "1, 1, 2, 4, 8", Reads::Numbers),
    number("tokens", "Tokens per node, on average", "16"),
    number("n", "N, copies", "1"),
    number("trials", "Trials", "300"),
    SEED,
];
const LATENCY: &[FieldSpec] =
    &[N, R, W, LEGS[0], LEGS[1], LEGS[2], LEGS[3], LEGS[4], number("trials", "Requests", "200000"), SEED];
const SERVICE_LEVEL: &[FieldSpec] = &[
    number("share", "Service level: share of requests within the limit (0.99 is 99 %)", "0.99"),
    number("within", "Limit (ms)", "2000"),
    number("nodes", "Nodes", "5"),
    N,
    R,
    W,
    number("reads", "Share of requests that are gets", "0.5"),
    field("readService", "Read time per node", "exponential 2", Reads::Delay),
    field("writeService", "Write time per node", "exponential 4", Reads::Delay),
    field("leg", "Network delay, one way", "pareto 0.235 10", Reads::Delay),
    field("rates", "Requests per second", "100, 200, 300, 400, 450, 500, 525, 550, 575, 600", Reads::Numbers),
    field("writeBuffer", "Write buffer (6.1)", "no", Reads::Flag),
    field("clientCoordinates", "Clients coordinate (6.4)", "no", Reads::Flag),
    number("requests", "Requests at each rate", "20000"),
    SEED,
];
const AFTER: FieldSpec =
    field("after", "Read this many ms after the write", "0, 1, 2, 5, 10, 20, 50, 100", Reads::Numbers);
const MODEL: &[FieldSpec] = &[
    N,
    number("r", "R, answers a get waits for", "1"),
    number("w", "W, copies a put waits for", "1"),
    LEGS[0],
    LEGS[1],
    LEGS[2],
    LEGS[3],
    LEGS[4],
    AFTER,
    number("trials", "Trials", "200000"),
    SEED,
];
const ENGINE: &[FieldSpec] = &[
    N,
    number("r", "R, answers a get waits for", "1"),
    number("w", "W, copies a put waits for", "1"),
    field("leg", "Delay of a message, one way", "exponential 10", Reads::Delay),
    field("after", "Read this many ms after the write", "0, 5, 10, 20, 40", Reads::Numbers),
    number("trials", "Puts per delay", "300"),
    SEED,
];
const METHODS: Reads = Reads::Several(&[
    ("modulo", "hash mod nodes"),
    ("ring", "ring"),
    ("equal-partitions", "equal partitions"),
    ("rendezvous", "rendezvous"),
    ("jump", "jump"),
    ("maglev", "Maglev"),
    ("multi-probe", "multi-probe"),
    ("bounded-loads", "bounded loads"),
    ("anchor", "anchor"),
]);
const PLACEMENTS: &[FieldSpec] = &[
    number("nodes", "Nodes", "10"),
    field("weights", "Weights (empty: all alike)", "", Reads::Numbers),
    number("keys", "Keys", "20000"),
    number("n", "N, copies", "1"),
    field(
        "methods",
        "Placements",
        "modulo, ring, equal-partitions, rendezvous, jump, maglev, multi-probe, bounded-loads, anchor",
        METHODS,
    ),
    SEED,
];

/// The longest text of a field in an address, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// An experiment with the texts of its fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    pub kind: Kind,
    /// The texts, in the order of [`Settings::specs`].
    texts: Vec<String>,
}

impl Settings {
    /// The initial settings.
    pub fn new(kind: Kind) -> Self {
        Self { kind, texts: specs(kind).iter().map(|spec| spec.default.to_owned()).collect() }
    }

    pub fn specs(&self) -> &'static [FieldSpec] {
        specs(self.kind)
    }

    /// The text of a field; empty if there is no such field.
    pub fn text(&self, name: &str) -> &str {
        let index = self.specs().iter().position(|spec| spec.name == name);
        index.and_then(|index| self.texts.get(index)).map_or("", String::as_str)
    }

    /// These settings with another text in a field.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        let index = self.specs().iter().position(|spec| spec.name == name);
        if let Some(own) = index.and_then(|index| self.texts.get_mut(index)) {
            text.clone_into(own);
        }
        self
    }

    /// Whether a field matters, given the other fields.
    pub fn is_shown(&self, spec: &FieldSpec) -> bool {
        match (spec.name, spec.reads) {
            (_, Reads::Leg) => self.text("preset") == "own",
            ("partitions", _) if self.kind == Kind::Shares => self.text("strategy") != "random-tokens",
            _ => true,
        }
    }

    /// The fragment for the address: whatever differs from the initial settings.
    pub fn to_fragment(&self) -> String {
        let mut fragment = Serializer::for_suffix("#".to_owned(), 1);
        fragment.append_pair("lab", self.kind.as_str());
        for (spec, text) in self.specs().iter().zip(&self.texts).filter(|(spec, text)| spec.default != text.as_str()) {
            fragment.append_pair(spec.name, text);
        }
        fragment.finish()
    }

    /// The settings in a fragment; `None` if it is not about a laboratory.
    ///
    /// # Errors
    /// `unknown-laboratory`, `unknown-field`, `too-long`.
    pub fn from_fragment(fragment: &str) -> Option<Result<Self, Refusal>> {
        let mut parts = pairs(fragment);
        let (name, word) = parts.next()?;
        (name == "lab").then(|| Self::from_parts(&word, parts))
    }

    fn from_parts(word: &str, parts: Parse<'_>) -> Result<Self, Refusal> {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        let unknown = || Refusal::field("unknown-laboratory", "lab", format!("“{}”", cut(word)), &words.join(", "));
        let mut settings = Self::new(Kind::parse(word).ok_or_else(unknown)?);
        for (name, text) in parts {
            let names: Vec<&str> = settings.specs().iter().map(|spec| spec.name).collect();
            if !names.contains(&&*name) {
                return Err(Refusal::field("unknown-field", "link", format!("“{}”", cut(&name)), &names.join(", ")));
            }
            if text.len() > LONGEST_TEXT {
                let allowed = format!("at most {LONGEST_TEXT} bytes");
                return Err(Refusal::field("too-long", &name, format!("{} bytes", text.len()), &allowed));
            }
            settings = settings.with(&name, &text);
        }
        Ok(settings)
    }

    /// The parameters for the core.
    ///
    /// # Errors
    /// A text that does not even have the form of its type, such as a delay that cannot be parsed.
    pub fn to_json(&self) -> Result<Value, Refusal> {
        let mut object = Map::new();
        for (spec, text) in self.specs().iter().zip(&self.texts).filter(|(spec, _)| self.is_shown(spec)) {
            if let Some(value) = value(spec, text.trim())? {
                object.insert(spec.name.to_owned(), value);
            }
        }
        Ok(Value::Object(object))
    }
}

fn specs(kind: Kind) -> &'static [FieldSpec] {
    match kind {
        Kind::Shares => SHARES,
        Kind::Spread => SPREAD,
        Kind::Figure8 => FIGURE_8,
        Kind::Movement => MOVEMENT,
        Kind::Capacity => CAPACITY,
        Kind::Latency => LATENCY,
        Kind::ServiceLevel => SERVICE_LEVEL,
        Kind::Model => MODEL,
        Kind::Engine => ENGINE,
        Kind::Placements => PLACEMENTS,
    }
}

/// A text as JSON; a text that is no number stays a text, so that the core refuses it by name.
fn value(spec: &FieldSpec, text: &str) -> Result<Option<Value>, Refusal> {
    Ok(match spec.reads {
        Reads::Number => Some(number_or_text(text)),
        Reads::Numbers if text.is_empty() => None,
        Reads::Numbers => Some(Value::Array(words(text).map(number_or_text).collect())),
        Reads::Several(_) => Some(Value::Array(words(text).map(Value::from).collect())),
        Reads::Choice(_) if text == "own" => None,
        Reads::Choice(_) => Some(Value::from(text)),
        Reads::Flag => Some(Value::from(text == "yes")),
        Reads::Leg | Reads::Delay => Some(delay_of_text(spec.name, text)?),
    })
}

/// The parts of a list.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', ';']).filter(|part| !part.is_empty())
}

fn number_or_text(text: &str) -> Value {
    match (text.parse::<u64>(), text.parse::<f64>()) {
        (Ok(whole), _) => Value::from(whole),
        (_, Ok(number)) if number.is_finite() => Value::from(number),
        _ => Value::from(text),
    }
}

fn cut(text: &str) -> String {
    crate::explain::key_journey::words::shortened(text, 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_the_same_settings_back() {
        for kind in Kind::ALL {
            let mut settings = Settings::new(kind);
            assert_eq!(settings.to_fragment(), format!("#lab={}", kind.as_str()));
            for spec in settings.specs() {
                settings = settings.with(spec.name, "38 % pareto 1 2 + <b>&=ü");
            }
            assert_eq!(Settings::from_fragment(&settings.to_fragment()).unwrap().unwrap(), settings);
        }
    }

    #[test]
    fn an_address_that_is_wrong_says_what_is_wrong() {
        assert!(Settings::from_fragment("#abc").is_none());
        let message = |fragment: &str| Settings::from_fragment(fragment).unwrap().unwrap_err().message;
        assert!(message("#lab=alchemy").contains("lab: got “alchemy”"));
        assert!(message("#lab=shares&colour=1").contains("“colour”"));
        let long = format!("#lab=shares&nodes={}", "9".repeat(LONGEST_TEXT + 1));
        assert!(message(&long).contains("at most 2000 bytes"));
        assert!(Settings::from_fragment("#lab=shares&nodes=%zz%f").unwrap().is_ok());
    }

    #[test]
    fn what_is_no_number_is_left_for_the_core_to_refuse() {
        let json = Settings::new(Kind::Shares).with("nodes", " ten ").with("capacities", "1; 2,x").to_json().unwrap();
        assert_eq!(json["nodes"], Value::from("ten"));
        assert_eq!(json["capacities"], serde_json::json!([1, 2, "x"]));
        let own = Settings::new(Kind::Latency).with("preset", "own").with("write", "slow");
        assert!(own.to_json().unwrap_err().message.starts_with("write: got “slow”"));
        assert!(
            Settings::new(Kind::Latency).with("write", "slow").to_json().is_ok(),
            "a field that is not shown does not count"
        );
    }

    #[test]
    fn a_damaged_link_is_refused_or_leads_back_to_itself() {
        let link = "#lab=shares&nodes=5&tokens=8&trials=200&strategy=random-tokens&seed=1";
        for at in 0..link.len() {
            for put in ["", "&", "=", "%", "%4", "\u{0}", "9999999999", "é"] {
                let damaged = format!("{}{put}{}", &link[..at], &link[at + 1..]);
                if let Some(Ok(settings)) = Settings::from_fragment(&damaged) {
                    assert_eq!(Settings::from_fragment(&settings.to_fragment()), Some(Ok(settings)), "{damaged}");
                }
            }
        }
    }
}
