//! What the site weighs: as it is, and as a server sends it.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::one_file::imports;
use crate::site::Site;

/// Sizes in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Size {
    raw: usize,
    gzip: usize,
}

/// One line a file, and the sum of what a browser fetches before the page stands.
pub fn table(site: &Site) -> String {
    let first_load = first_load(site);
    let mut lines = vec![format!("{:<32} {:>11} {:>11}", "", "raw", "gzip -9")];
    let mut sum = Size::default();
    for (path, bytes) in site.files() {
        let size = measure(bytes);
        let mark = if first_load.contains(&path) { "*" } else { " " };
        if mark == "*" {
            sum = Size { raw: sum.raw + size.raw, gzip: sum.gzip + size.gzip };
        }
        lines.push(line(&format!("{mark} {path}"), size));
    }
    lines.push(line("* first load", sum));
    lines.join("\n") + "\n"
}

/// The module, every file that `index.html` names as a source or a link, and what their scripts import.
pub fn first_load(site: &Site) -> Vec<&str> {
    let page = String::from_utf8_lossy(site.get("index.html").unwrap_or_default());
    let named = |path: &str| {
        ["src", "href"].iter().any(|attribute| {
            // What is marked with its build has it behind a question mark.
            let starts = ["", "./", "/"].map(|start| format!("{attribute}=\"{start}{path}"));
            starts.iter().any(|start| ['"', '?'].iter().any(|end| page.contains(&format!("{start}{end}"))))
        })
    };
    let all = || site.files().map(|(path, _)| path);
    let mut loaded: Vec<&str> =
        all().filter(|path| ["index.html", "ringside_bg.wasm"].contains(path) || named(path)).collect();
    let mut looked_at = 0;
    while let Some(path) = loaded.get(looked_at).copied() {
        looked_at += 1;
        let text = String::from_utf8_lossy(site.get(path).filter(|_| path.ends_with(".js")).unwrap_or_default());
        let imported: Vec<&str> = imports(&text).filter_map(|path| path.split('?').next()).collect();
        loaded.extend(all().filter(|path| imported.contains(path) && !loaded.contains(path)).collect::<Vec<_>>());
    }
    loaded
}

fn measure(bytes: &[u8]) -> Size {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let gzip = encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(0, |packed| packed.len());
    Size { raw: bytes.len(), gzip }
}

fn line(name: &str, size: Size) -> String {
    format!("{name:<32} {:>8.1} kB {:>8.1} kB", size.raw as f64 / 1000.0, size.gzip as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_the_module_and_what_the_page_names() {
        let mut site = Site::default();
        let page = r#"<link rel="stylesheet" href="style.css"><script type="module" src="./start.js"></script>"#;
        for path in
            ["index.html", "keeper.js", "lessons/ring.json", "ringside.js", "ringside_bg.wasm", "start.js", "style.css"]
        {
            let text = match path {
                "index.html" => page,
                "start.js" => "import { Keeper } from \"./keeper.js\";\nimport init from \"./ringside.js\";",
                _ => "",
            };
            site.add(path.to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        let mut loaded = first_load(&site);
        loaded.sort_unstable();
        assert_eq!(loaded, ["index.html", "keeper.js", "ringside.js", "ringside_bg.wasm", "start.js", "style.css"]);
    }

    /// A script that is missing there is found out about one request later, which a slow network makes felt.
    #[test]
    fn index_html_asks_early_for_what_the_start_script_imports() {
        let page = include_str!("../../index.html");
        let start = include_str!("../../www/start.js");
        for path in imports(start) {
            let link = format!("<link rel=\"modulepreload\" href=\"./{path}\" />");
            assert!(page.contains(&link), "index.html lacks {link}");
        }
    }

    #[test]
    fn repetition_packs_well() {
        let size = measure(&[b'a'; 10_000]);
        assert!(size.raw == 10_000 && size.gzip < 100, "{size:?}");
    }
}
