//! Functions written in Python, native functions and method descriptors, bound methods, cells.

pub mod attributes;
pub mod binding;
mod cell;
mod native;

use std::cell::Cell;

use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::signature::Signature;
use crate::native::{Binding, Native};
use crate::object::types;
use crate::object::wrappers::Wrapper;
use crate::object::{Header, PyCell, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// A function made by `def` or `lambda`.
#[repr(C)]
pub struct PyFunction {
    header: Header,
    pub code: PyCell<Ref<PyCode>>,
    pub globals: Ref<PyDict>,
    pub builtins: Ref<PyDict>,
    pub closure: Option<Ref<PyTuple>>,
    /// A tuple, or unset.
    pub defaults: Slot,
    /// A dict, or unset.
    pub kwdefaults: Slot,
    pub name: PyCell<Ref<PyStr>>,
    pub qualname: PyCell<Ref<PyStr>>,
    pub doc: Slot,
    pub module: Slot,
    /// The function that evaluates the annotations, and their dict once evaluated.
    pub annotate: Slot,
    pub annotations: Slot,
    pub type_params: Slot,
}

crate::payload!(PyFunction, shape::FUNCTION, tail, traverse(this, visitor) {
    visitor.visit(&this.code);
    visitor.visit(&this.globals);
    visitor.visit(&this.builtins);
    visitor.visit(&this.closure);
    for slot in [&this.defaults, &this.kwdefaults, &this.doc, &this.module, &this.annotate, &this.annotations, &this.type_params] {
        visitor.visit(slot);
    }
} clear {
    for slot in [&this.defaults, &this.kwdefaults, &this.doc, &this.annotate, &this.annotations, &this.type_params] {
        slot.clear();
    }
    // The closure's cells are containers of their own, which the collector empties.
});

impl PyFunction {
    /// A function of `code` with these globals; `__doc__` and `__module__` come from code and globals.
    pub fn new(vm: &Vm, code: Ref<PyCode>, globals: Ref<PyDict>, closure: Option<Ref<PyTuple>>) -> Ref<PyFunction> {
        let builtins = vm.builtins_of(&globals);
        PyFunction::with_builtins(vm, code, globals, builtins, closure)
    }

    /// As [`PyFunction::new`], for globals whose builtins are known.
    pub fn with_builtins(
        vm: &Vm,
        code: Ref<PyCode>,
        globals: Ref<PyDict>,
        builtins: Ref<PyDict>,
        closure: Option<Ref<PyTuple>>,
    ) -> Ref<PyFunction> {
        let has_doc = code.code.flags & crate::bytecode::code::flags::HAS_DOCSTRING != 0;
        let doc = if has_doc { code.constant(0) } else { Value::NONE };
        let module = globals.get_str(vm, &vm.names().__name__).ok().flatten();
        Ref::new(PyFunction {
            header: Header::new(shape::FUNCTION),
            builtins,
            closure,
            defaults: Slot::EMPTY,
            kwdefaults: Slot::EMPTY,
            name: PyCell::new(code.name.clone()),
            qualname: PyCell::new(code.qualname.clone()),
            doc: Slot::new(doc),
            module: Slot::from_option(module),
            annotate: Slot::EMPTY,
            annotations: Slot::EMPTY,
            type_params: Slot::EMPTY,
            code: PyCell::new(code),
            globals,
        })
    }
}

/// A variable that inner functions share.
#[repr(C)]
pub struct PyCellObject {
    header: Header,
    pub content: Slot,
}

crate::payload!(PyCellObject, shape::CELL, traverse(this, visitor) {
    visitor.visit(&this.content);
} clear {
    this.content.clear();
});

impl PyCellObject {
    pub fn new(content: Option<Value>) -> Ref<PyCellObject> {
        Ref::new(PyCellObject { header: Header::new(shape::CELL), content: Slot::from_option(content) })
    }
}

/// A native function: of a module (then `this` is the module), a method taken from an instance (`this` is the
/// instance), or, with shape METHOD_DESCRIPTOR or CLASSMETHOD_DESCRIPTOR, a method as it stands in its class.
#[repr(C)]
pub struct PyNative {
    header: Header,
    pub native: &'static Native,
    signature: Cell<Option<&'static Signature>>,
    /// What the function is bound to; unset in descriptors.
    pub this: Slot,
    /// The class that a descriptor belongs to; unset in module functions.
    pub owner: Slot,
    /// Name of the module of a module function.
    pub module: Slot,
}

crate::payload!(PyNative, shape::BUILTIN_FUNCTION, traverse(this, visitor) {
    visitor.visit(&this.this);
    visitor.visit(&this.owner);
    visitor.visit(&this.module);
} clear {
    this.this.clear();
});

impl PyNative {
    fn with_shape(shape: u32, native: &'static Native) -> PyNative {
        PyNative {
            header: Header::new(shape),
            native,
            signature: Cell::new(None),
            this: Slot::EMPTY,
            owner: Slot::EMPTY,
            module: Slot::EMPTY,
        }
    }

    /// A function of a module.
    pub fn function(native: &'static Native, module: Option<Value>) -> Ref<PyNative> {
        let function = PyNative::with_shape(shape::BUILTIN_FUNCTION, native);
        function.module.replace(module);
        Ref::new(function)
    }

    /// What stands in the namespace of the class that declares the row.
    pub fn descriptor(native: &'static Native, class: &Ref<PyType>) -> Value {
        let number = match native.binding {
            Binding::Method => shape::METHOD_DESCRIPTOR,
            Binding::Class => shape::CLASSMETHOD_DESCRIPTOR,
            Binding::Static | Binding::Function => shape::BUILTIN_FUNCTION,
        };
        let function = PyNative::with_shape(number, native);
        function.owner.set(class.to_value());
        let function = Ref::new(function).into_value();
        if native.binding == Binding::Static { crate::builtins::descriptors::static_method(function) } else { function }
    }

    /// The method bound to an instance or class.
    pub fn bind(&self, this: &Value) -> Ref<PyNative> {
        let function = PyNative::with_shape(shape::BUILTIN_FUNCTION, self.native);
        function.signature.set(self.signature.get());
        function.this.set(this.clone());
        if let Some(owner) = self.owner.get() {
            function.owner.set(owner);
        }
        Ref::new(function)
    }

    /// The row's signature, parsed when first needed; it lives as long as the process, as rows do.
    #[inline]
    pub fn signature(&self, vm: &Vm) -> &'static Signature {
        match self.signature.get() {
            Some(known) => known,
            None => {
                let parsed = vm.signature_of(self.native);
                self.signature.set(Some(parsed));
                parsed
            }
        }
    }

    /// Whether calls pass `this` as first argument.
    pub fn is_bound(&self) -> bool {
        self.this.is_set() && self.native.binding != Binding::Function && self.native.binding != Binding::Static
    }
}

/// A bound method of a Python function (or any callable).
#[repr(C)]
pub struct PyMethod {
    header: Header,
    pub function: Value,
    pub this: Value,
}

crate::payload!(PyMethod, shape::METHOD, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.this);
} clear {});

impl PyMethod {
    pub fn new(function: Value, this: Value) -> Ref<PyMethod> {
        Ref::new(PyMethod { header: Header::new(shape::METHOD), function, this })
    }
}

/// A dunder method of a built-in type: a slot wrapper, or with `this` set a method wrapper.
#[repr(C)]
pub struct PyWrapper {
    header: Header,
    pub wrapper: &'static Wrapper,
    pub owner: Ref<PyType>,
    pub this: Slot,
}

crate::payload!(PyWrapper, shape::WRAPPER_DESCRIPTOR, traverse(this, visitor) {
    visitor.visit(&this.owner);
    visitor.visit(&this.this);
} clear {
    this.this.clear();
});

impl PyWrapper {
    pub fn descriptor(wrapper: &'static Wrapper, owner: Ref<PyType>) -> Ref<PyWrapper> {
        Ref::new(PyWrapper { header: Header::new(shape::WRAPPER_DESCRIPTOR), wrapper, owner, this: Slot::EMPTY })
    }

    /// The wrapper bound to an instance.
    pub fn bind(&self, this: &Value) -> Ref<PyWrapper> {
        Ref::new(PyWrapper {
            header: Header::new(shape::METHOD_WRAPPER),
            wrapper: self.wrapper,
            owner: self.owner.clone(),
            this: Slot::new(this.clone()),
        })
    }
}

pub static SPECS: &[&TypeSpec] =
    &[&FUNCTION, &CELL, &BUILTIN, &METHOD_DESCRIPTOR, &CLASSMETHOD_DESCRIPTOR, &METHOD, &WRAPPER, &METHOD_WRAPPER];

static FUNCTION: TypeSpec = TypeSpec {
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    flags: types::WEAKREF,
    new: Some(&attributes::NEW_FUNCTION),
    slots: binding::FUNCTION,
    getset: attributes::FUNCTION,
    ..TypeSpec::of::<PyFunction>("function")
};
static CELL: TypeSpec = TypeSpec {
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    new: Some(&cell::NEW),
    slots: cell::SLOTS,
    getset: cell::GETSET,
    ..TypeSpec::of::<PyCellObject>("cell")
};
static BUILTIN: TypeSpec = TypeSpec {
    flags: types::WEAKREF | types::NO_NEW,
    slots: binding::BUILTIN,
    getset: native::BUILTIN,
    methods: native::BUILTIN_METHODS,
    ..TypeSpec::of::<PyNative>("builtin_function_or_method")
};
static METHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    shape: shape::METHOD_DESCRIPTOR,
    flags: types::NO_NEW,
    slots: binding::METHOD_DESCRIPTOR,
    getset: native::DESCRIPTOR,
    methods: native::DESCRIPTOR_METHODS,
    ..TypeSpec::of::<PyNative>("method_descriptor")
};
static CLASSMETHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    shape: shape::CLASSMETHOD_DESCRIPTOR,
    flags: types::NO_NEW,
    slots: binding::CLASSMETHOD_DESCRIPTOR,
    getset: native::DESCRIPTOR,
    ..TypeSpec::of::<PyNative>("classmethod_descriptor")
};
static METHOD: TypeSpec = TypeSpec {
    doc: "Create a bound instance method object.",
    flags: types::WEAKREF,
    new: Some(&attributes::NEW_METHOD),
    slots: binding::METHOD,
    getset: attributes::METHOD,
    methods: attributes::METHOD_METHODS,
    ..TypeSpec::of::<PyMethod>("method")
};
static WRAPPER: TypeSpec = TypeSpec {
    flags: types::NO_NEW,
    slots: binding::WRAPPER,
    getset: native::WRAPPER,
    methods: native::DESCRIPTOR_METHODS,
    ..TypeSpec::of::<PyWrapper>("wrapper_descriptor")
};
static METHOD_WRAPPER: TypeSpec = TypeSpec {
    shape: shape::METHOD_WRAPPER,
    flags: types::NO_NEW,
    slots: binding::METHOD_WRAPPER,
    getset: native::METHOD_WRAPPER,
    ..TypeSpec::of::<PyWrapper>("method-wrapper")
};
