//! Runs an experiment in slices between which the page draws and heeds a cancel.

use super::experiment_result::Running;
use crate::page::browser;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// Milliseconds that a slice should take: well below what anybody would notice.
const SLICE: f64 = 12.0;
/// Work after which it is looked at the clock: one to three milliseconds.
const WORK: u64 = 5_000;
/// Milliseconds between two reports.
const REPORT_EVERY: f64 = 120.0;

/// What the runner says: how far it is, and whether it is at its end.
pub type Report = Rc<dyn Fn(&dyn Running)>;

/// A runner. Clones are the same one.
#[derive(Clone, Default)]
pub struct Runner {
    /// The number of the latest run: an earlier one ends at its next pause.
    latest: Rc<Cell<u32>>,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.latest, &other.latest)
    }
}

impl Runner {
    /// Runs to the end, and reports on the way and there. What ran before is called off.
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
                // A report draws the page, which takes as long as some slices: it has a task of its own.
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

    /// Calls off what runs.
    pub fn cancel(&self) {
        self.latest.set(self.latest.get().wrapping_add(1));
    }
}

/// Goes on until the slice is over. Nothing is concluded from one slice for the next: what comes may be dearer.
fn do_slice(running: &mut dyn Running) {
    let began = now();
    while running.progress() < 1.0 && now() - began < SLICE {
        running.advance(WORK);
    }
}

fn now() -> f64 {
    browser::now()
}
