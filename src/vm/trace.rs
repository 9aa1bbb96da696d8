//! Tracing and profiling: `sys.settrace`, `sys.setprofile`.
//!
//! While a thread has such a function, its instructions are dispatched through a second table, [`TRACED`], whose only handler
//! looks for events and then does what the opcode does. Nothing of this costs anything while no function is set: the plain
//! table knows nothing of it, and a running loop changes tables where it leaves its fast paths.
//!
//! Which frames have begun is kept in a stack of their own, next to the frames: an entry is made at a frame's first traced
//! instruction ('call') and goes at its last ('return').
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};

use super::Vm;
use super::dispatch::{Exit, Fp, Kp, Pc, TABLE, TRACED, Table, constant, own, raised};
use super::frame::{Frame, GENERATOR};
use crate::builtins::exception::PyException;
use crate::builtins::frame::PyFrame;
use crate::builtins::function::PyNative;
use crate::bytecode::code::Ins;
use crate::bytecode::locations;
use crate::bytecode::opcode::Op;
use crate::native::PyResult;
use crate::object::{Ref, Slot, Value, class_of};

/// A frame that has begun.
struct Entry {
    frame: Ref<PyFrame>,
    line: u32,
    /// The last instruction traced.
    index: u32,
    /// The native function that the instruction before this one has called.
    native: Option<Value>,
}

/// A thread's state of tracing.
pub struct Tracing {
    stack: RefCell<Vec<Entry>>,
    /// A trace function is running: it is not traced itself.
    busy: Cell<bool>,
    /// The frame whose 'call' event is under way: it stands at its `def`.
    called: Cell<*const PyFrame>,
    /// Instructions whose opcode is `ENTER_TRACING` for the moment, and what it was.
    patched: RefCell<Vec<(*const Ins, Op)>>,
}

impl Default for Tracing {
    fn default() -> Tracing {
        Tracing {
            stack: RefCell::default(),
            busy: Cell::new(false),
            called: Cell::new(std::ptr::null()),
            patched: RefCell::default(),
        }
    }
}

/// The handler of every opcode in the table of traced threads.
///
/// # Safety
/// As for all handlers.
pub unsafe fn traced(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, table: &Table) -> Exit {
    // SAFETY: as for the function.
    unsafe {
        if !vm.is_traced() {
            return (TABLE.0[(*pc).op as usize])(pc, fp, kp, vm, &TABLE);
        }
        if (*pc).op == Op::ENTER_TRACING {
            restore(vm, pc);
        }
        if !look(vm, pc) {
            return raised(pc, fp, kp, vm, table);
        }
        (TABLE.0[(*pc).op as usize])(pc, fp, kp, vm, table)
    }
}

/// Puts the opcode back that ENTER_TRACING stands for.
///
/// # Safety
/// `pc` is an instruction of loaded code.
#[cold]
#[inline(never)]
pub unsafe fn restore(vm: &Vm, pc: Pc) {
    let mut patched = vm.tracing.patched.borrow_mut();
    if let Some(place) = patched.iter().position(|(known, _)| *known == pc) {
        let (_, op) = patched.swap_remove(place);
        // SAFETY: it is what stood there.
        unsafe { super::dispatch::quicken(pc, op) }
    }
}

/// The events before an instruction; false if a function has raised.
#[inline(never)]
unsafe fn look(vm: &Vm, pc: Pc) -> bool {
    // SAFETY: the running frame is valid.
    unsafe {
        (*vm.frame.get()).pc = pc;
        vm.before_instruction(pc).is_ok()
    }
}

impl Vm {
    #[inline]
    pub fn is_traced(&self) -> bool {
        (self.trace_function.is_set() || self.profile_function.is_set()) && !self.tracing.busy.get()
    }

    /// Sets the function for `sys.settrace` or `sys.setprofile`; `None` ends it.
    pub fn set_tracer(&self, slot: &Slot, function: Option<Value>) {
        let was = self.trace_function.is_set() || self.profile_function.is_set();
        drop(slot.replace(function));
        let is = self.trace_function.is_set() || self.profile_function.is_set();
        if self.tracing.busy.get() {
            return;
        }
        self.table.set(if is { &TRACED } else { &TABLE });
        if is && !was {
            self.note_frames();
            self.change_tables();
        } else if !is {
            let entries = self.tracing.stack.take();
            drop(entries);
        }
    }

    /// The frames that run already have begun before anybody looked.
    fn note_frames(&self) {
        let mut entries = Vec::new();
        let mut frame = self.frame_at(0);
        while let Some(object) = frame {
            let index = self.frame_instruction(&object);
            let line = object.code.line_of(index);
            frame = self.frame_back(&object).and_then(|back| back.into_ref().ok());
            entries.push(Entry { frame: object, line, index, native: None });
        }
        entries.reverse();
        let old = self.tracing.stack.replace(entries);
        drop(old);
    }

    /// Makes the running loop look at the table again: at the next instruction of the running frame, and at the next call.
    fn change_tables(&self) {
        // SAFETY: the running frame stands at an instruction that is not its last: it is calling.
        unsafe {
            let frame = self.frame.get();
            if frame <= self.bottom_frame() {
                return;
            }
            let next = (*frame).pc.add(1);
            let mut patched = self.tracing.patched.borrow_mut();
            if (&*(*frame).code).index_of(next) < (&*(*frame).code).instructions().len()
                && !patched.iter().any(|(known, _)| *known == next)
            {
                patched.push((next, (*next).op));
                super::dispatch::quicken(next, Op::ENTER_TRACING);
            }
        }
        Vm::request(self.interpreter(), 0);
    }

    unsafe fn before_instruction(&self, pc: Pc) -> PyResult<()> {
        // SAFETY: the running frame is valid.
        unsafe {
            let frame = self.frame.get();
            self.enter_frames(frame, pc)?;
            let (object, index) = ((self.frame_object(frame)), (&*(*frame).code).index_of(pc) as u32);
            let native = self.tracing.stack.borrow_mut().last_mut().and_then(|entry| entry.native.take());
            if let Some(native) = native {
                self.profile(&object, "c_return", &native)?;
            }
            self.line_event(&object, index)?;
            match (*pc).op {
                Op::RETURN_VALUE | Op::RETURN_GEN => {
                    let value = own((*frame).fp, (*pc).b);
                    self.leave_frame(&object, &value)?;
                }
                Op::RETURN_CONST | Op::RETURN_CONST_GEN => {
                    let value = constant((*frame).kp, (*pc).wide()).to_value();
                    self.leave_frame(&object, &value)?;
                }
                op if self.profile_function.is_set() => self.before_call(&object, op, (*frame).fp, pc)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Brings the stack of entries to the running frame: those above have gone, and new ones begin.
    unsafe fn enter_frames(&self, frame: *mut Frame, pc: Pc) -> PyResult<()> {
        // SAFETY: the running frame is valid; parents are alive while linked.
        unsafe {
            let object = (*frame).extra().and_then(|extra| extra.object.get());
            if let Some(object) = &object {
                let mut stack = self.tracing.stack.borrow_mut();
                if let Some(place) = stack.iter().rposition(|entry| entry.frame.as_value().is(object)) {
                    let gone = stack.split_off(place + 1);
                    drop(stack);
                    drop(gone);
                    return Ok(());
                }
            }
            let mut chain = vec![self.frame_object(frame)];
            if (*frame).flags & GENERATOR != 0 {
                let mut parent = (*(*frame).generator).parent.get();
                while !parent.is_null() {
                    if let Some(object) = self.generator_frame(&Ref::from_borrowed(parent)) {
                        chain.push(object);
                    }
                    parent = (*parent).parent.get();
                }
            }
            self.forget_left(frame);
            for object in chain.into_iter().rev() {
                let known = self.tracing.stack.borrow().iter().any(|entry| entry.frame.is(&object));
                if known {
                    continue;
                }
                let begun = self.frame_instruction(&object);
                let line = if begun == 0 { object.code.code.first_line } else { object.code.line_of(begun) };
                let entry = Entry { frame: object.clone(), line, index: begun, native: None };
                self.tracing.stack.borrow_mut().push(entry);
                if begun == 0 {
                    self.tracing.called.set(object.as_ptr() as *const PyFrame);
                }
                let called = self.call_event(&object);
                self.tracing.called.set(std::ptr::null());
                called?;
            }
            let _ = pc;
            Ok(())
        }
    }

    /// Drops entries of frames that are over, or suspended, without having been seen to leave.
    unsafe fn forget_left(&self, frame: *mut Frame) {
        // SAFETY: the record is one of this thread's.
        let depth = unsafe { frame.offset_from(self.bottom_frame()) };
        let mut stack = self.tracing.stack.borrow_mut();
        let (kept, gone): (Vec<Entry>, Vec<Entry>) = stack.drain(..).partition(|entry| {
            use super::frame_object::FrameState;
            if entry.frame.generator.get().is_null() {
                let own = entry.frame.depth.get();
                return own >= 0 && own < depth;
            }
            self.frame_state(&entry.frame) == FrameState::Running || self.is_delegating(&entry.frame)
        });
        *stack = kept;
        drop(stack);
        drop(gone);
    }

    /// Whether a generator's frame waits for what it awaits while that runs.
    fn is_delegating(&self, frame: &PyFrame) -> bool {
        let generator = frame.generator.get();
        // SAFETY: a generator takes itself out of its frame object before it dies.
        !generator.is_null() && unsafe { (*generator).state.get() } == super::coroutines::State::Delegating
    }

    /// Whether the frame has not executed anything yet, as its 'call' event is under way.
    pub fn is_being_called(&self, frame: &Ref<PyFrame>) -> bool {
        std::ptr::eq(self.tracing.called.get(), frame.as_ptr() as *const PyFrame)
    }

    /// The line that a frame was last seen in.
    pub fn traced_line(&self, frame: &Ref<PyFrame>) -> Option<u32> {
        let stack = self.tracing.stack.try_borrow().ok()?;
        stack.iter().rev().find(|entry| entry.frame.is(frame)).map(|entry| entry.line)
    }

    fn call_event(&self, frame: &Ref<PyFrame>) -> PyResult<()> {
        if let Some(function) = self.trace_function.get() {
            let local = self.call_tracer(&function, frame, "call", &Value::NONE)?;
            let local = Some(local).filter(|local| !local.is_none());
            drop(frame.trace.replace(local));
        }
        self.profile(frame, "call", &Value::NONE)
    }

    /// Calls a trace function, which is not traced itself. If it raises, tracing ends.
    fn call_tracer(&self, function: &Value, frame: &Ref<PyFrame>, event: &str, arg: &Value) -> PyResult<Value> {
        self.tracing.busy.set(true);
        self.table.set(&TABLE);
        let held = self.raised.take();
        let result = self.call(function, &[frame.to_value(), self.intern(event).into_value(), arg.clone()]);
        self.tracing.busy.set(false);
        match result {
            Ok(value) => {
                if let Some(held) = held {
                    self.raised.set(held);
                }
                let on = self.trace_function.is_set() || self.profile_function.is_set();
                self.table.set(if on { &TRACED } else { &TABLE });
                Ok(value)
            }
            Err(raised) => {
                let parked = self.take_raised(raised);
                drop(frame.trace.take());
                self.trace_function.clear();
                self.profile_function.clear();
                let entries = self.tracing.stack.take();
                drop(entries);
                Err(self.park(parked))
            }
        }
    }

    /// Calls something as if no trace function were running, so that it is traced.
    pub fn call_traced(&self, function: &Value, args: &[Value]) -> PyResult<Value> {
        let busy = self.tracing.busy.replace(false);
        let on = self.trace_function.is_set() || self.profile_function.is_set();
        self.table.set(if on { &TRACED } else { &TABLE });
        let result = self.call(function, args);
        self.tracing.busy.set(busy);
        if busy {
            self.table.set(&TABLE);
        }
        result
    }

    /// An event for the frame's own function, whose result takes its place.
    fn local_event(&self, frame: &Ref<PyFrame>, event: &str, arg: &Value) -> PyResult<()> {
        if !self.trace_function.is_set() {
            return Ok(());
        }
        let Some(function) = frame.trace.get() else { return Ok(()) };
        let result = self.call_tracer(&function, frame, event, arg)?;
        if !result.is_none() {
            drop(frame.trace.replace(Some(result)));
        }
        Ok(())
    }

    fn profile(&self, frame: &Ref<PyFrame>, event: &str, arg: &Value) -> PyResult<()> {
        match self.profile_function.get() {
            Some(function) => self.call_tracer(&function, frame, event, arg).map(drop),
            None => Ok(()),
        }
    }

    /// 'line' at the first instruction of a line and wherever a loop comes back; 'opcode' if the frame wants it.
    fn line_event(&self, frame: &Ref<PyFrame>, index: u32) -> PyResult<()> {
        let place = locations::find(&frame.code.code.locations, index).unwrap_or_default();
        let mut fires = false;
        if let Some(entry) = self.tracing.stack.borrow_mut().last_mut() {
            // What belongs to no text (the beginning of a function, clean-up) is no line of its own, nor is the jump back to
            // the head of its own loop: the head will be.
            let artificial = place.line == 0
                || place.line == place.end_line && place.column == place.end_column
                || returns_to_line(frame, index, place.line);
            if !artificial {
                fires = place.line != entry.line || index < entry.index || entry.index == 0 && index != 0;
                entry.line = place.line;
            }
            if !artificial || index != 0 {
                entry.index = index.max(1);
            }
        }
        if fires && frame.trace_lines.get() {
            self.local_event(frame, "line", &Value::NONE)?;
        }
        if frame.trace_opcodes.get() {
            self.local_event(frame, "opcode", &Value::NONE)?;
        }
        Ok(())
    }

    fn leave_frame(&self, frame: &Ref<PyFrame>, value: &Value) -> PyResult<()> {
        self.local_event(frame, "return", value)?;
        self.profile(frame, "return", value)?;
        self.forget_entry(frame);
        Ok(())
    }

    fn forget_entry(&self, frame: &Ref<PyFrame>) {
        let mut stack = self.tracing.stack.borrow_mut();
        if let Some(place) = stack.iter().rposition(|entry| entry.frame.is(frame)) {
            let gone = stack.split_off(place);
            drop(stack);
            drop(gone);
        }
    }

    /// The running generator yields, and with it all that await it: they return for the time being.
    pub(super) fn trace_yield(&self, frame: *mut Frame, value: &Value) -> PyResult<()> {
        // SAFETY: the running frame is valid; parents are alive while linked.
        let chain = unsafe {
            let mut chain = vec![self.frame_object(frame)];
            let mut parent = (*(*frame).generator).parent.get();
            while !parent.is_null() {
                chain.extend(self.generator_frame(&Ref::from_borrowed(parent)));
                parent = (*parent).parent.get();
            }
            chain
        };
        for object in chain {
            self.leave_frame(&object, value)?;
        }
        Ok(())
    }

    /// An exception has been raised in, or has come to, the running frame.
    pub(super) fn trace_exception(&self, frame: *mut Frame, exception: &Value) -> PyResult<()> {
        // SAFETY: the running frame is valid.
        let (object, again) = unsafe { (self.frame_object(frame), (*(*frame).pc).op == Op::RERAISE) };
        let native = self.tracing.stack.borrow_mut().last_mut().and_then(|entry| entry.native.take());
        if let Some(native) = native {
            self.profile(&object, "c_exception", &native)?;
        }
        if again {
            return Ok(());
        }
        let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |own| own.traceback.get_or_none());
        let arg = self.tuple(vec![class_of(exception).into_value(), exception.clone(), traceback]);
        self.local_event(&object, "exception", &arg)
    }

    /// The exception leaves the running frame.
    pub(super) fn trace_unwound(&self, frame: *mut Frame) -> PyResult<()> {
        // SAFETY: the running frame is valid.
        let object = unsafe { self.frame_object(frame) };
        let known = self.tracing.stack.borrow().iter().any(|entry| entry.frame.is(&object));
        if known { self.leave_frame(&object, &Value::NONE) } else { Ok(()) }
    }

    /// 'c_call' for what a call instruction is about to call, if that is native.
    unsafe fn before_call(&self, frame: &Ref<PyFrame>, op: Op, fp: Fp, pc: Pc) -> PyResult<()> {
        // SAFETY: the window of a call holds its callee; where the first slot is unset, the second does.
        let callee = unsafe {
            match op {
                Op::CALL | Op::CALL_NATIVE | Op::CALL_KW | Op::CALL_FUNCTION_EX | Op::CALL_GEN => own(fp, (*pc).b),
                Op::CALL_METHOD | Op::CALL_METHOD_NATIVE | Op::CALL_METHOD_KW | Op::CALL_METHOD_GEN => {
                    let unset = (*fp.add((*pc).b as usize)).is_unset();
                    own(fp, (*pc).b + u16::from(unset))
                }
                _ => return Ok(()),
            }
        };
        if callee.downcast::<PyNative>().is_none() {
            return Ok(());
        }
        self.profile(frame, "c_call", &callee)?;
        if let Some(entry) = self.tracing.stack.borrow_mut().last_mut() {
            entry.native = Some(callee);
        }
        Ok(())
    }
}

/// Whether an instruction jumps back to its own line.
fn returns_to_line(frame: &PyFrame, index: u32, line: u32) -> bool {
    let Some(ins) = frame.code.instructions().get(index as usize) else { return false };
    ins.op == Op::JUMP_BACKWARD && frame.code.line_of((index as i32 + ins.wide() as i32) as u32) == line
}
