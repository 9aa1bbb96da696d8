//! `open`, `open_code`, `text_encoding`.

use super::DEFAULT_BUFFER_SIZE;
use super::buffered::PyBuffered;
use super::fileio::PyFileIO;
use super::text::{LOCALE_ENCODING, Newline, PyTextIOWrapper};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;

/// A mode, taken apart.
#[derive(Default)]
struct Mode {
    kind: Option<char>,
    plus: bool,
    binary: bool,
}

fn parse_mode(vm: &Vm, mode: &str) -> PyResult<Mode> {
    let invalid = || vm.value_error(format!("invalid mode: '{mode}'"));
    let mut parsed = Mode::default();
    let mut text = false;
    let mut kinds = 0;
    for (index, letter) in mode.char_indices() {
        if !"xrwa+bt".contains(letter) || mode[..index].contains(letter) {
            return Err(invalid());
        }
        match letter {
            '+' => parsed.plus = true,
            'b' => parsed.binary = true,
            't' => text = true,
            kind => {
                parsed.kind = Some(kind);
                kinds += 1;
            }
        }
    }
    if parsed.binary && text {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    if kinds == 0 {
        let message = "Must have exactly one of create/read/write/append mode and at most one plus";
        return Err(vm.value_error(message));
    }
    if kinds > 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(parsed)
}

/// Issues a warning.
pub fn warn(vm: &Vm, class: &Ref<PyType>, message: &str) -> PyResult<()> {
    let warn = vm.import_attr("warnings", "warn")?;
    vm.call(&warn, &[vm.str(message), class.to_value(), vm.int(1)]).map(drop)
}

#[allow(clippy::too_many_arguments)]
pub fn open(
    vm: &Vm,
    file: &Value,
    mode: &str,
    buffering: i64,
    encoding: Option<&str>,
    errors: Option<&str>,
    newline: &Value,
    closefd: &Value,
    opener: &Value,
) -> PyResult<Value> {
    let file = if int::is_int(file) { file.clone() } else { crate::modules::paths::fspath(vm, file)? };
    let parsed = parse_mode(vm, mode)?;
    if parsed.binary {
        let given =
            [("an encoding", encoding.is_some()), ("an errors", errors.is_some()), ("a newline", !newline.is_none())];
        if let Some((what, _)) = given.iter().find(|(_, given)| *given) {
            return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
        }
        if buffering == 1 {
            let message =
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            warn(vm, &vm.exceptions().RuntimeWarning, message)?;
        }
    }
    let raw_mode = format!("{}{}", parsed.kind.unwrap_or('r'), if parsed.plus { "+" } else { "" });
    let closefd = Value::bool(vm.truth(closefd)?);
    let raw = vm.call(builtin(shape::FILE_IO).as_value(), &[file, vm.str(&raw_mode), closefd, opener.clone()])?;
    match wrap_raw(vm, &raw, mode, &parsed, buffering, encoding, errors, newline) {
        Ok(stream) => Ok(stream),
        Err(raised) => {
            // The file is closed, but the error stays the one that is told.
            let error = vm.take_raised(raised);
            if let Err(raised) = vm.call_method_ref(&raw, &vm.names().close, &[]) {
                drop(vm.take_raised(raised));
            }
            Err(vm.park(error))
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn wrap_raw(
    vm: &Vm,
    raw: &Value,
    mode: &str,
    parsed: &Mode,
    mut buffering: i64,
    encoding: Option<&str>,
    errors: Option<&str>,
    newline: &Value,
) -> PyResult<Value> {
    let terminal = match raw.downcast::<PyFileIO>() {
        Some(file) if buffering < 0 => crate::sys::files::is_terminal(file.descriptor(vm)?),
        _ => false,
    };
    let line_buffering = !parsed.binary && (buffering == 1 || terminal);
    if buffering < 0 || buffering == 1 {
        let block = vm.get_attr(raw, &vm.names()._blksize)?.as_inline_int().unwrap_or(0);
        buffering = block.min(8 << 20).max(DEFAULT_BUFFER_SIZE as i64);
    }
    if buffering == 0 {
        if !parsed.binary {
            return Err(vm.value_error("can't have unbuffered text I/O"));
        }
        return Ok(raw.clone());
    }
    let number = match (parsed.plus, parsed.kind) {
        (true, _) => shape::BUFFERED_RANDOM,
        (_, Some('r')) => shape::BUFFERED_READER,
        _ => shape::BUFFERED_WRITER,
    };
    if number == shape::BUFFERED_RANDOM {
        super::base::check_seekable(vm, raw)?;
    }
    let buffer = PyBuffered::over(vm, number, raw, buffering as usize).into_value();
    if parsed.binary {
        return Ok(buffer);
    }
    let newline = Newline::parse(vm, newline)?;
    let encoding = match encoding {
        None | Some("locale") => LOCALE_ENCODING,
        Some(encoding) => encoding,
    };
    let text =
        PyTextIOWrapper::over(vm, &buffer, encoding, errors.unwrap_or("strict"), newline, line_buffering, false)?;
    vm.set_attr(text.as_value(), &vm.names().mode, Some(&vm.str(mode)))?;
    Ok(text.into_value())
}

pub fn open_code(vm: &Vm, path: &Ref<PyStr>) -> PyResult<Value> {
    open(vm, path.as_value(), "rb", -1, None, None, &Value::NONE, &Value::TRUE, &Value::NONE)
}

pub fn text_encoding(vm: &Vm, encoding: &Value, _stacklevel: &Value) -> Value {
    if encoding.is_none() { vm.str("locale") } else { encoding.clone() }
}
