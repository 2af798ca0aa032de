//! The clients: choosing who asks, renaming, and adding one.

use crate::page::state::{Action, EditedField, MOST_CLIENTS, Model};
use crate::page::widgets::controls::{PanelContext, edit_field, fold};
use yew::prelude::*;

pub fn clients_field(model: &Model, context: &PanelContext) -> Html {
    let clients = model.world.clients.iter().enumerate().map(|(index, name)| {
        let onclick = context.callback::<MouseEvent>(Action::ChooseClient(index));
        html! {
            <button key={index} type="button" aria-pressed={(model.selection.client == index).to_string()} title={name.clone()} {onclick}>{ name }</button>
        }
    });
    let many = if model.world.clients.len() > 3 { "choice many" } else { "choice" };
    html! {
        <div class="clients">
            <div class={many} role="group" aria-label="Who asks">{ for clients }</div>
            { fold("Clients: rename or add", names(model, context)) }
        </div>
    }
}

fn names(model: &Model, context: &PanelContext) -> Html {
    let name = model.client_name().to_owned();
    let full = model.world.clients.len() >= MOST_CLIENTS;
    let title = if full { "There are 8 clients already" } else { "Another client, with contexts of its own" };
    let stays = model.client_stays(model.selection.client);
    let (kept, why) =
        (stays.is_some(), stays.unwrap_or_else(|| format!("{name} has sent no request, and can be removed")));
    html! {
        <div class="clients">
            { edit_field(model, name.clone(), format!("Name of {name}"), EditedField::Client(model.selection.client), &context.dispatch) }
            <div class="row">
                <button type="button" {title} aria-disabled={full.to_string()} onclick={context.callback::<MouseEvent>(Action::AddClient)}>{ "Add a client" }</button>
                <button type="button" title={why} aria-disabled={kept.to_string()} aria-label={format!("Remove {name}")}
                    onclick={context.callback::<MouseEvent>(Action::RemoveClient(model.selection.client))}>{ "Remove" }</button>
            </div>
        </div>
    }
}
