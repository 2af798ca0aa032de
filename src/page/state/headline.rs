//! The event that the sentence under the ring is about.

use super::{Headline, Model, Spotlight, Track};
use crate::explain::trace::TraceEvent;
use crate::page::projection::shared::Shared;
use crate::page::projection::situation::situation_words;
use crate::page::session::lesson_session::Way;
use crate::teaching::lesson::Argument;

impl Model {
    /// The event; `None` where nothing has happened, and where a step of a lesson begins.
    pub fn headline(&self) -> Option<Shared<TraceEvent>> {
        if self.begins_lesson_step() {
            return None;
        }
        let world = &self.world;
        let since = self.headline_since();
        // A playback that has only just set out has nothing new to tell.
        let event = world.headline(self.headline_kind(), since);
        event.or_else(|| world.headline(Headline::Own, since))
    }

    /// Whether the sentence is about something else than the step at which playback stands: the event that matters most,
    /// or how things are where a step of a lesson begins.
    pub(super) fn tells_of_another_step(&self) -> bool {
        let is_shown = self.playback.track == Track::Messages && self.spotlight == Spotlight::Track;
        if !is_shown || self.playback.under_way || self.playback.headline == Headline::Own {
            return false;
        }
        self.begins_lesson_step() || self.headline().is_some_and(|event| event.step != self.world.frame.state.step)
    }

    /// Whether at the end the sentence is the last step's own, because somebody has asked for it.
    pub(super) fn tells_the_last_step(&self) -> bool {
        let ends = self.playback.headline == Headline::Own && self.step() == self.last_step();
        let mut telling = self.playback.clone();
        telling.headline = Headline::Telling;
        ends && Self { playback: telling, ..self.clone() }.tells_of_another_step()
    }

    /// What the sentence is about. Where a lesson's question about a request is answered, it is that answer.
    fn headline_kind(&self) -> Headline {
        let asked =
            self.classroom.session.as_ref().and_then(|session| session.prediction()).map(|asked| &asked.measure);
        let asked = asked.filter(|measure| measure.what.description().may.contains(&Argument::Operation));
        match (self.playback.headline, asked) {
            (Headline::Telling, Some(measure)) if self.outcome_since().is_some() => {
                Headline::Answering(measure.operation)
            }
            (headline, _) => headline,
        }
    }

    /// The step after which the events of the headline begin: the outcome of a lesson's step, or what was done last.
    fn headline_since(&self) -> usize {
        let step = self.world.frame.state.step;
        let since = self.outcome_since().unwrap_or(self.world.given_after);
        if since < step { since } else { 0 }
    }

    /// The step after which the outcome of the lesson's step begins, while it is on the stage.
    fn outcome_since(&self) -> Option<usize> {
        let session = self.classroom.session.as_ref()?;
        let acted = session.progress().acted && self.lesson_way() == Way::TheLessons;
        acted.then(|| session.outcome(session.step).ok()).flatten().map(|outcome| outcome.before)
    }

    /// How things are where a step of a lesson begins, in a sentence: what was done last was done to prepare it.
    pub(super) fn situation(&self) -> Option<String> {
        self.begins_lesson_step().then(|| situation_words(&self.world.frame.state, &self.journey.key))
    }

    /// The same on the track of the walk, where nothing has happened yet and the lesson's step is not about the walk.
    pub(super) fn situation_before_all(&self) -> Option<String> {
        let session = self.classroom.session.as_ref()?;
        let is_at_start = self.world.steps == 0 && self.journey_step == 0;
        let acts = !session.shown().acts.is_empty() && !session.progress().acted;
        (is_at_start && acts && self.lesson_way() == Way::TheLessons)
            .then(|| situation_words(&self.world.frame.state, &self.journey.key))
    }

    fn begins_lesson_step(&self) -> bool {
        let Some(session) = &self.classroom.session else { return false };
        let (step, asked) = (self.world.frame.state.step, self.playback.headline == Headline::Own);
        if step == 0 || asked || self.playback.track != Track::Messages || self.lesson_way() != Way::TheLessons {
            return false;
        }
        match session.progress().acted {
            true => self.outcome_since() == Some(step),
            false => step == self.world.steps,
        }
    }
}
