//! Across the border: values in, objects and errors out.

use crate::input::refusal::Refusal;
use serde::Serialize;
use std::io::{Error, ErrorKind, Write};
use wasm_bindgen::{JsCast, JsValue};

/// An `Error` with the refusal's sentence and its code.
pub fn refused(refusal: Refusal) -> JsValue {
    let error = js_sys::Error::new(&refusal.message);
    // Setting a property of a new object cannot fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &refusal.code.into());
    error.into()
}

/// A plain object for JavaScript, of whose fields none is named by a user.
///
/// # Errors
/// `internal`, for what cannot be an object.
pub fn value_out<T: JsCast>(value: &impl Serialize) -> Result<T, JsValue> {
    let value = value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|problem| refused(Refusal::new("internal", problem.to_string())))?;
    Ok(value.unchecked_into())
}

/// A plain object for JavaScript whose fields may have the names of keys, nodes and clients. It is made of JSON text, as setting
/// fields one by one would give an object another prototype in place of a field that is named `__proto__`.
///
/// # Errors
/// `answer-too-large` when there is no room for it.
pub fn named_out<T: JsCast>(value: &impl Serialize) -> Result<T, JsValue> {
    let mut text = Text(Vec::new());
    let too_large = || refused(Refusal::new("answer-too-large", "The answer is too large: there is no room for it."));
    serde_json::to_writer(&mut text, value).map_err(|_| too_large())?;
    // What serde_json writes is UTF-8.
    let text = str::from_utf8(&text.0).unwrap_or_default();
    js_sys::JSON::parse(text).map(JsCast::unchecked_into).map_err(|_| too_large())
}

/// A text that grows as long as there is room. That of a vector alone ends the module where there is none.
struct Text(Vec<u8>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.try_reserve(bytes.len()).map_err(|_| Error::from(ErrorKind::OutOfMemory))?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
