//! The four stages of the walk as a worked solution: each line says what will come, then what came, and leads to its stage.

use crate::explain::key_journey::words::{counted, degrees, grouped_hex, shortened};
use crate::explain::key_journey::{Scene, Stage};
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Model};
use yew::prelude::*;

/// Most bytes shown.
const MOST_BYTES: usize = 32;

/// The four stages.
pub fn journey_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let now = model.journey_step.checked_sub(1).and_then(|index| model.journey.steps.get(index)).map(|step| step.stage);
    let stages = Stage::ALL.into_iter().enumerate().map(|(index, stage)| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::GoToStage(stage));
        let known = now.is_some_and(|now| now >= stage);
        html! {
            <li key={index}>
                <button type="button" class="stage-line" aria-current={(now == Some(stage)).then_some("step")} {onclick}>
                    <span class="stage-number">{ index + 1 }</span>
                    <span class="stage-title">{ title(stage) }</span>
                    <span class={classes!("stage-data", if known { "mono" } else { "quiet" }, class(stage))}>
                        { if known { data(model, stage) } else { html! { <span>{ to_come(model, stage) }</span> } } }
                    </span>
                </button>
            </li>
        }
    });
    html! { <ol class="stages" aria-label="The key’s journey">{ for stages }</ol> }
}

fn title(stage: Stage) -> &'static str {
    match stage {
        Stage::Bytes => "Bytes",
        Stage::Digest => "MD5",
        Stage::Angle => "Angle",
        Stage::Walk => "Walk",
    }
}

/// What a stage will show.
fn to_come(model: &Model, stage: Stage) -> String {
    match stage {
        Stage::Bytes => "the key in UTF-8".to_owned(),
        Stage::Digest => "128 bits that look random".to_owned(),
        Stage::Angle => "its place on the ring".to_owned(),
        Stage::Walk => format!("clockwise to {}", counted(model.world.cluster.n, "node", "nodes")),
    }
}

/// Long content stands below its title.
fn class(stage: Stage) -> &'static str {
    match stage {
        Stage::Bytes => "below",
        Stage::Digest => "below-digest",
        Stage::Angle | Stage::Walk => "beside",
    }
}

fn data(model: &Model, stage: Stage) -> Html {
    let journey = &model.journey;
    match stage {
        Stage::Bytes => {
            let bytes: Vec<String> = journey.key.bytes().take(MOST_BYTES).map(|byte| format!("{byte:02x}")).collect();
            let more = if journey.key.len() > MOST_BYTES { " …" } else { "" };
            let all = counted(journey.key.len(), "byte", "bytes");
            html! { <span title={all}>{ bytes.join(" ") }{ more }</span> }
        }
        Stage::Digest => html! { <span>{ grouped_hex(journey.position) }</span> },
        Stage::Angle => html! { <span>{ degrees(journey.position) }</span> },
        Stage::Walk => walk(model),
    }
}

/// The tokens met so far; skipped ones are struck out.
fn walk(model: &Model) -> Html {
    let tags = &model.world.cluster.tags;
    let met = model.journey.steps.iter().take(model.journey_step).enumerate().filter_map(|(index, step)| {
        Some(match step.scene {
            Scene::Taken { token, .. } => {
                html! { <span key={index}>{ shortened(&tags[token.owner.index()], 2) }{ " " }</span> }
            }
            Scene::Struck { token, .. } => {
                html! { <span key={index}><s>{ &tags[token.owner.index()] }</s>{ " " }</span> }
            }
            Scene::StruckRow { tokens, .. } => html! { <span key={index}><s>{ tokens }{ "×" }</s>{ " " }</span> },
            Scene::Nobody => html! { <span key={index}>{ "nobody" }</span> },
            _ => return None,
        })
    });
    html! { <span>{ for met }</span> }
}
