//! `ringside.html`: the whole page in one file, which opens from disk by a double click, without a network.
//!
//! Modules, styles, WebAssembly, lessons and challenges are compressed together with gzip, which every browser can undo, and
//! written into the page in base64. A short script puts them where they belong. The policy of the file names the hashes of
//! exactly these scripts and styles: nothing else runs, nothing is fetched.

mod bundle;

pub use bundle::imports;

use std::io::Write;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::notices::NOTICES;
use crate::site::Site;

/// Its path in the site.
pub const ONE_FILE: &str = "ringside.html";

const LOADER: &str = include_str!("one_file/loader.js");
/// What is pressed before the page is there is remembered by this one.
const MEANWHILE: &str = "meanwhile.js";

const ENTRY: &str = "start.js";
const WASM: &str = "ringside_bg.wasm";
const STYLE: &str = "style.css";

/// One thing in the file: what it is, by what name, and its bytes.
struct Packed {
    kind: &'static str,
    name: String,
    bytes: Vec<u8>,
}

/// The file, made of a site.
pub fn one_file(site: &Site) -> Result<Vec<u8>> {
    let script = scripts(site)?;
    // What is seen at once is not packed.
    let (style, meanwhile) = (text(site, STYLE)?, text(site, MEANWHILE)?);
    let mut packed = lessons(site)?;
    packed.push(Packed { kind: "text", name: "licenses".to_owned(), bytes: bytes(site, NOTICES)?.to_vec() });
    packed.push(Packed { kind: "wasm", name: WASM.to_owned(), bytes: bytes(site, WASM)?.to_vec() });
    // Last: it runs when all else is there.
    packed.push(Packed { kind: "script", name: ENTRY.to_owned(), bytes: script.clone().into_bytes() });
    let policy = policy(&[meanwhile, LOADER, &script], &[style]);
    let icon = STANDARD.encode(bytes(site, "favicon.svg")?);
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />\n    \
         <link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\" />\n    \
         <style>{style}</style>\n    <script>{meanwhile}</script>"
    );
    page(text(site, "index.html")?, &head, &packed)
}

/// Every module that the page starts with, in one.
fn scripts(site: &Site) -> Result<String> {
    let mut order: Vec<&str> = Vec::new();
    gather(site, ENTRY, &mut order)?;
    let modules: Result<Vec<bundle::Module<'_>>> =
        order.into_iter().map(|path| Ok((path, text(site, path)?))).collect();
    bundle::bundle(&modules?)
}

/// Each module after those that it imports.
fn gather<'a>(site: &'a Site, path: &'a str, order: &mut Vec<&'a str>) -> Result<()> {
    if order.contains(&path) {
        return Ok(());
    }
    for imported in imports(text(site, path)?) {
        gather(site, imported, order)?;
    }
    if !order.contains(&path) {
        order.push(path);
    }
    Ok(())
}

/// Lessons, scenarios and challenges, as the elements that the page looks for before it fetches one. The schemas are for editors
/// of text.
fn lessons(site: &Site) -> Result<Vec<Packed>> {
    let is_taught = |path: &str| {
        let folder = path.split('/').next();
        matches!(folder, Some("lessons" | "challenges")) && path.ends_with(".json") && !path.ends_with(".schema.json")
    };
    let files = site.files().filter(|(path, _)| is_taught(path));
    let element = |(path, bytes): (&str, &[u8])| {
        let json: serde_json::Value =
            serde_json::from_slice(bytes).with_context(|| format!("www/{path} is no JSON"))?;
        // Without its blanks; and nobody can take a text in it for the end of its element.
        let text = json.to_string().replace('<', "\\u003c");
        Ok(Packed { kind: "json", name: element_id(path), bytes: text.into_bytes() })
    };
    files.map(element).collect()
}

/// `lessons/ring.json` is `lesson-ring`, `lessons/scenarios/cart.json` is `scenario-cart`, the list `lessons-index`;
/// `challenges/wall.json` is `challenge-wall`, the list `challenges-index`.
fn element_id(path: &str) -> String {
    if let Some(name) = path.strip_prefix("challenges/").and_then(|name| name.strip_suffix(".json")) {
        return if name == "index" { "challenges-index".to_owned() } else { format!("challenge-{name}") };
    }
    let name = path.trim_start_matches("lessons/").trim_end_matches(".json");
    match name.strip_prefix("scenarios/") {
        Some("index") => "scenarios-index".to_owned(),
        Some(scenario) => format!("scenario-{scenario}"),
        None if name == "index" => "lessons-index".to_owned(),
        None => format!("lesson-{name}"),
    }
}

fn policy(scripts: &[&str], styles: &[&str]) -> String {
    let hashes = |texts: &[&str]| {
        let hash = |text: &&str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
        texts.iter().map(hash).collect::<Vec<_>>().join(" ")
    };
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; connect-src 'none'; \
         base-uri 'none'; form-action 'none'",
        hashes(scripts),
        hashes(styles)
    )
}

/// `index.html` with its links replaced by what they lead to, of which `first` goes into the head.
fn page(index: &str, first: &str, packed: &[Packed]) -> Result<Vec<u8>> {
    let (Some(body), Some(end)) = (index.find("<body>"), index.find("</body>")) else {
        bail!("index.html has no body to put the packed files into")
    };
    let (head, body) = (&index[..body], &index[body..end]);
    let head: String = head.lines().filter(|line| is_kept_in_head(line)).map(|line| format!("{line}\n")).collect();
    let encoding = "<meta charset=\"utf-8\" />";
    let head = head.replacen(encoding, &format!("{encoding}\n    {first}"), 1);
    let files: Vec<_> = packed.iter().map(|file| json!([file.kind, file.name, file.bytes.len()])).collect();
    // JSON has no apostrophes of its own, and the names have none.
    let files = json!(files);
    let zipped = STANDARD.encode(zipped(packed)?);
    // A byte order mark outweighs whatever a server says of the encoding.
    let page = format!(
        "\u{feff}{head}{body}<script type=\"application/gzip\" id=\"packed\" data-files='{files}'>{zipped}</script>\n\
         <script>{LOADER}</script>\n</body>\n</html>\n"
    );
    Ok(page.into_bytes())
}

/// The files one after the other, as a browser's `DecompressionStream` takes them.
fn zipped(packed: &[Packed]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    packed.iter().try_for_each(|file| writer.write_all(&file.bytes)).context("could not compress")?;
    writer.finish().context("could not compress to the end")
}

/// What is a link to another file, and the policy of the site, is not.
fn is_kept_in_head(line: &str) -> bool {
    !["<link", "<script", "http-equiv"].iter().any(|part| line.contains(part))
}

fn bytes<'a>(site: &'a Site, path: &str) -> Result<&'a [u8]> {
    site.get(path).with_context(|| format!("the site has no {path}, which is part of {ONE_FILE}"))
}

fn text<'a>(site: &'a Site, path: &str) -> Result<&'a str> {
    str::from_utf8(bytes(site, path)?).with_context(|| format!("{path} is no text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn small_site() -> Site {
        let mut site = Site::default();
        let index = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\" />\n<link rel=\"icon\" href=\"./favicon.svg\" />\n\
                     <script type=\"module\" src=\"./start.js\"></script>\n</head>\n<body>\n<p>Setting up …</p>\n</body>\n</html>\n";
        for (path, text) in [
            ("index.html", index),
            ("start.js", "import init from \"./ringside.js\";\ninit();\n"),
            ("ringside.js", "function start() {}\nexport { start as default };\n"),
            (WASM, "\0asm"),
            ("favicon.svg", "<svg/>"),
            ("style.css", "p { color: red }"),
            ("meanwhile.js", "remember();"),
            ("challenges/challenge.schema.json", "{}"),
            ("challenges/index.json", "{}"),
            ("challenges/wall.json", "{}"),
            ("lessons/index.json", "[\"ring\"]"),
            ("lessons/lesson.schema.json", "{}"),
            ("lessons/ring.json", "{ \"hook\": \"</script><b>\" }"),
            ("lessons/scenarios/cart.json", "{}"),
            ("licenses.txt", "MIT\n"),
        ] {
            site.add(path.to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        site
    }

    fn as_text(file: Vec<u8>) -> String {
        String::from_utf8(file).unwrap()
    }

    #[test]
    fn the_file_names_no_other_file() {
        let text = as_text(one_file(&small_site()).unwrap());
        assert!(text.starts_with("\u{feff}<!doctype html>"), "a byte order mark outweighs what a server says");
        for word in ["href=\"./", "src=", "stylesheet"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("<p>Setting up …</p>"));
        assert_eq!(text.matches("</script>").count(), 3);
    }

    #[test]
    fn the_policy_names_the_scripts_and_styles_by_their_hashes() {
        let text = as_text(one_file(&small_site()).unwrap());
        let policy = text.split("content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(policy.matches("'sha256-").count(), 4, "{policy}");
        for never in ["unsafe-inline", "'unsafe-eval'", "http", "*"] {
            assert!(!policy.contains(never), "{never}");
        }
    }

    #[test]
    fn the_files_are_packed_in_the_order_and_the_sizes_that_are_told() {
        let text = as_text(one_file(&small_site()).unwrap());
        let (_, rest) = text.split_once("data-files='").unwrap();
        let (files, rest) = rest.split_once("'>").unwrap();
        let files: Vec<(String, String, usize)> = serde_json::from_str(files).unwrap();
        let zipped = STANDARD.decode(rest.split_once('<').unwrap().0).unwrap();
        let mut all = Vec::new();
        GzDecoder::new(zipped.as_slice()).read_to_end(&mut all).unwrap();
        assert_eq!(files.iter().map(|(_, _, size)| size).sum::<usize>(), all.len());
        let (kind, name, size) = files.last().unwrap();
        assert_eq!((kind.as_str(), name.as_str()), ("script", "start.js"));
        assert!(all.ends_with(b"init();\n") && *size > 0, "{}", String::from_utf8_lossy(&all));
    }

    #[test]
    fn lessons_and_challenges_are_elements_that_no_text_can_end() {
        let lessons = lessons(&small_site()).unwrap();
        let ids: Vec<&str> = lessons.iter().map(|lesson| lesson.name.as_str()).collect();
        assert_eq!(ids, ["challenges-index", "challenge-wall", "lessons-index", "lesson-ring", "scenario-cart"]);
        assert_eq!(lessons[3].bytes, br#"{"hook":"\u003c/script>\u003cb>"}"#);
    }
}
