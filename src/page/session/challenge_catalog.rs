//! The catalogue of challenges that come with the page, and which of them were solved.

use serde_json::{Value, json};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChallengeCatalog {
    pub families: Vec<ChallengeFamily>,
}

/// Challenges about one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChallengeFamily {
    pub title: String,
    pub summary: String,
    pub challenges: Vec<ChallengeEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChallengeEntry {
    /// The name of its file.
    pub id: String,
    pub title: String,
    pub summary: String,
    pub minutes: u64,
    /// From one move, 1, to a puzzle, 3.
    pub level: u64,
}

/// A challenge of the catalogue that was solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SolvedChallenge {
    pub id: String,
    /// The fewest commands with which it was solved.
    pub commands: u64,
}

impl ChallengeCatalog {
    /// Reads `challenges/index.json`.
    ///
    /// # Errors
    /// A message when the text is no catalogue.
    pub fn read(text: &str) -> Result<Self, String> {
        let json: Value =
            serde_json::from_str(text).map_err(|problem| format!("The list of challenges is damaged: {problem}"))?;
        let families: Vec<ChallengeFamily> = list(&json, "families").filter_map(ChallengeFamily::read).collect();
        if families.is_empty() {
            return Err("The list of challenges is damaged: there is none on it.".to_owned());
        }
        Ok(Self { families })
    }
}

impl ChallengeFamily {
    fn read(json: &Value) -> Option<Self> {
        let challenges: Vec<ChallengeEntry> = list(json, "challenges").filter_map(ChallengeEntry::read).collect();
        let family = Self { title: text(json, "title"), summary: text(json, "summary"), challenges };
        (!family.title.is_empty() && !family.challenges.is_empty()).then_some(family)
    }
}

impl ChallengeEntry {
    fn read(json: &Value) -> Option<Self> {
        let number = |name: &str| json.get(name).and_then(Value::as_u64).unwrap_or(0);
        let entry = Self {
            id: text(json, "id"),
            title: text(json, "title"),
            summary: text(json, "summary"),
            minutes: number("minutes"),
            level: number("level"),
        };
        (!entry.id.is_empty() && !entry.title.is_empty()).then_some(entry)
    }
}

impl SolvedChallenge {
    /// Puts it among others, of which each is there once, with its fewest commands.
    pub fn add_to(self, solved: &mut Vec<Self>) {
        match solved.iter_mut().find(|other| other.id == self.id) {
            Some(other) => other.commands = other.commands.min(self.commands),
            None => solved.push(self),
        }
    }

    pub fn to_json(&self) -> Value {
        json!({ "challenge": self.id, "commands": self.commands })
    }

    /// Those of a list in which other things may stand, too.
    pub fn list_from_json(json: &Value) -> Vec<Self> {
        let read = |json: &Value| {
            let id = json.get("challenge")?.as_str()?.to_owned();
            Some(Self { id, commands: json.get("commands")?.as_u64()? })
        };
        json.as_array().into_iter().flatten().filter_map(read).collect()
    }
}

fn list<'a>(json: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    json.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text(json: &Value, name: &str) -> String {
    json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_what_is_none_is_refused() {
        let text = r#"{ "families": [
            { "title": "Puts", "summary": "How.", "challenges": [
                { "id": "one", "title": "One", "summary": "A put.", "minutes": 3, "level": 1 }, { "id": 3 }] },
            { "title": "Nothing", "challenges": [] }] }"#;
        let catalog = ChallengeCatalog::read(text).unwrap();
        assert_eq!(catalog.families.len(), 1);
        assert_eq!((catalog.families[0].challenges.len(), catalog.families[0].challenges[0].level), (1, 1));
        for text in ["", "17", "{}", r#"{"families": [{}]}"#] {
            assert!(ChallengeCatalog::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_challenge_is_solved_once_with_its_fewest_commands() {
        let mut solved = Vec::new();
        for commands in [4, 2, 3] {
            SolvedChallenge { id: "one".to_owned(), commands }.add_to(&mut solved);
        }
        let json: Value = solved.iter().map(SolvedChallenge::to_json).collect();
        assert_eq!(SolvedChallenge::list_from_json(&json), [SolvedChallenge { id: "one".to_owned(), commands: 2 }]);
        assert!(SolvedChallenge::list_from_json(&json!([{ "id": "ring" }, 3])).is_empty());
    }
}
