//! What can be done by a key or a button of its own, described once: its name, its key, what it does, and when it can be
//! done. The shortcuts, the help and the buttons come from here; what is locked is decided for its action, as for any other.

use super::{Action, Drawer, Field, LessonAction, Model, PlaybackAction, Section, Track};
use crate::scenario::{Command, ReconcileBy};

/// Something with a key of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    PlayOrPause,
    Step,
    Back,
    PageOn,
    PageBack,
    ToStart,
    ToEnd,
    Lessons,
    BlankScreen,
    Diagram,
    Projector,
    ActionsDrawer,
    KnownDrawer,
    Walk,
    Put,
    Get,
    Delete,
    Join,
    NextClient,
    TypeKey,
    TypeValue,
    Repair,
    Faults,
    Cluster,
    Scenario,
    ShowWalk,
    ShowMessages,
    Undo,
    Redo,
    Help,
}

/// What a key does.
#[allow(clippy::large_enum_variant, reason = "it is made for one press of a key, and used at once")]
pub enum Effect {
    Act(Action),
    /// Unfolds a section, if one is named, and puts the focus on the first visible element of a selector.
    Focus(Option<Section>, &'static str),
}

impl Operation {
    pub const ALL: [Self; 30] = [
        Self::PlayOrPause,
        Self::Step,
        Self::Back,
        Self::PageOn,
        Self::PageBack,
        Self::ToStart,
        Self::ToEnd,
        Self::Lessons,
        Self::BlankScreen,
        Self::Diagram,
        Self::Projector,
        Self::ActionsDrawer,
        Self::KnownDrawer,
        Self::Walk,
        Self::Put,
        Self::Get,
        Self::Delete,
        Self::Join,
        Self::NextClient,
        Self::TypeKey,
        Self::TypeValue,
        Self::Repair,
        Self::Faults,
        Self::Cluster,
        Self::Scenario,
        Self::ShowWalk,
        Self::ShowMessages,
        Self::Undo,
        Self::Redo,
        Self::Help,
    ];

    /// The operation of a key, by the name that the browser gives the key. Capitals mean the same.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.keys().iter().any(|own| own.eq_ignore_ascii_case(key)))
    }

    /// What its button is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::PlayOrPause => "Play",
            Self::Step => "Step",
            Self::Back => "Back",
            Self::PageOn => "On",
            Self::PageBack => "Back by a page",
            Self::ToStart => "To the start",
            Self::ToEnd => "To the end",
            Self::Lessons => "Lessons",
            Self::BlankScreen => "Blank the screen",
            Self::Diagram => "Diagram",
            Self::Projector => "Projector",
            Self::ActionsDrawer => "What you can do",
            Self::KnownDrawer => "What is known",
            Self::Walk => "Where does it go?",
            Self::Put => "Put",
            Self::Get => "Get",
            Self::Delete => "Delete",
            Self::Join => "Union",
            Self::NextClient => "The next client",
            Self::TypeKey => "Key",
            Self::TypeValue => "Value",
            Self::Repair => "Repair",
            Self::Faults => "What can go wrong",
            Self::Cluster => "The cluster",
            Self::Scenario => "Scenario",
            Self::ShowWalk => "Walk",
            Self::ShowMessages => "Messages",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Help => "Keyboard",
        }
    }

    /// Its keys, as the browser names them.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::PlayOrPause => &[" "],
            Self::Step => &["ArrowRight"],
            Self::Back => &["ArrowLeft"],
            Self::PageOn => &["PageDown"],
            Self::PageBack => &["PageUp"],
            Self::ToStart => &["Home"],
            Self::ToEnd => &["End"],
            Self::Lessons => &["L"],
            Self::BlankScreen => &[".", "B"],
            Self::Diagram => &["D"],
            Self::Projector => &["Z"],
            Self::ActionsDrawer => &["A"],
            Self::KnownDrawer => &["I"],
            Self::Walk => &["W"],
            Self::Put => &["P"],
            Self::Get => &["G"],
            Self::Delete => &["X"],
            Self::Join => &["J"],
            Self::NextClient => &["C"],
            Self::TypeKey => &["K"],
            Self::TypeValue => &["V"],
            Self::Repair => &["R"],
            Self::Faults => &["F"],
            Self::Cluster => &["N"],
            Self::Scenario => &["O"],
            Self::ShowWalk => &["1"],
            Self::ShowMessages => &["2"],
            Self::Undo => &["U"],
            Self::Redo => &["Y"],
            Self::Help => &["?"],
        }
    }

    /// Its keys as they are written for a reader: `. or B`.
    pub fn key_words(self) -> String {
        let written = |key: &&str| match *key {
            " " => "Space".to_owned(),
            "ArrowRight" => "→".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "PageDown" => "Page Down".to_owned(),
            "PageUp" => "Page Up".to_owned(),
            other => other.to_owned(),
        };
        self.keys().iter().map(written).collect::<Vec<_>>().join(" or ")
    }

    /// What it does at this progress between two steps, 0 to 1.
    pub fn effect(self, progress: f64) -> Effect {
        Effect::Act(match self {
            Self::PlayOrPause => Action::PlayOrTurn,
            Self::Step => Action::Turn { on: true, leaps: false },
            Self::Back => Action::Turn { on: false, leaps: false },
            Self::PageOn => Action::Turn { on: true, leaps: true },
            Self::PageBack => Action::Turn { on: false, leaps: true },
            Self::ToStart => Action::Playback(PlaybackAction::Seek(0)),
            Self::ToEnd => Action::Playback(PlaybackAction::ToEnd),
            Self::Lessons => Action::Lesson(LessonAction::List(true)),
            Self::BlankScreen => Action::Lesson(LessonAction::Blank(Some(true))),
            Self::Diagram => Action::ToggleDiagram,
            Self::Projector => Action::ToggleProjector,
            Self::ActionsDrawer => Action::ToggleDrawer(Drawer::Actions),
            Self::KnownDrawer => Action::ToggleDrawer(Drawer::Known),
            Self::Walk => Action::Walk,
            Self::Put => Action::Put(progress),
            Self::Get => Action::Get(progress),
            Self::Delete => Action::Delete(progress),
            Self::Join => Action::Reconcile(ReconcileBy::Union, progress),
            Self::NextClient => Action::NextClient,
            Self::Repair => Action::Give(Field::Faults, Command::Repair, progress),
            Self::ShowWalk => Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk)),
            Self::ShowMessages => Action::Playback(PlaybackAction::ShowTrack(Track::Messages)),
            Self::Undo => Action::Undo,
            Self::Redo => Action::Redo,
            Self::Help => Action::Help(true),
            Self::TypeKey => return Effect::Focus(None, "#ringside-key"),
            Self::TypeValue => return Effect::Focus(Some(Section::Requests), ".value :is(textarea, input)"),
            Self::Faults => return Effect::Focus(Some(Section::Faults), "#ringside-faults"),
            Self::Cluster => return Effect::Focus(Some(Section::Cluster), "#ringside-cluster"),
            Self::Scenario => return Effect::Focus(Some(Section::Scenario), "#ringside-scenario"),
        })
    }

    /// Whether it would do something now. What is locked cannot be done at all; see [`Model::is_locked`].
    pub fn is_possible(self, model: &Model) -> bool {
        match self {
            Self::PlayOrPause => model.last_step() > 0,
            Self::Step | Self::ToEnd => model.step() < model.last_step(),
            Self::Back => model.step() > 0 || model.playback.under_way,
            Self::ToStart => model.step() > 0,
            Self::Join => !model.siblings().is_empty(),
            Self::NextClient => model.world.clients.len() > 1,
            Self::Repair => model.world.frame.state.partition.is_some(),
            Self::Undo => model.undoable().is_some(),
            Self::Redo => model.redoable().is_some(),
            Self::PageOn
            | Self::PageBack
            | Self::Lessons
            | Self::BlankScreen
            | Self::Diagram
            | Self::Projector
            | Self::ActionsDrawer
            | Self::KnownDrawer
            | Self::Walk
            | Self::Put
            | Self::Get
            | Self::Delete
            | Self::TypeKey
            | Self::TypeValue
            | Self::Faults
            | Self::Cluster
            | Self::Scenario
            | Self::ShowWalk
            | Self::ShowMessages
            | Self::Help => true,
        }
    }
}

/// A line of the help: operations whose keys stand together, or keys that belong to what has the focus; and what they do.
pub enum HelpLine {
    Operations(&'static [Operation], &'static str),
    Focused(&'static str, &'static str),
}

/// The help, in its order.
pub const HELP: [HelpLine; 22] = {
    use HelpLine::{Focused, Operations};
    use Operation::*;
    [
        Operations(&[PlayOrPause], "play or pause; in a lesson also what comes next"),
        Operations(&[Step, Back], "next step, step back; in a lesson from message to message, and on"),
        Operations(
            &[PageOn, PageBack],
            "the same; in a lesson on and back by whole steps, as a presenter’s remote does",
        ),
        Operations(&[Lessons], "the lessons"),
        Operations(&[BlankScreen], "blank the screen; any key brings it back"),
        Focused("↑, ↓, Enter", "among the choices of a prediction: choose; Enter on the chosen one locks it in"),
        Operations(&[ToStart, ToEnd], "to the start, to the end"),
        Operations(&[Diagram], "open or close the space-time diagram"),
        Operations(&[Projector], "the look for a projector: large, for the back row; again: back to the look before"),
        Operations(
            &[ActionsDrawer, KnownDrawer],
            "on a projector: open or close a drawer, with what you can do, or with what is known",
        ),
        Operations(&[Walk], "where does it go?"),
        Operations(&[Put, Get, Delete], "put, get, delete"),
        Operations(&[Join], "join the siblings that were read: their union"),
        Operations(&[NextClient], "the next client asks"),
        Operations(&[TypeKey, TypeValue], "type a key, type a value"),
        Operations(&[Repair], "repair the network"),
        Operations(&[Faults, Cluster, Scenario], "what can go wrong; the nodes and settings; open or save"),
        Operations(&[ShowWalk, ShowMessages], "show the walk, show the messages"),
        Operations(&[Undo, Redo], "undo what was done last, and do it again"),
        Focused("Tab", "from node to node; arrow keys go from token to token on the ring"),
        Focused("Enter", "on a node, client, message or wall: what can be done to it"),
        Operations(&[Help], "this help"),
    ]
};

impl HelpLine {
    /// The keys, and what they do.
    pub fn words(&self) -> (String, &'static str) {
        match self {
            Self::Operations(operations, words) => {
                let keys: Vec<String> = operations.iter().map(|operation| operation.key_words()).collect();
                (keys.join(", "), words)
            }
            Self::Focused(keys, words) => ((*keys).to_owned(), words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_operations_have_one_key_and_the_help_names_each_once() {
        for operation in Operation::ALL {
            for key in operation.keys() {
                assert_eq!(Operation::of_key(key), Some(operation), "{key}");
                assert_eq!(Operation::of_key(&key.to_lowercase()), Some(operation), "{key}");
            }
            let lines = HELP
                .iter()
                .filter(|line| matches!(line, HelpLine::Operations(operations, _) if operations.contains(&operation)));
            assert_eq!(lines.count(), 1, "{operation:?}");
        }
        assert_eq!(Operation::of_key("q"), None);
    }
}
