//! Faults of single links and messages, and the tree comparison that repairs what they lost.

use crate::explain::key_journey::words::shortened;
use crate::explain::snapshot::{CutState, MessageState, NodeStatus};
use crate::page::forms::act_words::{cut_command, mend_command, mend_words};
use crate::page::state::{Action, DraftAction, Model};
use crate::page::widgets::controls::{PanelContext, command_button, select};
use crate::scenario::Command;
use yew::prelude::*;

/// Most messages listed.
const MOST_MESSAGES: usize = 40;

/// Holding or cutting a link in one direction, and releasing or mending it.
pub fn links(model: &Model, context: &PanelContext) -> Html {
    let (nodes, clients) = (&model.world.cluster.names, &model.world.clients);
    let names: Vec<&str> = nodes.iter().chain(clients.iter()).map(String::as_str).collect();
    let [from, to] = chosen(&names, &model.drafts.link);
    let held = &model.world.frame.state.held;
    let is_held = held.iter().any(|(sender, receiver)| *sender == from && *receiver == to);
    let hold = match (from == to, is_held) {
        (true, _) => Err("A node sends no messages to itself".to_owned()),
        (_, true) => Err(format!("Messages from {from} to {to} are held already")),
        _ => Ok(Command::Hold { from: from.clone(), to: to.clone() }),
    };
    let release = match is_held {
        true => Ok(Command::Release { from: from.clone(), to: to.clone() }),
        false => Err(format!("Nothing is held from {from} to {to}")),
    };
    let waiting = held.iter().map(|(from, to)| {
        let command = Command::Release { from: from.clone(), to: to.clone() };
        html! {
            <li key={format!("{from}\n{to}")} class="row item">
                <span><bdi>{ from }</bdi>{ " to " }<bdi>{ to }</bdi>{ " waits" }</span>
                { command_button("Release", format!("Release {from} to {to}"), Ok(command), context) }
            </li>
        }
    });
    let cuts = &model.world.frame.state.cuts;
    let cut = match (from == to, cuts.iter().any(|cut| (&cut.from, &cut.to, cut.kind) == (&from, &to, None))) {
        (true, _) => Err("A node sends no messages to itself".to_owned()),
        (_, true) => Err(format!("Messages from {from} to {to} are lost already")),
        _ => Ok(cut_command(&from, &to)),
    };
    let lost = cuts.iter().map(|cut| {
        let CutState { from, to, kind } = cut;
        let kind = kind.map(|kind| format!(" ({})", kind.as_str())).unwrap_or_default();
        html! {
            <li key={format!("{from}\n{to}\n{kind}")} class="row item">
                <span><bdi>{ from }</bdi>{ " to " }<bdi>{ to }</bdi>{ kind }{ " is cut" }</span>
                { command_button("Mend", mend_words(cut), Ok(mend_command(cut)), context) }
            </li>
        }
    });
    html! {
        <div class="link">
            <p class="quiet">{ "A held message arrives later, a message on a cut link never. Section 2.3" }</p>
            { two(&names, [&from, &to], ["from", "to"], ["From", "To"], context, DraftAction::Link) }
            <div class="row">
                { command_button("Hold", format!("Hold messages from {from} to {to}"), hold, context) }
                { command_button("Release", format!("Release messages from {from} to {to}"), release, context) }
                { command_button("Cut", format!("Cut the link from {from} to {to}: messages are lost"), cut, context) }
            </div>
            <ul class="rows" aria-label="Held links">{ for waiting }</ul>
            <ul class="rows" aria-label="Cut links">{ for lost }</ul>
        </div>
    }
}

/// The messages in flight, each of which can be dropped.
pub fn messages(model: &Model, context: &PanelContext) -> Html {
    let flying = &model.world.frame.state.messages;
    let items = flying.iter().take(MOST_MESSAGES).map(|message| {
        let MessageState { id, from, to, kind, label, doomed, .. } = message;
        let words = format!("{} from {from} to {to}", kind.as_str());
        let drop = match doomed {
            true => Err("It will not arrive anyway".to_owned()),
            false => Ok(Command::drop_message(*id)),
        };
        html! {
            <li key={*id} class="row item">
                <span title={label.clone()}><bdi>{ shortened(&words, 60) }</bdi></span>
                { command_button("Drop", format!("Drop {words}"), drop, context) }
            </li>
        }
    });
    let words = match flying.len() {
        0 => "No message is in flight at this step.",
        _ => "Nobody is told; whoever waits for it times out.",
    };
    html! {
        <div>
            <p class="quiet">{ words }</p>
            <ul class="rows" aria-label="Messages that can be dropped">{ for items }</ul>
        </div>
    }
}

/// The button that makes two nodes compare their Merkle trees now.
pub fn trees(model: &Model, context: &PanelContext) -> Html {
    let names: Vec<&str> = model.world.cluster.names.iter().map(String::as_str).collect();
    let [a, b] = chosen(&names, &model.drafts.pair);
    let is_down = |name: &str| {
        model.world.frame.state.nodes.iter().any(|node| node.name == name && node.status == NodeStatus::Crashed)
    };
    let is_paused = |name: &str| model.world.frame.state.nodes.iter().any(|node| node.name == name && node.paused);
    let compare = match a == b {
        true => Err("A node has nothing to compare with itself".to_owned()),
        _ if is_down(&a) => Err(format!("{a} is down")),
        _ if is_paused(&a) => Err(format!("{a} is paused")),
        _ => Ok(Command::AntiEntropy { a: a.clone(), b: b.clone() }),
    };
    html! {
        <div class="link">
            <p class="quiet">{ "They find what differs, range by range, and repair it. Section 4.7" }</p>
            { two(&names, [&a, &b], ["this", "and"], ["First node", "Second node"], context, DraftAction::Pair) }
            { command_button("Compare now", format!("Compare now: the trees of {a} and {b}"), compare, context) }
        </div>
    }
}

/// The two chosen names; the first two if none was chosen, or if one of them is gone.
fn chosen(names: &[&str], chosen: &[std::rc::Rc<str>; 2]) -> [String; 2] {
    [0, 1].map(|end| {
        let name = names.iter().find(|name| ***name == *chosen[end]).or(names.get(end)).or(names.first());
        name.copied().unwrap_or_default().to_owned()
    })
}

/// Two selects of names side by side.
fn two(
    names: &[&str],
    chosen: [&str; 2],
    words: [&'static str; 2],
    labels: [&'static str; 2],
    context: &PanelContext,
    draft: fn(usize, String) -> DraftAction,
) -> Html {
    let one = |end: usize| {
        let options =
            names.iter().map(|name| (AttrValue::from((*name).to_owned()), AttrValue::from((*name).to_owned())));
        let action = move |name| Action::Draft(draft(end, name));
        html! { <label>{ words[end] }{ select(labels[end].into(), options, chosen[end], &context.dispatch, action) }</label> }
    };
    html! { <div class="pairs">{ one(0) }{ one(1) }</div> }
}
