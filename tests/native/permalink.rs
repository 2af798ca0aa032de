//! The bytes of a link: MessagePack in its shortest form, so that old links open for ever, and whoever wants can write one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use ringside::input::limits::{MAX_LINK_BYTES, MAX_VALUE_BYTES};
use ringside::playground::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

fn bytes_of(link: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(link.strip_prefix("#1.").unwrap()).unwrap()
}

fn link_of(moment: &Value) -> String {
    format!("#1.{}", URL_SAFE_NO_PAD.encode(rmp_serde::to_vec(moment).unwrap()))
}

/// A playground with this many puts and gets, of values of this many bytes.
fn played(puts: usize, value_bytes: usize) -> Playground {
    let mut playground = Playground::new(Scenario::default()).unwrap();
    for put in 0..puts {
        playground.apply(Command::put("alice", &format!("key {put}"), &"ä".repeat(value_bytes / 2))).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }
    playground
}

#[test]
fn a_link_has_the_shortest_form_of_each_value() {
    for (puts, value_bytes) in [(0, 0), (1, 30), (2, 32), (3, 254), (20, 256), (2, 70_000)] {
        let playground = played(puts, value_bytes);
        let bytes = bytes_of(&permalink(&playground));
        let moment: Value = rmp_serde::from_slice(&bytes).unwrap();
        assert_eq!(moment["step"], json!(playground.step_number()));
        assert_eq!(rmp_serde::to_vec(&moment).unwrap(), bytes, "{puts} puts of {value_bytes} bytes");
    }
}

#[test]
fn a_link_that_a_program_wrote_opens() {
    for (puts, value_bytes) in [(1, 30), (20, 300), (2, 70_000)] {
        let playground = played(puts, value_bytes);
        let moment = json!({ "scenario": playground.scenario(), "step": playground.step_number() });
        let opened = from_permalink(&link_of(&moment)).unwrap();
        assert_eq!(opened.state(), playground.state());
        assert_eq!(opened.trace(1), playground.trace(1));
    }
}

#[test]
fn a_link_that_claims_more_than_it_has_is_damaged() {
    let deep = vec![0x91; 1_000_000];
    let deep_objects = b"\x81\xa1a".repeat(300_000);
    let just_too_deep = [vec![0x91; 65], vec![0x01]].concat();
    let cases: [&[u8]; 13] = [
        b"",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff\xa1a",
        b"\xdb\xff\xff\xff\xffa",
        b"\xa2a",
        b"\xa1\xff",
        b"\xc1",
        // Bytes, an extension, and a name that is no text: JSON has none of them.
        b"\xc6\xff\xff\xff\xffa",
        b"\xd4\x01a",
        b"\x81\x01\x01",
        &deep,
        &deep_objects,
        &just_too_deep,
    ];
    for bytes in cases {
        let link = format!("#1.{}", URL_SAFE_NO_PAD.encode(bytes));
        assert_eq!(from_permalink(&link).unwrap_err().code, "invalid-link");
    }
}

#[test]
fn a_link_with_something_behind_its_end_is_damaged() {
    let link = permalink(&played(2, 30));
    for behind in [&b"\x00"[..], b"\xc1", &bytes_of(&link)] {
        let longer = [&bytes_of(&link), behind].concat();
        let refusal = from_permalink(&format!("#1.{}", URL_SAFE_NO_PAD.encode(longer))).unwrap_err();
        assert_eq!(refusal.code, "invalid-link");
        assert!(refusal.message.ends_with("allowed is a link that Ringside made, whole."), "{}", refusal.message);
    }
}

#[test]
fn a_link_of_the_largest_value_opens_and_a_longer_one_is_refused_unread() {
    let link = permalink(&played(1, MAX_VALUE_BYTES));
    assert_eq!(permalink(&from_permalink(&link).unwrap()), link);
    for link in [permalink(&played(2, MAX_VALUE_BYTES)), format!("#1.{}", "A".repeat(MAX_LINK_BYTES))] {
        let refusal = from_permalink(&link).unwrap_err();
        assert_eq!(refusal.code, "invalid-link");
        let expected = format!("got {} bytes; allowed is at most {MAX_LINK_BYTES} bytes", link.len());
        assert!(refusal.message.contains(&expected), "{}", refusal.message);
    }
}

proptest! {
    /// Whatever number is given as the step, it is refused or taken as the same number.
    #[test]
    fn numbers_are_read_as_they_were_written(
        whole in any::<u64>(), signed in any::<i64>(), float in any::<f64>(), shift in 0u32..64,
    ) {
        for seed in [json!(whole >> shift), json!(signed >> shift), json!(float)] {
            let scenario = json!({ "ringside": 1, "seed": seed });
            let direct = Scenario::from_json(&scenario).map(|scenario| scenario.to_json());
            let linked = from_permalink(&link_of(&json!({ "scenario": scenario, "step": 0 })));
            match (direct, linked) {
                (Ok(direct), Ok(linked)) => prop_assert_eq!(direct, linked.scenario().to_json()),
                (Err(direct), Err(linked)) => prop_assert_eq!(direct, linked),
                (direct, linked) => prop_assert!(false, "{:?} but {:?}", direct, linked.map(|p| p.scenario().to_json())),
            }
        }
    }
}
