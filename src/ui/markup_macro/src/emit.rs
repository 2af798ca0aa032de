//! The code that a tree becomes: a text of all that never changes, and one call for each thing that does.

use super::attributes::{Attribute, Attributes};
use super::element::{Component, Element};
use super::marks;
use super::node::{For, Fragment, If, Node, Otherwise, Root};
use super::value::Value;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

/// The code for what the macro was called with.
pub fn root(root: &Root) -> TokenStream {
    match root {
        Root::Nothing => quote!(<::yew::virtual_dom::VNode as ::std::default::Default>::default()),
        Root::Expression(expression) => as_node(expression),
        Root::Node(node) => match &**node {
            Node::Expression(expression) => as_node(expression),
            Node::Component(component) => component_with_its_children(component),
            node => tree(node),
        },
    }
}

/// The code for a root that is an expression alone.
fn as_node(expression: &TokenStream) -> TokenStream {
    quote!(<::yew::virtual_dom::VNode as ::std::convert::From<_>>::from(#expression))
}

/// The code for one node with all that is in it.
fn tree(node: &Node) -> TokenStream {
    let mut emitted = Emitted::default();
    emitted.node(node);
    emitted.tree()
}

/// The variable that takes what changes. No expression of the page's can see it.
fn holes() -> Ident {
    Ident::new("holes", Span::mixed_site())
}

/// The properties of a component are Yew's own affair, but neither what is in it nor what becomes of it.
fn component_with_its_children(component: &Component) -> TokenStream {
    let Component { path, key, properties, children } = component;
    let key = match key {
        Some(key) => {
            quote!(::std::option::Option::Some(<::yew::virtual_dom::Key as ::std::convert::From<_>>::from(#key)))
        }
        None => quote!(::std::option::Option::None),
    };
    let child = match &children[..] {
        [] => quote!(::yew::html_nested! { <#path #properties /> }),
        children => {
            let inside = inside(children);
            quote!(::yew::html_nested! { <#path #properties>{ #inside }</#path> })
        }
    };
    quote!(crate::ui::markup::component(#child, #key))
}

/// What is in a component, as one node: an only child that stands for itself, or a list.
fn inside(children: &[Node]) -> TokenStream {
    match children {
        [Node::Text(text)] => text.to_token_stream(),
        [Node::Expression(expression)] => expression.clone(),
        [Node::Component(component)] => component_with_its_children(component),
        [element @ Node::Element(_)] => tree(element),
        several => {
            let mut emitted = Emitted::default();
            emitted.list(several);
            emitted.tree()
        }
    }
}

/// A tree on its way to becoming code.
#[derive(Default)]
pub struct Emitted {
    /// What never changes.
    template: String,
    /// What does.
    code: TokenStream,
    /// What is wrong with it.
    problem: Option<syn::Error>,
}

impl Emitted {
    /// The text of the template, or what is wrong with it.
    pub fn text(&self) -> TokenStream {
        match &self.problem {
            Some(problem) => problem.to_compile_error(),
            None => LitStr::new(&self.template, Span::call_site()).to_token_stream(),
        }
    }

    /// The code for it.
    fn tree(&self) -> TokenStream {
        let (text, code, holes) = (self.text(), &self.code, holes());
        quote!({
            static MARKUP: crate::ui::markup::Template = crate::ui::markup::Template::new(#text);
            #[allow(unused_mut)]
            let mut #holes = crate::ui::markup::begin(&MARKUP);
            #code
            crate::ui::markup::finish(#holes)
        })
    }

    /// The code for it where it is a branch of another.
    fn branch(&self) -> TokenStream {
        let (text, code, holes) = (self.text(), &self.code, holes());
        quote!({
            static MARKUP: crate::ui::markup::Template = crate::ui::markup::Template::new(#text);
            #holes.branch(&MARKUP);
            #code
        })
    }

    fn mark(&mut self, mark: char, text: &str) {
        self.template.push(mark);
        self.template.push_str(text);
    }

    /// A text of the page's, which might contain anything.
    fn literal(&mut self, mark: char, text: &LitStr) {
        let value = text.value();
        if value.contains(marks::is_mark) {
            self.problem = Some(syn::Error::new(text.span(), "control characters cannot stand here"));
        }
        self.mark(mark, &value);
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    /// One node with all that is in it.
    pub fn node(&mut self, node: &Node) {
        match node {
            Node::Element(element) => self.element(element),
            Node::Fragment(fragment) => self.fragment(fragment),
            Node::Text(text) => self.literal(marks::TEXT, text),
            Node::Component(component) => {
                let component = component_with_its_children(component);
                self.hole(marks::NODE, "", format_ident!("node"), &component);
            }
            Node::Expression(expression) => self.given(marks::NODE, "", quote!(Child), expression),
            Node::Spread(iterator) => self.spread(iterator),
            Node::If(branches) => {
                self.mark(marks::BRANCH, "");
                let code = branch_taken(branches);
                self.code.extend(code);
            }
            Node::For(each) => {
                self.mark(marks::LOOP, "");
                let code = branch_for_each(each);
                self.code.extend(code);
            }
        }
    }

    /// A hole for what needs no conversion: `call` is the method that takes it.
    fn hole(&mut self, mark: char, name: &str, call: Ident, value: &TokenStream) {
        self.mark(mark, name);
        let holes = holes();
        self.code.extend(quote_spanned!(value.span()=> #holes.#call(#value);));
    }

    /// A hole for what a trait converts.
    fn given(&mut self, mark: char, name: &str, kind: TokenStream, value: &TokenStream) {
        self.mark(mark, name);
        let holes = holes();
        let span = value.span().resolved_at(Span::call_site());
        self.code.extend(quote_spanned!(span=> crate::ui::markup::#kind::put(#value, &mut #holes);));
    }

    fn spread(&mut self, iterator: &TokenStream) {
        self.mark(marks::SPREAD, "");
        let holes = holes();
        self.code.extend(quote_spanned!(iterator.span()=>
            for node in #iterator {
                crate::ui::markup::Child::put(node, &mut #holes);
            }
            #holes.end();
        ));
    }

    fn fragment(&mut self, fragment: &Fragment) {
        self.mark(marks::FRAGMENT, "");
        if let Some(key) = &fragment.key {
            self.given(marks::KEY, "", quote!(KeyValue), &key.to_token_stream());
        }
        self.nodes(&fragment.children);
        self.mark(marks::END, "");
    }

    /// A fragment without a key.
    fn list(&mut self, nodes: &[Node]) {
        self.mark(marks::FRAGMENT, "");
        self.nodes(nodes);
        self.mark(marks::END, "");
    }

    fn element(&mut self, element: &Element) {
        self.mark(marks::ELEMENT, &element.name.text);
        self.attributes(&element.attributes);
        self.nodes(&element.children);
        self.mark(marks::END, "");
    }

    /// In the order in which Yew's macro evaluates them, which decides what may move what.
    fn attributes(&mut self, attributes: &Attributes) {
        let tokens = |attribute: &Attribute| attribute.value.to_token_stream();
        if let Some(value) = &attributes.value {
            self.given(marks::VALUE, "", quote!(AttributeValue), &tokens(value));
        }
        if let Some(checked) = &attributes.checked {
            self.hole(marks::CHECKED, "", format_ident!("truth"), &tokens(checked));
        }
        if let Some(value) = &attributes.default_value {
            self.given(marks::DEFAULT_VALUE, "", quote!(AttributeValue), &tokens(value));
        }
        if let Some(reference) = &attributes.reference {
            self.given(marks::REFERENCE, "", quote!(Reference), &tokens(reference));
        }
        if let Some(key) = &attributes.key {
            self.given(marks::KEY, "", quote!(KeyValue), &tokens(key));
        }
        for attribute in &attributes.plain {
            self.plain(attribute);
        }
        for listener in &attributes.listeners {
            self.listener(listener);
        }
    }

    fn plain(&mut self, attribute: &Attribute) {
        let Attribute { name, value } = attribute;
        if attribute.is_truth() {
            match value {
                Value::Literal(literal) => match value.truth() {
                    Some(true) => {
                        self.mark(marks::FIXED, &name.text);
                        self.mark(marks::IS, &name.text);
                    }
                    Some(false) => {}
                    None => self.problem = Some(syn::Error::new(literal.span(), "expected `true` or `false`")),
                },
                Value::Expression(value) => self.hole(marks::ATTRIBUTE, &name.text, format_ident!("truth"), value),
            }
        } else if let Some(text) = value.text() {
            self.mark(marks::FIXED, &name.text);
            self.literal(marks::IS, &text);
        } else {
            let kind = if name.text == "class" { quote!(Class) } else { quote!(AttributeValue) };
            self.given(marks::ATTRIBUTE, &name.text, kind, &value.to_token_stream());
        }
    }

    fn listener(&mut self, listener: &Attribute) {
        let Attribute { name, value } = listener;
        let (event, holes) = (&name.ident, holes());
        self.mark(marks::LISTENER, name.text.trim_start_matches("on"));
        self.code.extend(quote!(
            crate::ui::markup::EventListener::<::yew::html::#event::Event>::put(#value, &mut #holes);
        ));
    }
}

/// The code that says which branch was taken, and what is in it.
fn branch_taken(branches: &If) -> TokenStream {
    let If { condition, then, otherwise } = branches;
    let (then, holes) = (branch(then), holes());
    let otherwise = match otherwise {
        Otherwise::Nothing => quote!({ #holes.nothing(); }),
        Otherwise::Nodes(nodes) => branch(nodes),
        Otherwise::If(branches) => branch_taken(branches),
    };
    quote!(if #condition #then else #otherwise)
}

fn branch_for_each(each: &For) -> TokenStream {
    let For { pattern, iterator, body } = each;
    let (body, holes) = (branch(body), holes());
    quote!(for #pattern in #iterator #body #holes.end();)
}

fn branch(nodes: &[Node]) -> TokenStream {
    let holes = holes();
    if nodes.is_empty() {
        return quote!({ #holes.nothing(); });
    }
    let mut emitted = Emitted::default();
    emitted.nodes(nodes);
    emitted.branch()
}
