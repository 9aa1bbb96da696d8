//! `_functools`: [`partial`], [`lru_cache`], `cmp_to_key` ([`cmp_key`]) and `reduce`.

mod cmp_key;
mod lru_cache;
mod partial;

use super::NativeModule;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{TypeSpec, Value, class_ref};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Tools that operate on functions.",
    functions: FUNCTIONS,
    init: |vm, module| {
        vm.add_types(module, TYPES);
        for hidden in [&partial::PLACEHOLDER_TYPE, &cmp_key::CMP_KEY] {
            let removed = module.dict.remove_str(vm, &vm.intern(hidden.name))?;
            drop(removed);
        }
        module.dict.set_name(vm, "Placeholder", partial::placeholder(vm));
        Ok(())
    },
    ..NativeModule::of("_functools")
};

static FUNCTIONS: &[Native] = &[
    function(
        "cmp_to_key(mycmp)",
        "Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.",
        wrap(cmp_key::cmp_to_key),
    ),
    function(
        "reduce(function, iterable, /, initial=<unrepresentable>)",
        "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5).",
        wrap(reduce),
    ),
];

static TYPES: &[&TypeSpec] = &[&partial::PARTIAL, &partial::PLACEHOLDER_TYPE, &cmp_key::CMP_KEY, &lru_cache::LRU_CACHE];

fn reduce(vm: &Vm, function: &Value, iterable: &Value, initial: Option<&Value>) -> PyResult<Value> {
    let slots = class_ref(iterable).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(vm.type_error("reduce() arg 2 must support iteration"));
    }
    let mut total = initial.cloned();
    vm.for_each(iterable, |item| {
        total = Some(match total.take() {
            Some(total) => vm.call(function, &[total, item])?,
            None => item,
        });
        Ok(true)
    })?;
    total.ok_or_else(|| vm.type_error("reduce() of empty iterable with no initial value"))
}

/// Whether a value's class is exactly the built-in one with this shape.
fn is_exactly(value: &Value, number: u32) -> bool {
    std::ptr::eq(class_ref(value), &*builtin(number))
}
