//! The methods that `bytes` and `bytearray` share: both work on octets and give results of their own kind.

use crate::builtins::bytearray::PyByteArray;
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::builtins::text::subscript::search_bound;
use crate::builtins::text::{self, Ends, Octets, search};
use crate::builtins::tuple::PyTuple;
use crate::builtins::{buffer, codecs, int};
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value, class_ref, shape};
use crate::vm::Vm;

/// Calls `look` with the octets of a bytes or bytearray object. No Python code may run in it.
#[inline]
pub fn with<R>(vm: &Vm, this: &Value, look: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
    if let Some(bytes) = this.downcast::<PyBytes>() {
        return Ok(look(bytes.as_bytes()));
    }
    match this.downcast::<PyByteArray>() {
        Some(array) => Ok(look(&array.data.borrow())),
        None => {
            let name = class_ref(this).name();
            Err(vm.type_error(format!("descriptor requires a 'bytes' object but received a '{name}'")))
        }
    }
}

/// A result of the same kind as `this`.
pub fn make(vm: &Vm, this: &Value, bytes: &[u8]) -> Value {
    if this.downcast::<PyBytes>().is_some() { vm.bytes(bytes) } else { PyByteArray::new(bytes.to_vec()).into_value() }
}

/// `this` itself if it is exactly bytes, else a copy.
fn unchanged(vm: &Vm, this: &Value) -> PyResult<Value> {
    if this.downcast_exact::<PyBytes>().is_some() {
        return Ok(this.clone());
    }
    with(vm, this, <[u8]>::to_vec).map(|bytes| make(vm, this, &bytes))
}

/// The result of a function from octets to octets.
fn mapped(vm: &Vm, this: &Value, map: impl FnOnce(&[u8]) -> Vec<u8>) -> PyResult<Value> {
    with(vm, this, map).map(|bytes| make(vm, this, &bytes))
}

/// The content of a bytes-like argument.
pub fn argument(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = value.downcast_exact::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    Ok(vm.buffer_of(value)?.to_vec())
}

/// What `find`, `count` and `in` look for: a bytes-like object or one octet.
fn needle(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if int::is_int(value) || class_ref(value).slots().index.is_some() {
        return Ok(vec![buffer::to_byte(vm, value, "byte must be in range(0, 256)")?]);
    }
    buffer::copied(vm, value)?.ok_or_else(|| {
        vm.type_error(format!("argument should be integer or bytes-like object, not '{}'", class_ref(value).name()))
    })
}

pub fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let part = if int::is_int(item) || class_ref(item).slots().index.is_some() {
        vec![buffer::to_byte(vm, item, "byte must be in range(0, 256)")?]
    } else {
        argument(vm, item)?
    };
    with(vm, this, |bytes| search::find(bytes, &part).is_some())
}

type Finder = fn(&[u8], &[u8]) -> Option<usize>;

fn locate(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value, finder: Finder) -> PyResult<Option<usize>> {
    let part = needle(vm, part)?;
    let (start, end) = (search_bound(vm, Some(start), 0)?, search_bound(vm, Some(end), isize::MAX)?);
    with(vm, this, |bytes| {
        let range = search::bounds(bytes.len(), start, end)?;
        finder(&bytes[range.clone()], &part).map(|found| range.start + found)
    })
}

pub fn find(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value) -> PyResult<i64> {
    Ok(locate(vm, this, part, start, end, search::find)?.map_or(-1, |index| index as i64))
}

pub fn rfind(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value) -> PyResult<i64> {
    Ok(locate(vm, this, part, start, end, search::rfind)?.map_or(-1, |index| index as i64))
}

pub fn index(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value) -> PyResult<usize> {
    locate(vm, this, part, start, end, search::find)?.ok_or_else(|| vm.value_error("subsection not found"))
}

pub fn rindex(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value) -> PyResult<usize> {
    locate(vm, this, part, start, end, search::rfind)?.ok_or_else(|| vm.value_error("subsection not found"))
}

pub fn count(vm: &Vm, this: &Value, part: &Value, start: &Value, end: &Value) -> PyResult<usize> {
    let part = needle(vm, part)?;
    let (start, end) = (search_bound(vm, Some(start), 0)?, search_bound(vm, Some(end), isize::MAX)?);
    with(vm, this, |bytes| {
        search::bounds(bytes.len(), start, end).map_or(0, |range| search::count::<Octets>(&bytes[range], &part))
    })
}

pub fn replace(vm: &Vm, this: &Value, old: &Value, new: &Value, count: isize) -> PyResult<Value> {
    let (old, new) = (argument(vm, old)?, argument(vm, new)?);
    let most = if count < 0 { usize::MAX } else { count as usize };
    match with(vm, this, |bytes| search::replace::<Octets>(bytes, &old, &new, most))? {
        Some(replaced) => Ok(make(vm, this, &replaced)),
        None => unchanged(vm, this),
    }
}

fn matches_any(
    vm: &Vm,
    this: &Value,
    wanted: &Value,
    (start, end): (&Value, &Value),
    name: &str,
    test: fn(&[u8], &[u8]) -> bool,
) -> PyResult<bool> {
    let (start, end) = (search_bound(vm, Some(start), 0)?, search_bound(vm, Some(end), isize::MAX)?);
    let check = |one: &[u8]| {
        with(vm, this, |bytes| search::bounds(bytes.len(), start, end).is_some_and(|range| test(&bytes[range], one)))
    };
    if let Some(several) = wanted.downcast::<PyTuple>() {
        for one in several.items() {
            if check(&argument(vm, one)?)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match buffer::copied(vm, wanted)? {
        Some(one) => check(&one),
        None => {
            let class = class_ref(wanted).name();
            Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {class}")))
        }
    }
}

pub fn startswith(vm: &Vm, this: &Value, prefix: &Value, start: &Value, end: &Value) -> PyResult<bool> {
    matches_any(vm, this, prefix, (start, end), "startswith", |bytes, prefix| bytes.starts_with(prefix))
}

pub fn endswith(vm: &Vm, this: &Value, suffix: &Value, start: &Value, end: &Value) -> PyResult<bool> {
    matches_any(vm, this, suffix, (start, end), "endswith", |bytes, suffix| bytes.ends_with(suffix))
}

pub fn removeprefix(vm: &Vm, this: &Value, prefix: &Value) -> PyResult<Value> {
    let prefix = argument(vm, prefix)?;
    mapped(vm, this, |bytes| bytes.strip_prefix(prefix.as_slice()).unwrap_or(bytes).to_vec())
}

pub fn removesuffix(vm: &Vm, this: &Value, suffix: &Value) -> PyResult<Value> {
    let suffix = argument(vm, suffix)?;
    mapped(vm, this, |bytes| bytes.strip_suffix(suffix.as_slice()).unwrap_or(bytes).to_vec())
}

fn stripped(vm: &Vm, this: &Value, chars: &Value, ends: Ends) -> PyResult<Value> {
    if chars.is_none() {
        return mapped(vm, this, |bytes| text::strip_blanks::<Octets>(bytes, ends).to_vec());
    }
    let chars = argument(vm, chars)?;
    mapped(vm, this, |bytes| text::strip_where::<Octets>(bytes, ends, |unit| chars.contains(&unit[0])).to_vec())
}

pub fn strip(vm: &Vm, this: &Value, chars: &Value) -> PyResult<Value> {
    stripped(vm, this, chars, Ends::Both)
}

pub fn lstrip(vm: &Vm, this: &Value, chars: &Value) -> PyResult<Value> {
    stripped(vm, this, chars, Ends::Left)
}

pub fn rstrip(vm: &Vm, this: &Value, chars: &Value) -> PyResult<Value> {
    stripped(vm, this, chars, Ends::Right)
}

fn padded(vm: &Vm, this: &Value, width: isize, fill: &Value, ends: Ends, name: &str) -> PyResult<Value> {
    let Some(fill_bytes) = buffer::text_bytes(fill) else {
        let class = class_ref(fill).name();
        return Err(vm.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {class}")));
    };
    if fill_bytes.len() != 1 {
        let kind = if buffer::is_bytearray(fill) { "bytearray" } else { "bytes" };
        let length = fill_bytes.len();
        return Err(vm.type_error(format!(
            "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {length}"
        )));
    }
    if width > isize::MAX / 4 {
        return Err(vm.memory_error(""));
    }
    mapped(vm, this, |bytes| {
        let (left, right) = text::padding(bytes.len(), width.max(0) as usize, ends);
        text::pad(bytes, &fill_bytes, left, right)
    })
}

pub fn center(vm: &Vm, this: &Value, width: isize, fill: &Value) -> PyResult<Value> {
    padded(vm, this, width, fill, Ends::Both, "center")
}

pub fn ljust(vm: &Vm, this: &Value, width: isize, fill: &Value) -> PyResult<Value> {
    padded(vm, this, width, fill, Ends::Right, "ljust")
}

pub fn rjust(vm: &Vm, this: &Value, width: isize, fill: &Value) -> PyResult<Value> {
    padded(vm, this, width, fill, Ends::Left, "rjust")
}

pub fn zfill(vm: &Vm, this: &Value, width: isize) -> PyResult<Value> {
    mapped(vm, this, |bytes| text::zero_fill::<Octets>(bytes, width.max(0) as usize))
}

pub fn expandtabs(vm: &Vm, this: &Value, tabsize: i32) -> PyResult<Value> {
    mapped(vm, this, |bytes| text::expand_tabs::<Octets>(bytes, tabsize.max(0) as usize))
}

// ---- case and properties

pub fn upper(vm: &Vm, this: &Value) -> PyResult<Value> {
    mapped(vm, this, <[u8]>::to_ascii_uppercase)
}

pub fn lower(vm: &Vm, this: &Value) -> PyResult<Value> {
    mapped(vm, this, <[u8]>::to_ascii_lowercase)
}

pub fn swapcase(vm: &Vm, this: &Value) -> PyResult<Value> {
    mapped(vm, this, |bytes| {
        bytes.iter().map(|byte| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte }).collect()
    })
}

pub fn capitalize(vm: &Vm, this: &Value) -> PyResult<Value> {
    mapped(vm, this, |bytes| {
        let mut bytes = bytes.to_ascii_lowercase();
        if let Some(first) = bytes.first_mut() {
            first.make_ascii_uppercase();
        }
        bytes
    })
}

pub fn title(vm: &Vm, this: &Value) -> PyResult<Value> {
    mapped(vm, this, |bytes| {
        let mut within = false;
        let mut each = |byte: &u8| {
            let cased = if within { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
            within = byte.is_ascii_alphabetic();
            cased
        };
        bytes.iter().map(&mut each).collect()
    })
}

macro_rules! all_octets {
    ($($name:ident $property:expr;)*) => {
        $(pub fn $name(vm: &Vm, this: &Value) -> PyResult<bool> {
            with(vm, this, |bytes| !bytes.is_empty() && bytes.iter().all($property))
        })*
    };
}
all_octets! {
    isalnum u8::is_ascii_alphanumeric;
    isalpha u8::is_ascii_alphabetic;
    isdigit u8::is_ascii_digit;
    isspace |byte| matches!(byte, b' ' | b'\t'..=b'\r');
}

pub fn isascii(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, <[u8]>::is_ascii)
}

pub fn islower(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, |bytes| bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase))
}

pub fn isupper(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, |bytes| bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase))
}

pub fn istitle(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, |bytes| {
        let (mut within, mut any) = (false, false);
        for byte in bytes {
            if byte.is_ascii_alphabetic() {
                if byte.is_ascii_uppercase() == within {
                    return false;
                }
                any = true;
            }
            within = byte.is_ascii_alphabetic();
        }
        any
    })
}

// ---- other forms

pub fn decode(vm: &Vm, this: &Value, encoding: &Ref<PyStr>, errors: &Ref<PyStr>) -> PyResult<Ref<PyStr>> {
    let bytes = with(vm, this, <[u8]>::to_vec)?;
    codecs::decode_object(vm, this, &bytes, Some(encoding), Some(errors))
}

pub fn hex(vm: &Vm, this: &Value, sep: Option<&Value>, bytes_per_sep: i32) -> PyResult<Value> {
    let bytes = with(vm, this, <[u8]>::to_vec)?;
    hex_of(vm, &bytes, sep, bytes_per_sep)
}

/// Hexadecimal digits, with a separator after every few bytes, counted from the right (from the left if negative).
pub fn hex_of(vm: &Vm, bytes: &[u8], sep: Option<&Value>, bytes_per_sep: i32) -> PyResult<Value> {
    let separator = match sep {
        None => None,
        Some(sep) => Some(hex_separator(vm, sep)?),
    };
    let every = bytes_per_sep.unsigned_abs() as usize;
    let mut digits = Vec::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        let position = if bytes_per_sep < 0 { index } else { bytes.len() - index };
        if let Some(separator) = separator
            && index > 0
            && every > 0
            && position % every == 0
        {
            digits.push(separator);
        }
        digits.push(b"0123456789abcdef"[(byte >> 4) as usize]);
        digits.push(b"0123456789abcdef"[(byte & 15) as usize]);
    }
    Ok(PyStr::from_wtf8(&digits).into_value())
}

fn hex_separator(vm: &Vm, sep: &Value) -> PyResult<u8> {
    let length = vm.len(sep)?;
    if length != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let content = match sep.downcast::<PyStr>() {
        Some(string) => string.as_bytes().to_vec(),
        None => buffer::text_bytes(sep).ok_or_else(|| vm.type_error("sep must be str or bytes."))?,
    };
    match content.as_slice() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(vm.value_error("sep must be ASCII.")),
    }
}

/// The octets that hexadecimal digits spell; blanks may stand between pairs.
fn parse_hex(vm: &Vm, text: &[u8]) -> PyResult<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut index = 0;
    let digit = |index: usize| text.get(index).and_then(|byte| (*byte as char).to_digit(16));
    while index < text.len() {
        if matches!(text[index], b' ' | b'\t'..=b'\r') {
            index += 1;
            continue;
        }
        match (digit(index), digit(index + 1)) {
            (Some(high), Some(low)) => bytes.push((high << 4 | low) as u8),
            (Some(_), None) if index + 1 == text.len() => {
                return Err(vm.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
            }
            (high, _) => {
                let position = if high.is_some() { index + 1 } else { index };
                let position = String::from_utf8_lossy(&text[..position]).chars().count();
                return Err(
                    vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {position}"))
                );
            }
        }
        index += 2;
    }
    Ok(bytes)
}

pub fn fromhex(vm: &Vm, class: &Ref<PyType>, string: &Value) -> PyResult<Value> {
    let text = match string.downcast::<PyStr>() {
        Some(string) => string.as_bytes().to_vec(),
        None => buffer::copied(vm, string)?.ok_or_else(|| {
            let name = class_ref(string).name();
            vm.type_error(format!("fromhex() argument must be str or bytes-like, not {name}"))
        })?,
    };
    let bytes = parse_hex(vm, &text)?;
    if class.root_shape.get() == shape::BYTES {
        return Ok(vm.bytes(&bytes));
    }
    if class.root_shape.get() == shape::BYTEARRAY {
        return Ok(PyByteArray::new(bytes).into_value());
    }
    vm.call(class.as_value(), &[vm.bytes(&bytes)])
}

pub fn maketrans(vm: &Vm, from: &Value, to: &Value) -> PyResult<Value> {
    let (from, to) = (argument(vm, from)?, argument(vm, to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    from.iter().zip(&to).for_each(|(&from, &to)| table[from as usize] = to);
    Ok(vm.bytes(&table))
}

pub fn translate(vm: &Vm, this: &Value, table: &Value, delete: &Value) -> PyResult<Value> {
    let table = if table.is_none() { None } else { Some(argument(vm, table)?) };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = argument(vm, delete)?;
    let mut deleted = [false; 256];
    delete.iter().for_each(|&byte| deleted[byte as usize] = true);
    mapped(vm, this, |bytes| {
        let kept = bytes.iter().filter(|&&byte| !deleted[byte as usize]);
        kept.map(|&byte| table.as_ref().map_or(byte, |table| table[byte as usize])).collect()
    })
}
