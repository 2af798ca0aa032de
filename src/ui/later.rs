//! What is loaded later. The page comes in two parts: what shows the ring and the walk of a key, and the rest, which is
//! fetched at the first sign that somebody is there, or at once if the page opens with more than its first view.
//!
//! The first part reaches the rest by the doors of [`Later`] alone; what a door leads to is not in it. Until it is here, an
//! action that needs it waits, and a part of the page that needs it is not drawn. In a build that is not parted all is here
//! from the beginning.
//!
//! **Invariant:** as long as the rest is not here, the page is in a state that the first part can show: the walk of a key,
//! with no lesson, no laboratory, no second world.

#[cfg(feature = "split-page")]
mod coming;
mod doors;

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::classroom::Wish;
use super::markup::html;
use super::model::{Action, Explained, FilmOfMessages, Model, Opening, Simulates, Window};
use super::panels::Hand;
use super::shared::Shared;
use super::stage::Staging;
use super::theme::Theme;
use super::unfolded::Occasion;
use crate::refusal::Refusal;
use crate::scenario::Scenario;
use std::rc::Rc;
use web_sys::{Element, File};
use yew::prelude::*;

/// What is unfolded in the left column.
pub type DoPart = fn(&Model, &Hand) -> Html;
/// What is unfolded in the right column.
pub type KnownPart = fn(&Model, &Dispatch) -> Html;

/// The doors to what is loaded later.
pub struct Later {
    /// The page as it opens with a link, or with what was kept.
    pub opened: fn(&Opening, Window) -> Model,
    /// The window of the presenter, in place of the page.
    pub presenter: fn(Element, Theme),
    /// All that is needed to come back to this moment.
    pub work: fn(&Model) -> String,
    /// Reads a file and opens it.
    pub open_file: fn(&File, Dispatch),
    /// A simulator of a scenario.
    pub simulator: fn(Scenario) -> Result<Rc<dyn Simulates>, Refusal>,
    /// What the moment is like for the right column, where something was asked.
    pub occasion: fn(&Model) -> Occasion,
    /// Whatever can be done.
    pub act: fn(&mut Model, Action),
    /// Going through the film of the messages.
    pub messages: FilmOfMessages,
    /// What stands in place of the stage and its columns, if anything does.
    pub instead: fn(&Shared<Model>, &AnimationClock, &Dispatch) -> Option<Html>,
    /// What lies over the page, and what the classroom needs of the browser.
    pub over: fn(&Shared<Model>, Option<Wish>, &Dispatch) -> Html,
    /// The futures of the history.
    pub futures: KnownPart,
    /// The space-time diagram.
    pub diagram: KnownPart,
    /// The left column with a lesson, above this.
    pub lesson: fn(&Model, &Dispatch, Html) -> Html,
    /// The right column while a lesson is written.
    pub writing: KnownPart,
    /// The change that is proposed.
    pub proposal: DoPart,
    /// Put and get.
    pub requests: DoPart,
    /// What can go wrong.
    pub faults: DoPart,
    /// The cluster.
    pub cluster: DoPart,
    /// Scenarios that come in and go out.
    pub scenario: DoPart,
    /// The keys that are stored.
    pub stored_keys: KnownPart,
    /// The copies of the key.
    pub copies: KnownPart,
    /// How its versions came about.
    pub history: KnownPart,
    /// What the clients have read.
    pub contexts: KnownPart,
    /// Two Merkle trees.
    pub trees: KnownPart,
    /// What must always hold.
    pub truth: KnownPart,
    /// The paper's words.
    pub words: KnownPart,
    /// The ground under the ring: the islands of a partition.
    pub ground: fn(&Staging<'_>) -> Html,
    /// What lies on the ring: ranges on their way, arcs that moved, the walls.
    pub on_the_ring: fn(&Staging<'_>) -> Html,
    /// What flies.
    pub flying: fn(&Staging<'_>) -> Html,
    /// Whether what flies needs the middle of the ring.
    pub takes_the_middle: fn(&Staging<'_>) -> bool,
    /// What stands in the legend.
    pub legend: fn() -> Html,
    /// The menu of a thing on the stage.
    pub menu: fn(&Shared<Model>, &AnimationClock, &Dispatch) -> Html,
    /// The messages in flight, for those who cannot see them.
    pub in_flight: fn(&Model, &Dispatch) -> Vec<Html>,
    /// What is pointed at, if it is a message, a link or the wall.
    pub explanation: fn(&Model, Explained) -> Option<String>,
}

/// The rest could not be fetched.
#[derive(Clone, Copy, Debug)]
pub struct DidNotCome;

/// The rest, if it is here.
#[cfg(feature = "split-page")]
pub fn now() -> Option<&'static Later> {
    coming::now()
}

/// The rest, which is always here in a page of one part.
#[cfg(not(feature = "split-page"))]
pub fn now() -> Option<&'static Later> {
    Some(&doors::DOORS)
}

#[cfg(feature = "split-page")]
pub use coming::bring;

/// Has something done when the rest is here: at once.
#[cfg(not(feature = "split-page"))]
pub fn bring(then: impl FnOnce(Result<(), DidNotCome>) + 'static) {
    then(Ok(()));
}

/// A part of the page that comes from there; nothing as long as it is not here.
pub fn drawn(draw: impl FnOnce(&Later) -> Html) -> Html {
    now().map_or_else(|| html! { <div class="absent" /> }, draw)
}

/// The same, on the stage.
pub fn drawn_on_stage(draw: impl FnOnce(&Later) -> Html) -> Html {
    now().map_or_else(|| html! { <g /> }, draw)
}

/// The same, of the left column, where it is unfolded: the end of the walk unfolds a part of it by itself.
pub fn unfolded(model: &Model, hand: &Hand, which: fn(&Later) -> DoPart) -> Html {
    let coming = || html! { <p class="quiet" role="status">{ "On its way …" }</p> };
    now().map_or_else(coming, |later| which(later)(model, hand))
}

/// The same, of the right column.
pub fn known(model: &Model, dispatch: &Dispatch, which: fn(&Later) -> KnownPart) -> Html {
    drawn(|later| which(later)(model, dispatch))
}
