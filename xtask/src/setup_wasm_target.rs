//! Makes sure that Rust can be compiled to WebAssembly.
//!
//! The target is often not installed, and how it comes to a machine depends on where the toolchain came from. So, in this
//! order: take it as it is; add it with rustup; say what could be done. The page has the standard library that comes with the
//! toolchain, which is the one that the native tests run with.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Linkers for WebAssembly, best first. A toolchain without one of its own takes the first that is on PATH.
const LINKERS: [&str; 7] =
    ["rust-lld", "wasm-ld", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "wasm-ld-18", "wasm-ld-17"];

/// A toolchain that can compile to WebAssembly: how to call it.
#[derive(Debug, Clone, PartialEq)]
pub struct WasmTarget {
    /// The linker to name, where rustc would not find one by itself.
    linker: Option<PathBuf>,
}

impl WasmTarget {
    /// `cargo` with this subcommand, for WebAssembly.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut command = workspace.cargo(subcommand);
        command.args(["--target", TARGET]);
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }
}

/// What the toolchain on this machine has.
#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    std_is_installed: bool,
    rustup_is_here: bool,
}

/// What to do about it.
#[derive(Debug, PartialEq)]
enum Plan {
    UseInstalled,
    AddWithRustup,
    GiveUp,
}

fn plan(facts: Facts) -> Plan {
    if facts.std_is_installed {
        Plan::UseInstalled
    } else if facts.rustup_is_here {
        Plan::AddWithRustup
    } else {
        Plan::GiveUp
    }
}

/// Sets the target up where it is lacking, and says so.
pub fn ensure(workspace: &Workspace) -> Result<WasmTarget> {
    let mut facts = Facts {
        std_is_installed: std_is_installed(workspace),
        rustup_is_here: process::find_on_path("rustup").is_some(),
    };
    if plan(facts) == Plan::AddWithRustup {
        // Rustup may manage another toolchain than the one in use, or lack a network: only the result counts.
        add_with_rustup(workspace);
        facts.rustup_is_here = false;
        facts.std_is_installed = std_is_installed(workspace);
    }
    if plan(facts) != Plan::UseInstalled {
        bail!(remedies());
    }
    let sysroot = PathBuf::from(process::read(rustc(workspace).args(["--print", "sysroot"]))?);
    Ok(WasmTarget { linker: linker(&sysroot) })
}

fn rustc(workspace: &Workspace) -> Command {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(&workspace.root);
    command
}

/// Whether the compiled standard library of the target lies where rustc looks for it.
fn std_is_installed(workspace: &Workspace) -> bool {
    let folder = process::read(rustc(workspace).args(["--print", "target-libdir", "--target", TARGET]));
    let Ok(entries) = folder.map_err(drop).and_then(|folder| std::fs::read_dir(folder).map_err(drop)) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

fn add_with_rustup(workspace: &Workspace) {
    println!("Set-up: adding the target {TARGET} with rustup.");
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]).current_dir(&workspace.root);
    if let Err(error) = process::run(&mut command) {
        eprintln!("Set-up: {error:#}");
    }
}

/// The linker to name: none where the user chose one, or where the toolchain brings its own.
fn linker(sysroot: &Path) -> Option<PathBuf> {
    let chosen = std::env::var_os("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER").is_some();
    if chosen || ships_linker(sysroot) {
        return None;
    }
    LINKERS.iter().find_map(|name| process::find_on_path(name))
}

fn ships_linker(sysroot: &Path) -> bool {
    let file = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib"));
    hosts.is_ok_and(|mut hosts| hosts.any(|host| host.is_ok_and(|host| host.path().join("bin").join(&file).is_file())))
}

fn remedies() -> String {
    format!(
        "this Rust toolchain cannot compile for {TARGET}. With rustup: rustup target add {TARGET}; without it: install \
         the standard library that your toolchain has for {TARGET}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_used_and_then_rustup() {
        let nothing = Facts::default();
        let installed = Facts { std_is_installed: true, ..nothing };
        assert_eq!(plan(Facts { rustup_is_here: true, ..installed }), Plan::UseInstalled);
        assert_eq!(plan(installed), Plan::UseInstalled);
        assert_eq!(plan(Facts { rustup_is_here: true, ..nothing }), Plan::AddWithRustup);
        assert_eq!(plan(nothing), Plan::GiveUp);
    }

    #[test]
    fn the_remedies_are_named() {
        for remedy in ["rustup target add", "install the standard library"] {
            assert!(remedies().contains(remedy));
        }
    }
}
