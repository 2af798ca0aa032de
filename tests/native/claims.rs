//! Every sentence is true: what each says of the world is looked at in the world, from outside, at every step of random
//! histories with all faults, quorums and versionings, and of all lessons. So is what the stage says beside the nodes and to
//! screen readers: `stage_claims`.

use crate::stage_claims;
use crate::support::lessons::ids;
use crate::support::random_scenarios::random_scenario;
use ringside::dynamo::planted_faults::{Fault, with_fault};
use ringside::dynamo::report::CutLink;
use ringside::dynamo::versioning::Versioning;
use ringside::explain::narration::{Claim, narrate};
use ringside::explain::snapshot::{
    CutState, NodeState, NodeStatus, OperationState, OperationStatus, State, VersionState,
};
use ringside::explain::trace::{Fact, MessageKind, TraceEvent};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, ContextChoice, Scenario};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Dot = (String, u32);

/// What clients have read, as an onlooker works it out from their answers: of each version the versions that its put had
/// read, those that these had read among them.
#[derive(Default)]
struct Reads {
    contexts: BTreeMap<(String, String), BTreeSet<Dot>>,
    asked: BTreeMap<u32, BTreeSet<Dot>>,
    by_version: BTreeMap<(String, Dot), BTreeSet<Dot>>,
    /// What the clock of the coordinator showed when the version was made, in milliseconds.
    made: BTreeMap<(String, Dot), f64>,
}

impl Reads {
    fn follow(&mut self, event: &TraceEvent, is_blind: bool, skew_of: impl Fn(&str) -> f64) {
        let (Some(key), Some(operation)) = (&event.key, event.operation) else { return };
        for fact in &event.facts {
            match fact {
                Fact::Asked { client, .. } if !is_blind => {
                    let context = self.contexts.get(&(client.clone(), key.clone())).cloned();
                    self.asked.insert(operation, context.unwrap_or_default());
                }
                Fact::VersionMade { version, node } | Fact::PutMadeTwice { version, node, .. } => {
                    self.made.insert((key.clone(), version.dot.clone()), event.time + skew_of(node));
                    let read = self.asked.get(&operation).cloned().unwrap_or_default();
                    self.by_version.insert((key.clone(), version.dot.clone()), read);
                }
                Fact::Answered { client, values, .. } => {
                    let read: BTreeSet<Dot> =
                        values.iter().flat_map(|version| self.with_reads(key, &version.dot)).collect();
                    self.contexts.insert((client.clone(), key.clone()), read);
                }
                _ => {}
            }
        }
    }

    /// The time on the coordinator's clock when a version was made; of a version of some key, where the key is not known.
    fn clock_of(&self, key: Option<&str>, dot: &Dot) -> Option<f64> {
        self.made.get(&(key?.to_owned(), dot.clone())).copied()
    }

    fn with_reads(&self, key: &str, dot: &Dot) -> BTreeSet<Dot> {
        let read = self.by_version.get(&(key.to_owned(), dot.clone()));
        read.into_iter().flatten().chain([dot]).cloned().collect()
    }
}

/// A step as somebody sees it who knows what is on the screen before and after, and what was told until then.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub playground: &'a Playground,
    /// What the sentence is about: the last event, or an earlier one.
    pub event: &'a TraceEvent,
    before: &'a State,
    pub after: &'a State,
    /// Up to and including this step.
    pub told: &'a [TraceEvent],
    reads: &'a Reads,
    /// The partitions so far, each with its time.
    partitions: &'a [(f64, Option<Vec<Vec<String>>>)],
    /// The links that were cut so far, each time that one was cut or mended.
    cuts: &'a [(f64, Vec<CutState>)],
}

impl<'a> Seen<'a> {
    /// The same step, told by the sentence of another event.
    pub fn told_by(&self, event: &'a TraceEvent) -> Self {
        Seen { event, ..*self }
    }

    fn node(&self, name: &str) -> Option<&NodeState> {
        self.after.nodes.iter().find(|node| node.name == name)
    }

    fn operation(&self, id: u32) -> &OperationState {
        self.after.operations.iter().find(|operation| operation.id == id).expect("the operation exists")
    }

    /// What a disk has of a key; of each key, where an event brought keys that it does not name.
    fn on_disk(&self, node: &str, key: &str) -> impl Iterator<Item = &[VersionState]> {
        let store = self.node(node).into_iter().flat_map(|node| &node.store);
        store.filter(move |(own, _)| key.is_empty() || *own == key).map(|(_, versions)| versions.as_slice())
    }

    fn sent_in_this_step(&self) -> impl Iterator<Item = (&str, &str)> {
        let step = |message: &&ringside::explain::snapshot::MessageState| {
            !self.before.messages.iter().any(|before| before.id == message.id)
        };
        self.after.messages.iter().filter(step).map(|message| (message.from.as_str(), message.to.as_str()))
    }

    fn had_no_answer(&self, by: &str, of: &str) -> bool {
        let suspected = |fact: &Fact| matches!(fact, Fact::Suspected { by: who, node } if who == by && node == of);
        self.told.iter().flat_map(|event| &event.facts).any(suspected)
    }

    pub fn holds(&self, claim: &Claim) -> bool {
        match claim {
            Claim::HasStatus { node, status } => self.node(node).is_some_and(|node| node.status == *status),
            Claim::HasLeft { node } => self.node(node).is_none(),
            Claim::HadNoAnswer { by, of } => self.had_no_answer(by, of),
            Claim::Suspects { by, node } => self.node(by).is_some_and(|by| by.suspects.contains(node)),
            Claim::Trusts { by, node } => self.node(by).is_some_and(|by| !by.suspects.contains(node)),
            Claim::WereCutOff { from, to } => {
                let sent_at = self.event.message.as_ref().map_or(0.0, |message| message.sent_at);
                let last = self.partitions.iter().rposition(|(time, _)| *time < sent_at).unwrap_or(0);
                self.partitions[last..].iter().any(|(_, groups)| are_parted(groups.as_deref(), from, to))
            }
            Claim::WasCut { from, to, kind } => {
                let sent_at = self.event.message.as_ref().map_or(0.0, |message| message.sent_at);
                let last = self.cuts.iter().rposition(|(time, _)| *time < sent_at).unwrap_or(0);
                let is_it =
                    |cut: &CutState| (&cut.from, &cut.to) == (from, to) && cut.kind.is_none_or(|own| own == *kind);
                self.cuts[last..].iter().any(|(_, cuts)| cuts.iter().any(is_it))
            }
            Claim::CannotHear { one, other } => {
                let is_held =
                    |from: &String, to: &String| self.after.held.iter().any(|link| (&link.0, &link.1) == (from, to));
                let is_cut =
                    |from: &String, to: &String| self.after.cuts.iter().any(|cut| (&cut.from, &cut.to) == (from, to));
                let is_open = |from, to| !is_held(from, to) && !is_cut(from, to);
                are_parted(self.after.partition.as_deref(), one, other)
                    || !(is_open(one, other) && is_open(other, one))
                    || self.node(one).is_some_and(|node| node.paused)
            }
            Claim::Sends { from, to } => self.sent_in_this_step().any(|ends| ends == (from, to)),
            Claim::SendsNothing => self.sent_in_this_step().next().is_none(),
            Claim::HasReplied { by, operation } => {
                let client = &self.operation(*operation).client;
                self.told
                    .iter()
                    .flat_map(|event| &event.sent)
                    .any(|sent| sent.kind == MessageKind::Answer && sent.from == *by && sent.to == *client)
            }
            Claim::HasNotReplied { by, operation } => {
                let of_it = self.told.iter().filter(|event| event.operation == Some(*operation));
                !of_it.flat_map(|event| &event.sent).any(|sent| sent.kind == MessageKind::Answer && sent.from == *by)
            }
            Claim::HasOwnQuorum { operation, quorum } => {
                self.operation(*operation).quorum.is_some_and(|own| own.as_str() == *quorum)
            }
            Claim::HoldsUnread { node, operation } => {
                let asked = self.reads.asked.get(operation).cloned().unwrap_or_default();
                let key = self.event.key.clone().unwrap_or_default();
                let node = self.node(node).expect("whoever has something is there");
                let hints = node.hints.iter().filter(|hint| hint.key == key).flat_map(|hint| &hint.versions);
                let mut has = node.store.get(&key).into_iter().flatten().chain(hints);
                // What it told may have been superseded on its disk while the answer was under way.
                has.any(|version| !asked.contains(&version.dot))
            }
            Claim::LiesAt { key, position } => self.after.positions.get(key) == Some(position),
            Claim::Holds { node, key, version } | Claim::Writes { node, key, version } => {
                self.on_disk(node, key).any(|held| held.contains(version))
            }
            Claim::HoldsAtLeast { node, key, version } => {
                let at_least = |held: &VersionState| held.dot == version.dot || covers(held, version);
                self.on_disk(node, key).flatten().any(at_least)
            }
            Claim::HasThrownAway { node, key, version } => {
                key.is_empty() || !self.on_disk(node, key).flatten().any(|held| held == version)
            }
            Claim::HoldsSiblings { node, key, count } => self.on_disk(node, key).any(|held| {
                let dots: BTreeSet<&(String, u32)> = held.iter().map(|version| &version.dot).collect();
                held.len() == *count && dots.len() == *count
            }),
            Claim::HasFound { node, key, versions } => {
                let node = self.node(node).expect("who looks is there");
                let hints = node.hints.iter().filter(|hint| hint.key == *key).flat_map(|hint| &hint.versions);
                let has: Vec<&VersionState> = node.store.get(key).into_iter().flatten().chain(hints).collect();
                versions.iter().all(|found| has.contains(&found))
                    && has.iter().all(|has| versions.iter().any(|found| found == *has || covers(found, has)))
                    || self.after.versioning == Versioning::LastWriteWins
                        && versions.iter().all(|found| has.contains(&found))
            }
            Claim::KeepsFor { node, owner, key } => {
                let hints = self.node(node).into_iter().flat_map(|node| &node.hints);
                hints.filter(|hint| hint.owner == *owner).any(|hint| hint.key == *key)
            }
            Claim::KeepsKeysFor { node, owner, keys } => {
                let hints = self.node(node).into_iter().flat_map(|node| &node.hints);
                hints.filter(|hint| hint.owner == *owner).count() == *keys
            }
            Claim::HoldsKeys { node, keys } => self.node(node).is_some_and(|node| node.store.len() == *keys),
            // Plain clocks alone decide. Elsewhere a writer has read what it supersedes, of which a clock that was cut says less.
            Claim::IsNewer { version, than } => {
                let has_read = || self.read_of(version).is_some_and(|read| read.contains(&than.dot));
                covers(version, than) || self.after.versioning != Versioning::Plain && has_read()
            }
            Claim::HadNotRead { version, other } => self.read_of(version).is_none_or(|read| !read.contains(&other.dot)),
            Claim::WasMade { version } => self.told.iter().flat_map(|event| &event.facts).any(|fact| {
                let made = match fact {
                    Fact::VersionMade { version, .. } | Fact::PutMadeTwice { version, .. } => version,
                    _ => return false,
                };
                made.dot == version.dot
            }),
            Claim::Needs { operation, needed } => self.operation(*operation).needed == *needed,
            Claim::IsPending { operation } => self.operation(*operation).status == OperationStatus::Pending,
            Claim::IsAnswered { operation } => self.operation(*operation).status != OperationStatus::Pending,
            Claim::IsDone { operation, values } => {
                let operation = self.operation(*operation);
                operation.status == OperationStatus::Ok && values.iter().all(|value| operation.values.contains(value))
            }
            Claim::HasFailed { operation } => self.operation(*operation).status == OperationStatus::Failed,
            Claim::AnswerLacked { operation, node, versions } => {
                let found = self.told.iter().rev().filter(|event| event.operation == Some(*operation));
                let found = found.flat_map(|event| &event.facts).find_map(|fact| match fact {
                    Fact::Found { node: who, versions } if who == node => Some(versions),
                    _ => None,
                });
                found.is_some_and(|found| versions.iter().all(|version| !found.contains(version)))
            }
            Claim::KeepsContext { client, key } => {
                let client = self.after.clients.iter().find(|one| one.name == *client);
                client.is_some_and(|client| client.contexts.contains_key(key))
            }
            Claim::LearnsMore { node } => self.view(self.after, node) > self.view(self.before, node),
            Claim::HasLaterTime { version, than } => {
                let key = self.event.key.clone();
                let time = |version: &VersionState| self.reads.clock_of(key.as_deref(), &version.dot);
                time(version).zip(time(than)).is_none_or(|(later, earlier)| later > earlier)
            }
            Claim::IsSplit { groups } => {
                let groups_now = self.after.partition.as_deref();
                let pairs = groups.iter().enumerate().flat_map(|(index, group)| {
                    let others = groups[index + 1..].iter().flatten();
                    group.iter().flat_map(move |one| others.clone().map(move |other| (one, other)))
                });
                pairs.into_iter().all(|(one, other)| are_parted(groups_now, one, other))
            }
            Claim::IsWhole => self.after.partition.is_none(),
            Claim::IsHeld { from, to, held } => {
                self.after.held.iter().any(|link| (&link.0, &link.1) == (from, to)) == *held
            }
            Claim::HasQuorum { n, r, w, quorum } => {
                let now = (self.after.n, self.after.r, self.after.w, self.after.quorum.as_str());
                now == (*n, *r, *w, *quorum)
            }
            Claim::HasClock { node, ms } => self.node(node).is_some_and(|node| node.clock_skew == *ms),
            Claim::IsPaused { node, paused } => self.node(node).is_some_and(|node| node.paused == *paused),
            Claim::HadWaiting { node, messages } => {
                let to_it = || self.after.messages.iter().filter(|message| message.to == *node);
                let soon = self.after.time + 1.0;
                let now = to_it().filter(|message| message.arrives_at <= soon && !message.held);
                now.count() >= *messages && !to_it().any(|message| message.waits)
            }
            Claim::IsCut { link: CutLink { from, to, kind }, cut } => {
                let is_it = |cut: &CutState| (&cut.from, &cut.to, &cut.kind) == (from, to, kind);
                self.after.cuts.iter().any(is_it) == *cut
            }
            Claim::HasNetwork { delays: [delay, between_delay], losses: [loss, between_loss] } => {
                let network = &self.after.network;
                let between = network.between.clone().unwrap_or_default();
                let between_now = between.delay.map(|delay| delay.to_string());
                delay.as_ref().is_none_or(|delay| *delay == network.delay.to_string())
                    && loss.is_none_or(|loss| loss == network.loss)
                    && (between_delay.is_none() || *between_delay == between_now)
                    && (between_loss.is_none() || *between_loss == between.loss)
            }
            Claim::HasTimers { ms } => {
                let timers = &self.after.timers;
                let now = [timers.gossip, timers.handoff, timers.anti_entropy, timers.request_timeout];
                let now = now.into_iter().chain([timers.hint_window, timers.tombstone_grace]);
                ms.iter().zip(now).all(|(said, now)| said.is_none_or(|said| said == now))
            }
            Claim::HasTokens { node, tokens } => {
                self.after.nodes.iter().any(|own| own.name == *node && own.tokens.len() == *tokens)
            }
            Claim::IsThere { node } => self.node(node).is_some(),
            Claim::IsLeaving { node } => self.node(node).is_none_or(|node| node.status == NodeStatus::Leaving),
            Claim::LearnsNothing { node } => self.view(self.after, node) == self.view(self.before, node),
        }
    }

    /// What the writer of a version of this event's key had read.
    fn read_of(&self, version: &VersionState) -> Option<&BTreeSet<Dot>> {
        let key = self.event.key.clone().unwrap_or_default();
        self.reads.by_version.get(&(key, version.dot.clone()))
    }

    fn view(&self, state: &State, name: &str) -> Option<u32> {
        state.nodes.iter().find(|node| node.name == name).map(|node| node.view)
    }
}

/// Whether by its clock a version is at least as new as another.
fn covers(newer: &VersionState, older: &VersionState) -> bool {
    older.clock.iter().all(|(node, counter)| newer.clock.get(node).is_some_and(|seen| seen >= counter))
}

fn are_parted(groups: Option<&[Vec<String>]>, one: &String, other: &String) -> bool {
    let side = |name| groups.into_iter().flatten().position(|group: &Vec<String>| group.contains(name));
    groups.is_some() && side(one) != side(other)
}

/// Plays a scenario step by step, and gives each step to be looked at.
pub fn watch(mut playground: Playground, look: impl FnMut(&Seen)) {
    // As `run` does it: to the end of the script, and until all is quiet.
    playground.run(RunLimit::default()).unwrap();
    let steps = playground.known_steps();
    watch_to(playground, steps, look);
}

/// The same of what has been played, up to a step.
pub fn watch_to(mut playground: Playground, steps: usize, mut look: impl FnMut(&Seen)) {
    playground.seek(0).unwrap();
    let mut told: Vec<TraceEvent> = Vec::new();
    let mut reads = Reads::default();
    let mut before = playground.state();
    let mut partitions = vec![(0.0, None)];
    let mut cuts = vec![(0.0, Vec::new())];
    let is_blind = |command: &Command| matches!(command, Command::Put { context: ContextChoice::None, .. });
    let blind: BTreeSet<usize> =
        playground.commands().filter(|(_, command)| is_blind(command)).map(|(step, _)| step).collect();
    for step in 1..=steps {
        playground.seek(step).unwrap();
        let event = playground.event(step).unwrap();
        let after = playground.state();
        let skew = |name: &str| after.nodes.iter().find(|node| node.name == name).map_or(0.0, |node| node.clock_skew);
        reads.follow(&event, blind.contains(&step), skew);
        told.push(event);
        if partitions.last().is_some_and(|(_, last)| *last != after.partition) {
            partitions.push((after.time, after.partition.clone()));
        }
        if cuts.last().is_some_and(|(_, last)| *last != after.cuts) {
            cuts.push((after.time, after.cuts.clone()));
        }
        look(&Seen {
            playground: &playground,
            event: told.last().unwrap(),
            before: &before,
            after: &after,
            told: &told,
            reads: &reads,
            partitions: &partitions,
            cuts: &cuts,
        });
        before = after;
    }
}

/// The first sentence that is not true, with what is wrong in it.
fn first_false(playground: Playground) -> Option<String> {
    let mut found = None;
    watch(playground, |seen| {
        let event = seen.event;
        let narrated = narrate(event);
        assert_eq!(narrated.words, event.sentence);
        if let Some(claim) = narrated.claims.iter().find(|claim| !seen.holds(claim)).filter(|_| found.is_none()) {
            found = Some(format!(
                "step {}: {} is not so: {claim:#?}\n{event:#?}\n{:#?}",
                event.step,
                event.sentence,
                seen.node(event.at.as_deref().unwrap_or_default())
            ));
        }
        if found.is_none() {
            let of_stage = stage_claims::first_false(seen.playground, seen.after, seen.after, seen.told);
            found = of_stage.map(|wrong| format!("step {}: {wrong}", event.step));
        }
    });
    found
}

pub fn playground(scenario: &Value) -> Playground {
    Playground::new(Scenario::from_json(scenario).unwrap()).unwrap()
}

/// A random history, its versioning and placement by turns.
pub fn history(seed: u64) -> Value {
    let mut scenario = random_scenario(seed, 12);
    scenario["versioning"] = ["dotted", "plain", "last-write-wins"][(seed % 3) as usize].into();
    scenario["strategy"] = ["random-tokens", "equal-partitions"][(seed / 3 % 2) as usize].into();
    if seed.is_multiple_of(5) {
        scenario["clockLimit"] = 2.into();
    }
    scenario
}

#[test]
fn every_sentence_is_true_at_every_step_of_random_histories() {
    let mut kinds = BTreeSet::new();
    let seeds = std::env::var("RINGSIDE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2_000);
    for seed in 0..seeds {
        let Ok(scenario) = Scenario::from_json(&history(seed)) else { continue };
        let Ok(playground) = Playground::new(scenario) else { continue };
        if let Some(wrong) = first_false(playground.clone()) {
            panic!("seed {seed}: {wrong}");
        }
        if seed < 200 {
            watch(playground, |seen| {
                let names = narrate(seen.event).claims.into_iter().map(|claim| format!("{claim:?}"));
                kinds.extend(names.map(|claim| claim.split([' ', '(']).next().unwrap().to_owned()));
            });
        }
    }
    assert!(kinds.len() >= 24, "only these claims were ever made: {kinds:?}");
}

#[test]
fn every_sentence_is_true_at_every_step_of_the_lessons() {
    for id in ids() {
        let text = std::fs::read_to_string(format!("www/lessons/{id}.json")).unwrap();
        let lesson: Value = serde_json::from_str(&text).unwrap();
        let mut scenario = lesson["scenario"].clone();
        let acts =
            lesson["steps"].as_array().unwrap().iter().flat_map(|step| step["do"].as_array().into_iter().flatten());
        let mut script = scenario["script"].as_array().cloned().unwrap_or_default();
        script.extend(acts.map(|act| {
            let mut act = act.clone();
            act.as_object_mut().unwrap().remove("at");
            act
        }));
        scenario["script"] = script.into();
        assert_eq!(first_false(playground(&scenario)), None, "{id}");
    }
}

#[test]
fn a_false_sentence_is_caught() {
    let false_one = |fault| with_fault(fault, || (0..60).find_map(|seed| first_false(playground(&history(seed)))));
    assert!(false_one(Fault::CallTheSilentDown).is_some(), "who does not answer is said to be down");
    assert!(false_one(Fault::SayTheClientHasItsAnswer).is_some(), "whoever is counted last is said to be late");
}
