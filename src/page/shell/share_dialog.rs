//! The share dialog: links with options, and files.

use super::film_view::film_view;
use crate::explain::key_journey::words::thousands;
use crate::page::browser::address;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::qr_code::{LONGEST, QrPicture};
use crate::page::effects::files::{self, fragment};
use crate::page::effects::image_export;
use crate::page::forms::share_link::{COMFORTABLE, ShareOptions};
use crate::page::state::{Action, DraftAction, FilmAction, FilmFormat, Model, Sharing, Theme};
use crate::page::widgets::dialog::Dialog;
use crate::scenario::locked::Part;
use form_urlencoded::Serializer;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The link with these options.
fn link_of(sharing: &Sharing, model: &Model) -> String {
    match lesson(sharing.from_start) {
        Some(lesson) => sharing.options.link(&address::whole(), &lesson, ""),
        None => sharing.options.link(&address::whole(), "", &fragment(model, sharing.from_start)),
    }
}

/// The query parameters of the open lesson, at its present step or at its first, or of the open challenge at its beginning.
/// Neither needs a moment in the fragment.
fn lesson(from_start: bool) -> Option<String> {
    let mut parameters = Serializer::new(String::new());
    if let Some(challenge) = address::asked("challenge").filter(|_| from_start) {
        parameters.append_pair("challenge", &challenge);
        return Some(parameters.finish());
    }
    parameters.append_pair("lesson", &address::asked("lesson")?);
    if let Some(step) = address::asked("step").filter(|_| !from_start) {
        parameters.append_pair("step", &step);
    }
    Some(parameters.finish())
}

pub fn share_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let sharing = model.drafts.sharing;
    let close = dispatch.clone();
    let onclose = Callback::from(move |()| close.dispatch(Action::Draft(DraftAction::Share(None))));
    let content = match sharing {
        Some(_) if model.drafts.film.is_some() => film_view(model, dispatch),
        Some(sharing) if sharing.as_code => code(model, sharing, dispatch),
        Some(sharing) => html! {
            <div class="share">
                { link(model, sharing, dispatch) }
                { files_of(model, dispatch) }
            </div>
        },
        None => html! { <div /> },
    };
    html! {
        <Dialog open={sharing.is_some()} title="share-title" has_main_action={true} {onclose}>
            <h2 id="share-title">{ "Share or save" }</h2>
            { content }
        </Dialog>
    }
}

/// The link and its options.
fn link(model: &Model, sharing: Sharing, dispatch: &Dispatch) -> Html {
    let link = link_of(&sharing, model);
    let length = link.len();
    let text = if sharing.options.embedded { frame(&link) } else { link };
    let copy = {
        let (text, dispatch) = (text.clone(), dispatch.clone());
        move |_| {
            let report = |note| Action::Draft(DraftAction::Note(note));
            files::copy(text.clone(), "Copied.".to_owned(), None, dispatch.clone(), report);
        }
    };
    let (label, action) = match sharing.options.embedded {
        true => ("For your own page", "Copy the frame"),
        false => ("The link", "Copy the link"),
    };
    let select_all = |event: FocusEvent| event.target_unchecked_into::<HtmlTextAreaElement>().select();
    html! {
        <section class="share-link" aria-labelledby="share-link-title">
            <h3 id="share-link-title">{ "A link to this moment" }</h3>
            { how_it_is(sharing, dispatch) }
            <fieldset>
                <legend>{ "Hide from whoever opens it" }</legend>
                { for Part::ALL.into_iter().map(|part| lock(sharing, part, dispatch)) }
            </fieldset>
            <textarea class="mono" rows="3" readonly=true aria-label={label} value={text} onfocus={select_all} />
            <div class="row">
                <button type="button" class="primary" onclick={copy}>{ action }</button>
                { as_code("Show a code for phones", Sharing { as_code: true, ..sharing }, dispatch) }
                <p class="quiet" role="status">{ if model.drafts.note.is_empty() { length_words(length).into() } else { model.drafts.note.clone() } }</p>
            </div>
        </section>
    }
}

/// The link as a QR code, as large as the dialog allows; or why there is none, and what has one.
fn code(model: &Model, sharing: Sharing, dispatch: &Dispatch) -> Html {
    let sharing = Sharing { options: ShareOptions { embedded: false, ..sharing.options }, ..sharing };
    let link = link_of(&sharing, model);
    let back = as_code("Back to the link", Sharing { as_code: false, ..sharing }, dispatch);
    let Some(QrPicture { side, path }) = QrPicture::new(&link) else {
        let length = thousands(link.len());
        let words = format!(
            "This link has {length} characters; a code that can be read from the back row holds {LONGEST}. A lesson or a \
             challenge of the list has a short link, by its name and step; so has a history of a few commands from its beginning."
        );
        let begins = Sharing { from_start: true, ..sharing };
        return html! {
            <div class="share-code">
                <p role="status">{ words }</p>
                <div class="row">
                    { if sharing.from_start { html! { <span class="absent" /> } } else { as_code("Show the code of the beginning", begins, dispatch) } }
                    { back }
                </div>
            </div>
        };
    };
    html! {
        <div class="share-code">
            <svg class="qr-code" viewBox={format!("0 0 {side} {side}")} role="img" aria-label="The link as a QR code" shape-rendering="crispEdges">
                <rect width={side.to_string()} height={side.to_string()} fill="#fff" />
                <path d={path} fill="#000" />
            </svg>
            <p class="mono quiet">{ link }</p>
            <div class="row">{ back }</div>
        </div>
    }
}

fn as_code(words: &'static str, sharing: Sharing, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    html! { <button type="button" onclick={move |_: MouseEvent| send(&dispatch, sharing)}>{ words }</button> }
}

fn length_words(length: usize) -> String {
    let characters = format!("{} characters", thousands(length));
    if length <= COMFORTABLE {
        return format!("{characters}.");
    }
    format!("{characters}: some mail and chat programs cut a link that long. The scenario as a file is safer.")
}

fn how_it_is(sharing: Sharing, dispatch: &Dispatch) -> Html {
    let Sharing { from_start, options, .. } = sharing;
    let starts = |from_start| Sharing { from_start, ..sharing };
    let shows = |embedded| Sharing { options: ShareOptions { embedded, ..options }, ..sharing };
    let chosen = dispatch.clone();
    let onchange = move |event: Event| {
        let theme = Theme::parse(&event.target_unchecked_into::<HtmlSelectElement>().value());
        let theme = if theme == Theme::System { "" } else { theme.as_str() };
        send(&chosen, Sharing { options: ShareOptions { theme, ..options }, ..sharing });
    };
    let themes = Theme::ALL.into_iter().map(|theme| {
        let words = if theme == Theme::System { "As the reader’s system" } else { theme.label() };
        let selected = options.theme == theme.as_str() || (options.theme.is_empty() && theme == Theme::System);
        html! { <option key={theme.as_str()} value={theme.as_str()} {selected}>{ words }</option> }
    });
    html! {
        <div class="share-choices">
            <span>{ "Starts at" }</span>
            <div class="choice" role="group" aria-label="Starts at">
                { option("this step", !from_start, starts(false), dispatch) }
                { option("the beginning", from_start, starts(true), dispatch) }
            </div>
            <span>{ "Shows" }</span>
            <div class="choice" role="group" aria-label="Shows">
                { option("the whole page", !options.embedded, shows(false), dispatch) }
                { option("only the stage", options.embedded, shows(true), dispatch) }
            </div>
            <span>{ "Looks" }</span>
            <select aria-label="Looks" {onchange}>{ for themes }</select>
        </div>
    }
}

fn option(words: &'static str, pressed: bool, sharing: Sharing, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    html! { <button type="button" aria-pressed={pressed.to_string()} onclick={move |_| send(&dispatch, sharing)}>{ words }</button> }
}

fn lock(sharing: Sharing, part: Part, dispatch: &Dispatch) -> Html {
    let locked = sharing.options.locked;
    let (dispatch, options) = (dispatch.clone(), ShareOptions { locked: locked.toggled(part), ..sharing.options });
    let onchange = move |_: Event| send(&dispatch, Sharing { options, ..sharing });
    html! {
        <label key={part.as_str()} class="check"><input type="checkbox" checked={locked.has(part)} {onchange} />{ part.label() }</label>
    }
}

fn send(dispatch: &Dispatch, sharing: Sharing) {
    dispatch.dispatch(Action::Draft(DraftAction::Share(Some(sharing))));
}

/// The `iframe` element for another page.
fn frame(link: &str) -> String {
    let link = link.replace('&', "&amp;");
    format!("<iframe title=\"Ringside\" width=\"720\" height=\"560\" src=\"{link}\"></iframe>")
}

/// The files that can be saved.
fn files_of(model: &Model, dispatch: &Dispatch) -> Html {
    let save = |words: &'static str, label: &'static str, act: fn(&Model)| {
        let model = model.clone();
        html! { <button type="button" aria-label={label} onclick={move |_: MouseEvent| act(&model)}>{ words }</button> }
    };
    let film = |words: &'static str, label: &'static str, format: FilmFormat| {
        let dispatch = dispatch.clone();
        let onclick =
            move |_: MouseEvent| dispatch.dispatch(Action::Draft(DraftAction::Film(FilmAction::Open(format))));
        html! { <button type="button" aria-label={label} {onclick}>{ words }</button> }
    };
    let stage = if model.screen.is_elsewhere() { "absent" } else { "share-file" };
    html! {
        <section class="share-files" aria-labelledby="share-files-title">
            <h3 id="share-files-title">{ "Files" }</h3>
            <div class="share-file">
                <p>{ "The scenario" }<span class="quiet">{ "Plays to exactly this history" }</span></p>
                { save("JSON", "The scenario as JSON", |model| files::save(&model.world.playground().scenario())) }
            </div>
            <div class="share-file">
                <p>{ "The trace" }<span class="quiet">{ "Every step, in data and in words" }</span></p>
                { save("JSON", "The trace as JSON", |model| drop(files::save_trace(model.world.playground()))) }
            </div>
            <div class={stage}>
                <p>{ "The stage" }<span class="quiet">{ "As it stands now" }</span></p>
                { save("SVG", "The stage as SVG", |_| drop(image_export::save_stage_svg())) }
                { save("PNG", "The stage as PNG", |_| drop(image_export::save_stage_png())) }
            </div>
            <div class={stage}>
                <p>{ "The space-time diagram" }<span class="quiet">{ "The steps around this one" }</span></p>
                { save("SVG", "The space-time diagram as SVG", |model| drop(image_export::save_diagram(&model.world))) }
            </div>
            <div class={stage}>
                <p>{ "An animation" }<span class="quiet">{ "Steps in motion with their sentences, for slides" }</span></p>
                { film("Choose …", "An animation: choose the steps", FilmFormat::Gif) }
            </div>
            <div class={stage}>
                <p>{ "Stills on paper" }<span class="quiet">{ "A picture of each step, 6 on a page" }</span></p>
                { film("Choose …", "Stills on paper: choose the steps", FilmFormat::Stills) }
            </div>
        </section>
    }
}
