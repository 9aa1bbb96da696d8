//! `posix`: what `os` is made of. By theme: [`paths`] (files by name), [`descriptors`], [`stats`] (what is known of a
//! file), [`folders`] (their content), [`processes`], [`fork`], [`spawn`], [`identity`] (users and groups), [`terminals`],
//! [`scheduling`], [`transfers`] (data from descriptor to descriptor), [`system`] (the environment, the machine),
//! [`constants`].

mod constants;
mod descriptors;
mod folders;
pub mod fork;
mod identity;
mod paths;
mod processes;
mod scheduling;
mod spawn;
mod stats;
mod system;
mod terminals;
mod transfers;

use super::NativeModule;
use super::paths::{fspath, path_bytes};
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::native::PyResult;
use crate::object::{Ref, TypeSpec, Value, class_ref};
use crate::sys::fs::AT_CWD;
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).",
    init,
    ..NativeModule::of("posix")
};

pub static SPECS: &[&TypeSpec] = folders::SPECS;

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for functions in [
        paths::FUNCTIONS,
        descriptors::FUNCTIONS,
        stats::FUNCTIONS,
        folders::FUNCTIONS,
        processes::FUNCTIONS,
        fork::FUNCTIONS,
        identity::FUNCTIONS,
        spawn::FUNCTIONS,
        terminals::FUNCTIONS,
        scheduling::FUNCTIONS,
        transfers::FUNCTIONS,
        system::FUNCTIONS,
    ] {
        super::add_functions(vm, module, functions);
    }
    constants::add(vm, module)?;
    stats::add_types(vm, module);
    system::add(vm, module)?;
    scheduling::add_types(vm, module)?;
    folders::add_types(vm, module);
    module.dict.set_name(vm, "error", vm.exceptions().OSError.to_value());
    Ok(())
}

pub use identity::id;

/// A path as an argument: its bytes, or a descriptor.
enum Target {
    Path(Vec<u8>),
    Fd(i32),
}

impl Target {
    fn as_result(&self) -> Result<&[u8], i32> {
        match self {
            Target::Path(path) => Ok(path),
            Target::Fd(fd) => Err(*fd),
        }
    }
}

/// A path, or where `function` takes one, a descriptor.
fn target(vm: &Vm, function: &str, value: &Value) -> PyResult<Target> {
    if int::is_int(value) {
        return descriptor(vm, value).map(Target::Fd);
    }
    match fspath(vm, value) {
        Ok(path) => path_bytes(vm, &path).map(Target::Path),
        Err(raised) => Err(wrong_path(vm, raised, function, value, "string, bytes, os.PathLike or integer")),
    }
}

/// A path.
fn path(vm: &Vm, function: &str, value: &Value) -> PyResult<Vec<u8>> {
    match fspath(vm, value) {
        Ok(path) => path_bytes(vm, &path),
        Err(raised) => Err(wrong_path(vm, raised, function, value, "string, bytes or os.PathLike")),
    }
}

#[cold]
fn wrong_path(
    vm: &Vm,
    raised: crate::native::Raised,
    function: &str,
    value: &Value,
    kinds: &str,
) -> crate::native::Raised {
    if !vm.raised_is(&vm.exceptions().TypeError) || class_ref(value).lookup(&vm.names().__fspath__).is_some() {
        return raised;
    }
    drop(vm.take_raised(raised));
    vm.type_error(format!("{function}: path should be {kinds}, not {}", class_ref(value).name()))
}

/// A descriptor from an int or something with `fileno`.
pub fn descriptor(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = if int::is_int(value) || class_ref(value).slots().index.is_some() {
        vm.index(value)?
    } else {
        let Some(fileno) = vm.get_attr_opt(value, &vm.names().fileno)? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method"));
        };
        let number = vm.call(&fileno, &[])?;
        vm.index(&number)?
    };
    match int::to_i128(&number).and_then(|number| i32::try_from(number).ok()) {
        Some(fd) => Ok(fd),
        None if int::as_int(&number).is_some_and(|number| number.is_negative()) => {
            Err(vm.overflow_error("fd is less than minimum"))
        }
        None => Err(vm.overflow_error("fd is greater than maximum")),
    }
}

/// A descriptor that cannot be negative.
pub fn file_descriptor(vm: &Vm, value: &Value) -> PyResult<i32> {
    match descriptor(vm, value)? {
        fd if fd < 0 => Err(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})"))),
        fd => Ok(fd),
    }
}

/// The argument `dir_fd`.
fn folder(vm: &Vm, value: &Value) -> PyResult<i32> {
    if value.is_none() {
        return Ok(AT_CWD);
    }
    if class_ref(value).slots().index.is_none() && !int::is_int(value) {
        let name = class_ref(value).name();
        return Err(vm.type_error(format!("argument should be integer or None, not {name}")));
    }
    descriptor(vm, value)
}

/// A file name as text, or as bytes if that is what was given.
fn name_like(vm: &Vm, model: &Value, name: &[u8]) -> Value {
    let bytes = fspath(vm, model).is_ok_and(|model| model.downcast::<crate::builtins::bytes::PyBytes>().is_some());
    if bytes { vm.bytes(name) } else { super::paths::decode_name(name).into_value() }
}
