//! Waiting for descriptors, through the `polling` crate. On Linux the wait itself is one `epoll_wait` on the poller's own
//! descriptor, where `Poller::wait` would make three to five system calls; and what wakes it is a counter of our own, as
//! the crate's notifier is armed anew each time.
#![allow(unsafe_code)]

use std::io;
#[cfg(any(target_os = "linux", target_os = "android"))]
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::fd::{BorrowedFd, RawFd};
use std::sync::Arc;
use std::time::Duration;

use polling::{Event, PollMode};

/// A descriptor that has become ready, and for what.
#[derive(Clone, Copy, Debug)]
pub struct Readiness {
    pub fd: RawFd,
    pub readable: bool,
    pub writable: bool,
}

/// A poller that other threads can wake.
#[derive(Clone)]
pub struct Poller(Arc<Inner>);

struct Inner {
    polling: polling::Poller,
    /// An eventfd, which is readable once somebody has notified.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    notifier: OwnedFd,
}

/// The key of the notifier: no descriptor has it, nor the crate's own.
#[cfg(any(target_os = "linux", target_os = "android"))]
const NOTIFIER: usize = usize::MAX - 1;

fn interest(fd: RawFd, readable: bool, writable: bool) -> Event {
    Event::new(fd as usize, readable, writable)
}

impl Poller {
    pub fn new() -> io::Result<Poller> {
        let polling = polling::Poller::new()?;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let notifier = {
            // SAFETY: a new descriptor, which nobody else owns.
            let notifier = unsafe {
                match libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) {
                    -1 => return Err(io::Error::last_os_error()),
                    number => OwnedFd::from_raw_fd(number),
                }
            };
            // SAFETY: it is closed together with the poller.
            unsafe {
                polling.add_with_mode(&notifier, Event::new(NOTIFIER, true, false), PollMode::Level)?;
            }
            notifier
        };
        Ok(Poller(Arc::new(Inner {
            polling,
            #[cfg(any(target_os = "linux", target_os = "android"))]
            notifier,
        })))
    }

    /// Watches a descriptor that is not watched yet.
    pub fn add(&self, fd: RawFd, readable: bool, writable: bool) -> io::Result<()> {
        // SAFETY: epoll and kqueue forget a descriptor when it is closed; the loop forgets it at the next change.
        unsafe { self.0.polling.add_with_mode(fd, interest(fd, readable, writable), PollMode::Level) }
    }

    /// Changes what a descriptor is watched for.
    pub fn modify(&self, fd: RawFd, readable: bool, writable: bool) -> io::Result<()> {
        // SAFETY: borrowed for this call only; a closed number is an error of the system call.
        let fd_borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
        self.0.polling.modify_with_mode(fd_borrowed, interest(fd, readable, writable), PollMode::Level)
    }

    /// No longer watches a descriptor.
    pub fn delete(&self, fd: RawFd) -> io::Result<()> {
        // SAFETY: as in modify.
        self.0.polling.delete(unsafe { BorrowedFd::borrow_raw(fd) })
    }

    /// Ends the wait of another thread, or the next one. Also from signal handlers: one `write`.
    pub fn notify(&self) {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        // SAFETY: writes the eight bytes of a number that is alive; a counter that is full has been notified.
        unsafe {
            let one = 1u64;
            libc::write(self.0.notifier.as_raw_fd(), (&raw const one).cast(), 8);
        }
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let _ = self.0.polling.notify();
    }

    /// Waits until something is ready, the time is over, or somebody has notified.
    pub fn wait(&self, ready: &mut Vec<Readiness>, timeout: Option<Duration>) -> io::Result<()> {
        ready.clear();
        #[cfg(any(target_os = "linux", target_os = "android"))]
        return self.wait_epoll(ready, timeout);
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        return self.wait_plain(ready, timeout);
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn wait_plain(&self, ready: &mut Vec<Readiness>, timeout: Option<Duration>) -> io::Result<()> {
        let mut events = polling::Events::new();
        self.0.polling.wait(&mut events, timeout)?;
        ready.extend(events.iter().map(|event| Readiness {
            fd: event.key as RawFd,
            readable: event.readable,
            writable: event.writable,
        }));
        Ok(())
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn wait_epoll(&self, ready: &mut Vec<Readiness>, timeout: Option<Duration>) -> io::Result<()> {
        const READ: u32 = (libc::EPOLLIN | libc::EPOLLRDHUP | libc::EPOLLHUP | libc::EPOLLERR | libc::EPOLLPRI) as u32;
        const WRITE: u32 = (libc::EPOLLOUT | libc::EPOLLHUP | libc::EPOLLERR) as u32;
        // A millisecond begun counts whole: a timer must not come early.
        let millis = match timeout {
            None => -1,
            Some(timeout) => timeout.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32,
        };
        let mut events = [libc::epoll_event { events: 0, u64: 0 }; 256];
        // SAFETY: the buffer has room for as many events as are asked for.
        let count =
            unsafe { libc::epoll_wait(self.0.polling.as_raw_fd(), events.as_mut_ptr(), events.len() as i32, millis) };
        if count < 0 {
            return Err(io::Error::last_os_error());
        }
        let mut notified = false;
        for event in &events[..count as usize] {
            let (flags, key) = (event.events, event.u64);
            if key > RawFd::MAX as u64 {
                notified = true;
                continue;
            }
            ready.push(Readiness { fd: key as RawFd, readable: flags & READ != 0, writable: flags & WRITE != 0 });
        }
        if notified {
            let mut count = 0u64;
            // SAFETY: reads eight bytes into a number; there is nothing to read if another thread has done so.
            unsafe { libc::read(self.0.notifier.as_raw_fd(), (&raw mut count).cast(), 8) };
        }
        Ok(())
    }
}
