//! Which parts of the right column are unfolded: what the moment asks for, unless somebody chose otherwise.

/// A part of the right column, in the order in which they stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// Who keeps the key.
    Preference,
    /// What each of them has of it.
    Copies,
    /// How its versions came about.
    History,
    /// What the clients have read of it.
    Contexts,
    /// Two nodes that compare their Merkle trees.
    Trees,
    /// How much of the ring each node owns.
    Shares,
    /// What must always hold.
    Truth,
    /// The paper's terms.
    Words,
}

const PANELS: usize = 8;

/// What the moment is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FoldingContext {
    /// Requests are shown, and not the walk of the key.
    pub asked: bool,
    /// There are versions of the key.
    pub written: bool,
    /// The step is part of an exchange of Merkle trees.
    pub exchange: bool,
}

/// What somebody folded and unfolded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unfolded {
    by_hand: [Option<bool>; PANELS],
}

impl Unfolded {
    /// Whether a panel is unfolded.
    pub fn is_open(&self, panel: Panel, folding_context: FoldingContext) -> bool {
        self.by_hand[panel as usize].unwrap_or(opens_by_itself(panel, folding_context))
    }

    /// Somebody folds or unfolds a panel.
    pub fn toggle(&mut self, panel: Panel, folding_context: FoldingContext) {
        let open = !self.is_open(panel, folding_context);
        self.by_hand[panel as usize] = (open != opens_by_itself(panel, folding_context)).then_some(open);
    }

    /// A letter for each panel: `o` open, `f` folded, `-` as the moment asks for. Empty if all are so.
    pub fn words(&self) -> String {
        let letter = |chosen: &Option<bool>| match chosen {
            Some(true) => 'o',
            Some(false) => 'f',
            None => '-',
        };
        let letters: String = self.by_hand.iter().map(letter).collect();
        letters.trim_end_matches('-').to_owned()
    }

    /// The choices of such letters.
    pub fn from_words(letters: &str) -> Self {
        let mut unfolded = Self::default();
        for (chosen, letter) in unfolded.by_hand.iter_mut().zip(letters.chars()) {
            *chosen = match letter {
                'o' => Some(true),
                'f' => Some(false),
                _ => None,
            };
        }
        unfolded
    }
}

fn opens_by_itself(panel: Panel, FoldingContext { asked, written, exchange }: FoldingContext) -> bool {
    match panel {
        Panel::Preference => !asked || (!written && !exchange),
        Panel::Copies => asked,
        Panel::History => asked && written && !exchange,
        Panel::Trees => asked && exchange,
        Panel::Shares => !asked,
        Panel::Contexts | Panel::Truth | Panel::Words => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Panel; PANELS] = [
        Panel::Preference,
        Panel::Copies,
        Panel::History,
        Panel::Contexts,
        Panel::Trees,
        Panel::Shares,
        Panel::Truth,
        Panel::Words,
    ];

    fn open(unfolded: &Unfolded, folding_context: FoldingContext) -> Vec<Panel> {
        ALL.into_iter().filter(|panel| unfolded.is_open(*panel, folding_context)).collect()
    }

    #[test]
    fn what_is_unfolded_follows_what_happens() {
        let none = Unfolded::default();
        let walk = FoldingContext::default();
        let asked = FoldingContext { asked: true, ..walk };
        let written = FoldingContext { written: true, ..asked };
        assert_eq!(open(&none, walk), [Panel::Preference, Panel::Shares]);
        assert_eq!(open(&none, asked), [Panel::Preference, Panel::Copies]);
        assert_eq!(open(&none, written), [Panel::Copies, Panel::History]);
        assert_eq!(open(&none, FoldingContext { exchange: true, ..written }), [Panel::Copies, Panel::Trees]);
    }

    #[test]
    fn what_was_chosen_by_hand_stays_until_it_is_taken_back() {
        let mut unfolded = Unfolded::default();
        let written = FoldingContext { asked: true, written: true, exchange: false };
        unfolded.toggle(Panel::Truth, written);
        unfolded.toggle(Panel::History, written);
        assert_eq!(open(&unfolded, written), [Panel::Copies, Panel::Truth]);
        assert_eq!(open(&unfolded, FoldingContext::default()), [Panel::Preference, Panel::Shares, Panel::Truth]);
        assert_eq!(unfolded.words(), "--f---o");
        assert_eq!(Unfolded::from_words("--f---o"), unfolded);
        unfolded.toggle(Panel::Truth, written);
        unfolded.toggle(Panel::History, written);
        assert_eq!(unfolded, Unfolded::default());
        assert_eq!((unfolded.words().as_str(), Unfolded::from_words("???-----------")), ("", unfolded));
    }
}
