//! The command line: arguments to options ([`args`]), running programs ([`run`]), `coil dis` ([`dis`]).

mod args;
mod dis;
mod panic;
mod run;

use std::process::ExitCode;

pub use args::{Arguments, What};

/// What the command line and the environment ask of an interpreter.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Key of the hashes of str and bytes.
    pub hash_seed: u64,
    /// `PYTHONHASHSEED` or `-R` has not been set to a number.
    pub hash_randomization: bool,
    /// `sys.argv` and `sys.orig_argv`.
    pub argv: Vec<String>,
    pub orig_argv: Vec<String>,
    /// `sys.path`.
    pub path: Vec<String>,
    /// `-O`: how often.
    pub optimize: u8,
    /// `-i`, `-q`, `-u`, `-v`, `-b`, `-B`, `-I`, `-E`, `-s`, `-S`, `-P`, `-d`.
    pub inspect: bool,
    pub quiet: bool,
    pub unbuffered: bool,
    pub verbose: u8,
    pub bytes_warning: u8,
    pub dont_write_bytecode: bool,
    pub isolated: bool,
    pub ignore_environment: bool,
    pub no_user_site: bool,
    pub no_site: bool,
    pub safe_path: bool,
    pub debug: u8,
    /// `-W` and `PYTHONWARNINGS`, in the order in which they count.
    pub warnings: Vec<String>,
    /// `-X`: names, and values where they have one.
    pub x_options: Vec<(String, Option<String>)>,
    /// `-x`.
    pub skip_first_line: bool,
    /// PYTHONIOENCODING.
    pub io_encoding: String,
    pub warn_default_encoding: bool,
    /// The limit on digits of ints; 0: none.
    pub max_str_digits: usize,
    pub dev_mode: bool,
    pub utf8_mode: bool,
    pub tracemalloc: bool,
    pub faulthandler: bool,
}

/// The stack of the thread that runs the program: deep recursion through natives ends in RecursionError before its end.
const NATIVE_STACK: usize = 64 << 20;

/// Runs `coil` with the process's arguments.
pub fn main() -> ExitCode {
    let given: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let arguments = match args::parse(&given) {
        Ok(arguments) => arguments,
        Err(refusal) => {
            eprint!("{}", refusal.text);
            return ExitCode::from(refusal.status);
        }
    };
    match &arguments.what {
        What::Version(full) => {
            println!("{}", version(*full));
            return ExitCode::SUCCESS;
        }
        What::Help => {
            print!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        What::Dis(request) => return dis::run(request),
        _ => {}
    }
    panic::install_hook();
    // The program has a thread of its own, whose stack is as large as we like.
    let worker = std::thread::Builder::new().stack_size(NATIVE_STACK).spawn(move || run::run(arguments));
    // Signals are for that thread.
    crate::sys::signals::block_all();
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => ExitCode::from(status),
        _ => ExitCode::FAILURE,
    }
}

/// What `--version` prints.
fn version(full: bool) -> String {
    let version = env!("CARGO_PKG_VERSION");
    if full { format!("Coil {version} (Python 3.14)") } else { format!("Python 3.14.0 (Coil {version})") }
}
