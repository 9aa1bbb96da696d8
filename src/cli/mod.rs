//! The command line: arguments to options, and what `coil` does with them.

/// What the command line and the environment ask of an interpreter.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Key of the hashes of str and bytes.
    pub hash_seed: u64,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `sys.path`.
    pub path: Vec<String>,
    /// `-O`: how often.
    pub optimize: u8,
}

use std::process::ExitCode;

use crate::builtins::module::PyModule;
use crate::compiler::CompileOptions;
use crate::modules::builtins::{compile_text, run_code};
use crate::vm::Vm;

/// The stack of the thread that runs the program: deep recursion through natives ends in RecursionError before its end.
const NATIVE_STACK: usize = 64 << 20;

/// Runs `coil` with the process's arguments.
pub fn main() -> ExitCode {
    let run = std::thread::Builder::new().stack_size(NATIVE_STACK).spawn(run);
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        _ => ExitCode::FAILURE,
    }
}

fn run() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let (source, file) = match args.get(1).map(String::as_str) {
        Some("-c") => (args.get(2).cloned().unwrap_or_default(), "<string>".to_string()),
        Some(file) => match std::fs::read_to_string(file) {
            Ok(source) => (source, file.to_string()),
            Err(error) => {
                eprintln!("coil: can't open file '{file}': {error}");
                return ExitCode::from(2);
            }
        },
        None => return ExitCode::from(2),
    };
    let path = vec![String::new(), crate::importer::embedded::ROOT.to_string()];
    let options = Options { argv: args[1..].to_vec(), path, ..Options::default() };
    let vm = Vm::start(options, NATIVE_STACK);
    let main = PyModule::new(vm, "__main__", None);
    main.dict.set_name(vm, "__builtins__", vm.builtins_dict().into_value());
    vm.modules().set_name(vm, "__main__", main.to_value());
    let result = compile_text(vm, &source, &file, &CompileOptions::default())
        .and_then(|code| run_code(vm, &code, &main.dict, main.dict.as_value()));
    match result {
        Ok(_) => ExitCode::SUCCESS,
        Err(raised) => {
            let exception = vm.take_raised(raised);
            let class = crate::object::class_ref(&exception).name();
            let text = vm.to_str(&exception).map(|text| text.to_string()).unwrap_or_default();
            eprintln!("{class}: {text}");
            ExitCode::FAILURE
        }
    }
}
