//! Assigning `__bases__`.

use super::attributes::settable;
use super::{layout, mro, slots};
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

pub fn set_bases(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__bases__", new)?;
    let name = class.name();
    let Some(tuple) = new.and_then(|new| new.downcast::<PyTuple>()) else {
        let actual = new.map_or_else(String::new, |new| class_ref(new).name());
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {actual}")));
    };
    if tuple.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    let mut bases = Vec::with_capacity(tuple.len());
    for item in tuple.items() {
        let Some(base) = item.downcast::<PyType>() else {
            let actual = class_ref(item).name();
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{actual}'")));
        };
        if base.is_subtype(class) || inherits(base, class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        bases.push(base.clone());
    }
    let best = layout::best_base(vm, &bases)?;
    let old_best = class.base.get();
    if let Some(old) = &old_best
        && !layout::same_layout(&best, old)
    {
        return Err(vm.type_error(format!(
            "__bases__ assignment: '{}' object layout differs from '{}'",
            best.name(),
            old.name()
        )));
    }
    replace(vm, class, bases, best, old_best)
}

/// Whether `class` is among the bases of `candidate`, directly or not; its MRO may say otherwise.
fn inherits(candidate: &Ref<PyType>, class: &Ref<PyType>) -> bool {
    candidate.is(class) || candidate.bases.get().iter().any(|base| inherits(base, class))
}

fn replace(
    vm: &Vm,
    class: &Ref<PyType>,
    bases: Vec<Ref<PyType>>,
    best: Ref<PyType>,
    old_best: Option<Ref<PyType>>,
) -> PyResult<()> {
    let old_bases = class.bases.replace(bases.clone());
    drop(class.base.replace(Some(best)));
    let mut changed = Vec::new();
    if let Err(raised) = renew_mro(vm, class, &mut changed) {
        for (class, order) in changed {
            class.set_mro(order);
        }
        class.bases.set(old_bases);
        class.base.set(old_best);
        return Err(raised);
    }
    // A metaclass's mro() may have set other bases meanwhile: those stay.
    let current = class.bases.get();
    if current.len() != bases.len() || current.iter().zip(&bases).any(|(now, set)| !now.is(set)) {
        return Ok(());
    }
    for base in &old_bases {
        base.remove_subclass(class.as_ptr());
    }
    for base in &bases {
        base.add_subclass(class);
    }
    class.modified();
    slots::refill_slots(vm, class);
    Ok(())
}

/// New orders for a class and its heirs; `changed` keeps the old ones.
fn renew_mro(vm: &Vm, class: &Ref<PyType>, changed: &mut Vec<(Ref<PyType>, Vec<Ref<PyType>>)>) -> PyResult<()> {
    let order = mro::compute(vm, class)?;
    changed.push((class.clone(), class.mro()));
    class.set_mro(order);
    for heir in class.subclasses() {
        renew_mro(vm, &heir, changed)?;
    }
    Ok(())
}
