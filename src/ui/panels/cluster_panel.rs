//! The cluster: add, rename, remove a node, give it more or fewer tokens, and choose N, R and W. What is typed counts
//! when its field is left or Enter is pressed.

use crate::ui::Dispatch;
use crate::ui::cluster::Cluster;
use crate::ui::cluster_edit::{Edit, QuorumLetter};
use crate::ui::model::{Action, Field, Model};
use crate::ui::node_disc::NodeDisc;
use crate::ui::shared::Shared;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Nodes that can be edited at once; of more, those that match what is looked for.
const MOST_ROWS: usize = 48;

/// What it is drawn from.
#[derive(Properties, PartialEq)]
pub struct ClusterPanelProps {
    /// The page's state.
    pub model: Shared<Model>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The cluster's fields.
#[component]
pub fn ClusterPanel(props: &ClusterPanelProps) -> Html {
    let ClusterPanelProps { model, dispatch } = props;
    let looked_for = use_state_eq(String::new);
    let cluster = &model.world.cluster;
    let onfind = {
        let looked_for = looked_for.setter();
        move |event: InputEvent| looked_for.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let found = (0..cluster.len()).filter(|place| cluster.names[*place].contains(looked_for.as_str()));
    let rows = found
        .take(MOST_ROWS)
        .map(|place| html! { <li key={cluster.numbers[place]}>{ row(model, place, dispatch) }</li> });
    let many = cluster.len() > MOST_ROWS;
    html! {
        <div class="cluster">
            <p class="refused" role="alert">{ model.refusal(Field::Cluster).map(str::to_owned).unwrap_or_default() }</p>
            <div class="quorum" role="group" aria-label="Quorum">
                { for [QuorumLetter::N, QuorumLetter::R, QuorumLetter::W].map(|letter| quorum_field(model, letter, dispatch)) }
            </div>
            <label class={if many { "find" } else { "find absent" }}>
                <span>{ "Find a node" }</span>
                <input type="text" autocomplete="off" value={(*looked_for).clone()} oninput={onfind} />
            </label>
            <div class="columns" aria-hidden="true"><span>{ "Node" }</span><span>{ "Tokens" }</span></div>
            <AddNode cluster_size={cluster.len()} suggested={suggested_name(cluster)} dispatch={dispatch.clone()} />
            <ul class="rows" aria-label="Nodes" tabindex="-1">{ for rows }</ul>
        </div>
    }
}

/// A field that edits when it is left. If the edit is refused it shows the old value again.
fn field(
    value: String,
    label: String,
    kind: &'static str,
    edit: impl Fn(String) -> Edit + 'static,
    dispatch: &Dispatch,
) -> Html {
    let dispatch = dispatch.clone();
    let old = value.clone();
    let onchange = move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let typed = input.value();
        input.set_value(&old);
        if typed != old {
            dispatch.dispatch(Action::Edit(edit(typed)));
        }
    };
    let inputmode = if kind == "tokens" { "numeric" } else { "text" };
    html! { <input class={kind} type="text" {inputmode} dir="auto" autocomplete="off" spellcheck="false" {value} aria-label={label} {onchange} /> }
}

fn row(model: &Model, place: usize, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let name = cluster.names[place].clone();
    let remove = {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Edit(Edit::Remove { place }))
    };
    html! {
        <div class="node-row">
            <NodeDisc number={cluster.numbers[place]} tag={cluster.tags[place].clone()} />
            { field(name.clone(), format!("Name of {name}"), "name", move |name| Edit::Rename { place, name }, dispatch) }
            { field(cluster.tokens_of(place).to_string(), format!("Tokens of {name}"), "tokens",
                move |tokens| Edit::SetTokens { place, tokens }, dispatch) }
            <button type="button" class="icon" aria-label={format!("Remove {name}")} title={format!("Remove {name}")} onclick={remove}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
            </button>
        </div>
    }
}

fn quorum_field(model: &Model, letter: QuorumLetter, dispatch: &Dispatch) -> Html {
    let value = letter.of(&model.world.cluster).to_string();
    let label = format!("{}, {}", letter.letter(), letter.words());
    html! {
        <label key={letter.letter()} title={letter.words()}>
            <span>{ letter.letter() }</span>
            { field(value, label, "tokens", move |value| Edit::SetQuorum { letter, value }, dispatch) }
        </label>
    }
}

/// What the new node's fields are drawn from.
#[derive(Properties, PartialEq)]
struct AddNodeProps {
    /// A new size means that the last node was taken, and the fields start again.
    cluster_size: usize,
    /// A free name.
    suggested: AttrValue,
    /// Where actions go.
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

/// The first letter, or letter with a number, that no node has.
fn suggested_name(cluster: &Cluster) -> AttrValue {
    let letters = (0..).flat_map(|round| ('A'..='Z').map(move |letter| (letter, round)));
    let mut names =
        letters.map(|(letter, round)| if round == 0 { letter.to_string() } else { format!("{letter}{round}") });
    names.find(|name| cluster.place_of(name).is_none()).unwrap_or_default().into()
}
