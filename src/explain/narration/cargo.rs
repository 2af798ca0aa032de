//! What a message carries, in a sentence: the object and the context of a put, or versions with their clocks.

use super::{clock, list};
use crate::dynamo::message::{Answer, Body, PutRequest};
use crate::dynamo::versioning::{Context, Siblings, Version};
use crate::explain::key_journey::words::{quoted, quoted_value};
use crate::explain::snapshot::VersionState;
use crate::simulation::Names;

/// The sentence; `None` for a message that carries no version, or versions of many keys.
pub fn cargo(body: &Body, names: &Names) -> Option<String> {
    match body {
        Body::PutRequest(request) => Some(of_put(request, names)),
        Body::Write { version, .. } => Some(format!("It carries {}.", version_words(version, names))),
        Body::Answer(_, Answer::Stored(_, context)) => Some(format!("It carries {}.", context_words(context, names))),
        Body::Answer(_, Answer::Found(found, context)) => {
            Some(format!("It carries {}, and {}.", all(found, names), context_words(context, names)))
        }
        Body::ReadAnswer(_, found) => Some(format!("It carries {}.", all(found, names))),
        Body::Parcel(parcel) => match &parcel.entries[..] {
            [(key, versions)] => Some(format!("It carries {}: {}.", quoted(key.name()), all(versions, names))),
            _ => None,
        },
        _ => None,
    }
}

fn of_put(request: &PutRequest, names: &Names) -> String {
    let object = request.value.as_deref().map_or_else(|| "a tombstone".to_owned(), quoted_value);
    match &request.context {
        Some(context) => format!("It carries {object}, and {}.", context_words(context, names)),
        None => format!("It carries {object}, and no context."),
    }
}

fn all(siblings: &Siblings, names: &Names) -> String {
    match siblings.versions() {
        [] => "no version".to_owned(),
        versions => list(versions.iter().map(|version| version_words(version, names)).collect::<Vec<_>>().iter()),
    }
}

fn version_words(version: &Version, names: &Names) -> String {
    let version = VersionState::new(version, names);
    let value = version.value.as_deref().map_or_else(|| "a tombstone".to_owned(), quoted_value);
    format!("{value} {}", clock(&version))
}

fn context_words(context: &Context, names: &Names) -> String {
    let seen = names.clock(&context.seen);
    let seen: String = seen.iter().map(|(node, counter)| format!("[{node},{counter}]")).collect();
    if seen.is_empty() { "an empty context".to_owned() } else { format!("the context {seen}") }
}
