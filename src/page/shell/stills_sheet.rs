//! Steps as stills on paper, 6 on a page: for a handout, or for slides that are put together by hand.

use super::film_view::A_PAGE;
use crate::explain::key_journey::words::counted;
use crate::page::browser;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, DraftAction, FilmAction, FilmCaption, Still};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, Url};
use yew::prelude::*;

/// The sheet, in place of the stage.
pub fn stills_sheet(stills: &Rc<[Still]>, dispatch: &Dispatch) -> Html {
    html! { <StillsSheet stills={stills.clone()} dispatch={dispatch.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct StillsSheetProps {
    stills: Rc<[Still]>,
    dispatch: Dispatch,
}

/// The pages. The pictures are given back to the browser when the sheet is put away.
#[component]
fn StillsSheet(props: &StillsSheetProps) -> Html {
    let StillsSheetProps { stills, dispatch } = props;
    use_effect_with(stills.clone(), |stills| {
        let stills = stills.clone();
        move || stills.iter().for_each(|still| drop(Url::revoke_object_url(&still.picture)))
    });
    let printer = use_node_ref();
    {
        let printer = printer.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                // The dialog that it was asked for in gives the focus back first.
                browser::pause(0).await;
                if let Some(printer) = printer.cast::<HtmlElement>() {
                    let _ = printer.focus();
                }
            });
        });
    }
    let print = |_: MouseEvent| {
        // If the browser cannot print, it reports that itself.
        let _ = browser::window().map(|window| window.print());
    };
    let dispatch = dispatch.clone();
    let close = move |_: MouseEvent| dispatch.dispatch(Action::Draft(DraftAction::Film(FilmAction::PutAway)));
    let pages = stills.len().div_ceil(A_PAGE);
    let drawn = stills.chunks(A_PAGE).enumerate().map(|(index, page)| {
        html! {
            <section key={index} class="stills-page" aria-label={format!("Page {} of {pages}", index + 1)}>
                <p class="sheet-kind">{ format!("Ringside. Page {} of {pages}", index + 1) }</p>
                <div class="stills-grid">{ for page.iter().map(still) }</div>
            </section>
        }
    });
    html! {
        <div class="theatre sheet-theatre">
            <main class="sheet-view">
                <div class="sheet-bar" role="group" aria-label="On paper">
                    <button type="button" class="primary" ref={printer} onclick={print}>{ "Print" }</button>
                    <button type="button" onclick={close}>{ "Close" }</button>
                </div>
                <article class="sheet stills" aria-labelledby="stills-title">
                    <h2 id="stills-title" class="for-readers">{ format!("{} on paper", counted(stills.len(), "step", "steps")) }</h2>
                    { for drawn }
                </article>
            </main>
        </div>
    }
}

fn still(still: &Still) -> Html {
    let FilmCaption { moment, sentences } = &still.caption;
    let sentences = sentences.iter().enumerate().map(|(index, (name, words))| {
        let name = if name.is_empty() {
            html! { <></> }
        } else {
            html! { <b>{ format!("{name}: ") }</b> }
        };
        html! { <p key={index}>{ name }{ words }</p> }
    });
    html! {
        <figure key={moment.clone()} class="still">
            <img src={still.picture.to_string()} alt={format!("The drawing at {}", lower(moment))} />
            <figcaption><p class="still-moment">{ moment }</p>{ for sentences }</figcaption>
        </figure>
    }
}

/// `step 5 of 21, 34.2 ms`.
fn lower(moment: &str) -> String {
    moment.replacen("Step", "step", 1)
}
