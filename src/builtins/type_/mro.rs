//! The method resolution order: C3 linearisation.

use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Raised};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// The MRO of a class whose bases are set: C3, or what its metaclass's `mro` method says.
pub fn compute(vm: &Vm, class: &Ref<PyType>) -> PyResult<Vec<Ref<PyType>>> {
    let metaclass = class_of(class.as_value());
    if metaclass.is(&builtin(shape::TYPE)) {
        return linearise(vm, class);
    }
    let found = metaclass.lookup(&vm.names().mro);
    let default = builtin(shape::TYPE).lookup(&vm.names().mro);
    match found {
        Some(method) if !default.is_some_and(|default| default.is(&method)) => {
            let result = vm.call_unbound(&method, class.as_value(), &[])?;
            checked(vm, class, vm.collect(&result)?)
        }
        _ => linearise(vm, class),
    }
}

/// What an `mro` method returned, as classes.
fn checked(vm: &Vm, class: &Ref<PyType>, items: Vec<Value>) -> PyResult<Vec<Ref<PyType>>> {
    let mut mro = Vec::with_capacity(items.len());
    for item in items {
        match item.into_ref::<PyType>() {
            Ok(base) => {
                if !super::layout::extends(class, &base) {
                    return Err(
                        vm.type_error(format!("mro() returned base with unsuitable layout ('{}')", base.name()))
                    );
                }
                mro.push(base);
            }
            Err(other) => {
                return Err(vm.type_error(format!("mro() returned a non-class ('{}')", class_ref(&other).name())));
            }
        }
    }
    Ok(mro)
}

/// C3: the class, then the merge of its bases' orders and the bases themselves.
pub fn linearise(vm: &Vm, class: &Ref<PyType>) -> PyResult<Vec<Ref<PyType>>> {
    let bases = class.bases.get();
    let mut mro = vec![class.clone()];
    if let [base] = bases.as_slice() {
        mro.extend(base.mro());
        return Ok(mro);
    }
    for (index, base) in bases.iter().enumerate() {
        if bases[..index].iter().any(|other| other.is(base)) {
            return Err(vm.type_error(format!("duplicate base class {}", base.name())));
        }
    }
    let mut lists: Vec<Vec<Ref<PyType>>> = bases.iter().map(|base| base.mro()).collect();
    lists.push(bases);
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(mro);
        }
        let in_tail =
            |candidate: &Ref<PyType>| lists.iter().any(|list| list[1..].iter().any(|other| other.is(candidate)));
        let next = lists.iter().map(|list| &list[0]).find(|candidate| !in_tail(candidate)).cloned();
        let Some(next) = next else { return Err(inconsistent(vm, &lists)) };
        for list in &mut lists {
            if list[0].is(&next) {
                list.remove(0);
            }
        }
        mro.push(next);
    }
}

#[cold]
fn inconsistent(vm: &Vm, lists: &[Vec<Ref<PyType>>]) -> Raised {
    let mut names: Vec<String> = Vec::new();
    let mut seen: Vec<&Ref<PyType>> = Vec::new();
    for list in lists {
        if !seen.iter().any(|known| known.is(&list[0])) {
            seen.push(&list[0]);
            names.push(list[0].name());
        }
    }
    vm.type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", ")))
}

/// `type.mro`.
pub fn mro(vm: &Vm, class: &Ref<PyType>) -> PyResult<Value> {
    let mro = linearise(vm, class)?;
    Ok(vm.list(mro.into_iter().map(Ref::into_value).collect()))
}

/// The MRO as Python sees it.
pub fn mro_tuple(class: &PyType) -> Value {
    let classes: Vec<Value> = class.mro().into_iter().map(Ref::into_value).collect();
    PyTuple::new(classes).into_value()
}
