//! SyntaxErrors: the line, and carets below the place.

use super::super::PyException;
use super::super::syntax_error::{END_LINENO, END_OFFSET, FILENAME, LINENO, MSG, OFFSET, TEXT};
use super::{safe_text, text_of, type_text};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::object::{Value, class_of};
use crate::vm::Vm;

pub fn format(vm: &Vm, exception: &Value) -> String {
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
