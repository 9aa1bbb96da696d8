//! `list.sort` and `sorted`: keys, direction, and lists that change while they are sorted. Keys of one plain type
//! are sorted without any call; all others go through [`merge`](super::merge).

use super::{PyList, merge};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{CompareOp, Value};
use crate::vm::Vm;

/// Sorts a list in place. It is empty while it is being sorted, and must still be so at the end.
pub fn sort_list(vm: &Vm, list: &PyList, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let items = list.items.take();
    let (items, result) = sort_values(vm, items, key, reverse);
    let meanwhile = list.items.replace(items);
    let changed = meanwhile.capacity() != 0;
    drop(meanwhile);
    result?;
    if changed {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

/// Sorts values; they come back in their old order if a key function or a comparison fails.
pub fn sort_values(vm: &Vm, items: Vec<Value>, key: Option<&Value>, reverse: bool) -> (Vec<Value>, PyResult<()>) {
    let Some(key) = key else {
        return match plain_kind(&items) {
            Kind::Other => by_order(items, |items| merge_order(vm, items, reverse)),
            kind => (sort_plain(items, kind, reverse), Ok(())),
        };
    };
    let keys: PyResult<Vec<Value>> = items.iter().map(|item| vm.call(key, std::slice::from_ref(item))).collect();
    let keys = match keys {
        Ok(keys) => keys,
        Err(raised) => return (items, Err(raised)),
    };
    let sorted = by_order(items, |_| match plain_kind(&keys) {
        Kind::Other => merge_order(vm, &keys, reverse),
        kind => Ok(plain_order(&keys, kind, reverse)),
    });
    drop(keys);
    sorted
}

/// Moves items into the order that `order` gives as places.
fn by_order(items: Vec<Value>, order: impl FnOnce(&[Value]) -> PyResult<Vec<usize>>) -> (Vec<Value>, PyResult<()>) {
    match order(&items) {
        Ok(order) => {
            let mut taken: Vec<Option<Value>> = items.into_iter().map(Some).collect();
            (order.into_iter().filter_map(|place| taken[place].take()).collect(), Ok(()))
        }
        Err(raised) => (items, Err(raised)),
    }
}

/// The places in sorted order, going by `<`. Descending order keeps equal items in place: reversed, sorted, reversed.
fn merge_order(vm: &Vm, keys: &[Value], reverse: bool) -> PyResult<Vec<usize>> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    if reverse {
        order.reverse();
    }
    merge::sort(&mut order, &mut |&a, &b| vm.compare_bool(&keys[a], &keys[b], CompareOp::Lt))?;
    if reverse {
        order.reverse();
    }
    Ok(order)
}

/// What all keys are, if they can be compared without any call.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Int,
    /// Without NaN.
    Float,
    Str,
    Other,
}

fn plain_kind(keys: &[Value]) -> Kind {
    let Some(first) = keys.first() else { return Kind::Int };
    if first.raw().is_int() {
        return if keys.iter().all(|key| key.raw().is_int()) { Kind::Int } else { Kind::Other };
    }
    if first.raw().is_float() {
        let plain = |key: &Value| key.as_exact_float().is_some_and(|float| !float.is_nan());
        return if keys.iter().all(plain) { Kind::Float } else { Kind::Other };
    }
    let is_str = |key: &Value| key.downcast_exact::<PyStr>().is_some();
    if keys.iter().all(is_str) { Kind::Str } else { Kind::Other }
}

/// Plain keys in their order.
fn plain_cmp(kind: Kind, a: &Value, b: &Value) -> std::cmp::Ordering {
    match kind {
        Kind::Int => a.raw().as_int().cmp(&b.raw().as_int()),
        Kind::Float => a.raw().as_float().partial_cmp(&b.raw().as_float()).unwrap_or(std::cmp::Ordering::Equal),
        _ => text(a).cmp(text(b)),
    }
}

fn text(value: &Value) -> &[u8] {
    value.downcast_exact::<PyStr>().map_or(&[], |string| string.as_bytes())
}

fn sort_plain(mut items: Vec<Value>, kind: Kind, reverse: bool) -> Vec<Value> {
    match (kind, reverse) {
        (Kind::Int, false) => items.sort_by_key(|item| item.raw().as_int()),
        (kind, false) => items.sort_by(|a, b| plain_cmp(kind, a, b)),
        (kind, true) => items.sort_by(|a, b| plain_cmp(kind, b, a)),
    }
    items
}

fn plain_order(keys: &[Value], kind: Kind, reverse: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    match reverse {
        false => order.sort_by(|&a, &b| plain_cmp(kind, &keys[a], &keys[b])),
        true => order.sort_by(|&a, &b| plain_cmp(kind, &keys[b], &keys[a])),
    }
    order
}
