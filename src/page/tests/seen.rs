//! What stands on the page, as whoever reads or hears it meets it: by role and name, and in words.

use scraper::{ElementRef, Html, Node, Selector};
use std::rc::Rc;

/// The page, or a part of it. What is not shown is not there: what has the class `absent`, and dialogs, which only a browser
/// opens; [`Seen::dialog`] looks into them.
#[derive(Clone)]
pub struct Seen {
    html: Rc<Html>,
    node: ego_tree::NodeId,
}

/// Elements within a line: what is between them is no gap between words.
const INLINE: [&str; 14] =
    ["span", "b", "em", "i", "s", "strong", "bdi", "a", "code", "kbd", "time", "sup", "tspan", "wbr"];

/// Roles that are called what is in them.
const NAMED_BY_CONTENT: [&str; 8] = ["button", "menuitem", "heading", "option", "link", "cell", "columnheader", "row"];

impl Seen {
    /// The page that is drawn so.
    pub fn of(html: &str) -> Self {
        let html = Html::parse_fragment(html);
        let node = html.root_element().id();
        Self { html: Rc::new(html), node }
    }

    fn element(&self) -> ElementRef<'_> {
        self.html.tree.get(self.node).and_then(ElementRef::wrap).expect("a part is an element")
    }

    fn part(&self, element: ElementRef<'_>) -> Self {
        Self { html: self.html.clone(), node: element.id() }
    }

    /// Everything in it that a selector finds and that is shown.
    pub fn css(&self, selector: &str) -> Vec<Self> {
        let selector = Selector::parse(selector).unwrap_or_else(|_| panic!("no selector: {selector}"));
        let all = self.element().select(&selector).filter(|found| self.shows(*found));
        all.map(|found| self.part(found)).collect()
    }

    /// The text of the only thing that a selector finds.
    pub fn text_of(&self, selector: &str) -> String {
        let found = self.css(selector);
        assert_eq!(found.len(), 1, "{selector} finds {} in {}", found.len(), self.text());
        found[0].text()
    }

    /// Everything of a role, in the order of the page.
    pub fn all(&self, role: &str) -> Vec<Self> {
        let elements = self.element().descendants().filter_map(ElementRef::wrap);
        let own = elements.filter(|found| found.id() != self.node && role_of(*found) == Some(role));
        own.filter(|found| self.shows(*found) && !is_hidden(*found)).map(|found| self.part(found)).collect()
    }

    /// The names of everything of a role.
    pub fn names(&self, role: &str) -> Vec<String> {
        self.all(role).iter().map(Self::name).collect()
    }

    /// The texts of everything of a role.
    pub fn texts(&self, role: &str) -> Vec<String> {
        self.all(role).iter().map(Self::text).collect()
    }

    /// How many things of a role have this name.
    pub fn count(&self, role: &str, name: &str) -> usize {
        self.names(role).iter().filter(|known| *known == name).count()
    }

    /// The only thing of this role and name.
    #[track_caller]
    pub fn one(&self, role: &str, name: &str) -> Self {
        let mut found: Vec<Self> = self.all(role).into_iter().filter(|one| one.name() == name).collect();
        assert_eq!(found.len(), 1, "each {role}: {:#?}, and {} are called “{name}”", self.names(role), found.len());
        found.remove(0)
    }

    /// What a dialog says, whether it is open or not.
    #[track_caller]
    pub fn dialog(&self, name: &str) -> Self {
        let all = self.element().descendants().filter_map(ElementRef::wrap);
        let dialog =
            all.filter(|found| found.value().name() == "dialog").find(|found| self.part(*found).name() == name);
        self.part(dialog.unwrap_or_else(|| panic!("no dialog is called “{name}”")))
    }

    /// Its text, with one blank for each gap.
    pub fn text(&self) -> String {
        let mut text = String::new();
        write_text(self.element(), &mut text, |element| is_absent(element) || is_closed(self.node, element));
        collapsed(&text)
    }

    /// What it is called for those who do not see it.
    pub fn name(&self) -> String {
        let element = self.element();
        let by_id = |id: &str| {
            let all = self.html.root_element().descendants().filter_map(ElementRef::wrap);
            all.filter(|found| found.value().id() == Some(id)).map(|found| self.part(found).spoken()).next()
        };
        if let Some(label) = self.attribute("aria-label") {
            return collapsed(&label);
        }
        if let Some(name) = self.attribute("aria-labelledby").and_then(|id| by_id(&id)) {
            return name;
        }
        match (element.value().name(), role_of(element)) {
            ("input" | "select" | "textarea", _) => self.label().unwrap_or_default(),
            ("fieldset", _) => self.first("legend"),
            ("figure", _) => self.first("h3"),
            ("table", _) => self.first("caption"),
            (_, Some(role)) if NAMED_BY_CONTENT.contains(&role) => self.spoken(),
            _ => String::new(),
        }
    }

    /// The text of the label that belongs to a field.
    fn label(&self) -> Option<String> {
        let around = self.element().ancestors().filter_map(ElementRef::wrap).find(|one| one.value().name() == "label");
        let around = around.map(|label| {
            let mut text = String::new();
            let is_field = |one: ElementRef<'_>| matches!(one.value().name(), "select" | "textarea");
            write_text(label, &mut text, |one| is_absent(one) || is_hidden_itself(one) || is_field(one));
            collapsed(&text)
        });
        let mut all = self.html.root_element().descendants().filter_map(ElementRef::wrap);
        around.or_else(|| {
            let id = self.attribute("id")?;
            all.find(|one| one.value().attr("for") == Some(&id)).map(|one| self.part(one).spoken())
        })
    }

    fn first(&self, tag: &str) -> String {
        self.css(tag).first().map(Self::spoken).unwrap_or_default()
    }

    fn spoken(&self) -> String {
        let mut text = String::new();
        write_text(self.element(), &mut text, |element| is_absent(element) || is_hidden_itself(element));
        collapsed(&text)
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element().value().attr(name).map(str::to_owned)
    }

    /// Whether an attribute is `true`.
    pub fn is(&self, name: &str) -> bool {
        self.attribute(name).as_deref() == Some("true")
    }

    /// What stands in a field; of a list to choose from, the words of what is chosen.
    pub fn value(&self) -> String {
        match self.element().value().name() {
            "select" => {
                let options = self.css("option");
                let chosen = options.iter().find(|option| option.attribute("selected").is_some());
                chosen.or(options.first()).map(Self::text).unwrap_or_default()
            }
            "textarea" => self.element().text().collect(),
            _ => self.attribute("value").unwrap_or_default(),
        }
    }

    /// Everything that is drawn, with all attributes.
    pub fn drawn(&self) -> String {
        self.element().html()
    }

    /// The page as it is read aloud: a line for each role with its name, its state, and what stands in it.
    pub fn tree(&self) -> String {
        let mut lines = Vec::new();
        self.write_tree(0, &mut lines);
        lines.join("\n")
    }

    fn write_tree(&self, depth: usize, lines: &mut Vec<String>) {
        for child in self.element().children() {
            if let Node::Text(text) = child.value() {
                let text = collapsed(text);
                if !text.is_empty() {
                    lines.push(format!("{}{text}", "  ".repeat(depth)));
                }
            }
            let Some(element) = ElementRef::wrap(child) else { continue };
            if is_absent(element) || is_hidden_itself(element) || element.value().name() == "dialog" {
                continue;
            }
            let part = self.part(element);
            let Some(role) = role_of(element) else {
                part.write_tree(depth, lines);
                continue;
            };
            let states = ["pressed", "expanded", "disabled", "current", "valuenow", "valuetext", "invalid"];
            let states = states
                .iter()
                .filter_map(|state| Some(format!("{state}={}", part.attribute(&format!("aria-{state}"))?)));
            let checked = part.attribute("checked").map(|_| "checked".to_owned());
            let states: Vec<String> = states.chain(checked).collect();
            let value = if matches!(role, "textbox" | "combobox" | "slider") { part.value() } else { String::new() };
            lines.push(format!("{}- {role} “{}” {} {value}", "  ".repeat(depth), part.name(), states.join(" ")));
            if !NAMED_BY_CONTENT.contains(&role) && !matches!(role, "textbox" | "combobox") {
                part.write_tree(depth + 1, lines);
            }
        }
    }

    /// Whether something in this part is shown.
    fn shows(&self, found: ElementRef<'_>) -> bool {
        let mut inside = found.ancestors().filter_map(ElementRef::wrap).take_while(|one| one.id() != self.node);
        !is_absent(found) && !inside.any(|one| is_absent(one) || one.value().name() == "dialog")
    }
}

fn collapsed(text: &str) -> String {
    text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_absent(element: ElementRef<'_>) -> bool {
    element.value().classes().any(|class| class == "absent")
}

/// Dialogs are closed, but for the one that is looked into.
fn is_closed(own: ego_tree::NodeId, element: ElementRef<'_>) -> bool {
    element.value().name() == "dialog" && element.id() != own
}

fn is_hidden_itself(element: ElementRef<'_>) -> bool {
    element.value().attr("aria-hidden") == Some("true")
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    is_hidden_itself(element) || element.ancestors().filter_map(ElementRef::wrap).any(is_hidden_itself)
}

fn write_text(element: ElementRef<'_>, text: &mut String, skips: impl Fn(ElementRef<'_>) -> bool + Copy) {
    for child in element.children() {
        if let Node::Text(words) = child.value() {
            text.push_str(words);
        }
        let Some(child) = ElementRef::wrap(child) else { continue };
        if skips(child) || child.value().name() == "title" {
            continue;
        }
        let inline = INLINE.contains(&child.value().name());
        text.push_str(if inline { "" } else { " " });
        write_text(child, text, skips);
        text.push_str(if inline { "" } else { " " });
    }
}

fn role_of(element: ElementRef<'_>) -> Option<&str> {
    let element = element.value();
    if let Some(role) = element.attr("role") {
        return (role != "none").then_some(role);
    }
    Some(match (element.name(), element.attr("type")) {
        ("button", _) => "button",
        ("a", _) => "link",
        ("input", Some("radio")) => "radio",
        ("input", Some("checkbox")) => "checkbox",
        ("input", Some("range")) => "slider",
        ("input", Some("file")) => "file",
        ("input" | "textarea", _) => "textbox",
        ("select", _) => "combobox",
        ("option", _) => "option",
        ("ul" | "ol", _) => "list",
        ("li", _) => "listitem",
        ("h1" | "h2" | "h3" | "h4", _) => "heading",
        ("header", _) => "banner",
        ("main", _) => "main",
        ("section", _) => "region",
        ("fieldset" | "details", _) => "group",
        ("figure", _) => "figure",
        ("progress", _) => "progressbar",
        ("table", _) => "table",
        ("tr", _) => "row",
        ("td", _) => "cell",
        ("th", _) => "columnheader",
        _ => return None,
    })
}
