//! Every action from every screen, in random sequences.

use super::{
    Action, ChallengeAction, ChallengeEdit, DraftAction, EditorAction, Field, HandInDraft, InspectorAction,
    LessonAction, LessonRequest, Menu, Model, Opening, PlaybackAction, RingAction, Section, StageItem, Story, Track,
    World,
};
use crate::dynamo::versioning::Versioning;
use crate::explain::key_journey::Stage;
use crate::explain::trace::Pace;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::forms::laboratory::Settings;
use crate::page::forms::settings::{NumberSetting, Setting};
use crate::page::projection::folding::Panel;
use crate::page::projection::two_worlds::Difference;
use crate::page::session::challenge_editor::FieldOf;
use crate::scenario::locked::{Locked, Part};
use crate::scenario::{Command, Quorum, ReconcileBy, Scenario};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json;

const LESSON: &str = include_str!("../../../www/lessons/put-and-get.json");

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just("cart"), Just(""), Just("milk"), Just("A"), Just("Bob"), Just("<b>"), Just("é"), Just("99999")]
        .prop_map(str::to_owned)
}

fn commands() -> impl Strategy<Value = Command> {
    let (a, b) = (|| "A".to_owned(), || "B".to_owned());
    prop_oneof![
        Just(Command::Crash { name: a(), wipe: false }),
        Just(Command::Restart { name: a() }),
        Just(Command::Repair),
        Just(Command::Partition {
            groups: ["AB", "CDE"].map(|names| names.chars().map(String::from).collect()).to_vec()
        }),
        Just(Command::Hold { from: a(), to: b() }),
        Just(Command::Release { from: a(), to: b() }),
        Just(Command::Wait { ms: 500.0 }),
    ]
}

fn edits() -> impl Strategy<Value = Edit> {
    let letter = prop_oneof![Just(QuorumLetter::N), Just(QuorumLetter::R), Just(QuorumLetter::W)];
    prop_oneof![
        (text(), text()).prop_map(|(name, tokens)| Edit::Add { name, tokens, zone: String::new() }),
        Just(Edit::Add { name: "F".to_owned(), tokens: "3".to_owned(), zone: String::new() }),
        (0..7usize, text()).prop_map(|(index, name)| Edit::Rename { index, name }),
        (0..7usize).prop_map(|index| Edit::Remove { index }),
        (0..7usize, 0..9usize).prop_map(|(index, tokens)| Edit::SetTokens { index, tokens: tokens.to_string() }),
        (letter, 0..5usize).prop_map(|(letter, value)| Edit::SetQuorum { letter, value: value.to_string() }),
    ]
}

fn lessons() -> impl Strategy<Value = LessonAction> {
    prop_oneof![
        Just(LessonAction::Read(LESSON.to_owned())),
        text().prop_map(LessonAction::Read),
        any::<bool>().prop_map(LessonAction::List),
        (0..9usize).prop_map(LessonAction::GoTo),
        Just(LessonAction::Advance),
        Just(LessonAction::Advance),
        Just(LessonAction::Retreat),
        (0..5usize).prop_map(LessonAction::Choose),
        any::<bool>().prop_map(LessonAction::Poll),
        (0..5usize, text()).prop_map(|(choice, typed)| LessonAction::Count(choice, typed)),
        Just(LessonAction::Leave),
        any::<Option<bool>>().prop_map(LessonAction::Blank),
        any::<Option<bool>>().prop_map(LessonAction::Sheet),
        Just(LessonAction::Edit(EditorAction::Begin)),
        Just(LessonAction::Edit(EditorAction::AddStep)),
        Just(LessonAction::Edit(EditorAction::LeaveAnyway)),
    ]
}

fn challenges() -> impl Strategy<Value = ChallengeAction> {
    use ChallengeAction as Do;
    use ChallengeEdit as Edit;
    prop_oneof![
        any::<bool>().prop_map(|locks| Do::Read(challenge(locks))),
        text().prop_map(Do::Read),
        Just(Do::Hint),
        Just(Do::StartOver),
        Just(Do::GoToSolution),
        text().prop_map(|name| Do::HandIn(Some(HandInDraft { name: name.as_str().into(), claims_impossible: true }))),
        Just(Do::Leave),
        Just(Do::Edit(Edit::Begin)),
        Just(Do::Edit(Edit::BeginWithThis)),
        text().prop_map(|typed| Do::Edit(Edit::Set(FieldOf::Goal(0, "what"), typed))),
        Just(Do::Edit(Edit::AddPart)),
        Just(Do::Edit(Edit::Try)),
        Just(Do::Edit(Edit::Leave)),
        Just(Do::Edit(Edit::LeaveAnyway)),
    ]
}

/// A challenge in the world that the page opens with, with faults locked or not.
fn challenge(locks: bool) -> String {
    let locked: &[&str] = if locks { &["faults"] } else { &[] };
    json!({ "ringsideChallenge": 1, "title": "Copies", "summary": "Write.", "minutes": 1, "task": "Write.", "hints": ["Put."],
        "scenario": { "ringside": 1 }, "locked": locked, "goal": { "agree": "cart" }, "budget": { "commands": 2 } })
    .to_string()
}

fn clients_and_typing() -> impl Strategy<Value = Action> {
    prop_oneof![
        text().prop_map(Action::TypeKey),
        text().prop_map(Action::TypeValue),
        text().prop_map(Action::ChooseKey),
        (0..4usize).prop_map(Action::ChooseClient),
        Just(Action::NextClient),
        Just(Action::AddClient),
        (0..4usize).prop_map(Action::RemoveClient),
        (0..4usize, text()).prop_map(|(index, name)| Action::RenameClient(index, name)),
        any::<bool>().prop_map(|blind| Action::Draft(DraftAction::Blind(blind))),
        any::<bool>().prop_map(|cart| Action::Draft(DraftAction::Cart(cart))),
        text().prop_map(|item| Action::Draft(DraftAction::Item(item))),
        Just(Action::Draft(DraftAction::AddItem)),
        (0..4usize, text()).prop_map(|(index, typed)| Action::Draft(DraftAction::Override(index, typed))),
        text().prop_map(|name| Action::Draft(DraftAction::Via(Some(name)))),
        Just(Action::Draft(DraftAction::LeaveProposal)),
        Just(Action::Draft(DraftAction::CloseErrorDialog)),
    ]
}

fn requests() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Put(0.0)),
        Just(Action::Put(0.5)),
        Just(Action::Get(0.0)),
        Just(Action::Delete(0.0)),
        Just(Action::Reconcile(ReconcileBy::Union, 0.0)),
        commands().prop_map(|command| Action::Give(Field::Faults, command, 0.5)),
        (1_u32..60, any::<bool>()).prop_map(|(number, in_second_world)| Action::DropMessage {
            number,
            in_second_world,
            progress: 0.5
        }),
        (0..7usize, text()).prop_map(|(index, typed)| Action::Skew(index, typed)),
        Just(Action::LetTimePass(0.0)),
    ]
}

fn tracks() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Walk),
        Just(Action::GoToStage(Stage::Angle)),
        Just(Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk))),
        Just(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))),
        Just(Action::Playback(PlaybackAction::TogglePlay)),
        Just(Action::Playback(PlaybackAction::Forward)),
        Just(Action::Playback(PlaybackAction::Back)),
        (0..40usize).prop_map(|it| Action::Playback(PlaybackAction::Seek(it))),
        (0..40usize).prop_map(|it| Action::Playback(PlaybackAction::SeekMessage(it))),
        (0..40usize).prop_map(|it| Action::Playback(PlaybackAction::SeekBoth(it))),
        Just(Action::Playback(PlaybackAction::ToEnd)),
        Just(Action::Playback(PlaybackAction::Arrive)),
        Just(Action::Playback(PlaybackAction::Depart)),
        Just(Action::Playback(PlaybackAction::SetPace(Pace::Operation))),
        Just(Action::ToggleDiagram),
        any::<(bool, bool)>().prop_map(|(on, leaps)| Action::Turn { on, leaps }),
        Just(Action::PlayOrTurn),
        (0..4u32).prop_map(Action::SwitchToBranch),
        (0..4u32).prop_map(Action::DropBranch),
        (0..4u32, text()).prop_map(|(number, name)| Action::NameFuture(number, name)),
    ]
}

fn screens() -> impl Strategy<Value = Action> {
    let stage_item = prop_oneof![
        (0..7usize).prop_map(StageItem::Node),
        (0..4u32).prop_map(StageItem::Message),
        Just(StageItem::Wall)
    ];
    prop_oneof![
        Just(Action::Unfold(Section::Requests)),
        Just(Action::Show(Section::Cluster)),
        Just(Action::Inspect(InspectorAction::Fold(Panel::Truth))),
        Just(Action::Inspect(InspectorAction::Fold(Panel::Trees))),
        any::<Option<bool>>().prop_map(|open| Action::OpenLaboratory(open.map(|_| laboratory()))),
        (0..14usize).prop_map(|index| Action::Compare(Difference::choices(&Scenario::default()).get(index).copied())),
        stage_item.prop_map(|stage_item| Action::OpenMenu(Some(Menu {
            stage_item,
            at: (1.0, 2.0),
            in_second_world: false,
            comparing: false,
            by_key: true
        }))),
        Just(Action::OpenMenu(None)),
        any::<bool>().prop_map(Action::Help),
        any::<bool>().prop_map(Action::ListRing),
        (0..7usize).prop_map(Action::Pin),
        text().prop_map(Action::Follow),
        Just(Action::Ring(RingAction::Show)),
        text().prop_map(|text| Action::Ring(RingAction::Read(text.into()))),
        Just(Action::Ring(RingAction::Take)),
        lessons().prop_map(Action::Lesson),
        challenges().prop_map(Action::Challenge),
    ]
}

fn changes() -> impl Strategy<Value = Action> {
    prop_oneof![
        edits().prop_map(Action::Edit),
        Just(Action::Set(Setting::Quorum(Quorum::Strict))),
        Just(Action::Set(Setting::Versioning(Versioning::LastWriteWins))),
        text().prop_map(|typed| Action::Set(Setting::Number(NumberSetting::Seed, typed))),
        Just(Action::PlayAgain),
        Just(Action::StartAnew),
        Just(Action::Reset),
        prop::sample::select(&Story::ALL[..]).prop_map(Action::Tell),
        Just(Action::TellOn),
        Just(Action::EndStory),
        Just(Action::Open(Ok(Box::default()))),
        text().prop_map(|words| Action::Open(Err(words))),
        Just(Action::InTheRing(Box::default())),
        Just(Action::Undo),
        Just(Action::Redo),
    ]
}

fn actions() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => clients_and_typing(),
        6 => requests(),
        5 => tracks(),
        4 => screens(),
        4 => changes(),
    ]
}

fn laboratory() -> Settings {
    Settings::from_fragment("lab=spread").unwrap().unwrap()
}

fn opened() -> Model {
    Model::opened(&Opening::default())
}

/// What can be done to the world: its history with all branches and their names, and the clients.
#[derive(Clone, PartialEq, Debug)]
struct Done {
    history: String,
    steps: usize,
    futures: Vec<(u32, usize)>,
    future_names: Vec<(u32, String)>,
    clients: Vec<String>,
}

fn world_of(model: &Model) -> Done {
    let World { future_names, clients, course, steps, .. } = &model.world;
    Done {
        history: history(model).0,
        steps: *steps,
        futures: course.futures.iter().map(|future| (future.number, future.steps)).collect(),
        future_names: future_names.clone(),
        clients: clients.to_vec(),
    }
}

/// Whether an action moves through a lesson or its editor, which have ways back of their own.
fn turns_pages(action: &Action) -> bool {
    use LessonAction::{Advance, Choose, Count, Edit, GoTo, Poll, Retreat};
    match action {
        Action::Turn { .. } | Action::PlayOrTurn => true,
        Action::Lesson(action) => {
            matches!(action, GoTo(_) | Advance | Retreat | Choose(_) | Count(..) | Poll(_) | Edit(_))
        }
        _ => false,
    }
}

/// What the words of an undo say of an action.
fn name_of(action: &Action) -> &'static str {
    match action {
        Action::Put(_) => "puts",
        Action::Get(_) => "gets",
        Action::Delete(_) => "deletes",
        Action::Reconcile(..) => "union",
        Action::Skew(..) => "The clock of",
        Action::LetTimePass(_) => "pass",
        Action::AddClient => "was added",
        Action::RemoveClient(_) => "was removed",
        Action::RenameClient(..) => "called",
        Action::SwitchToBranch(_) => "was opened",
        Action::DropBranch(_) => "was forgotten",
        Action::NameFuture(..) => "was named",
        Action::Edit(Edit::Add { .. }) => "joins",
        Action::Edit(Edit::Remove { .. }) => "leaves",
        Action::Edit(Edit::SetTokens { .. }) => "token",
        Action::Edit(Edit::Rename { .. }) => "called",
        Action::Edit(Edit::SetZone { .. }) => "stands in",
        Action::Edit(Edit::SetQuorum { .. }) => "\u{a0}= ",
        Action::Give(_, command, _) => match command {
            Command::Crash { .. } => "crashes",
            Command::Restart { .. } => "restarts",
            Command::Repair => "The wall is removed",
            Command::Partition { .. } => "A wall",
            Command::Hold { .. } => "wait",
            Command::Release { .. } => "go on",
            _ => "pass",
        },
        Action::StartAnew => "Started over",
        Action::Reset => "Reset",
        Action::Tell(_) | Action::TellOn => "",
        Action::Open(_) => "is open",
        Action::Lesson(LessonAction::Leave) => "was left",
        Action::Lesson(_) => "is open",
        Action::Challenge(ChallengeAction::Leave) => "was left",
        Action::Challenge(ChallengeAction::StartOver) => "Started over",
        _ => "",
    }
}

/// The history, and the present step in it.
fn history(model: &Model) -> (String, usize, usize) {
    let scenario = model.world.playground().scenario().to_json().to_string();
    (scenario, model.world.frame.state.step, model.world.steps)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: RngSeed::Fixed(7), max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_what_is_kept_comes_back(sequence in prop::collection::vec(actions(), 1..40)) {
        let mut model = opened();
        for action in sequence {
            model.act(action);
        }
        let again = Model::opened(&Opening { work: Some(model.work()), ..Opening::default() });
        prop_assert_eq!(history(&again), history(&model));
        prop_assert_eq!(&again.world.frame.state, &model.world.frame.state);
        prop_assert_eq!(again.world.clients.to_vec(), model.world.clients.to_vec());
        // A lesson comes back with its own key.
        prop_assert!(model.classroom.session.is_some() || again.journey.key == model.journey.key);
    }

    #[test]
    fn after_whatever_changed_the_world_undo_brings_back_what_was_there_and_says_what_it_undoes(
        before in prop::collection::vec(actions(), 0..14),
        change in prop_oneof![requests(), changes(), actions()],
    ) {
        let mut model = opened();
        before.into_iter().for_each(|action| model.act(action));
        let was = world_of(&model);
        model.act(change.clone());
        let became = world_of(&model);
        prop_assume!(was != became && !turns_pages(&change));
        if matches!(change, Action::Undo | Action::Redo) {
            model.act(if matches!(change, Action::Undo) { Action::Redo } else { Action::Undo });
            prop_assert_eq!(world_of(&model), was);
            return Ok(());
        }
        let words = model.undoable().map(str::to_owned);
        let (said, named) = (words.clone().unwrap_or_default(), name_of(&change));
        prop_assert!(words.is_some_and(|words| words.contains(named)), "{:?}: “{}” without “{}”", change, said, named);
        model.act(Action::Undo);
        prop_assert_eq!(world_of(&model), was.clone());
        prop_assert_eq!(model.redoable(), Some(said.as_str()));
        model.act(Action::Redo);
        prop_assert_eq!(world_of(&model), became);
        model.act(Action::Undo);
        prop_assert_eq!(world_of(&model), was);
    }

    #[test]
    fn what_undo_offers_at_any_time_leads_to_a_world_in_which_that_was_not_done(
        sequence in prop::collection::vec(actions(), 1..40),
    ) {
        let mut model = opened();
        sequence.into_iter().for_each(|action| model.act(action));
        let (was, offered) = (world_of(&model), model.undoable().map(str::to_owned));
        let took_back = offered.is_some();
        model.act(Action::Undo);
        match offered {
            // What was opened may be what was there.
            Some(words) if ["is open", "Reset", "was left", "As in the laboratory", "Started over"].iter().any(|end| words.contains(end)) => {}
            Some(_) => prop_assert_ne!(world_of(&model), was.clone()),
            None => prop_assert_eq!(world_of(&model), was.clone()),
        }
        // What was undone before is not what this undo took back.
        if took_back && model.redoable().is_some() {
            model.act(Action::Redo);
            prop_assert_eq!(world_of(&model), was);
        }
    }

    #[test]
    fn a_locked_action_changes_nothing(
        before in prop::collection::vec(actions(), 0..12),
        then in prop::collection::vec(actions(), 40),
    ) {
        let mut model = opened();
        before.into_iter().for_each(|action| model.act(action));
        model.locked = Part::ALL.into_iter().fold(Locked::default(), Locked::toggled);
        let (was, kept) = (history(&model), model.work());
        let locked: Vec<Action> = then.into_iter().filter(|action| model.is_locked(action)).collect();
        prop_assert!(!locked.is_empty());
        for action in locked {
            model.act(action);
            prop_assert_eq!(history(&model), was.clone());
            prop_assert_eq!(model.work(), kept.clone());
        }
    }
}

#[test]
fn a_lesson_that_cannot_begin_leaves_what_was_there() {
    let mut model = opened();
    model.act(Action::Put(0.0));
    model.act(Action::Playback(PlaybackAction::ToEnd));
    let (was, undoable) = (history(&model), model.undoable().map(str::to_owned));
    let acts = r#""do": [{ "do": "crash", "name": "Nobody" }], "look": {"#;
    let text = LESSON.replacen(r#""look": {"#, acts, 1);
    let request = LessonRequest { id: "put-and-get".to_owned(), step: 1, scenario: false };
    model.act(Action::Lesson(LessonAction::Fetched(Box::new(request), Ok(text))));
    assert!(model.drafts.error_dialog.is_some(), "it is said why");
    assert_eq!((history(&model), model.undoable().map(str::to_owned)), (was, undoable));
    assert!(model.classroom.session.is_none());
}

#[test]
fn whoever_leaves_a_lesson_finds_what_was_there_before_it_also_after_a_reload() {
    let mut model = opened();
    model.act(Action::TypeKey("basket".to_owned()));
    model.act(Action::Put(0.0));
    model.act(Action::Playback(PlaybackAction::ToEnd));
    let (was, undoable) = (history(&model), model.undoable().map(str::to_owned));
    model.act(Action::Lesson(LessonAction::Read(LESSON.to_owned())));
    assert_eq!(model.undoable(), Some("The lesson “put and get; N, R and W” is open"));
    model.act(Action::Lesson(LessonAction::Advance));
    assert_ne!(history(&model).0, was.0);
    assert_eq!(model.undoable(), None, "what was done in the lesson so far is the lesson’s");
    let mut again = Model::opened(&Opening { work: Some(model.work()), ..Opening::default() });
    for model in [&mut model, &mut again] {
        model.act(Action::Lesson(LessonAction::Leave));
        assert!(model.classroom.session.is_none());
        assert_eq!((history(model), model.journey.key.as_str()), (was.clone(), "basket"));
        assert_eq!(model.undoable(), Some("The lesson “put and get; N, R and W” was left"));
        model.act(Action::Undo);
        assert!(model.classroom.session.is_some(), "the lesson goes on where it was left");
        model.act(Action::Lesson(LessonAction::Leave));
        assert_eq!(history(model), was);
    }
    model.act(Action::Undo);
    model.act(Action::Redo);
    assert!(model.classroom.session.is_none());
    model.act(Action::Undo);
    model.act(Action::Lesson(LessonAction::Leave));
    // What was done before the lesson can still be undone, once its leaving is.
    assert_eq!(undoable.as_deref(), Some("Alice puts “milk”"));
}

#[test]
fn reset_brings_the_default_ring_from_anywhere_and_can_be_undone() {
    let (first, mut model) = (opened(), opened());
    model.act(Action::Edit(Edit::Add { name: "F".to_owned(), tokens: "3".to_owned(), zone: String::new() }));
    model.act(Action::TypeKey("basket".to_owned()));
    model.act(Action::Put(0.0));
    let was = history(&model);
    model.act(Action::OpenLaboratory(Some(laboratory())));
    model.act(Action::Reset);
    assert_eq!((history(&model), model.view()), (history(&first), first.view()));
    model.act(Action::Undo);
    assert_eq!((history(&model), model.journey.key.as_str()), (was, "basket"));
}

#[test]
fn each_story_is_staged_by_presses_and_says_what_the_next_one_does() {
    for story in Story::ALL {
        let mut model = opened();
        model.act(Action::Tell(story));
        for staged in 1..story.acts() {
            assert_eq!(model.story.map(|telling| telling.staged), Some(staged));
            let plays = model.playback.playing || model.step() == model.last_step();
            assert!(plays, "{story:?} {staged}: it plays");
            let words = model.next_act().unwrap().words;
            assert!(!words.is_empty());
            let steps = model.world.steps;
            model.act(Action::TellOn);
            assert!(model.world.steps > steps, "{story:?}: {words}");
        }
        assert!(model.next_act().is_none(), "{story:?} is over");
        model.act(Action::Undo);
        assert!(model.next_act().is_some(), "an act that was undone comes again");
    }
}

#[test]
fn the_story_of_the_cart_ends_with_two_siblings_and_their_union() {
    let mut model = opened();
    model.act(Action::Tell(Story::CartInAPartition));
    for _ in 0..6 {
        model.act(Action::TellOn);
    }
    model.act(Action::Playback(PlaybackAction::ToEnd));
    let mut values: Vec<_> = model.siblings().iter().filter_map(|version| version.value.clone()).collect();
    values.sort();
    assert_eq!(values, ["milk,bread", "milk,eggs"]);
    model.act(Action::TellOn);
    model.act(Action::Playback(PlaybackAction::ToEnd));
    assert!(model.siblings().is_empty());
}

#[test]
fn undo_undoes_in_both_of_two_worlds() {
    let mut model = opened();
    let difference = Difference::choices(&Scenario::default())[0];
    model.act(Action::Compare(Some(difference)));
    model.act(Action::Put(0.0));
    let steps = |model: &Model| (model.world.steps, model.comparison.as_ref().map(|comparison| comparison.world.steps));
    let (put, both) = (steps(&model), model.undoable().map(str::to_owned));
    assert!(put.0 > 0 && put.1 > Some(0));
    assert_eq!(both.as_deref(), Some("Alice puts “milk”"));
    model.act(Action::Undo);
    assert_eq!(steps(&model), (0, Some(0)));
    model.act(Action::Redo);
    assert_eq!(steps(&model), put);
}
