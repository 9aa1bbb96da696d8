//! UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError: what could not be converted, and where.

use super::PyException;
use super::base::{self, exception};
use super::define::{Extension, field, layout};
use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::{Args, GetSet, PyResult, getset};
use crate::object::types::builtin;
use crate::object::{Layout, Slots, Value, class_ref, shape};
use crate::vm::Vm;

/// Numbers of the fields.
pub const ENCODING: usize = 0;
pub const OBJECT: usize = 1;
pub const START: usize = 2;
pub const END: usize = 3;
pub const REASON: usize = 4;

static LAYOUT: Layout = layout("UnicodeError");

pub(super) static UNICODE_DECODE_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init_decode), str: Some(str_decode), ..Slots::EMPTY },
    new: Some(&base::NEW),
    getset: GETSET,
    ..Extension::NOTHING
};

pub(super) static UNICODE_ENCODE_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init_encode), str: Some(str_encode), ..Slots::EMPTY },
    new: Some(&base::NEW),
    getset: GETSET,
    ..Extension::NOTHING
};

pub(super) static UNICODE_TRANSLATE_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init_translate), str: Some(str_translate), ..Slots::EMPTY },
    new: Some(&base::NEW),
    getset: GETSET,
    ..Extension::NOTHING
};

static GETSET: &[GetSet] = &[
    field!("encoding", "exception encoding", ENCODING),
    field!("object", "exception object", OBJECT),
    getset(
        "start",
        "exception start",
        |vm, this| get_number(vm, this, START),
        |vm, this, new| set_number(vm, this, new, START),
    ),
    getset(
        "end",
        "exception end",
        |vm, this| get_number(vm, this, END),
        |vm, this, new| set_number(vm, this, new, END),
    ),
    field!("reason", "exception reason", REASON),
];

fn get_number(vm: &Vm, this: &Value, index: usize) -> PyResult<Value> {
    Ok(exception(vm, this)?.field(index).unwrap_or_else(|| vm.int(0)))
}

fn set_number(vm: &Vm, this: &Value, new: Option<&Value>, index: usize) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    if class_ref(new).slots().index.is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let number = vm.index(new)?;
    exception(vm, this)?.set_field(index, Some(number));
    Ok(())
}

// ---- making

fn check_count(vm: &Vm, args: Args, wanted: usize) -> PyResult<()> {
    let given = args.values.len();
    if given == wanted {
        return Ok(());
    }
    Err(vm.type_error(format!("function takes exactly {wanted} arguments ({given} given)")))
}

fn check_str(vm: &Vm, args: Args, index: usize) -> PyResult<()> {
    let value = &args.values[index];
    if value.downcast::<PyStr>().is_some() {
        return Ok(());
    }
    let class = class_ref(value).name();
    Err(vm.type_error(format!("argument {} must be str, not {class}", index + 1)))
}

fn fill(vm: &Vm, this: &Value, encoding: Option<&Value>, rest: [&Value; 4]) -> PyResult<()> {
    let (start, end) = (vm.index(rest[1])?, vm.index(rest[2])?);
    let exception = exception(vm, this)?;
    exception.set_field(ENCODING, encoding.cloned());
    exception.set_field(OBJECT, Some(rest[0].clone()));
    exception.set_field(START, Some(start));
    exception.set_field(END, Some(end));
    exception.set_field(REASON, Some(rest[3].clone()));
    Ok(())
}

fn init_decode(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    check_count(vm, args, 5)?;
    check_str(vm, args, 0)?;
    let object = if args.values[1].downcast::<PyBytes>().is_some() {
        args.values[1].clone()
    } else {
        bytes_of(vm, &args.values[1])?
    };
    check_str(vm, args, 4)?;
    fill(vm, this, args.values.first(), [&object, &args.values[2], &args.values[3], &args.values[4]])
}

/// The content of another object with a buffer.
fn bytes_of(vm: &Vm, value: &Value) -> PyResult<Value> {
    let class = class_ref(value);
    if class.mro().iter().any(|class| BUFFERS.contains(&&*class.name())) {
        return vm.call(builtin(shape::BYTES).as_value(), std::slice::from_ref(value));
    }
    Err(vm.type_error(format!("a bytes-like object is required, not '{}'", class.name())))
}

const BUFFERS: &[&str] = &["bytearray", "memoryview", "array", "mmap"];

fn init_encode(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    check_count(vm, args, 5)?;
    check_str(vm, args, 0)?;
    check_str(vm, args, 1)?;
    check_str(vm, args, 4)?;
    fill(vm, this, args.values.first(), [&args.values[1], &args.values[2], &args.values[3], &args.values[4]])
}

fn init_translate(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    check_count(vm, args, 4)?;
    check_str(vm, args, 0)?;
    check_str(vm, args, 3)?;
    fill(vm, this, None, [&args.values[0], &args.values[1], &args.values[2], &args.values[3]])
}

// ---- text

/// What `__str__` needs: encoding, reason, start and end; `None` before `__init__` has run.
fn parts(vm: &Vm, exception: &PyException) -> PyResult<Option<(String, String, i64, i64)>> {
    if exception.field(OBJECT).is_none() {
        return Ok(None);
    }
    let number = |index| match exception.field(index) {
        Some(value) => {
            int::to_i128(&value).map_or(i64::MAX, |number| number.clamp(i64::MIN as i128, i64::MAX as i128) as i64)
        }
        None => 0,
    };
    let encoding = match exception.field(ENCODING) {
        Some(encoding) => vm.to_str(&encoding)?.to_string(),
        None => String::new(),
    };
    let reason = vm.to_str(&exception.field_or_none(REASON))?.to_string();
    Ok(Some((encoding, reason, number(START), number(END))))
}

fn place(start: i64, end: i64) -> String {
    format!("{start}-{}", end.saturating_sub(1))
}

/// The one character that could not be converted, escaped.
fn culprit(vm: &Vm, object: &Value, start: i64, end: i64) -> PyResult<Option<String>> {
    let Some(text) = object.downcast::<PyStr>() else {
        return Err(vm.type_error("UnicodeError 'object' attribute must be a string"));
    };
    if start < 0 || end != start.saturating_add(1) || start >= text.len() as i64 {
        return Ok(None);
    }
    Ok(Some(match text.code_point(start as usize) {
        point @ 0..0x100 => format!("\\x{point:02x}"),
        point @ 0x100..0x10000 => format!("\\u{point:04x}"),
        point => format!("\\U{point:08x}"),
    }))
}

fn str_decode(vm: &Vm, this: &Value) -> PyResult<Value> {
    let exception = exception(vm, this)?;
    let Some((encoding, reason, start, end)) = parts(vm, exception)? else { return Ok(vm.str("")) };
    let object = exception.field_or_none(OBJECT);
    let Some(bytes) = object.downcast::<PyBytes>() else {
        return Err(vm.type_error("UnicodeError 'object' attribute must be a bytes"));
    };
    let text = match usize::try_from(start).ok().and_then(|start| bytes.as_bytes().get(start)) {
        Some(byte) if end == start + 1 => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        _ => format!("'{encoding}' codec can't decode bytes in position {}: {reason}", place(start, end)),
    };
    Ok(vm.str(&text))
}

fn str_encode(vm: &Vm, this: &Value) -> PyResult<Value> {
    let exception = exception(vm, this)?;
    let Some((encoding, reason, start, end)) = parts(vm, exception)? else { return Ok(vm.str("")) };
    let text = match culprit(vm, &exception.field_or_none(OBJECT), start, end)? {
        Some(character) => {
            format!("'{encoding}' codec can't encode character '{character}' in position {start}: {reason}")
        }
        None => format!("'{encoding}' codec can't encode characters in position {}: {reason}", place(start, end)),
    };
    Ok(vm.str(&text))
}

fn str_translate(vm: &Vm, this: &Value) -> PyResult<Value> {
    let exception = exception(vm, this)?;
    let Some((_, reason, start, end)) = parts(vm, exception)? else { return Ok(vm.str("")) };
    let text = match culprit(vm, &exception.field_or_none(OBJECT), start, end)? {
        Some(character) => format!("can't translate character '{character}' in position {start}: {reason}"),
        None => format!("can't translate characters in position {}: {reason}", place(start, end)),
    };
    Ok(vm.str(&text))
}
