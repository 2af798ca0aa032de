//! Grades what was handed in: `cargo xtask grade FOLDER CHALLENGE…`, or `cargo run --example grade FOLDER CHALLENGE…`.
//!
//! Each file of the folder is played again for the challenge that it names. A table goes to the terminal, the same as CSV into
//! `grades.csv` in the folder; the exit code tells only whether grading was possible.

use ringside::challenge::{Challenge, Gradebook, MAX_HAND_IN_BYTES};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The list that is written into the folder.
const CSV: &str = "grades.csv";

fn main() -> ExitCode {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(folder) = paths.next() else {
        eprintln!("Name the folder of what was handed in.");
        return ExitCode::FAILURE;
    };
    match grade(&folder, &paths.collect::<Vec<_>>()) {
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

fn grade(folder: &Path, challenges: &[PathBuf]) -> Result<String, String> {
    let challenges = challenges.iter().map(|path| {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: could not be read: {error}", path.display()))?;
        Challenge::read(&text).map_err(|error| format!("{}: {error}", path.display()))
    });
    let mut gradebook =
        Gradebook::new(challenges.collect::<Result<Vec<_>, _>>()?).map_err(|error| error.to_string())?;
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: could not be read: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.retain(|file| file.file_name().is_some_and(|name| name != CSV && !name.to_string_lossy().starts_with('.')));
    files.sort();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        gradebook.add(&name, &text_of(file));
    }
    let csv = folder.join(CSV);
    fs::write(&csv, gradebook.csv()).map_err(|error| format!("{}: could not be written: {error}", csv.display()))?;
    Ok(format!("{}{} has the same for spreadsheets.\n", gradebook.table(), csv.display()))
}

/// The text of a file. Of one that is far too large as much as shows that it is; of one that cannot be read nothing, which is
/// graded as what it is.
fn text_of(file: &Path) -> String {
    let mut bytes = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(MAX_HAND_IN_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&bytes).into_owned())
}
