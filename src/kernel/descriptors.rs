//! The descriptors that a loop watches, and the handles to run when they are ready.

use std::collections::HashMap;
use std::os::fd::RawFd;

use super::PyLoop;
use super::handle::PyHandle;
use super::poller::Poller;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Trace, Value, Visitor};
use crate::vm::Vm;

/// What to run when a descriptor can be read, and when it can be written.
#[derive(Default)]
pub struct Watch {
    pub reader: Option<Ref<PyHandle>>,
    pub writer: Option<Ref<PyHandle>>,
}

#[derive(Default)]
pub struct Descriptors {
    watches: HashMap<RawFd, Watch, rustc_hash::FxBuildHasher>,
}

/// Reading or writing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Read,
    Write,
}

impl Watch {
    pub fn side(&mut self, side: Side) -> &mut Option<Ref<PyHandle>> {
        match side {
            Side::Read => &mut self.reader,
            Side::Write => &mut self.writer,
        }
    }
}

impl Descriptors {
    pub fn is_empty(&self) -> bool {
        self.watches.is_empty()
    }

    pub fn get(&self, fd: RawFd) -> Option<&Watch> {
        self.watches.get(&fd)
    }

    /// Takes everything out, for the caller to release.
    pub fn clear(&mut self) -> Vec<Watch> {
        self.watches.drain().map(|(_, watch)| watch).collect()
    }
}

impl Trace for Descriptors {
    fn trace(&self, visitor: &mut Visitor) {
        for watch in self.watches.values() {
            visitor.visit(&watch.reader);
            visitor.visit(&watch.writer);
        }
    }
}

impl PyLoop {
    /// Runs `handle` whenever the descriptor is ready; gives the handle that stood there before.
    pub fn watch(&self, vm: &Vm, fd: RawFd, side: Side, handle: Ref<PyHandle>) -> PyResult<Option<Ref<PyHandle>>> {
        let poller = self.poller(vm)?;
        let (known, changed, readable, writable) = {
            let descriptors = self.descriptors.borrow();
            let watch = descriptors.watches.get(&fd);
            let reading = watch.is_some_and(|watch| watch.reader.is_some());
            let writing = watch.is_some_and(|watch| watch.writer.is_some());
            let wanted = if side == Side::Read { reading } else { writing };
            (watch.is_some(), !wanted, reading || side == Side::Read, writing || side == Side::Write)
        };
        if changed && let Err(error) = set_interest(&poller, known, fd, readable, writable) {
            return Err(io_error(vm, &error));
        }
        let mut descriptors = self.descriptors.borrow_mut();
        Ok(descriptors.watches.entry(fd).or_default().side(side).replace(handle))
    }

    /// Forgets one side of a descriptor; gives the handle that stood there.
    pub fn unwatch(&self, fd: RawFd, side: Side) -> Option<Ref<PyHandle>> {
        let (handle, left) = {
            let mut descriptors = self.descriptors.borrow_mut();
            let watch = descriptors.watches.get_mut(&fd)?;
            let handle = watch.side(side).take()?;
            let left = (watch.reader.is_some(), watch.writer.is_some());
            if left == (false, false) {
                descriptors.watches.remove(&fd);
            }
            (handle, left)
        };
        if let Some(poller) = &*self.poller.borrow() {
            // A number that has been closed meanwhile is forgotten all the same.
            let _ = match left {
                (false, false) => poller.delete(fd),
                (readable, writable) => poller.modify(fd, readable, writable),
            };
        }
        Some(handle)
    }
}

/// A number may have been closed and opened again behind our back, so each way is tried when the other fails.
fn set_interest(poller: &Poller, known: bool, fd: RawFd, readable: bool, writable: bool) -> std::io::Result<()> {
    let modify = || poller.modify(fd, readable, writable);
    let add = || poller.add(fd, readable, writable);
    if known { modify().or_else(|_| add()) } else { add().or_else(|error| modify().map_err(|_| error)) }
}

/// The OSError of a failed system call.
#[cold]
pub fn io_error(vm: &Vm, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(libc::EIO);
    let text = crate::sys::threads::error_text(number);
    match vm.new_exception(&vm.exceptions().OSError, &[vm.int(number as i64), vm.str(&text)]) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// The number of a descriptor given as an int or as something with `fileno()`.
pub fn fileno(vm: &Vm, value: &Value) -> PyResult<RawFd> {
    let number = match crate::builtins::int::as_int(value) {
        Some(number) => number.to_i64(),
        None => match vm.get_attr_opt(value, &vm.names().fileno)? {
            Some(method) => {
                let number = vm.call(&method, &[])?;
                let number = crate::builtins::int::as_int(&number).and_then(|number| number.to_i64());
                match number {
                    Some(number) => Some(number),
                    None => return Err(invalid_file(vm, value)),
                }
            }
            None => return Err(invalid_file(vm, value)),
        },
    };
    match number.and_then(|number| RawFd::try_from(number).ok()).filter(|&number| number >= 0) {
        Some(number) => Ok(number),
        None => {
            let text = vm.repr(value)?;
            Err(vm.value_error(format!("Invalid file descriptor: {text}")))
        }
    }
}

fn invalid_file(vm: &Vm, value: &Value) -> Raised {
    match vm.repr(value) {
        Ok(text) => vm.value_error(format!("Invalid file object: {text}")),
        Err(raised) => raised,
    }
}
