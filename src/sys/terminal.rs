//! The settings of a terminal: kept, and put back when a program ends while a line editor had changed them.
#![allow(unsafe_code)]

/// How a terminal was set.
pub struct Settings(libc::termios);

/// The settings of the terminal behind a descriptor, if there is one.
pub fn settings(fd: i32) -> Option<Settings> {
    // SAFETY: the structure is a place for the result, used only if the call has filled it.
    unsafe {
        let mut settings: libc::termios = std::mem::zeroed();
        (libc::tcgetattr(fd, &mut settings) == 0).then_some(Settings(settings))
    }
}

impl Settings {
    /// Puts them back.
    pub fn restore(&self, fd: i32) {
        // SAFETY: the structure was filled by the system.
        unsafe {
            libc::tcsetattr(fd, libc::TCSADRAIN, &self.0);
        }
    }
}
