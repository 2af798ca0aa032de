//! All settings of the scenario, in folded groups. At the beginning of a history they take effect at once; later, those
//! that no operator could change are proposed, and the history is replayed with them.

use crate::dynamo::partitioning::Strategy;
use crate::dynamo::versioning::Versioning;
use crate::page::forms::settings::{
    DelayKind, NumberSetting, Setting, read_repair_words, strategy_words, versioning_words,
};
use crate::page::projection::zones::NO_INFLUENCE;
use crate::page::state::{Action, EditedField, Model};
use crate::page::widgets::controls::{PanelContext, edit_field, fold, select};
use crate::scenario::{Quorum, ReadRepair, Scenario};
use yew::prelude::*;

const QUORUMS: [(Quorum, &str); 2] = [(Quorum::Sloppy, "sloppy"), (Quorum::Strict, "strict")];
const VERSIONINGS: [Versioning; 3] = [Versioning::Dotted, Versioning::Plain, Versioning::LastWriteWins];
const STRATEGIES: [Strategy; 3] =
    [Strategy::RandomTokens, Strategy::RandomTokensEqualPartitions, Strategy::EqualPartitions];

const COPIES: [(bool, &str, &str); 2] =
    [(false, "distinct-nodes", "on distinct nodes"), (true, "distinct-zones", "in distinct zones")];

/// What the placement of copies does with zones, or that it does nothing.
fn copies_words(model: &Model) -> &'static str {
    let (cluster, state) = (&model.world.cluster, &model.world.frame.state);
    match (state.placement.is_some(), cluster.zones.iter().any(Option::is_some)) {
        (false, true) => NO_INFLUENCE,
        (true, true) => "Zones without a copy come first; when they run out, the walk goes round again. Section 4.6",
        (_, false) => "A zone is a rack or a data centre. No node has one yet: each counts as a zone. Section 4.6",
    }
}

pub fn settings_panel(model: &Model, context: &PanelContext) -> Html {
    let scenario = &model.world.scenario_now();
    html! {
        <div class="settings">
            { fold("Quorums and versions", quorums_and_versions(model, scenario, context)) }
            { fold("Placement of tokens", placement(model, scenario, context)) }
            { fold("Network and chance", network(model, scenario, context)) }
            { fold("Timers", timers(model, scenario, context)) }
        </div>
    }
}

fn quorums_and_versions(model: &Model, scenario: &Scenario, context: &PanelContext) -> Html {
    let quorum = model.world.frame.state.quorum;
    html! {
        <div>
            { choice("Quorums", "Sloppy: the first N healthy nodes count; strict: the first N alone. Section 4.6",
                QUORUMS.map(|(quorum, word)| (word, word, Setting::Quorum(quorum))), quorum.as_str(), context) }
            { choice("Read repair", "When a get repairs the stale replicas that it finds: before the answer it takes longer, and no later get finds less. Section 4.5",
                ReadRepair::ALL.map(|when| (when.as_str(), read_repair_words(when), Setting::ReadRepair(when))),
                scenario.read_repair.as_str(), context) }
            { choice("Versions", "What tells which of 2 versions is the newer, or that neither is. Section 4.4",
                VERSIONINGS.map(|kind| (kind.as_str(), versioning_words(kind), Setting::Versioning(kind))),
                scenario.versioning.as_str(), context) }
            { number(model, NumberSetting::ClockLimit, scenario, context) }
        </div>
    }
}

fn placement(model: &Model, scenario: &Scenario, context: &PanelContext) -> Html {
    let seeds = scenario.seeds.as_ref().map(|seeds| seeds.join(", ")).unwrap_or_default();
    html! {
        <div>
            { choice("Strategy", "Where tokens lie, and what they own. Section 6.2",
                STRATEGIES.map(|kind| (kind.as_str(), strategy_words(kind), Setting::Strategy(kind))),
                scenario.strategy.as_str(), context) }
            { number(model, NumberSetting::Partitions, scenario, context) }
            { setting("Seeds", "Names with commas: whom newcomers ask, and whom all know at first; empty: all nodes. Section 4.8",
                edit_field(model, seeds, "Seeds".to_owned(), EditedField::Seeds, &context.dispatch)) }
            { choice("Copies", copies_words(model), COPIES.map(|(over, word, words)| (word, words, Setting::OverZones(over))),
                scenario.spread.as_str(), context) }
        </div>
    }
}

fn network(model: &Model, scenario: &Scenario, context: &PanelContext) -> Html {
    let kind = DelayKind::from_delay(&scenario.network.delay);
    let other = (kind == DelayKind::Other).then_some(kind);
    let kinds = DelayKind::CHOICES.into_iter().chain(other);
    let kinds = kinds.map(|kind| (kind.words(), kind.words(), Setting::Delay(kind)));
    html! {
        <div>
            { choice("Delay", "The shape of the network’s delays; real ones have a long tail. Section 2.2", kinds, kind.words(), context) }
            { number(model, NumberSetting::DelayMs, scenario, context) }
            { number(model, NumberSetting::Loss, scenario, context) }
            { number(model, NumberSetting::DelayBetweenMs, scenario, context) }
            { number(model, NumberSetting::LossBetween, scenario, context) }
            { number(model, NumberSetting::Seed, scenario, context) }
        </div>
    }
}

fn timers(model: &Model, scenario: &Scenario, context: &PanelContext) -> Html {
    use NumberSetting::{AntiEntropy, Gossip, Handoff, HintWindow, RequestTimeout, TombstoneGrace};
    const TIMERS: [NumberSetting; 6] = [Gossip, Handoff, AntiEntropy, RequestTimeout, HintWindow, TombstoneGrace];
    html! { <div>{ for TIMERS.map(|timer| number(model, timer, scenario, context)) }</div> }
}

fn setting(label: &'static str, words: &'static str, control: Html) -> Html {
    html! { <div key={label} class="setting"><span aria-hidden="true">{ label }</span>{ control }<p class="quiet">{ words }</p></div> }
}

fn number(model: &Model, kind: NumberSetting, scenario: &Scenario, context: &PanelContext) -> Html {
    let field =
        edit_field(model, kind.value(scenario), kind.label().to_owned(), EditedField::Setting(kind), &context.dispatch);
    setting(kind.label(), kind.words(), field)
}

/// A setting with a few choices, each a value, its label and the setting it stands for.
fn choice(
    label: &'static str,
    words: &'static str,
    choices: impl IntoIterator<Item = (&'static str, &'static str, Setting)>,
    chosen: &str,
    context: &PanelContext,
) -> Html {
    let choices: Vec<(&'static str, &'static str, Setting)> = choices.into_iter().collect();
    let options: Vec<(AttrValue, AttrValue)> =
        choices.iter().map(|(value, words, _)| (AttrValue::Static(value), AttrValue::Static(words))).collect();
    let action = move |value: String| {
        let wanted = choices.iter().find(|(known, _, _)| *known == value).or(choices.first());
        wanted.map_or(Action::Help(false), |(_, _, setting)| Action::Set(setting.clone()))
    };
    setting(label, words, select(label.into(), options.into_iter(), chosen, &context.dispatch, action))
}
