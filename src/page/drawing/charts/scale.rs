//! Scales: from values to positions on a chart, and round values for the ticks.

/// How values are spaced on an axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Spacing {
    /// Equal differences are equally long.
    #[default]
    Linear,
    /// Equal ratios are equally long.
    Logarithmic,
}

/// Maps values to positions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    spacing: Spacing,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

/// The smallest value on a logarithmic axis.
const SMALLEST: f64 = 1e-9;

impl Scale {
    /// A scale that shows all these values between two positions. Without any value it shows 0 to 1.
    pub fn around(spacing: Spacing, values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let usable = |value: &f64| value.is_finite() && (spacing == Spacing::Linear || *value > 0.0);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(usable) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (
                if spacing == Spacing::Linear { 0.0 } else { 1.0 },
                if spacing == Spacing::Linear { 1.0 } else { 10.0 },
            );
        }
        match spacing {
            Spacing::Linear if high - low <= 0.0 => high = low + if low == 0.0 { 1.0 } else { low.abs() },
            Spacing::Logarithmic => {
                low = low.max(SMALLEST);
                high = if high <= low { low * 10.0 } else { high };
            }
            Spacing::Linear => {}
        }
        Self { spacing, low, high, from, to }
    }

    /// The same with its ends at round values, of which it has about so many. A logarithmic one begins and ends at 1, 2 or 5
    /// times a power of ten.
    pub fn to_round_ends(self, about: usize) -> Self {
        let (low, high) = match self.spacing {
            Spacing::Linear => {
                let step_of = |low: f64, high: f64| round_step((high - low) / about.max(1) as f64);
                let ends =
                    |step: f64| ((self.low / step + 1e-9).floor() * step, (self.high / step - 1e-9).ceil() * step);
                let mut step = step_of(self.low, self.high);
                // Between round ends there may be room for fewer values, whose ends are others.
                while step_of(ends(step).0, ends(step).1) > step * 1.001 {
                    step = step_of(ends(step).0, ends(step).1);
                }
                ends(step)
            }
            Spacing::Logarithmic => (round_digit(self.low, false), round_digit(self.high, true)),
        };
        Self { low, high, ..self }
    }

    /// The value at its lower end.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// What is to be said beside its label.
    pub fn note(&self) -> &'static str {
        match self.spacing {
            Spacing::Linear => "",
            Spacing::Logarithmic => ", logarithmic",
        }
    }

    /// The position of a value; beyond the ends, that of the end.
    pub fn at(&self, value: f64) -> f64 {
        let along = |value: f64| match self.spacing {
            Spacing::Linear => value,
            Spacing::Logarithmic => libm::log10(value.max(SMALLEST)),
        };
        let (low, high) = (along(self.low), along(self.high));
        let part = ((along(value) - low) / (high - low)).clamp(0.0, 1.0);
        self.from + (self.to - self.from) * if part.is_nan() { 0.0 } else { part }
    }

    /// About this many round values on the scale.
    pub fn ticks(&self, about: usize) -> Vec<f64> {
        match self.spacing {
            Spacing::Linear => self.linear_ticks(about.max(1)),
            Spacing::Logarithmic => self.logarithmic_ticks(about.max(2)),
        }
    }

    fn linear_ticks(&self, about: usize) -> Vec<f64> {
        let step = round_step((self.high - self.low) / about as f64);
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        (0..=(last - first).max(0.0) as usize).map(|index| (first + index as f64) * step).collect()
    }

    fn logarithmic_ticks(&self, about: usize) -> Vec<f64> {
        let (first, last) = (libm::log10(self.low).floor() as i32, libm::log10(self.high).ceil() as i32);
        let within = |value: &f64| *value >= self.low * 0.999 && *value <= self.high * 1.001;
        let of = |digits: &'static [f64]| -> Vec<f64> {
            let decades =
                (first..=last).flat_map(|decade| digits.iter().map(move |digit| digit * power_of_ten(decade)));
            decades.filter(within).collect()
        };
        let choices = [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]].map(of);
        let fits = choices.iter().find(|ticks| ticks.len() <= about + 1);
        let mut ticks = fits.unwrap_or(&choices[2]).clone();
        while ticks.len() > about + 1 {
            let mut index = 0;
            ticks.retain(|_| {
                index += 1;
                index % 2 == 1
            });
        }
        ticks
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below `step`.
fn round_step(step: f64) -> f64 {
    let unit = power_of_ten(libm::log10(step.max(SMALLEST)).floor() as i32);
    let digit = [1.0, 2.0, 5.0].into_iter().find(|digit| digit * unit >= step * 0.999).unwrap_or(10.0);
    digit * unit
}

/// The next of 1, 2 and 5 times a power of ten, up or down.
fn round_digit(value: f64, up: bool) -> f64 {
    let unit = power_of_ten(libm::log10(value).floor() as i32);
    let digits = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * unit);
    match up {
        true => digits.into_iter().find(|digit| *digit >= value * 0.999).unwrap_or(value),
        false => digits.into_iter().rfind(|digit| *digit <= value * 1.001).unwrap_or(value),
    }
}

fn power_of_ten(exponent: i32) -> f64 {
    let one = (0..exponent.unsigned_abs()).fold(1.0, |product: f64, _| product * 10.0);
    if exponent < 0 { 1.0 / one } else { one }
}

/// A number with three significant digits, and thousands in groups.
pub fn number_words(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    if size >= 1_000.0 {
        let whole = crate::explain::key_journey::words::thousands(size.round() as usize);
        return if value < 0.0 { format!("−{whole}") } else { whole };
    }
    let decimals = match size {
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ if size >= 0.1 => 3,
        _ if size >= 0.01 => 4,
        _ if size >= 0.001 => 5,
        _ => 7,
    };
    let text = format!("{size:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if value < 0.0 && text != "0" { format!("−{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spacing: Spacing, low: f64, high: f64, about: usize, expect: &[f64]) {
        let ticks = Scale::around(spacing, [low, high].into_iter(), 0.0, 100.0).ticks(about);
        assert_eq!(ticks.len(), expect.len(), "{ticks:?}");
        assert!(ticks.iter().zip(expect).all(|(a, b)| (a - b).abs() < 1e-9), "{ticks:?}");
    }

    #[test]
    fn ticks_are_round() {
        check(Spacing::Linear, 0.0, 1.0, 5, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        check(Spacing::Linear, 3.0, 47.0, 4, &[20.0, 40.0]);
        check(Spacing::Linear, -1.0, 1.0, 4, &[-1.0, -0.5, 0.0, 0.5, 1.0]);
        check(Spacing::Logarithmic, 1.0, 1_000.0, 4, &[1.0, 10.0, 100.0, 1_000.0]);
        check(Spacing::Logarithmic, 1.0, 20.0, 6, &[1.0, 2.0, 5.0, 10.0, 20.0]);
        check(Spacing::Logarithmic, 1e-6, 1.0, 4, &[1e-6, 1e-4, 1e-2, 1.0]);
    }

    #[test]
    fn a_scale_with_round_ends_begins_and_ends_on_a_tick() {
        let check = |spacing: Spacing, low: f64, high: f64, ends: [f64; 2]| {
            let scale = Scale::around(spacing, [low, high].into_iter(), 0.0, 100.0).to_round_ends(5);
            let ticks = scale.ticks(5);
            let found = [scale.low(), scale.high];
            assert!(
                found.iter().zip(ends).all(|(one, other)| (one - other).abs() < 1e-9),
                "{found:?} of {low} to {high}"
            );
            assert!(spacing == Spacing::Logarithmic || (ticks[0] - ends[0]).abs() < 1e-9, "{ticks:?}");
        };
        check(Spacing::Linear, 0.0, 0.834, [0.0, 1.0]);
        check(Spacing::Linear, 0.436, 1.0, [0.4, 1.0]);
        check(Spacing::Linear, 5.0, 104.0, [0.0, 150.0]);
        check(Spacing::Linear, 0.0, 1.0, [0.0, 1.0]);
        check(Spacing::Logarithmic, 3.2, 3_100.0, [2.0, 5_000.0]);
        check(Spacing::Logarithmic, 1.0, 10.0, [1.0, 10.0]);
    }

    #[test]
    fn values_find_their_places_and_odd_ones_do_no_harm() {
        let scale = Scale::around(Spacing::Logarithmic, [1.0, 100.0].into_iter(), 0.0, 100.0);
        assert!((scale.at(10.0) - 50.0).abs() < 1e-9);
        assert_eq!((scale.at(0.0), scale.at(1e9)), (0.0, 100.0));
        assert_eq!(scale.at(f64::NAN), 0.0);
        let upwards = Scale::around(Spacing::Linear, [0.0, 4.0].into_iter(), 300.0, 0.0);
        assert!((upwards.at(1.0) - 225.0).abs() < 1e-9);
        for values in [vec![], vec![f64::NAN], vec![0.0], vec![7.0, 7.0], vec![-3.0]] {
            for spacing in [Spacing::Linear, Spacing::Logarithmic] {
                let scale = Scale::around(spacing, values.iter().copied(), 0.0, 1.0);
                assert!(scale.ticks(5).len() < 20 && scale.at(1.0).is_finite());
            }
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, expect) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (12.345, "12.3"),
            (0.012345, "0.0123"),
            (999.6, "1000"),
            (1_234_567.0, "1,234,567"),
            (-2.5, "−2.5"),
            (1e-9, "0"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(number_words(value), expect);
        }
    }
}
