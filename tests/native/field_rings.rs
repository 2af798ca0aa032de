//! Rings as real clusters print them, against what their own drivers compute (`tests/reference/rings`).

use ringside::dynamo::partitioning::{NodeTokens, Ring, Zones};
use ringside::dynamo::replication::replicas;
use ringside::input::refusal::Refusal;
use ringside::laboratories::rings::ownership;
use ringside::laboratories::rings::partitioner::Partitioner;
use ringside::laboratories::rings::ring_text::{self, FieldRing, Format, ReadAs};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

fn reference(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/reference/rings/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(text: &str) -> Result<FieldRing, Refusal> {
    ring_text::read(text, &ReadAs::default())
}

fn ring_of(field: &FieldRing) -> Ring {
    use ringside::dynamo::partitioning::NodeId;
    let tokens =
        (0..).zip(&field.nodes).map(|(index, node)| NodeTokens { node: NodeId(index), positions: node.positions() });
    Ring::new(tokens).unwrap()
}

fn zones_of(field: &FieldRing) -> Zones {
    Zones::new(field.nodes.iter().map(|node| node.zone.as_deref()))
}

fn placed(case: &Value, field: &FieldRing) -> (Ring, usize) {
    match &case["rf"] {
        Value::Number(n) => (ring_of(field), n.as_u64().unwrap() as usize),
        copies => {
            let copies: BTreeMap<String, usize> = serde_json::from_value(copies.clone()).unwrap();
            let n = copies.values().sum();
            (ring_of(field).spreading_over(zones_of(field).with_copies(&copies)), n)
        }
    }
}

/// The names by data centre, in their order within it.
fn by_centre(names: &[String], field: &FieldRing) -> BTreeMap<String, Vec<String>> {
    let mut centres: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        let node = field.nodes.iter().find(|node| node.name == *name).unwrap();
        let centre = node.zone.as_deref().unwrap().split('/').next().unwrap();
        centres.entry(centre.to_owned()).or_default().push(name.clone());
    }
    centres
}

fn check_reference(name: &str) {
    let field = read(&reference(&format!("{name}.txt"))).unwrap();
    let expect: Value = serde_json::from_str(&reference(&format!("{name}.expect.json"))).unwrap();
    assert_eq!(field.partitioner.as_str(), expect["partitioner"], "{name}");
    for case in expect["cases"].as_array().unwrap() {
        let (ring, n) = placed(case, &field);
        for (key, token) in case["tokens"].as_object().unwrap() {
            let place = field.partitioner.place(key.as_bytes());
            assert_eq!(place.printed, token.as_str().unwrap(), "{name}: {key}");
            let found: Vec<String> = replicas(&ring, place.position, n)
                .into_iter()
                .map(|node| field.nodes[node.index()].name.clone())
                .collect();
            let expected: Vec<String> = serde_json::from_value(case["replicas"][key].clone()).unwrap();
            match case["strategy"].as_str().unwrap() {
                "simple" => assert_eq!(found, expected, "{name}: {key}"),
                _ => assert_eq!(by_centre(&found, &field), by_centre(&expected, &field), "{name}: {key}"),
            }
        }
        let shares = ownership::by_node(&ring, n);
        for (node, share) in field.nodes.iter().zip(shares) {
            let expected = case["ownership"][&node.name].as_f64().unwrap_or(0.0);
            assert!((share - expected).abs() < 1e-9, "{name}: {} owns {share}, not {expected}", node.name);
        }
    }
}

#[test]
fn a_printed_ring_gives_the_replicas_tokens_and_ownership_that_the_driver_computes() {
    for name in ["nodetool-ring-1", "nodetool-ring-2", "nodetool-ring-3"] {
        check_reference(name);
    }
}

#[test]
fn the_original_texts_of_the_tokens_are_kept() {
    let field = read(&reference("nodetool-ring-1.txt")).unwrap();
    let mut printed: Vec<&str> = field.original.values().map(String::as_str).collect();
    assert!(printed.contains(&"-8811601758140449060"));
    let tokens = field.nodes.iter().map(|node| node.positions().len()).sum::<usize>();
    assert_eq!(printed.len(), tokens);
    // Clockwise on the ring they ascend.
    let numbers: Vec<i64> = printed.drain(..).map(|token| token.parse().unwrap()).collect();
    assert!(numbers.is_sorted());
}

const STATUS: &str = "Datacenter: eu
==============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address    Load        Tokens  Owns (effective)  Host ID                               Rack
UN  10.0.0.1   103.7 KiB   2       66.7%             11111111-1111-1111-1111-111111111111  r1
DN  2001:db8::2  ?         1       33.3%             22222222-2222-2222-2222-222222222222  r2

ID                     : 11111111-1111-1111-1111-111111111111
Gossip active          : true
Load                   : 103.7 KiB
Data Center            : eu
Rack                   : r1
Token                  : -9000000000000000000
Token                  : 12
ID                     : 22222222-2222-2222-2222-222222222222
Data Center            : eu
Rack                   : r2
Token                  : 3074457345618258602
";

const DESCRIBERING: &str = "Schema Version:7f2a
TokenRange:
\tTokenRange(start_token:12, end_token:-9, endpoints:[10.0.0.1, 10.0.0.2], rpc_endpoints:[10.0.0.1, 10.0.0.2], endpoint_details:[EndpointDetails(host:10.0.0.1, datacenter:eu, rack:r1), EndpointDetails(host:10.0.0.2, datacenter:eu, rack:r2)])
\tTokenRange(start_token:-9, end_token:12, endpoints:[10.0.0.2, 10.0.0.1], rpc_endpoints:[10.0.0.2, 10.0.0.1],
 endpoint_details:[EndpointDetails(host:10.0.0.2, datacenter:eu, rack:r2), EndpointDetails(host:10.0.0.1, datacenter:eu, rack:r1)])
";

const RIAK: &str = "================================= Membership ==================================
Status     Ring    Pending    Node
-------------------------------------------------------------------------------
valid      34.4%      --      'dev1@127.0.0.1'
valid      32.8%      --      'dev2@127.0.0.1'
leaving    32.8%      --      'dev3@127.0.0.1'
-------------------------------------------------------------------------------
Valid:2 / Leaving:1 / Exiting:0 / Joining:0 / Down:0
";

fn summary(field: &FieldRing) -> Vec<(String, usize, Option<String>)> {
    field.nodes.iter().map(|node| (node.name.clone(), node.positions().len(), node.zone.clone())).collect()
}

fn node(name: &str, tokens: usize, zone: Option<&str>) -> (String, usize, Option<String>) {
    (name.to_owned(), tokens, zone.map(str::to_owned))
}

#[test]
fn status_with_info_describering_and_riaks_members_are_read() {
    let status = read(STATUS).unwrap();
    assert_eq!(status.partitioner, Partitioner::Murmur3);
    assert_eq!(summary(&status), [node("10.0.0.1", 2, Some("eu/r1")), node("2001:db8::2", 1, Some("eu/r2"))]);
    let described = read(DESCRIBERING).unwrap();
    assert_eq!(summary(&described), [node("10.0.0.1", 1, Some("eu/r1")), node("10.0.0.2", 1, Some("eu/r2"))]);
    let riak = read(RIAK).unwrap();
    assert_eq!(riak.partitioner, Partitioner::Sha1);
    assert_eq!(
        summary(&riak),
        [node("dev1@127.0.0.1", 22, None), node("dev2@127.0.0.1", 21, None), node("dev3@127.0.0.1", 21, None)]
    );
    assert!(riak.notes[0].contains("64 partitions"), "what is assumed is said: {:?}", riak.notes);
}

#[test]
fn tables_are_read_with_and_without_a_header_with_comments_and_from_json() {
    let expect = [node("a", 2, Some("x")), node("b", 1, None)];
    for text in [
        "node,token,zone\na,1,x\nb,-5\n# a comment\na,7,x\n",
        "token,node,zone\n1,a,x\n-5,b\n7,a,x\n",
        "a,1,x\nb,-5\na,7,x",
        "1;a;x\n-5;b\n\n7;a;x",
        "node,token,zone\na,1,x\nnode,token,zone\nb,-5\na,7,x\n",
        r#"[{"node":"a","tokens":["1","7"],"zone":"x"},{"node":"b","token":-5}]"#,
    ] {
        let field = read(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(summary(&field), expect, "{text}");
        assert_eq!(field.partitioner, Partitioner::Murmur3);
    }
}

#[test]
fn several_keyspaces_duplicated_headers_and_wrapped_lines_change_nothing() {
    let text = reference("nodetool-ring-3.txt");
    let twice = format!("Keyspace: one\n{text}\nKeyspace: two\n{text}");
    let wrapped = text.replace("?                   ", "?\n     ");
    assert_ne!(wrapped, text);
    let plain = read(&text).unwrap();
    assert_eq!(read(&twice).unwrap(), plain);
    assert_eq!(read(&wrapped).unwrap(), plain);
}

#[track_caller]
fn check_refused(text: &str, code: &str, said: &[&str]) {
    let refusal = read(text).unwrap_err();
    assert_eq!(refusal.code, code, "{refusal}");
    for words in said {
        assert!(refusal.message.contains(words), "{words} is missing: {refusal}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_its_line() {
    check_refused("", "unknown-format", &["an empty text"]);
    check_refused("once upon a time", "unknown-format", &["once upon a time", "nodetool ring"]);
    check_refused("node,token\na,5\nb,5\n", "duplicate-token", &["line 3", "line 2 gives it to a"]);
    check_refused("node,token,zone\na,5,x\na,6,y\n", "two-zones", &["line 3", "line 2 says \"x\""]);
    check_refused("a,5\nb,five\n", "invalid-ring", &["line 2", "five"]);
    check_refused("a,5\nb\n", "invalid-ring", &["line 2"]);
    check_refused("a,340282366920938463463374607431768211456000000000000000\n", "invalid-ring", &["line 1"]);
    let address = "Address Rack Status State Load Owns Token\n10.0.0.1 r1 Up Normal 1 KiB ? 5\nfour score and seven\n";
    check_refused(address, "invalid-ring", &["line 3", "four score and seven"]);
    check_refused("UN 10.0.0.1 1 KiB 1 ? 11111111-1111-1111-1111-111111111111 r1", "invalid-ring", &["info -T"]);
    check_refused("{\"nodes\": 5}", "invalid-ring", &["a list"]);
    check_refused("[1", "invalid-ring", &["line 1"]);
    let nodes: String = (0..1025).map(|node| format!("n{node},{node}\n")).collect();
    check_refused(&nodes, "too-many-nodes", &["line 1025"]);
    let tokens: String = (0..1025).map(|token| format!("a,{token}\n")).collect();
    check_refused(&tokens, "too-many-tokens", &["line 1025"]);
}

#[test]
fn a_format_that_is_named_is_taken_and_a_long_name_is_cut_and_noted() {
    let field = ring_text::read(
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334,5",
        &ReadAs { format: Some(Format::Csv), ..ReadAs::default() },
    )
    .unwrap();
    assert!(field.nodes[0].name.chars().count() <= 24);
    assert!(field.notes[0].starts_with("2001:0db8:85a3:0000:0000:8a2e:0370:7334 is called "));
}

#[test]
fn keys_are_hashed_as_each_system_does() {
    // Of RFC 3174, and of the paper's MD5.
    assert_eq!(Partitioner::Sha1.place(b"abc").printed, "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(Partitioner::Md5.place(b"foo").printed, "acbd18db4cc2f85cedef654fccc4a4d8");
    // Riak numbers the partitions of its ring by their share of 2^160.
    let half = "730750818665451459101842416358141509827966271488";
    assert_eq!(Partitioner::Sha1.read_token("token", half).unwrap().0, 1 << 127);
    assert!(Partitioner::Sha1.read_token("token", "1461501637330902918203684832716283019655932542976").is_err());
    assert!(Partitioner::Murmur3.read_token("token", "9223372036854775808").is_err());
    assert!(Partitioner::Random.read_token("token", "170141183460469231731687303715884105728").is_ok());
    assert!(Partitioner::Random.read_token("token", "170141183460469231731687303715884105729").is_err());
}
