//! The standard library, compiled along with the released page.
//!
//! The one that comes with the toolchain formats a message for each panic, names source lines in it, and is compiled to
//! be fast: 36 kB of the first load after gzip. Compiled from its source, a panic is a trap at once, which the
//! page sees as a `RuntimeError` in `window.onerror`. Where that cannot be done, the page is built the ordinary way.

use std::process::Command;
use std::sync::OnceLock;

use crate::process;
use crate::setup_wasm_target::WasmTarget;
use crate::workspace::Workspace;

/// What cargo is told, beside the subcommand. None of it is stable yet.
const CARGO: [&str; 5] = [
    "-Zbuild-std=std,panic_abort",
    // Plain heap and merge sorts, and the like.
    "-Zbuild-std-features=optimize_for_size",
    "-Zpanic-immediate-abort",
    "--config",
    r#"profile.release.panic="immediate-abort""#,
];

/// What rustc is told for each crate of the page: no source lines where nobody prints them.
pub const RUSTFLAG: &str = "-Zlocation-detail=none";

/// Whether a release can carry a standard library of its own. Asked once, and set up where it is lacking.
pub fn ensure(workspace: &Workspace, target: &WasmTarget) -> bool {
    static POSSIBLE: OnceLock<bool> = OnceLock::new();
    *POSSIBLE.get_or_init(|| {
        let possible = target.std_source_is_here() || add_source_with_rustup(workspace, target);
        let outcome = if possible { probe(workspace, target) } else { Err("its source is not here".to_owned()) };
        if let Err(problem) = &outcome {
            eprintln!("Set-up: the page becomes larger, because std cannot be built for it: {problem}");
        }
        outcome.is_ok()
    })
}

/// Has this command of cargo compile the standard library too.
pub fn apply(command: &mut Command) {
    // The stable compiler does what is not stable only when it is asked like this.
    command.env("RUSTC_BOOTSTRAP", "1").args(CARGO);
}

/// Fetches what std depends on, which also fails at once where this toolchain does not know the settings.
fn probe(workspace: &Workspace, target: &WasmTarget) -> Result<(), String> {
    let mut command = target.cargo_with_own_std(workspace, "fetch");
    process::read(&mut command).map(drop).map_err(|error| format!("{error:#}"))
}

fn add_source_with_rustup(workspace: &Workspace, target: &WasmTarget) -> bool {
    if process::find_on_path("rustup").is_none() {
        return false;
    }
    println!("Set-up: adding the component rust-src with rustup.");
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]).current_dir(&workspace.root);
    if let Err(error) = process::run(&mut command) {
        eprintln!("Set-up: {error:#}");
    }
    // Rustup may manage another toolchain than the one in use: only the result counts.
    target.std_source_is_here()
}
