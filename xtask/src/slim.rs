//! Takes out of scripts and styles what only people read: comments that have lines of their own, and indentation.
//!
//! It knows no more of the languages than that. A file in which a text may go over several lines is left as it is.

use crate::site::Site;

/// Slims what a browser fetches of the page. The types, the examples and the files of lessons are for people.
pub fn slim(site: &mut Site) {
    let paths: Vec<String> = site.files().map(|(path, _)| path.to_owned()).filter(|path| is_slimmed(path)).collect();
    for path in paths {
        let text = String::from_utf8_lossy(site.get(&path).unwrap_or_default()).into_owned();
        if !has_long_texts(&text) {
            site.replace(&path, slimmed(&text).into_bytes());
        }
    }
}

fn is_slimmed(path: &str) -> bool {
    !path.contains('/') && (path.ends_with(".js") || path.ends_with(".css"))
}

/// Whether a text in back quotes may begin in one line and end in another, where indentation is part of it.
fn has_long_texts(text: &str) -> bool {
    text.lines().any(|line| line.matches('`').count() % 2 == 1)
}

/// A script or a style without its comments and its indentation.
pub fn slimmed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !(in_comment || line.is_empty() || line.starts_with("//")) {
            kept.push_str(line);
            kept.push('\n');
        }
        in_comment &= !line.contains("*/");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script = "// What it is.\n\n/** One\n  * `two`. */\nexport function walk(key) {\n  // Why.\n  return \"//\" + key; // no line of its own\n}\n";
        assert_eq!(slimmed(script), "export function walk(key) {\nreturn \"//\" + key; // no line of its own\n}\n");
        let style = "/* Paper. */\n.page {\n  color: red;\n}\n";
        assert_eq!(slimmed(style), ".page {\ncolor: red;\n}\n");
    }

    #[test]
    fn a_text_over_several_lines_is_left_alone() {
        let mut site = Site::default();
        let text = "const text = `one\n  two`;\n";
        site.add("start.js".to_owned(), text.as_bytes().to_vec()).unwrap();
        site.add("examples/api.js".to_owned(), b"  // Read this.\n".to_vec()).unwrap();
        slim(&mut site);
        assert_eq!(site.get("start.js"), Some(text.as_bytes()));
        assert_eq!(site.get("examples/api.js"), Some(&b"  // Read this.\n"[..]));
    }
}
