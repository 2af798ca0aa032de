//! The view of the share dialog in which an animation, or stills on paper, are asked for and made.

use crate::explain::key_journey::words::counted;
use crate::page::browser::recorder::can_record;
use crate::page::dispatch::Dispatch;
use crate::page::state::{
    Action, DraftAction, Film, FilmAction, FilmForm, FilmFormat, FilmPlan, FilmProgress, FilmSubject, Model, SPEEDS,
    Theme, WIDTHS,
};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Pictures on a page.
pub const A_PAGE: usize = 6;

/// The form, with what becomes of it.
pub fn film_view(model: &Model, dispatch: &Dispatch) -> Html {
    let Some(Film { form, progress }) = &model.drafts.film else { return html! { <div class="absent" /> } };
    let plan = model.film_plan(form);
    let under_way = matches!(progress, FilmProgress::UnderWay(..));
    let (title, about) = match form.format {
        FilmFormat::Stills => {
            ("Stills on paper", "A picture of each step with its sentence: 6 on a page, to print or to save as a PDF.")
        }
        FilmFormat::Gif | FilmFormat::Webm => {
            ("An animation", "The steps in motion, each with its sentence below the picture.")
        }
    };
    html! {
        <section class="film" aria-labelledby="film-title">
            <FilmTitle words={title} />
            <p class="quiet">{ about }</p>
            <fieldset class="film-choices" aria-label="What it shows" disabled={under_way}>{ for choices(model, form, plan.is_err(), dispatch) }</fieldset>
            { outcome(&plan, form, progress) }
            { buttons(plan.is_ok(), progress, dispatch) }
        </section>
    }
}

fn act(dispatch: &Dispatch, action: FilmAction) -> impl Fn(MouseEvent) + 'static {
    let dispatch = dispatch.clone();
    move |_| dispatch.dispatch(Action::Draft(DraftAction::Film(action.clone())))
}

/// The button that makes it, or cancels it: one element, so that it keeps the focus; and the way back.
fn buttons(possible: bool, progress: &FilmProgress, dispatch: &Dispatch) -> Html {
    let (words, class, action) = match progress {
        FilmProgress::UnderWay(..) => ("Cancel", "", FilmAction::Cancel),
        FilmProgress::Saved(_) => ("Make it again", "primary", FilmAction::Make),
        FilmProgress::Asked | FilmProgress::Failed(_) => ("Make it", "primary", FilmAction::Make),
    };
    let under_way = matches!(progress, FilmProgress::UnderWay(..));
    html! {
        <div class="row">
            <button type="button" {class} disabled={!possible && !under_way} onclick={act(dispatch, action)}>{ words }</button>
            <button type="button" disabled={under_way} onclick={act(dispatch, FilmAction::Leave)}>{ "Back to link and files" }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FilmTitleProps {
    words: &'static str,
}

/// The heading. It takes the focus when it comes, as what was pressed for it is gone.
#[component]
fn FilmTitle(props: &FilmTitleProps) -> Html {
    let title = use_node_ref();
    {
        let title = title.clone();
        use_effect_with((), move |()| {
            if let Some(title) = title.cast::<HtmlElement>() {
                let _ = title.focus();
            }
        });
    }
    html! { <h3 id="film-title" tabindex="-1" ref={title}>{ props.words }</h3> }
}

/// What will be made, is being made, or was made; or why it cannot be.
fn outcome(plan: &Result<FilmPlan, String>, form: &FilmForm, progress: &FilmProgress) -> Html {
    let (words, refused) = match (progress, plan) {
        (FilmProgress::UnderWay(_, report), _) => (report.words(), false),
        (FilmProgress::Saved(words), _) => (words.clone(), false),
        (FilmProgress::Failed(reason), _) => (reason.clone(), true),
        (FilmProgress::Asked, Err(reason)) => (reason.clone(), true),
        (FilmProgress::Asked, Ok(plan)) => (planned(plan, form), false),
    };
    let bar = match progress {
        FilmProgress::UnderWay(_, report) => html! {
            <progress aria-label="Progress" max={report.of.to_string()} value={report.done.to_string()} />
        },
        _ => html! { <span class="absent" /> },
    };
    html! {
        <div class="film-outcome">
            { bar }
            <p id="film-outcome" role="status" class={if refused { "refused" } else { "quiet" }}>{ words }</p>
        </div>
    }
}

/// `21 steps, on 4 pages.`
fn planned(plan: &FilmPlan, form: &FilmForm) -> String {
    let steps = counted(plan.stops.len(), "step", "steps");
    match form.format {
        FilmFormat::Stills => format!("{steps}, on {}.", counted(plan.stops.len().div_ceil(A_PAGE), "page", "pages")),
        FilmFormat::Gif => format!("{steps}. Any slide program plays a GIF."),
        FilmFormat::Webm => format!("{steps}. Recording takes as long as the animation lasts."),
    }
}

fn choices(model: &Model, form: &FilmForm, refused: bool, dispatch: &Dispatch) -> Vec<Html> {
    let subjects = FilmSubject::choices(model);
    let subject = {
        let (model, subjects) = (model.clone(), subjects.clone());
        move |form: FilmForm, index: usize| match subjects.get(index) {
            Some(subject) => model.with_its_range(FilmForm { subject: *subject, ..form }),
            None => form,
        }
    };
    let named = subjects.iter().map(|subject| (subject.label().to_owned(), form.subject == *subject, true)).collect();
    let mut fields = vec![
        select("Show", form, named, dispatch, subject),
        step("From step", form, &form.from, refused, dispatch, |form, typed| FilmForm { from: typed.into(), ..form }),
        step("To step", form, &form.to, refused, dispatch, |form, typed| FilmForm { to: typed.into(), ..form }),
    ];
    let themes = Theme::ALL.map(|theme| {
        let label = if theme == Theme::System { "As the page" } else { theme.label() };
        (label.to_owned(), form.theme == theme, true)
    });
    let theme = select("Looks", form, themes.to_vec(), dispatch, |form, index| FilmForm {
        theme: Theme::ALL.get(index).copied().unwrap_or_default(),
        ..form
    });
    if form.format == FilmFormat::Stills {
        fields.push(theme);
        return fields;
    }
    let records = can_record();
    let webm = if records { "WebM" } else { "WebM: this browser cannot record" };
    let formats = vec![
        ("GIF".to_owned(), form.format == FilmFormat::Gif, true),
        (webm.to_owned(), form.format == FilmFormat::Webm, records),
    ];
    fields.push(select("File", form, formats, dispatch, |form, index| FilmForm {
        format: if index == 1 { FilmFormat::Webm } else { FilmFormat::Gif },
        ..form
    }));
    let widths = WIDTHS.map(|width| (format!("{width} pixels"), form.width == width, true)).to_vec();
    fields.push(select("Width", form, widths, dispatch, |form, index| FilmForm {
        width: WIDTHS.get(index).copied().unwrap_or(form.width),
        ..form
    }));
    fields.push(theme);
    let speeds = SPEEDS.map(|(speed, label)| (label.to_owned(), form.speed == speed, true)).to_vec();
    fields.push(select("Speed", form, speeds, dispatch, |form, index| FilmForm {
        speed: SPEEDS.get(index).map_or(form.speed, |(speed, _)| *speed),
        ..form
    }));
    fields
}

/// A select of these choices: the words of each, whether it is chosen, and whether it can be. What is chosen changes the
/// form.
fn select(
    label: &'static str,
    form: &FilmForm,
    choices: Vec<(String, bool, bool)>,
    dispatch: &Dispatch,
    change: impl Fn(FilmForm, usize) -> FilmForm + 'static,
) -> Html {
    let options = choices.into_iter().enumerate().map(|(index, (words, selected, possible))| {
        html! { <option key={index} value={index.to_string()} {selected} disabled={!possible}>{ words }</option> }
    });
    let (form, dispatch) = (form.clone(), dispatch.clone());
    let onchange = move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        let form = change(form.clone(), usize::try_from(index).unwrap_or(0));
        dispatch.dispatch(Action::Draft(DraftAction::Film(FilmAction::Change(form))));
    };
    let id = field_id(label);
    html! {
        <div key={label} class="film-field">
            <label for={id.clone()}>{ label }</label><select {id} {onchange}>{ for options }</select>
        </div>
    }
}

/// A field for the number of a step.
fn step(
    label: &'static str,
    form: &FilmForm,
    typed: &str,
    refused: bool,
    dispatch: &Dispatch,
    change: fn(FilmForm, String) -> FilmForm,
) -> Html {
    let (form, dispatch) = (form.clone(), dispatch.clone());
    let oninput = move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        let form = change(form.clone(), typed);
        dispatch.dispatch(Action::Draft(DraftAction::Film(FilmAction::Change(form))));
    };
    let id = field_id(label);
    html! {
        <div key={label} class="film-field">
            <label for={id.clone()}>{ label }</label>
            <input {id} type="text" inputmode="numeric" autocomplete="off" value={typed.to_owned()} {oninput}
                aria-invalid={refused.to_string()} aria-describedby="film-outcome" />
        </div>
    }
}

/// `film-from-step`.
fn field_id(label: &str) -> String {
    format!("film-{}", label.to_lowercase().replace(' ', "-"))
}
