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

/// What an error number means, in the system's words.
pub fn error_text(number: i32) -> String {
    let mut buffer = [0 as libc::c_char; 256];
    // SAFETY: the buffer is as long as said; the result is a terminated string in it.
    unsafe {
        if libc::strerror_r(number, buffer.as_mut_ptr(), buffer.len()) != 0 {
            return format!("Unknown error {number}");
        }
        std::ffi::CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned()
    }
}

/// Names the calling thread for the system's tools; what is too long for it is cut.
pub fn set_name(name: &str) {
    #[cfg(target_os = "linux")]
    {
        let mut buffer = [0u8; 16];
        let bytes = name.as_bytes();
        let length = bytes.len().min(15);
        buffer[..length].copy_from_slice(&bytes[..length]);
        // SAFETY: the buffer ends with a zero.
        unsafe { libc::prctl(libc::PR_SET_NAME, buffer.as_ptr()) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = name;
}
