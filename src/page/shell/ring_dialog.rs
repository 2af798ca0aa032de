//! What was understood of a ring, before it is taken.

use crate::explain::key_journey::words::{counted, thousands};
use crate::laboratories::rings::partitioner::PARTITIONERS;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Model, OpenRing, RingAction, RingProposal};
use crate::page::widgets::dialog::Dialog;
use std::collections::BTreeMap;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Most nodes and notes that the dialog lists.
const MOST: usize = 12;

pub fn ring_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let proposal = model.drafts.ring_proposal.as_ref();
    let onclose = send(dispatch, |()| RingAction::Dismiss);
    let is_refused = proposal.is_some_and(|proposal| proposal.found.is_err());
    let title = if is_refused { "No ring was read" } else { "A ring was read" };
    let content = proposal.map_or_else(|| html! { <div /> }, |proposal| content(proposal, dispatch));
    html! {
        <Dialog open={proposal.is_some()} title="ring-dialog-title" has_main_action={!is_refused} {onclose}>
            <h2 id="ring-dialog-title">{ title }</h2>
            { content }
        </Dialog>
    }
}

fn send<T: 'static>(dispatch: &Dispatch, action: impl Fn(T) -> RingAction + 'static) -> Callback<T> {
    let dispatch = dispatch.clone();
    Callback::from(move |given| dispatch.dispatch(Action::Ring(action(given))))
}

fn content(proposal: &RingProposal, dispatch: &Dispatch) -> Html {
    let take = send(dispatch, |_: MouseEvent| RingAction::Take);
    let understood = match &proposal.found {
        Ok(ring) => understood(ring),
        Err(refusal) => html! {
            <><p class="trouble" role="alert">{ &refusal.message }</p><p class="quiet">{ "Nothing has changed: the page is as it was before." }</p></>
        },
    };
    html! {
        <div class="ring-proposal">
            { understood }
            <div class="row">{ keyspaces(proposal, dispatch) }{ partitioners(proposal, dispatch) }</div>
            <button type="button" class={if proposal.found.is_ok() { "primary" } else { "absent" }} onclick={take}>{ "Show this ring" }</button>
        </div>
    }
}

fn understood(ring: &OpenRing) -> Html {
    let mut zones: BTreeMap<&str, usize> = BTreeMap::new();
    ring.nodes.iter().filter_map(|node| node.zone.as_deref()).for_each(|zone| *zones.entry(zone).or_default() += 1);
    let zone = |(zone, nodes): (&&str, &usize)| format!("{zone} ({})", counted(*nodes, "node", "nodes"));
    let mut places: Vec<String> = zones.iter().take(MOST).map(zone).collect();
    if zones.len() > MOST {
        places.push(format!("and {} more", zones.len() - MOST));
    }
    let nodes = ring.nodes.iter().enumerate().take(MOST).map(|(index, node)| {
        let tokens = counted(node.token_count(), "token", "tokens");
        html! { <li key={index}>{ format!("{}: {tokens}", ring.printed_name(index)) }</li> }
    });
    let more = ring.nodes.len().saturating_sub(MOST);
    let notes = ring.notes.iter().take(MOST).map(|note| html! { <li key={note.clone()}>{ note }</li> });
    html! {
        <>
            <dl>
                <div><dt>{ "Read as" }</dt><dd>{ ring.format.label() }</dd></div>
                <div><dt>{ "Nodes" }</dt><dd>{ thousands(ring.nodes.len()) }</dd></div>
                <div><dt>{ "Tokens" }</dt><dd>{ thousands(ring.tokens()) }</dd></div>
                <div><dt>{ "Partitioner" }</dt><dd>{ ring.partitioner.label() }</dd></div>
                <div><dt>{ "Zones" }</dt><dd>{ if places.is_empty() { "none".to_owned() } else { places.join(", ") } }</dd></div>
            </dl>
            <ul class="quiet" aria-label="Nodes">
                { for nodes }
                <li class={if more > 0 { "" } else { "absent" }}>{ format!("and {} more", thousands(more)) }</li>
            </ul>
            <ul class={if ring.notes.is_empty() { "absent" } else { "ring-notes" }} aria-label="Notes">{ for notes }</ul>
        </>
    }
}

fn chosen(event: &Event) -> String {
    event.target_unchecked_into::<HtmlSelectElement>().value()
}

fn keyspaces(proposal: &RingProposal, dispatch: &Dispatch) -> Html {
    if proposal.keyspaces.len() < 2 {
        return html! { <div class="absent" /> };
    }
    let now = proposal.read_as.keyspace.as_deref().unwrap_or(&proposal.keyspaces[0]);
    let options = proposal.keyspaces.iter().map(|name| {
        html! { <option key={name.clone()} value={name.clone()} selected={name == now}>{ name }</option> }
    });
    let onchange = send(dispatch, |event: Event| RingAction::Keyspace(chosen(&event)));
    html! { <label class="ring-select"><span>{ "Keyspace" }</span><select aria-label="Keyspace" {onchange}>{ for options }</select></label> }
}

fn partitioners(proposal: &RingProposal, dispatch: &Dispatch) -> Html {
    let now = proposal.read_as.partitioner;
    let guessed = match &proposal.found {
        Ok(ring) if now.is_none() => format!("as it seems: {}", ring.partitioner.label()),
        _ => "as it seems".to_owned(),
    };
    let options = PARTITIONERS.iter().map(|(word, partitioner)| {
        html! { <option key={*word} value={*word} selected={now == Some(*partitioner)}>{ partitioner.label() }</option> }
    });
    let onchange = send(dispatch, |event: Event| {
        let word = chosen(&event);
        RingAction::Partitioner(
            PARTITIONERS.iter().find(|(known, _)| *known == word).map(|(_, partitioner)| *partitioner),
        )
    });
    html! {
        <label class="ring-select"><span>{ "Partitioner" }</span>
            <select aria-label="Partitioner" {onchange}><option value="" selected={now.is_none()}>{ guessed }</option>{ for options }</select></label>
    }
}
