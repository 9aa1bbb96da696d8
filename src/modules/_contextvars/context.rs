//! `Context`: what the variables are set to, and the context of a thread.

use std::cell::Cell;

use super::map::Map;
use super::variable::PyContextVar;
use crate::kernel::PyTask;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::{CompareOp, Header, PyCell, Ref, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyContext {
    header: Header,
    pub map: PyCell<Map>,
    entered: Cell<bool>,
}

crate::payload!(PyContext, shape::CONTEXT, traverse(this, visitor) {
    visitor.visit(&this.map);
} clear {
    let map = this.map.take();
    drop(map);
});

pub static CONTEXT: TypeSpec = TypeSpec {
    module: "_contextvars",
    flags: types::WEAKREF | types::MAPPING,
    slots: Slots {
        compare: Some(compare),
        len: Some(|_, value| Ok(as_context(value).map.borrow().len())),
        getitem: Some(getitem),
        contains: Some(|vm, value, key| Ok(as_context(value).map.borrow().get(expect_var(vm, key)?).is_some())),
        iter: Some(|vm, value| keys(vm, as_context(value))),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::of::<PyContext>("Context")
};

static NEW: Native = staticmethod(
    "__new__(cls, /, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    method("run(self, /, *args, **kwargs)", "", wrap(run)),
    method("copy(self, /)", "Return a shallow copy of the context object.", wrap(copy)),
    method(
        "get(self, key, default=None, /)",
        "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`.  If `default` is not given,\nreturn None.",
        wrap(get),
    ),
    method("keys(self, /)", "Return a list of all variables in the context object.", wrap(keys)),
    method("values(self, /)", "Return a list of all variables' values in the context object.", wrap(values)),
    method(
        "items(self, /)",
        "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).",
        wrap(items),
    ),
];

impl PyContext {
    fn with(map: Map) -> Ref<PyContext> {
        Ref::new(PyContext { header: Header::new(shape::CONTEXT), map: PyCell::new(map), entered: Cell::new(false) })
    }

    /// A copy, which shares all it has: its cost does not depend on the number of variables.
    pub fn copied(&self) -> Ref<PyContext> {
        PyContext::with(self.map.get())
    }

    /// Makes this the context of the thread; gives the former one, for [`PyContext::leave`].
    #[inline]
    pub fn enter(this: &Ref<PyContext>, vm: &Vm) -> PyResult<Option<Value>> {
        if this.entered.replace(true) {
            return Err(cannot_enter(vm, this));
        }
        Ok(vm.context.replace(Some(this.to_value())))
    }

    /// A context without variables.
    pub fn empty() -> Ref<PyContext> {
        PyContext::with(Map::default())
    }

    /// The thread has left a context that [`Vm::current_context`] made, or entered it.
    pub fn mark_entered(&self, entered: bool) {
        self.entered.set(entered);
    }

    /// Puts the former context back.
    #[inline]
    pub fn leave(&self, vm: &Vm, former: Option<Value>) {
        self.entered.set(false);
        drop(vm.context.replace(former));
    }
}

#[cold]
fn cannot_enter(vm: &Vm, context: &Ref<PyContext>) -> crate::native::Raised {
    match vm.repr(context.as_value()) {
        Ok(repr) => vm.runtime_error(format!("cannot enter context: {repr} is already entered")),
        Err(raised) => raised,
    }
}

impl Vm {
    /// The context of this thread.
    pub fn current_context(&self) -> Ref<PyContext> {
        if let Some(context) = self.context.get().and_then(|context| context.into_ref::<PyContext>().ok()) {
            return context;
        }
        let context = PyTask::adopt_context(self, || PyContext::empty().into_value());
        let context = context.into_ref::<PyContext>().unwrap_or_else(|_| PyContext::empty());
        context.entered.set(true);
        self.context.set(context.to_value());
        context
    }

    /// A copy of the context, unless no variable is set in it.
    #[inline]
    pub fn copy_context_with_variables(&self) -> Option<Ref<PyContext>> {
        let mut copy = None;
        self.context.with(|context| {
            if let Some(context) = context.downcast::<PyContext>()
                && !context.map.borrow().is_empty()
            {
                copy = Some(context.copied());
            }
        });
        copy
    }

    /// `copy_context()`.
    pub fn copy_context(&self) -> Ref<PyContext> {
        self.current_context().copied()
    }
}

fn as_context(value: &Value) -> &Ref<PyContext> {
    value.downcast::<PyContext>().expect("slots are called with their own type")
}

fn expect_var<'a>(vm: &Vm, key: &'a Value) -> PyResult<&'a Ref<PyContextVar>> {
    key.downcast::<PyContextVar>().ok_or_else(|| {
        vm.type_error(match vm.repr(key) {
            Ok(repr) => format!("a ContextVar key was expected, got {repr}"),
            Err(_) => format!("a ContextVar key was expected, got {}", class_ref(key).name()),
        })
    })
}

fn new(vm: &Vm, _class: Class, args: Rest, keywords: Keywords) -> PyResult<Ref<PyContext>> {
    if !args.0.is_empty() || !keywords.0.is_empty() {
        return Err(vm.type_error("Context() does not accept any arguments"));
    }
    Ok(PyContext::with(Map::default()))
}

fn run(vm: &Vm, this: &Ref<PyContext>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let Some((callable, rest)) = args.0.split_first() else {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    };
    let mut values = rest.to_vec();
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    // A task that runs without a context has one from here on, so that it is known while another is entered.
    vm.current_context();
    let former = PyContext::enter(this, vm)?;
    let result = vm.call_args(callable, Args { values: &values, names: &names });
    this.leave(vm, former);
    result
}

fn copy(_: &Vm, this: &Ref<PyContext>) -> Ref<PyContext> {
    this.copied()
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult<Value> {
    let var = expect_var(vm, key)?;
    let found = as_context(value).map.borrow().get(var).cloned();
    found.ok_or_else(|| vm.key_error(key))
}

fn get(vm: &Vm, this: &Ref<PyContext>, key: &Value, default: Value) -> PyResult<Value> {
    let var = expect_var(vm, key)?;
    let found = this.map.borrow().get(var).cloned();
    Ok(found.unwrap_or(default))
}

fn keys(vm: &Vm, this: &Ref<PyContext>) -> PyResult<Value> {
    let items = this.map.borrow().items();
    vm.iter(&vm.tuple(items.into_iter().map(|(key, _)| key.into_value()).collect()))
}

fn values(vm: &Vm, this: &Ref<PyContext>) -> PyResult<Value> {
    let items = this.map.borrow().items();
    vm.iter(&vm.tuple(items.into_iter().map(|(_, value)| value).collect()))
}

fn items(vm: &Vm, this: &Ref<PyContext>) -> PyResult<Value> {
    let items = this.map.borrow().items();
    vm.iter(&vm.tuple(items.into_iter().map(|(key, value)| vm.tuple(vec![key.into_value(), value])).collect()))
}

/// Equal when the same variables have equal values.
fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.downcast::<PyContext>(), right.downcast::<PyContext>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = left.map.borrow().len() == right.map.borrow().len();
    if equal && !left.is(right) {
        let items = left.map.borrow().items();
        for (key, value) in items {
            let other = right.map.borrow().get(&key).cloned();
            equal = match other {
                Some(other) => vm.is_equal(&value, &other)?,
                None => false,
            };
            if !equal {
                break;
            }
        }
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}
