//! Modules put into one: there is no second file to import from.
//!
//! Not a bundler for any JavaScript: it knows the forms that the files of `www/` and the generated module use, and says so
//! when it meets another one.

use anyhow::{Context, Result, bail};

/// A module that others import from: its path, and its text.
pub type Module<'a> = (&'a str, &'a str);

/// One script of these modules, in an order in which each comes after what it imports; the last one starts.
pub fn bundle(modules: &[Module<'_>]) -> Result<String> {
    let Some(((_, entry), imported)) = modules.split_last() else { bail!("there is no module to begin with") };
    let mut script = String::new();
    for (path, text) in imported {
        let Converted { body, exports } = convert(text).with_context(|| format!("in {path}"))?;
        let names = exports.join(", ");
        script.push_str(&format!("const {} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();\n", name_of(path)));
    }
    script.push_str(&convert(entry)?.body);
    Ok(script)
}

/// The paths that a module imports from, relative to it.
pub fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| import_of(line).ok().flatten()).map(|(_, path)| path)
}

struct Converted {
    body: String,
    exports: Vec<String>,
}

fn convert(text: &str) -> Result<Converted> {
    let (mut body, mut exports) = (String::new(), Vec::new());
    for line in text.lines() {
        if let Some((names, path)) = import_of(line)? {
            body.push_str(&format!("const {names} = {};\n", name_of(path)));
            continue;
        }
        if let Some(list) = line.strip_prefix("export { ").and_then(|rest| rest.strip_suffix(" };")) {
            exports.extend(list.split(", ").map(as_property));
            continue;
        }
        let kept = match line.strip_prefix("export ") {
            Some(declared) => {
                exports.push(declared_name(declared).with_context(|| format!("cannot bundle: {line}"))?);
                declared
            }
            None => line,
        };
        body.push_str(kept);
        body.push('\n');
    }
    Ok(Converted { body, exports })
}

/// Of `import one, { two, three as four } from "./module.js";`, or `import * as all from "./module.js"`, what is taken, as a
/// pattern, and from where.
fn import_of(line: &str) -> Result<Option<(String, &str)>> {
    let Some(rest) = line.strip_prefix("import ") else { return Ok(None) };
    let parts = rest.trim_end_matches(';').strip_suffix('"').and_then(|rest| rest.split_once(" from \"./"));
    let Some((names, path)) = parts else { bail!("cannot bundle: {line}") };
    if let Some(name) = names.strip_prefix("* as ") {
        return Ok(Some((name.to_owned(), path)));
    }
    let (default, listed) = match names.split_once('{') {
        Some((default, listed)) => (default.trim_end_matches([' ', ',']), listed.trim_end_matches([' ', '}'])),
        None => (names, ""),
    };
    let default = Some(format!("default: {default}")).filter(|text| text != "default: ");
    let listed =
        listed.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| name.replace(" as ", ": "));
    let listed = default.into_iter().chain(listed).collect::<Vec<_>>().join(", ");
    Ok(Some((format!("{{ {listed} }}"), path)))
}

/// `local as exported` as a property of an object.
fn as_property(name: &str) -> String {
    match name.split_once(" as ") {
        Some((local, exported)) => format!("{exported}: {local}"),
        None => name.to_owned(),
    }
}

fn declared_name(declared: &str) -> Option<String> {
    let mut words = declared.split([' ', '(', '{', '=']).filter(|word| !word.is_empty() && *word != "async");
    let kind = words.next()?;
    let name = words.next()?;
    ["function", "class", "const"].contains(&kind).then(|| name.to_owned())
}

/// The constant that holds what a module exports.
fn name_of(path: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    format!("module_{}", path.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_is_handed_on() {
        let one = "export function walk(key) {\n  return key;\n}\nconst start = 1;\nexport { start as default };";
        let two = "import begin, { walk, put as write } from \"./one.js\";\nawait begin(walk);";
        let script = bundle(&[("one.js", one), ("two.js", two)]).unwrap();
        assert_eq!(
            script,
            "const module_one_js = (() => {\nfunction walk(key) {\n  return key;\n}\nconst start = 1;\n\n\
             return { walk, default: start };\n})();\n\
             const { default: begin, walk, put: write } = module_one_js;\nawait begin(walk);\n"
        );
        assert_eq!(imports(two).collect::<Vec<_>>(), ["one.js"]);
    }

    #[test]
    fn an_unknown_form_is_named() {
        for line in ["import \"./one.js\";", "import * as one from \"https://example.com/one.js\";"] {
            assert!(bundle(&[("two.js", line)]).unwrap_err().to_string().contains("cannot bundle"), "{line}");
        }
        let message = format!("{:#}", bundle(&[("one.js", "export default 7;"), ("two.js", "")]).unwrap_err());
        assert!(message.contains("one.js") && message.contains("export default 7;"), "{message}");
    }
}
