//! What makes the deployed site work without a network after the first visit: a service worker that knows its files.

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::npm_package::NPM_PACKAGE;
use crate::site::Site;

const WORKER: &str = "service-worker.js";
const REGISTERS: &str = "<script type=\"module\" src=\"./offline.js\"></script>";

/// Fills in the service worker, and has the page register it.
pub fn make_available(site: &mut Site, build: &str) -> Result<()> {
    site.add_to_head(&format!("  {REGISTERS}\n  "))?;
    let worker = String::from_utf8_lossy(site.get(WORKER).unwrap_or_default()).into_owned();
    let worker = filled_in(&worker, site, build)?;
    site.replace(WORKER, worker.into_bytes());
    Ok(())
}

fn filled_in(worker: &str, site: &Site, build: &str) -> Result<String> {
    let kept = site.files().filter(|(path, _)| is_kept(path));
    let hashes: Vec<(&str, String)> =
        kept.map(|(path, bytes)| (path, STANDARD.encode(Sha256::digest(bytes)))).collect();
    let files: Vec<_> =
        hashes.iter().map(|(path, hash)| json!([format!("./{path}"), format!("sha256-{hash}")])).collect();
    let files = json!(files).to_string();
    let mut filled = worker.to_owned();
    for (blank, value) in [
        ("const BUILD = \"\";", format!("const BUILD = \"{build}\";")),
        ("const FILES = [];", format!("const FILES = {files};")),
    ] {
        if !filled.contains(blank) {
            bail!("www/{WORKER} has no line `{blank}` to fill in");
        }
        filled = filled.replacen(blank, &value, 1);
    }
    Ok(filled)
}

/// What the page may need. The rest is for those who program, and the one file is kept by whoever wants it.
pub fn is_kept(path: &str) -> bool {
    let for_programs = [WORKER, "ringside.d.ts", "package.json", crate::one_file::ONE_FILE];
    !for_programs.contains(&path) && !["examples/", NPM_PACKAGE].iter().any(|folder| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let mut site = Site::default();
        for (path, text) in [
            ("index.html", "<head>\n</head>"),
            ("service-worker.js", "const BUILD = \"\";\nconst FILES = [];\n"),
            ("style.css", ""),
            ("ringside.d.ts", ""),
            ("npm/ringside.js", ""),
        ] {
            site.add(path.to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        make_available(&mut site, "b1").unwrap();
        site
    }

    #[test]
    fn the_worker_knows_the_files_of_the_page_with_their_hashes() {
        let site = site();
        let worker = String::from_utf8_lossy(site.get(WORKER).unwrap());
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert!(worker.contains(&format!("[\"./style.css\",\"sha256-{empty}\"]")), "{worker}");
        assert!(worker.contains("./index.html") && !worker.contains("ringside.d.ts"), "{worker}");
        assert!(!worker.contains("npm/"), "{worker}");
        assert!(worker.starts_with("const BUILD = \"b1\";"), "{worker}");
        assert!(String::from_utf8_lossy(site.get("index.html").unwrap()).contains(REGISTERS));
    }
}
