//! The commands of the operator, and of whoever breaks things.

use super::client_requests::{Asks, Started};
use super::{Cause, Envelope, Fate, Record, World};
use crate::dynamo::membership::{Member, MemberStatus, Membership};
use crate::dynamo::message::{Endpoint, MessageKind, OperationId};
use crate::dynamo::node::{Node, Settings};
use crate::dynamo::partitioning::{NodeId, Position};
use crate::dynamo::report::{ActNote, Fact, Note};
use crate::dynamo::time::Time;
use crate::input::limits::MAX_TOKENS_PER_NODE;
use crate::input::refusal::Refusal;
use crate::scenario::{Command, ContextChoice, NodeSpec, Overrides, Quorum, Tokens, WhichMessage, check_quorum};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl World {
    /// A command is given now. The number of the operation that it starts, if it starts one.
    ///
    /// # Errors
    /// What was wrong with it; nothing has changed then.
    pub fn apply(&mut self, command: &Command) -> Result<(Option<OperationId>, Record), Refusal> {
        let started = match command {
            Command::Put { client, key, value, context, via, overrides, options, only_if } => {
                let asks = Asks { client, key, via: via.as_deref(), overrides: *overrides, options: *options };
                self.start_put(&asks, Some(value.as_str().into()), *context, *only_if)
            }
            Command::Delete { client, key, via, options } => {
                let overrides = Overrides::default();
                let asks = Asks { client, key, via: via.as_deref(), overrides, options: *options };
                self.start_put(&asks, None, ContextChoice::Last, false)
            }
            Command::Get { client, key, via, overrides, options, at_least } => {
                let asks = Asks { client, key, via: via.as_deref(), overrides: *overrides, options: *options };
                self.start_get(&asks, *at_least)
            }
            Command::Reconcile { client, key, how, options } => {
                let asks = Asks { client, key, via: None, overrides: Overrides::default(), options: *options };
                self.start_reconciliation(&asks, how)
            }
            other => self.operate(other).map(|record| {
                let changes_the_cluster = !matches!(other, Command::Wait { .. } | Command::AntiEntropy { .. });
                (None, Record { changes_the_cluster, ..record })
            }),
        }?;
        self.converged = None;
        self.agreement.note(&started.1);
        Ok(started as Started)
    }

    fn operate(&mut self, command: &Command) -> Result<Record, Refusal> {
        match command {
            Command::AddNode { name, tokens, zone, via } => {
                self.add_node(name, tokens, zone.as_deref(), via.as_deref())
            }
            Command::RemoveNode { name, via } => self.remove_node(name, via.as_deref()),
            Command::SetTokens { name, tokens, via } => self.set_tokens(name, tokens, via.as_deref()),
            Command::Crash { name, wipe } => self.crash(name, *wipe),
            Command::Restart { name } => self.restart(name),
            Command::CrashZone { zone, wipe } => self.crash_zone(zone, *wipe),
            Command::RestartZone { zone } => self.restart_zone(zone),
            Command::PartitionZones { zones } => self.partition_zones(zones),
            Command::Partition { groups } => self.partition(groups),
            Command::Hold { from, to } => self.hold(from, to),
            Command::Release { from, to } => self.release(from, to),
            Command::Drop { which } => self.drop_message(which),
            Command::SetQuorum { overrides, quorum } => self.set_quorum(*overrides, *quorum),
            Command::Skew { name, ms } => self.skew(name, *ms),
            Command::AntiEntropy { a, b } => self.compare_trees(a, b),
            Command::Act(act) => self.act(act),
            Command::Wait { ms } => Ok(self.remark(Note::TimePasses { ms: *ms })),
            _ => self.repair(),
        }
    }

    /// The node of this name, if it has not left.
    pub(super) fn find_node(&self, field: &str, name: &str) -> Result<NodeId, Refusal> {
        let here = |node: &NodeId| !self.machines[node.index()].gone;
        match self.names.find(name) {
            Some(Endpoint::Node(node)) if here(&node) => Ok(node),
            _ => {
                let nodes = self.machines.iter().filter(|machine| !machine.gone).map(|machine| machine.node.id);
                let names: Vec<&str> = nodes.map(|node| self.names.node(node)).collect();
                let allowed =
                    if names.is_empty() { "no name, for there is no node".to_owned() } else { names.join(", ") };
                Err(Refusal::field("unknown-node", field, format!("{name:?}"), &allowed))
            }
        }
    }

    fn find_up(&self, field: &str, name: &str) -> Result<NodeId, Refusal> {
        let node = self.find_node(field, name)?;
        if self.machines[node.index()].up {
            return Ok(node);
        }
        Err(Refusal::field("node-is-down", field, format!("{name:?}"), "a node that is up"))
    }

    /// A node that is up and not paused.
    pub(super) fn find_awake(&self, field: &str, name: &str) -> Result<NodeId, Refusal> {
        let node = self.find_up(field, name)?;
        if !self.machines[node.index()].is_paused() {
            return Ok(node);
        }
        Err(Refusal::field("node-is-paused", field, format!("{name:?}"), "a node that is not paused"))
    }

    pub(super) fn happened(&self, at: NodeId, fact: crate::dynamo::node::Happening) -> Record {
        let mut record = self.record(Cause::Command, Some(Endpoint::Node(at)), None, None);
        record.facts.push(fact);
        record
    }

    fn noted(&self, at: NodeId, note: Note) -> Record {
        self.happened(at, Fact::noted(note))
    }

    pub(super) fn acted_at(&self, at: NodeId, act: ActNote) -> Record {
        self.noted(at, Note::Act(act))
    }

    /// The tokens that a node is to have, of which no other node has one.
    fn free_tokens(&self, name: &str, tokens: &Tokens) -> Result<Arc<[Position]>, Refusal> {
        let mut positions = NodeSpec { name: name.to_owned(), tokens: tokens.clone(), zone: None }.positions();
        if !(1..=MAX_TOKENS_PER_NODE).contains(&positions.len()) {
            let allowed = format!("1 to {MAX_TOKENS_PER_NODE}");
            return Err(Refusal::field("invalid-tokens", "tokens", positions.len(), &allowed));
        }
        let members = self.all_members();
        let others = members
            .members()
            .iter()
            .filter(|(node, member)| member.status != MemberStatus::Gone && self.names.node(**node) != name);
        let mut taken: BTreeSet<Position> = others.flat_map(|(_, member)| member.tokens.iter().copied()).collect();
        match positions.iter().find(|position| !taken.insert(**position)) {
            Some(position) => Err(Refusal::new(
                "duplicate-token",
                format!("tokens: position {position} is taken; each token needs a position of its own."),
            )),
            None => {
                positions.sort_unstable();
                Ok(positions.into())
            }
        }
    }

    pub(super) fn add_node(
        &mut self,
        name: &str,
        tokens: &Tokens,
        zone: Option<&str>,
        via: Option<&str>,
    ) -> Result<Record, Refusal> {
        let tokens = self.free_tokens(name, tokens)?;
        let via = via.map(|via| self.find_awake("via", via)).transpose()?;
        let members = self.all_members();
        let here = |machine: &super::world::Machine| !machine.gone;
        if self.machines.iter().any(here) && !self.machines.iter().any(|machine| machine.up) {
            let allowed = "a cluster of which a node is up that can let the new one in";
            return Err(Refusal::field("nobody-is-up", "name", format!("{name:?}"), allowed));
        }
        // A name that has left may come back, as a new life with an empty disk.
        let returning = match self.names.find(name) {
            Some(Endpoint::Node(node)) if self.machines[node.index()].gone => Some(node),
            _ => None,
        };
        let (id, was_named) = match returning {
            Some(node) => (node, None),
            None => self.names.add_node("name", name)?,
        };
        let newcomer = Endpoint::Node(id);
        if let Some(client) = was_named {
            self.network.rename(Endpoint::Client(client), newcomer);
        }
        // In a partition a newcomer stands beside whoever lets it in, or else beside a node of its zone.
        let neighbour = via.or_else(|| self.nodes_in(zone?).find(|node| *node != id));
        if let Some(neighbour) = neighbour {
            self.network.place_beside(newcomer, Endpoint::Node(neighbour));
        }
        let up = |node: &NodeId| self.machines.get(node.index()).is_some_and(|machine| machine.up);
        let (up_now, down): (Vec<NodeId>, Vec<NodeId>) = members.others(id).partition(&up);
        let first = neighbour.filter(&up);
        let known: Vec<NodeId> = up_now.into_iter().chain(down).collect();
        let others = self.seeds_among(known).into_iter().filter(|other| Some(*other) != first);
        let contacts = first.into_iter().chain(others).collect();
        let old = members.members().get(&id);
        let member = Member {
            incarnation: old.map_or(0, |old| old.incarnation + 1),
            version: old.map_or(0, |old| old.version) + 1,
            status: MemberStatus::Joining,
            tokens,
            claimed_at: self.time,
            zone: zone.map(Arc::from),
        };
        let own = Arc::new(Membership::new(BTreeMap::from_iter([(id, member)]), members.placement().clone()));
        let mut node = Node::new(id, self.settings.clone(), own, contacts);
        if returning.is_some() {
            node.life = self.node(id).life + 1;
        }
        let mut record = self.noted(id, Note::Added { node: name.to_owned() });
        self.boot(node, &mut record);
        Ok(record)
    }

    /// The operator stands on one side of a partition, and speaks through a node there. A node that he can reach leaves by
    /// itself; one that is down or cut off from him can only be given up.
    fn remove_node(&mut self, name: &str, via: Option<&str>) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        let via = via.map(|via| self.find_awake("via", via)).transpose()?;
        if self.all_members().status(node).is_none_or(|status| status == MemberStatus::Gone) {
            return self.remove_again(node, name);
        }
        if let Some(via) = via.filter(|via| *via != node) {
            self.check_stays(via)?;
        }
        let other = self.speaker_of(node, name)?;
        let can_be_reached = match via {
            Some(via) => via == node || self.network.connected(Endpoint::Node(via), Endpoint::Node(node)),
            None => self.network.group(Endpoint::Node(other)) == self.network.group(Endpoint::Node(node)),
        };
        let is_up = self.machines[node.index()].up;
        if is_up && can_be_reached && !self.machines[node.index()].is_paused() {
            let mut record = self.noted(node, Note::TakenOff { node: name.to_owned() });
            self.tell(node, &mut record, |node, _, effects| node.leave(effects));
            return Ok(record);
        }
        let through = via.filter(|via| *via != node).unwrap_or(other);
        let named = name.to_owned();
        let note = match is_up {
            true => Note::GivenUpUnreachable { node: named, through: self.names.node(through).to_owned() },
            false => Note::GivenUpDown { node: named },
        };
        Ok(self.give_up(node, through, note))
    }

    /// A member is told to be gone through another one. If its machine is down, it will not come back by itself.
    pub(super) fn give_up(&mut self, node: NodeId, through: NodeId, note: Note) -> Record {
        let mut record = self.noted(through, note);
        self.machines[node.index()].gone = !self.machines[node.index()].up;
        if let Some(member) = self.all_members().members().get(&node).cloned() {
            self.tell(through, &mut record, |through, _, effects| through.give_up_member(node, member, effects));
        }
        record
    }

    /// The member through which the operator speaks of a node: one that is up and stays, for a node that leaves could take
    /// the news with it. Somebody must keep the keys.
    pub(super) fn speaker_of(&self, node: NodeId, name: &str) -> Result<NodeId, Refusal> {
        let members = self.all_members();
        let stays = |other: &NodeId| self.stays(*other);
        let side = self.operators_side();
        let on_the_side = |other: &NodeId| self.network.group(Endpoint::Node(*other)) == side;
        let others = || members.others(node).filter(stays);
        let Some(other) = others().find(on_the_side).or_else(|| others().next()) else {
            let allowed = "a node besides which another one is up: somebody must keep the keys";
            return Err(Refusal::field("last-node", "name", format!("{name:?}"), allowed));
        };
        if !others().any(|other| self.may_keep_copies(other)) {
            let allowed = "a node besides which another one is up in a data centre that has copies";
            return Err(Refusal::field("last-node", "name", format!("{name:?}"), allowed));
        }
        Ok(other)
    }

    fn stays(&self, node: NodeId) -> bool {
        self.machines[node.index()].is_awake() && self.all_members().status(node) == Some(MemberStatus::Up)
    }

    /// The node that the operator names to speak through, or else one that he chooses.
    pub(super) fn speaker(&self, node: NodeId, name: &str, via: Option<&str>) -> Result<NodeId, Refusal> {
        let other = self.speaker_of(node, name)?;
        let Some(via) = via.map(|via| self.find_awake("via", via)).transpose()? else { return Ok(other) };
        self.check_stays(via)?;
        match via == node {
            true => Err(Refusal::field("same-node", "via", format!("{name:?}"), "another node than the one that goes")),
            false => Ok(via),
        }
    }

    fn check_stays(&self, via: NodeId) -> Result<(), Refusal> {
        if self.stays(via) {
            return Ok(());
        }
        let via = self.names.node(via);
        Err(Refusal::field("leaving-node", "via", format!("{via:?}"), "a member that is up and stays"))
    }

    /// A node that was given up when it could not be reached is to go once more.
    fn remove_again(&mut self, node: NodeId, name: &str) -> Result<Record, Refusal> {
        if self.machines[node.index()].up {
            let allowed = "a member; it was given up already, and goes when it hears of that";
            return Err(Refusal::field("not-a-member", "name", format!("{name:?}"), allowed));
        }
        self.machines[node.index()].gone = true;
        Ok(self.noted(node, Note::NeverBack { node: name.to_owned() }))
    }

    /// The side of a partition on which the operator stands: the one with the most nodes that are up, and of equal ones the
    /// one that was named first.
    fn operators_side(&self) -> Option<usize> {
        let up = self.machines.iter().filter(|machine| machine.up);
        let mut sides: BTreeMap<usize, usize> = BTreeMap::new();
        for side in up.filter_map(|machine| self.network.group(Endpoint::Node(machine.node.id))) {
            *sides.entry(side).or_default() += 1;
        }
        sides.iter().max_by_key(|(side, nodes)| (**nodes, Reverse(**side))).map(|(side, _)| *side)
    }

    /// Where the operator names a node to speak through, the other one must be heard from there.
    pub(super) fn check_reachable_from(&self, via: Option<&str>, node: NodeId, name: &str) -> Result<(), Refusal> {
        let Some(through) = via.map(|via| self.find_awake("via", via)).transpose()? else { return Ok(()) };
        if through == node || self.network.connected(Endpoint::Node(through), Endpoint::Node(node)) {
            return Ok(());
        }
        let allowed = format!("a node that can be reached from {}", self.names.node(through));
        Err(Refusal::field("unreachable-node", "name", format!("{name:?}"), &allowed))
    }

    /// The seeds among these nodes, whom a newcomer asks; all, if there is none.
    fn seeds_among(&self, nodes: Vec<NodeId>) -> Vec<NodeId> {
        let seeds: Vec<NodeId> = nodes.iter().filter(|node| self.seeds.contains(node)).copied().collect();
        if seeds.is_empty() { nodes } else { seeds }
    }

    fn set_tokens(&mut self, name: &str, tokens: &Tokens, via: Option<&str>) -> Result<Record, Refusal> {
        let node = self.find_awake("name", name)?;
        self.check_reachable_from(via, node, name)?;
        if self.node(node).is_given_up() {
            return Err(Refusal::field("not-a-member", "name", format!("{name:?}"), "a member; it was given up"));
        }
        let tokens = self.free_tokens(name, tokens)?;
        let mut record = self.noted(node, Note::TokensSet { node: name.to_owned(), tokens: tokens.len() });
        let now = self.clock_of(node);
        self.tell(node, &mut record, |node, _, effects| node.set_tokens(tokens, now, effects));
        Ok(record)
    }

    fn crash(&mut self, name: &str, wipe: bool) -> Result<Record, Refusal> {
        let node = self.find_up("name", name)?;
        self.stop(node, wipe);
        Ok(self.happened(node, Fact::Crashed { node: Endpoint::Node(node), wiped: wipe }))
    }

    /// A node stops, and everything that is not on its disk is gone.
    pub(super) fn stop(&mut self, node: NodeId, wipe: bool) {
        // What waited at a paused node finds it down.
        self.wake_up(node);
        let machine = &mut self.machines[node.index()];
        machine.up = false;
        Arc::make_mut(&mut machine.node).crash(wipe);
        self.stop_timers(node);
    }

    fn restart(&mut self, name: &str) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        if self.machines[node.index()].up {
            return Err(Refusal::field("node-is-up", "name", format!("{name:?}"), "a node that crashed"));
        }
        let mut record =
            self.happened(node, Fact::Restarted { node: Endpoint::Node(node), keys: self.node(node).store().len() });
        self.start_again(node, &mut record);
        Ok(record)
    }

    /// A node that had stopped goes on with what is on its disk, and with the settings of now.
    pub(super) fn start_again(&mut self, node: NodeId, record: &mut Record) {
        self.machines[node.index()].up = true;
        let settings = self.settings.clone();
        self.tell(node, record, |node, die, effects| {
            node.configure(settings, die, effects);
            node.start(die, effects);
        });
    }

    /// Nodes and clients by name, those that have not come yet among them.
    fn endpoints<'a>(&mut self, named: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<Endpoint>, Refusal> {
        let mut names = self.names.clone();
        let endpoints = named.map(|(field, name)| names.named(field, name)).collect::<Result<_, _>>()?;
        self.names = names;
        self.make_room_for_clients();
        Ok(endpoints)
    }

    pub(super) fn link(&mut self, from: &str, to: &str) -> Result<(Endpoint, Endpoint), Refusal> {
        let ends = self.endpoints([("from", from), ("to", to)].into_iter())?;
        Ok((ends[0], ends[1]))
    }

    fn partition(&mut self, groups: &[Vec<String>]) -> Result<Record, Refusal> {
        let mut seen = BTreeSet::new();
        if let Some(name) = groups.iter().flatten().find(|name| !seen.insert(name.as_str())) {
            return Err(Refusal::field("invalid-partition", "groups", format!("{name:?} twice"), "each name once"));
        }
        let mut named = self.endpoints(groups.iter().flatten().map(|name| ("groups", name.as_str())))?.into_iter();
        let sides: Vec<BTreeSet<Endpoint>> =
            groups.iter().map(|group| named.by_ref().take(group.len()).collect()).collect();
        self.network.split(&sides);
        Ok(self.remark(Note::Splits { groups: groups.to_vec() }))
    }

    fn repair(&mut self) -> Result<Record, Refusal> {
        self.network.mend();
        Ok(self.remark(Note::IsWhole))
    }

    fn hold(&mut self, from: &str, to: &str) -> Result<Record, Refusal> {
        let (sender, receiver) = self.link(from, to)?;
        self.network.hold(sender, receiver);
        for envelope in self.take_messages(|envelope| (envelope.from, envelope.to) == (sender, receiver)) {
            self.network.keep_back(envelope);
        }
        Ok(self.remark(Note::Waits { from: from.to_owned(), to: to.to_owned() }))
    }

    fn release(&mut self, from: &str, to: &str) -> Result<Record, Refusal> {
        let ends = self.names.find(from).zip(self.names.find(to));
        let Some(waiting) = ends.and_then(|(sender, receiver)| self.network.release(sender, receiver)) else {
            return Err(Refusal::field("not-held", "from", format!("{from:?} to {to:?}"), "a link that is held"));
        };
        for envelope in waiting {
            self.send_on(&envelope);
        }
        Ok(self.remark(Note::GoesOn { from: from.to_owned(), to: to.to_owned() }))
    }

    fn drop_message(&mut self, which: &WhichMessage) -> Result<Record, Refusal> {
        let id = match which {
            WhichMessage::Number(id) => *id,
            WhichMessage::First { from, to, kind } => {
                self.first_message(from.as_deref(), to.as_deref(), *kind).ok_or_else(|| self.no_such_message(which))?
            }
        };
        let taken = self.take_messages(|envelope| envelope.id == id).into_iter().next();
        let envelope = taken
            .or_else(|| self.network.take_held(id))
            .or_else(|| self.take_waiting(id))
            .ok_or_else(|| self.no_such_message(which))?;
        Ok(self.die(&envelope, Fate::Dropped))
    }

    /// The number of the first message to arrive of those that are all of this.
    fn first_message(&self, from: Option<&str>, to: Option<&str>, kind: Option<MessageKind>) -> Option<u32> {
        let is = |name: Option<&str>, endpoint| name.is_none_or(|name| self.names.endpoint(endpoint) == name);
        let first = self.in_flight().find(|envelope| {
            is(from, envelope.from) && is(to, envelope.to) && kind.is_none_or(|kind| envelope.body.kind() == kind)
        });
        Some(first?.id)
    }

    fn no_such_message(&self, which: &WhichMessage) -> Refusal {
        let given = match which {
            WhichMessage::Number(id) => id.to_string(),
            WhichMessage::First { from, to, kind } => {
                let kind = kind.map_or("a message", MessageKind::as_str);
                let from = from.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
                let to = to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
                format!("{kind}{from}{to}")
            }
        };
        let flying = |envelope: &Envelope| {
            let (from, to) = (self.names.endpoint(envelope.from), self.names.endpoint(envelope.to));
            format!("{} ({} from {from} to {to})", envelope.id, envelope.body.kind().as_str())
        };
        let flying: Vec<String> = self.in_flight().map(flying).collect();
        let allowed = if flying.is_empty() { "no message, for none is in flight".into() } else { flying.join(", ") };
        Refusal::field("unknown-message", "message", given, &allowed)
    }

    fn set_quorum(&mut self, overrides: Overrides, quorum: Option<Quorum>) -> Result<Record, Refusal> {
        let old = *self.settings;
        let new = Settings {
            n: overrides.n.unwrap_or(old.n),
            r: overrides.r.unwrap_or(old.r),
            w: overrides.w.unwrap_or(old.w),
            quorum: quorum.unwrap_or(old.quorum),
            ..old
        };
        self.check_own_n(overrides)?;
        check_quorum(new.n, new.r, new.w)?;
        let quorum = new.quorum.as_str();
        Ok(self.configure_all(new, Note::QuorumSet { n: new.n, r: new.r, w: new.w, quorum }))
    }

    fn skew(&mut self, name: &str, ms: f64) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        self.machines[node.index()].skew = Time::from_ms(ms);
        Ok(self.noted(node, Note::ClockSet { node: name.to_owned(), ms }))
    }

    fn compare_trees(&mut self, a: &str, b: &str) -> Result<Record, Refusal> {
        let (first, second) = (self.find_awake("a", a)?, self.find_node("b", b)?);
        if first == second {
            return Err(Refusal::field("same-node", "b", format!("{b:?}"), "another node than a"));
        }
        let mut record = self.record(Cause::Command, Some(Endpoint::Node(first)), None, None);
        self.tell(first, &mut record, |node, _, effects| node.compare_with(second, effects));
        if record.facts.is_empty() {
            record.facts.push(Fact::noted(Note::NothingShared { a: a.to_owned(), b: b.to_owned() }));
        }
        Ok(record)
    }
}
