//! A cluster under load: requests come at random, and each replica serves what reaches it one after another.
//!
//! ```text
//!  client ──▶ any node ──▶ coordinator ──▶ N replicas, each with its queue ──▶ the R or W fastest ──▶ client
//! ```
//!
//! What is left out: coordinating costs a node no time, and no node fails.

use super::Draws;
use super::delays::{DelaySampler, mean_of};
use super::percentiles::Samples;
use super::service_level::parameters::ServiceLevelParameters;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Objects that a write buffer holds (section 6.1).
const BUFFERED_OBJECTS: f64 = 1_000.0;
/// Storing an object in memory, in milliseconds.
const IN_MEMORY_MS: f64 = 0.05;
/// One request in so many at the start is not counted: the queues have yet to fill.
const WARM_UP: u64 = 10;

/// The cluster at one rate of requests.
#[derive(Clone, Debug)]
pub(super) struct QueueingCluster {
    parameters: ServiceLevelParameters,
    leg: DelaySampler,
    read_service: DelaySampler,
    write_service: DelaySampler,
    mean_write_service: f64,
    /// Milliseconds between requests, on average.
    gap: f64,
    draws: Draws,
    nodes: Vec<Node>,
    /// Messages on their way to replicas: when each arrives, its number for ties, and its place in `messages`.
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    messages: Vec<Message>,
    free_messages: Vec<usize>,
    requests: Vec<Request>,
    free_requests: Vec<usize>,
    next_arrival: f64,
    sent: u64,
    finished: u64,
    reads: Samples,
    writes: Samples,
    within: u64,
    buffered_most: f64,
}

/// One node's server.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    free_at: f64,
    /// Objects in its write buffer.
    buffered: f64,
}

#[derive(Clone, Copy, Debug)]
struct Message {
    request: usize,
    node: usize,
    /// Whether the replica is the coordinator itself.
    local: bool,
    /// Whether this replica writes durably although there is a buffer: one of N does (section 6.1).
    durable: bool,
}

#[derive(Clone, Debug, Default)]
struct Request {
    began: f64,
    /// What the way back to the client takes.
    back: f64,
    read: bool,
    counts: bool,
    answers: Vec<f64>,
    left: usize,
}

impl QueueingCluster {
    /// Of parameters that have been checked, at so many requests a second.
    pub fn new(parameters: &ServiceLevelParameters, rate: f64) -> Self {
        let mut draws = Draws::new(parameters.seed);
        let gap = 1_000.0 / rate;
        // Room at once for what will be on its way: to move millions of messages to where there is more would take long.
        let most = parameters.requests as usize * parameters.n;
        let on_the_way = parameters.n as f64 * (2.0 * mean_of(&parameters.leg) / gap + 10.0);
        let messages = if on_the_way < most as f64 { on_the_way as usize } else { most };
        Self {
            leg: DelaySampler::new(&parameters.leg),
            read_service: DelaySampler::new(&parameters.read_service),
            write_service: DelaySampler::new(&parameters.write_service),
            mean_write_service: mean_of(&parameters.write_service),
            gap,
            next_arrival: gap * draws.exponential(),
            draws,
            nodes: vec![Node::default(); parameters.nodes],
            queue: BinaryHeap::with_capacity(messages),
            messages: Vec::with_capacity(messages),
            free_messages: Vec::with_capacity(messages),
            requests: Vec::new(),
            free_requests: Vec::new(),
            sent: 0,
            finished: 0,
            reads: Samples::default(),
            writes: Samples::default(),
            within: 0,
            buffered_most: 0.0,
            parameters: parameters.clone(),
        }
    }

    /// Requests that have been answered by all their replicas, of all there will be.
    pub fn progress(&self) -> f64 {
        self.finished as f64 / self.parameters.requests as f64
    }

    pub fn is_done(&self) -> bool {
        self.finished == self.parameters.requests
    }

    /// The next thing that happens: a request comes, or a message reaches a replica.
    pub fn happen(&mut self) {
        let next = self.queue.peek().map(|Reverse((time, _))| f64::from_bits(*time));
        let request_is_next = self.sent < self.parameters.requests && next.is_none_or(|time| self.next_arrival < time);
        if request_is_next {
            self.begin_request();
        } else if let Some(Reverse((time, number))) = self.queue.pop() {
            self.arrive(f64::from_bits(time), (number & 0xffff_ffff) as usize);
        }
    }

    fn begin_request(&mut self) {
        let began = self.next_arrival;
        self.next_arrival += self.gap * self.draws.exponential();
        let ServiceLevelParameters { nodes, n, reads, client_coordinates, requests, .. } = self.parameters;
        let read = self.draws.uniform() <= reads;
        // The nodes are homes of equal ranges: any of them is the first of a preference list, and the next ones follow.
        let first = self.draws.below(nodes);
        let (mut there, mut back) = (0.0, 0.0);
        if !client_coordinates {
            there += self.leg.sample(&mut self.draws);
            back += self.leg.sample(&mut self.draws);
            // The load balancer knows no ring: the node that it finds is one of the N with chance N/S, and forwards
            // otherwise (section 4.5).
            if self.draws.below(nodes) >= n {
                there += self.leg.sample(&mut self.draws);
                back += self.leg.sample(&mut self.draws);
            }
        }
        let counts = self.sent >= requests / WARM_UP;
        let request = self.new_request(Request { began, back, read, counts, answers: Vec::new(), left: n });
        let coordinator = if client_coordinates { n } else { self.draws.below(n) };
        let durable = self.draws.below(n);
        for replica in 0..n {
            let local = replica == coordinator;
            let leg = if local { 0.0 } else { self.leg.sample(&mut self.draws) };
            let message = Message { request, node: (first + replica) % nodes, local, durable: replica == durable };
            self.send(began + there + leg, message);
        }
        self.sent += 1;
    }

    fn new_request(&mut self, request: Request) -> usize {
        let index = self.free_requests.pop().unwrap_or(self.requests.len());
        match self.requests.get_mut(index) {
            Some(slot) => {
                let answers = std::mem::take(&mut slot.answers);
                *slot = Request { answers, ..request };
                slot.answers.clear();
            }
            None => self.requests.push(request),
        }
        index
    }

    fn send(&mut self, arrives_at: f64, message: Message) {
        let index = self.free_messages.pop().unwrap_or(self.messages.len());
        match self.messages.get_mut(index) {
            Some(slot) => *slot = message,
            None => self.messages.push(message),
        }
        // Bits of numbers that are not negative sort as the numbers do; of two at one time the earlier request is first.
        self.queue.push(Reverse((arrives_at.to_bits(), self.sent << 32 | index as u64)));
    }

    fn arrive(&mut self, now: f64, index: usize) {
        let Some(message) = self.messages.get(index).copied() else { return };
        self.free_messages.push(index);
        let read = self.requests.get(message.request).is_some_and(|request| request.read);
        let served_at = self.serve(now, message, read);
        let leg = if message.local { 0.0 } else { self.leg.sample(&mut self.draws) };
        if let Some(request) = self.requests.get_mut(message.request) {
            request.answers.push(served_at + leg);
            request.left -= 1;
            if request.left == 0 {
                self.finish(message.request);
            }
        }
    }

    /// When the node has served it.
    fn serve(&mut self, now: f64, message: Message, read: bool) -> f64 {
        let Some(node) = self.nodes.get_mut(message.node) else { return now };
        let idle = now - node.free_at;
        if idle > 0.0 {
            // The writer works while nobody asks for anything.
            let written = if self.mean_write_service > 0.0 { idle / self.mean_write_service } else { node.buffered };
            node.buffered = if written < node.buffered { node.buffered - written } else { 0.0 };
        }
        let begins = if node.free_at > now { node.free_at } else { now };
        let buffers = self.parameters.write_buffer && !read && !message.durable && node.buffered < BUFFERED_OBJECTS;
        let takes = if buffers {
            node.buffered += 1.0;
            if node.buffered > self.buffered_most {
                self.buffered_most = node.buffered;
            }
            IN_MEMORY_MS
        } else if read {
            self.read_service.sample(&mut self.draws)
        } else {
            self.write_service.sample(&mut self.draws)
        };
        node.free_at = begins + takes;
        node.free_at
    }

    fn finish(&mut self, index: usize) {
        self.finished += 1;
        self.free_requests.push(index);
        let Some(request) = self.requests.get_mut(index) else { return };
        let wanted = if request.read { self.parameters.r } else { self.parameters.w };
        request.answers.sort_unstable_by(f64::total_cmp);
        let answered = request.answers.get(wanted - 1).copied().unwrap_or(request.began);
        let took = answered + request.back - request.began;
        if request.counts {
            self.within += u64::from(took <= self.parameters.within_ms);
            let samples = if request.read { &mut self.reads } else { &mut self.writes };
            samples.add(took);
        }
    }

    pub fn reads(&self) -> &Samples {
        &self.reads
    }

    pub fn writes(&self) -> &Samples {
        &self.writes
    }

    /// The part of the requests that were answered in time.
    pub fn share_in_time(&self) -> f64 {
        self.within as f64 / (self.reads.count() + self.writes.count()).max(1) as f64
    }

    /// The most objects in any node's buffer: what a crash there would have lost.
    pub fn buffered_most(&self) -> u32 {
        self.buffered_most as u32
    }
}
