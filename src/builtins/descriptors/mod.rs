//! Descriptors: computed attributes of built-in types, `__slots__` members, `property`, `classmethod`,
//! `staticmethod` and `super`.

pub mod getset;
mod method_kind;
mod property;
mod super_;

use crate::native::GetSet;
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, shape};

/// A computed attribute of a built-in type, as it stands in its class.
#[repr(C)]
pub struct PyGetSet {
    header: Header,
    pub row: &'static GetSet,
    pub owner: Ref<PyType>,
}
crate::payload!(PyGetSet, shape::GETSET_DESCRIPTOR, traverse(this, visitor) {
    visitor.visit(&this.owner);
} clear {});

impl PyGetSet {
    pub fn new(row: &'static GetSet, owner: Ref<PyType>) -> Ref<PyGetSet> {
        Ref::new(PyGetSet { header: Header::new(shape::GETSET_DESCRIPTOR), row, owner })
    }
}

/// A member that `__slots__` declares: a reserved attribute slot of instances.
#[repr(C)]
pub struct PyMember {
    header: Header,
    pub name: Value,
    pub owner: Ref<PyType>,
    pub slot: usize,
}
crate::payload!(PyMember, shape::MEMBER_DESCRIPTOR, traverse(this, visitor) {
    visitor.visit(&this.name);
    visitor.visit(&this.owner);
} clear {});

impl PyMember {
    pub fn new(name: Value, owner: Ref<PyType>, slot: usize) -> Ref<PyMember> {
        Ref::new(PyMember { header: Header::new(shape::MEMBER_DESCRIPTOR), name, owner, slot })
    }
}

#[repr(C)]
pub struct PyProperty {
    header: Header,
    pub get: Slot,
    pub set: Slot,
    pub delete: Slot,
    pub doc: Slot,
    pub name: Slot,
    /// The docstring is the getter's.
    pub doc_from_getter: std::cell::Cell<bool>,
}
crate::payload!(PyProperty, shape::PROPERTY, traverse(this, visitor) {
    for slot in [&this.get, &this.set, &this.delete, &this.doc, &this.name] {
        visitor.visit(slot);
    }
} clear {
    for slot in [&this.get, &this.set, &this.delete, &this.doc, &this.name] {
        slot.clear();
    }
});

impl PyProperty {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload() -> PyProperty {
        PyProperty {
            header: Header::new(shape::PROPERTY),
            get: Slot::EMPTY,
            set: Slot::EMPTY,
            delete: Slot::EMPTY,
            doc: Slot::EMPTY,
            name: Slot::EMPTY,
            doc_from_getter: std::cell::Cell::new(false),
        }
    }
}

/// `classmethod` and `staticmethod`; they differ by their shape.
#[repr(C)]
pub struct PyMethodKind {
    header: Header,
    pub callable: Slot,
}
crate::payload!(PyMethodKind, shape::STATICMETHOD, tail, traverse(this, visitor) {
    visitor.visit(&this.callable);
} clear {
    this.callable.clear();
});

impl PyMethodKind {
    /// The payload by itself; `number` is `shape::CLASSMETHOD` or `shape::STATICMETHOD`.
    pub fn payload(number: u32, callable: Option<Value>) -> PyMethodKind {
        PyMethodKind { header: Header::new(number), callable: Slot::from_option(callable) }
    }
}

/// A staticmethod around a callable.
pub fn static_method(callable: Value) -> Value {
    Ref::new(PyMethodKind::payload(shape::STATICMETHOD, Some(callable))).into_value()
}

/// `super(class, object)`.
#[repr(C)]
pub struct PySuper {
    header: Header,
    pub class: Slot,
    pub object: Slot,
    /// The class whose MRO is searched: that of the object, or the object itself.
    pub object_class: Slot,
}
crate::payload!(PySuper, shape::SUPER, traverse(this, visitor) {
    visitor.visit(&this.class);
    visitor.visit(&this.object);
    visitor.visit(&this.object_class);
} clear {
    this.object.clear();
});

impl PySuper {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload() -> PySuper {
        PySuper {
            header: Header::new(shape::SUPER),
            class: Slot::EMPTY,
            object: Slot::EMPTY,
            object_class: Slot::EMPTY,
        }
    }
}

pub static SPECS: &[&TypeSpec] = &[&GETSET, &MEMBER, &PROPERTY, &CLASSMETHOD, &STATICMETHOD, &SUPER];

static GETSET: TypeSpec = TypeSpec {
    slots: getset::GETSET_SLOTS,
    getset: getset::GETSET_ATTRIBUTES,
    ..TypeSpec::of::<PyGetSet>("getset_descriptor")
};
static MEMBER: TypeSpec = TypeSpec {
    slots: getset::MEMBER_SLOTS,
    getset: getset::MEMBER_ATTRIBUTES,
    ..TypeSpec::of::<PyMember>("member_descriptor")
};
static PROPERTY: TypeSpec = TypeSpec {
    doc: property::DOC,
    flags: crate::object::types::BASETYPE,
    new: Some(&property::NEW),
    slots: property::SLOTS,
    methods: property::METHODS,
    getset: property::GETSET,
    ..TypeSpec::of::<PyProperty>("property")
};
static CLASSMETHOD: TypeSpec = TypeSpec {
    doc: method_kind::CLASSMETHOD_DOC,
    shape: shape::CLASSMETHOD,
    flags: crate::object::types::BASETYPE,
    new: Some(&method_kind::NEW_CLASSMETHOD),
    slots: method_kind::CLASSMETHOD_SLOTS,
    methods: method_kind::METHODS,
    getset: method_kind::GETSET,
    ..TypeSpec::of::<PyMethodKind>("classmethod")
};
static STATICMETHOD: TypeSpec = TypeSpec {
    doc: method_kind::STATICMETHOD_DOC,
    flags: crate::object::types::BASETYPE,
    new: Some(&method_kind::NEW_STATICMETHOD),
    slots: method_kind::STATICMETHOD_SLOTS,
    methods: method_kind::METHODS,
    getset: method_kind::GETSET,
    ..TypeSpec::of::<PyMethodKind>("staticmethod")
};
static SUPER: TypeSpec = TypeSpec {
    doc: super_::DOC,
    flags: crate::object::types::BASETYPE,
    new: Some(&super_::NEW),
    slots: super_::SLOTS,
    getset: super_::GETSET,
    ..TypeSpec::of::<PySuper>("super")
};
