//! The keyboard's help.

use super::Dispatch;
use super::keyboard::SHORTCUTS;
use super::model::Action;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What the help is drawn from.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Whether it is open.
    pub open: bool,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The help, a dialog that keeps the focus while it is open.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            match (*open, dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        });
    }
    let (close, closed) = (props.dispatch.clone(), props.dispatch.clone());
    let rows = SHORTCUTS.iter().map(|(keys, words)| {
        html! { <div key={*keys}><dt><kbd>{ *keys }</kbd></dt><dd>{ *words }</dd></div> }
    });
    html! {
        <dialog ref={dialog} class="help" aria-labelledby="help-title" onclose={move |_| closed.dispatch(Action::Help(false))}>
            <h2 id="help-title">{ "By keyboard" }</h2>
            <dl>{ for rows }</dl>
            <button type="button" class="primary" onclick={move |_| close.dispatch(Action::Help(false))}>{ "Close" }</button>
        </dialog>
    }
}
