//! `termios`: a terminal's settings. The system calls are in `sys/terminals.rs`.

mod constants;

use std::cell::OnceCell;

use super::NativeModule;
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::native::{PyResult, Raised, function, wrap};
use crate::object::{PyType, Ref, Value};
use crate::sys::terminals::{self, Settings};
use crate::sys::{Outcome, process};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides an interface to the Posix calls for tty I/O control.\n\nFor a complete description of these calls, see the Posix or Unix manual\npages. It is only available for those Unix versions that support Posix\ntermios style tty I/O control (and then only if configured at installation\ntime).",
    functions: &[
        function(
            "tcgetattr(fd, /)",
            "Get the tty attributes for file descriptor fd.\n\nReturns a list [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]\nwhere cc is a list of the tty special characters (each a string of\nlength 1, except the items with indices VMIN and VTIME, which are\nintegers when these fields are defined).  The interpretation of the\nflags and the speeds as well as the indexing in the cc array must be\ndone using the symbolic constants defined in this module.",
            wrap(tcgetattr),
        ),
        function(
            "tcsetattr(fd, when, attributes, /)",
            "Set the tty attributes for file descriptor fd.",
            wrap(tcsetattr),
        ),
        function(
            "tcsendbreak(fd, duration, /)",
            "Send a break on file descriptor fd.",
            wrap(|vm: &Vm, fd: &Value, duration: i32| {
                let fd = super::posix::descriptor(vm, fd)?;
                done(vm, vm.allow_threads(|| terminals::send_break(fd, duration)))
            }),
        ),
        function(
            "tcdrain(fd, /)",
            "Wait until all output written to file descriptor fd has been transmitted.",
            wrap(|vm: &Vm, fd: &Value| {
                let fd = super::posix::descriptor(vm, fd)?;
                done(vm, vm.allow_threads(|| terminals::drain(fd)))
            }),
        ),
        function(
            "tcflush(fd, queue, /)",
            "Discard queued data on file descriptor fd.",
            wrap(|vm: &Vm, fd: &Value, queue: i32| {
                done(vm, terminals::flush(super::posix::descriptor(vm, fd)?, queue))
            }),
        ),
        function(
            "tcflow(fd, action, /)",
            "Suspend or resume input or output on file descriptor fd.",
            wrap(|vm: &Vm, fd: &Value, action: i32| {
                done(vm, terminals::flow(super::posix::descriptor(vm, fd)?, action))
            }),
        ),
        function(
            "tcgetwinsize(fd, /)",
            "Get the tty winsize for file descriptor fd.\n\nReturns a tuple (ws_row, ws_col).",
            wrap(tcgetwinsize),
        ),
        function(
            "tcsetwinsize(fd, winsize, /)",
            "Set the tty winsize for file descriptor fd.\n\nThe winsize to be set is taken from the winsize argument, which\nis a two-item tuple (ws_row, ws_col) like the one returned by tcgetwinsize().",
            wrap(tcsetwinsize),
        ),
    ],
    init,
    ..NativeModule::of("termios")
};

#[derive(Default)]
struct State(OnceCell<Ref<PyType>>);

fn error_class(vm: &Vm) -> &'static Ref<PyType> {
    module_state::<State>(vm, "termios").0.get_or_init(|| {
        let class = vm.derive_builtin("error", &vm.exceptions().Exception, "");
        class.init_own(&vm.names().__module__, vm.str("termios"));
        class
    })
}

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "error", error_class(vm).to_value());
    for &(name, number) in constants::NUMBERS {
        module.dict.set_name(vm, name, vm.int(number));
    }
    Ok(())
}

/// The result of a system call, its failure as `termios.error`.
fn checked<T>(vm: &Vm, outcome: Outcome<T>) -> PyResult<T> {
    outcome.map_err(|errno| -> Raised {
        match vm.new_exception(error_class(vm), &[vm.int(errno.0 as i64), vm.str(&errno.text())]) {
            Ok(exception) => vm.raise(exception),
            Err(raised) => raised,
        }
    })
}

fn done(vm: &Vm, outcome: Outcome<i32>) -> PyResult<()> {
    checked(vm, outcome).map(drop)
}

fn tcgetattr(vm: &Vm, fd: &Value) -> PyResult<Value> {
    let settings = checked(vm, terminals::settings(super::posix::descriptor(vm, fd)?))?;
    let canonical = settings.flags[3] & libc::ICANON != 0;
    let characters = settings.characters.iter().enumerate().map(|(index, &byte)| {
        // In raw mode these two are numbers.
        let number = !canonical && (index == libc::VMIN || index == libc::VTIME);
        if number { vm.int(byte as i64) } else { vm.bytes(&[byte]) }
    });
    let characters = vm.list(characters.collect());
    let numbers = settings.flags.iter().chain(&settings.speeds).map(|&number| vm.int(number as i64));
    Ok(vm.list(numbers.chain([characters]).collect()))
}

fn tcsetattr(vm: &Vm, fd: &Value, when: i32, attributes: &Value) -> PyResult<()> {
    let fd = super::posix::descriptor(vm, fd)?;
    let wrong = || vm.type_error("tcsetattr, arg 3: must be 7 element list");
    let Some(list) = attributes.downcast::<PyList>() else { return Err(wrong()) };
    let parts = vm.collect(list.as_value())?;
    let [numbers @ .., characters] = parts.as_slice() else { return Err(wrong()) };
    if numbers.len() != 6 {
        return Err(wrong());
    }
    let mut values = [0u32; 6];
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = vm.index_clamped(number)? as u32;
    }
    let wrong = || vm.type_error(format!("tcsetattr: attributes[6] must be {} element list", libc::NCCS));
    let Some(list) = characters.downcast::<PyList>() else { return Err(wrong()) };
    let given = vm.collect(list.as_value())?;
    let mut settings = Settings {
        flags: [values[0], values[1], values[2], values[3]],
        speeds: [values[4], values[5]],
        characters: [0; libc::NCCS],
    };
    if given.len() != settings.characters.len() {
        return Err(wrong());
    }
    for (byte, value) in settings.characters.iter_mut().zip(&given) {
        let text = value.downcast::<crate::builtins::bytes::PyBytes>().filter(|text| text.as_bytes().len() == 1);
        *byte = match text {
            Some(text) => text.as_bytes()[0],
            None if crate::builtins::int::is_int(value) => vm.index_clamped(value)? as u8,
            None => {
                let message = "tcsetattr: elements of attributes must be characters or integers";
                return Err(vm.type_error(message));
            }
        };
    }
    checked(vm, vm.allow_threads(|| terminals::set_settings(fd, when, &settings)))
}

fn tcgetwinsize(vm: &Vm, fd: &Value) -> PyResult<Value> {
    let (columns, lines) = checked(vm, process::terminal_size(super::posix::descriptor(vm, fd)?))?;
    Ok(vm.tuple(vec![vm.int(lines as i64), vm.int(columns as i64)]))
}

fn tcsetwinsize(vm: &Vm, fd: &Value, size: &Value) -> PyResult<()> {
    let fd = super::posix::descriptor(vm, fd)?;
    if crate::object::class_ref(size).slots().getitem.is_none() {
        return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
    }
    let parts = vm.collect(size)?;
    let [lines, columns] = parts.as_slice() else {
        return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
    };
    let number = |value: &Value| -> PyResult<u16> {
        u16::try_from(vm.index_exact(value)?).map_err(|_| vm.overflow_error("winsize value(s) out of range."))
    };
    checked(vm, terminals::set_size(fd, number(lines)?, number(columns)?))
}
