//! Names and values in an address, behind its `?` or its `#`.

use form_urlencoded::Parse;

/// The first value of a name in a list such as `theme=dark&embed&key=a%20b`, with or without a mark before it; empty for a
/// bare name.
pub fn value(list: &str, name: &str) -> Option<String> {
    pairs(list).find(|pair| pair.0 == name).map(|pair| pair.1.into_owned())
}

/// The names and values of such a list.
pub fn pairs(list: &str) -> Parse<'_> {
    form_urlencoded::parse(list.trim_start_matches(['?', '#']).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_browsers_and_earlier_builds_write_them() {
        let list = "#1.abc&key=a%26b%20%3d+c&pin=3";
        assert_eq!(value(list, "key").as_deref(), Some("a&b = c"));
        assert_eq!(value(list, "pin").as_deref(), Some("3"));
        assert_eq!(value("key=%zz%f", "key").as_deref(), Some("%zz%f"));
        assert_eq!(value("?embed&theme=dark", "embed").as_deref(), Some(""));
        assert_eq!(value("?embed&theme=dark", "lock"), None);
        assert_eq!(pairs("").count(), 0);
    }
}
