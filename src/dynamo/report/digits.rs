//! Numbers in sentences: with a comma every three digits.

/// A whole number: `1,024`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Any number, with the decimals that it has: `1,500`, `0.5`, `-2,000`.
pub fn grouped(number: f64) -> String {
    let written = number.abs().to_string();
    let (whole, decimals) =
        written.split_once('.').map_or((written.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let sign = if number < 0.0 { "-" } else { "" };
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), thousands);
    format!("{sign}{whole}{}", decimals.map_or_else(String::new, |decimals| format!(".{decimals}")))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_before_the_point_alone() {
        let written = [0.0, 250.0, 1_500.0, 1_234.567_8, -2_000.0, 1e6].map(grouped);
        assert_eq!(written, ["0", "250", "1,500", "1,234.5678", "-2,000", "1,000,000"]);
        assert_eq!(grouped(1e21), "1000000000000000000000");
    }
}
