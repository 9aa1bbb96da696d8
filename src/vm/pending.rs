//! Services that are not written yet: each says so when it is asked for.

use super::Vm;
use crate::native::{PyResult, Raised};
use crate::object::Value;

impl Vm {
    fn pending(&self, what: &str) -> Raised {
        self.not_implemented_error(format!("Coil does not have {what} yet"))
    }

    pub(super) fn run_pending_calls(&self) -> PyResult<()> {
        Ok(())
    }

    pub(super) fn raise_async_exception(&self) -> PyResult<()> {
        Ok(())
    }

    /// Whether a value is a node of the `ast` module.
    pub fn is_ast_node(&self, _value: &Value) -> bool {
        false
    }

    /// `compile()` to or from syntax trees.
    pub fn compile_ast(&self, _: &Value, _: &str, _: &crate::compiler::CompileOptions, _flags: i64) -> PyResult<Value> {
        Err(self.pending("ast"))
    }
}
