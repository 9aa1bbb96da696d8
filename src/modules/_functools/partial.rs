//! `partial` and its `Placeholder`.

use super::is_exactly;
use crate::builtins::dict::{PyDict, methods::copy_of};
use crate::builtins::function::PyMethod;
use crate::builtins::sequence::{self, member};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{Header, PyCell, PyType, Ref, Slot, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// A function with some arguments given.
#[repr(C)]
pub struct PyPartial {
    header: Header,
    function: PyCell<Value>,
    args: PyCell<Ref<PyTuple>>,
    keywords: PyCell<Ref<PyDict>>,
}
crate::payload!(PyPartial, shape::PARTIAL, tail, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.args);
    visitor.visit(&this.keywords);
} clear {
    this.function.set(Value::NONE);
});

pub static PARTIAL: TypeSpec = TypeSpec {
    module: "functools",
    doc: "Create a new function with partial application of the given arguments and keywords.",
    flags: BASETYPE | WEAKREF,
    slots: Slots { repr: Some(repr), call: Some(call), descr_get: Some(get), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyPartial>("partial")
};

static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "Create and return a new object.", wrap(new));
static METHODS: &[Native] = &[
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("__setstate__(self, state, /)", "", wrap(set_state)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];
static GETSET: &[GetSet] = &[
    member("func", "function object to use in future partial calls", |_, this| Ok(partial(this).function.get())),
    member("args", "tuple of arguments to future partial calls", |_, this| Ok(partial(this).args.get().into_value())),
    member("keywords", "dictionary of keyword arguments to future partial calls", |_, this| {
        Ok(partial(this).keywords.get().into_value())
    }),
];

/// The one Placeholder.
#[repr(C)]
pub struct PyPlaceholder {
    header: Header,
}
crate::payload!(PyPlaceholder, shape::PLACEHOLDER);

pub static PLACEHOLDER_TYPE: TypeSpec = TypeSpec {
    module: "functools",
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    slots: Slots { repr: Some(|vm, _| Ok(vm.str("Placeholder"))), ..Slots::EMPTY },
    new: Some(&NEW_PLACEHOLDER),
    methods: &[method("__reduce__(self, /)", "", wrap(|vm: &Vm, _: &Value| vm.str("Placeholder")))],
    ..TypeSpec::of::<PyPlaceholder>("_PlaceholderType")
};
static NEW_PLACEHOLDER: Native =
    staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new_placeholder));

fn new_placeholder(vm: &Vm, _class: &Ref<PyType>, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    if args.0.is_empty() && kwargs.0.is_empty() {
        return Ok(placeholder(vm));
    }
    Err(vm.type_error("_PlaceholderType takes no arguments"))
}

#[derive(Default)]
struct State {
    placeholder: Slot,
}

pub fn placeholder(vm: &Vm) -> Value {
    let state = module_state::<State>(vm, "_functools.placeholder");
    if let Some(known) = state.placeholder.get() {
        return known;
    }
    let made = Ref::new(PyPlaceholder { header: Header::new(shape::PLACEHOLDER) }).into_value();
    state.placeholder.set(made.clone());
    made
}

fn is_placeholder(value: &Value) -> bool {
    value.downcast::<PyPlaceholder>().is_some()
}

fn partial(this: &Value) -> &Ref<PyPartial> {
    this.downcast::<PyPartial>().expect("a slot of partial")
}

fn count_placeholders(args: &[Value]) -> usize {
    args.iter().filter(|arg| is_placeholder(arg)).count()
}

/// Arguments given first, their placeholders taken by later ones, then the rest of these.
fn fill(given: &[Value], later: &[Value]) -> Vec<Value> {
    let mut later = later.iter();
    let mut all = Vec::with_capacity(given.len() + later.len());
    for arg in given {
        let arg = if is_placeholder(arg) { later.next().unwrap_or(arg) } else { arg };
        all.push(arg.clone());
    }
    all.extend(later.cloned());
    all
}

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest, kwargs: Keywords) -> PyResult<Ref<PyPartial>> {
    let [function, args @ ..] = args.0 else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    if args.last().is_some_and(is_placeholder) {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    if kwargs.0.iter().any(|(_, value)| is_placeholder(value)) {
        return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
    }
    // A partial of a partial becomes one, unless somebody has given the inner one attributes.
    let inner = function.downcast::<PyPartial>().filter(|_| {
        is_exactly(function, shape::PARTIAL)
            && vm.instance_dict(function).is_none_or(|attributes| attributes.is_empty())
    });
    let (function, args, keywords) = match inner {
        Some(inner) => {
            let args = fill(inner.args.get().items(), args);
            (inner.function.get(), args, copy_of(&inner.keywords.get()))
        }
        None => (function.clone(), args.to_vec(), PyDict::new()),
    };
    for (name, value) in kwargs.0 {
        keywords.set(vm, name, value.clone())?;
    }
    Ok(vm.new_object(
        class,
        PyPartial {
            header: Header::new(shape::PARTIAL),
            function: PyCell::new(function),
            args: PyCell::new(PyTuple::new(args)),
            keywords: PyCell::new(keywords),
        },
    ))
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let this = partial(this);
    let (function, given, keywords) = (this.function.get(), this.args.get(), this.keywords.get());
    let holes = count_placeholders(given.items());
    let positional = args.positional();
    if positional.len() < holes {
        return Err(vm.type_error(format!(
            "missing positional arguments in 'partial' call; expected at least {holes}, got {}",
            positional.len()
        )));
    }
    let mut values = match holes {
        0 => [given.items(), positional].concat(),
        _ => fill(given.items(), positional),
    };
    if keywords.is_empty() {
        values.extend(args.keywords().map(|(_, value)| value.clone()));
        return vm.call_args(&function, Args { values: &values, names: args.names });
    }
    let all = if args.names.is_empty() { keywords } else { copy_of(&keywords) };
    for (name, value) in args.keywords() {
        all.set(vm, name, value.clone())?;
    }
    let (names, mut last): (Vec<Value>, Vec<Value>) = all.items().into_iter().unzip();
    values.append(&mut last);
    vm.call_args(&function, Args { values: &values, names: &names })
}

/// Among the attributes of a class it is a method.
fn get(_: &Vm, this: &Value, instance: Option<&Value>, _class: &Value) -> PyResult<Value> {
    Ok(match instance {
        Some(instance) => PyMethod::new(this.clone(), instance.clone()).into_value(),
        None => this.clone(),
    })
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = vm.qualified_name(&class_of(this));
    let text = vm.enter_repr(this, || {
        let this = partial(this);
        let (function, args, keywords) = (this.function.get(), this.args.get(), this.keywords.get());
        let mut text = format!("{name}(").into_bytes();
        text.extend_from_slice(vm.repr(&function)?.as_bytes());
        for arg in args.items() {
            text.extend_from_slice(b", ");
            text.extend_from_slice(vm.repr(arg)?.as_bytes());
        }
        for (name, value) in keywords.items() {
            text.extend_from_slice(b", ");
            text.extend_from_slice(vm.to_str(&name)?.as_bytes());
            text.push(b'=');
            text.extend_from_slice(vm.repr(&value)?.as_bytes());
        }
        text.push(b')');
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"...")).into_value())
}

fn reduce(vm: &Vm, this: &Ref<PyPartial>) -> Value {
    let attributes = vm.instance_dict(this.as_value()).filter(|attributes| !attributes.is_empty());
    let state = vm.tuple(vec![
        this.function.get(),
        this.args.get().into_value(),
        this.keywords.get().into_value(),
        attributes.map_or(Value::NONE, Ref::into_value),
    ]);
    let args = vm.tuple(vec![this.function.get()]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args, state])
}

fn set_state(vm: &Vm, this: &Ref<PyPartial>, state: &Value) -> PyResult<()> {
    let invalid = || vm.type_error("invalid partial state");
    let state = state.downcast::<PyTuple>().ok_or_else(invalid)?;
    let [function, args, keywords, attributes] = state.items() else { return Err(invalid()) };
    let args = args.downcast::<PyTuple>().ok_or_else(invalid)?;
    if !vm.is_callable(function) || !(keywords.is_none() || keywords.downcast::<PyDict>().is_some()) {
        return Err(invalid());
    }
    if args.items().last().is_some_and(is_placeholder) {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    let args = PyTuple::new(args.items().to_vec());
    let keywords = match keywords.downcast::<PyDict>() {
        Some(keywords) if is_exactly(keywords.as_value(), shape::DICT) => keywords.clone(),
        Some(keywords) => copy_of(keywords),
        None => PyDict::new(),
    };
    this.function.set(function.clone());
    this.args.set(args);
    this.keywords.set(keywords);
    if let Some(attributes) = attributes.downcast::<PyDict>() {
        vm.set_instance_dict(this.as_value(), attributes.clone());
    }
    Ok(())
}
