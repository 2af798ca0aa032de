//! Files that the page hands to the browser's downloads.

use crate::page::browser;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

pub fn save_text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let address = address_of(kind, text)?;
    save(name, &address)?;
    Url::revoke_object_url(&address)
}

pub fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    save(name, &address)?;
    Url::revoke_object_url(&address)
}

/// Bytes as a file of this kind.
pub fn blob_of(kind: &str, bytes: &[u8]) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
}

/// A blob address for a text, valid until it is revoked.
pub fn address_of(kind: &str, text: &str) -> Result<String, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// Saves the resource at an address as a file.
pub fn save(name: &str, address: &str) -> Result<(), JsValue> {
    let document = browser::document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(address);
    anchor.set_download(name);
    anchor.click();
    Ok(())
}
