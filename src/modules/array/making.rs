//! How arrays are made, filled and unpickled.

use super::PyArray;
use super::items::Kind;
use crate::builtins::buffer;
use crate::builtins::bytearray::PyByteArray;
use crate::builtins::bytes::PyBytes;
use crate::builtins::list::PyList;
use crate::builtins::sequence::is_exactly;
use crate::builtins::str::{PyStr, encode};
use crate::builtins::tuple::PyTuple;
use crate::native::{Keywords, Native, PyResult, Rest, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Ref<PyArray>> {
    if !keywords.0.is_empty() && is_exactly(class, shape::ARRAY) {
        return Err(vm.type_error("array.array() takes no keyword arguments"));
    }
    let (code, initial) = match args.0 {
        [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        more => return Err(vm.type_error(format!("array() takes at most 2 arguments ({} given)", more.len()))),
    };
    let kind = kind_of(vm, code)?;
    if let Some(initial) = initial {
        check_initial(vm, kind, initial)?;
    }
    if kind.code() == b'u' {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        vm.warn(&vm.exceptions().DeprecationWarning, message, 1)?;
    }
    let array = vm.new_object(class, PyArray::payload(kind, Vec::new()));
    if let Some(initial) = initial {
        fill(vm, &array, initial)?;
    }
    Ok(array)
}

fn kind_of(vm: &Vm, code: &Value) -> PyResult<Kind> {
    let wanted = "array() argument 1 must be a unicode character, not";
    let Some(text) = code.downcast::<PyStr>() else {
        return Err(vm.type_error(format!("{wanted} {}", class_ref(code).name())));
    };
    if text.len() != 1 {
        return Err(vm.type_error(format!("{wanted} a string of length {}", text.len())));
    }
    match Kind::of(text.code_point(0)) {
        Some(kind) => Ok(kind),
        None => Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")),
    }
}

/// Text goes into arrays of text only.
fn check_initial(vm: &Vm, kind: Kind, initial: &Value) -> PyResult<()> {
    if kind.is_text() {
        return Ok(());
    }
    let code = kind.code() as char;
    if initial.downcast::<PyStr>().is_some() {
        return Err(vm.type_error(format!("cannot use a str to initialize an array with typecode '{code}'")));
    }
    if initial.downcast::<PyArray>().is_some_and(|array| array.kind.get().is_text()) {
        return Err(vm.type_error(format!("cannot use a unicode array to initialize an array with typecode '{code}'")));
    }
    Ok(())
}

fn fill(vm: &Vm, array: &Ref<PyArray>, initial: &Value) -> PyResult<()> {
    if initial.downcast::<PyBytes>().is_some() || initial.downcast::<PyByteArray>().is_some() {
        return frombytes(vm, array, initial);
    }
    if let Some(text) = initial.downcast::<PyStr>() {
        return fromunicode(vm, array, text);
    }
    if let Some(other) = initial.downcast::<PyArray>()
        && other.kind.get() == array.kind.get()
    {
        return extend_by_array(vm, array, other);
    }
    extend_by_items(vm, array, initial)
}

/// Appends the items of an iterable.
pub fn extend(vm: &Vm, array: &Ref<PyArray>, iterable: &Value) -> PyResult<()> {
    match iterable.downcast::<PyArray>() {
        Some(more) => extend_by_array(vm, array, more),
        None => extend_by_items(vm, array, iterable),
    }
}

fn extend_by_items(vm: &Vm, array: &Ref<PyArray>, iterable: &Value) -> PyResult<()> {
    let kind = array.kind.get();
    vm.for_each(iterable, |item| {
        let (bytes, size) = kind.pack(vm, &item)?;
        array.check_resizable(vm)?;
        array.data.borrow_mut().extend_from_slice(&bytes[..size]);
        Ok(true)
    })
}

pub fn extend_by_array(vm: &Vm, array: &Ref<PyArray>, more: &Ref<PyArray>) -> PyResult<()> {
    if array.kind.get() != more.kind.get() {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    append_bytes(vm, array, &more.data.get())
}

/// Appends whole items.
pub fn append_bytes(vm: &Vm, array: &Ref<PyArray>, bytes: &[u8]) -> PyResult<()> {
    if !bytes.is_empty() {
        array.check_resizable(vm)?;
        array.data.borrow_mut().extend_from_slice(bytes);
    }
    Ok(())
}

pub fn frombytes(vm: &Vm, array: &Ref<PyArray>, value: &Value) -> PyResult<()> {
    let bytes = match buffer::lease(vm, value)? {
        Some(buffer) if buffer.description.item_size == 1 => buffer.to_vec(),
        Some(_) => return Err(vm.type_error("a bytes-like object is required")),
        None => {
            let name = class_ref(value).name();
            return Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")));
        }
    };
    if !bytes.len().is_multiple_of(array.kind.get().size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    append_bytes(vm, array, &bytes)
}

pub fn fromunicode(vm: &Vm, array: &Ref<PyArray>, text: &Ref<PyStr>) -> PyResult<()> {
    if !array.kind.get().is_text() {
        return Err(vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let bytes: Vec<u8> = text.code_points().flat_map(u32::to_ne_bytes).collect();
    append_bytes(vm, array, &bytes)
}

/// Appends a list's items: all of them, or none if one does not fit.
pub fn fromlist(vm: &Vm, array: &Ref<PyArray>, list: &Value) -> PyResult<()> {
    let Some(list) = list.downcast::<PyList>() else { return Err(vm.type_error("arg must be list")) };
    let kind = array.kind.get();
    let (mut bytes, length) = (Vec::new(), list.len());
    let mut index = 0;
    while let Some(value) = list.get(index) {
        let (item, size) = kind.pack(vm, &value)?;
        bytes.extend_from_slice(&item[..size]);
        index += 1;
        if list.len() != length {
            return Err(vm.runtime_error("list changed size during iteration"));
        }
    }
    append_bytes(vm, array, &bytes)
}

/// What pickles of arrays call: `items` are in the form that `format` names, which may be another machine's.
pub fn reconstruct(vm: &Vm, class: &Value, code: &Value, format: i64, items: &Value) -> PyResult<Value> {
    let Some(class) = class.downcast::<PyType>() else {
        let name = class_ref(class).name();
        return Err(vm.type_error(format!("first argument must be a type object, not {name}")));
    };
    if !class.is_subtype(&builtin(shape::ARRAY)) {
        return Err(vm.type_error(format!("{} is not a subtype of array.array", class.name())));
    }
    let kind = kind_of(vm, code)?;
    if !(0..=21).contains(&format) {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    }
    let Some(bytes) = items.downcast::<PyBytes>() else {
        let name = class_ref(items).name();
        return Err(vm.type_error(format!("fourth argument should be bytes, not {name}")));
    };
    let array = vm.new_object(class, PyArray::payload(kind, Vec::new()));
    if format == kind.machine_format() {
        frombytes(vm, &array, items)?;
    } else {
        let foreign = Foreign::of(format);
        if !bytes.len().is_multiple_of(foreign.size) {
            return Err(vm.value_error("bytes length not a multiple of item size"));
        }
        let values = foreign.values(vm, bytes.as_bytes())?;
        extend_by_items(vm, &array, &vm.list(values))?;
    }
    Ok(array.into_value())
}

/// Items as some other machine writes them.
struct Foreign {
    size: usize,
    signed: bool,
    big_endian: bool,
    kind: ForeignKind,
}

enum ForeignKind {
    Int,
    Float,
    Text,
}

impl Foreign {
    fn of(format: i64) -> Foreign {
        let (size, signed, kind) = match format {
            0 | 1 => (1, format == 1, ForeignKind::Int),
            2..14 => (1 << ((format + 2) / 4), (format - 2) % 4 >= 2, ForeignKind::Int),
            14..18 => (if format < 16 { 4 } else { 8 }, true, ForeignKind::Float),
            _ => (if format < 20 { 2 } else { 4 }, false, ForeignKind::Text),
        };
        Foreign { size, signed, big_endian: format > 1 && format % 2 == 1, kind }
    }

    fn bits(&self, item: &[u8]) -> u64 {
        let fold = |bits: u64, &byte: &u8| bits << 8 | byte as u64;
        if self.big_endian { item.iter().fold(0, fold) } else { item.iter().rev().fold(0, fold) }
    }

    fn values(&self, vm: &Vm, bytes: &[u8]) -> PyResult<Vec<Value>> {
        let items = bytes.chunks_exact(self.size).map(|item| self.bits(item));
        Ok(match self.kind {
            ForeignKind::Float if self.size == 4 => {
                items.map(|bits| Value::float(f32::from_bits(bits as u32) as f64)).collect()
            }
            ForeignKind::Float => items.map(|bits| Value::float(f64::from_bits(bits))).collect(),
            ForeignKind::Int if self.signed => {
                let shift = 64 - 8 * self.size as u32;
                items.map(|bits| vm.int((bits << shift) as i64 >> shift)).collect()
            }
            ForeignKind::Int => items.map(|bits| vm.int_from(bits)).collect(),
            ForeignKind::Text => text_values(vm, items.map(|bits| bits as u32).collect(), self.size)?,
        })
    }
}

/// Characters of UTF-16 or UTF-32 units.
fn text_values(vm: &Vm, units: Vec<u32>, size: usize) -> PyResult<Vec<Value>> {
    let points: Vec<u32> = match size {
        2 => char::decode_utf16(units.iter().map(|&unit| unit as u16))
            .map(|found| found.map_or_else(|lone| lone.unpaired_surrogate() as u32, u32::from))
            .collect(),
        _ => units,
    };
    if points.iter().any(|&point| point > 0x10FFFF) {
        return Err(vm.value_error("character is not in range [U+0000; U+10ffff]"));
    }
    Ok(points.into_iter().map(|point| vm.character(point).into_value()).collect())
}

/// `__reduce_ex__`: bytes in the machine's form from protocol 3 on, a list before.
pub fn reduce(vm: &Vm, array: &Ref<PyArray>, protocol: i64) -> PyResult<Value> {
    let attributes = match vm.instance_dict(array.as_value()) {
        Some(attributes) => attributes.into_value(),
        None => Value::NONE,
    };
    let (class, kind) = (crate::object::class_of(array.as_value()).into_value(), array.kind.get());
    let code = vm.str((kind.code() as char).encode_utf8(&mut [0; 4]));
    if protocol < 3 {
        let items = vm.list(array.values(vm)?);
        return Ok(vm.tuple(vec![class, vm.tuple(vec![code, items]), attributes]));
    }
    let reconstructor = vm.import_attr("array", "_array_reconstructor")?;
    let content = vm.bytes(&array.data.borrow());
    let arguments = PyTuple::new([class, code, vm.int(kind.machine_format()), content]).into_value();
    Ok(vm.tuple(vec![reconstructor, arguments, attributes]))
}

/// The text of an array of characters.
pub fn text_of(vm: &Vm, array: &PyArray) -> PyResult<Value> {
    let mut text = Vec::new();
    for unit in array.data.borrow().chunks_exact(4) {
        let point = u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]);
        if point > 0x10FFFF {
            let message = format!("character U+{point:x} is not in range [U+0000; U+10ffff]");
            return Err(vm.value_error(message));
        }
        encode(point, &mut text);
    }
    Ok(PyStr::from_wtf8(&text).into_value())
}
