//! SyntaxErrors: the line, and carets below the place.

use super::super::PyException;
use super::super::syntax_error::{END_LINENO, END_OFFSET, FILENAME, LINENO, METADATA, MSG, OFFSET, TEXT};
use super::{safe_text, text_of, type_text};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Value, class_of};
use crate::vm::Vm;

pub fn format(vm: &Vm, exception: &Value) -> String {
    match corrected(vm, exception) {
        Ok(Some(corrected)) => format_as_given(vm, &corrected),
        Ok(None) => format_as_given(vm, exception),
        Err(raised) => {
            drop(vm.take_raised(raised));
            format_as_given(vm, exception)
        }
    }
}

/// If a misspelt keyword makes the text invalid: an exception that says so. The library has the means to find out.
fn corrected(vm: &Vm, exception: &Value) -> PyResult<Option<Value>> {
    const VAGUE: [&str; 2] = ["invalid syntax", "invalid syntax. Perhaps you forgot a comma?"];
    let Some(error) = exception.downcast::<PyException>() else { return Ok(None) };
    let message = error.field_or_none(MSG);
    let vague = message.downcast::<PyStr>().and_then(|message| message.as_str()).is_some_and(|m| VAGUE.contains(&m));
    if !vague || error.field_or_none(METADATA).is_none() {
        return Ok(None);
    }
    let named = vm.call(&vm.import_attr("types", "SimpleNamespace")?, &[])?;
    let fields = [
        ("msg", MSG),
        ("filename", FILENAME),
        ("lineno", LINENO),
        ("offset", OFFSET),
        ("text", TEXT),
        ("end_lineno", END_LINENO),
        ("end_offset", END_OFFSET),
        ("_exc_metadata", METADATA),
    ];
    for (name, field) in fields {
        vm.set_attr(&named, &vm.intern(name), Some(&error.field_or_none(field)))?;
    }
    vm.call(&vm.import_attr("_traceback_hints", "_correct_keyword")?, std::slice::from_ref(&named))?;
    let found = vm.get_attr(&named, &vm.intern("msg"))?;
    if found.is(&message) {
        return Ok(None);
    }
    let copy = vm.new_exception(&class_of(exception), &[])?;
    if let Some(copy) = copy.downcast::<PyException>() {
        for (name, field) in fields {
            copy.set_field(field, Some(vm.get_attr(&named, &vm.intern(name))?));
        }
    }
    Ok(Some(copy))
}

fn format_as_given(vm: &Vm, exception: &Value) -> String {
    let Some(error) = exception.downcast::<PyException>() else { return String::new() };
    let string = |field: usize| error.field(field).and_then(|value| Some(text_of(value.downcast::<PyStr>()?)));
    let number = |field: usize| error.field(field).and_then(|value| int::as_int(&value).and_then(|n| n.to_i64()));
    let (filename, lineno) = (string(FILENAME), number(LINENO));
    let mut out = String::new();
    let mut suffix = String::new();
    match (lineno, &filename) {
        (Some(line), _) => {
            out += &format!("  File \"{}\", line {line}\n", filename.as_deref().unwrap_or("<string>"));
        }
        (None, Some(filename)) => suffix = format!(" ({filename})"),
        (None, None) => {}
    }
    if let Some(text) = string(TEXT) {
        let same_line = number(END_LINENO) == lineno;
        out += &marked(&text, number(OFFSET), number(END_OFFSET).filter(|_| same_line), same_line);
    }
    let message = match error.field(MSG).filter(|message| !message.is_none()) {
        Some(message) => safe_text(vm, &message, "exception", false),
        None => String::new(),
    };
    let message = if message.is_empty() { "<no detail available>".to_string() } else { message };
    out + &format!("{}: {message}{suffix}\n", type_text(vm, &class_of(exception)))
}

/// The line, and carets below `offset..end` (characters from 1).
fn marked(text: &str, offset: Option<i64>, end: Option<i64>, same_line: bool) -> String {
    let line = text.trim_end_matches('\n');
    let stripped = line.trim_start_matches([' ', '\n', '\x0c']);
    let shown: Vec<char> = stripped.chars().collect();
    let mut out = format!("    {stripped}\n");
    let Some(mut offset) = offset else { return out };
    let length = line.chars().count() as i64;
    let spaces = length - shown.len() as i64;
    let limit = length + 1;
    let mut end = if same_line { end.filter(|&end| end != 0).unwrap_or(offset) } else { limit };
    if !text.is_empty() {
        if offset > text.chars().count() as i64 {
            offset = limit;
        }
        end = end.min(limit);
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (column, end_column) = (offset - 1 - spaces, end - 1 - spaces);
    if column < 0 {
        return out;
    }
    // Tabs before the place stay tabs, so that the carets stand below it.
    out += "    ";
    out.extend(shown.iter().take(column as usize).map(|c| if c.is_whitespace() { *c } else { ' ' }));
    for _ in shown.len()..column as usize {
        out.push(' ');
    }
    out.extend(std::iter::repeat_n('^', (end_column - column) as usize));
    out.push('\n');
    out
}
