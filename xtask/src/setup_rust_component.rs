//! Makes sure that rustfmt and clippy are there: a toolchain of rustup's minimal profile has neither.

use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Adds a component with rustup where `cargo SUBCOMMAND` is lacking, and says so.
pub fn ensure(workspace: &Workspace, component: &str, subcommand: &str) -> Result<()> {
    if process::read(workspace.cargo(subcommand).arg("--version")).is_ok() {
        return Ok(());
    }
    println!("Set-up: adding the component {component} with rustup.");
    let mut command = Command::new("rustup");
    command.args(["component", "add", component]).current_dir(&workspace.root);
    process::run(&mut command)
        .with_context(|| format!("`cargo {subcommand}` is missing; install your toolchain's {component}"))
}
