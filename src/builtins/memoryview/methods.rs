//! The methods and attributes of `memoryview`.

use super::items::unpack;
use super::slots::{code_of, view};
use super::{PyMemoryView, cast};
use crate::builtins::buffer::{Buffer, Description};
use crate::builtins::bytes::shared::hex_of;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, Native, PyResult, Rest, classmethod, getter, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, object)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

pub static METHODS: &[Native] = &[
    method(
        "cast(self, /, format, shape=<unrepresentable>)",
        "Cast a memoryview to a new format or shape.",
        wrap(cast::cast),
    ),
    method("count(self, value, /)", "Count the number of occurrences of a value.", wrap(count)),
    method(
        "hex(self, sep=<unrepresentable>, bytes_per_sep=1)",
        "Return the data in the buffer as a str of hexadecimal numbers.\n\nSeparators are set as by bytes.hex().\n\n>>> view = memoryview(b'\\x0a\\xfe\\x31')\n>>> view.hex()\n'0afe31'\n>>> view.hex('-')\n'0a-fe-31'",
        wrap(hex),
    ),
    method(
        "index(self, value, start=0, stop=9223372036854775807, /)",
        "Return the index of the first occurrence of a value.",
        wrap(index),
    ),
    method("release(self, /)", "Release the underlying buffer exposed by the memoryview object.", wrap(release)),
    method("tobytes(self, /, order='C')", "Return the data in the buffer as a byte string.", wrap(tobytes)),
    method("tolist(self, /)", "Return the data in the buffer as a list of elements.", wrap(tolist)),
    method("toreadonly(self, /)", "Return a readonly version of the memoryview.", wrap(toreadonly)),
    method("__enter__(self, /)", "", wrap(enter)),
    method("__exit__(self, /, *args)", "", wrap(exit)),
    method(
        "__buffer__(self, flags, /)",
        "Return a buffer object that exposes the underlying memory of the object.",
        wrap(super::view_of),
    ),
    method(
        "__release_buffer__(self, buffer, /)",
        "Release the buffer object that exposes the underlying memory of the object.",
        wrap(super::release_view),
    ),
    classmethod(
        "_from_flags(cls, /, object, flags)",
        "Create a new memoryview object which references the given object.",
        wrap(from_flags),
    ),
];

macro_rules! described {
    ($name:literal, $doc:literal, |$vm:ident, $description:ident| $value:expr) => {
        getter($name, $doc, |$vm, this| {
            let $description = view($vm, this)?.with_buffer($vm, |buffer| buffer.description.clone())?;
            Ok($value)
        })
    };
}

pub static GETSET: &[GetSet] = &[
    getter("obj", "The underlying object of the memoryview.", |vm, this| {
        view(vm, this)?.with_buffer(vm, Buffer::owner)
    }),
    described!(
        "nbytes",
        "The amount of space in bytes that the array would use in a contiguous representation.",
        |vm, d| vm.int_from(d.byte_count())
    ),
    described!("readonly", "A bool indicating whether the memory is read only.", |vm, d| Value::bool(d.read_only)),
    described!("itemsize", "The size in bytes of each element of the memoryview.", |vm, d| vm.int_from(d.item_size)),
    described!(
        "format",
        "A string containing the format (in struct module style) for each element in the view.",
        |vm, d| vm.str(&d.format)
    ),
    described!(
        "ndim",
        "An integer indicating how many dimensions of a multi-dimensional array the memory represents.",
        |vm, d| vm.int_from(d.shape.len())
    ),
    described!(
        "shape",
        "A tuple of ndim integers giving the shape of the memory as an N-dimensional array.",
        |vm, d| vm.tuple(d.shape.iter().map(|&count| vm.int_from(count)).collect())
    ),
    described!(
        "strides",
        "A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array.",
        |vm, d| vm.tuple(d.strides.iter().map(|&stride| vm.int(stride as i64)).collect())
    ),
    described!("suboffsets", "A tuple of integers used internally for PIL-style arrays.", |vm, _d| vm.empty_tuple()),
    described!("c_contiguous", "A bool indicating whether the memory is C contiguous.", |vm, d| Value::bool(
        d.is_c_contiguous()
    )),
    described!("f_contiguous", "A bool indicating whether the memory is Fortran contiguous.", |vm, d| Value::bool(
        d.is_f_contiguous()
    )),
    described!("contiguous", "A bool indicating whether the memory is contiguous.", |vm, d| {
        Value::bool(d.is_c_contiguous() || d.is_f_contiguous())
    }),
];

fn new(vm: &Vm, _class: &Ref<PyType>, object: &Value) -> PyResult<Ref<PyMemoryView>> {
    vm.memoryview(object)
}

fn from_flags(vm: &Vm, _class: &Ref<PyType>, object: &Value, flags: i64) -> PyResult<Value> {
    super::view_of(vm, object, flags)
}

fn release(_: &Vm, this: &Ref<PyMemoryView>) {
    this.release();
}

fn enter(vm: &Vm, this: &Ref<PyMemoryView>) -> PyResult<Ref<PyMemoryView>> {
    this.with_buffer(vm, |_| ())?;
    Ok(this.clone())
}

fn exit(_: &Vm, this: &Ref<PyMemoryView>, _: Rest) {
    this.release();
}

fn tobytes(vm: &Vm, this: &Ref<PyMemoryView>, order: Option<&Ref<PyStr>>) -> PyResult<Value> {
    let order = order.map_or(b"C".as_slice(), |order| order.as_bytes());
    let fortran = match order {
        b"C" => false,
        b"F" => true,
        b"A" => this
            .with_buffer(vm, |buffer| !buffer.description.is_c_contiguous() && buffer.description.is_f_contiguous())?,
        _ => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    };
    let mut buffer = this.lease(vm)?;
    if fortran {
        // In the order of the reversed dimensions.
        buffer.description.shape.reverse();
        buffer.description.strides.reverse();
    }
    Ok(vm.bytes(&buffer.to_vec()))
}

fn hex(vm: &Vm, this: &Ref<PyMemoryView>, sep: Option<&Value>, bytes_per_sep: i32) -> PyResult<Value> {
    let bytes = this.with_buffer(vm, Buffer::to_vec)?;
    hex_of(vm, &bytes, sep, bytes_per_sep)
}

/// All items in C's order.
fn items(vm: &Vm, this: &PyMemoryView) -> PyResult<(Vec<Value>, Description)> {
    let (bytes, description) = this.with_buffer(vm, |buffer| (buffer.to_vec(), buffer.description.clone()))?;
    let code = code_of(vm, &description.format)?;
    Ok((bytes.chunks_exact(description.item_size).map(|item| unpack(vm, code, item)).collect(), description))
}

fn tolist(vm: &Vm, this: &Ref<PyMemoryView>) -> PyResult<Value> {
    let (items, description) = items(vm, this)?;
    if description.shape.is_empty() {
        return Ok(items.into_iter().next().unwrap_or(Value::NONE));
    }
    let mut items = items.into_iter();
    Ok(nested(vm, &description.shape, &mut items))
}

fn nested(vm: &Vm, shape: &[usize], items: &mut impl Iterator<Item = Value>) -> Value {
    match shape {
        [count] => vm.list(items.by_ref().take(*count).collect()),
        [count, inner @ ..] => vm.list((0..*count).map(|_| nested(vm, inner, items)).collect()),
        [] => Value::NONE,
    }
}

fn toreadonly(vm: &Vm, this: &Ref<PyMemoryView>) -> PyResult<Ref<PyMemoryView>> {
    let mut buffer = this.lease(vm)?;
    buffer.description.read_only = true;
    Ok(PyMemoryView::new(buffer))
}

fn one_dimension(vm: &Vm, this: &PyMemoryView) -> PyResult<Vec<Value>> {
    let dimensions = this.with_buffer(vm, |buffer| buffer.description.shape.len())?;
    match dimensions {
        0 => Err(vm.type_error("invalid lookup on 0-dim memory")),
        1 => items(vm, this).map(|(items, _)| items),
        _ => Err(vm.not_implemented_error("multi-dimensional lookup is not implemented")),
    }
}

fn count(vm: &Vm, this: &Ref<PyMemoryView>, value: &Value) -> PyResult<usize> {
    let mut count = 0;
    for item in one_dimension(vm, this)? {
        count += vm.is_equal(&item, value)? as usize;
    }
    Ok(count)
}

fn index(vm: &Vm, this: &Ref<PyMemoryView>, value: &Value, start: isize, stop: isize) -> PyResult<usize> {
    let items = one_dimension(vm, this)?;
    let range = crate::builtins::text::search::bounds(items.len(), start, stop).unwrap_or(0..0);
    for index in range {
        if vm.is_equal(&items[index], value)? {
            return Ok(index);
        }
    }
    Err(vm.value_error("memoryview.index(x): x not found"))
}
