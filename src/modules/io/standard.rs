//! `sys.stdin`, `sys.stdout`, `sys.stderr`: how they are made, and how everything buffered is written at the end.

use super::buffered::PyBuffered;
use super::fileio::PyFileIO;
use super::text::{Newline, PyTextIOWrapper};
use crate::native::PyResult;
use crate::object::{Ref, Value, shape};
use crate::sys::files;
use crate::vm::Vm;

/// Makes the three streams and puts them into `sys`.
pub fn create(vm: &Vm) -> PyResult<()> {
    let configured = &vm.options.io_encoding;
    let (encoding, errors) = configured.split_once(':').unwrap_or((configured, ""));
    let encoding = if encoding.is_empty() { "utf-8" } else { encoding };
    let unbuffered = vm.options.unbuffered;
    let Some(sys) = vm.interpreter().sys.get() else { return Ok(()) };
    for (name, fd) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
        let errors = match (name, errors) {
            ("stderr", _) => "backslashreplace",
            (_, "") if is_plain_locale() => "surrogateescape",
            (_, "") => "strict",
            (_, errors) => errors,
        };
        let stream = if files::is_open(fd) { stream(vm, name, fd, encoding, errors, unbuffered)? } else { Value::NONE };
        sys.set_name(vm, name, stream.clone());
        sys.set_name(vm, &format!("__{name}__"), stream);
    }
    Ok(())
}

/// Whether the locale says nothing about text, so that bytes should pass through.
fn is_plain_locale() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    matches!(locale.as_deref(), None | Some("C" | "POSIX"))
}

fn stream(vm: &Vm, name: &str, fd: i32, encoding: &str, errors: &str, unbuffered: bool) -> PyResult<Value> {
    let writes = fd != 0;
    let raw: Ref<PyFileIO> = PyFileIO::of_descriptor(vm, fd, writes, &format!("<{name}>"))?;
    let terminal = files::is_terminal(fd);
    let number = if writes { shape::BUFFERED_WRITER } else { shape::BUFFERED_READER };
    let buffer = if writes && unbuffered {
        raw.into_value()
    } else {
        PyBuffered::over(vm, number, raw.as_value(), super::DEFAULT_BUFFER_SIZE).into_value()
    };
    let newline = if writes { Newline::Lf } else { Newline::Universal };
    let write_through = writes && unbuffered;
    let line_buffering = !write_through && (fd == 2 || terminal);
    let text = PyTextIOWrapper::over(vm, &buffer, encoding, errors, newline, line_buffering, write_through)?;
    let mode = if writes { "w" } else { "r" };
    vm.set_attr(text.as_value(), &vm.names().mode, Some(&vm.str(mode)))?;
    Ok(text.into_value())
}

/// Flushes `sys.stdout` and `sys.stderr`; false if stdout's failed.
pub fn flush(vm: &Vm) -> bool {
    let mut fine = true;
    for name in ["stdout", "stderr"] {
        let Ok(Some(stream)) = vm.sys_attr(name) else { continue };
        if stream.is_none() || super::is_closed(vm, &stream).unwrap_or(true) {
            drop(vm.raised.take());
            continue;
        }
        if let Err(raised) = vm.call_method_ref(&stream, &vm.names().flush, &[]) {
            if name == "stdout" {
                vm.report_unraisable(raised, None, &stream);
                fine = false;
            } else {
                drop(vm.take_raised(raised));
            }
        }
    }
    fine
}

/// Writes what any stream of the script has buffered: the last thing before the process ends.
pub fn flush_all(vm: &Vm) {
    let texts = vm.heap().live_objects(|value| value.downcast::<PyTextIOWrapper>().is_some());
    let buffers = vm.heap().live_objects(|value| value.downcast::<PyBuffered>().is_some());
    for stream in texts.into_iter().chain(buffers) {
        if super::is_closed(vm, &stream).unwrap_or(true) {
            drop(vm.raised.take());
            continue;
        }
        if let Err(raised) = vm.call_method_ref(&stream, &vm.names().flush, &[]) {
            drop(vm.take_raised(raised));
        }
    }
}
