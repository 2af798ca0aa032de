//! Numbers, names and lists in the words of a plain sentence.

use crate::dynamo::partitioning::Position;
pub use crate::dynamo::report::{grouped, thousands};

/// Characters of a key or a value that a sentence quotes.
pub const LONGEST_QUOTE: usize = 28;

/// Decimals of a timestamp in seconds, and the most that it takes to tell two of them apart: nanoseconds.
const TIMESTAMP_DECIMALS: usize = 2;
const MOST_DECIMALS: usize = 9;

/// The first `most` characters of a text; an ellipsis stands for the rest.
pub fn shortened(text: &str, most: usize) -> String {
    let short = match text.char_indices().nth(most) {
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(end, _)| end);
            format!("{}…", &text[..end])
        }
        None => text.to_owned(),
    };
    if short.chars().any(char::is_control) { short.chars().map(pictured).collect() } else { short }
}

/// A character that can be seen: for NUL, line feed and their like, Unicode has pictures.
fn pictured(character: char) -> char {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '␡',
        other if other.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// A key or a value in a sentence: shortened, in quotation marks, and set apart from the sentence's own direction of
/// writing when it may have another one.
pub fn quoted(text: &str) -> String {
    let short = shortened(text, LONGEST_QUOTE);
    if short.is_ascii() { format!("“{short}”") } else { format!("“\u{2068}{short}\u{2069}”") }
}

/// What stands for a cart without items, wherever a value is told or drawn: an empty text would not be seen.
pub const EMPTY_CART: &str = "(empty cart)";

/// Whether a value is a cart without items: nothing but commas and blanks.
pub fn is_empty_cart(value: &str) -> bool {
    value.split(',').all(|item| item.trim().is_empty())
}

/// A value in a sentence: as [`quoted`], unless it is an empty cart.
pub fn quoted_value(value: &str) -> String {
    if is_empty_cart(value) { EMPTY_CART.to_owned() } else { quoted(value) }
}

/// `A`, `A and B`, `A, B and C`; of more than eight names the first six and how many others.
pub fn list<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let total = names.len();
    let shown = if total > 8 { 6 } else { total };
    let mut text = String::new();
    for (index, name) in names.take(shown).enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == total => " and ",
            _ => ", ",
        });
        text.push_str(name);
    }
    if shown < total {
        text.push_str(&format!(" and {} others", total - shown));
    }
    text
}

/// `first` to `tenth`, then `11th` and so on.
pub fn ordinal(rank: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match rank.checked_sub(1).and_then(|index| WORDS.get(index)) {
        Some(word) => (*word).to_owned(),
        None => short_ordinal(rank),
    }
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`, `21st`.
pub fn short_ordinal(rank: usize) -> String {
    let ending = match (rank % 10, rank % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{rank}{ending}")
}

/// `1 token`, `3 tokens`, `1,024 tokens`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// A timestamp, given in milliseconds: `12.05 s`.
pub fn timestamp(ms: f64) -> String {
    seconds(ms, TIMESTAMP_DECIMALS)
}

/// Two timestamps, the later one first: `12.05 s > 8.21 s`, with as many decimals as it takes to tell them apart.
pub fn compared_times(later: f64, earlier: f64) -> String {
    let differs = |decimals: &usize| seconds(later, *decimals) != seconds(earlier, *decimals);
    let decimals = (TIMESTAMP_DECIMALS..=MOST_DECIMALS).find(differs).unwrap_or(MOST_DECIMALS);
    format!("{} > {}", seconds(later, decimals), seconds(earlier, decimals))
}

fn seconds(ms: f64, decimals: usize) -> String {
    format!("{:.decimals$}\u{a0}s", ms / 1_000.0).replace('-', "−")
}

/// A part of a whole in percent, with one decimal: `8.5 %`.
pub fn percent(part: f64) -> String {
    format!("{:.1}\u{202f}%", part * 100.0)
}

/// A position as an angle, with one decimal. It is worked out from the first four hex digits alone, so that anybody
/// can check it: `9c41` is 40,001 of 65,536, hence 219.7°.
pub fn degrees(position: Position) -> String {
    let tenths = (first_digits(position) * 3_600) >> 16;
    format!("{}.{}°", tenths / 10, tenths % 10)
}

/// The number that the first four hex digits of a position spell.
pub fn first_digits(position: Position) -> u32 {
    (position.0 >> 112) as u32
}

/// 32 hex digits in groups of four.
pub fn grouped_hex(position: Position) -> String {
    let hex = position.to_string();
    (0..8).map(|group| &hex[group * 4..group * 4 + 4]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        for (text, most, expect) in [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("äöüß", 3, "äö…"), ("", 3, "")] {
            assert_eq!(shortened(text, most), expect);
        }
        assert_eq!(quoted("milk"), "“milk”");
        assert_eq!(quoted("שלום"), "“\u{2068}שלום\u{2069}”");
        assert_eq!(quoted("a\0b\nc\u{7f}"), "“\u{2068}a␀b␊c␡\u{2069}”", "what cannot be seen is shown by a picture");
    }

    #[test]
    fn names_are_listed_as_one_would_say_them() {
        for (names, expect) in [
            (vec![], ""),
            (vec!["A"], "A"),
            (vec!["A", "B"], "A and B"),
            (vec!["A", "B", "C"], "A, B and C"),
            (vec!["A"; 10], "A, A, A, A, A, A and 4 others"),
        ] {
            assert_eq!(list(names.into_iter()), expect);
        }
    }

    #[test]
    fn numbers_are_said_in_words() {
        assert_eq!([1, 2, 3, 11, 13, 21, 102].map(short_ordinal).join(" "), "1st 2nd 3rd 11th 13th 21st 102nd");
        assert_eq!([1, 10, 11].map(ordinal).join(" "), "first tenth 11th");
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands).join(" "), "0 999 1,000 1,234,567");
        assert_eq!(counted(1, "token", "tokens"), "1 token");
        assert_eq!(percent(0.085), "8.5\u{202f}%");
    }

    #[test]
    fn angles_come_from_the_first_four_digits() {
        let position = Position(0x9c41_0000_0000_0000_0000_0000_0000_abcd);
        assert_eq!(degrees(position), "219.7°");
        assert_eq!(first_digits(position), 40_001);
        assert_eq!(grouped_hex(position), "9c41 0000 0000 0000 0000 0000 0000 abcd");
        assert_eq!(degrees(Position::LAST), "359.9°");
    }
}
