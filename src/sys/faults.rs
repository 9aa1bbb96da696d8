//! Signals that end a process because something is broken: what is to be written is written first, then the signal takes
//! its course. What runs here may run in a signal handler: it allocates nothing and takes no lock.
#![allow(unsafe_code)]

use std::io;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

/// The signals and what CPython calls them.
pub const FATAL: [(i32, &str); 5] = [
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGSEGV, "Segmentation fault"),
];

static ENABLED: AtomicBool = AtomicBool::new(false);
static REPORT: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

/// From now on `report` is called with the number of such a signal before that ends the process.
pub fn enable(report: fn(i32)) -> io::Result<()> {
    REPORT.store(report as *mut (), Ordering::SeqCst);
    if ENABLED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    for (number, _) in FATAL {
        set_handler(number, fatal as *const () as usize, libc::SA_NODEFER | libc::SA_ONSTACK)?;
    }
    Ok(())
}

/// They end the process silently again; false if they did already.
pub fn disable() -> bool {
    let was = ENABLED.swap(false, Ordering::SeqCst);
    if was {
        for (number, _) in FATAL {
            let _ = set_handler(number, libc::SIG_DFL, 0);
        }
    }
    was
}

pub fn is_enabled() -> bool {
    ENABLED.load(Ordering::SeqCst)
}

/// `report` is called with the number of a signal whenever that arrives.
pub fn watch(number: i32, report: fn(i32)) -> io::Result<()> {
    REPORT.store(report as *mut (), Ordering::SeqCst);
    set_handler(number, watched as *const () as usize, libc::SA_ONSTACK | libc::SA_RESTART)
}

/// The signal has its default effect again.
pub fn unwatch(number: i32) -> io::Result<()> {
    set_handler(number, libc::SIG_DFL, 0)
}

fn set_handler(number: i32, handler: usize, flags: i32) -> io::Result<()> {
    // SAFETY: the structure is filled as the system asks for.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        action.sa_flags = flags;
        libc::sigemptyset(&mut action.sa_mask);
        if libc::sigaction(number, &action, std::ptr::null_mut()) == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }
}

extern "C" fn fatal(number: libc::c_int) {
    // A fault while reporting ends the process at once.
    let _ = set_handler(number, libc::SIG_DFL, 0);
    report(number);
    // SAFETY: no preconditions; the default effect is the end.
    unsafe {
        libc::raise(number);
    }
}

extern "C" fn watched(number: libc::c_int) {
    // SAFETY: errno is the thread's own, and is put back.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        report(number);
        *errno = saved;
    }
}

fn report(number: i32) {
    let report = REPORT.load(Ordering::SeqCst);
    if !report.is_null() {
        // SAFETY: only functions of this type are stored.
        let report: fn(i32) = unsafe { std::mem::transmute(report) };
        report(number);
    }
}

/// Reads from address 0, for tests of what happens then.
pub fn read_null() {
    // SAFETY: none: the process ends here, which is the point.
    unsafe {
        std::ptr::read_volatile(std::ptr::null::<u8>().wrapping_add(0));
    }
}

/// Ends the process without any cleaning up.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: no preconditions.
    unsafe { libc::_exit(status) }
}
