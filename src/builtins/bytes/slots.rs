//! The operators of `bytes`, its `__new__`, and the methods that only it has.

use super::{PyBytes, iterator, shared};
use crate::builtins::buffer::{self, with_bytes};
use crate::builtins::format::percent::format_bytes;
use crate::builtins::str::PyStr;
use crate::builtins::str::repr::quoted_bytes;
use crate::builtins::str::slots::{ask_other, repeat, repetitions};
use crate::builtins::text::subscript::{Subscript, resolve};
use crate::builtins::{codecs, int};
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::slots::{BinaryOp, CompareOp, Slots};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    str: Some(str),
    repr: Some(repr),

    hash: Some(|_, this| Ok(this.downcast::<PyBytes>().map_or(0, |bytes| bytes.hash()))),
    compare: Some(compare),
    iter: Some(iterator::iter_bytes),
    add: Some(add),
    mul: Some(mul),
    modulo: Some(|vm, left, right| match left.downcast::<PyBytes>() {
        Some(template) => format_bytes(vm, template.as_bytes(), right).map(|bytes| vm.bytes(&bytes)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }),
    len: Some(|_, this| Ok(this.downcast::<PyBytes>().map_or(0, |bytes| bytes.len()))),
    getitem: Some(getitem),
    contains: Some(shared::contains),
    ..Slots::EMPTY
};

pub static METHODS: &[Native] = crate::octet_methods! {
    method("__bytes__(self, /)", "Convert this value to exact type bytes.", wrap(exact)),
    method("__getnewargs__(self, /)", "", wrap(getnewargs)),
    method("__sizeof__(self, /)", "Returns the size of the bytes object in memory, in bytes.", wrap(sizeof)),
    method("__buffer__(self, flags, /)", "Return a buffer object that exposes the underlying memory of the object.", wrap(crate::builtins::memoryview::view_of)),
};

fn repr(_: &Vm, this: &Value) -> PyResult<Value> {
    let mut literal = Vec::new();
    if let Some(bytes) = this.downcast::<PyBytes>() {
        quoted_bytes(bytes.as_bytes(), &mut literal);
    }
    Ok(PyStr::from_ascii(&literal).into_value())
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    vm.warn_of_comparison("bytes", right, op)?;
    let Some(a) = left.downcast::<PyBytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if let Some(b) = right.downcast::<PyBytes>() {
        return Ok(Value::bool(op.holds(a.as_bytes().cmp(b.as_bytes()))));
    }
    // bytearray and memoryview compare themselves with bytes.
    Ok(Value::NOT_IMPLEMENTED)
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(a) = left.downcast::<PyBytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = with_bytes(vm, right, |b| [a.as_bytes(), b].concat())?;
    match result {
        Some(joined) => Ok(vm.bytes(&joined)),
        None => cannot_concatenate(vm, left, right, "bytes"),
    }
}

/// What `+` does with an operand that is no buffer.
pub fn cannot_concatenate(vm: &Vm, left: &Value, right: &Value, kind: &str) -> PyResult<Value> {
    let result = ask_other(vm, BinaryOp::Add, left, right)?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    Err(vm.type_error(format!("can't concat {} to {kind}", class_ref(right).name())))
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (bytes, count) = match (left.downcast::<PyBytes>(), right.downcast::<PyBytes>()) {
        (Some(bytes), _) => (bytes, right),
        (None, Some(bytes)) => (bytes, left),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match repetitions(vm, count)? {
        Some(1) => exact(vm, bytes).map(Ref::into_value),
        Some(times) => Ok(vm.bytes(&repeat(vm, bytes.as_bytes(), times, "repeated bytes are too long")?)),
        None => cannot_multiply(vm, left, right, count),
    }
}

/// What `*` does with an operand that is no integer.
pub fn cannot_multiply(vm: &Vm, left: &Value, right: &Value, count: &Value) -> PyResult<Value> {
    if std::ptr::eq(count, right) {
        let result = ask_other(vm, BinaryOp::Mul, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    Err(vm.type_error(format!("can't multiply sequence by non-int of type '{}'", class_ref(count).name())))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let Some(bytes) = this.downcast::<PyBytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let content = bytes.as_bytes();
    Ok(match resolve(vm, key, content.len(), "bytes")? {
        Subscript::Index(index) => vm.int(content[index] as i64),
        Subscript::Slice(steps) if steps.count == content.len() && steps.step == 1 => exact(vm, bytes)?.into_value(),
        Subscript::Slice(steps) if steps.step == 1 => {
            let start = steps.start.max(0) as usize;
            vm.bytes(&content[start.min(content.len())..][..steps.count])
        }
        Subscript::Slice(steps) => vm.bytes(&steps.indices().map(|index| content[index]).collect::<Vec<u8>>()),
    })
}

fn exact(_: &Vm, this: &Ref<PyBytes>) -> PyResult<Ref<PyBytes>> {
    Ok(match this.as_value().downcast_exact::<PyBytes>() {
        Some(exact) => exact.clone(),
        None => PyBytes::new(this.as_bytes()),
    })
}

fn getnewargs(vm: &Vm, this: &Ref<PyBytes>) -> Value {
    vm.tuple(vec![vm.bytes(this.as_bytes())])
}

fn sizeof(_: &Vm, this: &Ref<PyBytes>) -> usize {
    33 + this.len()
}

pub static NEW: Native = staticmethod(
    "__new__(cls, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(
    vm: &Vm,
    class: &Ref<PyType>,
    source: Option<&Value>,
    encoding: Option<&Ref<PyStr>>,
    errors: Option<&Ref<PyStr>>,
) -> PyResult<Value> {
    let plain = class.root_shape.get() == shape::BYTES;
    let content = match (source, encoding, errors) {
        (None, None, None) => Vec::new(),
        (Some(source), None, None) => {
            if plain && source.downcast_exact::<PyBytes>().is_some() {
                return Ok(source.clone());
            }
            match by_bytes_method(vm, source)? {
                Some(result) if plain => return Ok(result),
                Some(result) => result.downcast::<PyBytes>().map(|bytes| bytes.as_bytes().to_vec()).unwrap_or_default(),
                None => content_of(vm, source, "bytes")?,
            }
        }
        (source, encoding, errors) => encoded(vm, source, encoding, errors)?,
    };
    Ok(if plain { vm.bytes(&content) } else { PyBytes::new_of_class(vm, class, &content).into_value() })
}

/// `__bytes__`, for `bytes()`.
pub fn by_bytes_method(vm: &Vm, source: &Value) -> PyResult<Option<Value>> {
    if source.downcast_exact::<PyBytes>().is_some() {
        return Ok(None);
    }
    let Some(method) = vm.lookup_special(source, &vm.names().__bytes__)? else { return Ok(None) };
    let result = vm.call(&method, &[])?;
    if result.downcast::<PyBytes>().is_none() {
        let name = class_ref(&result).name();
        return Err(vm.type_error(format!("{}.__bytes__() must return a bytes, not {name}", class_ref(source).name())));
    }
    Ok(Some(result))
}

/// A str encoded, for `bytes` and `bytearray`.
pub fn encoded(
    vm: &Vm,
    source: Option<&Value>,
    encoding: Option<&Ref<PyStr>>,
    errors: Option<&Ref<PyStr>>,
) -> PyResult<Vec<u8>> {
    let Some(text) = source.and_then(|source| source.downcast::<PyStr>()) else {
        let what = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(vm.type_error(format!("{what} without a string argument")));
    };
    let Some(encoding) = encoding else { return Err(vm.type_error("string argument without an encoding")) };
    let errors = errors.cloned().unwrap_or_else(|| vm.intern("strict"));
    let bytes = codecs::encode_str(vm, text, encoding, &errors)?;
    shared::argument(vm, &bytes)
}

/// The octets of a source without encoding: a count, a buffer, an iterable of ints.
pub fn content_of(vm: &Vm, source: &Value, kind: &str) -> PyResult<Vec<u8>> {
    if source.downcast::<PyStr>().is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    let class = class_of(source);
    if class.slots().index.is_some() {
        return match count_of(vm, source) {
            Ok(count) => {
                let mut zeros = Vec::new();
                if zeros.try_reserve_exact(count).is_err() {
                    return Err(vm.memory_error(""));
                }
                zeros.resize(count, 0);
                Ok(zeros)
            }
            // Something that is no count after all may still be an iterable or a buffer.
            Err(raised) => {
                drop(vm.catch(raised, &vm.exceptions().TypeError)?);
                contents(vm, source, kind)
            }
        };
    }
    contents(vm, source, kind)
}

fn count_of(vm: &Vm, source: &Value) -> PyResult<usize> {
    let count = vm.index(source)?;
    match int::as_int(&count) {
        Some(int::IntRef::Small(count)) if count >= 0 => Ok(count as usize),
        Some(int::IntRef::Small(_)) => Err(vm.value_error("negative count")),
        _ => Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}

fn contents(vm: &Vm, source: &Value, kind: &str) -> PyResult<Vec<u8>> {
    if let Some(content) = buffer::copied(vm, source)? {
        return Ok(content);
    }
    let class = class_of(source);
    if class.slots().iter.is_none() && class.slots().getitem.is_none() {
        return Err(vm.type_error(format!("cannot convert '{}' object to {kind}", class.name())));
    }
    let message = if kind == "bytes" { "bytes must be in range(0, 256)" } else { "byte must be in range(0, 256)" };
    let mut bytes = Vec::new();
    vm.for_each(source, |item| {
        bytes.push(buffer::to_byte(vm, &item, message)?);
        Ok(true)
    })?;
    Ok(bytes)
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.warn_of_bytes("str() on a bytes instance")?;
    Ok(vm.repr(this)?.into_value())
}

impl Vm {
    /// With `-b`, what may confuse bytes and text is warned of.
    #[inline]
    pub fn warn_of_bytes(&self, message: &str) -> PyResult<()> {
        if self.options.bytes_warning == 0 {
            return Ok(());
        }
        self.warn(&self.exceptions().BytesWarning, message, 1)
    }

    /// A comparison of bytes or a bytearray for equality.
    #[inline]
    pub fn warn_of_comparison(&self, kind: &str, other: &Value, op: CompareOp) -> PyResult<()> {
        if self.options.bytes_warning == 0 || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(());
        }
        if other.downcast::<PyStr>().is_some() {
            self.warn_of_bytes(&format!("Comparison between {kind} and string"))
        } else if crate::builtins::int::as_int(other).is_some() && kind == "bytes" {
            self.warn_of_bytes("Comparison between bytes and int")
        } else {
            Ok(())
        }
    }
}
