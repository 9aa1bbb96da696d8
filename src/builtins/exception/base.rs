//! BaseException: what every exception has.

use super::PyException;
use crate::builtins::dict::PyDict;
use crate::builtins::frame::PyTraceback;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Raised, Rest, getset, method, staticmethod, wrap};
use crate::object::{Ref, Slots, TypeSpec, Value, class_of, class_ref, types};
use crate::vm::Vm;

pub(super) static BASE_EXCEPTION: TypeSpec = TypeSpec {
    doc: "Common base class for all exceptions",
    flags: types::BASETYPE | types::EXCEPTION,
    slots: Slots { repr: Some(repr), str: Some(str), init: Some(init), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyException>("BaseException")
};

pub(super) static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("__setstate__(self, state, /)", "", wrap(setstate)),
    method("with_traceback(self, tb, /)", "Set self.__traceback__ to tb and return self.", wrap(with_traceback)),
    method("add_note(self, note, /)", "Add a note to the exception", wrap(add_note)),
];

static GETSET: &[GetSet] = &[
    crate::builtins::object::DICT_GETSET,
    getset("args", "", get_args, set_args),
    getset("__traceback__", "", get_traceback, set_traceback),
    getset("__context__", "", get_context, set_context),
    getset("__cause__", "", get_cause, set_cause),
    getset("__suppress_context__", "", get_suppress_context, set_suppress_context),
];

/// The exception that a value is known to be: descriptors and slots have checked its class.
pub(super) fn exception<'v>(vm: &Vm, this: &'v Value) -> PyResult<&'v Ref<PyException>> {
    match this.downcast::<PyException>() {
        Some(exception) => Ok(exception),
        None => Err(vm.type_error(format!("expected an exception, got '{}'", class_ref(this).name()))),
    }
}

fn new(vm: &Vm, class: Class, args: Rest, _: Keywords) -> Ref<PyException> {
    vm.new_object(class, PyException::payload(PyTuple::new(args.0.iter().cloned())))
}

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    no_keywords(vm, this, args)?;
    let exception = exception(vm, this)?;
    let unchanged = {
        let known = exception.args.borrow();
        known.len() == args.values.len() && known.items().iter().zip(args.values).all(|(known, given)| known.is(given))
    };
    if !unchanged {
        exception.args.set(PyTuple::new(args.values.iter().cloned()));
    }
    Ok(())
}

/// What `__init__` of classes without keywords says to them.
pub(super) fn no_keywords(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!("{}() takes no keyword arguments", class_ref(this).name())))
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let args = exception(vm, this)?.args.get();
    let name = class_of(this).name();
    let mut text = name.into_bytes();
    match args.items() {
        [only] => {
            text.push(b'(');
            text.extend_from_slice(vm.repr(only)?.as_bytes());
            text.push(b')');
        }
        _ => text.extend_from_slice(vm.repr(args.as_value())?.as_bytes()),
    }
    Ok(PyStr::from_wtf8(&text).into_value())
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let args = exception(vm, this)?.args.get();
    let text = match args.items() {
        [] => return Ok(vm.str("")),
        [only] => vm.to_str(only)?,
        _ => vm.to_str(args.as_value())?,
    };
    Ok(text.into_value())
}

// ---- pickling

fn reduce(vm: &Vm, this: &Ref<PyException>) -> Value {
    reduce_with(vm, this, this.args.get().into_value(), attributes(vm, this))
}

/// What `__reduce__` gives: class and arguments, and the state if there is any.
pub(super) fn reduce_with(vm: &Vm, this: &Ref<PyException>, args: Value, state: Option<Value>) -> Value {
    let mut parts = vec![class_of(this.as_value()).into_value(), args];
    parts.extend(state);
    vm.tuple(parts)
}

/// The exception's `__dict__`, if it holds anything.
pub(super) fn attributes(vm: &Vm, this: &Ref<PyException>) -> Option<Value> {
    vm.instance_dict(this.as_value()).filter(|dict| !dict.is_empty()).map(Ref::into_value)
}

fn setstate(vm: &Vm, this: &Ref<PyException>, state: &Value) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(state) = state.downcast::<PyDict>() else { return Err(vm.type_error("state is not a dictionary")) };
    for (name, value) in state.items() {
        vm.set_attr(this.as_value(), &vm.attribute_name(&name)?, Some(&value))?;
    }
    Ok(())
}

// ---- methods

fn with_traceback(vm: &Vm, this: &Ref<PyException>, traceback: &Value) -> PyResult<Value> {
    set_traceback(vm, this.as_value(), Some(traceback))?;
    Ok(this.to_value())
}

fn add_note(vm: &Vm, this: &Ref<PyException>, note: &Value) -> PyResult<()> {
    if note.downcast::<PyStr>().is_none() {
        let class = class_ref(note).name();
        return Err(vm.type_error(format!("add_note() argument must be str, not {class}")));
    }
    let name = &vm.names().__notes__;
    let notes = match vm.get_attr_opt(this.as_value(), name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.list(Vec::new());
            vm.set_attr(this.as_value(), name, Some(&notes))?;
            notes
        }
    };
    match notes.downcast::<PyList>() {
        Some(notes) => {
            notes.push(note.clone());
            Ok(())
        }
        None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
}

// ---- attributes

fn undeletable(vm: &Vm, name: &str) -> Raised {
    vm.type_error(format!("{name} may not be deleted"))
}

fn get_args(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(exception(vm, this)?.args.get().into_value())
}

fn set_args(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm, "args")) };
    let items = vm.collect(new)?;
    exception(vm, this)?.args.set(PyTuple::new(items));
    Ok(())
}

fn get_traceback(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(exception(vm, this)?.traceback.get_or_none())
}

fn set_traceback(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm, "__traceback__")) };
    if !new.is_none() && new.downcast::<PyTraceback>().is_none() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    drop(exception(vm, this)?.traceback.replace(unless_none(new)));
    Ok(())
}

fn get_context(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(exception(vm, this)?.context.get_or_none())
}

fn set_context(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm, "__context__")) };
    check_exception(vm, new, "context")?;
    drop(exception(vm, this)?.context.replace(unless_none(new)));
    Ok(())
}

fn get_cause(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(exception(vm, this)?.cause.get_or_none())
}

fn set_cause(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm, "__cause__")) };
    check_exception(vm, new, "cause")?;
    let exception = exception(vm, this)?;
    exception.suppress_context.set(true);
    drop(exception.cause.replace(unless_none(new)));
    Ok(())
}

fn unless_none(value: &Value) -> Option<Value> {
    Some(value.clone()).filter(|value| !value.is_none())
}

fn check_exception(vm: &Vm, value: &Value, what: &str) -> PyResult<()> {
    if value.is_none() || value.downcast::<PyException>().is_some() {
        return Ok(());
    }
    Err(vm.type_error(format!("exception {what} must be None or derive from BaseException")))
}

fn get_suppress_context(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(Value::bool(exception(vm, this)?.suppress_context.get()))
}

fn set_suppress_context(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) if new.is_bool() => {
            exception(vm, this)?.suppress_context.set(new.is_true());
            Ok(())
        }
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}
