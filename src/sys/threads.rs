//! Identities of threads.
#![allow(unsafe_code)]

/// The identity of the calling thread, as `threading.get_ident()` shows it.
pub fn current_id() -> u64 {
    // SAFETY: no preconditions.
    unsafe { libc::pthread_self() as u64 }
}

/// The kernel's number of the calling thread.
pub fn native_id() -> u64 {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // SAFETY: no preconditions.
        unsafe { libc::syscall(libc::SYS_gettid) as u64 }
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        current_id()
    }
}
