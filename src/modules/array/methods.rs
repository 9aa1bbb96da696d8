//! Methods of `array`.

use super::PyArray;
use super::making::{self, append_bytes, extend, frombytes, fromlist, fromunicode};
use super::slots::array;
use crate::builtins::sequence::{adjust_index, bound, clamp_bounds, class_getitem};
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, wrap};
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub static METHODS: &[Native] = &[
    method("append(self, v, /)", "Append new value v to the end of the array.", wrap(append)),
    method(
        "buffer_info(self, /)",
        "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.",
        wrap(buffer_info),
    ),
    method("byteswap(self, /)", "Byteswap all items of the array.", wrap(byteswap)),
    method("clear(self, /)", "Remove all items from the array.", wrap(clear)),
    method("__copy__(self, /)", "Return a copy of the array.", wrap(copy)),
    method("__deepcopy__(self, unused, /)", "Return a copy of the array.", wrap(deepcopy)),
    method("count(self, v, /)", "Return number of occurrences of v in the array.", wrap(count)),
    method("extend(self, bb, /)", "Append items to the end of the array.", wrap(extend)),
    method(
        "fromfile(self, f, n, /)",
        "Read n objects from the file object f and append them to the end of the array.",
        wrap(fromfile),
    ),
    method("fromlist(self, list, /)", "Append items to array from list.", wrap(fromlist)),
    method(
        "frombytes(self, buffer, /)",
        "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
        wrap(frombytes),
    ),
    method(
        "fromunicode(self, ustr, /)",
        "Extends this array with data from the unicode string ustr.",
        wrap(fromunicode),
    ),
    method(
        "index(self, v, start=<unrepresentable>, stop=<unrepresentable>, /)",
        "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.",
        wrap(index),
    ),
    method("insert(self, i, v, /)", "Insert a new item v into the array before position i.", wrap(insert)),
    method(
        "pop(self, i=-1, /)",
        "Return the i-th element and delete it from the array.\n\ni defaults to -1.",
        wrap(pop),
    ),
    method("__reduce_ex__(self, value, /)", "Return state information for pickling.", wrap(making::reduce)),
    method("remove(self, v, /)", "Remove the first occurrence of v in the array.", wrap(remove)),
    method("reverse(self, /)", "Reverse the order of the items in the array.", wrap(reverse)),
    method("__sizeof__(self, /)", "Size of the array in memory, in bytes.", wrap(sizeof)),
    method(
        "tobytes(self, /)",
        "Convert the array to an array of machine values and return the bytes representation.",
        wrap(tobytes),
    ),
    method("tofile(self, f, /)", "Write all items (as machine values) to the file object f.", wrap(tofile)),
    method("tolist(self, /)", "Convert array to an ordinary list with the same items.", wrap(tolist)),
    method(
        "tounicode(self, /)",
        "Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.",
        wrap(tounicode),
    ),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem)),
];

pub static GETSET: &[GetSet] = &[
    getter("typecode", "the typecode character used to create the array", |vm, this| {
        Ok(vm.character(array(this).kind.get().code() as u32).into_value())
    }),
    getter("itemsize", "the size, in bytes, of one array item", |vm, this| {
        Ok(vm.int_from(array(this).kind.get().size()))
    }),
];

fn append(vm: &Vm, this: &Ref<PyArray>, value: &Value) -> PyResult<()> {
    let (item, size) = this.kind.get().pack(vm, value)?;
    append_bytes(vm, this, &item[..size])
}

fn buffer_info(vm: &Vm, this: &Ref<PyArray>) -> Value {
    let address = this.data.borrow().as_ptr() as usize;
    vm.tuple(vec![vm.int_from(address), vm.int_from(this.len())])
}

fn byteswap(_: &Vm, this: &Ref<PyArray>) {
    let size = this.kind.get().size();
    this.data.borrow_mut().chunks_exact_mut(size).for_each(<[u8]>::reverse);
}

fn clear(vm: &Vm, this: &Ref<PyArray>) -> PyResult<()> {
    this.check_resizable(vm)?;
    this.data.set(Vec::new());
    Ok(())
}

fn copy(_: &Vm, this: &Ref<PyArray>) -> Ref<PyArray> {
    PyArray::new(this.kind.get(), this.data.get())
}

fn deepcopy(vm: &Vm, this: &Ref<PyArray>, _: &Value) -> Ref<PyArray> {
    copy(vm, this)
}

/// The first place from `start` on whose item equals `wanted`.
pub fn position(vm: &Vm, this: &PyArray, wanted: &Value, start: usize) -> PyResult<Option<usize>> {
    let mut index = start;
    while let Some(item) = this.get(vm, index)? {
        if vm.is_equal(&item, wanted)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn count(vm: &Vm, this: &Ref<PyArray>, wanted: &Value) -> PyResult<usize> {
    let (mut count, mut start) = (0, 0);
    while let Some(found) = position(vm, this, wanted, start)? {
        count += 1;
        start = found + 1;
    }
    Ok(count)
}

fn index(vm: &Vm, this: &Ref<PyArray>, wanted: &Value, start: Option<&Value>, stop: Option<&Value>) -> PyResult<usize> {
    let (start, stop) = (bound(vm, start, 0)?, bound(vm, stop, isize::MAX)?);
    let (start, stop) = clamp_bounds(start, stop, this.len());
    match position(vm, this, wanted, start)? {
        Some(place) if place < stop => Ok(place),
        _ => Err(vm.value_error("array.index(x): x not in array")),
    }
}

fn insert(vm: &Vm, this: &Ref<PyArray>, place: isize, value: &Value) -> PyResult<()> {
    let (item, size) = this.kind.get().pack(vm, value)?;
    this.check_resizable(vm)?;
    let (place, _) = clamp_bounds(place, 0, this.len());
    this.data.borrow_mut().splice(place * size..place * size, item[..size].iter().copied());
    Ok(())
}

fn pop(vm: &Vm, this: &Ref<PyArray>, place: isize) -> PyResult<Value> {
    if this.len() == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let Some(place) = adjust_index(place, this.len()) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let Some(item) = this.get(vm, place)? else { return Err(vm.index_error("pop index out of range")) };
    take_out(vm, this, place)?;
    Ok(item)
}

fn take_out(vm: &Vm, this: &Ref<PyArray>, place: usize) -> PyResult<()> {
    this.check_resizable(vm)?;
    let size = this.kind.get().size();
    this.data.borrow_mut().drain(place * size..(place + 1) * size);
    Ok(())
}

fn remove(vm: &Vm, this: &Ref<PyArray>, wanted: &Value) -> PyResult<()> {
    match position(vm, this, wanted, 0)? {
        Some(place) if place < this.len() => take_out(vm, this, place),
        _ => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

fn reverse(_: &Vm, this: &Ref<PyArray>) {
    let size = this.kind.get().size();
    let mut data = this.data.borrow_mut();
    // Turning the bytes around turns the items' bytes around too: turn those back.
    data.reverse();
    data.chunks_exact_mut(size).for_each(<[u8]>::reverse);
}

fn sizeof(_: &Vm, this: &Ref<PyArray>) -> usize {
    size_of::<PyArray>() + this.data.borrow().capacity()
}

fn tobytes(vm: &Vm, this: &Ref<PyArray>) -> Value {
    vm.bytes(&this.data.borrow())
}

fn tolist(vm: &Vm, this: &Ref<PyArray>) -> PyResult<Value> {
    Ok(vm.list(this.values(vm)?))
}

pub fn tounicode(vm: &Vm, this: &Ref<PyArray>) -> PyResult<Value> {
    if !this.kind.get().is_text() {
        return Err(vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    making::text_of(vm, this)
}

fn tofile(vm: &Vm, this: &Ref<PyArray>, file: &Value) -> PyResult<()> {
    const BLOCK: usize = 64 * 1024;
    let data = this.data.get();
    for block in data.chunks(BLOCK) {
        vm.call_method(file, "write", &[vm.bytes(block)])?;
    }
    Ok(())
}

fn fromfile(vm: &Vm, this: &Ref<PyArray>, file: &Value, count: isize) -> PyResult<()> {
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
    let Some(wanted) = count.checked_mul(this.kind.get().size()).filter(|&wanted| wanted <= isize::MAX as usize) else {
        return Err(vm.memory_error(""));
    };
    let content = vm.call_method(file, "read", &[vm.int_from(wanted)])?;
    let Some(bytes) = content.downcast::<crate::builtins::bytes::PyBytes>() else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    let length = bytes.len();
    frombytes(vm, this, &content)?;
    if length != wanted {
        return Err(vm.eof_error("read() didn't return enough bytes"));
    }
    Ok(())
}
