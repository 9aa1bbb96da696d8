//! `deque`: the payload and its operators; methods are in [`deque_methods`](super::deque_methods).

use std::cell::Cell;
use std::collections::VecDeque;

use super::deque_iterators::PyDequeIterator;
use super::deque_methods as methods;
use crate::builtins::sequence::{adjust_index, compare_items, repeat_count};
use crate::builtins::str::PyStr;
use crate::native::{Args, Native, PyResult, method, wrap};
use crate::object::types::{BASETYPE, SEQUENCE, WEAKREF};
use crate::object::{CompareOp, Header, PyCell, Ref, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyDeque {
    header: Header,
    pub items: PyCell<VecDeque<Value>>,
    pub maxlen: Cell<Option<usize>>,
    /// Counts changes of what is where.
    pub stamp: Cell<u64>,
}
crate::payload!(PyDeque, shape::DEQUE, traverse(this, visitor) {
    visitor.visit(&this.items);
} clear {
    let items = this.items.take();
    drop(items);
});

pub static DEQUE: TypeSpec = TypeSpec {
    module: "collections",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    flags: BASETYPE | SEQUENCE | WEAKREF,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        init: Some(init),
        add: Some(add),
        mul: Some(mul),
        iadd: Some(iadd),
        imul: Some(imul),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        ..Slots::EMPTY
    },
    new: Some(&methods::NEW),
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<PyDeque>("deque")
};

impl PyDeque {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(items: VecDeque<Value>, maxlen: Option<usize>) -> PyDeque {
        PyDeque {
            header: Header::new(shape::DEQUE),
            items: PyCell::new(items),
            maxlen: Cell::new(maxlen),
            stamp: Cell::new(0),
        }
    }

    pub fn changed(&self) {
        self.stamp.set(self.stamp.get() + 1);
    }

    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Appends on the right; a full deque loses its first item.
    pub fn push_back(&self, item: Value) {
        self.changed();
        let mut items = self.items.borrow_mut();
        items.push_back(item);
        let lost = if self.is_over(items.len()) { items.pop_front() } else { None };
        drop(items);
        drop(lost);
    }

    /// Appends on the left; a full deque loses its last item.
    pub fn push_front(&self, item: Value) {
        self.changed();
        let mut items = self.items.borrow_mut();
        items.push_front(item);
        let lost = if self.is_over(items.len()) { items.pop_back() } else { None };
        drop(items);
        drop(lost);
    }

    fn is_over(&self, length: usize) -> bool {
        self.maxlen.get().is_some_and(|maxlen| length > maxlen)
    }

    /// Items that fit, from the right.
    pub fn replace(&self, mut items: VecDeque<Value>) {
        self.changed();
        let excess = self.maxlen.get().map_or(0, |maxlen| items.len().saturating_sub(maxlen));
        items.drain(..excess);
        let old = self.items.replace(items);
        drop(old);
    }
}

/// The deque that the receiver of a slot is.
pub fn deque(this: &Value) -> &Ref<PyDeque> {
    this.downcast::<PyDeque>().expect("a slot of deque")
}

static INIT: Native = method("deque(self, iterable=<unrepresentable>, maxlen=None)", "", wrap(init_row));

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    crate::builtins::sequence::bind_init(vm, &INIT, this, args)
}

fn init_row(vm: &Vm, this: &Ref<PyDeque>, iterable: Option<&Value>, maxlen: &Value) -> PyResult<()> {
    let maxlen = match maxlen.is_none() {
        true => None,
        false => match crate::builtins::int::as_int(maxlen) {
            None => return Err(vm.type_error("an integer is required")),
            Some(int) if int.is_negative() => return Err(vm.value_error("maxlen must be non-negative")),
            Some(int) => match int.to_i64() {
                Some(maxlen) => Some(maxlen as usize),
                None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
            },
        },
    };
    this.maxlen.set(maxlen);
    methods::clear(vm, this);
    match iterable {
        Some(iterable) => methods::extend(vm, this, iterable),
        None => Ok(()),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let deque = deque(this);
    let text = vm.enter_repr(this, || {
        let items = vm.list(deque.items.borrow().iter().cloned().collect());
        let mut text = format!("{}(", class_of(this).name()).into_bytes();
        text.extend_from_slice(vm.repr(&items)?.as_bytes());
        if let Some(maxlen) = deque.maxlen.get() {
            text.extend_from_slice(format!(", maxlen={maxlen}").as_bytes());
        }
        text.push(b')');
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"[...]")).into_value())
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyDeque>(), right.downcast::<PyDeque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let (before_a, before_b, mut mutated) = (a.stamp.get(), b.stamp.get(), false);
    let result = compare_items(vm, op, |index| {
        mutated = a.stamp.get() != before_a || b.stamp.get() != before_b;
        if mutated { (None, None) } else { (a.get(index), b.get(index)) }
    })?;
    match mutated {
        true => Err(vm.runtime_error("deque mutated during iteration")),
        false => Ok(result),
    }
}

fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PyDequeIterator::new(shape::DEQUE_ITERATOR, deque(this)))
}

fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(deque(this).len())
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(methods::position(vm, deque(this), item, 0, usize::MAX)?.is_some())
}

fn place(vm: &Vm, deque: &PyDeque, key: &Value) -> PyResult<usize> {
    if crate::builtins::int::as_int(key).is_none() && class_ref(key).slots().index.is_none() {
        return Err(vm.type_error(format!("sequence index must be integer, not '{}'", class_ref(key).name())));
    }
    let index = vm.index_exact(key)?;
    adjust_index(index, deque.len()).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let deque = deque(this);
    let place = place(vm, deque, key)?;
    deque.get(place).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    let deque = deque(this);
    let place = place(vm, deque, key)?;
    let mut items = deque.items.borrow_mut();
    let old = match new {
        Some(new) => items.get_mut(place).map(|slot| std::mem::replace(slot, new.clone())),
        None => {
            deque.changed();
            items.remove(place)
        }
    };
    drop(items);
    drop(old);
    Ok(())
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(a) = left.downcast::<PyDeque>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if right.downcast::<PyDeque>().is_none() {
        return crate::builtins::sequence::concat_other(vm, left, right, "deque", add);
    }
    let made = methods::copy(vm, a)?;
    match made.downcast::<PyDeque>() {
        Some(target) => methods::extend(vm, target, right)?,
        None => return Err(vm.type_error("deque expected")),
    }
    Ok(made)
}

/// Repeats the items of a deque in place.
fn repeat_in_place(vm: &Vm, deque: &Ref<PyDeque>, count: &Value) -> PyResult<()> {
    let mut count = repeat_count(vm, count, deque.len())?;
    let items: Vec<Value> = deque.items.borrow().iter().cloned().collect();
    if let (Some(maxlen), false) = (deque.maxlen.get(), items.is_empty()) {
        count = count.min(maxlen.div_ceil(items.len()) + 1);
    }
    let all = crate::builtins::sequence::repeat(vm, &items, count)?;
    deque.replace(all.into());
    Ok(())
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (sequence, count) = if left.downcast::<PyDeque>().is_some() { (left, right) } else { (right, left) };
    let made = methods::copy(vm, deque(sequence))?;
    match made.downcast::<PyDeque>() {
        Some(target) => repeat_in_place(vm, target, count)?,
        None => return Err(vm.type_error("deque expected")),
    }
    Ok(made)
}

fn iadd(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    methods::extend(vm, deque(left), right)?;
    Ok(left.clone())
}

fn imul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    repeat_in_place(vm, deque(left), right)?;
    Ok(left.clone())
}
