//! `lock` and `RLock`.

use std::cell::Cell;
use std::sync::Arc;

use super::mutex::{Flag, patience};
use crate::native::convert::Class;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyLock {
    header: Header,
    flag: PyCell<Arc<Flag>>,
}
crate::payload!(PyLock, shape::LOCK);

const ACQUIRE: &str = "Lock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired.\nWith an argument, this will only block if the argument is true,\nand the return value reflects whether the lock is acquired.\nThe blocking operation is interruptible.";
const RELEASE: &str = "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't be locked by the same thread that unlocks it.";

pub static LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "A lock object is a synchronization primitive.",
    flags: types::WEAKREF,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("acquire(self, blocking=True, timeout=-1)", ACQUIRE, wrap(acquire)),
        method("acquire_lock(self, blocking=True, timeout=-1)", "An obsolete synonym of acquire().", wrap(acquire)),
        method("release(self, /)", RELEASE, wrap(release)),
        method("release_lock(self, /)", "An obsolete synonym of release().", wrap(release)),
        method("locked(self, /)", "Return whether the lock is in the locked state.", wrap(locked)),
        method("locked_lock(self, /)", "An obsolete synonym of locked().", wrap(locked)),
        method("__enter__(self, /)", "Lock the lock.", wrap(enter)),
        method("__exit__(self, exc_type, exc_value, exc_tb, /)", "Release the lock.", wrap(exit)),
        method("_at_fork_reinit(self, /)", "", wrap(at_fork_reinit)),
    ],
    ..TypeSpec::of::<PyLock>("lock")
};

static NEW: Native = staticmethod("__new__(cls)", "", wrap(new));

pub fn allocate(_: &Vm) -> Ref<PyLock> {
    Ref::new(PyLock { header: Header::new(shape::LOCK), flag: PyCell::default() })
}

fn new(vm: &Vm, _class: Class) -> Ref<PyLock> {
    allocate(vm)
}

fn take(vm: &Vm, flag: &PyCell<Arc<Flag>>, patience: Option<Option<std::time::Duration>>) -> PyResult<bool> {
    if flag.borrow().try_take() {
        return Ok(true);
    }
    match patience {
        None => Ok(false),
        Some(timeout) => {
            let flag = flag.get();
            flag.wait(vm, timeout, false)
        }
    }
}

fn acquire(vm: &Vm, this: &Ref<PyLock>, blocking: bool, timeout: &Value) -> PyResult<bool> {
    let patience = patience(vm, blocking, timeout)?;
    take(vm, &this.flag, patience)
}

fn release(vm: &Vm, this: &Ref<PyLock>) -> PyResult<()> {
    if this.flag.borrow().free() { Ok(()) } else { Err(vm.runtime_error("release unlocked lock")) }
}

fn locked(_: &Vm, this: &Ref<PyLock>) -> bool {
    this.flag.borrow().is_taken()
}

fn enter(vm: &Vm, this: &Ref<PyLock>) -> PyResult<bool> {
    take(vm, &this.flag, Some(None))
}

fn exit(vm: &Vm, this: &Ref<PyLock>, _type: &Value, _value: &Value, _traceback: &Value) -> PyResult<()> {
    release(vm, this)
}

fn at_fork_reinit(_: &Vm, this: &Ref<PyLock>) {
    this.flag.set(Arc::default());
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let taken = value.downcast::<PyLock>().is_some_and(|lock| lock.flag.borrow().is_taken());
    let state = if taken { "locked" } else { "unlocked" };
    Ok(vm.str(&format!("<{state} {}", &vm.default_repr(value)[1..])))
}

#[repr(C)]
pub struct PyRLock {
    header: Header,
    flag: PyCell<Arc<Flag>>,
    owner: Cell<u64>,
    count: Cell<u64>,
}
crate::payload!(PyRLock, shape::RLOCK);

pub static RLOCK: TypeSpec = TypeSpec {
    module: "_thread",
    flags: types::WEAKREF | types::BASETYPE,
    slots: Slots { repr: Some(repr_r), ..Slots::EMPTY },
    new: Some(&NEW_R),
    methods: &[
        method("acquire(self, blocking=True, timeout=-1)", "Lock the lock.", wrap(acquire_r)),
        method("release(self, /)", "Release the lock.", wrap(release_r)),
        method(
            "locked(self, /)",
            "Return a boolean indicating whether this object is locked right now.",
            wrap(|_: &Vm, this: &Ref<PyRLock>| this.count.get() > 0),
        ),
        method("__enter__(self, /)", "Lock the lock.", wrap(enter_r)),
        method("__exit__(self, exc_type, exc_value, exc_tb, /)", "Release the lock.", wrap(exit_r)),
        method("_is_owned(self, /)", "For internal use by `threading.Condition`.", wrap(is_owned)),
        method("_release_save(self, /)", "For internal use by `threading.Condition`.", wrap(release_save)),
        method("_acquire_restore(self, state, /)", "For internal use by `threading.Condition`.", wrap(acquire_restore)),
        method("_recursion_count(self, /)", "For internal use by reentrancy checks.", wrap(recursion_count)),
        method("_at_fork_reinit(self, /)", "", wrap(at_fork_reinit_r)),
    ],
    ..TypeSpec::of::<PyRLock>("RLock")
};

static NEW_R: Native = staticmethod("__new__(cls)", "", wrap(new_r));

fn new_r(vm: &Vm, class: Class) -> Ref<PyRLock> {
    vm.new_object(
        class,
        PyRLock {
            header: Header::new(shape::RLOCK),
            flag: PyCell::default(),
            owner: Cell::new(0),
            count: Cell::new(0),
        },
    )
}

fn take_r(vm: &Vm, this: &Ref<PyRLock>, patience: Option<Option<std::time::Duration>>) -> PyResult<bool> {
    let me = vm.thread_id.get();
    if this.count.get() > 0 && this.owner.get() == me {
        this.count.set(this.count.get() + 1);
        return Ok(true);
    }
    let taken = take(vm, &this.flag, patience)?;
    if taken {
        this.owner.set(me);
        this.count.set(1);
    }
    Ok(taken)
}

fn acquire_r(vm: &Vm, this: &Ref<PyRLock>, blocking: bool, timeout: &Value) -> PyResult<bool> {
    let patience = patience(vm, blocking, timeout)?;
    take_r(vm, this, patience)
}

fn is_owned(vm: &Vm, this: &Ref<PyRLock>) -> bool {
    this.count.get() > 0 && this.owner.get() == vm.thread_id.get()
}

fn release_r(vm: &Vm, this: &Ref<PyRLock>) -> PyResult<()> {
    if !is_owned(vm, this) {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    this.count.set(this.count.get() - 1);
    if this.count.get() == 0 {
        this.owner.set(0);
        this.flag.borrow().free();
    }
    Ok(())
}

fn enter_r(vm: &Vm, this: &Ref<PyRLock>) -> PyResult<bool> {
    take_r(vm, this, Some(None))
}

fn exit_r(vm: &Vm, this: &Ref<PyRLock>, _type: &Value, _value: &Value, _traceback: &Value) -> PyResult<()> {
    release_r(vm, this)
}

fn release_save(vm: &Vm, this: &Ref<PyRLock>) -> PyResult<Value> {
    if this.count.get() == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let state = vec![vm.int_from(this.count.replace(0)), vm.int_from(this.owner.replace(0))];
    this.flag.borrow().free();
    Ok(vm.tuple(state))
}

fn acquire_restore(vm: &Vm, this: &Ref<PyRLock>, state: &Value) -> PyResult<()> {
    let parts = vm.collect(state)?;
    let number = |index: usize| parts.get(index).and_then(crate::builtins::int::to_i128).map(|number| number as u64);
    let (Some(count), Some(owner)) = (number(0), number(1)) else {
        return Err(vm.type_error("a pair of count and owner is required"));
    };
    take(vm, &this.flag, Some(None))?;
    this.count.set(count);
    this.owner.set(owner);
    Ok(())
}

fn recursion_count(vm: &Vm, this: &Ref<PyRLock>) -> u64 {
    if is_owned(vm, this) { this.count.get() } else { 0 }
}

fn at_fork_reinit_r(_: &Vm, this: &Ref<PyRLock>) {
    this.flag.set(Arc::default());
    this.owner.set(0);
    this.count.set(0);
}

fn repr_r(vm: &Vm, value: &Value) -> PyResult<Value> {
    let Some(this) = value.downcast::<PyRLock>() else { return Ok(vm.str(&vm.default_repr(value))) };
    let state = if this.count.get() > 0 { "locked" } else { "unlocked" };
    let name = vm.qualified_name(&crate::object::class_of(value));
    Ok(vm.str(&format!(
        "<{state} {name} object owner={} count={} at {:#x}>",
        this.owner.get(),
        this.count.get(),
        value.id()
    )))
}
