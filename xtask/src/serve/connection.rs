//! One connection: a request is read within limits, and answered within a time. Nothing that a client sends or leaves out
//! keeps others waiting.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The most connections at one time, open event streams included. A browser has up to six.
pub const MOST_CONNECTIONS: usize = 64;
/// The most bytes of a request before its body, which is never read.
const MOST_OF_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// How long a client may take for its request, and for taking the answer.
const TIME_TO_ASK: Duration = Duration::from_secs(10);
/// Before another connection is taken when one could not be.
const TIME_TO_RECOVER: Duration = Duration::from_millis(50);
const TIME_TO_TAKE: Duration = Duration::from_secs(30);
/// What is read and thrown away after the answer, and for how long: an answer would be lost if the connection was closed
/// while a client is sending.
const MOST_THROWN_AWAY: usize = 256 * 1024;
const TIME_TO_END: Duration = Duration::from_secs(1);

/// What is asked, as it was sent.
#[derive(Debug, PartialEq)]
pub struct Request {
    pub method: String,
    pub target: String,
    /// None unless it is given exactly once.
    pub host: Option<String>,
}

/// A request that is none, with the status and the words that answer it.
pub type Malformed = (u16, &'static str);

/// Hands each connection to a thread of its own, in the background, and turns away what are too many.
pub fn accept(listener: TcpListener, handle: impl Fn(Connection) + Send + Sync + 'static) {
    let (handle, open) = (Arc::new(handle), Arc::new(AtomicUsize::new(0)));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                // As a rule there are too many open files for one more: others have to end first.
                thread::sleep(TIME_TO_RECOVER);
                continue;
            };
            let place = Place::take(&open);
            let connection = Connection { stream, until: Instant::now() + TIME_TO_ASK };
            let handle = Arc::clone(&handle);
            match place {
                // A thread that cannot be started drops the connection, which closes it.
                Some(place) => drop(thread::Builder::new().spawn(move || {
                    handle(connection);
                    drop(place);
                })),
                None => connection.turn_away(),
            }
        }
    });
}

/// One of the places for connections, given back when it is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Option<Place> {
        let place = Place(Arc::clone(open));
        (open.fetch_add(1, Ordering::SeqCst) < MOST_CONNECTIONS).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A connection with a client, with a time until which the next thing must be done.
pub struct Connection {
    stream: TcpStream,
    until: Instant,
}

impl Connection {
    /// The request, without its body.
    pub fn request(&mut self) -> io::Result<Result<Request, Malformed>> {
        let mut head = Vec::new();
        let mut part = [0; 4096];
        loop {
            if let Some(read) = parse(&head) {
                return Ok(read);
            }
            if head.len() >= MOST_OF_HEAD {
                return Ok(Err((431, "The request has more than 16 KiB of headers.\n")));
            }
            self.stream.set_read_timeout(Some(self.left()?))?;
            match self.stream.read(&mut part)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                count => head.extend_from_slice(&part[..count]),
            }
        }
    }

    /// Writes all of it, within a time.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.until = Instant::now() + TIME_TO_TAKE;
        let mut rest = bytes;
        while !rest.is_empty() {
            self.stream.set_write_timeout(Some(self.left()?))?;
            match self.stream.write(rest)? {
                0 => return Err(ErrorKind::WriteZero.into()),
                count => rest = &rest[count..],
            }
        }
        Ok(())
    }

    /// Ends it so that what was written arrives.
    pub fn end(mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.until = Instant::now() + TIME_TO_END;
        let (mut part, mut thrown_away) = ([0; 4096], 0);
        while thrown_away < MOST_THROWN_AWAY {
            self.stream.set_read_timeout(Some(self.left()?))?;
            match self.stream.read(&mut part)? {
                0 => break,
                count => thrown_away += count,
            }
        }
        Ok(())
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }

    /// Without a thread: a few bytes always fit in what the system holds back for a client.
    fn turn_away(mut self) {
        const WORDS: &str = "There are too many connections.\n";
        let length = WORDS.len();
        let answer =
            format!("HTTP/1.1 503 Service Unavailable\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{WORDS}");
        // The client may have gone away; that is its business.
        let _ = self.write(answer.as_bytes());
    }
}

/// The request that these bytes begin with; none while its head is not complete.
fn parse(head: &[u8]) -> Option<Result<Request, Malformed>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Partial) => None,
        Ok(httparse::Status::Complete(_)) => {
            let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
            let host = hosts.next().filter(|_| hosts.next().is_none());
            Some(Ok(Request {
                method: request.method.unwrap_or_default().to_owned(),
                target: request.path.unwrap_or_default().to_owned(),
                host: host.map(|host| String::from_utf8_lossy(host.value).into_owned()),
            }))
        }
        Err(httparse::Error::TooManyHeaders) => Some(Err((431, "The request has more than 64 headers.\n"))),
        Err(_) => Some(Err((400, "This is not a request of HTTP/1.1.\n"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_complete_with_its_empty_line() {
        let whole = b"GET /a?b HTTP/1.1\r\nHost: localhost:8080\r\nAccept: */*\r\n\r\n";
        for end in 0..whole.len() {
            assert_eq!(parse(&whole[..end]), None, "{end}");
        }
        let host = Some("localhost:8080".to_owned());
        assert_eq!(parse(whole), Some(Ok(Request { method: "GET".to_owned(), target: "/a?b".to_owned(), host })));
    }

    #[test]
    fn a_host_that_is_given_twice_is_none() {
        let request = |lines: &str| parse(format!("GET / HTTP/1.1\r\n{lines}\r\n").as_bytes()).unwrap().unwrap();
        assert_eq!(request("Host: a\r\nhost: b\r\n").host, None);
        assert_eq!(request("").host, None);
        assert_eq!(parse(b"HELO\r\n\r\n").unwrap().unwrap_err().0, 400);
    }
}
