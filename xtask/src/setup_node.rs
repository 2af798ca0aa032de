//! Makes sure that Node and the packages of the JavaScript tests are there.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// The oldest Node that has every flag used here.
const OLDEST_NODE: (u32, u32) = (20, 10);

/// Checks Node, and installs the packages that the lock file lists where they are missing or older than it.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    check_node()?;
    let tests = workspace.tests();
    if packages_are_current(&tests) {
        return Ok(());
    }
    println!("Set-up: installing the Node packages of the tests (npm ci in tests/).");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run(Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(tests))
}

fn check_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let Ok(printed) = process::read(Command::new("node").arg("--version")) else {
        bail!(
            "the JavaScript tests need Node {major}.{minor} or later, and `node` was not found; see https://nodejs.org"
        );
    };
    match parse_version(&printed) {
        Some(version) if version >= OLDEST_NODE => Ok(()),
        _ => bail!("the JavaScript tests need Node {major}.{minor} or later; `node --version` prints {printed}"),
    }
}

/// Major and minor of `v20.11.1`.
fn parse_version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// npm writes this file last, so that its time is that of the last whole installation.
fn packages_are_current(tests: &Path) -> bool {
    let changed = |file: &str| tests.join(file).metadata().and_then(|file| file.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parse_version("v20.10.0").unwrap() >= OLDEST_NODE);
        assert!(parse_version("v20.9.1").unwrap() < OLDEST_NODE);
        assert!(parse_version("v8.17.0").unwrap() < OLDEST_NODE);
        assert_eq!(parse_version("bun"), None);
    }
}
