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

mod address;
mod animation_clock;
mod app;
mod arriving;
mod beside_view;
mod branches;
mod browser;
mod dialog;
mod download;
mod drawn_out;
mod files;
#[cfg(not(target_arch = "wasm32"))]
mod first_view;
mod floating;
mod help;
mod instead;
mod kept;
mod keyboard;
mod known;
mod model;
mod mount;
mod node_disc;
mod note;
mod panels;
mod scrub_bar;
mod sentence;
mod share_dialog;
mod stage;
mod terms;
mod theme;
mod top_bar;
mod transport;

#[cfg(not(target_arch = "wasm32"))]
pub use first_view::first_view;
pub use mount::mount;

/// Where components send what was done.
type Dispatch = yew::UseReducerDispatcher<model::Model>;
