//! Two worlds side by side: a stage and a sentence for each, and where they first differ.

use super::left_column::left_column;
use crate::dynamo::partitioning::node_by_modulo;
use crate::explain::key_journey::words::quoted;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::forms::locked::Part;
use crate::page::projection::cluster::{Change, SAMPLE_KEYS, sample_positions};
use crate::page::projection::shared::Shared;
use crate::page::projection::two_worlds::{Difference, Divergence};
use crate::page::stage::Stage;
use crate::page::state::{Action, Comparison, Model, PlaybackAction};
use crate::page::timeline::transport::transport;
use crate::page::widgets::node_disc::node_disc;
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
        <label class={if model.screen.is_laboratory() || model.locked.has(Part::Worlds) { "absent" } else { "theme" }}>
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
        Difference::Modulo => modulo(model, comparison),
        _ => stage(&other, clock, dispatch),
    };
    Some(html! {
        <div class="theatre">
            <main class="two-worlds">
                { left_column(model, clock, dispatch) }
                { world("left", &comparison.counterpart, stage(model, clock, dispatch), model.sentence().words, true) }
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

fn right_words(other: &Model, comparison: &Comparison) -> String {
    match (comparison.difference, comparison.refused.is_empty()) {
        (Difference::Modulo, _) => String::new(),
        (_, false) => format!("Refused here. {}", comparison.refused),
        _ => other.sentence().words,
    }
}

/// One world: its setting, its stage, its sentence.
fn world(side: &'static str, title: &str, stage: Html, words: String, speaks: bool) -> Html {
    let (first, rest) = title.split_at(title.chars().next().map_or(0, char::len_utf8));
    let title = format!("{}{rest}", first.to_uppercase());
    html! {
        <section class={classes!("world", side)} aria-label={title.clone()}>
            <h2>{ title }</h2>
            <div class="world-stage">{ stage }</div>
            <p class={if speaks { "sentence" } else { "sentence other" }} aria-live="polite">{ words }</p>
        </section>
    }
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
fn modulo(model: &Model, comparison: &Comparison) -> Html {
    let cluster = &model.world.cluster;
    let change = Change::between(String::new(), &comparison.at_first, cluster);
    let mut counts = vec![(0usize, 0usize); cluster.len()];
    for position in sample_positions() {
        if let Some(owner) = cluster.ring.owner_of(position) {
            counts[owner.index()].0 += 1;
        }
        if let Some(index) = node_by_modulo(position, cluster.len()) {
            counts[index].1 += 1;
        }
    }
    let rows = counts.iter().enumerate().map(|(index, (ring, modulo))| {
        html! {
            <tr key={cluster.numbers[index]}>
                <th scope="row">{ node_disc(cluster.numbers[index], &cluster.tags[index], false) }<span class="for-readers">{ &cluster.names[index] }</span></th>
                <td>{ *ring }</td><td>{ *modulo }</td>
            </tr>
        }
    });
    let name = |index: Option<usize>| index.and_then(|index| cluster.names.get(index)).map_or("nobody", String::as_str);
    let by_modulo = name(node_by_modulo(model.journey.position, cluster.len()));
    let by_ring = name(cluster.ring.owner_of(model.journey.position).map(|owner| owner.index()));
    let moved = match change.keys_moved_by_modulo {
        Some(modulo) => format!(
            "So far {} of {SAMPLE_KEYS} keys moved on the ring, and {modulo} of {SAMPLE_KEYS} with hash mod nodes.",
            change.keys_moved
        ),
        None => "Let a node join or leave, and see how many keys move in each.".to_owned(),
    };
    html! {
        <div class="modulo">
            <p>{ format!("{} belongs to {by_ring} first on the ring, and to {by_modulo} by hash mod {}.", quoted(&model.journey.key), cluster.len()) }</p>
            <p>{ moved }</p>
            <table class="figures">
                <thead><tr><td /><th scope="col">{ "on the ring" }</th><th scope="col">{ "hash mod nodes" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="quiet">{ format!("Of {SAMPLE_KEYS} sample keys, by their first node.") }</p>
        </div>
    }
}
