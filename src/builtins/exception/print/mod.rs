//! Tracebacks as text, natively: nothing of the library needs to work for an error to be shown.
//!
//! Here: what is printed in which order (causes, contexts, groups, notes). [`frames`] shows a traceback, [`carets`] the
//! source lines with the markers below them, [`source`] finds those lines, [`syntax`] shows where in a text a SyntaxError
//! is, [`hints`] guesses what was meant. Who prints what when is in `super::uncaught`.

mod carets;
mod frames;
pub mod hints;
pub mod source;
mod syntax;

use std::collections::HashSet;

use super::PyException;
use super::group::members_of;
use super::group_split::is_group;
use crate::builtins::str::PyStr;
use crate::object::{PyType, Ref, Value, class_of, class_ref};
use crate::vm::Vm;

/// Members of a group beyond these are counted, not shown; so are groups that nest deeper.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;
/// An exception that chains are followed through no further.
const MAX_CHAIN: usize = 10_000;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// The text that an uncaught exception prints.
pub fn format_exception(vm: &Vm, exception: &Value) -> String {
    let mut printer = Printer { vm, out: String::new(), depth: 0, need_close: false, seen: HashSet::new() };
    printer.chain(exception);
    printer.out
}

/// The text of a traceback's entries, without a heading and, as for unraisable exceptions, without markers.
pub fn format_traceback(vm: &Vm, traceback: &Value) -> String {
    frames::format(vm, traceback, false)
}

/// The last lines: class and message, and the notes.
pub fn format_exception_only(vm: &Vm, exception: &Value) -> String {
    let mut text = if class_ref(exception).is_subtype(&vm.exceptions().SyntaxError) {
        syntax::format(vm, exception)
    } else {
        let mut message = safe_text(vm, exception, "exception", false);
        message += &hints::hint(vm, exception);
        last_line(&type_text(vm, &class_of(exception)), &message)
    };
    text += &notes(vm, exception);
    text
}

fn last_line(class: &str, message: &str) -> String {
    if message.is_empty() { format!("{class}\n") } else { format!("{class}: {message}\n") }
}

/// A class as messages name it: with its module, unless that is `builtins` or `__main__`.
pub fn type_text(vm: &Vm, class: &Ref<PyType>) -> String {
    let qualname = text_of(&class.qualname.get());
    let module = match vm.get_attr_opt(class.as_value(), &vm.names().__module__) {
        Ok(module) => module,
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    match module.as_ref().map(|module| module.downcast::<PyStr>()) {
        Some(Some(module)) if matches!(module.as_bytes(), b"builtins" | b"__main__") => qualname,
        Some(Some(module)) => format!("{}.{qualname}", text_of(module)),
        Some(None) => format!("<unknown>.{qualname}"),
        None => qualname,
    }
}

/// Text for the terminal: lone surrogates are escaped.
pub fn text_of(string: &PyStr) -> String {
    match string.as_str() {
        Some(text) => text.to_string(),
        None => string
            .code_points()
            .map(|point| char::from_u32(point).map_or_else(|| format!("\\u{point:04x}"), String::from))
            .collect(),
    }
}

/// `str(value)` or `repr(value)`, or a remark that it failed.
pub(super) fn safe_text(vm: &Vm, value: &Value, what: &str, as_repr: bool) -> String {
    let text = if as_repr { vm.repr(value) } else { vm.to_str(value) };
    match text {
        Ok(text) => text_of(&text),
        Err(raised) => {
            drop(vm.take_raised(raised));
            let function = if as_repr { "repr" } else { "str" };
            format!("<{what} {function}() failed>")
        }
    }
}

fn notes(vm: &Vm, exception: &Value) -> String {
    let notes = match vm.get_attr_opt(exception, &vm.names().__notes__) {
        Ok(None) => return String::new(),
        Ok(Some(notes)) if notes.is_none() => return String::new(),
        Ok(Some(notes)) => notes,
        Err(raised) => {
            let error = vm.take_raised(raised);
            return format!("Ignored error getting __notes__: {}\n", safe_text(vm, &error, "__notes__", true));
        }
    };
    let is_sequence = class_ref(&notes).has(crate::object::types::SEQUENCE)
        || notes.downcast::<crate::builtins::list::PyList>().is_some()
        || notes.downcast::<crate::builtins::tuple::PyTuple>().is_some();
    if !is_sequence {
        return format!("{}\n", safe_text(vm, &notes, "__notes__", true));
    }
    let items = match vm.collect(&notes) {
        Ok(items) => items,
        Err(raised) => {
            drop(vm.take_raised(raised));
            Vec::new()
        }
    };
    let mut text = String::new();
    for note in items {
        for line in safe_text(vm, &note, "note", false).split('\n') {
            text += line;
            text.push('\n');
        }
    }
    text
}

struct Printer<'v> {
    vm: &'v Vm,
    out: String,
    /// How many groups the exception lies in.
    depth: usize,
    /// The line that ends a group is still to be drawn.
    need_close: bool,
    seen: HashSet<u64>,
}

impl Printer<'_> {
    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out += text;
            return;
        }
        let prefix = format!("{}{margin} ", self.indent());
        for line in text.split_inclusive('\n') {
            self.out += &prefix;
            self.out += line;
        }
    }

    /// An exception after those that led to it.
    fn chain(&mut self, exception: &Value) {
        let mut chain = vec![(exception.clone(), "")];
        self.seen.insert(exception.id());
        while let Some((last, _)) = chain.last()
            && let Some(object) = last.downcast::<PyException>()
            && chain.len() < MAX_CHAIN
        {
            let cause = object.cause.get().filter(|cause| self.seen.insert(cause.id()));
            let (link, text) = match cause {
                Some(cause) => (Some(cause), CAUSE),
                None if object.suppress_context.get() => (None, ""),
                None => (object.context.get().filter(|context| self.seen.insert(context.id())), CONTEXT),
            };
            let Some(link) = link else { break };
            if let Some((_, separator)) = chain.last_mut() {
                *separator = text;
            }
            chain.push((link, ""));
        }
        for (exception, separator) in chain.into_iter().rev() {
            self.emit(separator, '|');
            self.one(&exception);
        }
    }

    fn one(&mut self, exception: &Value) {
        let Some(object) = exception.downcast::<PyException>() else { return };
        if is_group(self.vm, exception) {
            return self.group(exception, object);
        }
        let traceback = frames::format(self.vm, &object.traceback.get_or_none(), true);
        if !traceback.is_empty() {
            self.emit("Traceback (most recent call last):\n", '|');
            self.emit(&traceback, '|');
        }
        let text = format_exception_only(self.vm, exception);
        self.emit(&text, '|');
    }

    fn group(&mut self, exception: &Value, object: &Ref<PyException>) {
        if self.depth > MAX_GROUP_DEPTH {
            return self.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
        }
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        let traceback = frames::format(self.vm, &object.traceback.get_or_none(), true);
        if !traceback.is_empty() {
            self.emit("Exception Group Traceback (most recent call last):\n", if outermost { '+' } else { '|' });
            self.emit(&traceback, '|');
        }
        let text = format_exception_only(self.vm, exception);
        self.emit(&text, '|');
        let members = members_of(object);
        let shown = members.len().min(MAX_GROUP_WIDTH + 1);
        self.need_close = false;
        for index in 0..shown {
            let last = index + 1 == shown;
            self.need_close |= last;
            self.member(&members, index);
            if last && self.need_close {
                self.out += &format!("{}+------------------------------------\n", self.indent());
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }

    /// One member of a group; leaves the depth increased.
    fn member(&mut self, members: &[Value], index: usize) {
        let left_out = index >= MAX_GROUP_WIDTH;
        let title = if left_out { "...".to_string() } else { (index + 1).to_string() };
        let corner = if index == 0 { "+-" } else { "  " };
        self.out += &format!("{}{corner}+---------------- {title} ----------------\n", self.indent());
        self.depth += 1;
        if left_out {
            let remaining = members.len() - MAX_GROUP_WIDTH;
            let plural = if remaining > 1 { "s" } else { "" };
            self.emit(&format!("and {remaining} more exception{plural}\n"), '|');
        } else {
            self.chain(&members[index]);
        }
    }
}
