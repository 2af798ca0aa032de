//! Where a field stands in the text of a JSON file.

/// The line, counted from 1, of the field at a path such as `steps[2].say`; where it is missing, of what it should be in.
pub(super) fn line_of(text: &str, path: &str) -> usize {
    let mut at = Scanner { bytes: text.as_bytes(), at: 0 };
    at.space();
    let mut found = at.at;
    for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
        let entered = match part.strip_suffix(']') {
            Some(index) => at.enter_list(index.parse().unwrap_or(usize::MAX)),
            None => at.enter_object(part),
        };
        match entered {
            Some(offset) => found = offset,
            None => break,
        }
    }
    let before = text.as_bytes().get(..found).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Goes through a text that is JSON; through any other it goes somewhere, and stops.
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes past this byte and the space after it, if it is next.
    fn pass(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        if next {
            self.at += 1;
            self.space();
        }
        next
    }

    /// To the value of a field of the object that is next, and where the field's name stands.
    fn enter_object(&mut self, field: &str) -> Option<usize> {
        if !self.pass(b'{') {
            return None;
        }
        while self.peek() == Some(b'"') {
            let name_at = self.at;
            self.value();
            let name = self.bytes.get(name_at..self.at)?.trim_ascii();
            if !self.pass(b':') {
                return None;
            }
            if name.get(1..name.len().saturating_sub(1)) == Some(field.as_bytes()) {
                return Some(name_at);
            }
            self.value();
            if !self.pass(b',') {
                return None;
            }
        }
        None
    }

    /// To an item of the list that is next.
    fn enter_list(&mut self, index: usize) -> Option<usize> {
        if !self.pass(b'[') {
            return None;
        }
        for _ in 0..index {
            self.value();
            if !self.pass(b',') {
                return None;
            }
        }
        (self.peek() != Some(b']')).then_some(self.at)
    }

    /// Goes past a value and the space after it.
    fn value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' | b'}' | b']' if depth == 0 => break,
                _ => self.at += 1,
            }
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                break;
            }
        }
        self.space();
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    const TEXT: &str = "{\n  \"a\": [1, {\"x\": \"}\\\"]\"},\n    {\n      \"b\": {\"c\": 2},\n      \"d\": 3\n    }\n  ],\n  \"e\": 4\n}\n";

    #[test]
    fn a_field_is_found_by_its_path_or_by_what_it_should_be_in() {
        let cases = [("", 1), ("a", 2), ("a[1].x", 2), ("a[2]", 3), ("a[2].b.c", 4), ("a[2].d", 5), ("e", 8)];
        for (path, line) in cases {
            assert_eq!(line_of(TEXT, path), line, "{path}");
        }
        assert_eq!(line_of(TEXT, "a[2].missing"), 3);
        assert_eq!(line_of(TEXT, "a[9].x"), 2);
        assert_eq!(line_of(TEXT, "e.x.y"), 8);
        assert_eq!(line_of("", "a"), 1);
        assert_eq!(line_of("{\"a\\", "a"), 1);
    }
}
