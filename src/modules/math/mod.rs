//! `math`: functions of floats ([`floats`]), exact ones of ints ([`integers`]), sums and products ([`sums`]).

mod floats;
mod integers;
mod sums;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    init,
    ..NativeModule::of("math")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for functions in [floats::FUNCTIONS, floats::TWO_ARGUMENTS, integers::FUNCTIONS, sums::FUNCTIONS] {
        super::add_functions(vm, module, functions);
    }
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        module.dict.set_name(vm, name, Value::float(value));
    }
    Ok(())
}
