//! How the rest comes: once, from beside the first part.

use super::doors::DOORS;
use super::{DidNotCome, Later};
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Then = Box<dyn FnOnce(Result<(), DidNotCome>)>;

thread_local! {
    static HERE: Cell<Option<&'static Later>> = const { Cell::new(None) };
    /// Who waits for it, while it is on its way.
    static WAITING: RefCell<Option<Vec<Then>>> = const { RefCell::new(None) };
}

/// The only function that names what is behind the doors: whatever it reaches, and nothing else does, is the second part.
#[wasm_split(later, fallible)]
fn doors() -> Result<&'static Later, SplitLoaderError> {
    Ok(&DOORS)
}

/// The rest, if it is here.
pub fn now() -> Option<&'static Later> {
    HERE.get()
}

/// Has something done when the rest is here, which is fetched if nobody has asked for it yet; or when it is clear that it does
/// not come, and then the next one who asks has it fetched again.
pub fn bring(then: impl FnOnce(Result<(), DidNotCome>) + 'static) {
    if now().is_some() {
        return then(Ok(()));
    }
    let first = WAITING.with_borrow_mut(|waiting| {
        let first = waiting.is_none();
        waiting.get_or_insert_default().push(Box::new(then));
        first
    });
    if first {
        spawn_local(fetch());
    }
}

async fn fetch() {
    let came = doors().await.map(|doors| HERE.set(Some(doors))).map_err(|_| DidNotCome);
    for then in WAITING.take().unwrap_or_default() {
        then(came);
    }
}
