//! Has a browser fetch at once what it would find out about one file after the other: the scripts, and the module.

use anyhow::Result;

use crate::site::Site;
use crate::sizes::first_load;

/// Names in the page what its first load consists of.
pub fn fetch_early(site: &mut Site) -> Result<()> {
    let page = String::from_utf8_lossy(site.get("index.html").unwrap_or_default());
    let links: String = first_load(site).into_iter().filter(|path| !page.contains(path)).filter_map(link).collect();
    site.add_to_head(&links)
}

fn link(path: &str) -> Option<String> {
    let how = match path.rsplit_once('.')?.1 {
        "js" => "rel=\"modulepreload\"",
        // In the way in which the script asks for it, so that it is fetched once.
        "wasm" => "rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin",
        _ => return None,
    };
    Some(format!("  <link {how} href=\"./{path}\" />\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_wasm_are_named_once() {
        let mut site = Site::default();
        for (path, text) in [
            ("index.html", "<head>\n  <script type=\"module\" src=\"./start.js\"></script>\n  </head>"),
            ("start.js", "import init from \"./ringside.js\";"),
            ("ringside.js", ""),
            ("ringside_bg.wasm", ""),
            ("other.js", ""),
        ] {
            site.add(path.to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        fetch_early(&mut site).unwrap();
        let page = String::from_utf8_lossy(site.get("index.html").unwrap()).into_owned();
        assert!(page.contains("<link rel=\"modulepreload\" href=\"./ringside.js\" />\n"), "{page}");
        assert_eq!(page.matches("ringside_bg.wasm\"").count(), 1);
        assert_eq!((page.matches("start.js").count(), page.matches("other.js").count()), (1, 0));
    }
}
