//! Weak references. The interpreter's table knows, by address, the references to each object that has any.
#![allow(unsafe_code)]

mod proxy;
mod reference;

use std::cell::Cell;

use crate::object::types;
use crate::object::{Header, Raw, Ref, Slot, TypeSpec, Value, header, shape};
use crate::vm::Vm;

/// `weakref.ref` and proxies; they differ by their shape.
#[repr(C)]
pub struct PyWeakref {
    header: Header,
    /// What it refers to, without a count; unset once that is gone.
    target: Cell<Raw>,
    pub callback: Slot,
    /// The target's hash, once asked for; -1 before.
    pub hash: Cell<i64>,
}
crate::payload!(PyWeakref, shape::WEAKREF, traverse(this, visitor) {
    visitor.visit(&this.callback);
} clear {
    this.callback.clear();
});

impl Drop for PyWeakref {
    fn drop(&mut self) {
        let target = self.target.get();
        if target.is_unset() {
            return;
        }
        let vm = crate::vm::current();
        let this = self as *const PyWeakref as u64;
        let mut table = vm.weakrefs.borrow_mut();
        if let Some(references) = table.get_mut(&(target.0 as usize)) {
            references.retain(|reference| reference.0 != this);
            if references.is_empty() {
                table.remove(&(target.0 as usize));
                // SAFETY: a target that is gone has unset this reference.
                unsafe { (*target.as_object()).clear(header::HAS_WEAKREFS) }
            }
        }
    }
}

impl PyWeakref {
    /// The payload by itself, not yet known to the table; see [`PyWeakref::register`].
    pub fn payload(number: u32, target: &Value, callback: Option<Value>) -> PyWeakref {
        PyWeakref {
            header: Header::new(number),
            target: Cell::new(target.raw()),
            callback: Slot::from_option(callback),
            hash: Cell::new(-1),
        }
    }

    /// Enters a new reference into the table.
    pub fn register(vm: &Vm, reference: &Ref<PyWeakref>) {
        let target = reference.target.get();
        // SAFETY: whoever made the reference has the target in hand.
        unsafe { (*target.as_object()).set(header::HAS_WEAKREFS) }
        let entry = Raw(reference.as_ptr() as u64);
        vm.weakrefs.borrow_mut().entry(target.0 as usize).or_default().push(entry);
    }

    /// What it refers to, if that still lives.
    pub fn target(&self) -> Option<Value> {
        // SAFETY: what is alive may be referred to once more.
        self.is_alive().then(|| unsafe { self.target.get().to_value() })
    }

    /// Whether `target()` would give something.
    pub fn is_alive(&self) -> bool {
        let target = self.target.get();
        // SAFETY: set means that the object is still there; one without references only waits to be freed.
        !target.is_unset() && unsafe { (*target.as_object()).references() > 0 }
    }
}

/// The weak reference of an entry, unless it only waits to be freed itself.
fn living(entry: &Raw) -> Option<Ref<PyWeakref>> {
    // SAFETY: references take themselves out of the table when they are freed.
    unsafe {
        let reference = entry.0 as *const PyWeakref;
        ((*reference).header.references() > 0).then(|| Ref::from_borrowed(reference))
    }
}

impl Vm {
    /// All live weak references to a value.
    pub fn weakrefs_of(&self, value: &Value) -> Vec<Ref<PyWeakref>> {
        let table = self.weakrefs.borrow();
        let Some(references) = table.get(&(value.id() as usize)) else { return Vec::new() };
        references.iter().filter_map(living).collect()
    }

    /// The object behind `target` dies: its references are cleared, then their callbacks run, newest first.
    pub(crate) fn clear_weakrefs(&self, target: &Raw) {
        let callbacks = self.detach_weakrefs(target);
        self.run_weakref_callbacks(callbacks);
    }

    fn detach_weakrefs(&self, target: &Raw) -> Vec<(Value, Value)> {
        let Some(references) = self.weakrefs.borrow_mut().remove(&(target.0 as usize)) else { return Vec::new() };
        let mut callbacks = Vec::new();
        for entry in references.into_iter().rev() {
            // SAFETY: references take themselves out of the table when they are freed.
            unsafe { (*(entry.0 as *const PyWeakref)).target.set(Raw::UNSET) };
            let Some(reference) = living(&entry) else { continue };
            if let Some(callback) = reference.callback.take() {
                callbacks.push((reference.into_value(), callback));
            }
        }
        // SAFETY: the object is still whole.
        unsafe { (*target.as_object()).clear(header::HAS_WEAKREFS) }
        callbacks
    }

    fn run_weakref_callbacks(&self, callbacks: Vec<(Value, Value)>) {
        for (reference, callback) in callbacks {
            let parked = self.raised.take();
            if let Err(raised) = self.call(&callback, &[reference]) {
                self.report_unraisable(raised, Some("Exception ignored while calling weakref callback"), &callback);
            }
            self.raised.replace(parked);
        }
    }

    /// Before the collector finalizes garbage: references to it are cleared; callbacks of references that are
    /// themselves garbage do not run.
    pub(crate) fn clear_weakrefs_of_garbage(&self, garbage: &[Value]) {
        let mut callbacks = Vec::new();
        for value in garbage {
            if value.header().is_some_and(|object| object.has(header::HAS_WEAKREFS)) {
                callbacks.extend(self.detach_weakrefs(&value.raw()));
            }
        }
        callbacks.retain(|(reference, _)| !garbage.iter().any(|value| value.is(reference)));
        self.run_weakref_callbacks(callbacks);
    }

    /// Runs what a value's type does at the end: `__del__`, closing generators, warning about coroutines.
    pub(crate) fn finalize(&self, object: &Raw) {
        // SAFETY: the caller holds a reference during the call.
        let value = unsafe { object.to_value() };
        let parked = self.raised.take();
        let finalize = crate::object::class_ref(&value).slots().finalize;
        if let Some(finalize) = finalize {
            finalize(self, &value);
        }
        self.raised.replace(parked);
    }
}

pub static SPECS: &[&TypeSpec] = &[&WEAKREF, &PROXY, &CALLABLE_PROXY];

static WEAKREF: TypeSpec = TypeSpec {
    module: "weakref",
    flags: types::BASETYPE,
    new: Some(&reference::NEW),
    slots: reference::SLOTS,
    methods: reference::METHODS,
    getset: reference::GETSET,
    ..TypeSpec::of::<PyWeakref>("ReferenceType")
};
static PROXY: TypeSpec = TypeSpec {
    module: "weakref",
    shape: shape::WEAKPROXY,
    flags: types::NO_NEW,
    slots: proxy::SLOTS,
    methods: proxy::METHODS,
    ..TypeSpec::of::<PyWeakref>("ProxyType")
};
static CALLABLE_PROXY: TypeSpec = TypeSpec {
    module: "weakref",
    shape: shape::WEAKCALLABLEPROXY,
    flags: types::NO_NEW,
    slots: proxy::CALLABLE_SLOTS,
    methods: proxy::METHODS,
    ..TypeSpec::of::<PyWeakref>("CallableProxyType")
};
