//! A modal dialog: it keeps the focus while it is open.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub open: bool,
    /// The id of its heading.
    pub title: &'static str,
    /// Whether something else than closing is the main thing to do.
    #[prop_or_default]
    pub has_main_action: bool,
    /// Called when the dialog should close.
    pub onclose: Callback<()>,
    pub children: Html,
}

/// The dialog, with a button that closes it.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            match (*open, dialog.open()) {
                (true, false) => {
                    let _ = dialog.show_modal();
                    // The first control may stand at its end.
                    dialog.set_scroll_top(0);
                }
                (false, true) => dialog.close(),
                _ => {}
            }
        });
    }
    let (close, closed) = (props.onclose.clone(), props.onclose.clone());
    html! {
        <dialog ref={dialog} class="help" aria-labelledby={props.title} onclose={move |_| closed.emit(())}>
            { props.children.clone() }
            <button type="button" class={if props.has_main_action { "" } else { "primary" }} onclick={move |_| close.emit(())}>{ "Close" }</button>
        </dialog>
    }
}
