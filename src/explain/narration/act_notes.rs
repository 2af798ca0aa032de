//! What the words of an act say of the world.

use super::Claim;
use crate::dynamo::report::ActNote;
use crate::explain::snapshot::NodeStatus;

/// The claims of an act.
pub fn claims(act: &ActNote) -> Vec<Claim> {
    match act {
        ActNote::Paused { node } => vec![Claim::IsPaused { node: node.clone(), paused: true }, Claim::SendsNothing],
        ActNote::Resumed { node, messages } => {
            let goes_on = Claim::IsPaused { node: node.clone(), paused: false };
            let waited = Claim::HadWaiting { node: node.clone(), messages: *messages };
            vec![goes_on, waited]
        }
        ActNote::TimersSet { ms } => vec![Claim::HasTimers { ms: *ms }],
        ActNote::NetworkSet { delay, loss, between_delay, between_loss } => {
            let delays = [delay.clone(), between_delay.clone()];
            vec![Claim::HasNetwork { delays, losses: [*loss, *between_loss] }]
        }
        ActNote::GivenUp { through, .. } => vec![Claim::LearnsMore { node: through.clone() }],
        ActNote::Replaced { by, tokens: 0, .. } => vec![Claim::IsThere { node: by.clone() }],
        ActNote::Replaced { by, tokens, .. } => vec![Claim::HasTokens { node: by.clone(), tokens: *tokens }],
        ActNote::JoinCancelled { node } => vec![Claim::IsLeaving { node: node.clone() }],
        ActNote::LeaveCancelled { node } => {
            vec![
                Claim::HasStatus { node: node.clone(), status: NodeStatus::Up },
                Claim::LearnsMore { node: node.clone() },
            ]
        }
        ActNote::Returned { node, keys } => vec![Claim::HoldsKeys { node: node.clone(), keys: *keys }],
        ActNote::Cut { link } => vec![Claim::IsCut { link: link.clone(), cut: true }],
        ActNote::Mended { link } => vec![Claim::IsCut { link: link.clone(), cut: false }],
    }
}
