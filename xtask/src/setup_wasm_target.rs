//! Makes sure that Rust can be compiled to WebAssembly.
//!
//! The target is often not installed, and how it comes to a machine depends on where the toolchain came from. So, in this
//! order: take it as it is; add it with rustup; build the standard library from the source that some distributions ship
//! with the toolchain; say what could be done.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{process, setup_std_source};

const TARGET: &str = "wasm32-unknown-unknown";

/// Linkers for WebAssembly, best first. A toolchain without one of its own takes the first that is on PATH.
const LINKERS: [&str; 7] =
    ["rust-lld", "wasm-ld", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "wasm-ld-18", "wasm-ld-17"];

/// A toolchain that can compile to WebAssembly: how to call it.
#[derive(Debug, Clone, PartialEq)]
pub struct WasmTarget {
    /// The standard library is compiled along with the rest.
    build_std: bool,
    /// The linker to name, where rustc would not find one by itself.
    linker: Option<PathBuf>,
    /// Where the toolchain lies.
    sysroot: PathBuf,
}

impl WasmTarget {
    /// `cargo` with this subcommand, for WebAssembly.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut command = workspace.cargo(subcommand);
        command.args(["--target", TARGET]);
        if self.build_std {
            // Building std is not stable yet; this lets the stable compiler do it all the same.
            command.env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=std,panic_abort");
        }
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    /// Whether the toolchain has the source of the standard library.
    pub fn std_source_is_here(&self) -> bool {
        std_source_is_here(&self.sysroot)
    }

    /// `cargo` with this subcommand, for a page that carries a standard library of its own.
    pub fn cargo_with_own_std(&self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut command = Self { build_std: false, ..self.clone() }.cargo(workspace, subcommand);
        setup_std_source::apply(&mut command);
        command
    }
}

/// What the toolchain on this machine has.
#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    std_is_installed: bool,
    rustup_is_here: bool,
    std_source_is_here: bool,
}

/// What to do about it.
#[derive(Debug, PartialEq)]
enum Plan {
    UseInstalled,
    AddWithRustup,
    BuildStd,
    GiveUp,
}

fn plan(facts: Facts) -> Plan {
    if facts.std_is_installed {
        Plan::UseInstalled
    } else if facts.rustup_is_here {
        Plan::AddWithRustup
    } else if facts.std_source_is_here {
        Plan::BuildStd
    } else {
        Plan::GiveUp
    }
}

/// Sets the target up where it is lacking, and says so.
pub fn ensure(workspace: &Workspace) -> Result<WasmTarget> {
    let sysroot = PathBuf::from(process::read(rustc(workspace).args(["--print", "sysroot"]))?);
    let mut facts = Facts {
        std_is_installed: std_is_installed(workspace),
        rustup_is_here: process::find_on_path("rustup").is_some(),
        std_source_is_here: std_source_is_here(&sysroot),
    };
    if plan(facts) == Plan::AddWithRustup {
        // Rustup may manage another toolchain than the one in use, or lack a network: only the result counts.
        add_with_rustup(workspace);
        facts.rustup_is_here = false;
        facts.std_is_installed = std_is_installed(workspace);
    }
    let build_std = match plan(facts) {
        Plan::UseInstalled => false,
        Plan::BuildStd => {
            println!("Set-up: {TARGET} is not installed; its standard library is built from the toolchain's source.");
            true
        }
        Plan::AddWithRustup | Plan::GiveUp => bail!(remedies()),
    };
    let linker = linker(&sysroot);
    Ok(WasmTarget { build_std, linker, sysroot })
}

/// Whether the source of the standard library lies where cargo looks for it.
fn std_source_is_here(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/std").is_dir()
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
        "this Rust toolchain cannot compile for {TARGET}. One of these helps:\n\
         \x20 with rustup:             rustup target add {TARGET}\n\
         \x20 with rustup, from source: rustup component add rust-src\n\
         \x20 on Debian, as root:      apt-get install rustc-web cargo-web rust-web-src lld-19"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_used_then_rustup_then_the_source() {
        let nothing = Facts::default();
        let installed = Facts { std_is_installed: true, ..nothing };
        let source = Facts { std_source_is_here: true, ..nothing };
        assert_eq!(plan(Facts { rustup_is_here: true, ..installed }), Plan::UseInstalled);
        assert_eq!(plan(Facts { rustup_is_here: true, ..source }), Plan::AddWithRustup);
        assert_eq!(plan(source), Plan::BuildStd);
        assert_eq!(plan(nothing), Plan::GiveUp);
    }

    #[test]
    fn the_remedies_are_named() {
        for remedy in ["rustup target add", "rustup component add rust-src", "apt-get install rustc-web"] {
            assert!(remedies().contains(remedy));
        }
    }
}
