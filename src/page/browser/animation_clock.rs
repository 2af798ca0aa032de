//! The animation clock: the only animation loop of the page. It runs only while something moves.
//!
//! The clock holds the progress between two steps, 0 to 1. On each frame it calls its *painters*, which set the few
//! attributes that depend on it; nothing else is drawn again.

use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Draws one frame, given the progress between two steps, 0 to 1.
pub type Painter = Rc<dyn Fn(f64)>;

/// What the clock does next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Plan {
    /// Nothing: no frame and no timer is pending.
    Rest,
    /// Animate to the next step within this many milliseconds.
    Travel(f64),
    /// Wait this many milliseconds at the present step.
    Dwell(f64),
}

/// The animation clock. Clones share one clock.
#[derive(Clone, Default)]
pub struct AnimationClock(Rc<Inner>);

#[derive(Default)]
struct Inner {
    progress: Cell<f64>,
    leg: Cell<u32>,
    /// The leg that is drawn. Until `follow` is called for it, its progress is unknown.
    drawn_leg: Cell<u32>,
    painters: RefCell<Vec<(u32, Painter)>>,
    painters_so_far: Cell<u32>,
    /// The pending frame or timer; dropping it cancels it.
    frame: RefCell<Option<AnimationFrame>>,
    timer: RefCell<Option<Timeout>>,
}

impl PartialEq for AnimationClock {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl AnimationClock {
    /// The progress towards the next step, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.0.progress.get()
    }

    /// Follows a plan for this leg and calls `done` at its end. An earlier plan is cancelled, but a leg that is resumed
    /// after a pause continues from where it was.
    pub fn follow(&self, leg: u32, plan: Plan, done: Callback<()>) {
        self.halt();
        if self.0.leg.replace(leg) != leg {
            self.0.progress.set(0.0);
        }
        self.paint();
        match plan {
            Plan::Rest => {}
            Plan::Travel(duration) if duration <= 0.0 => done.emit(()),
            Plan::Travel(duration) => self.travel(duration, None, done),
            Plan::Dwell(duration) => self.dwell(duration, done),
        }
    }

    /// Stands still at this progress, 0 to 1, and paints it.
    pub fn stand_at(&self, progress: f64) {
        self.halt();
        self.0.progress.set(progress);
        self.paint();
    }

    /// Cancels the pending frame and timer.
    pub fn halt(&self) {
        self.0.frame.take();
        self.0.timer.take();
    }

    /// Continues in the next frame; `last` is the time of the previous one, in milliseconds.
    fn travel(&self, duration: f64, last: Option<f64>, done: Callback<()>) {
        let clock = self.clone();
        let frame = request_animation_frame(move |now| {
            // A page that was hidden resumes where it was instead of jumping ahead.
            let passed = (now - last.unwrap_or(now)).clamp(0.0, 100.0);
            let progress = clock.progress() + passed / duration;
            clock.0.progress.set(progress.min(1.0));
            clock.paint();
            if progress >= 1.0 { done.emit(()) } else { clock.travel(duration, Some(now), done) }
        });
        self.0.frame.replace(Some(frame));
    }

    fn dwell(&self, duration: f64, done: Callback<()>) {
        self.0.timer.replace(Some(Timeout::new(duration as u32, move || done.emit(()))));
    }

    fn paint(&self) {
        let painters: Vec<Painter> = self.0.painters.borrow().iter().map(|(_, painter)| painter.clone()).collect();
        painters.iter().for_each(|painter| painter(self.progress()));
    }

    /// Notes that the page is drawn for this leg, which is followed once drawing is done.
    pub fn draws(&self, leg: u32) {
        self.0.drawn_leg.set(leg);
    }

    /// Adds a painter; the returned closure removes it. It paints at once, unless another leg is about to be followed:
    /// then it would paint an outdated moment.
    fn add(&self, painter: Painter) -> impl FnOnce() + use<> {
        if self.0.drawn_leg == self.0.leg {
            painter(self.progress());
        }
        let number = self.0.painters_so_far.get();
        self.0.painters_so_far.set(number + 1);
        self.0.painters.borrow_mut().push((number, painter));
        let clock = self.clone();
        move || clock.0.painters.borrow_mut().retain(|(other, _)| *other != number)
    }
}

/// Registers a painter while the component is mounted; it is rebuilt when `deps` change.
#[hook]
pub fn use_painter<D: PartialEq + 'static>(
    clock: &AnimationClock,
    deps: D,
    painter: impl FnOnce(&D) -> Painter + 'static,
) {
    let clock = clock.clone();
    use_effect_with(deps, move |deps| clock.add(painter(deps)));
}
