//! The marks that divide the text of a template. The macro writes them and the page reads them, and both include this
//! file, so that they cannot disagree.
//!
//! A template is a run of entries: a mark, which is a control character, and the text up to the next one.

/// An element begins; its name follows. What it has comes in the order of the marks below, then its children.
pub const ELEMENT: char = '\u{1}';
/// A fragment begins.
pub const FRAGMENT: char = '\u{2}';
/// The element or fragment ends.
pub const END: char = '\u{3}';
/// A text that never changes.
pub const TEXT: char = '\u{4}';
/// A hole for whatever an expression gives: a node, several, or none.
pub const NODE: char = '\u{5}';
/// A hole for the branch that was taken, with the holes of that branch.
pub const BRANCH: char = '\u{6}';
/// A hole for as many branches as a loop went through, as a list of its own.
pub const LOOP: char = '\u{7}';
/// A hole for as many nodes as an iterator gives, among the other children.
pub const SPREAD: char = '\u{8}';
/// The name of an attribute that never changes.
pub const FIXED: char = '\u{e}';
/// The value of the attribute whose name came before.
pub const IS: char = '\u{f}';
/// The name of an attribute whose value is a hole.
pub const ATTRIBUTE: char = '\u{10}';
/// The name of an event, without its `on`, whose listener is a hole.
pub const LISTENER: char = '\u{11}';
/// A hole for a reference to the element.
pub const REFERENCE: char = '\u{12}';
/// A hole for the key.
pub const KEY: char = '\u{13}';
/// A hole for what stands in an `input` or a `textarea`.
pub const VALUE: char = '\u{14}';
/// A hole for whether an `input` is checked.
pub const CHECKED: char = '\u{15}';
/// A hole for what stands in a `textarea` at first.
pub const DEFAULT_VALUE: char = '\u{16}';

/// Whether a character divides entries.
pub fn is_mark(character: char) -> bool {
    matches!(character, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1f}')
}

/// Splits the first entry off a text of entries.
pub fn first_entry(text: &str) -> Option<(char, &str, &str)> {
    let mark = text.chars().next()?;
    let behind = text.get(mark.len_utf8()..)?;
    let end = behind.bytes().position(|byte| is_mark(char::from(byte))).unwrap_or(behind.len());
    let (entry, rest) = behind.split_at_checked(end)?;
    Some((mark, entry, rest))
}
