//! Whatever can stand among the children of an element.

use super::element::{Component, Element, children};
use super::value::Value;
use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::token::Brace;
use syn::{Expr, LitStr, Pat, Token, braced};

/// One child.
pub enum Node {
    /// An element.
    Element(Element),
    /// A component.
    Component(Component),
    /// `<>…</>`.
    Fragment(Fragment),
    /// A literal in braces.
    Text(LitStr),
    /// An expression in braces.
    Expression(TokenStream),
    /// `{ for iterator }`.
    Spread(TokenStream),
    /// `if condition { … } else { … }`.
    If(If),
    /// `for pattern in iterator { … }`.
    For(For),
}

/// Several nodes where one is asked for.
pub struct Fragment {
    /// Its key.
    pub key: Option<Value>,
    /// What is in it.
    pub children: Vec<Node>,
}

/// Branches of which one is taken.
pub struct If {
    /// The condition.
    pub condition: Expr,
    /// What is there if it is true.
    pub then: Vec<Node>,
    /// And otherwise.
    pub otherwise: Otherwise,
}

/// What is there if a condition is false.
pub enum Otherwise {
    /// Nothing.
    Nothing,
    /// Something.
    Nodes(Vec<Node>),
    /// That depends on another condition.
    If(Box<If>),
}

/// The same for each of several.
pub struct For {
    /// What each is called.
    pub pattern: Pat,
    /// What they come from.
    pub iterator: Expr,
    /// What is there for each.
    pub body: Vec<Node>,
}

impl Node {
    /// One child.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(Token![if]) {
            return If::parse(input).map(Self::If);
        }
        if input.peek(Token![for]) {
            return For::parse(input).map(Self::For);
        }
        if input.peek(Brace) {
            let content;
            braced!(content in input);
            return Self::parse_content(&content);
        }
        Self::parse_tag(input)
    }

    fn parse_content(content: ParseStream) -> syn::Result<Self> {
        if content.is_empty() {
            return Err(content.error("expected an expression"));
        }
        if content.peek(Token![for]) {
            content.parse::<Token![for]>()?;
            return content.parse().map(Self::Spread);
        }
        let value = Value::of(content.parse()?);
        Ok(match (value.text(), value) {
            (Some(text), _) => Self::Text(text),
            (None, Value::Expression(tokens)) => Self::Expression(tokens),
            (None, Value::Literal(literal)) => {
                return Err(syn::Error::new(literal.span(), "this literal is no text"));
            }
        })
    }

    fn parse_tag(input: ParseStream) -> syn::Result<Self> {
        if !input.peek(Token![<]) {
            return Err(input.error("expected a tag, or braces around an expression"));
        }
        input.parse::<Token![<]>()?;
        let keyed = input.peek(Ident::peek_any) && input.peek2(Token![=]);
        if input.peek(Token![>]) || keyed {
            return Fragment::parse(input).map(Self::Fragment);
        }
        if input.peek(Token![@]) {
            return Err(input.error("tags named by an expression are not known here"));
        }
        let fork = input.fork();
        let first = Ident::parse_any(&fork)?.to_string();
        if first.starts_with(|letter: char| letter.is_ascii_uppercase()) || fork.peek(Token![::]) {
            return Component::parse(input).map(Self::Component);
        }
        Element::parse(input).map(Self::Element)
    }
}

impl Fragment {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut key = None;
        if !input.peek(Token![>]) {
            let name = Ident::parse_any(input)?;
            if name != "key" {
                return Err(syn::Error::new(name.span(), "a fragment has only a `key`"));
            }
            input.parse::<Token![=]>()?;
            key = Some(Value::parse(input)?);
        }
        let end: Token![>] = input.parse()?;
        let children = children(input, end.spans[0])?;
        input.parse::<Token![<]>()?;
        input.parse::<Token![/]>()?;
        input.parse::<Token![>]>()?;
        Ok(Self { key, children })
    }
}

impl If {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        input.parse::<Token![if]>()?;
        let condition = input.call(Expr::parse_without_eager_brace)?;
        let then = braced_nodes(input)?;
        if !input.peek(Token![else]) {
            return Ok(Self { condition, then, otherwise: Otherwise::Nothing });
        }
        input.parse::<Token![else]>()?;
        let otherwise = if input.peek(Token![if]) {
            Otherwise::If(Box::new(Self::parse(input)?))
        } else {
            Otherwise::Nodes(braced_nodes(input)?)
        };
        Ok(Self { condition, then, otherwise })
    }
}

impl For {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        input.parse::<Token![for]>()?;
        let pattern = Pat::parse_single(input)?;
        input.parse::<Token![in]>()?;
        let iterator = input.call(Expr::parse_without_eager_brace)?;
        Ok(Self { pattern, iterator, body: braced_nodes(input)? })
    }
}

fn braced_nodes(input: ParseStream) -> syn::Result<Vec<Node>> {
    let content;
    braced!(content in input);
    let mut nodes = Vec::new();
    while !content.is_empty() {
        nodes.push(Node::parse(&content)?);
    }
    Ok(nodes)
}

/// What the macro is called with.
pub enum Root {
    /// Nothing.
    Nothing,
    /// A node.
    Node(Box<Node>),
    /// An expression without braces.
    Expression(TokenStream),
}

impl Parse for Root {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self::Nothing);
        }
        let is_markup = input.peek(Token![<]) || input.peek(Brace) || input.peek(Token![if]) || input.peek(Token![for]);
        if !is_markup {
            return input.parse().map(Self::Expression);
        }
        let node = Node::parse(input)?;
        if !input.is_empty() {
            return Err(input.error("only one node can stand here: a fragment, `<>…</>`, holds several"));
        }
        Ok(Self::Node(Box::new(node)))
    }
}
