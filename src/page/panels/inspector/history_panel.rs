//! The version history of the key: a graph of what each put had read, of forks and joins, and of what was lost.

use super::cart_view::changes_view;
use super::dots_view::dots_view;
use crate::explain::key_journey::words::LONGEST_QUOTE;
use crate::explain::version_history::{KeyVersion, Standing, VersionHistory};
use crate::page::dispatch::Dispatch;
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::number;
use crate::page::drawing::version_drawing::{Drawing, VersionBox, draw};
use crate::page::state::{Action, InspectorAction, Model, NoteSubject};
use crate::page::widgets::terms::{in_terms, opens, presses};
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// Versions drawn unless the reader asks for all.
const MOST_DRAWN: usize = 12;
/// Width of the column, in units.
const ROOM: f64 = 280.0;

/// The graph, and the explanation of one version.
pub fn history_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let versions = model.world.versions(&model.journey.key);
    let history = &versions.history;
    let most = if model.inspector.all_versions { usize::MAX } else { MOST_DRAWN };
    let drawing = draw(history, most, ROOM);
    let chosen = model.inspector.version.filter(|index| *index < history.versions.len());
    let folded = drawing.first + history.older;
    let all = {
        let (dispatch, all) = (dispatch.clone(), !model.inspector.all_versions);
        move |_| dispatch.dispatch(Action::Inspect(InspectorAction::AllVersions(all)))
    };
    html! {
        <div class="history">
            <p class="quiet">{ for in_terms(&summary(history), dispatch) }</p>
            <div class="history-room" tabindex="0" role="group" aria-label="Version history">{ graph(model, history, &drawing, chosen, dispatch) }</div>
            { dots_view(history, chosen) }
            <button type="button" class={if folded > 0 || model.inspector.all_versions { "" } else { "absent" }} onclick={all}>
                { if model.inspector.all_versions { "Fold the older ones".to_owned() } else { format!("Show {folded} older") } }
            </button>
            <div class="sayings" aria-live="polite">{ explanations(history, chosen, model.sees_carts(), dispatch) }</div>
        </div>
    }
}

fn summary(history: &VersionHistory) -> String {
    let lost = match history.lost() {
        0 => String::new(),
        1 => " 1 acknowledged write is lost.".to_owned(),
        many => format!(" {many} acknowledged writes are lost."),
    };
    format!("{}{lost}", history.current_in_words())
}

fn graph(
    model: &Model,
    history: &VersionHistory,
    drawing: &Drawing,
    chosen: Option<usize>,
    dispatch: &Dispatch,
) -> Html {
    let (width, height) = (drawing.width.max(ROOM), drawing.height + 2.0);
    let edges = drawing.edges.iter().enumerate().map(|(index, edge)| {
        let words = history.explain_edge(edge.from, edge.to);
        version_edge(index, "read-edge", edge.path.clone(), words, NoteSubject::Read(edge.from, edge.to), dispatch)
    });
    let losses = drawing.losses.iter().enumerate().map(|(index, edge)| {
        let words = history.explain_loss(edge.from, edge.to);
        version_edge(index, "loss-edge", edge.path.clone(), words, NoteSubject::Loss(edge.from, edge.to), dispatch)
    });
    let boxes = drawing.boxes.iter().zip(drawing.first..).filter_map(|(one, index)| {
        let version = history.versions.get(index)?;
        Some(html! { <g key={index}>{ version_box(model, history, version, one, index, chosen, dispatch) }</g> })
    });
    html! {
        <svg class="version-graph" viewBox={format!("0 0 {} {}", number(width), number(height))}
            width={in_rem(width)} height={in_rem(height)} role="group" aria-label="Graph of versions">
            <g class={list_class(&drawing.edges)} role="list" aria-label="What the puts had read">{ for edges }</g>
            <g class={list_class(&drawing.losses)} role="list" aria-label="What took another’s place">{ for losses }</g>
            <g role="list" aria-label="Versions">{ for boxes }</g>
        </svg>
    }
}

/// Units as a length that scales with the page.
fn in_rem(units: f64) -> String {
    format!("{}rem", number(units / 16.0))
}

/// An empty list must not be announced as a list.
fn list_class<Any>(items: &[Any]) -> &'static str {
    if items.is_empty() { "absent" } else { "" }
}

/// An edge that explains itself in a note and in its tooltip. Screen readers reach it, too.
fn version_edge(
    index: usize,
    class: &'static str,
    path: String,
    words: String,
    what: NoteSubject,
    dispatch: &Dispatch,
) -> Html {
    let (click, press) = (opens(what, dispatch), opens(what, dispatch));
    html! {
        <g key={index} role="listitem">
            <g class="version-edge" role="button" tabindex="0" aria-haspopup="dialog" aria-label={words.clone()}
                onclick={move |event: MouseEvent| click(&event)}
                onkeydown={move |event: KeyboardEvent| if presses(&event) { press(&event) }}>
                <path class="edge-reach" d={path.clone()} />
                <path {class} d={path}><title>{ words }</title></path>
            </g>
        </g>
    }
}

fn class_of(standing: &Standing) -> &'static str {
    match standing {
        Standing::Current => "version-box current",
        Standing::Superseded { .. } => "version-box superseded",
        Standing::Lost { .. } => "version-box lost",
        Standing::Dropped { .. } => "version-box dropped",
    }
}

fn word_of(standing: &Standing) -> &'static str {
    match standing {
        Standing::Current => "current",
        Standing::Superseded { .. } => "superseded",
        Standing::Lost { .. } => "lost",
        Standing::Dropped { .. } => "overwritten",
    }
}

fn version_box(
    model: &Model,
    history: &VersionHistory,
    version: &KeyVersion,
    one: &VersionBox,
    index: usize,
    chosen: Option<usize>,
    dispatch: &Dispatch,
) -> Html {
    let node = model.world.cluster.index_of(&version.coordinator);
    let fill = node.map_or("none", |node| paint(model.world.cluster.numbers[node]).fill);
    let [x, y, width, height] = [one.x, one.y, one.width, one.height].map(number);
    let looked = if chosen == Some(index) { None } else { Some(index) };
    let (click, press) = (dispatch.clone(), dispatch.clone());
    let lines = one.clock.iter().enumerate().map(|(line, words)| {
        let y = number(one.y + 5.0 + 16.0 * (line + 2) as f64 - 4.0);
        html! { <text key={line} class="version-clock" x={number(one.x + 14.0)} {y}>{ words }</text> }
    });
    let middle = number(one.y + one.height / 2.0);
    let time = history.timestamp(index).map(|time| format!("{time}, ")).unwrap_or_default();
    let gone = version.is_lost() || matches!(version.standing, Standing::Dropped { .. });
    html! {
        <g role="listitem">
            <g class={class_of(&version.standing)} role="button" tabindex="0" aria-pressed={(chosen == Some(index)).to_string()}
                aria-label={format!("{}, {time}{}", history.name(index), word_of(&version.standing))}
                onclick={move |_| click.dispatch(Action::Inspect(InspectorAction::Version(looked)))}
                onkeydown={move |event: KeyboardEvent| if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    press.dispatch(Action::Inspect(InspectorAction::Version(looked)));
                }}>
                <rect class="version-ground" x={x.clone()} y={y.clone()} width={width.clone()} height={height.clone()} rx="4" />
                <rect x={x.clone()} {y} width="7" {height} rx="3" {fill} />
            </g>
            // Outside the button, so that a shortened value does not become the button's name.
            <g class={if gone { "version-words gone" } else { "version-words" }} aria-hidden="true">
                <text class="version-value" x={number(one.x + 14.0)} y={number(one.y + 17.0)}>{ &one.value }</text>
                { for lines }
                <path class={if gone { "strike" } else { "absent" }} d={format!("M{x} {middle}h{width}")} />
            </g>
        </g>
    }
}

/// The explanation of the chosen version, or of the last one that is lost.
fn explanations(history: &VersionHistory, chosen: Option<usize>, carts: bool, dispatch: &Dispatch) -> Vec<Html> {
    let lost = || history.versions.iter().rposition(KeyVersion::is_lost);
    let Some(index) = chosen.or_else(lost) else { return Vec::new() };
    let name = html! { <p key="name"><b>{ history.name(index) }</b></p> };
    let explanation = history.explain(index).into_iter().enumerate().map(|(line, saying)| {
        let (terms, dispatch) = (dispatch.clone(), dispatch.clone());
        let button = match saying.step {
            Some(step) => {
                let onclick = move |_| dispatch.dispatch(Action::Inspect(InspectorAction::GoTo(step)));
                html! { <button type="button" class="go" {onclick}>{ format!("Step {step}") }</button> }
            }
            None => html! { <span /> },
        };
        html! { <p key={line}>{ for in_terms(&saying.words, &terms) }{ " " }{ button }</p> }
    });
    let cart =
        html! { <div key="cart">{ if carts { changes_view(history, index) } else { html! { <span /> } } }</div> };
    [name, cart].into_iter().chain(explanation).chain(whole_value(history, index)).collect()
}

/// The whole of a value that is shortened everywhere else.
fn whole_value(history: &VersionHistory, index: usize) -> Option<Html> {
    let value = history.versions.get(index)?.value.clone()?;
    value.chars().nth(LONGEST_QUOTE).map(|_| {
        html! { <textarea key="whole" class="mono" rows="4" readonly=true aria-label="The whole value" value={value.to_string()} /> }
    })
}
