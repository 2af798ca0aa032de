//! How long it takes natively. `cargo xtask bench` does the same in WebAssembly, and compares.

mod work;

use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn placements(bencher: Bencher) {
    let (ring, keys) = (work::ring_of_1024(), work::keys());
    bencher.counter(ItemsCount::new(work::KEYS)).bench_local(|| work::place(&ring, &keys));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn put_and_get(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(work::OPERATIONS))
        .with_inputs(|| work::cluster(work::crowd(work::OPERATIONS)))
        .bench_local_values(work::played);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn one_at_a_time(bencher: Bencher) {
    bencher.counter(ItemsCount::new(work::ONE_AT_A_TIME)).bench_local(work::one_at_a_time);
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn soak(bencher: Bencher) {
    bencher.with_inputs(|| work::cluster(work::trouble())).bench_local_values(work::soaked);
}

#[divan::bench(sample_count = 300, sample_size = 1)]
fn seek(bencher: Bencher) {
    let (mut playground, mut places) = (work::long_history(), work::places());
    bencher.with_inputs(|| places.next().unwrap_or_default()).bench_local_values(|step| playground.seek(step).unwrap());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn million_keys() -> u64 {
    work::million_keys()
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn ten_million_keys() -> f64 {
    work::ten_million_keys()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn thousand_rings() -> f64 {
    work::thousand_rings()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn wars_latency() -> f64 {
    work::wars_latency()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn wars_staleness() -> f64 {
    work::wars_staleness()
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn field_ownership(bencher: Bencher) {
    let ring = work::field_ring();
    bencher.bench_local(|| work::field_ownership(&ring));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn field_keys(bencher: Bencher) {
    let (ring, keys) = (work::field_ring(), work::field_keys());
    bencher.bench_local(|| work::field_count(&ring, &keys));
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn grade(bencher: Bencher) {
    let (challenge, text) = work::handed_in();
    bencher.bench_local(|| ringside::teaching::challenge::grade(&challenge, &text));
}
