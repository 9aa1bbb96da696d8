//! The slot table: the operations of a type as Rust functions, each tied to its dunder names.
//!
//! A built-in type fills slots with its own functions and gets dunder methods that wrap them; a class
//! written in Python defines dunder methods and gets slots that call them (`generic`). Both
//! directions come from the table at the end of this file.

use super::value::Value;
use crate::native::{Args, Native, PyResult};
use crate::vm::Vm;

pub type Unary = fn(&Vm, &Value) -> PyResult<Value>;
/// Gives NotImplemented when it does not know what to do; called for either operand, as CPython's.
pub type Binary = fn(&Vm, &Value, &Value) -> PyResult<Value>;
/// Base, exponent, modulus (None if absent).
pub type Power = fn(&Vm, &Value, &Value, &Value) -> PyResult<Value>;
/// `None` at the end.
pub type Next = fn(&Vm, &Value) -> PyResult<Option<Value>>;
pub type Hash = fn(&Vm, &Value) -> PyResult<i64>;
pub type Truth = fn(&Vm, &Value) -> PyResult<bool>;
pub type Length = fn(&Vm, &Value) -> PyResult<usize>;
pub type Compare = fn(&Vm, &Value, &Value, CompareOp) -> PyResult<Value>;
pub type GetItem = fn(&Vm, &Value, &Value) -> PyResult<Value>;
/// `None` deletes.
pub type SetItem = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
pub type Contains = fn(&Vm, &Value, &Value) -> PyResult<bool>;
/// Object and attribute name (an interned str).
pub type GetAttr = fn(&Vm, &Value, &Value) -> PyResult<Value>;
/// `None` deletes.
pub type SetAttr = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
/// Descriptor, instance (`None` for access through the class), class.
pub type DescrGet = fn(&Vm, &Value, Option<&Value>, &Value) -> PyResult<Value>;
/// Descriptor, instance, value (`None` deletes).
pub type DescrSet = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
/// What is called, and the arguments without it.
pub type Call = fn(&Vm, &Value, Args) -> PyResult<Value>;
pub type Init = fn(&Vm, &Value, Args) -> PyResult<()>;
/// A `__new__` row; its first parameter is the class.
pub type New = &'static Native;
/// Runs when the last reference goes; errors are reported as unraisable by the slot itself.
pub type Finalize = fn(&Vm, &Value);

/// The six comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// The operator with its operands exchanged.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    pub const fn dunder(self) -> &'static str {
        ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"][self as usize]
    }

    /// Whether an ordering satisfies the operator.
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

macro_rules! slots {
    ($($field:ident: $type:ty, $generic:path, [$($dunder:literal),*];)*) => {
        /// The operations of a type.
        #[derive(Clone, Copy)]
        pub struct Slots { $(pub $field: Option<$type>,)* }

        impl Slots {
            pub const EMPTY: Slots = Slots { $($field: None,)* };

            /// Fills what is empty here from a base class.
            pub fn inherit(&mut self, base: &Slots) {
                $(if self.$field.is_none() { self.$field = base.$field; })*
            }
        }

        #[allow(non_camel_case_types, clippy::enum_variant_names)]
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum SlotId { $($field,)* }

        /// One row: a slot, its dunder names, and how to move it between tables.
        pub struct SlotRow {
            pub id: SlotId,
            pub dunders: &'static [&'static str],
            /// Copies the slot from one table to another.
            pub copy: fn(&Slots, &mut Slots),
            /// Sets the function that calls the dunder method.
            pub set_generic: fn(&mut Slots),
            pub clear: fn(&mut Slots),
            pub is_set: fn(&Slots) -> bool,
        }

        pub static SLOT_ROWS: &[SlotRow] = &[$(SlotRow {
            id: SlotId::$field,
            dunders: &[$($dunder),*],
            copy: |from, to| to.$field = from.$field,
            set_generic: |slots| slots.$field = Some($generic),
            clear: |slots| slots.$field = None,
            is_set: |slots| slots.$field.is_some(),
        },)*];
    };
}

use super::generic;

slots! {
    repr: Unary, generic::repr, ["__repr__"];
    str: Unary, generic::str, ["__str__"];
    hash: Hash, generic::hash, ["__hash__"];
    call: Call, generic::call, ["__call__"];
    getattr: GetAttr, generic::getattr, ["__getattribute__", "__getattr__"];
    setattr: SetAttr, generic::setattr, ["__setattr__", "__delattr__"];
    compare: Compare, generic::compare, ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];
    iter: Unary, generic::iter, ["__iter__"];
    next: Next, generic::next, ["__next__"];
    descr_get: DescrGet, generic::descr_get, ["__get__"];
    descr_set: DescrSet, generic::descr_set, ["__set__", "__delete__"];
    init: Init, generic::init, ["__init__"];
    finalize: Finalize, generic::finalize, ["__del__"];
    add: Binary, generic::add, ["__add__", "__radd__"];
    sub: Binary, generic::sub, ["__sub__", "__rsub__"];
    mul: Binary, generic::mul, ["__mul__", "__rmul__"];
    matmul: Binary, generic::matmul, ["__matmul__", "__rmatmul__"];
    truediv: Binary, generic::truediv, ["__truediv__", "__rtruediv__"];
    floordiv: Binary, generic::floordiv, ["__floordiv__", "__rfloordiv__"];
    modulo: Binary, generic::modulo, ["__mod__", "__rmod__"];
    divmod: Binary, generic::divmod, ["__divmod__", "__rdivmod__"];
    pow: Power, generic::pow, ["__pow__", "__rpow__"];
    lshift: Binary, generic::lshift, ["__lshift__", "__rlshift__"];
    rshift: Binary, generic::rshift, ["__rshift__", "__rrshift__"];
    and: Binary, generic::and, ["__and__", "__rand__"];
    or: Binary, generic::or, ["__or__", "__ror__"];
    xor: Binary, generic::xor, ["__xor__", "__rxor__"];
    iadd: Binary, generic::iadd, ["__iadd__"];
    isub: Binary, generic::isub, ["__isub__"];
    imul: Binary, generic::imul, ["__imul__"];
    imatmul: Binary, generic::imatmul, ["__imatmul__"];
    itruediv: Binary, generic::itruediv, ["__itruediv__"];
    ifloordiv: Binary, generic::ifloordiv, ["__ifloordiv__"];
    imodulo: Binary, generic::imodulo, ["__imod__"];
    ipow: Binary, generic::ipow, ["__ipow__"];
    ilshift: Binary, generic::ilshift, ["__ilshift__"];
    irshift: Binary, generic::irshift, ["__irshift__"];
    iand: Binary, generic::iand, ["__iand__"];
    ior: Binary, generic::ior, ["__ior__"];
    ixor: Binary, generic::ixor, ["__ixor__"];
    neg: Unary, generic::neg, ["__neg__"];
    pos: Unary, generic::pos, ["__pos__"];
    abs: Unary, generic::abs, ["__abs__"];
    invert: Unary, generic::invert, ["__invert__"];
    bool: Truth, generic::bool, ["__bool__"];
    int: Unary, generic::int, ["__int__"];
    float: Unary, generic::float, ["__float__"];
    index: Unary, generic::index, ["__index__"];
    len: Length, generic::len, ["__len__"];
    getitem: GetItem, generic::getitem, ["__getitem__"];
    setitem: SetItem, generic::setitem, ["__setitem__", "__delitem__"];
    contains: Contains, generic::contains, ["__contains__"];
    await_: Unary, generic::await_, ["__await__"];
    aiter: Unary, generic::aiter, ["__aiter__"];
    anext: Unary, generic::anext, ["__anext__"];
}

/// The arithmetic operators, as the VM and the `operator` module name them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

impl BinaryOp {
    pub const fn symbol(self) -> &'static str {
        ["+", "-", "*", "@", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^", "divmod()"][self as usize]
    }

    /// The slot, except for `pow`, which has three operands.
    pub fn slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            BinaryOp::Add => slots.add,
            BinaryOp::Sub => slots.sub,
            BinaryOp::Mul => slots.mul,
            BinaryOp::MatMul => slots.matmul,
            BinaryOp::TrueDiv => slots.truediv,
            BinaryOp::FloorDiv => slots.floordiv,
            BinaryOp::Mod => slots.modulo,
            BinaryOp::LShift => slots.lshift,
            BinaryOp::RShift => slots.rshift,
            BinaryOp::And => slots.and,
            BinaryOp::Or => slots.or,
            BinaryOp::Xor => slots.xor,
            BinaryOp::DivMod => slots.divmod,
            BinaryOp::Pow => None,
        }
    }

    /// The slot of the augmented assignment.
    pub fn inplace_slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            BinaryOp::Add => slots.iadd,
            BinaryOp::Sub => slots.isub,
            BinaryOp::Mul => slots.imul,
            BinaryOp::MatMul => slots.imatmul,
            BinaryOp::TrueDiv => slots.itruediv,
            BinaryOp::FloorDiv => slots.ifloordiv,
            BinaryOp::Mod => slots.imodulo,
            BinaryOp::Pow => slots.ipow,
            BinaryOp::LShift => slots.ilshift,
            BinaryOp::RShift => slots.irshift,
            BinaryOp::And => slots.iand,
            BinaryOp::Or => slots.ior,
            BinaryOp::Xor => slots.ixor,
            BinaryOp::DivMod => None,
        }
    }
}
