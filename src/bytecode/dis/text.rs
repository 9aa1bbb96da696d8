//! The listing as text.

use std::fmt::Write;

use super::super::code::Code;
use super::{Instruction, Listing, flag_names, list, operands};

/// What to show, and how.
#[derive(Clone, Debug, Default)]
pub struct Options<'s> {
    /// Before each code object, a line with its name, place and flags.
    pub headers: bool,
    /// The number of each instruction.
    pub offsets: bool,
    /// The source range of each instruction, in place of its line.
    pub positions: bool,
    /// Added to each line number shown.
    pub line_shift: i64,
    /// The source, whose lines are shown above their instructions.
    pub source: Option<&'s str>,
    /// Also the code objects among the constants, to this depth.
    pub depth: Option<u32>,
    /// Only the code objects of this name or qualified name (and what is nested in them).
    pub function: Option<&'s str>,
    /// An arrow at this instruction (where a suspended frame stands).
    pub current: Option<u32>,
}

/// A code object, and those nested in it, as text.
pub fn disassemble(code: &Code, options: &Options<'_>) -> String {
    let mut out = String::new();
    match options.function {
        None => write_code(&mut out, code, options, options.depth),
        Some(name) => write_matching(&mut out, code, name, options),
    }
    out
}

fn write_matching(out: &mut String, code: &Code, name: &str, options: &Options<'_>) {
    if &*code.name == name || &*code.qualname == name {
        write_code(out, code, options, options.depth);
        return;
    }
    for nested in code.consts.iter().filter_map(operands::nested) {
        write_matching(out, nested, name, options);
    }
}

fn write_code(out: &mut String, code: &Code, options: &Options<'_>, depth: Option<u32>) {
    if !out.is_empty() {
        out.push('\n');
    }
    if options.headers {
        write_header(out, code);
    }
    write_listing(out, &list(code), options);
    if depth == Some(0) {
        return;
    }
    for nested in code.consts.iter().filter_map(operands::nested) {
        if !options.headers {
            let _ = write!(out, "\nDisassembly of ");
            let _ = writeln!(out, "{}:", super::values::repr(&super::super::code::Const::Code(nested.clone().into())));
            write_listing(out, &list(nested), options);
            write_nested(out, nested, options, depth.map(|depth| depth - 1));
        } else {
            write_code(out, nested, options, depth.map(|depth| depth - 1));
        }
    }
}

fn write_nested(out: &mut String, code: &Code, options: &Options<'_>, depth: Option<u32>) {
    if depth == Some(0) {
        return;
    }
    for nested in code.consts.iter().filter_map(operands::nested) {
        let text = super::values::repr(&super::super::code::Const::Code(nested.clone().into()));
        let _ = writeln!(out, "\nDisassembly of {text}:");
        write_listing(out, &list(nested), options);
        write_nested(out, nested, options, depth.map(|depth| depth - 1));
    }
}

fn write_header(out: &mut String, code: &Code) {
    let names = flag_names(code).join(", ");
    let flags = if names.is_empty() { "no flags" } else { &names };
    let _ = writeln!(
        out,
        "Disassembly of {} (file \"{}\", line {}; {flags}):",
        code.qualname, code.filename, code.first_line
    );
}

fn write_listing(out: &mut String, listing: &Listing, options: &Options<'_>) {
    let lines = listing.instructions.iter().filter_map(|row| row.position).map(|place| place.line);
    let width = match options.positions {
        true => listing.instructions.iter().map(|row| range(row, options).len()).max().unwrap_or(0),
        false => (lines.max().unwrap_or(0) as i64 + options.line_shift).to_string().len().max(3),
    };
    let source: Option<Vec<&str>> = options.source.map(|source| source.lines().collect());
    for (index, row) in listing.instructions.iter().enumerate() {
        if row.starts_line.is_some() && index > 0 {
            out.push('\n');
        }
        if let (Some(source), Some(line)) = (&source, row.starts_line)
            && let Some(text) = source.get(line as usize - 1)
        {
            let _ = writeln!(out, "{:width$}  # {}", "", text.trim());
        }
        write_row(out, row, width, options);
    }
    if let Some(label) = listing.end_label {
        let _ = writeln!(out, "{:width$}  {:>7}", "", format!("L{label}:"));
    }
    if !listing.exceptions.is_empty() {
        let _ = writeln!(out, "ExceptionTable:");
        for row in &listing.exceptions {
            let (start, end, target, depth) = (row.start, row.end, row.target, row.depth);
            let _ = writeln!(out, "  L{start} to L{end} -> L{target} [r{depth}]");
        }
    }
}

fn write_row(out: &mut String, row: &Instruction, width: usize, options: &Options<'_>) {
    let line = match row.starts_line {
        _ if options.positions => range(row, options),
        Some(line) => (line as i64 + options.line_shift).to_string(),
        None if row.position.is_none() && row.index == 0 => "--".to_string(),
        None => String::new(),
    };
    let label = row.label.map_or_else(String::new, |label| format!("L{label}:"));
    let arrow = if options.current == Some(row.index) { "-->" } else { "" };
    let _ = write!(out, "{line:>width$}  {label:>7} {arrow:>3} ");
    if options.offsets {
        let _ = write!(out, "{:>6}  ", row.index);
    }
    let mut text = format!("{:<22} {}", row.name, row.operands);
    if let Some((_, label)) = row.target {
        let space = if row.operands.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}(to L{label})");
    }
    if row.suspends {
        text.push_str("  (may suspend)");
    }
    let _ = writeln!(out, "{}", text.trim_end());
}

/// `line:column-end_line:end_column`, with question marks where the instruction has no place.
fn range(row: &Instruction, options: &Options<'_>) -> String {
    let Some(place) = row.position else { return "?:?-?:?".to_string() };
    let shifted = |line: u32| line as i64 + options.line_shift;
    let (line, end_line) = (shifted(place.line), shifted(place.end_line));
    format!("{line}:{}-{end_line}:{}", place.column, place.end_column)
}
