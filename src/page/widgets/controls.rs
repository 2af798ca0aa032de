//! Buttons, selects and fields shared by the panels.

use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, EditedField, Field, Model};
use crate::scenario::Command;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What a panel needs in order to act: the dispatcher, and the clock for the moment between two steps.
#[derive(Clone)]
pub struct PanelContext {
    pub dispatch: Dispatch,
    pub clock: AnimationClock,
}

impl PanelContext {
    /// A handler that dispatches this action.
    pub fn callback<E>(&self, action: Action) -> impl Fn(E) + 'static {
        let dispatch = self.dispatch.clone();
        move |_| dispatch.dispatch(action.clone())
    }

    /// A handler that gives a command at the present moment.
    fn command_callback(&self, field: Field, command: Command) -> impl Fn(MouseEvent) + 'static {
        let Self { dispatch, clock } = self.clone();
        move |_| dispatch.dispatch(Action::Give(field, command.clone(), clock.progress()))
    }
}

/// A button that gives a command; if the command is impossible, the button is disabled and its tooltip says why.
pub fn command_button(
    words: &'static str,
    label: String,
    possible: Result<Command, String>,
    context: &PanelContext,
) -> Html {
    match possible {
        Ok(command) => html! {
            <button type="button" aria-label={label.clone()} title={label} onclick={context.command_callback(Field::Faults, command)}>{ words }</button>
        },
        Err(reason) => html! {
            <button type="button" aria-label={label} title={reason} aria-disabled="true">{ words }</button>
        },
    }
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    label: AttrValue,
    options: Vec<(AttrValue, AttrValue)>,
    chosen: AttrValue,
    onchoose: Callback<String>,
}

/// A select that always shows the present value: after a refused or merely proposed choice it snaps back.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let ChoiceProps { label, options, chosen, onchoose } = props;
    let element = use_node_ref();
    {
        let (element, chosen) = (element.clone(), chosen.clone());
        use_effect(move || {
            if let Some(select) = element.cast::<HtmlSelectElement>() {
                select.set_value(&chosen);
            }
        });
    }
    let onchoose = onchoose.clone();
    let onchange = move |event: Event| onchoose.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
    let options = options.iter().map(|(value, words)| {
        html! { <option key={value.to_string()} value={value.clone()} selected={value == chosen}>{ words }</option> }
    });
    html! { <select ref={element} aria-label={label.clone()} {onchange}>{ for options }</select> }
}

/// A select of (value, label) options; `action` turns the chosen value into an action.
pub fn select(
    label: AttrValue,
    options: impl Iterator<Item = (AttrValue, AttrValue)>,
    chosen: &str,
    dispatch: &Dispatch,
    action: impl Fn(String) -> Action + 'static,
) -> Html {
    let dispatch = dispatch.clone();
    let onchoose = Callback::from(move |value| dispatch.dispatch(action(value)));
    html! { <Choice {label} options={options.collect::<Vec<_>>()} chosen={chosen.to_owned()} {onchoose} /> }
}

/// A text field that dispatches an action on every change.
pub fn typed_field(
    label: &'static str,
    value: impl Into<AttrValue>,
    dispatch: &Dispatch,
    action: impl Fn(String) -> Action + 'static,
) -> Html {
    let dispatch = dispatch.clone();
    let value = value.into();
    let oninput = move |event: InputEvent| {
        dispatch.dispatch(action(event.target_unchecked_into::<HtmlInputElement>().value()));
    };
    html! { <input type="text" dir="auto" autocomplete="off" spellcheck="false" aria-label={label} {value} {oninput} /> }
}

/// A section that is folded until the reader opens it.
pub fn fold(summary: &'static str, content: Html) -> Html {
    html! { <details class="fold"><summary>{ summary }</summary><div class="fold-body">{ content }</div></details> }
}

#[derive(Properties, PartialEq)]
struct EditFieldProps {
    /// The present value.
    value: AttrValue,
    label: AttrValue,
    field: EditedField,
    /// What was typed and refused, and why.
    refused: Option<(AttrValue, AttrValue)>,
    dispatch: Dispatch,
}

/// A field that takes effect when it is left. It is a component, so that nothing is redrawn over what somebody is
/// typing. What was refused stays in it, with the reason; Escape brings the present value back.
#[component]
fn EditField(props: &EditFieldProps) -> Html {
    let EditFieldProps { value, label, field, refused, dispatch } = props;
    let element = use_node_ref();
    let shown = refused.as_ref().map_or(value, |(typed, _)| typed).clone();
    {
        let (element, shown) = (element.clone(), shown.clone());
        use_effect_with((shown, refused.is_some()), move |(shown, _)| {
            if let Some(input) = element.cast::<HtmlInputElement>() {
                input.set_value(shown);
            }
        });
    }
    let field = *field;
    let onchange = {
        let (dispatch, old, shown) = (dispatch.clone(), value.clone(), shown.clone());
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let typed = input.value();
            // Until the present value is another one.
            input.set_value(&shown);
            match (typed == *old, typed == *shown) {
                (false, _) => dispatch.dispatch(Action::Enter(field, typed)),
                (true, false) => dispatch.dispatch(Action::LeaveField),
                (true, true) => {}
            }
        }
    };
    let onkeydown = {
        let (dispatch, old, is_refused) = (dispatch.clone(), value.clone(), refused.is_some());
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.target_unchecked_into::<HtmlInputElement>().set_value(&old);
                if is_refused {
                    dispatch.dispatch(Action::LeaveField);
                }
            }
        }
    };
    let named = matches!(field, EditedField::Name(_) | EditedField::Client(_) | EditedField::Future(_));
    let (class, inputmode) = match (named, field) {
        (true, _) => ("name", "text"),
        // Skew may be negative, and some numeric keyboards have no minus sign.
        (_, EditedField::Skew(_)) => ("tokens", "text"),
        _ => ("tokens", "decimal"),
    };
    let why = refused.as_ref().map(|(_, why)| why.clone()).unwrap_or_default();
    html! {
        <>
            <input ref={element} {class} type="text" {inputmode} dir="auto" autocomplete="off" spellcheck="false" value={shown}
                aria-label={label.clone()} aria-invalid={refused.is_some().then_some("true")} {onchange} {onkeydown} />
            <span class={if why.is_empty() { "absent" } else { "refused beside-field" }} role="alert">{ why }</span>
        </>
    }
}

/// A field that takes effect when it is left or Enter is pressed.
pub fn edit_field(model: &Model, value: String, label: String, field: EditedField, dispatch: &Dispatch) -> Html {
    let refused = model.refusal_of(field).and_then(|refused| {
        let (_, typed) = refused.typed.as_ref()?;
        Some((AttrValue::from(typed.clone()), AttrValue::from(refused.message.clone())))
    });
    html! { <EditField {value} {label} {field} {refused} dispatch={dispatch.clone()} /> }
}

/// A value between a button for less and one for more. Without an action, its button is disabled.
pub fn stepper(name: &str, value: Html, less: Option<Action>, more: Option<Action>, dispatch: &Dispatch) -> Html {
    let button = |sign: &'static str, label: String, action: Option<Action>| {
        let (dispatch, disabled) = (dispatch.clone(), action.is_none().to_string());
        let onclick = move |_| {
            if let Some(action) = &action {
                dispatch.dispatch(action.clone());
            }
        };
        html! { <button type="button" class="icon" aria-label={label.clone()} title={label} aria-disabled={disabled} {onclick}>{ sign }</button> }
    };
    html! {
        <div class="stepper">
            { button("–", format!("Less: {name}"), less) }
            { value }
            { button("+", format!("More: {name}"), more) }
        </div>
    }
}
