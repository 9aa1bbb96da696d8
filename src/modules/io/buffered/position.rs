//! Where a buffered stream stands: `seek`, `tell`, `truncate`.

use super::{PyBuffered, raw_seek, raw_tell};
use crate::builtins::int;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub fn seek(vm: &Vm, this: &Ref<PyBuffered>, target: &Value, whence: i32) -> PyResult<i64> {
    if !(0..=4).contains(&whence) || whence > 2 && !cfg!(target_os = "linux") {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    let raw = this.open_raw(vm, "seek of")?;
    super::super::base::check_seekable(vm, &raw)?;
    let index = vm.index(target)?;
    let Some(mut target) = int::as_int(&index).and_then(|target| target.to_i64()) else {
        return Err(vm.overflow_error("Python int too large to convert to C long"));
    };
    this.locked(vm, || {
        if whence < 2 && this.available() > 0 {
            // A place that has been read already needs no system call but the one that says where we are.
            let here = raw_tell(vm, &raw)? - this.available() as i64;
            let offset = if whence == 1 { target } else { target - here };
            let position = this.position.get() as i64 + offset;
            if (0..=this.ahead.borrow().len() as i64).contains(&position) {
                this.position.set(position as usize);
                return Ok(here + offset);
            }
        }
        super::write::flush_pending(vm, this, &raw)?;
        if whence == 1 {
            target -= this.available() as i64;
        }
        let position = raw_seek(vm, &raw, target, whence)?;
        this.ahead.borrow_mut().clear();
        this.position.set(0);
        Ok(position)
    })
}

pub fn tell(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<i64> {
    let raw = this.raw(vm)?;
    let position = raw_tell(vm, &raw)?;
    Ok((position - this.available() as i64 + this.pending.borrow().len() as i64).max(0))
}

pub fn truncate(vm: &Vm, this: &Ref<PyBuffered>, size: &Value) -> PyResult<Value> {
    let raw = this.open_raw(vm, "truncate of")?;
    if !this.writable.get() {
        return Err(super::super::unsupported(vm, "truncate"));
    }
    this.locked(vm, || super::write::settle(vm, this, &raw))?;
    vm.call_method_ref(&raw, &vm.names().flush, &[])?;
    let size = if size.is_none() { vm.int(tell(vm, this)?) } else { size.clone() };
    vm.call_method_ref(&raw, &vm.names().truncate, &[size])
}
