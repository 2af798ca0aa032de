//! Positions on the stage, looked up by the names in a snapshot.

use super::pictures::Addressee;
use crate::page::drawing::geometry::Point;
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::sides::Member;

pub struct StagePositions<'a> {
    pub cluster: &'a Cluster,
    pub clients: &'a [String],
    pub placement: &'a StagePlacement,
}

impl StagePositions<'_> {
    /// The node or client with this name.
    pub fn member(&self, name: &str) -> Option<Member> {
        let client = || self.clients.iter().position(|client| client == name).map(Member::Client);
        self.cluster.index_of(name).map(Member::Node).or_else(client)
    }

    /// The position of a node or client. A node that has left has none, which is drawn as the middle.
    pub fn position_of(&self, name: &str) -> Point {
        self.member(name).and_then(|member| self.placement.at(member)).unwrap_or_default()
    }

    /// A node as the owner of a parcel.
    pub fn addressee(&self, name: &str) -> Option<Addressee> {
        let index = self.cluster.index_of(name)?;
        Some(Addressee { number: self.cluster.numbers[index], tag: self.cluster.tags[index].clone().into() })
    }
}
