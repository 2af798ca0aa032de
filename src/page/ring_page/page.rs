//! The page: what can be set on the left, the ring and its balance on the right.

use super::desk::{Act, Desk};
use super::work::{Runs, compute, count, look_at};
use super::{balance_view, drawing_view, form_view, keys_view};
use crate::page::drawing::charts::Size;
use crate::page::state::OpenRing;
use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct RingPageProps {
    /// The ring that was opened; before that, the page says how to open one.
    pub ring: Option<OpenRing>,
    /// The key whose way is shown at first.
    pub first_key: AttrValue,
    /// Called with the text of a ring.
    pub on_text: Callback<String>,
    /// Called with a file that should be a ring.
    pub on_file: Callback<File>,
    /// Copies the link of the ring.
    pub on_link: Callback<()>,
    /// What came of that.
    pub note: AttrValue,
    pub narrow: bool,
    pub projector: bool,
}

#[component]
pub fn RingPage(props: &RingPageProps) -> Html {
    let opening = form_view::Opening {
        on_text: props.on_text.clone(),
        on_file: props.on_file.clone(),
        on_link: props.on_link.clone(),
        note: props.note.clone(),
    };
    let size = match (props.narrow, props.projector) {
        (true, _) => Size::NARROW,
        (false, true) => Size::PROJECTOR,
        (false, false) => Size::WIDE,
    };
    match &props.ring {
        None => invitation(&opening),
        Some(ring) => {
            html! { <OpenedRing key={format!("{:p}", &**ring)} ring={ring.clone()} first_key={props.first_key.clone()} {opening} {size} /> }
        }
    }
}

/// The page before a ring was opened.
pub fn invitation(opening: &form_view::Opening) -> Html {
    html! {
        <main class="laboratory ring-page">
            <section class="column do" aria-label="Open a ring">{ form_view::open(opening, true) }</section>
            <section class="column found" aria-label="The ring" tabindex="-1">
                <h2>{ "The ring of a real cluster" }</h2>
                <p>{ "Open what your cluster prints, and see its ring: where a key goes, how evenly the nodes are loaded, what one more node would take, and where your own keys are." }</p>
                <ul>
                    <li><code>{ "nodetool ring" }</code>{ " of Cassandra or ScyllaDB" }</li>
                    <li><code>{ "nodetool status" }</code>{ " together with " }<code>{ "nodetool info -T" }</code>{ " of each node" }</li>
                    <li><code>{ "nodetool describering" }</code>{ " of one keyspace or several" }</li>
                    <li><code>{ "riak admin member-status" }</code></li>
                    <li>{ "CSV or JSON with node, token and, if you like, zone" }</li>
                </ul>
                <p class="quiet">{ "Nothing leaves this page: the text is read here." }</p>
            </section>
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct OpenedRingProps {
    ring: OpenRing,
    first_key: AttrValue,
    opening: form_view::Opening,
    size: Size,
}

#[component]
fn OpenedRing(props: &OpenedRingProps) -> Html {
    let (first, key) = (props.ring.clone(), props.first_key.to_string());
    let desk = use_reducer(move || {
        let mut desk = Desk::new(first);
        desk.key = key;
        desk
    });
    let (runs, key_runs) = (use_memo((), |()| Runs::default()), use_memo((), |()| Runs::default()));
    let file = use_mut_ref(|| None::<File>);
    let act = {
        let dispatch = desk.dispatcher();
        use_callback((), move |act: Act, ()| dispatch.dispatch(act))
    };
    {
        let (now, runs, act) = (desk.clone(), runs.clone(), act.clone());
        use_effect_with(desk.asked(), move |_| {
            compute(&now, &runs, act);
            move || runs.cancel()
        });
    }
    {
        // Counted again when other columns, other copies or another bucket are chosen.
        let (now, runs, act, file) = (desk.clone(), key_runs.clone(), act.clone(), file.clone());
        use_effect_with((desk.keys.chosen, desk.ring.clone(), desk.bucket.clone()), move |_| {
            if let Some(file) = file.borrow().clone().filter(|_| now.keys.chosen > 0) {
                count(file, now.keys.columns, &now, &runs, act);
            }
            move || runs.cancel()
        });
    }
    let on_keys = {
        let (act, file) = (act.clone(), file.clone());
        Callback::from(move |chosen: File| {
            *file.borrow_mut() = Some(chosen.clone());
            look_at(chosen, act.clone());
        })
    };
    let cancel = {
        let (act, runs) = (act.clone(), key_runs.clone());
        Callback::from(move |()| {
            runs.cancel();
            act.emit(Act::KeysCancelled);
        })
    };
    let drawing = {
        let now = desk.clone();
        let deps = (desk.ring.clone(), desk.key.clone(), desk.bucket.clone(), props.size);
        use_memo(deps, move |(.., size)| drawing_view::ring(&now, *size == Size::NARROW))
    };
    let balance = {
        let now = desk.clone();
        let deps =
            (Rc::as_ptr(&desk.balance), desk.ring.clone(), desk.keys.chosen, desk.keys.found.is_some(), props.size);
        use_memo(deps, move |(.., size)| balance_of(&now, *size))
    };
    let parts = Parts { drawing: html! { <Kept html={drawing} /> }, balance: html! { <Kept html={balance} /> } };
    view(&desk, parts, &act, &props.opening, &on_keys, &cancel, props.size)
}

/// Parts that are large and seldom change.
pub struct Parts {
    drawing: Html,
    balance: Html,
}

#[cfg(test)]
impl Parts {
    /// Both as they are now.
    pub fn new(desk: &Desk, size: Size) -> Self {
        Self { drawing: drawing_view::ring(desk, size == Size::NARROW), balance: balance_of(desk, size) }
    }
}

fn balance_of(desk: &Desk, size: Size) -> Html {
    html! { <>{ balance_view::balance(desk, size) }{ balance_view::ranges(desk) }</> }
}

#[derive(Properties)]
struct KeptProps {
    html: Rc<Html>,
}

impl PartialEq for KeptProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.html, &other.html)
    }
}

/// A part that is not looked at again as long as it is the same.
#[component]
fn Kept(props: &KeptProps) -> Html {
    (*props.html).clone()
}

/// All that stands on the page of an opened ring.
pub fn view(
    desk: &Desk,
    parts: Parts,
    act: &Callback<Act>,
    opening: &form_view::Opening,
    on_keys: &Callback<File>,
    cancel: &Callback<()>,
    size: Size,
) -> Html {
    html! {
        <main class="laboratory ring-page">
            <section class="column do" aria-label="What is asked of the ring">
                { form_view::key(desk, act) }
                { form_view::copies(desk, act) }
                { form_view::notes(desk) }
                { form_view::open(opening, false) }
            </section>
            <section class="column found" aria-label="The ring" tabindex="-1">
                <h2>{ form_view::title(desk) }</h2>
                <p class="quiet">{ form_view::source(desk) }</p>
                { parts.drawing }
                { form_view::walk(desk) }
                { parts.balance }
                { balance_view::newcomer(desk, act) }
                { balance_view::leaving(desk, act) }
                { keys_view::keys(desk, act, on_keys, cancel, size) }
            </section>
        </main>
    }
}
