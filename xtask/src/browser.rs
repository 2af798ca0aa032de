//! Finds a Chromium for the browser tests, and installs one where that is simple and welcome.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Names on PATH, the freest first.
const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where installers put it without adding it to PATH.
const PLACES: [&str; 5] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// The browser to test with: `$CHROME`, else one that is installed, else on Debian as root the package `chromium`.
pub fn ensure() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROME").filter(|value| !value.is_empty()) {
        return accept_chosen(PathBuf::from(chosen));
    }
    if let Some(found) = find_installed() {
        return Ok(found);
    }
    if is_debian() && is_root() {
        install_on_debian()?;
        if let Some(found) = find_installed() {
            return Ok(found);
        }
    }
    bail!(
        "the browser tests need Chromium or Chrome, and none was found. Install one (on Debian: apt-get install \
         chromium) or name it: CHROME=/path/to/chrome cargo xtask test --only browser"
    )
}

fn accept_chosen(path: PathBuf) -> Result<PathBuf> {
    if process::is_executable(&path) {
        return Ok(path);
    }
    bail!("CHROME={} is no program that can be run; correct it, or unset it to look for one", path.display())
}

fn find_installed() -> Option<PathBuf> {
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
    println!("Set-up: installing the Debian package chromium with apt-get.");
    let apt = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&["install", "-y", "--no-install-recommends", "chromium"])
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
