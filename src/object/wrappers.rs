//! Dunder methods of built-in types: each wraps the slot that its type fills.

use super::shape;
use super::slots::{CompareOp, SlotId, Slots};
use super::value::Value;
use crate::native::{Args, PyResult};
use crate::vm::Vm;

/// A dunder method made from a slot: the row of a table.
pub struct Wrapper {
    pub name: &'static str,
    pub doc: &'static str,
    /// As `__text_signature__` shows it.
    pub signature: &'static str,
    pub slot: SlotId,
    /// Arguments besides self: least and most; `u8::MAX` for any, keywords too.
    pub arity: (u8, u8),
    /// Calls the slot of a table that is known to have it.
    pub call: fn(&Vm, &Slots, &Value, Args) -> PyResult<Value>,
}

const ANY: (u8, u8) = (0, u8::MAX);

macro_rules! wrappers {
    ($($name:literal $slot:ident $arity:expr, $signature:literal, $doc:literal, |$vm:ident, $f:ident, $this:ident, $args:ident| $body:expr;)*) => {
        /// All wrappers, in the order in which CPython lists a type's dunder methods.
        pub static WRAPPERS: &[Wrapper] = &[$(Wrapper {
            name: $name,
            doc: $doc,
            signature: $signature,
            slot: SlotId::$slot,
            arity: $arity,
            call: |$vm, slots, $this, args| {
                #[allow(unused_variables)]
                let $args = args.values;
                let Some($f) = slots.$slot else { return Err($vm.system_error(concat!("empty slot for ", $name))) };
                wrappers!(@body $arity, args, $args, $body)
            },
        },)*];
    };
    (@body $arity:expr, $all:ident, $args:ident, $body:expr) => {{
        let _ = $all;
        $body
    }};
}

fn none(_: ()) -> Value {
    Value::NONE
}

wrappers! {
    "__repr__" repr (0, 0), "($self, /)", "Return repr(self).", |vm, f, this, args| f(vm, this);
    "__hash__" hash (0, 0), "($self, /)", "Return hash(self).", |vm, f, this, args| f(vm, this).map(|hash| vm.int(hash));
    "__str__" str (0, 0), "($self, /)", "Return str(self).", |vm, f, this, args| f(vm, this);
    "__getattribute__" getattr (1, 1), "($self, name, /)", "Return getattr(self, name).", |vm, f, this, args| {
        f(vm, this, vm.attribute_name(&args[0])?.as_value())
    };
    "__setattr__" setattr (2, 2), "($self, name, value, /)", "Implement setattr(self, name, value).", |vm, f, this, args| {
        f(vm, this, vm.attribute_name(&args[0])?.as_value(), Some(&args[1])).map(none)
    };
    "__delattr__" setattr (1, 1), "($self, name, /)", "Implement delattr(self, name).", |vm, f, this, args| {
        f(vm, this, vm.attribute_name(&args[0])?.as_value(), None).map(none)
    };
    "__lt__" compare (1, 1), "($self, value, /)", "Return self<value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Lt);
    "__le__" compare (1, 1), "($self, value, /)", "Return self<=value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Le);
    "__eq__" compare (1, 1), "($self, value, /)", "Return self==value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Eq);
    "__ne__" compare (1, 1), "($self, value, /)", "Return self!=value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Ne);
    "__gt__" compare (1, 1), "($self, value, /)", "Return self>value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Gt);
    "__ge__" compare (1, 1), "($self, value, /)", "Return self>=value.", |vm, f, this, args| f(vm, this, &args[0], CompareOp::Ge);
    "__iter__" iter (0, 0), "($self, /)", "Implement iter(self).", |vm, f, this, args| f(vm, this);
    "__next__" next (0, 0), "($self, /)", "Implement next(self).", |vm, f, this, args| {
        vm.stop_value.clear();
        match f(vm, this)? {
            Some(item) => Ok(item),
            // What it returns, if it has left something.
            None => Err(vm.stop_iteration(vm.stop_value.take())),
        }
    };
    "__get__" descr_get (1, 2), "($self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner.", |vm, f, this, args| {
        let instance = Some(&args[0]).filter(|instance| !instance.is_none());
        let class = match (args.get(1).filter(|class| !class.is_none()), instance) {
            (Some(class), _) => class.clone(),
            (None, Some(instance)) => super::class_of(instance).into_value(),
            (None, None) => return Err(vm.type_error("__get__(None, None) is invalid")),
        };
        f(vm, this, instance, &class)
    };
    "__set__" descr_set (2, 2), "($self, instance, value, /)", "Set an attribute of instance to value.", |vm, f, this, args| {
        f(vm, this, &args[0], Some(&args[1])).map(none)
    };
    "__delete__" descr_set (1, 1), "($self, instance, /)", "Delete an attribute of instance.", |vm, f, this, args| {
        f(vm, this, &args[0], None).map(none)
    };
    "__add__" add (1, 1), "($self, value, /)", "Return self+value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__radd__" add (1, 1), "($self, value, /)", "Return value+self.", |vm, f, this, args| f(vm, &args[0], this);
    "__sub__" sub (1, 1), "($self, value, /)", "Return self-value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rsub__" sub (1, 1), "($self, value, /)", "Return value-self.", |vm, f, this, args| f(vm, &args[0], this);
    "__mul__" mul (1, 1), "($self, value, /)", "Return self*value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rmul__" mul (1, 1), "($self, value, /)", "Return value*self.", |vm, f, this, args| f(vm, &args[0], this);
    "__mod__" modulo (1, 1), "($self, value, /)", "Return self%value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rmod__" modulo (1, 1), "($self, value, /)", "Return value%self.", |vm, f, this, args| f(vm, &args[0], this);
    "__divmod__" divmod (1, 1), "($self, value, /)", "Return divmod(self, value).", |vm, f, this, args| f(vm, this, &args[0]);
    "__rdivmod__" divmod (1, 1), "($self, value, /)", "Return divmod(value, self).", |vm, f, this, args| f(vm, &args[0], this);
    "__pow__" pow (1, 2), "($self, value, mod=None, /)", "Return pow(self, value, mod).", |vm, f, this, args| {
        f(vm, this, &args[0], args.get(1).unwrap_or(&Value::NONE))
    };
    "__rpow__" pow (1, 2), "($self, value, mod=None, /)", "Return pow(value, self, mod).", |vm, f, this, args| {
        f(vm, &args[0], this, args.get(1).unwrap_or(&Value::NONE))
    };
    "__neg__" neg (0, 0), "($self, /)", "-self", |vm, f, this, args| f(vm, this);
    "__pos__" pos (0, 0), "($self, /)", "+self", |vm, f, this, args| f(vm, this);
    "__abs__" abs (0, 0), "($self, /)", "abs(self)", |vm, f, this, args| f(vm, this);
    "__bool__" bool (0, 0), "($self, /)", "True if self else False", |vm, f, this, args| f(vm, this).map(Value::bool);
    "__invert__" invert (0, 0), "($self, /)", "~self", |vm, f, this, args| f(vm, this);
    "__lshift__" lshift (1, 1), "($self, value, /)", "Return self<<value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rlshift__" lshift (1, 1), "($self, value, /)", "Return value<<self.", |vm, f, this, args| f(vm, &args[0], this);
    "__rshift__" rshift (1, 1), "($self, value, /)", "Return self>>value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rrshift__" rshift (1, 1), "($self, value, /)", "Return value>>self.", |vm, f, this, args| f(vm, &args[0], this);
    "__and__" and (1, 1), "($self, value, /)", "Return self&value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rand__" and (1, 1), "($self, value, /)", "Return value&self.", |vm, f, this, args| f(vm, &args[0], this);
    "__xor__" xor (1, 1), "($self, value, /)", "Return self^value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rxor__" xor (1, 1), "($self, value, /)", "Return value^self.", |vm, f, this, args| f(vm, &args[0], this);
    "__or__" or (1, 1), "($self, value, /)", "Return self|value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__ror__" or (1, 1), "($self, value, /)", "Return value|self.", |vm, f, this, args| f(vm, &args[0], this);
    "__int__" int (0, 0), "($self, /)", "int(self)", |vm, f, this, args| f(vm, this);
    "__float__" float (0, 0), "($self, /)", "float(self)", |vm, f, this, args| f(vm, this);
    "__iadd__" iadd (1, 1), "($self, value, /)", "Implement self+=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__isub__" isub (1, 1), "($self, value, /)", "Implement self-=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__imul__" imul (1, 1), "($self, value, /)", "Implement self*=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__imod__" imodulo (1, 1), "($self, value, /)", "Implement self%=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__iand__" iand (1, 1), "($self, value, /)", "Implement self&=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__ixor__" ixor (1, 1), "($self, value, /)", "Implement self^=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__ior__" ior (1, 1), "($self, value, /)", "Implement self|=value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__floordiv__" floordiv (1, 1), "($self, value, /)", "Return self//value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rfloordiv__" floordiv (1, 1), "($self, value, /)", "Return value//self.", |vm, f, this, args| f(vm, &args[0], this);
    "__truediv__" truediv (1, 1), "($self, value, /)", "Return self/value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rtruediv__" truediv (1, 1), "($self, value, /)", "Return value/self.", |vm, f, this, args| f(vm, &args[0], this);
    "__matmul__" matmul (1, 1), "($self, value, /)", "Return self@value.", |vm, f, this, args| f(vm, this, &args[0]);
    "__rmatmul__" matmul (1, 1), "($self, value, /)", "Return value@self.", |vm, f, this, args| f(vm, &args[0], this);
    "__index__" index (0, 0), "($self, /)", "Return self converted to an integer, if self is suitable for use as an index into a list.", |vm, f, this, args| f(vm, this);
    "__len__" len (0, 0), "($self, /)", "Return len(self).", |vm, f, this, args| f(vm, this).map(|length| vm.int_from(length));
    "__getitem__" getitem (1, 1), "($self, key, /)", "Return self[key].", |vm, f, this, args| f(vm, this, &args[0]);
    "__setitem__" setitem (2, 2), "($self, key, value, /)", "Set self[key] to value.", |vm, f, this, args| f(vm, this, &args[0], Some(&args[1])).map(none);
    "__delitem__" setitem (1, 1), "($self, key, /)", "Delete self[key].", |vm, f, this, args| f(vm, this, &args[0], None).map(none);
    "__contains__" contains (1, 1), "($self, key, /)", "Return bool(key in self).", |vm, f, this, args| f(vm, this, &args[0]).map(Value::bool);
    "__await__" await_ (0, 0), "($self, /)", "Return an iterator to be used in await expression.", |vm, f, this, args| f(vm, this);
    "__aiter__" aiter (0, 0), "($self, /)", "Return an awaitable, that resolves in asynchronous iterator.", |vm, f, this, args| f(vm, this);
    "__anext__" anext (0, 0), "($self, /)", "Return a value or raise StopAsyncIteration.", |vm, f, this, args| f(vm, this);
    "__del__" finalize (0, 0), "($self, /)", "Called when the instance is about to be destroyed.", |vm, f, this, args| { f(vm, this); Ok(Value::NONE) };
}

/// `__call__` and `__init__`, which take any arguments.
pub static CALLING_WRAPPERS: &[Wrapper] = &[
    Wrapper {
        name: "__call__",
        doc: "Call self as a function.",
        signature: "($self, /, *args, **kwargs)",
        slot: SlotId::call,
        arity: ANY,
        call: |vm, slots, this, args| match slots.call {
            Some(call) => call(vm, this, args),
            None => Err(vm.system_error("empty slot for __call__")),
        },
    },
    Wrapper {
        name: "__init__",
        doc: "Initialize self.  See help(type(self)) for accurate signature.",
        signature: "($self, /, *args, **kwargs)",
        slot: SlotId::init,
        arity: ANY,
        call: |vm, slots, this, args| match slots.init {
            Some(init) => init(vm, this, args).map(none),
            None => Err(vm.system_error("empty slot for __init__")),
        },
    },
];

/// Sequences of built-in types whose `+` and `*` are not numeric have no reflected addition.
const CONCATENATING: &[u32] =
    &[shape::STR, shape::BYTES, shape::BYTEARRAY, shape::TUPLE, shape::LIST, shape::DEQUE, shape::ARRAY];

/// The wrappers that a built-in type with these slots of its own shows in its namespace.
pub fn wrappers_of(own: &Slots, shape_number: u32) -> Vec<&'static Wrapper> {
    // The rows stand in the order of their numbers.
    let is_set = |wrapper: &Wrapper| (super::slots::SLOT_ROWS[wrapper.slot as usize].is_set)(own);
    let concatenating = CONCATENATING.contains(&shape_number);
    let all = WRAPPERS.iter().chain(CALLING_WRAPPERS);
    all.filter(|wrapper| is_set(wrapper) && !(concatenating && wrapper.name == "__radd__")).collect()
}

/// The wrapper with this name.
pub fn find(name: &str) -> Option<&'static Wrapper> {
    WRAPPERS.iter().chain(CALLING_WRAPPERS).find(|wrapper| wrapper.name == name)
}
