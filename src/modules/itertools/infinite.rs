//! `count`, `cycle` and `repeat`.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::value::MAX_INLINE_INT;
use crate::object::{BinaryOp, Header, PyCell, PyType, Ref, Slot, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyCount {
    header: Header,
    current: Slot,
    step: Value,
}
crate::payload!(PyCount, shape::COUNT, traverse(this, visitor) {
    visitor.visit(&this.current);
    visitor.visit(&this.step);
} clear {
    this.current.set(Value::NONE);
});

const COUNT_BASE: TypeSpec = iterator::<PyCount>(
    "count",
    "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    count_next,
    &NEW_COUNT,
);
pub static COUNT: TypeSpec = TypeSpec { slots: Slots { repr: Some(count_repr), ..COUNT_BASE.slots }, ..COUNT_BASE };

static NEW_COUNT: Native =
    staticmethod("__new__(cls, start=0, step=1)", "Create and return a new object.", wrap(new_count));

fn new_count(vm: &Vm, class: &Ref<PyType>, start: &Value, step: &Value) -> PyResult<Ref<PyCount>> {
    for number in [start, step] {
        let slots = class_of(number);
        let slots = slots.slots();
        let is_complex = class_of(number).is_subtype(&crate::object::types::builtin(shape::COMPLEX));
        if slots.index.is_none() && slots.float.is_none() && slots.int.is_none() && !is_complex {
            return Err(vm.type_error("a number is required"));
        }
    }
    let count = PyCount { header: Header::new(shape::COUNT), current: Slot::new(start.clone()), step: step.clone() };
    Ok(vm.new_object(class, count))
}

fn count_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyCount>(this);
    let current = this.current.get_or_none();
    let next = match (current.as_inline_int(), this.step.as_inline_int()) {
        (Some(current), Some(1)) if current < MAX_INLINE_INT => Value::inline_int(current + 1),
        _ => vm.binary_op(BinaryOp::Add, &current, &this.step)?,
    };
    this.current.set(next);
    Ok(Some(current))
}

fn count_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = class_of(this).name();
    let this = receiver::<PyCount>(this);
    let mut text = format!("{name}(").into_bytes();
    text.extend_from_slice(vm.repr(&this.current.get_or_none())?.as_bytes());
    if this.step.as_inline_int() != Some(1) {
        text.extend_from_slice(b", ");
        text.extend_from_slice(vm.repr(&this.step)?.as_bytes());
    }
    text.push(b')');
    Ok(PyStr::from_wtf8(&text).into_value())
}

/// While the source lasts its items are saved; then they come round again.
#[repr(C)]
pub struct PyCycle {
    header: Header,
    source: Slot,
    saved: PyCell<Vec<Value>>,
    index: Cell<usize>,
}
crate::payload!(PyCycle, shape::CYCLE, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.saved);
} clear {
    this.source.clear();
    let saved = this.saved.take();
    drop(saved);
});

pub static CYCLE: TypeSpec = iterator::<PyCycle>(
    "cycle",
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    cycle_next,
    &NEW_CYCLE,
);
static NEW_CYCLE: Native =
    staticmethod("__new__(cls, iterable, /)", "Create and return a new object.", wrap(new_cycle));

fn new_cycle(vm: &Vm, class: &Ref<PyType>, iterable: &Value) -> PyResult<Ref<PyCycle>> {
    let source = Slot::new(vm.iter(iterable)?);
    Ok(vm.new_object(
        class,
        PyCycle { header: Header::new(shape::CYCLE), source, saved: PyCell::default(), index: Cell::new(0) },
    ))
}

fn cycle_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyCycle>(this);
    if let Some(source) = this.source.get() {
        if let Some(item) = vm.next(&source)? {
            this.saved.borrow_mut().push(item.clone());
            return Ok(Some(item));
        }
        this.source.clear();
    }
    let saved = this.saved.borrow();
    let index = this.index.get();
    let item = saved.get(index).cloned();
    this.index.set(if index + 1 >= saved.len() { 0 } else { index + 1 });
    Ok(item)
}

#[repr(C)]
pub struct PyRepeat {
    header: Header,
    object: Value,
    /// Times still to come; negative: for ever.
    left: Cell<i64>,
}
crate::payload!(PyRepeat, shape::REPEAT, traverse(this, visitor) {
    visitor.visit(&this.object);
} clear {});

const REPEAT_BASE: TypeSpec = iterator::<PyRepeat>(
    "repeat",
    "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    repeat_next,
    &NEW_REPEAT,
);
pub static REPEAT: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repeat_repr), ..REPEAT_BASE.slots },
    methods: &[method(
        "__length_hint__(self, /)",
        "Private method returning an estimate of len(list(it)).",
        wrap(repeat_hint),
    )],
    ..REPEAT_BASE
};
static NEW_REPEAT: Native =
    staticmethod("__new__(cls, object, times=<unrepresentable>)", "Create and return a new object.", wrap(new_repeat));

fn new_repeat(vm: &Vm, class: &Ref<PyType>, object: &Value, times: Option<&Value>) -> PyResult<Ref<PyRepeat>> {
    let left = match times {
        None => -1,
        Some(times) => {
            let index = vm.index(times)?;
            match int::as_int(&index).and_then(|int| int.to_i64()) {
                Some(times) => times.max(0),
                None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
            }
        }
    };
    Ok(vm.new_object(
        class,
        PyRepeat { header: Header::new(shape::REPEAT), object: object.clone(), left: Cell::new(left) },
    ))
}

fn repeat_next(_: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyRepeat>(this);
    match this.left.get() {
        0 => return Ok(None),
        left if left > 0 => this.left.set(left - 1),
        _ => {}
    }
    Ok(Some(this.object.clone()))
}

fn repeat_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = class_ref(this).name();
    let this = receiver::<PyRepeat>(this);
    let mut text = format!("{name}(").into_bytes();
    text.extend_from_slice(vm.repr(&this.object)?.as_bytes());
    if this.left.get() >= 0 {
        text.extend_from_slice(format!(", {}", this.left.get()).as_bytes());
    }
    text.push(b')');
    Ok(PyStr::from_wtf8(&text).into_value())
}

fn repeat_hint(vm: &Vm, this: &Ref<PyRepeat>) -> PyResult<i64> {
    match this.left.get() {
        left if left < 0 => Err(vm.type_error("len() of unsized object")),
        left => Ok(left),
    }
}
