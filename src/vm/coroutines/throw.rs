//! Throwing into generators, and closing them.
//!
//! An exception enters at the leaf of the chain and unwinds along the parents. GeneratorExit closes what is delegated to,
//! one after the other from the leaf, before it is raised in the generator itself.
#![allow(unsafe_code)]

use super::{Delegate, Entry, Outcome, PyGenerator, State, kind_name};
use crate::builtins::exception::PyException;
use crate::bytecode::opcode::Op;
use crate::kernel::PyNativeCoroutine;
use crate::native::{PyResult, Raised};
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::{Vm, dispatch};

impl Vm {
    /// `generator.throw(exception)`.
    pub fn throw_into(&self, generator: &Ref<PyGenerator>, exception: Value) -> PyResult<Outcome> {
        if !matches!(generator.state.get(), State::Suspended | State::Delegating) || generator.is_running() {
            return self.resume(generator, Entry::Throw(exception));
        }
        generator.unlink();
        if class_ref(&exception).is_subtype(&self.exceptions().GeneratorExit) {
            let exception = self.close_delegates(generator, exception);
            return self.resume(generator, Entry::Throw(exception));
        }
        let leaf = generator_at(generator.leaf.get());
        match foreign_delegate(&leaf) {
            Some(delegate) => self.throw_into_delegate(generator, &leaf, delegate, exception),
            None => self.resume(generator, Entry::Throw(exception)),
        }
    }

    /// Closes everything that the generator delegates to, and gives what is to be raised in it: the exception, or what
    /// closing raised.
    fn close_delegates(&self, generator: &Ref<PyGenerator>, mut exception: Value) -> Value {
        loop {
            let leaf = generator_at(generator.leaf.get());
            if class_ref(&exception).is_subtype(&self.exceptions().GeneratorExit)
                && let Some(delegate) = foreign_delegate(&leaf)
                && let Err(raised) = self.close_delegate(&leaf, &delegate)
            {
                exception = self.take_raised(raised);
            }
            if leaf.is(generator) {
                return exception;
            }
            // An error from further in is raised in this one; GeneratorExit closes it.
            leaf.unlink();
            let closed = if class_ref(&exception).is_subtype(&self.exceptions().GeneratorExit) {
                self.close_generator(&leaf).map(|_| Value::NONE)
            } else {
                return self.raise_in_chain(generator, &leaf, exception);
            };
            if let Err(raised) = closed {
                exception = self.take_raised(raised);
            }
        }
    }

    /// Closing raised something else in the chain: it goes on as a plain exception, which each frame may handle. What is
    /// left to raise in the outermost one is the result.
    fn raise_in_chain(&self, generator: &Ref<PyGenerator>, from: &Ref<PyGenerator>, exception: Value) -> Value {
        let mut exception = exception;
        let mut current = from.clone();
        while !current.is(generator) {
            match self.resume(&current, Entry::Throw(exception)) {
                Ok(_) => return self.exit_exception(),
                Err(raised) => exception = self.take_raised(raised),
            }
            current = generator_at(generator.leaf.get());
            if !current.is(generator) {
                current.unlink();
            }
        }
        exception
    }

    fn exit_exception(&self) -> Value {
        match self.new_exception(&self.exceptions().GeneratorExit, &[]) {
            Ok(exception) => exception,
            Err(raised) => self.take_raised(raised),
        }
    }

    /// `delegate.close()`, if it has such a method.
    fn close_delegate(&self, leaf: &PyGenerator, delegate: &Value) -> PyResult<()> {
        if let Some(inner) = delegate.downcast::<PyGenerator>() {
            return self.close_generator(inner).map(drop);
        }
        if let Some(native) = delegate.downcast_exact::<PyNativeCoroutine>() {
            return PyNativeCoroutine::close(native, self);
        }
        let before = leaf.state.replace(State::Running);
        let result = match self.get_attr_opt(delegate, &self.names().close) {
            Ok(Some(close)) => self.call(&close, &[]).map(drop),
            Ok(None) => Ok(()),
            // The attribute that could not be asked for counts as missing: the generator is closed all the same.
            Err(raised) => {
                self.report_unraisable(raised, None, delegate);
                Ok(())
            }
        };
        leaf.state.set(before);
        result
    }

    /// An exception goes to an iterator of another kind that the leaf drives: through its `throw`, if it has one.
    fn throw_into_delegate(
        &self,
        root: &Ref<PyGenerator>,
        leaf: &Ref<PyGenerator>,
        delegate: Value,
        exception: Value,
    ) -> PyResult<Outcome> {
        let before = leaf.state.replace(State::Running);
        let step = self.throw_step(&delegate, &exception);
        leaf.state.set(before);
        match step {
            None => self.resume(root, Entry::Throw(exception)),
            Some(Ok(Delegate::Yielded(value))) => {
                root.own_yield.set(false);
                Ok(Outcome::Yield(value))
            }
            Some(Ok(Delegate::Returned(value))) => {
                // SAFETY: the leaf stands at its YIELD_FROM and does not run.
                unsafe {
                    let ins = *leaf.pc.get();
                    drop(dispatch::take(leaf.fp(), ins.b));
                    dispatch::set(leaf.fp(), ins.a, value);
                    leaf.pc.set(leaf.pc.get().add(1));
                }
                self.resume_at_instruction(root)
            }
            Some(Err(raised)) => {
                let exception = self.take_raised(raised);
                self.resume(root, Entry::Throw(exception))
            }
        }
    }

    /// What the delegate does with the exception; `None` if it has no `throw`.
    pub fn throw_step(&self, delegate: &Value, exception: &Value) -> Option<PyResult<Delegate>> {
        if let Some(inner) = delegate.downcast::<PyGenerator>() {
            return Some(self.throw_into(inner, exception.clone()).map(|outcome| match outcome {
                Outcome::Yield(value) => Delegate::Yielded(value),
                Outcome::Return(value) => Delegate::Returned(value),
            }));
        }
        if let Some(step) = self.throw_natively(delegate, exception) {
            return Some(step);
        }
        let throw = match self.get_attr_opt(delegate, &self.intern("throw")) {
            Ok(Some(throw)) => throw,
            Ok(None) => return None,
            Err(raised) => return Some(Err(raised)),
        };
        Some(match self.call(&throw, std::slice::from_ref(exception)) {
            Ok(value) => Ok(Delegate::Yielded(value)),
            Err(raised) => self.catch_stop_iteration(raised).map(Delegate::Returned),
        })
    }

    /// `generator.close()`: its result is what the generator returned.
    pub fn close_generator(&self, generator: &Ref<PyGenerator>) -> PyResult<Value> {
        match generator.state.get() {
            State::Closed => return Ok(Value::NONE),
            _ if generator.is_running() => return Err(self.already_executing(generator)),
            State::Created => {
                generator.state.set(State::Closed);
                // SAFETY: the frame does not run.
                unsafe { generator.release_registers() };
                return Ok(Value::NONE);
            }
            _ => {}
        }
        let exit = self.new_exception(&self.exceptions().GeneratorExit, &[])?;
        match self.throw_into(generator, exit) {
            Ok(Outcome::Yield(value)) => {
                drop(value);
                Err(self.runtime_error(format!("{} ignored GeneratorExit", kind_name(generator))))
            }
            Ok(Outcome::Return(value)) => Ok(value),
            Err(raised) => {
                let exceptions = self.exceptions();
                if self.raised_is(&exceptions.GeneratorExit) || self.raised_is(&exceptions.StopIteration) {
                    drop(self.take_raised(raised));
                    return Ok(Value::NONE);
                }
                Err(raised)
            }
        }
    }

    /// The arguments of `throw(type, value=None, traceback=None)` as an exception object.
    pub fn thrown_exception(&self, kind: &Value, value: &Value, traceback: &Value) -> PyResult<Value> {
        let exception =
            if let Some(class) = kind.downcast::<PyType>().filter(|class| class.has(crate::object::types::EXCEPTION)) {
                if value.downcast::<PyException>().is_some() && class_ref(value).is_subtype(class) {
                    value.clone()
                } else if value.is_none() {
                    self.call(kind, &[])?
                } else if let Some(args) = value.downcast::<crate::builtins::tuple::PyTuple>() {
                    self.call(kind, args.items())?
                } else {
                    self.call(kind, std::slice::from_ref(value))?
                }
            } else if kind.downcast::<PyException>().is_some() {
                if !value.is_none() {
                    return Err(self.type_error("instance exception may not have a separate value"));
                }
                kind.clone()
            } else {
                return Err(self.not_an_exception(kind));
            };
        if !traceback.is_none() {
            if traceback.downcast::<crate::builtins::frame::PyTraceback>().is_none() {
                return Err(self.type_error("throw() third argument must be a traceback object"));
            }
            if let Some(object) = exception.downcast::<PyException>() {
                object.traceback.set(traceback.clone());
            }
        }
        Ok(exception)
    }

    #[cold]
    fn not_an_exception(&self, kind: &Value) -> Raised {
        self.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            class_ref(kind).name()
        ))
    }
}

/// A new reference to a generator of a chain.
fn generator_at(pointer: *mut PyGenerator) -> Ref<PyGenerator> {
    // SAFETY: chains are alive while linked.
    unsafe { Ref::from_borrowed(pointer) }
}

/// What a suspended generator delegates to without being linked to it.
fn foreign_delegate(leaf: &PyGenerator) -> Option<Value> {
    // SAFETY: a suspended frame stands at an instruction.
    let at_delegation = leaf.state.get() == State::Suspended && unsafe { (*leaf.pc.get()).op } == Op::YIELD_FROM;
    if at_delegation { leaf.awaited() } else { None }
}
