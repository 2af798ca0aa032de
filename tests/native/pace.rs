//! How much is one step: at each pace, and past gossip that tells nobody anything.

use ringside::explain::trace::Pace;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario, Timers, Tokens};

fn stops(pace: Pace, commands: &[Command]) -> Vec<String> {
    let timers = Timers { anti_entropy: 0.0, ..Timers::default() };
    let mut playground = Playground::new(Scenario { timers, ..Scenario::default() }).unwrap();
    for command in commands {
        playground.apply(command.clone()).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }
    let events = playground.trace(1).into_iter().filter(|event| pace.stops_after(event));
    events.map(|event| event.sentence).collect()
}

#[test]
fn larger_paces_stop_at_fewer_places() {
    let commands = [Command::put("Alice", "cart", "milk"), Command::get("Bob", "cart")];
    let [message, phase, operation] = [Pace::Message, Pace::Phase, Pace::Operation].map(|pace| stops(pace, &commands));
    assert!(operation.iter().all(|sentence| phase.contains(sentence)));
    assert!(phase.iter().all(|sentence| message.contains(sentence)));
    assert!(message.len() > phase.len() && phase.len() > operation.len());
    assert_eq!(operation.len(), 2, "{operation:?}");
    assert!(operation[0].starts_with("Alice hears that the put is done"), "{operation:?}");
    assert!(operation[1].starts_with("Bob gets “milk”"), "{operation:?}");
}

#[test]
fn gossip_without_news_is_passed_over_and_with_news_is_not() {
    let waiting = [Command::Wait { ms: 3_000.0 }];
    assert_eq!(stops(Pace::Message, &waiting), ["3 seconds pass."]);
    let joining = [Command::add_node("F", Tokens::Count(8))];
    assert!(
        stops(Pace::Message, &joining).iter().any(|sentence| sentence.contains("hears")),
        "{:?}",
        stops(Pace::Message, &joining)
    );
    assert!(stops(Pace::Operation, &joining).len() >= 2);
}
