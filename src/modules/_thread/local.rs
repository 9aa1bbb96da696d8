//! `_local`: an object whose attributes each thread has for itself.

use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Header, Ref, Slots, TypeSpec, Value, class_of, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyLocal {
    header: Header,
    /// Under which the threads keep their dicts.
    key: u64,
    /// What `__init__` is called with in each thread: values, then names of the last ones.
    args: Vec<Value>,
    names: Vec<Value>,
}
crate::payload!(PyLocal, shape::THREAD_LOCAL, traverse(this, visitor) {
    visitor.visit(&this.args);
    visitor.visit(&this.names);
} clear {});

impl Drop for PyLocal {
    fn drop(&mut self) {
        crate::vm::current().forget_local(self.key);
    }
}

pub static LOCAL: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "Thread-local data",
    flags: types::BASETYPE | types::WEAKREF,
    slots: Slots { getattr: Some(getattr), setattr: Some(setattr), ..Slots::EMPTY },
    new: Some(&NEW),
    ..TypeSpec::of::<PyLocal>("_local")
};

static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

fn new(vm: &Vm, class: Class, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let inits =
        class.slots().init.map(|init| init as usize) != builtin(shape::OBJECT).slots().init.map(|init| init as usize);
    if !(inits || args.0.is_empty() && keywords.0.is_empty()) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let mut values = args.0.to_vec();
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    let key = vm.next_local_key();
    let local = vm.new_object(class, PyLocal { header: Header::new(shape::THREAD_LOCAL), key, args: values, names });
    // The thread that makes it calls `__init__` in the ordinary way.
    vm.locals.borrow_mut().insert(key, vm.dict().into_value());
    Ok(local.into_value())
}

/// The attributes in this thread; a thread that comes for the first time calls `__init__`.
fn dict(vm: &Vm, value: &Value) -> PyResult<Ref<PyDict>> {
    let this = value.downcast::<PyLocal>().expect("slots are called with their own type");
    let known = vm.locals.borrow().get(&this.key).cloned();
    if let Some(known) = known.and_then(|known| known.into_ref::<PyDict>().ok()) {
        return Ok(known);
    }
    let made = vm.dict();
    vm.locals.borrow_mut().insert(this.key, made.to_value());
    let init = class_of(value).slots().init;
    if let Some(init) =
        init.filter(|&init| Some(init as usize) != builtin(shape::OBJECT).slots().init.map(|init| init as usize))
        && let Err(raised) = init(vm, value, Args { values: &this.args, names: &this.names })
    {
        let removed = vm.locals.borrow_mut().remove(&this.key);
        drop(removed);
        return Err(raised);
    }
    Ok(made)
}

fn getattr(vm: &Vm, value: &Value, name: &Value) -> PyResult<Value> {
    let dict = dict(vm, value)?;
    let Some(name) = name.downcast::<PyStr>() else { return Err(vm.type_error("attribute name must be string")) };
    if name.as_bytes() == b"__dict__" {
        return Ok(dict.into_value());
    }
    let class = class_of(value);
    let found = class.lookup(name);
    if let Some(descriptor) = &found
        && class_of(descriptor).slots().descr_set.is_some()
        && let Some(get) = class_of(descriptor).slots().descr_get
    {
        return get(vm, descriptor, Some(value), class.as_value());
    }
    if let Some(own) = dict.get_str(vm, name)? {
        return Ok(own);
    }
    match found {
        Some(found) => match class_of(&found).slots().descr_get {
            Some(get) => get(vm, &found, Some(value), class.as_value()),
            None => Ok(found),
        },
        None => Err(vm.no_attribute(value, name)),
    }
}

fn setattr(vm: &Vm, value: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let dict = dict(vm, value)?;
    let Some(name) = name.downcast::<PyStr>() else { return Err(vm.type_error("attribute name must be string")) };
    let class = class_of(value);
    if name.as_bytes() == b"__dict__" {
        let text = format!("'{}' object attribute '__dict__' is read-only", class.name());
        return Err(vm.attribute_error(text));
    }
    if let Some(descriptor) = class.lookup(name)
        && let Some(set) = class_of(&descriptor).slots().descr_set
    {
        return set(vm, &descriptor, value, new);
    }
    match new {
        Some(new) => dict.set_str(vm, name, new.clone()),
        None => match dict.remove_str(vm, name)? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(value, name)),
        },
    }
}
