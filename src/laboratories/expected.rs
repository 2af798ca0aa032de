//! What theory expects of load: closed forms for arcs between uniform random points.
//!
//! S nodes of T tokens each, V = S·T, N copies. The *coefficient of variation* is the standard deviation of a node's load
//! over its mean.
//!
//! * N = 1: a share of the ring is Beta(T, V−T), with mean 1/S and variance (S−1)/(S²(V+1)), so that CV² = (S−1)/(V+1),
//!   about 1/T: tokens even out what one position each leaves to chance.
//! * Strategy 3, V = Q: all arcs are alike, and what is left is that a walk skips nodes that it has met.
//! * Strategy 1 with N copies has both.
//! * Strategy 2 rounds each arc to whole partitions: as strategy 1 while V is far below Q, and (S−N)/(NQ) far above.

use crate::dynamo::partitioning::Strategy;

/// CV² of a node's load. Exact for N = 1; `tokens` may be a mean.
pub fn cv_squared(strategy: Strategy, nodes: usize, tokens: f64, n: usize, partitions: usize) -> f64 {
    let (s, n) = (nodes as f64, n.min(nodes) as f64);
    let tokens_in_all = s * tokens;
    if nodes < 2 || n >= s {
        return 0.0;
    }
    // With another spread of the arcs, `arcs` is their variance over their squared mean.
    let copies_of_arcs = |arcs: f64| {
        let skipping = skipping(nodes, n as usize, tokens_in_all);
        let by_arcs = if tokens_in_all > 1.0 { (s / n - 1.0 - skipping) / (tokens_in_all - 1.0) } else { 0.0 };
        arcs * by_arcs + skipping
    };
    let of_points = (tokens_in_all - 1.0) / (tokens_in_all + 1.0);
    match strategy {
        Strategy::RandomTokens => copies_of_arcs(of_points),
        Strategy::RandomTokensEqualPartitions => {
            // A node has copies of runs of some N arcs in a row, and a run as a whole is rounded, not each arc of it.
            let mean = partitions as f64 / tokens_in_all;
            let rounding = rounding(mean, n) / (n * mean * mean);
            copies_of_arcs(of_points + rounding)
        }
        Strategy::EqualPartitions => {
            let (each, rest) = (partitions as f64 / s, (partitions % nodes) as f64);
            let uneven = rest * (s - rest) / (s * s * each * each);
            skipping(nodes, n as usize, partitions as f64) + uneven
        }
    }
}

/// CV² of the number of arcs that a node has a copy of, when V arcs are dealt out evenly and at random: 0 for N = 1.
fn skipping(nodes: usize, n: usize, arcs: f64) -> f64 {
    let (s, copies, tokens) = (nodes as f64, n as f64, arcs / nodes as f64);
    let (mut a, mut b) = (0.0, 0.0);
    for distance in 0..n {
        let others = s - distance as f64;
        a += (copies - distance as f64) / others;
        b += 1.0 / others;
    }
    let e = 2.0 * s * a - copies;
    let c = e + s * (s - copies) * b - copies * s;
    let cv = (e - copies * copies - c * c / (s * (s - 1.0))) / (copies * copies * tokens) * (1.0 - 1.0 / tokens);
    if cv > 0.0 { cv } else { 0.0 }
}

/// The variance that rounding to whole partitions adds to a run of N arcs: the mean of f(1−f), f being what the run is above
/// a whole number of partitions. The run is a gamma variable of shape N and this mean for each arc, in partitions; the
/// mean is taken through the Fourier series f(1−f) = 1/6 − Σ cos(2πkf)/(πk)².
fn rounding(mean: f64, n: f64) -> f64 {
    use std::f64::consts::PI;
    if n * mean < 0.01 {
        return n * mean - n * (n + 1.0) * mean * mean;
    }
    let term = |k: u32| {
        let (k, turn) = (f64::from(k), 2.0 * PI * f64::from(k) * mean);
        libm::pow(1.0 + turn * turn, -0.5 * n) * libm::cos(n * libm::atan(turn)) / (PI * PI * k * k)
    };
    1.0 / 6.0 - (1..2_000).map(term).sum::<f64>()
}

/// CV² of the share of a node with so many of all tokens, N = 1: (V−T)/(T(V+1)), from Beta(T, V−T).
pub fn cv_squared_of_share(tokens: f64, tokens_in_all: f64) -> f64 {
    (tokens_in_all - tokens) / (tokens * (tokens_in_all + 1.0))
}

/// The highest load of S nodes over the mean load. Loads are taken for gamma variables of this CV², over their sum: with
/// N = 1 and strategy 1 that is what they are. With T = N = 1 it is the harmonic number of S.
pub fn max_over_mean(nodes: usize, cv_squared: f64) -> f64 {
    let mut found = MaxOverMean::new(nodes, cv_squared);
    found.advance(u64::MAX);
    found.value().unwrap_or(1.0)
}

/// [`max_over_mean`] on its way: of many tokens it takes longer than a page may stand still.
#[derive(Clone, Debug)]
pub(super) struct MaxOverMean {
    nodes: f64,
    shape: f64,
    log_gamma: f64,
    integral: Simpson,
    found: Option<f64>,
}

impl MaxOverMean {
    pub fn new(nodes: usize, cv_squared: f64) -> Self {
        let s = nodes as f64;
        let shape = ((s - 1.0) / cv_squared - 1.0) / s;
        let known = if nodes < 2 || cv_squared < 1e-12 {
            Some(1.0)
        } else if shape > 10_000.0 {
            Some(1.0 + libm::sqrt(s / (s - 1.0)) * libm::sqrt(cv_squared) * mean_maximum_of_normals(nodes))
        } else if shape < 0.05 {
            Some(s)
        } else {
            None
        };
        let upto = shape + 12.0 * libm::sqrt(shape) + 40.0;
        Self { nodes: s, shape, log_gamma: libm::lgamma(shape), integral: Simpson::new(upto, 2_000), found: known }
    }

    /// Goes on; what is left of the work that was allowed.
    pub fn advance(&mut self, work: u64) -> u64 {
        let (nodes, shape, log_gamma) = (self.nodes, self.shape, self.log_gamma);
        // The series of the gamma distribution has more terms the larger the shape is.
        let each = 20 + shape.min(10_000.0).sqrt() as u64;
        let mut left = work;
        while self.found.is_none() && left > 0 {
            left = left.saturating_sub(each);
            let above = |x: f64| 1.0 - libm::pow(gamma_distribution(shape, log_gamma, x), nodes);
            self.found = self.integral.next(above).map(|integral| integral / shape);
        }
        left
    }

    pub fn value(&self) -> Option<f64> {
        self.found
    }
}

/// The mean of the highest of so many standard normal variables.
pub fn mean_maximum_of_normals(count: usize) -> f64 {
    let below = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let power = |x: f64| libm::pow(x, count as f64);
    integral(9.0, 1_000, |x| 1.0 - power(below(x)) - power(below(-x)))
}

/// 1 + 1/2 + … + 1/n.
pub fn harmonic(n: usize) -> f64 {
    (1..=n).map(|k| 1.0 / k as f64).sum()
}

fn integral(upto: f64, pairs: usize, function: impl Fn(f64) -> f64) -> f64 {
    let mut rule = Simpson::new(upto, pairs);
    loop {
        if let Some(integral) = rule.next(&function) {
            return integral;
        }
    }
}

/// Simpson's rule from 0, one place after another.
#[derive(Clone, Debug)]
struct Simpson {
    pairs: usize,
    width: f64,
    index: usize,
    sum: f64,
}

impl Simpson {
    fn new(upto: f64, pairs: usize) -> Self {
        Self { pairs, width: upto / (2 * pairs) as f64, index: 0, sum: 0.0 }
    }

    /// Adds the next place; the integral, if it was the last one.
    fn next(&mut self, function: impl Fn(f64) -> f64) -> Option<f64> {
        let weight = match self.index {
            0 => 1.0,
            end if end == 2 * self.pairs => 1.0,
            odd if odd % 2 == 1 => 4.0,
            _ => 2.0,
        };
        self.sum += weight * function(self.index as f64 * self.width);
        self.index += 1;
        (self.index > 2 * self.pairs).then(|| self.sum * self.width / 3.0)
    }
}

/// The chance that a gamma variable of this shape and scale 1 is at most x: the regularised incomplete gamma function, by
/// its series or its continued fraction.
fn gamma_distribution(shape: f64, log_gamma: f64, x: f64) -> f64 {
    const CLOSE: f64 = 1e-14;
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - log_gamma);
    if x < shape + 1.0 {
        let (mut term, mut sum, mut k) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * CLOSE {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        return front * sum;
    }
    // Lentz's method; the denominators stay positive here.
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for k in 1..5_000 {
        let k = f64::from(k);
        let a = -k * (k - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < CLOSE {
            break;
        }
    }
    1.0 - front * fraction
}
