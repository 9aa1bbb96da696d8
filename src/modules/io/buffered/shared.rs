//! What the buffered classes have in common: closing, detaching, and what they pass on to the raw stream.

use super::PyBuffered;
use crate::builtins::exception::PyException;
use crate::native::{GetSet, PyResult, getter};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub(super) static GETSET: &[GetSet] = &[
    getter("closed", "", |vm, this| vm.get_attr(&cast(vm, this)?.raw(vm)?, &vm.names().closed)),
    getter("name", "", |vm, this| vm.get_attr(&cast(vm, this)?.raw(vm)?, &vm.names().name)),
    getter("mode", "", |vm, this| vm.get_attr(&cast(vm, this)?.raw(vm)?, &vm.names().mode)),
    getter("raw", "", |vm, this| Ok(cast(vm, this)?.raw.get_or_none())),
];

fn cast<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyBuffered>> {
    this.downcast::<PyBuffered>().ok_or_else(|| vm.type_error("a buffered stream is expected"))
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = class_ref(this).name();
    let name = match vm.get_attr_opt(this, &vm.names().name) {
        Ok(name) => name,
        Err(raised) => {
            drop(vm.catch(raised, &vm.exceptions().ValueError)?);
            None
        }
    };
    let Some(name) = name else { return Ok(vm.str(&format!("<_io.{class}>"))) };
    match vm.enter_repr(this, || vm.repr(&name))? {
        Some(name) => Ok(vm.str(&format!("<_io.{class} name={name}>"))),
        None => Err(super::super::fileio::reentrant(vm, &class)),
    }
}

pub fn close(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<()> {
    let raw = this.raw(vm)?;
    if super::super::is_closed(vm, &raw)? {
        return Ok(());
    }
    if this.base.finalizing.get() {
        dealloc_warn(vm, this, this.as_value());
    }
    let flushed = vm.call_method_ref(this.as_value(), &vm.names().flush, &[]);
    let flush_error = flushed.err().map(|raised| vm.take_raised(raised));
    // What is left stays lost: the file goes.
    let closed = vm.call_method_ref(&raw, &vm.names().close, &[]);
    this.pending.set(Vec::new());
    this.ahead.set(Vec::new());
    this.position.set(0);
    match (flush_error, closed) {
        (None, closed) => closed.map(drop),
        (Some(error), Ok(_)) => Err(vm.park(error)),
        (Some(error), Err(raised)) => {
            let second = vm.take_raised(raised);
            if let Some(exception) = second.downcast::<PyException>()
                && !exception.context.is_set()
            {
                exception.context.set(error);
            }
            Err(vm.park(second))
        }
    }
}

pub fn dealloc_warn(vm: &Vm, this: &Ref<PyBuffered>, source: &Value) {
    let Some(raw) = this.raw.get() else { return };
    if let Err(raised) = vm.call_method(&raw, "_dealloc_warn", std::slice::from_ref(source)) {
        // Raw streams of other classes need not know how to warn.
        drop(vm.take_raised(raised));
    }
}

pub fn detach(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    this.raw(vm)?;
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    let raw = this.raw(vm)?;
    this.detached.set(true);
    this.raw.clear();
    Ok(raw)
}

pub fn fileno(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    vm.call_method_ref(&this.raw(vm)?, &vm.names().fileno, &[])
}

pub fn isatty(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    vm.call_method_ref(&this.raw(vm)?, &vm.names().isatty, &[])
}

pub fn seekable(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    vm.call_method_ref(&this.raw(vm)?, &vm.names().seekable, &[])
}

pub fn readable(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    vm.call_method_ref(&this.raw(vm)?, &vm.names().readable, &[])
}

pub fn writable(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    vm.call_method_ref(&this.raw(vm)?, &vm.names().writable, &[])
}
