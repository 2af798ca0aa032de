//! The picture of each message kind. Kinds differ by shape first, so that they can be told apart without colour.

use crate::explain::trace::MessageKind;
use crate::page::drawing::colours::paint;
use yew::prelude::*;

/// The owner of a parcel: a node's number for life and its tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addressee {
    /// The number for life, which decides the colour.
    pub number: usize,
    pub tag: AttrValue,
}

/// The picture of a message kind, within 12 units around (0, 0).
pub fn message_picture(kind: MessageKind, owner: Option<&Addressee>) -> Html {
    match kind {
        MessageKind::PutRequest | MessageKind::Write => {
            html! { <rect class="flight-shape" x="-8" y="-8" width="16" height="16" rx="2" /> }
        }
        MessageKind::HintedWrite => parcel(owner, false),
        MessageKind::Handoff => parcel(owner, true),
        MessageKind::GetRequest | MessageKind::Read => html! { <circle class="flight-ring" r="7" /> },
        MessageKind::ReadAnswer => html! {
            <g><circle class="flight-ring" r="8.5" /><path class="flight-tick" d="M-4 0L-1 3L4 -3" /></g>
        },
        MessageKind::Repair => html! { <path class="flight-shape" d={WRENCH} /> },
        MessageKind::Gossip => html! { <path class="flight-shape" d="M0 -6L6 5H-6Z" /> },
        MessageKind::Trees => html! { <path class="flight-shape" d="M0 -10L10 0L0 10L-10 0Z" /> },
        MessageKind::Sync => html! {
            <g>
                <path class="flight-shape" d="M0 -11L11 0L0 11L-11 0Z" />
                <path class="flight-line" d="M0 -5V5M-5 0H5" />
            </g>
        },
        MessageKind::Transfer => html! {
            <g>
                <rect class="flight-shape" x="-5" y="-10" width="14" height="12" rx="1.5" />
                <rect class="flight-shape" x="-7" y="-6" width="14" height="12" rx="1.5" />
                <rect class="flight-shape" x="-9" y="-2" width="14" height="12" rx="1.5" />
            </g>
        },
        MessageKind::RangeRequest => html! {
            <g><circle class="flight-ring" r="8.5" /><path class="flight-tick" d="M-4 -3H4M-4 0.5H4M-4 4H4" /></g>
        },
        MessageKind::PutTaken | MessageKind::WriteAck | MessageKind::Answer | MessageKind::TransferAck => html! {
            <g><circle class="flight-back" r="9" /><path class="flight-tick large" d="M-5 0L-1.5 4L5 -4" /></g>
        },
    }
}

/// An open-ended wrench, from the lower left to the upper right.
const WRENCH: &str = "M-9.5 6.5L0.5 -3.5C-0.6 -6.6 1.4 -10.2 5.5 -10.2L3.2 -6.4L6.4 -3.2L10.2 -5.5\
C10.2 -1.4 6.6 0.6 3.5 -0.5L-6.5 9.5C-8.6 11.4 -11.4 8.6 -9.5 6.5Z";

/// A parcel in its owner's colour, with the owner's letter; the lid is open when it is handed over.
pub fn parcel(owner: Option<&Addressee>, open: bool) -> Html {
    let paint = paint(owner.map_or(0, |owner| owner.number));
    let lid = if open { "M-9 -6L-13 -11M9 -6L13 -11" } else { "M-9 -3.5H9" };
    html! {
        <g class="parcel">
            <rect class="parcel-box" x="-9" y="-6" width="18" height="15" rx="1.5" fill={paint.fill} />
            <rect x="-9" y="-6" width="18" height="15" rx="1.5" fill={paint.hatch.unwrap_or("none")} />
            <path class="parcel-under" d={lid} />
            <path class="parcel-lid" d={lid} />
            <text class="parcel-letter" y="2.5" fill={paint.ink}>{ owner.map(|owner| owner.tag.clone()).unwrap_or_default() }</text>
        </g>
    }
}

/// The name and meaning of each message kind; kinds that look alike share an entry.
pub const MEANINGS: [(MessageKind, &str, &str); 12] = [
    (MessageKind::Write, "Put", "A client asks for a put, or a coordinator sends a copy to a node that keeps the key."),
    (MessageKind::Read, "Get", "A client asks for a get, or a coordinator asks a node for its versions."),
    (MessageKind::ReadAnswer, "Versions", "A node answers with what it has of the key."),
    (MessageKind::Answer, "Done", "A copy is stored, or the client has its answer: these are what R and W count."),
    (
        MessageKind::HintedWrite,
        "Hint",
        "A copy for a node that is down, in its colour: another one keeps it meanwhile.",
    ),
    (MessageKind::Handoff, "Handoff", "The stand-in hands the copy to its owner, which is back."),
    (MessageKind::Repair, "Read repair", "A get found an old copy here and sends the newer one."),
    (MessageKind::Gossip, "Gossip", "A node tells another which members it knows."),
    (MessageKind::Trees, "Merkle trees", "Two nodes compare hashes of what both keep."),
    (MessageKind::Sync, "Sync", "What the trees showed to be missing."),
    (MessageKind::RangeRequest, "Ranges, please", "A node that joins asks for the ranges that will be its own."),
    (MessageKind::Transfer, "Transfer", "Keys move to their new home."),
];
