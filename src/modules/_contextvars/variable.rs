//! `ContextVar` and the `Token` of setting one.

use std::cell::Cell;

use super::context::PyContext;
use crate::builtins::str::PyStr;
use crate::native::convert::Class;
use crate::native::{Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyContextVar {
    header: Header,
    name: Ref<PyStr>,
    default: Slot,
}

crate::payload!(PyContextVar, shape::CONTEXT_VAR, traverse(this, visitor) {
    visitor.visit(&this.default);
} clear {
    this.default.clear();
});

pub static CONTEXT_VAR: TypeSpec = TypeSpec {
    module: "_contextvars",
    flags: types::WEAKREF,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[getter("name", "", |_, value| Ok(as_var(value).name.to_value()))],
    ..TypeSpec::of::<PyContextVar>("ContextVar")
};

static NEW: Native = staticmethod("__new__(cls, name, *, default=<unrepresentable>)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "get(self, default=<unrepresentable>, /)",
        "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the default value for the context variable, if it was created\n   with one; or\n * raise a LookupError.",
        wrap(get),
    ),
    method(
        "set(self, value, /)",
        "Call to set a new value for the context variable in the current context.\n\nThe required *value* argument is the new value for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via the `ContextVar.reset()` method.",
        wrap(set),
    ),
    method(
        "reset(self, token, /)",
        "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the *token* was used.",
        wrap(reset),
    ),
];

/// What `ContextVar.set` gives: what the variable was before.
#[repr(C)]
pub struct PyToken {
    header: Header,
    context: Ref<PyContext>,
    variable: Ref<PyContextVar>,
    old: Slot,
    used: Cell<bool>,
}

crate::payload!(PyToken, shape::TOKEN, traverse(this, visitor) {
    visitor.visit(&this.context);
    visitor.visit(&this.variable);
    visitor.visit(&this.old);
} clear {
    this.old.clear();
});

pub static TOKEN: TypeSpec = TypeSpec {
    module: "_contextvars",
    flags: types::NO_NEW,
    slots: Slots { repr: Some(repr_token), ..Slots::EMPTY },
    methods: &[
        method("__enter__(self, /)", "Enter into Token context manager.", wrap(enter)),
        method(
            "__exit__(self, type, value, traceback, /)",
            "Exit from Token context manager, restore the linked ContextVar.",
            wrap(exit),
        ),
    ],
    getset: &[
        getter("var", "", |_, value| Ok(as_token(value).variable.to_value())),
        getter("old_value", "", |vm, value| Ok(as_token(value).old.get().unwrap_or_else(|| missing(vm)))),
    ],
    ..TypeSpec::of::<PyToken>("Token")
};

/// The one value of `Token.MISSING`.
#[repr(C)]
pub struct PyTokenMissing {
    header: Header,
}
crate::payload!(PyTokenMissing, shape::TOKEN_MISSING);

pub static TOKEN_MISSING: TypeSpec = TypeSpec {
    flags: types::NO_NEW,
    slots: Slots { repr: Some(|vm, _| Ok(vm.str("<Token.MISSING>"))), ..Slots::EMPTY },
    ..TypeSpec::of::<PyTokenMissing>("Token.MISSING")
};

/// `Token.MISSING`, which stands in the class once the module has been made.
pub fn missing(vm: &Vm) -> Value {
    let token = builtin(shape::TOKEN);
    let name = vm.intern_immortal("MISSING");
    match token.own(&name) {
        Some(known) => known,
        None => {
            let made = Ref::new(PyTokenMissing { header: Header::new(shape::TOKEN_MISSING) }).into_value();
            token.init_own(&name, made.clone());
            made
        }
    }
}

fn as_var(value: &Value) -> &Ref<PyContextVar> {
    value.downcast::<PyContextVar>().expect("slots are called with their own type")
}

fn as_token(value: &Value) -> &Ref<PyToken> {
    value.downcast::<PyToken>().expect("slots are called with their own type")
}

fn new(vm: &Vm, _class: Class, name: &Value, default: Option<Value>) -> PyResult<Ref<PyContextVar>> {
    let Some(name) = name.downcast::<PyStr>() else {
        return Err(vm.type_error("context variable name must be a str"));
    };
    let variable = PyContextVar {
        header: Header::new(shape::CONTEXT_VAR),
        name: name.clone(),
        default: Slot::from_option(default),
    };
    Ok(Ref::new(variable))
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = as_var(value);
    let name = vm.repr(this.name.as_value())?;
    let default = match this.default.get() {
        Some(default) => vm
            .enter_repr(value, || vm.repr(&default))?
            .map_or(" default=...".to_string(), |text| format!(" default={text}")),
        None => String::new(),
    };
    Ok(vm.str(&format!("<ContextVar name={name}{default} at {:#x}>", value.id())))
}

fn get(vm: &Vm, this: &Ref<PyContextVar>, default: Option<Value>) -> PyResult<Value> {
    let context = vm.current_context();
    let found = context.map.borrow().get(this).cloned();
    match found.or(default).or_else(|| this.default.get()) {
        Some(value) => Ok(value),
        None => {
            let class = &vm.exceptions().LookupError;
            let exception = vm.new_exception(class, &[this.to_value()])?;
            Err(vm.raise(exception))
        }
    }
}

fn set(vm: &Vm, this: &Ref<PyContextVar>, value: Value) -> Ref<PyToken> {
    let context = vm.current_context();
    let old = context.map.borrow_mut().insert(this, value);
    Ref::new(PyToken {
        header: Header::new(shape::TOKEN),
        context,
        variable: this.clone(),
        old: Slot::from_option(old),
        used: Cell::new(false),
    })
}

fn reset(vm: &Vm, this: &Ref<PyContextVar>, token: &Ref<PyToken>) -> PyResult<()> {
    let complaint = if token.used.get() {
        Some((&vm.exceptions().RuntimeError, "has already been used once"))
    } else if !token.variable.is(this) {
        Some((&vm.exceptions().ValueError, "was created by a different ContextVar"))
    } else if !token.context.is(&vm.current_context()) {
        Some((&vm.exceptions().ValueError, "was created in a different Context"))
    } else {
        None
    };
    if let Some((class, complaint)) = complaint {
        let text = vm.repr(token.as_value())?;
        return Err(vm.raise_class(class, &format!("{text} {complaint}")));
    }
    token.used.set(true);
    match token.old.get() {
        Some(old) => {
            let released = token.context.map.borrow_mut().insert(this, old);
            drop(released);
        }
        None => {
            let removed = token.context.map.borrow_mut().remove(this);
            drop(removed);
        }
    }
    Ok(())
}

fn repr_token(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = as_token(value);
    let used = if this.used.get() { " used" } else { "" };
    let variable = vm.repr(this.variable.as_value())?;
    Ok(vm.str(&format!("<Token{used} var={variable} at {:#x}>", value.id())))
}

fn enter(_: &Vm, this: &Ref<PyToken>) -> Ref<PyToken> {
    this.clone()
}

fn exit(vm: &Vm, this: &Ref<PyToken>, _type: &Value, _value: &Value, _traceback: &Value) -> PyResult<()> {
    reset(vm, &this.variable, this)
}
