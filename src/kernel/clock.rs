//! The time as the event loop sees it: seconds of the monotonic clock.

use std::time::Duration;

/// Seconds since some point; never goes back.
pub fn monotonic() -> f64 {
    crate::sys::clock::monotonic() as f64 * 1e-9
}

/// The smallest step of that clock, in seconds.
pub const RESOLUTION: f64 = 1e-9;

/// A number of seconds as a duration, negative ones being none; `None` when it is too long to wait for.
pub fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}
