//! The ring of a real cluster as a link: small ones fit, large ones do not.

use crate::input::query::pairs;
use crate::input::refusal::Refusal;
use crate::laboratories::rings::ring_text::{FieldRing, Format, ReadAs, read};
use form_urlencoded::Serializer;

/// The longest fragment of a ring in bytes: what mail and chat programs leave whole.
pub const LONGEST: usize = 8_000;

/// The fragment that names the screen without a ring.
pub const EMPTY: &str = "#ring";

/// Whether a fragment is about a ring.
pub fn is_ring(fragment: &str) -> bool {
    fragment == "ring" || fragment.starts_with("ring=") || fragment.starts_with("ring&")
}

/// The fragment of a ring: its partitioner, and each node with its tokens and zone.
///
/// # Errors
/// `ring-too-large`.
pub fn to_fragment(field: &FieldRing) -> Result<String, Refusal> {
    // A token takes a character at least, and a blank: a large ring need not be written to be found too large.
    if 2 * field.tokens() > LONGEST {
        return Err(too_large(field));
    }
    let mut fragment = Serializer::for_suffix("#".to_owned(), 1);
    fragment.append_pair("ring", field.partitioner.as_str());
    for (index, node) in field.nodes.iter().enumerate() {
        let tokens: Vec<String> = node.positions().iter().map(|position| field.token_text(*position)).collect();
        let words = [field.printed_name(index), &tokens.join(" "), node.zone.as_deref().unwrap_or_default()];
        fragment.append_pair("node", &words.map(quoted).join(","));
    }
    let fragment = fragment.finish();
    if fragment.len() <= LONGEST { Ok(fragment) } else { Err(too_large(field)) }
}

fn too_large(field: &FieldRing) -> Refusal {
    let allowed = format!("a ring whose link has at most {LONGEST} characters; share the text of the ring instead");
    Refusal::field("ring-too-large", "link", format!("{} tokens", field.tokens()), &allowed)
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', ""))
}

/// The ring in a fragment; `None` if it names none.
///
/// # Errors
/// What is wrong with it.
pub fn from_fragment(fragment: &str) -> Option<Result<FieldRing, Refusal>> {
    let (mut text, mut partitioner) = (String::from("node,token,zone\n"), String::new());
    for (name, value) in pairs(fragment) {
        match &*name {
            "ring" => partitioner = value.into_owned(),
            // A node without a token is only a name.
            "node" if value.contains(",\"\",") => {}
            "node" => text += &format!("{}\n", value.replace(['\n', '\r'], " ")),
            _ => {}
        }
    }
    if partitioner.is_empty() {
        return None;
    }
    let named = crate::laboratories::rings::partitioner::by_name("ring", &partitioner);
    Some(named.and_then(|named| {
        read(&text, &ReadAs { format: Some(Format::Csv), partitioner: Some(named), ..ReadAs::default() })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_ring_comes_back_from_its_link_and_a_large_one_is_refused_in_words() {
        let text = "\"a, b\",-5,eu/r1\nfd00::1,\"7 9\",eu/r2\n";
        let field = read(text, &ReadAs::default()).unwrap();
        let fragment = to_fragment(&field).unwrap();
        let back = from_fragment(&fragment[1..]).unwrap().unwrap();
        assert_eq!((back.nodes, back.original), (field.nodes, field.original));
        let many: String = (0..900).map(|token| format!("a,{token}000000\n")).collect();
        let refusal = to_fragment(&read(&many, &ReadAs::default()).unwrap()).unwrap_err();
        assert!(refusal.message.contains("900 tokens") && refusal.message.contains("share the text"), "{refusal}");
        assert!(from_fragment("ring").is_none());
        assert!(from_fragment("ring=bytes&node=a,5").unwrap().is_err());
        assert!(from_fragment("ring=murmur3&node=a,x").unwrap().is_err());
    }
}
