//! What a history of 100,000 events takes of memory: the "max alloc" of the table.

mod work;

use divan::{AllocProfiler, Bencher};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn history(bencher: Bencher) {
    bencher.bench_local(work::long_history);
}
