//! Instructions as tuples.

use super::UNIT;
use crate::builtins::code::PyCode;
use crate::bytecode::code::{Ins, Position};
use crate::bytecode::dis::{self, Instruction};
use crate::bytecode::opcode::OperandKind;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// (opcode, opname, base opname, arg, argval, operands, offset, starts line, positions, label, target, suspends,
/// operands as numbers). The opcode is what the compiler wrote, or with `adaptive` what the VM has made of it.
pub fn instructions(vm: &Vm, code: &Ref<PyCode>, adaptive: bool) -> PyResult<Value> {
    let listing = dis::list(&code.code);
    let now = code.instructions();
    let mut rows = Vec::with_capacity(listing.instructions.len());
    for row in &listing.instructions {
        let shown = if adaptive { now.get(row.index as usize).map_or(row.ins.op, |ins| ins.op) } else { row.ins.op };
        rows.push(instruction(vm, code, row, shown as u8, shown.info().name));
    }
    Ok(vm.list(rows))
}

fn instruction(vm: &Vm, code: &Ref<PyCode>, row: &Instruction, opcode: u8, name: &str) -> Value {
    let (arg, argval) = argument(vm, code, row);
    let number = |value: Option<u32>| value.map_or(Value::NONE, |value| vm.int(value as i64));
    let target = row
        .target
        .map_or(Value::NONE, |(index, label)| vm.tuple(vec![vm.int(index as i64 * UNIT), vm.int(label as i64)]));
    vm.tuple(vec![
        vm.int(opcode as i64),
        vm.str(name),
        vm.str(row.name),
        arg,
        argval,
        vm.str(&row.operands),
        vm.int(row.index as i64 * UNIT),
        number(row.starts_line),
        row.position.map_or(Value::NONE, |place| position(vm, place)),
        number(row.label),
        target,
        Value::bool(row.suspends),
        operands(vm, row.ins),
    ])
}

/// `(line, end line, column, end column)`, as `co_positions()` gives it.
pub fn position(vm: &Vm, place: Position) -> Value {
    let numbers = [place.line, place.end_line, place.column, place.end_column];
    vm.tuple(numbers.iter().map(|number| vm.int(*number as i64)).collect())
}

fn operands(vm: &Vm, ins: Ins) -> Value {
    vm.tuple([ins.flags as u16, ins.a, ins.b, ins.c].iter().map(|number| vm.int(*number as i64)).collect())
}

/// The operand that says most (a constant, a name, where a jump goes, a count, a register), and what it stands for:
/// None where that is best said by the text of all operands.
fn argument(vm: &Vm, code: &Ref<PyCode>, row: &Instruction) -> (Value, Value) {
    let ins = row.ins;
    let kinds = ins.op.info().operands;
    let values = [ins.a, ins.b, ins.c];
    let first = |wanted: OperandKind| kinds.iter().position(|kind| *kind == wanted).map(|at| values[at]);
    if kinds.contains(&OperandKind::Const) {
        let index = ins.wide();
        let known = (index as usize) < code.code.consts.len();
        let value = if known { code.constant(index as usize) } else { Value::NONE };
        return (vm.int(index as i64), value);
    }
    if let Some(number) = first(OperandKind::Site) {
        let name = code.code.sites.get(number as usize).and_then(|name| code.names.get(*name as usize));
        return (vm.int(number as i64), name.map_or(Value::NONE, |name| name.to_value()));
    }
    if let Some((target, _)) = row.target {
        let distance = target as i64 - row.index as i64;
        return (vm.int(distance), vm.int(target as i64 * UNIT));
    }
    if let Some(number) = first(OperandKind::Free) {
        let name = code.code.free_vars.get(number as usize);
        return (vm.int(number as i64), name.map_or(Value::NONE, |name| vm.str(name)));
    }
    if let Some(number) = first(OperandKind::Immediate) {
        return (vm.int(number as i16 as i64), Value::NONE);
    }
    if let Some(number) = first(OperandKind::Count) {
        return (vm.int(number as i64), Value::NONE);
    }
    let used = kinds.iter().rposition(|kind| *kind != OperandKind::Unused);
    (used.map_or(Value::NONE, |at| vm.int(values[at] as i64)), Value::NONE)
}
