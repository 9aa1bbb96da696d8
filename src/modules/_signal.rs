//! `_signal`: what a program does about signals. How they arrive is in `sys/signals.rs`; handlers run on the main thread,
//! between instructions.

use std::cell::{Cell, RefCell};

use super::NativeModule;
use crate::builtins::function::PyNative;
use crate::builtins::module::PyModule;
use crate::builtins::set::PySet;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::signals::{self, Disposition, NSIG};
use crate::vm::Vm;
use crate::vm::handle::{Interpreter, module_state};

static DEFAULT_INT_HANDLER: Native = function(
    "default_int_handler(signalnum, frame, /)",
    "The default handler for SIGINT installed by Python.\n\nIt raises KeyboardInterrupt.",
    wrap(default_int_handler),
);

/// Handlers by signal number: a callable, 0 (default), 1 (ignore), or None (not ours).
#[derive(Default)]
struct State {
    handlers: RefCell<Vec<Value>>,
    int_handler: RefCell<Option<Value>>,
    wakeup_fd: Cell<i32>,
}

fn state(vm: &Vm) -> &'static State {
    let state = module_state::<State>(vm, "_signal");
    if state.handlers.borrow().is_empty() {
        let handlers = (0..NSIG).map(|number| match signals::disposition(number) {
            Ok(Disposition::Default) => vm.int(0),
            Ok(Disposition::Ignore) => vm.int(1),
            _ => Value::NONE,
        });
        *state.handlers.borrow_mut() = handlers.collect();
        state.wakeup_fd.set(-1);
        let handler = PyNative::function(&DEFAULT_INT_HANDLER, Some(vm.str("_signal"))).into_value();
        *state.int_handler.borrow_mut() = Some(handler);
    }
    state
}

/// At the start of the program: the calling thread is the main one, Ctrl-C raises KeyboardInterrupt, and writing to a
/// closed pipe is an error, not the end.
pub fn install(vm: &Vm) {
    let state = state(vm);
    let target: *const Interpreter = vm.interpreter();
    signals::begin(arrived, target as *mut ());
    let is_default = state.handlers.borrow()[libc::SIGINT as usize].as_inline_int() == Some(0);
    if is_default && signals::set_disposition(libc::SIGINT, Disposition::Note).is_ok() {
        let handler = state.int_handler.borrow().clone().unwrap_or(Value::NONE);
        state.handlers.borrow_mut()[libc::SIGINT as usize] = handler;
    }
    for number in [libc::SIGPIPE, libc::SIGXFSZ] {
        if signals::set_disposition(number, Disposition::Ignore).is_ok() {
            state.handlers.borrow_mut()[number as usize] = vm.int(1);
        }
    }
}

/// Runs in the signal handler.
fn arrived(target: *mut ()) {
    crate::vm::gil::signal_arrived(target as *const Interpreter);
}

impl Vm {
    /// Calls the Python handlers of signals that have arrived.
    pub(crate) fn run_signal_handlers(&self) -> PyResult<()> {
        if !self.is_main_thread() {
            return Ok(());
        }
        self.gil.signalled.store(false, std::sync::atomic::Ordering::SeqCst);
        let pending = signals::take_pending();
        for (index, &number) in pending.iter().enumerate() {
            let handler = state(self).handlers.borrow()[number as usize].clone();
            if handler.is_none() || handler.as_inline_int().is_some() {
                continue;
            }
            let frame = self.frame_at(0).map_or(Value::NONE, Ref::into_value);
            if let Err(raised) = self.call(&handler, &[self.int(number as i64), frame]) {
                // The others have their turn at the next occasion.
                pending[index + 1..].iter().for_each(|&number| signals::note(number));
                return Err(raised);
            }
        }
        Ok(())
    }
}

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[
        function(
            "signal(signalnum, handler, /)",
            "Set the action for the given signal.\n\nThe action can be SIG_DFL, SIG_IGN, or a callable Python object.\nThe previous action is returned.  See getsignal() for possible return values.\n\n*** IMPORTANT NOTICE ***\nA signal handler function is called with two arguments:\nthe first is the signal number, the second is the interrupted stack frame.",
            wrap(signal),
        ),
        function(
            "getsignal(signalnum, /)",
            "Return the current action for the given signal.\n\nThe return value can be:\n  SIG_IGN -- if the signal is being ignored\n  SIG_DFL -- if the default action for the signal is in effect\n  None    -- if an unknown handler is in effect\n  anything else -- the callable Python object used as a handler",
            wrap(getsignal),
        ),
        function("raise_signal(signalnum, /)", "Send a signal to the executing process.", wrap(raise_signal)),
        function(
            "strsignal(signalnum, /)",
            "Return the system description of the given signal.\n\nReturns the description of signal *signalnum*, such as \"Interrupt\"\nfor :const:`SIGINT`. Returns :const:`None` if *signalnum* has no\ndescription. Raises :exc:`ValueError` if *signalnum* is invalid.",
            wrap(strsignal),
        ),
        function(
            "valid_signals()",
            "Return a set of valid signal numbers on this platform.\n\nThe signal numbers returned by this function can be safely passed to\nfunctions like `pthread_kill`.",
            wrap(valid_signals),
        ),
        function(
            "siginterrupt(signalnum, flag, /)",
            "Change system call restart behaviour.\n\nIf flag is False, system calls will be restarted when interrupted by\nsignal sig, else system calls will be interrupted.",
            wrap(siginterrupt),
        ),
        function(
            "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)",
            "Sets the fd to be written to (with the signal number) when a signal comes in.\n\nA library can use this to wakeup select or poll.\nThe previous fd or -1 is returned.\n\nThe fd must be non-blocking.",
            wrap(set_wakeup_fd),
        ),
        function("alarm(seconds, /)", "Arrange for SIGALRM to arrive after the given number of seconds.", wrap(alarm)),
        function("pause()", "Wait until a signal arrives.", wrap(pause)),
        function(
            "setitimer(which, seconds, interval=0.0, /)",
            "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).\n\nThe timer will fire after value seconds and after that every interval seconds.\nThe itimer can be cleared by setting seconds to zero.\n\nReturns old values as a tuple: (delay, interval).",
            wrap(setitimer),
        ),
        function("getitimer(which, /)", "Returns current value of given itimer.", wrap(getitimer)),
        function("pthread_kill(thread_id, signalnum, /)", "Send a signal to a thread.", wrap(pthread_kill)),
        function(
            "pthread_sigmask(how, mask, /)",
            "Fetch and/or change the signal mask of the calling thread.",
            wrap(pthread_sigmask),
        ),
        function(
            "sigpending()",
            "Examine pending signals.\n\nReturns a set of signal numbers that are pending for delivery to\nthe calling thread.",
            wrap(sigpending),
        ),
        function(
            "sigwait(sigset, /)",
            "Wait for a signal.\n\nSuspend execution of the calling thread until the delivery of one of the\nsignals specified in the signal set sigset.  The function accepts the signal\nand returns the signal number.",
            wrap(sigwait),
        ),
        function(
            "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)",
            "Send a signal to a process referred to by a pid file descriptor.",
            wrap(pidfd_send_signal),
        ),
    ],
    init,
    ..NativeModule::of("_signal")
};

const NAMES: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGABRT", libc::SIGABRT),
    ("SIGBUS", libc::SIGBUS),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGIO", libc::SIGIO),
    ("SIGSYS", libc::SIGSYS),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("NSIG", NSIG),
];

#[cfg(target_os = "linux")]
const LINUX_NAMES: &[(&str, i32)] = &[
    ("SIGIOT", libc::SIGABRT),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGPOLL", libc::SIGIO),
    ("SIGPWR", 30),
    ("SIGSTKFLT", 16),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
];
#[cfg(not(target_os = "linux"))]
const LINUX_NAMES: &[(&str, i32)] = &[];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for &(name, number) in NAMES.iter().chain(LINUX_NAMES) {
        module.dict.set_name(vm, name, vm.int(number as i64));
    }
    let handler = state(vm).int_handler.borrow().clone().unwrap_or(Value::NONE);
    module.dict.set_name(vm, "default_int_handler", handler);
    module.dict.set_name(vm, "ItimerError", vm.exceptions().OSError.to_value());
    Ok(())
}

fn default_int_handler(vm: &Vm, _number: &Value, _frame: &Value) -> PyResult<()> {
    let exception = vm.new_exception(&vm.exceptions().KeyboardInterrupt, &[])?;
    Err(vm.raise(exception))
}

fn check_number(vm: &Vm, number: i32) -> PyResult<()> {
    if (1..NSIG).contains(&number) { Ok(()) } else { Err(vm.value_error("signal number out of range")) }
}

fn done<T>(vm: &Vm, result: std::io::Result<T>) -> PyResult<T> {
    result.map_err(|error| crate::kernel::descriptors::io_error(vm, &error))
}

fn signal(vm: &Vm, number: i32, handler: &Value) -> PyResult<Value> {
    if !vm.is_main_thread() {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let disposition = match handler.as_inline_int() {
        Some(0) => Disposition::Default,
        Some(1) => Disposition::Ignore,
        _ if vm.is_callable(handler) => Disposition::Note,
        _ => {
            let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(vm.type_error(message));
        }
    };
    check_number(vm, number)?;
    vm.poll()?;
    done(vm, signals::set_disposition(number, disposition))?;
    let old = std::mem::replace(&mut state(vm).handlers.borrow_mut()[number as usize], handler.clone());
    Ok(old)
}

fn getsignal(vm: &Vm, number: i32) -> PyResult<Value> {
    check_number(vm, number)?;
    let handler = state(vm).handlers.borrow()[number as usize].clone();
    Ok(handler)
}

fn raise_signal(vm: &Vm, number: i32) -> PyResult<()> {
    done(vm, signals::raise(number))?;
    vm.poll()
}

fn strsignal(vm: &Vm, number: i32) -> PyResult<Value> {
    check_number(vm, number)?;
    Ok(signals::description(number).map_or(Value::NONE, |text| vm.str(&text)))
}

fn set_of(vm: &Vm, numbers: impl IntoIterator<Item = i32>) -> PyResult<Value> {
    let set = PySet::new();
    for number in numbers {
        vm.set_add(&set, vm.int(number as i64))?;
    }
    Ok(set.into_value())
}

fn valid_signals(vm: &Vm) -> PyResult<Value> {
    set_of(vm, signals::valid())
}

fn siginterrupt(vm: &Vm, number: i32, flag: bool) -> PyResult<()> {
    check_number(vm, number)?;
    done(vm, signals::interrupt_calls(number, flag))
}

fn set_wakeup_fd(vm: &Vm, fd: i32, _warn: bool) -> PyResult<i32> {
    if !vm.is_main_thread() {
        return Err(vm.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
    }
    if fd >= 0 {
        let nonblocking = done(vm, signals::is_nonblocking(fd))?;
        if !nonblocking {
            return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    signals::set_wakeup_fd(fd);
    Ok(state(vm).wakeup_fd.replace(fd.max(-1)))
}

fn alarm(_: &Vm, seconds: i32) -> u32 {
    signals::alarm(seconds.max(0) as u32)
}

fn pause(vm: &Vm) -> PyResult<()> {
    vm.allow_threads(signals::pause);
    vm.poll()
}

fn pair(vm: &Vm, (delay, interval): (f64, f64)) -> Value {
    vm.tuple(vec![Value::float(delay), Value::float(interval)])
}

fn setitimer(vm: &Vm, which: i32, seconds: f64, interval: f64) -> PyResult<Value> {
    let old = done(vm, signals::set_timer(which, seconds, interval))?;
    Ok(pair(vm, old))
}

fn getitimer(vm: &Vm, which: i32) -> PyResult<Value> {
    let now = done(vm, signals::timer(which))?;
    Ok(pair(vm, now))
}

fn pthread_kill(vm: &Vm, thread: u64, number: i32) -> PyResult<()> {
    done(vm, signals::kill_thread(thread, number))?;
    vm.poll()
}

pub fn numbers_of(vm: &Vm, mask: &Value) -> PyResult<Vec<i32>> {
    let mut numbers = Vec::new();
    for value in vm.collect(mask)? {
        let number = vm.index(&value)?.as_inline_int().unwrap_or(-1);
        if !(1..NSIG as i64).contains(&number) {
            return Err(vm.value_error(format!("signal number {number} out of range [1; {}]", NSIG - 1)));
        }
        numbers.push(number as i32);
    }
    Ok(numbers)
}

fn pthread_sigmask(vm: &Vm, how: i32, mask: &Value) -> PyResult<Value> {
    let numbers = numbers_of(vm, mask)?;
    let old = done(vm, signals::change_mask(how, &numbers))?;
    vm.poll()?;
    set_of(vm, old)
}

fn sigpending(vm: &Vm) -> PyResult<Value> {
    set_of(vm, signals::blocked_pending())
}

fn sigwait(vm: &Vm, mask: &Value) -> PyResult<i32> {
    let numbers = numbers_of(vm, mask)?;
    let number = vm.allow_threads(|| signals::wait_for(&numbers));
    done(vm, number)
}

fn pidfd_send_signal(vm: &Vm, pidfd: i32, number: i32, siginfo: &Value, flags: u32) -> PyResult<()> {
    if !siginfo.is_none() {
        return Err(vm.type_error("siginfo must be None"));
    }
    done(vm, signals::pidfd_send(pidfd, number, flags))?;
    vm.poll()
}
