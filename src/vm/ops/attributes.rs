//! Attributes and methods, with inline caches guarded by shape.
#![allow(unsafe_code)]

use super::{cold_path, op, store_consume_next, store_next, warm};
use crate::builtins::code::Cache;
use crate::builtins::code::stubs::Stubs;
use crate::builtins::descriptors::{PyMember, PyMethodKind, PyProperty};
use crate::builtins::function::PyFunction;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, Op};
use crate::native::PyResult;
use crate::object::shape::{self, CACHED, DICT_MODE, HAS_DICT, UNCACHEABLE};
use crate::object::types::{is_plain, shape_number};
use crate::object::{Header, PyType, Raw, Ref, Value, class_of};
use crate::vm::Vm;
use crate::vm::dispatch::{Exit, Flow, Fp, Kp, Pc, Table, cache, operand, quicken, raw, set, site_name, take};
use crate::vm::frame::Return;
use crate::{dispatch_at, next};

op! {
    load_attr(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load(vm, pc, fp, kp))
    }

    load_attr_slot(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            let value = *((object.0 as *const u8).add(known.aux as usize) as *const Raw);
            if !value.is_unset() {
                value.incref();
                store_consume_next!(pc fp kp vm t, value)
            }
        }
        return load_attr_miss(pc, fp, kp, vm, t);
    }

    load_attr_spill(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            let spill = *((object.0 as *const u8).add(known.aux as usize) as *const *const Vec<Raw>);
            let value = *(*spill).as_ptr().add(known.aux2 as usize);
            if !value.is_unset() {
                value.incref();
                store_consume_next!(pc fp kp vm t, value)
            }
        }
        return load_attr_miss(pc, fp, kp, vm, t);
    }

    load_attr_class(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() {
            let hit = if known.aux == 0 {
                (*object.as_object()).shape() == known.key
            } else {
                (*object.as_object()).shape() == known.aux && (*(object.0 as *const PyType)).known_version() == known.key
            };
            if hit {
                let value = (*(known.data as *const crate::object::Slot)).raw();
                value.incref();
                store_consume_next!(pc fp kp vm t, value)
            }
        }
        return load_attr_miss(pc, fp, kp, vm, t);
    }

    /// A look-up that another shape's cache holds: it may know this shape.
    #[inline(never)]
    load_attr_miss(pc, fp, kp, vm, t) {
        if recall(&vm.stubs.loads, raw(fp, (*pc).b), pc, kp) {
            dispatch_at!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load(vm, pc, fp, kp))
    }

    load_attr_property(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            warm!(pc fp kp vm t, |vm, pc, fp, kp| {
                let getter = Raw(cache(kp, (*pc).c).data).to_value();
                let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
                call_getter(vm, &getter, &object)
            })
        }
        return load_attr_miss(pc, fp, kp, vm, t);
    }

    load_attr_module(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == shape::MODULE
            && let Some(value) = module_entry(object, known)
        {
            value.incref();
            store_consume_next!(pc fp kp vm t, value)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load(vm, pc, fp, kp))
    }

    store_attr(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| store(vm, pc, fp, kp))
    }

    store_attr_slot(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).a), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            let slot = (object.0 as *mut u8).add(known.aux as usize) as *mut Raw;
            let value = raw(fp, (*pc).b);
            if (*pc).flags & CONSUME_B != 0 {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            } else {
                value.incref();
            }
            let old = *slot;
            *slot = value;
            if (*pc).flags & CONSUME_A != 0 {
                return release_stored(pc, fp, kp, vm, t, old);
            }
            if old.is_object() && (*old.as_object()).release() {
                return super::release_next(pc, fp, kp, vm, t, old);
            }
            next!(pc, fp, kp, vm, t)
        }
        return store_attr_miss(pc, fp, kp, vm, t);
    }

    store_attr_add(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).a), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            let slot = (object.0 as *mut u8).add(known.aux as usize) as *mut Raw;
            let value = raw(fp, (*pc).b);
            if (*pc).flags & CONSUME_B != 0 {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            } else {
                value.incref();
            }
            *slot = value;
            (*object.as_object()).set_shape(known.aux2);
            if (*pc).flags & CONSUME_A != 0 {
                return release_stored(pc, fp, kp, vm, t, Raw::UNSET);
            }
            next!(pc, fp, kp, vm, t)
        }
        return store_attr_miss(pc, fp, kp, vm, t);
    }

    /// As `load_attr_miss`, for stores.
    #[inline(never)]
    store_attr_miss(pc, fp, kp, vm, t) {
        if recall(&vm.stubs.stores, raw(fp, (*pc).a), pc, kp) {
            dispatch_at!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, kp| store(vm, pc, fp, kp))
    }

    delete_attr(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.set_attr(&object, site_name(kp, (*pc).c), None)?;
            Ok(Flow::Next)
        })
    }

    load_method(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load_method_slow(vm, pc, fp, kp))
    }

    load_method_cached(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object() && (*object.as_object()).shape() == known.key {
            let window = fp.add((*pc).a as usize);
            let method = Raw(known.data);
            (*method.as_object()).incref();
            // What the window held owns nothing, except that the object itself may be its first register.
            if (*pc).flags & CONSUME_B != 0 {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            } else {
                (*object.as_object()).incref();
            }
            *window = method;
            *window.add(1) = object;
            next!(pc, fp, kp, vm, t)
        }
        return load_method_miss(pc, fp, kp, vm, t);
    }

    /// As `load_attr_miss`, for methods.
    #[inline(never)]
    load_method_miss(pc, fp, kp, vm, t) {
        if recall(&vm.stubs.methods, raw(fp, (*pc).b), pc, kp) {
            dispatch_at!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load_method_slow(vm, pc, fp, kp))
    }

    load_method_module(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if (*pc).flags & CONSUME_B == 0 && (*pc).a != (*pc).b
            && object.is_object() && (*object.as_object()).shape() == shape::MODULE
            && let Some(value) = module_entry(object, known)
        {
            value.incref();
            let window = fp.add((*pc).a as usize);
            *window = Raw::UNSET;
            *window.add(1) = value;
            next!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, kp| load_method_slow(vm, pc, fp, kp))
    }

    load_method_type(pc, fp, kp, vm, t) {
        let (object, known) = (raw(fp, (*pc).b), cache(kp, (*pc).c));
        if object.is_object()
            && (*object.as_object()).shape() == known.aux
            && (*(object.0 as *const PyType)).known_version() == known.key
            && (*pc).flags & CONSUME_B == 0
            && (*pc).a != (*pc).b
        {
            let window = fp.add((*pc).a as usize);
            let method = Raw(known.data);
            (*method.as_object()).incref();
            if known.aux2 == BINDS_CLASS {
                (*object.as_object()).incref();
                *window = method;
                *window.add(1) = object;
            } else {
                *window = Raw::UNSET;
                *window.add(1) = method;
            }
            next!(pc, fp, kp, vm, t)
        }
        return load_method_miss(pc, fp, kp, vm, t);
    }

    load_super_method_cached(pc, fp, kp, vm, t) {
        let window = fp.add((*pc).b as usize);
        let (function, class, this, known) = (*window, *window.add(1), *window.add(2), cache(kp, (*pc).c));
        if this.is_object()
            && (*this.as_object()).shape() == known.key
            && class.0 == known.aux as u64 | (known.aux2 as u64) << 32
            && vm.is_builtin_super(function)
        {
            let method = Raw(known.data);
            (*method.as_object()).incref();
            *window = Raw::UNSET;
            *window.add(1) = Raw::UNSET;
            *window.add(2) = Raw::UNSET;
            // The class is kept by the function's closure, and `super` by its module.
            (*function.as_object()).release();
            (*class.as_object()).release();
            let target = fp.add((*pc).a as usize);
            *target = method;
            *target.add(1) = this;
            next!(pc, fp, kp, vm, t)
        }
        quicken(pc, Op::LOAD_SUPER_METHOD);
        dispatch_at!(pc, fp, kp, vm, t)
    }

    load_super_attr(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, kp| {
            let (class, this) = (take(fp, (*pc).b + 1), take(fp, (*pc).b + 2));
            let function = take(fp, (*pc).b);
            let found = vm.super_attr(&function, &class, &this, site_name(kp, (*pc).c), super_has_args(pc))?;
            set(fp, (*pc).a, found);
            Ok(Flow::Next)
        })
    }

    load_super_method(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, kp| {
            let (class, this) = (take(fp, (*pc).b + 1), take(fp, (*pc).b + 2));
            let function = take(fp, (*pc).b);
            specialise_super(vm, &function, &class, &this, pc, kp);
            let (method, bound) = vm.super_method(&function, &class, &this, site_name(kp, (*pc).c), super_has_args(pc))?;
            write_pair(fp, (*pc).a, method, bound);
            Ok(Flow::Next)
        })
    }
}

/// Fills a site's cache with what some site has found for this shape and name; false if none has.
#[inline(always)]
unsafe fn recall(stubs: &Stubs, object: Raw, pc: Pc, kp: Kp) -> bool {
    // SAFETY: as for handlers.
    unsafe {
        let known = cache(kp, (*pc).c);
        let number = object.shape();
        if number == known.key {
            // The site knows the shape already: what it found does not do (an empty slot).
            return false;
        }
        let Some((op, stub)) = stubs.get(number, known.name) else { return false };
        *known = stub;
        quicken(pc, op);
        true
    }
}

/// Releases what an attribute held, and operand A, which dies here.
#[inline(never)]
unsafe fn release_stored(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, t: &Table, old: Raw) -> Exit {
    // SAFETY: as for handlers; the attribute has given up its reference.
    unsafe {
        (*vm.frame.get()).pc = pc;
        crate::vm::dispatch::unset(fp, (*pc).a);
        if old.is_object() {
            Header::decref(old.as_object());
        }
        next!(pc, fp, kp, vm, t)
    }
}

unsafe fn super_has_args(pc: Pc) -> bool {
    // SAFETY: `pc` is the instruction.
    unsafe { (*pc).flags & crate::bytecode::opcode::ZERO_ARG_SUPER == 0 }
}

/// Prepares a method call: function and self, or unset and the callable.
pub(super) unsafe fn write_pair(fp: Fp, register: u16, method: Value, this: Option<Value>) {
    // SAFETY: the window's registers are free.
    unsafe {
        match this {
            Some(this) => {
                set(fp, register, method);
                set(fp, register + 1, this);
            }
            None => {
                crate::vm::dispatch::unset(fp, register);
                set(fp, register + 1, method);
            }
        }
    }
}

/// The value at a module cache's place.
#[inline(always)]
unsafe fn module_entry(module: Raw, known: &Cache) -> Option<Raw> {
    // SAFETY: while the version holds, the place is that of a live entry.
    unsafe {
        let table = &*(&*(module.0 as *const PyModule)).dict.table.as_ptr();
        if table.version() != known.key {
            return None;
        }
        table.entries.get_unchecked(known.aux as usize).value.as_ref().map(Value::raw)
    }
}

/// Calls a property's getter in a frame of its own; its result goes to A.
fn call_getter(vm: &Vm, getter: &Value, object: &Value) -> PyResult<Flow> {
    let Some(function) = getter.downcast_exact::<PyFunction>() else {
        return Err(vm.system_error("property getter is no function"));
    };
    let args = crate::native::Args::positional_only(std::slice::from_ref(object));
    vm.push_call(function, None, args, Return::Store)
}

/// The general LOAD_ATTR; specialises the site when it can.
unsafe fn load(vm: &Vm, pc: Pc, fp: Fp, kp: Kp) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let name = site_name(kp, (*pc).c);
        let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let known = cache(kp, (*pc).c);
        if let Some(op) = specialise_load(vm, &object, name, known) {
            quicken(pc, op);
            let by_shape = matches!(op, Op::LOAD_ATTR_SLOT | Op::LOAD_ATTR_SPILL | Op::LOAD_ATTR_PROPERTY)
                || op == Op::LOAD_ATTR_CLASS && known.aux == 0;
            if by_shape {
                vm.stubs.loads.put(op, known);
            }
            if op == Op::LOAD_ATTR_PROPERTY {
                let getter = Raw(known.data).to_value();
                return call_getter(vm, &getter, &object);
            }
        }
        let found = vm.get_attr(&object, name)?;
        drop(object);
        set(fp, (*pc).a, found);
        Ok(Flow::Next)
    }
}

/// Whether caches may rely on the object's shape.
fn cacheable(object: &Value) -> Option<&'static shape::Shape> {
    let header = object.header()?;
    let info = shape::info(header.shape());
    (!info.has(UNCACHEABLE)).then_some(info)
}

fn specialise_load(vm: &Vm, object: &Value, name: &Ref<PyStr>, known: &mut Cache) -> Option<Op> {
    if let Some(module) = object.downcast_exact::<PyModule>() {
        return specialise_module(vm, module, name, known).then_some(Op::LOAD_ATTR_MODULE);
    }
    let class = class_of(object);
    if let Some(this) = object.downcast::<PyType>() {
        return specialise_type(vm, this, &class, name, known);
    }
    if class.slots().getattr.is_some() {
        return None;
    }
    let info = cacheable(object)?;
    let shape_now = shape_number(object);
    let found = class.find(name);
    // SAFETY: the cell lives as long as the class's namespace is as it is, which the shape vouches for.
    let value = found.and_then(|(_, cell)| unsafe { (*cell).get() });
    if let Some(descriptor) = &value
        && class_of(descriptor).slots().descr_set.is_some()
    {
        return specialise_descriptor(descriptor, info, shape_now, known);
    }
    if info.has(HAS_DICT) {
        if info.has(DICT_MODE) {
            return None;
        }
        if let Some(slot) = info.slot(name.as_value().id() as usize) {
            return specialise_slot(info, shape_now, slot, known);
        }
    }
    let value = value?;
    if !is_plain(&value) {
        return None;
    }
    (known.key, known.aux, known.data) = (shape_now, 0, found?.1 as u64);
    info.set(CACHED);
    Some(Op::LOAD_ATTR_CLASS)
}

fn specialise_slot(info: &shape::Shape, number: u32, slot: usize, known: &mut Cache) -> Option<Op> {
    if !info.has_fixed_slots() {
        return None;
    }
    info.set(CACHED);
    let inline = info.inline_capacity.get() as usize;
    known.key = number;
    if slot < inline {
        known.aux = info.tail.get() + 8 + 8 * slot as u32;
        return Some(Op::LOAD_ATTR_SLOT);
    }
    (known.aux, known.aux2) = (info.tail.get(), (slot - inline) as u32);
    Some(Op::LOAD_ATTR_SPILL)
}

/// A `__slots__` member is a slot; a property whose getter is a plain Python function can be called in a frame.
fn specialise_descriptor(descriptor: &Value, info: &shape::Shape, number: u32, known: &mut Cache) -> Option<Op> {
    if let Some(member) = descriptor.downcast_exact::<PyMember>() {
        return specialise_slot(info, number, member.slot, known);
    }
    let getter = descriptor.downcast_exact::<PyProperty>()?.get.get()?;
    let function = getter.downcast_exact::<PyFunction>()?;
    if function.code.get().simple_args != 1 {
        return None;
    }
    // The property keeps its getter as long as the class keeps the property.
    (known.key, known.data) = (number, getter.raw().0);
    info.set(CACHED);
    Some(Op::LOAD_ATTR_PROPERTY)
}

fn specialise_module(vm: &Vm, module: &PyModule, name: &Ref<PyStr>, known: &mut Cache) -> bool {
    let place = module.dict.table.borrow().find_identical(name.as_value().raw(), name.hash());
    let Some(place) = place else { return false };
    (known.key, known.aux) = (module.dict.version(vm), place as u32);
    true
}

/// An attribute of a class object that is the value itself: plain, or a function.
fn specialise_type(vm: &Vm, this: &PyType, class: &PyType, name: &Ref<PyStr>, known: &mut Cache) -> Option<Op> {
    let _ = vm;
    if !class.has_default_type_getattr() {
        return None;
    }
    if let Some(on_meta) = class.lookup(name)
        && class_of(&on_meta).slots().descr_set.is_some()
    {
        return None;
    }
    let (_, cell) = this.find(name)?;
    // SAFETY: the cell lives as long as the version holds.
    let value = unsafe { (*cell).get() }?;
    // What a class's attribute gives is itself, unless it binds to classes too.
    let cell = match shape_number(&value) {
        shape::FUNCTION | shape::METHOD_DESCRIPTOR | shape::WRAPPER_DESCRIPTOR => cell,
        // The static method keeps its function.
        shape::STATICMETHOD => &raw const value.downcast::<PyMethodKind>()?.callable,
        _ if is_plain(&value) => cell,
        _ => return None,
    };
    (known.key, known.aux, known.data) = (this.version(), class.root_shape_number(), cell as u64);
    Some(Op::LOAD_ATTR_CLASS)
}

/// The general STORE_ATTR; specialises the site when it can.
unsafe fn store(vm: &Vm, pc: Pc, fp: Fp, kp: Kp) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let name = site_name(kp, (*pc).c);
        let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
        let before = shape_number(&object);
        vm.set_attr(&object, name, Some(&value))?;
        let known = cache(kp, (*pc).c);
        if let Some(op) = specialise_store(&object, before, name, known) {
            quicken(pc, op);
            vm.stubs.stores.put(op, known);
        }
        Ok(Flow::Next)
    }
}

/// After an attribute has been stored: whether that was an existing inline slot, or a new one.
fn specialise_store(object: &Value, before: u32, name: &Ref<PyStr>, known: &mut Cache) -> Option<Op> {
    let class = class_of(object);
    let info = cacheable(object)?;
    if class.slots().setattr.is_some() || info.has(DICT_MODE) || !info.has_fixed_slots() {
        return None;
    }
    let descriptor = class.lookup(name);
    let slot = match &descriptor {
        Some(descriptor) if class_of(descriptor).slots().descr_set.is_some() => {
            descriptor.downcast_exact::<PyMember>()?.slot
        }
        _ => info.slot(name.as_value().id() as usize)?,
    };
    if slot >= info.inline_capacity.get() as usize {
        return None;
    }
    let after = shape_number(object);
    let from = shape::info(before);
    if from.has(UNCACHEABLE | DICT_MODE) {
        return None;
    }
    known.aux = info.tail.get() + 8 + 8 * slot as u32;
    (known.key, known.aux2) = (before, after);
    from.set(CACHED);
    info.set(CACHED);
    if before == after {
        return Some(Op::STORE_ATTR_SLOT);
    }
    // The slot must be the one that comes next, in the same tail.
    (slot == from.slot_count() && from.inline_capacity.get() == info.inline_capacity.get())
        .then_some(Op::STORE_ATTR_ADD)
}

unsafe fn load_method_slow(vm: &Vm, pc: Pc, fp: Fp, kp: Kp) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let name = site_name(kp, (*pc).c);
        let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let known = cache(kp, (*pc).c);
        if let Some(op) = specialise_method(vm, &object, name, known) {
            quicken(pc, op);
            if op == Op::LOAD_METHOD_CACHED {
                vm.stubs.methods.put(op, known);
            }
        }
        let (method, this) = find_method(vm, object, name)?;
        write_pair(fp, (*pc).a, method, this);
        Ok(Flow::Next)
    }
}

/// Whether calling it with self first is the same as calling what it binds to.
fn is_method(value: &Value) -> bool {
    value.downcast_exact::<PyFunction>().is_some() || shape_number(value) == shape::METHOD_DESCRIPTOR
}

/// What a call of `object.name(...)` calls: function and self, or a callable by itself.
fn find_method(vm: &Vm, object: Value, name: &Ref<PyStr>) -> PyResult<(Value, Option<Value>)> {
    let class = class_of(&object);
    if class.slots().getattr.is_none() {
        if let Some(method) = class.lookup(name)
            && is_method(&method)
            && vm.instance_attr(&object, name)?.is_none()
        {
            return Ok((method, Some(object)));
        }
    } else if let Some(this) = object.downcast::<PyType>()
        && class.has_default_type_getattr()
        && class.lookup(name).is_none()
        && let Some(found) = this.lookup(name)
        && let Some(kind) = found.downcast_exact_shape::<PyMethodKind>(shape::CLASSMETHOD)
        && let Some(function) = kind.callable.get()
        && is_method(&function)
    {
        return Ok((function, Some(object)));
    }
    vm.get_attr(&object, name).map(|callable| (callable, None))
}

/// `super().name` of an instance: the method follows from the shape of `this` and the class.
unsafe fn specialise_super(vm: &Vm, function: &Value, class: &Value, this: &Value, pc: Pc, kp: Kp) {
    // SAFETY: as for handlers.
    unsafe {
        let known = cache(kp, (*pc).c);
        let Some(info) = cacheable(this) else { return };
        if !vm.is_builtin_super(function.raw()) || this.downcast::<PyType>().is_some() {
            return;
        }
        let Some(start) = class.downcast::<PyType>() else { return };
        let actual = class_of(this);
        if !actual.is_subtype(start) {
            return;
        }
        let found = actual.lookup_after(start, site_name(kp, (*pc).c));
        let Some(method) = found.filter(|found| found.downcast_exact::<PyFunction>().is_some()) else { return };
        // A class in the MRO keeps the function as long as the shape is not retired.
        (known.key, known.data) = (shape_number(this), method.raw().0);
        (known.aux, known.aux2) = (class.raw().0 as u32, (class.raw().0 >> 32) as u32);
        info.set(CACHED);
        quicken(pc, Op::LOAD_SUPER_METHOD_CACHED);
    }
}

/// The cached method of a class object takes the class as its first argument.
const BINDS_CLASS: u32 = 1;

/// A function, static method or class method of a class object whose metaclass is `type`.
fn specialise_type_method(this: &PyType, name: &Ref<PyStr>, known: &mut Cache) -> Option<Op> {
    let metaclass = class_of_type(this);
    if !metaclass.has_default_type_getattr() || metaclass.lookup(name).is_some() {
        return None;
    }
    let found = this.lookup(name)?;
    let (method, binds) = if found.downcast_exact::<PyFunction>().is_some() {
        (found, 0)
    } else {
        let kind = found.downcast::<PyMethodKind>()?;
        let binds = match shape_number(&found) {
            shape::CLASSMETHOD => BINDS_CLASS,
            shape::STATICMETHOD => 0,
            _ => return None,
        };
        (kind.callable.get().filter(|callable| callable.downcast_exact::<PyFunction>().is_some())?, binds)
    };
    // The class keeps the function as long as its version stands.
    (known.key, known.data) = (this.version(), method.raw().0);
    (known.aux, known.aux2) = (metaclass.root_shape_number(), binds);
    Some(Op::LOAD_METHOD_TYPE)
}

fn class_of_type(this: &PyType) -> &'static PyType {
    shape::class_of(shape::info(this.header_shape()))
}

fn specialise_method(vm: &Vm, object: &Value, name: &Ref<PyStr>, known: &mut Cache) -> Option<Op> {
    if let Some(module) = object.downcast_exact::<PyModule>() {
        return specialise_module(vm, module, name, known).then_some(Op::LOAD_METHOD_MODULE);
    }
    if let Some(this) = object.downcast::<PyType>() {
        return specialise_type_method(this, name, known);
    }
    let class = class_of(object);
    if class.slots().getattr.is_some() {
        return None;
    }
    let info = cacheable(object)?;
    if info.has(DICT_MODE) || info.has(HAS_DICT) && info.slot(name.as_value().id() as usize).is_some() {
        return None;
    }
    let method = class.lookup(name).filter(is_method)?;
    // The class keeps the function as long as it does not change, which retires the shape.
    (known.key, known.data) = (shape_number(object), method.raw().0);
    info.set(CACHED);
    Some(Op::LOAD_METHOD_CACHED)
}
