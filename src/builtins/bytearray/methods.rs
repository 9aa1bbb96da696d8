//! The methods that only `bytearray` has: those that change it.

use super::PyByteArray;
use crate::builtins::buffer::{copied, to_byte};
use crate::builtins::bytes::shared::make;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult};
use crate::object::{Ref, Value, class_of};
use crate::vm::Vm;

pub static METHODS: &[Native] = crate::octet_methods! {
    method("append(self, item, /)", "Append a single item to the end of the bytearray.", wrap(append)),
    method("clear(self, /)", "Remove all items from the bytearray.", wrap(clear)),
    method("copy(self, /)", "Return a copy of B.", wrap(copy)),
    method("extend(self, iterable_of_ints, /)", "Append all the items from the iterator or sequence to the end of the bytearray.", wrap(extend)),
    method("insert(self, index, item, /)", "Insert a single item into the bytearray before the given index.", wrap(insert)),
    method("pop(self, index=-1, /)", "Remove and return a single item from B.", wrap(pop)),
    method("remove(self, value, /)", "Remove the first occurrence of a value in the bytearray.", wrap(remove)),
    method("resize(self, size, /)", "Resize the internal buffer of bytearray to len.", wrap(resize)),
    method("reverse(self, /)", "Reverse the order of the values in B in place.", wrap(reverse)),
    method("__alloc__(self, /)", "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.", wrap(alloc)),
    method("__buffer__(self, flags, /)", "Return a buffer object that exposes the underlying memory of the object.", wrap(crate::builtins::memoryview::view_of)),
    method("__release_buffer__(self, buffer, /)", "Release the buffer object that exposes the underlying memory of the object.", wrap(crate::builtins::memoryview::release_view)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__reduce_ex__(self, proto=0, /)", "Return state information for pickling.", wrap(reduce_ex)),
    method("__sizeof__(self, /)", "Returns the size of the bytearray object in memory, in bytes.", wrap(sizeof)),
};

const BYTE_RANGE: &str = "byte must be in range(0, 256)";

fn append(vm: &Vm, this: &Ref<PyByteArray>, item: &Value) -> PyResult<()> {
    let byte = to_byte(vm, item, BYTE_RANGE)?;
    this.check_resizable(vm)?;
    this.data.borrow_mut().push(byte);
    Ok(())
}

fn clear(vm: &Vm, this: &Ref<PyByteArray>) -> PyResult<()> {
    this.check_resizable(vm)?;
    this.data.set(Vec::new());
    Ok(())
}

fn copy(vm: &Vm, this: &Ref<PyByteArray>) -> Value {
    let content = this.data.get();
    make(vm, this.as_value(), &content)
}

fn extend(vm: &Vm, this: &Ref<PyByteArray>, iterable: &Value) -> PyResult<()> {
    let content = match copied(vm, iterable)? {
        Some(content) => content,
        None => {
            let class = class_of(iterable);
            if iterable.downcast::<PyStr>().is_some() {
                return Err(vm.type_error("expected iterable of integers; got: 'str'"));
            }
            if class.slots().iter.is_none() && class.slots().getitem.is_none() {
                return Err(vm.type_error(format!("can't extend bytearray with {}", class.name())));
            }
            let mut bytes = Vec::new();
            vm.for_each(iterable, |item| {
                bytes.push(to_byte(vm, &item, BYTE_RANGE)?);
                Ok(true)
            })?;
            bytes
        }
    };
    if !content.is_empty() {
        this.check_resizable(vm)?;
    }
    this.data.borrow_mut().extend_from_slice(&content);
    Ok(())
}

fn insert(vm: &Vm, this: &Ref<PyByteArray>, index: isize, item: &Value) -> PyResult<()> {
    let byte = to_byte(vm, item, BYTE_RANGE)?;
    this.check_resizable(vm)?;
    let length = this.len();
    let index = if index < 0 { index.saturating_add_unsigned(length).max(0) as usize } else { index as usize };
    this.data.borrow_mut().insert(index.min(length), byte);
    Ok(())
}

fn pop(vm: &Vm, this: &Ref<PyByteArray>, index: isize) -> PyResult<Value> {
    let length = this.len();
    if length == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let index = if index < 0 { index.wrapping_add_unsigned(length) } else { index };
    if index < 0 || index as usize >= length {
        return Err(vm.index_error("pop index out of range"));
    }
    this.check_resizable(vm)?;
    let byte = this.data.borrow_mut().remove(index as usize);
    Ok(vm.int(byte as i64))
}

fn remove(vm: &Vm, this: &Ref<PyByteArray>, value: &Value) -> PyResult<()> {
    let byte = to_byte(vm, value, BYTE_RANGE)?;
    let found = memchr::memchr(byte, &this.data.borrow());
    let Some(index) = found else { return Err(vm.value_error("value not found in bytearray")) };
    this.check_resizable(vm)?;
    this.data.borrow_mut().remove(index);
    Ok(())
}

fn resize(vm: &Vm, this: &Ref<PyByteArray>, size: isize) -> PyResult<()> {
    if size < 0 {
        return Err(vm.value_error(format!("bytearray.resize(): new size must be >= 0, got {size}")));
    }
    this.check_resizable(vm)?;
    let mut data = this.data.borrow_mut();
    let more = (size as usize).saturating_sub(data.len());
    if data.try_reserve(more).is_err() {
        drop(data);
        return Err(vm.memory_error(""));
    }
    data.resize(size as usize, 0);
    Ok(())
}

fn reverse(_: &Vm, this: &Ref<PyByteArray>) {
    this.data.borrow_mut().reverse();
}

fn alloc(_: &Vm, this: &Ref<PyByteArray>) -> usize {
    match this.data.borrow().capacity() {
        0 => 0,
        // CPython keeps a zero behind the content.
        capacity => capacity + 1,
    }
}

fn sizeof(vm: &Vm, this: &Ref<PyByteArray>) -> usize {
    56 + alloc(vm, this)
}

fn state(vm: &Vm, this: &Ref<PyByteArray>) -> PyResult<Value> {
    vm.call_method(this.as_value(), "__getstate__", &[])
}

fn reduce(vm: &Vm, this: &Ref<PyByteArray>) -> PyResult<Value> {
    reduce_ex(vm, this, 0)
}

fn reduce_ex(vm: &Vm, this: &Ref<PyByteArray>, proto: i64) -> PyResult<Value> {
    let content = this.data.get();
    let args = match proto {
        // Old protocols have no bytes: Latin-1 text and its encoding say the same.
        0..=2 => {
            let text: String = content.iter().map(|&byte| byte as char).collect();
            vec![vm.str(&text), vm.str("latin-1")]
        }
        _ => vec![vm.bytes(&content)],
    };
    let args = if content.is_empty() { vm.empty_tuple() } else { vm.tuple(args) };
    let class = class_of(this.as_value()).into_value();
    Ok(vm.tuple(vec![class, args, state(vm, this)?]))
}
