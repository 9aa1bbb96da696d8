//! What `await`, `yield from`, `async for` accept, and how a frame drives what is not linked.
#![allow(unsafe_code)]

use super::{Entry, Outcome, PyGenerator, State};
use crate::builtins::str::PyStr;
use crate::kernel::PyNativeCoroutine;
use crate::kernel::future_iter::PyFutureIter;
use crate::native::{PyResult, Raised};
use crate::object::types::HEAP;
use crate::object::{Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// What an iterator that a frame delegates to has done.
pub enum Delegate {
    Yielded(Value),
    Returned(Value),
}

impl Vm {
    /// The iterator that `await object` drives. `origin`: 0 await, 1 `__aenter__`, 2 `__aexit__`.
    pub fn get_awaitable(&self, object: Value, origin: u16) -> PyResult<Value> {
        if let Some(generator) = object.downcast::<PyGenerator>()
            && generator.is_awaitable()
        {
            if generator.is_coroutine() && generator.awaited_by_other() {
                return Err(self.runtime_error("coroutine is being awaited already"));
            }
            return Ok(object);
        }
        if let Some(native) = object.downcast_exact::<PyNativeCoroutine>() {
            if native.state.get() == State::Suspended {
                return Err(self.runtime_error("coroutine is being awaited already"));
            }
            return Ok(object);
        }
        self.await_iterator(&object, origin)
    }

    fn await_iterator(&self, object: &Value, origin: u16) -> PyResult<Value> {
        let class = class_of(object);
        let iterator = match class.slots().await_ {
            Some(await_) => await_(self, object)?,
            // As the article has it: an instance of a user's class with `__iter__` is awaited through that.
            None if class.has(HEAP) && class.slots().iter.is_some() && !self.inherits_builtin_iter(&class) => {
                return self.iter(object);
            }
            None => return Err(self.not_awaitable(object, origin)),
        };
        if let Some(generator) = iterator.downcast::<PyGenerator>()
            && generator.is_awaitable()
        {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if iterator.downcast_exact::<PyNativeCoroutine>().is_some() {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if class_ref(&iterator).slots().next.is_none() {
            let name = class_ref(&iterator).name();
            return Err(self.type_error(format!("__await__() returned non-iterator of type '{name}'")));
        }
        Ok(iterator)
    }

    /// Whether a class has its `__iter__` from a built-in type: such iterables are not awaitable.
    fn inherits_builtin_iter(&self, class: &crate::object::PyType) -> bool {
        class.find(&self.names().__iter__).is_none_or(|(owner, _)| {
            // SAFETY: classes of an MRO are alive.
            unsafe { !(*owner).has(HEAP) }
        })
    }

    #[cold]
    fn not_awaitable(&self, object: &Value, origin: u16) -> Raised {
        let name = class_ref(object).name();
        self.type_error(match origin {
            1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            _ => format!("'{name}' object can't be awaited"),
        })
    }

    /// The iterator that `yield from iterable` drives.
    pub fn yield_from_iter(&self, iterable: Value) -> PyResult<Value> {
        let is_coroutine = iterable.downcast::<PyGenerator>().is_some_and(|generator| generator.is_coroutine())
            || iterable.downcast_exact::<PyNativeCoroutine>().is_some();
        if is_coroutine {
            let frame = self.frame.get();
            // SAFETY: the running frame is a generator's.
            let flags = unsafe { (&(*(*frame).code).code).flags };
            use crate::bytecode::code::flags::{COROUTINE, ITERABLE_COROUTINE};
            if flags & (COROUTINE | ITERABLE_COROUTINE) == 0 {
                return Err(self.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
            }
            return Ok(iterable);
        }
        if let Some(generator) = iterable.downcast::<PyGenerator>()
            && generator.header().shape() == shape::GENERATOR
        {
            return Ok(iterable);
        }
        self.iter(&iterable)
    }

    /// One step of an iterator that is not linked: `send` if something was sent, else `next`.
    pub fn delegate_send(&self, iterator: &Value, sent: Value) -> PyResult<Delegate> {
        if let Some(native) = iterator.downcast_exact::<PyNativeCoroutine>() {
            return PyNativeCoroutine::send(native, self, sent);
        }
        if let Some(iterator) = iterator.downcast_exact::<PyFutureIter>() {
            return iterator.send(self);
        }
        if let Some(generator) = iterator.downcast::<PyGenerator>()
            && generator.header().shape() != shape::ASYNC_GENERATOR
        {
            return Ok(match self.resume(generator, Entry::Send(sent))? {
                Outcome::Yield(value) => Delegate::Yielded(value),
                Outcome::Return(value) => Delegate::Returned(value),
            });
        }
        if let Some(step) = self.send_natively(iterator, &sent) {
            return step;
        }
        self.stop_value.clear();
        let step = if sent.is_none() {
            match class_of(iterator).slots().next {
                Some(next) => next(self, iterator),
                None => Err(self.type_error(format!("'{}' object is not an iterator", class_ref(iterator).name()))),
            }
        } else {
            self.call_method_ref(iterator, &self.names().send, &[sent]).map(Some)
        };
        match step {
            Ok(Some(value)) => Ok(Delegate::Yielded(value)),
            // An iterator that ends without an exception returns None; a native one may have left its value.
            Ok(None) => Ok(Delegate::Returned(self.stop_value.take().unwrap_or(Value::NONE))),
            Err(raised) => self.catch_stop_iteration(raised).map(Delegate::Returned),
        }
    }

    /// `aiter(iterable)` of an `async for`.
    pub fn get_aiter(&self, iterable: &Value) -> PyResult<Value> {
        let class = class_of(iterable);
        let Some(aiter) = class.slots().aiter else {
            return Err(
                self.type_error(format!("'async for' requires an object with __aiter__ method, got {}", class.name()))
            );
        };
        let iterator = aiter(self, iterable)?;
        if class_ref(&iterator).slots().anext.is_none() {
            let name = class_ref(&iterator).name();
            return Err(self.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
            )));
        }
        Ok(iterator)
    }

    /// The awaitable of `anext(iterator)`.
    pub fn get_anext(&self, iterator: &Value) -> PyResult<Value> {
        let class = class_of(iterator);
        let Some(anext) = class.slots().anext else {
            return Err(self
                .type_error(format!("'async for' requires an iterator with __anext__ method, got {}", class.name())));
        };
        let object = anext(self, iterator)?;
        if iterator.downcast::<PyGenerator>().is_some() {
            return Ok(object);
        }
        if let Some(generator) = object.downcast::<PyGenerator>()
            && generator.is_awaitable()
        {
            return Ok(object);
        }
        if object.downcast_exact::<PyNativeCoroutine>().is_some() {
            return Ok(object);
        }
        let name = class_ref(&object).name();
        self.await_iterator(&object, 0).map_err(|raised| {
            let exception = self.take_raised(raised);
            let new = self.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
            let error = self.take_raised(new);
            self.raise_from(error, Some(exception))
        })
    }

    /// An attribute of a delegate that need not have it: `throw`, `close`.
    pub fn delegate_method(&self, iterator: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        self.get_attr_opt(iterator, name)
    }
}

impl PyGenerator {
    /// Whether a frame stands at an `await` of this one: another await of it is an error.
    pub fn awaited_by_other(&self) -> bool {
        !self.parent.get().is_null() || self.awaited().is_some() && self.is_running()
    }
}
