//! `frame.f_locals` of a function: a mapping that reads and writes the frame's variables (PEP 667).

use super::PyFrame;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Raised, Rest, method, staticmethod, wrap};
use crate::object::{CompareOp, Header, Ref, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;
use crate::vm::frame_object::Place;

#[repr(C)]
pub struct PyFrameLocals {
    header: Header,
    pub frame: Ref<PyFrame>,
}
crate::payload!(PyFrameLocals, shape::FRAME_LOCALS_PROXY, traverse(this, visitor) {
    visitor.visit(&this.frame);
} clear {});

impl PyFrameLocals {
    pub fn new(frame: Ref<PyFrame>) -> Ref<PyFrameLocals> {
        Ref::new(PyFrameLocals { header: Header::new(shape::FRAME_LOCALS_PROXY), frame })
    }
}

pub(super) static PROXY: TypeSpec = TypeSpec {
    flags: types::MAPPING,
    new: Some(&NEW),
    methods: METHODS,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        or: Some(or),
        ior: Some(ior),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<PyFrameLocals>("FrameLocalsProxy")
};

static NEW: Native = staticmethod(
    "__new__(cls, frame, /)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    method("keys(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyFrameLocals>| list_of(vm, this, |(name, _)| name))),
    method("values(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyFrameLocals>| list_of(vm, this, |(_, value)| value))),
    method(
        "items(self, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyFrameLocals>| {
            vm.list(items(vm, &this.frame).into_iter().map(|(name, value)| vm.tuple(vec![name, value])).collect())
        }),
    ),
    method("copy(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyFrameLocals>| snapshot(vm, this))),
    method("get(self, key, default=None, /)", "", wrap(get)),
    method("setdefault(self, key, default=None, /)", "", wrap(setdefault)),
    method("update(self, *args, **kwargs)", "", wrap(update)),
    method("pop(self, key, default=<unrepresentable>, /)", "", wrap(pop)),
    method("__reversed__(self, /)", "", wrap(reversed)),
];

/// The names of the variables and where each is kept; compiler's own names begin with a dot.
fn variables(frame: &PyFrame) -> Vec<(&str, Place)> {
    let code = &frame.code.code;
    let cell = |name: &str| code.cell_vars.iter().position(|cell| &**cell == name);
    let place = |register: usize, name: &str| match cell(name) {
        Some(index) => Place::Cell(code.cell_registers[index] as usize),
        None => Place::Register(register),
    };
    let mut found: Vec<(&str, Place)> =
        code.var_names.iter().enumerate().map(|(register, name)| (&**name, place(register, name))).collect();
    for (index, name) in code.cell_vars.iter().enumerate() {
        if !code.var_names.contains(name) {
            found.push((name, Place::Cell(code.cell_registers[index] as usize)));
        }
    }
    found.extend(code.free_vars.iter().enumerate().map(|(index, name)| (&**name, Place::Free(index))));
    found.retain(|(name, _)| !name.starts_with('.'));
    found
}

/// Names and values of the variables that have one, then what was added under other names.
pub fn items(vm: &Vm, frame: &Ref<PyFrame>) -> Vec<(Value, Value)> {
    let bound = variables(frame)
        .into_iter()
        .filter_map(|(name, place)| Some((vm.intern(name).into_value(), vm.read_variable(frame, place)?)));
    let mut found: Vec<(Value, Value)> = bound.collect();
    if let Some(added) = added(frame) {
        found.extend(added.items());
    }
    found
}

fn added(frame: &PyFrame) -> Option<Ref<PyDict>> {
    frame.locals.get().and_then(|added| added.into_ref().ok())
}

fn place_of(frame: &PyFrame, key: &Value) -> Option<Place> {
    let key = key.downcast::<PyStr>()?;
    variables(frame).into_iter().find(|(name, _)| name.as_bytes() == key.as_bytes()).map(|(_, place)| place)
}

fn look_up(vm: &Vm, frame: &PyFrame, key: &Value) -> PyResult<Option<Value>> {
    if let Some(value) = place_of(frame, key).and_then(|place| vm.read_variable(frame, place)) {
        return Ok(Some(value));
    }
    match added(frame) {
        Some(added) => added.get(vm, key),
        None => vm.hash(key).map(|_| None),
    }
}

fn store(vm: &Vm, frame: &PyFrame, key: &Value, value: &Value) -> PyResult<()> {
    if let Some(place) = place_of(frame, key) {
        vm.write_variable(frame, place, value.clone());
        return Ok(());
    }
    let added = match added(frame) {
        Some(added) => added,
        None => {
            let made = vm.dict();
            frame.locals.set(made.to_value());
            made
        }
    };
    added.set(vm, key, value.clone())
}

fn proxy<'v>(vm: &Vm, this: &'v Value) -> PyResult<&'v Ref<PyFrameLocals>> {
    match this.downcast::<PyFrameLocals>() {
        Some(proxy) => Ok(proxy),
        None => Err(vm.type_error(format!("expected FrameLocalsProxy, got '{}'", class_ref(this).name()))),
    }
}

fn new(vm: &Vm, _: Class, frame: &Value) -> PyResult<Ref<PyFrameLocals>> {
    match frame.downcast::<PyFrame>() {
        Some(frame) => Ok(PyFrameLocals::new(frame.clone())),
        None => Err(vm.type_error(format!("expect frame, not {}", class_ref(frame).name()))),
    }
}

fn list_of(vm: &Vm, this: &Ref<PyFrameLocals>, pick: fn((Value, Value)) -> Value) -> Value {
    vm.list(items(vm, &this.frame).into_iter().map(pick).collect())
}

fn snapshot(vm: &Vm, this: &PyFrameLocals) -> PyResult<Ref<PyDict>> {
    let dict = vm.dict();
    for (name, value) in items(vm, &this.frame) {
        dict.set(vm, &name, value)?;
    }
    Ok(dict)
}

// ---- slots

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let shown = vm.enter_repr(this, || vm.repr(snapshot(vm, proxy(vm, this)?)?.as_value()))?;
    Ok(shown.map_or_else(|| vm.str("{...}"), Ref::into_value))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let this = proxy(vm, this)?;
    let equal = if let Some(other) = other.downcast::<PyFrameLocals>() {
        this.frame.is(&other.frame)
    } else if other.downcast::<PyDict>().is_some() {
        vm.is_equal(snapshot(vm, this)?.as_value(), other)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.iter(&list_of(vm, proxy(vm, this)?, |(name, _)| name))
}

fn reversed(vm: &Vm, this: &Ref<PyFrameLocals>) -> PyResult<Value> {
    let names = items(vm, &this.frame).into_iter().rev().map(|(name, _)| name).collect();
    vm.iter(&vm.list(names))
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(items(vm, &proxy(vm, this)?.frame).len())
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    match look_up(vm, &proxy(vm, this)?.frame, key)? {
        Some(value) => Ok(value),
        None => Err(missing(vm, key)),
    }
}

fn missing(vm: &Vm, key: &Value) -> Raised {
    match vm.repr(key) {
        Ok(key) => vm.raise_class(&vm.exceptions().KeyError, &format!("local variable {key} is not defined")),
        Err(raised) => raised,
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    let frame = &proxy(vm, this)?.frame;
    match new {
        Some(new) => store(vm, frame, key, new),
        None if place_of(frame, key).is_some() => {
            Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"))
        }
        None => match added(frame) {
            Some(added) if added.remove(vm, key)?.is_some() => Ok(()),
            _ => Err(vm.key_error(key)),
        },
    }
}

fn contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    Ok(look_up(vm, &proxy(vm, this)?.frame, key)?.is_some())
}

/// A dict of either kind of operand.
fn merged(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let is_mapping =
        |value: &Value| value.downcast::<PyFrameLocals>().is_some() || value.downcast::<PyDict>().is_some();
    if !is_mapping(left) || !is_mapping(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = vm.dict();
    vm.dict_update(&result, left)?;
    vm.dict_update(&result, right)?;
    Ok(result.into_value())
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    merged(vm, left, right)
}

fn ior(vm: &Vm, this: &Value, other: &Value) -> PyResult<Value> {
    merge_into(vm, &proxy(vm, this)?.frame, other)?;
    Ok(this.clone())
}

fn merge_into(vm: &Vm, frame: &PyFrame, other: &Value) -> PyResult<()> {
    let source = vm.dict();
    vm.dict_update(&source, other)?;
    for (key, value) in source.items() {
        store(vm, frame, &key, &value)?;
    }
    Ok(())
}

// ---- methods

fn get(vm: &Vm, this: &Ref<PyFrameLocals>, key: &Value, default: &Value) -> PyResult<Value> {
    Ok(look_up(vm, &this.frame, key)?.unwrap_or_else(|| default.clone()))
}

fn setdefault(vm: &Vm, this: &Ref<PyFrameLocals>, key: &Value, default: &Value) -> PyResult<Value> {
    if let Some(known) = look_up(vm, &this.frame, key)? {
        return Ok(known);
    }
    store(vm, &this.frame, key, default)?;
    Ok(default.clone())
}

fn update(vm: &Vm, this: &Ref<PyFrameLocals>, args: Rest, keywords: Keywords) -> PyResult<()> {
    if args.0.len() > 1 {
        return Err(vm.type_error(format!("update expected at most 1 argument, got {}", args.0.len())));
    }
    if let Some(other) = args.0.first() {
        let plain =
            vm.call_args(types::builtin(shape::DICT).as_value(), Args::positional_only(std::slice::from_ref(other)))?;
        merge_into(vm, &this.frame, &plain)?;
    }
    for (key, value) in keywords.0 {
        store(vm, &this.frame, key, value)?;
    }
    Ok(())
}

fn pop(vm: &Vm, this: &Ref<PyFrameLocals>, key: &Value, default: Option<&Value>) -> PyResult<Value> {
    if place_of(&this.frame, key).is_some() {
        return Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"));
    }
    if let Some(added) = added(&this.frame)
        && let Some(value) = added.remove(vm, key)?
    {
        return Ok(value);
    }
    match default {
        Some(default) => Ok(default.clone()),
        None => Err(vm.key_error(key)),
    }
}
