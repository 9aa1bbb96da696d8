//! The operators of `bytearray`, and how one is made.

use super::PyByteArray;
use crate::builtins::buffer::{self, with_bytes};
use crate::builtins::bytes::slots::{cannot_concatenate, cannot_multiply, content_of, encoded};
use crate::builtins::bytes::{iterator, shared};
use crate::builtins::format::percent::format_bytes;
use crate::builtins::str::PyStr;
use crate::builtins::str::repr::quoted_bytes;
use crate::builtins::str::slots::{repeat, repetitions};
use crate::builtins::text::subscript::{Steps, Subscript, resolve};
use crate::native::bind::bind;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::slots::{CompareOp, Slots};
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    str: Some(str),
    repr: Some(repr),

    compare: Some(compare),
    iter: Some(iterator::iter_bytearray),
    init: Some(init),
    add: Some(add),
    iadd: Some(iadd),
    mul: Some(mul),
    imul: Some(imul),
    modulo: Some(modulo),
    len: Some(|vm, this| shared::with(vm, this, <[u8]>::len)),
    getitem: Some(getitem),
    setitem: Some(setitem),
    contains: Some(shared::contains),
    ..Slots::EMPTY
};

pub static NEW: Native = staticmethod(
    "__new__(cls, /, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Value {
    vm.new_object(class, PyByteArray::payload(Vec::new())).into_value()
}

static INIT: Native = method(
    "bytearray(self, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    "Initialize self.  See help(type(self)) for accurate signature.",
    wrap(fill),
);

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let values: Vec<Value> = std::iter::once(this.clone()).chain(args.values.iter().cloned()).collect();
    let args = Args { values: &values, names: args.names };
    bind(vm, vm.signature_of(&INIT), args, 1, |bound| (INIT.call)(vm, bound)).map(drop)
}

fn fill(
    vm: &Vm,
    this: &Ref<PyByteArray>,
    source: Option<&Value>,
    encoding: Option<&Ref<PyStr>>,
    errors: Option<&Ref<PyStr>>,
) -> PyResult<()> {
    let content = match (source, encoding, errors) {
        (None, None, None) => Vec::new(),
        (Some(source), None, None) => content_of(vm, source, "bytearray")?,
        (source, encoding, errors) => encoded(vm, source, encoding, errors)?,
    };
    if content.len() != this.len() {
        this.check_resizable(vm)?;
    }
    this.data.set(content);
    Ok(())
}

/// The array that a slot was called for.
pub fn array<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyByteArray>> {
    this.downcast::<PyByteArray>().ok_or_else(|| {
        vm.type_error(format!("descriptor requires a 'bytearray' object but received a '{}'", class_ref(this).name()))
    })
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let mut literal = class_ref(this).name().into_bytes();
    literal.push(b'(');
    shared::with(vm, this, |bytes| quoted_bytes(bytes, &mut literal))?;
    literal.push(b')');
    Ok(PyStr::from_wtf8(&literal).into_value())
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    vm.warn_of_comparison("bytearray", right, op)?;
    if left.downcast::<PyByteArray>().is_none() || right.downcast::<PyStr>().is_some() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(other) = buffer::copied(vm, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    shared::with(vm, left, |bytes| Value::bool(op.holds(bytes.cmp(other.as_slice()))))
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    if left.downcast::<PyByteArray>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(other) = buffer::copied(vm, right)? else { return cannot_concatenate(vm, left, right, "bytearray") };
    let joined = shared::with(vm, left, |bytes| [bytes, &other].concat())?;
    Ok(PyByteArray::new(joined).into_value())
}

fn iadd(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let this = array(vm, left)?;
    if left.is(right) {
        this.check_resizable(vm)?;
        let copy = this.data.get();
        this.data.borrow_mut().extend_from_slice(&copy);
        return Ok(left.clone());
    }
    this.check_resizable(vm)?;
    match with_bytes(vm, right, |bytes| this.data.borrow_mut().extend_from_slice(bytes))? {
        Some(()) => Ok(left.clone()),
        None => Err(vm.type_error(format!("can't concat {} to bytearray", class_ref(right).name()))),
    }
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (bytes, count) = match (left.downcast::<PyByteArray>(), right.downcast::<PyByteArray>()) {
        (Some(bytes), _) => (bytes, right),
        (None, Some(bytes)) => (bytes, left),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match repetitions(vm, count)? {
        Some(times) => {
            let content = bytes.data.get();
            Ok(PyByteArray::new(repeat(vm, &content, times, "repeated bytes are too long")?).into_value())
        }
        None => cannot_multiply(vm, left, right, count),
    }
}

fn imul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let this = array(vm, left)?;
    let Some(times) = repetitions(vm, right)? else { return cannot_multiply(vm, left, right, right) };
    if times != 1 {
        this.check_resizable(vm)?;
        let content = this.data.get();
        this.data.set(repeat(vm, &content, times, "repeated bytes are too long")?);
    }
    Ok(left.clone())
}

fn modulo(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(template) = left.downcast::<PyByteArray>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let template = template.data.get();
    Ok(PyByteArray::new(format_bytes(vm, &template, right)?).into_value())
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let this = array(vm, this)?;
    let subscript = resolve(vm, key, this.len(), "bytearray")?;
    let data = this.data.borrow();
    match subscript {
        Subscript::Index(index) => Ok(vm.int(data[index] as i64)),
        Subscript::Slice(steps) => {
            let picked = steps.indices().filter_map(|index| data.get(index).copied()).collect();
            drop(data);
            Ok(PyByteArray::new(picked).into_value())
        }
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    let this = array(vm, this)?;
    match (resolve(vm, key, this.len(), "bytearray")?, new) {
        (Subscript::Index(index), None) => {
            this.check_resizable(vm)?;
            this.data.borrow_mut().remove(index);
            Ok(())
        }
        (Subscript::Index(index), Some(new)) => {
            let byte = buffer::to_byte(vm, new, "byte must be in range(0, 256)")?;
            // Converting may have changed the length.
            match this.data.borrow_mut().get_mut(index) {
                Some(there) => *there = byte,
                None => return Err(vm.index_error("bytearray index out of range")),
            }
            Ok(())
        }
        (Subscript::Slice(steps), None) => delete(vm, this, steps),
        (Subscript::Slice(steps), Some(new)) => {
            let content = assigned(vm, new)?;
            let steps = match resolve(vm, key, this.len(), "bytearray")? {
                Subscript::Slice(steps) => steps,
                Subscript::Index(_) => steps,
            };
            replace(vm, this, steps, &content)
        }
    }
}

fn assigned(vm: &Vm, new: &Value) -> PyResult<Vec<u8>> {
    if let Some(content) = buffer::copied(vm, new)? {
        return Ok(content);
    }
    let class = class_ref(new);
    let is_iterable = class.slots().iter.is_some() || class.slots().getitem.is_some();
    if new.downcast::<PyStr>().is_some() || !is_iterable || class.slots().index.is_some() {
        return Err(vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    content_of(vm, new, "bytearray")
}

fn delete(vm: &Vm, this: &PyByteArray, steps: Steps) -> PyResult<()> {
    if steps.count == 0 {
        return Ok(());
    }
    this.check_resizable(vm)?;
    let mut data = this.data.borrow_mut();
    if steps.step == 1 {
        let start = steps.start as usize;
        data.drain(start..start + steps.count);
        return Ok(());
    }
    let mut gone = vec![false; data.len()];
    steps.indices().for_each(|index| gone[index] = true);
    let mut index = 0;
    data.retain(|_| {
        index += 1;
        !gone[index - 1]
    });
    Ok(())
}

fn replace(vm: &Vm, this: &PyByteArray, steps: Steps, content: &[u8]) -> PyResult<()> {
    if steps.step == 1 {
        let start = steps.start.max(0) as usize;
        if content.len() == steps.count {
            this.data.borrow_mut()[start..start + steps.count].copy_from_slice(content);
            return Ok(());
        }
        this.check_resizable(vm)?;
        this.data.borrow_mut().splice(start..start + steps.count, content.iter().copied());
        return Ok(());
    }
    if content.is_empty() {
        return delete(vm, this, steps);
    }
    if content.len() != steps.count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            content.len(),
            steps.count
        )));
    }
    let mut data = this.data.borrow_mut();
    steps.indices().zip(content).for_each(|(index, byte)| data[index] = *byte);
    Ok(())
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.warn_of_bytes("str() on a bytearray instance")?;
    Ok(vm.repr(this)?.into_value())
}
