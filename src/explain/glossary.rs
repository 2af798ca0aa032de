//! The paper's terms, each in a sentence or two, and where they stand in a text.

/// One term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it is written in the middle of a sentence.
    pub term: &'static str,
    /// Other words for it that stand in sentences.
    pub also: &'static [&'static str],
    /// What it means.
    pub words: &'static str,
    /// The section of the paper.
    pub section: &'static str,
}

const fn entry(term: &'static str, also: &'static [&'static str], section: &'static str, words: &'static str) -> Entry {
    Entry { term, also, words, section }
}

/// All terms, in the order in which the paper comes to them.
pub const ENTRIES: &[Entry] = &[
    entry(
        "put",
        &["puts"],
        "4.1",
        "A client’s request to store a value under a key, with the context of its last read.",
    ),
    entry(
        "get",
        &["gets"],
        "4.1",
        "A client’s request for a key. It returns the value, or all conflicting ones, and a context.",
    ),
    entry(
        "context",
        &["contexts"],
        "4.1",
        "What a get hands to the client for its next put: the clock of all that was read. It tells the coordinator which versions the put supersedes.",
    ),
    entry(
        "ring",
        &[],
        "4.2",
        "All positions that MD5 can give, the highest followed by the lowest. Keys and tokens have their positions on it.",
    ),
    entry(
        "token",
        &["tokens"],
        "4.2",
        "A position on the ring that belongs to a node. The node owns the keys from the token before, up to this one.",
    ),
    entry(
        "virtual node",
        &["virtual nodes"],
        "4.2",
        "One of the many positions that a physical node takes on the ring. When it goes, its load spreads over many others.",
    ),
    entry(
        "range",
        &["ranges"],
        "4.2",
        "The part of the ring between 2 neighbouring tokens. The keys in it have the same preference list.",
    ),
    entry(
        "replica",
        &["replicas"],
        "4.3",
        "A node that keeps a copy of a key, because it is one of the first N of its preference list.",
    ),
    entry(
        "home",
        &["homes"],
        "4.3",
        "A node that is one of the first N of a key’s preference list, and so should have a copy of it.",
    ),
    entry(
        "preference list",
        &["preference lists"],
        "4.3",
        "The nodes for a key in order: walk clockwise from the key, and take each node the first time that you meet it.",
    ),
    entry(
        "coordinator",
        &["coordinates", "coordinate", "coordinated"],
        "4.3",
        "The node that handles a request: it asks the replicas, counts their answers, and answers the client. For a put, it also creates the version.",
    ),
    entry("N", &["first N"], "4.3", "How many nodes keep a copy of each key."),
    entry(
        "version",
        &["versions"],
        "4.4",
        "What one put creates. It never changes; a later put creates another version.",
    ),
    entry(
        "vector clock",
        &["vector clocks", "clock", "clocks"],
        "4.4",
        "A list of (node, counter) pairs: how many writes by each node a version knows of. If every counter of one is at most that of the other, the first is an ancestor.",
    ),
    entry(
        "dot",
        &["dots"],
        "4.4",
        "The name of a single write: the node that coordinated it, and that write’s number at this node.",
    ),
    entry(
        "dotted version vector",
        &["dotted version vectors", "dotted"],
        "4.4",
        "A vector clock that keeps the write itself apart from what it had read. It keeps 2 writes through one coordinator apart, where a plain clock lets one vanish. Later than the paper.",
    ),
    entry(
        "sibling",
        &["siblings"],
        "4.4",
        "Versions of a key of which neither put had read the other. All are kept, and a get returns them all.",
    ),
    entry(
        "concurrent",
        &[],
        "4.4",
        "Two versions are concurrent when neither put had read the other, whatever the time of day.",
    ),
    entry(
        "supersede",
        &["supersedes", "superseded"],
        "4.4",
        "A version supersedes those that its put had read. They may be forgotten then.",
    ),
    entry(
        "reconcile",
        &["reconciles", "reconciliation"],
        "4.4",
        "To make one version of several siblings: the client reads them all and puts the result; for a cart, their union.",
    ),
    entry(
        "tombstone",
        &["tombstones", "deletion"],
        "4.4",
        "A version that says that the key is deleted. Without it, an old copy elsewhere would bring the value back.",
    ),
    entry(
        "last write wins",
        &["last-write-wins"],
        "4.4",
        "The version with the latest time is kept and the others are dropped. It needs no reconciliation, and loses concurrent writes.",
    ),
    entry("R", &[], "4.5", "How many replicas must answer before a get returns."),
    entry("W", &[], "4.5", "How many copies must be written before a put is done."),
    entry(
        "quorum",
        &["quorums"],
        "4.5",
        "The answers that a request waits for: R of N for a get, W of N for a put. If R + W > N, the two overlap in a node.",
    ),
    entry(
        "strict quorum",
        &["strict quorums"],
        "4.5",
        "Only the first N nodes of the preference list may answer. If too few of them can be reached, the request fails.",
    ),
    entry(
        "read repair",
        &[],
        "5",
        "After a get the coordinator sends replicas that answered with an old version the newer one.",
    ),
    entry(
        "sloppy quorum",
        &["sloppy quorums", "sloppy"],
        "4.6",
        "The first N healthy nodes may answer, not always the first N. Writes go on in a failure, but a read may miss them.",
    ),
    entry(
        "zone",
        &["zones"],
        "4.6",
        "A rack, a room or a data centre, whose nodes may fail together. Where copies are spread over zones, each zone gets one before any gets two.",
    ),
    entry(
        "hinted handoff",
        &["handoff"],
        "4.6",
        "When a replica is down, another node takes its copy with a hint of whose it is, and hands it over later.",
    ),
    entry(
        "hint",
        &["hints"],
        "4.6",
        "The note with a copy that says which node it is kept for. It is deleted once that node has confirmed the copy.",
    ),
    entry(
        "stand-in",
        &["stand-ins"],
        "4.6",
        "The next healthy node of the preference list, which takes the copy of one that is down.",
    ),
    entry(
        "anti-entropy",
        &[],
        "4.7",
        "Replicas compare what they have in the background, and send each other what is missing.",
    ),
    entry(
        "Merkle tree",
        &["Merkle trees", "root hash"],
        "4.7",
        "A tree of hashes over a range of keys. Equal roots mean equal contents; where they differ, the two nodes compare the halves, and so on down to the keys.",
    ),
    entry(
        "gossip",
        &["gossips"],
        "4.8",
        "Once a second each node tells a random other one which members it knows. So the news of a join spreads without a centre.",
    ),
    entry(
        "seed",
        &["seeds", "seed node"],
        "4.8",
        "A node that all others know and talk to, so that the ring cannot fall into parts that never hear of each other.",
    ),
    entry(
        "suspect",
        &["suspects", "suspected"],
        "4.8",
        "A node that did not answer in time, for the node that waited. Others may still reach it: failure is a local view.",
    ),
    entry(
        "partition",
        &["partitions", "wall"],
        "2.3",
        "The network falls apart: nodes are up, but the two sides cannot hear each other. Dynamo goes on serving on both.",
    ),
    entry(
        "join",
        &["joins"],
        "4.9",
        "A new node takes tokens and fetches the keys of its ranges from those who had them; only then does it serve them.",
    ),
    entry(
        "eventual consistency",
        &["eventually consistent"],
        "2.3",
        "All replicas come to the same versions once updates have reached them. Until then, a read may be old.",
    ),
];

/// A piece of a text: a term with its entry's place, or what lies between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The piece.
    pub text: &'a str,
    /// The place of the entry in [`ENTRIES`].
    pub entry: Option<usize>,
}

/// Cuts a text at its terms, the longest that fits first, each term once; not inside quotation marks, and `N`, `R` and
/// `W` only as “first N” or in a formula: nodes may have such names.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (mut from, mut at, mut quoted) = (0, 0, false);
    while let Some(next) = text[at..].chars().next() {
        match next {
            '“' => quoted = true,
            '”' => quoted = false,
            _ => {}
        }
        let starts = !quoted && !text[..at].chars().next_back().is_some_and(continues_word);
        let found = if starts { term_at(&text[at..]) } else { None };
        let known = |index: usize| pieces.iter().any(|piece| piece.entry == Some(index));
        match found.filter(|(index, _)| !known(*index)) {
            Some((index, length)) => {
                pieces.push(Piece { text: &text[from..at], entry: None });
                pieces.push(Piece { text: &text[at..at + length], entry: Some(index) });
                at += length;
                from = at;
            }
            None => at += next.len_utf8(),
        }
    }
    pieces.push(Piece { text: &text[from..], entry: None });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The entry whose term the text begins with, and the term's length in bytes.
fn term_at(text: &str) -> Option<(usize, usize)> {
    let fits = |term: &str| {
        let start = text.get(..term.len())?;
        let whole = !text[term.len()..].chars().next().is_some_and(continues_word);
        (whole && start.eq_ignore_ascii_case(term)).then_some(term.len())
    };
    let of = |(index, entry): (usize, &Entry)| {
        // A single capital may be a node.
        let own = Some(entry.term).filter(|term| term.len() > 1);
        let longest = own.into_iter().chain(entry.also.iter().copied()).filter_map(fits).max()?;
        Some((index, longest))
    };
    ENTRIES.iter().enumerate().filter_map(of).max_by_key(|(_, length)| *length)
}

fn continues_word(character: char) -> bool {
    character.is_alphanumeric() || character == '-' || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<&str> {
        pieces(text).into_iter().filter(|piece| piece.entry.is_some()).map(|piece| piece.text).collect()
    }

    #[test]
    fn every_entry_is_short_and_names_a_section_of_the_paper() {
        for Entry { term, words, section, .. } in ENTRIES {
            let count = words.split_whitespace().count();
            assert!((8..=45).contains(&count), "{term}: {count} words");
            assert!(words.ends_with('.'), "{term}");
            assert!(section.starts_with(['2', '4', '5']), "{term}: {section}");
        }
    }

    #[test]
    fn no_word_stands_for_two_entries() {
        let all: Vec<String> = ENTRIES
            .iter()
            .flat_map(|entry| [entry.term].into_iter().chain(entry.also.iter().copied()))
            .map(str::to_lowercase)
            .collect();
        for (index, word) in all.iter().enumerate() {
            assert!(!all[..index].contains(word), "{word}");
        }
    }

    #[test]
    fn the_terms_that_a_class_needs_are_there() {
        let needed = "token, ring, virtual node, preference list, coordinator, replica, context, vector clock, dot, \
            sibling, reconcile, N, R, W, quorum, sloppy quorum, strict quorum, hinted handoff, hint, read repair, \
            anti-entropy, Merkle tree, gossip, suspect, partition, tombstone, last write wins, dotted version vector, seed";
        for term in needed.split(", ") {
            assert!(ENTRIES.iter().any(|entry| entry.term == term), "{term}");
        }
    }

    #[test]
    fn a_text_is_cut_at_its_terms_and_nothing_is_lost() {
        for (text, expect) in [
            ("Alice asks B to put “put a hint”.", vec!["put"]),
            ("A sloppy quorum is not a quorum.", vec!["sloppy quorum", "quorum"]),
            ("Hints go when hints are delivered.", vec!["Hints"]),
            ("N asks the first N", vec!["first N"]),
            ("a hinted anti-hint", vec![]),
            ("ǅ – a Merkle tree, und ein Ring", vec!["Merkle tree", "Ring"]),
            ("", vec![]),
        ] {
            assert_eq!(terms(text), expect, "{text}");
            assert_eq!(pieces(text).iter().map(|piece| piece.text).collect::<String>(), text);
        }
    }
}
