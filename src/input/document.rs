//! A file of JSON that somebody wrote: its size, its text, and the version of its format.

use super::fields::Fields;
use super::file_error::FileError;
use super::refusal::Refusal;
use serde_json::Value;

/// Reads a file of at most so many bytes, a whole number of MiB. An error has the line of its field.
///
/// # Errors
/// `too-large`, `not-json`, and whatever `read` refuses.
pub(crate) fn read_document<T>(
    text: &str,
    most_bytes: usize,
    read: impl FnOnce(&Value) -> Result<T, FileError>,
) -> Result<T, FileError> {
    if text.len() > most_bytes {
        let mebibytes = most_bytes >> 20;
        let message = format!("the file has {} bytes; allowed is at most {most_bytes} ({mebibytes} MiB).", text.len());
        return Err(FileError { line: 1, ..FileError::new("too-large", "", message) });
    }
    // Some editors begin a file with a byte order mark.
    let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let message = format!("this is not JSON: {error}.");
        FileError { line: error.line().max(1), ..FileError::new("not-json", "", message) }
    })?;
    read(&json).map_err(|error| error.in_text(text))
}

/// Demands the version of a format that this build reads, in the field that also says what the file is.
///
/// # Errors
/// `missing-field`, `invalid-number`, `unknown-format`.
pub(crate) fn check_format(fields: &Fields<'_>, field: &str, format: u64) -> Result<(), Refusal> {
    let given = fields.whole(field, 0, 1 << 53)?;
    let given = fields.required(field, given, &format!("the format's number, {format}"))?;
    if given == format {
        return Ok(());
    }
    let allowed = format!("{format}, the format that this page reads; a newer page may read a newer one");
    Err(Refusal::field("unknown-format", &fields.path(field), given, &allowed))
}
