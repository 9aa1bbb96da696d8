//! Values that are evaluated when first asked for, and `NoDefault`.

use crate::builtins::generic_alias::type_repr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, Native, PyResult, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::NO_NEW;
use crate::object::{Header, PyType, Ref, Slot, Trace, TypeSpec, Value, Visitor, shape};
use crate::vm::Vm;

/// A value, or the function that evaluates it.
#[derive(Default)]
pub struct Lazy {
    value: Slot,
    evaluate: Slot,
}

impl Trace for Lazy {
    fn trace(&self, visitor: &mut Visitor) {
        visitor.visit(&self.value);
        visitor.visit(&self.evaluate);
    }
}

impl Lazy {
    pub fn set_value(&self, value: Value) {
        self.value.set(value);
    }

    pub fn set_evaluate(&self, evaluate: Value) {
        self.value.clear();
        self.evaluate.set(evaluate);
    }

    pub fn clear(&self) {
        self.value.clear();
        self.evaluate.clear();
    }

    /// The value, evaluated now if it has not been before; `None` if there is none.
    pub fn get(&self, vm: &Vm) -> PyResult<Option<Value>> {
        if let Some(known) = self.value.get() {
            return Ok(Some(known));
        }
        let Some(evaluate) = self.evaluate.get() else { return Ok(None) };
        const VALUE: i64 = 1;
        let value = vm.call(&evaluate, &[vm.int(VALUE)])?;
        self.value.set(value.clone());
        Ok(Some(value))
    }

    /// The function that evaluates, as tools ask for it; None if there is no value.
    pub fn evaluator(&self) -> Value {
        if let Some(evaluate) = self.evaluate.get() {
            return evaluate;
        }
        match self.value.get() {
            Some(value) => {
                let payload = PyConstEvaluator { header: Header::new(shape::CONST_EVALUATOR), value };
                Ref::new(payload).into_value()
            }
            None => Value::NONE,
        }
    }
}

/// Stands for the evaluation function of a value that was known from the start.
#[repr(C)]
pub struct PyConstEvaluator {
    header: Header,
    value: Value,
}
crate::payload!(PyConstEvaluator, shape::CONST_EVALUATOR, traverse(this, visitor) {
    visitor.visit(&this.value);
} clear {});

pub static CONST_EVALUATOR: TypeSpec = TypeSpec {
    module: "_typing",
    flags: NO_NEW,
    slots: Slots { repr: Some(evaluator_repr), call: Some(evaluator_call), ..Slots::EMPTY },
    ..TypeSpec::of::<PyConstEvaluator>("_ConstEvaluator")
};

fn evaluator_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(this) = this.downcast::<PyConstEvaluator>() else { return Ok(vm.str("")) };
    Ok(vm.str(&format!("<constevaluator {}>", vm.repr(&this.value)?)))
}

/// With format STRING the value's text, else the value.
fn evaluator_call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    const STRING: i64 = 4;
    let Some(this) = this.downcast::<PyConstEvaluator>() else { return Err(vm.not_callable(this)) };
    let [format] = args.values else {
        return Err(vm.type_error(format!("constevaluator() takes exactly 1 argument ({} given)", args.values.len())));
    };
    if vm.index(format)?.as_inline_int() != Some(STRING) {
        return Ok(this.value.clone());
    }
    match this.value.downcast::<PyTuple>() {
        Some(tuple) => {
            let parts: PyResult<Vec<String>> = tuple.items().iter().map(|item| type_repr(vm, item)).collect();
            Ok(vm.str(&format!("({})", parts?.join(", "))))
        }
        None => Ok(vm.str(&type_repr(vm, &this.value)?)),
    }
}

/// The type of `NoDefault`.
#[repr(C)]
pub struct PyNoDefault {
    header: Header,
}
crate::payload!(PyNoDefault, shape::NO_DEFAULT);

impl PyNoDefault {
    pub fn make() -> Value {
        let made = Ref::new(PyNoDefault { header: Header::new(shape::NO_DEFAULT) });
        made.header().make_immortal();
        made.into_value()
    }
}

static NEW: Native = staticmethod("__new__(cls, /)", "", wrap(|vm: &Vm, _: &Ref<PyType>| super::no_default(vm)));

pub static NO_DEFAULT: TypeSpec = TypeSpec {
    module: "typing",
    doc: "The type of the NoDefault singleton.",
    new: Some(&NEW),
    slots: Slots { repr: Some(|vm, _| Ok(vm.str("typing.NoDefault"))), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "", wrap(|_: &Vm, _: &Value| "NoDefault"))],
    ..TypeSpec::of::<PyNoDefault>("NoDefaultType")
};
