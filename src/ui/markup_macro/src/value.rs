//! What stands after the equals sign of an attribute, or between the braces of a child.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{Lit, LitStr, braced};

/// A value as it is written.
pub enum Value {
    /// A literal.
    Literal(Lit),
    /// Anything else.
    Expression(TokenStream),
}

impl Value {
    /// A literal, or an expression in braces.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(Brace) {
            let content;
            braced!(content in input);
            if content.is_empty() {
                return Err(content.error("expected an expression"));
            }
            return Ok(Self::of(content.parse()?));
        }
        match input.parse() {
            Ok(literal) => Ok(Self::Literal(literal)),
            Err(error) => Err(syn::Error::new(error.span(), "a value is a literal, or stands in braces")),
        }
    }

    /// The content of braces.
    pub fn of(tokens: TokenStream) -> Self {
        match syn::parse2::<Lit>(tokens.clone()) {
            Ok(literal) => Self::Literal(literal),
            Err(_) if syn::parse2::<syn::Expr>(tokens.clone()).is_ok() => Self::Expression(tokens),
            // Several statements: the block is the expression.
            Err(_) => Self::Expression(quote::quote!({ #tokens })),
        }
    }

    /// The text of a literal, which is known when the page is compiled.
    pub fn text(&self) -> Option<LitStr> {
        let Self::Literal(literal) = self else { return None };
        let text = match literal {
            Lit::Str(text) => return Some(text.clone()),
            Lit::Char(character) => character.value().to_string(),
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            Lit::Bool(truth) => truth.value.to_string(),
            _ => return None,
        };
        Some(LitStr::new(&text, literal.span()))
    }

    /// The value of a literal truth.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Literal(Lit::Bool(truth)) => Some(truth.value),
            _ => None,
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal(literal) => literal.to_tokens(tokens),
            Self::Expression(expression) => tokens.extend(expression.clone()),
        }
    }
}
