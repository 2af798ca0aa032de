//! The time axis of the diagram. Time is to scale, except for long stretches without events: those are shortened, and
//! each break states how many milliseconds it leaves out.

/// The usual distance between neighbouring events, in units.
const USUAL_GAP: f64 = 22.0;
/// Longer stretches without events are shortened to this many units.
const LONGEST_GAP: f64 = 260.0;
const BREAK: f64 = 72.0;
/// Room before the first event and after the last one, in units.
const MARGIN: f64 = 28.0;

/// A shortened stretch.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Break {
    /// The x coordinate of its middle.
    pub x: f64,
    /// The simulated time it stands for, in milliseconds.
    pub ms: f64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct TimeAxis {
    /// Times in milliseconds and their x coordinates, both increasing.
    knots: Vec<(f64, f64)>,
    /// The shortened stretches.
    pub breaks: Vec<Break>,
    /// Units per millisecond.
    pub scale: f64,
    /// Length in units.
    pub width: f64,
}

impl TimeAxis {
    /// The axis of events at these times in milliseconds, in order.
    pub fn new(times: &[f64]) -> Self {
        let scale = USUAL_GAP / usual_gap(times);
        let mut axis = Self { knots: Vec::new(), breaks: Vec::new(), scale, width: MARGIN };
        for &time in times {
            axis.go_to(time);
        }
        axis.width += MARGIN;
        axis
    }

    fn go_to(&mut self, time: f64) {
        let Some(&(before, x)) = self.knots.last() else { return self.knots.push((time, self.width)) };
        let ms = time - before;
        if ms <= 0.0 {
            return;
        }
        let gap = ms * self.scale;
        if gap > LONGEST_GAP {
            self.breaks.push(Break { x: x + BREAK / 2.0, ms });
        }
        self.width = x + if gap > LONGEST_GAP { BREAK } else { gap };
        self.knots.push((time, self.width));
    }

    /// The x coordinate of a time. Before the first event and after the last one, time is to scale as far as there is
    /// room.
    pub fn x(&self, time: f64) -> f64 {
        let after = self.knots.partition_point(|(known, _)| *known < time);
        let x = match (after.checked_sub(1).and_then(|index| self.knots.get(index)), self.knots.get(after)) {
            (Some(&(t0, x0)), Some(&(t1, x1))) => x0 + (x1 - x0) * (time - t0) / (t1 - t0),
            (Some(&(t0, x0)), None) => x0 + (time - t0) * self.scale,
            (None, Some(&(t1, x1))) => x1 - (t1 - time) * self.scale,
            (None, None) => MARGIN,
        };
        x.clamp(0.0, self.width)
    }
}

/// The median of the intervals between events, in milliseconds. The mean would let one long wait compress everything
/// else.
fn usual_gap(times: &[f64]) -> f64 {
    let mut gaps: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0).collect();
    gaps.sort_unstable_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xs(times: &[f64]) -> Vec<f64> {
        let axis = TimeAxis::new(times);
        times.iter().map(|time| axis.x(*time)).collect()
    }

    #[test]
    fn time_is_to_scale() {
        assert_eq!(xs(&[10.0, 11.0, 12.0, 14.0]), [28.0, 50.0, 72.0, 116.0]);
        let axis = TimeAxis::new(&[10.0, 11.0, 12.0, 14.0]);
        assert_eq!((axis.x(13.0), axis.width, axis.breaks.len()), (94.0, 144.0, 0));
    }

    #[test]
    fn a_long_wait_is_cut_short_and_says_so() {
        let axis = TimeAxis::new(&[0.0, 1.0, 2.0, 1_002.0, 1_003.0]);
        assert_eq!(axis.breaks, [Break { x: 72.0 + 36.0, ms: 1_000.0 }]);
        assert_eq!(axis.x(1_002.0) - axis.x(2.0), BREAK);
        assert_eq!(axis.x(1_003.0) - axis.x(1_002.0), axis.x(1.0) - axis.x(0.0), "it changes no scale beside it");
    }

    #[test]
    fn later_never_stands_before_earlier_and_all_stand_on_the_axis() {
        let times = [0.0, 0.0, 0.001, 3.0, 3.0, 90.0, 91.0, 5_000.0];
        let axis = TimeAxis::new(&times);
        let mut last = 0.0;
        for tenth in -100..=60_000 {
            let x = axis.x(f64::from(tenth) / 10.0);
            assert!(x >= last && x <= axis.width, "{tenth}: {x} after {last}");
            last = x;
        }
    }

    #[test]
    fn one_event_or_none_is_an_axis_too() {
        assert_eq!(TimeAxis::new(&[5.0]).x(5.0), 28.0);
        assert_eq!(TimeAxis::new(&[]).x(5.0), 28.0);
        assert!(TimeAxis::new(&[7.0, 7.0, 7.0]).width.is_finite());
    }
}
