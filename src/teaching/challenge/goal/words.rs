//! A goal in words.

use super::request::once;
use super::{Goal, NodeStanding, RequestGoal, Setting};
use crate::dynamo::message::RequestKind;
use crate::explain::snapshot::OperationStatus;
use crate::teaching::lesson::{Answer, Test, said_of};

impl Goal {
    /// What must hold, in a sentence without its full stop.
    pub fn words(&self) -> String {
        match self {
            Self::Measure { measure, is } => said_of(measure, &test_words(is)).trim_end_matches('.').to_owned(),
            Self::Request(request) => request.words(),
            Self::Setting { setting, is } => format!("{} is {}", setting_words(*setting), test_words(is)),
            Self::Nodes { standing, homes_of, is } => {
                let of_whom = match homes_of {
                    Some(key) => format!("Homes of {key}"),
                    None => "Nodes".to_owned(),
                };
                format!("{of_whom} that are {}: {}", standing_words(*standing), test_words(is))
            }
            Self::Agree { key } => format!("All homes of {key} hold the same versions of it"),
            Self::Given { command, is } if *is == Test::Is(Answer::Number(0.0)) => {
                format!("{}: none", command_words(command))
            }
            Self::Given { command, is } => format!("{}: {}", command_words(command), test_words(is)),
            Self::All(goals) => joined(goals, "; and "),
            Self::Any(goals) => joined(goals, "; or "),
            Self::Not(goal) => format!("Not: {}", goal.words()),
        }
    }
}

/// What is counted of a command, as a person says it; its own word for one that has no other.
fn command_words(command: &str) -> &str {
    match command {
        "put" => "Puts",
        "get" => "Gets",
        "delete" => "Deletes",
        "reconcile" => "Reconciliations",
        "add-node" => "Nodes added",
        "remove-node" => "Nodes told to leave",
        "give-up-node" => "Members given up",
        "replace-node" => "Nodes replaced",
        "return-node" => "Machines brought back",
        "cancel" => "Joins or leaves called back",
        "set-tokens" => "Changes of tokens",
        "set-quorum" => "Changes of N, R and W",
        "set-timers" => "Changes of the timers",
        "set-network" => "Changes of the network",
        "crash" => "Crashes",
        "restart" => "Restarts",
        "pause" => "Pauses of a node",
        "resume" => "Paused nodes resumed",
        "partition" => "Walls drawn",
        "repair" => "Walls removed",
        "hold" => "Links held",
        "release" => "Links released",
        "cut" => "Links cut",
        "mend" => "Links mended",
        "drop" => "Messages dropped",
        "skew" => "Clocks set wrong",
        "lose-key" => "Keys lost from a disk",
        "restore-disk" => "Disks restored",
        "anti-entropy" => "Comparisons of trees",
        "wait" => "Waits",
        other => other,
    }
}

fn joined(goals: &[Goal], between: &str) -> String {
    goals.iter().map(Goal::words).collect::<Vec<_>>().join(between)
}

fn setting_words(setting: Setting) -> &'static str {
    match setting {
        Setting::N => "N",
        Setting::R => "R",
        Setting::W => "W",
        Setting::Overlap => "R + W − N",
    }
}

fn standing_words(standing: NodeStanding) -> &'static str {
    match standing {
        NodeStanding::Crashed => "down",
        other => other.as_str(),
    }
}

/// What a test demands, in words that follow “is” or a colon.
pub(in crate::teaching::challenge) fn test_words(test: &Test) -> String {
    match test {
        Test::Is(answer) => answer.in_words(),
        Test::Within { at_least: Some(least), below: None } => format!("at least {}", number(*least)),
        Test::Within { at_least: None, below: Some(below) } => format!("less than {}", number(*below)),
        Test::Within { at_least, below } => {
            let [least, below] = [at_least, below].map(|bound| number(bound.unwrap_or_default()));
            format!("at least {least} and less than {below}")
        }
        Test::OneOf(answers) => answers.iter().map(Answer::in_words).collect::<Vec<_>>().join(" or "),
        Test::Not(test) => match &**test {
            Test::Is(Answer::Set(texts) | Answer::List(texts)) if texts.is_empty() => "at least 1".to_owned(),
            test => format!("not {}", test_words(test)),
        },
    }
}

fn number(number: f64) -> String {
    Answer::Number(number).in_words()
}

impl RequestGoal {
    fn words(&self) -> String {
        let mut subject = match self.kind {
            Some(RequestKind::Put) => "A put",
            Some(RequestKind::Get) => "A get",
            Some(RequestKind::Delete) => "A delete",
            None => "A request",
        }
        .to_owned();
        for (before, what) in [("of", &self.key), ("by", &self.client), ("coordinated by", &self.coordinator)] {
            if let Some(what) = what {
                subject.push_str(&format!(" {before} {what}"));
            }
        }
        let mut claims = Vec::new();
        claims.extend(self.status.map(|status| {
            match status {
                OperationStatus::Ok => "is done",
                OperationStatus::Failed => "fails",
                OperationStatus::Pending => "has no answer yet",
            }
            .to_owned()
        }));
        claims.extend(self.versions.as_ref().map(|versions| match versions {
            Test::Is(Answer::Number(1.0)) => "returns 1 version".to_owned(),
            other => format!("returns {} versions", test_words(other)),
        }));
        let verb = if self.kind == Some(RequestKind::Put) { "writes" } else { "returns" };
        claims.extend(self.values.as_ref().map(|values| format!("{verb} {}", test_words(values))));
        claims.extend(self.latency.as_ref().map(|latency| format!("takes {} ms", test_words(latency))));
        claims.extend(
            self.stale.map(|stale| {
                if stale { "misses an acknowledged put" } else { "misses no acknowledged put" }.to_owned()
            }),
        );
        if self.in_turn {
            claims.push("is asked when its client waits for nothing else".to_owned());
        }
        if claims.is_empty() {
            claims.push("is made".to_owned());
        }
        if self.now {
            claims.push("is answered at this moment".to_owned());
        }
        let sentence = format!("{subject} {}", claims.join(" and "));
        if self.times == once() { sentence } else { format!("{sentence}: {} of them", test_words(&self.times)) }
    }
}
