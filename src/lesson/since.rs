//! What was asked, sent and found since a step of a lesson began.
