//! What each replica of the selected key stores, side by side.

use crate::key_journey::words::quoted;
use crate::narration::clock;
use crate::snapshot::VersionState;
use crate::ui::model::Model;
use crate::ui::node_disc::node_disc;
use crate::ui::versions::value_words;
use yew::prelude::*;

/// Replicas that are shown.
const MOST_SHOWN: usize = 12;
/// Characters of a value that its tooltip holds; the value may be a megabyte.
const LONGEST_TITLE: usize = 2_000;

/// The copies of the key.
pub fn copies_panel(model: &Model) -> Html {
    let cluster = &model.world.cluster;
    let copies = model.journey.replicas.iter().take(MOST_SHOWN).map(|node| {
        let place = node.index();
        let name = &cluster.names[place];
        let stored = model.world.frame.state.nodes.iter().find(|state| state.name == *name);
        let versions = stored.and_then(|state| state.store.get(&model.journey.key)).cloned().unwrap_or_default();
        html! {
            <li key={place} class="copy">
                { node_disc(cluster.numbers[place], &cluster.tags[place], false) }
                <span class="for-readers">{ name }{ ": " }</span>
                { for versions.iter().enumerate().map(version) }
                <span class="quiet">{ if versions.is_empty() { "nothing" } else { "" } }</span>
            </li>
        }
    });
    let title = format!("Copies of {}", quoted(&model.journey.key));
    html! {
        <section class={if model.journey.replicas.is_empty() { "absent" } else { "copies" }}>
            <ul class="copy-row" aria-label={title}>{ for copies }</ul>
        </section>
    }
}

fn version((place, version): (usize, &VersionState)) -> Html {
    let whole: String = version.value.as_deref().unwrap_or_default().chars().take(LONGEST_TITLE).collect();
    html! {
        <span key={place} class="version">
            <span class="value" title={whole}>{ value_words(version) }</span>
            { " " }
            <span class="clock mono">{ clock(version) }</span>
        </span>
    }
}
