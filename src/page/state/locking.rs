//! The effect of locks: actions without effect, and items on the stage without a menu.

use super::{Action, Menu, Model, RingAction, Section, StageItem};
use crate::scenario::locked::{Part, part_of_command};

impl Model {
    /// Whether an action belongs to a locked part.
    pub fn is_locked(&self, action: &Action) -> bool {
        if let Action::Enter(field, typed) = action {
            return self.is_locked(&field.action(typed.clone()));
        }
        let tells = matches!(action, Action::Tell(_) | Action::TellOn);
        (tells && !self.tells_stories()) || part_of(action).is_some_and(|part| self.locks().has(part))
    }

    /// Whether a section of the left column is hidden.
    pub fn hides(&self, section: Section) -> bool {
        part_of_section(section).is_some_and(|part| self.locks().has(part))
    }
}

fn part_of(action: &Action) -> Option<Part> {
    match action {
        Action::Put(_) | Action::WriteKeys(_) | Action::Get(_) | Action::Delete(_) | Action::Reconcile(..) => {
            Some(Part::Requests)
        }
        Action::AddClient | Action::RemoveClient(_) | Action::RenameClient(..) => Some(Part::Requests),
        Action::Give(_, command, _) => part_of_command(command),
        Action::Skew(..) | Action::DropMessage { .. } => Some(Part::Faults),
        Action::OpenMenu(Some(Menu {
            stage_item:
                StageItem::Message(_) | StageItem::Link(_) | StageItem::Cut(_) | StageItem::Zone(_) | StageItem::Wall,
            ..
        })) => Some(Part::Faults),
        Action::Edit(_) | Action::Set(_) | Action::PlayAgain => Some(Part::Settings),
        Action::Open(_) | Action::StartAnew | Action::Reset => Some(Part::Scenario),
        Action::OpenLaboratory(Some(_)) | Action::Ring(RingAction::Show | RingAction::Read(_) | RingAction::Take) => {
            Some(Part::Laboratories)
        }
        Action::Compare(Some(_)) => Some(Part::Worlds),
        Action::Unfold(section) | Action::Show(section) => part_of_section(*section),
        Action::TypeKey(_)
        | Action::Walk
        | Action::GoToStage(_)
        | Action::ChooseClient(_)
        | Action::TypeValue(_)
        | Action::NextClient
        | Action::ChooseKey(_)
        | Action::Draft(_)
        | Action::SwitchToBranch(_)
        | Action::DropBranch(_)
        | Action::NameFuture(..)
        | Action::ChooseWait(_)
        | Action::LetTimePass(_)
        | Action::ToggleDiagram
        | Action::Playback(_)
        | Action::Undo
        | Action::Redo
        | Action::Tell(_)
        | Action::TellOn
        | Action::EndStory
        | Action::Enter(..)
        | Action::LeaveField
        | Action::Explain(_)
        | Action::Pin(_)
        | Action::OpenMenu(_)
        | Action::Refuse(..)
        | Action::SetTheme(_)
        | Action::ToggleProjector
        | Action::CallDrawer(_)
        | Action::ToggleDrawer(_)
        | Action::UnfoldBar(_)
        | Action::Resize(_)
        | Action::Pressed(_)
        | Action::Compare(None)
        | Action::OpenLaboratory(None)
        | Action::Ring(RingAction::Keyspace(_) | RingAction::Partitioner(_) | RingAction::Dismiss)
        | Action::InTheRing(_)
        | Action::Help(_)
        | Action::ShowKeys(_)
        | Action::ListRing(_)
        | Action::Inspect(_)
        | Action::LookFor(_)
        | Action::Follow(_)
        | Action::Lesson(_)
        | Action::Challenge(_)
        | Action::Turn { .. }
        | Action::PlayOrTurn
        | Action::LoadingGoesOn
        | Action::Loaded(_)
        | Action::CallOff => None,
    }
}

fn part_of_section(section: Section) -> Option<Part> {
    match section {
        Section::Journey => None,
        Section::Requests => Some(Part::Requests),
        Section::Faults => Some(Part::Faults),
        Section::Cluster => Some(Part::Settings),
        Section::Scenario => Some(Part::Scenario),
    }
}
