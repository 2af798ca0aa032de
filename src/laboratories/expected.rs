//! The load that theory expects: closed forms for arcs between uniform random points.
//!
//! S nodes have T tokens each, V = S·T in all, and N copies. The *coefficient of variation* (CV) is the standard deviation
//! of a node's load over its mean.
//!
//! * N = 1: V uniform points cut the circle into arcs that are Dirichlet(1, …, 1), so that the sum of T of them is
//!   Beta(T, V−T). Its mean is 1/S and its variance (S−1)/(S²(V+1)): CV² = (S−1)/(V+1), about 1/T.
//! * Strategy 1 with N copies: arcs vary, and so does the number of arcs of which a node has a copy, since the walk skips
//!   nodes that it has met. See [`cv_squared`].
//! * Strategy 3, V = Q: all arcs are equal, and only the skipping is left.
//! * Strategy 2 rounds each arc to whole partitions. For V ≪ Q it equals strategy 1; for V ≫ Q, the rounding alone is left
//!   and CV² tends to (S−N)/(NQ).

use crate::dynamo::partitioning::Strategy;

/// CV² of a node's load; `tokens` may be a mean. Exact for strategy 1 with N = 1.
///
/// Let K be the number of arcs of which a node has a copy; it is independent of their lengths. The lengths have the mean
/// 1/V, a variance σ², and the covariance −σ²/(V−1), since they add up to 1. So, given K, the load has the mean K/V and the
/// variance σ²K(V−K)/(V−1). By the law of total variance with E(K) = VN/S, κ = Var(K)/E(K)² and α = V²σ²:
/// CV² = α(S/N − 1 − κ)/(V−1) + κ. Here κ is `skipping`, and α = (V−1)/(V+1) for uniform points, as an arc is Beta(1, V−1).
pub fn cv_squared(strategy: Strategy, nodes: usize, tokens: f64, n: usize, partitions: usize) -> f64 {
    let (s, n) = (nodes as f64, n.min(nodes) as f64);
    let tokens_in_all = s * tokens;
    if nodes < 2 || n >= s {
        return 0.0;
    }
    // `arcs` is α: the variance of the arcs over their squared mean.
    let copies_of_arcs = |arcs: f64| {
        let skipping = skipping(nodes, n as usize, tokens_in_all);
        let by_arcs = if tokens_in_all > 1.0 { (s / n - 1.0 - skipping) / (tokens_in_all - 1.0) } else { 0.0 };
        arcs * by_arcs + skipping
    };
    let of_points = (tokens_in_all - 1.0) / (tokens_in_all + 1.0);
    match strategy {
        Strategy::RandomTokens => copies_of_arcs(of_points),
        Strategy::RandomTokensEqualPartitions => {
            // A node has copies of runs of about N arcs, and only the ends of a run are rounded. The variance that this
            // adds to a run, in partitions squared, is divided among its N arcs.
            let mean = partitions as f64 / tokens_in_all;
            let rounding = rounding(mean, n) / (n * mean * mean);
            copies_of_arcs(of_points + rounding)
        }
        Strategy::EqualPartitions => {
            // `rest` of the S nodes have one partition more than the others: Bernoulli variance p(1−p) with p = rest/S.
            let (each, rest) = (partitions as f64 / s, (partitions % nodes) as f64);
            let uneven = rest * (s - rest) / (s * s * each * each);
            skipping(nodes, n as usize, partitions as f64) + uneven
        }
    }
}

/// κ: CV² of the number K of arcs of which a node x has a copy, when each node is dealt T of V arcs at random. 0 for N = 1.
///
/// K is the sum of Y over the tokens of x, where Y counts the arcs passed backwards from the token until x or an N-th other
/// node is met. With d others met, which has the probability (S−d)/S, the walk passes geometrically many arcs, S/(S−d) on
/// average. Summing over d < N gives E(Y) = N and E(Y²) = 2S Σ (N−d)/(S−d) − N, below `e`.
///
/// All others together have a fixed number of tokens, so the part of Y that is linear in the distance M to the previous
/// token of x does not count. M is geometric with Var(M) = S(S−1), and Cov(Y, M) = e + S(S−N) Σ 1/(S−d) − NS, below `c`.
/// Hence Var(K) ≈ T(e − N² − c²/(S(S−1))); the factor 1 − 1/T makes it exact for T = 1, where no node is skipped.
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

/// The variance, in partitions squared, that rounding to whole partitions adds to a run of N arcs of this mean length in
/// partitions.
///
/// A run of length L starts anywhere within a partition, so it becomes ⌊L⌋ partitions, or one more with the probability f,
/// the fractional part of L: the variance is E(f(1−f)). With the Fourier series f(1−f) = 1/6 − Σ cos(2πkf)/(πk)² and L a
/// gamma variable of shape N and scale m, E cos(2πkL) = Re (1 − 2πikm)^−N = (1 + (2πkm)²)^(−N/2) cos(N atan(2πkm)).
fn rounding(mean: f64, n: f64) -> f64 {
    use std::f64::consts::PI;
    // For short runs f = L, and E(L − L²) = Nm − N(N+1)m².
    if n * mean < 0.01 {
        return n * mean - n * (n + 1.0) * mean * mean;
    }
    let term = |k: u32| {
        let (k, turn) = (f64::from(k), 2.0 * PI * f64::from(k) * mean);
        libm::pow(1.0 + turn * turn, -0.5 * n) * libm::cos(n * libm::atan(turn)) / (PI * PI * k * k)
    };
    1.0 / 6.0 - (1..2_000).map(term).sum::<f64>()
}

/// CV² of the share of a node with T of V tokens, for N = 1: the share is Beta(T, V−T), with the mean T/V and the variance
/// T(V−T)/(V²(V+1)), so CV² = (V−T)/(T(V+1)).
pub fn cv_squared_of_share(tokens: f64, tokens_in_all: f64) -> f64 {
    (tokens_in_all - tokens) / (tokens * (tokens_in_all + 1.0))
}

/// The mean of the highest load of S nodes, over the mean load.
///
/// Loads are taken as S independent gamma variables of shape α, divided by their sum: Dirichlet shares, which is exact with
/// N = 1 and strategy 1, where α = T. From CV² = (S−1)/(Sα+1) follows α. The shares are independent of the sum, whose mean
/// is Sα, so the result is E(max)/α = ∫ (1 − F(x)^S) dx / α over x ≥ 0. For α = 1 it is the harmonic number of S.
pub fn max_over_mean(nodes: usize, cv_squared: f64) -> f64 {
    let mut found = MaxOverMean::new(nodes, cv_squared);
    found.advance(u64::MAX);
    found.value().unwrap_or(1.0)
}

/// [`max_over_mean`] in slices: with many tokens it takes longer than a page may block.
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
            // Nearly normal shares that add up to 1: √(S/(S−1)) times the deviations of independent normal variables
            // from their own mean, which is 0 on average.
            Some(1.0 + libm::sqrt(s / (s - 1.0)) * libm::sqrt(cv_squared) * mean_maximum_of_normals(nodes))
        } else if shape < 0.05 {
            // Nearly all of the load is on one node.
            Some(s)
        } else {
            None
        };
        let upto = shape + 12.0 * libm::sqrt(shape) + 40.0;
        Self { nodes: s, shape, log_gamma: libm::lgamma(shape), integral: Simpson::new(upto, 2_000), found: known }
    }

    /// Works for at most this many units; returns how many are left.
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

/// The mean of the highest of n independent standard normal variables. E(X) = ∫ P(X > x) − P(X ≤ −x) dx over x ≥ 0, and
/// the maximum is at most x with the probability Φ(x)ⁿ: the integrand is 1 − Φ(x)ⁿ − Φ(−x)ⁿ.
pub fn mean_maximum_of_normals(count: usize) -> f64 {
    let below = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let power = |x: f64| libm::pow(x, count as f64);
    integral(9.0, 1_000, |x| 1.0 - power(below(x)) - power(below(-x)))
}

/// 1 + 1/2 + … + 1/n: the mean of the highest of n independent exponential variables of mean 1. With k of them left, the
/// next one to expire takes 1/k on average.
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

/// Simpson's rule from 0 to `upto`, one function value at a time: weights 1, 4, 2, 4, …, 2, 4, 1 times a third of the width.
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

    /// Adds the next function value; returns the integral after the last one.
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

/// The probability that a gamma variable of shape a and scale 1 is at most x: the regularised incomplete gamma function
/// P(a, x). For x < a + 1 by the series x^a e^−x / Γ(a) · Σ x^k / (a(a+1)…(a+k)), otherwise by the continued fraction of
/// 1 − P(a, x). Press et al., Numerical Recipes, section 6.2.
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
    // Lentz's method for continued fractions. The denominators stay positive here.
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
