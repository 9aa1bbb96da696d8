//! `mappingproxy`: a read-only view of a mapping, or of a class's namespace.

use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::MAPPING;
use crate::object::{CompareOp, Header, PyType, Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyMappingProxy {
    header: Header,
    pub mapping: Value,
    /// The mapping is a class, whose namespace is meant.
    of_class: bool,
}
crate::payload!(PyMappingProxy, shape::MAPPING_PROXY, traverse(this, visitor) {
    visitor.visit(&this.mapping);
} clear {});

impl PyMappingProxy {
    pub fn of_class(class: &Ref<PyType>) -> Ref<PyMappingProxy> {
        Ref::new(PyMappingProxy {
            header: Header::new(shape::MAPPING_PROXY),
            mapping: class.to_value(),
            of_class: true,
        })
    }

    pub fn new(mapping: Value) -> Ref<PyMappingProxy> {
        Ref::new(PyMappingProxy { header: Header::new(shape::MAPPING_PROXY), mapping, of_class: false })
    }

    fn class(&self) -> Option<&Ref<PyType>> {
        self.mapping.downcast::<PyType>().filter(|_| self.of_class)
    }

    /// The mapping, or a dict with the content of the class's namespace.
    fn content(&self, vm: &Vm) -> PyResult<Value> {
        let Some(class) = self.class() else { return Ok(self.mapping.clone()) };
        let dict = PyDict::new();
        for (name, value) in class.items() {
            dict.set_str(vm, &name, value)?;
        }
        Ok(dict.into_value())
    }

    fn find(&self, key: &Value) -> Option<Option<Value>> {
        let class = self.class()?;
        Some(key.downcast::<PyStr>().and_then(|name| class.own(name)))
    }
}

pub static SPECS: &[&TypeSpec] = &[&MAPPING_PROXY];

static NEW: Native = staticmethod("__new__(cls, mapping)", "", wrap(new));

static MAPPING_PROXY: TypeSpec = TypeSpec {
    doc: "Read-only proxy of a mapping.",
    flags: MAPPING,
    new: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(contains),
        or: Some(or),
        ior: Some(ior),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeSpec::of::<PyMappingProxy>("mappingproxy")
};

static METHODS: &[Native] = &[
    method(
        "get(self, key, default=None, /)",
        "Return the value for key if key is in the mapping, else default.",
        wrap(get),
    ),
    method("keys(self, /)", "a set-like object providing a view on D's keys", wrap(keys)),
    method("values(self, /)", "an object providing a view on D's values", wrap(values)),
    method("items(self, /)", "a set-like object providing a view on D's items", wrap(items)),
    method("copy(self, /)", "a shallow copy of D", wrap(copy)),
    method("__reversed__(self, /)", "Return a reverse iterator over the dict keys.", wrap(reversed)),
    crate::native::classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem)),
];

fn new(vm: &Vm, _: &Ref<PyType>, mapping: &Value) -> PyResult<Value> {
    let class = class_ref(mapping);
    let sequence = mapping.downcast::<crate::builtins::list::PyList>().is_some()
        || mapping.downcast::<crate::builtins::tuple::PyTuple>().is_some();
    if class.slots().getitem.is_none() || sequence {
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {}", class.name())));
    }
    Ok(PyMappingProxy::new(mapping.clone()).into_value())
}

fn proxy(value: &Value) -> Option<&Ref<PyMappingProxy>> {
    value.downcast::<PyMappingProxy>()
}

/// What a proxy stands for; other values stand for themselves.
fn content(vm: &Vm, value: &Value) -> PyResult<Value> {
    match proxy(value) {
        Some(proxy) => proxy.content(vm),
        None => Ok(value.clone()),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let inner = vm.repr(&content(vm, this)?)?;
    Ok(PyStr::from_wtf8(&[b"mappingproxy(", inner.as_bytes(), b")"].concat()).into_value())
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.to_str(&content(vm, this)?)?.into_value())
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    vm.hash(&content(vm, this)?)
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    vm.compare(&content(vm, left)?, &content(vm, right)?, op)
}

fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.iter(&content(vm, this)?)
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    match proxy(this).and_then(|proxy| proxy.class()) {
        Some(class) => Ok(class.items().len()),
        None => vm.len(&content(vm, this)?),
    }
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    match proxy(this).and_then(|proxy| proxy.find(key)) {
        Some(Some(found)) => Ok(found),
        Some(None) => Err(vm.key_error(key)),
        None => vm.get_item(&content(vm, this)?, key),
    }
}

fn contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    match proxy(this).and_then(|proxy| proxy.find(key)) {
        Some(found) => Ok(found.is_some()),
        None => vm.contains(&content(vm, this)?, key),
    }
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    vm.binary_op(crate::object::BinaryOp::Or, &content(vm, left)?, &content(vm, right)?)
}

fn ior(vm: &Vm, this: &Value, _: &Value) -> PyResult<Value> {
    let name = class_ref(this).name();
    Err(vm.type_error(format!("'|=' is not supported by {name}; use '|' instead")))
}

fn get(vm: &Vm, this: &Ref<PyMappingProxy>, key: &Value, default: &Value) -> PyResult<Value> {
    match this.find(key) {
        Some(found) => Ok(found.unwrap_or_else(|| default.clone())),
        None => vm.call_method(&this.mapping.clone(), "get", &[key.clone(), default.clone()]),
    }
}

fn keys(vm: &Vm, this: &Ref<PyMappingProxy>) -> PyResult<Value> {
    vm.call_method(&this.content(vm)?, "keys", &[])
}

fn values(vm: &Vm, this: &Ref<PyMappingProxy>) -> PyResult<Value> {
    vm.call_method(&this.content(vm)?, "values", &[])
}

fn items(vm: &Vm, this: &Ref<PyMappingProxy>) -> PyResult<Value> {
    vm.call_method(&this.content(vm)?, "items", &[])
}

fn copy(vm: &Vm, this: &Ref<PyMappingProxy>) -> PyResult<Value> {
    match this.class() {
        Some(_) => this.content(vm),
        None => vm.call_method(&this.mapping.clone(), "copy", &[]),
    }
}

fn reversed(vm: &Vm, this: &Ref<PyMappingProxy>) -> PyResult<Value> {
    vm.call_method(&this.content(vm)?, "__reversed__", &[])
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult<Value> {
    vm.generic_alias(class, item)
}
