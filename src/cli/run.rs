//! Running a program: `__main__`, `sys.path[0]`, exit statuses.

use std::path::Path;

use super::{Arguments, NATIVE_STACK, What};
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::compiler::CompileOptions;
use crate::modules::builtins::{compile_text, run_code};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// Runs what the arguments ask for and gives the exit status.
pub fn run(arguments: Arguments) -> u8 {
    let inspect = arguments.options.inspect;
    let safe_path = arguments.options.safe_path;
    let vm = Vm::start(arguments.options, NATIVE_STACK);
    crate::modules::_signal::install(vm);
    let main = PyModule::new(vm, "__main__", None);
    main.dict.set_name(vm, "__builtins__", vm.modules().get_name(vm, "builtins").unwrap_or(Value::NONE));
    vm.modules().set_name(vm, "__main__", main.to_value());
    if let Err(raised) = vm.start_up() {
        let exception = vm.take_raised(raised);
        return vm.finish(Some(exception));
    }
    let mut interactive = false;
    let outcome = match &arguments.what {
        What::Command(code) => {
            prepend_path(vm, "", safe_path);
            run_text(vm, &main, code, "<string>")
        }
        What::Module(name) => {
            prepend_path(vm, &current_folder(), safe_path);
            run_module(vm, name)
        }
        What::File(file) => run_file(vm, &main, file, safe_path),
        What::Stdin => {
            prepend_path(vm, "", safe_path);
            run_stdin(vm, &main)
        }
        _ => {
            prepend_path(vm, "", safe_path);
            interactive = true;
            if !vm.options.quiet {
                crate::repl::print_banner(vm);
            }
            crate::repl::run_startup_file(vm, &main).map_or(Ok(()), |exit| Err(vm.park(exit)))
        }
    };
    let exception = outcome.err().map(|raised| vm.take_raised(raised));
    // The program may have asked for it meanwhile.
    let inspect = inspect || !vm.options.ignore_environment && is_set("PYTHONINSPECT");
    let exception = match exception {
        None if interactive || inspect => crate::repl::run(vm, &main),
        Some(exception) if inspect && !interactive => {
            vm.show_uncaught(exception);
            crate::repl::run(vm, &main)
        }
        exception => exception,
    };
    drop(main);
    vm.finish(exception)
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn current_folder() -> String {
    std::env::current_dir().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Puts the program's own folder first in `sys.path`.
fn prepend_path(vm: &Vm, folder: &str, safe_path: bool) {
    if safe_path {
        return;
    }
    if let Ok(Some(path)) = vm.sys_attr("path")
        && let Some(path) = path.downcast::<PyList>()
    {
        path.items.borrow_mut().insert(0, vm.str(folder));
    }
}

fn run_text(vm: &Vm, main: &Ref<PyModule>, source: &str, file: &str) -> PyResult<()> {
    let options = CompileOptions { optimize: vm.options.optimize, ..CompileOptions::default() };
    let code = compile_text(vm, source, file, &options)?;
    // What came through a pipe is gone, as it is for CPython.
    if file != "<stdin>" {
        vm.remember_source(&code, source);
    }
    run_code(vm, &code, &main.dict, main.dict.as_value()).map(drop)
}

fn run_bytes(vm: &Vm, main: &Ref<PyModule>, bytes: &[u8], file: &str) -> PyResult<()> {
    match coil_grammar::decode_source(bytes) {
        Ok(source) => run_text(vm, main, &source, file),
        Err(error) => Err(vm.raise_syntax_error(&error, file, "")),
    }
}

fn run_file(vm: &Vm, main: &Ref<PyModule>, file: &str, safe_path: bool) -> PyResult<()> {
    let path = Path::new(file);
    if path.is_dir() {
        prepend_path(vm, file, safe_path);
        return run_path_as_module(vm);
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let number = error.raw_os_error().unwrap_or(0);
            let reason = error.to_string();
            let reason = reason.split(" (os error").next().unwrap_or(&reason).to_string();
            let full = std::path::absolute(path).map_or(file.to_string(), |full| full.to_string_lossy().into_owned());
            eprintln!("coil: can't open file '{full}': [Errno {number}] {reason}");
            let exit = vm.new_exception(&vm.exceptions().SystemExit, &[vm.int(2)])?;
            return Err(vm.raise(exit));
        }
    };
    let folder = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = folder.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    prepend_path(vm, &folder, safe_path);
    // `__file__` and what tracebacks show is the whole path, as given from the root.
    let full = std::path::absolute(path).map_or(file.to_string(), |full| full.to_string_lossy().into_owned());
    main.dict.set_name(vm, "__file__", vm.str(&full));
    main.dict.set_name(vm, "__cached__", Value::NONE);
    let bytes = if vm.options.skip_first_line { without_first_line(bytes) } else { bytes };
    run_bytes(vm, main, &bytes, &full)
}

/// `-x`: the first line is for some other program. Its end stays, so that lines keep their numbers.
fn without_first_line(bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    bytes[end..].to_vec()
}

fn run_stdin(vm: &Vm, main: &Ref<PyModule>) -> PyResult<()> {
    let mut bytes = Vec::new();
    if let Err(error) = std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes) {
        return Err(vm.runtime_error(format!("cannot read standard input: {error}")));
    }
    run_bytes(vm, main, &bytes, "<stdin>")
}

/// `-m`: `runpy` finds the module and runs it as `__main__`.
fn run_module(vm: &Vm, name: &str) -> PyResult<()> {
    let run = vm.import_attr("runpy", "_run_module_as_main")?;
    vm.call(&run, &[vm.str(name)]).map(drop)
}

/// A folder with `__main__.py`.
fn run_path_as_module(vm: &Vm) -> PyResult<()> {
    let run = vm.import_attr("runpy", "_run_module_as_main")?;
    vm.call(&run, &[vm.str("__main__"), Value::FALSE]).map(drop)
}
