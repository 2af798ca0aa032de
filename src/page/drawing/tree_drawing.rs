//! Where the branches of a Merkle tree stand: the root in the middle, each branch near the one above, and no two of a level
//! over each other.

use super::geometry::spread;
use crate::explain::tree_exchange::TreeBranch;

/// A branch of a drawn tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreePlace {
    pub depth: usize,
    pub index: usize,
    /// Its middle across, 0 to 1.
    pub x: f64,
    /// The middle of the branch above, which is at the same place for the root.
    pub above: f64,
}

/// The places of all branches, level by level; `apart` is the least distance of two neighbours, as a part of the width.
pub fn places(levels: &[Vec<TreeBranch>], apart: f64) -> Vec<TreePlace> {
    let mut places: Vec<TreePlace> = Vec::new();
    let mut above: Vec<f64> = vec![0.5];
    for (depth, level) in levels.iter().enumerate() {
        let half = 0.25 / 2_f64.powi(depth as i32 - 1);
        let parent = |branch: &TreeBranch| above.get(branch.above).copied().unwrap_or(0.5);
        let wanted: Vec<f64> = level
            .iter()
            .enumerate()
            .map(|(index, branch)| match (depth, index % 2) {
                (0, _) => 0.5,
                (_, 0) => parent(branch) - half.max(apart / 2.0),
                _ => parent(branch) + half.max(apart / 2.0),
            })
            .collect();
        let row = within(spread(&wanted, apart), apart / 2.0);
        let placed = level.iter().enumerate().zip(&row);
        places.extend(placed.map(|((index, branch), x)| TreePlace { depth, index, x: *x, above: parent(branch) }));
        above = row;
    }
    places
}

/// A row moved so that none of it is over the edge.
fn within(mut row: Vec<f64>, margin: f64) -> Vec<f64> {
    let (first, last) = (row.first().copied().unwrap_or(0.5), row.last().copied().unwrap_or(0.5));
    let shift = (margin - first).max(0.0) - (last - (1.0 - margin)).max(0.0);
    row.iter_mut().for_each(|x| *x += shift);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::tree_exchange::Half;

    fn level(above: &[usize]) -> Vec<TreeBranch> {
        let half = || Half { keys: 1, hash: "0000".to_owned() };
        let branch = |above: &usize| TreeBranch {
            above: *above,
            ours: half(),
            theirs: half(),
            differed: false,
            leaf: false,
            compared: true,
        };
        above.iter().map(branch).collect()
    }

    #[test]
    fn each_branch_stands_below_its_own_and_beside_its_neighbours() {
        let levels = [level(&[0]), level(&[0, 0]), level(&[0, 0, 1, 1]), level(&[3, 3])];
        let places = places(&levels, 0.2);
        let row = |depth: usize| places.iter().filter(move |place| place.depth == depth).map(|place| place.x);
        assert_eq!(row(0).collect::<Vec<_>>(), [0.5]);
        assert_eq!(row(1).collect::<Vec<_>>(), [0.25, 0.75]);
        let third: Vec<f64> = row(2).collect();
        assert!(third.windows(2).all(|pair| pair[1] - pair[0] >= 0.2 - 1e-9), "{third:?}");
        let last: Vec<f64> = row(3).collect();
        assert!(last[0] > 0.6 && last[1] <= 0.9 + 1e-9, "below the right half: {last:?}");
        assert!(places.iter().filter(|place| place.depth == 3).all(|place| place.above == third[3]));
    }
}
