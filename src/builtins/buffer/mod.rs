//! The buffer protocol in Rust: the memory of one object as bytes, for as long as somebody looks at it.
//!
//! [`Buffer`] is a lease: while it lives, a bytearray (or array) cannot be resized. What the memory looks like (item
//! format, shape, strides) is in its [`Description`]. Other modules ask `vm.buffer_of(value)` for a lease,
//! [`with_bytes`] for a quick look, and [`copied`] for the content. Types outside `builtins/` that own memory
//! implement [`Provider`] and call [`register`]. Classes written in Python take part through `__buffer__`.
//!
//! While memory is borrowed (inside `with` and `with_mut`) no Python code may run.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::builtins::bytearray::PyByteArray;
use crate::builtins::bytes::PyBytes;
use crate::builtins::memoryview::PyMemoryView;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Layout, Payload, Ref, Value, class_ref};
use crate::vm::Vm;

/// How the memory of a buffer is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// As for `struct`, of one item.
    pub format: Cow<'static, str>,
    pub item_size: usize,
    pub shape: Vec<usize>,
    pub strides: Vec<isize>,
    /// Bytes from the start of the memory to the first item.
    pub offset: usize,
    pub read_only: bool,
}

impl Description {
    /// Plain bytes.
    pub fn bytes(length: usize, read_only: bool) -> Description {
        Description::items("B".into(), 1, length, read_only)
    }

    /// One dimension of items without gaps.
    pub fn items(format: Cow<'static, str>, item_size: usize, count: usize, read_only: bool) -> Description {
        Description { format, item_size, shape: vec![count], strides: vec![item_size as isize], offset: 0, read_only }
    }

    /// The number of items.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// The number of bytes of all items.
    pub fn byte_count(&self) -> usize {
        self.count() * self.item_size
    }

    /// Whether the items lie in C's order without gaps.
    pub fn is_c_contiguous(&self) -> bool {
        self.is_contiguous(self.shape.iter().zip(&self.strides).rev())
    }

    /// The same in Fortran's order.
    pub fn is_f_contiguous(&self) -> bool {
        self.is_contiguous(self.shape.iter().zip(&self.strides))
    }

    fn is_contiguous<'a>(&self, dimensions: impl Iterator<Item = (&'a usize, &'a isize)>) -> bool {
        if self.count() == 0 {
            return true;
        }
        let mut expected = self.item_size as isize;
        for (&count, &stride) in dimensions {
            if count > 1 && stride != expected {
                return false;
            }
            expected *= count as isize;
        }
        true
    }

    /// Calls `each` with the offset of every item, in C's order.
    pub fn for_each_item(&self, each: &mut dyn FnMut(usize)) {
        self.walk(0, self.offset as isize, each);
    }

    fn walk(&self, dimension: usize, offset: isize, each: &mut dyn FnMut(usize)) {
        if dimension == self.shape.len() {
            return each(offset as usize);
        }
        for index in 0..self.shape[dimension] {
            self.walk(dimension + 1, offset + index as isize * self.strides[dimension], each);
        }
    }
}

/// A type outside this folder whose objects own memory.
pub trait Provider: Sync {
    fn describe(&self, value: &Value) -> Description;
    /// Calls `look` with the whole memory.
    fn with(&self, value: &Value, look: &mut dyn FnMut(&[u8]));
    /// The same for writing; not called for memory that is read-only.
    fn with_mut(&self, value: &Value, change: &mut dyn FnMut(&mut [u8]));
    /// A lease begins: the memory must stay in place. Fails with BufferError.
    fn acquire(&self, vm: &Vm, value: &Value) -> PyResult<()>;
    fn release(&self, value: &Value);
}

#[derive(Default)]
struct Providers(RefCell<Vec<(&'static Layout, &'static dyn Provider)>>);

/// Makes objects of payload `T` (and subclasses) give buffers.
pub fn register<T: Payload>(vm: &Vm, provider: &'static dyn Provider) {
    crate::vm::handle::module_state::<Providers>(vm, "buffer.providers").0.borrow_mut().push((T::LAYOUT, provider));
}

fn provider_of(vm: &Vm, value: &Value) -> Option<&'static dyn Provider> {
    let header = value.header()?;
    let providers = crate::vm::handle::module_state::<Providers>(vm, "buffer.providers").0.borrow();
    let mut layout = Some(crate::object::shape::info(header.shape()).layout());
    while let Some(this) = layout {
        if let Some((_, provider)) = providers.iter().find(|(known, _)| std::ptr::eq(*known, this)) {
            return Some(*provider);
        }
        layout = this.base;
    }
    None
}

/// Whose memory it is.
enum Source {
    Bytes(Ref<PyBytes>),
    ByteArray(Ref<PyByteArray>),
    Provided(Value, &'static dyn Provider),
    /// What `__buffer__` of a Python class gave, and the object to tell when the lease ends.
    Wrapped(Box<Buffer>, Value, Value),
}

/// A lease on the memory of an object.
pub struct Buffer {
    source: Source,
    pub description: Description,
}

impl Buffer {
    /// The object whose memory it is.
    pub fn owner(&self) -> Value {
        match &self.source {
            Source::Bytes(bytes) => bytes.to_value(),
            Source::ByteArray(array) => array.to_value(),
            Source::Provided(value, _) => value.clone(),
            Source::Wrapped(_, owner, _) => owner.clone(),
        }
    }

    /// One more lease on the same memory.
    pub fn again(&self, vm: &Vm) -> PyResult<Buffer> {
        let source = match &self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::ByteArray(array) => {
                array.acquire();
                Source::ByteArray(array.clone())
            }
            Source::Provided(value, provider) => {
                provider.acquire(vm, value)?;
                Source::Provided(value.clone(), *provider)
            }
            Source::Wrapped(inner, owner, _) => Source::Wrapped(Box::new(inner.again(vm)?), owner.clone(), Value::NONE),
        };
        Ok(Buffer { source, description: self.description.clone() })
    }

    /// Calls `look` with the whole memory, from its start and not from the first item.
    pub fn with_memory<R>(&self, look: impl FnOnce(&[u8]) -> R) -> R {
        match &self.source {
            Source::Bytes(bytes) => look(bytes.as_bytes()),
            Source::ByteArray(array) => look(&array.data.borrow()),
            Source::Provided(value, provider) => {
                let (mut look, mut result) = (Some(look), None);
                provider.with(value, &mut |memory| result = look.take().map(|look| look(memory)));
                result.expect("a provider shows its memory once")
            }
            Source::Wrapped(inner, ..) => inner.with_memory(look),
        }
    }

    /// The same for writing. The caller has checked that the memory is not read-only.
    pub fn with_memory_mut<R>(&self, change: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        match &self.source {
            Source::Bytes(_) => None,
            Source::ByteArray(array) => Some(change(&mut array.data.borrow_mut())),
            Source::Provided(value, provider) => {
                let (mut change, mut result) = (Some(change), None);
                provider.with_mut(value, &mut |memory| result = change.take().map(|change| change(memory)));
                result
            }
            Source::Wrapped(inner, ..) => inner.with_memory_mut(change),
        }
    }

    /// Calls `look` with the items' bytes in C's order.
    pub fn with<R>(&self, look: impl FnOnce(&[u8]) -> R) -> R {
        if self.description.is_c_contiguous() {
            let (start, length) = (self.description.offset, self.description.byte_count());
            return self.with_memory(|memory| look(memory.get(start..start + length).unwrap_or(&[])));
        }
        look(&self.to_vec())
    }

    /// Calls `change` with the items' bytes, which must be contiguous and not read-only.
    pub fn with_mut<R>(&self, change: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        if !self.description.is_c_contiguous() || self.description.read_only {
            return None;
        }
        let (start, length) = (self.description.offset, self.description.byte_count());
        self.with_memory_mut(|memory| memory.get_mut(start..start + length).map(change)).flatten()
    }

    /// A copy of the items' bytes in C's order.
    pub fn to_vec(&self) -> Vec<u8> {
        if self.description.is_c_contiguous() {
            return self.with(<[u8]>::to_vec);
        }
        let size = self.description.item_size;
        let mut bytes = Vec::with_capacity(self.description.byte_count());
        self.with_memory(|memory| {
            self.description.for_each_item(&mut |offset| bytes.extend_from_slice(&memory[offset..offset + size]));
        });
        bytes
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.description.byte_count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn is_read_only(&self) -> bool {
        self.description.read_only
    }
}

impl crate::object::payload::Trace for Buffer {
    fn trace(&self, visitor: &mut crate::object::payload::Visitor) {
        match &self.source {
            Source::Bytes(bytes) => visitor.visit(bytes),
            Source::ByteArray(array) => visitor.visit(array),
            Source::Provided(value, _) => visitor.visit(value),
            Source::Wrapped(inner, owner, view) => {
                inner.trace(visitor);
                visitor.visit(owner);
                visitor.visit(view);
            }
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        match &self.source {
            Source::Bytes(_) => {}
            Source::ByteArray(array) => array.release(),
            Source::Provided(value, provider) => provider.release(value),
            Source::Wrapped(_, owner, view) => release_python(owner, view),
        }
    }
}

/// Tells an object written in Python that its buffer is not used any longer.
fn release_python(owner: &Value, view: &Value) {
    if view.is_none() {
        return;
    }
    let vm = crate::vm::current();
    let called = vm.lookup_special(owner, &vm.intern("__release_buffer__")).and_then(|method| match method {
        Some(method) => vm.call(&method, std::slice::from_ref(view)).map(drop),
        None => Ok(()),
    });
    if let Err(raised) = called {
        vm.report_unraisable(raised, None, owner);
    }
}

/// A lease on a value's memory; `None` if it has none to show.
pub fn lease(vm: &Vm, value: &Value) -> PyResult<Option<Buffer>> {
    if let Some(bytes) = value.downcast::<PyBytes>() {
        let description = Description::bytes(bytes.len(), true);
        return Ok(Some(Buffer { source: Source::Bytes(bytes.clone()), description }));
    }
    if let Some(array) = value.downcast::<PyByteArray>() {
        array.acquire();
        let description = Description::bytes(array.len(), false);
        return Ok(Some(Buffer { source: Source::ByteArray(array.clone()), description }));
    }
    if let Some(view) = value.downcast::<PyMemoryView>() {
        return view.lease(vm).map(Some);
    }
    if let Some(provider) = provider_of(vm, value) {
        provider.acquire(vm, value)?;
        return Ok(Some(Buffer {
            source: Source::Provided(value.clone(), provider),
            description: provider.describe(value),
        }));
    }
    if value.header().is_none() || !class_ref(value).has(crate::object::types::HEAP) {
        return Ok(None);
    }
    lease_python(vm, value)
}

/// Asks `__buffer__` of a class written in Python.
fn lease_python(vm: &Vm, value: &Value) -> PyResult<Option<Buffer>> {
    const FULL_READ_ONLY: i64 = 0x11C;
    let Some(method) = vm.lookup_special(value, &vm.intern("__buffer__"))? else { return Ok(None) };
    let view = vm.call(&method, &[vm.int(FULL_READ_ONLY)])?;
    let Some(memory) = view.downcast::<PyMemoryView>() else {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    };
    let inner = memory.lease(vm)?;
    let description = inner.description.clone();
    Ok(Some(Buffer { source: Source::Wrapped(Box::new(inner), value.clone(), view), description }))
}

impl Vm {
    /// A lease on the memory of a bytes-like object; TypeError if it is none.
    pub fn buffer_of(&self, value: &Value) -> PyResult<Buffer> {
        match lease(self, value)? {
            Some(buffer) => Ok(buffer),
            None => {
                let name = class_ref(value).name();
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// The same of memory that can be written.
    pub fn writable_buffer_of(&self, value: &Value, what: &str) -> PyResult<Buffer> {
        match lease(self, value)? {
            Some(buffer) if !buffer.is_read_only() && buffer.description.is_c_contiguous() => Ok(buffer),
            _ => {
                let name = class_ref(value).name();
                Err(self.type_error(format!("{what} must be read-write bytes-like object, not {name}")))
            }
        }
    }
}

/// Calls `look` with the content of a bytes-like object; `None` if it is none.
pub fn with_bytes<R>(vm: &Vm, value: &Value, look: impl FnOnce(&[u8]) -> R) -> PyResult<Option<R>> {
    if let Some(bytes) = value.downcast_exact::<PyBytes>() {
        return Ok(Some(look(bytes.as_bytes())));
    }
    Ok(lease(vm, value)?.map(|buffer| buffer.with(look)))
}

/// A copy of the content of a bytes-like object; `None` if it is none.
pub fn copied(vm: &Vm, value: &Value) -> PyResult<Option<Vec<u8>>> {
    with_bytes(vm, value, <[u8]>::to_vec)
}

/// Whether `value` gives a buffer.
pub fn is_buffer(vm: &Vm, value: &Value) -> PyResult<bool> {
    lease(vm, value).map(|buffer| buffer.is_some())
}

/// The content of bytes or a bytearray only: what counts as text.
pub fn text_bytes(value: &Value) -> Option<Vec<u8>> {
    if let Some(bytes) = value.downcast::<PyBytes>() {
        return Some(bytes.as_bytes().to_vec());
    }
    value.downcast::<PyByteArray>().map(|array| array.data.borrow().clone())
}

pub fn is_bytearray(value: &Value) -> bool {
    value.downcast::<PyByteArray>().is_some()
}

/// What `bytes(value)` holds for a bytes-like object or an iterable of ints.
pub fn to_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(content) = copied(vm, value)? {
        return Ok(content);
    }
    let class = class_ref(value);
    if value.downcast::<PyStr>().is_some() || class.slots().iter.is_none() && class.slots().getitem.is_none() {
        return Err(vm.type_error(format!("cannot convert '{}' object to bytes", class.name())));
    }
    let mut bytes = Vec::new();
    vm.for_each(value, |item| {
        bytes.push(to_byte(vm, &item, "bytes must be in range(0, 256)")?);
        Ok(true)
    })?;
    Ok(bytes)
}

/// An int from 0 to 255.
pub fn to_byte(vm: &Vm, value: &Value, message: &str) -> PyResult<u8> {
    if let Some(byte @ 0..256) = value.as_inline_int() {
        return Ok(byte as u8);
    }
    let index = vm.index(value)?;
    match index.as_inline_int() {
        Some(byte @ 0..256) => Ok(byte as u8),
        _ => Err(vm.value_error(message)),
    }
}
