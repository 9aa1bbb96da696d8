//! `code.replace()`: a copy with other values.
//!
//! What describes a code object can be replaced; what the instructions depend on (constants, names, registers, the
//! instructions themselves) only by what it is already, since nothing outside the compiler writes our instructions.

use std::sync::Arc;

use super::PyCode;
use crate::builtins::str::PyStr;
use crate::bytecode::code::{Code, flags};
use crate::native::{Keywords, PyResult};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn replace(vm: &Vm, this: &Ref<PyCode>, changes: Keywords) -> PyResult<Value> {
    let mut code: Code = (*this.code).clone();
    for (name, value) in changes.0 {
        let name = vm.str_text(name).to_string();
        change(vm, this, &mut code, &name, value)?;
    }
    Ok(PyCode::load(vm, Arc::new(code)).into_value())
}

fn change(vm: &Vm, this: &Ref<PyCode>, code: &mut Code, name: &str, value: &Value) -> PyResult<()> {
    match name {
        "co_name" => code.name = text(vm, name, value)?,
        "co_qualname" => code.qualname = text(vm, name, value)?,
        "co_filename" => code.filename = text(vm, name, value)?,
        "co_firstlineno" => code.first_line = number(vm, value)?,
        "co_flags" => {
            // Whether calls make generators is compiled in: a generator can become awaitable, no more.
            let new = number(vm, value)?;
            let fixed =
                flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR | flags::VARARGS | flags::VARKEYWORDS;
            if (new ^ code.flags) & fixed != 0 {
                return Err(vm.not_implemented_error("code.replace() cannot change what kind of function this is"));
            }
            code.flags = new;
        }
        _ => {
            let known = super::attributes::GETSET.iter().any(|row| row.name == name);
            if !known {
                return Err(vm.type_error(format!("replace() got an unexpected keyword argument '{name}'")));
            }
            let old = vm.get_attr(this.as_value(), &vm.intern(name))?;
            if !vm.is_equal(&old, value)? {
                return Err(vm.not_implemented_error(format!("code.replace() cannot change {name}")));
            }
        }
    }
    Ok(())
}

fn number(vm: &Vm, value: &Value) -> PyResult<u32> {
    let number = vm.index(value)?;
    let number = crate::builtins::int::as_int(&number).and_then(|int| int.to_i64());
    match number.and_then(|number| u32::try_from(number).ok()) {
        Some(number) => Ok(number),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn text(vm: &Vm, name: &str, value: &Value) -> PyResult<Arc<str>> {
    match value.downcast::<PyStr>() {
        Some(_) => Ok(Arc::from(&*vm.str_text(value))),
        None => Err(vm.type_error(format!("replace() argument '{name}' must be str, not {}", class_ref(value).name()))),
    }
}
