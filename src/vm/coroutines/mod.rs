//! Generators, coroutines and async generators: one heap object each, with its registers inline, run in place.
//!
//! One protocol for all: enter with Send or Throw, leave with Yield, Return or an exception ([`Vm::resume`]).
//!
//! **Await links.** A coroutine that awaits another does not run a loop that passes values on: the inner one knows its
//! `parent`, the outermost one, which a frame record drives as its `root`, knows the `leaf`. Sending continues the leaf;
//! a yield leaves from the leaf straight to the root's driver; a return hands its value to the parent's YIELD_FROM. So a
//! resume costs the same at any depth.
//!
//! # Invariant
//! `parent` and `leaf` are borrowed: a parent holds its child in the register that its YIELD_FROM names, and whoever dies or
//! is driven from outside is unlinked first ([`PyGenerator::unlink`]).
#![allow(unsafe_code)]

mod async_generators;
mod awaitables;
mod finalize;
mod methods;
mod natives;
mod throw;

pub use async_generators::SPECS as ASYNC_SPECS;
pub(super) use async_generators::{PyAsyncStep, anext};
pub use awaitables::Delegate;
pub use methods::SPECS;

use std::cell::Cell;

use super::Vm;
use super::dispatch::{self, Exit};
use super::frame::{ENTRY, Extra, Frame, GENERATOR, HAS_EXTRA, Return};
use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::builtins::str::PyStr;
use crate::bytecode::code::{Ins, flags};
use crate::bytecode::opcode::Op;
use crate::native::{PyResult, Raised};
use crate::object::{Header, Layout, Payload, Raw, Ref, Slot, Value, Visitor, shape};

/// Where a generator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Made, not begun.
    Created,
    /// At a yield, or at a YIELD_FROM whose child is not linked.
    Suspended,
    /// At a YIELD_FROM whose child is linked: it goes on when the child returns.
    Delegating,
    Running,
    Closed,
}

/// A generator, coroutine or async generator. `registers[0]` is the function; the frame's registers follow.
#[repr(C)]
pub struct PyGenerator {
    header: Header,
    pub state: Cell<State>,
    /// An async generator has been told to its loop's hooks.
    pub hooked: Cell<bool>,
    /// An async generator's `asend`, `athrow` or `aclose` is under way.
    pub busy: Cell<bool>,
    /// The value last yielded was the async generator's own, not one that passes through an await.
    pub own_yield: Cell<bool>,
    register_count: u32,
    /// How many generators were above it when it was linked: each counts as a frame for the recursion limit.
    pub depth: Cell<u32>,
    pub pc: Cell<*const Ins>,
    pub code: *const PyCode,
    pub parent: Cell<*mut PyGenerator>,
    /// The innermost generator of the chain of which this is the root; itself when nothing is linked.
    pub leaf: Cell<*mut PyGenerator>,
    /// The rare parts of the frame while it is suspended.
    pub extra: Cell<*mut Extra>,
    /// Unset while they are those of the code.
    name: Slot,
    qualname: Slot,
    /// `cr_origin`; of async generators their finalizer hook.
    pub origin: Slot,
}

const BASE: usize = size_of::<PyGenerator>();

unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the heap passes a live generator.
    BASE + 8 * unsafe { (*(object as *mut PyGenerator)).register_count as usize + 1 }
}

unsafe fn drop_generator(object: *mut Header) {
    // SAFETY: the heap passes a generator at the end of its life.
    unsafe {
        let this = object as *mut PyGenerator;
        // A closed one has been unlinked and emptied already.
        if (*this).state.get() != State::Closed {
            (*this).unlink();
            (*this).release_registers();
        }
        std::ptr::drop_in_place(this);
    }
}

unsafe fn traverse(object: *mut Header, visitor: &mut Visitor) {
    // SAFETY: the heap passes a live generator; its registers are initialised.
    unsafe {
        let this = &*(object as *mut PyGenerator);
        for slot in [&this.name, &this.qualname, &this.origin] {
            visitor.visit(slot);
        }
        for index in 0..=this.register_count as usize {
            let register = &*this.registers().add(index);
            if !register.is_unset() {
                visitor.visit(register.as_value());
            }
        }
        if !this.extra.get().is_null() {
            let extra = &*this.extra.get();
            for slot in [&extra.locals, &extra.handled, &extra.object, &extra.trace] {
                visitor.visit(slot);
            }
        }
    }
}

unsafe fn clear(object: *mut Header) {
    // SAFETY: the heap passes a live generator.
    unsafe {
        let this = &*(object as *mut PyGenerator);
        if this.state.get() != State::Running {
            this.unlink();
            this.state.set(State::Closed);
            this.release_registers();
        }
    }
}

static LAYOUT: Layout = Layout {
    name: "PyGenerator",
    base: None,
    size,
    fixed_size: 0,
    drop: drop_generator,
    traverse: Some(traverse),
    clear,
};

// SAFETY: `repr(C)` with a header first.
unsafe impl Payload for PyGenerator {
    const LAYOUT: &'static Layout = &LAYOUT;
    const SHAPE: u32 = shape::GENERATOR;
    const TAIL: bool = false;
}

/// What a resumed generator did.
#[derive(Debug)]
pub enum Outcome {
    Yield(Value),
    Return(Value),
}

/// How a generator is entered.
pub enum Entry {
    Send(Value),
    /// The exception object to raise where it stands.
    Throw(Value),
}

impl PyGenerator {
    /// The registers, the function first.
    #[inline(always)]
    pub fn registers(&self) -> *mut Raw {
        // SAFETY: the registers follow the struct.
        unsafe { (self as *const PyGenerator as *mut u8).add(BASE) as *mut Raw }
    }

    #[inline(always)]
    pub fn fp(&self) -> *mut Raw {
        // SAFETY: as above; the function is the first register.
        unsafe { self.registers().add(1) }
    }

    pub fn register_count(&self) -> usize {
        self.register_count as usize
    }

    /// The function, unless the frame is closed.
    pub fn function(&self) -> Option<Ref<PyFunction>> {
        // SAFETY: the first register holds the function as long as the frame lives.
        unsafe {
            let raw = *self.registers();
            if raw.is_unset() { None } else { raw.to_value().into_ref().ok() }
        }
    }

    /// Whether it is suspended by itself: no child is linked to it, it is nobody's child, and its frame has no rare parts.
    #[inline(always)]
    pub fn can_resume_plainly(&self) -> bool {
        self.state.get() == State::Suspended
            && std::ptr::eq(self.leaf.get(), self)
            && self.parent.get().is_null()
            && self.extra.get().is_null()
    }

    /// Its end needs no finalizer any more.
    pub fn mark_finalized(&self) {
        self.header.set(crate::object::header::FINALIZED);
    }

    pub fn name(&self) -> Value {
        // SAFETY: `code` holds a reference.
        self.name.get().unwrap_or_else(|| unsafe { (*self.code).name.to_value() })
    }

    pub fn qualname(&self) -> Value {
        // SAFETY: `code` holds a reference.
        self.qualname.get().unwrap_or_else(|| unsafe { (*self.code).qualname.to_value() })
    }

    pub fn is_coroutine(&self) -> bool {
        self.header.shape() == shape::COROUTINE
    }

    /// Whether `await` may drive it: a coroutine, or a generator that `types.coroutine` has marked.
    pub fn is_awaitable(&self) -> bool {
        // SAFETY: the code outlives the generator: `code` holds a reference.
        self.is_coroutine() || unsafe { (&(*self.code).code).flags & flags::ITERABLE_COROUTINE != 0 }
    }

    /// The outermost generator of the chain that this one is part of.
    pub fn root(&self) -> *const PyGenerator {
        let mut root: *const PyGenerator = self;
        // SAFETY: parents are alive while linked.
        unsafe {
            while !(*root).parent.get().is_null() {
                root = (*root).parent.get();
            }
        }
        root
    }

    /// Whether it, or what it waits for, is executing now.
    pub fn is_running(&self) -> bool {
        match self.state.get() {
            State::Running => true,
            // SAFETY: parents and leaves are alive while linked.
            State::Delegating => unsafe { (*(*self.root()).leaf.get()).state.get() == State::Running },
            _ => false,
        }
    }

    /// Whether it stands at a YIELD_FROM, and then what it waits for: `cr_await`, `gi_yieldfrom`.
    pub fn awaited(&self) -> Option<Value> {
        if !matches!(self.state.get(), State::Suspended | State::Delegating) {
            return None;
        }
        // SAFETY: a suspended frame stands at an instruction; its registers are initialised.
        unsafe {
            let ins = *self.pc.get();
            if ins.op != Op::YIELD_FROM {
                return None;
            }
            let register = *self.fp().add(ins.b as usize);
            if register.is_unset() { None } else { Some(register.to_value()) }
        }
    }

    /// Takes this generator out of the chain above it: its parent becomes the leaf of what is left.
    pub fn unlink(&self) {
        let parent = self.parent.replace(std::ptr::null_mut());
        if parent.is_null() {
            return;
        }
        self.depth.set(0);
        // SAFETY: parents, roots and leaves are alive while linked.
        unsafe {
            let root = (*parent).root();
            let leaf = (*root).leaf.get();
            self.leaf.set(leaf);
            (*root).leaf.set(parent);
            (*parent).state.set(State::Suspended);
        }
    }

    /// Empties all registers and lets go of the frame's rare parts.
    ///
    /// # Safety
    /// The frame does not run.
    pub unsafe fn release_registers(&self) {
        // SAFETY: registers are initialised and own what they hold.
        unsafe {
            let extra = self.extra.replace(std::ptr::null_mut());
            if !extra.is_null() {
                super::unwind::detach_frame_object(&mut *extra, self.fp(), &*self.code, self.pc.get());
                drop(Box::from_raw(extra));
            }
            for index in (0..=self.register_count as usize).rev() {
                let raw = std::ptr::replace(self.registers().add(index), Raw::UNSET);
                if !raw.is_unset() {
                    drop(raw.into_value());
                }
            }
        }
    }
}

impl Drop for PyGenerator {
    fn drop(&mut self) {
        // SAFETY: `code` holds a reference since the generator was made.
        unsafe { Header::decref(self.code as *mut Header) }
    }
}

impl Vm {
    /// Makes the generator or coroutine of a call: moves the window `fp[-1], fp[0] ..`, of `given` registers besides the
    /// function, into a new object.
    ///
    /// # Safety
    /// The window holds the function and the registers.
    pub(super) unsafe fn make_generator(&self, fp: *mut Raw, given: usize) -> PyResult<Value> {
        // SAFETY: the window holds a function and its parameters; all slots of the new object are initialised.
        unsafe {
            let function = &*(fp.sub(1) as *const Ref<PyFunction>);
            let code: &PyCode = &*((&**function.code.as_ptr()) as *const PyCode);
            if let Some((twin, number)) = code.twin.get() {
                // Where coroutines remember where they were made, they are Python's.
                let args = std::slice::from_raw_parts(fp as *const Value, given.min(code.arg_count as usize));
                if self.origin_depth.get() == 0
                    && let Some(made) = twin(self, number, args)
                {
                    super::call::release_window(fp.sub(1), given + 1);
                    return Ok(made);
                }
            }
            let registers = code.register_count as usize;
            let object = self.heap().allocate(BASE + 8 * (registers + 1)) as *mut PyGenerator;
            let own = |name: &Ref<PyStr>, usual: &Ref<PyStr>| match name.is(usual) {
                true => Slot::EMPTY,
                false => Slot::new(name.to_value()),
            };
            let name = own(&*function.name.as_ptr(), &code.name);
            let qualname = own(&*function.qualname.as_ptr(), &code.qualname);
            (*(code as *const PyCode as *const Header)).incref();
            object.write(PyGenerator {
                header: Header::new(code.generator_shape),
                state: Cell::new(State::Created),
                hooked: Cell::new(false),
                busy: Cell::new(false),
                own_yield: Cell::new(false),
                register_count: registers as u32,
                depth: Cell::new(0),
                pc: Cell::new(code.entry),
                code,
                parent: Cell::new(std::ptr::null_mut()),
                leaf: Cell::new(object),
                extra: Cell::new(std::ptr::null_mut()),
                name,
                qualname,
                origin: Slot::EMPTY,
            });
            let to = (*object).registers();
            let filled = given + 1;
            for index in 0..filled {
                *to.add(index) = std::ptr::replace(fp.sub(1).add(index), Raw::UNSET);
            }
            for index in filled..=registers {
                *to.add(index) = Raw::UNSET;
            }
            let generator = Ref::from_ptr(object);
            if self.origin_depth.get() > 0 && generator.is_coroutine() {
                generator.origin.set(self.capture_origin());
            }
            Ok(generator.into_value())
        }
    }

    /// Enters a generator and runs it until it yields, returns or raises.
    pub fn resume(&self, generator: &Ref<PyGenerator>, entry: Entry) -> PyResult<Outcome> {
        self.check_native_stack("")?;
        match generator.state.get() {
            State::Closed => return self.resume_closed(generator, entry),
            _ if generator.is_running() => return Err(self.already_executing(generator)),
            _ => {}
        }
        generator.unlink();
        let thrown = match entry {
            Entry::Send(value) => {
                let leaf = generator.leaf.get();
                // SAFETY: leaves are alive while linked.
                if unsafe { (*leaf).state.get() } == State::Created && !value.is_none() {
                    return Err(self.just_started(generator));
                }
                self.sent.set(value);
                None
            }
            Entry::Throw(exception) => Some(exception),
        };
        if let Some(exception) = &thrown
            && generator.state.get() == State::Created
        {
            return self.close_unstarted(generator, exception.clone());
        }
        let top = self.stack_top();
        self.push_generator(generator, ENTRY, top)?;
        let exit = match thrown {
            Some(exception) => {
                self.chain_thrown(&exception);
                let _ = self.park(exception);
                dispatch::run_raised(self)
            }
            None => self.continue_generator(),
        };
        self.outcome(exit)
    }

    /// Sends None to a generator that stands at a plain yield with nothing linked to it, and runs it; `None` if it is not
    /// that simple, or there is not room enough: [`Vm::resume`] sees to those.
    fn run_plainly(&self, generator: &Ref<PyGenerator>) -> Option<Exit> {
        if !generator.can_resume_plainly() || self.native_stack_is_low() {
            return None;
        }
        // SAFETY: the generator is suspended at a yield; record and stack have room, which is checked.
        unsafe {
            let (frame, resume) = (self.frame.get(), generator.pc.get());
            let (record, top) = (frame.add(1), (*frame).stack_top());
            let slot = generator.fp().add((*resume).a as usize);
            if record > self.frame_limit.load(std::sync::atomic::Ordering::Relaxed)
                || top.add(64) > self.stack_limit.get()
                || (*resume).op != Op::YIELD_VALUE
                || (*slot).is_object()
            {
                return None;
            }
            *slot = Raw::NONE;
            generator.state.set(State::Running);
            (*record).pc = resume.add(1);
            (*record).fp = generator.fp();
            (*record).kp = (*generator.code).base;
            (*record).code = generator.code;
            (*record).flags = GENERATOR | ENTRY;
            (*record).on_return = Return::Store as u32;
            (*record).generator = generator.as_ptr();
            (*record).root = generator.as_ptr();
            (*record).top = top;
            self.frame.set(record);
            Some(dispatch::execute(self))
        }
    }

    /// Goes on at the instruction where the leaf stands, which is not a yield: what it delegated to has ended.
    pub(super) fn resume_at_instruction(&self, root: &Ref<PyGenerator>) -> PyResult<Outcome> {
        let top = self.stack_top();
        self.push_generator(root, ENTRY, top)?;
        self.sent.set(Value::NONE);
        self.outcome(dispatch::execute(self))
    }

    /// What leaving the dispatch loop means for the generator that was its entry.
    fn outcome(&self, exit: Exit) -> PyResult<Outcome> {
        // SAFETY: the result slot owns what was yielded or returned.
        unsafe {
            match exit {
                Exit::Yielded => Ok(Outcome::Yield(self.result.replace(Raw::UNSET).into_value())),
                Exit::Raised => Err(Raised::parked()),
                _ => Ok(Outcome::Return(self.result.replace(Raw::UNSET).into_value())),
            }
        }
    }

    fn resume_closed(&self, generator: &Ref<PyGenerator>, entry: Entry) -> PyResult<Outcome> {
        if generator.is_coroutine() {
            return Err(self.runtime_error("cannot reuse already awaited coroutine"));
        }
        match entry {
            Entry::Send(_) => Ok(Outcome::Return(Value::NONE)),
            Entry::Throw(exception) => Err(self.raise(exception)),
        }
    }

    /// An exception thrown in before the first instruction: the frame never runs.
    fn close_unstarted(&self, generator: &Ref<PyGenerator>, exception: Value) -> PyResult<Outcome> {
        let raised = self.raise(exception);
        self.trace_unstarted(generator);
        generator.state.set(State::Closed);
        let parked = self.raised.take();
        // SAFETY: the frame does not run.
        unsafe { generator.release_registers() };
        self.raised.replace(parked);
        Err(raised)
    }

    #[cold]
    pub(in crate::vm) fn already_executing(&self, generator: &PyGenerator) -> Raised {
        self.value_error(format!("{} already executing", kind_name(generator)))
    }

    #[cold]
    pub(super) fn just_started(&self, generator: &PyGenerator) -> Raised {
        self.type_error(format!("can't send non-None value to a just-started {}", kind_name(generator)))
    }

    /// Pushes the frame record that drives `root`, and continues its leaf.
    pub(in crate::vm) fn push_generator(&self, root: &PyGenerator, flags: u32, top: *mut Raw) -> PyResult<()> {
        // SAFETY: root and leaf are alive and suspended; the frame array is checked.
        unsafe {
            let next = self.frame.get().add(1);
            if next > self.frame_limit.load(std::sync::atomic::Ordering::Relaxed)
                || top.add(64) > self.stack_limit.get()
            {
                // What runs now may send something to another generator.
                let sent = self.sent.replace(None);
                let result = self.make_room(top, 64);
                drop(self.sent.replace(sent));
                result?;
            }
            let leaf = &*root.leaf.get();
            next.write(Frame {
                pc: leaf.pc.get(),
                fp: leaf.fp(),
                kp: (*leaf.code).base,
                code: leaf.code,
                flags: flags | GENERATOR,
                on_return: Return::Store as u32,
                generator: root.leaf.get(),
                root: root as *const PyGenerator as *mut PyGenerator,
                top,
                extra: std::ptr::null_mut(),
            });
            adopt_extra(&mut *next, leaf);
            leaf.state.set(State::Running);
            self.frame.set(next);
            Ok(())
        }
    }

    /// Runs the generator frame on top from where it stands; what is sent is in `vm.sent`.
    fn continue_generator(&self) -> Exit {
        // SAFETY: the frame on top has just been pushed.
        unsafe {
            let frame = self.frame.get();
            deliver_sent(self, &mut *frame);
        }
        dispatch::execute(self)
    }
}

/// Moves a suspended frame's rare parts to its record.
///
/// # Safety
/// `frame` is the record of the generator, which does not run elsewhere.
#[inline(always)]
pub(super) unsafe fn adopt_extra(frame: &mut Frame, generator: &PyGenerator) {
    let extra = generator.extra.get();
    if !extra.is_null() {
        frame.extra = extra;
        frame.flags |= HAS_EXTRA;
        generator.extra.set(std::ptr::null_mut());
    }
}

/// Moves the rare parts back when the frame is suspended or another of its chain takes over the record.
///
/// # Safety
/// `frame` is the record of the generator.
#[inline(always)]
pub(super) unsafe fn store_extra(frame: &mut Frame, generator: &PyGenerator) {
    if frame.flags & HAS_EXTRA != 0 {
        generator.extra.set(frame.extra);
        frame.flags &= !HAS_EXTRA;
    }
}

/// Makes a resumed frame go on: a plain yield receives the value and is done; a YIELD_FROM is executed again and takes
/// it from `vm.sent`.
///
/// # Safety
/// `frame` is the running record of a generator that was suspended or just created.
#[inline(always)]
pub(super) unsafe fn deliver_sent(vm: &Vm, frame: &mut Frame) {
    // SAFETY: the frame stands at an instruction of its code.
    unsafe {
        let ins = *frame.pc;
        if ins.op == Op::YIELD_VALUE {
            let value = vm.sent.take().unwrap_or(Value::NONE);
            dispatch::set(frame.fp, ins.a, value);
            frame.pc = frame.pc.add(1);
        }
    }
}

/// What messages call it.
pub fn kind_name(generator: &PyGenerator) -> &'static str {
    match generator.header.shape() {
        shape::COROUTINE => "coroutine",
        shape::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}
