//! Lessons and links that chance has damaged: nothing panics, and every refusal says something.

use crate::support::lessons::{Chance, EXAMPLE, ids, text_of};
use ringside::input::file_error::FileError;
use ringside::teaching::lesson::{Lesson, rehearse};
use serde_json::{Value, json};

/// A refusal that helps: a message, and a line or the name of a field.
fn check_refusal(error: &FileError) {
    assert!(!error.message.is_empty() && !error.code.is_empty(), "{error:?}");
    assert!(error.to_string().len() < 2_000, "{} bytes of message", error.to_string().len());
}

/// Bytes removed, doubled, replaced, or moved; what is no UTF-8 then is made so.
fn scratched(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let (from, other) = (chance.below(bytes.len()), chance.below(bytes.len()));
        let length = chance.below(40);
        match chance.below(6) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..(from + length).min(bytes.len()))),
            2 if !bytes.is_empty() => bytes[from] = b"\"{}[]:,0\\e-.\x00\xff"[chance.below(14)],
            3 if !bytes.is_empty() => bytes[from] ^= 1 << chance.below(8),
            4 => {
                let piece: Vec<u8> = bytes.iter().skip(other).take(length).copied().collect();
                bytes.splice(from..from, piece);
            }
            _ if !bytes.is_empty() => bytes.swap(from, other),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One value somewhere inside is replaced by another kind of value, renamed, or left out.
fn bent(json: &mut Value, chance: &mut Chance) {
    let strange = [
        json!(null),
        json!(-1),
        json!(1e308),
        json!(""),
        json!("\u{0}"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!(true),
        json!("quiet"),
        json!(3),
        json!({ "not": { "not": { "not": { "not": { "not": 1 } } } } }),
    ];
    let deeper = chance.below(5) > 0;
    match json {
        Value::Object(map) if deeper && !map.is_empty() => {
            let place = chance.below(map.len());
            let Some(name) = map.keys().nth(place).cloned() else { return };
            match chance.below(12) {
                0 => drop(map.remove(&name)),
                1 => {
                    let value = map.remove(&name).unwrap_or_default();
                    map.insert(format!("{name}\u{e9} {{"), value);
                }
                _ => map.values_mut().skip(place).take(1).for_each(|value| bent(value, chance)),
            }
        }
        Value::Array(items) if deeper && !items.is_empty() => {
            let place = chance.below(items.len());
            match chance.below(8) {
                0 => drop(items.remove(place)),
                1 => (0..3).for_each(|_| items.push(items[place].clone())),
                _ => bent(&mut items[place], chance),
            }
        }
        other => *other = strange[chance.below(strange.len())].clone(),
    }
}

fn texts() -> Vec<String> {
    ids().iter().map(|id| text_of(id)).chain([EXAMPLE.to_owned()]).collect()
}

#[test]
fn ten_thousand_damaged_files_are_refused_or_read() {
    let (texts, mut chance, mut refused) = (texts(), Chance(1), 0);
    for round in 0..5_000 {
        let text = scratched(&texts[round % texts.len()], &mut chance);
        if let Err(error) = Lesson::read(&text) {
            check_refusal(&error);
            assert!(error.line >= 1 && error.line <= text.lines().count() + 1, "{error}");
            refused += 1;
        }
    }
    for round in 0..5_000 {
        let mut json: Value = serde_json::from_str(&texts[round % texts.len()]).unwrap();
        bent(&mut json, &mut chance);
        let text = json.to_string();
        match Lesson::read(&text) {
            Err(error) => {
                check_refusal(&error);
                refused += 1;
            }
            // What reads is written and read again without loss.
            Ok(lesson) => assert_eq!(Lesson::read(&lesson.write()).unwrap(), lesson),
        }
    }
    assert!((5_000..10_000).contains(&refused), "{refused} of 10,000 were refused");
}

#[test]
fn a_bent_lesson_that_reads_can_be_played_or_says_why_not() {
    let (mut chance, mut played) = (Chance(2), 0);
    for _ in 0..4_500 {
        let mut json: Value = serde_json::from_str(EXAMPLE).unwrap();
        bent(&mut json, &mut chance);
        let Ok(lesson) = Lesson::from_json(&json) else { continue };
        played += 1;
        if let Err(error) = rehearse(&lesson) {
            check_refusal(&error);
            assert!(error.field.starts_with("steps[") || error.field.starts_with("scenario"), "{error:?}");
        }
    }
    assert!(played > 200, "{played}");
}

#[test]
fn a_small_lesson_is_a_link_and_comes_back() {
    for text in texts() {
        let lesson = Lesson::read(&text).unwrap();
        let link = lesson.to_link().unwrap();
        assert!(link.starts_with("#lesson1.") && Lesson::is_link(&link));
        assert!(link.len() < text.len() * 3 / 2, "{} of {}", link.len(), text.len());
        assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#.-_".contains(&byte)));
        assert_eq!(Lesson::from_link(&link).unwrap(), lesson);
        assert_eq!(Lesson::from_link(&link[1..]).unwrap(), lesson);
    }
}

#[test]
fn a_link_that_is_none_says_what_is_wrong_with_it() {
    let link = Lesson::read(EXAMPLE).unwrap().to_link().unwrap();
    let code = |fragment: &str| Lesson::from_link(fragment).unwrap_err();
    for damaged in
        ["", "#", "#lesson1.", "#lesson1.*", "#1.AAAA", "#lesson0.AA", "#lessonx.AA", &link[..link.len() - 9]]
    {
        assert_eq!(code(damaged).code, "invalid-link", "{damaged}");
    }
    assert_eq!(code(&format!("{link}AAAA")).code, "invalid-link", "something follows the lesson");
    assert_eq!(code("#lesson2.AAAA").code, "unknown-link-format");
    assert!(code("#lesson2.AAAA").message.contains("newer"));
    let huge = code(&format!("#lesson1.{}", "A".repeat(40_000)));
    assert_eq!(huge.code, "link-too-large");
    assert!(huge.message.contains("as a file"), "{huge}");
    // A lesson that is too large to be a link says so before it is one.
    let mut lesson = Lesson::read(EXAMPLE).unwrap();
    for step in &mut lesson.steps {
        step.say = "word ".repeat(390);
        step.happened = Some("word ".repeat(390));
    }
    lesson.steps = (0..6).flat_map(|_| lesson.steps.clone()).collect();
    let error = lesson.to_link().unwrap_err();
    assert_eq!((error.code, error.line), ("link-too-large", 0));
    // An error inside names its field, and no line, for there is none.
    let mut json: Value = serde_json::from_str(EXAMPLE).unwrap();
    json["minutes"] = json!(0);
    let bytes = rmp_serde::to_vec(&json).unwrap();
    use base64::Engine;
    let link = format!("#lesson1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    let error = code(&link);
    assert_eq!((error.field.as_str(), error.line), ("minutes", 0));
}

#[test]
fn ten_thousand_damaged_links_are_refused_or_read() {
    let links: Vec<String> = texts().iter().map(|text| Lesson::read(text).unwrap().to_link().unwrap()).collect();
    let (mut chance, mut refused) = (Chance(3), 0);
    for round in 0..10_000 {
        let mut link = links[round % links.len()].clone().into_bytes();
        for _ in 0..=chance.below(3) {
            let place = chance.below(link.len());
            match chance.below(4) {
                0 => link.truncate(place),
                1 if !link.is_empty() => drop(link.remove(place)),
                2 => link.insert(place, b"AZaz09-_.#%\x7f"[chance.below(12)]),
                _ if !link.is_empty() => link[place] = b"AZaz09-_.#"[chance.below(10)],
                _ => {}
            }
        }
        let link = String::from_utf8_lossy(&link).into_owned();
        if let Err(error) = Lesson::from_link(&link) {
            check_refusal(&error);
            refused += 1;
        }
    }
    assert!(refused > 8_000, "{refused}");
}
