//! Path arguments: str, bytes, and objects with `__fspath__`; file names as scripts see them.

use crate::builtins::bytes::PyBytes;
use crate::builtins::str::{PyStr, encode};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_of, class_ref};
use crate::vm::Vm;

/// `os.fspath(value)`.
pub fn fspath(vm: &Vm, value: &Value) -> PyResult<Value> {
    if value.downcast::<PyStr>().is_some() || value.downcast::<PyBytes>().is_some() {
        return Ok(value.clone());
    }
    let class = class_of(value);
    let Some(method) = class.lookup(&vm.names().__fspath__).filter(|method| !method.is_none()) else {
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {}", class.name())));
    };
    let path = vm.call_unbound(&method, value, &[])?;
    if path.downcast::<PyStr>().is_some() || path.downcast::<PyBytes>().is_some() {
        return Ok(path);
    }
    let got = class_ref(&path).name();
    Err(vm.type_error(format!("expected {}.__fspath__() to return str or bytes, not {got}", class.name())))
}

/// The bytes of a path, for the operating system.
pub fn path_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    let path = fspath(vm, value)?;
    let bytes = match path.downcast::<PyStr>() {
        Some(text) => encode_name(vm, text)?,
        None => path.downcast::<PyBytes>().map(|bytes| bytes.as_bytes().to_vec()).unwrap_or_default(),
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(bytes)
}

/// A str as the operating system's bytes: UTF-8, escaped bytes as themselves.
pub fn encode_name(vm: &Vm, text: &PyStr) -> PyResult<Vec<u8>> {
    if !text.has_surrogates() {
        return Ok(text.as_bytes().to_vec());
    }
    let mut bytes = Vec::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match point {
            0xDC80..=0xDCFF => bytes.push((point - 0xDC00) as u8),
            0xD800..=0xDFFF => return Err(vm.surrogates_not_allowed(text)),
            point => encode(point, &mut bytes),
        }
    }
    Ok(bytes)
}

/// The operating system's bytes as a str: bytes that are no UTF-8 are escaped as surrogates.
pub fn decode_name(bytes: &[u8]) -> Ref<PyStr> {
    match std::str::from_utf8(bytes) {
        Ok(text) => PyStr::new(text),
        Err(_) => {
            let mut text = Vec::with_capacity(bytes.len() + 8);
            for chunk in bytes.utf8_chunks() {
                text.extend_from_slice(chunk.valid().as_bytes());
                for &byte in chunk.invalid() {
                    encode(0xDC00 + byte as u32, &mut text);
                }
            }
            PyStr::from_wtf8(&text)
        }
    }
}
