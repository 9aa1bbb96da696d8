//! `types.SimpleNamespace`.

use crate::builtins::dict::PyDict;
use crate::builtins::object::DICT_GETSET;
use crate::builtins::str::PyStr;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::BASETYPE;
use crate::object::{CompareOp, Header, PyType, Ref, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyNamespace {
    header: Header,
}
crate::payload!(PyNamespace, shape::SIMPLE_NAMESPACE, tail);

pub static SPECS: &[&TypeSpec] = &[&SIMPLE_NAMESPACE];

static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

static SIMPLE_NAMESPACE: TypeSpec = TypeSpec {
    module: "types",
    doc: "A simple attribute-based namespace.",
    flags: BASETYPE,
    new: Some(&NEW),
    slots: Slots { repr: Some(repr), init: Some(init), compare: Some(compare), ..Slots::EMPTY },
    methods: &[
        method("__reduce__(self, /)", "Return state information for pickling", wrap(reduce)),
        method(
            "__replace__(self, /, **changes)",
            "Return a copy of the namespace object with new values for the specified attributes.",
            wrap(replace),
        ),
    ],
    getset: &[DICT_GETSET],
    ..TypeSpec::of::<PyNamespace>("SimpleNamespace")
};

impl PyNamespace {
    pub fn new() -> Ref<PyNamespace> {
        Ref::new(PyNamespace { header: Header::new(shape::SIMPLE_NAMESPACE) })
    }
}

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Value {
    vm.new_object(class, PyNamespace { header: Header::new(shape::SIMPLE_NAMESPACE) }).into_value()
}

/// A mapping, or pairs, and keywords.
fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(dict) = vm.instance_dict(this) else { return Ok(()) };
    match args.positional() {
        [] => {}
        [source] => {
            let given = vm.call(crate::object::types::builtin(shape::DICT).as_value(), std::slice::from_ref(source))?;
            let entries = given.downcast::<PyDict>().map_or_else(Vec::new, |given| given.items());
            for (key, value) in entries {
                if key.downcast::<PyStr>().is_none() {
                    return Err(vm.type_error("keywords must be strings"));
                }
                dict.set(vm, &key, value)?;
            }
        }
        more => {
            let name = class_ref(this).name();
            return Err(vm.type_error(format!("{name} expected at most 1 argument, got {}", more.len())));
        }
    }
    for (name, value) in args.keywords() {
        dict.set(vm, name, value.clone())?;
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = class_of(this);
    let name = if class.has(crate::object::types::HEAP) { class.name() } else { "namespace".to_string() };
    let shown = vm.enter_repr(this, || {
        let mut parts = Vec::new();
        for (key, value) in vm.instance_dict(this).map_or_else(Vec::new, |dict| dict.items()) {
            let Some(key) = key.downcast::<PyStr>().filter(|key| !key.is_empty()) else { continue };
            parts.push(format!("{key}={}", vm.repr(&value)?));
        }
        Ok(parts.join(", "))
    })?;
    Ok(vm.str(&format!("{name}({})", shown.unwrap_or_else(|| "...".to_string()))))
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let both = left.downcast::<PyNamespace>().is_some() && right.downcast::<PyNamespace>().is_some();
    match (vm.instance_dict(left), vm.instance_dict(right)) {
        (Some(a), Some(b)) if both => vm.compare(a.as_value(), b.as_value(), op),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    let dict = vm.instance_dict(this).map_or(Value::NONE, Ref::into_value);
    Ok(vm.tuple(vec![class_of(this).into_value(), vm.empty_tuple(), dict]))
}

fn replace(vm: &Vm, this: &Value, changes: Keywords) -> PyResult<Value> {
    let copy = vm.call(class_of(this).as_value(), &[])?;
    if copy.downcast::<PyNamespace>().is_none() {
        let (wanted, actual) = (class_ref(this).name(), class_ref(&copy).name());
        return Err(vm.type_error(format!("expect {wanted} type, but {wanted}() returned '{actual}' object")));
    }
    let entries = vm.instance_dict(this).map_or_else(Vec::new, |dict| dict.items());
    let Some(dict) = vm.instance_dict(&copy) else { return Ok(copy) };
    for (key, value) in entries.into_iter().chain(changes.0.iter().cloned()) {
        dict.set(vm, &key, value)?;
    }
    Ok(copy)
}
