//! A change that no operator can make to a running cluster: the page offers to replay the history with it.

use crate::page::state::{Action, DraftAction, Model};
use crate::page::widgets::controls::PanelContext;
use yew::prelude::*;

/// The pending proposal, if there is one.
pub fn proposal_panel(model: &Model, context: &PanelContext) -> Html {
    let proposal = model.drafts.proposal.as_ref();
    let words = proposal.map_or_else(String::new, |proposal| format!("{}.", proposal.words));
    let steps = proposal.map_or(0, |proposal| proposal.world.steps);
    let honest = format!(
        "No operator can change that in the middle. The same commands can be given again, each at its moment, from the \
         beginning: {steps} steps instead of {}. What comes of them may be different; undo brings this history back.",
        model.world.steps
    );
    html! {
        <div class={if proposal.is_some() { "proposal" } else { "absent" }} role="group" aria-label="Play the same again">
            <p aria-live="polite">{ words }</p>
            <p class="quiet">{ honest }</p>
            <div class="row">
                <button type="button" class="primary" onclick={context.callback::<MouseEvent>(Action::PlayAgain)}>{ "Play the same again with it" }</button>
                <button type="button" onclick={context.callback::<MouseEvent>(Action::Draft(DraftAction::LeaveProposal))}>{ "Keep it as it is" }</button>
            </div>
        </div>
    }
}
