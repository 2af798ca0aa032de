//! `cargo xtask soak`: random histories, as many as one likes.

use anyhow::{Context, Result};

use crate::process;
use crate::wasm_build::PACKAGE;
use crate::workspace::Workspace;

/// Which histories, and how long each is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Soak {
    /// How many seeds.
    pub seeds: u64,
    /// The first one.
    pub from: u64,
    /// The requests of clients in each.
    pub operations: u64,
}

impl Default for Soak {
    fn default() -> Self {
        Self { seeds: 10_000, from: 0, operations: 200 }
    }
}

/// Plays them; an error when one violates what must hold, and the smallest scenario that does is a file then.
pub fn soak(workspace: &Workspace, Soak { seeds, from, operations }: Soak) -> Result<()> {
    println!("{seeds} seeds from {from} on, {operations} operations each");
    let began = std::time::Instant::now();
    let mut command = workspace.cargo("test");
    command.args(["--release", "--package", PACKAGE, "--no-default-features", "--test", "native"]);
    command.args(["simulation::", "--", "--nocapture"]);
    command.env("RINGSIDE_SEEDS", seeds.to_string()).env("RINGSIDE_FROM", from.to_string());
    command.env("RINGSIDE_OPERATIONS", operations.to_string());
    command.env("RINGSIDE_FAILURES", workspace.target.join("soak"));
    process::run(&mut command).context("a seed failed; the message above names its smallest scenario")?;
    println!("no violation in {seeds} seeds; {:.0} s with the build", began.elapsed().as_secs_f64());
    Ok(())
}
