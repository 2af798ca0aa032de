//! What can be opened, set and asked on the page of a ring.

use super::desk::{Act, CopiesForm, Desk};
use crate::explain::key_journey::words::{counted, thousands};
use crate::laboratories::rings::key_walk::Met;
use crate::laboratories::rings::partitioner::Partitioner;
use crate::page::effects::files;
use web_sys::{File, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The id of the field for a pasted ring.
const PASTED: &str = "ringside-pasted-ring";

/// A ring to begin with: five nodes in three racks.
const EXAMPLE: &str = "Datacenter: dc1
==========
Address    Rack  Status  State   Load       Owns  Token
10.0.0.1   r1    Up      Normal  103.7 KiB  ?     -9087352911023047811
10.0.0.2   r2    Up      Normal  98.2 KiB   ?     -7301238890912374521
10.0.0.3   r3    Up      Normal  87.5 KiB   ?     -6120394857102938475
10.0.0.4   r1    Up      Normal  110.0 KiB  ?     -4012938475610293847
10.0.0.5   r2    Up      Normal  101.3 KiB  ?     -2819283746501928374
10.0.0.1   r1    Up      Normal  103.7 KiB  ?     -401928374650192837
10.0.0.3   r3    Up      Normal  87.5 KiB   ?     1203948576102938475
10.0.0.2   r2    Up      Normal  98.2 KiB   ?     2938475610293847561
10.0.0.5   r2    Up      Normal  101.3 KiB  ?     5019283746501928374
10.0.0.4   r1    Up      Normal  110.0 KiB  ?     7120394857102938475
";

/// How a ring is opened, and its link copied.
#[derive(Clone, PartialEq)]
pub struct Opening {
    pub on_text: Callback<String>,
    pub on_file: Callback<File>,
    pub on_link: Callback<()>,
    pub note: AttrValue,
}

/// The file that was chosen in a field, which may be chosen again.
pub fn chosen_file(event: &Event) -> Option<File> {
    let input = event.target_unchecked_into::<HtmlInputElement>();
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

pub fn open(opening: &Opening, is_first: bool) -> Html {
    let Opening { on_text, on_file, on_link, note } = opening.clone();
    let (pasted, example) = (on_text.clone(), on_text);
    let onchange = move |event: Event| chosen_file(&event).into_iter().for_each(|file| on_file.emit(file));
    html! {
        <div class="ring-open">
            <div class="row">
                <label class="as-button">
                    { if is_first { "Open a ring…" } else { "Open another ring…" } }
                    <input type="file" class="for-readers" aria-label="Open a ring" {onchange} />
                </label>
                <button type="button" class={if is_first { "" } else { "absent" }}
                    onclick={move |_| example.emit(EXAMPLE.to_owned())}>{ "Try an example" }</button>
                <button type="button" class={if is_first { "absent" } else { "" }} onclick={move |_| on_link.emit(())}>{ "Copy the link" }</button>
            </div>
            <p class="quiet" role="status">{ note }</p>
            <textarea id={PASTED} class="mono" rows={if is_first { "10" } else { "3" }} autocomplete="off" spellcheck="false"
                aria-label="What the cluster prints" placeholder="Paste what the cluster prints" />
            <button type="button" onclick={move |_| pasted.emit(files::text_of(PASTED))}>{ "Read the text" }</button>
            <p class="quiet">{ "A file can be dropped anywhere on the page, too." }</p>
        </div>
    }
}

pub fn title(desk: &Desk) -> String {
    let nodes = counted(desk.field.nodes.len(), "node", "nodes");
    format!("A ring of {nodes} and {}", counted(desk.field.tokens(), "token", "tokens"))
}

/// Where it comes from.
pub fn source(desk: &Desk) -> String {
    format!("From {}; {}", desk.field.format.label(), desk.field.partitioner.label())
}

pub fn notes(desk: &Desk) -> Html {
    let notes = desk.field.notes.iter().take(20).map(|note| html! { <li key={note.clone()}>{ note }</li> });
    html! { <ul class={if desk.field.notes.is_empty() { "absent" } else { "quiet ring-notes" }} aria-label="Notes">{ for notes }</ul> }
}

/// The typed text of a field, when it changes.
fn typed(act: &Callback<Act>, of: impl Fn(String) -> Act + 'static) -> impl Fn(InputEvent) + 'static {
    let act = act.clone();
    move |event: InputEvent| act.emit(of(event.target_unchecked_into::<HtmlInputElement>().value()))
}

/// The key whose way is shown.
pub fn key(desk: &Desk, act: &Callback<Act>) -> Html {
    let is_riak = desk.field.partitioner == Partitioner::Sha1;
    let placed = desk.walk().map(|(placed, _)| placed.printed);
    html! {
        <div class="ring-key">
            <label for="ringside-ring-key">{ "Key" }</label>
            <input id="ringside-ring-key" class="mono" type="text" autocomplete="off" spellcheck="false" dir="auto"
                value={desk.key.clone()} oninput={typed(act, Act::Key)} />
            <label class={if is_riak { "" } else { "absent" }} for="ringside-ring-bucket">{ "Bucket (Riak hashes it with the key)" }</label>
            <input id="ringside-ring-bucket" class={if is_riak { "mono" } else { "absent" }} type="text" autocomplete="off" spellcheck="false"
                value={desk.bucket.clone()} oninput={typed(act, Act::Bucket)} />
            <p class={if placed.is_some() { "" } else { "absent" }}>
                { "Its token: " }<code class="mono">{ placed.unwrap_or_default() }</code>
            </p>
        </div>
    }
}

/// How many copies, and where.
pub fn copies(desk: &Desk, act: &Callback<Act>) -> Html {
    let form = &desk.copies;
    let choice = |words: &'static str, by_centre: bool| {
        let (act, form) = (act.clone(), CopiesForm { by_centre, ..form.clone() });
        html! {
            <button type="button" aria-pressed={(desk.copies.by_centre == by_centre).to_string()}
                onclick={move |_| act.emit(Act::Copies(form.clone()))}>{ words }</button>
        }
    };
    let by_centre = form.by_centre && !form.centres.is_empty();
    let n = {
        let form = form.clone();
        field(
            "N, copies".to_owned(),
            "ringside-ring-n".to_owned(),
            &form.n.clone(),
            typed(act, move |n| Act::Copies(CopiesForm { n, ..form.clone() })),
        )
    };
    let centres = form.centres.iter().enumerate().map(|(index, (centre, count))| {
        let form = form.clone();
        let changed = typed(act, move |text| {
            let mut form = form.clone();
            form.centres[index].1 = text;
            Act::Copies(form)
        });
        field(format!("Copies in {centre}"), format!("ringside-ring-centre-{index}"), count, changed)
    });
    html! {
        <fieldset class="ring-copies">
            <legend>{ "Copies of each key" }</legend>
            <div class={if form.centres.is_empty() { "absent" } else { "choice" }} role="group" aria-label="Copies are counted">
                { choice("by data centre", true) }{ choice("on N nodes", false) }
            </div>
            if by_centre { { for centres } } else { { n } }
            <p class="refused" role="alert">{ desk.copies_refused.clone() }</p>
        </fieldset>
    }
}

fn field(label: String, id: String, value: &str, changed: impl Fn(InputEvent) + 'static) -> Html {
    html! {
        <div key={id.clone()} class="lab-field">
            <label for={id.clone()}>{ label }</label>
            <input {id} type="text" inputmode="numeric" autocomplete="off" value={value.to_owned()} oninput={changed} />
        </div>
    }
}

/// A choice among texts; the empty value is none.
pub fn select(label: &'static str, chosen: &str, options: Vec<(String, String)>, changed: Callback<String>) -> Html {
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        html! { <option key={value.clone()} {selected} {value}>{ words }</option> }
    });
    let onchange = move |event: Event| changed.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
    html! { <label class="ring-select"><span>{ label }</span><select aria-label={label} {onchange}>{ for options }</select></label> }
}

/// The walk of the key, and its endpoints.
pub fn walk(desk: &Desk) -> Html {
    let Some((placed, walk)) = desk.walk() else { return html! { <div class="absent" /> } };
    let endpoints: Vec<String> = walk.replicas.iter().map(|node| desk.name(node.index())).collect();
    let lines = walk.tokens.iter().map(|met| {
        let token = desk.ring.0.tokens()[met.token];
        let (name, text) = (desk.name(token.owner.index()), desk.token_text(token.position));
        let words = match met.met {
            Met::Taken(number) => format!("copy {number}"),
            Met::NodeHasOne => "has a copy already".to_owned(),
            Met::RackHasOne => "its rack has a copy already".to_owned(),
            Met::CentreIsFull => "its data centre has its copies".to_owned(),
        };
        html! {
            <tr key={met.token} class={if matches!(met.met, Met::Taken(_)) { "taken" } else { "" }}>
                <th scope="row" class="mono">{ text }</th><td>{ name }</td><td>{ words }</td>
            </tr>
        }
    });
    html! {
        <section aria-label="The way of the key">
            <h3>{ "The way of the key" }</h3>
            <p class="endpoints">
                <code class="mono"><bdi>{ desk.key.clone() }</bdi></code>{ " has the token " }<code class="mono">{ placed.printed }</code>
                { format!("; its copies are on {}.", endpoints.join(", ")) }
            </p>
            <div class="table-room" tabindex="0" role="group" aria-label="Tokens met">
                <table>
                    <thead><tr><th scope="col">{ "Token" }</th><th scope="col">{ "Node" }</th><th scope="col">{ "What becomes of it" }</th></tr></thead>
                    <tbody>{ for lines }</tbody>
                </table>
            </div>
            <p class={if walk.is_cut { "quiet" } else { "absent" }}>{ format!("The walk goes on beyond these {} tokens.", thousands(walk.tokens.len())) }</p>
        </section>
    }
}
