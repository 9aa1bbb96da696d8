//! New processes: `fork`, and starting a program in a child with its descriptors, folder, groups and signals as asked for.
//!
//! Between `fork` and `exec` the child does only what is allowed while other threads may have held any lock: system
//! calls, on memory that was made before. (With a function to call before `exec`, that is the caller's affair.)
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};

use super::process::pointers;
use super::{Errno, Outcome, check, signals};

/// Makes a copy of this process: its number in the parent, 0 in the child.
pub fn fork() -> Outcome<i32> {
    // SAFETY: the caller holds the GIL, and sets the interpreter right in the child.
    check(unsafe { libc::fork() })
}

/// The same with a new terminal in the child: (number, the terminal's other end).
pub fn fork_terminal() -> Outcome<(i32, i32)> {
    let mut fd = -1;
    // SAFETY: as for fork; the descriptor is a place for the result.
    let pid = unsafe { libc::forkpty(&mut fd, std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut()) };
    check(pid).map(|pid| (pid, fd))
}

/// A program to start, as `_posixsubprocess.fork_exec` describes it. Descriptors of -1: none.
pub struct Program {
    pub args: Vec<CString>,
    /// Tried one after the other.
    pub paths: Vec<CString>,
    pub environment: Option<Vec<CString>>,
    pub folder: Option<CString>,
    /// The ends of the pipes: the child's standard input, output and error, and the parent's own.
    pub stdin: (i32, i32),
    pub stdout: (i32, i32),
    pub stderr: (i32, i32),
    /// Where the child reports what went wrong: (read, write).
    pub report: (i32, i32),
    /// Whether all others are closed, except those in `keep`, which is sorted.
    pub close_others: bool,
    pub keep: Vec<i32>,
    pub restore_signals: bool,
    pub new_session: bool,
    /// -1: the parent's.
    pub process_group: i32,
    pub group: Option<u32>,
    pub groups: Option<Vec<u32>>,
    pub user: Option<u32>,
    /// -1: as it is.
    pub umask: i32,
}

/// What the child says of its failure, beside the error number.
enum Failed {
    /// Before the program was to start.
    Early(Errno),
    Folder(Errno),
    Exec(Errno),
    Function,
}

impl From<Errno> for Failed {
    fn from(errno: Errno) -> Failed {
        Failed::Early(errno)
    }
}

impl Program {
    /// Starts it; gives the child's number. `before` runs in the child and says whether to go on.
    pub fn start(&self, mut before: Option<&mut dyn FnMut() -> bool>) -> Outcome<i32> {
        let args = pointers(&self.args);
        let environment = self.environment.as_deref().map(pointers);
        let mask = signals::block_all();
        // SAFETY: what the child does is listed below.
        let pid = unsafe { libc::fork() };
        if pid != 0 {
            let errno = Errno::last();
            signals::restore_mask(&mask);
            return if pid < 0 { Err(errno) } else { Ok(pid) };
        }
        let failed = match self.prepare(&mask, &mut before) {
            Ok(()) => Failed::Exec(self.exec(&args, environment.as_deref())),
            Err(failed) => failed,
        };
        self.tell(failed);
        // SAFETY: nothing of the parent's is to be run at the end of the child.
        unsafe { libc::_exit(255) }
    }

    fn prepare(&self, mask: &signals::Mask, before: &mut Option<&mut dyn FnMut() -> bool>) -> Result<(), Failed> {
        self.place_descriptors()?;
        if let Some(folder) = &self.folder {
            // SAFETY: a C string.
            check(unsafe { libc::chdir(folder.as_ptr()) }).map_err(Failed::Folder)?;
        }
        if self.umask >= 0 {
            // SAFETY: no memory is passed.
            unsafe { libc::umask(self.umask as libc::mode_t) };
        }
        if before.is_none() {
            // A handler of the parent's must not run here.
            signals::reset_noted();
        }
        if self.restore_signals {
            signals::reset_ignored();
        }
        signals::restore_mask(mask);
        self.change_identity()?;
        if let Some(before) = before
            && !before()
        {
            return Err(Failed::Function);
        }
        // Last, as the function may have opened some.
        if self.close_others {
            self.close_others();
        }
        Ok(())
    }

    fn place_descriptors(&self) -> Outcome<()> {
        for &fd in self.keep.iter().filter(|&&fd| fd != self.report.1) {
            super::files::set_inheritable(fd, true)?;
        }
        let close = |fd: i32| {
            if fd >= 0 {
                let _ = super::files::close(fd);
            }
        };
        let (mut input, mut output, mut error) = (self.stdin.0, self.stdout.1, self.stderr.1);
        [self.stdin.1, self.stdout.0, self.stderr.0, self.report.0].into_iter().for_each(close);
        // Those that stand where another one goes move out of the way. (The copies close themselves at exec.)
        let duplicate = super::process::dup_private;
        if output == 0 {
            output = duplicate(output)?;
        }
        while error == 0 || error == 1 {
            error = duplicate(error)?;
        }
        let place = |from: i32, to: i32| -> Outcome<()> {
            if from == to {
                super::files::set_inheritable(to, true)
            } else if from >= 0 {
                // SAFETY: no memory is passed.
                check(unsafe { libc::dup2(from, to) }).map(drop)
            } else {
                Ok(())
            }
        };
        place(std::mem::replace(&mut input, -1), 0)?;
        place(output, 1)?;
        place(error, 2)
    }

    fn change_identity(&self) -> Outcome<()> {
        // SAFETY: the list of groups is as long as said.
        unsafe {
            if self.new_session {
                libc::setsid();
            }
            if self.process_group >= 0 {
                check(libc::setpgid(0, self.process_group))?;
            }
            if let Some(groups) = &self.groups {
                check(libc::setgroups(groups.len(), groups.as_ptr()))?;
            }
            if let Some(group) = self.group {
                check(libc::setregid(group, group))?;
            }
            if let Some(user) = self.user {
                check(libc::setreuid(user, user))?;
            }
        }
        Ok(())
    }

    /// Closes every descriptor from 3 on that is not to be kept.
    fn close_others(&self) {
        let mut from = 3;
        for &fd in self.keep.iter().filter(|&&fd| fd >= 3) {
            if fd > from {
                close_range(from, fd - 1);
            }
            from = fd + 1;
        }
        close_range(from, i32::MAX);
    }

    /// Tries the paths; the error that counts is the first that says more than that there is no such file.
    fn exec(&self, args: &[*const libc::c_char], environment: Option<&[*const libc::c_char]>) -> Errno {
        let mut saved = Errno(0);
        let mut last = Errno(libc::ENOENT);
        for path in &self.paths {
            // SAFETY: the arrays end with null and outlive the call.
            unsafe {
                match environment {
                    Some(environment) => libc::execve(path.as_ptr(), args.as_ptr(), environment.as_ptr()),
                    None => libc::execv(path.as_ptr(), args.as_ptr()),
                };
            }
            last = Errno::last();
            if last.0 != libc::ENOENT && last.0 != libc::ENOTDIR && saved.0 == 0 {
                saved = last;
            }
        }
        if saved.0 != 0 { saved } else { last }
    }

    /// Writes `class:error number in hex:message`.
    fn tell(&self, failed: Failed) {
        let (errno, message): (i32, &[u8]) = match failed {
            Failed::Function => {
                write_all(self.report.1, b"SubprocessError:0:Exception occurred in preexec_fn.");
                return;
            }
            Failed::Early(errno) => (errno.0, b"noexec"),
            Failed::Folder(errno) => (errno.0, b"noexec:chdir"),
            Failed::Exec(errno) => (errno.0, b""),
        };
        write_all(self.report.1, b"OSError:");
        let mut digits = [0u8; 8];
        let mut start = digits.len();
        let mut rest = errno as u32;
        while rest != 0 || start == digits.len() {
            start -= 1;
            digits[start] = b"0123456789ABCDEF"[(rest % 16) as usize];
            rest /= 16;
        }
        write_all(self.report.1, &digits[start..]);
        write_all(self.report.1, b":");
        write_all(self.report.1, message);
    }
}

fn write_all(fd: i32, bytes: &[u8]) {
    // SAFETY: the bytes are as long as said.
    unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
}

/// Closes a range of descriptors, ignoring errors.
pub fn close_range(first: i32, last: i32) {
    if first > last {
        return;
    }
    // SAFETY: no memory is passed.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first as libc::c_uint, last as libc::c_uint, 0) == 0 {
            return;
        }
        let most = libc::sysconf(libc::_SC_OPEN_MAX).clamp(256, 1 << 20) as i32;
        for fd in first..=last.min(most) {
            libc::close(fd);
        }
    }
}

/// What is done with descriptors before a program starts by `posix_spawn`.
pub enum FileAction {
    Open(i32, CString, i32, u32),
    Close(i32),
    Duplicate(i32, i32),
}

/// The attributes of `posix_spawn`.
#[derive(Default)]
pub struct SpawnAttributes {
    pub process_group: Option<i32>,
    pub reset_ids: bool,
    pub new_session: bool,
    pub mask: Option<Vec<i32>>,
    pub defaults: Option<Vec<i32>>,
    pub scheduler: Option<(Option<i32>, i32)>,
}

impl SpawnAttributes {
    /// Fills the system's structure.
    ///
    /// # Safety
    /// The structure has been initialised.
    unsafe fn fill(&self, attributes: *mut libc::posix_spawnattr_t) -> libc::c_int {
        const NEW_SESSION: i32 = 0x80;
        let mut flags = 0;
        let mut error = 0;
        let mut note = |result: libc::c_int| error = if error == 0 { result } else { error };
        // SAFETY: the caller's promise; all arguments are valid for the calls.
        unsafe {
            if let Some(group) = self.process_group {
                note(libc::posix_spawnattr_setpgroup(attributes, group));
                flags |= libc::POSIX_SPAWN_SETPGROUP;
            }
            if self.reset_ids {
                flags |= libc::POSIX_SPAWN_RESETIDS;
            }
            if self.new_session {
                flags |= NEW_SESSION;
            }
            if let Some(mask) = &self.mask {
                note(libc::posix_spawnattr_setsigmask(attributes, &signals::set_of(mask)));
                flags |= libc::POSIX_SPAWN_SETSIGMASK;
            }
            if let Some(defaults) = &self.defaults {
                note(libc::posix_spawnattr_setsigdefault(attributes, &signals::set_of(defaults)));
                flags |= libc::POSIX_SPAWN_SETSIGDEF;
            }
            if let Some((policy, priority)) = self.scheduler {
                if let Some(policy) = policy {
                    note(libc::posix_spawnattr_setschedpolicy(attributes, policy));
                    flags |= libc::POSIX_SPAWN_SETSCHEDULER;
                }
                let mut parameters: libc::sched_param = std::mem::zeroed();
                parameters.sched_priority = priority;
                note(libc::posix_spawnattr_setschedparam(attributes, &parameters));
                flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            }
            note(libc::posix_spawnattr_setflags(attributes, flags as _));
        }
        error
    }
}

/// Starts a program without copying this process; `search`: by PATH.
pub fn posix_spawn(
    path: &CStr,
    args: &[CString],
    environment: &[CString],
    actions: &[FileAction],
    attributes: &SpawnAttributes,
    search: bool,
) -> Outcome<i32> {
    let (args, environment) = (pointers(args), pointers(environment));
    let mut pid = 0;
    // SAFETY: both structures are initialised before they are used and destroyed after; the arrays end with null.
    let error = unsafe {
        let mut files: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        let mut system: libc::posix_spawnattr_t = std::mem::zeroed();
        libc::posix_spawn_file_actions_init(&mut files);
        libc::posix_spawnattr_init(&mut system);
        let mut error = attributes.fill(&mut system);
        for action in actions {
            let result = match action {
                FileAction::Open(fd, path, flags, mode) => {
                    libc::posix_spawn_file_actions_addopen(&mut files, *fd, path.as_ptr(), *flags, *mode)
                }
                FileAction::Close(fd) => libc::posix_spawn_file_actions_addclose(&mut files, *fd),
                FileAction::Duplicate(from, to) => libc::posix_spawn_file_actions_adddup2(&mut files, *from, *to),
            };
            error = if error == 0 { result } else { error };
        }
        if error == 0 {
            let (args, environment) = (args.as_ptr().cast(), environment.as_ptr().cast());
            error = match search {
                true => libc::posix_spawnp(&mut pid, path.as_ptr(), &files, &system, args, environment),
                false => libc::posix_spawn(&mut pid, path.as_ptr(), &files, &system, args, environment),
            };
        }
        libc::posix_spawn_file_actions_destroy(&mut files);
        libc::posix_spawnattr_destroy(&mut system);
        error
    };
    if error == 0 { Ok(pid) } else { Err(Errno(error)) }
}
