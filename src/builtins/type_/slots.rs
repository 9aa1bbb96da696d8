//! Filling the slots of classes written in Python from their dunder methods, and keeping them right when class
//! attributes change.

use std::collections::HashMap;

use crate::builtins::function::{PyNative, PyWrapper};
use crate::builtins::str::PyStr;
use crate::native::{Keywords, Native, PyResult, Rest, staticmethod, wrap};
use crate::object::slots::{SLOT_ROWS, SlotId, SlotRow};
use crate::object::types::HEAP;
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// The interned dunder names of each row, and the rows by name.
#[derive(Default)]
struct Dunders {
    rows: std::cell::OnceCell<Rows>,
}

struct Rows {
    names: Vec<Vec<Ref<PyStr>>>,
    by_name: HashMap<usize, usize>,
}

fn rows(vm: &Vm) -> &'static Rows {
    module_state::<Dunders>(vm, "slot names").rows.get_or_init(|| {
        let names: Vec<Vec<Ref<PyStr>>> =
            SLOT_ROWS.iter().map(|row| row.dunders.iter().map(|name| vm.intern_immortal(name)).collect()).collect();
        let by_name = names
            .iter()
            .enumerate()
            .flat_map(|(row, names)| names.iter().map(move |name| (name.as_ptr() as usize, row)))
            .collect();
        Rows { names, by_name }
    })
}

/// `__new__` of classes that define it in Python, or inherit it from one that does.
pub static PYTHON_NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(call_python_new));

fn call_python_new(vm: &Vm, class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let new = vm.get_attr(class.as_value(), &vm.names().__new__)?;
    let mut values = vec![class.to_value()];
    values.extend(args.0.iter().cloned());
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(&new, crate::native::Args { values: &values, names: &names })
}

/// Fills all slots of a new class, whose MRO and namespace are complete.
pub fn fill_slots(vm: &Vm, class: &Ref<PyType>) {
    let rows = rows(vm);
    let bases = class.bases.get();
    if let [base] = bases.as_slice() {
        // Look-up gives what it gives on the base, except for the dunders of the class itself.
        let slots = *base.slots();
        class.change_slots(|own| *own = slots);
        class.generic.set(base.generic.get());
        let mut touched = vec![false; SLOT_ROWS.len()];
        for (name, _) in class.items() {
            if let Some(&row) = rows.by_name.get(&(name.as_ptr() as usize)) {
                touched[row] = true;
            }
        }
        for (index, row) in SLOT_ROWS.iter().enumerate().filter(|(index, _)| touched[*index]) {
            update_row(class, row, &rows.names[index]);
        }
    } else {
        for (index, row) in SLOT_ROWS.iter().enumerate() {
            update_row(class, row, &rows.names[index]);
        }
    }
    update_new(vm, class);
}

/// A class attribute has changed: the slots that stand for it, here and in all heirs, follow.
pub fn update_slots_for(vm: &Vm, class: &Ref<PyType>, name: &Ref<PyStr>) {
    let name = vm.intern_ref(name);
    let rows = rows(vm);
    let is_new = name.is(&vm.names().__new__);
    let row = rows.by_name.get(&(name.as_ptr() as usize)).copied();
    if row.is_none() && !is_new {
        return;
    }
    update_heirs(class, &mut |class| {
        if !class.has(HEAP) {
            return;
        }
        match row {
            Some(row) => update_row(class, &SLOT_ROWS[row], &rows.names[row]),
            None => update_new(vm, class),
        }
    });
}

/// Fills all slots of a class and its heirs anew: their MROs have changed.
pub fn refill_slots(vm: &Vm, class: &Ref<PyType>) {
    let rows = rows(vm);
    update_heirs(class, &mut |class| {
        for (index, row) in SLOT_ROWS.iter().enumerate() {
            update_row(class, row, &rows.names[index]);
        }
        update_new(vm, class);
    });
}

fn update_heirs(class: &Ref<PyType>, update: &mut dyn FnMut(&Ref<PyType>)) {
    update(class);
    for heir in class.subclasses() {
        update_heirs(&heir, update);
    }
}

/// Decides one slot: the native function, where all that look-up finds are wrappers of that very slot, else the
/// function that calls the dunder method.
fn update_row(class: &Ref<PyType>, row: &SlotRow, names: &[Ref<PyStr>]) {
    let mut native: Option<Ref<PyType>> = None;
    let (mut python, mut unhashable) = (false, false);
    for name in names {
        let Some(found) = class.find_value(name) else { continue };
        match found.downcast_exact_shape::<PyWrapper>(shape::WRAPPER_DESCRIPTOR) {
            Some(wrapper) if wrapper.wrapper.slot == row.id && class.is_subtype(&wrapper.owner) => match &native {
                Some(known) if !known.is(&wrapper.owner) => python = true,
                _ => native = Some(wrapper.owner.clone()),
            },
            _ if row.id == SlotId::hash && found.is_none() => unhashable = true,
            _ => python = true,
        }
    }
    let bit = 1u128 << row.id as u32;
    class.generic.set(class.generic.get() & !bit);
    class.change_slots(|slots| match &native {
        _ if unhashable => (row.clear)(slots),
        _ if python => (row.set_generic)(slots),
        Some(owner) => (row.copy)(owner.slots(), slots),
        None => (row.clear)(slots),
    });
    if python {
        class.generic.set(class.generic.get() | bit);
    }
    if row.id == SlotId::finalize {
        class.set_shape_flag(shape::NEEDS_FINALIZE, (row.is_set)(class.slots()));
    }
}

/// `__new__`: that of the best base, unless a Python function stands before it.
fn update_new(vm: &Vm, class: &Ref<PyType>) {
    let found = class.find_value(&vm.names().__new__);
    let native = found.as_ref().and_then(|found| found.downcast_exact_shape::<PyNative>(shape::BUILTIN_FUNCTION));
    let inherited = class.base.get().and_then(|base| base.new.get());
    let is_native = native.is_some_and(|native| native.this.is_set() || native.owner.is_set());
    class.new.set(if found.is_none() || is_native { inherited } else { Some(&PYTHON_NEW) });
}
