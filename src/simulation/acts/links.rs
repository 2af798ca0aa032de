//! Links that are cut, one way: what is sent over them is lost.

use crate::dynamo::message::Endpoint;
use crate::dynamo::report::{ActNote, Note};
use crate::input::refusal::Refusal;
use crate::scenario::Link;
use crate::simulation::network::Cut;
use crate::simulation::{Record, World};

impl World {
    pub(super) fn cut(&mut self, link: &Link) -> Result<Record, Refusal> {
        let cut = self.cut_of(link)?;
        if !self.network.cut(cut) {
            let allowed = "a link that is not cut already";
            return Err(Refusal::field("already-cut", "from", words(link), allowed));
        }
        Ok(self.remark(Note::Act(ActNote::Cut { link: told(link) })))
    }

    pub(super) fn mend_link(&mut self, link: &Link) -> Result<Record, Refusal> {
        let ends = self.names.find(&link.from).zip(self.names.find(&link.to));
        let is_mended = ends.is_some_and(|(from, to)| self.network.mend_cut(Cut { from, to, kind: link.kind }));
        if !is_mended {
            let cuts: Vec<String> = self.network.cuts().map(|cut| self.cut_words(*cut)).collect();
            let allowed = if cuts.is_empty() { "a link that is cut, and none is".into() } else { cuts.join(", ") };
            return Err(Refusal::field("not-cut", "from", words(link), &allowed));
        }
        Ok(self.remark(Note::Act(ActNote::Mended { link: told(link) })))
    }

    fn cut_of(&mut self, link: &Link) -> Result<Cut, Refusal> {
        if link.from == link.to {
            return Err(Refusal::field("same-node", "to", format!("{:?}", link.to), "another one than from"));
        }
        let (from, to) = self.link(&link.from, &link.to)?;
        Ok(Cut { from, to, kind: link.kind })
    }

    /// A cut link by its names, as a refusal lists it.
    fn cut_words(&self, cut: Cut) -> String {
        let name = |endpoint: Endpoint| self.names.endpoint(endpoint).to_owned();
        words(&Link { from: name(cut.from), to: name(cut.to), kind: cut.kind })
    }
}

fn words(Link { from, to, kind }: &Link) -> String {
    let kind = kind.map(|kind| format!(" ({})", kind.as_str())).unwrap_or_default();
    format!("{from:?} to {to:?}{kind}")
}

fn told(link: &Link) -> crate::dynamo::report::CutLink {
    let Link { from, to, kind } = link.clone();
    crate::dynamo::report::CutLink { from, to, kind }
}
