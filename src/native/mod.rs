//! How Rust functions become Python's: one row each, with docstring, signature in Python's own syntax and
//! a Rust function with typed parameters.
//!
//! ```ignore
//! static METHODS: &[Native] = &[
//!     method("append(self, object, /)", "Append object to the end of the list.", wrap(append)),
//!     method("index(self, value, start=0, stop=sys.maxsize, /)", "…", wrap(index)),
//!     classmethod("fromkeys(cls, iterable, value=None, /)", "…", wrap(from_keys)),
//!     function("print(*args, sep=' ', end='\\n', file=None, flush=False)", "…", wrap(print)),
//! ];
//! fn append(_: &Vm, this: &Ref<PyList>, object: &Value) -> PyResult<()> { … }
//! fn print(vm: &Vm, args: Rest, sep: Option<&Ref<PyStr>>, …) -> PyResult<()> { … }
//! ```
//! Arity, keywords, defaults, error text, `help()` and `inspect.signature` come from that row: no body counts
//! its arguments. Here: [`convert`] (parameters and results), [`signature`] (the row's text), [`bind`] (arguments
//! to parameters). What is called how stands in `vm/call.rs`.

pub mod bind;
pub mod convert;
pub mod signature;

use crate::object::Value;
use crate::vm::Vm;

pub use bind::Bound;
pub use convert::{FromArg, Keywords, NativeFn, Rest, ToResult, wrap};

/// An exception is on its way: it is parked in the VM. Zero-sized, so that results are cheap.
#[derive(Debug)]
#[must_use]
pub struct Raised(());

impl Raised {
    /// For the VM, once it has parked the exception.
    pub(crate) const fn parked() -> Raised {
        Raised(())
    }
}

pub type PyResult<T = ()> = Result<T, Raised>;

/// The arguments of a call: positional ones, then those given by keyword.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// All values.
    pub values: &'a [Value],
    /// The names (strs) of the last values.
    pub names: &'a [Value],
}

impl<'a> Args<'a> {
    pub const EMPTY: Args<'static> = Args { values: &[], names: &[] };

    pub fn positional_only(values: &'a [Value]) -> Args<'a> {
        Args { values, names: &[] }
    }

    pub fn positional(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.names.len()]
    }

    /// Name and value of each keyword argument.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Value, &'a Value)> + use<'a> {
        self.names.iter().zip(&self.values[self.values.len() - self.names.len()..])
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Without the first positional argument.
    pub fn rest(&self) -> Args<'a> {
        Args { values: &self.values[1..], names: self.names }
    }
}

/// What the trampoline of a native function looks like.
pub type RawFn = fn(&Vm, &Bound) -> PyResult<Value>;

/// How a native function is bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// A function of a module.
    Function,
    /// The first parameter is the instance.
    Method,
    /// The first parameter is the class.
    Class,
    Static,
}

/// A row: a native function as data.
pub struct Native {
    /// `name(parameters)` in Python's syntax.
    pub signature: &'static str,
    pub doc: &'static str,
    pub call: RawFn,
    pub binding: Binding,
}

impl Native {
    /// The name: what stands before the parenthesis.
    pub fn name(&self) -> &'static str {
        self.signature.split('(').next().unwrap_or(self.signature)
    }
}

pub const fn function(signature: &'static str, doc: &'static str, call: RawFn) -> Native {
    Native { signature, doc, call, binding: Binding::Function }
}

pub const fn method(signature: &'static str, doc: &'static str, call: RawFn) -> Native {
    Native { signature, doc, call, binding: Binding::Method }
}

pub const fn classmethod(signature: &'static str, doc: &'static str, call: RawFn) -> Native {
    Native { signature, doc, call, binding: Binding::Class }
}

pub const fn staticmethod(signature: &'static str, doc: &'static str, call: RawFn) -> Native {
    Native { signature, doc, call, binding: Binding::Static }
}

/// What computes an attribute.
pub type Getter = fn(&Vm, &Value) -> PyResult<Value>;
/// What assigns it; the value is `None` to delete.
pub type Setter = fn(&Vm, &Value, Option<&Value>) -> PyResult<()>;

/// An attribute that is computed: a row of a type's getters and setters.
pub struct GetSet {
    pub name: &'static str,
    pub doc: &'static str,
    pub get: Getter,
    /// `None`: read-only.
    pub set: Option<Setter>,
}

/// A read-only computed attribute.
pub const fn getter(name: &'static str, doc: &'static str, get: Getter) -> GetSet {
    GetSet { name, doc, get, set: None }
}

/// A computed attribute that can be assigned.
pub const fn getset(name: &'static str, doc: &'static str, get: Getter, set: Setter) -> GetSet {
    GetSet { name, doc, get, set: Some(set) }
}
