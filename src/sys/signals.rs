//! Signals: what arrives is noted, and whoever waits is woken. What Python does about it is in `modules/_signal`.
//!
//! The handler does nothing but what is allowed in one: atomics, `write`, `pthread_kill`. A signal that another thread
//! gets is passed on to the main one, so that its system calls are interrupted.
#![allow(unsafe_code)]

use std::io;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering};

use crate::kernel::poller::Poller;

/// One more than the greatest signal number.
pub const NSIG: i32 = 65;

static PENDING: [AtomicBool; NSIG as usize] = [const { AtomicBool::new(false) }; NSIG as usize];
static WAITING: AtomicPtr<Poller> = AtomicPtr::new(std::ptr::null_mut());
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);
static HOOK: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
static TARGET: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

/// The calling thread is the main one; `hook(target)` runs in the handler whenever a signal has been noted.
pub fn begin(hook: fn(*mut ()), target: *mut ()) {
    TARGET.store(target, Ordering::SeqCst);
    HOOK.store(hook as *mut (), Ordering::SeqCst);
    MAIN_THREAD.store(super::threads::current_id(), Ordering::SeqCst);
}

/// The main thread is about to wait with this poller, which a signal has to wake; `None`: it no longer waits. The poller
/// must stay where it is meanwhile.
pub fn wake_on_signal(poller: Option<&Poller>) {
    let pointer = poller.map_or(std::ptr::null_mut(), |poller| poller as *const Poller as *mut Poller);
    WAITING.store(pointer, Ordering::SeqCst);
}

/// A byte with its number is written to this descriptor when a signal arrives; -1: none. Gives the former one.
pub fn set_wakeup_fd(fd: i32) -> i32 {
    WAKEUP_FD.swap(fd, Ordering::SeqCst)
}

/// Takes note of the signals that have arrived since the last call.
pub fn take_pending() -> Vec<i32> {
    (1..NSIG).filter(|&number| PENDING[number as usize].swap(false, Ordering::SeqCst)).collect()
}

/// Notes a signal as if it had arrived.
pub fn note(number: i32) {
    PENDING[number as usize].store(true, Ordering::SeqCst);
    let hook = HOOK.load(Ordering::SeqCst);
    if !hook.is_null() {
        // SAFETY: only `begin` stores here, and it stores such a function.
        let hook: fn(*mut ()) = unsafe { std::mem::transmute(hook) };
        hook(TARGET.load(Ordering::SeqCst));
    }
}

extern "C" fn handler(number: libc::c_int) {
    if !(1..NSIG).contains(&number) {
        return;
    }
    // SAFETY: all that is called here may be called in a handler; errno is put back.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        let main = MAIN_THREAD.load(Ordering::SeqCst);
        if main != 0 && main != super::threads::current_id() {
            libc::pthread_kill(main as libc::pthread_t, number);
            *errno = saved;
            return;
        }
        note(number);
        let fd = WAKEUP_FD.load(Ordering::SeqCst);
        if fd >= 0 {
            let byte = number as u8;
            libc::write(fd, (&raw const byte).cast(), 1);
        }
        let poller = WAITING.load(Ordering::SeqCst);
        if !poller.is_null() {
            // This is the main thread, whose wait keeps the poller in place.
            (*poller).notify();
        }
        *errno = saved;
    }
}

/// What the system does with a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    Default,
    Ignore,
    /// It is noted for Python's handler.
    Note,
    /// Somebody else's handler.
    Foreign,
}

/// Sets what is done with a signal. Interrupted system calls are not restarted: their callers look at the handlers first.
pub fn set_disposition(number: i32, disposition: Disposition) -> io::Result<()> {
    // SAFETY: the structure is filled as the system asks for.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = match disposition {
            Disposition::Default => libc::SIG_DFL,
            Disposition::Ignore => libc::SIG_IGN,
            Disposition::Note | Disposition::Foreign => handler as *const () as usize,
        };
        libc::sigemptyset(&mut action.sa_mask);
        check(libc::sigaction(number, &action, std::ptr::null_mut()))
    }
}

/// What is done with a signal now.
pub fn disposition(number: i32) -> io::Result<Disposition> {
    // SAFETY: the structure is a place for the result.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        check(libc::sigaction(number, std::ptr::null(), &mut action))?;
        Ok(match action.sa_sigaction {
            libc::SIG_DFL => Disposition::Default,
            libc::SIG_IGN => Disposition::Ignore,
            other if other == handler as *const () as usize => Disposition::Note,
            _ => Disposition::Foreign,
        })
    }
}

/// Whether a signal interrupts system calls, or they are restarted after it.
pub fn interrupt_calls(number: i32, interrupt: bool) -> io::Result<()> {
    // SAFETY: the structure comes from the system and goes back with one flag changed.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        check(libc::sigaction(number, std::ptr::null(), &mut action))?;
        if interrupt {
            action.sa_flags &= !libc::SA_RESTART;
        } else {
            action.sa_flags |= libc::SA_RESTART;
        }
        check(libc::sigaction(number, &action, std::ptr::null_mut()))
    }
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Which signals a thread does not get.
pub struct Mask(libc::sigset_t);

/// Blocks every signal in the calling thread: others get them. Gives what was blocked before.
pub fn block_all() -> Mask {
    // SAFETY: the set is filled before it is used.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        let mut old: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut set);
        libc::pthread_sigmask(libc::SIG_SETMASK, &set, &mut old);
        Mask(old)
    }
}

pub fn restore_mask(mask: &Mask) {
    // SAFETY: the set came from the system.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &mask.0, std::ptr::null_mut()) };
}

/// In a child that is about to run another program: no handler of ours runs any more.
pub fn reset_noted() {
    for number in 1..NSIG {
        if matches!(disposition(number), Ok(Disposition::Note)) {
            let _ = set_disposition(number, Disposition::Default);
        }
    }
}

/// In the same place: what programs start by ignoring is as it was.
pub fn reset_ignored() {
    for number in [libc::SIGPIPE, libc::SIGXFSZ] {
        let _ = set_disposition(number, Disposition::Default);
    }
}

/// In a forked child: the calling thread is the main one, and what arrived was the parent's.
pub fn after_fork() {
    MAIN_THREAD.store(super::threads::current_id(), Ordering::SeqCst);
    PENDING.iter().for_each(|pending| pending.store(false, Ordering::SeqCst));
}

/// A set of signals for system calls.
pub(super) fn set_of(numbers: &[i32]) -> libc::sigset_t {
    // SAFETY: the set is emptied before it is filled.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        for &number in numbers {
            libc::sigaddset(&mut set, number);
        }
        set
    }
}

fn members(set: &libc::sigset_t) -> Vec<i32> {
    // SAFETY: the set has been initialised.
    (1..NSIG).filter(|&number| unsafe { libc::sigismember(set, number) } == 1).collect()
}

/// Changes the signals that are blocked in the calling thread; gives those that were.
pub fn change_mask(how: i32, numbers: &[i32]) -> io::Result<Vec<i32>> {
    let set = set_of(numbers);
    // SAFETY: both sets are valid.
    unsafe {
        let mut old: libc::sigset_t = std::mem::zeroed();
        match libc::pthread_sigmask(how, &set, &mut old) {
            0 => Ok(members(&old)),
            error => Err(io::Error::from_raw_os_error(error)),
        }
    }
}

/// Signals that wait because they are blocked.
pub fn blocked_pending() -> Vec<i32> {
    // SAFETY: the set is a place for the result.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigpending(&mut set);
        members(&set)
    }
}

/// Waits for one of some blocked signals, and takes it.
pub fn wait_for(numbers: &[i32]) -> io::Result<i32> {
    let set = set_of(numbers);
    let mut number = 0;
    // SAFETY: the set is valid, the number a place for the result.
    match unsafe { libc::sigwait(&set, &mut number) } {
        0 => Ok(number),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// The signals that programs may use.
pub fn valid() -> Vec<i32> {
    // SAFETY: the set is filled before it is read.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut set);
        members(&set)
    }
}

/// Sends a signal to the calling thread.
pub fn raise(number: i32) -> io::Result<()> {
    // SAFETY: no preconditions.
    if unsafe { libc::raise(number) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Sends a signal to a thread of this process.
pub fn kill_thread(thread: u64, number: i32) -> io::Result<()> {
    // SAFETY: the number is one that a thread has given as its identity.
    match unsafe { libc::pthread_kill(thread as libc::pthread_t, number) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// What the system calls a signal.
pub fn description(number: i32) -> Option<String> {
    // SAFETY: the text is copied at once.
    unsafe {
        let text = libc::strsignal(number);
        if text.is_null() {
            return None;
        }
        let text = std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned();
        (!text.starts_with("Unknown signal")).then_some(text)
    }
}

/// Whether a descriptor is in non-blocking mode.
pub fn is_nonblocking(fd: i32) -> io::Result<bool> {
    // SAFETY: no preconditions.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    if flags < 0 { Err(io::Error::last_os_error()) } else { Ok(flags & libc::O_NONBLOCK != 0) }
}

/// Lets SIGALRM arrive after so many seconds; gives what was left of the former alarm.
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: no preconditions.
    unsafe { libc::alarm(seconds) }
}

/// Waits for a signal.
pub fn pause() {
    // SAFETY: no preconditions.
    unsafe { libc::pause() };
}

fn to_timeval(seconds: f64) -> libc::timeval {
    libc::timeval { tv_sec: seconds.trunc() as libc::time_t, tv_usec: (seconds.fract() * 1e6) as libc::suseconds_t }
}

fn to_seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 * 1e-6
}

fn values(timer: &libc::itimerval) -> (f64, f64) {
    (to_seconds(timer.it_value), to_seconds(timer.it_interval))
}

fn which_timer(which: i32) -> libc::c_int {
    which as libc::c_int
}

/// Sets an interval timer; gives what it was: delay and interval in seconds.
pub fn set_timer(which: i32, seconds: f64, interval: f64) -> io::Result<(f64, f64)> {
    let new = libc::itimerval { it_interval: to_timeval(interval), it_value: to_timeval(seconds) };
    // SAFETY: both structures are valid.
    unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        check(libc::setitimer(which_timer(which) as _, &new, &mut old))?;
        Ok(values(&old))
    }
}

/// An interval timer as it is.
pub fn timer(which: i32) -> io::Result<(f64, f64)> {
    // SAFETY: the structure is a place for the result.
    unsafe {
        let mut now: libc::itimerval = std::mem::zeroed();
        check(libc::getitimer(which_timer(which) as _, &mut now))?;
        Ok(values(&now))
    }
}

/// Sends a signal to the process behind a descriptor.
pub fn pidfd_send(pidfd: i32, number: i32, flags: u32) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: no siginfo is passed.
        let result = unsafe {
            libc::syscall(libc::SYS_pidfd_send_signal, pidfd, number, std::ptr::null::<libc::siginfo_t>(), flags)
        };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (pidfd, number, flags);
        Err(io::Error::from_raw_os_error(libc::ENOSYS))
    }
}
