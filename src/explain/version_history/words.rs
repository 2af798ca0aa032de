//! The history of a key in plain sentences: who counted, what was read, what became of it, and what was promised.

use super::{ClientContext, KeyVersion, Standing, VersionHistory};
use crate::dynamo::versioning::Versioning;
use crate::explain::key_journey::words::{compared_times, list, quoted_value, timestamp};

/// A sentence, and the step of the history that it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The sentence.
    pub words: String,
    /// The step, if there is one to go to.
    pub step: Option<usize>,
}

impl VersionHistory {
    /// `“milk” [B,1]`.
    pub fn name(&self, index: usize) -> String {
        self.versions.get(index).map_or_else(String::new, |version| format!("{} {}", value(version), version.clock))
    }

    /// The timestamp of a version, where versions are compared by it.
    pub fn timestamp(&self, index: usize) -> Option<String> {
        let version = self.versions.get(index).filter(|_| self.versioning == Versioning::LastWriteWins)?;
        Some(timestamp(version.timestamp))
    }

    /// A version, sentence by sentence.
    pub fn explain(&self, index: usize) -> Vec<Saying> {
        let Some(version) = self.versions.get(index) else { return Vec::new() };
        let made = Saying { words: made(version), step: Some(version.made_at) };
        let without = |words: String| Saying { words, step: None };
        let mut sayings = vec![made, without(self.read(version)), without(self.standing(index, version))];
        sayings.push(promised(version));
        sayings
    }

    /// The edge from a version down to one whose put had read it.
    pub fn explain_edge(&self, from: usize, to: usize) -> String {
        let (read, put) = (self.clock(from), self.clock(to));
        let others = self.versions.get(to).map(|version| version.parents.len()).unwrap_or_default();
        let words = format!("The put of {put} had read {read}, and supersedes it");
        if others > 1 { format!("{words}: one of the {others} that it reconciles.") } else { format!("{words}.") }
    }

    /// Why one version took the place of another that its put had not read.
    pub fn explain_loss(&self, lost: usize, by: usize) -> String {
        let times = self.versions.get(by).zip(self.versions.get(lost)).map(|(by, lost)| (by.timestamp, lost.timestamp));
        let (lost, by) = (self.clock(lost), self.clock(by));
        match (self.versioning, times) {
            (Versioning::LastWriteWins, Some((later, earlier))) if later > earlier => {
                let times = compared_times(later, earlier);
                format!("{by} has the later time ({times}), and takes the place of {lost}, which it never read.")
            }
            (Versioning::LastWriteWins, _) => {
                format!(
                    "{by} has the same time and the greater value, and takes the place of {lost}, which it never read."
                )
            }
            _ => format!("By its clock {by} descends from {lost}, and takes its place; but its put had never read it."),
        }
    }

    /// Which versions are current, in a sentence or two.
    pub fn current_in_words(&self) -> String {
        let current = match self.current().count() {
            0 => "No version is current.".to_owned(),
            1 => "1 version is current.".to_owned(),
            2 => "2 siblings: neither put had read the other.".to_owned(),
            many => format!("{many} siblings: no put had read another."),
        };
        match self.unrecognised() {
            0 => current,
            1 => format!("{current} 1 more stands beside what superseded it: a clock was cut, and does not show it."),
            many => format!(
                "{current} {many} more stand beside what superseded them: a clock was cut, and does not show it."
            ),
        }
    }

    /// How many versions are on one disk with another whose put had read them.
    fn unrecognised(&self) -> usize {
        let beside = |version: &KeyVersion, other: &usize| {
            let other = self.versions.get(*other);
            other.is_some_and(|other| other.kept_by.iter().any(|node| version.kept_by.contains(node)))
        };
        let kept = |version: &&KeyVersion| match &version.standing {
            Standing::Superseded { .. } => self.successors(version).iter().any(|other| beside(version, other)),
            _ => false,
        };
        self.versions.iter().filter(kept).count()
    }

    /// All versions whose puts had read this one, directly or by way of others.
    fn successors(&self, version: &KeyVersion) -> Vec<usize> {
        let mut found = version.read_by.clone();
        let mut next = 0;
        while let Some(index) = found.get(next).copied() {
            let further = self.versions.get(index).map_or(&[][..], |version| &version.read_by);
            for index in further {
                if !found.contains(index) {
                    found.push(*index);
                }
            }
            next += 1;
        }
        found
    }

    /// A client's context in one sentence: what it has read, and what its next put would do.
    pub fn context_in_words(&self, context: &ClientContext) -> String {
        let ClientContext { client, clock, has_read, has_not_read } = context;
        let current = |indices: &[usize]| self.clocks(indices);
        match (clock.is_empty(), has_read.as_slice(), has_not_read.as_slice()) {
            (true, _, []) => format!("{client} has read nothing of it, and nothing is there."),
            (true, _, unread) => {
                format!("{client} has read nothing of it. A put now is blind: a sibling of {}.", current(unread))
            }
            (_, [], []) => format!("{client} has read {clock}."),
            (_, [], unread) => {
                format!("{client} has read only older versions. A put now becomes a sibling of {}.", current(unread))
            }
            (_, [read], []) => format!("{client} has read {}. A put now supersedes it.", current(&[*read])),
            (_, read, []) => format!("{client} has read {}. A put now reconciles them.", current(read)),
            (_, read, unread) => format!(
                "{client} has read {}, but not {}. A put now supersedes the one and becomes a sibling of the other.",
                current(read),
                current(unread)
            ),
        }
    }

    fn clock(&self, index: usize) -> &str {
        self.versions.get(index).map_or("", |version| &version.clock)
    }

    fn clocks(&self, indices: &[usize]) -> String {
        list(indices.iter().map(|index| self.clock(*index)).collect::<Vec<_>>().into_iter())
    }

    fn read(&self, version: &KeyVersion) -> String {
        match version.parents.as_slice() {
            [] if version.blind => "The put had read nothing: it is blind.".to_owned(),
            [] => "The put had read only versions older than these.".to_owned(),
            [one] => format!("The put had read {}.", self.clock(*one)),
            many => format!("The put had read {}, and reconciles them.", self.clocks(many)),
        }
    }

    fn standing(&self, index: usize, version: &KeyVersion) -> String {
        match &version.standing {
            Standing::Current => {
                let siblings: Vec<usize> = self.current().filter(|other| *other != index).collect();
                let where_it_is = kept(version);
                if !version.read_by.is_empty() {
                    let gone = self.clocks(&version.read_by);
                    return format!("It is back, {where_it_is}: {gone} had superseded it, and is lost.");
                }
                if siblings.is_empty() {
                    format!("It is current, {where_it_is}.")
                } else {
                    format!(
                        "It is a sibling of {}: neither had read the other. It is {where_it_is}.",
                        self.clocks(&siblings)
                    )
                }
            }
            Standing::Superseded { by } if by.len() == 1 => {
                format!("Superseded by {}, whose put had read it.", self.clocks(by))
            }
            Standing::Superseded { by } => format!("Superseded by {}, whose puts had read it.", self.clocks(by)),
            Standing::Lost { displaced_by: Some(by) } => format!("Lost. {}", self.explain_loss(index, *by)),
            Standing::Lost { displaced_by: None } => {
                "Lost: no disk holds it any more, and no put had read it.".to_owned()
            }
            Standing::Dropped { displaced_by: Some(by) } => format!("Overwritten. {}", self.explain_loss(index, *by)),
            Standing::Dropped { displaced_by: None } => "No disk holds it, and nobody was promised it.".to_owned(),
        }
    }
}

fn value(version: &KeyVersion) -> String {
    version.value.as_deref().map_or_else(|| "deleted".to_owned(), quoted_value)
}

/// Who incremented which counter, and why.
fn made(version: &KeyVersion) -> String {
    let KeyVersion { client, coordinator, dot: (actor, counter), deletes, .. } = version;
    let request = if *deletes { "delete" } else { "put" };
    let before = counter.saturating_sub(1);
    let counts = if actor == coordinator {
        format!("{coordinator}’s counter goes from {before} to {counter}")
    } else {
        format!("its disk was wiped, so it counts anew as {actor}, from {before} to {counter}")
    };
    format!("{client}’s {request}. {coordinator} coordinated it, so {counts}.")
}

fn kept(version: &KeyVersion) -> String {
    let on = list(version.kept_by.iter().map(String::as_str).collect::<Vec<_>>().into_iter());
    let mut indices = Vec::new();
    if !on.is_empty() {
        indices.push(format!("on {on}"));
    }
    for (keeper, owner) in &version.hinted_at {
        indices.push(format!("kept by {keeper} for {owner}"));
    }
    if indices.is_empty() { "on its way to a disk".to_owned() } else { indices.join(", ") }
}

fn promised(version: &KeyVersion) -> Saying {
    let client = &version.client;
    match (version.promised_at, version.failed_at) {
        (Some(step), _) => Saying { words: format!("{client} was told “done” at step {step}."), step: Some(step) },
        (None, Some(step)) => Saying {
            words: format!("{client} was told at step {step} that it failed; what is stored stays stored."),
            step: Some(step),
        },
        (None, None) => Saying { words: format!("{client} has no answer yet."), step: None },
    }
}
