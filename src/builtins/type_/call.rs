//! Calling a class: `type.__call__`.

use super::slots::PYTHON_NEW;
use crate::native::{Args, PyResult, bind};
use crate::object::types::{HEAP, NO_NEW, builtin};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// `type.__call__`.
pub fn call(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    let Some(class) = callee.downcast::<PyType>() else { return Err(vm.not_callable(callee)) };
    let values = with_class(class, args);
    call_in_place(vm, class, Args { values: &values, names: args.names })
}

/// `type.__call__` with the class as the first of the arguments: what lies in a caller's registers.
pub fn call_in_place(vm: &Vm, class: &Ref<PyType>, all: Args) -> PyResult<Value> {
    let args = all.rest();
    if class.is(&builtin(shape::TYPE)) {
        match args.values {
            [value] if args.names.is_empty() => return Ok(class_of(value).into_value()),
            _ if args.positional().len() != 3 => {
                return Err(vm.type_error("type() takes 1 or 3 arguments"));
            }
            _ => {}
        }
    }
    let instance = call_new(vm, class, all)?;
    let made = class_of(&instance);
    if (made.is(class) || made.is_subtype(class))
        && let Some(init) = made.slots().init
        // `object.__init__` has nothing to say about the arguments of a built-in class's own `__new__`.
        && (made.has(HEAP) || init as usize != crate::builtins::object::init as *const () as usize)
    {
        init(vm, &instance, args)?;
    }
    Ok(instance)
}

fn with_class(class: &Ref<PyType>, args: Args) -> smallvec::SmallVec<[Value; 6]> {
    let mut values = smallvec::SmallVec::with_capacity(args.values.len() + 1);
    values.push(class.to_value());
    values.extend(args.values.iter().cloned());
    values
}

/// Calls `__new__`.
pub fn make_instance(vm: &Vm, class: &Ref<PyType>, args: Args) -> PyResult<Value> {
    let values = with_class(class, args);
    call_new(vm, class, Args { values: &values, names: args.names })
}

/// Calls `__new__`; the first of the arguments is the class.
fn call_new(vm: &Vm, class: &Ref<PyType>, args: Args) -> PyResult<Value> {
    let Some(new) = class.new.get() else {
        return Err(vm.type_error(format!("cannot create '{}' instances", vm.qualified_name(class))));
    };
    if class.has(NO_NEW) && !class.has(crate::object::types::HEAP) {
        return Err(vm.type_error(format!("cannot create '{}' instances", vm.qualified_name(class))));
    }
    if std::ptr::eq(new, &PYTHON_NEW) {
        let function = vm.get_attr(class.as_value(), &vm.names().__new__)?;
        return vm.call_args(&function, args);
    }
    bind::bind(vm, class.signature_of_new(vm, new), args, 1, |bound| (new.call)(vm, bound))
}

/// What `X.__new__` of a built-in type checks before it makes an instance of the class it is given.
pub fn check_new(vm: &Vm, owner: &PyType, args: Args) -> PyResult<()> {
    let name = owner.name();
    let Some(given) = args.positional().first() else {
        return Err(vm.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    let Some(class) = given.downcast::<PyType>() else {
        let actual = class_ref(given).name();
        return Err(vm.type_error(format!("{name}.__new__(X): X is not a type object ({actual})")));
    };
    let wanted = class.name();
    if !class.is_subtype(owner) {
        return Err(vm.type_error(format!("{name}.__new__({wanted}): {wanted} is not a subtype of {name}")));
    }
    // The built-in class whose layout instances have must be made by its own function.
    let mut built_in = class.clone();
    while built_in.has(crate::object::types::HEAP) {
        let Some(base) = built_in.base.get() else { break };
        built_in = base;
    }
    let same = match (built_in.new.get(), owner.new.get()) {
        (Some(a), Some(b)) => std::ptr::eq(a, b),
        _ => false,
    };
    if !same {
        let safe = built_in.name();
        return Err(vm.type_error(format!("{name}.__new__({wanted}) is not safe, use {safe}.__new__()")));
    }
    Ok(())
}

/// `type.__init__`: the work has been done by `__new__`.
pub fn init(vm: &Vm, _: &Value, args: Args) -> PyResult<()> {
    match args.positional().len() {
        1 if !args.names.is_empty() => Err(vm.type_error("type.__init__() takes no keyword arguments")),
        1 | 3 => Ok(()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}
