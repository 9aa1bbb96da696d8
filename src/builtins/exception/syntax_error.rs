//! SyntaxError and its kin: where in which source.

use super::base::{self, exception};
use super::define::{Extension, field, layout};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::{Args, PyResult};
use crate::object::{Layout, Slots, Value};
use crate::vm::Vm;

/// Numbers of the fields.
pub const MSG: usize = 0;
pub const FILENAME: usize = 1;
pub const LINENO: usize = 2;
pub const OFFSET: usize = 3;
pub const TEXT: usize = 4;
pub const END_LINENO: usize = 5;
pub const END_OFFSET: usize = 6;
pub const PRINT_FILE_AND_LINE: usize = 7;
pub const METADATA: usize = 8;

static LAYOUT: Layout = layout("SyntaxError");

pub(super) static SYNTAX_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init), str: Some(str), ..Slots::EMPTY },
    getset: &[
        field!("msg", "exception msg", MSG),
        field!("filename", "exception filename", FILENAME),
        field!("lineno", "exception lineno", LINENO),
        field!("offset", "exception offset", OFFSET),
        field!("text", "exception text", TEXT),
        field!("end_lineno", "exception end lineno", END_LINENO),
        field!("end_offset", "exception end offset", END_OFFSET),
        field!("print_file_and_line", "exception print_file_and_line", PRINT_FILE_AND_LINE),
        field!("_metadata", "exception private metadata", METADATA),
    ],
    ..Extension::NOTHING
};

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    let exception = exception(vm, this)?;
    if let Some(message) = args.values.first() {
        exception.set_field(MSG, Some(message.clone()));
    }
    let [_, details] = args.values else { return Ok(()) };
    let details = vm.collect(details)?;
    let given = details.len();
    if given < 4 {
        return Err(vm.type_error(format!("function takes at least 4 arguments ({given} given)")));
    }
    if given > 7 {
        return Err(vm.type_error(format!("function takes at most 7 arguments ({given} given)")));
    }
    for (index, field) in [FILENAME, LINENO, OFFSET, TEXT, END_LINENO, END_OFFSET, METADATA].into_iter().enumerate() {
        exception.set_field(field, details.get(index).cloned());
    }
    if given == 5 {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

/// The message with the file's name (without its folders) and the line.
fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let exception = exception(vm, this)?;
    let message = vm.to_str(&exception.field_or_none(MSG))?;
    let filename = exception.field_or_none(FILENAME);
    let filename = filename.downcast::<PyStr>().map(|name| {
        let name = name.to_text();
        name.rsplit('/').next().unwrap_or_default().to_string()
    });
    let lineno = exception.field_or_none(LINENO);
    let lineno = int::as_int(&lineno).filter(|_| !lineno.is_bool()).map(|line| line.to_big().to_string());
    let place = match (filename, lineno) {
        (Some(filename), Some(lineno)) => format!(" ({filename}, line {lineno})"),
        (Some(filename), None) => format!(" ({filename})"),
        (None, Some(lineno)) => format!(" (line {lineno})"),
        (None, None) => return Ok(message.into_value()),
    };
    Ok(PyStr::concat(message, &PyStr::new(&place)).into_value())
}
