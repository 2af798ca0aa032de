//! The ring: every token in order, and who owns it.

use super::{Position, Range, Zones, deal_partitions, end_of_partition, end_of_partition_of};
use crate::dynamo::planted_faults::{Fault, planted};
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use std::cmp::Reverse;
use std::sync::Arc;

/// A physical node, as a number: its place in the list of nodes that the ring was made from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u16);

impl NodeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One position that a node owns: a virtual node of the paper.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Token {
    /// Where it lies.
    pub position: Position,
    /// Whose it is.
    pub owner: NodeId,
}

/// A node and the positions of its tokens, in any order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeTokens {
    /// The physical node.
    pub node: NodeId,
    /// Its positions.
    pub positions: Vec<Position>,
}

/// The tokens that a node has when it is given a count of them: MD5 of `{name}-0`, `{name}-1`, …
pub fn default_tokens(name: &str, count: usize) -> Vec<Position> {
    (0..count).map(|number| Position::from_token(name, number)).collect()
}

/// All tokens of a cluster, clockwise from position zero. Section 4.2.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Ring {
    tokens: Vec<Token>,
    nodes: Vec<NodeId>,
    /// Q, when not positions but equal partitions are placed: strategy 2 of section 6.2.
    partitions: Option<usize>,
    /// Where the nodes stand, when copies are spread over that.
    zones: Option<Arc<Zones>>,
    /// Where to begin to look for a position: the ring cut into equal arcs, and for each the place of its first token.
    /// MD5 spreads tokens evenly, so that few lie in one arc.
    arcs: Vec<u32>,
}

impl Ring {
    /// The ring of these nodes. Without nodes it is empty, and no key has a home. A node may be listed without tokens:
    /// it then owns nothing.
    ///
    /// # Errors
    /// `duplicate-token` when two tokens share a position (whose would the key be?), `too-many-nodes`,
    /// `too-many-tokens`.
    pub fn new(nodes: impl IntoIterator<Item = NodeTokens>) -> Result<Self, Refusal> {
        let mut ring = Self::default();
        for NodeTokens { node, positions } in nodes {
            if positions.len() > MAX_TOKENS_PER_NODE {
                let allowed = format!("at most {MAX_TOKENS_PER_NODE} a node");
                return Err(Refusal::field("too-many-tokens", "tokens", positions.len(), &allowed));
            }
            ring.nodes.push(node);
            ring.tokens.extend(positions.into_iter().map(|position| Token { position, owner: node }));
        }
        if ring.nodes.len() > MAX_NODES {
            let allowed = format!("at most {MAX_NODES}");
            return Err(Refusal::field("too-many-nodes", "nodes", ring.nodes.len(), &allowed));
        }
        ring.put_in_order();
        match ring.duplicate() {
            Some(position) => Err(Refusal::new(
                "duplicate-token",
                format!("tokens: position {position} is given twice; each token needs a position of its own."),
            )),
            None => Ok(ring),
        }
    }

    /// The ring of nodes that may claim the same positions: a disputed one belongs to the node of the highest rank, and of
    /// equal ranks to the one with the highest number. Every node keeps its undisputed tokens.
    pub fn from_claims<Rank: Ord + Copy>(claims: impl IntoIterator<Item = (Rank, NodeTokens)>) -> Self {
        let mut claims: Vec<(Rank, NodeTokens)> = claims.into_iter().collect();
        let nodes = claims.iter().map(|(_, tokens)| tokens.node).collect();
        claims.sort_by_key(|(rank, tokens)| Reverse((*rank, tokens.node)));
        let tokens_of = |(_, NodeTokens { node, positions }): (Rank, NodeTokens)| {
            positions.into_iter().map(move |position| Token { position, owner: node })
        };
        let mut ring = Self { tokens: claims.into_iter().flat_map(tokens_of).collect(), nodes, ..Self::default() };
        ring.put_in_order();
        if ring.duplicate().is_some() {
            if planted(Fault::NoRingWhenClaimsCollide) {
                return Self::default();
            }
            ring.tokens.dedup_by_key(|token| token.position);
            ring.put_in_order();
        }
        ring
    }

    /// The first position that is there twice.
    fn duplicate(&self) -> Option<Position> {
        let pair = self.tokens.windows(2).find(|pair| pair[0].position == pair[1].position)?;
        Some(pair[0].position)
    }

    /// The same tokens, but a key is placed where the end of its partition is, of so many equal ones: strategy 2 of
    /// section 6.2.
    #[must_use]
    pub fn placing_partitions(mut self, partitions: usize) -> Self {
        self.partitions = Some(partitions.max(1));
        self
    }

    /// The same tokens, but the copies of a key are spread over these zones.
    #[must_use]
    pub fn spreading_over(mut self, zones: Zones) -> Self {
        self.zones = Some(Arc::new(zones));
        self
    }

    /// The zones that copies are spread over, if they are.
    pub fn zones(&self) -> Option<&Zones> {
        self.zones.as_deref()
    }

    /// The ring of so many equal partitions, once these nodes have joined in this order and those have left again:
    /// strategy 3 of section 6.2.
    pub fn from_partitions(joined: &[NodeId], left: &[NodeId], partitions: usize) -> Self {
        let dealt = deal_partitions(joined, left, partitions);
        let tokens = dealt.into_iter().map(|(position, owner)| Token { position, owner }).collect();
        let nodes = joined.iter().filter(|node| !left.contains(node)).copied().collect();
        let mut ring = Self { tokens, nodes, ..Self::default() };
        ring.put_in_order();
        ring
    }

    /// Puts the tokens in order, clockwise from zero: first by about one arc for each, then within each arc, where as a
    /// rule there are one or two. Tokens of one position keep their order.
    fn put_in_order(&mut self) {
        if self.tokens.is_empty() {
            return;
        }
        let count = self.tokens.len().next_power_of_two();
        let mut arcs = vec![0; count + 1];
        self.tokens.iter().for_each(|token| arcs[arc_of(token.position, count) + 1] += 1);
        for arc in 0..count {
            arcs[arc + 1] += arcs[arc];
        }
        let (mut free, mut ordered) = (arcs.clone(), self.tokens.clone());
        for token in &self.tokens {
            let index = &mut free[arc_of(token.position, count)];
            ordered[*index as usize] = *token;
            *index += 1;
        }
        for bounds in arcs.windows(2).filter(|bounds| bounds[1] - bounds[0] > 1) {
            ordered[bounds[0] as usize..bounds[1] as usize].sort_by_key(|token| token.position);
        }
        (self.tokens, self.arcs) = (ordered, arcs);
    }

    /// The same ring with other numbers for its nodes, in the order in which `nodes` lists the old numbers: a node's
    /// new number is its place there. `None` when the ring has a node that is not listed.
    pub fn renumbered(&self, nodes: &[NodeId]) -> Option<Self> {
        let most = nodes.iter().map(|node| node.index() + 1).max().unwrap_or(0);
        let mut indices = vec![None; most];
        for (index, node) in nodes.iter().enumerate() {
            indices[node.index()] = Some(NodeId(index as u16));
        }
        let renumber = |token: &Token| {
            let owner = *indices.get(token.owner.index())?;
            Some(Token { position: token.position, owner: owner? })
        };
        let tokens = self.tokens.iter().map(renumber).collect::<Option<Vec<Token>>>()?;
        let zones = self.zones.as_ref().map(|zones| Arc::new(zones.renumbered(nodes)));
        let nodes = (0..nodes.len()).map(|index| NodeId(index as u16)).collect();
        Some(Self { tokens, nodes, zones, ..self.clone() })
    }

    /// Every token, clockwise from position zero.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Every physical node, in the order in which the ring was given them.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// The place in [`Ring::tokens`] of the token that a position belongs to: the first one at or after it, wrapping
    /// round. `None` on an empty ring.
    pub fn token_of(&self, position: Position) -> Option<usize> {
        let count = self.tokens.len();
        if count == 0 {
            return None;
        }
        let position = self.partitions.map_or(position, |partitions| end_of_partition_of(position, partitions));
        let arc = arc_of(position, self.arcs.len() - 1);
        let (first, next) = (self.arcs[arc] as usize, self.arcs[arc + 1] as usize);
        let index = first + self.tokens[first..next].partition_point(|token| token.position < position);
        Some(if index == count { 0 } else { index })
    }

    /// The node whose token a position belongs to.
    pub fn owner_of(&self, position: Position) -> Option<NodeId> {
        self.token_of(position).map(|index| self.tokens[index].owner)
    }

    /// The tokens met when walking clockwise from a position, each once.
    pub fn clockwise_from(&self, position: Position) -> impl Iterator<Item = Token> + '_ {
        self.clockwise_from_index(self.token_of(position).unwrap_or(0))
    }

    /// The tokens met when walking clockwise from the one at this place, each once.
    pub fn clockwise_from_index(&self, index: usize) -> impl Iterator<Item = Token> + '_ {
        self.tokens[index..].iter().chain(&self.tokens[..index]).copied()
    }

    /// The range that the token at this place owns: (previous token, token].
    pub fn range_of(&self, index: usize) -> Range {
        let previous = if index == 0 { self.tokens.len() - 1 } else { index - 1 };
        Range { after: self.tokens[previous].position, upto: self.tokens[index].position }
    }

    /// Every range that is placed as one, with the token that owns it, clockwise: one a token, or one a partition. They
    /// cover the ring without overlap.
    pub fn ranges(&self) -> impl Iterator<Item = (Token, Range)> + '_ {
        let partitions = if self.tokens.is_empty() { 0 } else { self.partitions.unwrap_or(0) };
        let by_partition = (0..partitions).filter_map(move |number| {
            let upto = end_of_partition(number, partitions);
            let after = end_of_partition((number + partitions - 1) % partitions, partitions);
            Some((self.tokens[self.token_of(upto)?], Range { after, upto }))
        });
        let by_token = self.tokens.iter().enumerate().filter(move |_| partitions == 0);
        by_token.map(|(index, token)| (*token, self.range_of(index))).chain(by_partition)
    }

    /// The part of the ring that each node's tokens own, in the order of [`Ring::nodes`]. They add to 1 unless the ring
    /// is empty.
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.nodes.iter().map(|node| node.index() + 1).max().unwrap_or(0)];
        for (token, range) in self.ranges().skip(usize::from(planted(Fault::ForgetTheWrap))) {
            shares[token.owner.index()] += range.share();
        }
        self.nodes.iter().map(|node| shares[node.index()]).collect()
    }
}

/// The arc that a position lies in, of so many; their count is a power of two, and at most the limit of tokens.
fn arc_of(position: Position, count: usize) -> usize {
    (((position.0 >> 96) as u64 * count as u64) >> 32) as usize
}
