//! `str.maketrans` and `str.translate`.

use super::{PyStr, encode};
use crate::builtins::dict::PyDict;
use crate::builtins::int;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn maketrans(vm: &Vm, x: &Value, y: Option<&Value>, z: Option<&Value>) -> PyResult<Value> {
    let table = PyDict::new();
    match y {
        Some(y) => pairs(vm, &table, x, y, z)?,
        None => {
            let Some(mapping) = x.downcast::<PyDict>() else {
                return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
            };
            for (key, value) in mapping.items() {
                let key = key_number(vm, &key)?;
                table.set(vm, &key, value)?;
            }
        }
    }
    Ok(table.into_value())
}

fn key_number(vm: &Vm, key: &Value) -> PyResult<Value> {
    if let Some(string) = key.downcast::<PyStr>() {
        if string.len() != 1 {
            return Err(vm.value_error("string keys in translate table must be of length 1"));
        }
        return Ok(vm.int(string.code_point(0) as i64));
    }
    match int::is_int(key) {
        true => Ok(key.clone()),
        false => Err(vm.type_error("keys in translate table must be strings or integers")),
    }
}

fn pairs(vm: &Vm, table: &Ref<PyDict>, x: &Value, y: &Value, z: Option<&Value>) -> PyResult<()> {
    let Some(from) = x.downcast::<PyStr>() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let Some(to) = y.downcast::<PyStr>() else {
        return Err(vm.type_error(format!("maketrans() argument 2 must be str, not {}", class_ref(y).name())));
    };
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in from.code_points().zip(to.code_points()) {
        table.set(vm, &vm.int(from as i64), vm.int(to as i64))?;
    }
    let Some(z) = z else { return Ok(()) };
    let Some(deleted) = z.downcast::<PyStr>() else {
        return Err(vm.type_error(format!("maketrans() argument 3 must be str, not {}", class_ref(z).name())));
    };
    for point in deleted.code_points() {
        table.set(vm, &vm.int(point as i64), Value::NONE)?;
    }
    Ok(())
}

pub fn translate(vm: &Vm, this: &Ref<PyStr>, table: &Value) -> PyResult<Ref<PyStr>> {
    let mut bytes = Vec::with_capacity(this.as_bytes().len());
    // ASCII characters that have been looked up: `None` for those that stay.
    let mut known: [Option<Option<Value>>; 128] = [const { None }; 128];
    for point in this.code_points() {
        let remembered = known.get(point as usize).and_then(Option::as_ref);
        let result = match remembered {
            Some(result) => result.clone(),
            None => {
                let result = look_up(vm, table, point)?;
                if let Some(entry) = known.get_mut(point as usize) {
                    *entry = Some(result.clone());
                }
                result
            }
        };
        match result {
            None => encode(point, &mut bytes),
            Some(result) => put(vm, &result, &mut bytes)?,
        }
    }
    Ok(PyStr::from_wtf8(&bytes))
}

/// What the table has for a character; `None` if it is to stay.
fn look_up(vm: &Vm, table: &Value, point: u32) -> PyResult<Option<Value>> {
    match vm.get_item(table, &vm.int(point as i64)) {
        Ok(result) => Ok(Some(result)),
        Err(raised) => vm.catch(raised, &vm.exceptions().LookupError).map(|_| None),
    }
}

/// Appends what a table or an error handler gives for a character.
fn put(vm: &Vm, result: &Value, bytes: &mut Vec<u8>) -> PyResult<()> {
    if result.is_none() {
        return Ok(());
    }
    if let Some(string) = result.downcast::<PyStr>() {
        bytes.extend_from_slice(string.as_bytes());
        return Ok(());
    }
    match int::as_int(result) {
        Some(int::IntRef::Small(point @ 0..0x11_0000)) => {
            encode(point as u32, bytes);
            Ok(())
        }
        Some(_) => Err(vm.value_error("character mapping must be in range(0x110000)")),
        None => Err(vm.type_error("character mapping must return integer, None or str")),
    }
}
