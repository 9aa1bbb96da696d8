//! The ways to fill a dict: from mappings, from pairs, from keyword arguments.

use super::PyDict;
use super::ops::dict;
use super::table::Table;
use crate::builtins::list::PyList;
use crate::builtins::sequence;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, PyResult, Raised};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// `dict.__init__`.
pub fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    update_args(vm, dict(this), args.positional(), args.keywords(), "dict")
}

/// What `dict(...)` and `update(...)` do with their arguments.
pub fn update_args<'a>(
    vm: &Vm,
    target: &Ref<PyDict>,
    positional: &[Value],
    keywords: impl Iterator<Item = (&'a Value, &'a Value)>,
    function: &str,
) -> PyResult<()> {
    match positional {
        [] => {}
        [source] => update_from(vm, target, source)?,
        more => return Err(sequence::at_most(vm, function, 1, more.len())),
    }
    for (name, value) in keywords {
        target.set(vm, name, value.clone())?;
    }
    Ok(())
}

/// From a dict, something with `keys`, or an iterable of pairs.
pub fn update_from(vm: &Vm, target: &Ref<PyDict>, source: &Value) -> PyResult<()> {
    if let Some(other) = plain_source(source) {
        return merge_dict(vm, target, other);
    }
    match vm.get_attr_opt(source, &vm.names().keys)? {
        Some(keys) => merge_mapping(vm, target, source, &keys),
        None => merge_pairs(vm, target, source),
    }
}

/// From a dict or something with `keys`, as `**mapping` and `{**mapping}` do.
pub fn update_from_mapping(vm: &Vm, target: &Ref<PyDict>, source: &Value) -> PyResult<()> {
    if let Some(other) = plain_source(source) {
        return merge_dict(vm, target, other);
    }
    let keys = vm.get_attr(source, &vm.names().keys)?;
    merge_mapping(vm, target, source, &keys)
}

/// A dict whose iteration is not overridden, so that its table tells its content.
fn plain_source(source: &Value) -> Option<&Ref<PyDict>> {
    let dict = source.downcast::<PyDict>()?;
    let iter = |class: &PyType| class.slots().iter.map(|iter| iter as usize);
    (source.downcast_exact::<PyDict>().is_some() || iter(class_ref(source)) == iter(&builtin(shape::DICT)))
        .then_some(dict)
}

/// `target.update(source)`, by the tables.
pub fn merge_dict(vm: &Vm, target: &PyDict, source: &Ref<PyDict>) -> PyResult<()> {
    if std::ptr::eq(target, &**source) || source.is_empty() {
        return Ok(());
    }
    if target.is_empty() {
        let copy = source.table.borrow().copy();
        let old: Table = target.table.replace(copy);
        drop(old);
        return Ok(());
    }
    let (source, length) = (source.clone(), source.len());
    let mut place = 0;
    loop {
        let (hash, key, value) = {
            let table = source.table.borrow();
            let Some(found) = table.next_live(place) else { return Ok(()) };
            place = found + 1;
            let entry = &table.entries[found];
            let (Some(key), Some(value)) = (entry.key.clone(), entry.value.clone()) else { continue };
            (entry.hash, key, value)
        };
        target.set_with_hash(vm, &key, hash, value)?;
        if source.len() != length {
            return Err(vm.runtime_error("dict mutated during update"));
        }
    }
}

fn merge_mapping(vm: &Vm, target: &PyDict, source: &Value, keys: &Value) -> PyResult<()> {
    let keys = vm.call(keys, &[])?;
    vm.for_each(&keys, |key| {
        let value = vm.get_item(source, &key)?;
        target.set(vm, &key, value).map(|()| true)
    })
}

fn merge_pairs(vm: &Vm, target: &PyDict, source: &Value) -> PyResult<()> {
    let mut index = 0;
    vm.for_each(source, |element| {
        let (key, value) = pair(vm, &element, index)?;
        index += 1;
        target.set(vm, &key, value).map(|()| true)
    })
}

/// Key and value from an element of an update sequence.
fn pair(vm: &Vm, element: &Value, index: usize) -> PyResult<(Value, Value)> {
    let wrong_length = |length: usize| {
        vm.value_error(format!("dictionary update sequence element #{index} has length {length}; 2 is required"))
    };
    if let Some(tuple) = element.downcast_exact::<PyTuple>() {
        return match tuple.items() {
            [key, value] => Ok((key.clone(), value.clone())),
            items => Err(wrong_length(items.len())),
        };
    }
    if element.downcast_exact::<PyList>().is_none()
        && class_of(element).slots().iter.is_none()
        && class_of(element).slots().getitem.is_none()
    {
        return Err(not_a_pair(vm, index));
    }
    let mut items = vm.collect(element)?;
    match (items.pop(), items.pop(), items.is_empty()) {
        (Some(value), Some(key), true) => Ok((key, value)),
        (Some(_), Some(_), false) => Err(wrong_length(items.len() + 2)),
        (last, ..) => Err(wrong_length(last.is_some() as usize)),
    }
}

#[cold]
fn not_a_pair(vm: &Vm, index: usize) -> Raised {
    let note = vm.str(&format!("Cannot convert dictionary update sequence element #{index} to a sequence"));
    let raised = vm.type_error("object is not iterable");
    let exception = vm.take_raised(raised);
    match vm.call_method(&exception, "add_note", &[note]) {
        Ok(_) => vm.park(exception),
        Err(raised) => raised,
    }
}
