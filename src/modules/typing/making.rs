//! What the instructions for type parameters and `type` statements ask the handle for.

use super::parameters::PyTypeParameter;
use super::{alias, calling_module, unpack_all};
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Value, shape};
use crate::vm::Vm;

impl Vm {
    /// A type parameter by the name of its class.
    pub fn make_type_parameter(&self, class: &str, name: &Value) -> PyResult<Value> {
        let number = match class {
            "ParamSpec" => shape::PARAM_SPEC,
            "TypeVarTuple" => shape::TYPE_VAR_TUPLE,
            _ => shape::TYPE_VAR,
        };
        let made = PyTypeParameter::make(number, name.clone(), true).into_value();
        let module = calling_module(self)?;
        self.set_instance_attr(&made, &self.names().__module__, &module)?;
        Ok(made)
    }

    /// `T: bound` or `T: (constraints)`.
    pub fn make_bounded_type_var(&self, name: &Value, evaluate: &Value, bound: bool) -> PyResult<Value> {
        let made = self.make_type_parameter("TypeVar", name)?;
        if let Some(parameter) = made.downcast::<PyTypeParameter>() {
            let which = if bound { &parameter.bound } else { &parameter.constraints };
            which.set_evaluate(evaluate.clone());
        }
        Ok(made)
    }

    pub fn set_type_parameter_default(&self, parameter: Value, evaluate: &Value) -> PyResult<Value> {
        if let Some(made) = parameter.downcast::<PyTypeParameter>() {
            made.default.set_evaluate(evaluate.clone());
        }
        Ok(parameter)
    }

    /// `type X[T] = value`: name, type parameters or None, and the function that evaluates the value.
    pub fn make_type_alias(&self, parts: &Value) -> PyResult<Value> {
        match parts.downcast::<PyTuple>().map(|parts| parts.items()) {
            Some([name, parameters, evaluate]) => {
                alias::from_statement(self, name.clone(), parameters.clone(), evaluate.clone())
            }
            _ => Err(self.system_error("a type alias has three parts")),
        }
    }

    /// The type parameters of a class as `Generic` is subscripted with them.
    pub fn unpack_type_var_tuples(&self, parameters: &Value) -> PyResult<Value> {
        unpack_all(self, &self.collect(parameters)?)
    }
}
