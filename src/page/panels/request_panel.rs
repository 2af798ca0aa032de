//! Put, get and delete: which client asks, through which node, with which context, and what is written.

use super::cart_field::cart_field;
use super::clients_field::clients_field;
use super::reconcile_panel::reconcile_panel;
use crate::page::state::{Action, DraftAction, Field, Model, Operation};
use crate::page::widgets::controls::{PanelContext, fold, select, typed_field};
use crate::scenario::Quorum;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

const VALUE_FIELD: &str = "ringside-value";

const BLIND: &str = "blind";
const LAST: &str = "last";

/// The client, the value, and the requests.
pub fn request_panel(model: &Model, panel: &PanelContext) -> Html {
    let refusal = model.refusal(Field::Request).map(str::to_owned).unwrap_or_default();
    let siblings = !model.siblings().is_empty();
    html! {
        <div class="request">
            { clients_field(model, panel) }
            <div class={if siblings { "" } else { "absent" }}>
                { if siblings { reconcile_panel(model, panel) } else { html! { <div /> } } }
            </div>
            { value_field(model, panel) }
            <div class="pairs">
                <label>{ "Send to" }{ via(model, panel) }</label>
                <label>{ "Context" }{ context(model, panel) }</label>
            </div>
            { requests(model, panel) }
            <p class="refused" role="alert">{ refusal }</p>
            <div class="more-requests">
                { fold("For this request only", html! { <div>{ overrides(model, panel) }{ own_way(model, panel) }</div> }) }
                <button type="button" class="plain write-keys" title="20 puts of fresh keys, one after the other; they are shown on the ring"
                    onclick={let PanelContext { dispatch, clock } = panel.clone(); move |_| dispatch.dispatch(Action::WriteKeys(clock.progress()))}>
                    { "Write 20 keys" }
                </button>
            </div>
        </div>
    }
}

/// The buttons for put, get and delete.
fn requests(model: &Model, panel: &PanelContext) -> Html {
    let ask = |action: fn(f64) -> Action| {
        let PanelContext { dispatch, clock } = panel.clone();
        move |_| dispatch.dispatch(action(clock.progress()))
    };
    let put_is_next = model.walked && model.world.steps == 0;
    html! {
        <div class="row three">
            <button type="button" class={if put_is_next { "primary" } else { "" }} onclick={ask(Action::Put)}>{ Operation::Put.label() }</button>
            <button type="button" onclick={ask(Action::Get)}>{ Operation::Get.label() }</button>
            <button type="button" title="Writes a tombstone, a version without a value" onclick={ask(Action::Delete)}>{ Operation::Delete.label() }</button>
        </div>
    }
}

/// The value, as a text or as a cart.
fn value_field(model: &Model, panel: &PanelContext) -> Html {
    let kind = |is_cart: bool, words: &'static str| {
        let pressed = (model.drafts.is_cart == is_cart).to_string();
        let onclick = panel.callback::<MouseEvent>(Action::Draft(DraftAction::Cart(is_cart)));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ words }</button> }
    };
    html! {
        <div class="value">
            <div class="value-head">
                <label for={VALUE_FIELD}>{ if model.drafts.is_cart { "Cart" } else { "Value" } }</label>
                <div class="choice small" role="group" aria-label="The value is seen as">{ kind(false, "Text") }{ kind(true, "Cart") }</div>
            </div>
            <div class={if model.drafts.is_cart { "absent" } else { "" }}>{ text_field(model, panel) }</div>
            <div class={if model.drafts.is_cart { "" } else { "absent" }}>
                { if model.drafts.is_cart { cart_field(model, panel) } else { html! { <div /> } } }
            </div>
        </div>
    }
}

fn text_field(model: &Model, panel: &PanelContext) -> Html {
    let dispatch = panel.dispatch.clone();
    let oninput = move |event: InputEvent| {
        dispatch.dispatch(Action::TypeValue(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
    };
    html! {
        <textarea id={VALUE_FIELD} class="mono"
            rows={if model.value.contains('\n') { "3" } else { "1" }} wrap="off" dir="auto" autocomplete="off"
            spellcheck="false" aria-label="Value" value={model.value.clone()} {oninput} />
    }
}

/// The node that the client contacts.
fn via(model: &Model, panel: &PanelContext) -> Html {
    let names = model.world.cluster.names.iter().map(|name| AttrValue::from(name.clone()));
    let nodes = names.map(|name| (AttrValue::from(format!(".{name}")), name));
    let any = (AttrValue::Static(""), AttrValue::Static("any node it can reach"));
    let chosen = model.via().map_or_else(String::new, |name| format!(".{name}"));
    select("The node to contact".into(), std::iter::once(any).chain(nodes), &chosen, &panel.dispatch, |value| {
        // A node's name may be any text, so options are marked by this leading character.
        Action::Draft(DraftAction::Via(value.strip_prefix('.').map(str::to_owned)))
    })
}

/// The causal context that goes with a put.
fn context(model: &Model, panel: &PanelContext) -> Html {
    let last = match model.context_words() {
        Some(clock) => format!("what it last read: {clock}"),
        None => "what it last read: nothing".to_owned(),
    };
    let options = [(LAST.into(), last.into()), (BLIND.into(), "no context (blind write)".into())].into_iter();
    let chosen = if model.drafts.blind { BLIND } else { LAST };
    let action = |value: String| Action::Draft(DraftAction::Blind(value == BLIND));
    select("The context of a put".into(), options, chosen, &panel.dispatch, action)
}

fn overrides(model: &Model, panel: &PanelContext) -> Html {
    const LABELS: [&str; 3] = ["N of this request", "R of this request", "W of this request"];
    let fields = LABELS.into_iter().zip(&model.drafts.overrides).enumerate().map(|(index, (label, typed))| {
        let action = move |typed| Action::Draft(DraftAction::Override(index, typed));
        html! {
            <label key={index}><span>{ &label[..1] }</span>{ typed_field(label, typed.clone(), &panel.dispatch, action) }</label>
        }
    });
    html! {
        <div>
            <div class="quorum">{ for fields }</div>
            <p class="quiet">{ "For the next puts and gets; empty: the cluster’s. Section 6" }</p>
        </div>
    }
}

/// A quorum of its own, the key's position, and what a get has to cover.
fn own_way(model: &Model, panel: &PanelContext) -> Html {
    let quorums = [Quorum::Sloppy, Quorum::Strict].map(|quorum| (quorum.as_str().into(), quorum.as_str().into()));
    let options = std::iter::once(("".into(), "the cluster’s".into())).chain(quorums);
    let chosen = model.drafts.quorum.map_or("", Quorum::as_str);
    let choose = |value: String| {
        let quorum = [Quorum::Sloppy, Quorum::Strict].into_iter().find(|quorum| quorum.as_str() == value);
        Action::Draft(DraftAction::OwnQuorum(quorum))
    };
    let covers = [("", "whatever R nodes have"), (LAST, "until it covers what the client knows")];
    let covers = covers.map(|(value, words)| (value.into(), words.into())).into_iter();
    let covered = if model.drafts.at_least { LAST } else { "" };
    let cover = |value: String| Action::Draft(DraftAction::AtLeast(value == LAST));
    let conditions = [("", "always"), (LAST, "only if nothing is newer")];
    let conditions = conditions.map(|(value, words)| (value.into(), words.into())).into_iter();
    let condition = if model.drafts.only_if { LAST } else { "" };
    let put_if = |value: String| Action::Draft(DraftAction::OnlyIf(value == LAST));
    let position = |typed| Action::Draft(DraftAction::Position(typed));
    html! {
        <div>
            <div class="pairs">
                <label>{ "Quorum" }{ select("Quorum of this request".into(), options, chosen, &panel.dispatch, choose) }</label>
                <label>{ "A put is done" }{ select("When a put is done".into(), conditions, condition, &panel.dispatch, put_if) }</label>
                <label>{ "A get waits" }{ select("How long a get waits".into(), covers, covered, &panel.dispatch, cover) }</label>
            </div>
            <label>{ "Position" }{ typed_field("Position of the key", model.drafts.position.clone(), &panel.dispatch, position) }</label>
            <p class="quiet">{ "Where a new key lies, 32 hex digits; empty: at its hash. Section 4.2" }</p>
        </div>
    }
}
