//! The operators of `memoryview`.

use super::items::{native_code, pack, unpack};
use super::{PyMemoryView, iterator, released};
use crate::builtins::buffer::{self, Buffer, Description};
use crate::builtins::slice::PySlice;
use crate::builtins::text::subscript::steps;
use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Raised};
use crate::object::slots::{CompareOp, Slots};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iterator::iter),
    len: Some(len),
    getitem: Some(getitem),
    setitem: Some(setitem),
    ..Slots::EMPTY
};

/// The view that a slot was called for.
pub fn view<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyMemoryView>> {
    this.downcast::<PyMemoryView>().ok_or_else(|| {
        vm.type_error(format!("descriptor requires a 'memoryview' object but received a '{}'", class_ref(this).name()))
    })
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let released = if view(vm, this)?.buffer.borrow().is_none() { "released memory" } else { "memory" };
    Ok(vm.str(&format!("<{released} at {:#x}>", this.id())))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let view = view(vm, this)?;
    if view.hash.get() != -1 {
        return Ok(view.hash.get());
    }
    let (read_only, format, owner) =
        view.with_buffer(vm, |buffer| (buffer.is_read_only(), buffer.description.format.clone(), buffer.owner()))?;
    if !read_only {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(native_code(&format), Some(b'B' | b'b' | b'c')) {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // A view of something unhashable must not be hashable either.
    vm.hash(&owner)?;
    let hash = view.with_buffer(vm, |buffer| buffer.with(|bytes| vm.hash_bytes(bytes)))?;
    view.hash.set(hash);
    Ok(hash)
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    let shape = view(vm, this)?.with_buffer(vm, |buffer| buffer.description.shape.first().copied())?;
    shape.ok_or_else(|| vm.type_error("0-dim memory has no length"))
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(this) = left.downcast::<PyMemoryView>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let verdict = |equal: bool| Ok(Value::bool(equal == (op == CompareOp::Eq)));
    if left.is(right) && this.buffer.borrow().is_none() {
        return verdict(true);
    }
    if this.buffer.borrow().is_none()
        || right.downcast::<PyMemoryView>().is_some_and(|other| other.buffer.borrow().is_none())
    {
        return verdict(left.is(right));
    }
    let a = this.lease(vm)?;
    let Some(b) = buffer::lease(vm, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    verdict(same_items(vm, &a, &b)?)
}

fn same_items(vm: &Vm, a: &Buffer, b: &Buffer) -> PyResult<bool> {
    if a.description.shape != b.description.shape {
        return Ok(false);
    }
    // Items that cannot be read are equal to none.
    let (Some(code_a), Some(code_b)) = (native_code(&a.description.format), native_code(&b.description.format)) else {
        return Ok(false);
    };
    let (bytes_a, bytes_b) = (a.to_vec(), b.to_vec());
    if code_a == code_b && !matches!(code_a, b'e' | b'f' | b'd' | b'?') {
        return Ok(bytes_a == bytes_b);
    }
    let items_a = bytes_a.chunks_exact(a.description.item_size);
    for (item_a, item_b) in items_a.zip(bytes_b.chunks_exact(b.description.item_size)) {
        if !vm.compare_bool(&unpack(vm, code_a, item_a), &unpack(vm, code_b, item_b), CompareOp::Eq)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a subscript names.
enum Place {
    /// The offset of one item.
    Item(usize),
    /// A part with a description of its own.
    Part(Description),
}

fn place(vm: &Vm, this: &PyMemoryView, key: &Value) -> PyResult<Place> {
    let description = this.with_buffer(vm, |buffer| buffer.description.clone())?;
    if let Some(keys) = key.downcast::<PyTuple>() {
        return many(vm, &description, keys.items());
    }
    if key.is(&Value::ELLIPSIS) {
        return Ok(Place::Part(description));
    }
    if description.shape.is_empty() {
        return Err(vm.type_error("invalid indexing of 0-dim memory"));
    }
    if crate::builtins::int::is_int(key) || class_ref(key).slots().index.is_some() {
        if description.shape.len() > 1 {
            return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
        }
        return Ok(Place::Item(offset_of(vm, &description, std::slice::from_ref(key))?));
    }
    let Some(slice) = key.downcast::<PySlice>() else { return Err(vm.type_error("memoryview: invalid slice key")) };
    let steps = steps(vm, slice, description.shape[0])?;
    let mut part = description;
    let stride = part.strides[0];
    if steps.count > 0 {
        part.offset = part.offset.wrapping_add_signed(steps.start * stride);
    }
    part.shape[0] = steps.count;
    part.strides[0] = stride * steps.step;
    Ok(Place::Part(part))
}

/// A tuple of indices.
fn many(vm: &Vm, description: &Description, keys: &[Value]) -> PyResult<Place> {
    let dimensions = description.shape.len();
    if dimensions == 0 && keys.is_empty() {
        return Ok(Place::Item(description.offset));
    }
    let is_index = |key: &Value| crate::builtins::int::is_int(key) || class_ref(key).slots().index.is_some();
    if keys.iter().all(is_index) {
        if keys.len() < dimensions {
            return Err(vm.not_implemented_error("sub-views are not implemented"));
        }
        if keys.len() > dimensions {
            return Err(
                vm.type_error(format!("cannot index {dimensions}-dimension view with {}-element tuple", keys.len()))
            );
        }
        return Ok(Place::Item(offset_of(vm, description, keys)?));
    }
    if keys.iter().all(|key| key.downcast::<PySlice>().is_some()) {
        return Err(vm.not_implemented_error("multi-dimensional slicing is not implemented"));
    }
    Err(vm.type_error("memoryview: invalid slice key"))
}

fn offset_of(vm: &Vm, description: &Description, keys: &[Value]) -> PyResult<usize> {
    let mut offset = description.offset;
    for (dimension, key) in keys.iter().enumerate() {
        let index = vm.index_exact(key)?;
        let count = description.shape[dimension];
        let absolute = if index < 0 { index.wrapping_add_unsigned(count) } else { index };
        if absolute < 0 || absolute as usize >= count {
            return Err(vm.index_error(format!("index out of bounds on dimension {}", dimension + 1)));
        }
        offset = offset.wrapping_add_signed(absolute * description.strides[dimension]);
    }
    Ok(offset)
}

/// The format character of a view's items; NotImplementedError for formats that are not native and simple.
pub fn code_of(vm: &Vm, format: &str) -> PyResult<u8> {
    native_code(format).ok_or_else(|| unsupported(vm, format))
}

#[cold]
fn unsupported(vm: &Vm, format: &str) -> Raised {
    vm.not_implemented_error(format!("memoryview: format {format} not supported"))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let this = view(vm, this)?;
    match place(vm, this, key)? {
        Place::Part(description) => {
            let mut buffer = this.lease(vm)?;
            buffer.description = description;
            Ok(PyMemoryView::new(buffer).into_value())
        }
        Place::Item(offset) => {
            let (format, size) =
                this.with_buffer(vm, |buffer| (buffer.description.format.clone(), buffer.description.item_size))?;
            let code = code_of(vm, &format)?;
            let mut item = [0; 8];
            this.with_buffer(vm, |buffer| {
                buffer.with_memory(|memory| item[..size].copy_from_slice(&memory[offset..offset + size]));
            })?;
            Ok(unpack(vm, code, &item[..size]))
        }
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    let this = view(vm, this)?;
    let (read_only, format) =
        this.with_buffer(vm, |buffer| (buffer.is_read_only(), buffer.description.format.clone()))?;
    if read_only {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(new) = new else { return Err(vm.type_error("cannot delete memory")) };
    match place(vm, this, key)? {
        Place::Item(offset) => {
            let (bytes, size) = pack(vm, code_of(vm, &format)?, &format, new)?;
            let written = this.with_buffer(vm, |buffer| {
                buffer.with_memory_mut(|memory| memory[offset..offset + size].copy_from_slice(&bytes[..size]))
            })?;
            written.ok_or_else(|| released(vm))
        }
        Place::Part(description) => assign(vm, this, &description, new),
    }
}

/// Copies the items of a buffer to a part of this one.
fn assign(vm: &Vm, this: &PyMemoryView, part: &Description, new: &Value) -> PyResult<()> {
    if part.shape.len() > 1 {
        return Err(vm.not_implemented_error("memoryview slice assignments are currently restricted to ndim = 1"));
    }
    let source = vm.buffer_of(new)?;
    let same_format = native_code(&source.description.format) == native_code(&part.format)
        && (native_code(&part.format).is_some() || source.description.format == part.format);
    if !same_format || source.description.shape != part.shape {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    let bytes = source.to_vec();
    let size = part.item_size;
    this.with_buffer(vm, |buffer| {
        buffer.with_memory_mut(|memory| {
            let mut items = bytes.chunks_exact(size);
            part.for_each_item(&mut |offset| {
                if let Some(item) = items.next() {
                    memory[offset..offset + size].copy_from_slice(item);
                }
            });
        });
    })
}
