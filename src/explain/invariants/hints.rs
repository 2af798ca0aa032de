//! What hints promise. Section 4.6.

use super::evidence::Evidence;
use crate::dynamo::message::{Body, ParcelKind};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;

pub(super) fn hints_name_homes(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let names = evidence.world.names();
    for node in evidence.world.nodes() {
        for (owner, key) in node.hints().keys() {
            // By its own list and settings: what it has not heard of yet, it cannot heed.
            if !replicas(node.members().ring(), key.position(), node.settings().n).contains(owner) {
                let (keeper, owner) = (names.node(node.id), names.node(*owner));
                found.push(format!("{keeper} keeps {key:?} for {owner}, which is no home of it"));
            }
        }
    }
    for record in evidence.records {
        for fact in &record.facts {
            let Fact::HintDelivered { owner, .. } = fact else { continue };
            let confirmed = record.message.as_ref().is_some_and(|message| {
                message.from == *owner && matches!(message.body, Body::ParcelAck(ParcelKind::Handoff, _))
            });
            if !confirmed {
                found.push(format!("a hint for {} went before it was confirmed", names.endpoint(*owner)));
            }
        }
    }
    found
}
