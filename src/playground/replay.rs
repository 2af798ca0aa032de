//! A history that is played, a part at a time: whoever waits for it can do something else in between, or call it off.

use super::Playground;
use crate::dynamo::time::Time;
use crate::input::limits::MAX_EVENTS;
use crate::input::refusal::Refusal;
use crate::scenario::{Command, Scenario};
use crate::simulation::{Point, Waiting};

/// A playground on its way to a moment of its history.
#[derive(Clone, Debug)]
pub struct Replay {
    playground: Playground,
    /// What has to be played first, if not all of it has been.
    known: Option<Point>,
    /// A time to which it is played then.
    until: Option<Time>,
    /// The commands that are given then, one after the other at the same time.
    commands: Vec<Command>,
    /// Whether what follows is played until all is quiet.
    until_quiet: bool,
    /// How long it has waited for quiet.
    waiting: Option<Waiting>,
    /// The moment where it ends; without one, where playing ends.
    moment: Option<Point>,
    /// How many steps there will be, as far as that is known.
    steps: usize,
}

impl Replay {
    /// All of a scenario, until all is quiet.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub fn from_scenario(scenario: Scenario) -> Result<Self, Refusal> {
        let recorded = scenario.script.iter().filter_map(|entry| entry.after).max();
        let steps = recorded.filter(|after| *after < MAX_EVENTS).map_or(0, |after| after + 1);
        Ok(Self { until_quiet: true, steps, ..Self::at_rest(Playground::new(scenario)?) })
    }

    fn at_rest(playground: Playground) -> Self {
        Self {
            playground,
            known: None,
            until: None,
            commands: Vec::new(),
            until_quiet: false,
            waiting: None,
            moment: None,
            steps: 0,
        }
    }

    /// What comes of a command that is given at this time, in milliseconds, or now if that is over: all of it until all is
    /// quiet, or the time that it lets go by. It ends at the step of the command, or at what was wrong with it.
    pub fn from_command(playground: Playground, at: f64, command: Command) -> Self {
        Self::from_commands(playground, at, &[command])
    }

    /// The same of several commands that are given at the same time. Of one it ends at its step; of several, at the end of
    /// all that comes of them.
    pub fn from_commands(playground: Playground, at: f64, commands: &[Command]) -> Self {
        let until = (at > playground.time()).then(|| Time::from_ms(at));
        Self { until, commands: commands.to_vec(), ..Self::at_rest(playground) }
    }

    /// A scenario up to a moment of its history, of which so many steps are known.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub(crate) fn from_moment(scenario: Scenario, moment: Point, steps: usize) -> Result<Self, Refusal> {
        let known = if steps > moment.step { Point { step: steps, ..Point::default() } } else { moment };
        let all = Self::from_scenario(scenario)?;
        Ok(Self { known: Some(known), until_quiet: false, moment: Some(moment), steps: known.step, ..all })
    }

    /// The same, but all that follows is played as well until all is quiet.
    #[must_use]
    pub(crate) fn until_quiet(self) -> Self {
        Self { until_quiet: true, ..self }
    }

    /// Ends at its beginning, where nothing has happened.
    #[must_use]
    pub fn back_to_start(self) -> Self {
        Self { moment: Some(Point::default()), ..self }
    }

    /// Plays so many events at most. Whether it has arrived.
    ///
    /// # Errors
    /// The limit that is reached.
    pub fn go_on(&mut self, events: usize) -> Result<bool, Refusal> {
        let history = &mut self.playground.history;
        if let Some(known) = self.known {
            if !history.go_on_to(known, events)? {
                return Ok(false);
            }
            self.known = None;
        }
        if let Some(until) = self.until {
            if !history.go_on_until(until, events)? {
                return Ok(false);
            }
            self.until = None;
        }
        if !self.commands.is_empty() {
            self.give_all()?;
            return self.go_on(events);
        }
        if self.until_quiet && !history.go_on_until_quiet(&mut self.waiting, events)? {
            return Ok(false);
        }
        self.until_quiet = false;
        if let Some(moment) = self.moment.take_if(|moment| history.is_past(*moment)) {
            history.go_near(moment)?;
            self.known = Some(moment);
            return self.go_on(events);
        }
        Ok(true)
    }

    fn give_all(&mut self) -> Result<(), Refusal> {
        let commands = std::mem::take(&mut self.commands);
        let one = commands.len() == 1;
        for command in commands {
            self.give(command)?;
        }
        self.moment = self.moment.filter(|_| one);
        Ok(())
    }

    fn give(&mut self, command: Command) -> Result<(), Refusal> {
        let now = self.playground.point();
        match command {
            Command::Wait { ms } => self.until = Some(now.time + Time::from_ms(ms)),
            _ => self.until_quiet = true,
        }
        self.playground.give(command)?;
        self.moment = Some(Point { step: now.step + 1, idle: 0, time: now.time });
        Ok(())
    }

    /// How many steps have been played.
    pub fn step(&self) -> usize {
        self.playground.step_number()
    }

    /// How many steps there will be, as far as that is known.
    pub fn steps(&self) -> usize {
        self.steps.max(self.step())
    }

    /// The playground where it is now.
    pub fn into_playground(self) -> Playground {
        self.playground
    }
}
