//! PYTHONSTARTUP: a file that runs before the first prompt, in the namespace of the session.

use crate::builtins::module::PyModule;
use crate::compiler::CompileOptions;
use crate::modules::builtins::{compile_text, run_code};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// Runs the file that PYTHONSTARTUP names. Its errors are shown; `Some` is the SystemExit with which it ends.
pub fn run_startup_file(vm: &Vm, main: &Ref<PyModule>) -> Option<Value> {
    if vm.options.ignore_environment {
        return None;
    }
    let file = std::env::var("PYTHONSTARTUP").ok().filter(|file| !file.is_empty())?;
    let raised = execute(vm, main, &file).err()?;
    let exception = vm.take_raised(raised);
    if class_ref(&exception).is_subtype(&vm.exceptions().SystemExit) {
        return Some(exception);
    }
    vm.handle_uncaught(exception);
    None
}

fn execute(vm: &Vm, main: &Ref<PyModule>, file: &str) -> PyResult<()> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            vm.write_stderr("Could not open PYTHONSTARTUP\n");
            return Err(vm.os_error_about(crate::sys::Errno::from(error), &vm.str(file)));
        }
    };
    let source = match coil_grammar::decode_source(&bytes) {
        Ok(source) => source,
        Err(error) => return Err(vm.raise_syntax_error(&error, file, "")),
    };
    main.dict.set_name(vm, "__file__", vm.str(file));
    let options = CompileOptions { optimize: vm.options.optimize, ..CompileOptions::default() };
    let result = compile_text(vm, &source, file, &options)
        .and_then(|code| run_code(vm, &code, &main.dict, main.dict.as_value()));
    result.map(drop)?;
    // The prompt is no file.
    vm.set_item(main.dict.as_value(), &vm.str("__file__"), None)
}
