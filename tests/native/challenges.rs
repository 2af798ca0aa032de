//! Challenges: goals and budgets, what is handed in, and how it is graded.

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Overrides};
use ringside::teaching::challenge::{Astray, Attempt, Challenge, Gradebook, HandIn, Limit, grade};
use serde_json::{Value, json};

fn challenge(goal: Value, change: impl FnOnce(&mut Value)) -> Challenge {
    let mut json = json!({
        "ringsideChallenge": 1, "title": "A challenge", "summary": "One.", "minutes": 5, "task": "Do it.",
        "scenario": { "ringside": 1, "timers": { "gossip": 0, "handoff": 0, "antiEntropy": 0 } },
        "goal": goal,
    });
    change(&mut json);
    Challenge::from_json(&json).unwrap()
}

/// The history of these commands, each given when all is quiet.
fn played(challenge: &Challenge, commands: &[Command]) -> Playground {
    let mut playground = challenge.begin().unwrap();
    for command in commands {
        playground.apply(command.clone()).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }
    playground
}

fn crash(name: &str) -> Command {
    Command::Crash { name: name.to_owned(), wipe: false }
}

fn two_siblings() -> Challenge {
    challenge(json!({ "request": { "do": "get", "versions": 2 } }), |json| json["budget"] = json!({ "commands": 3 }))
}

fn blind(client: &str, value: &str) -> Command {
    Command::from_json(&json!({ "do": "put", "client": client, "key": "cart", "value": value, "context": "none" }))
        .unwrap()
}

#[test]
fn a_goal_is_met_in_the_step_in_which_it_first_holds() {
    let challenge = two_siblings();
    let commands = [blind("Alice", "1"), blind("Bob", "2"), Command::get("Alice", "cart"), crash("A")];
    let playground = played(&challenge, &commands);
    let attempt = Attempt::whole(&challenge, playground.clone()).unwrap();
    let solved = attempt.solved_at().unwrap();
    let event = playground.event(solved).unwrap();
    assert!(event.facts.iter().any(|fact| format!("{fact:?}").starts_with("Answered")), "{event:?}");
    let situation = attempt.situation(solved);
    assert!(situation.parts.iter().all(|part| part.holds), "{situation:?}");
    assert_eq!(situation.spent.get(Limit::Commands), Some(3));
    assert!(!attempt.situation(solved - 1).parts[0].holds);
    // The fourth command exceeds the budget, but by then it is solved.
    assert_eq!(attempt.situation(usize::MAX).exceeded, [Limit::Commands]);
}

#[test]
fn what_is_beyond_the_budget_does_not_count() {
    let challenge = two_siblings();
    let commands = [crash("E"), blind("Alice", "1"), blind("Bob", "2"), Command::get("Alice", "cart")];
    let grade = grade(&challenge, &HandIn::new(&challenge, &played(&challenge, &commands), "Ada", false).write());
    assert!(!grade.solved && grade.step.is_none() && !grade.altered, "{grade:?}");
    assert_eq!(grade.message, "Not solved within the budget: commands, at most 3.");
}

#[test]
fn a_hand_in_is_played_again_and_a_forged_one_is_worth_nothing() {
    let challenge = two_siblings();
    let commands = [blind("Alice", "1"), blind("Bob", "2"), Command::get("Alice", "cart")];
    let hand_in = HandIn::new(&challenge, &played(&challenge, &commands), "<b>Ada</b>", false);
    let text = hand_in.write();
    assert_eq!(HandIn::read(&text).unwrap(), hand_in);
    let good = grade(&challenge, &text);
    assert!(good.solved && !good.altered, "{good:?}");
    assert_eq!((good.name.as_str(), good.used.get(Limit::Commands)), ("<b>Ada</b>", Some(3)));
    assert_eq!(good.message, format!("Solved in step {}, with 3 commands.", good.step.unwrap()));

    // The same text for a challenge that asks for more.
    let harder = self::challenge(json!({ "request": { "do": "get", "versions": 3 } }), |_| {});
    let other = grade(&harder, &text);
    assert!(!other.solved && other.altered, "{other:?}");
    assert!(other.message.contains("another version of this challenge"), "{other:?}");
    // Texts may be corrected.
    let mut corrected = challenge.clone();
    corrected.task = "Do it, please.".to_owned();
    assert!(!grade(&corrected, &text).altered);
}

#[test]
fn another_world_another_beginning_and_what_is_locked_are_told() {
    let own = challenge(json!({ "agree": "cart" }), |json| {
        json["locked"] = json!(["faults"]);
        json["scenario"]["script"] = json!([{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }]);
    });
    let seeded = challenge(json!({ "agree": "cart" }), |json| json["scenario"]["seed"] = json!(7));
    let astray = |playground| Attempt::whole(&own, playground).unwrap_err();
    assert_eq!(astray(played(&seeded, &[])), Astray::OtherWorld);
    let mut empty = own.clone();
    empty.scenario.script.clear();
    assert_eq!(astray(played(&empty, &[blind("Bob", "2")])), Astray::OtherBeginning);
    let message = astray(played(&own, &[crash("A")])).to_string();
    assert_eq!(message, "The command crash is not allowed: “What can go wrong” may not be touched.");
    let stranger = grade(&own, &HandIn::new(&seeded, &played(&seeded, &[]), "", false).write());
    assert_eq!((stranger.solved, stranger.altered), (false, true));
    assert_eq!(stranger.message, "This was made for another challenge, “A challenge”.");
}

#[test]
fn whatever_is_wrong_with_a_hand_in_is_said_in_its_grade() {
    let challenge = two_siblings();
    let good = HandIn::new(&challenge, &played(&challenge, &[blind("Alice", "1")]), "Ada", false).write();
    let long = format!("{good}{}", " ".repeat(3 << 20));
    for (text, words) in [
        ("", "This cannot be read. line 1: this is not JSON"),
        ("[]", "got []; allowed is an object"),
        (&good[..good.len() / 2], "this is not JSON"),
        (&good.replace("\"ringsideHandIn\": 1", "\"ringsideHandIn\": 2"), "ringsideHandIn: got 2"),
        (&good.replace("1.", "1.AAAA"), "The history cannot be played."),
        (&good.replace("\"name\"", "\"nome\""), "nome: got an unknown field"),
        (&long, "allowed is at most 2097152"),
    ] {
        let grade = grade(&challenge, text);
        assert!(!grade.solved && grade.message.contains(words), "{words}: {grade:?}");
    }
}

#[test]
fn at_the_end_means_when_nothing_is_left_to_happen() {
    let goal = json!({ "all": [{ "agree": "cart" }, { "measure": { "what": "copies", "key": "cart" }, "is": 3 }] });
    let challenge = challenge(goal, |json| json["when"] = json!("end"));
    let stores = played(&challenge, &[Command::put("Alice", "cart", "milk")]);
    let attempt = Attempt::whole(&challenge, stores.clone()).unwrap();
    assert_eq!(attempt.solved_at(), Some(stores.known_steps()));
    let mut breaks = stores;
    let home = breaks.state().nodes.into_iter().find(|node| node.store.contains_key("cart")).unwrap().name;
    breaks.apply(Command::from_json(&json!({ "do": "lose-key", "name": home, "key": "cart" })).unwrap()).unwrap();
    breaks.run(RunLimit::default()).unwrap();
    assert_eq!(Attempt::whole(&challenge, breaks).unwrap().solved_at(), None);
}

#[test]
fn doing_nothing_is_measured_too() {
    let challenge = challenge(json!({ "setting": "overlap", "is": 1 }), |_| {});
    let attempt = Attempt::whole(&challenge, challenge.begin().unwrap()).unwrap();
    assert!(attempt.needs_nothing());
}

#[test]
fn each_kind_of_goal_is_measured_and_said() {
    let quorum = Command::SetQuorum { overrides: Overrides { n: None, r: Some(1), w: None }, quorum: None };
    let commands = [blind("Alice", "1"), quorum, crash("A"), crash("B"), Command::get("Bob", "cart")];
    let cases = [
        (json!({ "setting": "overlap", "is": 0 }), true, "R + W − N is 0"),
        (json!({ "setting": "w", "is": 2 }), true, "W is 2"),
        (json!({ "nodes": "crashed", "is": 2 }), true, "Nodes that are down: 2"),
        (
            json!({ "nodes": "crashed", "homesOf": "cart", "is": { "atLeast": 3 } }),
            false,
            "Homes of cart that are down: at least 3",
        ),
        (json!({ "given": "crash", "is": { "below": 2 } }), false, "Crashes: less than 2"),
        (json!({ "given": "drop", "is": 0 }), true, "Messages dropped: none"),
        (
            json!({ "request": { "do": "get", "key": "cart", "client": "Bob", "status": "ok", "values": ["1"] } }),
            true,
            "A get of cart by Bob is done and returns 1",
        ),
        (json!({ "request": { "do": "put" }, "times": 2 }), false, "A put is made: 2 of them"),
        (json!({ "not": { "request": { "stale": true } } }), true, "Not: A request misses an acknowledged put"),
        (
            json!({ "any": [{ "agree": "cart" }, { "agree": "tea" }] }),
            true,
            "All homes of cart hold the same versions of it; or All homes of tea hold the same versions of it",
        ),
        (
            json!({ "measure": { "what": "siblings", "key": "cart" }, "is": { "not": 2 } }),
            true,
            "Current versions of cart: not 2",
        ),
    ];
    for (goal, holds, words) in cases {
        let challenge = challenge(goal.clone(), |_| {});
        let attempt = Attempt::whole(&challenge, played(&challenge, &commands)).unwrap();
        let part = attempt.situation(usize::MAX).parts.remove(0);
        assert_eq!((part.words.as_str(), part.holds), (words, holds), "{goal}: {part:?}");
        assert_eq!(challenge.goal.to_json(), goal);
    }
}

#[test]
fn a_request_with_settings_of_its_own_is_counted() {
    let challenge = challenge(json!({ "request": { "do": "get" } }), |json| json["budget"] = json!({ "own": 0 }));
    let get = |more: Value| {
        let mut json = json!({ "do": "get", "client": "Alice", "key": "cart" });
        json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let playground = played(&challenge, &[Command::from_json(&json).unwrap()]);
        let attempt = Attempt::whole(&challenge, playground).unwrap();
        (attempt.solved_at().is_some(), attempt.situation(usize::MAX).spent.get(Limit::Own).unwrap())
    };
    assert_eq!(get(json!({ "via": "A" })), (true, 0));
    for own in [
        json!({ "r": 1 }),
        json!({ "quorum": "strict" }),
        json!({ "position": "0".repeat(32) }),
        json!({ "atLeast": "last" }),
    ] {
        assert_eq!(get(own.clone()), (false, 1), "{own}");
    }
}

#[test]
fn a_request_in_turn_is_asked_when_its_client_waits_for_nothing_else() {
    let gets = |times: u64| {
        challenge(json!({ "request": { "do": "get", "status": "ok", "inTurn": true }, "times": times }), |_| {})
    };
    let get = Command::get("Alice", "cart");
    let in_turn = played(&gets(2), &[get.clone(), get.clone()]);
    assert!(Attempt::whole(&gets(2), in_turn).unwrap().solved_at().is_some());
    let mut at_once = gets(2).begin().unwrap();
    at_once.apply(get.clone()).unwrap();
    at_once.apply(get).unwrap();
    at_once.run(RunLimit::default()).unwrap();
    assert!(Attempt::whole(&gets(2), at_once.clone()).unwrap().solved_at().is_none());
    assert!(Attempt::whole(&gets(1), at_once).unwrap().solved_at().is_some());
}

#[test]
fn a_challenge_is_written_as_it_is_read_also_as_a_link() {
    let challenge = challenge(json!({ "all": [{ "agree": "cart" }, { "given": "drop", "is": 1 }] }), |json| {
        json["paper"] = json!("4.5");
        json["hints"] = json!(["Look at the wall.", "Which side has W nodes?"]);
        json["afterwards"] = json!("Both sides accept writes.");
        json["locked"] = json!(["settings", "worlds"]);
        json["when"] = json!("end");
        json["budget"] = json!({ "commands": 4, "ms": 5000, "tokens": 64 });
        json["key"] = json!("cart");
        json["fewest"] = json!(3);
        json["claim"] = json!(true);
    });
    assert_eq!(Challenge::read(&challenge.write()).unwrap(), challenge);
    assert_eq!(Challenge::from_link(&challenge.to_link().unwrap()).unwrap(), challenge);
}

#[test]
fn what_is_wrong_with_a_challenge_is_named_by_line_and_field() {
    let good = challenge(json!({ "agree": "cart" }), |json| {
        json["locked"] = json!(["settings"]);
        json["hints"] = json!(["Look."]);
        json["budget"] = json!({ "commands": 4 });
    })
    .write();
    assert!(Challenge::read(&good).is_ok());
    for (find, put, field, words) in [
        ("\"agree\": \"cart\"", "\"agree\": 3", "goal.agree", "got 3; allowed is a text"),
        ("\"agree\": \"cart\"", "\"agrees\": \"cart\"", "goal", "allowed is exactly one of measure"),
        ("\"agree\": \"cart\"", "\"agree\": \"cart\", \"not\": {}", "goal", "got agree and not"),
        ("\"agree\": \"cart\"", "\"agree\": \"\"", "goal.agree", "1 to 1"),
        (
            "\"agree\": \"cart\"",
            "\"measure\": { \"what\": \"laboratory\", \"kind\": \"shares\", \"figure\": \"cv\" }, \"is\": 1",
            "goal.measure.what",
            "no history changes what a laboratory finds",
        ),
        ("\"agree\": \"cart\"", "\"all\": []", "goal.all", "got no goals"),
        ("\"agree\": \"cart\"", "\"nodes\": \"up\"", "goal.is", "got nothing"),
        (
            "\"agree\": \"cart\"",
            "\"given\": \"explode\", \"is\": 1",
            "goal.given",
            "got \"explode\"; allowed is put, get",
        ),
        ("\"agree\": \"cart\"", "\"request\": { \"status\": \"maybe\" }", "goal.request.status", "ok, failed, pending"),
        (
            "\"agree\": \"cart\"",
            "\"not\": { \"not\": { \"not\": { \"not\": { \"not\": { \"agree\": \"cart\" } } } } }",
            "goal.not.not.not.not.not",
            "at most 4 deep",
        ),
        ("\"settings\"", "\"colours\"", "locked[0]", "allowed is requests, faults"),
        ("\"Look.\"", "\" \"", "hints[0]", "plain text"),
        ("\"commands\": 4", "\"command\": 4", "budget.command", "an unknown field"),
        ("\"commands\": 4", "\"commands\": -4", "budget.commands", "a whole number from 0 to 1000"),
        ("\"ringsideChallenge\": 1", "\"ringsideChallenge\": 2", "ringsideChallenge", "a newer page"),
    ] {
        let text = good.replace(find, put);
        assert_ne!(text, good, "{find}");
        let error = Challenge::read(&text).unwrap_err();
        assert_eq!(error.field, field, "{error}");
        assert!(error.line > 0 && error.message.contains(words), "{error}");
    }
}

/// A class of so many, of which each tenth did nothing, each twentieth forged, and two handed in the same.
fn class(challenge: &Challenge, size: usize) -> Vec<(String, String)> {
    let one = |number: usize| {
        let commands = [blind("Alice", &format!("{number}a")), blind("Bob", "2"), Command::get("Alice", "cart")];
        let commands = if number.is_multiple_of(10) { &commands[..1] } else { &commands[..] };
        let text = HandIn::new(challenge, &played(challenge, commands), &format!("Student {number}"), false).write();
        let text = match number % 100 {
            5 => text.replace("\"digest\": \"", "\"digest\": \"0"),
            15 => text[..text.len() - 30].to_owned(),
            25 => text.replace("\"history\": \"1.", "\"solved\": true,\n  \"history\": \"1."),
            35 => String::new(),
            45 => text.replace("\"history\": \"1.", "\"history\": \"2."),
            _ => text,
        };
        (format!("{number:04}.json"), text)
    };
    (0..size).map(one).collect()
}

#[test]
fn a_folder_with_forged_and_broken_ones_is_graded_right() {
    let challenge = two_siblings();
    let mut gradebook = Gradebook::new([challenge.clone()]).unwrap();
    for (file, text) in class(&challenge, 100) {
        gradebook.add(&file, &text);
    }
    let twin = gradebook.rows()[1].clone();
    let text = class(&challenge, 2).remove(1).1.replace("Student 1", "=cmd()");
    gradebook.add("twin, \"of 1\".json", &text);
    for (number, row) in gradebook.rows()[..100].iter().enumerate() {
        let forged = [15, 25, 35, 45].contains(&number);
        assert_eq!(row.grade.solved, !number.is_multiple_of(10) && !forged, "{row:?}");
        assert_eq!(row.grade.altered, number == 5, "{row:?}");
        assert!(!row.grade.message.is_empty());
    }
    let equal = gradebook.equal_histories();
    assert!(equal.iter().any(|group| group.len() == 2 && group[0].file == twin.file), "{equal:?}");
    let csv = gradebook.csv();
    assert_eq!(csv.lines().count(), 102);
    assert!(csv.contains("\"twin, \"\"of 1\"\".json\",'=cmd(),A challenge,yes"), "{csv}");
    let table = gradebook.table();
    assert!(
        table.contains("Equal histories: 0001.json, twin, \"of 1\".json") && table.ends_with(" of 101 solved.\n"),
        "{table}"
    );
}

#[test]
fn each_hand_in_is_graded_for_the_challenge_that_it_names() {
    let (one, mut other) = (two_siblings(), challenge(json!({ "agree": "cart" }), |_| {}));
    other.title = "Another".to_owned();
    let stores = played(&other, &[Command::put("Alice", "cart", "milk")]);
    let text = HandIn::new(&other, &stores, "Ada", false).write();
    let mut gradebook = Gradebook::new([one, other.clone()]).unwrap();
    let row = gradebook.add("ada.json", &text);
    assert_eq!((row.challenge.as_str(), row.grade.solved), ("Another", true));
    // By its title, if the challenge was changed since.
    let row = gradebook.add("old.json", &text.replace(&other.digest(), "0"));
    assert_eq!((row.challenge.as_str(), row.grade.solved, row.grade.altered), ("Another", true, true));
    let row = gradebook.add("stranger.json", &text.replace(&other.digest(), "0").replace("Another", "Unknown"));
    assert_eq!((row.grade.solved, row.grade.altered), (false, true));
    assert_eq!(row.grade.message, "This was made for another challenge, “Unknown”.");
}

#[test]
fn what_is_done_before_the_beginning_is_no_way_round_the_budget() {
    let own = challenge(json!({ "nodes": "crashed", "is": 1 }), |json| {
        json["budget"] = json!({ "commands": 0 });
        json["scenario"]["script"] = json!([{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }]);
    });
    let mut playground = own.begin().unwrap();
    let since = playground.step_number();
    playground.seek(since - 2).unwrap();
    playground.apply(crash("E")).unwrap();
    playground.run(RunLimit::default()).unwrap();
    assert_eq!(Attempt::whole(&own, playground.clone()).unwrap_err(), Astray::OtherBeginning);
    let grade = grade(&own, &HandIn::new(&own, &playground, "Ada", false).write());
    assert_eq!((grade.solved, grade.message.as_str()), (false, "This history does not begin as the challenge does."));
}

#[test]
fn what_cannot_be_measured_leaves_the_whole_open_in_whatever_order() {
    let open = json!({ "measure": { "what": "status" }, "is": "ok" });
    let fails = json!({ "setting": "n", "is": 9 });
    for goals in [[&open, &fails], [&fails, &open]] {
        for goal in [json!({ "all": goals }), json!({ "not": { "all": goals } })] {
            let challenge = challenge(goal.clone(), |_| {});
            let attempt = Attempt::whole(&challenge, challenge.begin().unwrap()).unwrap();
            assert_eq!(attempt.solved_at(), None, "{goal}");
        }
    }
}

#[test]
fn each_limit_counts_what_its_name_says() {
    let challenge = challenge(json!({ "agree": "tea" }), |_| {});
    let own = json!({ "do": "get", "client": "Alice", "key": "cart", "r": 1 });
    let commands = [
        blind("Alice", "1"),
        crash("A"),
        Command::from_json(&own).unwrap(),
        Command::from_json(&json!({ "do": "add-node", "name": "F", "tokens": 3 })).unwrap(),
        Command::Wait { ms: 1_000.0 },
    ];
    let mut playground = played(&challenge, &commands);
    playground.apply(Command::put("Bob", "cart", "2")).unwrap();
    let drop = playground.state().messages[0].id;
    playground.apply(Command::from_json(&json!({ "do": "drop", "message": drop })).unwrap()).unwrap();
    let spent = Attempt::whole(&challenge, playground).unwrap().situation(usize::MAX).spent;
    for (limit, amount) in [
        (Limit::Commands, 6),
        (Limit::Requests, 3),
        (Limit::Nodes, 6),
        (Limit::Tokens, 43),
        (Limit::Drops, 1),
        (Limit::Crashes, 1),
        (Limit::Own, 1),
    ] {
        assert_eq!(spent.get(limit), Some(amount), "{limit:?}");
    }
    assert!((1_000..5_000).contains(&spent.get(Limit::Ms).unwrap()), "{spent:?}");
}

#[test]
fn a_command_that_was_refused_was_not_given() {
    let challenge = challenge(json!({ "given": "restart", "is": { "atLeast": 1 } }), |_| {});
    let mut scenario = challenge.scenario.clone();
    scenario.script.push(ringside::scenario::ScriptEntry::new(Command::Restart { name: "A".to_owned() }));
    let mut forged = Playground::new(scenario).unwrap();
    forged.run(RunLimit::default()).unwrap();
    assert_eq!(forged.known_steps(), 1, "it is refused, and noted");
    let attempt = Attempt::whole(&challenge, forged).unwrap();
    assert_eq!(attempt.solved_at(), None);
    assert_eq!(attempt.situation(usize::MAX).spent.get(Limit::Commands), Some(0));
}

#[test]
fn a_name_that_could_not_be_read_back_is_cut() {
    let challenge = two_siblings();
    let name = format!("Ada\n{}", "名".repeat(100));
    let text = HandIn::new(&challenge, &challenge.begin().unwrap(), &name, false).write();
    let read = HandIn::read(&text).unwrap();
    assert!(read.name.starts_with("Ada名") && read.name.len() <= 200, "{}", read.name);
}
