//! Rings of real clusters: how Cassandra, ScyllaDB and Riak print them, hash keys onto them, and how much of them each node
//! owns.
//!
//! **Invariant:** a ring from the field keeps the order and the proportions of its tokens. Their numbers are stretched over
//! the 128 bits of a [`Position`](crate::dynamo::partitioning::Position), and the printed text of each token is kept.

pub mod balance;
pub mod copies;
pub mod key_count;
pub mod key_walk;
mod murmur3;
pub mod newcomer;
pub mod ownership;
pub mod partitioner;
pub mod ring_text;
