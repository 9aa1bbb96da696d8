//! Numbers and characters.

use crate::builtins::int::{self, IntRef};
use crate::builtins::str::{self, PyStr};
use crate::native::PyResult;
use crate::object::{BinaryOp, Ref, Value, class_of, class_ref};
use crate::vm::Vm;

pub fn abs(vm: &Vm, x: &Value) -> PyResult<Value> {
    match class_of(x).slots().abs {
        Some(abs) => abs(vm, x),
        None => Err(vm.type_error(format!("bad operand type for abs(): '{}'", class_ref(x).name()))),
    }
}

pub fn divmod(vm: &Vm, x: &Value, y: &Value) -> PyResult<Value> {
    vm.binary_op(BinaryOp::DivMod, x, y)
}

pub fn pow(vm: &Vm, base: &Value, exp: &Value, modulus: &Value) -> PyResult<Value> {
    vm.power(base, exp, modulus)
}

pub fn round(vm: &Vm, number: &Value, ndigits: &Value) -> PyResult<Value> {
    let Some(method) = class_of(number).lookup(&vm.names().__round__) else {
        return Err(vm.type_error(format!("type {} doesn't define __round__ method", class_ref(number).name())));
    };
    if ndigits.is_none() { vm.call_unbound(&method, number, &[]) } else { vm.call_unbound(&method, number, &[ndigits]) }
}

/// An int with sign, prefix and digits.
fn in_base(vm: &Vm, number: &Value, prefix: &str, radix: u32) -> PyResult<String> {
    let number = vm.index(number)?;
    let Some(value) = int::as_int(&number) else { return Err(vm.system_error("index gave no int")) };
    let sign = if value.is_negative() { "-" } else { "" };
    let digits = match value {
        IntRef::Small(small) => match radix {
            2 => format!("{:b}", small.unsigned_abs()),
            8 => format!("{:o}", small.unsigned_abs()),
            _ => format!("{:x}", small.unsigned_abs()),
        },
        IntRef::Big(big) => big.magnitude().to_str_radix(radix),
    };
    Ok(format!("{sign}{prefix}{digits}"))
}

pub fn bin(vm: &Vm, number: &Value) -> PyResult<String> {
    in_base(vm, number, "0b", 2)
}

pub fn oct(vm: &Vm, number: &Value) -> PyResult<String> {
    in_base(vm, number, "0o", 8)
}

pub fn hex(vm: &Vm, number: &Value) -> PyResult<String> {
    in_base(vm, number, "0x", 16)
}

pub fn chr(vm: &Vm, i: &Value) -> PyResult<Ref<PyStr>> {
    let index = vm.index(i)?;
    match int::as_int(&index) {
        Some(IntRef::Small(point @ 0..=0x10FFFF)) => {
            let mut bytes = Vec::new();
            str::encode(point as u32, &mut bytes);
            Ok(PyStr::from_wtf8(&bytes))
        }
        Some(IntRef::Small(_)) => Err(vm.value_error("chr() arg not in range(0x110000)")),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

pub fn ord(vm: &Vm, character: &Value) -> PyResult<i64> {
    if let Some(string) = character.downcast::<PyStr>() {
        if string.len() == 1 {
            return Ok(string.code_point(0) as i64);
        }
        return Err(vm.type_error(format!("ord() expected a character, but string of length {} found", string.len())));
    }
    if let Some(bytes) = character.downcast::<crate::builtins::bytes::PyBytes>() {
        if let [byte] = bytes.as_bytes() {
            return Ok(*byte as i64);
        }
        return Err(vm.type_error(format!("ord() expected a character, but string of length {} found", bytes.len())));
    }
    let name = class_ref(character).name();
    if name == "bytearray" && vm.len(character)? == 1 {
        let byte = vm.get_item(character, &vm.int(0))?;
        return Ok(byte.as_inline_int().unwrap_or(0));
    }
    Err(vm.type_error(format!("ord() expected string of length 1, but {name} found")))
}
