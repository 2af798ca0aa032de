//! What a client knows of a key: the answer to its latest request. Its next put supersedes just that.

use crate::dynamo::message::RequestKind;
use crate::explain::snapshot::{OperationState, OperationStatus, State, VersionState};

/// The client's latest answered request for the key.
pub fn last_answer<'a>(state: &'a State, client: &str, key: &str) -> Option<&'a OperationState> {
    let answered = |operation: &&OperationState| {
        operation.status == OperationStatus::Ok && operation.client == client && operation.key == key
    };
    // Requests may be answered out of order: the latest answer counts.
    state.operations.iter().filter(answered).max_by_key(|operation| operation.answer)
}

/// The siblings that the client has yet to reconcile: those of its latest answer, if that answered a get.
pub fn siblings<'a>(state: &'a State, client: &str, key: &str) -> &'a [VersionState] {
    match last_answer(state, client, key) {
        Some(get) if get.kind == RequestKind::Get && get.values.len() > 1 => &get.values,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, ContextChoice, Overrides, ReconcileBy, Scenario};

    fn play(playground: &mut Playground, command: Command) {
        playground.apply(command).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }

    fn blind(value: &str) -> Command {
        Command::Put {
            client: "bob".to_owned(),
            key: "cart".to_owned(),
            value: value.to_owned(),
            context: ContextChoice::None,
            via: None,
            overrides: Overrides::default(),
            options: crate::scenario::RequestOptions::default(),
            only_if: false,
        }
    }

    #[test]
    fn siblings_wait_for_their_reader_until_it_has_written() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        play(&mut playground, Command::put("alice", "cart", "milk"));
        play(&mut playground, blind("bread"));
        assert_eq!(last_answer(&playground.state(), "alice", "cart").unwrap().values[0].value.as_deref(), Some("milk"));
        assert!(siblings(&playground.state(), "alice", "cart").is_empty(), "she has not read them");
        play(&mut playground, Command::get("alice", "cart"));
        assert_eq!(siblings(&playground.state(), "alice", "cart").len(), 2);
        assert!(siblings(&playground.state(), "bob", "cart").is_empty(), "he has not");
        assert!(siblings(&playground.state(), "alice", "other").is_empty());
        let (client, key) = ("alice".to_owned(), "cart".to_owned());
        play(&mut playground, Command::reconcile(&client, &key, ReconcileBy::Union));
        assert!(siblings(&playground.state(), "alice", "cart").is_empty());
        assert_eq!(last_answer(&playground.state(), "alice", "cart").unwrap().kind, RequestKind::Put);
    }
}
