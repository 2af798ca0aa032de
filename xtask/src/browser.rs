//! Finds a Chromium for the browser tests, and installs one where that is simple and welcome.
//!
//! The one made to run without windows takes about a third less of the processor for the same tests, so it is preferred.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// The name of a Chromium without windows: of the program, and of Debian's package.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

/// Names on PATH of others, the freest first.
const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where installers put it without adding it to PATH.
const PLACES: [&str; 5] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// The browser to test with: `$CHROME`, else the headless shell, which is installed on Debian as root, else any other that
/// is there.
pub fn ensure() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROME").filter(|value| !value.is_empty()) {
        return accept_chosen(PathBuf::from(chosen));
    }
    if process::find_on_path(HEADLESS_SHELL).is_none() && is_debian() && is_root() {
        // Where there is no such package, or no network, another browser may be there.
        install_on_debian().unwrap_or_else(|error| println!("{HEADLESS_SHELL} could not be installed: {error:#}"));
    }
    if let Some(found) = process::find_on_path(HEADLESS_SHELL).or_else(find_another) {
        return Ok(found);
    }
    bail!(
        "the browser tests need Chromium or Chrome, and none was found. Install one (on Debian: apt-get install \
         {HEADLESS_SHELL}) or name it: CHROME=/path/to/chrome cargo xtask test --only browser"
    )
}

fn accept_chosen(path: PathBuf) -> Result<PathBuf> {
    if process::is_executable(&path) {
        return Ok(path);
    }
    bail!("CHROME={} is no program that can be run; correct it, or unset it to look for one", path.display())
}

fn find_another() -> Option<PathBuf> {
    let on_path = PROGRAMS.iter().find_map(|name| process::find_on_path(name));
    on_path.or_else(|| PLACES.iter().map(PathBuf::from).find(|place| process::is_executable(place)))
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists()
}

fn is_root() -> bool {
    process::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn install_on_debian() -> Result<()> {
    println!("Set-up: installing the Debian package {HEADLESS_SHELL} with apt-get.");
    let apt = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&["install", "-y", "--no-install-recommends", HEADLESS_SHELL])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_browser_that_cannot_run_is_refused_by_name() {
        let message = accept_chosen(PathBuf::from("/no/such/chrome")).unwrap_err().to_string();
        assert!(message.contains("CHROME=/no/such/chrome"), "{message}");
    }
}
