//! The attributes and methods of code objects.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::{PyCode, replace};
use crate::builtins::list::PyList;
use crate::bytecode::code::{Code, Ins};
use crate::bytecode::locations;
use crate::native::{GetSet, Native, PyResult, getter, method, wrap};
use crate::object::{CompareOp, Ref, Value};
use crate::vm::Vm;

/// Offsets count two to an instruction, as in `f_lasti` and `tb_lasti`; so what divides them by two, as programs
/// written for CPython do, has the instruction's index.
const UNIT: i64 = 2;

pub static METHODS: &[Native] = &[
    method("co_lines(self, /)", "Return the lines: an iterator of (start, end, line).", wrap(lines)),
    method("co_positions(self, /)", "Return the source range of each instruction.", wrap(positions)),
    method(
        "replace(self, /, **changes)",
        "Return a copy of the code object with new values for the specified fields.",
        wrap(replace::replace),
    ),
    method("__replace__(self, /, **changes)", "The same as replace().", wrap(replace::replace)),
];

pub static GETSET: &[GetSet] = &[
    getter("co_argcount", "", |vm, this| Ok(vm.int(code(vm, this)?.code.arg_count as i64))),
    getter("co_posonlyargcount", "", |vm, this| Ok(vm.int(code(vm, this)?.code.posonly_count as i64))),
    getter("co_kwonlyargcount", "", |vm, this| Ok(vm.int(code(vm, this)?.code.kwonly_count as i64))),
    getter("co_stacksize", "", |vm, this| {
        let code = code(vm, this)?;
        Ok(vm.int((code.register_count - code.local_count) as i64))
    }),
    getter("co_nlocals", "", |vm, this| Ok(vm.int(code(vm, this)?.code.var_names.len() as i64))),
    getter("co_flags", "", |vm, this| Ok(vm.int(code(vm, this)?.code.flags as i64))),
    getter("co_firstlineno", "", |vm, this| Ok(vm.int(code(vm, this)?.code.first_line as i64))),
    getter("co_name", "", |vm, this| Ok(vm.str(&code(vm, this)?.code.name))),
    getter("co_qualname", "", |vm, this| Ok(vm.str(&code(vm, this)?.code.qualname))),
    getter("co_filename", "", |vm, this| Ok(vm.str(&code(vm, this)?.code.filename))),
    getter("co_names", "", |vm, this| Ok(names(vm, &code(vm, this)?.code.names))),
    getter("co_varnames", "", |vm, this| Ok(names(vm, &code(vm, this)?.code.var_names))),
    getter("co_cellvars", "", |vm, this| Ok(names(vm, &code(vm, this)?.code.cell_vars))),
    getter("co_freevars", "", |vm, this| Ok(names(vm, &code(vm, this)?.code.free_vars))),
    getter("co_consts", "", consts),
    getter("co_code", "", |vm, this| Ok(vm.bytes(&bytes_of(&code(vm, this)?.code.instructions)))),
    getter("_co_code_adaptive", "", |vm, this| Ok(vm.bytes(&bytes_of(code(vm, this)?.instructions())))),
    getter("co_linetable", "", |vm, this| Ok(vm.bytes(&code(vm, this)?.code.locations))),
    getter("co_exceptiontable", "", exception_table),
];

fn code<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyCode>> {
    this.downcast::<PyCode>().ok_or_else(|| vm.type_error("descriptor of 'code' objects"))
}

fn names(vm: &Vm, names: &[Arc<str>]) -> Value {
    vm.tuple(names.iter().map(|name| vm.intern(name).into_value()).collect())
}

/// The tuple is made once, so that nested code objects keep their identity (the VM's own constants are in it).
fn consts(vm: &Vm, this: &Value) -> PyResult<Value> {
    let code = code(vm, this)?;
    let made = code.co_consts.borrow().clone();
    if let Some(made) = made {
        return Ok(made);
    }
    let tuple = vm.tuple((0..code.code.consts.len()).map(|index| code.constant(index)).collect());
    code.co_consts.set(Some(tuple.clone()));
    Ok(tuple)
}

/// Eight bytes to an instruction: opcode, flags, and three operands, the lower byte first.
fn bytes_of(instructions: &[Ins]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(instructions.len() * 8);
    for ins in instructions {
        bytes.extend([ins.op as u8, ins.flags]);
        for operand in [ins.a, ins.b, ins.c] {
            bytes.extend(operand.to_le_bytes());
        }
    }
    bytes
}

/// Four numbers of four bytes to a row: start, end, target, register.
fn exception_table(vm: &Vm, this: &Value) -> PyResult<Value> {
    let rows = code(vm, this)?.code.handlers.iter().flat_map(|row| [row.start, row.end, row.target, row.depth]);
    let bytes: Vec<u8> = rows.flat_map(u32::to_le_bytes).collect();
    Ok(vm.bytes(&bytes))
}

fn iterator(vm: &Vm, rows: Vec<Value>) -> PyResult<Value> {
    let list = vm.list(rows);
    debug_assert!(list.downcast::<PyList>().is_some());
    vm.iter(&list)
}

fn lines(vm: &Vm, this: &Ref<PyCode>) -> PyResult<Value> {
    // Where CPython has an instruction for the entry, on the line of `def` (0 for a module), Coil has none.
    let entry = if &*this.code.name == "<module>" { 0 } else { this.code.first_line };
    let mut spans: Vec<(u32, u32, Option<u32>)> = vec![(0, 0, Some(entry))];
    for run in locations::runs(&this.code.locations) {
        let line = run.position.map(|place| place.line);
        match spans.last_mut() {
            Some(last) if last.2 == line => last.1 = run.end,
            _ => spans.push((run.start, run.end, line)),
        }
    }
    let rows = spans.into_iter().map(|(start, end, line)| {
        let line = line.map_or(Value::NONE, |line| vm.int(line as i64));
        vm.tuple(vec![vm.int(start as i64 * UNIT), vm.int(end as i64 * UNIT), line])
    });
    iterator(vm, rows.collect())
}

fn positions(vm: &Vm, this: &Ref<PyCode>) -> PyResult<Value> {
    let mut rows = Vec::with_capacity(this.code.instructions.len());
    for run in locations::runs(&this.code.locations) {
        for _ in run.start..run.end {
            rows.push(match run.position {
                None => vm.tuple(vec![Value::NONE; 4]),
                Some(place) => {
                    let numbers = [place.line, place.end_line, place.column, place.end_column];
                    vm.tuple(numbers.iter().map(|number| vm.int(*number as i64)).collect())
                }
            });
        }
    }
    iterator(vm, rows)
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let code = code(vm, this)?;
    let (name, file, line) = (&code.code.name, &code.code.filename, code.code.first_line);
    Ok(vm.str(&format!("<code object {name} at {:#x}, file \"{file}\", line {line}>", this.id())))
}

/// Equal are code objects that do the same at the same place, whatever their file.
fn same(a: &Code, b: &Code) -> bool {
    let parameters = |code: &Code| (code.arg_count, code.posonly_count, code.kwonly_count, code.flags, code.first_line);
    a.name == b.name
        && parameters(a) == parameters(b)
        && a.instructions == b.instructions
        && a.consts == b.consts
        && a.names == b.names
        && a.sites == b.sites
        && a.var_names == b.var_names
        && a.cell_vars == b.cell_vars
        && a.free_vars == b.free_vars
        && a.handlers == b.handlers
        && a.locations == b.locations
}

pub fn compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyCode>(), right.downcast::<PyCode>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = || Arc::ptr_eq(&a.code, &b.code) || same(&a.code, &b.code);
    Ok(match op {
        CompareOp::Eq => Value::bool(equal()),
        CompareOp::Ne => Value::bool(!equal()),
        _ => Value::NOT_IMPLEMENTED,
    })
}

pub fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let code = &code(vm, this)?.code;
    let mut hasher = DefaultHasher::new();
    (&code.name, code.first_line, code.flags, code.arg_count, &code.names, &code.var_names).hash(&mut hasher);
    bytes_of(&code.instructions).hash(&mut hasher);
    // A hash of -1 stands for an error elsewhere.
    Ok(match hasher.finish() as i64 {
        -1 => -2,
        hash => hash,
    })
}
