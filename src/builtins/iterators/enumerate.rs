//! `enumerate`.

use super::itself;
use crate::builtins::sequence;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, classmethod, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::value::MAX_INLINE_INT;
use crate::object::{BinaryOp, Header, PyType, Ref, Slot, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyEnumerate {
    header: Header,
    iterator: Value,
    /// The next number: a plain int.
    count: Slot,
}
crate::payload!(PyEnumerate, shape::ENUMERATE, traverse(this, visitor) {
    visitor.visit(&this.iterator);
} clear {});

pub static ENUMERATE: TypeSpec = TypeSpec {
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    flags: BASETYPE,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
        classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
    ],
    ..TypeSpec::of::<PyEnumerate>("enumerate")
};

static NEW: Native = staticmethod("__new__(cls, iterable, start=0)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, iterable: &Value, start: &Value) -> PyResult<Ref<PyEnumerate>> {
    let count = vm.index(start)?;
    let iterator = vm.iter(iterable)?;
    Ok(vm.new_object(class, PyEnumerate { header: Header::new(shape::ENUMERATE), iterator, count: Slot::new(count) }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyEnumerate>().expect("a slot of enumerate");
    let Some(item) = vm.next(&this.iterator)? else { return Ok(None) };
    let count = this.count.get_or_none();
    let next = match count.as_inline_int() {
        Some(inline) if inline < MAX_INLINE_INT => Value::inline_int(inline + 1),
        _ => vm.binary_op(BinaryOp::Add, &count, &vm.int(1))?,
    };
    this.count.set(next);
    Ok(Some(PyTuple::new([count, item]).into_value()))
}

fn reduce(vm: &Vm, this: &Ref<PyEnumerate>) -> Value {
    let args = vm.tuple(vec![this.iterator.clone(), this.count.get_or_none()]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}
