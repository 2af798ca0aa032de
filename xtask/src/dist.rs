//! `cargo xtask dist`: the deployable static site, and what it weighs.

use anyhow::Result;

use crate::setup_wasm_target;
use crate::site::Site;
use crate::sizes;
use crate::wasm_build::Profile;
use crate::workspace::Workspace;

/// Builds the release site into `dist/` and prints its sizes.
pub fn dist(workspace: &Workspace) -> Result<()> {
    let target = setup_wasm_target::ensure(workspace)?;
    let site = Site::build(workspace, &target, Profile::Release)?;
    site.write(&workspace.dist())?;
    println!("\n{}", sizes::table(&site));
    println!("Written to {}", workspace.dist().display());
    Ok(())
}
