//! `_tuplegetter`: the descriptor behind a namedtuple's field.

use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, getset, method, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slot, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyTupleGetter {
    header: Header,
    index: usize,
    doc: Slot,
}
crate::payload!(PyTupleGetter, shape::TUPLE_GETTER, traverse(this, visitor) {
    visitor.visit(&this.doc);
} clear {
    this.doc.clear();
});

pub static TUPLE_GETTER: TypeSpec = TypeSpec {
    module: "_collections",
    slots: Slots { repr: Some(repr), descr_get: Some(get), descr_set: Some(set), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[method("__reduce__(self, /)", "", wrap(reduce))],
    getset: GETSET,
    ..TypeSpec::of::<PyTupleGetter>("_tuplegetter")
};

static NEW: Native = staticmethod("__new__(cls, index, doc, /)", "Create and return a new object.", wrap(new));

static GETSET: &[GetSet] = &[getset(
    "__doc__",
    "",
    |_, this| Ok(getter(this).doc.get_or_none()),
    |_, this, doc| {
        getter(this).doc.set(doc.cloned().unwrap_or(Value::NONE));
        Ok(())
    },
)];

fn getter(this: &Value) -> &Ref<PyTupleGetter> {
    this.downcast::<PyTupleGetter>().expect("a slot of _tuplegetter")
}

fn new(vm: &Vm, class: &Ref<PyType>, index: usize, doc: &Value) -> Ref<PyTupleGetter> {
    vm.new_object(class, PyTupleGetter { header: Header::new(shape::TUPLE_GETTER), index, doc: Slot::new(doc.clone()) })
}

fn get(vm: &Vm, this: &Value, instance: Option<&Value>, _class: &Value) -> PyResult<Value> {
    let Some(instance) = instance else { return Ok(this.clone()) };
    let index = getter(this).index;
    let Some(tuple) = instance.downcast::<PyTuple>() else {
        if instance.is_none() {
            return Ok(this.clone());
        }
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{}' object",
            class_ref(instance).name()
        )));
    };
    match tuple.items().get(index) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn set(vm: &Vm, _this: &Value, _instance: &Value, value: Option<&Value>) -> PyResult<()> {
    Err(vm.attribute_error(if value.is_some() { "can't set attribute" } else { "can't delete attribute" }))
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let this = getter(this);
    let mut text = format!("_tuplegetter({}, ", this.index).into_bytes();
    text.extend_from_slice(vm.repr(&this.doc.get_or_none())?.as_bytes());
    text.push(b')');
    Ok(PyStr::from_wtf8(&text).into_value())
}

fn reduce(vm: &Vm, this: &Ref<PyTupleGetter>) -> Value {
    let args = vm.tuple(vec![vm.int_from(this.index), this.doc.get_or_none()]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}
