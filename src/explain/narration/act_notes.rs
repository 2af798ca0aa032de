//! What the words of an act say of the world.

use super::Claim;
use crate::dynamo::report::ActNote;

/// The claims of an act.
pub fn claims(act: &ActNote) -> Vec<Claim> {
    match act {
        ActNote::Paused { node } => vec![Claim::IsPaused { node: node.clone(), paused: true }, Claim::SendsNothing],
        ActNote::Resumed { node, messages } => {
            let goes_on = Claim::IsPaused { node: node.clone(), paused: false };
            let waited = Claim::HadWaiting { node: node.clone(), messages: *messages };
            vec![goes_on, waited]
        }
        ActNote::TimersSet { gossip, handoff, anti_entropy, request_timeout } => {
            vec![Claim::HasTimers { ms: [*gossip, *handoff, *anti_entropy, *request_timeout] }]
        }
        ActNote::NetworkSet { delay, loss, between_delay, between_loss } => {
            let delays = [delay.clone(), between_delay.clone()];
            vec![Claim::HasNetwork { delays, losses: [*loss, *between_loss] }]
        }
        ActNote::Cut { link } => vec![Claim::IsCut { link: link.clone(), cut: true }],
        ActNote::Mended { link } => vec![Claim::IsCut { link: link.clone(), cut: false }],
    }
}
