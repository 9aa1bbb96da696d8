//! The end of generators: closing them, telling hooks, warning about coroutines that were never awaited; frame objects and
//! origins.
#![allow(unsafe_code)]

use super::{PyGenerator, State};
use crate::builtins::frame::PyFrame;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;
use crate::vm::frame::{Extra, GENERATOR};

/// The `finalize` slot: runs when the last reference goes.
pub fn finalize(vm: &Vm, value: &Value) {
    let Some(generator) = value.downcast::<PyGenerator>() else {
        return crate::kernel::native_coroutine::finalize(vm, value);
    };
    if generator.state.get() == State::Closed {
        return;
    }
    if generator.header().shape() == shape::ASYNC_GENERATOR
        && let Some(hook) = generator.origin.get()
        && generator.state.get() != State::Created
    {
        if let Err(raised) = vm.call(&hook, std::slice::from_ref(value)) {
            vm.report_unraisable(raised, None, value);
        }
        return;
    }
    if generator.state.get() == State::Created {
        if generator.is_coroutine() {
            vm.warn_unawaited(value);
        }
        return;
    }
    if let Err(raised) = vm.close_generator(generator) {
        vm.report_unraisable(raised, None, value);
    }
}

impl Vm {
    /// The frame object of a generator; `None` once it is closed.
    pub fn generator_frame(&self, generator: &Ref<PyGenerator>) -> Option<Ref<PyFrame>> {
        if generator.state.get() == State::Closed {
            return None;
        }
        // SAFETY: records up to the running one are valid; a suspended frame's rare parts belong to the generator.
        unsafe {
            let mut frame = self.frame.get();
            while frame > self.bottom_frame() {
                if (*frame).flags & GENERATOR != 0 && (*frame).generator == generator.as_ptr() {
                    return Some(self.frame_object(frame));
                }
                frame = frame.sub(1);
            }
            if generator.extra.get().is_null() {
                generator.extra.set(Box::into_raw(Box::<Extra>::default()));
            }
            let extra = &*generator.extra.get();
            if let Some(object) = extra.object.get() {
                return object.into_ref::<PyFrame>().ok();
            }
            let object = Ref::new(PyFrame::payload(generator.function()?, Ref::from_borrowed(generator.code), -1));
            object.generator.set(generator.as_ptr());
            object.thread.set(self);
            extra.object.set(object.to_value());
            Some(object)
        }
    }

    /// `cr_origin`: file, line and function of the callers, as deep as asked for.
    pub(in crate::vm) fn capture_origin(&self) -> Value {
        let mut entries = Vec::new();
        let mut frame = self.frame.get();
        // SAFETY: records from the bottom to the running one are valid.
        unsafe {
            while frame > self.bottom_frame() && entries.len() < self.origin_depth.get() as usize {
                let code = &*(*frame).code;
                let line = code.line_of(code.index_of((*frame).pc) as u32);
                let entry = vec![self.str(&code.code.filename), self.int(line as i64), self.str(&code.code.name)];
                entries.push(self.tuple(entry));
                frame = frame.sub(1);
            }
        }
        self.tuple(entries)
    }
}
