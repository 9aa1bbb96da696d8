//! Frame objects as views of frames: where a frame stands, its caller, its variables, whether it runs, is suspended or over.
#![allow(unsafe_code)]

use super::Vm;
use super::coroutines::{PyGenerator, State};
use super::frame::{Frame, GENERATOR};
use crate::builtins::frame::PyFrame;
use crate::builtins::function::PyCellObject;
use crate::object::{Raw, Ref, Value};

/// Where a variable of a frame is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Register(usize),
    /// A register that holds a cell (or, before the cell is made, the argument itself).
    Cell(usize),
    /// The function's closure.
    Free(usize),
}

/// What a frame is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameState {
    Running,
    /// A generator's, at a yield or not begun.
    Suspended,
    Created,
    Over,
}

impl Vm {
    /// The record of a frame that is being executed.
    unsafe fn record_of(&self, frame: &PyFrame) -> Option<*mut Frame> {
        let thread = frame.thread.get();
        if thread.is_null() {
            return None;
        }
        // SAFETY: handles live as long as the process; records from the bottom to the running one are valid.
        unsafe {
            let generator = frame.generator.get();
            if generator.is_null() {
                let depth = frame.depth.get();
                return (depth >= 0).then(|| (*thread).bottom_frame().offset(depth));
            }
            let mut record = (*thread).frame.get();
            while record > (*thread).bottom_frame() {
                if (*record).flags & GENERATOR != 0 && std::ptr::eq((*record).generator, generator) {
                    return Some(record);
                }
                record = record.sub(1);
            }
            None
        }
    }

    pub fn frame_state(&self, frame: &PyFrame) -> FrameState {
        let generator = frame.generator.get();
        if generator.is_null() {
            return if frame.depth.get() >= 0 { FrameState::Running } else { FrameState::Over };
        }
        // SAFETY: a generator takes itself out of its frame object before it dies.
        match unsafe { (*generator).state.get() } {
            State::Created => FrameState::Created,
            State::Running => FrameState::Running,
            State::Suspended | State::Delegating => FrameState::Suspended,
            State::Closed => FrameState::Over,
        }
    }

    /// The index of the instruction at which a frame stands.
    pub fn frame_instruction(&self, frame: &PyFrame) -> u32 {
        // SAFETY: records and generators are valid as long as the frame object refers to them.
        unsafe {
            if let Some(record) = self.record_of(frame) {
                return frame.code.index_of((*record).pc) as u32;
            }
            let generator = frame.generator.get();
            if !generator.is_null() {
                return frame.code.index_of((*generator).pc.get()) as u32;
            }
        }
        frame.last_instruction.get()
    }

    /// The registers of a frame that is not over.
    unsafe fn registers_of(&self, frame: &PyFrame) -> Option<*mut Raw> {
        let generator = frame.generator.get();
        // SAFETY: as above.
        unsafe {
            if !generator.is_null() {
                return Some((*generator).fp());
            }
            self.record_of(frame).map(|record| (*record).fp)
        }
    }

    fn read_register(&self, frame: &PyFrame, index: usize) -> Option<Value> {
        // SAFETY: registers of a live frame are initialised.
        unsafe {
            if let Some(registers) = self.registers_of(frame) {
                let raw = *registers.add(index);
                return (!raw.is_unset()).then(|| raw.to_value());
            }
        }
        frame.registers.borrow().get(index).cloned().flatten()
    }

    fn write_register(&self, frame: &PyFrame, index: usize, value: Value) {
        // SAFETY: as above; the old value is released after it has left the register.
        unsafe {
            if let Some(registers) = self.registers_of(frame) {
                let old = std::ptr::replace(registers.add(index), value.into_raw());
                if !old.is_unset() {
                    drop(old.into_value());
                }
                return;
            }
        }
        let old = frame.registers.borrow_mut().get_mut(index).and_then(|register| register.replace(value));
        drop(old);
    }

    /// The value of a variable, if it has one.
    pub fn read_variable(&self, frame: &PyFrame, place: Place) -> Option<Value> {
        match place {
            Place::Register(index) => self.read_register(frame, index),
            Place::Cell(index) => {
                let value = self.read_register(frame, index)?;
                match value.downcast_exact::<PyCellObject>() {
                    Some(cell) => cell.content.get(),
                    None => Some(value),
                }
            }
            Place::Free(index) => free_cell(frame, index)?.content.get(),
        }
    }

    pub fn write_variable(&self, frame: &PyFrame, place: Place, value: Value) {
        match place {
            Place::Register(index) => self.write_register(frame, index, value),
            Place::Cell(index) => match self.read_register(frame, index) {
                Some(cell) if cell.downcast_exact::<PyCellObject>().is_some() => {
                    if let Some(cell) = cell.downcast_exact::<PyCellObject>() {
                        cell.content.set(value);
                    }
                }
                _ => self.write_register(frame, index, value),
            },
            Place::Free(index) => {
                if let Some(cell) = free_cell(frame, index) {
                    cell.content.set(value);
                }
            }
        }
    }

    /// The frame that called this one, or awaits it.
    pub fn frame_back(&self, frame: &PyFrame) -> Option<Value> {
        // SAFETY: records and generators are valid as long as the frame object refers to them.
        unsafe {
            if let Some(record) = self.record_of(frame) {
                return back_of(self, record);
            }
            let generator = frame.generator.get();
            if !generator.is_null() {
                let parent = (*generator).parent.get();
                return if parent.is_null() { None } else { self.parent_frame(parent) };
            }
        }
        frame.back.get()
    }

    /// The namespace of a class body or module.
    pub fn frame_namespace(&self, frame: &PyFrame) -> Value {
        // SAFETY: as above.
        let live = unsafe {
            self.record_of(frame).and_then(|record| (*record).locals()).or_else(|| {
                let generator = frame.generator.get();
                if generator.is_null() || (*generator).extra.get().is_null() {
                    return None;
                }
                (*(*generator).extra.get()).locals.get()
            })
        };
        live.or_else(|| frame.locals.get()).unwrap_or_else(|| frame.function.globals.to_value())
    }

    /// The frame object of the generator that awaits another.
    unsafe fn parent_frame(&self, parent: *mut PyGenerator) -> Option<Value> {
        // SAFETY: parents are alive while linked.
        self.generator_frame(&unsafe { Ref::from_borrowed(parent) }).map(Ref::into_value)
    }

    /// The frame object of the running frame (0) or of one of its callers.
    pub fn frame_at(&self, depth: usize) -> Option<Ref<PyFrame>> {
        // SAFETY: records from the bottom to the running one are valid.
        unsafe {
            let running = self.frame.get();
            if running <= self.bottom_frame() {
                return None;
            }
            let mut frame = self.frame_object(running);
            for _ in 0..depth {
                frame = self.frame_back(&frame)?.into_ref().ok()?;
            }
            Some(frame)
        }
    }

    /// Lets go of the variables of a frame that is over.
    pub fn clear_frame(&self, frame: &PyFrame) {
        let registers = frame.registers.take();
        drop(registers);
        frame.locals.clear();
    }
}

/// The caller of a record: what awaits its generator, or the record below.
///
/// # Safety
/// The record is valid.
pub(super) unsafe fn back_of(vm: &Vm, record: *mut Frame) -> Option<Value> {
    // SAFETY: parents are alive while linked; the record below is valid.
    unsafe {
        if (*record).flags & GENERATOR != 0 {
            let parent = (*(*record).generator).parent.get();
            if !parent.is_null() {
                return vm.parent_frame(parent);
            }
        }
        let below = record.sub(1);
        if (*below).code.is_null() { None } else { Some(vm.frame_object(below).into_value()) }
    }
}

fn free_cell(frame: &PyFrame, index: usize) -> Option<Ref<PyCellObject>> {
    let closure = frame.function.closure.as_ref()?;
    closure.items().get(index)?.downcast::<PyCellObject>().cloned()
}

impl Vm {
    /// The generator whose frame this is, as long as it is not closed.
    pub fn generator_of_frame(&self, frame: &PyFrame) -> Option<Value> {
        let generator = frame.generator.get();
        // SAFETY: a generator takes itself out of its frame object before it dies.
        (!generator.is_null()).then(|| unsafe { Ref::from_borrowed(generator).into_value() })
    }

    /// What `locals()` gives: a new dict in functions, the namespace elsewhere.
    pub fn locals_mapping(&self) -> crate::native::PyResult<Value> {
        let Some(frame) = self.frame_at(0) else { return Ok(self.current_globals().into_value()) };
        if frame.code.code.flags & crate::bytecode::code::flags::OPTIMIZED == 0 {
            return Ok(self.frame_namespace(&frame));
        }
        let dict = self.dict();
        for (name, value) in crate::builtins::frame::locals_proxy::items(self, &frame) {
            dict.set(self, &name, value)?;
        }
        Ok(dict.into_value())
    }
}
