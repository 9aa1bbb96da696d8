//! What a text stream passes on to its buffer, its attributes, closing and detaching.

use super::super::fileio::{mode_of, reentrant};
use super::PyTextIOWrapper;
use crate::builtins::exception::PyException;
use crate::native::{GetSet, PyResult, getset, getter};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub(super) static GETSET: &[GetSet] = &[
    getter("closed", "", |vm, this| vm.get_attr(&cast(vm, this)?.stream(vm)?, &vm.names().closed)),
    getter("name", "", |vm, this| vm.get_attr(&cast(vm, this)?.stream(vm)?, &vm.names().name)),
    getter("buffer", "", |vm, this| cast(vm, this)?.stream(vm)),
    getter("encoding", "", |vm, this| Ok(vm.str(&cast(vm, this)?.encoding.borrow().clone()))),
    getter("errors", "", |vm, this| Ok(vm.str(&cast(vm, this)?.errors.borrow().clone()))),
    getter("newlines", "", |vm, this| {
        let text = cast(vm, this)?;
        Ok(if text.newline.get().is_universal() { text.newlines.get().newlines(vm) } else { Value::NONE })
    }),
    getter("line_buffering", "", |vm, this| Ok(Value::bool(cast(vm, this)?.line_buffering.get()))),
    getter("write_through", "", |vm, this| Ok(Value::bool(cast(vm, this)?.write_through.get()))),
    getset(
        "_CHUNK_SIZE",
        "",
        |vm, this| Ok(vm.int_from(cast(vm, this)?.chunk_size.get())),
        |vm, this, value| {
            let size = match value {
                Some(value) => vm.index_clamped(value)?,
                None => return Err(vm.attribute_error("cannot delete attribute")),
            };
            if size <= 0 {
                return Err(vm.value_error("a strictly positive integer is required"));
            }
            cast(vm, this)?.chunk_size.set(size as usize);
            Ok(())
        },
    ),
];

pub fn cast<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyTextIOWrapper>> {
    this.downcast::<PyTextIOWrapper>().ok_or_else(|| vm.type_error("TextIOWrapper expected"))
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let text = cast(vm, this)?;
    let class = class_ref(this).name();
    let shown = vm.enter_repr(this, || {
        let mut shown = format!("<_io.{class}");
        let name = match vm.get_attr_opt(this, &vm.names().name) {
            Ok(name) => name,
            Err(raised) => {
                drop(vm.catch(raised, &vm.exceptions().ValueError)?);
                None
            }
        };
        if let Some(name) = name {
            shown += &format!(" name={}", vm.repr(&name)?);
        }
        if let Some(mode) = mode_of(vm, this)? {
            shown += &format!(" mode={mode}");
        }
        Ok(format!("{shown} encoding='{}'>", text.encoding.get()))
    })?;
    match shown {
        Some(shown) => Ok(vm.str(&shown)),
        None => Err(reentrant(vm, &class)),
    }
}

pub fn close(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<()> {
    let buffer = this.stream(vm)?;
    if super::super::is_closed(vm, &buffer)? {
        return Ok(());
    }
    if this.base.finalizing.get()
        && let Err(raised) = vm.call_method(&buffer, "_dealloc_warn", &[this.to_value()])
    {
        // Buffers of other classes need not know how to warn.
        drop(vm.take_raised(raised));
    }
    let flushed = vm.call_method_ref(this.as_value(), &vm.names().flush, &[]);
    let flush_error = flushed.err().map(|raised| vm.take_raised(raised));
    let closed = vm.call_method_ref(&buffer, &vm.names().close, &[]);
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

pub fn detach(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    this.stream(vm)?;
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    let buffer = this.stream(vm)?;
    this.detached.set(true);
    this.buffer.clear();
    Ok(buffer)
}

pub fn fileno(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    vm.call_method_ref(&this.stream(vm)?, &vm.names().fileno, &[])
}

pub fn isatty(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    vm.call_method_ref(&this.stream(vm)?, &vm.names().isatty, &[])
}

pub fn seekable(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    vm.call_method_ref(&this.stream(vm)?, &vm.names().seekable, &[])
}

pub fn readable(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    vm.call_method_ref(&this.stream(vm)?, &vm.names().readable, &[])
}

pub fn writable(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    vm.call_method_ref(&this.stream(vm)?, &vm.names().writable, &[])
}
