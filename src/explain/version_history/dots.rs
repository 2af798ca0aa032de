//! A version as dots: on a line for each node, the writes that its put had read, those that it had not, and its own.

use super::VersionHistory;
use crate::explain::key_journey::words::list;

/// The dots of one node, for one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotLine {
    /// The node, with the number of its life.
    pub actor: String,
    /// Its dots, from 1 on.
    pub dots: Vec<DotIs>,
}

/// What a dot is to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotIs {
    /// In the past: the put had read it.
    Read,
    /// Made before, and not read: the gap.
    NotRead,
    /// The version itself.
    Own,
    /// Made later.
    Later,
}

/// Most dots of a line; of more, nothing is drawn.
const MOST_DOTS: usize = 16;

impl VersionHistory {
    /// A version as dots, the node that made it first; `None` if there are too many, or older versions are not known.
    pub fn dot_lines(&self, index: usize) -> Option<Vec<DotLine>> {
        let version = self.versions.get(index).filter(|_| self.older == 0)?;
        let mut actors: Vec<&str> = vec![&version.dot.0];
        for other in &self.versions {
            if !actors.contains(&other.dot.0.as_str()) {
                actors.push(&other.dot.0);
            }
        }
        let lines: Vec<DotLine> = actors.into_iter().map(|actor| self.dot_line(index, actor)).collect();
        lines.iter().all(|line| line.dots.len() <= MOST_DOTS).then_some(lines)
    }

    fn dot_line(&self, index: usize, actor: &str) -> DotLine {
        let version = &self.versions[index];
        let is = |(other, made): (usize, &super::KeyVersion)| {
            let what = match other {
                other if other == index => DotIs::Own,
                other if version.past.contains(&other) => DotIs::Read,
                other if other > index => DotIs::Later,
                _ => DotIs::NotRead,
            };
            (made.dot.1, what)
        };
        let own = self.versions.iter().enumerate().filter(|(_, made)| made.dot.0 == actor).map(is);
        let mut dots: Vec<(u32, DotIs)> = own.collect();
        dots.sort_by_key(|(counter, _)| *counter);
        DotLine { actor: actor.to_owned(), dots: dots.into_iter().map(|(_, is)| is).collect() }
    }

    /// Whether a version's clock as pairs would claim a write of its own node that its put had not read.
    pub fn has_gap(&self, index: usize) -> bool {
        self.dot_lines(index).is_some_and(|lines| {
            let own = lines.first().map_or(&[][..], |line| &line.dots);
            own.iter().take_while(|is| **is != DotIs::Own).any(|is| *is == DotIs::NotRead)
        })
    }

    /// The same in words: `Sx: read 1, not 2; its own is 3.`
    pub fn dot_words(&self, lines: &[DotLine]) -> String {
        let words = lines.iter().filter_map(|line| {
            let numbers = |wanted: DotIs| {
                let of = line.dots.iter().enumerate().filter(|(_, is)| **is == wanted);
                of.map(|(index, _)| (index + 1).to_string()).collect::<Vec<_>>()
            };
            let part = |what: &str, numbers: Vec<String>| {
                (!numbers.is_empty()).then(|| format!("{what} {}", list(numbers.iter().map(String::as_str))))
            };
            let parts: Vec<String> = [
                part("has read", numbers(DotIs::Read)),
                part("has not read", numbers(DotIs::NotRead)),
                part("is", numbers(DotIs::Own)),
            ]
            .into_iter()
            .flatten()
            .collect();
            (!parts.is_empty()).then(|| format!("{}: {}", line.actor, parts.join("; ")))
        });
        words.collect::<Vec<_>>().join(". ") + "."
    }
}
