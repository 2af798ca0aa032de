//! What unfolds where a window, or the projector's look, has no room for all: a column in a drawer or a sheet, and the
//! rest of a bar.

use super::{Action, DraftAction, Field, Model, RingAction, Theme};

/// A column beside the stage; in a large window it always stands there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawer {
    /// What can be done, or the lesson.
    Actions,
    /// What is known, or the lesson that is written.
    Known,
}

impl Drawer {
    /// The word that the style sheet selects by.
    pub fn as_str(drawer: Option<Self>) -> &'static str {
        match drawer {
            None => "none",
            Some(Self::Actions) => "actions",
            Some(Self::Known) => "known",
        }
    }
}

/// A bar of which a small window shows only a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bar {
    Top,
    Transport,
}

impl Model {
    /// Opens a drawer, or closes it if it is open.
    pub(super) fn toggle_drawer(&mut self, drawer: Drawer) {
        self.drawer = Some(drawer).filter(|drawer| self.drawer != Some(*drawer));
    }

    /// The rest of the bar above folds again once something in it was chosen.
    pub(super) fn fold_bar_after(&mut self, action: &Action) {
        let leads_away = matches!(
            action,
            Action::OpenLaboratory(_)
                | Action::Ring(RingAction::Show)
                | Action::Compare(_)
                | Action::Help(true)
                | Action::Draft(DraftAction::Share(Some(_)))
        );
        if leads_away {
            self.bar = None;
        }
    }

    /// Puts a look on. On a projector the ring has the window for itself, except beside a lesson.
    pub(super) fn set_theme(&mut self, theme: Theme) {
        let (before, projects) = (self.theme, theme == Theme::Projector);
        if projects == (before == Theme::Projector) {
            self.theme = theme;
            return;
        }
        if projects {
            self.theme_before = before;
        }
        self.theme = theme;
        self.bar = None;
        self.drawer = (!projects || self.classroom.session.is_some() || self.classroom.challenge.is_some())
            .then_some(Drawer::Actions);
    }

    /// Enters the projector's look, or goes back to the look before.
    pub(super) fn toggle_projector(&mut self) {
        let to = if self.theme == Theme::Projector { self.theme_before } else { Theme::Projector };
        self.set_theme(to);
    }

    /// Opens the drawer in which a refusal is reported.
    pub(super) fn call_drawer_of(&mut self, field: Field) {
        match field {
            Field::Key | Field::Request | Field::Cluster | Field::Faults => self.drawer = Some(Drawer::Actions),
            Field::Stage | Field::Time => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::state::{Opening, Section};

    fn opened(theme: Theme) -> Model {
        Model::opened(&Opening { theme, ..Opening::default() })
    }

    #[test]
    fn one_key_enters_the_projectors_look_and_leads_back_to_the_look_before() {
        let mut model = opened(Theme::Dark);
        assert_eq!(model.drawer, Some(Drawer::Actions));
        model.act(Action::ToggleProjector);
        assert_eq!((model.theme, model.drawer), (Theme::Projector, None));
        model.act(Action::ToggleProjector);
        assert_eq!((model.theme, model.drawer), (Theme::Dark, Some(Drawer::Actions)));
        assert_eq!(opened(Theme::Projector).after(Action::ToggleProjector).theme, Theme::System);
    }

    #[test]
    fn a_drawer_opens_when_it_is_called_and_one_at_a_time() {
        let mut model = opened(Theme::Projector);
        assert_eq!(model.drawer, None);
        for (action, open) in [
            (Action::ToggleDrawer(Drawer::Known), Some(Drawer::Known)),
            (Action::ToggleDrawer(Drawer::Actions), Some(Drawer::Actions)),
            (Action::ToggleDrawer(Drawer::Actions), None),
            (Action::Show(Section::Faults), Some(Drawer::Actions)),
            (Action::ToggleDrawer(Drawer::Actions), None),
            (Action::Refuse(Field::Key, "Type a key.".to_owned()), Some(Drawer::Actions)),
        ] {
            model.act(action.clone());
            assert_eq!(model.drawer, open, "{action:?}");
        }
    }
}
