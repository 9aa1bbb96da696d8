//! `islice`.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::builtins::int;
use crate::builtins::sequence::at_most;
use crate::native::{Native, PyResult, Rest, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The source is let go of at the end.
#[repr(C)]
pub struct PyIslice {
    header: Header,
    source: Slot,
    /// How many items have been taken from the source.
    taken: Cell<usize>,
    /// The place of the next item to give.
    next: Cell<usize>,
    /// `usize::MAX`: there is none.
    stop: usize,
    step: usize,
}
crate::payload!(PyIslice, shape::ISLICE, traverse(this, visitor) {
    visitor.visit(&this.source);
} clear {
    this.source.clear();
});

pub static ISLICE: TypeSpec = iterator::<PyIslice>(
    "islice",
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    next,
    &NEW,
);
static NEW: Native = staticmethod("__new__(cls, *args)", "Create and return a new object.", wrap(new));

/// A count of at least 0 that fits; `None` for anything else.
fn count(vm: &Vm, value: &Value) -> PyResult<Option<usize>> {
    if int::as_int(value).is_none() && crate::object::class_ref(value).slots().index.is_none() {
        return Ok(None);
    }
    let index = vm.index(value)?;
    Ok(int::as_int(&index).and_then(|int| int.to_i64()).and_then(|count| usize::try_from(count).ok()))
}

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest) -> PyResult<Ref<PyIslice>> {
    let none = Value::NONE;
    let (iterable, start, stop, step) = match args.0 {
        [iterable, stop] => (iterable, &none, stop, &none),
        [iterable, start, stop] => (iterable, start, stop, &none),
        [iterable, start, stop, step] => (iterable, start, stop, step),
        [] | [_] => {
            return Err(vm.type_error(format!("islice expected at least 2 arguments, got {}", args.0.len())));
        }
        more => return Err(at_most(vm, "islice", 4, more.len())),
    };
    let message = if args.0.len() == 2 {
        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    } else {
        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    };
    let bound = |value: &Value, default: usize| match value.is_none() {
        true => Ok(default),
        false => count(vm, value)?.ok_or_else(|| vm.value_error(message)),
    };
    let stop = bound(stop, usize::MAX)?;
    let start = bound(start, 0)?;
    let step = match step.is_none() {
        true => 1,
        false => match count(vm, step)? {
            Some(step) if step > 0 => step,
            _ => return Err(vm.value_error("Step for islice() must be a positive integer or None.")),
        },
    };
    let source = Slot::new(vm.iter(iterable)?);
    let header = Header::new(shape::ISLICE);
    Ok(vm.new_object(class, PyIslice { header, source, taken: Cell::new(0), next: Cell::new(start), stop, step }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyIslice>(this);
    let Some(source) = this.source.get() else { return Ok(None) };
    let wanted = this.next.get().min(this.stop);
    while this.taken.get() < wanted {
        vm.poll()?;
        if vm.next(&source)?.is_none() {
            this.source.clear();
            return Ok(None);
        }
        this.taken.set(this.taken.get() + 1);
    }
    if this.taken.get() >= this.stop {
        this.source.clear();
        return Ok(None);
    }
    let Some(item) = vm.next(&source)? else {
        this.source.clear();
        return Ok(None);
    };
    this.taken.set(this.taken.get() + 1);
    this.next.set(this.next.get().saturating_add(this.step).min(this.stop));
    Ok(Some(item))
}
