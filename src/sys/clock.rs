//! The one place that all of Coil asks for the time, in nanoseconds. A virtual clock takes its place by [`install`].
#![allow(unsafe_code)]

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Errno, Outcome, check};

/// What can stand in for the system's clocks.
pub trait Clock: Send + Sync {
    /// Nanoseconds since the epoch.
    fn realtime(&self) -> i128;
    /// Nanoseconds since some point; never goes back.
    fn monotonic(&self) -> i128;
    /// Lets the time pass.
    fn sleep(&self, duration: Duration);
}

static REPLACED: AtomicBool = AtomicBool::new(false);
static REPLACEMENT: RwLock<Option<Box<dyn Clock>>> = RwLock::new(None);

/// Puts a clock in the system's place, or with `None` gives it back.
pub fn install(clock: Option<Box<dyn Clock>>) {
    let mut replacement = REPLACEMENT.write().unwrap_or_else(|poisoned| poisoned.into_inner());
    REPLACED.store(clock.is_some(), Ordering::SeqCst);
    *replacement = clock;
}

fn replaced<R>(ask: impl FnOnce(&dyn Clock) -> R) -> Option<R> {
    if !REPLACED.load(Ordering::Relaxed) {
        return None;
    }
    let replacement = REPLACEMENT.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    replacement.as_deref().map(ask)
}

/// Nanoseconds since the epoch.
pub fn realtime() -> i128 {
    replaced(|clock| clock.realtime()).unwrap_or_else(|| system(libc::CLOCK_REALTIME).unwrap_or(0))
}

/// Nanoseconds since some point; never goes back.
pub fn monotonic() -> i128 {
    replaced(|clock| clock.monotonic()).unwrap_or_else(|| system(libc::CLOCK_MONOTONIC).unwrap_or(0))
}

/// Nanoseconds that the process has computed.
pub fn process_time() -> i128 {
    system(libc::CLOCK_PROCESS_CPUTIME_ID).unwrap_or(0)
}

/// Nanoseconds that the calling thread has computed.
pub fn thread_time() -> i128 {
    system(libc::CLOCK_THREAD_CPUTIME_ID).unwrap_or(0)
}

/// A clock of the system by its number.
pub fn get(clock: i32) -> Outcome<i128> {
    let virtual_time = replaced(|replacement| match clock {
        libc::CLOCK_REALTIME => Some(replacement.realtime()),
        libc::CLOCK_MONOTONIC => Some(replacement.monotonic()),
        _ => None,
    });
    match virtual_time.flatten() {
        Some(time) => Ok(time),
        None => system(clock),
    }
}

fn system(clock: i32) -> Outcome<i128> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call fills the struct.
    check(unsafe { libc::clock_gettime(clock, &mut time) })?;
    Ok(nanoseconds(time))
}

/// The resolution of a clock of the system.
pub fn resolution(clock: i32) -> Outcome<i128> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call fills the struct.
    check(unsafe { libc::clock_getres(clock, &mut time) })?;
    Ok(nanoseconds(time))
}

/// Sets a clock of the system.
pub fn set(clock: i32, time: i128) -> Outcome<()> {
    let time = timespec(time)?;
    // SAFETY: the call reads the struct.
    check(unsafe { libc::clock_settime(clock, &time) }).map(drop)
}

fn nanoseconds(time: libc::timespec) -> i128 {
    time.tv_sec as i128 * 1_000_000_000 + time.tv_nsec as i128
}

fn timespec(time: i128) -> Outcome<libc::timespec> {
    let seconds = time.div_euclid(1_000_000_000).try_into().map_err(|_| Errno(libc::EOVERFLOW))?;
    Ok(libc::timespec { tv_sec: seconds, tv_nsec: time.rem_euclid(1_000_000_000) as _ })
}

/// Sleeps until `deadline` of the monotonic clock; EINTR when a signal comes first.
pub fn sleep_until(deadline: i128) -> Outcome<()> {
    let left = deadline - monotonic();
    if left <= 0 {
        return Ok(());
    }
    let nanos = u64::try_from(left).unwrap_or(u64::MAX);
    if replaced(|clock| clock.sleep(Duration::from_nanos(nanos))).is_some() {
        return Ok(());
    }
    let time = timespec(deadline)?;
    // SAFETY: the call reads the struct; an absolute deadline needs no remainder.
    match unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &time, std::ptr::null_mut()) } {
        0 => Ok(()),
        error => Err(Errno(error)),
    }
}

/// A moment in the calendar.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Year, month from 1, day, hour, minute, second, weekday from Monday = 0, day of the year from 1, daylight saving.
    pub fields: [i64; 9],
    pub zone: String,
    pub offset: i64,
}

fn calendar(time: &libc::tm) -> Calendar {
    let zone = if time.tm_zone.is_null() {
        String::new()
    } else {
        // SAFETY: the C library gives a static or long-lived name.
        unsafe { std::ffi::CStr::from_ptr(time.tm_zone) }.to_string_lossy().into_owned()
    };
    let weekday = (time.tm_wday as i64 + 6) % 7;
    let fields = [
        time.tm_year as i64 + 1900,
        time.tm_mon as i64 + 1,
        time.tm_mday as i64,
        time.tm_hour as i64,
        time.tm_min as i64,
        time.tm_sec as i64,
        weekday,
        time.tm_yday as i64 + 1,
        time.tm_isdst as i64,
    ];
    Calendar { fields, zone, offset: time.tm_gmtoff }
}

fn empty_tm() -> libc::tm {
    // SAFETY: the struct is plain data, for which zeros are valid.
    unsafe { std::mem::zeroed() }
}

/// Local time of seconds since the epoch.
pub fn local(seconds: i64) -> Outcome<Calendar> {
    let mut out = empty_tm();
    // SAFETY: both pointers are valid for the call.
    if unsafe { libc::localtime_r(&seconds, &mut out) }.is_null() {
        return Err(Errno::last());
    }
    Ok(calendar(&out))
}

/// Universal time of seconds since the epoch.
pub fn universal(seconds: i64) -> Outcome<Calendar> {
    let mut out = empty_tm();
    // SAFETY: both pointers are valid for the call.
    if unsafe { libc::gmtime_r(&seconds, &mut out) }.is_null() {
        return Err(Errno::last());
    }
    let mut calendar = calendar(&out);
    calendar.zone = "UTC".to_string();
    Ok(calendar)
}

fn to_tm(fields: &[i64; 9]) -> Option<libc::tm> {
    let mut time = empty_tm();
    time.tm_year = i32::try_from(fields[0].checked_sub(1900)?).ok()?;
    time.tm_mon = fields[1] as i32 - 1;
    time.tm_mday = fields[2] as i32;
    time.tm_hour = fields[3] as i32;
    time.tm_min = fields[4] as i32;
    time.tm_sec = fields[5] as i32;
    time.tm_wday = (fields[6] as i32 + 1).rem_euclid(7);
    time.tm_yday = fields[7] as i32 - 1;
    time.tm_isdst = fields[8] as i32;
    Some(time)
}

/// Seconds since the epoch of a local time; `None` when out of range.
pub fn make_time(fields: &[i64; 9]) -> Option<i64> {
    let mut time = to_tm(fields)?;
    // mktime sets the weekday: if it does not, -1 was an error and no time.
    time.tm_wday = -1;
    // SAFETY: the struct is valid for the call.
    let seconds = unsafe { libc::mktime(&mut time) };
    (seconds != -1 || time.tm_wday != -1).then_some(seconds)
}

/// The C library's formatting of a time.
pub fn format(format: &[u8], fields: &[i64; 9], zone: Option<(&str, i64)>) -> Option<Vec<u8>> {
    let mut time = to_tm(fields)?;
    let zone_name = zone.and_then(|(name, _)| std::ffi::CString::new(name).ok());
    if let (Some(name), Some((_, offset))) = (&zone_name, zone) {
        time.tm_zone = name.as_ptr();
        time.tm_gmtoff = offset as _;
    }
    // A leading mark tells an empty result from one that did not fit.
    let mut marked = vec![b'#'];
    marked.extend_from_slice(format);
    let marked = std::ffi::CString::new(marked).ok()?;
    let mut buffer = vec![0u8; 1024];
    loop {
        // SAFETY: the buffer has the length given; format and struct are valid for the call.
        let length = unsafe { libc::strftime(buffer.as_mut_ptr() as *mut _, buffer.len(), marked.as_ptr(), &time) };
        if length > 0 {
            return Some(buffer[1..length].to_vec());
        }
        if buffer.len() > 1 << 20 {
            return None;
        }
        buffer.resize(buffer.len() * 4, 0);
    }
}

/// Reads the TZ variable again.
pub fn tzset() {
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: the call has no arguments; the GIL keeps other scripts' threads from the environment meanwhile.
    unsafe { tzset() }
}
