//! The handle: one per thread, with its frames and registers; and the interpreter that the threads share.
#![allow(unsafe_code)]

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use super::frame::{Frame, Stack};
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::exception::ExceptionTypes;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::Native;
use crate::native::signature::Signature;
use crate::object::gc::Collector;
use crate::object::heap::Heap;
use crate::object::names::Names;
use crate::object::shape::{Shape, Table};
use crate::object::types::MethodCache;
use crate::object::{Raw, Ref, Slot, Value};

thread_local! {
    /// The handle of this thread while it holds the GIL: the only global.
    static CURRENT: Cell<*const Vm> = const { Cell::new(std::ptr::null()) };
}

/// The handle of this thread, which must hold the GIL.
#[inline(always)]
pub fn current() -> &'static Vm {
    let vm = CURRENT.get();
    debug_assert!(!vm.is_null(), "no VM on this thread");
    // SAFETY: set while the thread holds the GIL; handles live until their thread ends.
    unsafe { &*vm }
}

/// The same, if this thread holds the GIL.
pub fn current_opt() -> Option<&'static Vm> {
    let vm = CURRENT.get();
    // SAFETY: as for `current`.
    if vm.is_null() { None } else { Some(unsafe { &*vm }) }
}

/// Writes the stacks from a signal handler, or a thread that runs no Python.
#[allow(clippy::not_unsafe_ptr_arg_deref)]
pub fn dump_from_anywhere(interpreter: *const Interpreter, out: &super::stack_dump::Out, all: bool) {
    // SAFETY: handles and interpreters are never freed.
    unsafe {
        let mut vm = CURRENT.get();
        if vm.is_null() && !interpreter.is_null() {
            vm = (*interpreter).running.load(Ordering::SeqCst);
        }
        if vm.is_null() && !interpreter.is_null() {
            vm = (*interpreter).gil.main_handle();
        }
        if !vm.is_null() {
            (*vm).dump_stacks(out, all);
        }
    }
}

/// This thread is about to let go of the GIL.
pub(super) fn forget_current(vm: &Vm) {
    vm.running.store(std::ptr::null_mut(), Ordering::Release);
    CURRENT.set(std::ptr::null());
}

/// Why the eval-breaker was set.
pub mod breaker {
    /// A signal has arrived.
    pub const SIGNAL: u32 = 1;
    /// Another thread wants the GIL.
    pub const GIL: u32 = 2;
    /// A collection is due.
    pub const COLLECT: u32 = 4;
}

/// A thread's view of the interpreter.
#[repr(C)]
pub struct Vm {
    /// The running frame.
    pub frame: Cell<*mut Frame>,
    /// The last frame that may be pushed; null asks the next call or back edge to look at the breaker.
    pub frame_limit: AtomicPtr<Frame>,
    /// The end of the value stack that has been initialised.
    pub stack_limit: Cell<*mut Raw>,
    /// A result between a callee and what receives it.
    pub result: Cell<Raw>,
    shapes_base: *const Shape,
    /// The exception on its way while a function returns `Err(Raised)`.
    pub raised: Slot,
    /// What is being sent into a generator that is about to go on.
    pub sent: Slot,
    /// The value of a native iterator that has ended without raising StopIteration.
    pub stop_value: Slot,
    pub stack: Stack,
    /// The lowest address that native code may reach.
    pub native_limit: Cell<usize>,
    pub recursion_limit: Cell<usize>,
    /// Containers whose `repr` is under way.
    pub repr_stack: RefCell<Vec<u64>>,
    pub thread_id: Cell<u64>,
    /// The context variables of this thread.
    pub context: Slot,
    /// The running event loop of this thread, and its current task.
    pub running_loop: Slot,
    pub current_task: Slot,
    pub asyncgen_firstiter: Slot,
    pub asyncgen_finalizer: Slot,
    pub origin_depth: Cell<u32>,
    pub trace_function: Slot,
    pub profile_function: Slot,
    pub tracing: super::trace::Tracing,
    /// Where the running loop looks opcodes up when it leaves its fast paths.
    pub table: Cell<&'static super::dispatch::Table>,
    /// Attributes of `threading.local` objects by their identity.
    pub locals: RefCell<HashMap<u64, Value>>,
    interpreter: &'static Interpreter,
}

/// What all threads of an interpreter share.
pub struct Interpreter {
    pub heap: Heap,
    pub shapes: Table,
    names: OnceCell<Names>,
    pub method_cache: MethodCache,
    pub collector: Collector,
    versions: Cell<u32>,
    /// Interned strings, by their bytes; borrowed, but for the immortal ones.
    interned: RefCell<hashbrown::HashTable<*const PyStr>>,
    hash_key: (u64, u64),
    empty_tuple: OnceCell<Ref<PyTuple>>,
    pub characters: crate::builtins::str::Characters,
    signatures: RefCell<HashMap<usize, &'static Signature, rustc_hash::FxBuildHasher>>,
    pub builtins: OnceCell<Ref<PyDict>>,
    pub modules: OnceCell<Ref<PyDict>>,
    pub sys: OnceCell<Ref<PyDict>>,
    /// Weak references by the address of what they refer to.
    /// Addresses of all loaded code objects, which take themselves out when they die.
    pub codes: RefCell<std::collections::HashSet<usize, rustc_hash::FxBuildHasher>>,
    pub weakrefs: RefCell<HashMap<usize, Vec<Raw>, rustc_hash::FxBuildHasher>>,
    pub stubs: crate::builtins::code::stubs::AllStubs,
    /// State of native modules, by name.
    pub state: RefCell<HashMap<&'static str, &'static dyn std::any::Any>>,
    pub breaker: AtomicU32,
    /// The handle of the thread that holds the GIL.
    pub running: AtomicPtr<Vm>,
    pub options: crate::cli::Options,
    pub object_getattribute: Cell<Raw>,
    pub finalizing: Cell<bool>,
    pub exceptions: OnceCell<ExceptionTypes>,
    pub gil: super::gil::Gil,
    pub kernel: crate::kernel::State,
    /// The recursion limit of threads to come.
    pub default_recursion_limit: Cell<usize>,
}

/// The two halves of the key of `hash`, spread from a seed by CPython's linear congruential generator, so that
/// `PYTHONHASHSEED` leads to the same hashes.
fn hash_key(seed: u64) -> (u64, u64) {
    if seed == 0 {
        return (0, 0);
    }
    if seed > u32::MAX as u64 {
        return (seed, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D);
    }
    let mut state = seed as u32;
    let mut half = || {
        u64::from_le_bytes(std::array::from_fn(|_| {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            (state >> 16) as u8
        }))
    };
    (half(), half())
}

impl Interpreter {
    fn new(options: crate::cli::Options) -> Interpreter {
        let seed = options.hash_seed;
        Interpreter {
            heap: Heap::new(),
            shapes: Table::new(),
            names: OnceCell::new(),
            method_cache: MethodCache::default(),
            collector: Collector::default(),
            versions: Cell::new(0),
            interned: RefCell::default(),
            hash_key: hash_key(seed),
            empty_tuple: OnceCell::new(),
            characters: Default::default(),
            signatures: RefCell::default(),
            builtins: OnceCell::new(),
            modules: OnceCell::new(),
            sys: OnceCell::new(),
            codes: RefCell::default(),
            weakrefs: RefCell::default(),
            stubs: Default::default(),
            state: RefCell::default(),
            breaker: AtomicU32::new(0),
            running: AtomicPtr::new(std::ptr::null_mut()),
            options,
            object_getattribute: Cell::new(Raw::UNSET),
            finalizing: Cell::new(false),
            exceptions: OnceCell::new(),
            gil: super::gil::Gil::default(),
            kernel: crate::kernel::State::default(),
            default_recursion_limit: Cell::new(1000),
        }
    }
}

impl Deref for Vm {
    type Target = Interpreter;
    fn deref(&self) -> &Interpreter {
        self.interpreter
    }
}

/// Native stack that a thread must leave free for handlers and the operating system.
const NATIVE_RESERVE: usize = 256 * 1024;

impl Vm {
    /// The first handle: makes the interpreter, its types and the `builtins` and `sys` modules. It becomes the
    /// current one of this thread. `native_stack` is the size of this thread's stack.
    pub fn start(options: crate::cli::Options, native_stack: usize) -> &'static Vm {
        let interpreter: &'static Interpreter = Box::leak(Box::new(Interpreter::new(options)));
        let vm = Vm::enter_thread(interpreter, crate::sys::threads::current_id(), native_stack);
        vm.become_main_thread();
        vm.create_types();
        if let Err(raised) = crate::modules::create_builtins(vm) {
            drop(vm.take_raised(raised));
        }
        vm
    }

    /// A handle for one more thread, which is not current yet.
    pub fn for_thread(interpreter: &'static Interpreter, native_stack: usize) -> &'static Vm {
        let vm: &'static Vm = Box::leak(Box::new(Vm {
            frame: Cell::new(std::ptr::null_mut()),
            frame_limit: AtomicPtr::new(std::ptr::null_mut()),
            stack_limit: Cell::new(std::ptr::null_mut()),
            result: Cell::new(Raw::UNSET),
            shapes_base: interpreter.shapes.base(),
            raised: Slot::EMPTY,
            sent: Slot::EMPTY,
            stop_value: Slot::EMPTY,
            stack: Stack::new(interpreter.gil.main_thread() == 0),
            native_limit: Cell::new(0),
            recursion_limit: Cell::new(1000),
            repr_stack: RefCell::default(),
            thread_id: Cell::new(0),
            context: Slot::EMPTY,
            running_loop: Slot::EMPTY,
            current_task: Slot::EMPTY,
            asyncgen_firstiter: Slot::EMPTY,
            asyncgen_finalizer: Slot::EMPTY,
            origin_depth: Cell::new(0),
            trace_function: Slot::EMPTY,
            profile_function: Slot::EMPTY,
            tracing: Default::default(),
            table: Cell::new(&super::dispatch::TABLE),
            locals: RefCell::default(),
            interpreter,
        }));
        vm.set_native_stack(native_stack);
        vm.init_frames();
        vm
    }

    /// The calling thread's stack has this size, and little of it is in use yet.
    pub(super) fn set_native_stack(&self, size: usize) {
        let here = 0u8;
        self.native_limit.set((&raw const here as usize).saturating_sub(size) + NATIVE_RESERVE.min(size / 2));
    }

    /// Makes this the handle of the calling thread, which has just got the GIL.
    pub fn make_current(&self) {
        CURRENT.set(self);
        self.running.store(self as *const Vm as *mut Vm, Ordering::Release);
        self.reset_frame_limit();
    }

    pub fn interpreter(&self) -> &'static Interpreter {
        self.interpreter
    }

    #[inline(always)]
    pub fn heap(&self) -> &'static Heap {
        &self.interpreter.heap
    }

    #[inline(always)]
    pub fn shapes(&self) -> &'static Table {
        &self.interpreter.shapes
    }

    /// The shape with this number; a load less than [`shape::info`](crate::object::shape::info).
    #[inline(always)]
    pub fn shape(&self, number: u32) -> &'static Shape {
        // SAFETY: the table never moves, and numbers come from it.
        unsafe { &*self.shapes_base.add(number as usize) }
    }

    pub fn collector(&self) -> &'static Collector {
        &self.interpreter.collector
    }

    pub fn method_cache(&self) -> &'static MethodCache {
        &self.interpreter.method_cache
    }

    #[inline(always)]
    pub fn names(&self) -> &'static Names {
        let interpreter = self.interpreter;
        interpreter.names.get_or_init(|| Names::new(self))
    }

    /// The built-in exception classes.
    pub fn exceptions(&self) -> &'static ExceptionTypes {
        self.interpreter.exceptions.get().expect("made at start-up")
    }

    /// A number for a version, never given before.
    pub fn next_version(&self) -> u32 {
        let version = self.versions.get() + 1;
        if version == u32::MAX {
            // Numbers have run out: old ones may be met again, so nothing may remember them.
            self.clear_all_caches();
            self.versions.set(0);
        }
        self.versions.set(version);
        version
    }

    pub fn empty_tuple_ref(&self) -> Ref<PyTuple> {
        self.empty_tuple.get_or_init(PyTuple::new_empty).clone()
    }

    /// The parsed signature of a row.
    pub fn signature_of(&self, native: &'static Native) -> &'static Signature {
        let key = native as *const Native as usize;
        if let Some(known) = self.signatures.borrow().get(&key) {
            return known;
        }
        let mut parsed = Signature::parse(self, native.signature);
        if parsed.name == "__new__" {
            // Messages about arguments name the type.
            let is_new = |spec: &&&crate::object::TypeSpec| spec.new.is_some_and(|new| std::ptr::eq(new, native));
            let mut specs = crate::builtins::SPECS.iter().flat_map(|group| group.iter());
            parsed.name = specs.find(is_new).map_or("__new__", |spec| spec.name);
        }
        let parsed: &'static Signature = Box::leak(Box::new(parsed));
        self.signatures.borrow_mut().insert(key, parsed);
        parsed
    }

    /// The keyed hash of text and bytes; empty input hashes to 0, as in CPython.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        use std::hash::Hasher;
        let mut hasher = siphasher::sip::SipHasher13::new_with_keys(self.hash_key.0, self.hash_key.1);
        hasher.write(bytes);
        let hash = hasher.finish() as i64;
        if hash == -1 { -2 } else { hash }
    }

    // ---- interned strings

    /// The interned str with this text.
    pub fn intern(&self, text: &str) -> Ref<PyStr> {
        self.intern_bytes(text.as_bytes())
    }

    pub fn intern_bytes(&self, bytes: &[u8]) -> Ref<PyStr> {
        let hash = self.hash_bytes(bytes);
        if let Some(known) = self.find_interned(bytes, hash) {
            return known;
        }
        self.add_interned(PyStr::from_wtf8(bytes))
    }

    /// An interned str that lives forever: names in code, and of attributes that caches know.
    pub fn intern_immortal(&self, text: &str) -> Ref<PyStr> {
        let string = self.intern(text);
        string.header().make_immortal();
        string
    }

    /// The interned str equal to `string`, which is that one itself if there was none.
    #[inline]
    pub fn intern_ref(&self, string: &Ref<PyStr>) -> Ref<PyStr> {
        if string.is_interned() {
            return string.clone();
        }
        match self.find_interned(string.as_bytes(), string.hash()) {
            Some(known) => known,
            None if string.header().shape() == crate::object::shape::STR => self.add_interned(string.clone()),
            None => self.add_interned(PyStr::from_wtf8(string.as_bytes())),
        }
    }

    fn find_interned(&self, bytes: &[u8], hash: i64) -> Option<Ref<PyStr>> {
        // SAFETY: interned strings take themselves out when they die.
        unsafe {
            let interned = self.interned.borrow();
            interned.find(hash as u64, |&known| (*known).as_bytes() == bytes).map(|&known| Ref::from_borrowed(known))
        }
    }

    fn add_interned(&self, string: Ref<PyStr>) -> Ref<PyStr> {
        string.set_interned(true);
        // SAFETY: interned strings take themselves out when they die.
        let rehash = |known: &*const PyStr| unsafe { (**known).hash() as u64 };
        self.interned.borrow_mut().insert_unique(string.hash() as u64, string.as_ptr() as *const PyStr, rehash);
        string
    }

    /// An interned string dies.
    pub(crate) fn forget_interned(&self, string: &PyStr) {
        let mut interned = self.interned.borrow_mut();
        if let Ok(entry) = interned.find_entry(string.hash() as u64, |&known| std::ptr::eq(known, string)) {
            entry.remove();
        }
    }

    /// A str constant: interned when it looks like a name.
    pub fn constant_str(&self, bytes: &[u8]) -> Value {
        let like_a_name = bytes.len() <= 64 && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if like_a_name { self.intern_bytes(bytes).into_value() } else { PyStr::from_wtf8(bytes).into_value() }
    }

    // ---- the eval-breaker

    /// Asks the running thread to look at the breaker at its next call or back edge.
    pub fn request(interpreter: &Interpreter, reason: u32) {
        interpreter.breaker.fetch_or(reason, Ordering::SeqCst);
        let running = interpreter.running.load(Ordering::SeqCst);
        if !running.is_null() {
            // SAFETY: handles live as long as the process.
            unsafe { (*running).frame_limit.store(std::ptr::null_mut(), Ordering::SeqCst) }
        }
    }

    /// Forgets what every inline cache knows.
    pub fn clear_all_caches(&self) {
        self.for_each_code(|code| code.clear_caches());
        self.stubs.clear();
    }

    /// Empties the inline caches that know a shape.
    pub fn forget_shape(&self, shape: u32) {
        self.for_each_code(|code| code.forget_shape(shape));
        self.stubs.forget_shape(shape);
    }

    fn for_each_code(&self, visit: impl Fn(&PyCode)) {
        for &address in self.codes.borrow().iter() {
            // SAFETY: code objects take themselves out when they die, and nothing dies in here.
            visit(unsafe { &*(address as *const PyCode) });
        }
    }
}

/// State that a native module keeps per interpreter, made when first asked for.
pub fn module_state<T: Default + 'static>(vm: &Vm, name: &'static str) -> &'static T {
    let known = vm.state.borrow().get(name).copied();
    let state = match known {
        Some(state) => state,
        None => {
            let made: &'static T = Box::leak(Box::default());
            vm.state.borrow_mut().insert(name, made);
            made
        }
    };
    state.downcast_ref().expect("a module's state has one type")
}
