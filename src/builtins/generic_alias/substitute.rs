//! Type parameters in type expressions: finding them, and putting arguments in their place.

use crate::builtins::list::PyList;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{PyType, Value};
use crate::vm::Vm;

fn position(values: &[Value], wanted: &Value) -> Option<usize> {
    values.iter().position(|value| value.is(wanted))
}

fn add(found: &mut Vec<Value>, parameter: Value) {
    if position(found, &parameter).is_none() {
        found.push(parameter);
    }
}

/// The type parameters among the arguments, in order of their first appearance.
pub fn parameters_of(vm: &Vm, args: &[Value]) -> PyResult<Vec<Value>> {
    vm.check_native_stack("")?;
    let mut found = Vec::new();
    for arg in args {
        if arg.downcast::<PyType>().is_some() {
            continue;
        }
        if let Some(items) = nested(arg) {
            for parameter in parameters_of(vm, &items)? {
                add(&mut found, parameter);
            }
        } else if vm.get_attr_opt(arg, &vm.names().__typing_subst__)?.is_some() {
            add(&mut found, arg.clone());
        } else if let Some(inner) = own_parameters(vm, arg)? {
            for parameter in inner {
                add(&mut found, parameter);
            }
        }
    }
    Ok(found)
}

/// The items of a tuple or list among the arguments.
fn nested(arg: &Value) -> Option<Vec<Value>> {
    if let Some(tuple) = arg.downcast::<PyTuple>() {
        return Some(tuple.items().to_vec());
    }
    arg.downcast::<PyList>().map(|list| list.items.borrow().clone())
}

fn own_parameters(vm: &Vm, arg: &Value) -> PyResult<Option<Vec<Value>>> {
    let inner = vm.get_attr_opt(arg, &vm.names().__parameters__)?;
    Ok(inner.and_then(|inner| inner.downcast::<PyTuple>().map(|tuple| tuple.items().to_vec())))
}

/// The arguments in a subscript, `*tuple[...]` of known length taken apart.
fn unpack(vm: &Vm, item: &Value) -> PyResult<Vec<Value>> {
    let items = match item.downcast::<PyTuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![item.clone()],
    };
    let mut unpacked = Vec::with_capacity(items.len());
    for item in items {
        let inner = match item.downcast::<PyType>() {
            Some(_) => None,
            None => vm.get_attr_opt(&item, &vm.names().__typing_unpacked_tuple_args__)?,
        };
        match inner.as_ref().and_then(|inner| inner.downcast::<PyTuple>()) {
            Some(inner) if inner.items().last().is_none_or(|last| last.raw() != crate::object::Raw::ELLIPSIS) => {
                unpacked.extend(inner.items().iter().cloned());
            }
            _ => unpacked.push(item),
        }
    }
    Ok(unpacked)
}

/// The arguments of `this` with `item` in place of its parameters.
pub fn substitute(vm: &Vm, this: &Value, args: &[Value], parameters: &[Value], item: &Value) -> PyResult<Vec<Value>> {
    if parameters.is_empty() {
        let shown = vm.repr(this)?;
        return Err(vm.type_error(format!("{shown} is not a generic class")));
    }
    let mut items = unpack(vm, item)?;
    for parameter in parameters {
        if let Some(prepare) = vm.get_attr_opt(parameter, &vm.names().__typing_prepare_subst__)?
            && !prepare.is_none()
        {
            let prepared = vm.call(&prepare, &[this.clone(), vm.tuple(items)])?;
            items = match prepared.downcast::<PyTuple>() {
                Some(tuple) => tuple.items().to_vec(),
                None => vec![prepared.clone()],
            };
        }
    }
    if items.len() != parameters.len() {
        let amount = if items.len() > parameters.len() { "many" } else { "few" };
        let shown = vm.repr(this)?;
        return Err(vm.type_error(format!(
            "Too {amount} arguments for {shown}; actual {}, expected {}",
            items.len(),
            parameters.len()
        )));
    }
    replace(vm, args, parameters, &items)
}

fn replace(vm: &Vm, args: &[Value], parameters: &[Value], items: &[Value]) -> PyResult<Vec<Value>> {
    vm.check_native_stack("")?;
    let mut replaced = Vec::with_capacity(args.len());
    for arg in args {
        if arg.downcast::<PyType>().is_some() {
            replaced.push(arg.clone());
            continue;
        }
        if let Some(inner) = nested(arg) {
            let inner = replace(vm, &inner, parameters, items)?;
            replaced.push(if arg.downcast::<PyTuple>().is_some() { vm.tuple(inner) } else { vm.list(inner) });
            continue;
        }
        let unpacks = match vm.get_attr_opt(arg, &vm.names().__typing_is_unpacked_typevartuple__)? {
            Some(flag) => vm.truth(&flag)?,
            None => false,
        };
        let new = match vm.get_attr_opt(arg, &vm.names().__typing_subst__)? {
            Some(subst) => match position(parameters, arg) {
                Some(index) => vm.call(&subst, &[items[index].clone()])?,
                None => arg.clone(),
            },
            None => replace_inside(vm, arg, parameters, items)?,
        };
        match new.downcast::<PyTuple>().filter(|_| unpacks) {
            Some(tuple) => replaced.extend(tuple.items().iter().cloned()),
            None => replaced.push(new),
        }
    }
    Ok(replaced)
}

/// An argument that has parameters of its own is subscripted with what stands for them.
fn replace_inside(vm: &Vm, arg: &Value, parameters: &[Value], items: &[Value]) -> PyResult<Value> {
    let Some(inner) = own_parameters(vm, arg)?.filter(|inner| !inner.is_empty()) else { return Ok(arg.clone()) };
    let mut given = Vec::with_capacity(inner.len());
    for parameter in &inner {
        match position(parameters, parameter) {
            Some(index) => match items[index].downcast::<PyTuple>() {
                // What stands for a TypeVarTuple.
                Some(tuple) => given.extend(tuple.items().iter().cloned()),
                None => given.push(items[index].clone()),
            },
            None => given.push(parameter.clone()),
        }
    }
    vm.get_item(arg, &vm.tuple(given))
}
