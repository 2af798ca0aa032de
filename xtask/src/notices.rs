//! `licenses.txt`: the licences of Ringside and of every crate that is compiled into the page, and of nothing else. The npm package has
//! its own, with fewer.
//!
//! Which crates these are, cargo says as it compiles them. Their texts lie beside the sources that it compiles, so that no
//! network is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Its path in the site.
pub const NOTICES: &str = "licenses.txt";

/// What the names of files with licences begin with.
const BEGINNINGS: [&str; 6] = ["license", "licence", "copying", "notice", "copyright", "unlicense"];
/// The licence that a crate without a text of its own is taken under.
const APACHE: &str = "Apache-2.0";
const LINE: &str = "----------------------------------------------------------------------------------------";

/// The manifests of the crates that are compiled into a module for WebAssembly, by what cargo says of its artifacts: macros and
/// build scripts are compiled for this machine, and are no part of it. `folder` is where artifacts for WebAssembly lie.
pub fn crates_in(messages: &str, folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut manifests = BTreeSet::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).with_context(|| format!("cargo said {line}"))?;
        let files = message["filenames"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_inside = files.iter().filter_map(Value::as_str).any(|file| Path::new(file).starts_with(folder));
        if message["reason"] == "compiler-artifact" && is_inside {
            let manifest = message["manifest_path"].as_str().context("cargo names no manifest of what it compiled")?;
            manifests.insert(PathBuf::from(manifest));
        }
    }
    Ok(manifests)
}

/// The text of the file: `own` is Ringside's licence, and `root` where its own packages lie.
pub fn notices(own: &str, root: &Path, manifests: &BTreeSet<PathBuf>) -> Result<String> {
    let crates: Result<Vec<Crate>> =
        manifests.iter().filter(|manifest| !manifest.starts_with(root)).map(|manifest| Crate::read(manifest)).collect();
    let mut crates = crates?;
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    let apache = own.find("Apache License\n").map(|at| own[at..].trim()).unwrap_or_default();
    if apache.is_empty() {
        bail!("LICENSE holds no text of {APACHE}");
    }
    let mut text = format!("{}\n\n{LINE}\n\nCompiled into the WebAssembly beside this file:\n\n", own.trim_end());
    text.push_str("  the Rust standard library (MIT OR Apache-2.0), Copyright (c) The Rust Project Contributors\n");
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &crates {
        let Crate { name, version, license, texts } = one;
        // Writing to a text cannot fail.
        let _ = writeln!(text, "  {name} {version} ({license})");
        if texts.is_empty() && !license.contains(APACHE) {
            bail!("{name} {version} ({license}) has no text of its licence beside its source");
        }
        let all = if texts.is_empty() { vec![apache.to_owned()] } else { texts.clone() };
        all.into_iter().for_each(|text| by_text.entry(text).or_default().push(format!("{name} {version}")));
    }
    by_text.entry(apache.to_owned()).or_default().insert(0, "the Rust standard library".to_owned());
    let mut groups: Vec<_> = by_text.into_iter().collect();
    groups.sort_by(|one, other| one.1.cmp(&other.1));
    for (license, names) in groups {
        let _ = write!(text, "\n{LINE}\n\n{}:\n\n{license}\n", names.join(", "));
    }
    Ok(text)
}

/// What is known of a crate.
#[derive(Debug)]
struct Crate {
    name: String,
    version: String,
    /// As its manifest has it: an expression of SPDX, or the name of a file.
    license: String,
    texts: Vec<String>,
}

impl Crate {
    fn read(manifest: &Path) -> Result<Crate> {
        let unreadable = || format!("{} could not be read", manifest.display());
        let read: toml::Table =
            fs::read_to_string(manifest).with_context(unreadable)?.parse().with_context(unreadable)?;
        let of_package = |field: &str| {
            let value = read.get("package").and_then(|package| package.get(field)).and_then(toml::Value::as_str);
            value.map(str::to_owned)
        };
        let need = |field: &str| of_package(field).with_context(|| format!("{}: no {field}", manifest.display()));
        Ok(Crate {
            name: need("name")?,
            version: need("version")?,
            license: of_package("license").or_else(|| of_package("license-file")).with_context(unreadable)?,
            texts: texts_in(manifest.parent().with_context(unreadable)?)?,
        })
    }
}

/// The licences in the folder of a crate, in the order of their names.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let unreadable = || format!("{} could not be read", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let file = entry.with_context(unreadable)?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if file.is_file() && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) {
            files.push(file);
        }
    }
    files.sort();
    let text = |file: &PathBuf| {
        let bytes = fs::read(file).with_context(|| format!("{} could not be read", file.display()))?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        anyhow::Ok(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned())
    };
    files.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_compiled_for_the_page_is_part_of_it() {
        let artifact = |manifest: &str, file: &str| {
            serde_json::json!({"reason": "compiler-artifact", "manifest_path": manifest, "filenames": [file]})
                .to_string()
        };
        let messages = [
            artifact("/crates/yew/Cargo.toml", "/target/wasm32-unknown-unknown/release/deps/libyew.rlib"),
            artifact("/crates/syn/Cargo.toml", "/target/release/deps/libsyn.rlib"),
            artifact("/crates/yew-macro/Cargo.toml", "/target/release/deps/libyew_macro.so"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let found = crates_in(&messages.join("\n"), Path::new("/target/wasm32-unknown-unknown")).unwrap();
        assert_eq!(found, BTreeSet::from([PathBuf::from("/crates/yew/Cargo.toml")]));
    }

    /// A crate with these files; its manifest.
    fn crate_with(folder: &Path, name: &str, license: &str, files: &[(&str, &str)]) -> PathBuf {
        let own = folder.join(name);
        fs::create_dir_all(&own).unwrap();
        let manifest = own.join("Cargo.toml");
        fs::write(&manifest, format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nlicense = \"{license}\"\n"))
            .unwrap();
        files.iter().for_each(|(file, text)| fs::write(own.join(file), text).unwrap());
        manifest
    }

    #[test]
    fn each_text_is_there_once_with_all_whose_it_is() {
        let folder = std::env::temp_dir().join(format!("ringside-notices-{}", std::process::id()));
        let own = "Ringside, MIT\n\nApache License\nVersion 2.0\n";
        let manifests = BTreeSet::from([
            crate_with(&folder, "one", "MIT", &[("LICENSE-MIT", "MIT of two\r\n"), ("README.md", "no licence")]),
            crate_with(&folder, "two", "MIT", &[("license.txt", "MIT of two\n\n")]),
            crate_with(&folder, "none", "MIT OR Apache-2.0", &[]),
            crate_with(&folder, "ringside/own", "MIT", &[]),
        ]);
        let text = notices(own, &folder.join("ringside"), &manifests).unwrap();
        assert!(text.contains("\n  none 1.0.0 (MIT OR Apache-2.0)\n  one 1.0.0 (MIT)\n  two 1.0.0 (MIT)\n"), "{text}");
        assert!(text.contains("one 1.0.0, two 1.0.0:\n\nMIT of two\n"), "{text}");
        assert!(text.contains("the Rust standard library, none 1.0.0:\n\nApache License\nVersion 2.0\n"), "{text}");
        assert!(!text.contains("own 1.0.0") && !text.contains("no licence"), "{text}");

        let bare = BTreeSet::from([crate_with(&folder, "bare", "MIT", &[])]);
        let refused = notices(own, &folder.join("ringside"), &bare).unwrap_err().to_string();
        assert!(refused.contains("bare 1.0.0 (MIT) has no text"), "{refused}");
        fs::remove_dir_all(folder).unwrap();
    }
}
