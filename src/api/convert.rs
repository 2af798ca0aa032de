//! Across the border: values in, objects and errors out.

use crate::refusal::Refusal;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// An `Error` with the refusal's sentence and its code.
pub fn refused(refusal: Refusal) -> JsValue {
    let error = js_sys::Error::new(&refusal.message);
    // Setting a property of a new object cannot fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &refusal.code.into());
    error.into()
}

/// A plain object for JavaScript.
pub fn value_out<T: JsCast>(value: &impl Serialize) -> Result<T, JsValue> {
    let value = value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|problem| refused(Refusal::new("internal", problem.to_string())))?;
    Ok(value.unchecked_into())
}
