//! Views of a dict: `keys`, `values` and `items`.

use super::iterators::PyDictIterator;
use super::{PyDict, view_ops};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, getter, method, wrap};
use crate::object::{Header, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

/// What a view or an iterator over a dict shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Keys,
    Values,
    Items,
}

/// The three kinds differ by their shape; `OrderedDict` has three of its own.
#[repr(C)]
pub struct PyDictView {
    header: Header,
    pub dict: Ref<PyDict>,
}
crate::payload!(PyDictView, shape::DICT_KEYS, traverse(this, visitor) {
    visitor.visit(&this.dict);
} clear {});

impl PyDictView {
    /// `number` is the shape of the kind.
    pub fn new(number: u32, dict: &Ref<PyDict>) -> Value {
        Ref::new(PyDictView { header: Header::new(number), dict: dict.clone() }).into_value()
    }

    pub fn kind(&self) -> Kind {
        match self.header.shape() {
            shape::DICT_VALUES | shape::ORDERED_DICT_VALUES => Kind::Values,
            shape::DICT_ITEMS | shape::ORDERED_DICT_ITEMS => Kind::Items,
            _ => Kind::Keys,
        }
    }

    /// The shapes of the iterators over this view of a plain dict.
    fn iterator_shapes(&self) -> (u32, u32) {
        match self.kind() {
            Kind::Values => (shape::DICT_VALUE_ITERATOR, shape::DICT_REVERSE_VALUE_ITERATOR),
            Kind::Items => (shape::DICT_ITEM_ITERATOR, shape::DICT_REVERSE_ITEM_ITERATOR),
            Kind::Keys => (shape::DICT_KEY_ITERATOR, shape::DICT_REVERSE_KEY_ITERATOR),
        }
    }
}

pub const SLOTS: Slots = Slots { repr: Some(repr), iter: Some(iter), len: Some(len), ..Slots::EMPTY };
pub const SET_SLOTS: Slots = Slots {
    contains: Some(contains),
    compare: Some(view_ops::compare),
    sub: Some(view_ops::sub),
    and: Some(view_ops::and),
    xor: Some(view_ops::xor),
    or: Some(view_ops::or),
    ..SLOTS
};

pub static GETSET: &[GetSet] = &[getter("mapping", "dictionary that this view refers to", mapping)];
static METHODS: &[Native] =
    &[method("__reversed__(self, /)", "Return a reverse iterator over the dict view.", wrap(reversed))];
static SET_METHODS: &[Native] = &[
    method("__reversed__(self, /)", "Return a reverse iterator over the dict view.", wrap(reversed)),
    method(
        "isdisjoint(self, other, /)",
        "Return True if the view and the given iterable have a null intersection.",
        wrap(view_ops::isdisjoint),
    ),
];

pub static KEYS: TypeSpec =
    TypeSpec { slots: SET_SLOTS, methods: SET_METHODS, getset: GETSET, ..TypeSpec::of::<PyDictView>("dict_keys") };
pub static VALUES: TypeSpec = TypeSpec {
    shape: shape::DICT_VALUES,
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDictView>("dict_values")
};
pub static ITEMS: TypeSpec = TypeSpec {
    shape: shape::DICT_ITEMS,
    slots: SET_SLOTS,
    methods: SET_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDictView>("dict_items")
};

/// The view that the receiver of a slot is.
pub fn view(this: &Value) -> &Ref<PyDictView> {
    this.downcast::<PyDictView>().expect("a slot of a dict view")
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let text = vm.enter_repr(this, || {
        let items = vm.list(vm.collect(this)?);
        let mut text = class_of(this).name().into_bytes();
        text.push(b'(');
        text.extend_from_slice(vm.repr(&items)?.as_bytes());
        text.push(b')');
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"...")).into_value())
}

fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    let view = view(this);
    Ok(PyDictIterator::new(view.iterator_shapes().0, &view.dict))
}

fn reversed(_: &Vm, this: &Ref<PyDictView>) -> Value {
    PyDictIterator::new(this.iterator_shapes().1, &this.dict)
}

fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(view(this).dict.len())
}

pub fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let dict = &view(this).dict;
    if view(this).kind() == Kind::Keys {
        return super::ops::contains(vm, dict.as_value(), item);
    }
    let Some([key, value]) = item.downcast::<PyTuple>().map(|pair| pair.items()) else { return Ok(false) };
    match dict.get(vm, key)? {
        Some(found) => vm.is_equal(&found, value),
        None => Ok(false),
    }
}

fn mapping(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(class) = crate::builtins::sequence::made_class(shape::MAPPING_PROXY) else {
        return Err(vm.not_implemented_error("mapping proxies are not available"));
    };
    vm.call(class.as_value(), &[view(this).dict.to_value()])
}
