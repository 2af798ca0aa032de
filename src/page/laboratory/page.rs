//! The page of the laboratories: settings on the left, results on the right.

use super::chart_view::chart_view;
use super::experiment::start;
use super::fields::Fields;
use super::figures::{Comparison, ExperimentResult, Figure, File};
use super::runner::Runner;
use super::stage_scenario::scenario;
use crate::page::browser::download::save_text;
use crate::page::drawing::charts::{Chart, Size};
use crate::page::forms::laboratory::settings::Settings;
use crate::page::forms::laboratory::{Kind, Laboratory};
use crate::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct LaboratoryProps {
    /// The settings at the start.
    pub settings: Settings,
    /// Called with changed settings.
    pub on_settings: Callback<Settings>,
    /// Called with a scenario to show on the stage.
    pub in_the_ring: Callback<Scenario>,
    /// Whether charts are sized for a phone.
    pub narrow: bool,
    /// Whether charts are sized for a projector.
    pub projector: bool,
}

/// The state of the page.
#[derive(Clone, PartialEq)]
pub struct Bench {
    settings: Settings,
    progress: f64,
    running: bool,
    refused: String,
    result: Option<Rc<Shown>>,
}

/// A result, ready to be drawn.
#[derive(PartialEq)]
pub struct Shown {
    charts: Vec<Rc<Chart>>,
    figures: Vec<Figure>,
    comparison: Option<Comparison>,
    note: &'static str,
    csv: File,
}

/// What happens on the page.
pub enum Act {
    /// Something else is set, and measured anew.
    Set(Settings),
    /// What is set cannot be measured, for this reason.
    Refuse(String),
    /// So much has been measured, 0 to 1, and this was found so far.
    Report(f64, Rc<Shown>),
    /// What was under way is called off.
    Cancelled,
}

impl Bench {
    /// Before anything was measured.
    pub fn new(settings: Settings) -> Self {
        Self { settings, progress: 0.0, running: true, refused: String::new(), result: None }
    }
}

impl Reducible for Bench {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut bench = (*self).clone();
        match act {
            Act::Set(settings) => {
                if settings.kind != bench.settings.kind {
                    bench.result = None;
                }
                bench = Bench { settings, progress: 0.0, running: true, refused: String::new(), ..bench };
            }
            Act::Refuse(refused) => bench = Bench { refused, running: false, ..bench },
            Act::Report(progress, result) => {
                bench = Bench { progress, running: progress < 1.0, result: Some(result), ..bench };
            }
            Act::Cancelled => bench.running = false,
        }
        Rc::new(bench)
    }
}

#[component]
pub fn LaboratoryPage(props: &LaboratoryProps) -> Html {
    let first = props.settings.clone();
    let bench = use_reducer(move || Bench::new(first));
    let runner = use_memo((), |()| Runner::default());
    use_run(&bench, &runner, &props.on_settings);
    // A stable callback, so that the fields are redrawn only when the settings change.
    let set = use_callback(bench.dispatcher(), |settings: Settings, dispatch| dispatch.dispatch(Act::Set(settings)));
    let size = match (props.narrow, props.projector) {
        (true, _) => Size::NARROW,
        (false, true) => Size::PROJECTOR,
        (false, false) => Size::WIDE,
    };
    let cancel = {
        let (dispatch, runner) = (bench.dispatcher(), runner.clone());
        Callback::from(move |()| {
            runner.cancel();
            dispatch.dispatch(Act::Cancelled);
        })
    };
    view(&bench, &set, &cancel, &props.in_the_ring, size)
}

/// All that stands on the page.
pub fn view(
    bench: &Bench,
    set: &Callback<Settings>,
    cancel: &Callback<()>,
    in_the_ring: &Callback<Scenario>,
    size: Size,
) -> Html {
    html! {
        <main class="laboratory">
            <section class="column do" aria-label="What is measured">
                { laboratories(&bench.settings, set) }
                <Fields settings={bench.settings.clone()} set={set.clone()} />
                <p class="refused" role="alert">{ bench.refused.clone() }</p>
                { tools(bench, set, cancel, in_the_ring) }
            </section>
            <section class="column found" aria-label="What was found" tabindex="-1">
                <h2>{ bench.settings.kind.question() }</h2>
                <p class="quiet">{ bench.settings.kind.source() }</p>
                <div class={if bench.running { "measuring under-way" } else { "measuring" }}>{ result(bench, size) }</div>
            </section>
        </main>
    }
}

/// Runs the experiment again whenever the settings change.
#[hook]
fn use_run(bench: &UseReducerHandle<Bench>, runner: &Rc<Runner>, on_settings: &Callback<Settings>) {
    let (dispatch, runner, on_settings) = (bench.dispatcher(), runner.clone(), on_settings.clone());
    use_effect_with(bench.settings.clone(), move |settings| {
        on_settings.emit(settings.clone());
        match start(settings) {
            Err(refusal) => {
                runner.cancel();
                dispatch.dispatch(Act::Refuse(refusal.message));
            }
            Ok(running) => {
                let report = move |running: &dyn super::running::Running| {
                    dispatch.dispatch(Act::Report(running.progress(), Rc::new(Shown::new(running.result()))));
                };
                runner.run(running, Rc::new(report));
            }
        }
        move || runner.cancel()
    });
}

impl Shown {
    /// What an experiment found.
    pub fn new(result: ExperimentResult) -> Self {
        let ExperimentResult { charts, figures, comparison, note, csv } = result;
        Self { charts: charts.into_iter().map(Rc::new).collect(), figures, comparison, note, csv }
    }
}

/// The choice of laboratory and of its experiment.
fn laboratories(settings: &Settings, set: &Callback<Settings>) -> Html {
    let open = settings.kind.laboratory();
    let tab = |kind: Kind, title: &'static str, pressed: bool| {
        let set = set.clone();
        let onclick = move |_| set.emit(Settings::new(kind));
        html! { <button key={title} type="button" aria-pressed={pressed.to_string()} {onclick}>{ title }</button> }
    };
    let rooms = Laboratory::ALL.map(|room| tab(room.kinds()[0], room.title(), room == open));
    let kinds = open.kinds().iter().map(|kind| tab(*kind, kind.title(), *kind == settings.kind));
    html! {
        <div class="rooms">
            <div class="choice" role="group" aria-label="Laboratory">{ for rooms }</div>
            <div class={if open.kinds().len() > 1 { "experiments" } else { "absent" }} role="group" aria-label="Experiment">
                { for kinds }
            </div>
        </div>
    }
}

/// Progress, cancel, and what can be done with the result.
fn tools(bench: &Bench, set: &Callback<Settings>, cancel: &Callback<()>, in_the_ring: &Callback<Scenario>) -> Html {
    let (running, percent) = (bench.running, (bench.progress * 100.0) as u32);
    let again = {
        // Repeats the experiment with the next seed.
        let (settings, set) = (bench.settings.clone(), set.clone());
        move |_| {
            let seed = settings.text("seed").trim().parse::<u64>().unwrap_or(0) + 1;
            set.emit(settings.clone().with("seed", &seed.to_string()));
        }
    };
    let cancel = cancel.clone();
    let csv = {
        let (result, kind) = (bench.result.clone(), bench.settings.kind);
        move |_| {
            if let Some(result) = &result {
                // If the browser cannot save, it reports that itself.
                let _ = save_text(&format!("ringside-{}.csv", kind.as_str()), "text/csv", &result.csv.text());
            }
        }
    };
    let ring = {
        let (settings, in_the_ring) = (bench.settings.clone(), in_the_ring.clone());
        move |_| {
            if let Ok(scenario) = scenario(&settings) {
                in_the_ring.emit(scenario);
            }
        }
    };
    html! {
        <div class="lab-tools">
            <progress max="100" value={percent.to_string()} aria-label="Measured so far">{ format!("{percent} %") }</progress>
            <div class="row">
                <button type="button" class={if running { "" } else { "absent" }} onclick={move |_| cancel.emit(())}>{ "Cancel" }</button>
                <button type="button" class={if running { "absent" } else { "" }} onclick={again}>{ "Next seed" }</button>
                <button type="button" aria-disabled={bench.result.is_none().to_string()} onclick={csv}>{ "CSV" }</button>
            </div>
            <button type="button" aria-describedby="ringside-new-history" onclick={ring}>{ "Show on the ring" }</button>
            <p class="quiet" id="ringside-new-history">{ "Begins a new history with these settings; Undo brings the present one back." }</p>
        </div>
    }
}

fn result(bench: &Bench, size: Size) -> Html {
    let Some(result) = &bench.result else { return html! { <p class="quiet">{ "Measuring …" }</p> } };
    let charts = result
        .charts
        .iter()
        .enumerate()
        .map(|(index, chart)| html! { <div key={index}>{ chart_view(chart, size) }</div> });
    let figures = result.figures.iter().map(|figure| {
        html! {
            <tr key={figure.name}>
                <th scope="row">{ figure.name }</th><td>{ &figure.measured }</td><td>{ &figure.expected }</td>
            </tr>
        }
    });
    let theory = result.figures.iter().any(|figure| !figure.expected.is_empty());
    html! {
        <>
            <div class="charts">{ for charts }</div>
            <table class={if result.figures.is_empty() { "absent" } else { "figures" }}>
                <thead class={if theory { "" } else { "for-readers" }}>
                    <tr><td /><th scope="col">{ "measured" }</th><th scope="col">{ "in closed form" }</th></tr>
                </thead>
                <tbody>{ for figures }</tbody>
            </table>
            { result.comparison.as_ref().map_or_else(|| html! { <div class="absent" /> }, comparison_view) }
            <p class="because">{ result.note }</p>
        </>
    }
}

fn comparison_view(comparison: &Comparison) -> Html {
    let head = comparison.head.iter().map(|words| html! { <th key={*words} scope="col">{ *words }</th> });
    let rows = comparison.rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate().map(|(index, words)| html! { <td key={index}>{ words }</td> });
        html! {
            <tr key={row.name}>
                <th scope="row">{ row.name }<span class="quiet">{ row.source }</span></th>{ for cells }
            </tr>
        }
    });
    html! {
        <div class="table-room side-by-side" tabindex="0" role="group" aria-label={comparison.caption}>
            <table>
                <caption>{ comparison.caption }</caption>
                <thead><tr>{ for head }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
