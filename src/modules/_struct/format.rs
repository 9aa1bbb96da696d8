//! Format strings: what they say about a struct, worked out once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::modules::errors;
use crate::native::{PyResult, Raised};
use crate::object::{Value, class_ref};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// Items of one kind at one place.
pub struct Field {
    pub code: u8,
    /// Bytes of one item; of the whole text for `s` and `p`.
    pub size: usize,
    pub offset: usize,
    /// How many items; 1 for `s` and `p`.
    pub count: usize,
}

/// A format, taken apart.
pub struct Format {
    pub text: Vec<u8>,
    pub fields: Vec<Field>,
    /// Bytes of the struct.
    pub size: usize,
    /// Python values of the struct.
    pub count: usize,
    pub big_endian: bool,
    /// The machine's own sizes and alignment.
    pub native: bool,
}

/// Formats that were used lately, by their text.
#[derive(Default)]
struct Known(RefCell<HashMap<Vec<u8>, Rc<Format>>>);

const MOST_KNOWN: usize = 100;

pub fn error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    errors::raise(vm, "struct.error", message)
}

pub fn clear_cache(vm: &Vm) {
    module_state::<Known>(vm, "_struct.known").0.borrow_mut().clear();
}

/// The format that a str or bytes object spells, from the cache if it was used before.
pub fn known(vm: &Vm, value: &Value) -> PyResult<Rc<Format>> {
    let cache = &module_state::<Known>(vm, "_struct.known").0;
    let text = match (value.downcast::<PyStr>(), value.downcast::<PyBytes>()) {
        (Some(text), _) if text.is_ascii() => text.as_bytes(),
        (Some(text), _) => {
            let ascii = vm.call_method(text.as_value(), "encode", &[vm.str("ascii")])?;
            return Err(vm.system_error(format!("{} is ASCII", class_ref(&ascii).name())));
        }
        (_, Some(bytes)) => bytes.as_bytes(),
        _ => {
            let name = class_ref(value).name();
            return Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {name}")));
        }
    };
    if let Some(format) = cache.borrow().get(text) {
        return Ok(format.clone());
    }
    let format = Rc::new(parse(vm, text)?);
    let mut cache = cache.borrow_mut();
    if cache.len() >= MOST_KNOWN {
        cache.clear();
    }
    cache.insert(text.to_vec(), format.clone());
    Ok(format)
}

fn parse(vm: &Vm, text: &[u8]) -> PyResult<Format> {
    let (native, big_endian, body) = match text.first() {
        Some(b'@') => (true, cfg!(target_endian = "big"), &text[1..]),
        Some(b'=') => (false, cfg!(target_endian = "big"), &text[1..]),
        Some(b'<') => (false, false, &text[1..]),
        Some(b'>' | b'!') => (false, true, &text[1..]),
        _ => (true, cfg!(target_endian = "big"), text),
    };
    let mut format = Format { text: text.to_vec(), fields: Vec::new(), size: 0, count: 0, big_endian, native };
    if body.contains(&0) {
        return Err(error(vm, "embedded null character"));
    }
    let mut rest = body;
    while let Some((&first, more)) = rest.split_first() {
        rest = more;
        if first.is_ascii_whitespace() {
            continue;
        }
        let (mut count, mut code) = (1usize, first);
        if first.is_ascii_digit() {
            count = (first - b'0') as usize;
            loop {
                let Some((&next, more)) = rest.split_first() else {
                    return Err(error(vm, "repeat count given without format specifier"));
                };
                rest = more;
                code = next;
                if !next.is_ascii_digit() {
                    break;
                }
                let longer = count.checked_mul(10).and_then(|count| count.checked_add((next - b'0') as usize));
                count = longer.ok_or_else(|| too_long(vm))?;
            }
        }
        format.add(vm, code, count)?;
    }
    Ok(format)
}

fn too_long(vm: &Vm) -> Raised {
    error(vm, "total struct size too long")
}

impl Format {
    fn add(&mut self, vm: &Vm, code: u8, count: usize) -> PyResult<()> {
        let sizes = if self.native { native_size(code) } else { standard_size(code).map(|size| (size, 1)) };
        let Some((size, alignment)) = sizes else { return Err(error(vm, "bad char in struct format")) };
        let offset = self.size.checked_next_multiple_of(alignment);
        let end = offset.and_then(|offset| size.checked_mul(count)?.checked_add(offset));
        let (Some(offset), Some(end)) = (offset, end.filter(|&end| end <= isize::MAX as usize)) else {
            return Err(too_long(vm));
        };
        self.size = end;
        match code {
            b'x' => {}
            b's' | b'p' => {
                self.count += 1;
                self.fields.push(Field { code, size: count, offset, count: 1 });
            }
            _ if count > 0 => {
                self.count += count;
                self.fields.push(Field { code, size, offset, count });
            }
            _ => {}
        }
        Ok(())
    }
}

/// Size and alignment by the machine's C compiler.
fn native_size(code: u8) -> Option<(usize, usize)> {
    use std::ffi::{c_int, c_long, c_longlong, c_short};
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => (1, 1),
        b'h' | b'H' => (size_of::<c_short>(), align_of::<c_short>()),
        b'e' => (2, 2),
        b'i' | b'I' => (size_of::<c_int>(), align_of::<c_int>()),
        b'l' | b'L' => (size_of::<c_long>(), align_of::<c_long>()),
        b'q' | b'Q' => (size_of::<c_longlong>(), align_of::<c_longlong>()),
        b'n' | b'N' | b'P' => (size_of::<usize>(), align_of::<usize>()),
        b'f' => (4, align_of::<f32>()),
        b'd' => (8, align_of::<f64>()),
        b'F' => (8, align_of::<f32>()),
        b'D' => (16, align_of::<f64>()),
        _ => return None,
    })
}

fn standard_size(code: u8) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'l' | b'L' | b'f' => 4,
        b'q' | b'Q' | b'd' | b'F' => 8,
        b'D' => 16,
        _ => return None,
    })
}
