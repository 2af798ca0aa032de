//! Writing a lesson as a file that people can read and change.

use super::{Act, Choice, FORMAT, Lesson, Look, Measure, Prediction, Step, Until};
use crate::input::writing::{Fields, Written, broken, number_to_json, object, ordered, plain};
use crate::playground::permalink::shorten;
use crate::scenario::Scenario;
use serde_json::Value;

impl Lesson {
    /// The file's text, which [`Lesson::read`] reads back to an equal lesson. What is as usual is left out.
    pub fn write(&self) -> String {
        lesson(self).text()
    }

    /// The same as JSON in memory, which [`Lesson::from_json`] reads.
    pub fn to_json(&self) -> Value {
        lesson(self).into_value()
    }
}

fn lesson(lesson: &Lesson) -> Written {
    object([
        ("ringsideLesson", plain(FORMAT)),
        ("title", plain(lesson.title.as_str())),
        ("summary", plain(lesson.summary.as_str())),
        ("minutes", plain(lesson.minutes)),
        ("scenario", scenario_fields(&lesson.scenario)),
        ("steps", Written::List(lesson.steps.iter().map(step).collect())),
    ])
}

/// The fields of a scenario in the order in which one thinks of them; what is as usual is left out.
pub(crate) fn scenario_fields(scenario: &Scenario) -> Written {
    const ORDER: &[&str] = &[
        "ringside",
        "title",
        "seed",
        "nodes",
        "seeds",
        "placement",
        "copies",
        "n",
        "r",
        "w",
        "quorum",
        "readRepair",
        "versioning",
        "clockLimit",
        "strategy",
        "partitions",
        "network",
        "timers",
        "script",
    ];
    let mut json = scenario.to_json();
    shorten(&mut json);
    ordered(json, ORDER, broken)
}

fn step(step: &Step) -> Written {
    let mut fields = Fields::new([("title", plain(step.title.as_str())), ("say", plain(step.say.as_str()))]);
    fields.add("notes", step.notes.as_deref());
    fields.add("paper", step.paper.as_deref());
    if step.look != Look::default() {
        fields.put("look", look(&step.look));
    }
    if !step.before.is_empty() {
        fields.put("before", Written::List(step.before.iter().map(act).collect()));
    }
    if !step.acts.is_empty() {
        fields.put("do", Written::List(step.acts.iter().map(act).collect()));
    }
    fields.add("act", step.act.as_deref());
    match step.until {
        Until::Done => {}
        Until::Quiet => fields.put("until", plain("quiet")),
        Until::Ms(ms) => fields.put("until", object([("ms", plain(number_to_json(ms)))])),
        Until::Events(events) => fields.put("until", object([("events", plain(events))])),
    }
    if let Some(predict) = &step.predict {
        fields.put("predict", prediction(predict));
    }
    fields.add("happened", step.happened.as_deref());
    fields.add("why", step.why.as_deref());
    fields.add("try", step.try_it.as_deref());
    fields.written()
}

fn look(look: &Look) -> Written {
    let mut fields = Fields::default();
    fields.add("key", look.key.as_deref());
    fields.add("node", look.node.as_deref());
    fields.add("panel", look.panel.as_deref());
    fields.add("walk", look.walk.then_some(true));
    fields.add("keys", look.keys.then_some(true));
    fields.add("modulo", look.modulo.then_some(true));
    fields.add("laboratory", look.laboratory.as_ref().map(|laboratory| laboratory.to_json()));
    fields.written()
}

fn act(act: &Act) -> Written {
    let mut json = act.command.to_json();
    if let (Some(at), Value::Object(map)) = (act.at, &mut json) {
        map.insert("at".to_owned(), number_to_json(at));
    }
    // What is done comes first.
    const ORDER: &[&str] = &[
        "at", "do", "client", "key", "value", "how", "context", "via", "n", "r", "w", "quorum", "name", "tokens",
        "zone", "wipe", "groups", "zones", "from", "to", "kind", "message", "ms", "a", "b",
    ];
    ordered(json, ORDER, Written::Plain)
}

fn prediction(prediction: &Prediction) -> Written {
    object([
        ("question", plain(prediction.question.as_str())),
        ("measure", measure(&prediction.measure)),
        ("choices", Written::List(prediction.choices.iter().map(choice).collect())),
    ])
}

fn choice(choice: &Choice) -> Written {
    object([
        ("text", plain(choice.text.as_str())),
        ("is", plain(choice.is.to_json())),
        ("because", plain(choice.because.as_str())),
    ])
}

impl Measure {
    /// The JSON form, as a prediction has it.
    pub fn to_json(&self) -> Value {
        measure(self).into_value()
    }
}

fn measure(measure: &Measure) -> Written {
    let mut fields = Fields::new([("what", plain(measure.what.description().word))]);
    fields.add("key", measure.key.as_deref());
    fields.add("node", measure.node.as_deref());
    fields.add("value", measure.value.as_deref());
    fields.add("client", measure.client.as_deref());
    fields.add("operation", measure.operation);
    fields.add("n", measure.n);
    fields.add("tokens", measure.tokens);
    fields.add("message", measure.message.as_deref());
    fields.add("invariant", measure.invariant.as_deref());
    if let Some(laboratory) = &measure.laboratory {
        fields.put("kind", plain(laboratory.kind.as_str()));
        fields.put("with", plain(laboratory.with.clone()));
        fields.put("figure", plain(laboratory.figure.as_str()));
    }
    fields.written()
}
