//! Lessons that were taken to their end, with the score of their predictions.

use super::lesson_session::LessonSession;
use serde_json::{Value, json};

/// Most finished lessons that are kept.
const MOST_KEPT: usize = 200;
/// Most bytes of a title: as in a lesson's file.
const LONGEST_TITLE: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedLesson {
    /// The name in the catalogue, if the lesson comes from there.
    pub id: Option<String>,
    pub title: String,
    /// How many predictions were right.
    pub right: usize,
    /// How many predictions it asks for.
    pub predictions: usize,
}

impl FinishedLesson {
    pub fn new(session: &LessonSession) -> Self {
        let (right, predictions) = session.score();
        Self { id: session.id.clone(), title: session.lesson.title.clone(), right, predictions }
    }

    /// `4 of 5 predictions were right`
    pub fn score_words(&self) -> String {
        match self.predictions {
            0 => String::new(),
            1 if self.right == 1 => "the prediction was right".to_owned(),
            1 => "the prediction was not right".to_owned(),
            all => format!("{} of {all} predictions were right", self.right),
        }
    }

    /// Adds it to those that were finished before, the latest last. Of one title there is one.
    pub fn add_to(self, finished: &mut Vec<Self>) {
        finished.retain(|other| other.title != self.title);
        finished.push(self);
        let too_many = finished.len().saturating_sub(MOST_KEPT);
        finished.drain(..too_many);
    }

    pub fn to_json(&self) -> Value {
        json!({ "id": self.id, "title": self.title, "right": self.right, "predictions": self.predictions })
    }

    /// The finished lessons that were kept; what is none is passed over.
    pub fn list_from_json(kept: &Value) -> Vec<Self> {
        let all = kept.as_array().map_or(&[][..], Vec::as_slice);
        all.iter().take(MOST_KEPT).filter_map(Self::from_json).collect()
    }

    fn from_json(kept: &Value) -> Option<Self> {
        let number = |name: &str| usize::try_from(kept[name].as_u64()?).ok();
        let (right, predictions) = (number("right")?, number("predictions")?);
        let id = kept["id"].as_str().map(str::to_owned);
        let title = kept["title"].as_str()?.to_owned();
        let is_title = !title.is_empty() && title.len() <= LONGEST_TITLE;
        (is_title && right <= predictions).then_some(Self { id, title, right, predictions })
    }
}
