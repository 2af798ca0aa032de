//! Notices that a source has changed, by looking again and again: it needs no library and works on every disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const INTERVAL: Duration = Duration::from_millis(300);

/// When each file was changed, and how long it is: a copy can keep the time of its original.
#[derive(Debug, Default, PartialEq)]
pub struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// Looks at files, and at folders with all that is in them. What does not exist is left out.
    pub fn take(paths: &[PathBuf]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        paths.iter().for_each(|path| snapshot.add(path));
        snapshot
    }

    fn add(&mut self, path: &Path) {
        let Ok(metadata) = path.metadata() else { return };
        if !metadata.is_dir() {
            self.0.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
            return;
        }
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            // Editors keep their own business in hidden files.
            if !entry.file_name().to_string_lossy().starts_with('.') {
                self.add(&entry.path());
            }
        }
    }
}

/// Waits until the paths differ from `before` and have come to rest; returns how they are then.
pub fn wait_for_change(paths: &[PathBuf], before: &Snapshot) -> Snapshot {
    let mut latest = Snapshot::take(paths);
    loop {
        std::thread::sleep(INTERVAL);
        let now = Snapshot::take(paths);
        // A branch switch changes many files: build once, after the last.
        if now != *before && now == latest {
            return now;
        }
        latest = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_change_an_addition_and_a_removal_show() {
        let folder = std::env::temp_dir().join(format!("ringside-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let (paths, file) = ([folder.clone(), folder.join("missing")], folder.join("deep/ring.rs"));
        let empty = Snapshot::take(&paths);
        fs::write(&file, "one").unwrap();
        let one = Snapshot::take(&paths);
        fs::write(&file, "two, longer").unwrap();
        let two = Snapshot::take(&paths);
        fs::write(folder.join(".ring.rs.swp"), "").unwrap();
        assert_ne!(empty, one);
        assert_ne!(one, two);
        assert_eq!(two, Snapshot::take(&paths));
        fs::remove_file(&file).unwrap();
        assert_eq!(empty, Snapshot::take(&paths));
        fs::remove_dir_all(folder).unwrap();
    }
}
