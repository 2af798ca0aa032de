//! What hints promise. Section 4.6.

use super::Evidence;
use crate::message::{Body, Endpoint, ParcelKind};
use crate::replication::replicas;
use crate::trace::Fact;

pub(super) fn hints_name_homes(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let n = evidence.world.settings().n;
    for node in evidence.world.nodes() {
        for (owner, key) in node.hints().keys() {
            if !replicas(node.members().ring(), key.position(), n).contains(owner) {
                found.push(format!(
                    "{} keeps {key:?} for {owner:?}, which is no home of it",
                    evidence.world.name_of(node)
                ));
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
                let Endpoint::Node(owner) = owner else { continue };
                found.push(format!("a hint for {owner:?} went before it was confirmed"));
            }
        }
    }
    found
}
