//! `_contextvars`: contexts, their variables and tokens. The map behind a context is persistent ([`map`]), so that every
//! task and callback can have a copy.

mod context;
mod map;
mod variable;

pub use context::PyContext;
pub use variable::PyContextVar;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::{PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, shape};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] =
    &[&context::CONTEXT, &variable::CONTEXT_VAR, &variable::TOKEN, &variable::TOKEN_MISSING];

pub static MODULE: NativeModule = NativeModule {
    doc: "Context Variables",
    functions: &[function("copy_context()", "", wrap(copy_context))],
    init,
    ..NativeModule::of("_contextvars")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for (name, number) in [("Context", shape::CONTEXT), ("ContextVar", shape::CONTEXT_VAR), ("Token", shape::TOKEN)] {
        module.dict.set_name(vm, name, builtin(number).into_value());
    }
    variable::missing(vm);
    Ok(())
}

fn copy_context(vm: &Vm) -> Ref<PyContext> {
    vm.copy_context()
}
