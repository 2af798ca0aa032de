//! What can be asked of `cargo xtask`, and how it is written on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::soak::Soak;
use crate::test_parts::Part;
use crate::wasm_build::Profile;

/// The port of `start` when none is given.
const DEFAULT_PORT: u16 = 8080;

/// One thing to do, with everything it needs to know.
#[derive(Debug, PartialEq)]
pub enum Task {
    /// Print how to use this.
    Help,
    /// Build and serve the page, rebuilding on change.
    Start {
        /// Where on 127.0.0.1; 0 takes any free port.
        port: u16,
        /// How the page is compiled.
        profile: Profile,
    },
    /// Write the deployable site.
    Dist,
    /// Check everything, or one part.
    Test {
        /// The only part to run.
        only: Option<Part>,
    },
    /// Play random histories.
    Soak(Soak),
    /// Measure natively and in WebAssembly.
    Bench,
    /// Take the README's pictures.
    Scenes,
    /// Check lessons.
    Lesson {
        /// Their files; none for those of the page.
        files: Vec<PathBuf>,
        /// Whether they are written anew, too.
        tidy: bool,
    },
    /// Grade what was handed in.
    Grade {
        /// The folder of the hand-ins.
        folder: PathBuf,
        /// The files of the challenges; none for those in the folder, or of the page.
        challenges: Vec<PathBuf>,
    },
}

/// Reads the arguments that follow `cargo xtask`.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Task> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let name = match parser.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => bail!("{}, and no command. {}", other.unexpected(), see_help()),
    };
    match name.as_str() {
        "help" => Ok(Task::Help),
        "start" => parse_start(&mut parser),
        "dist" => parse_alone("dist", Task::Dist, &mut parser),
        "test" => parse_test(&mut parser),
        "soak" => parse_soak(&mut parser),
        "bench" => parse_alone("bench", Task::Bench, &mut parser),
        "scenes" => parse_alone("scenes", Task::Scenes, &mut parser),
        "lesson" => parse_lesson(&mut parser),
        "grade" => parse_grade(&mut parser),
        _ => bail!(
            "there is no command `{name}`; there are start, dist, test, soak, bench, scenes, lesson and grade. {}",
            see_help()
        ),
    }
}

fn parse_start(parser: &mut lexopt::Parser) -> Result<Task> {
    let (mut port, mut profile) = (DEFAULT_PORT, Profile::Dev);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") | Short('p') => port = parse_port(&parser.value()?.string()?)?,
            Long("release") => profile = Profile::Release,
            Long("help") | Short('h') => return Ok(Task::Help),
            other => bail!("start: {}. {}", other.unexpected(), see_help()),
        }
    }
    Ok(Task::Start { port, profile })
}

/// A command without options.
fn parse_alone(name: &str, task: Task, parser: &mut lexopt::Parser) -> Result<Task> {
    match parser.next()? {
        None => Ok(task),
        Some(Long("help") | Short('h')) => Ok(Task::Help),
        Some(other) => bail!("{name}: {}. {}", other.unexpected(), see_help()),
    }
}

fn parse_test(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut only = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("only") if only.is_none() => only = Some(parse_part(&parser.value()?.string()?)?),
            Long("only") => bail!("test: --only takes one part; leave it out to run them all"),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => bail!("test: {}. {}", other.unexpected(), see_help()),
        }
    }
    Ok(Task::Test { only })
}

fn parse_soak(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut soak = Soak::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seeds") => soak.seeds = parse_number("--seeds", &parser.value()?.string()?)?,
            Long("from") => soak.from = parse_number("--from", &parser.value()?.string()?)?,
            Long("operations") => soak.operations = parse_number("--operations", &parser.value()?.string()?)?,
            Long("help") | Short('h') => return Ok(Task::Help),
            other => bail!("soak: {}. {}", other.unexpected(), see_help()),
        }
    }
    Ok(Task::Soak(soak))
}

fn parse_lesson(parser: &mut lexopt::Parser) -> Result<Task> {
    let (mut files, mut tidy) = (Vec::new(), false);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(file) => files.push(file.into()),
            Long("tidy") => tidy = true,
            Long("help") | Short('h') => return Ok(Task::Help),
            other => bail!("lesson: {}. {}", other.unexpected(), see_help()),
        }
    }
    Ok(Task::Lesson { files, tidy })
}

fn parse_grade(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut paths = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) => paths.push(path.into()),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => bail!("grade: {}. {}", other.unexpected(), see_help()),
        }
    }
    if paths.is_empty() {
        bail!("grade: name the folder of what was handed in. {}", see_help());
    }
    let challenges = paths.split_off(1);
    Ok(Task::Grade { folder: paths.remove(0), challenges })
}

fn parse_number(option: &str, given: &str) -> Result<u64> {
    match given.parse() {
        // The seed of a scenario is a whole number that JavaScript can hold.
        Ok(number) if number <= 1 << 52 => Ok(number),
        _ => bail!("{option} {given}: a whole number from 0 to 2^52"),
    }
}

fn parse_port(given: &str) -> Result<u16> {
    match given.parse() {
        Ok(port) => Ok(port),
        Err(_) => bail!("--port {given}: a port is a whole number from 0 (any free one) to 65535"),
    }
}

fn parse_part(given: &str) -> Result<Part> {
    match Part::named(given) {
        Some(part) => Ok(part),
        None => bail!("there is no part `{given}`; the parts are {}", part_names()),
    }
}

fn part_names() -> String {
    Part::ALL.map(Part::name).join(", ")
}

fn see_help() -> &'static str {
    "`cargo xtask --help` lists what there is"
}

/// The text of `--help`.
pub fn help() -> String {
    let usual = Soak::default();
    format!(
        "\
Ringside: builds, serves and checks the page.

  cargo xtask start [--port {DEFAULT_PORT}] [--release]
      builds the page and serves it on 127.0.0.1; rebuilds and reloads when a source changes

  cargo xtask dist
      writes the deployable static site to dist/ and the npm package to dist/npm/; prints the sizes

  cargo xtask test [--only PART]
      runs every check, or one part: {}

  cargo xtask soak [--seeds {}] [--from {}] [--operations {}]
      plays random histories of as many seeds; writes the smallest scenario of the first that fails
      to target/soak/
  cargo xtask bench
      measures the core natively and through the module in Node, and compares

  cargo xtask scenes
      performs the main scenes in the browser and takes the pictures in docs/pictures/

  cargo xtask lesson [--tidy] [FILE…]
      checks lessons, those of the page if none is named: reads and plays each, and tells what is
      true of every prediction, or which field on which line is wrong; --tidy also writes the good
      ones anew, as the editor of the page would

  cargo xtask grade FOLDER [CHALLENGE…]
      plays again what a class handed in, for the challenges of these files, or else of the folder, or
      else of the page; prints a table and writes it to FOLDER/grades.csv

Each command sets up what it lacks and says so: the wasm32 target, the Node packages of the
tests, a Chromium for the browser tests (CHROME=/path/to/one chooses it).
",
        part_names(),
        usual.seeds,
        usual.from,
        usual.operations
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Task) {
        assert_eq!(parse(line.split_whitespace()).unwrap(), expect, "{line}");
    }

    fn check_refused(line: &str, expect: &str) {
        let message = parse(line.split_whitespace()).unwrap_err().to_string();
        assert!(message.contains(expect), "{line}: {message}");
    }

    #[test]
    fn commands_and_their_options() {
        check("", Task::Help);
        check("--help", Task::Help);
        check("start", Task::Start { port: 8080, profile: Profile::Dev });
        check("start --release --port=9000", Task::Start { port: 9000, profile: Profile::Release });
        check("dist", Task::Dist);
        check("test", Task::Test { only: None });
        check("soak", Task::Soak(Soak { seeds: 10_000, from: 0, operations: 200 }));
        check("soak --seeds 5 --from=7", Task::Soak(Soak { seeds: 5, from: 7, operations: 200 }));
        check("bench", Task::Bench);
        check("scenes", Task::Scenes);
        check("lesson", Task::Lesson { files: Vec::new(), tidy: false });
        let files = vec!["a.json".into(), "b.json".into()];
        check("lesson a.json --tidy b.json", Task::Lesson { files, tidy: true });
        let challenges = vec!["own.json".into()];
        check("grade class own.json", Task::Grade { folder: "class".into(), challenges });
        check("test --only rustdoc", Task::Test { only: Some(Part::Rustdoc) });
    }

    #[test]
    fn refusals_name_what_was_given_and_what_there_is() {
        check_refused("serve", "`serve`; there are start, dist, test, soak, bench, scenes, lesson and grade");
        check_refused("start --port 70000", "--port 70000");
        check_refused("start here", "here");
        check_refused("dist --open", "--open");
        check_refused("soak --seeds many", "--seeds many");
        check_refused("soak 5", "5");
        check_refused("lesson --all", "--all");
        check_refused("grade", "name the folder");
        check_refused("test --only lint", "the parts are format, clippy, rustdoc");
        check_refused("test --only native --only wasm", "one part");
    }
}
