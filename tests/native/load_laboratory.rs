//! The load, capacity and movement laboratories against closed forms and the paper's Figure 8.

use crate::support::{scenario, vectors};
use ringside::dynamo::partitioning::{Position, Strategy};
use ringside::dynamo::replication::replicas;
use ringside::laboratories::capacity::CapacityExperiment;
use ringside::laboratories::expected::{self, harmonic, mean_maximum_of_normals};
use ringside::laboratories::key_placement::KeyPlacement;
use ringside::laboratories::load::{LoadExperiment, LoadOutcome, LoadParameters, Measured, TokenPlan};
use ringside::laboratories::movement::{MovementExperiment, MovementParameters};
use ringside::laboratories::sweep::{FIGURE_8_SIZES, Sweep, SweepPoint};
use ringside::laboratories::{Experiment, run};
use ringside::scenario::Scenario;
use serde_json::json;

fn load(parameters: LoadParameters) -> LoadOutcome {
    run(LoadExperiment::new(parameters).unwrap())
}

/// What was measured is within so many standard errors of what is expected, and these are small enough to tell.
fn check(what: &str, figure: Measured, errors: f64) {
    let expected = figure.expected.expect(what);
    let off = (figure.measured - expected).abs();
    assert!(figure.standard_error < 0.03 * figure.measured, "{what}: too few trials, {figure:?}");
    assert!(off <= errors * figure.standard_error, "{what}: {figure:?} is {off} off");
}

/// As near as an approximation is meant to be.
fn check_near(what: &str, figure: Measured, part: f64) {
    let expected = figure.expected.expect(what);
    assert!((figure.measured - expected).abs() <= part * expected, "{what}: {figure:?}");
}

#[test]
fn one_copy_spreads_as_the_beta_distribution_says() {
    for (nodes, tokens) in [(2, 1), (5, 1), (10, 4), (30, 64), (100, 8)] {
        let outcome = load(LoadParameters { nodes, tokens, n: 1, trials: 4_000, seed: 11, ..Default::default() });
        let cv = (nodes as f64 - 1.0) / ((nodes * tokens) as f64 + 1.0);
        assert!((outcome.cv.expected.unwrap() - cv.sqrt()).abs() < 1e-12);
        check(&format!("cv of {nodes} x {tokens}"), outcome.cv, 4.0);
        check(&format!("max of {nodes} x {tokens}"), outcome.max_over_mean, 4.0);
        assert!((outcome.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn with_one_token_and_one_copy_the_busiest_node_bears_the_harmonic_number() {
    for nodes in [2, 5, 30, 200] {
        let outcome = load(LoadParameters { nodes, tokens: 1, n: 1, trials: 5_000, seed: 5, ..Default::default() });
        let harmonic = harmonic(nodes);
        assert!((outcome.max_over_mean.expected.unwrap() - harmonic).abs() < 1e-4 * harmonic, "{nodes}");
        check(&format!("max of {nodes}"), outcome.max_over_mean, 4.0);
    }
}

#[test]
fn several_copies_spread_as_the_closed_form_says() {
    for (nodes, tokens, n) in [(5, 8, 3), (10, 1, 2), (10, 16, 2), (30, 64, 3), (30, 4, 5)] {
        for strategy in [Strategy::RandomTokens, Strategy::EqualPartitions] {
            let parameters =
                LoadParameters { nodes, tokens, n, strategy, trials: 4_000, seed: 3, ..Default::default() };
            let outcome = load(parameters);
            let what = format!("{} of {nodes} x {tokens}, N = {n}", strategy.as_str());
            if tokens == 1 && strategy == Strategy::EqualPartitions {
                assert!(
                    outcome.cv.measured < 1e-9 && outcome.max_over_mean.measured < 1.0 + 1e-9,
                    "{what}: {outcome:?}"
                );
                continue;
            }
            check(&what, outcome.cv, 4.0);
            // Loads of several copies are no gamma variables: of few tokens the highest is less than theirs, by 6 % with
            // one token, by up to 5 % with four, by some 1 % from eight on.
            let (found, expected) = (outcome.max_over_mean, outcome.max_over_mean.expected.unwrap());
            let (part, chance) = (if tokens < 8 { 0.06 } else { 0.015 }, 4.0 * found.standard_error);
            assert!(found.measured <= expected * 1.002 + chance, "{what}: {found:?}");
            assert!(found.measured >= expected * (1.0 - part) - chance, "{what}: {found:?}");
        }
    }
}

/// The chance that a Beta variable of these whole parameters is at most x: that of at least `a` among `a + b - 1` draws.
fn beta_up_to(x: f64, a: u32, b: u32) -> f64 {
    let draws = a + b - 1;
    let log_factorial = |n: u32| (1..=n).map(|k| f64::from(k).ln()).sum::<f64>();
    let chance = |k: u32| {
        let ways = log_factorial(draws) - log_factorial(k) - log_factorial(draws - k);
        (ways + f64::from(k) * x.ln() + f64::from(draws - k) * (1.0 - x).ln()).exp()
    };
    (a..=draws).map(chance).sum()
}

#[test]
fn as_many_nodes_are_out_of_balance_as_the_tails_of_the_beta_distribution_say() {
    const BATCHES: usize = 40;
    // With one token a node, and with several: a share is Beta(T, (S - 1) T).
    for (nodes, tokens) in [(2, 1), (5, 1), (30, 1), (10, 4), (10, 64)] {
        let mean = 1.0 / nodes as f64;
        let (own, rest) = (tokens as u32, ((nodes - 1) * tokens) as u32);
        let expected = beta_up_to(0.85 * mean, own, rest) + 1.0 - beta_up_to(1.15 * mean, own, rest);
        if tokens == 1 {
            // 1 - (1 - x)^(S - 1) is that of one token.
            let below = |x: f64| 1.0 - (1.0 - x).powi(nodes as i32 - 1);
            assert!((expected - below(0.85 * mean) - 1.0 + below(1.15 * mean)).abs() < 1e-12);
        }
        // The nodes of one ring depend on each other, batches of rings do not.
        let batch =
            |seed| load(LoadParameters { nodes, tokens, n: 1, trials: 500, seed, ..Default::default() }).out_of_balance;
        let found: Vec<f64> = (1..=BATCHES as u64).map(batch).collect();
        let average = found.iter().sum::<f64>() / BATCHES as f64;
        let squares: f64 = found.iter().map(|part| (part - average) * (part - average)).sum();
        let error = (squares / (BATCHES - 1) as f64 / BATCHES as f64).sqrt();
        assert!(error < 0.004, "{nodes} x {tokens}: too few trials, {error}");
        assert!((average - expected).abs() <= 4.0 * error, "{nodes} x {tokens}: {average}, {expected} ± {error}");
    }
}

#[test]
fn partitions_of_random_tokens_spread_as_rounded_arcs_do() {
    for (tokens, partitions) in [(1, 960), (32, 960), (128, 960), (1_024, 960), (64, 64)] {
        let strategy = Strategy::RandomTokensEqualPartitions;
        let one = LoadParameters {
            nodes: 30,
            tokens,
            n: 1,
            strategy,
            partitions,
            trials: 1_500,
            seed: 9,
            ..Default::default()
        };
        check(&format!("T = {tokens}, Q = {partitions}"), load(one.clone()).cv, 4.0);
        check_near(&format!("N = 3, T = {tokens}"), load(LoadParameters { n: 3, ..one }).cv, 0.1);
    }
    // Far more tokens than partitions: (S - N) / (N Q).
    let limit = expected::cv_squared(Strategy::RandomTokensEqualPartitions, 30, 1e6, 3, 960);
    assert!((limit - 27.0 / (3.0 * 960.0)).abs() < 1e-4, "{limit}");
}

#[test]
fn nothing_is_uneven_where_nothing_can_be() {
    let even = LoadParameters { nodes: 3, tokens: 4, n: 3, trials: 20, ..Default::default() };
    let more_copies_than_nodes = LoadParameters { n: 5, ..even.clone() };
    let dealt = LoadParameters { nodes: 6, n: 1, strategy: Strategy::EqualPartitions, ..even.clone() };
    let alone = LoadParameters { nodes: 1, n: 1, ..even.clone() };
    for parameters in [even, more_copies_than_nodes, dealt, alone] {
        let outcome = load(parameters);
        assert!(outcome.cv.measured < 1e-9 && outcome.cv.expected.unwrap() < 1e-9, "{outcome:?}");
        assert!((outcome.efficiency - 1.0).abs() < 1e-9);
        assert_eq!(outcome.out_of_balance, 0.0);
    }
}

#[test]
fn the_mean_maximum_of_normals_is_the_tabled_one() {
    for (count, tabled) in [(2, 0.564_19), (5, 1.162_96), (10, 1.538_75), (30, 2.042_76)] {
        assert!((mean_maximum_of_normals(count) - tabled).abs() < 1e-5, "{count}");
    }
}

fn points(strategy: Strategy) -> Vec<SweepPoint> {
    let all = run(Sweep::figure_8(60, 8).unwrap()).points;
    all.into_iter().filter(|point| point.strategy == strategy.as_str()).collect()
}

#[test]
fn figure_8_for_strategies_1_and_3() {
    let figure = &vectors()["dynamo_fig8"];
    for (strategy, name) in [(Strategy::RandomTokens, "strategy1"), (Strategy::EqualPartitions, "strategy3")] {
        let found = points(strategy);
        assert_eq!(found.len(), FIGURE_8_SIZES.len());
        for (index, point) in found.iter().enumerate() {
            assert_eq!(point.metadata as u64, figure["metadata"][index].as_u64().unwrap());
            let read_off = figure[name][index].as_f64().unwrap();
            let off = (point.efficiency - read_off).abs();
            assert!(off <= 0.03, "{name} at {}: {} against {read_off}", point.metadata, point.efficiency);
        }
    }
}

#[test]
fn figure_8_for_strategy_2_has_its_hump() {
    let found = points(Strategy::RandomTokensEqualPartitions);
    let efficiency = |metadata: usize| found.iter().find(|point| point.metadata == metadata).unwrap().efficiency;
    let top = efficiency(1_920).max(efficiency(3_840));
    assert!(top > efficiency(960) + 0.005, "{found:?}");
    assert!(top > efficiency(30_720) + 0.005, "{found:?}");
    assert!(efficiency(60) < 0.6);
}

#[test]
fn the_spread_falls_as_one_over_the_root_of_the_tokens() {
    let base = LoadParameters { nodes: 10, n: 1, trials: 2_000, seed: 4, ..Default::default() };
    let outcome = run(Sweep::over_tokens(&base, &[1, 4, 16, 64, 256]).unwrap());
    for pair in outcome.points.windows(2) {
        let ratio = pair[0].cv.measured / pair[1].cv.measured;
        assert!((1.85..2.05).contains(&ratio), "{ratio}");
    }
    for point in &outcome.points {
        check(&format!("T = {}", point.tokens), point.cv, 4.0);
        assert!(point.cv_band.low < point.cv_band.middle && point.cv_band.middle < point.cv_band.high);
    }
}

#[test]
fn real_keys_fall_where_the_key_space_says_with_the_chance_of_each_added() {
    let few = LoadParameters { nodes: 10, tokens: 16, n: 1, keys: 2_000, trials: 1_000, seed: 2, ..Default::default() };
    // The same keys in every trial: what they add to the spread is the same every time, and not counted in its error.
    check_near("2,000 keys", load(few.clone()).cv, 0.05);
    let space = load(LoadParameters { keys: 0, ..few.clone() });
    let many = load(LoadParameters { keys: 500_000, ..few });
    for (of_keys, of_space) in many.shares.iter().zip(&space.shares) {
        assert!((of_keys - of_space).abs() < 0.002, "{of_keys} {of_space}");
    }
    for strategy in [Strategy::RandomTokensEqualPartitions, Strategy::EqualPartitions] {
        let with =
            |keys| load(LoadParameters { nodes: 8, tokens: 8, strategy, keys, trials: 20, ..Default::default() });
        for (of_keys, of_space) in with(300_000).shares.iter().zip(&with(0).shares) {
            assert!((of_keys - of_space).abs() < 0.003, "{of_keys} {of_space}");
        }
    }
}

#[test]
fn ten_million_keys_fall_where_the_key_space_says() {
    const KEYS: u64 = 10_000_000;
    let of_space = LoadParameters { nodes: 10, tokens: 64, n: 1, trials: 1, seed: 4, ..Default::default() };
    let of_keys = load(LoadParameters { keys: KEYS, ..of_space.clone() });
    for (measured, expected) in of_keys.shares.iter().zip(load(of_space).shares) {
        let error = (expected * (1.0 - expected) / KEYS as f64).sqrt();
        assert!((measured - expected).abs() <= 4.0 * error, "{measured}, {expected} ± {error}");
        let keys = measured * KEYS as f64;
        assert!((keys - keys.round()).abs() < 1e-3, "whole keys: {keys}");
    }
}

#[test]
fn real_keys_on_a_real_ring_are_where_the_preference_list_says() {
    let scenario: Scenario = scenario(json!({"ringside": 1}));
    let ring = scenario.ring().unwrap();
    let placed = run(KeyPlacement::new(ring.clone(), 3, 12_345).unwrap());
    let (mut owned, mut copies) = (vec![0; 5], vec![0; 5]);
    for key in 0..12_345 {
        let homes = replicas(&ring, Position::from_key(&format!("key-{key}")), 3);
        owned[homes[0].index()] += 1;
        homes.iter().for_each(|home| copies[home.index()] += 1);
    }
    assert_eq!((placed.owned, placed.copies, placed.keys), (owned, copies, 12_345));
}

#[test]
fn tokens_by_capacity_give_each_node_its_part() {
    let capacities = vec![1.0, 1.0, 2.0, 4.0, 8.0];
    let parameters =
        LoadParameters { nodes: 5, tokens: 64, n: 1, capacities, trials: 2_000, seed: 6, ..Default::default() };
    let outcome = run(CapacityExperiment::new(&parameters).unwrap());
    for (fair, share) in outcome.by_capacity.fair.iter().zip(&outcome.by_capacity.mean_shares) {
        assert!((fair - share).abs() < 0.01, "{fair} {share}");
    }
    for (plan, outcome) in [("one", &outcome.one_token), ("equal", &outcome.equal_tokens)] {
        outcome.mean_shares.iter().for_each(|share| assert!((share - 0.2).abs() < 0.02, "{plan}: {share}"));
    }
    // Without regard to strength the weakest bear a fifth instead of a sixteenth.
    assert!(outcome.equal_tokens.max_over_mean.measured > 3.0);
    assert!(outcome.by_capacity.max_over_mean.measured < 1.5);
    check("by capacity", outcome.by_capacity.cv, 4.0);
    check("equal tokens", outcome.equal_tokens.cv, 4.0);
    check("one token", outcome.one_token.cv, 4.0);
    let three_copies = LoadParameters { n: 3, plan: TokenPlan::ByCapacity, ..parameters };
    assert_eq!(load(three_copies).cv.expected, None, "no closed form is known");
}

#[test]
fn a_change_moves_the_part_of_the_node_on_a_ring_and_nearly_all_with_modulo() {
    for (nodes, tokens, n, leave) in [(5, 8, 1, false), (10, 16, 3, false), (9, 16, 3, true), (4, 32, 2, true)] {
        let trials = 300;
        let parameters = MovementParameters { nodes, tokens, n, partitions: 128, leave, trials, seed: 12 };
        let outcome = run(MovementExperiment::new(parameters).unwrap());
        let needed = 1.0 / if leave { nodes as f64 } else { nodes as f64 + 1.0 };
        assert!((outcome.needed - needed).abs() < 1e-12);
        // What moves is the share of the node that comes or goes: it spreads as shares do.
        let all = if leave { nodes } else { nodes + 1 };
        for (strategy, moved) in [
            (Strategy::RandomTokens, outcome.random_tokens),
            (Strategy::RandomTokensEqualPartitions, outcome.random_tokens_equal_partitions),
        ] {
            let cv_squared = expected::cv_squared(strategy, all, tokens as f64, n, 128);
            let error = needed * (cv_squared / trials as f64).sqrt();
            assert!((moved.copies - needed).abs() <= 4.0 * error, "{}: {outcome:?}", strategy.as_str());
            assert!(moved.elsewhere < 1e-9, "only what has to moves: {outcome:?}");
        }
        let stay = if leave { 1.0 / nodes as f64 } else { 1.0 / (nodes as f64 + 1.0) };
        // 2,000 keys in each trial.
        let error = (stay * (1.0 - stay) / (2_000 * trials) as f64).sqrt();
        assert!((outcome.modulo - (1.0 - stay)).abs() <= 4.0 * error, "{outcome:?}");
        // Of all keys, the node that comes or goes has as many as any other; what else moves goes from one to another that stays.
        assert!((outcome.modulo_elsewhere - (1.0 - 2.0 * stay)).abs() <= 8.0 * error, "{outcome:?}");
    }
}

#[test]
fn equal_partitions_move_whole_partitions_and_hardly_more_than_has_to() {
    for (nodes, n, leave) in
        [(5, 1, false), (10, 1, false), (5, 1, true), (10, 1, true), (10, 3, false), (9, 3, true), (4, 2, true)]
    {
        let parameters = MovementParameters { nodes, tokens: 8, n, partitions: 128, leave, trials: 1, seed: 12 };
        let outcome = run(MovementExperiment::new(parameters).unwrap());
        let (moved, needed) = (outcome.equal_partitions, outcome.needed);
        let partitions = moved.copies * 128.0 * n as f64;
        assert!((partitions - partitions.round()).abs() < 1e-9, "copies of whole partitions: {moved:?}");
        if n == 1 {
            assert_eq!(moved.elsewhere, 0.0, "{moved:?}");
            assert!((moved.copies - needed).abs() < 1.0 / 128.0, "to the nearest partitions: {moved:?} of {needed}");
        } else {
            // A partition that changes hands also moves the walk past it on to another node.
            assert!(moved.elsewhere <= 0.2 * needed, "{moved:?} of {needed}");
            assert!((0.95 * needed..=1.2 * needed).contains(&moved.copies), "{moved:?} of {needed}");
        }
    }
}

/// Whoever asks for so much work concludes from the time that it took how much to ask for next.
#[test]
fn a_sweep_does_as_much_as_it_is_asked_for_and_does_not_stop_at_each_point() {
    let mut sweep = Sweep::figure_8(5, 1).unwrap();
    sweep.advance(1);
    assert!(sweep.progress() < 0.1, "{}", sweep.progress());
    sweep.advance(u64::MAX);
    assert!(sweep.is_done());
    assert_eq!(sweep.outcome().points.len(), 30);
}
