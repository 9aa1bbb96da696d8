//! Calling from Rust.
#![allow(unsafe_code)]

use super::frame::{ENTRY, Frame, Return};
use super::{Vm, bind, dispatch};
use crate::builtins::code::PyCode;
use crate::builtins::function::{PyFunction, PyMethod, PyNative, PyWrapper};
use crate::builtins::str::PyStr;
use crate::native::{Args, Binding, PyResult, bind as native_bind};
use crate::object::{PyType, Raw, Ref, Value, class_of, class_ref, shape};

impl Vm {
    /// `callee(*args)`.
    #[inline]
    pub fn call(&self, callee: &Value, args: &[Value]) -> PyResult<Value> {
        self.call_args(callee, Args::positional_only(args))
    }

    /// Calls with positional and keyword arguments.
    pub fn call_args(&self, callee: &Value, args: Args) -> PyResult<Value> {
        if let Some(function) = callee.downcast_exact::<PyFunction>() {
            return self.call_function(function, None, args);
        }
        match class_ref(callee).slots().call {
            Some(call) => {
                self.check_native_stack("")?;
                call(self, callee, args)
            }
            None => Err(self.not_callable(callee)),
        }
    }

    #[cold]
    pub fn not_callable(&self, callee: &Value) -> crate::native::Raised {
        self.type_error(format!("'{}' object is not callable", class_ref(callee).name()))
    }

    /// Calls a method as found on a class, with `this` as its first argument if it binds.
    pub fn call_unbound(&self, method: &Value, this: &Value, args: &[&Value]) -> PyResult<Value> {
        let mut values = smallvec::SmallVec::<[Value; 4]>::new();
        values.extend(args.iter().map(|&arg| arg.clone()));
        self.call_unbound_args(method, this, Args::positional_only(&values))
    }

    /// As [`Vm::call_unbound`], with any arguments.
    pub fn call_unbound_args(&self, method: &Value, this: &Value, args: Args) -> PyResult<Value> {
        if let Some(function) = method.downcast_exact::<PyFunction>() {
            return self.call_function(function, Some(this), args);
        }
        if let Some(native) = method.downcast_exact_shape::<PyNative>(shape::METHOD_DESCRIPTOR) {
            return self.call_native(native, Some(this), args);
        }
        match class_of(method).slots().descr_get {
            Some(get) => {
                let bound = get(self, method, Some(this), class_of(this).as_value())?;
                self.call_args(&bound, args)
            }
            None => self.call_args(method, args),
        }
    }

    /// `value.name(*args)`, without making a bound method.
    pub fn call_method_ref(&self, value: &Value, name: &Ref<PyStr>, args: &[Value]) -> PyResult<Value> {
        let class = class_of(value);
        if class.slots().getattr.is_none()
            && let Some(method) = class.lookup(name)
            && (method.downcast_exact::<PyFunction>().is_some()
                || method.downcast_exact_shape::<PyNative>(shape::METHOD_DESCRIPTOR).is_some())
            && self.instance_attr(value, name)?.is_none()
        {
            return self.call_unbound_args(&method, value, Args::positional_only(args));
        }
        let method = self.get_attr(value, name)?;
        self.call(&method, args)
    }

    /// Calls a native function; `this` comes before the arguments.
    pub fn call_native(&self, native: &PyNative, this: Option<&Value>, args: Args) -> PyResult<Value> {
        if native.native.binding == Binding::Static && native.this.is_set() {
            self.check_new(native, args)?;
        }
        let signature = native.signature(self);
        let bound_this = if native.is_bound() { native.this.get() } else { None };
        let this = this.or(bound_this.as_ref());
        let skip = matches!(native.native.binding, Binding::Method | Binding::Class) as usize;
        let Some(this) = this else {
            return native_bind::bind(self, signature, args, skip, |bound| (native.native.call)(self, bound));
        };
        let mut values = smallvec::SmallVec::<[Value; 6]>::with_capacity(args.values.len() + 1);
        values.push(this.clone());
        values.extend(args.values.iter().cloned());
        let args = Args { values: &values, names: args.names };
        native_bind::bind(self, signature, args, skip, |bound| (native.native.call)(self, bound))
    }

    /// `X.__new__` of a built-in type is given any class: it must be one that it can make instances of.
    #[inline(never)]
    fn check_new(&self, native: &PyNative, args: Args) -> PyResult<()> {
        match native.this.get().and_then(|owner| owner.into_ref::<PyType>().ok()) {
            Some(owner) => crate::builtins::type_::call::check_new(self, &owner, args),
            None => Ok(()),
        }
    }

    /// Calls a slot wrapper (`list.__len__`), bound or with the instance as first argument.
    pub fn call_wrapper(&self, wrapper: &PyWrapper, this: &Value, args: Args) -> PyResult<Value> {
        let row = wrapper.wrapper;
        let name = row.name;
        if !class_ref(this).is_subtype(&wrapper.owner) {
            return Err(self.type_error(format!(
                "descriptor '{name}' requires a '{}' object but received a '{}'",
                wrapper.owner.name(),
                class_ref(this).name()
            )));
        }
        let (least, most) = (row.arity.0 as usize, row.arity.1 as usize);
        if most < u8::MAX as usize {
            if !args.names.is_empty() {
                return Err(self.type_error(format!("wrapper {name}() takes no keyword arguments")));
            }
            let given = args.values.len();
            if given < least || given > most {
                let expected = if least == most { least.to_string() } else { format!("{least} to {most}") };
                let plural = if most == 1 { "" } else { "s" };
                return Err(self.type_error(format!("expected {expected} argument{plural}, got {given}")));
            }
        }
        let owner = wrapper.owner.clone();
        (row.call)(self, owner.slots(), this, args)
    }

    /// Calls a Python function: pushes its frame and runs it to the end.
    pub fn call_function(&self, function: &Ref<PyFunction>, this: Option<&Value>, args: Args) -> PyResult<Value> {
        self.check_native_stack("")?;
        // SAFETY: the window above the running frame is free; it is filled as the frame's registers.
        unsafe {
            let window = self.stack_top();
            if !bind::fill_window(self, function, window, this, args)? {
                return self.make_generator(window.add(1), locals_of(window));
            }
            self.push_frame(window.add(1), ENTRY, Return::Store)?;
            self.run()
        }
    }

    /// Runs a function of no arguments whose names are those of a namespace: class bodies, `exec` with locals.
    pub fn call_in_namespace(&self, function: &Ref<PyFunction>, namespace: &Value) -> PyResult<Value> {
        self.check_native_stack("")?;
        // SAFETY: as in call_function; the new frame is the running one.
        unsafe {
            let window = self.stack_top();
            if !bind::fill_window(self, function, window, None, Args::EMPTY)? {
                return self.make_generator(window.add(1), locals_of(window));
            }
            self.push_frame(window.add(1), ENTRY, Return::Store)?;
            (*self.frame.get()).extra_mut().locals.set(namespace.clone());
            self.run()
        }
    }

    /// Pushes the frame of the function in `fp[-1]`, whose parameters lie in place; other locals are unset here.
    ///
    /// # Safety
    /// The window is at the top of the stack, initialised as [`bind::fill_window`] leaves it.
    pub(super) unsafe fn push_frame(&self, fp: *mut Raw, flags: u32, on_return: Return) -> PyResult<()> {
        // SAFETY: the caller vouches for the window; the frame array is checked here.
        unsafe {
            let function = &*(fp.sub(1) as *const Ref<PyFunction>);
            let code = &**function.code.as_ptr();
            let next = self.frame.get().add(1);
            let full = next > self.frame_limit.load(std::sync::atomic::Ordering::Relaxed);
            if (full || fp.add(code.register_count as usize) > self.stack_limit.get())
                && let Err(raised) = self.make_room_over(fp, code.local_count as usize, code.register_count as usize)
            {
                release_window(fp.sub(1), code.local_count as usize + 1);
                return Err(raised);
            }
            let special = if on_return == Return::Store { 0 } else { super::frame::SPECIAL_RETURN };
            next.write(Frame {
                pc: code.entry,
                fp,
                kp: code.base,
                code,
                flags: flags | special,
                on_return: on_return as u32,
                generator: std::ptr::null_mut(),
                root: std::ptr::null_mut(),
                top: std::ptr::null_mut(),
                extra: std::ptr::null_mut(),
            });
            self.frame.set(next);
            Ok(())
        }
    }

    /// A call has met the frame limit, the end of the initialised stack, or the eval-breaker.
    #[cold]
    pub(super) fn make_room(&self, fp: *mut Raw, registers: usize) -> PyResult<()> {
        self.poll()?;
        if self.depth() + 1 > self.recursion_limit.get() {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        if !self.grow_stack(fp, registers) {
            return Err(self.memory_error("the value stack is full"));
        }
        Ok(())
    }

    /// The same with a window that has been filled: it may lie above the running frame, where a signal handler or a
    /// finalizer that runs now has its registers.
    ///
    /// # Safety
    /// As for [`Vm::push_frame`].
    #[cold]
    unsafe fn make_room_over(&self, fp: *mut Raw, locals: usize, registers: usize) -> PyResult<()> {
        // SAFETY: the window is the caller's; its values are counted while they are kept here.
        unsafe {
            let start = fp.sub(1);
            let kept: Vec<Raw> = (0..=locals).map(|index| std::ptr::replace(start.add(index), Raw::UNSET)).collect();
            let result = self.make_room(fp, registers);
            for (index, raw) in kept.into_iter().enumerate() {
                start.add(index).write(raw);
            }
            result
        }
    }

    /// Runs the frame on top, which has the ENTRY flag, until it returns.
    pub(super) fn run(&self) -> PyResult<Value> {
        dispatch::run(self)
    }
}

/// The locals of the function at the start of a window that has been filled.
///
/// # Safety
/// The window is as `bind::fill_window` leaves it.
pub(super) unsafe fn locals_of(window: *mut Raw) -> usize {
    // SAFETY: as above.
    unsafe {
        let function = &*(window as *const Ref<PyFunction>);
        let code: &PyCode = &*function.code.as_ptr();
        code.local_count as usize
    }
}

/// Releases a window that no frame has taken over.
///
/// # Safety
/// The slots are initialised and own what they hold.
pub(super) unsafe fn release_window(start: *mut Raw, count: usize) {
    for index in (0..count).rev() {
        // SAFETY: each slot is emptied before its value is released.
        unsafe {
            let raw = std::ptr::replace(start.add(index), Raw::UNSET);
            if !raw.is_unset() {
                drop(raw.into_value());
            }
        }
    }
}

impl Value {
    /// This value as a `T` whose shape is exactly the one given (types that share a payload).
    #[inline]
    pub fn downcast_exact_shape<T: crate::object::Payload>(&self, number: u32) -> Option<&Ref<T>> {
        (crate::object::types::shape_number(self) == number).then(|| self.downcast::<T>()).flatten()
    }
}

/// `type.__call__` for methods.
pub fn call_method_object(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    let Some(method) = callee.downcast::<PyMethod>() else { return Err(vm.not_callable(callee)) };
    let mut values = smallvec::SmallVec::<[Value; 6]>::with_capacity(args.values.len() + 1);
    values.push(method.this.clone());
    values.extend(args.values.iter().cloned());
    vm.call_args(&method.function, Args { values: &values, names: args.names })
}

/// The `call` slot of functions.
pub fn call_function_object(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    match callee.downcast::<PyFunction>() {
        Some(function) => vm.call_function(function, None, args),
        None => Err(vm.not_callable(callee)),
    }
}

/// The `call` slot of native functions and method descriptors.
pub fn call_native_object(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    match callee.downcast::<PyNative>() {
        Some(native) => vm.call_native(native, None, args),
        None => Err(vm.not_callable(callee)),
    }
}

/// The `call` slot of slot wrappers and method wrappers.
pub fn call_wrapper_object(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    let Some(wrapper) = callee.downcast::<PyWrapper>() else { return Err(vm.not_callable(callee)) };
    if let Some(this) = wrapper.this.get() {
        return vm.call_wrapper(wrapper, &this, args);
    }
    match args.positional().first() {
        Some(this) => vm.call_wrapper(wrapper, this, args.rest()),
        None => Err(vm.type_error(format!(
            "descriptor '{}' of '{}' object needs an argument",
            wrapper.wrapper.name,
            wrapper.owner.name()
        ))),
    }
}
