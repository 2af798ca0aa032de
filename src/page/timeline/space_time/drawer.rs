//! The drawer above the transport: the diagram with its lanes, the line of the present, and the list of steps.

use super::arrows::{Arrows, LANE, height, lane_y, rem, view_box};
use super::event_list::EventList;
use super::scrolling::show_moment;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::geometry::number;
use crate::page::drawing::space_time::picture::{Picture, window};
use crate::page::projection::cluster::Cluster;
use crate::page::projection::shared::Shared;
use crate::page::projection::tags::tags;
use crate::page::state::{Action, Model, PlaybackAction, World};
use crate::page::timeline::scrub_bar::step_under;
use crate::page::widgets::node_disc::node_disc;
use web_sys::Element;
use yew::prelude::*;

/// The content of the drawer while it is open.
pub fn diagram(model: &Model, dispatch: &Dispatch) -> Html {
    html! { <Diagram world={model.world.clone()} dispatch={dispatch.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct DiagramProps {
    world: World,
    dispatch: Dispatch,
}

/// The diagram. Its picture is rebuilt only when the window of events moves on or the history changes.
#[component]
fn Diagram(props: &DiagramProps) -> Html {
    let DiagramProps { world, dispatch } = props;
    let step = world.frame.state.step;
    let picture = {
        let world = world.clone();
        let deps = (world.course.clone(), world.clients.clone(), window(&world.course, step));
        use_memo(deps, move |(course, clients, window)| {
            Shared::new(Picture::new(world.playground(), course, clients, *window))
        })
    };
    let picture: Shared<Picture> = (*picture).clone();
    let x = picture.x_of(world.playground(), step);
    let scroller = use_node_ref();
    use_scrolling(&scroller, x / picture.axis.width);
    let click = dispatch.clone();
    let onclick = move |event: MouseEvent| {
        if let Some(step) = step_under(&event) {
            click.dispatch(Action::Playback(PlaybackAction::SeekMessage(step)));
        }
    };
    html! {
        <>
            <div class="diagram" ref={scroller} tabindex="0" role="group" aria-label="Messages between lanes, drawn">
                { lane_names(&picture, &world.cluster) }
                <div class="plot" {onclick}>
                    <Arrows picture={picture.clone()} />
                    { present(&picture, step, x) }
                </div>
            </div>
            <EventList picture={picture.clone()} index={picture.index_of(step)} step={step} dispatch={dispatch.clone()} />
        </>
    }
}

/// Scrolls the line of the present into view, unless it is well inside already.
#[hook]
fn use_scrolling(scroller: &NodeRef, part: f64) {
    let scroller = scroller.clone();
    use_effect_with(part, move |part| {
        if let Some(scroller) = scroller.cast::<Element>() {
            show_moment(scroller, *part);
        }
    });
}

/// Letter, colour and name of each lane.
fn lane_names(picture: &Picture, cluster: &Cluster) -> Html {
    let names: Vec<String> = picture.lanes.iter().map(|lane| lane.name.clone()).collect();
    let own_tags = tags(&names);
    let lanes = picture.lanes.iter().zip(&own_tags).map(|(lane, own_tag)| {
        let index = lane.node.and_then(|_| cluster.index_of(&lane.name));
        let disc = match (index, lane.node) {
            (Some(index), _) => node_disc(cluster.numbers[index], &cluster.tags[index], false),
            (None, Some(number)) => node_disc(number, own_tag, false),
            (None, None) => html! { <span class="client-disc" /> },
        };
        let same = index.is_some_and(|index| cluster.tags[index] == lane.name);
        html! {
            <li key={lane.name.clone()} title={lane.name.clone()}>
                { disc }<span class={if same { "for-readers" } else { "lane-name" }}>{ lane.name.clone() }</span>
            </li>
        }
    });
    let quiet = match picture.quiet {
        0 => String::new(),
        1 => "and 1 quiet node".to_owned(),
        many => format!("and {many} quiet nodes"),
    };
    html! {
        <div class="lane-names">
            <ul aria-label="Lanes">{ for lanes }</ul>
            <p class="quiet">{ quiet }</p>
        </div>
    }
}

/// The line of the present, with the step's event and message emphasised. It is a drawing of its own on top, so that
/// the picture is not repainted at each step.
fn present(picture: &Picture, step: usize, x: f64) -> Html {
    let event = picture.index_of(step).and_then(|index| picture.events.get(index)).filter(|event| event.step == step);
    let dot = event.and_then(|event| event.lane).map(lane_y);
    let arrow = picture.arrows.iter().find(|arrow| arrow.step == step && event.is_some());
    let d = arrow.map(super::arrows::shaft).unwrap_or_default();
    let bottom = picture.lanes.len() as f64 * LANE;
    html! {
        <svg class="present" width={rem(picture.axis.width)} height={rem(height(picture))} viewBox={view_box(picture)} aria-hidden="true">
            <path class="present-line" d={format!("M{0} 0V{1}", number(x), number(bottom))} />
            <path class="present-arrow" d={d} />
            <circle class={if dot.is_some() { "present-dot" } else { "absent" }} cx={number(x)} cy={number(dot.unwrap_or(0.0))} r="6" />
        </svg>
    }
}
