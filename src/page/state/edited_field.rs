//! Fields that take effect when they are left or Enter is pressed. What is refused stays in its field, with the reason
//! beside it.

use super::{Action, Field, Model, Refused};
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::forms::settings::{NumberSetting, Setting};

/// What a field edits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditedField {
    /// The name of the node with this index.
    Name(usize),
    /// The token count of the node with this index.
    Tokens(usize),
    /// The zone of the node with this index.
    Zone(usize),
    /// The token count of every node.
    AllTokens,
    Quorum(QuorumLetter),
    Setting(NumberSetting),
    /// The names of the seeds.
    Seeds,
    /// The name of the client with this index.
    Client(usize),
    /// The name of the future with this number.
    Future(u32),
    /// The clock skew of the node with this index.
    Skew(usize),
}

impl EditedField {
    /// What was typed takes effect.
    pub fn action(self, typed: String) -> Action {
        match self {
            Self::Name(index) => Action::Edit(Edit::Rename { index, name: typed }),
            Self::Tokens(index) => Action::Edit(Edit::SetTokens { index, tokens: typed }),
            Self::Zone(index) => Action::Edit(Edit::SetZone { index, zone: typed }),
            Self::AllTokens => Action::Edit(Edit::SetAllTokens { tokens: typed }),
            Self::Quorum(letter) => Action::Edit(Edit::SetQuorum { letter, value: typed }),
            Self::Seeds => Action::Set(Setting::Seeds(typed)),
            Self::Setting(setting) => Action::Set(Setting::Number(setting, typed)),
            Self::Client(index) => Action::RenameClient(index, typed),
            Self::Future(number) => Action::NameFuture(number, typed),
            Self::Skew(index) => Action::Skew(index, typed),
        }
    }
}

impl Model {
    /// What was typed into a field takes effect, or stays there with the reason.
    pub(super) fn enter(&mut self, field: EditedField, typed: String) {
        self.refused = None;
        self.act(field.action(typed.clone()));
        if let Some(refused) = &mut self.refused {
            refused.typed = Some((field, typed.into()));
        }
    }

    /// What was typed into a field and refused, and why.
    pub fn refusal_of(&self, field: EditedField) -> Option<&Refused> {
        self.refused.as_ref().filter(|refused| refused.typed.as_ref().is_some_and(|(own, _)| *own == field))
    }

    /// The refusal to report in this part of the page, unless it stands beside its field.
    pub fn refusal(&self, field: Field) -> Option<&str> {
        let refused = self.refused.as_ref().filter(|refused| refused.field == field && refused.typed.is_none());
        refused.map(|refused| refused.message.as_str())
    }
}
