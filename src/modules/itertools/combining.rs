//! Iterators that join others or work on their items: `chain`, `starmap`, `zip_longest`, `accumulate`.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::builtins::sequence;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, Rest, classmethod, staticmethod, wrap};
use crate::object::{BinaryOp, Header, PyCell, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyChain {
    header: Header,
    /// The iterator over the iterables; let go of at the end.
    source: Slot,
    active: Slot,
}
crate::payload!(PyChain, shape::CHAIN, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.active);
} clear {
    this.source.clear();
    this.active.clear();
});

pub static CHAIN: TypeSpec = TypeSpec {
    methods: &[
        classmethod(
            "from_iterable(cls, iterable, /)",
            "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
            wrap(from_iterable),
        ),
        classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
    ],
    ..iterator::<PyChain>(
        "chain",
        "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
        chain_next,
        &NEW_CHAIN,
    )
};
static NEW_CHAIN: Native = staticmethod("__new__(cls, *iterables)", "Create and return a new object.", wrap(new_chain));

fn make_chain(vm: &Vm, class: &Ref<PyType>, iterables: &Value) -> PyResult<Ref<PyChain>> {
    let source = Slot::new(vm.iter(iterables)?);
    Ok(vm.new_object(class, PyChain { header: Header::new(shape::CHAIN), source, active: Slot::EMPTY }))
}

fn new_chain(vm: &Vm, class: &Ref<PyType>, iterables: Rest) -> PyResult<Ref<PyChain>> {
    make_chain(vm, class, PyTuple::new(iterables.0.to_vec()).as_value())
}

fn from_iterable(vm: &Vm, class: &Ref<PyType>, iterable: &Value) -> PyResult<Ref<PyChain>> {
    make_chain(vm, class, iterable)
}

fn chain_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyChain>(this);
    while let Some(source) = this.source.get() {
        if let Some(active) = this.active.get() {
            if let Some(item) = vm.next(&active)? {
                return Ok(Some(item));
            }
            this.active.clear();
        }
        vm.poll()?;
        let iterator = match vm.next(&source) {
            Ok(Some(iterable)) => vm.iter(&iterable),
            Ok(None) => {
                this.source.clear();
                return Ok(None);
            }
            Err(raised) => Err(raised),
        };
        match iterator {
            Ok(iterator) => this.active.set(iterator),
            Err(raised) => {
                // CPython gives up for good when an iterable cannot be iterated over.
                let exception = vm.take_raised(raised);
                this.source.clear();
                return Err(vm.park(exception));
            }
        }
    }
    Ok(None)
}

#[repr(C)]
pub struct PyStarmap {
    header: Header,
    function: Value,
    source: Value,
}
crate::payload!(PyStarmap, shape::STARMAP, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.source);
} clear {});

pub static STARMAP: TypeSpec = iterator::<PyStarmap>(
    "starmap",
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    starmap_next,
    &NEW_STARMAP,
);
static NEW_STARMAP: Native =
    staticmethod("__new__(cls, function, iterable, /)", "Create and return a new object.", wrap(new_starmap));

fn new_starmap(vm: &Vm, class: &Ref<PyType>, function: &Value, iterable: &Value) -> PyResult<Ref<PyStarmap>> {
    let source = vm.iter(iterable)?;
    Ok(vm.new_object(class, PyStarmap { header: Header::new(shape::STARMAP), function: function.clone(), source }))
}

fn starmap_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyStarmap>(this);
    let Some(args) = vm.next(&this.source)? else { return Ok(None) };
    match args.downcast_exact::<PyTuple>() {
        Some(args) => vm.call(&this.function, args.items()).map(Some),
        None => vm.call(&this.function, &vm.collect(&args)?).map(Some),
    }
}

#[repr(C)]
pub struct PyZipLongest {
    header: Header,
    /// Exhausted ones are gone.
    iterators: PyCell<Vec<Option<Value>>>,
    active: Cell<usize>,
    fill: Value,
}
crate::payload!(PyZipLongest, shape::ZIP_LONGEST, traverse(this, visitor) {
    visitor.visit(&this.iterators);
    visitor.visit(&this.fill);
} clear {
    let iterators = this.iterators.take();
    this.active.set(0);
    drop(iterators);
});

pub static ZIP_LONGEST: TypeSpec = iterator::<PyZipLongest>(
    "zip_longest",
    "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.",
    zip_longest_next,
    &NEW_ZIP_LONGEST,
);
static NEW_ZIP_LONGEST: Native =
    staticmethod("__new__(cls, *iterables, fillvalue=None)", "Create and return a new object.", wrap(new_zip_longest));

fn new_zip_longest(vm: &Vm, class: &Ref<PyType>, iterables: Rest, fill: &Value) -> PyResult<Ref<PyZipLongest>> {
    let iterators = iterables.0.iter().map(|iterable| vm.iter(iterable).map(Some)).collect::<PyResult<Vec<_>>>()?;
    let active = Cell::new(iterators.len());
    let header = Header::new(shape::ZIP_LONGEST);
    Ok(vm.new_object(class, PyZipLongest { header, iterators: PyCell::new(iterators), active, fill: fill.clone() }))
}

fn zip_longest_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyZipLongest>(this);
    if this.active.get() == 0 {
        return Ok(None);
    }
    let count = this.iterators.borrow().len();
    let mut items = Vec::with_capacity(count);
    for index in 0..count {
        let iterator = this.iterators.borrow().get(index).cloned().flatten();
        let item = match &iterator {
            None => None,
            Some(iterator) => vm.next(iterator)?,
        };
        if item.is_none() && iterator.is_some() {
            this.active.set(this.active.get().saturating_sub(1));
            if this.active.get() == 0 {
                return Ok(None);
            }
            let gone = this.iterators.borrow_mut().get_mut(index).and_then(Option::take);
            drop(gone);
        }
        items.push(item.unwrap_or_else(|| this.fill.clone()));
    }
    Ok(Some(vm.tuple(items)))
}

#[repr(C)]
pub struct PyAccumulate {
    header: Header,
    source: Value,
    /// None: addition.
    function: Value,
    total: Slot,
    initial: Slot,
}
crate::payload!(PyAccumulate, shape::ACCUMULATE, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.function);
    visitor.visit(&this.total);
    visitor.visit(&this.initial);
} clear {
    this.total.clear();
    this.initial.clear();
});

pub static ACCUMULATE: TypeSpec =
    iterator::<PyAccumulate>("accumulate", "Return series of accumulated sums.", accumulate_next, &NEW_ACCUMULATE);
static NEW_ACCUMULATE: Native = staticmethod(
    "__new__(cls, iterable, func=None, *, initial=None)",
    "Create and return a new object.",
    wrap(new_accumulate),
);

fn new_accumulate(
    vm: &Vm,
    class: &Ref<PyType>,
    iterable: &Value,
    function: &Value,
    initial: &Value,
) -> PyResult<Ref<PyAccumulate>> {
    let source = vm.iter(iterable)?;
    let initial = Slot::from_option(Some(initial.clone()).filter(|initial| !initial.is_none()));
    let header = Header::new(shape::ACCUMULATE);
    Ok(vm.new_object(class, PyAccumulate { header, source, function: function.clone(), total: Slot::EMPTY, initial }))
}

fn accumulate_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyAccumulate>(this);
    if let Some(initial) = this.initial.take() {
        this.total.set(initial.clone());
        return Ok(Some(initial));
    }
    let Some(item) = vm.next(&this.source)? else { return Ok(None) };
    let total = match this.total.get() {
        None => item,
        Some(total) if this.function.is_none() => vm.binary_op(BinaryOp::Add, &total, &item)?,
        Some(total) => vm.call(&this.function, &[total, item])?,
    };
    this.total.set(total.clone());
    Ok(Some(total))
}
