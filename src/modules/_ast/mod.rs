//! `_ast`: syntax trees as Python objects.
//!
//! [`asdl`] says which nodes there are, [`classes`] makes their classes, [`node`] is their base `AST`; [`to_python`] turns
//! the parser's tree into objects and [`from_python`] turns objects back, checking them, so that they can be compiled.

mod asdl;
mod classes;
mod from_python;
mod from_python_parts;
mod node;
mod read;
mod to_python;
mod to_python_parts;

use coil_grammar::ast::{Mod, TextRange};
use coil_grammar::{LineIndex, Mode, SyntaxError};

use super::NativeModule;
use crate::builtins::code::PyCode;
use crate::builtins::exception::PyException;
use crate::builtins::module::PyModule;
use crate::compiler::{self, CompileOptions};
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub use node::SPECS;

pub static MODULE: NativeModule = NativeModule { init, ..NativeModule::of("_ast") };

const FLAGS: [(&str, i64); 4] = [
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
    ("PyCF_ONLY_AST", 0x400),
    ("PyCF_OPTIMIZED_AST", 0x8400),
    ("PyCF_TYPE_COMMENTS", 0x1000),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for (name, class) in classes::all(vm)? {
        module.dict.set_name(vm, name, class.to_value());
    }
    for (name, flag) in FLAGS {
        module.dict.set_name(vm, name, vm.int(flag));
    }
    Ok(())
}

/// Whether a value is a node.
pub fn is_node(vm: &Vm, value: &Value) -> bool {
    node::is_node(vm, value)
}

/// The tree of a source text, as objects.
pub fn parse(vm: &Vm, source: &str, filename: &str, mode: Mode) -> PyResult<Value> {
    match coil_grammar::parse(source, mode) {
        Ok(parsed) => {
            vm.issue_syntax_warnings(&parsed.warnings, filename, source)?;
            let index = LineIndex::new(source);
            to_python::Writer { vm, index: &index }.module(&parsed.module)
        }
        Err(error) => Err(vm.raise_syntax_error(&error, filename, source)),
    }
}

/// A checked copy of a tree: what `compile()` gives when it is asked for a tree of a tree.
pub fn check(vm: &Vm, tree: &Value, mode: Mode) -> PyResult<()> {
    read::Reader::new(vm).module(tree, mode).map(drop)
}

/// Code for a tree of objects.
pub fn compile(vm: &Vm, tree: &Value, filename: &str, options: &CompileOptions) -> PyResult<Ref<PyCode>> {
    let reader = read::Reader::new(vm);
    let module: Mod = reader.module(tree, options.mode)?;
    let places = reader.into_places();
    match compiler::compile_tree(&module, &places, filename, options) {
        Ok(compiled) => Ok(PyCode::load(vm, compiled.code)),
        Err(error) => Err(raise(vm, &error, filename, &places)),
    }
}

/// A SyntaxError whose place is a node's.
fn raise(vm: &Vm, error: &SyntaxError, filename: &str, places: &read::Table) -> Raised {
    use crate::compiler::Places;
    let at = places.position(TextRange::new(error.range.start, error.range.end));
    let details = vec![
        vm.str(filename),
        vm.int(at.line as i64),
        vm.int(at.column as i64 + 1),
        Value::NONE,
        vm.int(at.end_line as i64),
        vm.int(at.end_column as i64 + 1),
    ];
    let class = &vm.exceptions().SyntaxError;
    match vm.new_exception(class, &[vm.str(&error.message), vm.tuple(details)]) {
        Ok(exception) => {
            debug_assert!(exception.downcast::<PyException>().is_some());
            vm.raise(exception)
        }
        Err(raised) => raised,
    }
}
