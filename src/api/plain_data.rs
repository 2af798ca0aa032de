//! Reads what came from JavaScript: plain data, or a refusal that names the place where it is something else.
//!
//! **Invariant:** nothing that a caller passes exhausts the stack or the memory: not a thing that contains itself, not one
//! that is nested without end, not a getter that throws or that asks this module again. An exception that ran through this
//! module would leave behind what it had borrowed, and a part of its stack. So whatever may run the caller's code is called
//! in the form that catches, and before anything is borrowed.

use super::convert::refused;
use crate::input::refusal::Refusal;
use js_sys::{JsString, Object, Reflect};
use serde_json::Value;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// Things inside of things. A scenario needs six, and more for mixtures of mixtures.
const MOST_NESTED: usize = 64;
/// Values in all: more than a scenario of the largest script has.
const MOST_VALUES: u64 = 2_000_000;
/// Fields of one object: no object of the public interface has thirty.
const MOST_FIELDS: usize = 1_000;
/// UTF-16 units of all texts: two hundred and fifty-six values of the largest size.
const MOST_TEXT: usize = 256 << 20;
/// Readings that begin while another one is under way: a getter may ask this module, but not without end.
const MOST_READINGS: usize = 8;
const ALLOWED: &str = "a plain object of texts, numbers, flags and lists";
const GUARDED: &str = "something that throws when it is read";

#[wasm_bindgen]
extern "C" {
    /// Throws when it is asked about a revoked proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// What came from JavaScript, as JSON. `undefined` and `null` are the same: nothing.
pub fn value_in(field: &str, value: &JsValue) -> Result<Value, JsValue> {
    plain_data(field, value).map_err(refused)
}

/// A text that came from JavaScript.
pub fn text_in(field: &str, value: &JsValue) -> Result<String, JsValue> {
    let Some(text) = value.dyn_ref::<JsString>() else {
        return Err(refused(Refusal::field("invalid-text", field, kind_of(value), "a text")));
    };
    well_formed(text).ok_or_else(|| refused(half_a_character(field)))
}

/// The plain data. `undefined` and `null` are the same: nothing. `field` names the whole in a refusal.
pub fn plain_data(field: &str, value: &JsValue) -> Result<Value, Refusal> {
    thread_local!(static READINGS: Cell<usize> = const { Cell::new(0) });
    let mut reader = Reader { field, way: Vec::new(), around: Vec::new(), values: 0, text: 0 };
    let under_way = READINGS.get();
    if under_way == MOST_READINGS {
        return Err(reader.refused("a reading within a reading", &format!("at most {MOST_READINGS} at a time")));
    }
    READINGS.set(under_way + 1);
    let read = reader.value(value);
    READINGS.set(under_way);
    read
}

/// The text, unless it has half of a character: a surrogate without its partner, which UTF-8 cannot tell from another one.
fn well_formed(text: &JsString) -> Option<String> {
    let read = String::from(text);
    let replaced = read.contains(char::REPLACEMENT_CHARACTER) && !Object::is(text, &JsValue::from_str(&read));
    (!replaced).then_some(read)
}

fn half_a_character(field: &str) -> Refusal {
    let allowed = "a text of whole characters (well-formed UTF-16)";
    Refusal::field("invalid-text", field, "a text with half of a character, a lone surrogate", allowed)
}

struct Reader<'a> {
    /// The name of the whole.
    field: &'a str,
    /// From there to where the reader is. It is put in words for a refusal alone: there may be a million members.
    way: Vec<Member>,
    /// The things that the value is in, the outermost first.
    around: Vec<JsValue>,
    values: u64,
    text: usize,
}

enum Member {
    Item(u32),
    Field(String),
}

impl Reader<'_> {
    fn value(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        self.count(1)?;
        if let Some(text) = value.dyn_ref::<JsString>() {
            self.text(text).map(Value::String)
        } else if let Some(number) = value.as_f64() {
            self.number(number)
        } else if let Some(flag) = value.as_bool() {
            Ok(Value::Bool(flag))
        } else if value.is_null() || value.is_undefined() {
            Ok(Value::Null)
        } else if value.is_object() {
            self.nested(value)
        } else {
            Err(self.refused(&kind_of(value), ALLOWED))
        }
    }

    fn count(&mut self, values: u64) -> Result<(), Refusal> {
        self.values += values;
        match self.values > MOST_VALUES {
            true => Err(self.refused("more values than that", &format!("at most {MOST_VALUES} values"))),
            false => Ok(()),
        }
    }

    /// Measured before it is copied.
    fn text(&mut self, text: &JsString) -> Result<String, Refusal> {
        self.text += text.length() as usize;
        if self.text > MOST_TEXT {
            return Err(self.refused("more text than that", &format!("at most {MOST_TEXT} characters in all")));
        }
        well_formed(text).ok_or_else(|| half_a_character(&self.path()))
    }

    fn number(&self, number: f64) -> Result<Value, Refusal> {
        const MOST_EXACT: f64 = 9_007_199_254_740_991.0;
        match serde_json::Number::from_f64(number) {
            None => Err(Refusal::field("invalid-number", &self.path(), number, "a finite number")),
            Some(_) if number.fract() == 0.0 && number.abs() <= MOST_EXACT => Ok(Value::from(number as i64)),
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
        let read = match is_array(value).map_err(|_| self.guarded())? {
            true => self.list(value),
            false => self.object(value),
        };
        self.around.pop();
        read
    }

    fn list(&mut self, list: &JsValue) -> Result<Value, Refusal> {
        let length = Reflect::get(list, &"length".into()).map_err(|_| self.guarded())?;
        // That of a proxy may be anything.
        let length = length.as_f64().filter(|length| length.fract() == 0.0 && (0.0..4_294_967_296.0).contains(length));
        let length = length.ok_or_else(|| self.refused("a list without a length", ALLOWED))? as u32;
        // Before they are read, one by one.
        self.count(length.into())?;
        self.values -= u64::from(length);
        let member = |index| self.member(Member::Item(index), Reflect::get_u32(list, index));
        (0..length).map(member).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    fn object(&mut self, object: &JsValue) -> Result<Value, Refusal> {
        if !is_plain(object).map_err(|_| self.guarded())? {
            return Err(self.refused("an object of another kind", ALLOWED));
        }
        let keys = Reflect::own_keys(object).map_err(|_| self.guarded())?;
        if keys.length() as usize > MOST_FIELDS {
            let allowed = format!("at most {MOST_FIELDS} fields");
            return Err(self.refused(&format!("{} fields", keys.length()), &allowed));
        }
        let mut read = serde_json::Map::new();
        // Keys that are no texts are symbols, which are no data.
        for key in keys.iter().filter_map(|key| key.dyn_into::<JsString>().ok()) {
            let name = self.text(&key)?;
            let value = self.member(Member::Field(name.clone()), Reflect::get(object, &key))?;
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }

    fn member(&mut self, member: Member, found: Result<JsValue, JsValue>) -> Result<Value, Refusal> {
        self.way.push(member);
        let read = self.value(&found.map_err(|_| self.guarded())?)?;
        self.way.pop();
        Ok(read)
    }

    fn path(&self) -> String {
        let steps = self.way.iter().map(|member| match member {
            Member::Item(index) => format!("[{index}]"),
            Member::Field(name) => format!(".{name}"),
        });
        self.field.to_owned() + &steps.collect::<String>()
    }

    fn guarded(&self) -> Refusal {
        self.refused(GUARDED, ALLOWED)
    }

    fn refused(&self, given: &str, allowed: &str) -> Refusal {
        Refusal::field("not-plain-data", &self.path(), given, allowed)
    }
}

/// Whether it was made as `{}` is, in whatever page or frame: maps, dates and numbers in a box keep what they hold somewhere
/// else than in fields.
fn is_plain(object: &JsValue) -> Result<bool, JsValue> {
    let prototype = Reflect::get_prototype_of(object)?;
    Ok(prototype.is_null() || Reflect::get_prototype_of(&prototype)?.is_null())
}

/// What a value is, in JavaScript's own word.
pub fn kind_of(value: &JsValue) -> String {
    value.js_typeof().as_string().unwrap_or_default()
}
