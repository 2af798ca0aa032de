//! Marks that tell series apart without colour: the shapes of dots, and the stripes of bars.

use super::{Dot, Hatch};
use crate::page::drawing::geometry::number;

/// Radius of a dot, in units.
const RADIUS: f64 = 4.0;
/// Distance between stripes, in units.
const BETWEEN_STRIPES: f64 = 6.0;
/// Narrower bars have no stripes. There may be a thousand bars, and stripes on all of them would be slow to draw.
const NARROWEST_STRIPED: f64 = 3.0;

/// A rectangle: left, top, right, bottom.
pub type Edges = [f64; 4];

/// The path of a dot at this position. Triangles are drawn slightly higher, so that they look as heavy as the others.
pub fn dot_path(dot: Dot, x: f64, y: f64) -> String {
    let [middle, left, right] = [x, x - RADIUS, x + RADIUS].map(number);
    let [top, level, bottom] = [y - RADIUS, y, y + RADIUS].map(number);
    match dot {
        Dot::Round => {
            let (radius, across) = (number(RADIUS), number(2.0 * RADIUS));
            format!("M{left} {level}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0Z")
        }
        Dot::Square => format!("M{left} {top}H{right}V{bottom}H{left}Z"),
        Dot::Triangle => format!("M{middle} {}L{right} {bottom}H{left}Z", number(y - 1.25 * RADIUS)),
    }
}

/// The path of the stripes on a bar; empty for a bar without stripes.
pub fn stripes(hatch: Hatch, bar: Edges) -> String {
    let [left, top, right, bottom] = bar;
    if right - left < NARROWEST_STRIPED {
        return String::new();
    }
    // All stripes of a chart lie on one grid, so that those of neighbouring bars line up.
    let raster = |from: f64, upto: f64, step: f64| {
        let first = (from / step).ceil() as i64;
        (first..).map(move |index| index as f64 * step).take_while(move |at| *at < upto)
    };
    match hatch {
        Hatch::Full => String::new(),
        Hatch::Level => {
            let [left, right] = [left, right].map(number);
            raster(top, bottom, BETWEEN_STRIPES).map(|y| format!("M{left} {}H{right}", number(y))).collect()
        }
        // Lines of constant x + y.
        Hatch::Slanted => raster(left + top, right + bottom, BETWEEN_STRIPES * std::f64::consts::SQRT_2)
            .map(|sum| {
                let (from, upto) = (left.max(sum - bottom), right.min(sum - top));
                let [x1, y1, x2, y2] = [from, sum - from, upto, sum - upto].map(number);
                format!("M{x1} {y1}L{x2} {y2}")
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_on_their_bar() {
        for hatch in [Hatch::Slanted, Hatch::Level] {
            for bar in [[10.0, 20.0, 40.0, 300.0], [10.0, 20.0, 13.0, 21.0], [0.5, 299.0, 90.0, 300.0]] {
                let path = stripes(hatch, bar);
                for stripe in path.split('M').filter(|stripe| !stripe.is_empty()) {
                    let numbers: Vec<f64> = stripe.split([' ', 'L', 'H']).map(|part| part.parse().unwrap()).collect();
                    for (index, number) in numbers.iter().enumerate() {
                        let (low, high) = if index % 2 == 0 { (bar[0], bar[2]) } else { (bar[1], bar[3]) };
                        assert!((low - 0.01..=high + 0.01).contains(number), "{hatch:?} on {bar:?}: {stripe}");
                    }
                }
            }
        }
    }

    #[test]
    fn only_bars_that_are_to_have_stripes_have_them_and_only_with_the_room_for_them() {
        let bar = [0.0, 0.0, 30.0, 60.0];
        assert_eq!(stripes(Hatch::Full, bar), "");
        assert_eq!(stripes(Hatch::Level, bar).matches('M').count(), 10);
        assert!(stripes(Hatch::Slanted, bar).matches('M').count() > 8);
        assert_eq!(stripes(Hatch::Slanted, [0.0, 0.0, 1.0, 300.0]), "");
        assert_eq!(stripes(Hatch::Level, [0.0, 60.0, 30.0, 60.0]), "", "a bar of nothing");
    }
}
