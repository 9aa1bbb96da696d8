//! Comparison in a time that does not depend on where the difference lies.

use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::vm::Vm;

pub fn compare_digest(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    if let (Some(a), Some(b)) = (a.downcast::<PyStr>(), b.downcast::<PyStr>()) {
        if !a.is_ascii() || !b.is_ascii() {
            return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(equal(a.as_bytes(), b.as_bytes()));
    }
    match (a.downcast::<PyBytes>(), b.downcast::<PyBytes>()) {
        (Some(a), Some(b)) => Ok(equal(a.as_bytes(), b.as_bytes())),
        _ => Err(vm.type_error(format!(
            "unsupported operand types(s) or combination of types: '{}' and '{}'",
            class_ref(a).name(),
            class_ref(b).name()
        ))),
    }
}

fn equal(a: &[u8], b: &[u8]) -> bool {
    let same_length = a.len() == b.len();
    let other = if same_length { b } else { a };
    let difference = a.iter().zip(other).fold(!same_length as u8, |sum, (x, y)| sum | (x ^ y));
    std::hint::black_box(difference) == 0
}
