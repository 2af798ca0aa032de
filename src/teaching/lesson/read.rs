//! Reading a lesson from a file that nobody vouches for.

use super::{
    Act, Argument, Choice, FORMAT, LaboratoryQuestion, Lesson, Look, MAX_BYTES, MAX_CHOICES, MAX_COMMANDS,
    MAX_EVENTS_OF_A_STEP, MAX_MS, MAX_STEPS, MIN_CHOICES, Measure, PANELS, Prediction, Step, Test, Until, What,
};
use crate::dynamo::key::Key;
use crate::explain::invariants::INVARIANTS;
use crate::explain::trace::MessageKind;
use crate::input::document::{check_format, read_document};
use crate::input::fields::Fields;
use crate::input::file_error::{FileError, placed};
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::scenario::{Scenario, check_name, check_value, read_command};
use serde_json::Value;

/// Bytes of a title.
const TITLE: usize = 120;
/// Bytes of a summary and of a question.
const SENTENCE: usize = 400;
/// Bytes of a choice.
const CHOICE: usize = 200;
/// Bytes of the reason of a choice.
const REASON: usize = 1_000;
/// Bytes of what is said.
const TEXT: usize = 2_000;
/// Bytes of a button's label.
const LABEL: usize = 60;
/// Bytes of the number of a section.
const SECTION: usize = 40;

impl Lesson {
    /// Reads a lesson's file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and the path of its field.
    pub fn read(text: &str) -> Result<Self, FileError> {
        read_document(text, MAX_BYTES, Self::from_json)
    }

    /// Reads a lesson from JSON that is in memory; an error has no line then.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, FileError> {
        Ok(read_lesson(json)?)
    }
}

fn read_lesson(json: &Value) -> Result<Lesson, Refusal> {
    let fields = Fields::new("lesson", json)?;
    check_format(&fields, "ringsideLesson", FORMAT)?;
    let scenario = fields.required("scenario", fields.raw("scenario"), "a scenario")?;
    let lesson = Lesson {
        title: required_words(&fields, "title", TITLE)?,
        summary: required_words(&fields, "summary", SENTENCE)?,
        minutes: fields.required("minutes", fields.whole("minutes", 1, 60)?, "a whole number from 1 to 60")?,
        scenario: Scenario::from_json(scenario).map_err(|refusal| placed("scenario", refusal))?,
        steps: fields.list("steps", MAX_STEPS, read_step)?.unwrap_or_default(),
    };
    fields.nothing_else()?;
    if lesson.steps.is_empty() {
        return Err(Refusal::field("invalid-list", "steps", "no steps", &format!("1 to {MAX_STEPS}")));
    }
    Ok(lesson)
}

fn read_step(fields: &Fields<'_>) -> Result<Step, Refusal> {
    let step = Step {
        title: required_words(fields, "title", TITLE)?,
        say: required_words(fields, "say", TEXT)?,
        notes: words(fields, "notes", TEXT)?,
        paper: words(fields, "paper", SECTION)?,
        look: fields.object("look")?.map(|look| read_look(&look)).transpose()?.unwrap_or_default(),
        before: fields.list("before", MAX_COMMANDS, read_act)?.unwrap_or_default(),
        acts: fields.list("do", MAX_COMMANDS, read_act)?.unwrap_or_default(),
        act: words(fields, "act", LABEL)?,
        until: read_until(fields)?,
        predict: fields.object("predict")?.map(|predict| read_prediction(&predict)).transpose()?,
        happened: words(fields, "happened", TEXT)?,
        why: words(fields, "why", TEXT)?,
        try_it: words(fields, "try", TEXT)?,
    };
    fields.nothing_else()?;
    Ok(step)
}

/// A text that says something, without control characters but the ends of lines.
pub(crate) fn words(fields: &Fields<'_>, field: &str, most_bytes: usize) -> Result<Option<String>, Refusal> {
    let text = fields.text(field, most_bytes)?;
    let refused = |given: &str| {
        let allowed = format!("1 to {most_bytes} bytes of plain text");
        Err(Refusal::field("invalid-text", &fields.path(field), given, &allowed))
    };
    match &text {
        Some(text) if text.trim().is_empty() => refused("an empty text"),
        Some(text) if text.chars().any(|character| character.is_control() && character != '\n') => {
            refused("a text with control characters")
        }
        _ => Ok(text),
    }
}

pub(crate) fn required_words(fields: &Fields<'_>, field: &str, most_bytes: usize) -> Result<String, Refusal> {
    let allowed = format!("a text of 1 to {most_bytes} bytes");
    fields.required(field, words(fields, field, most_bytes)?, &allowed)
}

fn read_look(fields: &Fields<'_>) -> Result<Look, Refusal> {
    let panels = PANELS.map(|panel| (panel, panel));
    let look = Look {
        key: read_key(fields)?,
        node: read_name(fields, "node")?,
        panel: fields.choice("panel", &panels)?.map(str::to_owned),
        walk: fields.flag("walk")?.unwrap_or(false),
        keys: fields.flag("keys")?.unwrap_or(false),
        modulo: fields.flag("modulo")?.unwrap_or(false),
        laboratory: fields.object("laboratory")?.map(|laboratory| read_laboratory(&laboratory)).transpose()?,
    };
    fields.nothing_else()?;
    Ok(look)
}

fn read_laboratory(fields: &Fields<'_>) -> Result<LaboratoryQuestion, Refusal> {
    let question = LaboratoryQuestion::read(fields, false)?;
    fields.nothing_else()?;
    Ok(question)
}

pub(crate) fn read_key(fields: &Fields<'_>) -> Result<Option<String>, Refusal> {
    let key = fields.text("key", usize::MAX)?;
    key.iter().try_for_each(|key| Key::new(key).map(|_| ())).map_err(|refusal| placed(fields.location(), refusal))?;
    Ok(key)
}

pub(crate) fn read_name(fields: &Fields<'_>, field: &str) -> Result<Option<String>, Refusal> {
    let name = fields.text(field, usize::MAX)?;
    name.iter().try_for_each(|name| check_name(&fields.path(field), name))?;
    Ok(name)
}

fn read_act(fields: &Fields<'_>) -> Result<Act, Refusal> {
    let act = Act {
        at: fields.number("at", 0.0, MAX_MS)?,
        command: read_command(fields).map_err(|refusal| placed(fields.location(), refusal))?,
    };
    fields.nothing_else()?;
    Ok(act)
}

fn read_until(fields: &Fields<'_>) -> Result<Until, Refusal> {
    match fields.raw("until") {
        None => Ok(Until::default()),
        Some(Value::Object(_)) => {
            let Some(limit) = fields.object("until")? else { return Ok(Until::default()) };
            let ms = limit.number("ms", 0.0, MAX_MS)?;
            let events = limit.count("events", 0, MAX_EVENTS_OF_A_STEP)?;
            limit.nothing_else()?;
            match (ms, events) {
                (Some(ms), None) => Ok(Until::Ms(ms)),
                (None, Some(events)) => Ok(Until::Events(events)),
                _ => Err(Refusal::field("invalid-until", limit.location(), "neither or both", "ms or events")),
            }
        }
        Some(_) => {
            let untils = [("done", Until::Done), ("quiet", Until::Quiet)];
            Ok(fields.choice("until", &untils)?.unwrap_or_default())
        }
    }
}

fn read_prediction(fields: &Fields<'_>) -> Result<Prediction, Refusal> {
    let measure = fields.required("measure", fields.object("measure")?, "a measure")?;
    let measure = read_measure(&measure)?;
    let kind = measure.what.description().answer;
    let choices = fields.list("choices", MAX_CHOICES, |choice| {
        let test = choice.required("is", choice.raw("is"), "what holds if the choice is right")?;
        let read = Choice {
            text: required_words(choice, "text", CHOICE)?,
            is: Test::read(&choice.path("is"), test, kind, 0)?,
            because: required_words(choice, "because", REASON)?,
        };
        choice.nothing_else()?;
        Ok(read)
    })?;
    let prediction = Prediction {
        question: required_words(fields, "question", SENTENCE)?,
        measure,
        choices: choices.unwrap_or_default(),
    };
    fields.nothing_else()?;
    let count = prediction.choices.len();
    if count < MIN_CHOICES {
        let allowed = format!("{MIN_CHOICES} to {MAX_CHOICES}");
        return Err(Refusal::field("invalid-list", &fields.path("choices"), format!("{count} of them"), &allowed));
    }
    Ok(prediction)
}

pub(crate) fn read_measure(fields: &Fields<'_>) -> Result<Measure, Refusal> {
    let words: Vec<(&str, What)> = What::all().iter().map(|measure| (measure.word, measure.what)).collect();
    let what = fields.required("what", fields.choice("what", &words)?, "the word of a measure")?;
    let description = what.description();
    let mut measure = Measure::new(what);
    for argument in description.needs.iter().chain(description.may) {
        read_argument(fields, *argument, &mut measure)?;
    }
    for argument in description.needs {
        let given = fields.raw(argument.as_str());
        fields.required(argument.as_str(), given, "what this measure is about")?;
    }
    fields.nothing_else()?;
    Ok(measure)
}

fn read_argument(fields: &Fields<'_>, argument: Argument, measure: &mut Measure) -> Result<(), Refusal> {
    match argument {
        Argument::Key => measure.key = read_key(fields)?,
        Argument::Node => measure.node = read_name(fields, "node")?,
        Argument::Client => measure.client = read_name(fields, "client")?,
        Argument::Value => {
            measure.value = fields.text("value", usize::MAX)?;
            measure.value.iter().try_for_each(|value| check_value(&fields.path("value"), value))?;
        }
        Argument::Operation => measure.operation = fields.count("operation", 1, MAX_COMMANDS)?,
        Argument::N => measure.n = fields.count("n", 1, MAX_NODES)?,
        Argument::Tokens => measure.tokens = fields.count("tokens", 1, MAX_TOKENS_PER_NODE)?,
        Argument::Message => {
            let kinds = MessageKind::ALL.map(|kind| (kind.as_str(), kind.as_str()));
            measure.message = fields.choice("message", &kinds)?.map(str::to_owned);
        }
        Argument::Invariant => {
            let names: Vec<(&str, &str)> = INVARIANTS.iter().map(|each| (each.name, each.name)).collect();
            measure.invariant = fields.choice("invariant", &names)?.map(str::to_owned);
        }
        Argument::Laboratory => measure.laboratory = Some(LaboratoryQuestion::read(fields, true)?),
    }
    Ok(())
}
