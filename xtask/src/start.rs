//! `cargo xtask start`: builds, serves, watches, rebuilds, reloads.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::serve::{self, Published};
use crate::setup_wasm_target;
use crate::site::Site;
use crate::wasm_build::Profile;
use crate::watch::{self, Snapshot};
use crate::workspace::Workspace;

/// Serves the page until the process is ended.
pub fn start(workspace: &Workspace, port: u16, profile: Profile) -> Result<()> {
    // A taken port is known before the build, but nobody is let in until there is a page.
    drop(listen(port)?);
    let target = setup_wasm_target::ensure(workspace)?;
    let sources = ["src", "www", "index.html", "Cargo.toml", "Cargo.lock"].map(|name| workspace.root.join(name));
    let build = || Site::build(workspace, &target, profile);

    let mut seen = Snapshot::take(&sources);
    let published = Arc::new(Published::default());
    rebuild(&published, build);
    let listener = listen(port)?;
    println!("\nRingside is at http://{}  (rebuilt on change; Ctrl-C ends it)", listener.local_addr()?);
    serve::serve(listener, Arc::clone(&published));
    loop {
        seen = wait(&sources, &seen);
        rebuild(&published, build);
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} is in use, perhaps by another `cargo xtask start`; end that, or choose another port: \
             cargo xtask start --port {}",
            if port == u16::MAX { port - 1 } else { port + 1 }
        ),
        Err(error) => Err(error).with_context(|| format!("127.0.0.1:{port} could not be opened; try another --port")),
    }
}

fn wait(sources: &[PathBuf], seen: &Snapshot) -> Snapshot {
    let now = watch::wait_for_change(sources, seen);
    println!("\nA source changed; building.");
    now
}

/// Publishes a new build, or keeps the last good one: a mistake while typing must not take the page away.
fn rebuild(published: &Published, build: impl Fn() -> Result<Site>) {
    let began = Instant::now();
    match build() {
        Ok(site) => {
            published.publish(site);
            println!("Built in {:.1} s.", began.elapsed().as_secs_f64());
        }
        Err(error) => {
            eprintln!("error: {error:#}\nWaiting for a change; the last good build, if there is one, stays up.")
        }
    }
}
