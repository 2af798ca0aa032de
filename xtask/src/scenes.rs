//! `cargo xtask scenes`: the README's pictures, taken of the page as it is deployed.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{browser, dist, process, setup_node};

/// Performs each scene in a browser, and writes docs/pictures/.
pub fn scenes(workspace: &Workspace) -> Result<()> {
    setup_node::ensure(workspace)?;
    let chrome = browser::ensure()?;
    dist::dist(workspace)?;
    let mut command = Command::new("node");
    process::run(command.arg("browser/scenes.mjs").env("RINGSIDE_CHROME", chrome).current_dir(workspace.tests()))
}
