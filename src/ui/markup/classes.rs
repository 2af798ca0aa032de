//! Classes: a text with spaces in it, where Yew keeps a set with an index.

use super::holes::Holes;
use yew::virtual_dom::AttrValue;

/// Classes that are put together one by one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Classes(String);

impl Classes {
    /// One more, or several with spaces between them, or none. None is there twice.
    #[inline(never)]
    pub fn add(&mut self, words: &str) {
        for word in words.split_whitespace() {
            if self.0.split(' ').all(|known| known != word) {
                if !self.0.is_empty() {
                    self.0.push(' ');
                }
                self.0.push_str(word);
            }
        }
    }
}

/// What [`classes!`] puts together.
pub trait Word {
    /// Adds it.
    fn add_to(self, classes: &mut Classes);
}

impl Word for &str {
    #[inline]
    fn add_to(self, classes: &mut Classes) {
        classes.add(self);
    }
}

impl Word for String {
    #[inline(never)]
    fn add_to(self, classes: &mut Classes) {
        classes.add(&self);
    }
}

impl<W: Word> Word for Option<W> {
    #[inline]
    fn add_to(self, classes: &mut Classes) {
        if let Some(word) = self {
            word.add_to(classes);
        }
    }
}

/// Classes, of which each may be a text or an option of one.
macro_rules! classes {
    ($($word:expr),* $(,)?) => {{
        let mut classes = $crate::ui::markup::Classes::default();
        $( $crate::ui::markup::Word::add_to($word, &mut classes); )*
        classes
    }};
}
pub(crate) use classes;

/// What can be the value of `class`.
pub trait Class {
    /// Makes it the value of the next attribute, which is absent if there is no class.
    fn put(self, holes: &mut Holes);
}

impl Class for &'static str {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.class_fixed(self);
    }
}

impl Class for String {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.class_text(&self);
    }
}

impl Class for Classes {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.attribute((!self.0.is_empty()).then(|| AttrValue::from(self.0)));
    }
}

impl<C: Class> Class for Option<C> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        match self {
            Some(class) => class.put(holes),
            None => holes.attribute(None),
        }
    }
}

impl Holes {
    /// Classes that the module contains, with one space between them.
    #[inline(never)]
    fn class_fixed(&mut self, words: &'static str) {
        self.attribute((!words.is_empty()).then_some(AttrValue::Static(words)));
    }

    /// Classes that were put together, with any spaces between them.
    #[inline(never)]
    fn class_text(&mut self, words: &str) {
        let mut classes = Classes::default();
        classes.add(words);
        classes.put(self);
    }
}
