//! Shapes: what the 32 bits in a header name. A shape stands for a layout, a class, and the names of the
//! attributes that an instance holds, in slots.
//!
//! Instances of one class begin at its root shape; storing a new attribute moves an instance along the
//! transition tree. A cache that has seen a shape may rely on everything the class says about attribute look-up; so a change
//! of the class that could matter *retires* the shapes that caches know: those caches are emptied.
//!
//! # Invariant
//! The table never moves. A number is not reused while a cache may hold it.
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::payload::Layout;
use super::types::PyType;
use crate::vm;

macro_rules! builtin_shapes {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[allow(dead_code, clippy::enum_variant_names)]
        enum Number { IMMEDIATE, $($name,)* NumberOfShapes }
        $(pub const $name: u32 = Number::$name as u32;)*
        /// How many shapes are reserved for direct instances of built-in types (0 stands for immediates).
        pub const BUILTIN_COUNT: u32 = Number::NumberOfShapes as u32;
        /// The names of the reserved shapes, for diagnostics.
        pub static BUILTIN_NAMES: &[&str] = &["(immediate)", $(stringify!($name)),*];
    };
}

// One number for each built-in type; add new ones at the end of their group.
builtin_shapes! {
    OBJECT TYPE NONE_TYPE BOOL ELLIPSIS_TYPE NOT_IMPLEMENTED_TYPE
    INT INT64 BIG_INT FLOAT COMPLEX
    STR BYTES BYTEARRAY MEMORYVIEW TUPLE LIST DICT SET FROZENSET RANGE SLICE
    DICT_KEYS DICT_VALUES DICT_ITEMS MAPPING_PROXY
    STR_ITERATOR BYTES_ITERATOR BYTEARRAY_ITERATOR TUPLE_ITERATOR LIST_ITERATOR LIST_REVERSE_ITERATOR RANGE_ITERATOR
    LONG_RANGE_ITERATOR SET_ITERATOR DICT_KEY_ITERATOR DICT_VALUE_ITERATOR DICT_ITEM_ITERATOR
    DICT_REVERSE_KEY_ITERATOR DICT_REVERSE_VALUE_ITERATOR DICT_REVERSE_ITEM_ITERATOR
    SEQUENCE_ITERATOR CALLABLE_ITERATOR ENUMERATE REVERSED ZIP MAP FILTER MEMORY_ITERATOR
    FUNCTION CODE CELL METHOD BUILTIN_FUNCTION METHOD_DESCRIPTOR CLASSMETHOD_DESCRIPTOR GETSET_DESCRIPTOR
    MEMBER_DESCRIPTOR WRAPPER_DESCRIPTOR METHOD_WRAPPER PROPERTY CLASSMETHOD STATICMETHOD SUPER
    MODULE FRAME TRACEBACK BASE_EXCEPTION FRAME_LOCALS_PROXY
    GENERATOR COROUTINE ASYNC_GENERATOR COROUTINE_WRAPPER ASYNC_GENERATOR_ASEND ASYNC_GENERATOR_ATHROW
    ASYNC_GENERATOR_WRAPPED ANEXT_AWAITABLE
    WEAKREF WEAKPROXY WEAKCALLABLEPROXY GENERIC_ALIAS UNION SIMPLE_NAMESPACE TEMPLATE INTERPOLATION TEMPLATE_ITERATOR
    TYPE_VAR PARAM_SPEC TYPE_VAR_TUPLE PARAM_SPEC_ARGS PARAM_SPEC_KWARGS TYPE_ALIAS GENERIC NO_DEFAULT CAPSULE
    DEQUE DEQUE_ITERATOR DEQUE_REVERSE_ITERATOR DEFAULTDICT ORDERED_DICT ORDERED_DICT_ITERATOR
    ORDERED_DICT_KEYS ORDERED_DICT_VALUES ORDERED_DICT_ITEMS TUPLE_GETTER
    PARTIAL CMP_KEY LRU_CACHE PLACEHOLDER ATTRGETTER ITEMGETTER METHODCALLER
    COUNT CYCLE REPEAT CHAIN COMPRESS DROPWHILE TAKEWHILE FILTERFALSE GROUPBY GROUPER ISLICE STARMAP TEE TEE_DATA
    ZIP_LONGEST PRODUCT PERMUTATIONS COMBINATIONS COMBINATIONS_WITH_REPLACEMENT ACCUMULATE PAIRWISE BATCHED
    CONTEXT CONTEXT_VAR TOKEN LOCK RLOCK THREAD_LOCAL THREAD_HANDLE
    FUTURE TASK FUTURE_ITER TASK_WRAPPER HANDLE TIMER_HANDLE KERNEL_LOOP
    ASYNC_EVENT ASYNC_LOCK ASYNC_SEMAPHORE ASYNC_BOUNDED_SEMAPHORE ASYNC_QUEUE NATIVE_COROUTINE GATHERING_FUTURE
    SOCKET EPOLL POLL ARRAY ARRAY_ITERATOR RANDOM STRUCT PATTERN MATCH SCANNER
    FILE_IO BYTES_IO STRING_IO BUFFERED_READER BUFFERED_WRITER BUFFERED_RANDOM BUFFERED_RW_PAIR TEXT_IO_WRAPPER
    INCREMENTAL_NEWLINE_DECODER SIMPLE_QUEUE STRUCT_SEQUENCE DIR_ENTRY SCANDIR_ITERATOR HASH_OBJECT
    ZLIB_COMPRESS ZLIB_DECOMPRESS AST_NODE TOKENIZER_ITER CODE_POSITIONS_ITERATOR CODE_LINES_ITERATOR
    FORMATTER_ITERATOR FIELD_NAME_ITERATOR IO_BASE RAW_IO_BASE BUFFERED_IO_BASE TEXT_IO_BASE ABC_DATA
    DATE TIME DATETIME TIMEDELTA TIMEZONE TZINFO DECIMAL DECIMAL_CONTEXT CSV_READER CSV_WRITER CSV_DIALECT
    JSON_SCANNER JSON_ENCODER SSL_CONTEXT SSL_SOCKET SSL_OBJECT MEMORY_BIO LAZY_ATTRIBUTE SEMLOCK STRING_TEMPLATE
    UNICODE_DB CONST_EVALUATOR READY_VIEW TIMERS_VIEW TOKEN_MISSING UNPACK_ITERATOR BZ2_COMPRESSOR BZ2_DECOMPRESSOR SPARE_8
}

/// Instances own a reference to their class.
pub const HEAP_TYPE: u32 = 1;
/// After the payload come a spill pointer and the inline attribute slots.
pub const HAS_TAIL: u32 = 2;
/// Instances may have attributes beyond the class's `__slots__` (they have a `__dict__`).
pub const HAS_DICT: u32 = 4;
/// The class defines `__del__`, or the payload has work to do at its end.
pub const NEEDS_FINALIZE: u32 = 8;
/// The attributes are in a dict, to which the spill pointer refers.
pub const DICT_MODE: u32 = 16;
/// A cache has seen this shape.
pub const CACHED: u32 = 32;
/// Weak references to instances are allowed.
pub const WEAKREFABLE: u32 = 128;
/// The class has changed too often: caches pass it by.
pub const UNCACHEABLE: u32 = 256;

/// Instances can be part of a reference cycle. Follows from the layout and the tail.
pub const CONTAINER: u32 = 512;
/// Instances all have the same size, and live in chunks. Follows from the layout and the tail.
pub const ALWAYS_SMALL: u32 = 1024;

/// Instances with more attributes than this keep them in a dict.
pub const MAX_SLOTS: usize = 128;

/// A class whose instances differ in more ways than this at one point does not fit shapes.
const MAX_BRANCHES: usize = 64;

const CAPACITY: usize = 1 << 20;

/// Attribute names (addresses of interned strings) to slot numbers.
pub type Keys = IndexMap<usize, (), rustc_hash::FxBuildHasher>;

#[repr(C)]
pub struct Shape {
    pub layout: Cell<Option<&'static Layout>>,
    pub class: Cell<*const PyType>,
    pub flags: Cell<u32>,
    /// Byte offset of the spill pointer, which the inline slots follow; 0: behind a payload of variable size.
    pub tail: Cell<u32>,
    /// How many slots lie in the object itself; the others are in the spill vector.
    pub inline_capacity: Cell<u32>,
    /// How many of the slots are `__slots__` members: reached through descriptors, not by name.
    pub reserved: Cell<u32>,
    pub keys: RefCell<Rc<Keys>>,
    transitions: RefCell<HashMap<usize, u32, rustc_hash::FxBuildHasher>>,
}

impl Shape {
    fn empty() -> Shape {
        Shape {
            layout: Cell::new(None),
            class: Cell::new(std::ptr::null()),
            flags: Cell::new(0),
            tail: Cell::new(0),
            inline_capacity: Cell::new(0),
            reserved: Cell::new(0),
            keys: RefCell::default(),
            transitions: RefCell::default(),
        }
    }

    #[inline(always)]
    pub fn layout(&self) -> &'static Layout {
        self.layout.get().expect("a shape in use has a layout")
    }

    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    pub fn set(&self, flag: u32) {
        self.flags.set(self.flags.get() | flag);
    }

    /// Bytes that instances have behind their payload (at most: what aligns the tail is counted in).
    #[inline(always)]
    pub fn tail_size(&self) -> usize {
        if !self.has(HAS_TAIL) {
            return 0;
        }
        let padding = if self.tail.get() == 0 { 8 } else { 0 };
        8 + 8 * self.inline_capacity.get() as usize + padding
    }

    /// Whether slots lie at the same place in every instance, so that caches can know it.
    pub fn has_fixed_slots(&self) -> bool {
        self.tail.get() != 0
    }

    /// The slot of an attribute, counted behind the reserved ones; `name` must be interned.
    #[inline]
    pub fn slot(&self, name: usize) -> Option<usize> {
        self.keys.borrow().get_index_of(&name).map(|index| index + self.reserved.get() as usize)
    }

    /// The number of slots in use, reserved ones included.
    pub fn slot_count(&self) -> usize {
        self.reserved.get() as usize + self.keys.borrow().len()
    }
}

/// All shapes of an interpreter. The table is reserved at once and never moves.
pub struct Table {
    shapes: RefCell<Vec<Shape>>,
    base: *const Shape,
}

impl Default for Table {
    fn default() -> Table {
        Table::new()
    }
}

impl Table {
    pub fn new() -> Table {
        let mut shapes = Vec::with_capacity(CAPACITY);
        shapes.extend((0..BUILTIN_COUNT).map(|_| Shape::empty()));
        let base = shapes.as_ptr();
        Table { shapes: RefCell::new(shapes), base }
    }

    #[inline(always)]
    pub fn base(&self) -> *const Shape {
        self.base
    }

    #[inline(always)]
    pub fn get(&self, shape: u32) -> &'static Shape {
        // SAFETY: numbers come from this table, whose storage neither moves nor ends before the process.
        unsafe { &*self.base.add(shape as usize) }
    }

    /// A new number; `None` when the table is full.
    pub fn allocate(&self) -> Option<u32> {
        let mut shapes = self.shapes.borrow_mut();
        if shapes.len() == CAPACITY {
            return None;
        }
        shapes.push(Shape::empty());
        Some(shapes.len() as u32 - 1)
    }
}

/// The shape with this number.
#[inline(always)]
pub fn info(shape: u32) -> &'static Shape {
    vm::current().shapes().get(shape)
}

/// The shape that an instance of `shape` has after `name` has been added; `None` when it should use a dict.
pub fn with_key(shape: u32, name: usize) -> Option<u32> {
    let table = vm::current().shapes();
    let from = table.get(shape);
    if let Some(&next) = from.transitions.borrow().get(&name) {
        return Some(next);
    }
    if from.slot_count() >= MAX_SLOTS || from.transitions.borrow().len() >= MAX_BRANCHES {
        return None;
    }
    let next = table.allocate()?;
    copy(from, table.get(next));
    let mut keys = (**from.keys.borrow()).clone();
    keys.insert(name, ());
    *table.get(next).keys.borrow_mut() = Rc::new(keys);
    from.transitions.borrow_mut().insert(name, next);
    class_of(from).add_shape(next);
    Some(next)
}

/// The shape in dict mode for the class of `shape`.
pub fn dict_mode(shape: u32) -> Option<u32> {
    let from = info(shape);
    let class = class_of(from);
    if let Some(known) = class.dict_shape() {
        return Some(known);
    }
    let table = vm::current().shapes();
    let next = table.allocate()?;
    copy(from, table.get(next));
    table.get(next).set(DICT_MODE);
    class.set_dict_shape(next);
    Some(next)
}

/// A new root shape, for a class whose instances have no named attributes yet.
pub fn new_root(class: *const PyType, layout: &'static Layout, flags: u32, inline: u32, reserved: u32) -> Option<u32> {
    let table = vm::current().shapes();
    let number = table.allocate()?;
    fill(table.get(number), class, layout, flags, inline, reserved);
    Some(number)
}

/// Describes a shape.
pub fn fill(shape: &Shape, class: *const PyType, layout: &'static Layout, flags: u32, inline: u32, reserved: u32) {
    shape.layout.set(Some(layout));
    shape.class.set(class);
    shape.flags.set(flags & !(CONTAINER | ALWAYS_SMALL));
    shape.tail.set(layout.fixed_size as u32);
    shape.inline_capacity.set(inline);
    shape.reserved.set(reserved);
    if layout.traverse.is_some() || shape.has(HAS_TAIL) {
        shape.set(CONTAINER);
    }
    if layout.fixed_size != 0 && layout.fixed_size + shape.tail_size() <= super::heap::SMALL {
        shape.set(ALWAYS_SMALL);
    }
}

fn copy(from: &Shape, to: &Shape) {
    to.layout.set(from.layout.get());
    to.class.set(from.class.get());
    to.flags.set(from.flags.get() & !CACHED);
    to.tail.set(from.tail.get());
    to.inline_capacity.set(from.inline_capacity.get());
    to.reserved.set(from.reserved.get());
}

/// What the class says about attributes has changed: caches that know the shape must miss from now on.
pub fn retire(shape: u32) {
    let from = info(shape);
    if from.has(CACHED) {
        from.flags.set(from.flags.get() & !CACHED);
        vm::current().forget_shape(shape);
    }
}

pub fn class_of(shape: &Shape) -> &'static PyType {
    // SAFETY: a class outlives its shapes' use: instances and caches' owners hold it.
    unsafe { &*shape.class.get() }
}
