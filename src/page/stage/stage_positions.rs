//! From names, as the snapshot gives them, to places on the stage.

use super::pictures::Addressee;
use crate::page::drawing::geometry::Point;
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::sides::Member;

/// Who is where.
pub struct StagePositions<'a> {
    /// The nodes.
    pub cluster: &'a Cluster,
    /// The clients.
    pub clients: &'a [String],
    /// Where they stand.
    pub placement: &'a StagePlacement,
}

impl StagePositions<'_> {
    /// The node or client of this name.
    pub fn member(&self, name: &str) -> Option<Member> {
        let client = || self.clients.iter().position(|client| client == name).map(Member::Client);
        self.cluster.index_of(name).map(Member::Node).or_else(client)
    }

    /// Where a node or client stands; a node that has left stands nowhere, which is drawn as the middle.
    pub fn position_of(&self, name: &str) -> Point {
        self.member(name).and_then(|member| self.placement.at(member)).unwrap_or_default()
    }

    /// A node as the addressee of a parcel.
    pub fn addressee(&self, name: &str) -> Option<Addressee> {
        let index = self.cluster.index_of(name)?;
        Some(Addressee { number: self.cluster.numbers[index], tag: self.cluster.tags[index].clone().into() })
    }
}
