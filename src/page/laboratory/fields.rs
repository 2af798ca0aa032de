//! The settings of an experiment as form fields.

use crate::page::forms::laboratory::settings::{FieldSpec, Reads, Settings, words};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FieldsProps {
    pub settings: Settings,
    /// Called with the changed settings.
    pub set: Callback<Settings>,
}

/// The fields. They are a component, because the page is redrawn several times a second while an experiment runs, and
/// redrawing a field would discard what somebody is typing.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let FieldsProps { settings, set } = props;
    let shown = settings.specs().iter().filter(|spec| settings.is_shown(spec));
    let fields =
        shown.map(|spec| html! { <div key={spec.name} class="lab-field">{ field(settings, spec, set) }</div> });
    html! { <div class="fields">{ for fields }</div> }
}

fn field(settings: &Settings, spec: &'static FieldSpec, set: &Callback<Settings>) -> Html {
    let text = settings.text(spec.name).to_owned();
    let changed = {
        let (settings, set) = (settings.clone(), set.clone());
        move |text: String| set.emit(settings.clone().with(spec.name, &text))
    };
    if let Reads::Several(choices) = spec.reads {
        return several(spec.label, choices, &text, Callback::from(changed));
    }
    let id = format!("ringside-lab-{}", spec.name);
    let input = match spec.reads {
        Reads::Choice(choices) => {
            let options = choices.iter().map(|(word, words)| {
                html! { <option key={*word} value={*word} selected={*word == text}>{ *words }</option> }
            });
            let onchange = move |event: Event| changed(event.target_unchecked_into::<HtmlSelectElement>().value());
            html! { <select id={id.clone()} {onchange}>{ for options }</select> }
        }
        Reads::Flag => {
            let onchange = move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                changed(if on { "yes" } else { "no" }.to_owned());
            };
            html! { <input id={id.clone()} type="checkbox" checked={text == "yes"} {onchange} /> }
        }
        _ => {
            let onchange = move |event: Event| changed(event.target_unchecked_into::<HtmlInputElement>().value());
            let inputmode = if spec.reads == Reads::Number { "decimal" } else { "text" };
            html! { <input id={id.clone()} type="text" {inputmode} autocomplete="off" spellcheck="false" value={text} {onchange} /> }
        }
    };
    html! { <><label for={id}>{ spec.label }</label>{ input }</> }
}

/// Checkboxes for some of several choices, which keep the order of the list.
fn several(
    label: &'static str,
    choices: &'static [(&'static str, &'static str)],
    text: &str,
    changed: Callback<String>,
) -> Html {
    let chosen: Vec<&str> =
        choices.iter().map(|(word, _)| *word).filter(|word| words(text).any(|own| own == *word)).collect();
    let boxes = choices.iter().map(|(word, label)| {
        let (is_on, changed, chosen) = (chosen.contains(word), changed.clone(), chosen.clone());
        let onchange = move |_: Event| {
            let is_chosen = |(other, _): &&(&str, &str)| chosen.contains(other) != (other == word);
            changed.emit(choices.iter().filter(is_chosen).map(|(other, _)| *other).collect::<Vec<_>>().join(", "));
        };
        html! { <label key={*word} class="check"><input type="checkbox" checked={is_on} {onchange} />{ *label }</label> }
    });
    html! { <fieldset class="several"><legend>{ label }</legend>{ for boxes }</fieldset> }
}
