//! Two worlds side by side: a stage and a sentence for each, and where they first differ.

use super::drawers::drawer_buttons;
use super::left_column::left_column;
use crate::dynamo::partitioning::node_by_modulo;
use crate::explain::key_journey::words::quoted;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::projection::cluster::{Change, SAMPLE_KEYS};
use crate::page::projection::key_dots::key_dots;
use crate::page::projection::modulo_picture::ModuloPicture;
use crate::page::projection::shared::Shared;
use crate::page::projection::two_worlds::{Difference, Divergence};
use crate::page::stage::{Stage, modulo_picture};
use crate::page::state::{Action, Comparison, Drawer, Field, Model, PlaybackAction};
use crate::page::timeline::transport::transport;
use crate::scenario::locked::Part;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The select for what to compare with.
pub fn choice(model: &Model, dispatch: &Dispatch) -> Html {
    let choices = Difference::choices(&model.world.beginning.scenario);
    let chosen = model.comparison.as_ref().map(|comparison| comparison.difference);
    let options = choices.iter().enumerate().map(|(index, choice)| {
        html! { <option key={index} value={index.to_string()} selected={chosen == Some(*choice)}>{ choice.words() }</option> }
    });
    let dispatch = dispatch.clone();
    let offered = choices.clone();
    let onchange = move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().value().parse::<usize>().ok();
        dispatch.dispatch(Action::Compare(index.and_then(|index| offered.get(index).copied())));
    };
    html! {
        <label class={if model.screen.is_elsewhere() || model.locks().has(Part::Worlds) { "absent" } else { "theme compare" }}>
            <span>{ "Compare with" }</span>
            <select aria-label="Compare with the same history, one thing changed"
                title="A second ring beside this one: it gets the same commands, and one thing is different" {onchange}>
                <option value="" selected={chosen.is_none()}>{ "–" }</option>
                { for options }
            </select>
        </label>
    }
}

/// Both worlds, if there are two.
pub fn both_worlds(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Option<Html> {
    let (comparison, other) = (model.comparison.as_ref()?, Shared::new(model.seen_from_second_world()?));
    let right = match comparison.difference {
        Difference::Modulo => modulo_stage(model, comparison),
        _ => stage(&other, clock, dispatch),
    };
    Some(html! {
        <div class="theatre">
            <main class="two-worlds" data-drawer={Drawer::as_str(model.drawer)}>
                { drawer_buttons(model, dispatch) }
                { left_column(model, clock, dispatch) }
                { world("left", &comparison.counterpart, stage(model, clock, dispatch), left_words(model), true) }
                { world("right", &comparison.difference.words(), right, right_words(&other, comparison), false) }
                { divergences(model, comparison, dispatch) }
            </main>
            { transport(model, clock, dispatch) }
        </div>
    })
}

fn stage(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    html! { <Stage model={model.clone()} clock={clock.clone()} dispatch={dispatch.clone()} /> }
}

fn left_words(model: &Model) -> String {
    match model.refusal(Field::Stage) {
        Some(refused) => format!("Refused here. {refused}"),
        None => model.sentence().words,
    }
}

/// What is said of the second world.
pub(super) fn right_words(other: &Model, comparison: &Comparison) -> String {
    match (comparison.difference, comparison.refused.is_empty()) {
        (Difference::Modulo, _) => modulo_words(other, comparison),
        (_, false) => format!("Refused here. {}", comparison.refused),
        _ => other.sentence().words,
    }
}

/// One world: its setting, its stage, its sentence.
fn world(side: &'static str, title: &str, stage: Html, words: String, speaks: bool) -> Html {
    let title = capitalised(title);
    html! {
        <section class={classes!("world", side)} aria-label={title.clone()}>
            <h2>{ title }</h2>
            <div class="world-stage">{ stage }</div>
            <p class={if speaks { "sentence" } else { "sentence other" }} aria-live="polite">{ words }</p>
        </section>
    }
}

/// A name as a title.
pub(super) fn capitalised(name: &str) -> String {
    let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}", first.to_uppercase())
}

/// Where the two worlds diverge.
fn divergences(model: &Model, comparison: &Comparison, dispatch: &Dispatch) -> Html {
    let back = {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Compare(None))
    };
    let told =
        |divergence: Option<&Divergence>| divergence.filter(|divergence| comparison.was_seen(divergence)).cloned();
    let (first, end) = (told(comparison.first.as_ref()), told(comparison.end.as_ref()));
    let same = first.is_none() && end.is_none() && comparison.difference != Difference::Modulo;
    let explained = format!(
        "Both rings get the same commands at the same moments. One thing differs: {} on the left, {} on the right.",
        comparison.counterpart,
        comparison.difference.words()
    );
    let nothing = if model.world.steps == 0 {
        "No request yet. Put a value: both worlds get the same one."
    } else {
        "So far the same happens in both."
    };
    html! {
        <section class="divergences" aria-label="Where they differ">
            <p class={if same { "quiet" } else { "absent" }}>{ explained }</p>
            <p class={if same { "because" } else { "absent" }}>{ nothing }</p>
            { divergence("First difference", first.as_ref(), dispatch) }
            { divergence("First other answer", end.as_ref().filter(|_| end != first), dispatch) }
            <button type="button" onclick={back}>{ "Back to one world" }</button>
        </section>
    }
}

fn divergence(title: &'static str, divergence: Option<&Divergence>, dispatch: &Dispatch) -> Html {
    let Some(Divergence { step, left, right, .. }) = divergence else { return html! { <div class="absent" /> } };
    let (dispatch, step) = (dispatch.clone(), *step);
    html! {
        <div class="divergence">
            <h3>{ format!("{title}: step {step}") }</h3>
            <p><span class="quiet">{ "Left: " }</span>{ left }</p>
            <p><span class="quiet">{ "Right: " }</span>{ right }</p>
            <button type="button" aria-label={format!("Go there: {}", title.to_ascii_lowercase())}
                onclick={move |_| dispatch.dispatch(Action::Playback(PlaybackAction::SeekBoth(step)))}>{ "Go there" }</button>
        </div>
    }
}

/// Where `hash mod nodes` would put the keys. The engine implements only the ring, so only the placement is compared.
fn modulo_stage(model: &Model, comparison: &Comparison) -> Html {
    modulo_picture(model, &modulo_of(model, comparison))
}

pub(super) fn modulo_of(model: &Model, comparison: &Comparison) -> ModuloPicture {
    let world = &model.world;
    ModuloPicture::new(&model.before_modulo(comparison), &world.cluster, &world.frame.state)
}

/// What the rule moves, beside what the ring moves.
fn modulo_words(model: &Model, comparison: &Comparison) -> String {
    let world = &model.world;
    let before = model.before_modulo(comparison);
    let picture = ModuloPicture::new(&before, &world.cluster, &world.frame.state);
    let name =
        |index: Option<usize>| index.and_then(|index| world.cluster.names.get(index)).map_or("nobody", String::as_str);
    let position = model.journey.position;
    if !picture.has_changed() {
        let by_modulo = name(node_by_modulo(position, world.cluster.len()));
        let by_ring = name(world.cluster.ring.owner_of(position).map(|owner| owner.index()));
        let key = quoted(&model.journey.key);
        return format!(
            "{} {key} is {by_ring}’s on the ring, {by_modulo}’s here. Let a node join or leave: how many keys move?",
            picture.words()
        );
    }
    let change = Change::between(String::new(), &before, &world.cluster);
    let dots = key_dots(&world.frame.state, &world.cluster, Some(&before));
    let (moved, all) = match dots.is_empty() {
        true => (change.keys_moved, SAMPLE_KEYS),
        false => (dots.iter().filter(|dot| dot.from.is_some()).count(), dots.len()),
    };
    format!("{} On the ring {moved} of {all} have another owner.", picture.words())
}
