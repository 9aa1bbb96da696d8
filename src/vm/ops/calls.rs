//! Calls. The window `[callee, arguments ...]` becomes the callee's registers where it stands; a generator's lies in
//! the heap, so from there it is moved to the top of the stack first.
#![allow(unsafe_code)]

use super::{compute_next, op, store_next, warm};
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::function::{PyFunction, PyMethod, PyNative};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::builtins::type_::call::call_in_place;
use crate::bytecode::opcode::HAS_KWARGS;
use crate::native::bind::{Bound, Slots, bind};
use crate::native::{Args, Binding, PyResult};
use crate::object::slots::SlotId;
use crate::object::types::HEAP;
use crate::object::{PyType, Raw, Ref, Value, class_ref, shape};
use crate::vm::call::release_window;
use crate::vm::dispatch::{Flow, Fp, raised, set, take};
use crate::vm::frame::{Frame, GENERATOR, Return};
use crate::vm::{Vm, bind as python_bind};
use std::sync::atomic::Ordering;

/// Enters a Python function whose parameters are exactly the arguments in place. Expects the names of the handler's
/// arguments, the window, and the number of arguments; falls through if that cannot be done quickly.
macro_rules! enter_simple {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $window:expr, $given:expr) => {{
        let window: *mut Raw = $window;
        let callee = *window;
        if callee.is_object() && (*callee.as_object()).shape() == shape::FUNCTION {
            let code = code_of(callee);
            let given = $given as usize;
            let frame = $vm.frame.get();
            let next_frame = frame.add(1);
            let new_fp = window.add(1);
            if (*code).simple_args as usize == given
                && next_frame <= $vm.frame_limit.load(Ordering::Relaxed)
                && new_fp.add((*code).register_count as usize) <= $vm.stack_limit.get()
            {
                (*frame).pc = $pc;
                let (entry, base) = ((*code).entry, (*code).base);
                (*next_frame).fp = new_fp;
                (*next_frame).kp = base;
                (*next_frame).code = code;
                (*next_frame).flags = 0;
                (*next_frame).on_return = 0;
                $vm.frame.set(next_frame);
                let mut index = given;
                while index < (*code).local_count as usize {
                    *new_fp.add(index) = Raw::UNSET;
                    index += 1;
                }
                crate::dispatch_at!(entry as *const _, new_fp, base, $vm, $t)
            }
        }
    }};
}

/// As `enter_simple!`, where the running frame is a generator's: the window moves to the stack.
macro_rules! enter_from_generator {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $window:expr, $given:expr) => {{
        let (window, given): (*mut Raw, usize) = ($window, $given as usize);
        let callee = *window;
        if callee.is_object() && (*callee.as_object()).shape() == shape::FUNCTION {
            let code = code_of(callee);
            if (*code).generator_args as usize == given {
                compute_next!($pc $fp $kp $vm $t, generator_of($vm, window, given))
            }
            let frame = $vm.frame.get();
            let next_frame = frame.add(1);
            let new_fp = (*frame).top.add(1);
            if (*code).simple_args as usize == given
                && next_frame <= $vm.frame_limit.load(Ordering::Relaxed)
                && new_fp.add((*code).register_count as usize) <= $vm.stack_limit.get()
            {
                (*frame).pc = $pc;
                *new_fp.sub(1) = callee;
                *window = Raw::UNSET;
                let mut index = 0;
                while index < given {
                    *new_fp.add(index) = *window.add(index + 1);
                    *window.add(index + 1) = Raw::UNSET;
                    index += 1;
                }
                while index < (*code).local_count as usize {
                    *new_fp.add(index) = Raw::UNSET;
                    index += 1;
                }
                let (entry, base) = ((*code).entry, (*code).base);
                (*next_frame).fp = new_fp;
                (*next_frame).kp = base;
                (*next_frame).code = code;
                (*next_frame).flags = 0;
                (*next_frame).on_return = 0;
                $vm.frame.set(next_frame);
                crate::dispatch_at!(entry as *const _, new_fp, base, $vm, $t)
            }
        }
    }};
}

op! {
    call(pc, fp, kp, vm, t) {
        enter_simple!(pc fp kp vm t, fp.add((*pc).b as usize), (*pc).c);
        if is_native(*fp.add((*pc).b as usize)) {
            return call_native(pc, fp, kp, vm, t);
        }
        if makes_generator(*fp.add((*pc).b as usize), (*pc).c as usize) {
            compute_next!(pc fp kp vm t, generator_of(vm, fp.add((*pc).b as usize), (*pc).c as usize))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| call_window(vm, fp, (*pc).b, (*pc).c as usize))
    }

    call_native(pc, fp, kp, vm, t) {
        (*vm.frame.get()).pc = pc;
        let result = invoke_native(vm, fp.add((*pc).b as usize), (*pc).c as usize);
        if result.0 == 0 {
            return raised(pc, fp, kp, vm, t);
        }
        store_next!(pc fp kp vm t, (*pc).a, result)
    }

    call_gen(pc, fp, kp, vm, t) {
        let window = fp.add((*pc).b as usize);
        enter_from_generator!(pc fp kp vm t, window, (*pc).c);
        if is_native(*fp.add((*pc).b as usize)) {
            return call_native(pc, fp, kp, vm, t);
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| call_window(vm, fp, (*pc).b, (*pc).c as usize))
    }

    call_method(pc, fp, kp, vm, t) {
        let unset = (*fp.add((*pc).b as usize)).is_unset() as usize;
        enter_simple!(pc fp kp vm t, fp.add((*pc).b as usize + unset), (*pc).c as usize + 1 - unset);
        if is_native(*fp.add((*pc).b as usize + unset)) {
            return call_method_native(pc, fp, kp, vm, t);
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| call_method_window(vm, fp, (*pc).b, (*pc).c as usize))
    }

    call_method_native(pc, fp, kp, vm, t) {
        (*vm.frame.get()).pc = pc;
        let unset = (*fp.add((*pc).b as usize)).is_unset() as usize;
        let result = invoke_native(vm, fp.add((*pc).b as usize + unset), (*pc).c as usize + 1 - unset);
        if result.0 == 0 {
            return raised(pc, fp, kp, vm, t);
        }
        store_next!(pc fp kp vm t, (*pc).a, result)
    }

    call_method_gen(pc, fp, kp, vm, t) {
        let unset = (*fp.add((*pc).b as usize)).is_unset() as usize;
        let window = fp.add((*pc).b as usize + unset);
        enter_from_generator!(pc fp kp vm t, window, (*pc).c as usize + 1 - unset);
        if is_native(*fp.add((*pc).b as usize + unset)) {
            return call_method_native(pc, fp, kp, vm, t);
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| call_method_window(vm, fp, (*pc).b, (*pc).c as usize))
    }

    call_kw(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| call_keywords(vm, fp, (*pc).b, (*pc).c as usize))
    }

    call_method_kw(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let unset = (*fp.add((*pc).b as usize)).is_unset();
            if unset {
                call_keywords(vm, fp, (*pc).b + 1, (*pc).c as usize)
            } else {
                call_keywords(vm, fp, (*pc).b, (*pc).c as usize + 1)
            }
        })
    }

    call_function_ex(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let keywords = if (*pc).flags & HAS_KWARGS != 0 { Some(take(fp, (*pc).b + 2)) } else { None };
            let args = take(fp, (*pc).b + 1);
            let callee = take(fp, (*pc).b);
            call_spread(vm, callee, args, keywords)
        })
    }
}

/// The code of a function.
#[inline(always)]
unsafe fn code_of(function: Raw) -> *const PyCode {
    // SAFETY: the shape has been checked.
    unsafe { *((*(function.0 as *const PyFunction)).code.as_ptr() as *const *const PyCode) }
}

/// Whether a callee is a Python function that makes a generator or coroutine of exactly these arguments.
#[inline(always)]
unsafe fn makes_generator(callee: Raw, given: usize) -> bool {
    // SAFETY: the callee is alive.
    unsafe { callee.shape() == shape::FUNCTION && (*code_of(callee)).generator_args as usize == given }
}

/// The generator of a call, as `compute_next!` takes it.
#[inline(never)]
unsafe fn generator_of(vm: &Vm, window: *mut Raw, given: usize) -> Raw {
    // SAFETY: the window holds the function and its parameters.
    unsafe { super::to_raw(vm.make_generator(window.add(1), given)) }
}

/// Whether a callee is a native function or an unbound native method.
#[inline(always)]
unsafe fn is_native(callee: Raw) -> bool {
    // SAFETY: the callee is alive.
    unsafe { matches!(callee.shape(), shape::BUILTIN_FUNCTION | shape::METHOD_DESCRIPTOR) }
}

/// Calls the native function at the start of a window and releases the window; zero if it raised.
#[inline(never)]
unsafe fn invoke_native(vm: &Vm, window: *mut Raw, given: usize) -> Raw {
    // SAFETY: the window holds a native function and its arguments, which stay in place during the call.
    unsafe {
        let native = &*(window as *const Ref<PyNative>);
        if native.is_bound() {
            return invoke_bound(vm, window, given);
        }
        let args = std::slice::from_raw_parts(window.add(1) as *const Value, given);
        let signature = native.signature(vm);
        let plain = given >= signature.required && given <= signature.positional && !signature.required_keywords;
        // Bound natives, and `__new__` functions, which check the class they are given.
        let result = if native.this.is_set() {
            vm.call_native(native, None, Args::positional_only(args))
        } else if plain {
            let bound = Bound { signature, slots: Slots::Given(args), rest: &[], keywords: &[] };
            (native.native.call)(vm, &bound)
        } else {
            let skip = matches!(native.native.binding, Binding::Method | Binding::Class) as usize;
            bind(vm, signature, Args::positional_only(args), skip, |bound| (native.native.call)(vm, bound))
        };
        match result {
            Ok(value) => {
                release_window(window, given + 1);
                value.into_raw()
            }
            // The unwinder releases the window.
            Err(_) => Raw(0),
        }
    }
}

/// As [`invoke_native`], for a method that carries its instance: the instance takes the callee's place in the window.
unsafe fn invoke_bound(vm: &Vm, window: *mut Raw, given: usize) -> Raw {
    // SAFETY: as above; the callee is kept alive here.
    unsafe {
        let callee = (*window).into_value();
        let native = &*(&raw const callee as *const Ref<PyNative>);
        *window = native.this.get_or_none().into_raw();
        let args = std::slice::from_raw_parts(window as *const Value, given + 1);
        let skip = matches!(native.native.binding, Binding::Method | Binding::Class) as usize;
        let signature = native.signature(vm);
        let result = bind(vm, signature, Args::positional_only(args), skip, |bound| (native.native.call)(vm, bound));
        match result {
            Ok(value) => {
                release_window(window, given + 1);
                value.into_raw()
            }
            Err(_) => Raw(0),
        }
    }
}

/// The values of a window's arguments, borrowed.
unsafe fn window_args<'a>(fp: Fp, first: usize, count: usize) -> &'a [Value] {
    // SAFETY: arguments are set and stay in place during the call.
    unsafe { std::slice::from_raw_parts(fp.add(first) as *const Value, count) }
}

/// CALL_METHOD: with or without self.
unsafe fn call_method_window(vm: &Vm, fp: Fp, base: u16, given: usize) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        if (*fp.add(base as usize)).is_unset() {
            call_window(vm, fp, base + 1, given)
        } else {
            call_window(vm, fp, base, given + 1)
        }
    }
}

/// Calls what stands at `base` with the `given` arguments after it; its result goes to A of the running instruction.
unsafe fn call_window(vm: &Vm, fp: Fp, base: u16, given: usize) -> PyResult<Flow> {
    // SAFETY: as for handlers; the window is consumed.
    unsafe {
        let window = fp.add(base as usize);
        let callee = &*(window as *const Value);
        let number = callee.raw().shape();
        if number == shape::FUNCTION {
            return call_python(vm, fp, window, given);
        }
        if number == shape::TYPE {
            if let Some(flow) = call_class_window(vm, fp, base, given)? {
                return Ok(flow);
            }
            vm.check_native_stack("")?;
            let class = &*(window as *const Ref<PyType>);
            let all = Args::positional_only(window_args(fp, base as usize, given + 1));
            let result = call_in_place(vm, class, all)?;
            return finish(vm, fp, base, given, result);
        }
        if number == shape::METHOD {
            let method = take(fp, base);
            let Some(method) = method.downcast::<PyMethod>() else { return Err(vm.not_callable(&method)) };
            if let Some(function) = method.function.downcast_exact::<PyFunction>() {
                let args = Args::positional_only(window_args(fp, base as usize + 1, given));
                let flow = vm.push_call(function, Some(&method.this), args, Return::Store);
                release_window(fp.add(base as usize + 1), given);
                return flow;
            }
            let args = Args::positional_only(window_args(fp, base as usize + 1, given));
            let result = crate::vm::call::call_method_object(vm, method.as_value(), args)?;
            return finish(vm, fp, base, given, result);
        }
        if let Some(function) = python_call(vm, callee) {
            let args = Args::positional_only(window_args(fp, base as usize + 1, given));
            let flow = vm.push_call(&function, Some(callee), args, Return::Store);
            release_window(window, given + 1);
            return flow;
        }
        let result = vm.call(callee, window_args(fp, base as usize + 1, given))?;
        finish(vm, fp, base, given, result)
    }
}

/// The `__call__` of an instance's class, if that is a Python function.
fn python_call(vm: &Vm, callee: &Value) -> Option<Ref<PyFunction>> {
    let class = class_ref(callee);
    if class.generic.get() >> (SlotId::call as u32) & 1 == 0 {
        return None;
    }
    class.lookup(&vm.names().__call__).filter(|method| method.downcast_exact::<PyFunction>().is_some())?.into_ref().ok()
}

/// Releases a window and stores the result.
unsafe fn finish(vm: &Vm, fp: Fp, base: u16, given: usize, result: Value) -> PyResult<Flow> {
    // SAFETY: the window is the instruction's.
    unsafe {
        release_window(fp.add(base as usize), given + 1);
        set(fp, (*(*vm.frame.get()).pc).a, result);
        Ok(Flow::Next)
    }
}

/// A Python function, called with positional arguments.
unsafe fn call_python(vm: &Vm, fp: Fp, window: *mut Raw, given: usize) -> PyResult<Flow> {
    // SAFETY: the window holds a function and its arguments.
    unsafe {
        let function = &*(window as *const Ref<PyFunction>);
        let code = &**function.code.as_ptr();
        let in_generator = (*vm.frame.get()).flags & GENERATOR != 0;
        if code.simple_args as usize == given {
            let target =
                if in_generator { move_window(vm, window, given, code.register_count as usize)? } else { window };
            for index in given..code.local_count as usize {
                *target.add(1 + index) = Raw::UNSET;
            }
            vm.push_frame(target.add(1), 0, Return::Store)?;
            return Ok(Flow::Switch);
        }
        if code.generator_args as usize == given {
            let made = vm.make_generator(window.add(1), given)?;
            set(fp, (*(*vm.frame.get()).pc).a, made);
            return Ok(Flow::Next);
        }
        let callee = std::ptr::replace(window, Raw::UNSET).into_value();
        let args = std::slice::from_raw_parts(window.add(1) as *const Value, given);
        let function = &*(&raw const callee as *const Ref<PyFunction>);
        let flow = vm.push_call(function, None, Args::positional_only(args), Return::Store);
        release_window(window.add(1), given);
        flow
    }
}

/// Moves a generator's window to free stack.
unsafe fn move_window(vm: &Vm, window: *mut Raw, given: usize, registers: usize) -> PyResult<*mut Raw> {
    // SAFETY: the stack above the running frame is free; room is made first.
    unsafe {
        let target = vm.stack_top();
        if target.add(registers + 2) > vm.stack_limit.get() {
            vm.make_room(target, registers + 2)?;
        }
        for index in 0..=given {
            *target.add(index) = std::ptr::replace(window.add(index), Raw::UNSET);
        }
        Ok(target)
    }
}

/// The `__init__` of a class whose instances are plain objects made by `object.__new__`, if it is a Python function.
#[inline(always)]
unsafe fn plain_init(vm: &Vm, class: &Ref<PyType>) -> Option<*const PyFunction> {
    let (version, init) = class.plain_init.get();
    if version != 0 && version == class.known_version() {
        return Some(init).filter(|init| !init.is_null());
    }
    find_plain_init(vm, class)
}

#[cold]
fn find_plain_init(vm: &Vm, class: &Ref<PyType>) -> Option<*const PyFunction> {
    let plain = class.has(HEAP) && vm.makes_plain_objects(class);
    let init = if plain { class.lookup(&vm.names().__init__) } else { None };
    let init = init.as_ref().and_then(|init| init.downcast_exact::<PyFunction>());
    let init = init.map_or(std::ptr::null(), |init| init.as_ptr() as *const PyFunction);
    class.plain_init.set((class.version(), init));
    Some(init).filter(|init| !init.is_null())
}

/// A class whose instances are plain objects with a Python `__init__`: makes the instance here and enters `__init__`
/// in a frame. `None` for all other classes.
unsafe fn call_class_window(vm: &Vm, fp: Fp, base: u16, given: usize) -> PyResult<Option<Flow>> {
    // SAFETY: as for handlers; the window's registers, and free stack above them, are rearranged.
    unsafe {
        let class = &*(fp.add(base as usize) as *const Ref<PyType>);
        let Some(init) = plain_init(vm, class) else { return Ok(None) };
        let function = Ref::from_borrowed(init);
        let code = &**function.code.as_ptr();
        let instance = vm.new_instance(class);
        if code.simple_args as usize != given + 1 {
            let args = window_args(fp, base as usize + 1, given);
            let class = take(fp, base);
            *fp.add(base as usize) = instance.clone().into_raw();
            let flow = vm.push_call(&function, Some(&instance), Args::positional_only(args), Return::Init);
            release_window(fp.add(base as usize + 1), given);
            drop(class);
            return flow.map(Some);
        }
        let (registers, locals) = (code.register_count as usize, code.local_count as usize);
        let target = vm.stack_top();
        if target.add(registers + 2) > vm.stack_limit.get() {
            vm.make_room(target, registers + 2)?;
        }
        *target = function.into_value().into_raw();
        *target.add(1) = instance.clone().into_raw();
        for index in 0..given {
            *target.add(2 + index) = std::ptr::replace(fp.add(base as usize + 1 + index), Raw::UNSET);
        }
        for index in given + 1..locals {
            *target.add(1 + index) = Raw::UNSET;
        }
        set(fp, base, instance);
        vm.push_frame(target.add(1), 0, Return::Init)?;
        Ok(Some(Flow::Switch))
    }
}

/// CALL_KW: `count` arguments, the last ones named by the tuple that follows them.
unsafe fn call_keywords(vm: &Vm, fp: Fp, base: u16, count: usize) -> PyResult<Flow> {
    // SAFETY: as for handlers; the window is consumed.
    unsafe {
        let names = take(fp, base + 1 + count as u16);
        let Some(names) = names.downcast::<PyTuple>() else {
            return Err(vm.system_error("keyword names are no tuple"));
        };
        let callee = take(fp, base);
        let args = Args { values: window_args(fp, base as usize + 1, count), names: names.items() };
        if let Some(function) = callee.downcast_exact::<PyFunction>() {
            let flow = vm.push_call(function, None, args, Return::Store);
            release_window(fp.add(base as usize + 1), count);
            return flow;
        }
        if let Some(class) = callee.downcast_exact::<PyType>()
            && let Some(init) = plain_init(vm, class)
        {
            let function = Ref::from_borrowed(init);
            let instance = vm.new_instance(class);
            let flow = vm.push_call(&function, Some(&instance), args, Return::Init);
            release_window(fp.add(base as usize + 1), count);
            set(fp, base, instance);
            return flow;
        }
        let result = vm.call_args(&callee, args)?;
        release_window(fp.add(base as usize + 1), count);
        set(fp, (*(*vm.frame.get()).pc).a, result);
        Ok(Flow::Next)
    }
}

/// CALL_FUNCTION_EX.
unsafe fn call_spread(vm: &Vm, callee: Value, args: Value, keywords: Option<Value>) -> PyResult<Flow> {
    let mut values = match args.downcast_exact::<PyTuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None if class_ref(&args).slots().iter.is_none() && class_ref(&args).slots().getitem.is_none() => {
            let (function, got) = (vm.callable_name(&callee), class_ref(&args).name());
            return Err(vm.type_error(format!("{function} argument after * must be an iterable, not {got}")));
        }
        None => vm.collect(&args)?,
    };
    let mut names = Vec::new();
    if let Some(keywords) = keywords.as_ref().and_then(|keywords| keywords.downcast::<PyDict>()) {
        for (name, value) in keywords.items() {
            if name.downcast::<PyStr>().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            names.push(name);
            values.push(value);
        }
    }
    let args = Args { values: &values, names: &names };
    if let Some(function) = callee.downcast_exact::<PyFunction>() {
        return vm.push_call(function, None, args, Return::Store);
    }
    let result = vm.call_args(&callee, args)?;
    // SAFETY: the running frame stands at this instruction.
    unsafe {
        let frame = vm.frame.get();
        set((*frame).fp, (*(*frame).pc).a, result);
    }
    Ok(Flow::Next)
}

impl Vm {
    /// Calls a Python function in a frame that this dispatch loop runs; the running instruction gets the result.
    pub(in crate::vm) fn push_call(
        &self,
        function: &Ref<PyFunction>,
        this: Option<&Value>,
        args: Args,
        on_return: Return,
    ) -> PyResult<Flow> {
        // SAFETY: the stack above the running frame is free.
        unsafe {
            let window = self.stack_top();
            if python_bind::fill_window(self, function, window, this, args)? {
                self.push_frame(window.add(1), 0, on_return)?;
                return Ok(Flow::Switch);
            }
            let made = self.make_generator(window.add(1), crate::vm::call::locals_of(window))?;
            let caller: *mut Frame = self.frame.get();
            super::returns::deliver(self, caller, on_return as u32, made)
        }
    }
}
