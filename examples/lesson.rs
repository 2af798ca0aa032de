//! Checks lessons without a browser: `cargo xtask lesson FILE…`, or `cargo run --example lesson FILE…`.
//!
//! With `--tidy` each good one is also written anew, as the editor of the page would write it.
//!
//! Each is read, played to its end, and the truth of each prediction is printed. What is wrong is named by file, line and
//! field, and the exit code tells whether anything was.

use ringside::input::file_error::FileError;
use ringside::teaching::lesson::{Lesson, MAX_BYTES, check};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (options, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|given| given == "--tidy");
    let wrong = files.iter().filter(|file| !tell(file, !options.is_empty())).count();
    let right = files.len() - wrong;
    println!("{right} of {} lessons are good.", files.len());
    if wrong == 0 && !files.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says what there is to say of a file; false when something is wrong with it.
fn tell(file: &str, tidy: bool) -> bool {
    match read(file).and_then(|text| report(file, &text, tidy)) {
        Ok(report) => println!("{file}\n{report}"),
        Err(error) if error.line > 0 => {
            let field = if error.field.is_empty() { String::new() } else { format!(" {}:", error.field) };
            println!("{file}:{}:{field} {}\n", error.line, error.message);
            return false;
        }
        Err(error) => {
            println!("{file}: {error}\n");
            return false;
        }
    }
    true
}

fn read(file: &str) -> Result<String, FileError> {
    let path = Path::new(file);
    let refused = |error: std::io::Error| FileError::new("unreadable", "", format!("could not be read: {error}"));
    // A file that is far too large need not be read to say so.
    if std::fs::metadata(path).map_err(refused)?.len() > 16 * MAX_BYTES as u64 {
        return Err(FileError::new("too-large", "", format!("has more than {MAX_BYTES} bytes (1 MiB).")));
    }
    std::fs::read_to_string(path).map_err(refused)
}

fn report(file: &str, text: &str, tidy: bool) -> Result<String, FileError> {
    let lesson = Lesson::read(text)?;
    let rehearsal = check(&lesson).map_err(|error| error.in_text(text))?;
    if tidy {
        let refused =
            |error: std::io::Error| FileError::new("unwritable", "", format!("could not be written: {error}"));
        std::fs::write(file, lesson.write()).map_err(refused)?;
    }
    let mut report = format!("  {}, {} minutes, {} bytes\n", lesson.title, lesson.minutes, text.len());
    for (number, (step, rehearsed)) in (1..).zip(lesson.steps.iter().zip(&rehearsal.steps)) {
        report += &format!("  {number:2}. {} ({} events)\n", step.title, rehearsed.to - rehearsed.from);
        let (Some(prediction), Some(truth)) = (&step.predict, &rehearsed.truth) else { continue };
        let right = rehearsed.right.iter().filter_map(|index| prediction.choices.get(*index));
        let right: Vec<&str> = right.map(|choice| choice.text.as_str()).collect();
        report += &format!("      {}\n      right: {}\n", truth.sentence, right.join(" | "));
    }
    Ok(report)
}
