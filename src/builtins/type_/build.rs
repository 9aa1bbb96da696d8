//! The class statement: `builtins.__build_class__`.

use super::create::calculate_metaclass;
use crate::builtins::dict::PyDict;
use crate::builtins::function::{PyCellObject, PyFunction};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, Keywords, Native, PyResult, Rest, function, wrap};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// The row that the builtins module registers.
pub static BUILD_CLASS: Native = function(
    "__build_class__(func, name, /, *bases, **kwds)",
    "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.",
    wrap(build_class),
);

fn build_class(vm: &Vm, body: &Value, name: &Value, original: Rest, keywords: Keywords) -> PyResult<Value> {
    let Some(body) = body.downcast::<PyFunction>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    let Some(name) = name.downcast::<PyStr>() else {
        return Err(vm.type_error("__build_class__: name is not a string"));
    };
    let resolved = resolve_bases(vm, original.0)?;
    let bases = PyTuple::new(resolved.clone().unwrap_or_else(|| original.0.to_vec()));
    let is_metaclass = |key: &Value| key.downcast::<PyStr>().is_some_and(|key| key.as_bytes() == b"metaclass");
    let given = keywords.0.iter().find(|(key, _)| is_metaclass(key)).map(|(_, value)| value.clone());
    let keywords: Vec<&(Value, Value)> = keywords.0.iter().filter(|(key, _)| !is_metaclass(key)).collect();
    let mut metaclass = match (given, bases.items().first()) {
        (Some(given), _) => given,
        (None, Some(first)) => class_of(first).into_value(),
        (None, None) => builtin(shape::TYPE).into_value(),
    };
    if let Some(class) = metaclass.downcast::<PyType>() {
        metaclass = calculate_metaclass(vm, class, bases.items())?.into_value();
    }
    let names: Vec<Value> = keywords.iter().map(|(key, _)| key.clone()).collect();
    let with_keywords = |first: Vec<Value>| -> Vec<Value> {
        first.into_iter().chain(keywords.iter().map(|(_, value)| value.clone())).collect()
    };
    let namespace = prepare(vm, &metaclass, &with_keywords(vec![name.to_value(), bases.to_value()]), &names)?;
    let cell = vm.call_in_namespace(body, &namespace)?;
    if resolved.is_some() {
        let original = vm.tuple(original.0.to_vec());
        vm.namespace_set(&namespace, &vm.names().__orig_bases__, Some(original))?;
    }
    let values = with_keywords(vec![name.to_value(), bases.to_value(), namespace]);
    let class = vm.call_args(&metaclass, Args { values: &values, names: &names })?;
    check_cell(vm, &class, name, &cell)?;
    Ok(class)
}

/// Replaces bases that are no classes by what their `__mro_entries__` gives; `None` if there are none such.
pub fn resolve_bases(vm: &Vm, bases: &[Value]) -> PyResult<Option<Vec<Value>>> {
    if bases.iter().all(|base| base.downcast::<PyType>().is_some()) {
        return Ok(None);
    }
    let mut resolved = Vec::with_capacity(bases.len());
    let mut changed = false;
    for base in bases {
        let method = match base.downcast::<PyType>() {
            Some(_) => None,
            None => vm.get_attr_opt(base, &vm.names().__mro_entries__)?,
        };
        let Some(method) = method else {
            resolved.push(base.clone());
            continue;
        };
        let entries = vm.call(&method, &[vm.tuple(bases.to_vec())])?;
        let Some(entries) = entries.downcast::<PyTuple>() else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        resolved.extend(entries.items().iter().cloned());
        changed = true;
    }
    Ok(changed.then_some(resolved))
}

/// The namespace in which the class body runs.
fn prepare(vm: &Vm, metaclass: &Value, args: &[Value], names: &[Value]) -> PyResult<Value> {
    if metaclass.is(builtin(shape::TYPE).as_value()) {
        return Ok(PyDict::new().into_value());
    }
    let Some(prepare) = vm.get_attr_opt(metaclass, &vm.names().__prepare__)? else {
        return Ok(PyDict::new().into_value());
    };
    let namespace = vm.call_args(&prepare, Args { values: args, names })?;
    if class_ref(&namespace).slots().getitem.is_none() {
        let owner = match metaclass.downcast::<PyType>() {
            Some(class) => class.name(),
            None => "<metaclass>".to_string(),
        };
        let actual = class_ref(&namespace).name();
        return Err(vm.type_error(format!("{owner}.__prepare__() must return a mapping, not {actual}")));
    }
    Ok(namespace)
}

/// The metaclass must have passed the class's cell on to `type.__new__`.
fn check_cell(vm: &Vm, class: &Value, name: &Ref<PyStr>, cell: &Value) -> PyResult<()> {
    let (Some(cell), Some(_)) = (cell.downcast::<PyCellObject>(), class.downcast::<PyType>()) else { return Ok(()) };
    match cell.content.get() {
        Some(content) if content.is(class) => Ok(()),
        Some(content) => {
            let (content, class, name) = (vm.repr(&content)?, vm.repr(class)?, vm.repr(name.as_value())?);
            Err(vm.type_error(format!("__class__ set to {content} defining {name} as {class}")))
        }
        None => {
            let (class, name) = (vm.repr(class)?, vm.repr(name.as_value())?);
            Err(vm.runtime_error(format!(
                "__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?"
            )))
        }
    }
}
