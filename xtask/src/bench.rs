//! `cargo xtask bench`: the same work natively and through the module in Node, side by side.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result};

use crate::wasm_build::{self, Profile};
use crate::workspace::Workspace;
use crate::{process, setup_node, setup_wasm_target};

/// What is measured in milliseconds, by the names of `benches/speed.rs` and `benches/in-node.mjs`.
const ROWS: [&str; 14] = [
    "placements",
    "put_and_get",
    "one_at_a_time",
    "soak",
    "seek",
    "seek_slowest",
    "million_keys",
    "ten_million_keys",
    "thousand_rings",
    "wars_latency",
    "wars_staleness",
    "field_ownership",
    "field_keys",
    "grade",
];
/// The placements whose look-ups are timed in Node, each with what its paper says of them for n nodes.
const LOOKUPS: [(&str, &str); 9] = [
    ("modulo", "O(1)"),
    ("ring", "O(log n T), T = 64 tokens"),
    ("equal-partitions", "O(log Q), Q = 8,192"),
    ("rendezvous", "O(n)"),
    ("jump", "O(log n)"),
    ("maglev", "O(1)"),
    ("multi-probe", "O(k log n), k = 21 probes"),
    ("bounded-loads", "O(log n T), and 1 / ε² nodes looked at, ε = 0.25"),
    ("anchor", "O(1 + ln a/w), a of twice the nodes"),
];
/// What places the same million keys in JavaScript, by the names of `benches/in-node.mjs`.
const OTHERS: [(&str, &str); 2] = [("js_md5", "js-md5"), ("hash_wasm", "hash-wasm")];
/// Keys that one round of `placements` places.
const KEYS: f64 = 100_000.0;

/// Measures, and prints a table.
pub fn bench(workspace: &Workspace) -> Result<()> {
    let target = setup_wasm_target::ensure(workspace)?;
    setup_node::ensure(workspace)?;
    let module = wasm_build::build(workspace, &target, Profile::Benchmarks)?.folder;
    let table = process::read(workspace.cargo("bench").args(["--package", wasm_build::PACKAGE, "--bench", "speed"]))?;
    println!("{table}\n");
    let mut native = times_of(&table);
    let table = process::read(workspace.cargo("bench").args(["--package", wasm_build::PACKAGE, "--bench", "memory"]))?;
    println!("{table}\n");
    native.extend(memory_of(&table).map(|bytes| ("memory".to_owned(), bytes)));
    let script = workspace.root.join("benches/in-node.mjs");
    let in_node = process::read(Command::new("node").arg(script).arg(&module))?;
    let in_node: BTreeMap<String, f64> = serde_json::from_str(&in_node).context("what in-node.mjs printed")?;
    print!("{}", compared(&native, &in_node));
    Ok(())
}

fn compared(native: &BTreeMap<String, f64>, in_node: &BTreeMap<String, f64>) -> String {
    let line = |name: &str, unit: &str, scale: f64| {
        let (Some(native), Some(wasm)) = (native.get(name), in_node.get(name)) else {
            return format!("{name:<16} not measured\n");
        };
        let ratio = wasm / native;
        format!("{name:<16} {:>10.2} {unit} {:>10.2} {unit} {ratio:>7.2}\n", native / scale, wasm / scale)
    };
    let mut table = format!("{:<16} {:>13} {:>13} {:>7}\n", "median", "native", "WebAssembly", "ratio");
    table.extend(ROWS.map(|name| line(name, "ms", 1.0)));
    table += &line("memory", "MB", 1e6);
    if let Some(ms) = in_node.get("placements") {
        table += &format!("In WebAssembly {:.1} million placements a second.\n", KEYS / ms / 1e3);
    }
    for (method, cost) in LOOKUPS {
        if let Some(ns) = in_node.get(&format!("lookup_{method}")) {
            table += &format!("look-up, {method:<17} {ns:>8.0} ns   {cost}\n");
        }
    }
    for (name, words) in OTHERS {
        if let Some(ms) = in_node.get(name) {
            table += &format!("{words} places the million keys in {ms:.0} ms.\n");
        }
    }
    table
}

/// The medians of divan's table in milliseconds, and of `seek` the slowest too.
fn times_of(table: &str) -> BTreeMap<String, f64> {
    let mut times = BTreeMap::new();
    for line in table.lines() {
        let cells: Vec<&str> = line.trim_start_matches(['├', '╰', '─', ' ']).split('│').collect();
        let [first, slowest, median, ..] = cells.as_slice() else { continue };
        let Some(name) = first.split_whitespace().next() else { continue };
        if let Some(ms) = milliseconds(median) {
            times.insert(name.to_owned(), ms);
        }
        if let Some(ms) = milliseconds(slowest).filter(|_| name == "seek") {
            times.insert("seek_slowest".to_owned(), ms);
        }
    }
    times
}

fn milliseconds(cell: &str) -> Option<f64> {
    let (number, unit) = cell.trim().split_once(' ')?;
    let scale = match unit {
        "ns" => 1e-6,
        "µs" => 1e-3,
        "ms" => 1.0,
        "s" => 1e3,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * scale)
}

/// The most bytes at one time, which divan writes in the line after the next to "max alloc:".
fn memory_of(table: &str) -> Option<f64> {
    let line = table.lines().skip_while(|line| !line.contains("max alloc:")).nth(2)?;
    let mut words = line.trim_start_matches(['│', '├', '╰', '─', ' ']).split_whitespace();
    let number: f64 = words.next()?.parse().ok()?;
    let scale = match words.next()? {
        "B" => 1.0,
        "KB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        _ => return None,
    };
    Some(number * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_medians_are_read_from_the_table() {
        let table = "\
speed          fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ placements  16.82 ms      │ 25.99 ms      │ 18.5 ms       │ 19.1 ms       │ 20      │ 20
│              5.945 Mitem/s │ 3.847 Mitem/s │ 5.405 Mitem/s │ 5.2 Mitem/s   │         │
╰─ seek        1.5 µs        │ 5.06 ms       │ 250 µs        │ 400 µs        │ 300     │ 300";
        let times = times_of(table);
        assert_eq!(times.get("placements"), Some(&18.5));
        assert_eq!(times.get("seek"), Some(&0.25));
        assert_eq!(times.get("seek_slowest"), Some(&5.06));
        assert_eq!(times.len(), 3);
    }

    #[test]
    fn the_peak_is_read_from_the_table() {
        let table = "\
╰─ history  1.2 s │ 1.2 s │ 1.2 s │ 1.2 s │ 1 │ 1
            max alloc:    │               │
              1209889     │ 1209889       │
              212.5 MB    │ 212.5 MB      │";
        assert_eq!(memory_of(table), Some(212.5e6));
    }
}
