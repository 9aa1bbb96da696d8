//! `property`.

use super::PyProperty;
use crate::native::{
    Args, GetSet, Keywords, Native, PyResult, Raised, Rest, getset, getter, method, staticmethod, wrap,
};
use crate::object::slots::Slots;
use crate::object::{PyType, Ref, Slot, Value, class_of};
use crate::vm::Vm;

pub const DOC: &str = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x";

pub const SLOTS: Slots = Slots { init: Some(init), descr_get: Some(get), descr_set: Some(set), ..Slots::EMPTY };

pub static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

pub static METHODS: &[Native] = &[
    method(
        "getter(self, object, /)",
        "Descriptor to obtain a copy of the property with a different getter.",
        wrap(with_getter),
    ),
    method(
        "setter(self, object, /)",
        "Descriptor to obtain a copy of the property with a different setter.",
        wrap(with_setter),
    ),
    method(
        "deleter(self, object, /)",
        "Descriptor to obtain a copy of the property with a different deleter.",
        wrap(with_deleter),
    ),
    method("__set_name__(self, owner, name, /)", "Method to set name of a property.", wrap(set_name)),
];

pub static GETSET: &[GetSet] = &[
    getter("fget", "", |_, this| Ok(field(this, |property| &property.get))),
    getter("fset", "", |_, this| Ok(field(this, |property| &property.set))),
    getter("fdel", "", |_, this| Ok(field(this, |property| &property.delete))),
    getset(
        "__doc__",
        "",
        |_, this| Ok(field(this, |property| &property.doc)),
        |_, this, new| {
            if let Some(property) = this.downcast::<PyProperty>() {
                property.doc.set(new.cloned().unwrap_or(Value::NONE));
                property.doc_from_getter.set(false);
            }
            Ok(())
        },
    ),
    getset("__name__", "", get_name, |_, this, new| {
        if let Some(property) = this.downcast::<PyProperty>() {
            drop(property.name.replace(new.cloned()));
        }
        Ok(())
    }),
    getter("__isabstractmethod__", "", is_abstract),
];

fn field(this: &Value, which: impl Fn(&PyProperty) -> &Slot) -> Value {
    this.downcast::<PyProperty>().map_or(Value::NONE, |property| which(property).get_or_none())
}

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Value {
    vm.new_object(class, PyProperty::payload()).into_value()
}

/// `property(fget=None, fset=None, fdel=None, doc=None)`.
fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    static ROW: Native =
        crate::native::function("property(fget=None, fset=None, fdel=None, doc=None)", "", wrap(ignore));
    fn ignore(_: &Vm) {}
    let Some(property) = this.downcast::<PyProperty>() else { return Ok(()) };
    let given = crate::native::bind::bind(vm, vm.signature_of(&ROW), args, 0, |bound| {
        Ok([0, 1, 2, 3].map(|index| bound.get(index).filter(|value| !value.is_none()).cloned()))
    })?;
    let [fget, fset, fdel, doc] = given;
    property.get.replace(fget.clone());
    property.set.replace(fset);
    property.delete.replace(fdel);
    property.doc.clear();
    property.name.clear();
    property.doc_from_getter.set(false);
    let mut doc = doc;
    if doc.is_none()
        && let Some(fget) = fget
        && let Some(found) = vm.get_attr_opt(&fget, &vm.names().__doc__)?.filter(|found| !found.is_none())
    {
        doc = Some(found);
        property.doc_from_getter.set(true);
    }
    set_doc(vm, this, property, doc)
}

/// A subclass hides the `__doc__` attribute of properties behind its own: there the docstring goes to the instance.
fn set_doc(vm: &Vm, this: &Value, property: &PyProperty, doc: Option<Value>) -> PyResult<()> {
    if this.downcast_exact::<PyProperty>().is_none() && vm.instance_dict(this).is_some() {
        let doc = doc.unwrap_or(Value::NONE);
        let name = &vm.names().__doc__;
        return vm.set_instance_attr(this, name, &doc).map(drop);
    }
    property.doc.replace(doc);
    Ok(())
}

fn get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(property), Some(instance)) = (this.downcast::<PyProperty>(), instance) else { return Ok(this.clone()) };
    match property.get.get() {
        Some(getter) => vm.call(&getter, std::slice::from_ref(instance)),
        None => Err(missing(vm, property, instance, "getter")),
    }
}

fn set(vm: &Vm, this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(property) = this.downcast::<PyProperty>() else { return Ok(()) };
    let done = match (new, property.set.get(), property.delete.get()) {
        (Some(new), Some(setter), _) => vm.call(&setter, &[instance.clone(), new.clone()]),
        (None, _, Some(deleter)) => vm.call(&deleter, std::slice::from_ref(instance)),
        (Some(_), None, _) => Err(missing(vm, property, instance, "setter")),
        (None, _, None) => Err(missing(vm, property, instance, "deleter")),
    };
    done.map(drop)
}

#[cold]
fn missing(vm: &Vm, property: &PyProperty, instance: &Value, what: &str) -> Raised {
    let class = class_of(instance).qualname.borrow().to_string();
    match property_name(vm, property) {
        Ok(Some(name)) => match vm.repr(&name) {
            Ok(name) => vm.attribute_error(format!("property {name} of '{class}' object has no {what}")),
            Err(raised) => raised,
        },
        Ok(None) => vm.attribute_error(format!("property of '{class}' object has no {what}")),
        Err(raised) => raised,
    }
}

/// The name that the class gave the property, else its getter's.
fn property_name(vm: &Vm, property: &PyProperty) -> PyResult<Option<Value>> {
    if let Some(name) = property.name.get() {
        return Ok(Some(name));
    }
    match property.get.get() {
        Some(getter) => vm.get_attr_opt(&getter, &vm.names().__name__),
        None => Ok(None),
    }
}

fn get_name(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = match this.downcast::<PyProperty>() {
        Some(property) => property_name(vm, property)?,
        None => None,
    };
    match name {
        Some(name) => Ok(name),
        None => Err(vm.no_attribute(this, &vm.names().__name__)),
    }
}

fn is_abstract(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(property) = this.downcast::<PyProperty>() else { return Ok(Value::FALSE) };
    for slot in [&property.get, &property.set, &property.delete] {
        if let Some(function) = slot.get()
            && is_abstract_method(vm, &function)?
        {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// `function.__isabstractmethod__` as a truth value.
pub fn is_abstract_method(vm: &Vm, function: &Value) -> PyResult<bool> {
    match vm.get_attr_opt(function, &vm.names().__isabstractmethod__)? {
        Some(flag) => vm.truth(&flag),
        None => Ok(false),
    }
}

fn set_name(_: &Vm, this: &Ref<PyProperty>, _: &Value, name: &Value) {
    this.name.set(name.clone());
}

fn with_getter(vm: &Vm, this: &Ref<PyProperty>, getter: &Value) -> PyResult<Value> {
    copy(vm, this, [Some(getter), None, None])
}

fn with_setter(vm: &Vm, this: &Ref<PyProperty>, setter: &Value) -> PyResult<Value> {
    copy(vm, this, [None, Some(setter), None])
}

fn with_deleter(vm: &Vm, this: &Ref<PyProperty>, deleter: &Value) -> PyResult<Value> {
    copy(vm, this, [None, None, Some(deleter)])
}

/// A property of the same class with one function replaced.
fn copy(vm: &Vm, this: &Ref<PyProperty>, new: [Option<&Value>; 3]) -> PyResult<Value> {
    let old = [&this.get, &this.set, &this.delete];
    let mut args: Vec<Value> = Vec::with_capacity(4);
    for (new, old) in new.iter().zip(old) {
        let new = new.filter(|new| !new.is_none()).cloned();
        args.push(new.unwrap_or_else(|| old.get_or_none()));
    }
    let from_getter = this.doc_from_getter.get() && !args[0].is_none();
    args.push(if from_getter { Value::NONE } else { this.doc.get_or_none() });
    let class = class_of(this.as_value());
    let made = vm.call(class.as_value(), &args)?;
    if let (Some(made), Some(name)) = (made.downcast::<PyProperty>(), this.name.get()) {
        made.name.set(name);
    }
    Ok(made)
}
