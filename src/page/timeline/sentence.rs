//! The step's sentence, large under the ring: the most important text of the page. Below it, the rule behind it, or an
//! explanation of what is pointed at.

use crate::explain::key_journey::words::{degrees, percent, quoted, thousands};
use crate::page::dispatch::Dispatch;
use crate::page::projection::seat_state::SeatState;
use crate::page::projection::sides::Sides;
use crate::page::projection::stage_words::{cut_words, held_words, message_words, token_words, wall_words};
use crate::page::projection::zones::{zone_words, zones};
use crate::page::state::{Action, Explained, Field, Menu, Model, StageItem, Track};
use crate::page::widgets::terms::in_terms;
use yew::prelude::*;

/// Sentences of more characters than this are set one size smaller, and two sizes: the field under the ring keeps its
/// height.
const LONG: usize = 96;
const VERY_LONG: usize = 180;

/// Messages listed for screen readers, the next to arrive first.
const MOST_READ: usize = 24;

fn class_of(words: &str) -> &'static str {
    let length = words.chars().count();
    if length > VERY_LONG {
        "sentence very-long"
    } else if length > LONG {
        "sentence long"
    } else {
        "sentence"
    }
}

pub fn sentence(model: &Model, dispatch: &Dispatch) -> Html {
    let sentence = model.sentence();
    let class = class_of(&sentence.words);
    let explanation = model.selection.explained.and_then(|what| explanation(model, what));
    let refused = model.refusal(Field::Stage).map(str::to_owned).unwrap_or_default();
    let because = match refused.is_empty() {
        true => explanation.clone().unwrap_or_else(|| sentence.because.clone()),
        false => String::new(),
    };
    html! {
        <section class="saying" aria-label="What happens">
            <p {class} aria-live="polite">{ for in_terms(&sentence.words, dispatch) }</p>
            // The explanation covers the rule and takes no extra room, so that the stage does not move under the
            // pointer.
            <div class="because-place">
                <p class="because-room" aria-hidden="true">{ if explanation.is_some() { sentence.because.as_str() } else { "" } }</p>
                <p class={if explanation.is_some() { "because pointed" } else { "because" }}>
                    <span class="fork-note" aria-live="polite">{ model.note().map(|note| format!("{note} ")) }</span>
                    { because }
                </p>
            </div>
            <p class="refused stage-refused" role="alert">{ refused }</p>
            <ul class="for-readers" aria-label="Messages in flight">{ for in_flight(model, dispatch) }</ul>
        </section>
    }
}

/// The explanation of what is pointed at.
fn explanation(model: &Model, what: Explained) -> Option<String> {
    let cluster = &model.world.cluster;
    let tokens = cluster.ring.tokens();
    match what {
        Explained::Node(index) if index < cluster.len() => {
            let even = percent(cluster.even_share());
            let state = &model.world.frame.state;
            let words = SeatState::one(state, &model.journey.key, index)?.words(cluster, None);
            Some(format!("{words}. An even share would be {even}."))
        }
        Explained::Token(index) if index < tokens.len() => Some(format!("{}.", token_words(cluster, index))),
        Explained::Arc(index) if index < tokens.len() => {
            let range = cluster.ring.range_of(index);
            let name = &cluster.names[tokens[index].owner.index()];
            let (after, upto) = (degrees(range.after), degrees(range.upto));
            let share = percent(range.share());
            Some(format!("Keys after {after} up to {upto} belong first to {name}, whose token ends the arc: {share}."))
        }
        Explained::Key => {
            let journey = &model.journey;
            Some(format!("{} lies at {}: MD5 {}.", quoted(&journey.key), degrees(journey.position), journey.position))
        }
        Explained::Client(index) => {
            let name = model.world.clients.get(index)?;
            Some(format!("{name} is a client: no part of the ring, and free to ask any node."))
        }
        Explained::Message(number) => {
            let message = model.world.frame.state.messages.iter().find(|message| message.id == number)?;
            let key = message.key.as_deref().map(|key| format!(" It is about {}.", quoted(key))).unwrap_or_default();
            let cargo = model.world.playground().cargo(number).map(|words| format!(" {words}")).unwrap_or_default();
            let words = message_words(message);
            let stop = if words.ends_with('?') { "" } else { "." };
            Some(format!("{words}{stop}{key}{cargo}"))
        }
        Explained::Link(index) => {
            let state = &model.world.frame.state;
            let (from, to) = state.held.get(index)?;
            Some(format!("{}.", held_words(state, from, to)))
        }
        Explained::Cut(index) => Some(format!("{}.", cut_words(model.world.frame.state.cuts.get(index)?))),
        Explained::Wall => {
            let (partition, clients) = (model.world.frame.state.partition.as_deref()?, &model.world.clients);
            Some(format!(
                "{}.",
                wall_words(&Sides::from_partition(Some(partition), &cluster.names, clients), cluster, clients)
            ))
        }
        Explained::Zone(index) => {
            let zone = zones(cluster).into_iter().nth(index)?;
            Some(zone_words(&model.world.frame.state, cluster, &zone))
        }
        Explained::StoredKey(index) => {
            let world = &model.world;
            let dot = world.key_dots().get(index)?.clone();
            Some(format!("{}.", dot.words(&world.cluster, world.before_last_change().as_deref())))
        }
        _ => None,
    }
}

/// The messages in flight, for screen readers.
fn in_flight(model: &Model, dispatch: &Dispatch) -> Vec<Html> {
    let frame = &model.world.frame;
    if model.playback.track != Track::Messages {
        return Vec::new();
    }
    let item = |message: &crate::explain::snapshot::MessageState| {
        let (number, dispatch) = (message.id, dispatch.clone());
        let onclick = move |_| {
            let menu = Menu {
                stage_item: StageItem::Message(number),
                at: (0.0, 0.0),
                in_second_world: false,
                comparing: false,
                by_key: true,
            };
            dispatch.dispatch(Action::OpenMenu(Some(menu)));
        };
        html! {
            <li key={number}>
                <button type="button" tabindex="-1" aria-haspopup="menu" {onclick}>{ message_words(message) }</button>
            </li>
        }
    };
    let more = frame.state.messages.len().saturating_sub(MOST_READ);
    let more = (more > 0).then(|| html! { <li key="more">{ format!("and {more} more") }</li> });
    frame.state.messages.iter().take(MOST_READ).map(item).chain(more).collect()
}

/// How long a sentence stays before playback continues, in milliseconds at a speed of 1.
pub fn reading_time(words: &str) -> f64 {
    500.0 + 16.0 * words.chars().count() as f64
}

/// `1 of 3`, for the transport's label.
pub fn step_words(model: &Model) -> String {
    let step = format!("Step {} of {}", model.step(), model.last_step());
    match model.playback.track {
        Track::KeyWalk => step,
        Track::Messages => format!("{step}, {} ms", with_tenths(model.world.frame.state.time)),
    }
}

/// `61,132.5`.
fn with_tenths(ms: f64) -> String {
    let tenths = (ms * 10.0).round() as usize;
    format!("{}.{}", thousands(tenths / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{LONG, VERY_LONG};
    use crate::page::state::{Action, LessonAction, Model, Opening, PlaybackAction};

    /// Characters that the field under the ring holds in the smallest of its sizes.
    const HELD: usize = 320;

    /// The lengths of all sentences of a lesson that was gone through, in characters.
    fn lengths(text: String) -> Vec<usize> {
        let mut model = Model::opened(&Opening::default());
        model = model.after(Action::Lesson(LessonAction::Read(text)));
        while let Some(session) = &model.classroom.session {
            let before = (session.step, session.progress());
            let is_last = session.step + 1 == session.steps() && session.progress().revealed;
            if is_last {
                break;
            }
            model = model.after(Action::Lesson(LessonAction::Choose(0)));
            model = model.after(Action::Lesson(LessonAction::Advance));
            model = model.after(Action::Playback(PlaybackAction::ToEnd));
            let after = model.classroom.session.as_ref().map(|session| (session.step, session.progress()));
            if after == Some(before) {
                break;
            }
        }
        let last = model.last_step();
        let at = |step| model.after(Action::Playback(PlaybackAction::Seek(step))).sentence().words.chars().count();
        (0..=last).map(at).collect()
    }

    #[test]
    fn every_sentence_of_the_lessons_fits_its_field() {
        let files = std::fs::read_dir("www/lessons").unwrap().map(|entry| entry.unwrap().path());
        let texts = files.filter(|path| path.is_file()).filter_map(|path| std::fs::read_to_string(path).ok());
        let lessons = texts.filter(|text| text.contains("\"ringsideLesson\": 1"));
        let all: Vec<usize> = lessons.flat_map(lengths).collect();
        let longer = |than: usize| all.iter().filter(|length| **length > than).count();
        let told = (all.len(), longer(LONG), longer(VERY_LONG), all.iter().max());
        assert!(all.len() > 200 && longer(HELD) == 0, "sentences, long, very long, longest: {told:?}");
        assert!(longer(LONG) * 5 < all.len(), "most are set in the largest size: {told:?}");
    }
}
