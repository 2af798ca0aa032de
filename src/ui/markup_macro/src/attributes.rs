//! The attributes of an element, sorted into the kinds that are treated differently.

use super::value::Value;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{LitInt, Token, braced};

/// Attributes that are there or not, and say nothing more. `checked` is a matter of its own.
const TRUTHS: [&str; 26] = [
    "allowfullscreen",
    "async",
    "autofocus",
    "autoplay",
    "controls",
    "default",
    "defer",
    "disabled",
    "formnovalidate",
    "hidden",
    "inert",
    "ismap",
    "itemscope",
    "loop",
    "multiple",
    "muted",
    "nomodule",
    "novalidate",
    "open",
    "playsinline",
    "readonly",
    "required",
    "reversed",
    "selected",
    "truespeed",
    "webkitdirectory",
];

/// A name with hyphens in it, perhaps, and where it stands.
#[derive(Clone)]
pub struct Name {
    /// The first word, for messages and for the name of an event.
    pub ident: Ident,
    /// The whole name.
    pub text: String,
}

impl Name {
    /// Words and numbers with hyphens between them.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        let ident = Ident::parse_any(input)?;
        let mut text = ident.unraw().to_string();
        while input.peek(Token![-]) {
            input.parse::<Token![-]>()?;
            text.push('-');
            if input.peek(LitInt) {
                text.push_str(&input.parse::<LitInt>()?.to_string());
            } else {
                text.push_str(&Ident::parse_any(input)?.unraw().to_string());
            }
        }
        Ok(Self { ident, text })
    }
}

/// One attribute as it is written.
pub struct Attribute {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Value,
}

impl Attribute {
    /// `name="literal"`, `name={expression}` or `{name}`.
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(Token![~]) {
            return Err(input.error("properties (`~name=`) are not known here"));
        }
        if input.peek(Brace) {
            let content;
            braced!(content in input);
            let ident: Ident = content.parse()?;
            if !content.is_empty() {
                return Err(content.error("only the name of a variable can stand for an attribute and its value"));
            }
            let value = Value::Expression(quote::quote!(#ident));
            return Ok(Self { name: Name { text: ident.unraw().to_string(), ident }, value });
        }
        let name = Name::parse(input)?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.ident.span(), format!("`{}` has no value", name.text)));
        }
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: Value::parse(input)? })
    }

    /// Whether it is there or not, and says nothing more.
    pub fn is_truth(&self) -> bool {
        TRUTHS.contains(&self.name.text.as_str())
    }
}

/// What an element has, in the order in which Yew's macro takes it.
#[derive(Default)]
pub struct Attributes {
    /// What stands in an `input` or a `textarea`.
    pub value: Option<Attribute>,
    /// Whether an `input` is checked.
    pub checked: Option<Attribute>,
    /// What stands in a `textarea` at first.
    pub default_value: Option<Attribute>,
    /// The reference to the element.
    pub reference: Option<Attribute>,
    /// The key.
    pub key: Option<Attribute>,
    /// The others, with the class as the last.
    pub plain: Vec<Attribute>,
    /// The listeners.
    pub listeners: Vec<Attribute>,
}

impl Attributes {
    /// All up to the end of the tag named `tag`.
    pub fn parse(input: ParseStream, tag: &str) -> syn::Result<Self> {
        let mut all: Vec<Attribute> = Vec::new();
        while !input.peek(Token![>]) && !input.peek(Token![/]) {
            if input.is_empty() {
                return Err(input.error("this tag has no end"));
            }
            let attribute = Attribute::parse(input)?;
            if all.iter().any(|other| other.name.text == attribute.name.text) {
                let problem = format!("`{}` is given twice", attribute.name.text);
                return Err(syn::Error::new(attribute.name.ident.span(), problem));
            }
            all.push(attribute);
        }
        Ok(Self::sorted(all, tag))
    }

    fn sorted(mut all: Vec<Attribute>, tag: &str) -> Self {
        let listeners = all.extract_if(.., |attribute| attribute.name.text.starts_with("on")).collect();
        let truths: Vec<Attribute> = all.extract_if(.., |attribute| attribute.is_truth()).collect();
        let mut take = |name: &str| {
            let place = all.iter().position(|attribute| attribute.name.text == name)?;
            Some(all.remove(place))
        };
        let (class, reference, key) = (take("class"), take("ref"), take("key"));
        let (mut value, mut checked, mut default_value) = (take("value"), take("checked"), take("defaultvalue"));
        let mut plain = all;
        // Elsewhere these are attributes like any other, which come after the others.
        if tag != "input" && tag != "textarea" {
            plain.extend(value.take());
            plain.extend(checked.take());
        }
        if tag != "input" {
            checked = None;
        }
        if tag != "textarea" {
            default_value = None;
        }
        plain.extend(truths);
        plain.extend(class.filter(|class| class.value.text().is_none_or(|text| !text.value().is_empty())));
        Self { value, checked, default_value, reference, key, plain, listeners }
    }
}
