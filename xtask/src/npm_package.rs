//! `dist/npm/`: the engine without the page, as a package for npm. It needs nothing of the site around it, so it can be copied, packed
//! or imported where it lies; and the page needs nothing of it.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::grade::challenges_of_the_page;
use crate::notices::{NOTICES, notices};
use crate::site::{ENGINE_TYPES, Site, TYPES, read};
use crate::wasm_build::{Built, PACKAGE};
use crate::workspace::Workspace;

/// Its folder in the site; and in the repository, where lies what is written by hand of it.
pub const NPM_PACKAGE: &str = "npm/";

const MANIFEST: &str = "npm/package.json";
/// What is filled in there: the version has one home, which is `Cargo.toml`.
const BLANK: &str = "\"version\": \"\"";

/// Adds the module without the page to the site, with all that belongs to the package.
pub fn add(workspace: &Workspace, built: &Built, site: &mut Site) -> Result<()> {
    let root = &workspace.root;
    let own = read(&root.join("LICENSE"))?;
    let notices = notices(&String::from_utf8_lossy(&own), root, &built.crates)?;
    site.add_folder(&built.folder, NPM_PACKAGE)?;
    site.add_folder(&root.join(NPM_PACKAGE), NPM_PACKAGE)?;
    // What `ringside-grade` grades for when nothing else is named.
    for challenge in challenges_of_the_page(root) {
        let name = challenge.file_name().unwrap_or_default().to_string_lossy();
        site.add(format!("{NPM_PACKAGE}challenges/{name}"), read(&challenge)?)?;
    }
    site.add(format!("{NPM_PACKAGE}{TYPES}"), read(&root.join("www").join(ENGINE_TYPES))?)?;
    site.add(format!("{NPM_PACKAGE}LICENSE"), own)?;
    site.add(format!("{NPM_PACKAGE}{NOTICES}"), notices.into_bytes())?;
    let manifest = String::from_utf8_lossy(site.get(MANIFEST).unwrap_or_default()).into_owned();
    let cargo = root.join("Cargo.toml");
    let cargo = fs::read_to_string(&cargo).with_context(|| format!("{} could not be read", cargo.display()))?;
    site.replace(MANIFEST, with_version(&manifest, &cargo)?.into_bytes());
    Ok(())
}

/// The manifest with the version that the crate has.
fn with_version(manifest: &str, cargo: &str) -> Result<String> {
    let cargo: toml::Table = cargo.parse().context("Cargo.toml")?;
    let version = cargo.get("package").and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    let version = version.with_context(|| format!("Cargo.toml has no version of {PACKAGE}"))?;
    if !manifest.contains(BLANK) {
        bail!("{MANIFEST} has no line `{BLANK}` to fill in");
    }
    Ok(manifest.replacen(BLANK, &format!("\"version\": \"{version}\""), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_crate() {
        let cargo = "[workspace.package]\nversion = \"9.9.9\"\n[package]\nversion = \"1.2.3\"\n";
        let manifest = with_version(include_str!("../../npm/package.json"), cargo).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["version"], "1.2.3");
        assert!(with_version("{}", cargo).unwrap_err().to_string().contains("no line"));
    }
}
