//! `cargo xtask lesson`: checks lessons without a browser.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::wasm_build::PACKAGE;
use crate::workspace::Workspace;

/// Where the lessons of the page are.
const FOLDER: &str = "www/lessons";
/// Files of that folder that are no lessons.
const OTHERS: [&str; 2] = ["index.json", "lesson.schema.json"];

/// Reads and plays lessons, those of the page if none is named; an error when something is wrong with one.
pub fn lesson(workspace: &Workspace, files: &[PathBuf]) -> Result<()> {
    let here = std::env::current_dir().context("the current folder")?;
    let mut files: Vec<PathBuf> = files.iter().map(|file| here.join(file)).collect();
    if files.is_empty() {
        files = lessons_of_the_page(&workspace.root.join(FOLDER))?;
    }
    let mut command = workspace.cargo("run");
    command.args(["--quiet", "--package", PACKAGE, "--example", "lesson", "--"]).args(files);
    process::run(&mut command).context("a lesson is wrong; the lines above name the file, the line and the field")
}

fn lessons_of_the_page(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json") && !OTHERS.contains(&&*name)
    });
    files.sort();
    if files.is_empty() {
        bail!("{} holds no lesson", folder.display());
    }
    Ok(files)
}
