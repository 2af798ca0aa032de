//! JSON Schema, as far as the schemas of `www` use it.

use serde_json::Value;

/// As much of JSON Schema as the schemas of lessons and challenges use; a word that is not known here fails the test.
pub fn complaint(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = match schema {
        Value::Bool(true) => return Ok(()),
        Value::Bool(false) => return Err(format!("{at} must not be there")),
        Value::Object(schema) => schema,
        _ => panic!("{at}: a schema is an object"),
    };
    let says = |holds: bool, what: &str| if holds { Ok(()) } else { Err(format!("{at}: {value} is not {what}")) };
    for (word, rule) in schema {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let target =
                    root.pointer(rule.as_str().unwrap().trim_start_matches('#')).expect("the schema refers to itself");
                complaint(root, target, value, at)?;
            }
            "const" => says(value == rule, &rule.to_string())?,
            "enum" => says(rule.as_array().unwrap().contains(value), &rule.to_string())?,
            "type" => {
                let is = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
                    "number" => value.is_number(),
                    other => panic!("{other}"),
                };
                says(is, &rule.to_string())?;
            }
            "minimum" => says(value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()), "large enough")?,
            "maximum" => says(value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()), "small enough")?,
            "minLength" => {
                says(value.as_str().is_none_or(|text| text.len() as u64 >= rule.as_u64().unwrap()), "long enough")?
            }
            "maxLength" => {
                says(value.as_str().is_none_or(|text| text.len() as u64 <= rule.as_u64().unwrap()), "short enough")?
            }
            "minItems" => {
                says(value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()), "enough")?
            }
            "maxItems" => {
                says(value.as_array().is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()), "few enough")?
            }
            "minProperties" => {
                says(value.as_object().is_none_or(|map| map.len() as u64 >= rule.as_u64().unwrap()), "enough")?
            }
            "required" => {
                for field in rule.as_array().unwrap() {
                    says(value.get(field.as_str().unwrap()).is_some(), &format!("with {field}"))?;
                }
            }
            "properties" => {
                for (name, of_field) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        complaint(root, of_field, inner, &format!("{at}.{name}"))?;
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (name, inner) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        complaint(root, rule, inner, &format!("{at}.{name}"))?;
                    }
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    complaint(root, rule, item, &format!("{at}[{index}]"))?;
                }
            }
            "allOf" => rule.as_array().unwrap().iter().try_for_each(|each| complaint(root, each, value, at))?,
            "oneOf" => {
                let each: Vec<_> =
                    rule.as_array().unwrap().iter().map(|each| complaint(root, each, value, at)).collect();
                let fits = each.iter().filter(|each| each.is_ok()).count();
                says(fits == 1, &format!("one of {} ({fits} fit)", each.len()))?;
            }
            other => panic!("{at}: the test does not know {other}"),
        }
    }
    Ok(())
}
