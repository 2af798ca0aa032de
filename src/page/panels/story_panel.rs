//! The classic stories: offered once the walk was seen, and told act by act.

use crate::page::state::{Action, Model, Story, Telling};
use crate::page::widgets::controls::{PanelContext, fold};
use yew::prelude::*;

/// The story that is told, or those that can be.
pub fn story_panel(model: &Model, context: &PanelContext) -> Html {
    if !model.tells_stories() {
        return html! { <div class="absent" /> };
    }
    match model.story {
        Some(telling) => telling_card(model, telling, context),
        None if !model.walked => html! { <div class="absent" /> },
        None if model.world.steps == 0 => html! {
            <div class="stories" role="group" aria-label="Watch a story">
                <h2>{ "Watch a story" }</h2>
                { choices(context) }
                <p class="quiet">{ "Or put a value, click a node, or draw a stroke across the ring: it cuts the network." }</p>
            </div>
        },
        None => html! { <div class="stories">{ fold("Watch a story", again(context)) }</div> },
    }
}

fn choices(context: &PanelContext) -> Html {
    let choices = Story::ALL.map(|story| {
        html! { <button key={story.title()} type="button" onclick={context.callback::<MouseEvent>(Action::Tell(story))}>{ story.title() }</button> }
    });
    html! { <div class="story-choices">{ for choices }</div> }
}

fn again(context: &PanelContext) -> Html {
    html! {
        <>
            <p class="quiet">{ "A story begins a new history on this ring, with empty disks. Undo brings this one back." }</p>
            { choices(context) }
        </>
    }
}

/// How far the story is, and what the next press will do.
fn telling_card(model: &Model, telling: Telling, context: &PanelContext) -> Html {
    let Telling { story, staged } = telling;
    let ends = context.callback::<MouseEvent>(Action::EndStory);
    let head = |end: &'static str| {
        html! {
            <div class="story-head">
                <h2>{ story.title() }</h2>
                <span class="quiet">{ format!("{staged} of {}", story.acts()) }</span>
                <button type="button" class="plain" onclick={ends}>{ end }</button>
            </div>
        }
    };
    match model.next_act() {
        Some(act) => html! {
            <div class="stories" role="group" aria-label="The story">
                { head("End the story") }
                <button type="button" class="primary" onclick={context.callback::<MouseEvent>(Action::TellOn)}>
                    { format!("Next: {}", act.words) }
                </button>
            </div>
        },
        None => html! {
            <div class="stories" role="group" aria-label="The story">
                { head("Close") }
                <p>{ format!("The end. {}", story.try_this()) }</p>
                { fold("Another story", again(context)) }
            </div>
        },
    }
}
