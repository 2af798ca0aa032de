//! `cargo xtask`: builds, serves and checks Ringside.
//!
//! Nothing has to be installed by hand. The generator of the JavaScript bindings is a library linked in here, pinned to
//! the version of `wasm-bindgen` that the page uses, and whatever else a command lacks it sets up, saying so.
//!
//! Reading order: [`arguments`] (what can be asked), then the commands [`start`], [`dist`], [`test_parts`], [`soak`],
//! [`mod@bench`], [`mod@scenes`], [`lesson`] and [`grade`], then what they share: [`wasm_build`] makes the module, [`site`] the
//! set of files that is served or written; [`one_file`], [`builds`], [`offline`] and [`npm_package`] complete what is written.

mod arguments;
mod bench;
mod browser;
mod builds;
mod dist;
mod first_view;
mod grade;
mod lesson;
mod notices;
mod npm_package;
mod offline;
mod one_file;
mod process;
mod scenes;
mod serve;
mod setup_node;
mod setup_rust_component;
mod setup_wasm_target;
mod site;
mod sizes;
mod soak;
mod start;
mod test_parts;
mod wasm_build;
mod watch;
mod workspace;

use std::process::ExitCode;

use arguments::Task;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let task = arguments::parse(std::env::args_os().skip(1))?;
    if let Task::Help = task {
        print!("{}", arguments::help());
        return Ok(());
    }
    let workspace = Workspace::locate()?;
    match task {
        Task::Help => Ok(()),
        Task::Start { port, profile } => start::start(&workspace, port, profile),
        Task::Dist => dist::dist(&workspace),
        Task::Soak(which) => soak::soak(&workspace, which),
        Task::Bench => bench::bench(&workspace),
        Task::Scenes => scenes::scenes(&workspace),
        Task::Lesson { files, tidy } => lesson::lesson(&workspace, files, tidy),
        Task::Grade { folder, challenges } => grade::grade(&workspace, &folder, challenges),
        Task::Test { only } => test_parts::test(&workspace, only),
    }
}
