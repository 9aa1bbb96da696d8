//! `faulthandler`: Python's stack when a signal ends the process, when one asks for it, or when time is up.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::NativeModule;
use crate::builtins::int;
use crate::native::{PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{Errno, faults, signals};
use crate::vm::Vm;
use crate::vm::handle::{Interpreter, module_state};
use crate::vm::stack_dump::Out;

/// Where reports of fatal signals go, and whether they show all threads.
static FATAL_FD: AtomicI32 = AtomicI32::new(2);
static FATAL_ALL: AtomicBool = AtomicBool::new(true);
/// The same for each signal that has been registered; -1: not registered.
static WATCHED_FD: [AtomicI32; signals::NSIG as usize] = [const { AtomicI32::new(-1) }; signals::NSIG as usize];
static WATCHED_ALL: [AtomicBool; signals::NSIG as usize] = [const { AtomicBool::new(true) }; signals::NSIG as usize];
static INTERPRETER: AtomicPtr<Interpreter> = AtomicPtr::new(std::ptr::null_mut());

pub static MODULE: NativeModule = NativeModule {
    doc: "faulthandler module.",
    functions: &[
        function(
            "enable(file=None, all_threads=True, c_stack=True)",
            "Enable the fault handler.",
            wrap(|vm: &Vm, file: &Value, all: bool, _: bool| enable(vm, file, all)),
        ),
        function("disable()", "Disable the fault handler.", wrap(|_: &Vm| faults::disable())),
        function("is_enabled()", "Check if the handler is enabled.", wrap(|_: &Vm| faults::is_enabled())),
        function(
            "dump_traceback(file=None, all_threads=True)",
            "Dump the traceback of the current thread, or of all threads if all_threads is True, into file.",
            wrap(dump_traceback),
        ),
        function(
            "dump_traceback_later(timeout, repeat=False, file=None, exit=False)",
            "Dump the traceback of all threads in timeout seconds, or each timeout seconds if repeat is True.",
            wrap(dump_traceback_later),
        ),
        function(
            "cancel_dump_traceback_later()",
            "Cancel the previous call to dump_traceback_later().",
            wrap(|vm: &Vm| cancel(vm)),
        ),
        function(
            "register(signum, file=None, all_threads=True, chain=False)",
            "Register a handler for the signal 'signum'.",
            wrap(register),
        ),
        function("unregister(signum, /)", "Unregister the handler of the signal 'signum'.", wrap(unregister)),
        function(
            "_sigsegv(release_gil=False, /)",
            "Raise a SIGSEGV signal.",
            wrap(|vm: &Vm, _: bool| raise(vm, libc::SIGSEGV)),
        ),
        function("_sigabrt()", "Raise a SIGABRT signal.", wrap(|vm: &Vm| raise(vm, libc::SIGABRT))),
        function("_sigfpe()", "Raise a SIGFPE signal.", wrap(|vm: &Vm| raise(vm, libc::SIGFPE))),
        function("_read_null()", "Read from NULL, raise a SIGSEGV.", wrap(|_: &Vm| faults::read_null())),
    ],
    ..NativeModule::of("faulthandler")
};

/// The descriptor of a file, of `sys.stderr` without one; the file is flushed.
fn descriptor(vm: &Vm, file: &Value) -> PyResult<i32> {
    let file = if file.is_none() {
        match vm.sys_attr("stderr")? {
            Some(stderr) if !stderr.is_none() => stderr,
            Some(_) => return Err(vm.runtime_error("sys.stderr is None")),
            None => return Err(vm.runtime_error("unable to get sys.stderr")),
        }
    } else {
        file.clone()
    };
    if let Some(number) = int::as_int(&file) {
        return match number.to_i64().and_then(|number| i32::try_from(number).ok()).filter(|&fd| fd >= 0) {
            Some(fd) => Ok(fd),
            None => Err(vm.value_error("file is not a valid file descriptor")),
        };
    }
    let fd = vm.call_method(&file, "fileno", &[])?;
    let fd = int::as_int(&fd).and_then(|fd| fd.to_i64()).and_then(|fd| i32::try_from(fd).ok()).filter(|&fd| fd >= 0);
    let Some(fd) = fd else { return Err(vm.runtime_error("file.fileno() is not a valid file descriptor")) };
    if let Err(raised) = vm.call_method(&file, "flush", &[]) {
        drop(vm.take_raised(raised));
    }
    Ok(fd)
}

fn enable(vm: &Vm, file: &Value, all_threads: bool) -> PyResult<()> {
    FATAL_FD.store(descriptor(vm, file)?, Ordering::SeqCst);
    FATAL_ALL.store(all_threads, Ordering::SeqCst);
    remember(vm);
    faults::enable(report).map_err(|error| vm.os_error(Errno::from(error)))
}

/// With `-X faulthandler`.
pub fn enable_at_start(vm: &Vm) {
    remember(vm);
    // A system that refuses leaves the process as it is without the option.
    let _ = faults::enable(report);
}

fn remember(vm: &Vm) {
    let interpreter: *const Interpreter = vm.interpreter();
    INTERPRETER.store(interpreter as *mut Interpreter, Ordering::SeqCst);
}

/// Runs in the signal handler.
fn report(number: i32) {
    let watched = WATCHED_FD.get(number as usize).map_or(-1, |fd| fd.load(Ordering::SeqCst));
    if watched >= 0 {
        let all = WATCHED_ALL[number as usize].load(Ordering::SeqCst);
        return dump(&Out(watched), all);
    }
    let out = Out(FATAL_FD.load(Ordering::SeqCst));
    out.text("Fatal Python error: ");
    out.text(faults::FATAL.iter().find(|(known, _)| *known == number).map_or("Signal", |(_, name)| name));
    out.text("\n\n");
    dump(&out, FATAL_ALL.load(Ordering::SeqCst));
}

/// The stacks as this thread sees them, which may be one that runs no Python.
fn dump(out: &Out, all: bool) {
    crate::vm::handle::dump_from_anywhere(INTERPRETER.load(Ordering::SeqCst), out, all);
}

fn dump_traceback(vm: &Vm, file: &Value, all_threads: bool) -> PyResult<()> {
    let out = Out(descriptor(vm, file)?);
    vm.dump_stacks(&out, all_threads);
    Ok(())
}

/// A watchdog's way to hear that it is not needed any more.
#[derive(Default)]
struct Cancelled {
    is: Mutex<bool>,
    changed: Condvar,
}

#[derive(Default)]
struct Watchdog(std::cell::RefCell<Option<Arc<Cancelled>>>);

fn cancel(vm: &Vm) {
    let known = module_state::<Watchdog>(vm, "faulthandler").0.take();
    if let Some(cancelled) = known {
        *cancelled.is.lock().unwrap_or_else(PoisonError::into_inner) = true;
        cancelled.changed.notify_all();
    }
}

fn dump_traceback_later(vm: &Vm, timeout: f64, repeat: bool, file: &Value, exit: bool) -> PyResult<()> {
    if timeout.is_nan() || timeout <= 0.0 {
        return Err(vm.value_error("timeout must be greater than 0"));
    }
    let Ok(timeout) = Duration::try_from_secs_f64(timeout) else {
        return Err(vm.overflow_error("timeout value is too large"));
    };
    let out = Out(descriptor(vm, file)?);
    cancel(vm);
    remember(vm);
    let cancelled = Arc::new(Cancelled::default());
    *module_state::<Watchdog>(vm, "faulthandler").0.borrow_mut() = Some(cancelled.clone());
    let heading = heading(timeout);
    let spawned = std::thread::Builder::new().name("faulthandler".to_string()).spawn(move || {
        crate::sys::signals::block_all();
        loop {
            let is = cancelled.is.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = cancelled.changed.wait_timeout_while(is, timeout, |is| !*is);
            if *waited.unwrap_or_else(PoisonError::into_inner).0 {
                return;
            }
            out.text(&heading);
            dump(&out, true);
            if exit {
                faults::exit_now(1);
            }
            if !repeat {
                return;
            }
        }
    });
    spawned.map(drop).map_err(|error| vm.os_error(Errno::from(error)))
}

/// `Timeout (0:00:01.500000)!`
fn heading(timeout: Duration) -> String {
    let (seconds, micros) = (timeout.as_secs(), timeout.subsec_micros());
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    format!("Timeout ({}:{:02}:{:02}{fraction})!\n", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn check_signal(vm: &Vm, number: i32) -> PyResult<usize> {
    if faults::FATAL.iter().any(|(fatal, _)| *fatal == number) {
        return Err(vm.runtime_error(format!("signal {number} cannot be registered, use enable() instead")));
    }
    if !(1..signals::NSIG).contains(&number) {
        return Err(vm.value_error("signal number out of range"));
    }
    Ok(number as usize)
}

fn register(vm: &Vm, number: i32, file: &Value, all_threads: bool, chain: bool) -> PyResult<()> {
    let index = check_signal(vm, number)?;
    if chain {
        return Err(vm.not_implemented_error("Coil does not call the former handler after a registered signal yet"));
    }
    WATCHED_ALL[index].store(all_threads, Ordering::SeqCst);
    WATCHED_FD[index].store(descriptor(vm, file)?, Ordering::SeqCst);
    remember(vm);
    faults::watch(number, report).map_err(|error| vm.os_error(Errno::from(error)))
}

fn unregister(vm: &Vm, number: i32) -> PyResult<bool> {
    let index = check_signal(vm, number)?;
    let was = WATCHED_FD[index].swap(-1, Ordering::SeqCst) >= 0;
    if was && let Err(error) = faults::unwatch(number) {
        return Err(vm.os_error(Errno::from(error)));
    }
    Ok(was)
}

fn raise(vm: &Vm, number: i32) -> PyResult<()> {
    signals::raise(number).map_err(|error| vm.os_error(Errno::from(error)))
}
