//! The studio: a second stage out of sight, on which the page is gone through step by step while an animation or stills are
//! made. What the user looks at stays as it is.

use super::comparison_view::{capitalised, modulo_of, right_words};
use super::pacing::way;
use crate::page::browser;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::browser::download::{address_of, save_blob};
use crate::page::dispatch::Dispatch;
use crate::page::drawing::charts::svg_file::Look;
use crate::page::drawing::space_time::film::DiagramFilm;
use crate::page::drawing::space_time::picture::Picture;
use crate::page::effects::film_reel::{FilmFile, FilmReel};
use crate::page::effects::frame_canvas::{FrameCanvas, FrameLook};
use crate::page::effects::image_export::{Standalone, side_by_side, standalone_in_slices};
use crate::page::projection::shared::Shared;
use crate::page::projection::two_worlds::Difference;
use crate::page::stage::{Stage, modulo_picture};
use crate::page::state::{
    Action, DraftAction, FilmAction, FilmCaption, FilmFormat, FilmPlan, FilmProgress, FilmReport, FilmSubject, Model,
    Still, Theme,
};
use crate::page::timeline::sentence::{reading_time, step_words};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{CssStyleDeclaration, Element};
use yew::prelude::*;

/// Milliseconds of work after which the page draws and responds.
const SLICE: f64 = 12.0;
/// How much longer the last picture stands, in milliseconds, before an animation begins again.
const END: f64 = 1_500.0;
/// Type on a projector's frames, relative to the ordinary one.
const PROJECTOR_TYPE: f64 = 1.25;

/// The studio, while a film is made.
pub fn film_studio(model: &Shared<Model>, dispatch: &Dispatch) -> Html {
    match model.drafts.film.as_ref().map(|film| &film.progress) {
        Some(FilmProgress::UnderWay(plan, _)) => {
            html! { <FilmStudio model={model.clone()} plan={plan.clone()} dispatch={dispatch.clone()} /> }
        }
        _ => html! { <></> },
    }
}

#[derive(Properties)]
struct FilmStudioProps {
    /// The page when the film was begun.
    model: Shared<Model>,
    plan: Rc<FilmPlan>,
    dispatch: Dispatch,
}

impl PartialEq for FilmStudioProps {
    /// Whether it is the same film: reports of its progress do not change it.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.plan, &other.plan)
    }
}

/// What stands on the studio's stage, and its number.
#[derive(Clone, PartialEq)]
struct Scene {
    number: u32,
    model: Shared<Model>,
}

#[component]
fn FilmStudio(props: &FilmStudioProps) -> Html {
    let FilmStudioProps { model, plan, dispatch } = props;
    let scene = use_state_eq(|| None::<Scene>);
    let clock = (*use_memo((), |()| AnimationClock::default())).clone();
    let (room, drawn) = (use_node_ref(), use_mut_ref(|| 0_u32));
    {
        let drawn = drawn.clone();
        use_effect_with(scene.as_ref().map_or(0, |scene| scene.number), move |number| *drawn.borrow_mut() = *number);
    }
    {
        let (model, plan, dispatch) = (model.clone(), plan.clone(), dispatch.clone());
        let (setter, clock, room) = (scene.setter(), clock.clone(), room.clone());
        use_effect_with((), move |()| {
            let wanted = Rc::new(Cell::new(true));
            let maker = Maker {
                model,
                plan,
                dispatch,
                setter,
                drawn,
                clock,
                room,
                wanted: wanted.clone(),
                scenes: Cell::new(0),
                shown: Cell::new(None),
            };
            spawn_local(maker.work());
            move || wanted.set(false)
        });
    }
    let theme = if plan.theme == Theme::System { None } else { Some(plan.theme.as_str()) };
    html! {
        <div class="studio" ref={room} data-theme={theme} aria-hidden="true" inert=true>
            { scene.as_ref().map(|scene| stages(scene, plan, &clock, dispatch)) }
        </div>
    }
}

/// The stage, or both stages.
fn stages(scene: &Scene, plan: &FilmPlan, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let stage = |model: &Shared<Model>| {
        html! { <Stage model={model.clone()} clock={clock.clone()} dispatch={dispatch.clone()} /> }
    };
    let both = scene.model.comparison.as_ref().filter(|_| plan.form.subject == FilmSubject::Worlds);
    let (Some(comparison), Some(other)) = (both, scene.model.seen_from_second_world()) else {
        return stage(&scene.model);
    };
    let right = match comparison.difference {
        Difference::Modulo => modulo_picture(&scene.model, &modulo_of(&scene.model, comparison)),
        _ => stage(&Shared::new(other)),
    };
    html! { <>{ stage(&scene.model) }{ right }</> }
}

/// Makes a film on the stage of the studio.
struct Maker {
    model: Shared<Model>,
    plan: Rc<FilmPlan>,
    dispatch: Dispatch,
    setter: UseStateSetter<Option<Scene>>,
    /// The number of the scene that is drawn.
    drawn: Rc<RefCell<u32>>,
    clock: AnimationClock,
    room: NodeRef,
    /// Whether the studio is still there.
    wanted: Rc<Cell<bool>>,
    scenes: Cell<u32>,
    /// The step on the stage, and whether it is on its way to the next.
    shown: Cell<Option<(usize, bool)>>,
}

/// What a film's pictures are drawn with: the stage of the studio, or the diagram of the whole range.
enum Camera {
    Stage,
    Diagram(Box<(Picture, DiagramFilm)>),
}

impl Maker {
    async fn work(self) {
        let action = match self.make().await {
            Ok(Some(action)) => action,
            // It was cancelled.
            Ok(None) => return,
            Err(_) => FilmAction::Failed(
                "This browser could not make it. A shorter range, a smaller width or the other file may work."
                    .to_owned(),
            ),
        };
        if self.wanted.get() {
            self.act(action);
        }
    }

    fn act(&self, action: FilmAction) {
        self.dispatch.dispatch(Action::Draft(DraftAction::Film(action)));
    }

    /// Reports how much is done, and lets the page draw it.
    async fn report(&self, done: usize, of: usize, records: bool) {
        self.report_now(done, of, records);
        browser::pause(0).await;
    }

    fn report_now(&self, done: usize, of: usize, records: bool) {
        if self.wanted.get() {
            self.act(FilmAction::Report(FilmReport { done, of, records }));
        }
    }

    /// Makes it; what is to be done at the end, or nothing if it is no longer wanted.
    async fn make(&self) -> Result<Option<FilmAction>, JsValue> {
        // First the page shows that it has begun.
        browser::pause(0).await;
        let Some(captions) = self.captions().await else { return Ok(None) };
        let camera = self.camera()?;
        match self.plan.form.format {
            FilmFormat::Stills => self.make_stills(&camera, captions).await,
            FilmFormat::Gif | FilmFormat::Webm => self.make_animation(&camera, captions).await,
        }
    }

    /// The page at a step of the film, or on the way from it.
    fn at(&self, step: usize, under_way: bool) -> Model {
        self.model.as_filmed(&self.plan, step, under_way)
    }

    /// The captions of all stops.
    async fn captions(&self) -> Option<Vec<FilmCaption>> {
        let mut captions = Vec::new();
        let mut began = browser::now();
        for stop in &self.plan.stops {
            captions.push(caption(&self.at(*stop, false), self.plan.form.subject));
            if browser::now() - began > SLICE {
                browser::pause(0).await;
                began = browser::now();
            }
            if !self.wanted.get() {
                return None;
            }
        }
        Some(captions)
    }

    async fn make_stills(&self, camera: &Camera, captions: Vec<FilmCaption>) -> Result<Option<FilmAction>, JsValue> {
        let mut pictures = Vec::new();
        for (index, stop) in self.plan.stops.iter().enumerate() {
            let Some(picture) = self.picture(camera, &self.at(*stop, false), 0.0).await? else { return Ok(None) };
            pictures.push(picture.text);
            self.report(index + 1, self.plan.stops.len(), false).await;
        }
        // Only a sheet gives its pictures back: whoever is cancelled has not asked for any.
        if !self.wanted.get() {
            return Ok(None);
        }
        let still = |(picture, caption): (String, FilmCaption)| {
            Ok(Still { picture: address_of("image/svg+xml", &picture)?.into(), caption })
        };
        let stills: Result<Rc<[Still]>, JsValue> = pictures.into_iter().zip(captions).map(still).collect();
        Ok(Some(FilmAction::Show(stills?)))
    }

    async fn make_animation(&self, camera: &Camera, captions: Vec<FilmCaption>) -> Result<Option<FilmAction>, JsValue> {
        let (plan, form) = (&self.plan, &self.plan.form);
        let look = self.look()?;
        let Some(first) = self.picture(camera, &self.at(plan.stops[0], false), 0.0).await? else { return Ok(None) };
        let canvas = FrameCanvas::new(form.width, (first.width, first.height), &captions, look).await?;
        let mut reel = FilmReel::new(form.format, canvas.size())?;
        let mut lasts = 0.0;
        for (index, (stop, caption)) in plan.stops.iter().zip(&captions).enumerate() {
            let words: Vec<&str> = caption.sentences.iter().map(|(_, words)| words.as_str()).collect();
            let mut standing = reading_time(&words.join(" ")) / form.speed;
            let passed = plan.passed(index);
            if passed.is_empty() {
                let Some(picture) = self.picture(camera, &self.at(*stop, false), 0.0).await? else { return Ok(None) };
                lasts += standing + END;
                canvas.draw(&picture.text, caption).await?;
                reel.add(&canvas, standing + END).await?;
            }
            for step in passed {
                let rest = self.at(step, false);
                let moving = self.at(step, true);
                for (part, ms) in plan.moments(way(&moving) / form.speed) {
                    let model = if part == 0.0 { &rest } else { &moving };
                    let Some(picture) = self.picture(camera, model, part).await? else { return Ok(None) };
                    let ms = ms + std::mem::take(&mut standing);
                    if ms > 0.0 {
                        lasts += ms;
                        canvas.draw(&picture.text, caption).await?;
                        browser::pause(0).await;
                        reel.add(&canvas, ms).await?;
                    }
                }
            }
            self.report(index + 1, plan.stops.len(), false).await;
        }
        let wanted = || self.wanted.get();
        let Some(file) = reel.finish(&canvas, wanted, |done, of| self.report_now(done, of, true)).await? else {
            return Ok(None);
        };
        if !self.wanted.get() {
            return Ok(None);
        }
        let name = format!("ringside-{}.{}", form.subject.as_str(), form.format.as_str());
        save_blob(&name, &file.blob)?;
        Ok(Some(FilmAction::Saved(saved_words(&name, &file, canvas.size(), lasts))))
    }

    /// What draws the pictures.
    fn camera(&self) -> Result<Camera, JsValue> {
        if self.plan.form.subject != FilmSubject::Diagram {
            return Ok(Camera::Stage);
        }
        let (world, stops) = (&self.model.world, &self.plan.stops);
        let telling = &world.course.telling;
        let index = |step: usize| telling.partition_point(|known| *known < step);
        let range = (index(stops[0]), index(stops[stops.len() - 1] + 1));
        let picture = Picture::new(world.playground(), &world.course, &world.clients, range);
        let style = self.style()?;
        let colour = |name: &str| style.get_property_value(name).map(|value| value.trim().to_owned());
        let look = Look {
            paper: self.paper()?,
            ink: colour("--ink")?,
            quiet: colour("--quiet")?,
            accent: colour("--accent")?,
        };
        let film = DiagramFilm::new(&picture, look);
        Ok(Camera::Diagram(Box::new((picture, film))))
    }

    /// The picture of the page at a moment between its step and the next; `None` if the film is no longer wanted.
    async fn picture(&self, camera: &Camera, model: &Model, part: f64) -> Result<Option<Standalone>, JsValue> {
        if !self.wanted.get() {
            return Ok(None);
        }
        if let Camera::Diagram(diagram) = camera {
            browser::pause(0).await;
            let (picture, film) = &**diagram;
            let text = film.frame(picture.axis.x(model.world.frame.time_at(part)));
            return Ok(Some(Standalone { text, width: film.width, height: film.height }));
        }
        if !self.stage(model, part).await {
            return Ok(None);
        }
        let Some(room) = self.room.cast::<Element>() else { return Ok(None) };
        let paper = self.paper()?;
        let (stages, mut drawings) = (room.query_selector_all("svg.stage")?, Vec::new());
        for stage in (0..stages.length()).filter_map(|index| stages.item(index)) {
            drawings.push(standalone_in_slices(stage.unchecked_ref(), paper.clone()).await?);
            if !self.wanted.get() {
                return Ok(None);
            }
        }
        Ok(Some(side_by_side(drawings)))
    }

    /// Puts the page of a moment on the stage and waits until it is drawn; whether the film is still wanted.
    async fn stage(&self, model: &Model, part: f64) -> bool {
        // Within a way only the clock moves on.
        let shown = (model.step(), model.playback.under_way);
        if self.shown.replace(Some(shown)) != Some(shown) {
            let number = self.scenes.get() + 1;
            self.scenes.set(number);
            self.setter.set(Some(Scene { number, model: Shared::new(model.clone()) }));
            while *self.drawn.borrow() != number {
                browser::pause(0).await;
                if !self.wanted.get() {
                    return false;
                }
            }
        }
        self.clock.stand_at(part);
        true
    }

    fn style(&self) -> Result<CssStyleDeclaration, JsValue> {
        let (window, room) = (browser::window(), self.room.cast::<Element>());
        let (Some(window), Some(room)) = (window, room) else { return Err(JsValue::NULL) };
        window.get_computed_style(&room)?.ok_or(JsValue::NULL)
    }

    /// The colour behind the drawings. Printed paper is white.
    fn paper(&self) -> Result<String, JsValue> {
        let printed = self.plan.form.format == FilmFormat::Stills && self.plan.theme == Theme::Light;
        if printed { Ok("#ffffff".to_owned()) } else { self.style()?.get_property_value("background-color") }
    }

    fn look(&self) -> Result<FrameLook, JsValue> {
        let style = self.style()?;
        Ok(FrameLook {
            paper: self.paper()?,
            ink: style.get_property_value("color")?,
            quiet: style.get_property_value("--quiet")?.trim().to_owned(),
            font: style.get_property_value("font-family")?,
            type_scale: if self.plan.theme == Theme::Projector { PROJECTOR_TYPE } else { 1.0 },
        })
    }
}

/// The caption of a moment.
fn caption(model: &Model, subject: FilmSubject) -> FilmCaption {
    let own = model.sentence().words;
    let sentences = match (&model.comparison, model.seen_from_second_world()) {
        (Some(comparison), Some(other)) if subject == FilmSubject::Worlds => vec![
            (capitalised(&comparison.counterpart), own),
            (capitalised(&comparison.difference.words()), right_words(&other, comparison)),
        ],
        _ => vec![(String::new(), own)],
    };
    FilmCaption { moment: step_words(model), sentences }
}

/// `Saved ringside-stage.gif: 96 frames of 960 × 880 pixels, 31 seconds, 1.4 MB.`
fn saved_words(name: &str, file: &FilmFile, (width, height): (u32, u32), ms: f64) -> String {
    let (frames, seconds) = (file.frames, (ms / 1_000.0).round());
    let size = match file.blob.size() / 1e6 {
        megabytes if megabytes >= 1.0 => format!("{megabytes:.1} MB"),
        megabytes => format!("{:.0} kB", (megabytes * 1e3).max(1.0)),
    };
    format!("Saved {name}: {frames} frames of {width} × {height} pixels, {seconds:.0} seconds, {size}.")
}
