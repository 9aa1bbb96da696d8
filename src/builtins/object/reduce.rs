//! `__reduce__`, `__reduce_ex__` and `__getstate__`: what pickle and copy ask for.

use crate::builtins::descriptors::PyMember;
use crate::builtins::dict::PyDict;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// `object.__reduce_ex__`: an overridden `__reduce__` comes first.
pub fn reduce_ex(vm: &Vm, this: &Value, protocol: i64) -> PyResult<Value> {
    let name = &vm.names().__reduce__;
    let own = class_of(this).lookup(name);
    let default = builtin(shape::OBJECT).lookup(name);
    if let (Some(own), Some(default)) = (&own, &default)
        && !own.is(default)
    {
        return vm.call_method_ref(this, name, &[]);
    }
    reduce_by_protocol(vm, this, protocol)
}

pub fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    reduce_by_protocol(vm, this, 0)
}

fn reduce_by_protocol(vm: &Vm, this: &Value, protocol: i64) -> PyResult<Value> {
    if protocol >= 2 {
        return reduce_new(vm, this);
    }
    let copyreg = vm.import("copyreg")?;
    vm.call_method(&copyreg, "_reduce_ex", &[this.clone(), vm.int(protocol)])
}

/// Arguments for `__new__` of the copy, positional and by keyword.
fn new_arguments(vm: &Vm, this: &Value) -> PyResult<Option<(Value, Value)>> {
    if let Some(method) = vm.lookup_special(this, &vm.names().__getnewargs_ex__)? {
        let result = vm.call(&method, &[])?;
        let Some(pair) = result.downcast::<PyTuple>() else {
            let actual = class_ref(&result).name();
            return Err(vm.type_error(format!("__getnewargs_ex__ should return a tuple, not '{actual}'")));
        };
        let [args, keywords] = pair.items() else {
            let length = pair.len();
            return Err(vm.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {length}")));
        };
        if args.downcast::<PyTuple>().is_none() {
            let actual = class_ref(args).name();
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{actual}'"
            )));
        }
        if keywords.downcast::<PyDict>().is_none() {
            let actual = class_ref(keywords).name();
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{actual}'"
            )));
        }
        return Ok(Some((args.clone(), keywords.clone())));
    }
    let Some(method) = vm.lookup_special(this, &vm.names().__getnewargs__)? else { return Ok(None) };
    let args = vm.call(&method, &[])?;
    if args.downcast::<PyTuple>().is_none() {
        let actual = class_ref(&args).name();
        return Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{actual}'")));
    }
    Ok(Some((args, Value::NONE)))
}

/// Protocol 2 and above: `copyreg.__newobj__(class, *args)`, state, and the items of lists and dicts.
fn reduce_new(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = vm.get_attr(this, &vm.names().__class__)?;
    if let Some(class) = class.downcast::<PyType>()
        && class.new.get().is_none()
    {
        return Err(vm.type_error(format!("cannot pickle '{}' object", class.name())));
    }
    let arguments = new_arguments(vm, this)?;
    let has_args = arguments.is_some();
    let (args, keywords) = arguments.unwrap_or((vm.empty_tuple(), Value::NONE));
    let with_keywords = keywords.downcast::<PyDict>().is_some_and(|keywords| !keywords.is_empty());
    let (function, args) = if with_keywords {
        ("__newobj_ex__", vm.tuple(vec![class, args, keywords]))
    } else {
        let mut all = vec![class];
        all.extend(vm.collect(&args)?);
        ("__newobj__", vm.tuple(all))
    };
    let function = vm.import_attr("copyreg", function)?;
    let is_list = this.downcast::<PyList>().is_some();
    let is_dict = this.downcast::<PyDict>().is_some();
    let state = state_of(vm, this, !(has_args || is_list || is_dict))?;
    let list_items = if is_list { vm.iter(this)? } else { Value::NONE };
    let dict_items = match is_dict {
        true => vm.iter(&vm.call_method_ref(this, &vm.names().items, &[])?)?,
        false => Value::NONE,
    };
    Ok(vm.tuple(vec![function, args, state, list_items, dict_items]))
}

/// Calls `__getstate__`; the default one is told whether state that it cannot see is an error.
fn state_of(vm: &Vm, this: &Value, required: bool) -> PyResult<Value> {
    let name = &vm.names().__getstate__;
    let own = class_of(this).lookup(name);
    let default = builtin(shape::OBJECT).lookup(name);
    match (own, default) {
        (Some(own), Some(default)) if own.is(&default) && vm.instance_attr(this, name)?.is_none() => {
            default_state(vm, this, required)
        }
        _ => vm.call_method_ref(this, name, &[]),
    }
}

pub fn getstate(vm: &Vm, this: &Value) -> PyResult<Value> {
    default_state(vm, this, false)
}

/// The instance's `__dict__`, and with it the `__slots__` members, if it has any.
fn default_state(vm: &Vm, this: &Value, required: bool) -> PyResult<Value> {
    let class = class_of(this);
    if required && !can_be_copied(&class) {
        return Err(vm.type_error(format!("cannot pickle {} objects", class.name())));
    }
    let dict = vm.get_attr_opt(this, &vm.names().__dict__)?;
    // An empty dict is no state worth keeping.
    let state = match &dict {
        Some(dict) if dict.downcast::<PyDict>().is_none_or(|dict| !dict.is_empty()) => dict.clone(),
        _ => Value::NONE,
    };
    let members = PyDict::new();
    for name in slot_names(vm, &class)? {
        let Some(text) = name.downcast::<PyStr>() else { continue };
        if let Some(value) = vm.get_attr_opt(this, text)? {
            members.set(vm, &name, value)?;
        }
    }
    if members.is_empty() {
        return Ok(state);
    }
    Ok(vm.tuple(vec![state, members.into_value()]))
}

/// Whether everything an instance holds can be seen from Python: it has the layout of a plain object.
fn can_be_copied(class: &PyType) -> bool {
    std::ptr::eq(class.layout.get(), builtin(shape::OBJECT).layout.get())
}

/// The names of `__slots__` members along the MRO, bases first, without `__dict__` and `__weakref__`.
fn slot_names(vm: &Vm, class: &Ref<PyType>) -> PyResult<Vec<Value>> {
    if let Some(known) = class.own(&vm.intern("__slotnames__")).as_ref().and_then(|known| known.downcast::<PyList>()) {
        return vm.collect(known.as_value());
    }
    if class.mro().iter().all(|base| base.member_count.get() == 0) {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for base in class.mro().iter().rev() {
        for (name, value) in base.items() {
            if value.downcast_exact::<PyMember>().is_some_and(|member| member.owner.is(base)) {
                names.push(name.to_value());
            }
        }
    }
    Ok(names)
}
