//! Reads what came from JavaScript: plain data, or a refusal that names the place where it is something else.
//!
//! **Invariant:** nothing that a caller passes exhausts the stack or the memory: not a thing that contains itself, not one
//! that is nested without end, not a getter that throws.

use super::convert::refused;
use crate::refusal::Refusal;
use js_sys::{Array, Date, JsString, Number, Object, Reflect, Symbol};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// Things inside of things. A scenario needs six, and more for mixtures of mixtures.
const MOST_NESTED: usize = 64;
/// Values in all: more than a scenario of the largest script has.
const MOST_VALUES: usize = 2_000_000;
/// UTF-16 units of all texts: two hundred and fifty-six values of the largest size.
const MOST_TEXT: usize = 256 << 20;
const ALLOWED: &str = "a plain object of texts, numbers, flags and lists";
const GUARDED: &str = "something that throws when it is read";

/// What came from JavaScript, as JSON. `undefined` and `null` are the same: nothing.
pub fn value_in(field: &str, value: JsValue) -> Result<Value, JsValue> {
    plain_data(field, &value).map_err(refused)
}

/// A text that came from JavaScript.
pub fn text_in(field: &str, value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| refused(Refusal::field("invalid-text", field, kind_of(value), "a text")))
}

/// The plain data. `undefined` and `null` are the same: nothing. `field` names the whole in a refusal.
pub fn plain_data(field: &str, value: &JsValue) -> Result<Value, Refusal> {
    Reader { path: field.to_owned(), around: Vec::new(), values: 0, text: 0 }.value(value)
}

struct Reader {
    /// Where the reader is, for a refusal.
    path: String,
    /// The things that the value is in, the outermost first.
    around: Vec<JsValue>,
    values: usize,
    text: usize,
}

impl Reader {
    fn value(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(self.refused("more values than that", &format!("at most {MOST_VALUES} values")));
        }
        if value.is_null() || value.is_undefined() {
            Ok(Value::Null)
        } else if let Some(flag) = value.as_bool() {
            Ok(Value::Bool(flag))
        } else if let Some(number) = value.as_f64() {
            self.number(number, value)
        } else if let Some(text) = value.dyn_ref::<JsString>() {
            self.text(text)
        } else if value.is_object() {
            self.nested(value)
        } else {
            Err(self.refused(&kind_of(value), ALLOWED))
        }
    }

    /// Measured before it is copied.
    fn text(&mut self, text: &JsString) -> Result<Value, Refusal> {
        self.text += text.length() as usize;
        match self.text > MOST_TEXT {
            true => Err(self.refused("more text than that", &format!("at most {MOST_TEXT} characters in all"))),
            false => Ok(Value::String(text.into())),
        }
    }

    fn number(&self, number: f64, value: &JsValue) -> Result<Value, Refusal> {
        match serde_json::Number::from_f64(number) {
            None => Err(Refusal::field("invalid-number", &self.path, number, "a finite number")),
            Some(_) if Number::is_safe_integer(value) => Ok(Value::from(number as i64)),
            Some(number) => Ok(Value::Number(number)),
        }
    }

    fn nested(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        if self.around.iter().any(|outer| Object::is(outer, value)) {
            return Err(self.refused("a thing that contains itself", ALLOWED));
        }
        if self.around.len() == MOST_NESTED {
            return Err(self.refused("one level more", &format!("at most {MOST_NESTED} levels")));
        }
        self.around.push(value.clone());
        let read = match value.dyn_ref::<Array>() {
            Some(list) => self.list(list),
            None => self.object(value),
        };
        self.around.pop();
        read
    }

    fn list(&mut self, list: &Array) -> Result<Value, Refusal> {
        (0..list.length())
            .map(|place| self.member(&format!("[{place}]"), Reflect::get_u32(list, place)))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array)
    }

    fn object(&mut self, object: &JsValue) -> Result<Value, Refusal> {
        let guarded = |_| self.refused(GUARDED, ALLOWED);
        let keys = Reflect::own_keys(object).map_err(guarded)?;
        // Maps, sets and dates keep what they hold somewhere else than in fields.
        if object.is_instance_of::<Date>() || Reflect::has(object, &Symbol::iterator()).map_err(guarded)? {
            return Err(self.refused("an object of another kind", ALLOWED));
        }
        let mut read = serde_json::Map::new();
        // Keys that are no texts are symbols, which are no data.
        for name in keys.iter().filter_map(|key| key.as_string()) {
            let value = self.member(&format!(".{name}"), Reflect::get(object, &JsValue::from_str(&name)))?;
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }

    fn member(&mut self, step: &str, found: Result<JsValue, JsValue>) -> Result<Value, Refusal> {
        let length = self.path.len();
        self.path.push_str(step);
        let value = found.map_err(|_| self.refused(GUARDED, ALLOWED))?;
        let read = self.value(&value);
        self.path.truncate(length);
        read
    }

    fn refused(&self, given: &str, allowed: &str) -> Refusal {
        Refusal::field("not-plain-data", &self.path, given, allowed)
    }
}

/// What a value is, in JavaScript's own word.
pub fn kind_of(value: &JsValue) -> String {
    value.js_typeof().as_string().unwrap_or_default()
}
