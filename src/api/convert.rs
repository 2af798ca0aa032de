//! Across the border: values in, objects and errors out.

use super::plain_data::{kind_of, plain_data};
use crate::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// An `Error` with the refusal's sentence and its code.
pub fn refused(refusal: Refusal) -> JsValue {
    let error = js_sys::Error::new(&refusal.message);
    // Setting a property of a new object cannot fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &refusal.code.into());
    error.into()
}

/// What came from JavaScript, as JSON. `undefined` and `null` are the same: nothing.
pub fn value_in(field: &str, value: JsValue) -> Result<Value, JsValue> {
    plain_data(field, &value).map_err(refused)
}

/// A text that came from JavaScript.
pub fn text_in(field: &str, value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| refused(Refusal::field("invalid-text", field, kind_of(value), "a text")))
}

/// A plain object for JavaScript.
pub fn value_out<T: JsCast>(value: &impl Serialize) -> Result<T, JsValue> {
    let value = value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|problem| refused(Refusal::new("internal", problem.to_string())))?;
    Ok(value.unchecked_into())
}
