//! `tee`: iterators that share what one source gives, in blocks that are freed when the last of them has passed.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::types::{NO_NEW, WEAKREF};
use crate::object::{Header, PyCell, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

const BLOCK: usize = 57;

#[repr(C)]
pub struct PyTeeData {
    header: Header,
    source: Value,
    items: PyCell<Vec<Value>>,
    next: Slot,
    running: Cell<bool>,
}
crate::payload!(PyTeeData, shape::TEE_DATA, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.items);
    visitor.visit(&this.next);
} clear {
    let items = this.items.take();
    this.next.clear();
    drop(items);
});

#[repr(C)]
pub struct PyTee {
    header: Header,
    /// A [`PyTeeData`].
    block: PyCell<Ref<PyTeeData>>,
    index: Cell<usize>,
}
crate::payload!(PyTee, shape::TEE, traverse(this, visitor) {
    visitor.visit(&this.block);
} clear {});

const TEE_BASE: TypeSpec = iterator::<PyTee>("_tee", "Iterator wrapped to make it copyable.", next, &NEW);
pub static TEE: TypeSpec = TypeSpec {
    flags: WEAKREF,
    methods: &[method("__copy__(self, /)", "Returns an independent iterator.", wrap(copy))],
    ..TEE_BASE
};
pub static TEE_DATA: TypeSpec =
    TypeSpec { module: "itertools", flags: NO_NEW, ..TypeSpec::of::<PyTeeData>("_tee_dataobject") };
static NEW: Native = staticmethod("__new__(cls, iterable, /)", "Create and return a new object.", wrap(new));

impl PyTeeData {
    fn new(source: Value) -> Ref<PyTeeData> {
        Ref::new(PyTeeData {
            header: Header::new(shape::TEE_DATA),
            source,
            items: PyCell::default(),
            next: Slot::EMPTY,
            running: Cell::new(false),
        })
    }

    /// Item `index` of the block, read from the source if need be.
    fn item(&self, vm: &Vm, index: usize) -> PyResult<Option<Value>> {
        if let Some(known) = self.items.borrow().get(index) {
            return Ok(Some(known.clone()));
        }
        if self.running.replace(true) {
            return Err(vm.runtime_error("cannot re-enter the tee iterator"));
        }
        let item = vm.next(&self.source);
        self.running.set(false);
        let item = item?;
        if let Some(item) = &item {
            self.items.borrow_mut().push(item.clone());
        }
        Ok(item)
    }

    /// The block behind this one.
    fn following(&self) -> Ref<PyTeeData> {
        if let Some(Ok(next)) = self.next.get().map(Value::into_ref::<PyTeeData>) {
            return next;
        }
        let next = PyTeeData::new(self.source.clone());
        self.next.set(next.to_value());
        next
    }
}

fn make(block: Ref<PyTeeData>, index: usize) -> Ref<PyTee> {
    Ref::new(PyTee { header: Header::new(shape::TEE), block: PyCell::new(block), index: Cell::new(index) })
}

fn new(vm: &Vm, _class: &Ref<PyType>, iterable: &Value) -> PyResult<Ref<PyTee>> {
    if let Some(tee) = iterable.downcast::<PyTee>() {
        return Ok(copy(vm, tee));
    }
    let source = vm.iter(iterable)?;
    Ok(match source.downcast::<PyTee>() {
        Some(tee) => copy(vm, tee),
        None => make(PyTeeData::new(source), 0),
    })
}

fn copy(_: &Vm, this: &Ref<PyTee>) -> Ref<PyTee> {
    make(this.block.get(), this.index.get())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyTee>(this);
    if this.index.get() >= BLOCK {
        let following = this.block.get().following();
        this.block.set(following);
        this.index.set(0);
    }
    let block = this.block.get();
    let item = block.item(vm, this.index.get())?;
    if item.is_some() {
        this.index.set(this.index.get() + 1);
    }
    Ok(item)
}

pub fn tee(vm: &Vm, iterable: &Value, n: isize) -> PyResult<Value> {
    if n < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    if n == 0 {
        return Ok(vm.empty_tuple());
    }
    let source = vm.iter(iterable)?;
    let mut copies = Vec::new();
    let copy_method = match source.downcast::<PyTee>() {
        Some(_) => None,
        None => vm.get_attr_opt(&source, &vm.intern("__copy__"))?,
    };
    if let Some(copy_method) = copy_method {
        copies.push(source.clone());
        for _ in 1..n {
            copies.push(vm.call(&copy_method, &[])?);
        }
        return Ok(vm.tuple(copies));
    }
    let first = match source.downcast::<PyTee>() {
        Some(tee) => copy(vm, tee),
        None => make(PyTeeData::new(source), 0),
    };
    copies.extend((1..n).map(|_| copy(vm, &first).into_value()));
    copies.insert(0, first.into_value());
    Ok(vm.tuple(copies))
}
