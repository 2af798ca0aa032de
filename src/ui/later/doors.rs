//! Where the doors lead.

use super::Later;
use crate::ui::Dispatch;
use crate::ui::arriving::Arriving;
use crate::ui::branches::branches;
use crate::ui::classroom::{self, ClassroomDuties, PresenterPage, PresenterProps, Wish, list_dialog, unsaved_dialog};
use crate::ui::files::open_file;
use crate::ui::help::help;
use crate::ui::instead::instead;
use crate::ui::known;
use crate::ui::markup::html;
use crate::ui::model::{FilmOfMessages, Model, simulator};
use crate::ui::note::note_box;
use crate::ui::panels;
use crate::ui::sentence::{explanation_of_messages, in_flight};
use crate::ui::share_dialog::share_dialog;
use crate::ui::shared::Shared;
use crate::ui::space_time::diagram;
use crate::ui::stage;
use crate::ui::theme::Theme;
use web_sys::Element;
use yew::prelude::*;

/// All of them.
pub static DOORS: Later = Later {
    opened: Model::opened_with_all,
    presenter,
    work: Model::work,
    open_file,
    simulator,
    occasion: Model::occasion_of_requests,
    act: Model::act_in_any_part,
    messages: FilmOfMessages::WHOLE,
    instead,
    over,
    futures: branches,
    diagram,
    lesson: classroom::lesson_column,
    writing: classroom::editor_column,
    proposal: panels::proposal_panel,
    requests: panels::request_panel,
    faults: panels::faults_panel,
    cluster: panels::cluster_panel,
    scenario: panels::scenario_panel,
    stored_keys: panels::stored,
    copies: known::copies_panel,
    history: known::history_panel,
    contexts: known::contexts_panel,
    trees: |model, _| known::trees_panel(model),
    truth: known::truth_panel,
    words: known::words_panel,
    ground: stage::ground,
    on_the_ring: stage::on_the_ring,
    flying: stage::flying,
    takes_the_middle: stage::takes_the_middle,
    legend: stage::legend_body,
    menu: stage::menu,
    in_flight,
    explanation: explanation_of_messages,
};

fn presenter(element: Element, theme: Theme) {
    yew::Renderer::<PresenterPage>::with_root_and_props(element, PresenterProps { theme }).render();
}

fn over(model: &Shared<Model>, wish: Option<Wish>, dispatch: &Dispatch) -> Html {
    html! {
        <>
            <ClassroomDuties model={model.clone()} dispatch={dispatch.clone()} {wish} />
            { note_box(model, dispatch) }
            { help(model, dispatch) }
            { list_dialog(model, dispatch) }
            { unsaved_dialog(model, dispatch) }
            { share_dialog(model, dispatch) }
            <Arriving model={model.clone()} dispatch={dispatch.clone()} />
        </>
    }
}
