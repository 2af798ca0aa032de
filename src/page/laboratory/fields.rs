//! The fields of an experiment: what is set, as it is typed or chosen.

use crate::page::forms::laboratory::settings::{FieldSpec, Reads, Settings};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What the fields show, and who is told what was entered.
#[derive(Properties, PartialEq)]
pub struct FieldsProps {
    /// What is set.
    pub settings: Settings,
    /// Is told what is set from now on.
    pub set: Callback<Settings>,
}

/// The fields. They stand still, for while an experiment is under way the page is drawn anew several times a second,
/// and whatever is drawn anew takes back what somebody is typing.
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
