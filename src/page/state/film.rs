//! Steps that leave the page for slides: as an animation, or as stills on paper. Here is what was asked for, whether it can
//! be had, and how the page stands at each of its steps; the frames are made in [`crate::page::effects`].

use super::{Headline, Model, Playback, Screen, Spotlight, Theme, Track, Window};
use crate::explain::trace::Cause;
use std::rc::Rc;

/// Most steps of one animation, or of one set of stills.
pub const MOST_STEPS: usize = 200;
/// Up to this many steps, the whole history is offered; of a longer one, the present operation.
const SHORT: usize = 40;
/// Widths of an animation, in pixels.
pub const WIDTHS: [u32; 3] = [640, 960, 1_280];
/// Steps in the background that are shown on the way to the next stop.
const MOST_PASSED_OVER: usize = 24;
/// Frames per second while something flies, and most frames of one flight and of a whole animation.
const FRAMES_PER_SECOND: f64 = 10.0;
const MOST_MOMENTS: usize = 30;
const MOST_FRAMES: usize = 900;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilmSubject {
    /// The stage while the key's way is walked.
    Walk,
    /// The stage with the messages of the history.
    Stage,
    /// Two worlds side by side.
    Worlds,
    Diagram,
}

impl FilmSubject {
    /// What can be chosen: two worlds only while two are compared.
    pub fn choices(model: &Model) -> Vec<Self> {
        let all = [Self::Worlds, Self::Stage, Self::Walk, Self::Diagram];
        all.into_iter().filter(|subject| *subject != Self::Worlds || model.comparison.is_some()).collect()
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Stage => "stage",
            Self::Worlds => "worlds",
            Self::Diagram => "space-time",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Walk => "The stage: the key’s walk",
            Self::Stage => "The stage: the messages",
            Self::Worlds => "The two worlds",
            Self::Diagram => "The space-time diagram",
        }
    }
}

/// What the steps become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilmFormat {
    Gif,
    Webm,
    /// Pictures on paper, six a page.
    Stills,
}

impl FilmFormat {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gif => "gif",
            Self::Webm => "webm",
            Self::Stills => "stills",
        }
    }
}

/// What is asked for, as it stands in the dialog.
#[derive(Clone, PartialEq, Debug)]
pub struct FilmForm {
    pub subject: FilmSubject,
    /// The first and the last step, as typed.
    pub from: Rc<str>,
    pub to: Rc<str>,
    pub format: FilmFormat,
    /// In pixels.
    pub width: u32,
    /// The theme; the system's stands for that of the page.
    pub theme: Theme,
    pub speed: f64,
}

/// A film that can be made: the stops, at each of which it has a sentence, by their steps.
#[derive(Clone, PartialEq, Debug)]
pub struct FilmPlan {
    pub form: FilmForm,
    pub theme: Theme,
    pub stops: Vec<usize>,
}

/// How far it has come.
#[derive(Clone, PartialEq, Debug)]
pub enum FilmProgress {
    /// It is being asked for.
    Asked,
    /// This many of its pictures are done, of this many, and then what is left to do in words.
    UnderWay(Rc<FilmPlan>, FilmReport),
    /// It was saved, as these words say.
    Saved(String),
    /// It could not be made, for this reason.
    Failed(String),
}

/// What has been done of what there is to do, and what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilmReport {
    pub done: usize,
    pub of: usize,
    /// Whether the pictures are there and are being recorded, in seconds.
    pub records: bool,
}

impl FilmReport {
    /// `Step 7 of 32`.
    pub fn words(&self) -> String {
        let Self { done, of, records } = self;
        if *records { format!("Recording: second {done} of {of}") } else { format!("Step {done} of {of}") }
    }
}

/// A film that is asked for, made, or saved.
#[derive(Clone, PartialEq, Debug)]
pub struct Film {
    pub form: FilmForm,
    pub progress: FilmProgress,
}

/// A picture on paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Still {
    /// The address of the picture.
    pub picture: Rc<str>,
    pub caption: FilmCaption,
}

/// What stands below a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilmCaption {
    /// `Step 5 of 21, 34.2 ms`.
    pub moment: String,
    /// The sentences, one for each world; the world's name is empty where there is one.
    pub sentences: Vec<(String, String)>,
}

/// What can be done about a film.
#[derive(Clone, Debug)]
pub enum FilmAction {
    /// Asks for one in this format.
    Open(FilmFormat),
    Change(FilmForm),
    /// Makes it, if it can be made.
    Make,
    /// This much of it is done.
    Report(FilmReport),
    Cancel,
    /// It was saved, as these words say.
    Saved(String),
    Failed(String),
    Show(Rc<[Still]>),
    /// Puts the stills away.
    PutAway,
    /// Back to the links and files.
    Leave,
}

impl Model {
    pub(super) fn film(&mut self, action: FilmAction) {
        let drafts = &mut self.drafts;
        match action {
            FilmAction::Open(format) => {
                let form = self.first_film(format);
                self.drafts.film = Some(Film { form, progress: FilmProgress::Asked });
            }
            FilmAction::Change(form) => drafts.film = Some(Film { form, progress: FilmProgress::Asked }),
            FilmAction::Make => {
                let plan =
                    drafts.film.as_ref().map(|film| film.form.clone()).and_then(|form| self.film_plan(&form).ok());
                if let Some(plan) = plan {
                    let report = FilmReport { done: 0, of: plan.stops.len(), records: false };
                    self.set_film_progress(FilmProgress::UnderWay(Rc::new(plan), report));
                }
            }
            FilmAction::Report(report) => {
                // What a film reports that was cancelled is late.
                if let Some(Film { progress: FilmProgress::UnderWay(_, reported), .. }) = &mut drafts.film {
                    *reported = report;
                }
            }
            FilmAction::Cancel => self.set_film_progress(FilmProgress::Asked),
            FilmAction::Saved(words) => self.set_film_progress(FilmProgress::Saved(words)),
            FilmAction::Failed(reason) => self.set_film_progress(FilmProgress::Failed(reason)),
            FilmAction::Show(stills) => {
                (drafts.film, drafts.sharing) = (None, None);
                self.put_stills_away();
                let behind = std::mem::replace(&mut self.screen, Screen::Stage);
                self.screen = Screen::Stills { stills, behind: Box::new(behind) };
            }
            FilmAction::PutAway => self.put_stills_away(),
            FilmAction::Leave => drafts.film = None,
        }
    }

    fn put_stills_away(&mut self) {
        if let Screen::Stills { behind, .. } = &mut self.screen {
            self.screen = std::mem::replace(behind, Screen::Stage);
        }
    }

    fn set_film_progress(&mut self, progress: FilmProgress) {
        if let Some(film) = &mut self.drafts.film {
            film.progress = progress;
        }
    }

    /// What is offered first: what is on the stage, whole if it is short.
    fn first_film(&self, format: FilmFormat) -> FilmForm {
        let subject = match (self.playback.track, &self.comparison) {
            (Track::KeyWalk, _) if self.world.steps == 0 => FilmSubject::Walk,
            (Track::KeyWalk, None) => FilmSubject::Walk,
            (_, Some(_)) => FilmSubject::Worlds,
            (Track::Messages, None) => FilmSubject::Stage,
        };
        let theme = if format == FilmFormat::Stills { Theme::Light } else { Theme::System };
        let form = FilmForm { subject, from: "".into(), to: "".into(), format, width: WIDTHS[1], theme, speed: 1.0 };
        self.with_its_range(form)
    }

    /// The form with the steps that are offered for its subject.
    pub fn with_its_range(&self, form: FilmForm) -> FilmForm {
        let (from, to) = self.offered_range(form.subject);
        FilmForm { from: from.to_string().into(), to: to.to_string().into(), ..form }
    }

    fn offered_range(&self, subject: FilmSubject) -> (usize, usize) {
        let last = self.last_of_film(subject);
        match subject {
            FilmSubject::Walk => (0, last),
            _ if last <= SHORT => (last.min(1), last),
            FilmSubject::Worlds => {
                let now = self.comparison.as_ref().map_or(last, |comparison| comparison.position);
                (now.saturating_sub(SHORT).max(1), now.max(1))
            }
            FilmSubject::Stage | FilmSubject::Diagram => {
                let (from, to) = self.present_operation();
                (from, to.min(from + MOST_STEPS - 1))
            }
        }
    }

    /// The first and last step of what was asked for at the present step or before it, up to what was asked for next.
    fn present_operation(&self) -> (usize, usize) {
        let (playground, now, last) = (self.world.playground(), self.world.frame.state.step, self.world.steps);
        let asked = |step: &usize| playground.event(*step).is_some_and(|event| event.cause == Cause::Command);
        let from = (1..=now.max(1)).rev().find(asked).unwrap_or(1);
        let to = (from + 1..=last).find(asked).map_or(last, |next| next - 1);
        (from, to)
    }

    fn last_of_film(&self, subject: FilmSubject) -> usize {
        match (subject, &self.comparison) {
            (FilmSubject::Walk, _) => self.journey.steps.len(),
            (FilmSubject::Worlds, Some(comparison)) => comparison.timeline.last(),
            (FilmSubject::Worlds, None) => 0,
            (FilmSubject::Stage | FilmSubject::Diagram, _) => self.world.steps,
        }
    }

    /// The film that is asked for.
    ///
    /// # Errors
    /// Why it cannot be made, in words for the dialog.
    pub fn film_plan(&self, form: &FilmForm) -> Result<FilmPlan, String> {
        let last = self.last_of_film(form.subject);
        if last == 0 {
            return Err("Nothing has happened yet. Put a value first, then there are steps to show.".to_owned());
        }
        let step = |typed: &str, which: &str, least: usize| {
            let number = typed.trim().parse::<usize>().ok().filter(|number| (least..=last).contains(number));
            number.ok_or_else(|| format!("The {which} step must be a number from {least} to {last}."))
        };
        let from = step(&form.from, "first", 0)?;
        let to = step(&form.to, "last", from)?;
        let stops = self.stops_of_film(form.subject, from, to);
        if stops.len() > MOST_STEPS {
            let count = stops.len();
            return Err(format!("These are {count} steps; at most {MOST_STEPS} fit. Choose a shorter range."));
        }
        let theme = if form.theme == Theme::System { self.theme } else { form.theme };
        Ok(FilmPlan { form: form.clone(), theme, stops })
    }

    /// The steps at which whoever goes through the range at the present pace stops; its ends are always among them.
    fn stops_of_film(&self, subject: FilmSubject, from: usize, to: usize) -> Vec<usize> {
        let stops = |step: usize| match (subject, &self.comparison) {
            (FilmSubject::Walk, _) => true,
            (FilmSubject::Worlds, Some(comparison)) => step > 0 && self.stops_in_either(comparison, step),
            _ => self.world.playground().stops_at(step, self.playback.pace),
        };
        (from..=to).filter(|step| *step == from || *step == to || stops(*step)).collect()
    }

    /// The page as a film shows it at a step, or on the way from it to the next one: the same in every window, with nothing
    /// pointed at.
    pub fn as_filmed(&self, plan: &FilmPlan, step: usize, under_way: bool) -> Self {
        let subject = plan.form.subject;
        let mut model = self.clone();
        (model.selection.explained, model.selection.menu) = (None, None);
        (model.screen, model.spotlight, model.change, model.theme) =
            (Screen::Stage, Spotlight::Track, None, plan.theme);
        // On paper, messages stand where they can be read; in an animation they are where time puts them.
        let still = plan.form.format == FilmFormat::Stills;
        model.window = Window { narrow: false, broad: subject != FilmSubject::Worlds, still };
        if subject != FilmSubject::Worlds {
            model.part();
        }
        let track = if subject == FilmSubject::Walk { Track::KeyWalk } else { Track::Messages };
        model.playback = Playback { track, headline: Headline::Own, pace: self.playback.pace, ..Playback::default() };
        model.seek(step);
        model.playback.under_way = under_way;
        model
    }
}

impl FilmPlan {
    /// The steps that are passed on the way from a stop to the next one: the stop itself, and the last ones before the
    /// next, as the page shows them.
    pub fn passed(&self, index: usize) -> Vec<usize> {
        let (Some(stop), Some(next)) = (self.stops.get(index), self.stops.get(index + 1)) else { return Vec::new() };
        let first = (stop + 1).max(next.saturating_sub(MOST_PASSED_OVER));
        std::iter::once(*stop).chain(first..*next).collect()
    }

    /// The moments of a way that lasts so long, in milliseconds, at which it has a frame: each as a part of the way, and
    /// how long it is seen. The first one is the step itself.
    pub fn moments(&self, ms: f64) -> Vec<(f64, f64)> {
        let most = (MOST_FRAMES / self.stops.len().max(1)).clamp(2, MOST_MOMENTS);
        let count = ((ms * FRAMES_PER_SECOND / 1_000.0).round() as usize).clamp(1, most);
        (0..count).map(|index| (index as f64 / count as f64, ms / count as f64)).collect()
    }
}
