//! `cargo xtask test`: every check, in parts that can be run alone.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{browser, dist, process, setup_node, setup_rust_component, wasm_build};

/// One part of the checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// The sources are formatted.
    Format,
    /// Clippy has no complaint.
    Clippy,
    /// The documentation has no dead links.
    Rustdoc,
    /// Unit, property and documentation tests.
    Native,
    /// The site can be built.
    Wasm,
    /// The JavaScript module works under Node, and its types hold.
    JavaScript,
    /// The page works in a browser.
    Browser,
}

impl Part {
    /// In the order they run: what fails fast comes first, and `dist/` is built before it is used.
    pub const ALL: [Part; 7] =
        [Part::Format, Part::Clippy, Part::Rustdoc, Part::Native, Part::Wasm, Part::JavaScript, Part::Browser];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Part::Format => "format",
            Part::Clippy => "clippy",
            Part::Rustdoc => "rustdoc",
            Part::Native => "native",
            Part::Wasm => "wasm",
            Part::JavaScript => "javascript",
            Part::Browser => "browser",
        }
    }

    /// The part of this name.
    pub fn named(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// How one part went.
struct Outcome {
    part: Part,
    passed: bool,
    took: Duration,
}

/// Runs all parts, or one. A part that fails does not keep the others from running.
pub fn test(workspace: &Workspace, only: Option<Part>) -> Result<()> {
    let parts = only.map_or(Part::ALL.to_vec(), |part| vec![part]);
    let mut checks = Checks { workspace, dist: Dist::NotBuilt };
    let outcomes: Vec<Outcome> = parts.into_iter().map(|part| run_aloud(part, &mut checks)).collect();
    print!("\n{}", summary(&outcomes));
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.passed).map(|outcome| outcome.part.name()).collect();
    match failed.first() {
        None => Ok(()),
        Some(first) => bail!("{} failed; to run one alone: cargo xtask test --only {first}", failed.join(", ")),
    }
}

fn run_aloud(part: Part, checks: &mut Checks) -> Outcome {
    println!("\n== {} ==", part.name());
    let began = Instant::now();
    let result = checks.run(part);
    let took = began.elapsed();
    match &result {
        Ok(()) => println!("{}: passed in {:.1} s", part.name(), took.as_secs_f64()),
        // To where the other output of the checks goes, so that the order holds.
        Err(error) => println!("{}: FAILED in {:.1} s: {error:#}", part.name(), took.as_secs_f64()),
    }
    Outcome { part, passed: result.is_ok(), took }
}

fn summary(outcomes: &[Outcome]) -> String {
    let line = |outcome: &Outcome| {
        let verdict = if outcome.passed { "passed" } else { "FAILED" };
        format!("{verdict}  {:<12} {:>7.1} s\n", outcome.part.name(), outcome.took.as_secs_f64())
    };
    outcomes.iter().map(line).collect()
}

/// Whether this run has built `dist/` yet. It is always built anew: a stale one would prove nothing.
enum Dist {
    NotBuilt,
    Built,
    Failed,
}

struct Checks<'a> {
    workspace: &'a Workspace,
    dist: Dist,
}

impl Checks<'_> {
    fn run(&mut self, part: Part) -> Result<()> {
        match part {
            Part::Format => self.format(),
            Part::Clippy => self.clippy(),
            Part::Rustdoc => self.rustdoc(),
            Part::Native => self.native(),
            Part::Wasm => self.build_dist(),
            Part::JavaScript => self.javascript(),
            Part::Browser => self.browser(),
        }
    }

    fn format(&self) -> Result<()> {
        setup_rust_component::ensure(self.workspace, "rustfmt", "fmt")?;
        process::run(self.workspace.cargo("fmt").args(["--all", "--check"])).context("`cargo fmt --all` mends it")
    }

    /// For this machine alone, where all of the page is compiled, too; and once without the page, as in the npm package.
    fn clippy(&self) -> Result<()> {
        setup_rust_component::ensure(self.workspace, "clippy", "clippy")?;
        let everything = ["--workspace", "--all-targets"];
        let engine = ["--package", wasm_build::PACKAGE, "--lib", "--no-default-features"];
        [&everything[..], &engine].into_iter().try_for_each(|what| {
            let mut command = self.workspace.cargo("clippy");
            process::run(command.args(what).args(["--", "-D", "warnings"]))
        })
    }

    /// The page is tested as `cargo xtask start` and the first view compile it, which is soon done. The engine, which plays
    /// thousands of histories, is optimized, and has no page to compile.
    fn native(&self) -> Result<()> {
        let package = ["--package", wasm_build::PACKAGE];
        let dev = ["--profile", "dev"];
        process::run(self.workspace.cargo("test").args(dev).args(["--package", "xtask"]))?;
        process::run(self.workspace.cargo("test").args(dev).args(package).arg("--lib"))?;
        process::run(self.workspace.cargo("test").args(dev).args(package).arg("--doc"))?;
        process::run(&mut self.engine_tests())
    }

    /// The tests of `tests/native`.
    fn engine_tests(&self) -> Command {
        let mut command = self.workspace.cargo("test");
        command.args(["--package", wasm_build::PACKAGE, "--no-default-features", "--test", "native"]);
        command
    }

    /// For this machine alone, where all of the page is compiled, too.
    fn rustdoc(&self) -> Result<()> {
        let mut command = self.workspace.cargo("doc");
        process::run(command.args(["--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    }

    fn javascript(&mut self) -> Result<()> {
        setup_node::ensure(self.workspace)?;
        self.need_dist()?;
        // The types first: a mistake there explains a failing test, not the other way round.
        let mut types = Command::new("node");
        types.args(["node_modules/typescript/bin/tsc", "--project", "javascript"]);
        let types = process::run(types.current_dir(self.workspace.tests())).context("the type tests");
        let same_trace = self.run_natively("same_trace::", "RINGSIDE_SAME_TRACE", "same-trace.json")?;
        let same_figures = self.run_natively("laboratories::", "RINGSIDE_SAME_FIGURES", "same-figures.json")?;
        self.node_tests("javascript", &[("RINGSIDE_SAME_TRACE", same_trace), ("RINGSIDE_SAME_FIGURES", same_figures)])?;
        types
    }

    /// Runs a test that does something natively and writes down what came of it, for the module to do the same.
    fn run_natively(&self, test: &str, variable: &str, file: &str) -> Result<PathBuf> {
        let file = self.workspace.target.join(file);
        process::run(self.engine_tests().arg(test).env(variable, &file))?;
        Ok(file)
    }

    fn browser(&mut self) -> Result<()> {
        setup_node::ensure(self.workspace)?;
        let chrome = browser::ensure()?;
        self.need_dist()?;
        println!("Browser: {}", chrome.display());
        self.node_tests("browser", &[("RINGSIDE_CHROME", chrome)])
    }

    /// Runs Node's test runner over `tests/FOLDER/*.test.mjs`.
    fn node_tests(&self, folder: &str, variables: &[(&str, PathBuf)]) -> Result<()> {
        let tests = self.workspace.tests();
        let files = test_files(&tests.join(folder))?;
        let mut command = Command::new("node");
        command.args(["--test", "--test-reporter=spec", &format!("--test-concurrency={}", concurrency())]);
        process::run(command.args(files).envs(variables.iter().cloned()).current_dir(tests))
    }

    fn need_dist(&mut self) -> Result<()> {
        match self.dist {
            Dist::Built => Ok(()),
            Dist::NotBuilt => self.build_dist(),
            Dist::Failed => bail!("not run, because dist/ could not be built"),
        }
    }

    fn build_dist(&mut self) -> Result<()> {
        self.dist = Dist::Failed;
        dist::dist(self.workspace)?;
        self.dist = Dist::Built;
        Ok(())
    }
}

/// A test waits more than it computes, and no two share a page: two side by side keep a small machine busy, and more of them
/// starve each other.
fn concurrency() -> usize {
    std::thread::available_parallelism().map_or(1, |processors| processors.get().min(2))
}

/// Listed by hand, because Node 20 expands no patterns; sorted, so that two runs read alike.
fn test_files(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        bail!("{} holds no *.test.mjs", folder.display());
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_by_its_name() {
        for part in Part::ALL {
            assert_eq!(Part::named(part.name()), Some(part));
        }
        assert_eq!(Part::named("lint"), None);
    }

    #[test]
    fn the_summary_says_which_failed() {
        let outcome = |part, passed| Outcome { part, passed, took: Duration::from_millis(1234) };
        let text = summary(&[outcome(Part::Format, true), outcome(Part::Native, false)]);
        assert_eq!(text, "passed  format           1.2 s\nFAILED  native           1.2 s\n");
    }
}
