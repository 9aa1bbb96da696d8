//! `atexit`: functions to call when the program ends.

use std::cell::RefCell;

use super::NativeModule;
use crate::native::{Args, Keywords, Native, PyResult, Rest, function, wrap};
use crate::object::{Value, class_ref};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static MODULE: NativeModule = NativeModule {
    doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.",
    functions: FUNCTIONS,
    ..NativeModule::of("atexit")
};

static FUNCTIONS: &[Native] = &[
    function(
        "register(*args, **kwargs)",
        "Register a function to be executed upon normal program termination",
        wrap(register),
    ),
    function(
        "unregister(func, /)",
        "Unregister an exit function which was previously registered using\natexit.register",
        wrap(unregister),
    ),
    function("_clear()", "Clear the list of previously registered exit functions.", wrap(|vm: &Vm| drop(take_all(vm)))),
    function("_run_exitfuncs()", "Run all registered exit functions.", wrap(run)),
    function(
        "_ncallbacks()",
        "Return the number of registered exit functions.",
        wrap(|vm: &Vm| state(vm).0.borrow().len()),
    ),
];

struct Callback {
    function: Value,
    args: Vec<Value>,
    /// Names of the last of `args`.
    names: Vec<Value>,
}

#[derive(Default)]
struct State(RefCell<Vec<Callback>>);

fn state(vm: &Vm) -> &'static State {
    module_state(vm, "atexit")
}

fn take_all(vm: &Vm) -> Vec<Callback> {
    state(vm).0.take()
}

fn register(vm: &Vm, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let Some((function, args)) = args.0.split_first() else {
        return Err(vm.type_error("register() takes at least 1 argument (0 given)"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut values = args.to_vec();
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    state(vm).0.borrow_mut().push(Callback { function: function.clone(), args: values, names });
    Ok(function.clone())
}

fn unregister(vm: &Vm, function: &Value) -> PyResult<()> {
    let mut index = 0;
    loop {
        let Some(known) = state(vm).0.borrow().get(index).map(|callback| callback.function.clone()) else {
            return Ok(());
        };
        if vm.is_equal(&known, function)? {
            let mut callbacks = state(vm).0.borrow_mut();
            // The comparison may have changed the list.
            let removed = callbacks
                .get(index)
                .is_some_and(|callback| callback.function.is(&known))
                .then(|| callbacks.remove(index));
            drop(callbacks);
            drop(removed);
        } else {
            index += 1;
        }
    }
}

/// Calls what is registered, the last one first; a failure does not keep the others from being called.
pub fn run(vm: &Vm) {
    loop {
        let Some(callback) = state(vm).0.borrow_mut().pop() else { return };
        let args = Args { values: &callback.args, names: &callback.names };
        if let Err(raised) = vm.call_args(&callback.function, args) {
            let exits = vm.raised_is(&vm.exceptions().SystemExit);
            if exits {
                drop(vm.take_raised(raised));
                continue;
            }
            let _ = class_ref(&callback.function);
            vm.report_unraisable(raised, Some("Exception ignored while calling atexit callback"), &callback.function);
        }
    }
}
