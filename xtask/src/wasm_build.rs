//! Compiles the crate to WebAssembly and generates the JavaScript module around it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::notices::crates_in;
use crate::process;
use crate::setup_wasm_target::WasmTarget;
use crate::workspace::Workspace;

/// The package whose library becomes the module.
pub const PACKAGE: &str = "ringside";

/// How the module is compiled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Profile {
    /// Quick to build, with the names of functions in stack traces.
    Dev,
    /// Small and fast.
    Release,
    /// As released, with what is measured and has no call of its own.
    Benchmarks,
    /// As released, without the page: for the npm package.
    Engine,
}

impl Profile {
    /// The folder that cargo builds this profile in.
    fn folder(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release | Profile::Benchmarks | Profile::Engine => "release",
        }
    }

    /// Where cargo keeps what it compiles. A `cdylib` for WebAssembly has one file name whatever its features, so that two builds in one
    /// folder would be made anew whenever the other one has been: the engine has a folder of its own.
    fn target(self, workspace: &Workspace) -> PathBuf {
        match self {
            Profile::Engine => workspace.target.join("engine"),
            Profile::Dev | Profile::Release | Profile::Benchmarks => workspace.target.clone(),
        }
    }

    /// The folder of the generated module.
    fn output(self) -> &'static str {
        match self {
            Profile::Benchmarks => "benchmarks",
            Profile::Engine => "engine",
            other => other.folder(),
        }
    }
}

/// What a build gives.
pub struct Built {
    /// The folder with the module.
    pub folder: PathBuf,
    /// The manifests of all crates that are compiled into it.
    pub crates: BTreeSet<PathBuf>,
}

/// Builds `ringside.js` and `ringside_bg.wasm` (and snippets, if any), which are the page and the module for programs in one, or the
/// latter alone, into a folder of their own.
pub fn build(workspace: &Workspace, target: &WasmTarget, profile: Profile) -> Result<Built> {
    let output = workspace.target.join("xtask").join(profile.output());
    empty(&output)?;
    let (wasm, crates) = compile(workspace, target, profile)?;
    generate_bindings(&wasm, PACKAGE, &output, profile)?;
    Ok(Built { folder: output, crates })
}

/// Compiles, and returns what came of it, and the manifests of the crates in it.
fn compile(workspace: &Workspace, target: &WasmTarget, profile: Profile) -> Result<(PathBuf, BTreeSet<PathBuf>)> {
    let mut command = target.cargo(workspace, "rustc");
    command.arg("--message-format=json-render-diagnostics");
    command.args(["--package", PACKAGE, "--lib", "--crate-type", "cdylib"]);
    match profile {
        Profile::Dev | Profile::Release => {}
        Profile::Benchmarks => drop(command.args(["--features", "benchmarks"])),
        Profile::Engine => drop(command.arg("--no-default-features")),
    }
    match profile {
        // Stack traces in a browser need the names of functions alone: the generator of the bindings drops all else.
        Profile::Dev => command.args(["--config", "profile.dev.debug=false"]),
        _ => command.args(["--release", "--config", &rustflags_of_a_release()]),
    };
    let folder = profile.target(workspace);
    command.arg("--target-dir").arg(&folder);
    if profile != Profile::Dev {
        // Clippy reads the code for this machine, where what only a test or the first view uses is not unused.
        command.args(["--", "-D", "warnings"]);
    }
    let messages = process::read_aloud(&mut command)?;
    let folder = folder.join("wasm32-unknown-unknown");
    let file = folder.join(profile.folder()).join(format!("{PACKAGE}.wasm"));
    Ok((file, crates_in(&messages, &folder)?))
}

/// The setting that keeps the folders of whoever builds out of the module, which would carry them in its panic messages.
fn rustflags_of_a_release() -> String {
    let home = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let cargo = home("CARGO_HOME").or_else(|| home("HOME").map(|home| format!("{home}/.cargo"))).unwrap_or_default();
    let rustup = home("RUSTUP_HOME").or_else(|| home("HOME").map(|home| format!("{home}/.rustup"))).unwrap_or_default();
    let remap = |folder: String, name: &str| format!("'--remap-path-prefix={folder}={name}'");
    let flags = [remap(format!("{cargo}/registry/src"), "crates"), remap(format!("{rustup}/toolchains"), "toolchains")];
    format!("target.wasm32-unknown-unknown.rustflags=[{}]", flags.join(", "))
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    Ok(())
}

fn generate_bindings(wasm: &Path, name: &str, output: &Path, profile: Profile) -> Result<()> {
    let release = profile != Profile::Dev;
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        // An ES module that fetches its wasm in a browser, and takes its bytes from `initSync` anywhere else.
        .web(true)?
        .omit_default_module_path(false)
        // The types are written by hand in www/types/: the generated ones know a plain object only as `any`.
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(output)
        .with_context(|| format!("no bindings could be generated from {}", wasm.display()))
}
