//! Buttons, selects and fields shared by the panels.

use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::forms::settings::{NumberSetting, Setting};
use crate::page::state::{Action, Field};
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

/// What a field edits.
#[derive(Clone, Copy, PartialEq)]
pub enum Edits {
    /// The name of the node with this index.
    Name(usize),
    /// The token count of the node with this index.
    Tokens(usize),
    Quorum(QuorumLetter),
    Setting(NumberSetting),
    /// The name of the client with this index.
    Client(usize),
    /// The name of the future with this number.
    Future(u32),
    /// The clock skew of the node with this index.
    Skew(usize),
}

impl Edits {
    fn action(self, typed: String) -> Action {
        match self {
            Self::Name(index) => Action::Edit(Edit::Rename { index, name: typed }),
            Self::Tokens(index) => Action::Edit(Edit::SetTokens { index, tokens: typed }),
            Self::Quorum(letter) => Action::Edit(Edit::SetQuorum { letter, value: typed }),
            Self::Setting(setting) => Action::Set(Setting::Number(setting, typed)),
            Self::Client(index) => Action::RenameClient(index, typed),
            Self::Future(number) => Action::NameFuture(number, typed),
            Self::Skew(index) => Action::Skew(index, typed),
        }
    }
}

#[derive(Properties, PartialEq)]
struct EditFieldProps {
    /// The present value.
    value: AttrValue,
    label: AttrValue,
    edits: Edits,
    dispatch: Dispatch,
}

/// A field that takes effect when it is left. It is a component, so that nothing is redrawn over what somebody is
/// typing; after a refusal it shows the old value again.
#[component]
fn EditField(props: &EditFieldProps) -> Html {
    let EditFieldProps { value, label, edits, dispatch } = props;
    let (dispatch, old, edits) = (dispatch.clone(), value.clone(), *edits);
    let onchange = move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let typed = input.value();
        input.set_value(&old);
        if typed != *old {
            dispatch.dispatch(edits.action(typed));
        }
    };
    let named = matches!(edits, Edits::Name(_) | Edits::Client(_) | Edits::Future(_));
    let (class, inputmode) = match (named, edits) {
        (true, _) => ("name", "text"),
        // Skew may be negative, and some numeric keyboards have no minus sign.
        (_, Edits::Skew(_)) => ("tokens", "text"),
        _ => ("tokens", "decimal"),
    };
    html! {
        <input {class} type="text" {inputmode} dir="auto" autocomplete="off" spellcheck="false" value={value.clone()}
            aria-label={label.clone()} {onchange} />
    }
}

/// A field that takes effect when it is left or Enter is pressed.
pub fn edit_field(value: String, label: String, edits: Edits, dispatch: &Dispatch) -> Html {
    html! { <EditField {value} {label} {edits} dispatch={dispatch.clone()} /> }
}
