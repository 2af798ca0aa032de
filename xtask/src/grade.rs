//! `cargo xtask grade`: grades a folder of what was handed in, without a browser.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::wasm_build::PACKAGE;
use crate::workspace::Workspace;

/// Where the challenges of the page are.
const FOLDER: &str = "www/challenges";
/// Files of that folder that are no challenges.
const OTHERS: [&str; 2] = ["index.json", "challenge.schema.json"];

/// Grades each file of a folder for the challenge that it names: one of these, or of those of the page if none is given.
pub fn grade(workspace: &Workspace, folder: &PathBuf, challenges: Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        bail!("{} is no folder of what was handed in", folder.display());
    }
    let challenges = if challenges.is_empty() { challenges_of_the_page(workspace)? } else { challenges };
    let mut command = workspace.cargo("run");
    // A file is named from where one is, and the root of the workspace may be elsewhere.
    command.current_dir(std::env::current_dir().context("the current folder")?);
    command.args(["--quiet", "--package", PACKAGE, "--example", "grade", "--"]).arg(folder).args(challenges);
    process::run(&mut command).context("the folder could not be graded")
}

fn challenges_of_the_page(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let folder = workspace.root.join(FOLDER);
    let entries = std::fs::read_dir(&folder).with_context(|| format!("{} could not be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json") && !OTHERS.contains(&&*name)
    });
    files.sort();
    Ok(files)
}
