//! Code objects as the VM runs them: instructions that may be quickened, constants and inline caches.
//! What inline caches share: [`stubs`]; what Python sees of code objects: [`attributes`]; `code.replace()`: [`replace`].
#![allow(unsafe_code)]

mod attributes;
mod replace;
pub mod stubs;

use std::cell::Cell;
use std::sync::Arc;

use crate::builtins::str::PyStr;
use crate::bytecode::code::{Code, Const, Ins, flags};
use crate::bytecode::opcode::Op;
use crate::object::types::WEAKREF;
use crate::object::{Header, PyCell, Raw, Ref, Slots, TypeSpec, Value, Visitor, shape};
use crate::vm::Vm;

fn generator_shape(code_flags: u32) -> u32 {
    if code_flags & flags::COROUTINE != 0 {
        shape::COROUTINE
    } else if code_flags & flags::ASYNC_GENERATOR != 0 {
        shape::ASYNC_GENERATOR
    } else {
        shape::GENERATOR
    }
}

/// An inline cache: one per site, below the constants.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Cache {
    /// The interned name, immortal.
    pub name: Raw,
    /// Shape number or version that the cache holds for; 0: none.
    pub key: u32,
    /// A second guard, or a slot's byte offset.
    pub aux: u32,
    /// What was found: a value (borrowed), or the address of a cell.
    pub data: u64,
    /// Misses since the site was last specialised.
    pub misses: u32,
    pub aux2: u32,
}

pub const CACHE_SIZE: usize = size_of::<Cache>();
const CACHE_WORDS: usize = CACHE_SIZE / 8;

#[repr(C)]
pub struct PyCode {
    header: Header,
    /// The first instruction.
    pub entry: *mut Ins,
    /// Base of constants (upwards) and caches (downwards).
    pub base: *mut u8,
    pub register_count: u32,
    pub local_count: u32,
    /// The number of arguments that a plain call may have to be taken without binding; `u32::MAX` if parameters are
    /// of other kinds, or calling makes a generator.
    pub simple_args: u32,
    /// The same for code whose calls make generators.
    pub generator_args: u32,
    /// The shape of what calling generator-like code makes.
    pub generator_shape: u32,
    pub arg_count: u32,
    /// What may make a native coroutine of a call instead; see `kernel/twins.rs`.
    pub twin: Cell<Option<(crate::kernel::twins::Twin, u8)>>,
    pub code: Arc<Code>,
    instructions: Box<[Ins]>,
    pool: Box<[u64]>,
    /// The names of all parameters but `*args` and `**kwargs`, interned.
    pub parameters: Box<[Ref<PyStr>]>,
    /// Neither keyword-only parameters nor `*args` and `**kwargs`.
    pub only_positional: bool,
    /// Interned, for the functions made of it.
    pub name: Ref<PyStr>,
    pub qualname: Ref<PyStr>,
    /// `names` as strs, interned.
    pub names: Vec<Ref<PyStr>>,
    /// Made when first asked for.
    pub co_consts: PyCell<Option<Value>>,
    /// Calls and back edges counted, for tools.
    pub extra: PyCell<Option<Value>>,
}

crate::payload!(PyCode, shape::CODE, traverse(this, visitor) {
    this.trace_consts(visitor);
    visitor.visit(&this.co_consts);
    visitor.visit(&this.extra);
} clear {});

impl Drop for PyCode {
    fn drop(&mut self) {
        crate::vm::current().codes.borrow_mut().remove(&(self as *const PyCode as usize));
        let caches = self.code.sites.len() * CACHE_WORDS;
        for &word in &self.pool[caches..] {
            // SAFETY: each constant owns its reference, given up here.
            unsafe { drop(Raw(word).into_value()) }
        }
    }
}

impl PyCode {
    /// Loads compiled code: makes its constants values, and room for its caches.
    pub fn load(vm: &Vm, code: Arc<Code>) -> Ref<PyCode> {
        let names: Vec<Ref<PyStr>> = code.names.iter().map(|name| vm.intern_immortal(name)).collect();
        let caches = code.sites.len() * CACHE_WORDS;
        let mut pool = vec![0u64; caches + code.consts.len()].into_boxed_slice();
        for (index, constant) in code.consts.iter().enumerate() {
            pool[caches + index] = constant_value(vm, constant).into_raw().0;
        }
        // SAFETY: the base lies within the pool (or at its end, when there are no constants).
        let base = unsafe { pool.as_mut_ptr().add(caches) } as *mut u8;
        for (index, &name) in code.sites.iter().enumerate() {
            let name = names[name as usize].as_value().raw();
            // SAFETY: site `index` lies below the base, within the pool; caches are plain data.
            unsafe {
                *(base as *mut Cache).sub(index + 1) = Cache { name, key: 0, aux: 0, data: 0, misses: 0, aux2: 0 };
            }
        }
        let mut instructions = code.instructions.clone().into_boxed_slice();
        let generator = code.is_generator_like();
        for ins in &mut instructions {
            specialise_at_load(ins, generator, &pool[caches..]);
        }
        let plain = code.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0 && code.kwonly_count == 0;
        let named = (code.arg_count + code.kwonly_count) as usize;
        let object = PyCode {
            header: Header::new(shape::CODE),
            entry: instructions.as_mut_ptr(),
            base,
            register_count: code.register_count,
            local_count: code.local_count,
            simple_args: if plain && !generator { code.arg_count } else { u32::MAX },
            generator_args: if plain && generator { code.arg_count } else { u32::MAX },
            generator_shape: generator_shape(code.flags),
            arg_count: code.arg_count,
            twin: Cell::new(None),
            instructions,
            pool,
            parameters: code.var_names[..named].iter().map(|name| vm.intern(name)).collect(),
            only_positional: plain,
            name: vm.intern(&code.name),
            qualname: vm.intern(&code.qualname),
            names,
            co_consts: PyCell::new(None),
            extra: PyCell::new(None),
            code,
        };
        let object = Ref::new(object);
        vm.codes.borrow_mut().insert(object.as_ptr() as usize);
        object
    }

    fn trace_consts(&self, visitor: &mut Visitor) {
        let caches = self.code.sites.len() * CACHE_WORDS;
        for word in &self.pool[caches..] {
            // SAFETY: constants are live values.
            visitor.visit(unsafe { Raw(*word).as_value_at(word) });
        }
    }

    /// Constant `index`.
    pub fn constant(&self, index: usize) -> Value {
        let caches = self.code.sites.len() * CACHE_WORDS;
        // SAFETY: constants are live values.
        unsafe { Raw(self.pool[caches + index]).to_value() }
    }

    /// The instructions as they are now, quickened ones included.
    pub fn instructions(&self) -> &[Ins] {
        &self.instructions
    }

    /// The index of an instruction's address.
    pub fn index_of(&self, pc: *const Ins) -> usize {
        (pc as usize - self.entry as usize) / size_of::<Ins>()
    }

    /// The line of an instruction; 0 if it has none.
    pub fn line_of(&self, index: u32) -> u32 {
        crate::bytecode::locations::find(&self.code.locations, index).map_or(0, |position| position.line)
    }

    /// Empties the caches that know a shape.
    pub fn forget_shape(&self, shape: u32) {
        for index in 0..self.code.sites.len() {
            // SAFETY: as in load.
            unsafe {
                let cache = &mut *(self.base as *mut Cache).sub(index + 1);
                if cache.key == shape {
                    cache.key = 0;
                }
            }
        }
    }

    /// Forgets everything the caches know.
    pub fn clear_caches(&self) {
        for index in 0..self.code.sites.len() {
            // SAFETY: as in load.
            unsafe { (*(self.base as *mut Cache).sub(index + 1)).key = 0 }
        }
    }
}

/// The forms that depend on where the code runs, not on what it meets.
fn specialise_at_load(ins: &mut Ins, generator: bool, consts: &[u64]) {
    ins.op = match ins.op {
        Op::LOAD_CONST if !Raw(consts[ins.wide() as usize]).is_object() => Op::LOAD_CONST_IMMEDIATE,
        Op::CALL if generator => Op::CALL_GEN,
        Op::CALL_METHOD if generator => Op::CALL_METHOD_GEN,
        Op::RETURN_VALUE if generator => Op::RETURN_GEN,
        Op::RETURN_CONST if generator => Op::RETURN_CONST_GEN,
        same => same,
    };
}

/// A constant as a value; strings are interned, as CPython interns those that look like names.
fn constant_value(vm: &Vm, constant: &Const) -> Value {
    match constant {
        Const::None => Value::NONE,
        Const::True => Value::TRUE,
        Const::False => Value::FALSE,
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(value) => vm.int(*value),
        Const::BigInt(value) => vm.big_int(value.clone()),
        Const::Float(value) => Value::float(*value),
        Const::Complex(real, imaginary) => vm.complex(*real, *imaginary),
        Const::Str(bytes) => vm.constant_str(bytes),
        Const::Bytes(bytes) => vm.bytes(bytes),
        Const::Tuple(items) => vm.tuple(items.iter().map(|item| constant_value(vm, item)).collect()),
        Const::FrozenSet(items) => vm.constant_frozenset(items.iter().map(|item| constant_value(vm, item)).collect()),
        Const::Slice(bounds) => {
            let [start, stop, step] = &**bounds;
            vm.slice(constant_value(vm, start), constant_value(vm, stop), constant_value(vm, step))
        }
        Const::Code(code) => PyCode::load(vm, code.clone()).into_value(),
    }
}

pub static SPECS: &[&TypeSpec] = &[&CODE];

static CODE: TypeSpec = TypeSpec {
    doc: "Create a code object.  Not for mere mortals.",
    flags: WEAKREF,
    slots: Slots {
        repr: Some(attributes::repr),
        hash: Some(attributes::hash),
        compare: Some(attributes::compare),
        ..Slots::EMPTY
    },
    methods: attributes::METHODS,
    getset: attributes::GETSET,
    ..TypeSpec::of::<PyCode>("code")
};
