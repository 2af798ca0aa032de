//! What operators paste: the same rings as real tools of several versions print them, wrapped, doubled and commented.

use ringside::dynamo::partitioning::Position;
use ringside::laboratories::rings::partitioner::Partitioner;
use ringside::laboratories::rings::ring_text::{FieldRing, Format, ReadAs, read, seems_a_ring};

#[track_caller]
fn ring(text: &str) -> FieldRing {
    read(text, &ReadAs::default()).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"))
}

/// Each node with its tokens as printed, and its zone.
fn summary(field: &FieldRing) -> Vec<(&str, Vec<String>, Option<&str>)> {
    let tokens = |positions: Vec<Position>| positions.iter().map(|position| field.token_text(*position)).collect();
    field.nodes.iter().map(|node| (node.name.as_str(), tokens(node.positions()), node.zone.as_deref())).collect()
}

#[track_caller]
fn check(text: &str, expect: &[(&str, &[&str], Option<&str>)]) -> FieldRing {
    let field = ring(text);
    let expect: Vec<(&str, Vec<String>, Option<&str>)> = expect
        .iter()
        .map(|(name, tokens, zone)| (*name, tokens.iter().map(|token| (*token).to_owned()).collect(), *zone))
        .collect();
    assert_eq!(summary(&field), expect, "{text}");
    field
}

#[track_caller]
fn check_refused(text: &str, code: &str, said: &[&str]) {
    let refusal = read(text, &ReadAs::default()).unwrap_err();
    assert_eq!(refusal.code, code, "{refusal}");
    for words in said {
        assert!(refusal.message.contains(words), "{words} is missing: {refusal}");
    }
}

const TWO: &[(&str, &[&str], Option<&str>)] =
    &[("10.0.0.1", &["-9000000000000000000", "5"], Some("dc1/r1")), ("10.0.0.2", &["-7"], Some("dc1/r2"))];

const RING: &str = "
Datacenter: dc1
==========
Address    Rack  Status State   Load        Owns    Token
                                                    5
10.0.0.1   r1    Up     Normal  103.7 KiB   66.67%  -9000000000000000000
10.0.0.2   r2    Down   Leaving ?           33.33%  -7
10.0.0.1   r1    Up     Normal  103.7 KiB   66.67%  5

  Warning: \"nodetool ring\" is used to output all the tokens of a node.
  To view status related info of a node use \"nodetool status\" instead.
";

#[test]
fn nodetool_ring_of_any_version_with_notes_prompts_colours_and_line_ends() {
    let note = "Note: Non-system keyspaces don't have the same replication settings, effective ownership\n\
                information is meaningless\n";
    for text in [
        RING.to_owned(),
        RING.replace('\n', "\r\n"),
        format!("\u{feff}{RING}"),
        format!("$ nodetool -h 10.0.0.1 ring shop\n{RING}"),
        format!("{note}{RING}"),
        format!("{RING}\n{note}"),
        format!("# of the 3rd of May\nKeyspace: shop\n{RING}\nKeyspace: cart\n{RING}"),
        RING.replace("r1 ", "\u{1b}[32mr1\u{1b}[0m "),
        RING.replace("KiB   ", "KiB\n    "),
        RING.replace("Normal  ", "Normal\n"),
        RING.replace("103.7 KiB", "?"),
        RING.replace("66.67%", "?"),
    ] {
        check(&text, TWO);
    }
}

#[test]
fn the_table_with_a_column_of_data_centres_and_of_random_partitioner_is_read() {
    let text = "Note: Ownership information does not include topology; for complete information, specify a keyspace
Address         DC          Rack        Status State   Load            Effective-Ownership Token
                                                                                           113427455640312821154458202477256070484
10.0.0.1        east        rack 1      Up     Normal  4.6 GB          66.67%              0
10.0.0.2        east        rack 1      Up     Normal  4.1 GB          66.67%              56713727820156410577229101238628035242
10.0.0.3        west        rack1       Up     Normal  4.4 GB          66.67%              113427455640312821154458202477256070484
";
    let field = ring(&text.replace("rack 1 ", "rack1  "));
    assert_eq!(field.partitioner, Partitioner::Random);
    let zones: Vec<_> = field.nodes.iter().map(|node| node.zone.as_deref().unwrap()).collect();
    assert_eq!(zones, ["east/rack1", "east/rack1", "west/rack1"]);
    assert_eq!(field.original.len(), 3);
}

#[test]
fn a_node_that_joins_is_there_and_owns_nothing_yet() {
    let joining = RING.replace("Down   Leaving", "Up     Joining");
    let field = check(&joining, &[TWO[0], ("10.0.0.2", &[], Some("dc1/r2"))]);
    assert_eq!(field.notes, ["10.0.0.2 is joining: it owns nothing yet."]);
    assert_eq!(field.centres().into_iter().collect::<Vec<_>>(), [("dc1", 1)]);
}

const IDS: [&str; 2] = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"];

#[test]
fn status_and_info_in_any_order_and_of_any_version() {
    let [one, two] = IDS;
    let status = format!(
        "Datacenter: dc1\n===============\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving/Stopped\n\
         --  Address    Load       Tokens  Owns (effective)  Host ID   Rack\n\
         UN  10.0.0.1   103.7 KiB  2       66.7%             {one}  r1\n\
         DN  10.0.0.2   ?          1       ?                 {two}  r2\n\n"
    );
    let info = |id: &str, tokens: &str| {
        format!(
            "ID                     : {id}\nGossip active          : true\nLoad : 1 MiB\nUptime (seconds) : 8\nData Center : dc1\nRack : x\n{tokens}\n"
        )
    };
    let first = info(one, "Token                  : -9000000000000000000\nToken                  : 5");
    let second = info(two, "Token : -7");
    check(&format!("{status}{first}{second}"), TWO);
    check(&format!("{second}\n{status}{first}"), TWO);
    check(&format!("{}{first}{second}", status.replace(&format!("{two}  r2"), &format!("\n  {two}  r2"))), TWO);
    check(&format!("{}{first}{second}", status.replace(&format!("{one}  r1"), &format!("{one}\n r1"))), TWO);
    check_refused(&format!("{}{first}", status.replace(two, "no-id")), "invalid-ring", &["line 7", "host ID"]);
    check(&format!("{status}{status}{first}{second}").replace('\n', "\r\n"), TWO);
    // Version 1.2 prints a single token above the ID.
    let old = format!("Token            : -7\nID               : {two}\nLoad : 1 MB\n");
    let [_, other] = TWO else { unreachable!() };
    check(&format!("{old}{}", status.replace("UN  10.0.0.1", "XX  10.0.0.1")), &[*other]);
    let field = ring(&format!("{status}{second}"));
    assert_eq!(field.notes, ["No tokens of 10.0.0.1 are in the text: it owns nothing here."]);
    assert_eq!(field.nodes.len(), 2);
    check_refused(&status, "invalid-ring", &["info -T", "2 nodes"]);
    let asked = info(one, "Token : (invoke with -T/--tokens to see all 256 tokens)");
    check_refused(&format!("{status}{asked}"), "invalid-ring", &["line 15", "nodetool info -T"]);
}

#[test]
fn a_status_of_single_tokens_names_them_itself() {
    let [one, two] = IDS;
    let text = format!(
        "Datacenter: dc1\n--  Address   Load      Owns   Host ID   Token    Rack\n\
         UN  10.0.0.1  1.2 GB    50.0%  {one}  -9000000000000000000  r1\n\
         UJ  10.0.0.3  1.2 GB    ?      33333333-3333-3333-3333-333333333333  99  r1\n\
         UN  fd00::2   ?         ?      {two}  -7  r2\n"
    );
    check(
        &text,
        &[
            ("10.0.0.1", &["-9000000000000000000"], Some("dc1/r1")),
            ("fd00::2", &["-7"], Some("dc1/r2")),
            ("10.0.0.3", &[], Some("dc1/r1")),
        ],
    );
}

fn described(first: &str, second: &str) -> String {
    format!(
        "Schema Version:7f2a\nTokenRange: \n\
         \tTokenRange(start_token:-7, end_token:5, endpoints:[{first}], rpc_endpoints:[x], endpoint_details:[EndpointDetails(host:{first}, datacenter:dc1, rack:r1)])\n\
         \tTokenRange(start_token:5, end_token:-7, endpoints:[{second}],\n rpc_endpoints:[x], endpoint_details:[EndpointDetails(host:{second}, datacenter:dc1, rack:r2)])\n"
    )
}

#[test]
fn of_several_keyspaces_that_are_described_one_is_chosen() {
    let text = format!(
        "$ nodetool describering shop\n{}\n$ nodetool describering logs\n{}",
        described("a", "b"),
        described("b", "a")
    );
    let field = ring(&text);
    assert_eq!(field.keyspaces, ["shop", "logs"]);
    assert!(field.notes.iter().any(|note| note == "The text describes shop, logs; the ring is that of shop."));
    assert_eq!(summary(&field)[0], ("a", vec!["5".to_owned()], Some("dc1/r1")));
    let of = |keyspace: &str| read(&text, &ReadAs { keyspace: Some(keyspace.to_owned()), ..ReadAs::default() });
    assert_eq!(summary(&of("logs").unwrap())[0], ("b", vec!["5".to_owned()], Some("dc1/r1")));
    assert_eq!(of("mail").unwrap_err().code, "unknown-keyspace");
    let unnamed = format!("{}{}", described("a", "b"), described("b", "a"));
    assert_eq!(ring(&unnamed).keyspaces, ["keyspace 1", "keyspace 2"]);
    assert_eq!(ring(&described("a", "b")).keyspaces.len(), 1);
}

#[test]
fn riak_prints_members_claimant_pending_partitions_or_owners() {
    let members = "================================= Membership ==================================
Status     Ring    Pending    Node
-------------------------------------------------------------------------------
valid      50.0%     25.0%    'dev1@127.0.0.1'
valid      50.0%     50.0%    dev2@127.0.0.1
joining     0.0%     25.0%    'dev3@127.0.0.1'
-------------------------------------------------------------------------------
Valid:2 / Leaving:0 / Exiting:0 / Joining:1 / Down:0
";
    let status = "================================== Claimant ===================================
Claimant:  'dev1@127.0.0.1'
Status:     up
Ring Ready: true

============================== Ownership Handoff ==============================
Owner:      dev2@127.0.0.1
Next Owner: dev3@127.0.0.1

Index: 0
  Waiting on: [riak_kv_vnode]
  Complete:   []
-------------------------------------------------------------------------------
============================== Unreachable Nodes ==============================
All nodes are up and reachable
";
    let field = ring(members);
    assert_eq!(field.nodes.iter().map(|node| node.positions().len()).collect::<Vec<_>>(), [32, 32, 0]);
    assert_eq!((field.partitioner, field.format), (Partitioner::Sha1, Format::Riak));
    let half = "730750818665451459101842416358141509827966271488";
    assert!(field.original.values().any(|token| token == half), "indices as Riak prints them");
    assert_eq!(field.partitioner.printed(Position(1 << 127)), half);
    // Partition 0 is still dev2’s.
    let field = ring(&format!("{status}{members}"));
    let owner_of_0 = field.nodes.iter().find(|node| node.positions().contains(&Position(0))).unwrap();
    assert_eq!(owner_of_0.name, "dev2@127.0.0.1");
    check_refused(status, "invalid-ring", &["member-status"]);
    let owners = format!("[{{0,'dev1@127.0.0.1'}},\n {{{half},'dev2@127.0.0.1'}}]");
    check(&owners, &[("dev1@127.0.0.1", &["0"], None), ("dev2@127.0.0.1", &[half], None)]);
    // A terminal breaks a long line wherever it ends.
    let broken = owners.replace(&format!("{half},"), &format!("{half},\n"));
    check(&broken, &[("dev1@127.0.0.1", &["0"], None), ("dev2@127.0.0.1", &[half], None)]);
    let field = ring(&format!("12:01 ring_size = 128\n{members}"));
    assert_eq!(field.tokens(), 128, "the number behind the name");
}

#[test]
fn tables_with_any_order_of_columns_and_any_separator() {
    let expect: &[(&str, &[&str], Option<&str>)] = &[("a", &["1", "7"], Some("x/r1")), ("b", &["-5"], Some("x/r2"))];
    for text in [
        "rack,token,dc,node\nr1,1,x,a\nr2,-5,x,b\nr1,7,x,a\n",
        "\u{feff}Node;Token;Zone\r\na;1;x/r1\r\nb;-5;x/r2\r\n\r\na;7;x/r1\r\n",
        "\"zone\",\"node\",\"tokens\"\n\"x/r1\",\"a\",\"1, 7\"\n\"x/r2\",\"b\",\"-5\"\n",
        "# two racks\n// of one centre\na\t1\tx/r1\nb\t-5\tx/r2\na\t7\tx/r1",
        "1 a x/r1\n-5 b x/r2\n7 a x/r1\n",
        "node;tokens;zone\na;1,7;x/r1\nb;-5;x/r2\n",
        "a;1,7;x/r1\nb;-5;x/r2\n",
        "a,1;7,x/r1\nb,-5,x/r2\n",
        " peer | data_center | rack | tokens\n------+-------------+------+--------\n a | x | r1 | {'1', '7'}\n b | x | r2 | {'-5'}\n",
        "# partitioner: Murmur3Partitioner\nnode,token,zone\na,1,x/r1\nb,-5,x/r2\na,7,x/r1\nnode,token,zone\n",
    ] {
        check(text, expect);
    }
}

#[test]
fn json_in_many_shapes() {
    let expect: &[(&str, &[&str], Option<&str>)] = &[("a", &["1", "7"], None), ("b", &["-5"], None)];
    for text in [
        r#"{"nodes":[{"name":"a","tokens":["1","7"]},{"name":"b","tokens":[-5]}]}"#,
        r#"[{"node":"a","token":1},{"host":"b","token":"-5"},{"address":"a","token":7}]"#,
        r#"{"a":["1",7],"b":-5}"#,
        r#"{"ring":{"a":{"tokens":["1","7"]},"b":{"tokens":["-5"]}},"partitioner":"org.apache.cassandra.dht.Murmur3Partitioner"}"#,
        r#"[["a",1],["b","-5"],["7","a"]]"#,
        "{\"node\":\"a\",\"token\":1}\n{\"node\":\"b\",\"token\":-5}\n{\"node\":\"a\",\"token\":7}\n",
        r#"[{"key":"1","value":"a"},{"key":"-5","value":"b"},{"key":"7","value":"a"}]"#,
        r#"{"keyspaces":{"shop":{"a":["1","7"],"b":["-5"]},"tail":{"c":["9"]}}}"#,
    ] {
        check(text, expect);
    }
    let long = r#"[{"node":"say \"1234567890123456789\"","token":113427455640312821154458202477256070484},{"node":"b","token":0}]"#;
    let field = ring(long);
    assert_eq!(field.partitioner, Partitioner::Random);
    assert!(field.original.values().any(|token| token == "113427455640312821154458202477256070484"));
    // Objects have no order: they are read by their names.
    check(r#"{"-5":"b","1":"a","7":"a"}"#, &[("b", &["-5"], None), ("a", &["1", "7"], None)]);
    let described = r#"[{"start_token":"7","end_token":"1","endpoints":["a","b"],"endpoint_details":[{"host":"a","datacenter":"x","rack":"r1"}]}]"#;
    check(described, &[("a", &["1"], Some("x/r1"))]);
    let returned = r#"{"nodes":[{"name":"a","tokens":["80000000000000010000000000000000"]}],"partitioner":"murmur3","original":{"80000000000000010000000000000000":"1"}}"#;
    check(returned, &[("a", &["1"], None)]);
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_what_is_allowed() {
    // One token too high is not taken for another partitioner's.
    check_refused("a,-5\nb,9223372036854775808\nc,7\n", "invalid-position", &["line 2", "2^63 - 1"]);
    check_refused("a,5\nb,9223372036854775808\nc,7\n", "invalid-position", &["line 2", "2^63 - 1"]);
    check_refused(
        "Partitioner: ByteOrderedPartitioner\na,5\n",
        "unknown-partitioner",
        &["line 1", "Murmur3Partitioner"],
    );
    check_refused(r#"{"partitioner":"keys","nodes":[]}"#, "unknown-partitioner", &["partitioner", "murmur3"]);
    check_refused(
        &RING.replace("r2    Down", "r1    Up").replacen("10.0.0.1   r1", "10.0.0.1   r9", 1),
        "two-zones",
        &["line 8", "dc1/r9"],
    );
    check_refused(&RING.replace(" -7", " 5"), "duplicate-token", &["line 8", "line 7 gives it to 10.0.0.2"]);
    check_refused(&RING.replace("-7", "seven"), "invalid-ring", &["line 7"]);
    let twins = "[{\"node\":\"a\",\"token\":5},\n\n{\"node\":\"b\",\"token\":5}]";
    check_refused(twins, "duplicate-token", &["entry 2", "entry 1 gives it to a"]);
    check_refused("[1e39]", "invalid-ring", &["nodes[0]", "as texts"]);
    check_refused(&format!("a,5\n{}", "once upon a time ".repeat(600_000)), "invalid-ring", &["line 2", "upon"]);
    check_refused("a,5,eu\nb,6\na,\u{0}7\n", "invalid-position", &["line 3"]);
    let as_random = ReadAs { partitioner: Some(Partitioner::Random), ..ReadAs::default() };
    assert_eq!(read("a,-5", &as_random).unwrap_err().code, "invalid-position");
    assert_eq!(read("a,5", &as_random).unwrap().partitioner, Partitioner::Random);
    assert!(!seems_a_ring("Once upon a time") && !seems_a_ring("") && seems_a_ring(RING));
}

#[test]
fn a_keyspace_of_a_text_that_names_none_is_refused() {
    let read_as = ReadAs { keyspace: Some("shop".to_owned()), ..ReadAs::default() };
    let refusal = read("node,token\na,5\n", &read_as).unwrap_err();
    assert_eq!(refusal.code, "unknown-keyspace");
    assert!(refusal.message.contains("\"shop\""), "{}", refusal.message);
}

#[test]
fn a_token_that_is_printed_again_is_the_same_in_every_partitioner() {
    for (partitioner, tokens) in [
        (Partitioner::Murmur3, vec!["-9223372036854775808", "0", "9223372036854775807"]),
        (Partitioner::Random, vec!["0", "1", "170141183460469231731687303715884105727"]),
        (Partitioner::Md5, vec!["00000000000000000000000000000001", "ffffffffffffffffffffffffffffffff"]),
        (Partitioner::Sha1, vec!["0", "1438665674247607560106752257205091097473808596992"]),
    ] {
        for token in tokens {
            let position = partitioner.read_token("token", token).unwrap();
            assert_eq!(partitioner.printed(position), token);
            assert_eq!(partitioner.to_grid(position), position);
        }
    }
}

#[test]
fn a_thousand_nodes_of_256_tokens_are_read_in_a_moment() {
    let mut text = String::from("Datacenter: dc1\n==========\nAddress Rack Status State Load Owns Token\n");
    for number in 0..256_000_u64 {
        let (node, token) = (number % 1_000, number.wrapping_mul(0x9e37_79b9_7f4a_7c15) as i64);
        text += &format!("10.0.{}.{}  r{}  Up  Normal  103.7 KiB  ?  {token}\n", node / 250, node % 250, node % 3);
    }
    let begun = std::time::Instant::now();
    let field = ring(&text);
    println!("{} MB in {:?}", text.len() / 1_000_000, begun.elapsed());
    assert_eq!((field.nodes.len(), field.original.len()), (1_000, 256_000));
}
