//! `pairwise` and `batched`.

use super::{iterator, receiver};
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The source is let go of at the end.
#[repr(C)]
pub struct PyPairwise {
    header: Header,
    source: Slot,
    last: Slot,
}
crate::payload!(PyPairwise, shape::PAIRWISE, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.last);
} clear {
    this.finish();
});

impl PyPairwise {
    fn finish(&self) {
        self.source.clear();
        self.last.clear();
    }
}

pub static PAIRWISE: TypeSpec = iterator::<PyPairwise>(
    "pairwise",
    "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    pairwise_next,
    &NEW_PAIRWISE,
);
static NEW_PAIRWISE: Native =
    staticmethod("__new__(cls, iterable, /)", "Create and return a new object.", wrap(new_pairwise));

fn new_pairwise(vm: &Vm, class: &Ref<PyType>, iterable: &Value) -> PyResult<Ref<PyPairwise>> {
    let source = Slot::new(vm.iter(iterable)?);
    Ok(vm.new_object(class, PyPairwise { header: Header::new(shape::PAIRWISE), source, last: Slot::EMPTY }))
}

fn pairwise_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyPairwise>(this);
    let Some(source) = this.source.get() else { return Ok(None) };
    let old = match this.last.get() {
        Some(old) => old,
        None => {
            let Some(first) = vm.next(&source)? else {
                this.finish();
                return Ok(None);
            };
            this.last.set(first.clone());
            // Taking the first item may have exhausted this very iterator.
            if !this.source.is_set() {
                this.finish();
                return Ok(None);
            }
            first
        }
    };
    let Some(new) = vm.next(&source)? else {
        this.finish();
        return Ok(None);
    };
    this.last.set(new.clone());
    Ok(Some(PyTuple::new([old, new]).into_value()))
}

/// The source is let go of at the end.
#[repr(C)]
pub struct PyBatched {
    header: Header,
    source: Slot,
    size: usize,
    strict: bool,
}
crate::payload!(PyBatched, shape::BATCHED, traverse(this, visitor) {
    visitor.visit(&this.source);
} clear {
    this.source.clear();
});

pub static BATCHED: TypeSpec = iterator::<PyBatched>(
    "batched",
    "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    batched_next,
    &NEW_BATCHED,
);
static NEW_BATCHED: Native =
    staticmethod("__new__(cls, iterable, n, *, strict=False)", "Create and return a new object.", wrap(new_batched));

fn new_batched(vm: &Vm, class: &Ref<PyType>, iterable: &Value, n: isize, strict: bool) -> PyResult<Ref<PyBatched>> {
    if n < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let source = Slot::new(vm.iter(iterable)?);
    let header = Header::new(shape::BATCHED);
    Ok(vm.new_object(class, PyBatched { header, source, size: n as usize, strict }))
}

fn batched_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyBatched>(this);
    let Some(source) = this.source.get() else { return Ok(None) };
    let mut batch = Vec::with_capacity(this.size.min(64));
    while batch.len() < this.size {
        match vm.next(&source)? {
            Some(item) => batch.push(item),
            None => {
                this.source.clear();
                break;
            }
        }
        vm.poll()?;
    }
    if batch.is_empty() {
        return Ok(None);
    }
    if batch.len() < this.size && this.strict {
        return Err(vm.value_error("batched(): incomplete batch"));
    }
    Ok(Some(vm.tuple(batch)))
}
