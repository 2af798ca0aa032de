//! Tags: one or two characters that stand for a node where its name has no room.

/// A distinct tag for each name: the name itself if it is short; else its first letter, alone, with its last character,
/// or with a number.
pub fn tags(names: &[String]) -> Vec<String> {
    let mut used: Vec<String> = names.iter().filter(|name| is_short(name)).cloned().collect();
    let mut next_number = 1;
    let mut tag_of = |name: &String| {
        if is_short(name) {
            return name.clone();
        }
        let mut characters = name.chars().filter(|character| !character.is_whitespace());
        let first = characters.next().unwrap_or('?');
        // Some letters have a capital of two letters: the first is taken, since a tag has no room for both.
        let first = first.to_uppercase().next().unwrap_or(first).to_string();
        let last = characters.next_back().unwrap_or('?');
        for tag in [first.clone(), format!("{first}{last}")] {
            if !used.contains(&tag) {
                used.push(tag.clone());
                return tag;
            }
        }
        loop {
            let tag = format!("{first}{next_number}");
            next_number += 1;
            if !used.contains(&tag) {
                used.push(tag.clone());
                return tag;
            }
        }
    };
    names.iter().map(&mut tag_of).collect()
}

fn is_short(name: &str) -> bool {
    name.chars().count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &str, expect: &str) {
        let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
        assert_eq!(tags(&names).join(" "), expect);
    }

    #[test]
    fn tags_are_short_and_different() {
        check("A B C", "A B C");
        check("berlin oslo", "B O");
        check("berlin B bonn", "Bn B B1");
        check("node-1 node-2 node-3", "N N2 N3");
        check("node-11 node-21", "N N1");
        check("node-11 node-21 node-31", "N N1 N2");
        check("🦀🦀🦀 n1", "🦀 n1");
        check("ärger örebro ßen", "Ä Ö S");
    }
}
