//! Refusals in the words of the page: what to do, by the field's label. The module says the same by the field's path.

use crate::explain::key_journey::words::thousands;
use crate::input::refusal::Refusal;

/// What the page says of a refused input of its own fields.
pub fn refusal_words(refusal: &Refusal) -> String {
    let Some(parts) = &refusal.parts else { return refusal.message.clone() };
    let (given, allowed) = (unquoted(&parts.given), parts.allowed.as_str());
    let label = label(&parts.field);
    match refusal.code {
        "invalid-key" => "Type a key of 1 to 1,024 bytes.".to_owned(),
        "value-too-large" => format!("A value has {allowed}; this one has {}.", grouped(given)),
        "invalid-quorum" if allowed.starts_with("1 to N") => {
            format!("{label} must be between 1 and N ({}).", allowed.trim_start_matches("1 to N, and N is "))
        }
        "invalid-name" if given.is_empty() || given == "an empty text" => {
            "Type a name of 1 to 24 characters.".to_owned()
        }
        "invalid-name" if allowed == "a name of 1 to 24 characters" => "A name has 1 to 24 characters.".to_owned(),
        "duplicate-node" | "duplicate-name" | "name-taken" => {
            format!("The name “{given}” is taken; choose another one.")
        }
        "last-node" => format!("{given} is the last node; it cannot leave."),
        "node-is-down" => format!("{given} is down; choose a node that is up."),
        "node-is-up" if allowed.starts_with("a node that is down, paused") => {
            format!("{given} answers; remove it, or give it up.")
        }
        "node-is-up" => format!("{given} is up already."),
        "node-is-paused" => format!("{given} is paused; choose a node that is not."),
        "not-paused" => format!("{given} is not paused."),
        "key-elsewhere" => format!("The key lies at {allowed}."),
        "not-stored" => format!("“{given}” is not there; choose {allowed}."),
        "unknown-step" if allowed.starts_with("a step") => format!("Choose {allowed}."),
        "nothing-to-cancel" => format!("{given} neither joins nor leaves."),
        "not-removed" => format!("{given} was not removed."),
        "already-cut" => "This link is cut already.".to_owned(),
        "not-cut" => "This link is not cut.".to_owned(),
        "not-a-member" => format!("{given} was given up; it is no longer a member."),
        "unreachable-node" => format!("{given} cannot be reached; choose {allowed}."),
        "leaving-node" => format!("{given} is leaving; choose a member that stays."),
        "unknown-node" => format!("There is no node “{given}”; there are {allowed}."),
        "nothing-to-reconcile" => format!("{given} has read no siblings of this key; get it first."),
        "not-held" => "Nothing is held on this link.".to_owned(),
        "same-node" => "Choose 2 different nodes.".to_owned(),
        "unknown-message" => "This message is no longer on its way.".to_owned(),
        _ if allowed.starts_with("at most ") => format!("{label}: {allowed}, not {given}."),
        _ if allowed.starts_with(|first: char| first.is_ascii_digit())
            && allowed.contains(" to ")
            && !allowed.contains(", or ") =>
        {
            format!("{label} must be between {}.", grouped(&allowed.replacen(" to ", " and ", 1)))
        }
        _ => format!("{label} must be {}.", grouped(allowed)),
    }
}

/// The text with its whole numbers in groups of three digits: `1 to 1024` is "1 to 1,024".
fn grouped(text: &str) -> String {
    let word = |word: &str| word.parse().map_or_else(|_| word.to_owned(), thousands);
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// What was given, without the quotation marks that the module puts around a text.
fn unquoted(given: &str) -> &str {
    given.trim_matches(['"', '“', '”'])
}

/// The label of a field, by the last name of its path: `nodes[1].tokens` is "Tokens".
fn label(path: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    // A label may end in its unit.
    let name = name.trim_end_matches(", ms").trim_end_matches(", %");
    match name {
        "via" => "Send to".to_owned(),
        "ms" => "Time".to_owned(),
        _ => {
            let mut letters = name.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &'static str, field: &str, given: &str, allowed: &str, expect: &str) {
        assert_eq!(refusal_words(&Refusal::field(code, field, given, allowed)), expect);
    }

    #[test]
    fn a_refusal_says_what_to_do_by_the_label_of_its_field() {
        check("invalid-key", "key", "an empty text", "1 to 1,024 bytes of UTF-8", "Type a key of 1 to 1,024 bytes.");
        check("invalid-quorum", "r", "5", "1 to N, and N is 3", "R must be between 1 and N (3).");
        check("invalid-quorum", "n", "0", "1 to 1024", "N must be between 1 and 1,024.");
        check(
            "invalid-name",
            "nodes[1].name",
            "\"\"",
            "a name of 1 to 24 characters",
            "Type a name of 1 to 24 characters.",
        );
        check("invalid-name", "name", "\"aaaa\"", "a name of 1 to 24 characters", "A name has 1 to 24 characters.");
        check(
            "duplicate-node",
            "name",
            "“B”",
            "a name that no other node has",
            "The name “B” is taken; choose another one.",
        );
        check("last-node", "name", "\"A\"", "a node besides which", "A is the last node; it cannot leave.");
        check("too-many-nodes", "nodes", "1025", "at most 1024", "Nodes: at most 1024, not 1025.");
        let allowed = "a whole number from 1 to 1024";
        check("invalid-number", "tokens", "“x”", allowed, "Tokens must be a whole number from 1 to 1,024.");
    }

    #[test]
    fn a_refusal_with_a_sentence_of_its_own_keeps_it() {
        assert_eq!(refusal_words(&Refusal::new("interrupted", "It was interrupted.")), "It was interrupted.");
    }
}
