//! Users and groups: of this process, and those that the system knows.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};

use super::{Errno, Outcome, check};

macro_rules! changes {
    ($($name:ident($($arg:ident),*);)*) => {
        $(pub fn $name($($arg: u32),*) -> Outcome<()> {
            // SAFETY: no memory is passed.
            check(unsafe { libc::$name($($arg),*) }).map(drop)
        })*
    };
}
changes! {
    setuid(user); seteuid(user); setreuid(user, effective); setresuid(user, effective, saved);
    setgid(group); setegid(group); setregid(group, effective); setresgid(group, effective, saved);
}

pub fn user_ids() -> Outcome<[u32; 3]> {
    let (mut real, mut effective, mut saved) = (0, 0, 0);
    // SAFETY: three places for results.
    check(unsafe { libc::getresuid(&mut real, &mut effective, &mut saved) })?;
    Ok([real, effective, saved])
}

pub fn group_ids() -> Outcome<[u32; 3]> {
    let (mut real, mut effective, mut saved) = (0, 0, 0);
    // SAFETY: three places for results.
    check(unsafe { libc::getresgid(&mut real, &mut effective, &mut saved) })?;
    Ok([real, effective, saved])
}

pub fn groups() -> Outcome<Vec<u32>> {
    // SAFETY: the list has room for as many as the system says, and is cut to what it wrote.
    unsafe {
        let count = check(libc::getgroups(0, std::ptr::null_mut()))?;
        let mut groups = vec![0; count as usize];
        let count = check(libc::getgroups(count, groups.as_mut_ptr()))?;
        groups.truncate(count as usize);
        Ok(groups)
    }
}

pub fn set_groups(groups: &[u32]) -> Outcome<()> {
    // SAFETY: the list is as long as said.
    check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(drop)
}

pub fn init_groups(user: &CStr, group: u32) -> Outcome<()> {
    // SAFETY: a C string.
    check(unsafe { libc::initgroups(user.as_ptr(), group) }).map(drop)
}

/// The groups of a user, `group` among them.
pub fn groups_of(user: &CStr, group: u32) -> Vec<u32> {
    let mut count = 64;
    loop {
        let mut groups = vec![0; count as usize];
        let room = count;
        // SAFETY: the list has room for as many as said.
        let result = unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &mut count) };
        if result >= 0 || room > 1 << 20 {
            groups.truncate(count.max(0) as usize);
            return groups;
        }
        count = count.max(room * 2);
    }
}

/// Who has logged in at this terminal; the caller holds the GIL.
pub fn login_name() -> Outcome<Vec<u8>> {
    // SAFETY: the answer is read before anybody asks again.
    let name = unsafe { libc::getlogin() };
    if name.is_null() { Err(Errno::last()) } else { Ok(text(name)) }
}

/// A line of the table of users.
pub struct User {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub id: u32,
    pub group: u32,
    pub comment: Vec<u8>,
    pub home: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A line of the table of groups.
pub struct Group {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub id: u32,
    pub members: Vec<Vec<u8>>,
}

fn text(pointer: *const libc::c_char) -> Vec<u8> {
    if pointer.is_null() {
        return Vec::new();
    }
    // SAFETY: the system's texts end with a zero.
    unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()
}

fn user(entry: &libc::passwd) -> User {
    User {
        name: text(entry.pw_name),
        password: text(entry.pw_passwd),
        id: entry.pw_uid,
        group: entry.pw_gid,
        comment: text(entry.pw_gecos),
        home: text(entry.pw_dir),
        shell: text(entry.pw_shell),
    }
}

fn group(entry: &libc::group) -> Group {
    let mut members = Vec::new();
    let mut member = entry.gr_mem;
    // SAFETY: the list ends with null.
    unsafe {
        while !member.is_null() && !(*member).is_null() {
            members.push(text(*member));
            member = member.add(1);
        }
    }
    Group { name: text(entry.gr_name), password: text(entry.gr_passwd), id: entry.gr_gid, members }
}

// The system's answers lie in one place for all: the caller holds the GIL.

pub fn user_by_id(id: u32) -> Option<User> {
    // SAFETY: the answer is read before anybody asks again.
    unsafe { libc::getpwuid(id).as_ref().map(user) }
}

pub fn user_by_name(name: &CString) -> Option<User> {
    // SAFETY: likewise.
    unsafe { libc::getpwnam(name.as_ptr()).as_ref().map(user) }
}

pub fn users() -> Vec<User> {
    let mut found = Vec::new();
    // SAFETY: likewise.
    unsafe {
        libc::setpwent();
        while let Some(entry) = libc::getpwent().as_ref() {
            found.push(user(entry));
        }
        libc::endpwent();
    }
    found
}

pub fn group_by_id(id: u32) -> Option<Group> {
    // SAFETY: likewise.
    unsafe { libc::getgrgid(id).as_ref().map(group) }
}

pub fn group_by_name(name: &CString) -> Option<Group> {
    // SAFETY: likewise.
    unsafe { libc::getgrnam(name.as_ptr()).as_ref().map(group) }
}

pub fn all_groups() -> Vec<Group> {
    let mut found = Vec::new();
    // SAFETY: likewise.
    unsafe {
        libc::setgrent();
        while let Some(entry) = libc::getgrent().as_ref() {
            found.push(group(entry));
        }
        libc::endgrent();
    }
    found
}
