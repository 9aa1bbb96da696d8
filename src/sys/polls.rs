//! Waiting for descriptors as programs ask for it: `select`, `poll`, `epoll`. The loop's own waiting is in `kernel/poller.rs`.
#![allow(unsafe_code)]

use std::time::Duration;

use super::{Errno, Outcome, check};

/// Milliseconds for the system, begun ones counted whole; `None` without end.
fn millis(timeout: Option<Duration>) -> i32 {
    timeout.map_or(-1, |time| time.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32)
}

/// Descriptors from this number on do not fit into the sets of `select`.
pub const SET_SIZE: i32 = libc::FD_SETSIZE as i32;

/// Which of three groups of descriptors are ready; all of them must be below [`SET_SIZE`].
pub fn select(groups: [&[i32]; 3], timeout: Option<Duration>) -> Outcome<[Vec<bool>; 3]> {
    // SAFETY: the sets are plain data, and the descriptors in range.
    unsafe {
        let mut sets: [libc::fd_set; 3] = std::mem::zeroed();
        let mut highest = -1;
        for (set, group) in sets.iter_mut().zip(groups) {
            for &fd in group.iter().filter(|fd| (0..SET_SIZE).contains(*fd)) {
                libc::FD_SET(fd, set);
                highest = highest.max(fd);
            }
        }
        let mut time = timeout.map(|time| libc::timeval {
            tv_sec: time.as_secs().min(i64::MAX as u64) as libc::time_t,
            tv_usec: time.subsec_nanos().div_ceil(1000).min(999_999) as libc::suseconds_t,
        });
        let time = time.as_mut().map_or(std::ptr::null_mut(), |time| time as *mut libc::timeval);
        let [read, write, except] = &mut sets;
        check(libc::select(highest + 1, read, write, except, time))?;
        let ready = |index: usize| -> Vec<bool> {
            groups[index].iter().map(|&fd| (0..SET_SIZE).contains(&fd) && libc::FD_ISSET(fd, &sets[index])).collect()
        };
        Ok([ready(0), ready(1), ready(2)])
    }
}

/// Descriptors with the events that are asked for; gives those that something has happened to.
pub fn poll(watched: &[(i32, u16)], timeout: Option<Duration>) -> Outcome<Vec<(i32, u16)>> {
    let entry = |&(fd, events): &(i32, u16)| libc::pollfd { fd, events: events as i16, revents: 0 };
    let mut entries: Vec<libc::pollfd> = watched.iter().map(entry).collect();
    // SAFETY: as many entries as said.
    check(unsafe { libc::poll(entries.as_mut_ptr(), entries.len() as libc::nfds_t, millis(timeout)) })?;
    let happened = entries.iter().filter(|entry| entry.revents != 0);
    Ok(happened.map(|entry| (entry.fd, entry.revents as u16)).collect())
}

pub fn epoll_create() -> Outcome<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })
}

/// Changes what an epoll descriptor watches; `change` is one of `EPOLL_CTL_*`.
pub fn epoll_change(epoll: i32, change: i32, fd: i32, events: u32) -> Outcome<()> {
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: the event is valid for the call.
    check(unsafe { libc::epoll_ctl(epoll, change, fd, &mut event) }).map(drop)
}

/// Waits for at most so many events.
pub fn epoll_wait(epoll: i32, most: usize, timeout: Option<Duration>) -> Outcome<Vec<(i32, u32)>> {
    let most = most.min(1 << 20);
    if most == 0 {
        return Err(Errno(libc::EINVAL));
    }
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    // SAFETY: there is room for as many events as said.
    let count = check(unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), most as i32, millis(timeout)) })?;
    Ok(events[..count as usize].iter().map(|event| (event.u64 as i32, event.events)).collect())
}
