//! The catalogue of lessons and scenarios that come with the page.

use serde_json::Value;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonCatalog {
    pub lessons: Vec<CatalogEntry>,
    /// The sandbox and the scenarios, in order.
    pub scenarios: Vec<CatalogEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The name of its file.
    pub id: String,
    pub title: String,
    pub summary: String,
    /// Duration in minutes; 0 for a scenario.
    pub minutes: u64,
    /// Whether it is a scenario and not a lesson.
    pub scenario: bool,
}

impl LessonCatalog {
    /// Reads `lessons/index.json`.
    ///
    /// # Errors
    /// A message when the text is no catalogue.
    pub fn read(text: &str) -> Result<Self, String> {
        let json: Value =
            serde_json::from_str(text).map_err(|problem| format!("The list of lessons is damaged: {problem}"))?;
        let list = |name: &str| match json.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(CatalogEntry::read).collect(),
            _ => Vec::new(),
        };
        let catalog = Self { lessons: list("lessons"), scenarios: list("scenarios") };
        if catalog.lessons.is_empty() {
            Err("The list of lessons is damaged: there is none on it.".to_owned())
        } else {
            Ok(catalog)
        }
    }
}

impl CatalogEntry {
    fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let entry = Self {
            id: text("id"),
            title: text("title"),
            summary: text("summary"),
            minutes: json.get("minutes").and_then(Value::as_u64).unwrap_or(0),
            scenario: text("kind") == "scenario",
        };
        (!entry.id.is_empty() && !entry.title.is_empty()).then_some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_what_is_none_is_refused() {
        let text = r#"{"lessons": [{"id": "ring", "title": "The ring", "summary": "Where.", "minutes": 7}, {"id": 3}],
                       "scenarios": [{"id": "cart", "title": "A cart", "kind": "scenario"}]}"#;
        let catalog = LessonCatalog::read(text).unwrap();
        assert_eq!((catalog.lessons.len(), catalog.scenarios.len()), (1, 1));
        assert_eq!((catalog.lessons[0].id.as_str(), catalog.lessons[0].minutes), ("ring", 7));
        assert!(catalog.scenarios[0].scenario && !catalog.lessons[0].scenario);
        for text in ["", "17", "[]", "{}", r#"{"lessons": 3}"#] {
            assert!(LessonCatalog::read(text).is_err(), "{text}");
        }
    }
}
