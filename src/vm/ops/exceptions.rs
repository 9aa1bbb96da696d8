//! Raising and handling exceptions; with-statements.
#![allow(unsafe_code)]

use super::attributes::write_pair;
use super::{cold_path, op};
use crate::builtins::exception::PyException;
use crate::builtins::str::PyStr;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C};
use crate::native::{PyResult, Raised};
use crate::object::{PyType, Ref, Value, class_of, class_ref};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, operand, own, raw, set, take, unset};

op! {
    raise_varargs(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            if (*pc).c == 0 {
                return Err(reraise_handled(vm));
            }
            let cause = if (*pc).c == 2 { Some(operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0)) } else { None };
            let raised = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            Err(vm.raise_from(raised, cause))
        })
    }

    reraise(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| Err(vm.park(take(fp, (*pc).a))))
    }

    push_exc_info(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let exception = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let before = (*vm.frame.get()).extra_mut().handled.replace(Some(exception));
            match before {
                Some(before) => set(fp, (*pc).a, before),
                None => set(fp, (*pc).a, Value::NONE),
            }
            Ok(Flow::Next)
        })
    }

    pop_except(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let before = Some(take(fp, (*pc).a)).filter(|before| !before.is_none());
            let handled = (*vm.frame.get()).extra_mut().handled.replace(before);
            drop(handled);
            Ok(Flow::Next)
        })
    }

    check_exc_match(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let class = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let exception = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let matches = vm.exception_matches(&exception, &class)?;
            drop(class);
            set(fp, (*pc).a, Value::bool(matches));
            Ok(Flow::Next)
        })
    }

    check_eg_match(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let class = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let exception = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let (matching, rest) = vm.exception_group_match(&exception, &class)?;
            if !matching.is_none() {
                let before = (*vm.frame.get()).extra_mut().handled.replace(Some(matching.clone()));
                drop(before);
            }
            set(fp, (*pc).a, matching);
            set(fp, (*pc).a + 1, rest);
            Ok(Flow::Next)
        })
    }

    prep_reraise_star(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let list = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let original = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let result = vm.prepare_reraise_star(&original, &list)?;
            set(fp, (*pc).a, result);
            Ok(Flow::Next)
        })
    }

    before_with(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let manager = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let names = vm.names();
            let (enter, exit) = manager_methods(vm, &manager, &names.__enter__, &names.__exit__, false)?;
            write_pair(fp, (*pc).a, exit.0, exit.1);
            write_pair(fp, (*pc).a + 2, enter.0, enter.1);
            Ok(Flow::Next)
        })
    }

    before_async_with(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let manager = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let names = vm.names();
            let (enter, exit) = manager_methods(vm, &manager, &names.__aenter__, &names.__aexit__, true)?;
            write_pair(fp, (*pc).a, exit.0, exit.1);
            write_pair(fp, (*pc).a + 2, enter.0, enter.1);
            Ok(Flow::Next)
        })
    }

    with_except_start(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let exception = own(fp, (*pc).c);
            let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |exception| exception.traceback.get_or_none());
            let args = [class_of(&exception).into_value(), exception, traceback];
            let with_self = !raw(fp, (*pc).b).is_unset();
            let callee = if with_self { take(fp, (*pc).b) } else { take(fp, (*pc).b + 1) };
            let result = if with_self {
                let this = take(fp, (*pc).b + 1);
                vm.call_unbound_args(&callee, &this, crate::native::Args::positional_only(&args))?
            } else {
                vm.call(&callee, &args)?
            };
            set(fp, (*pc).a, result);
            Ok(Flow::Next)
        })
    }

    end_async_for(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let exception = take(fp, (*pc).a);
            if class_ref(&exception).is_subtype(&vm.exceptions().StopAsyncIteration) {
                unset(fp, (*pc).b);
                return Ok(Flow::Jump((*pc).c as i16 as i32));
            }
            Err(vm.park(exception))
        })
    }
}

/// A method and the self that goes with it.
type Pair = (Value, Option<Value>);

/// The enter and exit methods of a context manager.
fn manager_methods(
    vm: &Vm,
    manager: &Value,
    enter: &Ref<PyStr>,
    exit: &Ref<PyStr>,
    is_async: bool,
) -> PyResult<(Pair, Pair)> {
    // The exit method is looked up first, as CPython does since 3.14.
    let found_exit = special_pair(vm, manager, exit)?;
    let found_enter = special_pair(vm, manager, enter)?;
    match (found_enter, found_exit) {
        (Some(enter), Some(exit)) => Ok((enter, exit)),
        (_, found_exit) => {
            let missed = if found_exit.is_none() { exit } else { enter };
            Err(not_a_manager(vm, manager, missed, is_async))
        }
    }
}

#[cold]
fn not_a_manager(vm: &Vm, manager: &Value, missed: &Ref<PyStr>, is_async: bool) -> Raised {
    let class = class_ref(manager);
    let names = vm.names();
    let (this, other, pair) = if is_async {
        ("asynchronous context manager", "context manager", [&names.__enter__, &names.__exit__])
    } else {
        ("context manager", "asynchronous context manager", [&names.__aenter__, &names.__aexit__])
    };
    let mut message =
        format!("'{}' object does not support the {this} protocol (missed {missed} method)", class.name());
    if pair.iter().all(|name| class.lookup(name).is_some()) {
        let keyword = if is_async { "with" } else { "async with" };
        message += &format!(" but it supports the {other} protocol. Did you mean to use '{keyword}'?");
    }
    vm.type_error(message)
}

/// A special method as LOAD_METHOD would prepare it.
fn special_pair(vm: &Vm, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Pair>> {
    let class = class_of(value);
    let Some(method) = class.lookup(name) else { return Ok(None) };
    if method.downcast_exact::<crate::builtins::function::PyFunction>().is_some() {
        return Ok(Some((method, Some(value.clone()))));
    }
    match class_of(&method).slots().descr_get {
        Some(get) => Ok(Some((get(vm, &method, Some(value), class.as_value())?, None))),
        None => Ok(Some((method, None))),
    }
}

#[cold]
fn reraise_handled(vm: &Vm) -> Raised {
    match vm.handled_exception() {
        Some(exception) => vm.park(exception),
        None => vm.runtime_error("No active exception to reraise"),
    }
}

impl Vm {
    /// `raise value from cause`.
    pub fn raise_from(&self, value: Value, cause: Option<Value>) -> Raised {
        let exception = match self.to_exception(value, "exceptions must derive from BaseException") {
            Ok(exception) => exception,
            Err(raised) => return raised,
        };
        if let Some(cause) = cause {
            let cause = if cause.is_none() {
                None
            } else {
                match self.to_exception(cause, "exception causes must derive from BaseException") {
                    Ok(cause) => Some(cause),
                    Err(raised) => return raised,
                }
            };
            if let Some(object) = exception.downcast::<PyException>() {
                let old = object.cause.replace(cause);
                object.suppress_context.set(true);
                drop(old);
            }
        }
        self.raise(exception)
    }

    /// What is to be raised, as an exception: classes are called.
    fn to_exception(&self, value: Value, otherwise: &str) -> PyResult<Value> {
        if value.downcast::<PyException>().is_some() {
            return Ok(value);
        }
        let Some(class) = value.downcast::<PyType>().filter(|class| class.has(crate::object::types::EXCEPTION)) else {
            return Err(self.type_error(otherwise));
        };
        let exception = self.call(&value, &[])?;
        if exception.downcast::<PyException>().is_some() {
            return Ok(exception);
        }
        let class = self.repr(class.as_value())?;
        let got = self.repr(class_of(&exception).as_value())?;
        Err(self.type_error(format!("calling {class} should have returned an instance of BaseException, not {got}")))
    }

    /// Whether an `except` clause with this class or tuple of classes takes the exception.
    pub fn exception_matches(&self, exception: &Value, class: &Value) -> PyResult<bool> {
        if let Some(classes) = class.downcast::<crate::builtins::tuple::PyTuple>() {
            for class in classes.items() {
                self.check_exception_class(class)?;
            }
            let actual = class_ref(exception);
            let is_one = |class: &Value| class.downcast::<PyType>().is_some_and(|class| actual.is_subtype(class));
            return Ok(classes.items().iter().any(is_one));
        }
        self.check_exception_class(class)?;
        Ok(class.downcast::<PyType>().is_some_and(|class| class_ref(exception).is_subtype(class)))
    }

    fn check_exception_class(&self, class: &Value) -> PyResult<()> {
        if class.downcast::<PyType>().is_some_and(|class| class.has(crate::object::types::EXCEPTION)) {
            return Ok(());
        }
        Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"))
    }
}
