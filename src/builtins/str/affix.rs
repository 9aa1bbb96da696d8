//! What happens at the ends: `startswith`, `removeprefix`, `strip` and their kin.

use super::PyStr;
use super::slots::exact;
use crate::builtins::text::{Characters, Ends, strip_blanks, strip_where};
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

type Test = fn(&[u8], &[u8]) -> bool;

fn matches_any(
    vm: &Vm,
    this: &PyStr,
    wanted: &Value,
    start: &Value,
    end: &Value,
    test: Test,
    name: &str,
) -> PyResult<bool> {
    let window = super::search::window(vm, this, start, end)?;
    if let Some(one) = wanted.downcast::<PyStr>() {
        return Ok(window.is_some_and(|(_, text)| test(text, one.as_bytes())));
    }
    let Some(several) = wanted.downcast::<PyTuple>() else {
        let class = class_ref(wanted).name();
        return Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {class}")));
    };
    for one in several.items() {
        let Some(one) = one.downcast::<PyStr>() else {
            let class = class_ref(one).name();
            return Err(vm.type_error(format!("tuple for {name} must only contain str, not {class}")));
        };
        if window.is_some_and(|(_, text)| test(text, one.as_bytes())) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub fn startswith(vm: &Vm, this: &Ref<PyStr>, prefix: &Value, start: &Value, end: &Value) -> PyResult<bool> {
    matches_any(vm, this, prefix, start, end, |text, prefix| text.starts_with(prefix), "startswith")
}

pub fn endswith(vm: &Vm, this: &Ref<PyStr>, suffix: &Value, start: &Value, end: &Value) -> PyResult<bool> {
    matches_any(vm, this, suffix, start, end, |text, suffix| text.ends_with(suffix), "endswith")
}

pub fn removeprefix(_: &Vm, this: &Ref<PyStr>, prefix: &Ref<PyStr>) -> Ref<PyStr> {
    let rest = this.as_bytes().strip_prefix(prefix.as_bytes());
    rest.map_or_else(|| exact(this), |rest| this.part(rest))
}

pub fn removesuffix(_: &Vm, this: &Ref<PyStr>, suffix: &Ref<PyStr>) -> Ref<PyStr> {
    let rest = this.as_bytes().strip_suffix(suffix.as_bytes());
    rest.map_or_else(|| exact(this), |rest| this.part(rest))
}

fn stripped(vm: &Vm, this: &Ref<PyStr>, chars: &Value, ends: Ends, name: &str) -> PyResult<Ref<PyStr>> {
    let rest = if chars.is_none() {
        strip_blanks::<Characters>(this.as_bytes(), ends)
    } else if let Some(chars) = chars.downcast::<PyStr>() {
        let set = chars.as_bytes();
        if chars.is_ascii() {
            strip_where::<Characters>(this.as_bytes(), ends, |unit| unit.len() == 1 && set.contains(&unit[0]))
        } else {
            strip_where::<Characters>(this.as_bytes(), ends, |unit| memchr::memmem::find(set, unit).is_some())
        }
    } else {
        return Err(vm.type_error(format!("{name} arg must be None or str")));
    };
    Ok(if rest.len() == this.as_bytes().len() { exact(this) } else { this.part(rest) })
}

pub fn strip(vm: &Vm, this: &Ref<PyStr>, chars: &Value) -> PyResult<Ref<PyStr>> {
    stripped(vm, this, chars, Ends::Both, "strip")
}

pub fn lstrip(vm: &Vm, this: &Ref<PyStr>, chars: &Value) -> PyResult<Ref<PyStr>> {
    stripped(vm, this, chars, Ends::Left, "lstrip")
}

pub fn rstrip(vm: &Vm, this: &Ref<PyStr>, chars: &Value) -> PyResult<Ref<PyStr>> {
    stripped(vm, this, chars, Ends::Right, "rstrip")
}
