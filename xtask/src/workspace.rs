//! Where things are: the repository, and cargo's target folder.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The folders that every command works in.
pub struct Workspace {
    /// The root of the repository.
    pub root: PathBuf,
    /// Where cargo puts what it builds; not always `target/` in the root.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds the repository that this task belongs to.
    pub fn locate() -> Result<Workspace> {
        // Asked anew at run time: with a shared target folder, the path compiled in may be another clone's.
        let package = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let mut question = process::cargo();
        question.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&package);
        let metadata: serde_json::Value = serde_json::from_str(&process::read(&mut question)?)?;
        let folder = |field: &str| {
            let path = metadata[field].as_str().with_context(|| format!("`cargo metadata` names no {field}"))?;
            anyhow::Ok(PathBuf::from(path))
        };
        Ok(Workspace { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// The deployable site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The tests in JavaScript, with their Node packages.
    pub fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    /// `cargo` with this subcommand, in the root.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = process::cargo();
        command.arg(subcommand).current_dir(&self.root);
        command
    }
}
