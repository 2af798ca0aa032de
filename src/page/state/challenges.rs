//! Playing a challenge: its world on the stage, what is locked, and whether the goal is met.

use super::world::clients_of_commands;
use super::{ChallengeEdit, Field, Model, Screen, Section, Track, World, journey_of};
use crate::explain::key_journey::words::quoted;
use crate::page::projection::shared::Shared;
use crate::page::session::challenge_catalog::{ChallengeCatalog, SolvedChallenge};
use crate::page::session::challenge_session::ChallengeSession;
use crate::playground::Playground;
use crate::scenario::locked::Locked;
use crate::teaching::challenge::{Challenge, HandIn, Moment, too_long};
use serde_json::Value;
use std::rc::Rc;

/// An action in a challenge, or on the way to one.
#[derive(Clone, Debug)]
pub enum ChallengeAction {
    /// The catalogue was loaded, or could not be.
    CatalogRead(Result<String, String>),
    /// A challenge of the catalogue was loaded, or could not be.
    Fetched(String, Result<String, String>),
    /// The text of a challenge was read from a file or pasted.
    Read(String),
    Hint,
    StartOver,
    /// Goes to the step in which the goal is met.
    GoToSolution,
    /// Opens, changes or closes what is handed in.
    HandIn(Option<HandInDraft>),
    Leave,
    /// An action in the editor of challenges.
    Edit(ChallengeEdit),
}

/// What is about to be handed in. The name is kept nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandInDraft {
    pub name: Rc<str>,
    /// Whether it claims that the goal cannot be reached.
    pub claims_impossible: bool,
}

impl Model {
    pub(super) fn challenge_action(&mut self, action: ChallengeAction) {
        match action {
            ChallengeAction::CatalogRead(text) => {
                self.classroom.challenges = Some(text.and_then(|text| ChallengeCatalog::read(&text)).map(Shared::new));
            }
            ChallengeAction::Fetched(id, Ok(text)) => self.read_challenge(&text, Some(id)),
            ChallengeAction::Fetched(_, Err(message)) => self.drafts.error_dialog = Some(message),
            ChallengeAction::Read(text) => self.read_challenge(&text, None),
            ChallengeAction::Hint => {
                if let Some(session) = &mut self.classroom.challenge {
                    session.hints = (session.hints + 1).min(session.challenge.hints.len());
                }
            }
            ChallengeAction::StartOver => self.start_challenge_over(),
            ChallengeAction::GoToSolution => {
                if let Some(step) = self.classroom.challenge.as_ref().and_then(ChallengeSession::solved_at) {
                    self.show_track(Track::Messages);
                    self.seek(step);
                }
            }
            ChallengeAction::HandIn(draft) => {
                self.drafts.note = "".into();
                let can = self.classroom.challenge.as_ref().is_some_and(|session| session.astray().is_none());
                self.drafts.hand_in = draft.filter(|_| can);
            }
            ChallengeAction::Leave => self.leave_challenge(),
            ChallengeAction::Edit(edit) => self.edit_challenge(edit),
        }
    }

    /// What may not be touched: by whoever made the link, and in the challenge that is played.
    pub fn locks(&self) -> Locked {
        let own = self.classroom.challenge.as_ref().map_or(Locked::default(), |session| session.challenge.locked);
        self.locked.and(own)
    }

    /// The text that would be handed in now.
    pub fn hand_in(&self) -> Option<String> {
        let (session, draft) = (self.classroom.challenge.as_ref()?, self.drafts.hand_in.as_ref()?);
        let hand_in = HandIn::new(&session.challenge, self.world.playground(), &draft.name, draft.claims_impossible);
        Some(hand_in.write())
    }

    fn read_challenge(&mut self, text: &str, id: Option<String>) {
        match Challenge::read(text) {
            Ok(challenge) => self.take_challenge(challenge, id),
            Err(error) => self.drafts.error_dialog = Some(format!("This challenge cannot be opened. {error}")),
        }
    }

    /// Opens the challenge in a link.
    pub(super) fn open_challenge_link(&mut self, fragment: &str) {
        let link = fragment.split_once('&').map_or(fragment, |(link, _)| link);
        match Challenge::from_link(link) {
            Ok(challenge) => self.take_challenge(challenge, None),
            Err(error) => self.drafts.error_dialog = Some(error.to_string()),
        }
    }

    /// Opens a challenge; `id` is its name in the catalogue.
    pub(super) fn take_challenge(&mut self, challenge: Challenge, id: Option<String>) {
        let words = format!("The challenge {} is open", quoted(&challenge.title));
        let session = match ChallengeSession::new(challenge, id) {
            Ok(session) => session,
            Err(message) => return self.drafts.error_dialog = Some(message),
        };
        // What is still loading would come over it.
        self.call_off();
        self.put_aside(words);
        self.keep_played();
        self.classroom.session = None;
        let (begun, played) = (session.begun().clone(), self.played_before(&session));
        let challenge = session.challenge.clone();
        self.classroom.challenge = Some(session);
        self.put_challenge_on_stage(&challenge, begun);
        if let Some((session, world)) = played {
            (self.classroom.challenge, self.world) = (Some(session), world);
            self.show_track(Track::Messages);
            self.follow_challenge();
        }
    }

    /// Keeps how far a challenge of the catalogue was played: whoever comes back goes on from there.
    pub(super) fn keep_played(&mut self) {
        let Some(session) = &self.classroom.challenge else { return };
        if session.id.is_some() && session.astray().is_none() && self.world.steps > session.begun().known_steps() {
            self.classroom.played.retain(|(other, _)| other.id != session.id);
            self.classroom.played.push((session.clone(), self.world.clone()));
        }
    }

    fn played_before(&self, session: &ChallengeSession) -> Option<(ChallengeSession, World)> {
        let is_it = |(other, _): &&(ChallengeSession, World)| {
            session.id.is_some() && other.id == session.id && *other.challenge == *session.challenge
        };
        self.classroom.played.iter().find(is_it).cloned()
    }

    fn start_challenge_over(&mut self) {
        let Some(session) = &self.classroom.challenge else { return };
        let (begun, challenge) = (session.begun().clone(), session.challenge.clone());
        self.remember("Started over");
        self.put_challenge_on_stage(&challenge, begun);
    }

    /// Shows a world of a challenge, with its clients and its key.
    pub(super) fn put_challenge_on_stage(&mut self, challenge: &Challenge, playground: Playground) {
        let clients = clients_of_commands(challenge.scenario.script.iter().map(|entry| &entry.command));
        let key = challenge.key.clone().unwrap_or_else(|| self.journey.key.clone());
        self.part();
        self.stop();
        (self.refused, self.change, self.story, self.drafts.proposal) = (None, None, None, None);
        (self.selection.explained, self.selection.pinned, self.selection.menu) = (None, None, None);
        self.screen = Screen::Stage;
        self.selection.client = self.selection.client.min(clients.len().saturating_sub(1));
        self.world = World::as_it_is(playground, clients);
        self.journey = journey_of(&self.world.cluster, &key);
        (self.key_typed, self.journey_step) = (key.into(), 0);
        self.walked = true;
        self.section =
            [Section::Requests, Section::Faults, Section::Cluster].into_iter().find(|part| !self.hides(*part));
        self.show_track(if self.world.steps > 0 { Track::Messages } else { Track::KeyWalk });
        self.follow_challenge();
    }

    /// Called after each action: looks at the history on the stage.
    pub(super) fn follow_challenge(&mut self) {
        let Some(session) = &mut self.classroom.challenge else { return };
        session.watch(self.world.playground(), &self.world.course);
        if let (Some(id), Some(commands)) = (&session.id, session.commands_needed()) {
            SolvedChallenge { id: id.clone(), commands }.add_to(&mut self.classroom.solved);
        }
    }

    /// Whether the goal of a challenge would hold already if it began with the stage as it is.
    pub fn standing_of(&self, challenge: &Challenge) -> bool {
        let playground = self.world.playground();
        challenge.goal.holds(&Moment::new(playground, playground.step_number(), playground.request_count()))
    }

    /// Why the history on the stage would not be graded, in words; nothing if it would.
    pub fn hand_in_trouble(&self) -> Option<String> {
        let playground = self.world.playground();
        too_long(playground.commands().count(), playground.known_steps()).map(|refusal| refusal.message)
    }

    /// Resumes the challenge that was kept with saved work.
    pub(super) fn go_on_with_challenge(&mut self, kept: &Value) {
        self.classroom.challenge = ChallengeSession::from_json(kept);
        self.follow_challenge();
    }

    /// Whether the world is that of a challenge, whose beginning cannot be edited.
    pub(super) fn refuse_edit_in_challenge(&mut self) -> bool {
        let is_fixed = self.classroom.challenge.is_some();
        if is_fixed {
            let words = "In a challenge this belongs to the world that is given; it cannot be changed.";
            self.refuse(Field::Cluster, words.to_owned());
        }
        is_fixed
    }
}
