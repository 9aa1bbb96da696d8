//! Iterators that let through a part of what another gives: `compress`, `dropwhile`, `takewhile`, `filterfalse`.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Header, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

/// `compress`, `dropwhile`, `takewhile` and `filterfalse` differ by their shape.
#[repr(C)]
pub struct PySelecting {
    header: Header,
    /// The predicate, or the iterator over selectors.
    decider: Value,
    source: Value,
    /// `dropwhile` has begun to let through; `takewhile` has stopped.
    switched: Cell<bool>,
}
crate::payload!(PySelecting, shape::COMPRESS, traverse(this, visitor) {
    visitor.visit(&this.decider);
    visitor.visit(&this.source);
} clear {});

macro_rules! spec {
    ($spec:ident $number:ident $name:literal $next:path, $new:ident $signature:literal $make:path, $doc:literal) => {
        pub static $spec: TypeSpec =
            TypeSpec { shape: shape::$number, ..iterator::<PySelecting>($name, $doc, $next, &$new) };
        static $new: Native = staticmethod($signature, "Create and return a new object.", wrap($make));
    };
}
spec!(COMPRESS COMPRESS "compress" compress_next, NEW_COMPRESS "__new__(cls, data, selectors)" new_compress,
    "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.");
spec!(DROPWHILE DROPWHILE "dropwhile" dropwhile_next, NEW_DROPWHILE "__new__(cls, predicate, iterable, /)" new_dropwhile,
    "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.");
spec!(TAKEWHILE TAKEWHILE "takewhile" takewhile_next, NEW_TAKEWHILE "__new__(cls, predicate, iterable, /)" new_takewhile,
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.");
spec!(FILTERFALSE FILTERFALSE "filterfalse" filterfalse_next, NEW_FILTERFALSE "__new__(cls, function, iterable, /)" new_filterfalse,
    "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.");

fn make(vm: &Vm, class: &Ref<PyType>, number: u32, decider: Value, iterable: &Value) -> PyResult<Ref<PySelecting>> {
    let source = vm.iter(iterable)?;
    Ok(vm.new_object(class, PySelecting { header: Header::new(number), decider, source, switched: Cell::new(false) }))
}

fn new_compress(vm: &Vm, class: &Ref<PyType>, data: &Value, selectors: &Value) -> PyResult<Ref<PySelecting>> {
    let source = vm.iter(data)?;
    let decider = vm.iter(selectors)?;
    make(vm, class, shape::COMPRESS, decider, &source)
}

fn new_dropwhile(vm: &Vm, class: &Ref<PyType>, predicate: &Value, iterable: &Value) -> PyResult<Ref<PySelecting>> {
    make(vm, class, shape::DROPWHILE, predicate.clone(), iterable)
}

fn new_takewhile(vm: &Vm, class: &Ref<PyType>, predicate: &Value, iterable: &Value) -> PyResult<Ref<PySelecting>> {
    make(vm, class, shape::TAKEWHILE, predicate.clone(), iterable)
}

fn new_filterfalse(vm: &Vm, class: &Ref<PyType>, function: &Value, iterable: &Value) -> PyResult<Ref<PySelecting>> {
    make(vm, class, shape::FILTERFALSE, function.clone(), iterable)
}

impl PySelecting {
    fn holds(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        let answer = vm.call(&self.decider, std::slice::from_ref(item))?;
        vm.truth(&answer)
    }
}

fn compress_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PySelecting>(this);
    loop {
        vm.poll()?;
        let Some(item) = vm.next(&this.source)? else { return Ok(None) };
        let Some(selector) = vm.next(&this.decider)? else { return Ok(None) };
        if vm.truth(&selector)? {
            return Ok(Some(item));
        }
    }
}

fn dropwhile_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PySelecting>(this);
    while let Some(item) = vm.next(&this.source)? {
        if this.switched.get() {
            return Ok(Some(item));
        }
        vm.poll()?;
        if !this.holds(vm, &item)? {
            this.switched.set(true);
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn takewhile_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PySelecting>(this);
    if this.switched.get() {
        return Ok(None);
    }
    let Some(item) = vm.next(&this.source)? else { return Ok(None) };
    if this.holds(vm, &item)? {
        return Ok(Some(item));
    }
    this.switched.set(true);
    Ok(None)
}

fn filterfalse_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PySelecting>(this);
    let by_truth = this.decider.is_none() || this.decider.is(builtin(shape::BOOL).as_value());
    while let Some(item) = vm.next(&this.source)? {
        vm.poll()?;
        let keep = if by_truth { vm.truth(&item)? } else { this.holds(vm, &item)? };
        if !keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}
