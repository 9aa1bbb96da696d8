//! Iteration, order and sums.

use crate::builtins::int::{self, IntRef};
use crate::builtins::iterators::callable::PyCallableIterator;
use crate::builtins::list::PyList;
use crate::native::{PyResult, Rest};
use crate::object::{BinaryOp, CompareOp, Ref, Value, class_of, class_ref};
use crate::vm::Vm;

pub fn len(vm: &Vm, obj: &Value) -> PyResult<usize> {
    vm.len(obj)
}

pub fn iter(vm: &Vm, object: &Value, sentinel: Option<&Value>) -> PyResult<Value> {
    let Some(sentinel) = sentinel else { return vm.iter(object) };
    if !vm.is_callable(object) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(PyCallableIterator::new(object.clone(), sentinel.clone()).into_value())
}

pub fn next(vm: &Vm, iterator: &Value, default: Option<&Value>) -> PyResult<Value> {
    let Some(step) = class_of(iterator).slots().next else {
        return Err(vm.type_error(format!("'{}' object is not an iterator", class_ref(iterator).name())));
    };
    vm.stop_value.clear();
    match step(vm, iterator) {
        Ok(Some(item)) => Ok(item),
        Ok(None) => match default {
            Some(default) => Ok(default.clone()),
            None => Err(vm.stop_iteration(vm.stop_value.take())),
        },
        Err(raised) => match default {
            Some(default) => vm.catch_stop_iteration(raised).map(|_| default.clone()),
            None => Err(raised),
        },
    }
}

pub fn aiter(vm: &Vm, iterable: &Value) -> PyResult<Value> {
    let Some(aiter) = class_of(iterable).slots().aiter else {
        return Err(vm.type_error(format!("'{}' object is not an async iterable", class_ref(iterable).name())));
    };
    let iterator = aiter(vm, iterable)?;
    if class_ref(&iterator).slots().anext.is_none() {
        let name = class_ref(&iterator).name();
        return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{name}'")));
    }
    Ok(iterator)
}

pub fn anext(vm: &Vm, iterator: &Value, default: Option<&Value>) -> PyResult<Value> {
    let Some(anext) = class_of(iterator).slots().anext else {
        return Err(vm.type_error(format!("'{}' object is not an async iterator", class_ref(iterator).name())));
    };
    let awaitable = anext(vm, iterator)?;
    match default {
        None => Ok(awaitable),
        Some(default) => vm.anext_with_default(awaitable, default.clone()),
    }
}

pub fn all(vm: &Vm, iterable: &Value) -> PyResult<bool> {
    let mut all = true;
    vm.for_each(iterable, |item| {
        all = vm.truth(&item)?;
        Ok(all)
    })?;
    Ok(all)
}

pub fn any(vm: &Vm, iterable: &Value) -> PyResult<bool> {
    let mut any = false;
    vm.for_each(iterable, |item| {
        any = vm.truth(&item)?;
        Ok(!any)
    })?;
    Ok(any)
}

pub fn max(vm: &Vm, args: Rest, key: Option<&Value>, default: Option<&Value>) -> PyResult<Value> {
    extreme(vm, "max", CompareOp::Gt, args, key, default)
}

pub fn min(vm: &Vm, args: Rest, key: Option<&Value>, default: Option<&Value>) -> PyResult<Value> {
    extreme(vm, "min", CompareOp::Lt, args, key, default)
}

/// The first item that no other one beats.
fn extreme(
    vm: &Vm,
    name: &str,
    op: CompareOp,
    args: Rest,
    key: Option<&Value>,
    default: Option<&Value>,
) -> PyResult<Value> {
    let key = key.filter(|key| !key.is_none());
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |item: Value| {
        let rank = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &best {
            Some((_, known)) => vm.compare_bool(&rank, known, op)?,
            None => true,
        };
        if better {
            best = Some((item, rank));
        }
        Ok(true)
    };
    match args.0 {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.for_each(iterable, consider)?,
        many if default.is_some() => {
            let _ = many;
            return Err(
                vm.type_error(format!("Cannot specify a default for {name}() with multiple positional arguments"))
            );
        }
        many => {
            for item in many {
                consider(item.clone())?;
            }
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}

pub fn sorted(vm: &Vm, iterable: &Value, key: &Value, reverse: &Value) -> PyResult<Ref<PyList>> {
    let list = PyList::new(vm.collect(iterable)?);
    let sort = vm.get_attr(list.as_value(), &vm.names().sort)?;
    let names = [vm.names().key.to_value(), vm.names().reverse.to_value()];
    vm.call_args(&sort, crate::native::Args { values: &[key.clone(), reverse.clone()], names: &names })?;
    Ok(list)
}

/// Ints are added up as machine words, floats with compensation for what rounding loses (as CPython since 3.12).
pub fn sum(vm: &Vm, iterable: &Value, start: &Value) -> PyResult<Value> {
    if let Some(kind) = unsummable(start) {
        let advice = if kind == "strings" { "''.join(seq)" } else { "b''.join(seq)" };
        return Err(vm.type_error(format!("sum() can't sum {kind} [use {advice} instead]")));
    }
    let mut total = Total::of(start);
    vm.for_each(iterable, |item| {
        total.add(vm, item)?;
        Ok(true)
    })?;
    Ok(total.finish(vm))
}

fn unsummable(start: &Value) -> Option<&'static str> {
    match class_ref(start).name().as_str() {
        "str" => Some("strings"),
        "bytes" => Some("bytes"),
        "bytearray" => Some("bytearray"),
        _ => None,
    }
}

/// A sum under way.
enum Total {
    Int(i64),
    Float { sum: f64, compensation: f64 },
    Other(Value),
}

impl Total {
    fn of(start: &Value) -> Total {
        match (start.as_inline_int(), start.as_exact_float()) {
            (Some(int), _) => Total::Int(int),
            (_, Some(float)) => Total::Float { sum: float, compensation: 0.0 },
            _ => Total::Other(start.clone()),
        }
    }

    fn add(&mut self, vm: &Vm, item: Value) -> PyResult<()> {
        match self {
            Total::Int(sum) => {
                if let Some(next) = item.as_inline_int().and_then(|int| sum.checked_add(int)) {
                    *sum = next;
                    return Ok(());
                }
                if let Some(float) = item.as_exact_float() {
                    *self = Total::Float { sum: *sum as f64, compensation: 0.0 };
                    self.add_float(float);
                    return Ok(());
                }
            }
            Total::Float { .. } => {
                if let Some(float) = item.as_exact_float() {
                    self.add_float(float);
                    return Ok(());
                }
                if let Some(IntRef::Small(int)) = int::as_int(&item)
                    && int.unsigned_abs() < 1 << 53
                {
                    self.add_float(int as f64);
                    return Ok(());
                }
            }
            Total::Other(_) => {}
        }
        let sum = std::mem::replace(self, Total::Int(0)).finish(vm);
        *self = Total::Other(vm.binary_op(BinaryOp::Add, &sum, &item)?);
        Ok(())
    }

    /// Neumaier's summation.
    fn add_float(&mut self, item: f64) {
        if let Total::Float { sum, compensation } = self {
            let next = *sum + item;
            *compensation += if sum.abs() >= item.abs() { (*sum - next) + item } else { (item - next) + *sum };
            *sum = next;
        }
    }

    fn finish(self, vm: &Vm) -> Value {
        match self {
            Total::Int(sum) => vm.int(sum),
            // Without a loss nothing is added: -0.0 stays -0.0.
            Total::Float { sum, compensation } if compensation.is_finite() && compensation != 0.0 => {
                Value::float(sum + compensation)
            }
            Total::Float { sum, .. } => Value::float(sum),
            Total::Other(sum) => sum,
        }
    }
}
