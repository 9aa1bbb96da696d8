//! Searches that go on where the last one ended: `Pattern.scanner` and `Pattern.finditer`.

use std::cell::Cell;

use super::machine::Mode;
use super::matching::PyMatch;
use super::pattern::PyPattern;
use super::subject::Subject;
use crate::builtins::iterators::callable::PyCallableIterator;
use crate::native::{Native, PyResult, getter, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyScanner {
    header: Header,
    pattern: Ref<PyPattern>,
    subject: Subject,
    /// Where to go on, in bytes; `None` at the end.
    from: Cell<Option<usize>>,
    must_advance: Cell<bool>,
}
crate::payload!(PyScanner, shape::SCANNER, traverse(this, visitor) {
    visitor.visit(&this.pattern);
    visitor.visit(&this.subject.value);
    this.subject.text.visit(visitor);
} clear {});

pub static SCANNER: TypeSpec = TypeSpec {
    module: "_sre",
    flags: NO_NEW,
    methods: METHODS,
    getset: &[getter("pattern", "", |_, this| {
        Ok(this.downcast::<PyScanner>().map_or(Value::NONE, |this| this.pattern.to_value()))
    })],
    ..TypeSpec::of::<PyScanner>("SRE_Scanner")
};

static METHODS: &[Native] = &[method("match(self, /)", "", wrap(match_)), method("search(self, /)", "", wrap(search))];

pub fn scanner(
    vm: &Vm,
    pattern: &Ref<PyPattern>,
    string: &Value,
    pos: isize,
    endpos: Option<isize>,
) -> PyResult<Ref<PyScanner>> {
    let subject = Subject::new(vm, string, pos, endpos.unwrap_or(isize::MAX))?;
    pattern.check_kind(vm, &subject)?;
    Ok(Ref::new(PyScanner {
        header: Header::new(shape::SCANNER),
        pattern: pattern.clone(),
        from: Cell::new(Some(subject.start)),
        must_advance: Cell::new(false),
        subject,
    }))
}

/// `iter(scanner.search, None)`.
pub fn finditer(
    vm: &Vm,
    pattern: &Ref<PyPattern>,
    string: &Value,
    pos: isize,
    endpos: Option<isize>,
) -> PyResult<Value> {
    let scanner = scanner(vm, pattern, string, pos, endpos)?;
    let search = vm.get_attr(scanner.as_value(), &vm.intern("search"))?;
    Ok(PyCallableIterator::new(search, Value::NONE).into_value())
}

fn advance(vm: &Vm, this: &Ref<PyScanner>, mode: Mode) -> PyResult<Option<Ref<PyMatch>>> {
    let Some(from) = this.from.get() else { return Ok(None) };
    let slots = this.pattern.find(vm, &this.subject, from, mode, this.must_advance.get())?;
    this.from.set(slots.as_ref().map(|slots| slots[1]));
    Ok(slots.map(|slots| {
        this.must_advance.set(slots[0] == slots[1]);
        PyMatch::new(this.pattern.clone(), this.subject.clone(), slots)
    }))
}

fn match_(vm: &Vm, this: &Ref<PyScanner>) -> PyResult<Option<Ref<PyMatch>>> {
    advance(vm, this, Mode::Match)
}

fn search(vm: &Vm, this: &Ref<PyScanner>) -> PyResult<Option<Ref<PyMatch>>> {
    advance(vm, this, Mode::Search)
}
