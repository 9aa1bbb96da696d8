//! The entries of a traceback.

use super::carets;
use super::source::Sources;
use crate::builtins::code::PyCode;
use crate::builtins::frame::PyTraceback;
use crate::builtins::int;
use crate::bytecode::code::Position;
use crate::bytecode::locations;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// Equal entries in a row that are shown before the others are counted.
const SHOWN_REPEATS: usize = 3;
const DEFAULT_LIMIT: i64 = 1000;

struct Entry {
    code: Ref<PyCode>,
    line: Option<u32>,
    position: Option<Position>,
}

/// The text of a traceback, or of nothing if it is None.
pub fn format(vm: &Vm, traceback: &Value, markers: bool) -> String {
    let mut entries = collect(traceback);
    let limit = limit(vm);
    if entries.len() > limit {
        entries.drain(..entries.len() - limit);
    }
    let mut sources = Sources::default();
    let mut out = String::new();
    let mut repeats = 0;
    let mut last: Option<&Entry> = None;
    for entry in &entries {
        if !last.is_some_and(|last| is_same(last, entry)) {
            out += &more_repeats(repeats);
            repeats = 0;
            last = Some(entry);
        }
        repeats += 1;
        if repeats <= SHOWN_REPEATS {
            out += &format_entry(vm, entry, &mut sources, markers);
        }
    }
    out + &more_repeats(repeats)
}

fn collect(traceback: &Value) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut next = Some(traceback.clone());
    while let Some(entry) = next.as_ref().and_then(|next| next.downcast::<PyTraceback>()) {
        let code = entry.frame.code.clone();
        let position =
            locations::find(&code.code.locations, entry.lasti.max(0) as u32 / 2).filter(|_| entry.lasti >= 0);
        let position = position.filter(|position| position.line != 0);
        let line = position.map(|position| position.line).or_else(|| entry.line());
        entries.push(Entry { code, line, position });
        let following = entry.next.get();
        next = following;
    }
    entries
}

/// `sys.tracebacklimit`: how many entries, the last ones, are shown.
fn limit(vm: &Vm) -> usize {
    let limit = vm.sys_attr("tracebacklimit").ok().flatten();
    let limit = limit.and_then(|limit| int::as_int(&limit).map(|limit| limit.to_i64().unwrap_or(i64::MAX)));
    limit.unwrap_or(DEFAULT_LIMIT).max(0) as usize
}

fn is_same(left: &Entry, right: &Entry) -> bool {
    let (a, b) = (&left.code.code, &right.code.code);
    left.line == right.line && left.line.is_some() && a.filename == b.filename && a.name == b.name
}

fn more_repeats(repeats: usize) -> String {
    match repeats.saturating_sub(SHOWN_REPEATS) {
        0 => String::new(),
        1 => "  [Previous line repeated 1 more time]\n".to_string(),
        more => format!("  [Previous line repeated {more} more times]\n"),
    }
}

fn format_entry(vm: &Vm, entry: &Entry, sources: &mut Sources, markers: bool) -> String {
    let code = &entry.code.code;
    let line = entry.line.map_or("None".to_string(), |line| line.to_string());
    let mut out = format!("  File \"{}\", line {line}, in {}\n", code.filename, code.name);
    let Some(first) = entry.line.filter(|&line| line > 0) else { return out };
    let file = sources.lines(vm, Some(code), &code.filename);
    let last = entry.position.map_or(first, |position| position.end_line).max(first);
    let lines: Vec<String> =
        (first..=last).map(|line| file.get(line as usize - 1).cloned().unwrap_or_default()).collect();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return out;
    }
    match entry.position.filter(|_| markers) {
        Some(position) => out += &carets::format(&lines, position),
        None => out += &format!("    {}\n", lines[0].trim()),
    }
    out
}
