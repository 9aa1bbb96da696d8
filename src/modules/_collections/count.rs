//! Counting for `Counter`.

use crate::builtins::dict::{PyDict, hash_key};
use crate::native::PyResult;
use crate::object::types::builtin;
use crate::object::{BinaryOp, Value, class_of, shape};
use crate::vm::Vm;

/// Whether a mapping is a dict whose `get` and `__setitem__` are dict's own.
fn is_plain(vm: &Vm, mapping: &Value) -> bool {
    let (class, dict) = (class_of(mapping), builtin(shape::DICT));
    let same = |name: &str| {
        let name = vm.intern(name);
        match (class.lookup(&name), dict.lookup(&name)) {
            (Some(ours), Some(theirs)) => ours.is(&theirs),
            _ => false,
        }
    };
    mapping.downcast::<PyDict>().is_some() && same("get") && same("__setitem__")
}

pub fn count_elements(vm: &Vm, mapping: &Value, iterable: &Value) -> PyResult<()> {
    let one = vm.int(1);
    let plain = mapping.downcast::<PyDict>().filter(|_| is_plain(vm, mapping));
    if let Some(dict) = plain {
        return vm.for_each(iterable, |item| {
            let hash = hash_key(vm, &item)?;
            let known = dict.find(vm, &item, hash)?.and_then(|place| dict.value_at(place));
            let count = match known.as_ref().map(|known| (known, known.as_inline_int())) {
                None => one.clone(),
                Some((_, Some(count))) => vm.int(count + 1),
                Some((known, None)) => vm.binary_op(BinaryOp::Add, known, &one)?,
            };
            dict.set_with_hash(vm, &item, hash, count).map(|()| true)
        });
    }
    let (get, zero) = (vm.get_attr(mapping, &vm.names().get)?, vm.int(0));
    vm.for_each(iterable, |item| {
        let known = vm.call(&get, &[item.clone(), zero.clone()])?;
        let count = vm.binary_op(BinaryOp::Add, &known, &one)?;
        vm.set_item(mapping, &item, Some(&count)).map(|()| true)
    })
}
