//! Runs an experiment in slices, between which the page draws and responds.

use super::running::Running;
use crate::page::browser;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// Target duration of a slice in milliseconds, well below what anybody would notice.
const SLICE: f64 = 12.0;
/// Work units between two looks at the clock: one to three milliseconds.
const WORK: u64 = 5_000;
/// Milliseconds between two reports.
const REPORT_EVERY: f64 = 120.0;

/// Called with the running experiment at each report and at its end.
pub type Report = Rc<dyn Fn(&dyn Running)>;

/// A runner. Clones share one runner.
#[derive(Clone, Default)]
pub struct Runner {
    /// The number of the latest run: an earlier run stops at its next pause.
    latest: Rc<Cell<u32>>,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.latest, &other.latest)
    }
}

impl Runner {
    /// Runs an experiment to its end, with reports on the way. An earlier run is cancelled.
    pub fn run(&self, mut running: Box<dyn Running>, report: Report) {
        self.cancel();
        let (latest, own) = (self.latest.clone(), self.latest.get());
        spawn_local(async move {
            let (mut reported, mut is_due) = (now(), false);
            while is_due || running.progress() < 1.0 {
                sleep(Duration::ZERO).await;
                if latest.get() != own {
                    return;
                }
                // A report redraws the page, which takes as long as several slices, so it gets a task of its own.
                if std::mem::take(&mut is_due) {
                    report(&*running);
                    reported = now();
                } else {
                    do_slice(&mut *running);
                    is_due = running.progress() >= 1.0 || now() - reported >= REPORT_EVERY;
                }
            }
        });
    }

    /// Cancels the present run.
    pub fn cancel(&self) {
        self.latest.set(self.latest.get().wrapping_add(1));
    }
}

/// Works until the slice is over. The speed of one slice says nothing about the next, so the clock is checked within
/// each.
fn do_slice(running: &mut dyn Running) {
    let began = now();
    while running.progress() < 1.0 && now() - began < SLICE {
        running.advance(WORK);
    }
}

fn now() -> f64 {
    browser::now()
}
