//! Running other programs, with errors that say which one and what came of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// The cargo that runs this task, so that everything is built by one toolchain.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program whose output goes to the terminal; an error unless it ends well.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, error))?;
    if !status.success() {
        bail!("`{}` failed ({status})", written_out(command));
    }
    Ok(())
}

/// What a program prints, while what it complains of goes to the terminal; an error unless it ends well.
pub fn read_aloud(command: &mut Command) -> Result<String> {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
    let output = child.and_then(Child::wait_with_output).map_err(|error| cannot_start(command, error))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", written_out(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` printed no UTF-8", written_out(command)))
}

/// What a program prints, without the white space around it; an error unless it ends well.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| cannot_start(command, error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", written_out(command), output.status, complaint.trim());
    }
    let text =
        String::from_utf8(output.stdout).with_context(|| format!("`{}` printed no UTF-8", written_out(command)))?;
    Ok(text.trim().to_owned())
}

/// The file that the shell would run for `name`.
pub fn find_on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|candidate| is_executable(candidate))
}

/// Whether this is a file that may be run.
pub fn is_executable(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        path.is_file()
    }
}

fn cannot_start(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().display();
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("`{program}` was not found; install it or add it to PATH"),
        _ => anyhow::Error::new(error).context(format!("`{program}` could not be started")),
    }
}

fn written_out(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
