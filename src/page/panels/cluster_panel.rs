//! The cluster: adding, renaming and removing nodes, their tokens, and N, R and W. Typed values take effect when the
//! field is left or Enter is pressed.

use super::node_rows::{find_field, matching_nodes};
use super::scenario_panel::undo;
use super::settings_panel::settings_panel;
use crate::page::dispatch::Dispatch;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter, free_name};
use crate::page::state::{Action, Field, Model};
use crate::page::widgets::controls::{Edits, PanelContext, edit_field};
use crate::page::widgets::node_disc::node_disc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub fn cluster_panel(model: &Model, context: &PanelContext) -> Html {
    let (cluster, dispatch) = (&model.world.cluster, &context.dispatch);
    let rows = matching_nodes(model)
        .map(|index| html! { <li key={cluster.numbers[index]}>{ row(model, index, dispatch) }</li> });
    html! {
        <div class="cluster">
            <p class="refused" role="alert">{ model.refusal(Field::Cluster).map(str::to_owned).unwrap_or_default() }</p>
            <div class="quorum" role="group" aria-label="Quorum">
                { for [QuorumLetter::N, QuorumLetter::R, QuorumLetter::W].map(|letter| quorum_field(model, letter, dispatch)) }
            </div>
            <p class="quiet">{ "Each key on N nodes; a get waits for R answers, a put for W. Section 4.5" }</p>
            { find_field(model, dispatch) }
            <div class="columns" aria-hidden="true"><span>{ "Node" }</span><span>{ "Tokens" }</span></div>
            <AddNode cluster_size={cluster.len()} suggested={free_name(&cluster.names)} dispatch={dispatch.clone()} />
            <ul class="rows" aria-label="Nodes" tabindex="-1">{ for rows }</ul>
            { undo(model, context) }
            { settings_panel(model, context) }
        </div>
    }
}

fn row(model: &Model, index: usize, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let name = cluster.names[index].clone();
    let remove = {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Edit(Edit::Remove { index }))
    };
    html! {
        <div class="node-row">
            { node_disc(cluster.numbers[index], &cluster.tags[index], false) }
            { edit_field(name.clone(), format!("Name of {name}"), Edits::Name(index), dispatch) }
            { edit_field(cluster.tokens_of(index).to_string(), format!("Tokens of {name}"), Edits::Tokens(index), dispatch) }
            <button type="button" class="icon" aria-label={format!("Remove {name}")} title={format!("Remove {name}")} onclick={remove}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
            </button>
        </div>
    }
}

fn quorum_field(model: &Model, letter: QuorumLetter, dispatch: &Dispatch) -> Html {
    let value = letter.value_in(&model.world.cluster).to_string();
    let label = format!("{}, {}", letter.letter(), letter.words());
    html! {
        <label key={letter.letter()} title={letter.words()}>
            <span>{ letter.letter() }</span>
            { edit_field(value, label, Edits::Quorum(letter), dispatch) }
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct AddNodeProps {
    /// When the size changes, the fields start again with the next suggestion.
    cluster_size: usize,
    /// A free name.
    suggested: AttrValue,
    dispatch: Dispatch,
}

/// The row for a new node.
#[component]
fn AddNode(props: &AddNodeProps) -> Html {
    let (name, tokens) = (use_node_ref(), use_node_ref());
    {
        let (name, suggested) = (name.clone(), props.suggested.clone());
        use_effect_with((props.cluster_size, suggested), move |(_, suggested)| {
            if let Some(name) = name.cast::<HtmlInputElement>() {
                name.set_value(suggested);
            }
        });
    }
    let onsubmit = {
        let (name, tokens, dispatch) = (name.clone(), tokens.clone(), props.dispatch.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed =
                |field: &NodeRef| field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            dispatch.dispatch(Action::Edit(Edit::Add { name: typed(&name), tokens: typed(&tokens) }));
        }
    };
    html! {
        <form class="node-row add" {onsubmit}>
            <span class="disc" aria-hidden="true">{ "+" }</span>
            <input ref={name} class="name" type="text" dir="auto" autocomplete="off" spellcheck="false" aria-label="Name of the new node" />
            <input ref={tokens} class="tokens" type="text" inputmode="numeric" autocomplete="off" value="8" aria-label="Tokens of the new node" />
            <button type="submit">{ "Add" }</button>
        </form>
    }
}
