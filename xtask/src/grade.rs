//! `cargo xtask grade`: grades a folder of what was handed in, without a browser.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::wasm_build::PACKAGE;
use crate::workspace::Workspace;

/// Where the challenges of the page are.
const FOLDER: &str = "www/challenges";
/// Files of that folder that are no challenges.
const OTHERS: [&str; 2] = ["index.json", "challenge.schema.json"];

/// Grades each file of a folder for the challenge that it names: one of these, or else of those in the folder, or else of the page.
pub fn grade(workspace: &Workspace, folder: &PathBuf, challenges: Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        bail!("{} is no folder of what was handed in", folder.display());
    }
    let mut command = workspace.cargo("run");
    // A file is named from where one is, and the root of the workspace may be elsewhere.
    command.current_dir(std::env::current_dir().context("the current folder")?);
    // A class is graded at once when it is compiled as the tests are, and they have compiled most of it.
    command.args(["--quiet", "--profile", "test", "--package", PACKAGE, "--no-default-features"]);
    command.args(["--example", "grade", "--"]);
    command.arg(folder).args(challenges);
    command.arg("--or").args(challenges_of_the_page(&workspace.root));
    process::run(&mut command).context("the folder could not be graded")
}

/// The challenges of the page, in the order of their names; none if there is no folder of them.
pub fn challenges_of_the_page(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root.join(FOLDER)).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json") && !OTHERS.contains(&&*name)
    });
    files.sort();
    files
}
