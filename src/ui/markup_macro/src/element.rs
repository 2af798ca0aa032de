//! A tag with its attributes and children, or a component.

use super::attributes::{Attributes, Name};
use super::node::Node;
use super::value::Value;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Ident, Path, Token};

/// The elements that have no children, and no closing tag. A `textarea` has its text in `value`.
const CHILDLESS: [&str; 15] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "textarea", "track",
    "wbr",
];

/// An element.
pub struct Element {
    /// Its name.
    pub name: Name,
    /// What it has.
    pub attributes: Attributes,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// From behind the `<`.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = Name::parse(input)?;
        let attributes = Attributes::parse(input, &name.text)?;
        if ends_itself(input)? {
            return Ok(Self { name, attributes, children: Vec::new() });
        }
        if CHILDLESS.contains(&name.text.as_str()) {
            let problem = format!("`<{0}>` has no children: write `<{0} />`", name.text);
            return Err(syn::Error::new(name.ident.span(), problem));
        }
        let children = children(input, name.ident.span())?;
        input.parse::<Token![<]>()?;
        input.parse::<Token![/]>()?;
        let closing = Name::parse(input)?;
        if closing.text != name.text {
            let problem = format!("`<{}>` is to be closed here", name.text);
            return Err(syn::Error::new(closing.ident.span(), problem));
        }
        input.parse::<Token![>]>()?;
        Ok(Self { name, attributes, children })
    }
}

/// A component, of whose properties Yew's own macro makes something.
pub struct Component {
    /// Its name.
    pub path: Path,
    /// Its key.
    pub key: Option<Value>,
    /// Its other properties as they are written.
    pub properties: TokenStream,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Component {
    /// From behind the `<`.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        let path = Path::parse_mod_style(input)?;
        let (key, properties) = properties(input)?;
        if ends_itself(input)? {
            return Ok(Self { path, key, properties, children: Vec::new() });
        }
        let children = children(input, span_of(&path))?;
        input.parse::<Token![<]>()?;
        input.parse::<Token![/]>()?;
        let closing = Path::parse_mod_style(input)?;
        if closing.to_token_stream().to_string() != path.to_token_stream().to_string() {
            return Err(syn::Error::new(span_of(&closing), "another component is to be closed here"));
        }
        input.parse::<Token![>]>()?;
        Ok(Self { path, key, properties, children })
    }
}

/// The key and the other properties, up to the end of the tag.
fn properties(input: ParseStream) -> syn::Result<(Option<Value>, TokenStream)> {
    let (mut key, mut others) = (None, TokenStream::new());
    let mut names_are_next = true;
    while !(input.peek(Token![>]) || input.peek(Token![/]) && input.peek2(Token![>])) {
        if input.is_empty() {
            return Err(input.error("this tag has no end"));
        }
        if input.peek(Ident) && input.peek2(Token![=]) && input.fork().parse::<Ident>()? == "key" {
            input.parse::<Ident>()?;
            input.parse::<Token![=]>()?;
            key = Some(Value::parse(input)?);
            continue;
        }
        let token: TokenTree = input.parse()?;
        match &token {
            TokenTree::Group(group) if names_are_next && group.stream().to_string() == "key" => {
                key = Some(Value::of(group.stream()));
                continue;
            }
            TokenTree::Punct(punct) => names_are_next = punct.as_char() != '=',
            _ => names_are_next = true,
        }
        others.extend([token]);
    }
    Ok((key, others))
}

fn span_of(path: &Path) -> Span {
    path.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The end of an opening tag: whether it is the end of the element as well.
fn ends_itself(input: ParseStream) -> syn::Result<bool> {
    let ends_itself = input.peek(Token![/]);
    if ends_itself {
        input.parse::<Token![/]>()?;
    }
    input.parse::<Token![>]>()?;
    Ok(ends_itself)
}

/// All up to the next closing tag. `opened` is where an element is that is never closed.
pub fn children(input: ParseStream, opened: Span) -> syn::Result<Vec<Node>> {
    let mut children = Vec::new();
    while !(input.peek(Token![<]) && input.peek2(Token![/])) {
        if input.is_empty() {
            return Err(syn::Error::new(opened, "this tag is never closed"));
        }
        children.push(Node::parse(input)?);
    }
    Ok(children)
}
