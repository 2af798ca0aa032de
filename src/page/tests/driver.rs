//! The page without a browser: what is done to it, and what stands on it then.

use super::seen::Seen;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::forms::cluster_edit::Edit;
use crate::page::projection::folding::Panel;
use crate::page::projection::shared::Shared;
use crate::page::shell::app;
use crate::page::stage::menu_items::{What, items};
use crate::page::state::{
    Action, ChallengeAction, DraftAction, Effect, Field, InspectorAction, LessonAction, Menu, Model, Opening,
    PlaybackAction, Section, StageItem, Track, Window, read_text,
};
use crate::scenario::Command;
use serde_json::Value;
use std::cell::OnceCell;
use std::path::Path;
use yew::{Html, LocalServerRenderer, Properties, component, use_memo, use_reducer};

/// The page. Nothing moves on it by itself: whoever asks for something sees it at its first step.
pub struct Page {
    /// Its state.
    pub model: Model,
    /// What stands on it in this state, once somebody has looked.
    seen: OnceCell<Seen>,
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    model: Shared<Model>,
}

/// The page at a moment, drawn as it is in a browser.
#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let model = (*props.model).clone();
    let state = use_reducer(move || model);
    let clock = use_memo((), |()| AnimationClock::default());
    app::page(&Shared::new((*state).clone()), &clock, None, &state.dispatcher())
}

impl Page {
    /// As it opens, for somebody who wants no motion.
    pub fn open() -> Self {
        Self::with(Opening::default())
    }

    /// As it opens with something.
    pub fn with(opening: Opening) -> Self {
        let window = Window { still: true, ..opening.window };
        Self::of_model(Model::opened(&Opening { window, ..opening }))
    }

    /// As it is in a state.
    pub fn of_model(model: Model) -> Self {
        Self { model, seen: OnceCell::new() }
    }

    /// As a link opens it.
    pub fn of_link(link: &str) -> Self {
        Self::with(Opening { link: Some(link.to_owned()), ..Opening::default() })
    }

    /// With a scenario, a lesson, or whatever the text of a file says.
    pub fn of_file(text: &str) -> Self {
        let mut page = Self::open();
        page.act(read_text(text.to_owned()));
        page
    }

    /// A scenario of `tests/scenarios`, at its end.
    pub fn of_kept(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios").join(format!("{name}.json"));
        let mut page = Self::of_file(&std::fs::read_to_string(path).unwrap());
        page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
        page
    }

    /// Does something.
    pub fn act(&mut self, action: Action) -> &mut Self {
        *self = Self::of_model(self.model.after(action));
        self
    }

    /// What stands on it now.
    pub fn seen(&self) -> Seen {
        self.seen.get_or_init(|| Seen::of(&self.html())).clone()
    }

    /// The same as HTML.
    pub fn html(&self) -> String {
        let props = DrawnProps { model: Shared::new(self.model.clone()) };
        pollster::block_on(LocalServerRenderer::<Drawn>::with_props(props).hydratable(false).render())
    }

    /// What is said of the step.
    pub fn sentence(&self) -> String {
        self.seen().text_of(".saying > p[aria-live]")
    }

    /// Where in the film it is: the step, and how many there are.
    pub fn step(&self) -> (usize, usize) {
        let words = self.seen().text_of(".step-words");
        let numbers = words.trim_start_matches("Step ").split(',').next().and_then(|words| words.split_once(" of "));
        let (step, last) = numbers.unwrap_or_else(|| panic!("no step: {words}"));
        (step.parse().unwrap(), last.parse().unwrap())
    }

    /// To the end of the film.
    pub fn seek_end(&mut self) -> &mut Self {
        self.act(Action::Playback(PlaybackAction::ToEnd))
    }

    /// To the start of the film.
    pub fn seek_start(&mut self) -> &mut Self {
        self.act(Action::Playback(PlaybackAction::Seek(0)))
    }

    /// One step on, and there.
    pub fn forward(&mut self) -> &mut Self {
        self.act(Action::Playback(PlaybackAction::Forward)).act(Action::Playback(PlaybackAction::Arrive))
    }

    /// One step back.
    pub fn back(&mut self) -> &mut Self {
        self.act(Action::Playback(PlaybackAction::Back))
    }

    /// On, step by step, until the sentence has these words.
    pub fn step_until(&mut self, words: &str) -> &mut Self {
        self.go_until(words, Self::forward)
    }

    /// Back, step by step, until the sentence has these words.
    pub fn back_until(&mut self, words: &str) -> &mut Self {
        self.go_until(words, Self::back)
    }

    #[track_caller]
    fn go_until(&mut self, words: &str, go: fn(&mut Self) -> &mut Self) -> &mut Self {
        let mut said = Vec::new();
        while said.last().is_none_or(|sentence: &String| !sentence.contains(words)) {
            if !said.is_empty() {
                go(self);
            }
            assert!(said.len() < 120, "no step says “{words}”: {said:#?}");
            said.push(self.model.sentence().words);
        }
        self
    }

    /// A client asks for something, which is seen at its first step.
    pub fn asks(&mut self, client: &str, what: Action) -> &mut Self {
        let index = self.model.world.clients.iter().position(|name| name == client);
        self.act(Action::ChooseClient(index.unwrap_or_else(|| panic!("no client is called {client}"))));
        self.act(what);
        if self.model.playback.playing {
            self.act(Action::Playback(PlaybackAction::TogglePlay));
        }
        self
    }

    /// A client puts a value, and all that comes of it is seen.
    pub fn put(&mut self, client: &str, value: &str) -> &mut Self {
        self.act(Action::TypeValue(value.to_owned())).asks(client, Action::Put(0.0)).seek_end()
    }

    /// A client gets the key, and all that comes of it is seen.
    pub fn get(&mut self, client: &str) -> &mut Self {
        self.asks(client, Action::Get(0.0)).seek_end()
    }

    /// A command as a scenario has it, given in the left column.
    pub fn give(&mut self, command: Value) -> &mut Self {
        let command = Command::from_json(&command).unwrap_or_else(|refusal| panic!("{}", refusal.message));
        self.act(Action::Give(Field::Faults, command, 0.0))
    }

    /// The cluster is edited.
    pub fn edit(&mut self, edit: Edit) -> &mut Self {
        self.act(Action::Edit(edit))
    }

    /// A node joins.
    pub fn add(&mut self, name: &str, tokens: &str) -> &mut Self {
        self.edit(Edit::Add { name: name.to_owned(), tokens: tokens.to_owned(), zone: String::new() })
    }

    /// A node leaves.
    pub fn remove(&mut self, name: &str) -> &mut Self {
        let index = self.index_of(name);
        self.edit(Edit::Remove { index })
    }

    /// The place of a node.
    pub fn index_of(&self, name: &str) -> usize {
        self.model.world.cluster.index_of(name).unwrap_or_else(|| panic!("no node is called {name}"))
    }

    /// Something is chosen or typed in the left column.
    pub fn draft(&mut self, draft: DraftAction) -> &mut Self {
        self.act(Action::Draft(draft))
    }

    /// A part of the left column is unfolded.
    pub fn show(&mut self, section: Section) -> &mut Self {
        self.act(Action::Show(section))
    }

    /// A panel of the right column is unfolded.
    pub fn unfold(&mut self, panel: Panel) -> &mut Self {
        if self.model.is_unfolded(panel) { self } else { self.act(Action::Inspect(InspectorAction::Fold(panel))) }
    }

    /// Something is done in the classroom.
    pub fn challenge(&mut self, action: ChallengeAction) -> &mut Self {
        self.act(Action::Challenge(action))
    }

    pub fn lesson(&mut self, lesson_action: LessonAction) -> &mut Self {
        self.act(Action::Lesson(lesson_action))
    }

    /// Opens the menu of something on the stage, and chooses an entry by its words.
    #[track_caller]
    pub fn choose(&mut self, stage_item: StageItem, words: &str) -> &mut Self {
        let mut menu = Menu { stage_item, at: (0.0, 0.0), in_second_world: false, comparing: false, by_key: true };
        for words in words.split(" > ") {
            self.act(Action::OpenMenu(Some(menu)));
            let entries = self.seen().names("menuitem");
            assert!(entries.iter().any(|entry| entry == words), "the menu has {entries:?}, and no “{words}”");
            let item = items(&self.model, menu).into_iter().find(|item| item.words == words).unwrap();
            match item.what {
                What::Compare(comparing) => menu.comparing = comparing,
                What::Operate(operation) => {
                    let Effect::Act(action) = operation.effect(0.0) else {
                        panic!("{words} gives the focus to something")
                    };
                    self.act(Action::OpenMenu(None)).act(action);
                }
                What::ToNode(operation, index) => {
                    let action = operation.action(&self.model, index, Field::Stage, 0.0);
                    self.act(Action::OpenMenu(None)).act(action);
                }
                What::ToStage(operation) => {
                    let action = operation.action(&self.model, 0.0).expect("what is offered can be done");
                    self.act(Action::OpenMenu(None)).act(action);
                }
            }
        }
        self
    }

    /// The seat of a node, as it is read aloud.
    pub fn seat(&self, name: &str) -> String {
        let seats = self.seats();
        let own = seats.iter().find(|seat| seat.starts_with(&format!("Node {name}:")));
        own.or_else(|| seats.iter().find(|seat| seat.starts_with(&format!("Node {name} ("))))
            .unwrap_or_else(|| panic!("{seats:?}"))
            .clone()
    }

    /// All seats, as they are read aloud.
    pub fn seats(&self) -> Vec<String> {
        self.seen().one("group", "Nodes").names("button")
    }

    /// How many nodes store just this of the key.
    pub fn storing(&self, value: &str) -> usize {
        let stores = format!("stores “{value}”");
        self.seats().iter().filter(|seat| seat.contains(&stores)).count()
    }

    /// What could not be opened, and why; nothing if nothing was refused.
    pub fn error_dialog(&self) -> String {
        self.seen().dialog("That could not be opened").css("p.trouble")[0].text()
    }

    /// What is refused in a part of the page.
    pub fn refusals(&self) -> Vec<String> {
        self.seen().texts("alert").into_iter().filter(|words| !words.is_empty()).collect()
    }

    /// Waits until what is on its way onto the page is there, or is refused.
    pub fn arrive(&mut self) -> &mut Self {
        while let Some(loading) = self.model.loading.clone() {
            let refused = loop {
                match loading.go_on(10_000) {
                    Ok(false) => {}
                    Ok(true) => break None,
                    Err(refusal) => break Some(refusal),
                }
            };
            self.act(Action::Loaded(refused));
        }
        self
    }
}

#[derive(Properties, PartialEq)]
struct BareProps {
    children: Html,
}

#[component]
fn Bare(props: &BareProps) -> Html {
    props.children.clone()
}

/// A part of the page by itself, as HTML.
pub fn bare(children: Html) -> String {
    pollster::block_on(LocalServerRenderer::<Bare>::with_props(BareProps { children }).hydratable(false).render())
}

/// Each of these words is in the text.
#[track_caller]
pub fn check_words(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "“{words}” is missing: {text}");
    }
}

/// None of these words is in the text.
#[track_caller]
pub fn check_no_words(text: &str, all: &[&str]) {
    for words in all {
        assert!(!text.contains(words), "“{words}” is in it: {text}");
    }
}

/// Each of these is there: a role, and a name.
#[track_caller]
pub fn check_named(seen: &Seen, all: &[(&str, &str)]) {
    for (role, name) in all {
        let names = seen.names(role);
        assert!(names.iter().any(|known| known == name), "no {role} is called “{name}”: {names:#?}");
    }
}
