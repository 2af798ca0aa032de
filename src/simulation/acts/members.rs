//! What an operator does to members beyond adding and removing them.

use crate::dynamo::membership::MemberStatus;
use crate::dynamo::message::Endpoint;
use crate::dynamo::partitioning::{NodeId, Strategy};
use crate::dynamo::report::{ActNote, Fact, Note};
use crate::input::refusal::Refusal;
use crate::scenario::Tokens;
use crate::simulation::{Record, World};
use std::sync::Arc;

impl World {
    /// Alive or not: the others hear that it is no longer a member, and it does when it can.
    pub(super) fn give_up_node(&mut self, name: &str, via: Option<&str>) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        self.check_member(node, name)?;
        let through = self.speaker(node, name, via)?;
        let note = match self.machines[node.index()].up {
            true if self.answers(through, node) => {
                Note::Act(ActNote::GivenUp { node: name.to_owned(), through: self.names.node(through).to_owned() })
            }
            true => Note::GivenUpUnreachable { node: name.to_owned(), through: self.names.node(through).to_owned() },
            false => Note::GivenUpDown { node: name.to_owned() },
        };
        Ok(self.give_up(node, through, note))
    }

    /// A new machine takes the tokens of one that does not answer.
    pub(super) fn replace_node(&mut self, name: &str, by: &str, via: Option<&str>) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        self.check_member(node, name)?;
        let through = self.speaker(node, name, via)?;
        if self.answers(through, node) {
            let allowed = "a node that is down, paused or cut off; one that answers can be removed, or given up";
            return Err(Refusal::field("node-is-up", "name", format!("{name:?}"), allowed));
        }
        let before = self.clone();
        let replaced = self.replace(node, through, by);
        if replaced.is_err() {
            *self = before;
        }
        replaced
    }

    fn replace(&mut self, node: NodeId, through: NodeId, by: &str) -> Result<Record, Refusal> {
        let members = self.all_members();
        let (tokens, zone) = match members.members().get(&node) {
            Some(member) => (member.tokens.to_vec(), member.zone.clone()),
            None => (Vec::new(), None),
        };
        let (name, through_name) = (self.names.node(node).to_owned(), self.names.node(through).to_owned());
        let own_tokens = if members.placement().strategy == Strategy::EqualPartitions { 0 } else { tokens.len() };
        let note = ActNote::Replaced { node: name, by: by.to_owned(), tokens: own_tokens };
        let mut record = self.give_up(node, through, Note::Act(note));
        let added = self.add_node(by, &Tokens::At(tokens), zone.as_deref(), Some(&through_name))?;
        record.at = added.at;
        record.sent.extend(added.sent);
        record.facts.extend(added.facts.into_iter().filter(|fact| !matches!(fact, Fact::Noted { .. })));
        Ok(record)
    }

    /// A join or a leave is called back, before it is over.
    pub(super) fn cancel(&mut self, name: &str, via: Option<&str>) -> Result<Record, Refusal> {
        let node = self.find_awake("name", name)?;
        self.check_reachable_from(via, node, name)?;
        match self.node(node).members().status(node) {
            Some(MemberStatus::Joining) => {
                let mut record = self.acted_at(node, ActNote::JoinCancelled { node: name.to_owned() });
                self.tell(node, &mut record, |node, _, effects| node.leave(effects));
                Ok(record)
            }
            Some(MemberStatus::Leaving) => {
                let mut record = self.acted_at(node, ActNote::LeaveCancelled { node: name.to_owned() });
                self.tell(node, &mut record, |node, _, effects| node.stay(effects));
                Ok(record)
            }
            Some(MemberStatus::Up | MemberStatus::Gone) | None => {
                let allowed = "a node that is joining or leaving";
                Err(Refusal::field("nothing-to-cancel", "name", format!("{name:?}"), allowed))
            }
        }
    }

    /// A machine that was removed starts once more. It is no member, and hears of that if it does not know it.
    pub(super) fn return_node(&mut self, name: &str) -> Result<Record, Refusal> {
        let removed = |node: &NodeId| self.machines[node.index()].gone;
        let node = match self.names.find(name) {
            Some(Endpoint::Node(node)) if removed(&node) => node,
            _ => {
                let all = self.removed_nodes();
                let allowed = match all.is_empty() {
                    true => "a machine that was removed, and none was".to_owned(),
                    false => format!("a machine that was removed: {}", all.join(", ")),
                };
                return Err(Refusal::field("not-removed", "name", format!("{name:?}"), &allowed));
            }
        };
        let machine = &mut self.machines[node.index()];
        machine.gone = false;
        Arc::make_mut(&mut machine.node).crash(false);
        let keys = self.node(node).store().len();
        let mut record = self.acted_at(node, ActNote::Returned { node: name.to_owned(), keys });
        self.start_again(node, &mut record);
        Ok(record)
    }

    /// The machines that were removed, by name.
    pub fn removed_nodes(&self) -> Vec<&str> {
        self.machines.iter().filter(|machine| machine.gone).map(|machine| self.name_of(&machine.node)).collect()
    }

    fn check_member(&self, node: NodeId, name: &str) -> Result<(), Refusal> {
        match self.all_members().status(node) {
            Some(MemberStatus::Gone) | None => {
                Err(Refusal::field("not-a-member", "name", format!("{name:?}"), "a member; it was given up"))
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether a node answers another one now.
    fn answers(&self, through: NodeId, node: NodeId) -> bool {
        let connected = self.network.connected(Endpoint::Node(through), Endpoint::Node(node));
        connected && self.machines[node.index()].is_awake()
    }
}
