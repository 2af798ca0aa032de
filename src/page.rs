//! The page: one Yew application, drawn from a snapshot of the playground and a moment between two steps.
//!
//! `model` is its state and the only way to change it; everything else draws. `stage` is the ring with what goes on
//! around it, `panels` are the columns beside it, `transport` the bar below. `animation_clock` moves the few
//! things that move between two steps. What can be thought out without a browser is, and is tested natively:
//! [`geometry`], [`colours`], [`tags`], [`cluster`], [`cluster_edit`], [`seat_room`], [`seat_state`], [`sides`], [`stands`],
//! [`settings`], [`renaming`], [`cart`], [`copies`], [`label_room`], [`last_answer`], [`stored_keys`],
//! [`course`], [`futures`], [`space_time`].
//!
//! **Invariant:** nothing here decides who keeps a key or what a message means. It asks the core, and draws the answer.

pub mod cart;
pub mod charts;
pub mod classroom;
pub mod cluster;
pub mod cluster_edit;
pub mod colours;
pub mod copies;
pub mod course;
pub mod futures;
pub mod geometry;
pub mod label_room;
pub mod laboratory;
pub mod last_answer;
pub mod locked;
pub mod renaming;
pub mod seat_room;
pub mod seat_state;
pub mod settings;
pub mod share_link;
pub mod shared;
pub mod sides;
pub mod space_time;
pub mod stands;
pub mod stored_keys;
pub mod tags;
pub mod two_worlds;
pub mod unfolded;
pub mod version_drawing;
pub mod versions;

#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod animation_clock;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod arriving;
#[cfg(target_arch = "wasm32")]
mod beside_view;
#[cfg(target_arch = "wasm32")]
mod branches;
#[cfg(target_arch = "wasm32")]
mod dialog;
#[cfg(target_arch = "wasm32")]
mod download;
#[cfg(target_arch = "wasm32")]
mod drawn_out;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod floating;
#[cfg(target_arch = "wasm32")]
mod help;
#[cfg(target_arch = "wasm32")]
mod instead;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod keyboard;
#[cfg(target_arch = "wasm32")]
mod known;
#[cfg(target_arch = "wasm32")]
#[cfg(target_arch = "wasm32")]
mod model;
#[cfg(target_arch = "wasm32")]
mod mount;
#[cfg(target_arch = "wasm32")]
mod node_disc;
#[cfg(target_arch = "wasm32")]
mod note;
#[cfg(target_arch = "wasm32")]
mod panels;
#[cfg(target_arch = "wasm32")]
mod scrub_bar;
#[cfg(target_arch = "wasm32")]
mod sentence;
#[cfg(target_arch = "wasm32")]
mod share_dialog;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
mod terms;
#[cfg(target_arch = "wasm32")]
mod theme;
#[cfg(target_arch = "wasm32")]
mod top_bar;
#[cfg(target_arch = "wasm32")]
mod transport;

#[cfg(target_arch = "wasm32")]
pub use mount::mount;

/// Where components send what was done.
#[cfg(target_arch = "wasm32")]
type Dispatch = yew::UseReducerDispatcher<model::Model>;
