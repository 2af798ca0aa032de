//! The development server: the latest good build, from memory, to this machine only.
//!
//! Only what is in the [`Site`] can be had: a path is looked up in a map and never meets the disk. And only under a name of
//! this machine: a page of somebody else's, whose name is made to lead here, is answered nothing.

mod connection;

use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::site::Site;
use connection::{Connection, Request};

/// The stream of server-sent events on which an open page hears of new builds.
const EVENTS: &str = "__reload";
/// The script that listens to it. A file of its own: a content security policy may forbid inline scripts.
const SCRIPT: &str = "__reload.js";
/// Reloads when the build is no longer the one that the page came from, even if the server was restarted between.
const SCRIPT_TEXT: &str = "\
const build = new URL(document.currentScript.src).searchParams.get('build');
new EventSource('/__reload').onmessage = (event) => { if (event.data !== build) location.reload(); };
";
/// The names of this machine that no other can have.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// How often an idle event stream is written to, which is how a closed page is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The latest good build, and a bell that rings for the next one.
#[derive(Default)]
pub struct Published {
    latest: Mutex<Build>,
    changed: Condvar,
}

/// A site and the name of its build; before the first good build, neither.
#[derive(Clone, Default)]
struct Build {
    name: String,
    site: Option<Arc<Site>>,
}

impl Published {
    /// Serves this site from now on, and has every open page reload.
    pub fn publish(&self, site: Site) {
        // The time makes the name differ from those that an earlier server gave.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        *self.lock() = Build { name: now.as_millis().to_string(), site: Some(Arc::new(site)) };
        self.changed.notify_all();
    }

    fn latest(&self) -> Build {
        self.lock().clone()
    }

    /// The build after the one of this name, or the same one again after a while.
    fn next(&self, name: &str) -> Build {
        let waited = self.changed.wait_timeout_while(self.lock(), HEARTBEAT, |build| build.name == name);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Build> {
        // A build is replaced whole, so a panic elsewhere cannot have left half of one.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers requests in the background for as long as the process lives.
pub fn serve(listener: TcpListener, published: Arc<Published>) {
    // A browser may go away at any time; that is its business.
    connection::accept(listener, move |connection| drop(converse(connection, &published)));
}

fn converse(mut connection: Connection, published: &Published) -> io::Result<()> {
    let answer = match connection.request()? {
        Ok(request) if asks_for_events(&request) => return announce_builds(connection, published),
        Ok(request) => answer(&request, &published.latest()),
        Err((status, words)) => text(status, words),
    };
    connection.write(&answer.bytes())?;
    connection.end()
}

fn asks_for_events(request: &Request) -> bool {
    is_loopback(request) && request.method == "GET" && target_path(&request.target).as_deref() == Some(EVENTS)
}

/// Writes the name of the current build and of each later one, until the page is closed.
fn announce_builds(mut connection: Connection, published: &Published) -> io::Result<()> {
    let mut message =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
            .to_owned();
    let mut build = published.latest();
    loop {
        message.push_str(&format!("data: {}\n\n", build.name));
        connection.write(message.as_bytes())?;
        message.clear();
        build = published.next(&build.name);
    }
}

/// What is answered.
struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
    /// Whether its body stays here: HEAD asks for the rest alone.
    without_body: bool,
}

impl Answer {
    fn bytes(&self) -> Vec<u8> {
        let Answer { status, content_type, body, without_body } = self;
        let head = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Allow: GET, HEAD\r\nConnection: close\r\n\r\n",
            reason(*status),
            body.len()
        );
        [head.as_bytes(), if *without_body { &[] } else { body.as_slice() }].concat()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => "Service Unavailable",
    }
}

fn answer(request: &Request, build: &Build) -> Answer {
    if !is_loopback(request) {
        let given = request.host.as_deref().unwrap_or("none, or several");
        return text(403, &format!("Host: got {given}; allowed is {}.\n", LOOPBACK.join(", ")));
    }
    match request.method.as_str() {
        "GET" => found(&request.target, build),
        "HEAD" => Answer { without_body: true, ..found(&request.target, build) },
        _ => text(405, "Only GET and HEAD are answered here.\n"),
    }
}

/// Whether a request was sent to a name of this machine, with any port or none.
fn is_loopback(request: &Request) -> bool {
    let host = request.host.as_deref().unwrap_or_default().to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => &host,
    };
    LOOPBACK.contains(&name)
}

fn found(target: &str, build: &Build) -> Answer {
    let Some(path) = target_path(target) else {
        return text(400, "This is not a path of the site.\n");
    };
    if path == SCRIPT {
        return respond(200, &path, SCRIPT_TEXT.into());
    }
    let Some(site) = &build.site else {
        let page = "<!doctype html><title>Ringside</title><p>The first build failed; the terminal says why.";
        return respond(503, "index.html", with_reload_script(page.as_bytes(), &build.name));
    };
    match site.get(&path) {
        Some(page) if path.ends_with(".html") => respond(200, &path, with_reload_script(page, &build.name)),
        Some(bytes) => respond(200, &path, bytes.to_vec()),
        None => text(404, &format!("There is no {path} in the site.\n")),
    }
}

/// The path within the site that a request asks for; none for one that is not plain, such as `/../secret`.
fn target_path(url: &str) -> Option<String> {
    let path = decode(url.split(['?', '#']).next()?.strip_prefix('/')?)?;
    let plain = |segment: &str| !matches!(segment, "." | "..") && !segment.contains(['\\', '\0']);
    if !path.split('/').all(plain) {
        return None;
    }
    Some(if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path })
}

/// Resolves `%41`; none where the result is no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The page with the script that reloads it, first in its head: it must run even if everything after it fails.
fn with_reload_script(page: &[u8], build: &str) -> Vec<u8> {
    let script = format!("<script src=\"/{SCRIPT}?build={build}\"></script>");
    let page = String::from_utf8_lossy(page);
    let at = page.find("</head>").unwrap_or(page.len());
    [&page[..at], &script, &page[at..]].concat().into_bytes()
}

fn text(status: u16, message: &str) -> Answer {
    respond(status, "message.txt", message.into())
}

fn respond(status: u16, path: &str, body: Vec<u8>) -> Answer {
    Answer { status, content_type: content_type(path), body, without_body: false }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ts" | "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::{Ipv4Addr, SocketAddr, TcpStream};

    #[test]
    fn a_request_names_a_plain_path_or_nothing() {
        let check = |url: &str, expect: Option<&str>| assert_eq!(target_path(url).as_deref(), expect, "{url}");
        check("/", Some("index.html"));
        check("/lessons/", Some("lessons/index.html"));
        check("/style.css?v=1", Some("style.css"));
        check("/a%20b.svg", Some("a b.svg"));
        check("/../Cargo.toml", None);
        check("/lessons/%2e%2e/%2e%2e/Cargo.toml", None);
        check("/..%5cCargo.toml", None);
        check("/%ff", None);
        check("/%2", None);
        check("/%+1", None);
        check("//etc/passwd", Some("/etc/passwd"));
    }

    #[test]
    fn each_kind_of_file_has_its_type() {
        let check = |path: &str, expect: &str| assert!(content_type(path).starts_with(expect), "{path}");
        check("index.html", "text/html");
        check("ringside.js", "text/javascript");
        check("ringside_bg.wasm", "application/wasm");
        check("style.css", "text/css");
        check("lessons/ring.json", "application/json");
        check("icon.svg", "image/svg+xml");
        check("app.webmanifest", "application/manifest+json");
        check("LICENSE", "application/octet-stream");
    }

    fn serve_a_page() -> (SocketAddr, Arc<Published>) {
        let published = Arc::new(Published::default());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        serve(listener, Arc::clone(&published));
        (address, published)
    }

    fn page(text: &str) -> Site {
        let mut site = Site::default();
        site.add("index.html".to_owned(), format!("<head></head><p>{text}").into_bytes()).unwrap();
        site
    }

    /// Sends this and reads the answer; a server that says nothing fails the test instead of holding it up.
    fn send(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        write!(stream, "{request}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    }

    fn ask_host(address: SocketAddr, request: &str, host: &str) -> String {
        send(address, &format!("{request} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        ask_host(address, request, &format!("localhost:{}", address.port()))
    }

    #[test]
    fn the_latest_build_is_served_with_a_script_that_reloads_it() {
        let (address, published) = serve_a_page();
        assert!(ask(address, "GET /").starts_with("HTTP/1.1 503"));
        published.publish(page("one"));
        let answer = ask(address, "GET /?x");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("no-store"), "{answer}");
        assert!(answer.contains("__reload.js?build=") && answer.ends_with("</script></head><p>one"), "{answer}");
        assert!(ask(address, "HEAD /").ends_with("\r\n\r\n"));
        assert!(ask(address, "GET /nothing").starts_with("HTTP/1.1 404"));
        assert!(ask(address, "GET /../Cargo.toml").starts_with("HTTP/1.1 400"));
        assert!(ask(address, "POST /").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn an_open_page_hears_of_the_next_build() {
        let (address, published) = serve_a_page();
        published.publish(page("one"));
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /__reload HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut names = BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data: "));
        let first = names.next().unwrap();
        std::thread::sleep(Duration::from_millis(5));
        published.publish(page("two"));
        assert_ne!(names.next().unwrap(), first);
    }

    #[test]
    fn a_body_of_any_length_is_refused_unread() {
        let (address, published) = serve_a_page();
        published.publish(page("one"));
        for length in ["18446744073709551615", "99999999999999", "1000000"] {
            let request = format!("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\nsome of it");
            assert!(send(address, &request).starts_with("HTTP/1.1 405"), "{length}");
        }
        assert!(ask(address, "GET /").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn whoever_is_slow_keeps_nobody_waiting() {
        let (address, published) = serve_a_page();
        let mut site = page("one");
        // More than what the system holds back for a client that does not read.
        site.add("large.wasm".to_owned(), vec![0; 32 << 20]).unwrap();
        published.publish(site);
        let begun = |request: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "{request}").unwrap();
            stream
        };
        let asks = ["", "GET / HT", "GET /large.wasm HTTP/1.1\r\nHost: localhost\r\n\r\n"];
        let slow: Vec<TcpStream> = asks.iter().cycle().take(24).map(|request| begun(request)).collect();
        assert!(ask(address, "GET /").starts_with("HTTP/1.1 200"));
        drop(slow);
    }

    #[test]
    fn connections_are_bounded_and_a_place_that_is_left_is_taken_again() {
        let (address, published) = serve_a_page();
        published.publish(page("one"));
        let idle: Vec<TcpStream> =
            (0..connection::MOST_CONNECTIONS).map(|_| TcpStream::connect(address).unwrap()).collect();
        let mut turned_away = String::new();
        TcpStream::connect(address).unwrap().read_to_string(&mut turned_away).unwrap();
        assert!(turned_away.starts_with("HTTP/1.1 503"), "{turned_away}");
        drop(idle);
        let answered = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            let mut stream = TcpStream::connect(address).unwrap();
            let mut answer = String::new();
            // A connection that is turned away may be closed before it has asked.
            let _ = write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            let _ = stream.read_to_string(&mut answer);
            answer.starts_with("HTTP/1.1 200")
        });
        assert!(answered);
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let (address, published) = serve_a_page();
        published.publish(page("one"));
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:9000", "[::1]", "[::1]:8080"] {
            assert!(ask_host(address, "GET /", host).starts_with("HTTP/1.1 200"), "{host}");
        }
        for host in ["example.org", "localhost.example.org", "127.0.0.1.example.org:8080", "evil:80:80", "", "[::1"] {
            for path in ["/", "/__reload", "/__reload.js"] {
                let answer = ask_host(address, &format!("GET {path}"), host);
                assert!(answer.starts_with("HTTP/1.1 403"), "{host} {path}: {answer}");
                assert!(
                    answer.contains(&format!("Host: got {host}; allowed is localhost, 127.0.0.1, [::1].")),
                    "{answer}"
                );
            }
        }
        let twice = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n";
        assert!(send(address, twice).starts_with("HTTP/1.1 403"));
        assert!(send(address, "GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 403"));
    }

    #[test]
    fn a_request_has_a_most_of_headers_and_is_one_of_http() {
        let (address, _published) = serve_a_page();
        let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(17_000));
        assert!(send(address, &long).starts_with("HTTP/1.1 431"));
        let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: x\r\n".repeat(100));
        assert!(send(address, &many).starts_with("HTTP/1.1 431"));
        assert!(send(address, "\x16\x03\x01\r\n\r\n").starts_with("HTTP/1.1 400"));
    }
}
