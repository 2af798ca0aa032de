//! What the page calls. Numbers only, so that no script has to be generated around it: units come one by one, and what is
//! unpacked is read in the memory of this module.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::Unsqueezer;

thread_local! {
    static UNITS: RefCell<Vec<u16>> = const { RefCell::new(Vec::new()) };
    static UNSQUEEZER: RefCell<Option<Unsqueezer>> = const { RefCell::new(None) };
}

/// One more unit of what is packed.
#[wasm_bindgen]
pub fn push(unit: u32) {
    UNITS.with_borrow_mut(|units| units.push(unit as u16));
}

/// All units are there, and make so many bytes.
#[wasm_bindgen]
pub fn begin(size: u32) {
    UNSQUEEZER.set(Some(Unsqueezer::new(UNITS.take(), size as usize)));
}

/// Unpacks until there are so many bytes, and says where in memory the first one is.
#[wasm_bindgen]
pub fn unpack(end: u32) -> u32 {
    UNSQUEEZER.with_borrow_mut(|unsqueezer| {
        let Some(unsqueezer) = unsqueezer else { return 0 };
        unsqueezer.unpack_until(end as usize);
        unsqueezer.bytes().as_ptr() as usize as u32
    })
}
