//! `OrderedDict`: a dict that can reorder its keys, and whose order counts in comparisons.

use super::ordered_views::{PyOrderedIterator, view};
use crate::builtins::dict::table::Table;
use crate::builtins::dict::views::Kind;
use crate::builtins::dict::{PyDict, hash_key, ops, update};
use crate::builtins::sequence::at_most;
use crate::builtins::str::PyStr;
use crate::native::{Args, Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{CompareOp, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyOrderedDict {
    pub dict: PyDict,
}
crate::payload!(PyOrderedDict, shape::ORDERED_DICT, base PyDict, traverse(this, visitor) {
    visitor.visit(&this.dict.table);
} clear {
    let entries = this.dict.table.borrow_mut().clear();
    drop(entries);
});

pub static ORDERED_DICT: TypeSpec = TypeSpec {
    module: "collections",
    base: shape::DICT,
    doc: "Dictionary that remembers insertion order",
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        init: Some(init),
        or: Some(or),
        ior: Some(ior),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::of::<PyOrderedDict>("OrderedDict")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

static METHODS: &[Native] = &[
    classmethod(
        "fromkeys(cls, /, iterable, value=None)",
        "Create a new ordered dictionary with keys from iterable and values set to value.",
        wrap(fromkeys),
    ),
    method(
        "popitem(self, /, last=True)",
        "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.",
        wrap(popitem),
    ),
    method(
        "move_to_end(self, /, key, last=True)",
        "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
        wrap(move_to_end),
    ),
    method(
        "pop(self, /, key, default=<unrepresentable>)",
        "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
        wrap(pop),
    ),
    method(
        "setdefault(self, /, key, default=None)",
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
        wrap(setdefault),
    ),
    method("copy(self, /)", "A shallow copy of ordered dict.", wrap(copy)),
    method("keys(self, /)", "", wrap(|_: &Vm, this: &Ref<PyOrderedDict>| view(Kind::Keys, this))),
    method("values(self, /)", "", wrap(|_: &Vm, this: &Ref<PyOrderedDict>| view(Kind::Values, this))),
    method("items(self, /)", "", wrap(|_: &Vm, this: &Ref<PyOrderedDict>| view(Kind::Items, this))),
    method("update(self, /, *args, **kwargs)", "", wrap(update_method)),
    method("__reversed__(self, /)", "od.__reversed__() <==> reversed(od)", wrap(reversed)),
    method("__reduce__(self, /)", "Return state information for pickling", wrap(reduce)),
];

/// The receiver of a slot, as a dict and as what it is.
fn ordered(this: &Value) -> &Ref<PyOrderedDict> {
    this.downcast::<PyOrderedDict>().expect("a slot of OrderedDict")
}

fn is_exact(this: &Value) -> bool {
    this.downcast_exact::<PyOrderedDict>().is_some()
}

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PyOrderedDict> {
    vm.new_object(class, PyOrderedDict { dict: PyDict::payload_of(shape::ORDERED_DICT, Table::default()) })
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if args.positional().len() > 1 {
        return Err(vm.type_error(format!("expected at most 1 arguments, got {}", args.positional().len())));
    }
    fill(vm, this, args.positional(), args.keywords())
}

fn update_method(vm: &Vm, this: &Ref<PyOrderedDict>, args: Rest, kwargs: Keywords) -> PyResult<()> {
    if args.0.len() > 1 {
        return Err(at_most(vm, "update", 1, args.0.len()));
    }
    fill(vm, this.as_value(), args.0, kwargs.0.iter().map(|(name, value)| (name, value)))
}

/// From a mapping or pairs, then keywords. A subclass's `__setitem__` is respected, unlike dict's.
fn fill<'a>(
    vm: &Vm,
    this: &Value,
    sources: &[Value],
    keywords: impl Iterator<Item = (&'a Value, &'a Value)>,
) -> PyResult<()> {
    if is_exact(this) {
        return update::update_args(vm, ops::dict(this), sources, keywords, "OrderedDict");
    }
    let collected = PyDict::new();
    if let Some(source) = sources.first() {
        // Through a plain dict, which knows all forms of sources; its order is that of first insertion.
        update::update_from(vm, &collected, source)?;
    }
    for (key, value) in collected.items() {
        vm.set_item(this, &key, Some(&value))?;
    }
    for (name, value) in keywords {
        vm.set_item(this, name, Some(value))?;
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = class_of(this).name();
    if ops::dict(this).is_empty() {
        return Ok(vm.str(&format!("{name}()")));
    }
    // dict's repr guards against cycles; for a dict within itself it would answer otherwise.
    if vm.repr_stack.borrow().contains(&this.id()) {
        return Ok(vm.str("..."));
    }
    let inner = vm.to_str(&ops::repr(vm, this)?)?;
    let text = [name.as_bytes(), b"(", inner.as_bytes(), b")"].concat();
    Ok(PyStr::from_wtf8(&text).into_value())
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyDict>(), right.downcast::<PyDict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = ops::equal(vm, a, b)?;
    if equal && left.downcast::<PyOrderedDict>().is_some() && right.downcast::<PyOrderedDict>().is_some() {
        let (a, b) = (a.items(), b.items());
        for ((a, _), (b, _)) in a.iter().zip(&b) {
            equal = equal && vm.is_equal(a, b)?;
        }
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PyOrderedIterator::new(Kind::Keys, false, ordered(this)))
}

fn reversed(_: &Vm, this: &Ref<PyOrderedDict>) -> Value {
    PyOrderedIterator::new(Kind::Keys, true, this)
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    if left.downcast::<PyDict>().is_none() || right.downcast::<PyDict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let own = if left.downcast::<PyOrderedDict>().is_some() { left } else { right };
    let made = vm.call(class_of(own).as_value(), std::slice::from_ref(left))?;
    ior(vm, &made, right)
}

fn ior(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    fill(vm, left, std::slice::from_ref(right), std::iter::empty())?;
    Ok(left.clone())
}

fn fromkeys(vm: &Vm, class: &Ref<PyType>, iterable: &Value, value: &Value) -> PyResult<Value> {
    let made = vm.call(class.as_value(), &[])?;
    vm.for_each(iterable, |key| vm.set_item(&made, &key, Some(value)).map(|()| true))?;
    Ok(made)
}

fn popitem(vm: &Vm, this: &Ref<PyOrderedDict>, last: bool) -> PyResult<Value> {
    let mut table = this.dict.table.borrow_mut();
    let place = if last { table.previous_live(usize::MAX) } else { table.next_live(0) };
    let taken = place.map(|place| table.remove(place));
    drop(table);
    match taken {
        Some((key, value)) => Ok(vm.tuple(vec![key, value])),
        None => Err(vm.key_error(&vm.str("dictionary is empty"))),
    }
}

fn move_to_end(vm: &Vm, this: &Ref<PyOrderedDict>, key: &Value, last: bool) -> PyResult<()> {
    let hash = hash_key(vm, key)?;
    let Some(place) = this.dict.find(vm, key, hash)? else { return Err(vm.key_error(key)) };
    let mut table = this.dict.table.borrow_mut();
    match last {
        true => table.move_to_end(place),
        false => table.move_to_front(place),
    }
    Ok(())
}

fn pop(vm: &Vm, this: &Ref<PyOrderedDict>, key: &Value, default: Option<&Value>) -> PyResult<Value> {
    match (this.dict.remove(vm, key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn setdefault(vm: &Vm, this: &Ref<PyOrderedDict>, key: &Value, default: &Value) -> PyResult<Value> {
    if let Some(known) = this.dict.get(vm, key)? {
        return Ok(known);
    }
    vm.set_item(this.as_value(), key, Some(default))?;
    Ok(default.clone())
}

fn copy(vm: &Vm, this: &Ref<PyOrderedDict>) -> PyResult<Value> {
    let class = class_of(this.as_value());
    if is_exact(this.as_value()) {
        let table = this.dict.table.borrow().copy();
        return Ok(vm
            .new_object(&class, PyOrderedDict { dict: PyDict::payload_of(shape::ORDERED_DICT, table) })
            .into_value());
    }
    let made = vm.call(class.as_value(), &[])?;
    for (key, value) in this.dict.items() {
        vm.set_item(&made, &key, Some(&value))?;
    }
    Ok(made)
}

fn reduce(vm: &Vm, this: &Ref<PyOrderedDict>) -> PyResult<Value> {
    let state = vm.call_method(this.as_value(), "__getstate__", &[])?;
    let items = vm.call_method(this.as_value(), "items", &[])?;
    let items = vm.iter(&items)?;
    Ok(vm.tuple(vec![class_of(this.as_value()).into_value(), vm.empty_tuple(), state, Value::NONE, items]))
}
