//! Parts the page at the function that names what comes later: `ringside-parting PAGE FOLDER LINK` writes `first.wasm` and
//! `later.wasm` into the folder. `LINK` is the script that the first part imports the way to the second from.
//!
//! A program of its own, because only what is released is parted, and `cargo xtask start` need not wait until it is compiled.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [page, folder, link] = arguments.as_slice() else { bail!("usage: ringside-parting PAGE FOLDER LINK") };
    part(Path::new(page), Path::new(folder), link)
}

fn part(page: &Path, folder: &Path, link: &str) -> Result<()> {
    let input = fs::read(page).with_context(|| format!("{} could not be read", page.display()))?;
    let first = folder.join("first.wasm");
    let mut options = Options::new(&input);
    (options.output_dir, options.main_out_path, options.link_name) = (folder, &first, link);
    let parts = transform(options).map_err(|problem| anyhow!("the page could not be parted: {problem:?}"))?;
    let [later] = parts.split_modules.as_slice() else {
        bail!("the page has {} later parts, where one is expected", parts.split_modules.len())
    };
    // As it is, the second part has names, and room in it for what a linker would fill in.
    let mut module =
        ModuleConfig::new().generate_name_section(false).generate_producers_section(false).parse_file(later)?;
    module.emit_wasm_file(folder.join("later.wasm"))
}
