//! What is written into a template, and what is asked for by code.

use super::emit::Emitted;
use super::marks::{self, first_entry};
use super::node::{Node, Root};
use quote::quote;

/// The entries of the template that this markup becomes.
fn template(markup: &str) -> Vec<(char, String)> {
    let Ok(Root::Node(node)) = syn::parse_str(markup) else { panic!("no node: {markup}") };
    let text: syn::LitStr = syn::parse2(emitted(&node).text()).expect("a template");
    let (text, mut entries) = (text.value(), Vec::new());
    let mut ahead = text.as_str();
    while let Some((mark, entry, rest)) = first_entry(ahead) {
        entries.push((mark, entry.to_owned()));
        ahead = rest;
    }
    entries
}

fn emitted(node: &Node) -> Emitted {
    let mut emitted = Emitted::default();
    emitted.node(node);
    emitted
}

/// What is wrong with this markup.
fn problem(markup: &str) -> String {
    match syn::parse_str::<Root>(markup) {
        Ok(_) => panic!("nothing is wrong with {markup}"),
        Err(error) => error.to_string(),
    }
}

fn entry(mark: char, text: &str) -> (char, String) {
    (mark, text.to_owned())
}

#[test]
fn all_that_never_changes_is_text() {
    let expected = [
        entry(marks::ELEMENT, "p"),
        entry(marks::FIXED, "data-step"),
        entry(marks::IS, "7"),
        entry(marks::FIXED, "class"),
        entry(marks::IS, "a b"),
        entry(marks::ELEMENT, "b"),
        entry(marks::TEXT, "Hello."),
        entry(marks::END, ""),
        entry(marks::END, ""),
    ];
    assert_eq!(template(r#"<p class="a b" data-step=7><b>{ "Hello." }</b></p>"#), expected);
}

#[test]
fn what_changes_is_a_hole_in_the_order_in_which_yew_evaluates_it() {
    let markup = "<input onclick={click} {class} title={words()} disabled={off} key={name} ref={element} {value} />";
    let expected = [
        entry(marks::ELEMENT, "input"),
        entry(marks::VALUE, ""),
        entry(marks::REFERENCE, ""),
        entry(marks::KEY, ""),
        entry(marks::ATTRIBUTE, "title"),
        entry(marks::ATTRIBUTE, "disabled"),
        entry(marks::ATTRIBUTE, "class"),
        entry(marks::LISTENER, "click"),
        entry(marks::END, ""),
    ];
    assert_eq!(template(markup), expected);
}

#[test]
fn a_value_is_an_attribute_unless_it_can_be_typed_over() {
    let select = [
        entry(marks::ELEMENT, "option"),
        entry(marks::ATTRIBUTE, "value"),
        entry(marks::ATTRIBUTE, "selected"),
        entry(marks::END, ""),
    ];
    assert_eq!(template("<option value={value} selected={chosen} />"), select);
}

#[test]
fn an_attribute_that_is_never_there_is_left_out() {
    let expected =
        [entry(marks::ELEMENT, "a"), entry(marks::FIXED, "hidden"), entry(marks::IS, "hidden"), entry(marks::END, "")];
    assert_eq!(template(r#"<a class="" hidden=true inert=false />"#), expected);
}

#[test]
fn branches_loops_iterators_and_fragments_have_marks_of_their_own() {
    let markup = "<g>if yes { <a /> } for one in all { <b /> }{ for all }<key={name}>{ node }</></g>";
    let expected = [
        entry(marks::ELEMENT, "g"),
        entry(marks::BRANCH, ""),
        entry(marks::LOOP, ""),
        entry(marks::SPREAD, ""),
        entry(marks::FRAGMENT, ""),
        entry(marks::KEY, ""),
        entry(marks::NODE, ""),
        entry(marks::END, ""),
        entry(marks::END, ""),
    ];
    assert_eq!(template(markup), expected);
}

#[test]
fn a_component_is_handed_on_with_what_is_in_it_but_without_its_key() {
    let root = syn::parse_str("<app::Dialog key={name} {open} title={1 > 0}><p />{ words }</app::Dialog>")
        .expect("a component");
    let code = super::emit::root(&root).to_string();
    let begins = quote!(<app::Dialog {open} title={1 > 0}>).to_string();
    assert!(code.contains(&begins) && code.contains("from (name)"), "{code}");
    assert!(code.contains("markup :: finish") && code.contains("Child :: put (words"), "{code}");
}

#[test]
fn a_key_is_told_from_what_only_looks_like_one() {
    let code = |markup: &str| super::emit::root(&syn::parse_str(markup).expect("a component")).to_string();
    assert!(code("<Dialog {key} {open} />").contains("from (key)"));
    assert!(code("<Dialog title={key} {open} />").contains("None"));
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(problem("<p>"), "this tag is never closed");
    assert_eq!(problem("<p><b></p></b>"), "`<b>` is to be closed here");
    assert_eq!(problem("<input></input>"), "`<input>` has no children: write `<input />`");
    assert_eq!(problem("<p title />"), "`title` has no value");
    assert_eq!(problem(r#"<p id="a" id="b" />"#), "`id` is given twice");
    assert_eq!(problem("<p title=words />"), "a value is a literal, or stands in braces");
    assert_eq!(problem("<a /><b />"), "only one node can stand here: a fragment, `<>…</>`, holds several");
    assert_eq!(problem("<p ~value={words} />"), "properties (`~name=`) are not known here");
}

#[test]
fn a_control_character_cannot_be_mistaken_for_a_mark() {
    let Ok(Root::Node(node)) = syn::parse_str("<p>{ \"\\u{1}\" }</p>") else { panic!("no node") };
    assert!(emitted(&node).text().to_string().contains("control characters cannot stand here"));
}
