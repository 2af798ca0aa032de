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

/// Reads and plays lessons, those of the page if none is named; an error when something is wrong with one. Tidied ones are
/// written anew, as the editor of the page would.
pub fn lesson(workspace: &Workspace, files: Vec<PathBuf>, tidy: bool) -> Result<()> {
    let files = if files.is_empty() { lessons_of_the_page(&workspace.root.join(FOLDER))? } else { files };
    let mut command = workspace.cargo("run");
    // A file is named from where one is, and the root of the workspace may be elsewhere.
    command.current_dir(std::env::current_dir().context("the current folder")?);
    command
        .args(["--quiet", "--package", PACKAGE, "--example", "lesson", "--"])
        .args(tidy.then_some("--tidy"))
        .args(files);
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
