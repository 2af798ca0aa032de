//! The development server: the latest good build, from memory, to this machine only.
//!
//! Only what is in the [`Site`] can be had: a path is looked up in a map and never meets the disk.

use std::io::{Cursor, Write};
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::site::Site;

/// The stream of server-sent events on which an open page hears of new builds.
const EVENTS: &str = "__reload";
/// The script that listens to it. A file of its own: a content security policy may forbid inline scripts.
const SCRIPT: &str = "__reload.js";
/// Reloads when the build is no longer the one that the page came from, even if the server was restarted between.
const SCRIPT_TEXT: &str = "\
const build = new URL(document.currentScript.src).searchParams.get('build');
new EventSource('/__reload').onmessage = (event) => { if (event.data !== build) location.reload(); };
";
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
pub fn serve(listener: TcpListener, published: Arc<Published>) -> Result<()> {
    let server = Server::from_listener(listener, None).map_err(|error| anyhow!("the server did not start: {error}"))?;
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            if target_path(request.url()).as_deref() == Some(EVENTS) {
                let published = Arc::clone(&published);
                std::thread::spawn(move || announce_builds(request, &published));
                continue;
            }
            let response = answer(request.method(), request.url(), &published.latest());
            // The browser may have gone away; that is its business.
            let _ = request.respond(response);
        }
    });
    Ok(())
}

/// Writes the name of the current build and of each later one, until the page is closed.
fn announce_builds(request: Request, published: &Published) {
    let mut page = request.into_writer();
    let mut message =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
            .to_owned();
    let mut build = published.latest();
    loop {
        message.push_str(&format!("data: {}\n\n", build.name));
        if page.write_all(message.as_bytes()).and_then(|()| page.flush()).is_err() {
            return;
        }
        message.clear();
        build = published.next(&build.name);
    }
}

type Answer = Response<Cursor<Vec<u8>>>;

fn answer(method: &Method, url: &str, build: &Build) -> Answer {
    if !matches!(method, Method::Get | Method::Head) {
        return text(405, "Only GET and HEAD are answered here.\n").with_header(header("Allow", "GET, HEAD"));
    }
    let Some(path) = target_path(url) else {
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

fn respond(status: u16, path: &str, bytes: Vec<u8>) -> Answer {
    Response::from_data(bytes)
        // With its length known, a cut-off answer shows, and so does the size to HEAD.
        .with_chunked_threshold(usize::MAX)
        .with_status_code(StatusCode(status))
        .with_header(header("Content-Type", content_type(path)))
        .with_header(header("Cache-Control", "no-store"))
}

fn header(name: &'static str, value: &'static str) -> Header {
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("{name}: {value} is plain ASCII"))
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
    use std::io::{BufRead, BufReader, Read};
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
        serve(listener, Arc::clone(&published)).unwrap();
        (address, published)
    }

    fn page(text: &str) -> Site {
        let mut site = Site::default();
        site.add("index.html".to_owned(), format!("<head></head><p>{text}").into_bytes()).unwrap();
        site
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
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
        write!(stream, "GET /__reload HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut names = BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data: "));
        let first = names.next().unwrap();
        std::thread::sleep(Duration::from_millis(5));
        published.publish(page("two"));
        assert_ne!(names.next().unwrap(), first);
    }
}
