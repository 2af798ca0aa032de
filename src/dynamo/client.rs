//! A client: it asks, waits, and keeps the context of each key for its next put. Section 4.1.
//!
//! Like a node it is a state machine without clock, network or chance.

use crate::dynamo::key::Key;
use crate::dynamo::message::{Answer, Body, ClientId, Endpoint, Failure, OperationId, RequestKind};
use crate::dynamo::node::Happening;
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::quorum::Quorum;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{Context, Siblings, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Client {
    id: ClientId,
    /// The context of the latest get or put of each key.
    contexts: BTreeMap<Key, Context>,
    /// What the latest get of each key returned.
    last_read: BTreeMap<Key, Siblings>,
    waiting: BTreeMap<OperationId, Waiting>,
    /// The operations whose answer did not come in time.
    given_up: BTreeSet<OperationId>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Waiting {
    request: RequestKind,
    key: Key,
}

impl Client {
    /// A client that has asked nothing yet.
    pub fn new(id: ClientId) -> Self {
        Self {
            id,
            contexts: BTreeMap::new(),
            last_read: BTreeMap::new(),
            waiting: BTreeMap::new(),
            given_up: BTreeSet::new(),
        }
    }

    /// Its number.
    pub fn id(&self) -> ClientId {
        self.id
    }

    /// The contexts that it keeps.
    pub fn contexts(&self) -> &BTreeMap<Key, Context> {
        &self.contexts
    }

    /// The versions that its latest get of the key returned.
    pub fn last_read(&self, key: &Key) -> Option<&Siblings> {
        self.last_read.get(key)
    }

    /// It sends a request to a node, and waits. `None` for what is no request.
    pub fn ask(&mut self, request: &Body, key: &Key, via: NodeId) -> Option<Happening> {
        let (operation, kind, quorum, at_least, only_if) = match request {
            Body::PutRequest(put) => (put.operation, put.kind(), put.quorum, false, put.only_if),
            Body::GetRequest(get) => (get.operation, RequestKind::Get, get.quorum, get.at_least.is_some(), false),
            _ => return None,
        };
        self.waiting.insert(operation, Waiting { request: kind, key: key.clone() });
        let (client, via) = (Endpoint::Client(self.id), Endpoint::Node(via));
        let position = key.is_placed().then(|| key.position());
        let (request, quorum) = (kind.as_str(), quorum.map(Quorum::as_str));
        Some(Fact::Asked { client, request, via, quorum, position, at_least, only_if })
    }

    /// An answer arrives. `None` for what is no answer.
    pub fn receive(&mut self, body: &Body) -> Option<Happening> {
        let Body::Answer(operation, answer) = body else { return None };
        let Some(waiting) = self.waiting.remove(operation) else { return Some(self.answered_late(*operation, answer)) };
        Some(match answer {
            Answer::Stored(version, context) => {
                self.contexts.insert(waiting.key.clone(), context.clone());
                self.answered(&waiting, vec![version.clone()])
            }
            Answer::Found(found, context) => {
                self.contexts.insert(waiting.key.clone(), context.clone());
                self.last_read.insert(waiting.key.clone(), found.clone());
                self.answered(&waiting, found.versions().to_vec())
            }
            Answer::Failed(failure) => self.failed(&waiting, failure),
        })
    }

    /// It waits no longer. That its write is stored is good to know all the same: its next put of the key goes on from it.
    fn answered_late(&mut self, operation: OperationId, answer: &Answer) -> Happening {
        if let Answer::Stored(_, context) = answer {
            match self.contexts.get_mut(&context.key) {
                Some(known) => known.seen.join(&context.seen),
                None => drop(self.contexts.insert(context.key.clone(), context.clone())),
            }
        }
        let again = !self.given_up.contains(&operation);
        Fact::AnsweredLate { client: Endpoint::Client(self.id), again }
    }

    /// No answer came in time. `None` when it had come.
    pub fn give_up(&mut self, operation: OperationId, within_ms: u64) -> Option<Happening> {
        let waiting = self.waiting.remove(&operation)?;
        self.given_up.insert(operation);
        Some(self.failed(&waiting, &Failure::NoAnswer { within_ms }))
    }

    fn answered(&self, waiting: &Waiting, values: Vec<Arc<Version>>) -> Happening {
        Fact::Answered { client: Endpoint::Client(self.id), request: waiting.request.as_str(), values }
    }

    fn failed(&self, waiting: &Waiting, failure: &Failure) -> Happening {
        let (client, request) = (Endpoint::Client(self.id), waiting.request.as_str());
        Fact::Failed { client, request, reason: failure.to_string() }
    }
}
