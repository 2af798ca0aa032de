//! The table of docs/lesson-steps.md: what is said and what is seen at the outcome of each step of each lesson. It is read
//! off the page; written anew with `RINGSIDE_WRITE_LESSON_STEPS=1`.

use super::driver::Page;
use super::lessons::{ids, lock_in, opened, read, to_outcome};
use super::seen::Seen;
use crate::explain::snapshot::NodeStatus;
use crate::page::projection::versions::versions_in_short;
use std::path::Path;

const PATH: &str = "docs/lesson-steps.md";
const HEAD: &str = "# What each lesson step says and shows

At the outcome of each step: what was asked or done, the sentence under the ring, and the picture. The table is read off the page by
`page::tests::lesson_table`, which fails where it no longer fits; `RINGSIDE_WRITE_LESSON_STEPS=1` writes it anew.
";
/// Characters of a value in the table.
const VALUE: usize = 20;

/// The page at the outcome of a step, whatever was predicted.
fn at_outcome(id: &str, index: usize) -> Page {
    let mut page = opened(id, index);
    if page.model.classroom.session.as_ref().is_some_and(|session| session.prediction().is_some()) {
        lock_in(&mut page, 0);
        to_outcome(&mut page);
    } else if page.model.classroom.session.as_ref().is_some_and(|session| !session.asks_for_nothing()) {
        to_outcome(&mut page);
    }
    page
}

/// What stands in the middle of the ring.
fn middle(seen: &Seen) -> Option<String> {
    if let Some(trees) = seen.css(".stage-trees .trees-count").first() {
        return Some(format!("two Merkle trees, {}", trees.text()));
    }
    let texts = seen.css(".centre").iter().map(Seen::text).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    (!texts.is_empty()).then(|| format!("in the middle: {}", texts.join(", ")))
}

/// The nodes by what they store of the key, in the order of the seats.
fn copies(page: &Page) -> Vec<String> {
    let mut stored: Vec<(String, Vec<&str>)> = Vec::new();
    for node in &page.model.world.frame.state.nodes {
        let versions = node.store.get(&page.model.journey.key).map(Vec::as_slice).unwrap_or_default();
        let words = versions_in_short(versions, VALUE);
        match stored.iter_mut().find(|(known, _)| *known == words) {
            _ if words.is_empty() => {}
            Some((_, names)) => names.push(&node.name),
            None => stored.push((words, vec![&node.name])),
        }
    }
    stored.into_iter().map(|(words, names)| format!("{}: {words}", names.join(", "))).collect()
}

fn picture(page: &Page, seen: &Seen) -> String {
    if let Some(laboratory) = seen.css(".laboratory .found h2").first() {
        return format!("a chart: {}", laboratory.text());
    }
    let state = &page.model.world.frame.state;
    let mut parts: Vec<String> = middle(seen).into_iter().collect();
    parts.extend(copies(page));
    let hints =
        state.nodes.iter().flat_map(|node| node.hints.iter().map(|hint| format!("{} for {}", node.name, hint.owner)));
    let mut hints: Vec<String> = hints.collect();
    hints.dedup();
    if !hints.is_empty() {
        parts.push(format!("hints: {}", hints.join(", ")));
    }
    let down = state.nodes.iter().filter(|node| node.status == NodeStatus::Crashed);
    parts.extend(down.map(|node| format!("{} is crossed out", node.name)));
    if state.partition.is_some() {
        parts.push("a wall".to_owned());
    }
    let said = seen.css(".bubble").iter().filter_map(|bubble| bubble.attribute("aria-label")).collect::<Vec<_>>();
    parts.extend(said.into_iter().map(|words| format!("bubble: {words}")));
    parts.join("; ")
}

fn said(seen: &Seen) -> String {
    let sentence = seen.css(".saying > p[aria-live]").first().map(Seen::text);
    // Beside a laboratory, the card says what was found.
    sentence.or_else(|| seen.css(".lesson-outcome").first().map(Seen::text)).unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn table() -> String {
    let mut text = HEAD.to_owned();
    for id in ids("lessons") {
        let lesson = read(&format!("{id}.json"));
        text.push_str(&format!(
            "\n## {}\n\n| Step | Asked or done | Said | Seen |\n| --- | --- | --- | --- |\n",
            lesson["title"].as_str().unwrap()
        ));
        for (index, step) in lesson["steps"].as_array().unwrap().iter().enumerate() {
            let page = at_outcome(&id, index);
            let seen = page.seen();
            let asked = step["predict"]["question"].as_str().or(step["act"].as_str());
            let title = step["title"].as_str().unwrap();
            let asked = asked.map_or_else(|| title.to_owned(), |asked| format!("{title}: {asked}"));
            let is_laboratory = !seen.css(".laboratory").is_empty();
            let said =
                if is_laboratory { step["happened"].as_str().unwrap_or_default().to_owned() } else { said(&seen) };
            let row = [asked, said, picture(&page, &seen)].map(|text| cell(&text));
            text.push_str(&format!("| {} | {} |\n", index + 1, row.join(" | ")));
        }
    }
    text
}

#[test]
fn the_table_of_lesson_steps_is_what_the_page_says_and_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH);
    let table = table();
    if std::env::var_os("RINGSIDE_WRITE_LESSON_STEPS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines = written.lines().zip(table.lines());
    let differs = lines.find(|(written, now)| written != now);
    assert!(
        differs.is_none() && written == table,
        "{PATH} is not what the page shows; RINGSIDE_WRITE_LESSON_STEPS=1 writes it anew: {differs:#?}"
    );
}
