//! The operating system, as safe functions: clocks, descriptors, processes, signals, threads.
//!
//! Nothing here knows of Python: errors are [`Errno`] or `std::io::Error`, and no function takes the VM. What Python calls
//! is in `modules/`; `vm/os_errors.rs` turns errors into exceptions and tries interrupted calls again.

pub mod clock;
pub mod cmath;
pub mod faults;
pub mod files;
pub mod fork;
pub mod fs;
pub mod hosts;
pub mod identity;
pub mod memory;
pub mod messages;
pub mod polls;
pub mod process;
pub mod scheduling;
pub mod signals;
pub mod sockets;
pub mod terminal;
pub mod terminals;
pub mod threads;
pub mod transfers;

/// An error number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Errno(pub i32);

impl Errno {
    /// The error of the last call that failed on this thread.
    pub fn last() -> Errno {
        Errno(std::io::Error::last_os_error().raw_os_error().unwrap_or(0))
    }

    /// The system's text for it, without the number that Rust appends.
    pub fn text(self) -> String {
        let text = std::io::Error::from_raw_os_error(self.0).to_string();
        match text.rfind(" (os error") {
            Some(end) => text[..end].to_string(),
            None => text,
        }
    }
}

impl From<std::io::Error> for Errno {
    fn from(error: std::io::Error) -> Errno {
        Errno(error.raw_os_error().unwrap_or(libc::EIO))
    }
}

pub type Outcome<T> = Result<T, Errno>;

/// The result of a call that gives -1 for errors.
pub(crate) fn check<T: PartialOrd + From<i8>>(result: T) -> Outcome<T> {
    if result < T::from(0) { Err(Errno::last()) } else { Ok(result) }
}
