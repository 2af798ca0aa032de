//! A learner's progress at one step, and the one thing that comes next.

use serde_json::{Value, json};

/// Most hands counted for a choice.
const MOST_HANDS: u32 = 9_999;

/// The progress at one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub chosen: Option<usize>,
    /// Whether the choice is final.
    pub locked: bool,
    /// Whether the step's action was performed.
    pub acted: bool,
    /// Whether its outcome was seen.
    pub revealed: bool,
    /// Whether the class is polled.
    pub polling: bool,
    /// The hands counted for each choice, as typed.
    hands: Vec<String>,
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Choices of the prediction; 0 without one.
    pub choices: usize,
    /// Whether there is something to do or to watch.
    pub acts: bool,
    /// Whether it is the last step.
    pub last: bool,
}

/// The one thing that comes next, which the primary button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Lock in the prediction.
    LockIn,
    /// Perform the action.
    Act,
    /// Skip the animation and show the outcome.
    Outcome,
    /// Go to the next step.
    Step,
    /// Finish the lesson.
    Finish,
}

impl Progress {
    pub fn next(&self, demands: Demands) -> Next {
        if demands.choices > 0 && !self.locked {
            Next::LockIn
        } else if demands.acts && !self.acted {
            Next::Act
        } else if self.acted && !self.revealed {
            Next::Outcome
        } else if demands.last {
            Next::Finish
        } else {
            Next::Step
        }
    }

    /// Takes a choice, unless one is locked in.
    pub fn choose(&mut self, choice: usize) {
        if !self.locked {
            self.chosen = Some(choice);
        }
    }

    /// Locks in the choice; without one, the choice with the most hands.
    pub fn lock_in(&mut self) {
        self.chosen = self.chosen.or_else(|| self.most_hands());
        self.locked = self.chosen.is_some();
    }

    /// Whether there is a choice to lock in.
    pub fn can_lock_in(&self) -> bool {
        self.chosen.is_some() || self.most_hands().is_some()
    }

    /// Records the hands for a choice; what is no number counts as 0.
    pub fn count_hands(&mut self, choice: usize, typed: String) {
        if self.hands.len() <= choice {
            self.hands.resize(choice + 1, String::new());
        }
        if let Some(hands) = self.hands.get_mut(choice) {
            *hands = typed;
        }
    }

    /// The typed count for a choice.
    pub fn typed_hands(&self, choice: usize) -> &str {
        self.hands.get(choice).map_or("", String::as_str)
    }

    pub fn hands(&self, choice: usize) -> u32 {
        self.typed_hands(choice).trim().parse().unwrap_or(0).min(MOST_HANDS)
    }

    pub fn all_hands(&self) -> u32 {
        (0..self.hands.len()).map(|choice| self.hands(choice)).sum()
    }

    /// The progress that survives a reload, as JSON.
    pub fn to_json(&self) -> Value {
        json!({ "chosen": self.chosen, "locked": self.locked, "revealed": self.revealed, "hands": self.hands })
    }

    /// Restores the progress at a step with this many choices. Invalid parts are ignored.
    pub fn from_json(kept: &Value, choices: usize) -> Self {
        let flag = |name: &str| kept.get(name).and_then(Value::as_bool).unwrap_or(false);
        let chosen = kept.get("chosen").and_then(Value::as_u64).map(|index| index as usize);
        let chosen = chosen.filter(|index| *index < choices);
        let locked = flag("locked") && chosen.is_some();
        let revealed = flag("revealed") && (locked || choices == 0);
        let hands = kept.get("hands").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let hands = hands.iter().take(choices).map(|hands| hands.as_str().unwrap_or_default().to_owned());
        Self { chosen, locked, revealed, acted: revealed, polling: false, hands: hands.collect() }
    }

    fn most_hands(&self) -> Option<usize> {
        let most = (0..self.hands.len()).map(|choice| self.hands(choice)).max().filter(|most| *most > 0)?;
        (0..self.hands.len()).find(|choice| self.hands(*choice) == most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_comes_before_the_act_and_the_act_before_the_outcome() {
        let demands = Demands { choices: 3, acts: true, last: false };
        let mut progress = Progress::default();
        assert_eq!(progress.next(demands), Next::LockIn);
        progress.lock_in();
        assert_eq!(progress.next(demands), Next::LockIn, "there is nothing to lock in yet");
        progress.choose(1);
        progress.lock_in();
        progress.choose(2);
        assert_eq!((progress.chosen, progress.next(demands)), (Some(1), Next::Act));
        progress.acted = true;
        assert_eq!(progress.next(demands), Next::Outcome);
        progress.revealed = true;
        assert_eq!(progress.next(demands), Next::Step);
        assert_eq!(progress.next(Demands { last: true, ..demands }), Next::Finish);
    }

    #[test]
    fn what_was_answered_outlives_a_reload_and_what_means_nothing_is_passed_over() {
        let mut progress =
            Progress { chosen: Some(1), locked: true, revealed: true, acted: true, ..Progress::default() };
        progress.count_hands(1, "12".to_owned());
        assert_eq!(Progress::from_json(&progress.to_json(), 3), progress);
        let without = Progress::from_json(&progress.to_json(), 1);
        assert_eq!((without.chosen, without.locked, without.revealed), (None, false, false));
        assert_eq!(Progress::from_json(&serde_json::Value::Null, 3), Progress::default());
    }

    #[test]
    fn a_step_that_asks_for_nothing_leads_on() {
        let demands = Demands { choices: 0, acts: false, last: false };
        assert_eq!(Progress::default().next(demands), Next::Step);
    }

    #[test]
    fn hands_are_counted_and_the_most_of_them_choose_where_nobody_has_chosen() {
        let mut progress = Progress::default();
        for (choice, typed) in ["4", " 17 ", "many", "99999999999"].into_iter().enumerate() {
            progress.count_hands(choice, typed.to_owned());
        }
        let hands: Vec<u32> = (0..4).map(|choice| progress.hands(choice)).collect();
        assert_eq!((hands, progress.all_hands()), (vec![4, 17, 0, 0], 21));
        progress.lock_in();
        assert_eq!((progress.chosen, progress.locked), (Some(1), true));
        let mut own = Progress { chosen: Some(0), ..Progress::default() };
        own.count_hands(1, "17".to_owned());
        own.lock_in();
        assert_eq!(own.chosen, Some(0));
    }
}
