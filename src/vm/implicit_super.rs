//! What `super()` without arguments stands for, when it is not an instruction of its own.
#![allow(unsafe_code)]

use super::Vm;
use crate::builtins::function::PyCellObject;
use crate::native::PyResult;
use crate::object::Value;

impl Vm {
    /// The class and the first argument of the running method.
    pub fn implicit_super(&self) -> PyResult<(Value, Value)> {
        let frame = self.frame.get();
        // SAFETY: the running frame is valid, its function in place, and its first register a parameter if it has one.
        let (function, first) = unsafe {
            if (*frame).code.is_null() {
                return Err(self.runtime_error("super(): no current frame"));
            }
            let first = *(*frame).fp;
            ((*frame).function().clone(), (!first.is_unset()).then(|| first.to_value()))
        };
        let code = function.code.get();
        if code.code.arg_count == 0 {
            return Err(self.runtime_error("super(): no arguments"));
        }
        let captured = code.code.cell_vars.iter().any(|name| *name == code.code.var_names[0]);
        let first = match first {
            Some(first) if captured => {
                first.downcast::<PyCellObject>().map_or(Some(first.clone()), |cell| cell.content.get())
            }
            first => first,
        };
        let Some(first) = first else { return Err(self.runtime_error("super(): arg[0] deleted")) };
        let place = code.code.free_vars.iter().position(|name| &**name == "__class__");
        let cell = place.and_then(|place| function.closure.as_ref()?.items().get(place).cloned());
        let Some(cell) = cell else { return Err(self.runtime_error("super(): __class__ cell not found")) };
        match cell.downcast::<PyCellObject>().and_then(|cell| cell.content.get()) {
            Some(class) => Ok((class, first)),
            None => Err(self.runtime_error("super(): empty __class__ cell")),
        }
    }
}
