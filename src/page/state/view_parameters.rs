//! The view as text: what is selected and unfolded, for links and saved work.

use super::{Headline, Model, Section, Telling, Track};
use crate::dynamo::key::Key;
use crate::explain::trace::Pace;
use crate::input::query::{pairs, value};
use crate::page::forms::renaming::{is_named, new_name};
use crate::page::projection::folding::Unfolded;
use crate::page::projection::shared::Shared;
use crate::page::projection::two_worlds::Difference;
use crate::page::state::SPEEDS;
use form_urlencoded::Serializer;

const SECTIONS: [Section; 5] =
    [Section::Journey, Section::Requests, Section::Faults, Section::Cluster, Section::Scenario];
const PACES: [Pace; 3] = [Pace::Message, Pace::Phase, Pace::Operation];
/// The longest unsent value that is saved, in bytes.
const LONGEST_VALUE: usize = 400;

impl Model {
    /// The view as name-value pairs, each after an `&`. Defaults are left out.
    pub fn view(&self) -> String {
        // The pairs are appended to what comes before them in the address.
        let mut view = Serializer::for_suffix("&".to_owned(), 1);
        view.append_pair("film", if self.playback.track == Track::KeyWalk { "walk" } else { "messages" });
        view.append_pair("key", &self.journey.key);
        view.append_pair("part", self.section.map_or("none", section_name));
        if self.value.len() <= LONGEST_VALUE {
            view.append_pair("value", &self.value);
        }
        for name in self.world.clients.iter() {
            view.append_pair("client", name);
        }
        for (name, number, usual) in [
            ("walk", self.journey_step, 0),
            ("asks", self.selection.client, 0),
            ("pace", index_in(&PACES, &self.playback.pace), 0),
            ("speed", SPEEDS.iter().position(|speed| speed.0 == self.playback.speed).unwrap_or(2), 2),
            ("diagram", usize::from(self.diagram), 0),
            ("list", usize::from(self.ring_listed), 0),
            ("dots", usize::from(self.keys_shown), 0),
            ("walked", usize::from(self.walked), 0),
            ("own", usize::from(self.tells_the_last_step()), 0),
        ] {
            if number != usual {
                view.append_pair(name, &number.to_string());
            }
        }
        let panels = self.inspector.unfolded.words();
        let beside = self
            .comparison
            .as_ref()
            .map(|comparison| index_in(&Difference::choices(&self.world.beginning.scenario), &comparison.difference));
        for (name, number) in [("pin", self.selection.pinned), ("version", self.inspector.version), ("beside", beside)]
        {
            if let Some(number) = number {
                view.append_pair(name, &number.to_string());
            }
        }
        if let Some(story) = self.story {
            view.append_pair("story", &story.to_words());
        }
        if !panels.is_empty() {
            view.append_pair("panels", &panels);
        }
        view.finish()
    }

    /// The view before the first step.
    pub fn view_at_start(&self) -> String {
        Self { journey_step: 0, comparison: None, ..self.clone() }.view()
    }

    /// Restores a view. Unknown or outdated parameters are ignored: the moment itself is what counts.
    pub(super) fn look_as(&mut self, view: &str) {
        if view.is_empty() {
            return;
        }
        let number = |name: &str| value(view, name).and_then(|text| text.parse::<usize>().ok());
        let is_set = |name: &str| number(name) == Some(1);
        self.seat_clients(pairs(view).filter(|pair| pair.0 == "client").map(|pair| pair.1.into_owned()).collect());
        self.selection.client = number("asks").unwrap_or(0).min(self.world.clients.len().saturating_sub(1));
        if let Some(key) = value(view, "key").filter(|key| Key::new(key).is_ok()) {
            self.journey = super::journey_of(&self.world.cluster, &key);
            self.key_typed = key.into();
        }
        if let Some(text) = value(view, "value").filter(|text| text.len() <= LONGEST_VALUE) {
            self.value = text.into();
        }
        if let Some(pace) = number("pace").and_then(|index| PACES.get(index)) {
            self.playback.pace = *pace;
        }
        if let Some(speed) = number("speed").and_then(|index| SPEEDS.get(index)) {
            self.playback.speed = speed.0;
        }
        if let Some(part) = value(view, "part") {
            self.section = SECTIONS.into_iter().find(|section| section_name(*section) == part);
        }
        (self.diagram, self.ring_listed, self.walked) = (is_set("diagram"), is_set("list"), is_set("walked"));
        let walks = value(view, "film").is_some_and(|track| track == "walk");
        self.keys_shown = is_set("dots");
        self.show_track(if walks { Track::KeyWalk } else { Track::Messages });
        self.journey_step = number("walk").unwrap_or(0).min(self.journey.steps.len());
        self.selection.pinned = number("pin").filter(|index| *index < self.world.cluster.len());
        if let Some(panels) = value(view, "panels") {
            self.inspector.unfolded = Unfolded::from_words(&panels);
        }
        self.inspector.version = number("version");
        self.story = value(view, "story").and_then(|words| Telling::from_words(&words));
        let choices = Difference::choices(&self.world.beginning.scenario);
        if let Some(difference) = number("beside").and_then(|index| choices.get(index)) {
            self.compare_with(Some(*difference));
        }
        if is_set("own") && self.playback.track == Track::Messages {
            self.playback.headline = Headline::Own;
        }
    }

    /// Shows these clients, if the names are valid and include every client that has asked for something.
    fn seat_clients(&mut self, names: Vec<String>) {
        let script = self.world.playground().scenario().script;
        let missing = |name: &String| !names.contains(name) && is_named(&script, name);
        let nodes = &self.world.cluster.names;
        let usable = |(index, name): (usize, &String)| {
            let others = names[..index].iter().chain(nodes).map(String::as_str);
            new_name(name, "", others).is_ok_and(|usable| usable == *name)
        };
        let few = (1..=crate::input::limits::MAX_CLIENTS).contains(&names.len());
        if few && names.iter().enumerate().all(usable) && !self.world.clients.iter().any(missing) {
            self.world.clients = Shared::new(names);
        }
    }
}

/// The name of a section in the view.
fn section_name(section: Section) -> &'static str {
    section.id().trim_start_matches("ringside-")
}

fn index_in<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|other| other == one).unwrap_or(0)
}
