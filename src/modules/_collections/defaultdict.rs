//! `defaultdict`.

use crate::builtins::dict::table::Table;
use crate::builtins::dict::update::{update_args, update_from};
use crate::builtins::dict::{PyDict, ops};
use crate::builtins::sequence;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, classmethod, getset, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{PyType, Ref, Slot, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyDefaultDict {
    dict: PyDict,
    factory: Slot,
}
crate::payload!(PyDefaultDict, shape::DEFAULTDICT, base PyDict, traverse(this, visitor) {
    visitor.visit(&this.dict.table);
    visitor.visit(&this.factory);
} clear {
    let entries = this.dict.table.borrow_mut().clear();
    this.factory.clear();
    drop(entries);
});

pub static DEFAULTDICT: TypeSpec = TypeSpec {
    module: "collections",
    base: shape::DICT,
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.",
    flags: BASETYPE | WEAKREF,
    slots: Slots { repr: Some(repr), init: Some(init), or: Some(or), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDefaultDict>("defaultdict")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

static METHODS: &[Native] = &[
    method(
        "__missing__(self, key, /)",
        "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value",
        wrap(missing),
    ),
    method("copy(self, /)", "D.copy() -> a shallow copy of D.", wrap(copy)),
    method("__copy__(self, /)", "D.copy() -> a shallow copy of D.", wrap(copy)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

static GETSET: &[GetSet] = &[getset(
    "default_factory",
    "Factory for default value called by __missing__().",
    |_, this| Ok(defaultdict(this).factory.get_or_none()),
    |_, this, factory| {
        defaultdict(this).factory.set(factory.cloned().unwrap_or(Value::NONE));
        Ok(())
    },
)];

fn defaultdict(this: &Value) -> &Ref<PyDefaultDict> {
    this.downcast::<PyDefaultDict>().expect("a slot of defaultdict")
}

fn payload(factory: Value, table: Table) -> PyDefaultDict {
    PyDefaultDict { dict: PyDict::payload_of(shape::DEFAULTDICT, table), factory: Slot::new(factory) }
}

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PyDefaultDict> {
    vm.new_object(class, payload(Value::NONE, Table::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let (factory, rest) = match args.positional() {
        [] => (Value::NONE, &[][..]),
        [factory, rest @ ..] => (factory.clone(), rest),
    };
    if !factory.is_none() && !vm.is_callable(&factory) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    defaultdict(this).factory.set(factory);
    update_args(vm, ops::dict(this), rest, args.keywords(), "dict")
}

fn missing(vm: &Vm, this: &Ref<PyDefaultDict>, key: &Value) -> PyResult<Value> {
    let factory = this.factory.get_or_none();
    if factory.is_none() {
        return Err(vm.key_error(PyTuple::new([key.clone()]).items().first().unwrap_or(key)));
    }
    let value = vm.call(&factory, &[])?;
    vm.set_item(this.as_value(), key, Some(&value))?;
    Ok(value)
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let inner = crate::builtins::dict::ops::repr(vm, this)?;
    let factory = defaultdict(this).factory.get_or_none();
    let factory = vm.enter_repr(&factory, || vm.repr(&factory))?.unwrap_or_else(|| PyStr::new("..."));
    let inner = vm.to_str(&inner)?;
    let text = [class_of(this).name().as_bytes(), b"(", factory.as_bytes(), b", ", inner.as_bytes(), b")"].concat();
    Ok(PyStr::from_wtf8(&text).into_value())
}

fn copy(vm: &Vm, this: &Ref<PyDefaultDict>) -> PyResult<Value> {
    let class = class_of(this.as_value());
    if this.header().shape() == shape::DEFAULTDICT {
        let table = this.dict.table.borrow().copy();
        return Ok(vm.new_object(&class, payload(this.factory.get_or_none(), table)).into_value());
    }
    vm.call(class.as_value(), &[this.factory.get_or_none(), this.to_value()])
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    if left.downcast::<PyDict>().is_none() || right.downcast::<PyDict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let own = if left.downcast::<PyDefaultDict>().is_some() { left } else { right };
    let class = class_of(own);
    let made = vm.call(class.as_value(), &[defaultdict(own).factory.get_or_none(), left.clone()])?;
    match made.downcast::<PyDict>() {
        Some(target) => update_from(vm, target, right)?,
        None => return Err(vm.type_error("defaultdict expected")),
    }
    Ok(made)
}

fn reduce(vm: &Vm, this: &Ref<PyDefaultDict>) -> PyResult<Value> {
    let factory = this.factory.get_or_none();
    let args = if factory.is_none() { vm.empty_tuple() } else { vm.tuple(vec![factory]) };
    let items = vm.call_method(this.as_value(), "items", &[])?;
    let items = vm.iter(&items)?;
    Ok(vm.tuple(vec![class_of(this.as_value()).into_value(), args, Value::NONE, Value::NONE, items]))
}
