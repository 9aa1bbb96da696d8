//! The operators of arrays, and their iterator.

use std::cell::Cell;

use super::PyArray;
use super::items::Kind;
use crate::builtins::sequence::{self, SliceParts, adjust_index};
use crate::builtins::slice::PySlice;
use crate::native::{Native, PyResult, Raised, method, wrap};
use crate::object::{CompareOp, Header, Ref, Slot, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    iter: Some(iter),
    add: Some(add),
    mul: Some(mul),
    iadd: Some(iadd),
    imul: Some(imul),
    len: Some(|_, this| Ok(array(this).len())),
    getitem: Some(getitem),
    setitem: Some(setitem),
    contains: Some(contains),
    ..Slots::EMPTY
};

/// The array that a slot was called for.
pub fn array(this: &Value) -> &Ref<PyArray> {
    this.downcast::<PyArray>().expect("a slot of array")
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let (array, name) = (array(this), class_ref(this).name());
    let kind = array.kind.get();
    if array.len() == 0 {
        return Ok(vm.str(&format!("{name}('{}')", kind.code() as char)));
    }
    let content = if kind.is_text() { super::methods::tounicode(vm, array)? } else { vm.list(array.values(vm)?) };
    let mut text = format!("{name}('{}', ", kind.code() as char).into_bytes();
    text.extend_from_slice(vm.repr(&content)?.as_bytes());
    text.push(b')');
    Ok(crate::builtins::str::PyStr::from_wtf8(&text).into_value())
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.downcast::<PyArray>(), right.downcast::<PyArray>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let lengths = left.len().cmp(&right.len());
    if lengths.is_ne() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    loop {
        let (Some(a), Some(b)) = (left.get(vm, index)?, right.get(vm, index)?) else {
            return Ok(Value::bool(op.holds(left.len().cmp(&right.len()))));
        };
        if !vm.is_equal(&a, &b)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(&a, &b, op),
            };
        }
        index += 1;
    }
}

fn contains(vm: &Vm, this: &Value, wanted: &Value) -> PyResult<bool> {
    Ok(super::methods::position(vm, array(this), wanted, 0)?.is_some())
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(first) = left.downcast::<PyArray>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(second) = right.downcast::<PyArray>() else {
        let name = class_ref(right).name();
        return Err(vm.type_error(format!("can only append array (not \"{name}\") to array")));
    };
    check_same_kind(vm, first, second)?;
    let data = [first.data.borrow().as_slice(), second.data.borrow().as_slice()].concat();
    Ok(PyArray::new(first.kind.get(), data).into_value())
}

fn check_same_kind(vm: &Vm, left: &PyArray, right: &PyArray) -> PyResult<()> {
    match left.kind.get() == right.kind.get() {
        true => Ok(()),
        false => Err(vm.type_error("bad argument type for built-in operation")),
    }
}

fn iadd(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(more) = right.downcast::<PyArray>() else {
        let name = class_ref(right).name();
        return Err(vm.type_error(format!("can only extend with array (not \"{name}\")")));
    };
    super::making::extend_by_array(vm, array(left), more)?;
    Ok(left.clone())
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (this, is_left) = match (left.downcast::<PyArray>(), right.downcast::<PyArray>()) {
        (Some(this), _) => (this, true),
        (None, Some(this)) => (this, false),
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    let length = this.data.borrow().len();
    let count = match sequence::repeat_operand(vm, left, right, is_left, length, mul)? {
        Ok(count) => count,
        Err(result) => return Ok(result),
    };
    let data = sequence::repeat(vm, &this.data.get(), count)?;
    Ok(PyArray::new(this.kind.get(), data).into_value())
}

fn imul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let this = array(left);
    let count = sequence::repeat_count(vm, right, this.data.borrow().len())?;
    if this.len() > 0 && count != 1 {
        this.check_resizable(vm)?;
        let data = sequence::repeat(vm, &this.data.get(), count)?;
        this.data.set(data);
    }
    Ok(left.clone())
}

/// A subscript of an array, whose errors do not speak of slices.
enum Key<'a> {
    Index(isize),
    Slice(&'a Ref<PySlice>),
}

fn key<'a>(vm: &Vm, key: &'a Value) -> PyResult<Key<'a>> {
    if let Some(inline) = key.as_inline_int() {
        return Ok(Key::Index(inline as isize));
    }
    if let Some(slice) = key.downcast::<PySlice>() {
        return Ok(Key::Slice(slice));
    }
    if crate::builtins::int::as_int(key).is_none() && class_ref(key).slots().index.is_none() {
        return Err(vm.type_error("array indices must be integers"));
    }
    vm.index_exact(key).map(Key::Index)
}

fn getitem(vm: &Vm, this: &Value, subscript: &Value) -> PyResult<Value> {
    let array = array(this);
    match key(vm, subscript)? {
        Key::Index(index) => {
            let place = adjust_index(index, array.len());
            let found = place.map(|place| array.get(vm, place)).transpose()?.flatten();
            found.ok_or_else(|| vm.index_error("array index out of range"))
        }
        Key::Slice(slice) => {
            let places = SliceParts::of(vm, slice)?.fit(array.len());
            let size = array.kind.get().size();
            let data = array.data.borrow();
            let picked = match places.contiguous() {
                Some(range) => data[range.start * size..range.end * size].to_vec(),
                None => {
                    places.places().flat_map(|place| data[place * size..(place + 1) * size].iter().copied()).collect()
                }
            };
            drop(data);
            Ok(PyArray::new(array.kind.get(), picked).into_value())
        }
    }
}

fn setitem(vm: &Vm, this: &Value, subscript: &Value, new: Option<&Value>) -> PyResult<()> {
    let array = array(this);
    match (key(vm, subscript)?, new) {
        (Key::Index(index), new) => set_one(vm, array, index, new),
        (Key::Slice(slice), None) => delete_slice(vm, array, slice),
        (Key::Slice(slice), Some(new)) => {
            let Some(source) = new.downcast::<PyArray>() else {
                let name = class_ref(new).name();
                return Err(vm.type_error(format!("can only assign array (not \"{name}\") to array slice")));
            };
            check_same_kind(vm, array, source)?;
            set_slice(vm, array, slice, source.data.get())
        }
    }
}

fn set_one(vm: &Vm, array: &Ref<PyArray>, index: isize, new: Option<&Value>) -> PyResult<()> {
    let out_of_range = |vm: &Vm| -> Raised { vm.index_error("array assignment index out of range") };
    let Some(place) = adjust_index(index, array.len()) else { return Err(out_of_range(vm)) };
    let size = array.kind.get().size();
    match new {
        None => {
            array.check_resizable(vm)?;
            array.data.borrow_mut().drain(place * size..(place + 1) * size);
        }
        Some(value) => {
            // Converting may run code that changes the array.
            let (item, size) = array.kind.get().pack(vm, value)?;
            match array.data.borrow_mut().get_mut(place * size..(place + 1) * size) {
                Some(bytes) => bytes.copy_from_slice(&item[..size]),
                None => return Err(out_of_range(vm)),
            }
        }
    }
    Ok(())
}

fn delete_slice(vm: &Vm, array: &Ref<PyArray>, slice: &PySlice) -> PyResult<()> {
    let places = SliceParts::of(vm, slice)?.fit(array.len()).ascending();
    if places.count == 0 {
        return Ok(());
    }
    array.check_resizable(vm)?;
    let size = array.kind.get().size();
    let mut data = array.data.borrow_mut();
    if let Some(range) = places.contiguous() {
        data.drain(range.start * size..range.end * size);
        return Ok(());
    }
    let mut gone = vec![false; data.len() / size];
    places.places().for_each(|place| gone[place] = true);
    let kept = data.chunks_exact(size).zip(gone).filter(|(_, gone)| !gone).flat_map(|(item, _)| item.iter().copied());
    let kept: Vec<u8> = kept.collect();
    *data = kept;
    Ok(())
}

fn set_slice(vm: &Vm, array: &Ref<PyArray>, slice: &PySlice, source: Vec<u8>) -> PyResult<()> {
    let places = SliceParts::of(vm, slice)?.fit(array.len());
    let size = array.kind.get().size();
    let count = source.len() / size;
    if places.step == 1 {
        if count != places.count {
            array.check_resizable(vm)?;
        }
        let start = places.start as usize * size;
        array.data.borrow_mut().splice(start..start + places.count * size, source);
        return Ok(());
    }
    if count != places.count {
        let wanted = places.count;
        let message = format!("attempt to assign array of size {count} to extended slice of size {wanted}");
        return Err(vm.value_error(message));
    }
    let mut data = array.data.borrow_mut();
    for (place, item) in places.places().zip(source.chunks_exact(size)) {
        data[place * size..(place + 1) * size].copy_from_slice(item);
    }
    Ok(())
}

/// The array is let go of at the end.
#[repr(C)]
pub struct PyArrayIterator {
    header: Header,
    array: Slot,
    index: Cell<usize>,
}
crate::payload!(PyArrayIterator, shape::ARRAY_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.array);
} clear {
    this.array.clear();
});

pub static ITERATOR: TypeSpec = TypeSpec {
    module: "array",
    flags: types::NO_NEW,
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::EMPTY },
    methods: ITERATOR_METHODS,
    ..TypeSpec::of::<PyArrayIterator>("arrayiterator")
};

static ITERATOR_METHODS: &[Native] = &[
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(setstate)),
];

fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    let header = Header::new(shape::ARRAY_ITERATOR);
    Ok(Ref::new(PyArrayIterator { header, array: Slot::new(this.clone()), index: Cell::new(0) }).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyArrayIterator>().expect("a slot of arrayiterator");
    let Some(array) = this.array.get() else { return Ok(None) };
    let index = this.index.get();
    let found = self::array(&array).get(vm, index)?;
    match found {
        Some(_) => this.index.set(index + 1),
        None => this.array.clear(),
    }
    Ok(found)
}

fn reduce(vm: &Vm, this: &Ref<PyArrayIterator>) -> PyResult<Value> {
    use crate::builtins::iterators::{builtin_named, reduced};
    let callable = builtin_named(vm, "iter")?;
    Ok(match this.array.get() {
        Some(array) => reduced(vm, callable, array, Some(vm.int_from(this.index.get()))),
        None => reduced(vm, callable, PyArray::new(EMPTY_KIND, Vec::new()).into_value(), None),
    })
}

/// An iterator that has ended is pickled as one over an empty array of this kind.
const EMPTY_KIND: Kind = Kind::BYTE;

fn setstate(_: &Vm, this: &Ref<PyArrayIterator>, state: isize) {
    this.index.set(state.max(0) as usize);
}
