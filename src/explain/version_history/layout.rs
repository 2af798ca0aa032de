//! Where the versions stand when their history is drawn: one layer below the other by causal depth, concurrent ones
//! side by side. Figure 3 comes out as Figure 3.

/// Where everything stands. A unit across is the distance between two neighbours, a unit down that between two layers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layout {
    /// Versions side by side where there are most.
    pub width: usize,
    /// Layers from top to bottom.
    pub layers: usize,
    /// How many lanes stand side by side in each layer.
    pub lanes: Vec<usize>,
    /// One place for each version.
    pub positions: Vec<GridPosition>,
    /// One way for each edge.
    pub routes: Vec<Route>,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPosition {
    /// From the left, in distances between neighbours.
    pub across: f64,
    /// From the top.
    pub layer: usize,
}

/// The way of an edge from a version down to one whose put had read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The version that was read.
    pub from: usize,
    /// The version that was put.
    pub to: usize,
    /// The places that it goes through, the two ends among them, one a layer.
    pub through: Vec<GridPosition>,
}

/// What stands in a layer.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Version(usize),
    /// Room beside a later layer for what goes on from a version: an edge, or the version's still being current.
    Lane(usize),
}

impl Item {
    fn version(self) -> usize {
        match self {
            Self::Version(version) | Self::Lane(version) => version,
        }
    }
}

/// Lays out versions: `parents` holds for each the earlier ones that its put had read, `open` whether it is current, so
/// that its lane stays its own to the last layer.
pub fn layout(parents: &[Vec<usize>], open: &[bool]) -> Layout {
    let depths = depths(parents);
    let layers = depths.iter().max().map_or(0, |deepest| deepest + 1);
    let ends = lane_ends(parents, open, &depths, layers);
    let mut rows: Vec<Vec<(Item, f64)>> = Vec::with_capacity(layers);
    for layer in 0..layers {
        let mut row: Vec<(Item, f64)> = Vec::new();
        for (version, depth) in depths.iter().enumerate() {
            let above = |from: usize| rows.last().and_then(|row| across(row, from)).unwrap_or(0.0);
            if *depth == layer {
                let sum: f64 = parents[version].iter().map(|parent| above(*parent)).sum();
                row.push((Item::Version(version), sum / parents[version].len().max(1) as f64));
            } else if *depth < layer && layer < ends[version] {
                row.push((Item::Lane(version), above(version)));
            }
        }
        let wanted = |(item, wish): &(Item, f64)| (*wish, item.version());
        row.sort_unstable_by(|one, other| wanted(one).partial_cmp(&wanted(other)).unwrap_or(std::cmp::Ordering::Equal));
        centre(&mut row);
        rows.push(row);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let middle = width.saturating_sub(1) as f64 / 2.0;
    let position = |version: usize, layer: usize| GridPosition {
        across: middle + rows.get(layer).and_then(|row| across(row, version)).unwrap_or(0.0),
        layer,
    };
    let routes = parents.iter().enumerate().flat_map(|(to, read)| read.iter().map(move |from| (*from, to)));
    let routes = routes.map(|(from, to)| {
        let mut through: Vec<GridPosition> = (depths[from]..depths[to]).map(|layer| position(from, layer)).collect();
        through.push(position(to, depths[to]));
        Route { from, to, through }
    });
    let routes = routes.collect();
    let positions = depths.iter().enumerate().map(|(version, layer)| position(version, *layer)).collect();
    Layout { width, layers, lanes: rows.iter().map(Vec::len).collect(), positions, routes }
}

/// How many versions, one having read the other, lead up to each.
fn depths(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(parents.len());
    for read in parents {
        depths.push(read.iter().filter_map(|parent| depths.get(*parent)).max().map_or(0, |deepest| deepest + 1));
    }
    depths
}

/// The layer before which the lane of each version ends.
fn lane_ends(parents: &[Vec<usize>], open: &[bool], depths: &[usize], layers: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = open.iter().map(|open| if *open { layers } else { 0 }).collect();
    for (version, read) in parents.iter().enumerate() {
        for parent in read {
            if let Some(end) = ends.get_mut(*parent) {
                *end = (*end).max(depths[version]);
            }
        }
    }
    ends
}

/// Puts a row evenly around zero, in its order.
fn centre(row: &mut [(Item, f64)]) {
    let middle = row.len().saturating_sub(1) as f64 / 2.0;
    for (index, (_, across)) in row.iter_mut().enumerate() {
        *across = index as f64 - middle;
    }
}

fn across(row: &[(Item, f64)], version: usize) -> Option<f64> {
    row.iter().find(|(item, _)| item.version() == version).map(|(_, across)| *across)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(parents: &[&[usize]]) -> Layout {
        let parents: Vec<Vec<usize>> = parents.iter().map(|read| read.to_vec()).collect();
        let open: Vec<bool> =
            (0..parents.len()).map(|version| !parents.iter().any(|read| read.contains(&version))).collect();
        layout(&parents, &open)
    }

    fn check(parents: &[&[usize]], expect: &[(f64, usize)]) {
        let positions: Vec<(f64, usize)> =
            laid(parents).positions.iter().map(|position| (position.across, position.layer)).collect();
        assert_eq!(positions, expect);
    }

    #[test]
    fn figure_3_is_figure_3() {
        check(&[&[], &[0], &[1], &[1], &[2, 3]], &[(0.5, 0), (0.5, 1), (0.0, 2), (1.0, 2), (0.5, 3)]);
        let layout = laid(&[&[], &[0], &[1], &[1], &[2, 3]]);
        assert_eq!((layout.width, layout.layers, layout.routes.len()), (2, 4, 5));
    }

    #[test]
    fn a_chain_is_a_line_and_siblings_are_a_row() {
        check(&[&[], &[0], &[1]], &[(0.0, 0), (0.0, 1), (0.0, 2)]);
        let nine = laid(&[&[][..]; 9]);
        assert_eq!((nine.width, nine.layers), (9, 1));
        let across: Vec<f64> = nine.positions.iter().map(|position| position.across).collect();
        assert_eq!(across, (0..9).map(f64::from).collect::<Vec<_>>());
    }

    #[test]
    fn a_sibling_that_stands_still_keeps_its_lane_beside_one_that_goes_on() {
        // 1 goes on to 3 and 4, 2 waits.
        check(&[&[], &[0], &[0], &[1], &[3]], &[(0.5, 0), (0.0, 1), (1.0, 1), (0.0, 2), (0.0, 3)]);
    }

    #[test]
    fn a_long_edge_goes_around_what_lies_between() {
        // 4 joins the long chain 0, 1, 2 and the short one 3, which had read 0 as well.
        let layout = laid(&[&[], &[0], &[1], &[0], &[2, 3]]);
        let route = layout.routes.iter().find(|route| (route.from, route.to) == (3, 4)).unwrap();
        assert_eq!(route.through.len(), 3, "{route:?}");
        let met = |position: &GridPosition| layout.positions.iter().filter(|other| *other == position).count();
        assert_eq!(route.through.iter().map(met).sum::<usize>(), 2, "only its own ends: {route:?}");
    }

    #[test]
    fn no_two_versions_share_a_place_and_every_edge_goes_down() {
        // Two writers who each read their own last write, and a reader of both now and then.
        let mut parents: Vec<Vec<usize>> = vec![vec![], vec![]];
        for version in 2..120 {
            parents.push(if version % 7 == 0 { vec![version - 2, version - 1] } else { vec![version - 2] });
        }
        let layout = layout(&parents, &vec![false; parents.len()]);
        for (version, position) in layout.positions.iter().enumerate() {
            assert!(!layout.positions[..version].contains(position), "{version} at {position:?}");
            assert!(position.across >= 0.0 && position.across < layout.width as f64);
        }
        for route in &layout.routes {
            assert!(route.through.windows(2).all(|pair| pair[1].layer == pair[0].layer + 1), "{route:?}");
        }
    }
}
