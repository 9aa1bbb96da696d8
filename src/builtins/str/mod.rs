//! `str`: immutable text in WTF-8 (UTF-8 that may hold lone surrogates, three bytes each, also where a high one
//! and a low one meet), with cached hash and length.
//!
//! ASCII strings index in O(1) by their bytes; others through a table of offsets, built when first needed.
//! Interned strings compare by address. Here: the payload and how it is made; the methods are in the files
//! beside this one.
#![allow(unsafe_code)]

mod affix;
mod case;
mod iterator;
pub mod layout;
mod methods;
mod new;
mod predicates;
pub mod repr;
mod search;
pub mod slots;
mod split;
mod translate;
pub mod unicode;

use std::cell::Cell;
use std::fmt;

use crate::object::{Header, Layout, Payload, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::{self, Vm};

/// Every character is one byte.
const ASCII: u32 = 1;
/// Some character is a lone surrogate.
const SURROGATES: u32 = 2;
/// Stands in the VM's table of interned strings.
const INTERNED: u32 = 4;

/// Characters between two entries of an index table.
const STRIDE: usize = 64;

/// The bytes follow the struct.
#[repr(C)]
pub struct PyStr {
    header: Header,
    /// -1: not computed yet.
    hash: Cell<i64>,
    byte_length: Cell<usize>,
    length: Cell<usize>,
    flags: Cell<u32>,
    _pad: u32,
    /// Byte offsets of every 64th character, for strings that are not ASCII.
    index: Cell<*mut Vec<u32>>,
}

const BASE: usize = size_of::<PyStr>();

unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the heap passes a live string.
    BASE + unsafe { (*(object as *mut PyStr)).byte_length.get() }
}

unsafe fn drop_str(object: *mut Header) {
    // SAFETY: the heap passes a string at the end of its life.
    unsafe {
        let this = &*(object as *mut PyStr);
        if this.flags.get() & INTERNED != 0 {
            vm::current().forget_interned(this);
        }
        if !this.index.get().is_null() {
            drop(Box::from_raw(this.index.get()));
        }
    }
}

unsafe fn clear(_: *mut Header) {}

static LAYOUT: Layout =
    Layout { name: "PyStr", base: None, size, fixed_size: 0, drop: drop_str, traverse: None, clear };

// SAFETY: `repr(C)` with a header first.
unsafe impl Payload for PyStr {
    const LAYOUT: &'static Layout = &LAYOUT;
    const SHAPE: u32 = shape::STR;
    const TAIL: bool = false;
}

impl PyStr {
    /// A string of this text.
    pub fn new(text: &str) -> Ref<PyStr> {
        PyStr::build(text.as_bytes(), text.is_ascii(), false)
    }

    /// A string of WTF-8 bytes.
    pub fn from_wtf8(bytes: &[u8]) -> Ref<PyStr> {
        let ascii = bytes.is_ascii();
        let surrogates = !ascii && bytes.windows(2).any(|pair| pair[0] == 0xED && pair[1] >= 0xA0);
        PyStr::build(bytes, ascii, surrogates)
    }

    /// A string of bytes that are known to be ASCII.
    pub fn from_ascii(bytes: &[u8]) -> Ref<PyStr> {
        debug_assert!(bytes.is_ascii());
        PyStr::build(bytes, true, false)
    }

    /// A string made of characters of this one (and ASCII): what is ASCII here is ASCII there.
    pub fn same_kind(&self, bytes: &[u8]) -> Ref<PyStr> {
        if self.is_ascii() { PyStr::from_ascii(bytes) } else { PyStr::from_wtf8(bytes) }
    }

    /// Some of the bytes of this string, which are whole characters, as a string.
    pub fn part(&self, bytes: &[u8]) -> Ref<PyStr> {
        self.same_kind(bytes)
    }

    fn build(bytes: &[u8], ascii: bool, surrogates: bool) -> Ref<PyStr> {
        let length = if ascii { bytes.len() } else { bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() };
        let flags = if ascii { ASCII } else { 0 } | if surrogates { SURROGATES } else { 0 };
        // SAFETY: the block has room for the struct and the bytes, all of which are initialised here.
        unsafe {
            let object = vm::current().heap().allocate(BASE + bytes.len()) as *mut PyStr;
            PyStr::write(object, bytes, length, flags);
            Ref::from_ptr(object)
        }
    }

    /// Initialises a block of `BASE + bytes.len()` bytes.
    unsafe fn write(object: *mut PyStr, bytes: &[u8], length: usize, flags: u32) {
        // SAFETY: the block has room for the struct and the bytes.
        unsafe {
            object.write(PyStr {
                header: Header::new(shape::STR),
                hash: Cell::new(-1),
                byte_length: Cell::new(bytes.len()),
                length: Cell::new(length),
                flags: Cell::new(flags),
                _pad: 0,
                index: Cell::new(std::ptr::null_mut()),
            });
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), (object as *mut u8).add(BASE), bytes.len());
        }
    }

    /// A copy as an instance of `class`, a subclass of `str`.
    pub fn new_of_class(vm: &Vm, class: &PyType, text: &PyStr) -> Ref<PyStr> {
        let flags = text.flags.get() & (ASCII | SURROGATES);
        // SAFETY: `write` initialises the whole block.
        unsafe {
            vm.new_sized_object(class, BASE + text.as_bytes().len(), |object| {
                PyStr::write(object, text.as_bytes(), text.len(), flags);
            })
        }
    }

    /// Joins two strings, growing the left one in place if nobody else refers to it: `s += x` in a loop is
    /// linear.
    pub fn concat(left: Ref<PyStr>, right: &PyStr) -> Ref<PyStr> {
        let (old, more) = (left.byte_length.get(), right.byte_length.get());
        if !left.header.is_unique()
            || left.header.shape() != shape::STR
            || left.flags.get() & INTERNED != 0
            || !left.index.get().is_null()
        {
            let mut bytes = Vec::with_capacity(old + more);
            bytes.extend_from_slice(left.as_bytes());
            bytes.extend_from_slice(right.as_bytes());
            let ascii = left.flags.get() & right.flags.get() & ASCII != 0;
            let surrogates = (left.flags.get() | right.flags.get()) & SURROGATES != 0;
            return PyStr::build(&bytes, ascii, surrogates);
        }
        let ascii = left.flags.get() & right.flags.get() & ASCII;
        let surrogates = (left.flags.get() | right.flags.get()) & SURROGATES;
        let object = left.as_ptr();
        std::mem::forget(left);
        // SAFETY: the only reference moves with the block; the bytes appended are initialised here.
        unsafe {
            let grown = vm::current().heap().grow(object as *mut u8, BASE + old, BASE + old + more) as *mut PyStr;
            std::ptr::copy_nonoverlapping(right.as_bytes().as_ptr(), (grown as *mut u8).add(BASE + old), more);
            (*grown).byte_length.set(old + more);
            (*grown).length.set((*grown).length.get() + right.length.get());
            (*grown).flags.set(ascii | surrogates);
            (*grown).hash.set(-1);
            Ref::from_ptr(grown)
        }
    }

    /// The WTF-8 bytes.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the bytes follow the struct.
        unsafe { std::slice::from_raw_parts((self as *const PyStr as *const u8).add(BASE), self.byte_length.get()) }
    }

    /// The text, if it has no lone surrogates.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        // SAFETY: WTF-8 without surrogates is UTF-8.
        (self.flags.get() & SURROGATES == 0).then(|| unsafe { std::str::from_utf8_unchecked(self.as_bytes()) })
    }

    /// The text, with U+FFFD for lone surrogates: for messages only.
    pub fn to_text(&self) -> std::borrow::Cow<'_, str> {
        match self.as_str() {
            Some(text) => text.into(),
            None => String::from_utf8_lossy(self.as_bytes()),
        }
    }

    /// `len()`: characters.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.byte_length.get() == 0
    }

    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.flags.get() & ASCII != 0
    }

    pub fn has_surrogates(&self) -> bool {
        self.flags.get() & SURROGATES != 0
    }

    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.flags.get() & INTERNED != 0
    }

    pub(crate) fn set_interned(&self, interned: bool) {
        let flags = self.flags.get();
        self.flags.set(if interned { flags | INTERNED } else { flags & !INTERNED });
    }

    /// The hash, keyed per process.
    #[inline]
    pub fn hash(&self) -> i64 {
        let known = self.hash.get();
        if known != -1 {
            return known;
        }
        let hash = vm::current().hash_bytes(self.as_bytes());
        self.hash.set(hash);
        hash
    }

    #[inline]
    pub fn equals(&self, other: &PyStr) -> bool {
        std::ptr::eq(self, other) || self.as_bytes() == other.as_bytes()
    }

    /// The byte offset of character `index`, which may be the length.
    pub fn byte_offset(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index;
        }
        if index >= self.len() {
            return self.byte_length.get();
        }
        let bytes = self.as_bytes();
        let mut offset = if self.len() > STRIDE { self.index_table()[index / STRIDE] as usize } else { 0 };
        let mut left = if self.len() > STRIDE { index % STRIDE } else { index };
        while left > 0 {
            offset += width(bytes[offset]);
            left -= 1;
        }
        offset
    }

    /// The characters before a byte offset that is a character's start.
    pub fn char_index(&self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        let (mut start, mut count) = (0, 0);
        if self.len() > STRIDE {
            let table = self.index_table();
            let entry = table.partition_point(|&known| known as usize <= offset) - 1;
            (start, count) = (table[entry] as usize, entry * STRIDE);
        }
        count + self.as_bytes()[start..offset].iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
    }

    fn index_table(&self) -> &Vec<u32> {
        if self.index.get().is_null() {
            let starts = self.as_bytes().iter().enumerate().filter(|(_, byte)| **byte & 0xC0 != 0x80);
            let table: Vec<u32> = starts.step_by(STRIDE).map(|(offset, _)| offset as u32).collect();
            self.index.set(Box::into_raw(Box::new(table)));
        }
        // SAFETY: set above, freed with the string.
        unsafe { &*self.index.get() }
    }

    /// The code point of character `index`, which must be in range.
    pub fn code_point(&self, index: usize) -> u32 {
        let offset = self.byte_offset(index);
        decode(&self.as_bytes()[offset..])
    }

    /// The code points, lone surrogates included.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints(self.as_bytes())
    }

    /// Characters `start..stop` as a new string.
    pub fn substring(&self, start: usize, stop: usize) -> Ref<PyStr> {
        let (from, to) = (self.byte_offset(start), self.byte_offset(stop));
        if self.is_ascii() {
            return PyStr::build(&self.as_bytes()[from..to], true, false);
        }
        PyStr::from_wtf8(&self.as_bytes()[from..to])
    }
}

/// Code points of WTF-8 bytes.
#[derive(Clone)]
pub struct CodePoints<'a>(pub &'a [u8]);

impl Iterator for CodePoints<'_> {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        let &first = self.0.first()?;
        let point = decode(self.0);
        self.0 = &self.0[width(first)..];
        Some(point)
    }
}

/// Bytes of the character that begins with `first`.
#[inline]
pub fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The code point at the start of WTF-8 bytes.
pub fn decode(bytes: &[u8]) -> u32 {
    let tail = |index: usize| (bytes[index] & 0x3F) as u32;
    match width(bytes[0]) {
        1 => bytes[0] as u32,
        2 => ((bytes[0] & 0x1F) as u32) << 6 | tail(1),
        3 => ((bytes[0] & 0x0F) as u32) << 12 | tail(1) << 6 | tail(2),
        _ => ((bytes[0] & 0x07) as u32) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3),
    }
}

/// Appends a code point, which may be a surrogate, as WTF-8.
pub fn encode(point: u32, bytes: &mut Vec<u8>) {
    match char::from_u32(point) {
        Some(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None => bytes.extend_from_slice(&[
            0xE0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3F) as u8,
            0x80 | (point & 0x3F) as u8,
        ]),
    }
}

impl fmt::Display for PyStr {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.to_text())
    }
}
impl fmt::Display for Ref<PyStr> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.to_text())
    }
}

impl Vm {
    /// A str of this text.
    pub fn str(&self, text: &str) -> Value {
        PyStr::new(text).into_value()
    }

    /// The text of a value that is known to be a str (attribute names, keywords); for messages otherwise.
    pub fn str_text(&self, value: &Value) -> String {
        value.downcast::<PyStr>().map(|string| string.to_string()).unwrap_or_default()
    }
}

/// The strings of one ASCII character, of which every interpreter has one each.
#[derive(Default)]
pub struct Characters(std::cell::OnceCell<Vec<Ref<PyStr>>>);

impl Vm {
    /// The string of one character.
    #[inline]
    pub fn character(&self, point: u32) -> Ref<PyStr> {
        if point < 0x80 {
            let table = self.characters.0.get_or_init(|| {
                (0..0x80).map(|byte: u8| self.intern_immortal((byte as char).encode_utf8(&mut [0; 4]))).collect()
            });
            return table[point as usize].clone();
        }
        let mut bytes = Vec::with_capacity(4);
        encode(point, &mut bytes);
        PyStr::build(&bytes, false, (0xD800..0xE000).contains(&point))
    }
}

pub static SPECS: &[&TypeSpec] = &[&STR, &iterator::ITERATOR];

static STR: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::MATCH_SELF,
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    slots: slots::SLOTS,
    new: Some(&new::NEW),
    methods: methods::METHODS,
    ..TypeSpec::of::<PyStr>("str")
};
