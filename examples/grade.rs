//! Grades what was handed in: `cargo xtask grade FOLDER CHALLENGE…`, or `cargo run --example grade FOLDER CHALLENGE…`.
//!
//! Each file of the folder, and of the folders in it, is played again for the challenge that it names. The challenges are those that
//! are named, or else those that lie in the folder itself, or else those after `--or`. A table goes to the terminal, the same as CSV
//! into `grades.csv` in the folder; the exit code tells only whether grading was possible. `npm/grade.mjs` does the same in Node.

use ringside::teaching::challenge::{Challenge, Gradebook, MAX_HAND_IN_BYTES};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The list that is written into the folder.
const CSV: &str = "grades.csv";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("Name the folder of what was handed in.");
        return ExitCode::FAILURE;
    };
    let (mut named, mut usual, mut of_usual) = (Vec::new(), Vec::new(), false);
    for argument in arguments {
        match argument == "--or" {
            true => of_usual = true,
            false if of_usual => usual.push(PathBuf::from(argument)),
            false => named.push(PathBuf::from(argument)),
        }
    }
    match grade(&folder, named, usual) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn grade(folder: &Path, named: Vec<PathBuf>, usual: Vec<PathBuf>) -> Result<String, String> {
    let mut files = Vec::new();
    gather(folder, "", &mut files).map_err(|error| format!("{}: could not be read: {error}", folder.display()))?;
    files.sort();
    let own = take_challenges(&mut files, folder);
    let chosen = [&named, &own, &usual].into_iter().find(|challenges| !challenges.is_empty());
    let chosen =
        chosen.ok_or("There is no challenge to grade for. Name its file after the folder, or put it in there.")?;
    let challenges = chosen.iter().map(|path| challenge_of(path)).collect::<Result<Vec<_>, _>>()?;
    for challenge in own.iter().filter(|_| !named.is_empty()) {
        eprintln!("{}: a challenge, so it is not graded.", challenge.display());
    }
    if named.is_empty() && own.is_empty() {
        eprintln!("Graded for the {} challenges of Ringside.", challenges.len());
    } else {
        let titles: Vec<String> = challenges.iter().map(|challenge| format!("“{}”", challenge.title)).collect();
        eprintln!("Graded for {}.", titles.join(", "));
    }
    let mut gradebook = Gradebook::new(challenges).map_err(|error| error.to_string())?;
    for name in &files {
        gradebook.add(name, &text_of(&folder.join(name)));
    }
    let csv = folder.join(CSV);
    fs::write(&csv, gradebook.csv()).map_err(|error| format!("{}: could not be written: {error}", csv.display()))?;
    Ok(format!("{}{} has the same for spreadsheets.\n", gradebook.table(), csv.display()))
}

/// The files of a folder and of those in it, by their names as seen from the outermost one; none that is hidden. Links to folders are
/// not followed: they may lead in a circle.
fn gather(folder: &Path, before: &str, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let name = format!("{before}{name}");
        if entry.file_name().to_string_lossy().starts_with('.') || name == CSV {
            continue;
        }
        if entry.file_type()?.is_dir() {
            if let Err(error) = gather(&path, &format!("{name}/"), files) {
                eprintln!("{}: could not be read: {error}", path.display());
            }
        } else if path.is_file() {
            files.push(name);
        }
    }
    Ok(())
}

/// Takes the challenges out of the files of a folder: only what lies in the folder itself may be one, as what lies deeper is a
/// student's.
fn take_challenges(files: &mut Vec<String>, folder: &Path) -> Vec<PathBuf> {
    let is_challenge = |name: &str| {
        let text = text_of(&folder.join(name));
        let json = text.contains("\"ringsideChallenge\"").then(|| serde_json::from_str::<Value>(without_mark(&text)));
        json.and_then(Result::ok).is_some_and(|json| Challenge::is_one(&json) && json.get("ringsideHandIn").is_none())
    };
    let (own, others) = files.drain(..).partition(|name| !name.contains('/') && is_challenge(name));
    *files = others;
    own.iter().map(|name: &String| folder.join(name)).collect()
}

fn challenge_of(path: &Path) -> Result<Challenge, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: could not be read: {error}", path.display()))?;
    Challenge::read(without_mark(&text)).map_err(|error| format!("{}: {error}", path.display()))
}

/// A text without the mark that some editors put before it.
fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

/// The text of a file. Of one that is far too large as much as shows that it is; of one that cannot be read nothing, which is
/// graded as what it is.
fn text_of(file: &Path) -> String {
    let mut bytes = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(MAX_HAND_IN_BYTES as u64 + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            eprintln!("{}: could not be read: {error}", file.display());
            String::new()
        }
    }
}
