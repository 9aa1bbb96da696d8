//! The memory of the process.
#![allow(unsafe_code)]

/// Gives memory that has been freed, but is kept for later, back to the system.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it may be called at any time, from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}
