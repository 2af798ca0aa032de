//! Which writes a version has seen.

use super::{Actor, Dot};
use crate::dynamo::time::Time;

/// A set of dots, kept as one (node, counter) pair an actor, as the paper writes it, plus the dots that lie beyond a
/// gap. Each pair carries the time of its last update, by which the oldest is dropped when there are too many.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct CausalHistory {
    pairs: Vec<Pair>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Pair {
    actor: Actor,
    /// Every write of the actor up to this one is in the history.
    upto: u32,
    /// Later writes that are, without their predecessor; ascending.
    beyond: Vec<u32>,
    updated: Time,
}

impl Pair {
    fn highest(&self) -> u32 {
        self.beyond.last().copied().unwrap_or(self.upto)
    }

    fn contains(&self, counter: u32) -> bool {
        counter <= self.upto || self.beyond.binary_search(&counter).is_ok()
    }

    fn close_gaps(&mut self) {
        let mut closed = 0;
        for counter in &self.beyond {
            if *counter > self.upto + 1 {
                break;
            }
            self.upto = self.upto.max(*counter);
            closed += 1;
        }
        self.beyond.drain(..closed);
    }
}

impl CausalHistory {
    /// The history of nobody having written anything.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Whether it holds no write.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether the write is in it.
    pub fn contains(&self, dot: Dot) -> bool {
        self.pair(dot.actor).is_some_and(|pair| pair.contains(dot.counter))
    }

    /// The highest write of an actor in it; 0 if there is none.
    pub fn highest(&self, actor: Actor) -> u32 {
        self.pair(actor).map_or(0, Pair::highest)
    }

    /// The (node, counter) pairs as the paper writes them: the highest write of each actor.
    pub fn pairs(&self) -> impl Iterator<Item = (Actor, u32)> + '_ {
        self.pairs.iter().map(|pair| (pair.actor, pair.highest()))
    }

    /// Whether, as a plain vector clock, it has every counter at least as high as the other.
    pub fn descends(&self, other: &Self) -> bool {
        other.pairs().all(|(actor, counter)| self.highest(actor) >= counter)
    }

    /// Whether every write of the other is in it.
    pub fn includes(&self, other: &Self) -> bool {
        other.pairs.iter().all(|theirs| {
            self.pair(theirs.actor).is_some_and(|ours| {
                let up_to_theirs = ours.upto >= theirs.upto
                    || (ours.upto + 1..=theirs.upto).all(|counter| ours.beyond.binary_search(&counter).is_ok());
                up_to_theirs && theirs.beyond.iter().all(|counter| ours.contains(*counter))
            })
        })
    }

    /// Adds one write.
    pub fn insert(&mut self, dot: Dot, now: Time) {
        let pair = self.pair_mut(dot.actor);
        if !pair.contains(dot.counter) {
            if pair.highest() < dot.counter {
                pair.updated = now;
            }
            if let Err(index) = pair.beyond.binary_search(&dot.counter) {
                pair.beyond.insert(index, dot.counter);
            }
            pair.close_gaps();
        }
    }

    /// Adds every write of the other.
    pub fn join(&mut self, other: &Self) {
        for theirs in &other.pairs {
            let ours = self.pair_mut(theirs.actor);
            // The pair with the higher counter was updated last; at equal counters, the later time.
            (_, ours.updated) = (ours.highest(), ours.updated).max((theirs.highest(), theirs.updated));
            ours.upto = ours.upto.max(theirs.upto);
            let follow = ours.beyond.last() < theirs.beyond.first();
            ours.beyond.extend_from_slice(&theirs.beyond);
            if !follow && !theirs.beyond.is_empty() {
                ours.beyond.sort_unstable();
                ours.beyond.dedup();
            }
            ours.close_gaps();
        }
    }

    /// Drops the pairs that were updated longest ago until at most `limit` are left, and says which went. A threshold
    /// of 10 keeps 10: the paper says "reaches a threshold (say 10)" and leaves this open.
    pub fn truncate(&mut self, limit: usize) -> Vec<Actor> {
        let mut dropped = Vec::new();
        while self.pairs.len() > limit {
            let oldest = (0..self.pairs.len()).min_by_key(|index| (self.pairs[*index].updated, *index));
            dropped.extend(oldest.map(|index| self.pairs.remove(index).actor));
        }
        dropped
    }

    /// Removes every write of an actor.
    pub fn forget(&mut self, actor: Actor) {
        self.pairs.retain(|pair| pair.actor != actor);
    }

    fn pair(&self, actor: Actor) -> Option<&Pair> {
        self.place(actor).ok().map(|index| &self.pairs[index])
    }

    fn pair_mut(&mut self, actor: Actor) -> &mut Pair {
        let index = self.place(actor).unwrap_or_else(|index| {
            self.pairs.insert(index, Pair { actor, upto: 0, beyond: Vec::new(), updated: Time::default() });
            index
        });
        &mut self.pairs[index]
    }

    fn place(&self, actor: Actor) -> Result<usize, usize> {
        self.pairs.binary_search_by_key(&actor, |pair| pair.actor)
    }
}
