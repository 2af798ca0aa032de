//! A lesson being written: recorded from actions on the stage, with sentences and predictions added.

use super::lesson_session::LessonSession;
use crate::page::forms::answer_form;
use crate::page::projection::shared::Shared;
use crate::playground::Playground;
use crate::scenario::{Command, Scenario};
use crate::teaching::lesson::{
    Act, Argument, Choice, Lesson, MAX_CHOICES, MAX_STEPS, MIN_CHOICES, Measure, Prediction, Step, Until, What,
};
use serde_json::Value;

/// A lesson being written.
#[derive(Clone)]
pub struct LessonEditor {
    /// The lesson so far, the step being edited, and the outcomes of its steps.
    pub session: LessonSession,
    /// Whether there are unsaved changes.
    pub unsaved: bool,
    /// Whether commands given on the stage are added to the step.
    pub recording: bool,
    /// Where the step began.
    pub began: Began,
    /// The text being typed in a field that was not left yet.
    typed: Option<(TextOf, String)>,
    /// The result of the last operation, such as saving.
    pub note: String,
    /// Whether the editor asks what to do with unsaved changes.
    pub asking: bool,
}

/// Where a step began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Began {
    /// The step of the history.
    pub step: usize,
    /// The commands given before, each with its step.
    commands: Vec<(usize, Command)>,
    /// Simulated time in milliseconds.
    time: f64,
}

impl Began {
    /// At the end of this history.
    pub fn at(playground: &Playground) -> Self {
        let commands = playground.commands().map(|(at, command)| (at, command.clone())).collect();
        Self { step: playground.step_number(), commands, time: playground.time() }
    }
}

/// A text field of the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOf {
    Title,
    Summary,
    Minutes,
    StepTitle,
    Say,
    Notes,
    /// The section of the paper.
    Paper,
    /// The key to select.
    Key,
    /// The label of the button that performs the step.
    Act,
    Happened,
    Why,
    /// One thing to try.
    Try,
    Question,
    /// The text of the choice with this index.
    Choice(usize),
    /// Why that choice is right or wrong.
    Because(usize),
    /// The answer that makes that choice right.
    Expected(usize),
    /// An argument of the measure.
    Argument(Argument),
}

/// When a step's action is over, with the labels.
pub const UNTILS: [(&str, &str); 3] =
    [("done", "each client has its answer"), ("quiet", "all is quiet"), ("1000", "a second has passed")];

impl LessonEditor {
    /// A lesson of one step that starts in this scenario.
    pub fn new(scenario: Scenario) -> Self {
        let title = scenario.title.clone().unwrap_or_else(|| "My lesson".to_owned());
        let steps = vec![fresh_step(1)];
        Self::from_lesson(Lesson { title, summary: "What it is about.".to_owned(), minutes: 5, scenario, steps }, false)
    }

    /// An existing lesson, to be changed.
    pub fn from_lesson(lesson: Lesson, unsaved: bool) -> Self {
        let mut session = LessonSession::new(Shared::new(lesson), None);
        session.drafted = true;
        Self {
            session,
            unsaved,
            recording: true,
            began: Began::default(),
            typed: None,
            note: String::new(),
            asking: false,
        }
    }

    /// Changes the lesson; outcomes are computed again from this step on.
    fn rewrite(&mut self, from: Option<usize>, change: impl FnOnce(&mut Lesson)) {
        let mut lesson = (*self.session.lesson).clone();
        change(&mut lesson);
        self.session.rewrite(lesson, from);
        self.unsaved = true;
        self.note.clear();
    }

    fn rewrite_step(&mut self, plays: bool, change: impl FnOnce(&mut Step)) {
        let index = self.session.step;
        self.rewrite(plays.then_some(index), |lesson| {
            if let Some(step) = lesson.steps.get_mut(index) {
                change(step);
            }
        });
    }

    fn rewrite_prediction(&mut self, change: impl FnOnce(&mut Prediction)) {
        self.rewrite_step(true, |step| {
            if let Some(prediction) = &mut step.predict {
                change(prediction);
            }
        });
    }

    /// The present text of a field.
    pub fn text(&self, of: TextOf) -> String {
        let (lesson, step) = (&self.session.lesson, self.session.shown());
        let prediction = step.predict.as_ref();
        let choice = |index: usize| prediction.and_then(|prediction| prediction.choices.get(index));
        match of {
            TextOf::Title => lesson.title.clone(),
            TextOf::Summary => lesson.summary.clone(),
            TextOf::Minutes => lesson.minutes.to_string(),
            TextOf::StepTitle => step.title.clone(),
            TextOf::Say => step.say.clone(),
            TextOf::Notes => step.notes.clone().unwrap_or_default(),
            TextOf::Paper => step.paper.clone().unwrap_or_default(),
            TextOf::Key => step.look.key.clone().unwrap_or_default(),
            TextOf::Act => step.act.clone().unwrap_or_default(),
            TextOf::Happened => step.happened.clone().unwrap_or_default(),
            TextOf::Why => step.why.clone().unwrap_or_default(),
            TextOf::Try => step.try_it.clone().unwrap_or_default(),
            TextOf::Question => prediction.map(|prediction| prediction.question.clone()).unwrap_or_default(),
            TextOf::Choice(index) => choice(index).map(|choice| choice.text.clone()).unwrap_or_default(),
            TextOf::Because(index) => choice(index).map(|choice| choice.because.clone()).unwrap_or_default(),
            TextOf::Expected(index) => {
                choice(index).map(|choice| answer_form::words_of(&choice.is).1).unwrap_or_default()
            }
            TextOf::Argument(argument) => {
                prediction.map(|prediction| argument_text(&prediction.measure, argument)).unwrap_or_default()
            }
        }
    }

    /// Records what is being typed. The lesson changes only when the field is left: until then it may hold half a
    /// number.
    pub fn type_text(&mut self, of: TextOf, typed: String) {
        self.typed = Some((of, typed));
        self.unsaved = true;
    }

    /// Moves the text typed so far into the lesson, at the step for which it was typed.
    pub fn settle(&mut self) {
        if let Some((of, typed)) = self.typed.take() {
            self.set_text(of, typed);
        }
    }

    /// All that is needed to resume editing, including the text being typed.
    pub fn to_json(&self) -> Value {
        let mut settled = self.clone();
        settled.settle();
        settled.session.to_json()
    }

    /// Sets a text.
    pub fn set_text(&mut self, of: TextOf, typed: String) {
        let some = (!typed.trim().is_empty()).then(|| typed.clone());
        match of {
            TextOf::Title => self.rewrite(None, |lesson| lesson.title = typed),
            TextOf::Summary => self.rewrite(None, |lesson| lesson.summary = typed),
            TextOf::Minutes => {
                let minutes = typed.trim().parse().unwrap_or(self.session.lesson.minutes);
                self.rewrite(None, |lesson| lesson.minutes = minutes);
            }
            TextOf::StepTitle => self.rewrite_step(false, |step| step.title = typed),
            TextOf::Say => self.rewrite_step(false, |step| step.say = typed),
            TextOf::Notes => self.rewrite_step(false, |step| step.notes = some),
            TextOf::Paper => self.rewrite_step(false, |step| step.paper = some),
            TextOf::Key => self.rewrite_step(false, |step| step.look.key = some),
            TextOf::Act => self.rewrite_step(false, |step| step.act = some),
            TextOf::Happened => self.rewrite_step(false, |step| step.happened = some),
            TextOf::Why => self.rewrite_step(false, |step| step.why = some),
            TextOf::Try => self.rewrite_step(false, |step| step.try_it = some),
            TextOf::Question => self.rewrite_prediction(|prediction| prediction.question = typed),
            TextOf::Choice(index) => self.rewrite_choice(index, |_, choice| choice.text = typed),
            TextOf::Because(index) => self.rewrite_choice(index, |_, choice| choice.because = typed),
            TextOf::Expected(index) => self.rewrite_choice(index, |measure, choice| {
                let way = answer_form::words_of(&choice.is).0;
                choice.is = answer_form::test_of(measure.what.description().answer, way, &typed);
            }),
            TextOf::Argument(argument) => {
                self.rewrite_prediction(|prediction| tell(&mut prediction.measure, argument, some));
            }
        }
    }

    fn rewrite_choice(&mut self, index: usize, change: impl FnOnce(&Measure, &mut Choice)) {
        self.rewrite_prediction(|prediction| {
            let Prediction { measure, choices, .. } = prediction;
            if let Some(choice) = choices.get_mut(index) {
                change(measure, choice);
            }
        });
    }

    /// Sets how a choice compares.
    pub fn compare(&mut self, index: usize, way: &str) {
        self.rewrite_choice(index, |measure, choice| {
            let text = answer_form::words_of(&choice.is).1;
            choice.is = answer_form::test_of(measure.what.description().answer, way, &text);
        });
    }

    /// Adds a step after the present one.
    pub fn add_step(&mut self) {
        let index = self.session.step + 1;
        if self.session.steps() < MAX_STEPS {
            self.rewrite(Some(index), |lesson| lesson.steps.insert(index, fresh_step(lesson.steps.len() + 1)));
            self.session.step = index;
        }
    }

    /// Removes a step, unless it is the last one left.
    pub fn remove_step(&mut self, index: usize) {
        if self.session.steps() > 1 && index < self.session.steps() {
            let step = self.session.step;
            self.rewrite(Some(index), |lesson| drop(lesson.steps.remove(index)));
            // The present step stays the same when an earlier one is removed.
            if index < step {
                self.session.step = step - 1;
            }
        }
    }

    /// Swaps a step with the one before it.
    pub fn move_up(&mut self, index: usize) {
        if index > 0 && index < self.session.steps() {
            self.rewrite(Some(index - 1), |lesson| lesson.steps.swap(index - 1, index));
            if self.session.step == index {
                self.session.step = index - 1;
            } else if self.session.step + 1 == index {
                self.session.step = index;
            }
        }
    }

    /// Sets the scenario in which the lesson begins.
    pub fn begin_in(&mut self, scenario: Scenario) {
        self.rewrite(Some(0), |lesson| {
            let title = lesson.scenario.title.clone();
            lesson.scenario = Scenario { title, ..scenario };
        });
    }

    /// Makes the commands given since the step began its action; returns false if the stage is at a step before its
    /// beginning.
    pub fn record(&mut self, playground: &Playground, key: &str) -> bool {
        let Began { step, ref commands, time } = self.began;
        let before = playground.commands().filter(|(at, _)| *at <= step);
        if playground.known_steps() < step || !before.eq(commands.iter().map(|(at, command)| (*at, command))) {
            return false;
        }
        let since = |at: usize| {
            // Thousandths of a millisecond are precise enough to order events, and legible.
            let ms = ((playground.time_of(at) - time).max(0.0) * 1_000.0).ceil() / 1_000.0;
            (ms > 0.0).then_some(ms)
        };
        let given: Vec<(usize, Command)> =
            playground.commands().filter(|(at, _)| *at > step).map(|(at, command)| (at, command.clone())).collect();
        let known = &self.session.shown().acts;
        // Commands recorded before stay as they were written.
        let same = known.iter().zip(&given).take_while(|(act, (_, command))| act.command == *command).count();
        let more = given.into_iter().skip(same).map(|(at, command)| Act { at: since(at), command });
        let acts: Vec<Act> = known.iter().take(same).cloned().chain(more).collect();
        let key = key.to_owned();
        self.rewrite_step(true, |step| {
            if step.acts.is_empty() && !acts.is_empty() {
                step.until = Until::Quiet;
            }
            step.look.key.get_or_insert(key);
            step.acts = acts;
        });
        true
    }

    /// Removes a command from the step's action.
    pub fn remove_act(&mut self, index: usize) {
        self.rewrite_step(true, |step| {
            if index < step.acts.len() {
                step.acts.remove(index);
            }
        });
    }

    /// Sets when the step's action is over.
    pub fn set_until(&mut self, word: &str) {
        let until = match word {
            "done" => Until::Done,
            "quiet" => Until::Quiet,
            other => other.parse().map_or(Until::Done, Until::Ms),
        };
        self.rewrite_step(true, |step| step.until = until);
    }

    /// When the step's action is over, as the word in the file.
    pub fn until(&self) -> String {
        match self.session.shown().until {
            Until::Done => "done".to_owned(),
            Until::Quiet => "quiet".to_owned(),
            Until::Ms(ms) => ms.to_string(),
            Until::Events(events) => format!("{events} events"),
        }
    }

    /// Adds a prediction about the copies of this key, or removes it.
    pub fn ask(&mut self, asks: bool, key: &str) {
        let measure = Measure { key: Some(key.to_owned()), ..Measure::new(What::PreferenceList) };
        let choices = (1..=MIN_CHOICES).map(|number| fresh_choice(&measure, number)).collect();
        let prediction = Prediction { question: "What will be seen?".to_owned(), measure, choices };
        self.rewrite_step(true, |step| step.predict = asks.then_some(prediction));
    }

    /// Sets the measure; its arguments start with their usual values.
    pub fn measure(&mut self, word: &str, usual: &[(Argument, String)]) {
        let Some(what) = What::parse(word) else { return };
        let usual = usual.to_vec();
        self.rewrite_prediction(|prediction| {
            let was = prediction.measure.clone();
            let mut measure = Measure::new(what);
            let description = what.description();
            for argument in description.needs.iter().chain(description.may) {
                let known = argument_text(&was, *argument);
                let usual = usual.iter().find(|(known, _)| known == argument).map(|(_, text)| text.clone());
                let needed = description.needs.contains(argument);
                let text = if known.is_empty() && needed { usual.unwrap_or_default() } else { known };
                tell(&mut measure, *argument, Some(text).filter(|text| !text.is_empty()));
            }
            for choice in &mut prediction.choices {
                let (way, text) = answer_form::words_of(&choice.is);
                choice.is = answer_form::test_of(description.answer, way, &text);
            }
            prediction.measure = measure;
        });
    }

    /// Adds a choice.
    pub fn add_choice(&mut self) {
        self.rewrite_prediction(|prediction| {
            if prediction.choices.len() < MAX_CHOICES {
                let choice = fresh_choice(&prediction.measure, prediction.choices.len() + 1);
                prediction.choices.push(choice);
            }
        });
    }

    /// Removes a choice; two remain at least.
    pub fn remove_choice(&mut self, index: usize) {
        self.rewrite_prediction(|prediction| {
            if prediction.choices.len() > MIN_CHOICES && index < prediction.choices.len() {
                prediction.choices.remove(index);
            }
        });
    }
}

fn fresh_step(number: usize) -> Step {
    Step { title: format!("Step {number}"), say: "What the class reads now.".to_owned(), ..Step::default() }
}

fn fresh_choice(measure: &Measure, number: usize) -> Choice {
    Choice {
        text: format!("Choice {number}"),
        is: answer_form::test_of(measure.what.description().answer, "is", ""),
        because: "Why it is right or wrong.".to_owned(),
    }
}

/// An argument of a measure, as text.
fn argument_text(measure: &Measure, argument: Argument) -> String {
    let number = |number: Option<usize>| number.map(|number| number.to_string());
    let text = match argument {
        Argument::Key => measure.key.clone(),
        Argument::Node => measure.node.clone(),
        Argument::Value => measure.value.clone(),
        Argument::Client => measure.client.clone(),
        Argument::Operation => number(measure.operation),
        Argument::N => number(measure.n),
        Argument::Tokens => number(measure.tokens),
        Argument::Message => measure.message.clone(),
        Argument::Invariant => measure.invariant.clone(),
        Argument::Laboratory => measure.laboratory.as_ref().map(|question| question.kind.clone()),
    };
    text.unwrap_or_default()
}

fn tell(measure: &mut Measure, argument: Argument, text: Option<String>) {
    let number = |text: Option<String>| text.and_then(|text| text.trim().parse().ok());
    match argument {
        Argument::Key => measure.key = text,
        Argument::Node => measure.node = text,
        Argument::Value => measure.value = text,
        Argument::Client => measure.client = text,
        Argument::Operation => measure.operation = number(text),
        Argument::N => measure.n = number(text),
        Argument::Tokens => measure.tokens = number(text),
        Argument::Message => measure.message = text,
        Argument::Invariant => measure.invariant = text,
        Argument::Laboratory => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::RunLimit;

    fn do_it(playground: &mut Playground, command: Command) {
        playground.apply(command).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }

    fn recorded() -> (LessonEditor, Playground) {
        let mut editor = LessonEditor::new(Scenario::default());
        let mut playground = editor.session.world_before(0).unwrap();
        editor.began = Began::at(&playground);
        do_it(&mut playground, Command::put("Alice", "cart", "milk"));
        do_it(&mut playground, Command::Crash { name: "B".to_owned(), wipe: false });
        assert!(editor.record(&playground, "cart"));
        (editor, playground)
    }

    #[test]
    fn what_is_typed_is_kept_at_once_and_becomes_the_lessons_with_the_step_that_it_was_typed_for() {
        let mut editor = LessonEditor::new(Scenario::default());
        editor.type_text(TextOf::StepTitle, "The first".to_owned());
        assert_eq!(editor.text(TextOf::StepTitle), "Step 1", "nothing is drawn over what somebody types");
        let kept = LessonSession::from_json(&editor.to_json()).unwrap();
        assert_eq!(kept.lesson.steps[0].title, "The first");
        editor.settle();
        editor.add_step();
        let titles: Vec<&str> = editor.session.lesson.steps.iter().map(|step| step.title.as_str()).collect();
        assert_eq!(titles, ["The first", "Step 2"]);
        editor.settle();
        assert_eq!(editor.text(TextOf::StepTitle), "Step 2", "it is settled once");
    }

    #[test]
    fn what_is_done_becomes_the_steps_action_each_at_its_moment() {
        let (editor, playground) = recorded();
        let acts = &editor.session.shown().acts;
        assert_eq!((acts.len(), acts[0].at), (2, None));
        assert!(acts[1].at.is_some_and(|at| at > 0.0));
        assert_eq!(editor.session.shown().until, Until::Quiet);
        assert_eq!(editor.text(TextOf::Key), "cart");
        let replayed = editor.session.outcome(0).unwrap().after.state();
        let seen = playground.state();
        assert_eq!(replayed.operations[0].acks, seen.operations[0].acks, "the engine does the same again");
    }

    #[test]
    fn what_was_written_stays_and_what_is_done_next_is_added() {
        let (mut editor, mut playground) = recorded();
        let before = editor.session.shown().acts.clone();
        do_it(&mut playground, Command::get("Bob", "cart"));
        assert!(editor.record(&playground, "other"));
        let after = &editor.session.shown().acts;
        assert_eq!((&after[..2], after.len()), (&before[..], 3));
        assert_eq!(editor.text(TextOf::Key), "cart");
    }

    #[test]
    fn what_is_done_in_the_past_of_the_step_is_not_recorded() {
        let (mut editor, playground) = recorded();
        editor.began = Began::at(&playground);
        let mut earlier = playground.clone();
        earlier.seek(1).unwrap();
        do_it(&mut earlier, Command::get("Bob", "cart"));
        assert!(!editor.record(&earlier, "cart"));
    }

    #[test]
    fn a_fresh_lesson_can_be_read_and_texts_come_back() {
        let (mut editor, _) = recorded();
        editor.ask(true, "cart");
        editor.measure("copies", &[]);
        for (of, text) in [
            (TextOf::Title, "Ours"),
            (TextOf::Summary, "About."),
            (TextOf::Minutes, "7"),
            (TextOf::StepTitle, "One"),
            (TextOf::Say, "Read.\n\nThis."),
            (TextOf::Notes, "Notes"),
            (TextOf::Paper, "4.2"),
            (TextOf::Act, "Go"),
            (TextOf::Happened, "It did."),
            (TextOf::Why, "Because."),
            (TextOf::Try, "More."),
            (TextOf::Question, "How many?"),
            (TextOf::Choice(0), "Three"),
            (TextOf::Because(0), "N."),
            (TextOf::Expected(0), "3"),
            (TextOf::Expected(1), "2"),
            (TextOf::Argument(Argument::Value), "milk"),
        ] {
            editor.set_text(of, text.to_owned());
            assert_eq!(editor.text(of), text);
        }
        let lesson = Lesson::read(&editor.session.lesson.write()).unwrap();
        assert_eq!(lesson, *editor.session.lesson);
        assert_eq!(editor.session.outcome(0).unwrap().right, [0]);
        assert!(editor.unsaved);
    }

    #[test]
    fn who_writes_at_a_step_stays_there_when_an_earlier_one_goes() {
        let mut editor = LessonEditor::new(Scenario::default());
        editor.add_step();
        editor.add_step();
        editor.set_text(TextOf::StepTitle, "Mine".to_owned());
        editor.remove_step(0);
        assert_eq!((editor.session.step, editor.text(TextOf::StepTitle).as_str()), (1, "Mine"));
        editor.remove_step(1);
        assert_eq!(editor.session.step, 0);
    }

    #[test]
    fn steps_and_choices_stay_within_their_limits() {
        let mut editor = LessonEditor::new(Scenario::default());
        editor.ask(true, "cart");
        for _ in 0..2 * MAX_STEPS {
            editor.add_choice();
            editor.add_step();
        }
        assert_eq!(editor.session.steps(), MAX_STEPS);
        editor.move_up(1);
        for index in (0..2 * MAX_STEPS).rev() {
            editor.remove_choice(index);
            editor.remove_step(index);
        }
        editor.move_up(9);
        assert_eq!(editor.session.steps(), 1);
    }
}
