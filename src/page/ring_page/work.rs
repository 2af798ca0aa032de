//! What takes long: the balance in slices, and the keys of a file in chunks.

use super::desk::{Act, Desk};
use crate::laboratories::rings::balance::BalanceRun;
use crate::laboratories::rings::key_count::{KeyColumns, KeyCount, columns_of};
use crate::page::browser;
use crate::page::effects::file_chunks::{CHUNK, bytes_of};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use web_sys::File;
use yew::Callback;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// Milliseconds of a slice, and ranges between two looks at the clock.
const SLICE: f64 = 12.0;
const RANGES: usize = 2_000;
/// Milliseconds between two reports of a file that is read.
const REPORT_EVERY: f64 = 200.0;
/// The hottest keys that are listed.
const HOTTEST: usize = 10;
/// Bytes by which the columns of a file are recognised.
const BEGINNING: f64 = 65_536.0;

/// Counts runs, so that an earlier one stops when a later one begins.
#[derive(Clone, Default)]
pub struct Runs(Rc<Cell<u32>>);

impl Runs {
    /// Begins a run; the returned function says whether it is still the latest.
    pub fn begin(&self) -> impl Fn() -> bool + use<> {
        self.cancel();
        let (latest, own) = (self.0.clone(), self.0.get());
        move || latest.get() == own
    }

    pub fn cancel(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}

/// Computes the balance, and reports what is known after each part.
pub fn compute(desk: &Desk, runs: &Runs, report: Callback<Act>) {
    let is_latest = runs.begin();
    let mut run = BalanceRun::new(desk.question(), desk.ring.0.clone());
    spawn_local(async move {
        loop {
            sleep(Duration::ZERO).await;
            if !is_latest() {
                return;
            }
            let (before, began) = (run.found().clone(), browser::now());
            let mut is_done = false;
            while !is_done && browser::now() - began < SLICE {
                is_done = run.go_on(RANGES);
            }
            if is_done || *run.found() != before {
                report.emit(Act::Found(Rc::new(run.found().clone())));
            }
            if is_done {
                return;
            }
        }
    });
}

/// Looks at the beginning of a file of keys, and reports its columns.
pub fn look_at(file: File, report: Callback<Act>) {
    spawn_local(async move {
        report.emit(match bytes_of(&file, 0.0, BEGINNING.min(file.size())).await {
            Some(bytes) => {
                let (columns, names) = columns_of(&bytes);
                Act::KeyFile(columns, names)
            }
            None => Act::KeysRefused("The file could not be read.".to_owned()),
        });
    });
}

/// Counts the keys of a file.
pub fn count(file: File, columns: KeyColumns, desk: &Desk, runs: &Runs, report: Callback<Act>) {
    let is_latest = runs.begin();
    let (ring, copies) = (desk.ring.0.clone(), desk.rule.copies());
    let mut count = KeyCount::new(&ring, desk.field.partitioner, columns).in_bucket(&desk.bucket);
    spawn_local(async move {
        let (mut at, size, mut reported) = (0.0, file.size(), 0.0);
        while at < size {
            let Some(bytes) = bytes_of(&file, at, (at + CHUNK).min(size)).await else {
                return report.emit(Act::KeysRefused("The file could not be read to its end.".to_owned()));
            };
            if !is_latest() {
                return;
            }
            if let Err(refusal) = count.feed(&ring, &bytes) {
                return report.emit(Act::KeysRefused(refusal.message));
            }
            at += CHUNK;
            // A report redraws the page.
            if browser::now() - reported >= REPORT_EVERY {
                reported = browser::now();
                report.emit(Act::KeysRead((at / size).min(1.0), count.keys()));
            }
        }
        report.emit(match count.finish(&ring) {
            Ok(()) => Act::KeysFound(Rc::new(count.shares(&ring, copies, HOTTEST))),
            Err(refusal) => Act::KeysRefused(refusal.message),
        });
    });
}
