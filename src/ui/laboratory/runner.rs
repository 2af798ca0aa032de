//! Runs an experiment in slices between which the page draws and heeds a cancel.

use super::found::Running;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

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
pub struct Runner(Rc<Inner>);

#[derive(Default)]
struct Inner {
    timer: Cell<Option<i32>>,
    task: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Runner {
    /// Runs to the end, and reports on the way and there. What ran before is called off.
    pub fn run(&self, mut running: Box<dyn Running>, report: Report) {
        self.cancel();
        let (runner, mut reported, mut is_due) = (self.clone(), now(), false);
        // A report draws the page, which takes as long as some slices: it has a task of its own.
        let task = Closure::new(move || {
            runner.0.timer.set(None);
            let was_due = is_due;
            if was_due {
                report(&*running);
                reported = now();
            } else {
                do_slice(&mut *running);
            }
            let is_done = running.progress() >= 1.0;
            is_due = !was_due && (is_done || now() - reported >= REPORT_EVERY);
            if is_due || !is_done {
                runner.ask_for_task();
            }
        });
        self.0.task.replace(Some(task));
        self.ask_for_task();
    }

    /// Calls off what runs.
    pub fn cancel(&self) {
        if let (Some(timer), Some(window)) = (self.0.timer.take(), web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }

    fn ask_for_task(&self) {
        let task = self.0.task.borrow();
        let (Some(window), Some(task)) = (web_sys::window(), task.as_ref()) else { return };
        self.0.timer.set(window.set_timeout_with_callback(task.as_ref().unchecked_ref()).ok());
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
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
