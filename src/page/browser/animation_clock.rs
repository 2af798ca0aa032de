//! The way from one step to the next in wall time, and the only loop of the page: it runs while something moves, and
//! at no other time.
//!
//! The clock knows how far the way has come, 0 to 1. On each frame it asks its *painters* to set the few attributes
//! that follow from that; nothing else is drawn anew.

use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Sets what follows from how far the way has come.
pub type Painter = Rc<dyn Fn(f64)>;

/// What is to happen between two steps.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Plan {
    /// Nothing: no frame, no timer.
    Rest,
    /// The way takes so many milliseconds.
    Travel(f64),
    /// The step stands for so many milliseconds.
    Dwell(f64),
}

/// The clock. Clones are the same clock.
#[derive(Clone, Default)]
pub struct AnimationClock(Rc<Inner>);

#[derive(Default)]
struct Inner {
    progress: Cell<f64>,
    leg: Cell<u32>,
    /// The leg of the page that is drawn: until it is followed, its moment is not known.
    drawn_leg: Cell<u32>,
    painters: RefCell<Vec<(u32, Painter)>>,
    painters_so_far: Cell<u32>,
    /// What is due; dropping it calls it off.
    frame: RefCell<Option<AnimationFrame>>,
    timer: RefCell<Option<Timeout>>,
}

impl PartialEq for AnimationClock {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl AnimationClock {
    /// How far the way to the next step has come, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.0.progress.get()
    }

    /// Follows a plan for this leg; `done` is called at its end. What was planned before is called off, but a leg
    /// that goes on after a pause goes on where it was.
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

    /// Calls off the frame and the timer that are due.
    pub fn halt(&self) {
        self.0.frame.take();
        self.0.timer.take();
    }

    /// Goes on in the next frame; `last` is the time of the one before it.
    fn travel(&self, duration: f64, last: Option<f64>, done: Callback<()>) {
        let clock = self.clone();
        let frame = request_animation_frame(move |now| {
            // A page that was hidden goes on where it was, it does not jump.
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

    /// The page is drawn for this leg, which will be followed once it stands.
    pub fn draws(&self, leg: u32) {
        self.0.drawn_leg.set(leg);
    }

    /// Adds a painter; the result removes it. It paints at once, unless another leg is about to be followed: then it
    /// would paint a moment that is over.
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

/// Lets a component paint as long as it is there; `painter` is made anew when `deps` change.
#[hook]
pub fn use_painter<D: PartialEq + 'static>(
    clock: &AnimationClock,
    deps: D,
    painter: impl FnOnce(&D) -> Painter + 'static,
) {
    let clock = clock.clone();
    use_effect_with(deps, move |deps| clock.add(painter(deps)));
}
