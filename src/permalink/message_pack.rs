//! JSON values in MessagePack, as much of it as a link needs.
//!
//! By hand, because a general library is compiled anew for each type it reads and writes: that was 5 kB of the page after gzip.

use serde_json::{Map, Number, Value};

/// Lists and objects in each other that a link may have; a scenario has six.
const MAX_DEPTH: usize = 64;

/// Appends a value, each part in its shortest form.
pub fn write(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Null => bytes.push(0xc0),
        Value::Bool(flag) => bytes.push(0xc2 | u8::from(*flag)),
        Value::Number(number) => write_number(number, bytes),
        Value::String(text) => write_text(text, bytes),
        Value::Array(values) => {
            write_length(values.len(), 0x90, 16, 0xdc, bytes);
            values.iter().for_each(|value| write(value, bytes));
        }
        Value::Object(fields) => {
            write_length(fields.len(), 0x80, 16, 0xde, bytes);
            for (name, value) in fields {
                write_text(name, bytes);
                write(value, bytes);
            }
        }
    }
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    match u8::try_from(text.len()) {
        Ok(length) if length >= 32 => bytes.extend([0xd9, length]),
        _ => write_length(text.len(), 0xa0, 32, 0xda, bytes),
    }
    bytes.extend_from_slice(text.as_bytes());
}

/// A length that fits into the marker, or follows it in 2 bytes, or follows the next marker in 4.
fn write_length(length: usize, short: u8, short_below: usize, long: u8, bytes: &mut Vec<u8>) {
    if length < short_below {
        bytes.push(short | length as u8);
    } else if let Ok(length) = u16::try_from(length) {
        bytes.push(long);
        bytes.extend(length.to_be_bytes());
    } else {
        bytes.push(long + 1);
        bytes.extend((length as u32).to_be_bytes());
    }
}

fn write_number(number: &Number, bytes: &mut Vec<u8>) {
    if let Some(whole) = number.as_u64() {
        let width = if whole < 0x80 { return bytes.push(whole as u8) } else { width_of(whole) };
        bytes.push(0xcc | width.trailing_zeros() as u8);
        bytes.extend_from_slice(&whole.to_be_bytes()[8 - width..]);
    } else if let Some(below_zero) = number.as_i64() {
        let width = if below_zero >= -32 { return bytes.push(below_zero as u8) } else { width_of_signed(below_zero) };
        bytes.push(0xd0 | width.trailing_zeros() as u8);
        bytes.extend_from_slice(&below_zero.to_be_bytes()[8 - width..]);
    } else {
        bytes.push(0xcb);
        bytes.extend(number.as_f64().unwrap_or_default().to_be_bytes());
    }
}

/// 1, 2, 4 or 8 bytes.
fn width_of(whole: u64) -> usize {
    (8 - whole.leading_zeros() as usize / 8).next_power_of_two()
}

fn width_of_signed(below_zero: i64) -> usize {
    width_of((!below_zero as u64) << 1)
}

/// The value at the start of `bytes`, which are moved behind it; `None` when they are no such value.
pub fn read(bytes: &mut &[u8]) -> Option<Value> {
    read_at_depth(bytes, 0)
}

fn read_at_depth(bytes: &mut &[u8], depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    let marker = take(bytes, 1)?[0];
    Some(match marker {
        0x00..0x80 => marker.into(),
        0x80..0x90 => read_object(bytes, u64::from(marker & 0x0f), depth)?,
        0x90..0xa0 => read_list(bytes, u64::from(marker & 0x0f), depth)?,
        0xa0..0xc0 => read_text(bytes, u64::from(marker & 0x1f))?,
        0xc0 => Value::Null,
        0xc2 | 0xc3 => (marker == 0xc3).into(),
        0xca => f32::from_bits(read_whole(bytes, 4)? as u32).into(),
        0xcb => f64::from_bits(read_whole(bytes, 8)?).into(),
        0xcc..=0xcf => read_whole(bytes, 1 << (marker - 0xcc))?.into(),
        0xd0..=0xd3 => {
            let width = 1 << (marker - 0xd0);
            let unused_bits = 64 - 8 * width as u32;
            ((read_whole(bytes, width)? << unused_bits) as i64 >> unused_bits).into()
        }
        0xd9..=0xdb => {
            let length = read_whole(bytes, 1 << (marker - 0xd9))?;
            read_text(bytes, length)?
        }
        0xdc | 0xdd => {
            let length = read_whole(bytes, 2 << (marker - 0xdc))?;
            read_list(bytes, length, depth)?
        }
        0xde | 0xdf => {
            let length = read_whole(bytes, 2 << (marker - 0xde))?;
            read_object(bytes, length, depth)?
        }
        0xe0..=0xff => (marker as i8).into(),
        // Bytes and extensions, which JSON has not.
        _ => return None,
    })
}

fn read_list(bytes: &mut &[u8], length: u64, depth: usize) -> Option<Value> {
    // Nothing is reserved: a damaged length would ask for more than there is.
    let mut values = Vec::new();
    for _ in 0..length {
        values.push(read_at_depth(bytes, depth + 1)?);
    }
    Some(Value::Array(values))
}

fn read_object(bytes: &mut &[u8], length: u64, depth: usize) -> Option<Value> {
    let mut fields = Map::new();
    for _ in 0..length {
        let Value::String(name) = read_at_depth(bytes, depth + 1)? else { return None };
        fields.insert(name, read_at_depth(bytes, depth + 1)?);
    }
    Some(Value::Object(fields))
}

fn read_text(bytes: &mut &[u8], length: u64) -> Option<Value> {
    let text = take(bytes, usize::try_from(length).ok()?)?;
    Some(Value::String(str::from_utf8(text).ok()?.to_owned()))
}

/// A whole number of so many bytes, the highest first.
fn read_whole(bytes: &mut &[u8], width: usize) -> Option<u64> {
    Some(take(bytes, width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    bytes.split_off(..length)
}
