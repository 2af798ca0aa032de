//! The cluster: adding, renaming and removing nodes, their tokens, and N, R and W. Typed values take effect when the
//! field is left or Enter is pressed.

use super::node_rows::{find_field, matching_nodes};
use super::scenario_panel::undo;
use super::settings_panel::settings_panel;
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::page::dispatch::Dispatch;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter, free_name};
use crate::page::projection::cluster::Cluster;
use crate::page::projection::zones::NO_INFLUENCE;
use crate::page::state::{Action, EditedField, Field, Model};
use crate::page::widgets::controls::{PanelContext, command_button, edit_field, stepper};
use crate::page::widgets::node_disc::node_disc;
use crate::scenario::{Act, Command};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Tokens of a node where no other node says how many.
const USUAL_TOKENS: usize = 8;

pub fn cluster_panel(model: &Model, context: &PanelContext) -> Html {
    let (cluster, dispatch) = (&model.world.cluster, &context.dispatch);
    let zoned = has_zones(model);
    let unused = zoned && model.world.frame.state.placement.is_none();
    let rows = matching_nodes(model)
        .map(|index| html! { <li key={cluster.numbers[index]}>{ row(model, index, dispatch) }</li> });
    html! {
        <div class="cluster">
            { steppers(model, dispatch) }
            <p class="refused" role="alert">{ model.refusal(Field::Cluster).map(str::to_owned).unwrap_or_default() }</p>
            { find_field(model, dispatch) }
            <div class={columns("columns", zoned)} aria-hidden="true">
                <span>{ "Node" }</span>
                <span>{ "Tokens" }</span>
                <span class={if zoned { "" } else { "absent" }}>{ "Zone" }</span>
            </div>
            <AddNode cluster_size={cluster.len()} suggested={free_name(&cluster.names)} dispatch={dispatch.clone()} />
            <ul class="rows" aria-label="Nodes" tabindex="-1">{ for rows }</ul>
            { removed(model, context) }
            <p class={if unused { "quiet" } else { "absent" }}>{ if unused { NO_INFLUENCE } else { "" } }</p>
            { undo(model, context) }
            { settings_panel(model, context) }
        </div>
    }
}

/// Whether nodes stand in zones, or copies are spread over them: then there is a column for them.
fn has_zones(model: &Model) -> bool {
    model.world.frame.state.placement.is_some() || model.world.cluster.zones.iter().any(Option::is_some)
}

fn columns(class: &'static str, zoned: bool) -> Classes {
    classes!(class, zoned.then_some("zoned"))
}

fn row(model: &Model, index: usize, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let name = cluster.names[index].clone();
    let zoned = has_zones(model);
    let zone = cluster.zones[index].as_deref().unwrap_or_default().to_owned();
    let remove = {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Edit(Edit::Remove { index }))
    };
    html! {
        <div class={columns("node-row", zoned)}>
            { node_disc(cluster.numbers[index], &cluster.tags[index], false) }
            { edit_field(model, name.clone(), format!("Name of {name}"), EditedField::Name(index), dispatch) }
            { edit_field(model, cluster.tokens_of(index).to_string(), format!("Tokens of {name}"), EditedField::Tokens(index), dispatch) }
            if zoned {
                { edit_field(model, zone, format!("Zone of {name}"), EditedField::Zone(index), dispatch) }
            }
            <button type="button" class="icon" aria-label={format!("Remove {name}")} title={format!("Remove {name}")} onclick={remove}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
            </button>
        </div>
    }
}

/// The machines that were removed, each of which can come back with its disk.
fn removed(model: &Model, context: &PanelContext) -> Html {
    let removed = model.world.frame.state.removed.iter().map(|name| {
        let command = Command::Act(Act::ReturnNode { name: name.clone() });
        html! {
            <li key={name.clone()} class="row item">
                <span><bdi>{ name }</bdi>{ " was removed" }</span>
                { command_button("Bring back", format!("Bring {name} back with its disk"), Ok(command), context) }
            </li>
        }
    });
    html! { <ul class="rows" aria-label="Removed machines">{ for removed }</ul> }
}

/// N, R, W, the number of nodes, and the tokens per node, each with a button for less and one for more.
fn steppers(model: &Model, dispatch: &Dispatch) -> Html {
    html! {
        <div class="steppers" role="group" aria-label="The ring in numbers">
            { for [QuorumLetter::N, QuorumLetter::R, QuorumLetter::W].map(|letter| quorum_stepper(model, letter, dispatch)) }
            { nodes_stepper(model, dispatch) }
            { tokens_stepper(model, dispatch) }
            <p class="quiet">{ when_it_takes_effect(model) }</p>
        </div>
    }
}

/// Said before a number is changed.
fn when_it_takes_effect(model: &Model) -> &'static str {
    match model.world.steps {
        0 => "Nothing has been asked yet: a change takes effect at once. Section 4.5",
        _ => "A change is a step of this history. Other tokens for all nodes begin a new one: you are asked first.",
    }
}

fn step_row(class: &'static str, name: &'static str, words: &'static str, stepper: Html) -> Html {
    html! { <div class="step-row" key={name}><span {class}>{ name }</span><span class="quiet">{ words }</span>{ stepper }</div> }
}

fn quorum_stepper(model: &Model, letter: QuorumLetter, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let value = letter.value_in(cluster);
    let most = if letter == QuorumLetter::N { MAX_NODES } else { cluster.n };
    let field = EditedField::Quorum(letter);
    let to = |wanted: usize| (1..=most).contains(&wanted).then(|| field.action(wanted.to_string()));
    let label = format!("{}, {}", letter.letter(), letter.words());
    let shown = edit_field(model, value.to_string(), label, field, dispatch);
    let stepper = stepper(letter.letter(), shown, to(value.saturating_sub(1)), to(value + 1), dispatch);
    step_row("letter", letter.letter(), letter.words(), stepper)
}

/// The zone of the last node.
fn last_zone(cluster: &Cluster) -> String {
    cluster.zones.last().and_then(Option::as_deref).unwrap_or_default().to_owned()
}

/// The last node leaves, or one more joins with as many tokens as the first, in the last one’s zone.
fn nodes_stepper(model: &Model, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let nodes = cluster.len();
    let less = (nodes > 1).then(|| Action::Edit(Edit::Remove { index: nodes - 1 }));
    let tokens = cluster.tokens.first().map_or(USUAL_TOKENS, |tokens| *tokens).to_string();
    let more = (nodes < MAX_NODES)
        .then(|| Action::Edit(Edit::Add { name: free_name(&cluster.names), tokens, zone: last_zone(cluster) }));
    let shown = html! { <output aria-label="Nodes">{ nodes }</output> };
    step_row("", "Nodes", "", stepper("nodes", shown, less, more, dispatch))
}

fn tokens_stepper(model: &Model, dispatch: &Dispatch) -> Html {
    let tokens = &model.world.cluster.tokens;
    let first = tokens.first().copied().unwrap_or(USUAL_TOKENS);
    let same = tokens.iter().all(|other| *other == first);
    let to = |wanted: usize| {
        (1..=MAX_TOKENS_PER_NODE).contains(&wanted).then(|| EditedField::AllTokens.action(wanted.to_string()))
    };
    let value = if same { first.to_string() } else { String::new() };
    let shown = edit_field(model, value, "Tokens per node".to_owned(), EditedField::AllTokens, dispatch);
    let words = if same { "" } else { "not the same now" };
    step_row(
        "",
        "Tokens per node",
        words,
        stepper("tokens per node", shown, to(first.saturating_sub(1)), to(first + 1), dispatch),
    )
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
    let (name, tokens, zone) = (use_node_ref(), use_node_ref(), use_node_ref());
    {
        let (name, suggested) = (name.clone(), props.suggested.clone());
        use_effect_with((props.cluster_size, suggested), move |(_, suggested)| {
            if let Some(name) = name.cast::<HtmlInputElement>() {
                name.set_value(suggested);
            }
        });
    }
    let onsubmit = {
        let (name, tokens, zone, dispatch) = (name.clone(), tokens.clone(), zone.clone(), props.dispatch.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed =
                |field: &NodeRef| field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            dispatch.dispatch(Action::Edit(Edit::Add {
                name: typed(&name),
                tokens: typed(&tokens),
                zone: typed(&zone),
            }));
        }
    };
    html! {
        <form class="node-row add" {onsubmit}>
            <span class="disc" aria-hidden="true">{ "+" }</span>
            <input ref={name} class="name" type="text" dir="auto" autocomplete="off" spellcheck="false" aria-label="Name of the new node" />
            <input ref={tokens} class="tokens" type="text" inputmode="numeric" autocomplete="off" value="8" aria-label="Tokens of the new node" />
            <input ref={zone} class="zone-of-node" type="text" dir="auto" autocomplete="off" spellcheck="false" placeholder="zone" aria-label="Zone of the new node" />
            <button type="submit">{ "Add" }</button>
        </form>
    }
}
