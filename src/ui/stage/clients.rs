//! The clients. They stand apart from the nodes, for they are not part of the ring.

use crate::ui::Dispatch;
use crate::ui::geometry::{Geometry, translate};
use crate::ui::model::{Action, Explained};
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// All clients.
pub fn clients(names: &[String], geometry: &Geometry, chosen: usize, dispatch: &Dispatch) -> Html {
    let clients = names.iter().enumerate().map(|(place, name)| {
        html! { <g key={place}>{ client(name, geometry, chosen == place, place, dispatch) }</g> }
    });
    html! { <g role="group" aria-label="Clients">{ for clients }</g> }
}

fn client(name: &str, geometry: &Geometry, is_chosen: bool, place: usize, dispatch: &Dispatch) -> Html {
    let [enter, focus, leave, blur] =
        [Some(Explained::Client(place)), Some(Explained::Client(place)), None, None].map(|what| {
            let dispatch = dispatch.clone();
            move || dispatch.dispatch(Action::Explain(what))
        });
    let (click, press) = (dispatch.clone(), dispatch.clone());
    html! {
        <g class={if is_chosen { "client client-chosen" } else { "client" }} role="button" tabindex="0"
            transform={translate(geometry.client(place))} aria-pressed={is_chosen.to_string()}
            aria-label={format!("Client {name}")}
            onmouseover={move |_| enter()} onmouseout={move |_| leave()}
            onfocusin={move |_| focus()} onfocusout={move |_| blur()}
            onclick={move |_| click.dispatch(Action::ChooseClient(place))}
            onkeydown={move |event: KeyboardEvent| if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                press.dispatch(Action::ChooseClient(place));
            }}>
            <rect class="client-box" x="-30" y="-15" width="60" height="30" rx="6" />
            <text class="client-name" aria-hidden="true">{ name.to_owned() }</text>
        </g>
    }
}
