//! Bytes-like arguments: `bytes` itself at once, other objects with a buffer through `memoryview`.

use crate::builtins::bytes::PyBytes;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// The content of a bytes-like object.
pub fn bytes_like(vm: &Vm, value: &Value) -> PyResult<Ref<PyBytes>> {
    match try_bytes_like(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => Err(not_bytes_like(vm, value)),
    }
}

#[cold]
pub fn not_bytes_like(vm: &Vm, value: &Value) -> crate::native::Raised {
    vm.type_error(format!("a bytes-like object is required, not '{}'", class_ref(value).name()))
}

/// The content of a bytes-like object, `None` if the value has no buffer.
pub fn try_bytes_like(vm: &Vm, value: &Value) -> PyResult<Option<Ref<PyBytes>>> {
    if let Some(bytes) = value.downcast::<PyBytes>() {
        return Ok(Some(bytes.clone()));
    }
    let Some(view) = view(vm, value)? else { return Ok(None) };
    let content = vm.call_method(&view, "tobytes", &[])?;
    vm.call_method(&view, "release", &[])?;
    Ok(content.into_ref::<PyBytes>().ok())
}

/// A `memoryview` of the value; `None` if it has no buffer.
pub fn view(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let Some(class) = vm.builtins_dict().get_name(vm, "memoryview") else {
        return Err(vm.not_implemented_error("Coil does not have memoryview yet"));
    };
    match vm.call(&class, std::slice::from_ref(value)) {
        Ok(view) => Ok(Some(view)),
        Err(raised) => {
            drop(vm.catch(raised, &vm.exceptions().TypeError)?);
            Ok(None)
        }
    }
}

/// A writable object's buffer as a view of bytes, and its length; `None` when it has none that can be written.
pub fn writable(vm: &Vm, value: &Value) -> PyResult<Option<(Value, usize)>> {
    let Some(view) = view(vm, value)? else { return Ok(None) };
    let readonly = vm.get_attr(&view, &vm.intern("readonly"))?;
    if vm.truth(&readonly)? {
        return Ok(None);
    }
    let flat = vm.call_method(&view, "cast", &[vm.str("B")])?;
    let length = vm.len(&flat)?;
    Ok(Some((flat, length)))
}

/// Puts bytes at the start of a view that [`writable`] gave.
pub fn fill(vm: &Vm, view: &Value, bytes: &[u8]) -> PyResult<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let slice = vm.slice(vm.int(0), vm.int(bytes.len() as i64), Value::NONE);
    vm.set_item(view, &slice, Some(&vm.bytes(bytes)))
}
