//! The partition as a form: everybody has a side, and nobody hears the other sides.

use super::node_rows::matching_nodes;
use crate::explain::key_journey::words::shortened;
use crate::page::projection::sides::{EVERY_SIDE, Member, Sides};
use crate::page::state::{Action, DraftAction, Model};
use crate::page::widgets::controls::{PanelContext, command_button, select};
use crate::page::widgets::node_disc::node_disc;
use crate::scenario::Command;
use yew::prelude::*;

/// Sides offered, unless the wall has as many already.
const MOST_OFFERED: usize = 4;

/// Everybody's side, and the buttons that draw and remove the wall.
pub fn wall_field(model: &Model, context: &PanelContext) -> Html {
    let (cluster, clients) = (&model.world.cluster, &model.world.clients);
    let partition = model.world.frame.state.partition.as_deref();
    let present = Sides::from_partition(partition, &cluster.names, clients);
    let chosen = present.chosen(&cluster.names, clients, &model.drafts.sides);
    let offered = MOST_OFFERED.max(present.count + 1);
    let side = |member| chosen.side_of(member).map_or(EVERY_SIDE, |side| side + 1);
    let nodes = matching_nodes(model).map(|index| {
        let disc = node_disc(cluster.numbers[index], &cluster.tags[index], false);
        html! { <li key={format!("n{}", cluster.numbers[index])}>{ disc }{ side_of(&cluster.names[index], side(Member::Node(index)), offered, false, context) }</li> }
    });
    let callers = clients.iter().enumerate().map(|(index, name)| {
        html! {
            <li key={format!("c{index}")}>
                <bdi class="who" title={name.clone()}>{ shortened(name, 7) }</bdi>
                { side_of(name, side(Member::Client(index)), offered, true, context) }
            </li>
        }
    });
    let drawn = chosen.clone().numbered();
    let draw = match drawn.is_split() {
        false => Err("All are on one side; move someone to another side".to_owned()),
        true if drawn == present => Err("This is the present wall".to_owned()),
        true => Ok(drawn.command(&cluster.names, clients)),
    };
    let repair = partition.map(|_| Command::Repair).ok_or_else(|| "There is no wall".to_owned());
    html! {
        <div class="wall" role="group" aria-label="Partition">
            <h3>{ "A wall in the network" }</h3>
            <ul class="tiles" aria-label="Sides">{ for nodes }{ for callers }</ul>
            <div class="row">
                { command_button("Draw the wall", "Draw the wall".to_owned(), draw, context) }
                { command_button("Repair", "Repair".to_owned(), repair, context) }
            </div>
        </div>
    }
}

fn side_of(name: &str, side: usize, offered: usize, is_client: bool, context: &PanelContext) -> Html {
    let all = is_client.then(|| ("0".into(), "all".into()));
    let sides = (1..=offered).map(|side| (AttrValue::from(side.to_string()), AttrValue::from(side.to_string())));
    let owned = name.to_owned();
    let action =
        move |value: String| Action::Draft(DraftAction::Side(owned.clone(), value.parse().unwrap_or(EVERY_SIDE)));
    select(format!("Side of {name}").into(), sides.chain(all), &side.to_string(), &context.dispatch, action)
}
