//! Exceptions on their way: finding handlers, leaving frames, building tracebacks; and the exception being handled.
#![allow(unsafe_code)]

use super::Vm;
use super::coroutines::{PyGenerator, State, adopt_extra, kind_name};
use super::dispatch::Exit;
use super::frame::{ENTRY, Extra, Frame, GENERATOR, HAS_EXTRA, Return, SPECIAL_RETURN};
use crate::builtins::code::PyCode;
use crate::builtins::exception::PyException;
use crate::builtins::frame::{PyFrame, PyTraceback};
use crate::bytecode::code::{Ins, flags};
use crate::bytecode::opcode::Op;
use crate::native::Raised;
use crate::object::{Raw, Ref, Value, class_ref};

/// The parked exception has been raised in the running frame, at its `pc`: brings the frames to where it is handled
/// (`Exit::Again`: go on with the running frame), or pops the entry frame and gives `Exit::Raised`.
pub(super) unsafe fn unwind(vm: &Vm) -> Exit {
    loop {
        // SAFETY: the running frame is valid and stands at the instruction that raised.
        unsafe {
            let frame = vm.frame.get();
            let code = &*(*frame).code;
            let index = code.index_of((*frame).pc) as u32;
            let exception = vm.take_raised(Raised::parked());
            add_traceback(vm, &exception, frame, index);
            let exception = traced(vm, exception, |vm, exception| vm.trace_exception(frame, exception));
            let handler = code.code.handlers.iter().find(|row| row.start <= index && index < row.end);
            if let Some(handler) = handler {
                enter_handler(frame, handler.depth as usize, exception);
                (*frame).pc = code.entry.add(handler.target as usize);
                return Exit::Again;
            }
            let exception = traced(vm, exception, |vm, _| vm.trace_unwound(frame));
            let exception = leave_frame(vm, frame, exception);
            vm.raised.set(exception);
            if let Some(exit) = after_leaving(vm, frame) {
                return exit;
            }
        }
    }
}

/// Tells a trace function; what that raises takes the exception's place.
unsafe fn traced(vm: &Vm, exception: Value, tell: impl FnOnce(&Vm, &Value) -> crate::native::PyResult<()>) -> Value {
    if !vm.is_traced() {
        return exception;
    }
    match tell(vm, &exception) {
        Ok(()) => exception,
        Err(raised) => vm.take_raised(raised),
    }
}

/// Releases temporaries from `depth` on and stores the exception there.
unsafe fn enter_handler(frame: *mut Frame, depth: usize, exception: Value) {
    // SAFETY: registers are initialised and own what they hold.
    unsafe {
        let registers = (*(*frame).code).register_count as usize;
        debug_assert!(depth < registers, "the handler's register is one of the frame's");
        super::call::release_window((*frame).fp.add(depth), registers - depth);
        *(*frame).fp.add(depth) = exception.into_raw();
    }
}

/// An exception leaves a frame: releases its registers. For generators, StopIteration becomes RuntimeError.
unsafe fn leave_frame(vm: &Vm, frame: *mut Frame, exception: Value) -> Value {
    // SAFETY: the frame is the running one.
    unsafe {
        if (*frame).flags & GENERATOR == 0 {
            release_frame(frame);
            return exception;
        }
        let generator = &*(*frame).generator;
        let exception = convert_stop(vm, generator, exception);
        close_generator(frame, generator);
        exception
    }
}

/// Releases function, locals and temporaries of a frame on the stack, and its rare parts.
pub(super) unsafe fn release_frame(frame: *mut Frame) {
    // SAFETY: registers are initialised and own what they hold; the code is alive until the function goes, last.
    unsafe {
        let fp = (*frame).fp;
        let code = (*frame).code;
        let registers = (*code).register_count as usize;
        drop_extra(frame);
        super::call::release_window(fp, registers);
        super::call::release_window(fp.sub(1), 1);
    }
}

/// Lets go of a frame's rare parts; a frame object that outlives it takes the locals over.
pub(super) unsafe fn drop_extra(frame: *mut Frame) {
    // SAFETY: `extra` is set as long as the flag is.
    unsafe {
        if (*frame).flags & HAS_EXTRA == 0 {
            return;
        }
        (*frame).flags &= !HAS_EXTRA;
        let mut extra = Box::from_raw((*frame).extra);
        if let Some(object) = extra.object.get()
            && object.header().is_some_and(|header| header.references() > 2)
            && let Some(object) = object.downcast::<PyFrame>()
        {
            // Others hold the frame object: it must still know its caller when the record is gone.
            drop(object.back.replace(super::frame_object::back_of(super::current(), frame)));
        }
        detach_frame_object(&mut extra, (*frame).fp, &*(*frame).code, (*frame).pc);
    }
}

/// A frame ends: its frame object, if others hold it, keeps the locals and where it stood.
///
/// # Safety
/// `fp` are the frame's registers.
pub(super) unsafe fn detach_frame_object(extra: &mut Extra, fp: *mut Raw, code: &PyCode, pc: *const Ins) {
    let Some(object) = extra.object.take() else { return };
    let Some(object) = object.downcast::<PyFrame>() else { return };
    object.depth.set(-1);
    object.generator.set(std::ptr::null());
    object.last_instruction.set(code.index_of(pc) as u32);
    if object.header().is_unique() {
        return;
    }
    // SAFETY: registers are initialised and own what they hold.
    let registers = (0..code.local_count as usize).map(|index| unsafe {
        let raw = *fp.add(index);
        if raw.is_unset() { None } else { Some(raw.to_value()) }
    });
    object.registers.set(registers.collect());
    if let Some(locals) = extra.locals.get() {
        object.locals.set(locals);
    }
}

/// A generator's frame has ended: it is closed and unlinked from what it drove.
pub(super) unsafe fn close_generator(frame: *mut Frame, generator: &PyGenerator) {
    // SAFETY: the frame is the generator's record.
    unsafe {
        drop_extra(frame);
        generator.state.set(State::Closed);
        // Nothing is left for its finalizer to do.
        generator.mark_finalized();
        generator.leaf.set(generator as *const PyGenerator as *mut PyGenerator);
        generator.release_registers();
    }
}

/// StopIteration must not leave a generator, nor StopAsyncIteration an async one: they would be taken for its end.
fn convert_stop(vm: &Vm, generator: &PyGenerator, exception: Value) -> Value {
    let exceptions = vm.exceptions();
    let class = class_ref(&exception);
    let stop = if class.is_subtype(&exceptions.StopIteration) {
        "StopIteration"
    } else if class.is_subtype(&exceptions.StopAsyncIteration)
        && generator_flags(generator) & flags::ASYNC_GENERATOR != 0
    {
        "StopAsyncIteration"
    } else {
        return exception;
    };
    let raised = vm.runtime_error(format!("{} raised {stop}", kind_name(generator)));
    let error = vm.take_raised(raised);
    if let Some(new) = error.downcast::<PyException>() {
        new.cause.set(exception.clone());
        new.context.set(exception);
        new.suppress_context.set(true);
    }
    error
}

fn generator_flags(generator: &PyGenerator) -> u32 {
    // SAFETY: the generator holds its code.
    unsafe { (&(*generator.code).code).flags }
}

/// The exception goes on after a frame has been left: to the parent of an await chain, or to the caller; `Some` when
/// the frame was an entry.
unsafe fn after_leaving(vm: &Vm, frame: *mut Frame) -> Option<Exit> {
    // SAFETY: the record below belongs to the caller.
    unsafe {
        if (*frame).flags & GENERATOR != 0 && (*frame).generator != (*frame).root {
            to_parent(frame);
            return None;
        }
        let entry = (*frame).flags & ENTRY != 0;
        let special = (*frame).flags & SPECIAL_RETURN != 0;
        vm.frame.set(frame.sub(1));
        if entry {
            return Some(Exit::Raised);
        }
        if special && (*frame).on_return == Return::Next as u32 {
            return end_of_loop(vm, frame.sub(1));
        }
        None
    }
}

/// The record goes on with the parent of the generator that has just ended.
pub(super) unsafe fn to_parent(frame: *mut Frame) {
    // SAFETY: parents are alive while linked.
    unsafe {
        let generator = &*(*frame).generator;
        let parent = generator.parent.replace(std::ptr::null_mut());
        (*frame).generator = parent;
        // Whoever asks whether one of the chain runs looks at the leaf.
        (*(*frame).root).leaf.set(parent);
        (*frame).fp = (*parent).fp();
        (*frame).pc = (*parent).pc.get();
        (*frame).code = (*parent).code;
        (*frame).kp = (*(*parent).code).base;
        (*parent).state.set(State::Running);
        adopt_extra(&mut *frame, &*parent);
    }
}

/// A `__next__` written in Python has raised: StopIteration ends the FOR_ITER that called it.
unsafe fn end_of_loop(vm: &Vm, frame: *mut Frame) -> Option<Exit> {
    if !vm.raised_is(&vm.exceptions().StopIteration) {
        return None;
    }
    vm.raised.clear();
    // SAFETY: the caller stands at its FOR_ITER.
    unsafe {
        let ins = *(*frame).pc;
        debug_assert!(ins.op == Op::FOR_ITER);
        super::dispatch::unset((*frame).fp, ins.b);
        (*frame).pc = (*frame).pc.offset(ins.c as i16 as isize);
    }
    Some(Exit::Again)
}

/// Puts this frame at the head of the exception's traceback.
unsafe fn add_traceback(vm: &Vm, exception: &Value, frame: *mut Frame, index: u32) {
    let Some(object) = exception.downcast::<PyException>() else { return };
    // SAFETY: the frame is the running one.
    unsafe {
        let code = &*(*frame).code;
        // RERAISE leaves the traceback as it is: this frame is already in it.
        if (*(*frame).pc).op == Op::RERAISE && object.traceback.is_set() && heads(object, frame) {
            return;
        }
        // So does a bare `raise`, in whatever frame it stands.
        let ins = *(*frame).pc;
        if ins.op == Op::RAISE_VARARGS
            && ins.c == 0
            && vm.handled_exception().is_some_and(|handled| handled.is(exception))
        {
            return;
        }
        let line = code.line_of(index);
        let frame_object = vm.frame_object(frame);
        let entry = PyTraceback::new(object.traceback.take(), frame_object, index, line);
        object.traceback.set(entry.into_value());
    }
}

/// Whether the traceback's head is this very frame.
unsafe fn heads(exception: &PyException, frame: *mut Frame) -> bool {
    // SAFETY: the frame is the running one.
    unsafe {
        let Some(object) = (*frame).extra().and_then(|extra| extra.object.get()) else { return false };
        let Some(head) = exception.traceback.get() else { return false };
        head.downcast::<PyTraceback>().is_some_and(|head| head.frame.as_value().is(&object))
    }
}

/// What the code of a record is handling, or generators that wait for the one it runs.
///
/// # Safety
/// The record is valid; parents are alive while linked.
unsafe fn handled_in(frame: *mut Frame) -> Option<Value> {
    // SAFETY: as above.
    unsafe {
        if let Some(handled) = (*frame).extra().and_then(|extra| extra.handled.get()) {
            return Some(handled);
        }
        if (*frame).flags & GENERATOR == 0 {
            return None;
        }
        let mut parent = (*(*frame).generator).parent.get();
        while !parent.is_null() {
            let extra = (*parent).extra.get();
            if !extra.is_null()
                && let Some(handled) = (*extra).handled.get()
            {
                return Some(handled);
            }
            parent = (*parent).parent.get();
        }
        None
    }
}

impl Vm {
    /// The frame object of a record, made when first asked for.
    ///
    /// # Safety
    /// The record is valid and runs code.
    pub unsafe fn frame_object(&self, frame: *mut Frame) -> Ref<PyFrame> {
        // SAFETY: as above.
        unsafe {
            if let Some(object) = (*frame).extra().and_then(|extra| extra.object.get())
                && let Ok(object) = object.into_ref::<PyFrame>()
            {
                object.depth.set(frame.offset_from(self.bottom_frame()));
                return object;
            }
            let function = (*frame).function().clone();
            let code = Ref::from_borrowed((*frame).code);
            let object = Ref::new(PyFrame::payload(function, code, frame.offset_from(self.bottom_frame())));
            object.thread.set(self);
            if (*frame).flags & GENERATOR != 0 {
                object.generator.set((*frame).generator);
            }
            (*frame).extra_mut().object.set(object.to_value());
            object
        }
    }

    /// The exception that is being handled, `sys.exception()`: of the running frame, or of those that wait for it.
    pub fn handled_exception(&self) -> Option<Value> {
        let mut frame = self.frame.get();
        // SAFETY: records from the bottom to the running one are valid; parents are alive while linked.
        unsafe {
            while frame > self.bottom_frame() {
                if let Some(handled) = handled_in(frame) {
                    return Some(handled);
                }
                frame = frame.sub(1);
            }
        }
        None
    }

    /// An exception is being thrown into the generator that runs: what that, or one that awaits it, is handling becomes
    /// its context.
    pub(super) fn chain_thrown(&self, exception: &Value) {
        // SAFETY: the running frame is valid.
        let Some(handled) = (unsafe { handled_in(self.frame.get()) }) else { return };
        if let Some(thrown) = exception.downcast::<PyException>()
            && !handled.is(exception)
        {
            PyException::break_context_cycle(&handled, exception);
            thrown.context.set(handled);
        }
    }

    /// An exception was thrown into a generator before it began: its frame appears in the traceback all the same.
    pub(super) fn trace_unstarted(&self, generator: &Ref<PyGenerator>) {
        let Some(function) = generator.function() else { return };
        let mut exception = None;
        self.raised.with(|parked| exception = Some(parked.clone()));
        let Some(exception) = exception.and_then(|parked| parked.into_ref::<PyException>().ok()) else { return };
        // SAFETY: the generator holds its code.
        let code = unsafe { Ref::from_borrowed(generator.code) };
        let line = code.code.first_line;
        let frame = Ref::new(PyFrame::payload(function, code, -1));
        let entry = PyTraceback::new(exception.traceback.take(), frame, 0, line);
        exception.traceback.set(entry.into_value());
    }
}
