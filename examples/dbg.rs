#[path = "../tests/support/mod.rs"]
mod support;
use std::collections::BTreeMap;
fn main() {
    let seed: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let limit: usize = std::env::args().nth(2).map_or(20000, |a| a.parse().unwrap());
    let s = support::random_scenarios::random_scenario(seed, 200);
    let mut p = ringside::playground::Playground::new(support::scenario(s.clone())).unwrap();
    let _ = p.run(ringside::playground::RunLimit { until: None, events: Some(limit) }).unwrap();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for e in p.trace(1) {
        for m in &e.sent { *kinds.entry(m.kind.word().to_string()).or_default() += 1; }
    }
    let st = p.state();
    println!("step {} time {} kinds {kinds:?}", st.step, st.time);
    println!("{:?} n={} {:?}", st.nodes.iter().map(|n| (n.name.clone(), n.status, n.view, n.hints.len(), n.store.len())).collect::<Vec<_>>(), st.n, st.partition);
    for e in p.trace(st.step.saturating_sub(30)) { println!("{:5} {:9.3} {:?} {}", e.step, e.time, e.at, e.sentence); }
}
