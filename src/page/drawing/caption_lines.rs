//! The lines of a caption, where nobody else breaks them: a canvas draws a text in one line.

/// The words in lines no wider than `width`, as `measure` measures a text. A word that is wider than a line is broken.
pub fn lines(words: &str, width: f64, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if measure(&line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn in_lines(words: &str, width: usize) -> Vec<String> {
        lines(words, width as f64, |text| text.chars().count() as f64)
    }

    #[test]
    fn no_line_is_too_wide_and_no_word_is_lost() {
        let words = "Alice asks D to put “milk” for “cart-deborah”. D coordinates: it is the first of the three.";
        for width in 16..100 {
            let lines = in_lines(words, width);
            assert!(lines.iter().all(|line| line.chars().count() <= width), "{width}: {lines:?}");
            assert_eq!(lines.join(" "), words);
            // A line ends only where the next word has no room.
            for pair in lines.windows(2) {
                let next = pair[1].split(' ').next().unwrap_or_default();
                assert!(pair[0].chars().count() + 1 + next.chars().count() > width, "{width}: {lines:?}");
            }
        }
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken() {
        assert_eq!(in_lines("a 0123456789ab c", 5), ["a", "01234", "56789", "ab c"]);
        assert_eq!(in_lines("äöü", 0), ["ä", "ö", "ü"]);
        assert!(in_lines("  ", 5).is_empty());
    }
}
