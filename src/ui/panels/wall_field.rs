//! The wall of a partition, drawn without a stroke: everybody has a side, and nobody hears the other sides.

use super::controls::{Hand, command_button, select};
use super::node_rows::found_places;
use crate::key_journey::words::shortened;
use crate::scenario::Command;
use crate::ui::drafted_sides::{EVERY_SIDE, SIDES, groups, sides};
use crate::ui::model::{Action, Draft, Model};
use crate::ui::node_disc::node_disc;
use yew::prelude::*;

/// Everybody's side, “Draw the wall” and “Repair”.
pub fn wall_field(model: &Model, hand: &Hand) -> Html {
    let (cluster, clients) = (&model.world.cluster, &model.world.clients);
    let names = || cluster.names.iter().chain(clients.iter()).map(String::as_str);
    let state = &model.world.frame.state;
    let sides = sides(state, names(), &model.doing.sides);
    let side = |place: usize| sides.get(place).copied().unwrap_or(1);
    let nodes = found_places(model).map(|place| {
        let disc = node_disc(cluster.numbers[place], &cluster.tags[place], false);
        html! { <li key={format!("n{}", cluster.numbers[place])}>{ disc }{ side_of(&cluster.names[place], side(place), false, hand) }</li> }
    });
    let callers = clients.iter().enumerate().map(|(place, name)| {
        html! {
            <li key={format!("c{place}")}>
                <bdi class="who" title={name.clone()}>{ shortened(name, 7) }</bdi>
                { side_of(name, side(cluster.len() + place), true, hand) }
            </li>
        }
    });
    let drawn = groups(names(), &sides);
    let draw = match drawn.len() {
        0 | 1 => Err("Everybody stands on one side: choose another side for somebody".to_owned()),
        _ if state.partition.as_ref() == Some(&drawn) => Err("The wall stands so already".to_owned()),
        _ => Ok(Command::Partition { groups: drawn }),
    };
    let repair = state.partition.as_ref().map(|_| Command::Repair).ok_or_else(|| "There is no wall".to_owned());
    html! {
        <div class="wall" role="group" aria-label="Partition">
            <h3>{ "A wall in the network" }</h3>
            <ul class="tiles" aria-label="Sides">{ for nodes }{ for callers }</ul>
            <div class="row">
                { command_button("Draw the wall", "Draw the wall".to_owned(), draw, hand) }
                { command_button("Repair", "Repair".to_owned(), repair, hand) }
            </div>
        </div>
    }
}

fn side_of(name: &str, side: usize, is_client: bool, hand: &Hand) -> Html {
    let all = is_client.then(|| ("0".into(), "all".into()));
    let sides = (1..=SIDES).map(|side| (AttrValue::from(side.to_string()), AttrValue::from(side.to_string())));
    let owned = name.to_owned();
    let action = move |value: String| Action::Draft(Draft::Side(owned.clone(), value.parse().unwrap_or(EVERY_SIDE)));
    select(format!("Side of {name}").into(), sides.chain(all), &side.to_string(), &hand.dispatch, action)
}
