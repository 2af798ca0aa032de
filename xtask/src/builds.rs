//! Tells the files of one build from those of another. What belongs together is asked for by the build (`?build=`), so that no
//! cache hands out what it has of another one. A server may have been given the next build meanwhile: the page names the hashes
//! of its scripts, and WebAssembly says itself of which build it is.

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::offline::is_kept;
use crate::site::Site;
use crate::sizes::first_load;

/// The section of a WebAssembly module that names its build. `www/start.js` reads it.
const SECTION: &str = "build";

const PAGE: &str = "index.html";
/// The page for grading, and what it asks for besides the style sheet.
const GRADING: &str = "grade.html";
const OF_GRADING: [&str; 2] = ["grade.css", "grade.js"];

/// What knows the build in the pages, and the line of it that is filled in.
const STARTERS: [&str; 2] = ["start.js", "grade.js"];
const BLANK: &str = "const BUILD = \"\";";

/// Marks the page's scripts, styles and WebAssembly with their build, and returns it.
pub fn mark(site: &mut Site) -> Result<String> {
    let build = build_of(site);
    fill_in(site, &build)?;
    let parts = first_load(site).into_iter().filter(|path| is_part(path)).chain(OF_GRADING);
    let parts: Vec<String> = parts.map(str::to_owned).collect();
    for path in parts.iter().map(String::as_str).chain([PAGE, GRADING]) {
        let Some(bytes) = site.get(path) else { bail!("the site has no {path} to mark with its build") };
        let marked = match path.ends_with(".wasm") {
            true => with_section(bytes, SECTION, build.as_bytes()),
            false => asking_for(&String::from_utf8_lossy(bytes), &parts, &build).into_bytes(),
        };
        site.replace(path, marked);
    }
    check_scripts(site, &parts, &build);
    Ok(build)
}

fn fill_in(site: &mut Site, build: &str) -> Result<()> {
    for starter in STARTERS {
        let script = String::from_utf8_lossy(site.get(starter).unwrap_or_default()).into_owned();
        if !script.contains(BLANK) {
            bail!("www/{starter} has no line `{BLANK}` to fill in");
        }
        site.replace(starter, script.replacen(BLANK, &format!("const BUILD = \"{build}\";"), 1).into_bytes());
    }
    Ok(())
}

/// Has the page take no script but those of its build.
fn check_scripts(site: &mut Site, parts: &[String], build: &str) {
    let mut page = String::from_utf8_lossy(site.get(PAGE).unwrap_or_default()).into_owned();
    for script in parts.iter().filter(|path| path.ends_with(".js")) {
        let hash = STANDARD.encode(Sha256::digest(site.get(script).unwrap_or_default()));
        let asked = format!("\"./{script}?build={build}\"");
        page = page.replace(&asked, &format!("{asked} integrity=\"sha256-{hash}\""));
    }
    site.replace(PAGE, page.into_bytes());
}

/// A hash of all that the page may need.
fn build_of(site: &Site) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in site.files().filter(|(path, _)| is_kept(path)) {
        hash.update(path);
        hash.update(Sha256::digest(bytes));
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn is_part(path: &str) -> bool {
    [".js", ".css", ".wasm"].iter().any(|ending| path.ends_with(ending))
}

/// A page or a script that asks for the parts by their build, in attributes and imports. The generated module names its
/// WebAssembly as it is, for programs that fetch it themselves.
fn asking_for(text: &str, parts: &[String], build: &str) -> String {
    let asks = [("=\"./", "\""), (" from \"./", "\"")];
    let places = parts.iter().flat_map(|part| asks.map(|(before, after)| (part, before, after)));
    places.fold(text.to_owned(), |text, (part, before, after)| {
        text.replace(&format!("{before}{part}{after}"), &format!("{before}{part}?build={build}{after}"))
    })
}

/// A WebAssembly module with one more custom section at its end.
fn with_section(wasm: &[u8], name: &str, text: &[u8]) -> Vec<u8> {
    let content = [&length(name.len()), name.as_bytes(), text].concat();
    [wasm, &[0], &length(content.len()), &content].concat()
}

/// A length as LEB128.
fn length(mut length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        if length == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WASM: &[u8] = b"\0asm\x01\0\0\0";

    fn site(style: &str) -> Site {
        let mut site = Site::default();
        for (path, bytes) in [
            (
                "index.html",
                "<link rel=\"stylesheet\" href=\"./style.css\" /><link rel=\"icon\" href=\"./favicon.svg\" />\
                 <script type=\"module\" src=\"./start.js\"></script>",
            ),
            ("start.js", "import init from \"./ringside.js\";\nconst BUILD = \"\";\n"),
            ("ringside.js", "new URL('ringside_bg.wasm', import.meta.url);\n"),
            ("style.css", style),
            ("favicon.svg", "<svg/>"),
            (
                "grade.html",
                "<link rel=\"stylesheet\" href=\"./style.css\" /><script type=\"module\" src=\"./grade.js\"></script>",
            ),
            ("grade.css", ""),
            ("grade.js", "const BUILD = \"\";\n"),
        ] {
            site.add(path.to_owned(), bytes.as_bytes().to_vec()).unwrap();
        }
        site.add("ringside_bg.wasm".to_owned(), WASM.to_vec()).unwrap();
        site
    }

    fn text<'a>(site: &'a Site, path: &str) -> &'a str {
        std::str::from_utf8(site.get(path).unwrap()).unwrap()
    }

    #[test]
    fn what_belongs_together_is_asked_for_by_its_build() {
        let mut site = site("");
        let build = mark(&mut site).unwrap();
        for (path, asked) in [
            ("index.html", format!("href=\"./style.css?build={build}\"")),
            ("index.html", format!("src=\"./start.js?build={build}\"")),
            ("index.html", "href=\"./favicon.svg\"".to_owned()),
            ("start.js", format!("import init from \"./ringside.js?build={build}\";")),
            ("start.js", format!("const BUILD = \"{build}\";")),
            ("ringside.js", "new URL('ringside_bg.wasm', import.meta.url)".to_owned()),
            ("grade.html", format!("href=\"./style.css?build={build}\"")),
            ("grade.html", format!("src=\"./grade.js?build={build}\"")),
            ("grade.js", format!("const BUILD = \"{build}\";")),
        ] {
            assert!(text(&site, path).contains(&asked), "{path}: {}", text(&site, path));
        }
        assert_eq!(first_load(&site).len(), 6, "it is still known what the first load is");
    }

    #[test]
    fn the_page_takes_no_other_script() {
        let mut site = site("");
        let build = mark(&mut site).unwrap();
        let hash = STANDARD.encode(Sha256::digest(site.get("start.js").unwrap()));
        let script = format!("src=\"./start.js?build={build}\" integrity=\"sha256-{hash}\"");
        assert!(text(&site, PAGE).contains(&script), "{}", text(&site, PAGE));
        assert_eq!(text(&site, PAGE).matches("integrity").count(), 1, "a style of another build is better than none");
    }

    #[test]
    fn the_module_says_of_which_build_it_is() {
        let mut site = site("");
        let build = mark(&mut site).unwrap();
        let expected = [WASM, b"\0\x16\x05build", build.as_bytes()].concat();
        assert_eq!(site.get("ringside_bg.wasm"), Some(expected.as_slice()));
    }

    #[test]
    fn another_content_is_another_build() {
        let build = |style: &str| mark(&mut site(style)).unwrap();
        assert_eq!(build("a"), build("a"));
        assert_ne!(build("a"), build("b"));
    }

    #[test]
    fn a_length_has_as_many_bytes_as_it_needs() {
        assert_eq!([0, 127, 128, 300].map(length), [vec![0], vec![127], vec![128, 1], vec![172, 2]]);
    }
}
