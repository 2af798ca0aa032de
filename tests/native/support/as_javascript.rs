//! JSON as `JSON.stringify` writes it, for comparing what is told natively with what the module tells.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Writes numbers as JavaScript does, which knows one type of them: 5, not 5.0, and 1e-7.
struct AsJavaScript;

impl Formatter for AsJavaScript {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let size = value.abs();
        if value == 0.0 {
            writer.write_all(b"0")
        } else if size >= 1e21 {
            writer.write_all(format!("{value:e}").replace('e', "e+").as_bytes())
        } else if size < 1e-6 {
            write!(writer, "{value:e}")
        } else {
            write!(writer, "{value}")
        }
    }
}

/// Appends the JSON of a value.
pub fn write_as_javascript(value: &impl Serialize, text: &mut Vec<u8>) {
    value.serialize(&mut serde_json::Serializer::with_formatter(text, AsJavaScript)).unwrap();
}
