//! The rooms of `src/`, held against the tables of ARCHITECTURE.md: which room may import which.
//!
//! A table is read from below the heading that names it, so that what is written and what is checked cannot part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Files of a room that import each other: a type, and the file beside it that has a part of its methods or of its fields. The
/// list may only shrink.
const PAIRS: [(&str, &str, &str); 5] = [
    ("dynamo::node", "dynamo::requests", "a node has the requests that it coordinates, which are methods of it"),
    ("explain::narration", "explain::trace", "an event of the trace has its sentence, which is written from the event"),
    ("page::state::comparison", "page::state::loading", "what arrives may be the second world"),
    ("page::state::step_cache", "page::state::world", "a world has what was worked out of it"),
    ("simulation::quiet", "simulation::world", "a world remembers whether its replicas agree"),
];

/// What is the browser's, by the first word of a path; and whatever begins with `gloo_`.
const BROWSER: [&str; 6] =
    ["console_error_panic_hook", "js_sys", "serde_wasm_bindgen", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];

/// A table of rooms: each with the rooms that it may import.
struct Rooms {
    /// The module whose children the rooms are; empty for the crate.
    within: Vec<String>,
    allowed: BTreeMap<String, BTreeSet<String>>,
    /// Who may name Yew, and who the browser.
    know: BTreeMap<String, (bool, bool)>,
}

impl Rooms {
    /// The table below a heading of ARCHITECTURE.md.
    fn below(heading: &str, within: &[&str]) -> Self {
        let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
        let section = text.split_once(&format!("\n{heading}\n")).expect("the heading stands in ARCHITECTURE.md").1;
        let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
        let within = within.iter().map(|name| (*name).to_owned()).collect();
        let mut rooms = Self { within, allowed: BTreeMap::new(), know: BTreeMap::new() };
        for row in rows.skip(2) {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let [room, job, imports, known] = cells[..] else { panic!("a row of four cells: {row}") };
            assert!(!job.is_empty(), "each room has a job: {row}");
            let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            let room = names(room).concat();
            rooms.allowed.insert(room.clone(), names(imports).into_iter().collect());
            rooms.know.insert(room, (known.contains("Yew"), known.contains("browser")));
        }
        rooms
    }

    /// The room that a path leads into: `None` for one that leads elsewhere. An item that stands beside the rooms counts as
    /// a room of its name, which no table allows.
    fn of<'a>(&self, path: &'a [String]) -> Option<&'a str> {
        path.strip_prefix(&self.within[..])?.first().map(String::as_str)
    }

    /// Every import that the table does not allow, as the file, the room and what it imports.
    fn forbidden(&self, files: &[File]) -> Vec<(String, String, String)> {
        let mut forbidden = Vec::new();
        for file in files {
            let Some(room) = self.of(&file.module) else { continue };
            let allowed = &self.allowed[room];
            for import in &file.imports {
                if let Some(imported) =
                    self.of(import).filter(|imported| *imported != room && !allowed.contains(*imported))
                {
                    forbidden.push((file.name.clone(), room.to_owned(), imported.to_owned()));
                }
            }
        }
        forbidden.sort();
        forbidden.dedup();
        forbidden
    }

    /// The files that are in no room. The file that declares the rooms is in none.
    fn homeless<'a>(&self, files: &'a [File]) -> Vec<&'a str> {
        let lost = |file: &&File| self.of(&file.module).is_some_and(|room| !self.allowed.contains_key(room));
        files.iter().filter(lost).map(|file| file.name.as_str()).collect()
    }

    /// Rooms that import each other in a circle, by what the table allows.
    fn circle(&self) -> Option<Vec<&str>> {
        let mut left: BTreeMap<&str, &BTreeSet<String>> =
            self.allowed.iter().map(|(room, allowed)| (room.as_str(), allowed)).collect();
        // Rooms that import nothing that is left are in no circle.
        while let Some(room) = left
            .iter()
            .find(|(_, allowed)| !allowed.iter().any(|imported| left.contains_key(imported.as_str())))
            .map(|(room, _)| *room)
        {
            left.remove(room);
        }
        (!left.is_empty()).then(|| left.into_keys().collect())
    }
}

/// A file of `src/`.
struct File {
    name: String,
    module: Vec<String>,
    /// The paths into this crate that its code names, from the crate's root.
    imports: Vec<Vec<String>>,
    /// The same without its unit tests.
    imports_without_tests: Vec<Vec<String>>,
    /// The words of its code.
    words: BTreeSet<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of `src/`.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(&root().join("src"), &[], &mut files);
    assert!(files.len() > 100, "the files of src are found");
    files
}

fn collect(folder: &Path, within: &[String], files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut module = within.to_vec();
        if path.is_dir() {
            module.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            collect(&path, &module, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if stem != "lib" && stem != "mod" {
                module.push(stem.to_owned());
            }
            let code = fs::read_to_string(&path).unwrap();
            let without_tests = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let imports_without_tests = imports(&self::words(without_tests), &module);
            let words = words(&code);
            files.push(File {
                name: path.strip_prefix(root()).unwrap().display().to_string(),
                imports: imports(&words, &module),
                imports_without_tests,
                module,
                words: words.into_iter().collect(),
            });
        }
    }
}

/// The words and signs of Rust code, without comments and texts.
fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if next == '"' {
            end_of_text(rest)
        } else if let Some(raw) = raw_text(rest) {
            raw
        } else if next == '\'' {
            // A character, or else the quotation mark of a lifetime.
            let mut after = rest[1..].char_indices();
            match (after.next(), after.next()) {
                (Some((_, '\\')), _) => rest[3..].find('\'').map_or(1, |end| end + 4),
                (Some(_), Some((end, '\''))) => end + 2,
                _ => 1,
            }
        } else if next.is_alphanumeric() || next == '_' {
            let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
            let length = end.unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            words.push("::".to_owned());
            2
        } else {
            if !next.is_whitespace() {
                words.push(next.to_string());
            }
            next.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// How long the text in `r"…"` or `r#"…"#` is that begins here, if one does.
fn raw_text(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?.chars().take_while(|character| *character == '#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + inside.find(&end)? + end.len())
}

/// The paths into the crate that the words of a module name, also in trees such as `use crate::{a, b::c}`.
fn imports(words: &[String], module: &[String]) -> Vec<Vec<String>> {
    let mut imports = Vec::new();
    // The modules in this file that are open, each with how many braces were open before it.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let mut braces = 0;
    for (place, word) in words.iter().enumerate() {
        let after = |distance: usize| words.get(place + distance).map_or("", String::as_str);
        match word.as_str() {
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                inner.pop_if(|(_, before)| *before == braces);
            }
            "mod" if after(2) == "{" => inner.push((after(1).to_owned(), braces)),
            "crate" | "super" if after(1) == "::" && (place == 0 || words[place - 1] != "::") => {
                let here = module.iter().chain(inner.iter().map(|(name, _)| name)).cloned().collect();
                tree(words, place, here, &mut imports);
            }
            _ => {}
        }
    }
    imports
}

/// Adds the paths of a tree that begins at a word, within a path; where it ends.
fn tree(words: &[String], mut place: usize, mut path: Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let word = |place: usize| words.get(place).map_or("", String::as_str);
    loop {
        match word(place) {
            "{" => {
                place += 1;
                while word(place) != "}" && place < words.len() {
                    place = tree(words, place, path.clone(), paths);
                    if word(place) == "," {
                        place += 1;
                    }
                }
                return place + 1;
            }
            "crate" => path.clear(),
            "super" => {
                path.pop();
            }
            "self" | "*" => {}
            name => path.push(name.to_owned()),
        }
        place += 1;
        if word(place) != "::" || word(place + 1) == "<" {
            paths.push(path);
            // `name as other`.
            return if word(place) == "as" { place + 2 } else { place };
        }
        place += 1;
    }
}

fn rooms() -> Rooms {
    Rooms::below("## Rooms", &[])
}

fn rooms_of_the_page() -> Rooms {
    Rooms::below("### Rooms of the page", &["page"])
}

/// The files of `src/` by the paths of their modules, each with the other files that it imports.
fn imports_of_files(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeSet<&[String]> = files.iter().map(|file| &file.module[..]).collect();
    let imports = |file: &File| {
        let file_of = |path: &Vec<String>| {
            let ends = (1..=path.len()).rev();
            ends.map(|end| &path[..end]).find(|path| modules.contains(path)).map(|path| path.join("::"))
        };
        let imported = file.imports_without_tests.iter().filter_map(file_of);
        imported.filter(|path| *path != file.module.join("::")).collect()
    };
    files.iter().map(|file| (file.module.join("::"), imports(file))).collect()
}

/// All files that can be reached from one by imports.
fn reached<'a>(imports: &'a BTreeMap<String, BTreeSet<String>>, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        open.extend(imports[file].iter().map(String::as_str).filter(|imported| reached.insert(*imported)));
    }
    reached
}

fn check(rooms: &Rooms) {
    let files = files();
    assert_eq!(rooms.homeless(&files), [""; 0], "each file of src has a room in the table of ARCHITECTURE.md");
    for (room, allowed) in &rooms.allowed {
        assert!(files.iter().any(|file| rooms.of(&file.module) == Some(room)), "there is a room {room}");
        for imported in allowed {
            assert!(rooms.allowed.contains_key(imported), "{room} may import {imported}, which is a room");
        }
    }
    assert_eq!(rooms.circle(), None, "no rooms import each other in a circle");
    assert_eq!(rooms.forbidden(&files), [], "file, its room, and the room that it must not import");
}

#[test]
fn each_room_imports_what_the_table_allows() {
    check(&rooms());
}

#[test]
fn each_room_of_the_page_imports_what_its_table_allows() {
    check(&rooms_of_the_page());
}

#[test]
fn no_files_import_each_other_in_a_circle_but_a_type_and_its_methods() {
    let imports = imports_of_files(&files());
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reached(&imports, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        for other in others.iter().filter(|other| file < *other && reached[**other].contains(file)) {
            circles.insert((*file, *other));
        }
    }
    let pairs: BTreeSet<(&str, &str)> = PAIRS.iter().map(|(one, other, _)| (*one, *other)).collect();
    assert_eq!(circles, pairs, "files in one circle, two by two; right: those that may");
}

#[test]
fn yew_and_the_browser_are_named_where_the_tables_say_so() {
    let files = files();
    for rooms in [rooms(), rooms_of_the_page()] {
        for file in &files {
            let Some(&(yew, browser)) = rooms.of(&file.module).and_then(|room| rooms.know.get(room)) else { continue };
            assert!(yew || !file.words.contains("yew"), "{} names Yew", file.name);
            let names_browser = |word: &String| BROWSER.contains(&&**word) || word.starts_with("gloo_");
            let named = file.words.iter().find(|word| names_browser(word));
            assert!(browser || named.is_none(), "{} names {named:?}", file.name);
        }
    }
}

/// So the compiler and Clippy see all of the page on the machine that it is written on.
#[test]
fn nothing_is_compiled_for_browsers_alone() {
    for file in files() {
        let code = fs::read_to_string(root().join(&file.name)).unwrap();
        let conditions = code.lines().filter(|line| line.contains("#[cfg(") && line.contains("wasm"));
        for line in conditions {
            assert!(line.contains("not(target_arch = \"wasm32\")"), "{}: {line}", file.name);
        }
    }
}

#[test]
fn imports_are_found_in_whatever_form_they_are_written() {
    let module = ["a".to_owned(), "b".to_owned()];
    let found =
        |code: &str| -> Vec<String> { imports(&words(code), &module).iter().map(|path| path.join("::")).collect() };
    for (code, expect) in [
        ("use crate::x::y;", vec!["x::y"]),
        ("use crate::{x, y::{self, Z as W}, v::*};", vec!["x", "y", "y::Z", "v"]),
        ("let it = crate::x::of::<u8>(crate::y::Z { z: 1 });", vec!["x::of", "y::Z"]),
        ("use super::c; use super::super::x::y;", vec!["a::c", "x::y"]),
        ("mod tests { use super::*; use super::super::c; } use super::d;", vec!["a::b", "a::c", "a::d"]),
        ("pub(super) fn f() {} pub(crate) fn g() {}", vec![]),
        ("// use crate::x;\n/* crate::y */ \"crate::z \\\" crate::z\" r#\"crate::\"w\"#", vec![]),
        ("let c = '\"'; let d = '\\''; fn f<'a>(e: &'a crate::x::E) {}", vec!["x::E"]),
    ] {
        assert_eq!(found(code), expect, "{code}");
    }
}

#[test]
fn a_circle_and_a_forbidden_import_are_seen() {
    let table = |rows: &[(&str, &[&str])]| Rooms {
        within: Vec::new(),
        know: BTreeMap::new(),
        allowed: rows
            .iter()
            .map(|(room, allowed)| ((*room).to_owned(), allowed.iter().map(|name| (*name).to_owned()).collect()))
            .collect(),
    };
    assert_eq!(table(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"]), ("d", &[])]).circle(), Some(vec!["a", "b", "c"]));
    let rooms = table(&[("a", &[]), ("b", &["a"])]);
    assert_eq!(rooms.circle(), None);
    let file = |module: &str, import: &str| File {
        name: format!("{module}.rs"),
        module: vec![module.to_owned()],
        imports_without_tests: Vec::new(),
        imports: vec![vec![import.to_owned()]],
        words: BTreeSet::new(),
    };
    let files = [file("a", "b"), file("b", "a"), file("b", "c"), file("c", "a")];
    assert_eq!(rooms.homeless(&files), ["c.rs"]);
    let told = |(file, room, imported): (&str, &str, &str)| (file.to_owned(), room.to_owned(), imported.to_owned());
    assert_eq!(rooms.forbidden(&files[..3]), [("a.rs", "a", "b"), ("b.rs", "b", "c")].map(told));
}
