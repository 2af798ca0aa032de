//! Which panels of the inspector are unfolded: those that matter at the moment, unless the reader chose otherwise.

/// The panels of the inspector, from top to bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    Preference,
    /// What each replica stores of the key.
    Copies,
    /// How the key's versions came about.
    History,
    /// What the clients have read of the key.
    Contexts,
    /// Two nodes that compare their Merkle trees.
    Trees,
    /// How much of the ring each node owns.
    Shares,
    /// The invariants.
    Truth,
    /// The glossary.
    Words,
    /// Who acknowledged the last put and who answered the last get, as two sets.
    Overlap,
}

const PANELS: usize = 9;

#[cfg(test)]
impl Panel {
    pub const ALL: [Self; PANELS] = [
        Self::Preference,
        Self::Copies,
        Self::History,
        Self::Contexts,
        Self::Trees,
        Self::Shares,
        Self::Truth,
        Self::Words,
        Self::Overlap,
    ];
}

/// What the moment offers; it decides which panels open by themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FoldingContext {
    /// Whether requests are shown, and not the key's walk.
    pub asked: bool,
    /// Whether there are versions of the key.
    pub written: bool,
    /// Whether the step is part of a comparison of Merkle trees.
    pub exchange: bool,
}

/// The reader's own choices; a panel without one opens by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unfolded {
    by_hand: [Option<bool>; PANELS],
}

impl Unfolded {
    pub fn is_open(&self, panel: Panel, folding_context: FoldingContext) -> bool {
        self.by_hand[panel as usize].unwrap_or(opens_by_itself(panel, folding_context))
    }

    pub fn toggle(&mut self, panel: Panel, folding_context: FoldingContext) {
        let open = !self.is_open(panel, folding_context);
        self.by_hand[panel as usize] = (open != opens_by_itself(panel, folding_context)).then_some(open);
    }

    /// A letter for each panel: `o` open, `f` folded, `-` by itself. Trailing `-` are left out.
    pub fn words(&self) -> String {
        let letter = |chosen: &Option<bool>| match chosen {
            Some(true) => 'o',
            Some(false) => 'f',
            None => '-',
        };
        let letters: String = self.by_hand.iter().map(letter).collect();
        letters.trim_end_matches('-').to_owned()
    }

    /// The choices that such letters stand for.
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
        Panel::Contexts | Panel::Truth | Panel::Words | Panel::Overlap => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(unfolded: &Unfolded, folding_context: FoldingContext) -> Vec<Panel> {
        Panel::ALL.into_iter().filter(|panel| unfolded.is_open(*panel, folding_context)).collect()
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
