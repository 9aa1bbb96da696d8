//! Methods of `dict`.

use super::iterators::PyDictIterator;
use super::table::Table;
use super::update::update_args;
use super::views::PyDictView;
use super::{PyDict, hash_key};
use crate::builtins::sequence::{self, is_exactly};
use crate::builtins::set::PySet;
use crate::builtins::set::update::for_each_hashed;
use crate::native::{Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

pub static METHODS: &[Native] = &[
    method("__reversed__(self, /)", "Return a reverse iterator over the dict keys.", wrap(reversed)),
    method("__sizeof__(self, /)", "Return the size of the dict in memory.", wrap(sizeof)),
    method(
        "get(self, key, default=None, /)",
        "Return the value for key if key is in the dictionary, else default.",
        wrap(get),
    ),
    method(
        "setdefault(self, key, default=None, /)",
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
        wrap(setdefault),
    ),
    method(
        "pop(self, key, default=<unrepresentable>, /)",
        "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
        wrap(pop),
    ),
    method(
        "popitem(self, /)",
        "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
        wrap(popitem),
    ),
    method("keys(self, /)", "Return a set-like object providing a view on the dict's keys.", wrap(keys)),
    method("items(self, /)", "Return a set-like object providing a view on the dict's items.", wrap(items)),
    method("values(self, /)", "Return an object providing a view on the dict's values.", wrap(values)),
    method(
        "update(self, /, *args, **kwargs)",
        "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]",
        wrap(update),
    ),
    classmethod(
        "fromkeys(cls, iterable, value=None, /)",
        "Create a new dictionary with keys from iterable and values set to value.",
        wrap(fromkeys),
    ),
    method("clear(self, /)", "Remove all items from the dict.", wrap(clear)),
    method("copy(self, /)", "Return a shallow copy of the dict.", wrap(copy)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PyDict> {
    vm.new_object(class, PyDict::payload(Table::default()))
}

/// A plain dict with the same content.
pub fn copy_of(dict: &PyDict) -> Ref<PyDict> {
    let table = dict.table.borrow().copy();
    Ref::new(PyDict::payload(table))
}

fn reversed(_: &Vm, this: &Ref<PyDict>) -> Value {
    PyDictIterator::new(shape::DICT_REVERSE_KEY_ITERATOR, this)
}

fn sizeof(_: &Vm, this: &Ref<PyDict>) -> usize {
    size_of::<PyDict>() + this.table.borrow().memory()
}

fn get(vm: &Vm, this: &Ref<PyDict>, key: &Value, default: &Value) -> PyResult<Value> {
    Ok(this.get(vm, key)?.unwrap_or_else(|| default.clone()))
}

fn setdefault(vm: &Vm, this: &Ref<PyDict>, key: &Value, default: &Value) -> PyResult<Value> {
    let hash = hash_key(vm, key)?;
    if let Some(place) = this.find(vm, key, hash)?
        && let Some(value) = this.value_at(place)
    {
        return Ok(value);
    }
    this.table.borrow_mut().insert_new(hash, key.clone(), default.clone());
    Ok(default.clone())
}

fn pop(vm: &Vm, this: &Ref<PyDict>, key: &Value, default: Option<&Value>) -> PyResult<Value> {
    match (this.remove(vm, key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn popitem(vm: &Vm, this: &Ref<PyDict>) -> PyResult<Value> {
    let mut table = this.table.borrow_mut();
    let last = table.remove_last();
    drop(table);
    match last {
        Some((key, value)) => Ok(vm.tuple(vec![key, value])),
        None => Err(vm.key_error(&vm.str("popitem(): dictionary is empty"))),
    }
}

fn keys(_: &Vm, this: &Ref<PyDict>) -> Value {
    PyDictView::new(shape::DICT_KEYS, this)
}

fn items(_: &Vm, this: &Ref<PyDict>) -> Value {
    PyDictView::new(shape::DICT_ITEMS, this)
}

fn values(_: &Vm, this: &Ref<PyDict>) -> Value {
    PyDictView::new(shape::DICT_VALUES, this)
}

fn update(vm: &Vm, this: &Ref<PyDict>, args: Rest, kwargs: Keywords) -> PyResult<()> {
    update_args(vm, this, args.0, kwargs.0.iter().map(|(name, value)| (name, value)), "update")
}

fn fromkeys(vm: &Vm, class: &Ref<PyType>, iterable: &Value, value: &Value) -> PyResult<Value> {
    if is_exactly(class, shape::DICT) {
        let made = PyDict::new();
        if iterable.downcast::<PySet>().is_some() || iterable.downcast_exact::<PyDict>().is_some() {
            for_each_hashed(vm, iterable, |key, hash| {
                made.set_with_hash(vm, &key, hash, value.clone()).map(|()| true)
            })?;
        } else {
            vm.for_each(iterable, |key| made.set(vm, &key, value.clone()).map(|()| true))?;
        }
        return Ok(made.into_value());
    }
    let made = vm.call(class.as_value(), &[])?;
    vm.for_each(iterable, |key| vm.set_item(&made, &key, Some(value)).map(|()| true))?;
    Ok(made)
}

fn clear(_: &Vm, this: &Ref<PyDict>) {
    let entries = this.table.borrow_mut().clear();
    drop(entries);
}

fn copy(_: &Vm, this: &Ref<PyDict>) -> Ref<PyDict> {
    copy_of(this)
}
