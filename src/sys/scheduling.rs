//! Priorities and processors, and waiting for children in the ways that `waitpid` does not offer.
#![allow(unsafe_code)]

use super::{Errno, Outcome, check};

/// Calls something that may give -1 as its result: errno tells.
fn with_errno(call: impl FnOnce() -> i32) -> Outcome<i32> {
    // SAFETY: errno is the calling thread's own.
    unsafe { *libc::__errno_location() = 0 };
    let result = call();
    let errno = Errno::last();
    if result == -1 && errno.0 != 0 { Err(errno) } else { Ok(result) }
}

pub fn nice(increment: i32) -> Outcome<i32> {
    // SAFETY: no memory is passed.
    with_errno(|| unsafe { libc::nice(increment) })
}

pub fn priority(which: i32, who: u32) -> Outcome<i32> {
    // SAFETY: no memory is passed.
    with_errno(|| unsafe { libc::getpriority(which as _, who) })
}

pub fn set_priority(which: i32, who: u32, priority: i32) -> Outcome<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::setpriority(which as _, who, priority) }).map(drop)
}

macro_rules! plain {
    ($($name:ident($($arg:ident),*) = $call:ident;)*) => {
        $(pub fn $name($($arg: i32),*) -> Outcome<i32> {
            // SAFETY: no memory is passed.
            check(unsafe { libc::$call($($arg),*) })
        })*
    };
}
plain! {
    highest(policy) = sched_get_priority_max;
    lowest(policy) = sched_get_priority_min;
    policy(process) = sched_getscheduler;
}

fn parameters(priority: i32) -> libc::sched_param {
    // SAFETY: all zeros is a valid value.
    let mut parameters: libc::sched_param = unsafe { std::mem::zeroed() };
    parameters.sched_priority = priority;
    parameters
}

pub fn parameter(process: i32) -> Outcome<i32> {
    let mut found = parameters(0);
    // SAFETY: a place for the result.
    check(unsafe { libc::sched_getparam(process, &mut found) }).map(|_| found.sched_priority)
}

pub fn set_parameter(process: i32, priority: i32) -> Outcome<()> {
    // SAFETY: the structure is valid for the call.
    check(unsafe { libc::sched_setparam(process, &parameters(priority)) }).map(drop)
}

pub fn set_policy(process: i32, policy: i32, priority: i32) -> Outcome<()> {
    // SAFETY: the structure is valid for the call.
    check(unsafe { libc::sched_setscheduler(process, policy, &parameters(priority)) }).map(drop)
}

/// Seconds.
pub fn interval(process: i32) -> Outcome<f64> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result.
    check(unsafe { libc::sched_rr_get_interval(process, &mut time) })?;
    Ok(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

/// The processors that a process may run on; 0: the calling one.
pub fn processors(process: i32) -> Outcome<Vec<usize>> {
    // SAFETY: the set is plain data that the call fills.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        check(libc::sched_getaffinity(process, size_of::<libc::cpu_set_t>(), &mut set))?;
        Ok((0..libc::CPU_SETSIZE as usize).filter(|&cpu| libc::CPU_ISSET(cpu, &set)).collect())
    }
}

pub fn set_processors(process: i32, cpus: &[usize]) -> Outcome<()> {
    // SAFETY: the set is plain data, and the numbers in range.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for &cpu in cpus.iter().filter(|&&cpu| cpu < libc::CPU_SETSIZE as usize) {
            libc::CPU_SET(cpu, &mut set);
        }
        check(libc::sched_setaffinity(process, size_of::<libc::cpu_set_t>(), &set)).map(drop)
    }
}

/// What a process has used, or its children.
pub struct Usage {
    /// Seconds in user and system mode.
    pub times: [f64; 2],
    /// The other fifteen numbers, in the order of the system's structure but for the times.
    pub counts: [i64; 14],
}

fn usage_of(usage: &libc::rusage) -> Usage {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    Usage {
        times: [seconds(usage.ru_utime), seconds(usage.ru_stime)],
        counts: [
            usage.ru_maxrss,
            usage.ru_ixrss,
            usage.ru_idrss,
            usage.ru_isrss,
            usage.ru_minflt,
            usage.ru_majflt,
            usage.ru_nswap,
            usage.ru_inblock,
            usage.ru_oublock,
            usage.ru_msgsnd,
            usage.ru_msgrcv,
            usage.ru_nsignals,
            usage.ru_nvcsw,
            usage.ru_nivcsw,
        ],
    }
}

pub fn usage(who: i32) -> Outcome<Usage> {
    // SAFETY: a place for the result.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        check(libc::getrusage(who as _, &mut usage))?;
        Ok(usage_of(&usage))
    }
}

/// Soft and hard limit of a resource.
pub fn limit(resource: i32) -> Outcome<(u64, u64)> {
    // SAFETY: a place for the result.
    unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        check(libc::getrlimit(resource as _, &mut limit))?;
        Ok((limit.rlim_cur, limit.rlim_max))
    }
}

/// Sets (if so asked) and gives the limits of a resource; process 0: the calling one.
pub fn process_limit(process: i32, resource: i32, new: Option<(u64, u64)>) -> Outcome<(u64, u64)> {
    let new = new.map(|(soft, hard)| libc::rlimit { rlim_cur: soft, rlim_max: hard });
    let pointer = new.as_ref().map_or(std::ptr::null(), |limit| limit as *const libc::rlimit);
    // SAFETY: a place for the result, and a structure that is valid for the call.
    unsafe {
        let mut old: libc::rlimit = std::mem::zeroed();
        check(libc::prlimit(process, resource as _, pointer, &mut old))?;
        Ok((old.rlim_cur, old.rlim_max))
    }
}

/// Waits for a child: number, status, what it has used.
pub fn wait_with_usage(process: i32, options: i32) -> Outcome<(i32, i32, Usage)> {
    // SAFETY: places for results.
    unsafe {
        let mut status = 0;
        let mut usage: libc::rusage = std::mem::zeroed();
        let found = check(libc::wait4(process, &mut status, options, &mut usage))?;
        Ok((found, status, usage_of(&usage)))
    }
}

/// Waits for a child by what `waitid` can name it: number, user, signal, status, code. `None`: none has changed.
pub fn wait_for(kind: i32, id: u32, options: i32) -> Outcome<Option<[i64; 5]>> {
    // SAFETY: a place for the result, whose parts are those of a child's change.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        check(libc::waitid(kind as _, id, &mut info, options))?;
        if info.si_pid() == 0 {
            return Ok(None);
        }
        let numbers = [info.si_pid(), info.si_uid() as i32, info.si_signo, info.si_status(), info.si_code];
        let mut numbers = numbers.map(i64::from);
        numbers[1] = info.si_uid() as i64;
        Ok(Some(numbers))
    }
}

/// A descriptor that can be read when a process has ended.
pub fn process_descriptor(process: i32, flags: u32) -> Outcome<i32> {
    // SAFETY: no memory is passed.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, process, flags) };
    check(fd).map(|fd| fd as i32)
}
