//! The left column: actions, below the card of the open lesson if there is one.

use crate::page::browser::animation_clock::AnimationClock;
use crate::page::classroom::{challenge_column, lesson_column};
use crate::page::dispatch::Dispatch;
use crate::page::panels;
use crate::page::state::Model;
use yew::prelude::*;

pub fn left_column(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let own = panels::parts(model, clock, dispatch);
    if model.classroom.session.is_some() {
        return lesson_column(model, dispatch, own);
    }
    if model.classroom.challenge.is_some() {
        return challenge_column(model, dispatch, own);
    }
    html! { <section class="column do" aria-label="What you can do">{ own }</section> }
}
