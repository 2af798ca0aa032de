//! The site: every file of it by its path, in memory. `start` serves it, `dist` writes it, `sizes` weighs it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::notices::{NOTICES, notices};
use crate::setup_wasm_target::WasmTarget;
use crate::wasm_build::{self, Profile};
use crate::workspace::Workspace;

/// The types that lesson authors and embedding pages compile against, and their parts in `www/`: the npm package has the first alone.
pub const TYPES: &str = "ringside.d.ts";
pub const ENGINE_TYPES: &str = "types/engine.d.ts";
const PAGE_TYPES: &str = "types/page.d.ts";

/// The style sheet, the folder of `www/` that holds its parts, and the one of them that declares the order of the others.
const STYLE: &str = "style.css";
const STYLE_PARTS: &str = "style/";
const STYLE_LAYERS: &str = "style/layers.css";

/// All files, under the path that a browser asks for: `index.html`, `lessons/ring.json`.
#[derive(Debug, Default)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Builds the module and gathers what goes with it: `index.html`, `www/` at the root, and the licences of all that is in it.
    pub fn build(workspace: &Workspace, target: &WasmTarget, profile: Profile) -> Result<Site> {
        let built = wasm_build::build(workspace, target, profile)?;
        let own = String::from_utf8_lossy(&read(&workspace.root.join("LICENSE"))?).into_owned();
        let mut site = Site::default();
        site.add("index.html".to_owned(), read(&workspace.root.join("index.html"))?)?;
        site.add(NOTICES.to_owned(), notices(&own, &workspace.root, &built.crates)?.into_bytes())?;
        site.add_folder(&built.folder, "")?;
        site.add_folder(&workspace.root.join("www"), "")?;
        site.join_styles()?;
        site.join_types()?;
        Ok(site)
    }

    /// Adds one file; two of the same path are a mistake in `www/`.
    pub fn add(&mut self, path: String, bytes: Vec<u8>) -> Result<()> {
        if self.files.contains_key(&path) {
            bail!("www/{path} has the name of a generated file; rename it");
        }
        self.files.insert(path, bytes);
        Ok(())
    }

    /// Adds lines at the end of the head of `index.html`.
    pub fn add_to_head(&mut self, lines: &str) -> Result<()> {
        let page = String::from_utf8_lossy(self.get("index.html").unwrap_or_default()).into_owned();
        let Some(end) = page.find("</head>") else { bail!("index.html has no </head> to add {lines} before") };
        let (head, rest) = page.split_at(end);
        self.replace("index.html", format!("{head}{lines}{rest}").into_bytes());
        Ok(())
    }

    /// Puts other bytes in the place of a file, or adds it.
    pub fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), bytes);
    }

    /// One style sheet of the parts in `www/style/`, each in the layer of its name: embedders link one file.
    fn join_styles(&mut self) -> Result<()> {
        let declared = self.files.remove(STYLE_LAYERS).with_context(|| format!("www/{STYLE_LAYERS} is missing"))?;
        let mut joined = String::from_utf8(declared).with_context(|| format!("www/{STYLE_LAYERS} must be UTF-8"))?;
        let layers: Vec<String> = layers(&joined)?.into_iter().map(str::to_owned).collect();
        for layer in layers {
            let path = format!("{STYLE_PARTS}{layer}.css");
            let part = self.files.remove(&path);
            let part = part.with_context(|| format!("www/{STYLE_LAYERS} names {layer}, but there is no www/{path}"))?;
            let part = String::from_utf8(part).with_context(|| format!("www/{path} must be UTF-8"))?;
            joined.push_str(&format!("\n@layer {layer} {{\n{part}}}\n"));
        }
        if let Some(path) = self.files.keys().find(|path| path.starts_with(STYLE_PARTS)) {
            bail!("www/{path} is in no layer: name it in www/{STYLE_LAYERS}");
        }
        self.add(STYLE.to_owned(), joined.into_bytes())
    }

    /// One file of types, as there is one module.
    fn join_types(&mut self) -> Result<()> {
        let mut part = |path: &str| self.files.remove(path).with_context(|| format!("www/{path} is missing"));
        let joined = [part(ENGINE_TYPES)?, part(PAGE_TYPES)?].join(&b'\n');
        self.add(TYPES.to_owned(), joined)
    }

    /// Adds all files of a folder, with this before their paths.
    pub fn add_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let unreadable = || format!("{} could not be read", folder.display());
        for entry in fs::read_dir(folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            let name = entry.file_name();
            let name = name.to_str().with_context(|| format!("{}: a name must be UTF-8", entry.path().display()))?;
            let path = format!("{prefix}{name}");
            if entry.path().is_dir() {
                self.add_folder(&entry.path(), &format!("{path}/"))?;
            } else {
                self.add(path, read(&entry.path())?)?;
            }
        }
        Ok(())
    }

    /// The bytes of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Paths and bytes, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Writes the site to a folder, which holds nothing else afterwards.
    pub fn write(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
        }
        for (path, bytes) in self.files() {
            let file = folder.join(path);
            let parent = file.parent().unwrap_or(folder);
            fs::create_dir_all(parent).with_context(|| format!("{} could not be made", parent.display()))?;
            fs::write(&file, bytes).with_context(|| format!("{} could not be written", file.display()))?;
        }
        Ok(())
    }
}

/// The names in the one `@layer` statement, in its order.
fn layers(declared: &str) -> Result<Vec<&str>> {
    let names = declared.split_once("@layer ").and_then(|(_, rest)| rest.split_once(';'));
    let (names, _) = names.with_context(|| format!("www/{STYLE_LAYERS} has no line @layer …;"))?;
    Ok(names.split(',').map(str::trim).collect())
}

/// The bytes of a file on the disk.
pub fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("{} could not be read", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once() {
        let mut site = Site::default();
        site.add("ringside.js".to_owned(), b"generated".to_vec()).unwrap();
        let message = site.add("ringside.js".to_owned(), b"by hand".to_vec()).unwrap_err().to_string();
        assert!(message.contains("www/ringside.js"), "{message}");
        assert_eq!(site.get("ringside.js"), Some(&b"generated"[..]));
    }

    fn site_of_styles(parts: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        for (name, text) in parts {
            site.add(format!("style/{name}.css"), text.as_bytes().to_vec()).unwrap();
        }
        site
    }

    #[test]
    fn the_parts_of_the_style_sheet_are_layers_in_the_order_declared() {
        let parts = [("bars", "b {}\n"), ("layers", "/* Why. */\n@layer type, bars;\n"), ("type", "a {}\n")];
        let mut site = site_of_styles(&parts);
        site.join_styles().unwrap();
        let files: Vec<_> = site.files().collect();
        let joined = "/* Why. */\n@layer type, bars;\n\n@layer type {\na {}\n}\n\n@layer bars {\nb {}\n}\n";
        assert_eq!(files, [("style.css", joined.as_bytes())]);
    }

    #[test]
    fn a_layer_without_a_file_and_a_file_without_a_layer_are_refused() {
        let refused = |parts: &[(&str, &str)]| site_of_styles(parts).join_styles().unwrap_err().to_string();
        let message = refused(&[("layers", "@layer type, bars;"), ("type", "")]);
        assert!(message.contains("no www/style/bars.css"), "{message}");
        let message = refused(&[("layers", "@layer type;"), ("type", ""), ("bars", "")]);
        assert!(message.contains("www/style/bars.css is in no layer"), "{message}");
        let message = refused(&[("type", "")]);
        assert!(message.contains("www/style/layers.css is missing"), "{message}");
    }

    #[test]
    fn the_types_of_the_engine_and_of_the_page_are_one_file() {
        let mut site = Site::default();
        for (path, text) in [(ENGINE_TYPES, "engine;\n"), (PAGE_TYPES, "page;\n")] {
            site.add(path.to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        site.join_types().unwrap();
        assert_eq!(site.files().collect::<Vec<_>>(), [(TYPES, &b"engine;\n\npage;\n"[..])]);
        let message = site.join_types().unwrap_err().to_string();
        assert!(message.contains("www/types/engine.d.ts is missing"), "{message}");
    }

    #[test]
    fn writing_leaves_nothing_stale() {
        let folder = std::env::temp_dir().join(format!("ringside-site-{}", std::process::id()));
        fs::create_dir_all(folder.join("old")).unwrap();
        fs::write(folder.join("old/stale.js"), "").unwrap();
        let mut site = Site::default();
        site.add("lessons/ring.json".to_owned(), b"{}".to_vec()).unwrap();
        site.write(&folder).unwrap();
        assert!(!folder.join("old").exists());
        assert_eq!(fs::read(folder.join("lessons/ring.json")).unwrap(), b"{}");
        fs::remove_dir_all(folder).unwrap();
    }
}
