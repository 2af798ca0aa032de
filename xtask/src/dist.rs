//! `cargo xtask dist`: the deployable static site with the npm package in it, and what it weighs.

use anyhow::Result;

use crate::builds;
use crate::first_view;
use crate::npm_package;
use crate::offline;
use crate::one_file;
use crate::setup_wasm_target;
use crate::site::Site;
use crate::sizes;
use crate::wasm_build::{self, Profile};
use crate::workspace::Workspace;

/// Builds the release site into `dist/` and prints its sizes.
pub fn dist(workspace: &Workspace) -> Result<()> {
    let target = setup_wasm_target::ensure(workspace)?;
    // Each module is compiled as one unit, so on one processor, most of the time.
    let (site, engine) = std::thread::scope(|scope| {
        let engine = scope.spawn(|| wasm_build::build(workspace, &target, Profile::Engine));
        let site = Site::build(workspace, &target, Profile::Release);
        (site, engine.join().expect("a build does not panic"))
    });
    let mut site = site?;
    first_view::draw(workspace, &mut site)?;
    complete(&mut site)?;
    npm_package::add(workspace, &engine?, &mut site)?;
    site.write(&workspace.dist())?;
    println!("\n{}", sizes::table(&site));
    println!("Written to {}", workspace.dist().display());
    Ok(())
}

/// Adds what is made of the whole site, and only for those who are handed it.
fn complete(site: &mut Site) -> Result<()> {
    let one_file = one_file::one_file(site)?;
    site.add(one_file::ONE_FILE.to_owned(), one_file)?;
    let build = builds::mark(site)?;
    offline::make_available(site, &build)
}
