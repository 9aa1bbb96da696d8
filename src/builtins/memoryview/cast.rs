//! `memoryview.cast`.

use super::PyMemoryView;
use super::items::{item_size, native_code};
use crate::builtins::buffer::Description;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn cast(vm: &Vm, this: &Ref<PyMemoryView>, format: &Value, shape: Option<&Value>) -> PyResult<Value> {
    let Some(format) = format.downcast::<PyStr>() else {
        let name = class_ref(format).name();
        return Err(vm.type_error(format!("cast() argument 'format' must be str, not {name}")));
    };
    let mut buffer = this.lease(vm)?;
    if !buffer.description.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let shape = match shape {
        Some(shape) if !shape.is_none() => Some(shape_of(vm, shape)?),
        _ => None,
    };
    if (shape.is_some() || buffer.description.shape.len() != 1)
        && shape.as_ref().is_some_and(|shape| shape.len() != 1)
        && buffer.description.shape.len() != 1
    {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    buffer.description = recast(vm, &buffer.description, &format.to_text(), shape)?;
    Ok(PyMemoryView::new(buffer).into_value())
}

fn recast(vm: &Vm, from: &Description, format: &str, shape: Option<Vec<usize>>) -> PyResult<Description> {
    let Some(code) = native_code(format) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |code: Option<u8>| matches!(code, Some(b'B' | b'b' | b'c'));
    let Some(source) = native_code(&from.format) else {
        return Err(vm.value_error(
            "memoryview: source format must be a native single character format prefixed with an optional '@'",
        ));
    };
    if !is_byte(Some(source)) && !is_byte(Some(code)) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let size = item_size(code).unwrap_or(1);
    let length = from.byte_count();
    if !length.is_multiple_of(size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let shape = shape.unwrap_or_else(|| vec![length / size]);
    let product = shape.iter().try_fold(size, |product, count| product.checked_mul(*count));
    if product != Some(length) {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let mut strides = vec![0; shape.len()];
    let mut stride = size as isize;
    for (index, count) in shape.iter().enumerate().rev() {
        strides[index] = stride;
        stride *= *count as isize;
    }
    Ok(Description { format: format.to_string().into(), item_size: size, shape, strides, ..from.clone() })
}

fn shape_of(vm: &Vm, shape: &Value) -> PyResult<Vec<usize>> {
    if shape.downcast::<PyList>().is_none() && shape.downcast::<PyTuple>().is_none() {
        return Err(vm.type_error("shape must be a list or a tuple"));
    }
    let items = vm.collect(shape)?;
    if items.len() > 64 {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    let mut counts = Vec::with_capacity(items.len());
    for item in &items {
        match item.as_inline_int() {
            Some(count) if count > 0 => counts.push(count as usize),
            Some(_) => return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0")),
            None => return Err(vm.type_error("memoryview.cast(): elements of shape must be integers")),
        }
    }
    Ok(counts)
}
