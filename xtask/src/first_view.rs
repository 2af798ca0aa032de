//! The page as it opens, in `index.html`: the ring is on the screen before the module has come.

use anyhow::{Result, bail};

use crate::process;
use crate::site::Site;
use crate::workspace::Workspace;

const PAGE: &str = "index.html";
const PLACE: &str = "<!-- The build puts the page here as it opens. -->";

/// Draws the first view as the page itself does, once for large windows and once for phones, and puts both into the page; the
/// styles show one of them.
pub fn draw(workspace: &Workspace, site: &mut Site) -> Result<()> {
    let (wide, narrow) = (drawn(workspace, false)?, drawn(workspace, true)?);
    let page = String::from_utf8_lossy(site.get(PAGE).unwrap_or_default()).into_owned();
    let page = with_views(&page, &wide, &narrow)?;
    site.replace(PAGE, page.into_bytes());
    Ok(())
}

/// What the example prints. It is compiled as the documentation tests are, which need most of it anyway.
fn drawn(workspace: &Workspace, narrow: bool) -> Result<String> {
    let mut command = workspace.cargo("run");
    command.args(["--quiet", "--package", "ringside", "--example", "first_view"]);
    if narrow {
        command.args(["--", "narrow"]);
    }
    Ok(process::read_aloud(&mut command)?.trim().to_owned())
}

fn with_views(page: &str, wide: &str, narrow: &str) -> Result<String> {
    let views: String = [("wide", wide), ("narrow", narrow)]
        .map(|(window, view)| format!("<div class=\"first-view {window}\">{view}</div>"))
        .concat();
    let Some((before, after)) = page.split_once(PLACE) else { bail!("{PAGE} has no line {PLACE}") };
    Ok(format!("{before}{views}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_views_take_the_place_of_the_comment() {
        let page = with_views(&format!("<body>{PLACE}<p></p></body>"), "ring", "small ring").unwrap();
        assert_eq!(
            page,
            "<body><div class=\"first-view wide\">ring</div><div class=\"first-view narrow\">small ring</div><p></p></body>"
        );
        assert!(with_views("<body></body>", "", "").is_err());
    }
}
