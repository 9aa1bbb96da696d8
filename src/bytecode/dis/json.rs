//! The listing as JSON.

use std::fmt::Write;

use super::super::code::Code;
use super::{Instruction, flag_names, list, operands};

/// A code object with those nested in it, as one JSON object.
pub fn to_json(code: &Code) -> String {
    let mut out = String::new();
    write_code(&mut out, code);
    out
}

fn write_code(out: &mut String, code: &Code) {
    let listing = list(code);
    let flags: Vec<String> = flag_names(code).into_iter().map(string).collect();
    let _ = write!(
        out,
        "{{\"name\":{},\"qualname\":{},\"filename\":{},\"firstlineno\":{},\"flags\":[{}],\"instructions\":[",
        string(&code.name),
        string(&code.qualname),
        string(&code.filename),
        code.first_line,
        flags.join(",")
    );
    for (index, row) in listing.instructions.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_row(out, row);
    }
    out.push_str("],\"exceptions\":[");
    for (index, row) in code.handlers.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}{{\"start\":{},\"end\":{},\"target\":{},\"depth\":{}}}",
            row.start, row.end, row.target, row.depth
        );
    }
    out.push_str("],\"nested\":[");
    for (index, nested) in code.consts.iter().filter_map(operands::nested).enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_code(out, nested);
    }
    out.push_str("]}");
}

fn write_row(out: &mut String, row: &Instruction) {
    let _ = write!(
        out,
        "{{\"offset\":{},\"opname\":{},\"operands\":{}",
        row.index,
        string(row.name),
        string(&row.operands)
    );
    if let Some(place) = row.position {
        let _ = write!(
            out,
            ",\"line\":{},\"end_line\":{},\"column\":{},\"end_column\":{}",
            place.line, place.end_line, place.column, place.end_column
        );
    }
    if let Some((target, _)) = row.target {
        let _ = write!(out, ",\"target\":{target}");
    }
    if row.suspends {
        out.push_str(",\"suspends\":true");
    }
    out.push('}');
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            character if (character as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", character as u32);
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}
