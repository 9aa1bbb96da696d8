//! `_dis`: what `dis` and `opcode` need to know of our bytecode.
//!
//! The listing itself is [`crate::bytecode::dis`], which `coil dis` uses too; here it meets code objects and Python's
//! values. The classes and functions that programs see are `stdlib/dis.py`.

mod rows;

use super::NativeModule;
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::bytecode::dis::{FLAG_NAMES, Options, disassemble};
use crate::bytecode::effects::{effects_on_depth, suspends};
use crate::bytecode::opcode::{OPCODES, Op, OperandKind};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// Bytes that an instruction counts for in offsets, as in `f_lasti`, `tb_lasti` and `co_lines()`.
pub const UNIT: i64 = 2;

pub static MODULE: NativeModule = NativeModule {
    doc: "The bytecode, for dis and opcode.",
    functions: FUNCTIONS,
    init: |vm, module| {
        let flags = PyDict::new();
        for (bit, name) in FLAG_NAMES {
            flags.set(vm, &vm.int(bit as i64), vm.str(name))?;
        }
        module.dict.set_name(vm, "COMPILER_FLAG_NAMES", flags.into_value());
        module.dict.set_name(vm, "UNIT", vm.int(UNIT));
        Ok(())
    },
    ..NativeModule::of("_dis")
};

static FUNCTIONS: &[Native] = &[
    function("opcodes()", "The opcode table: (name, doc, kinds of the operands, may suspend) for each.", wrap(opcodes)),
    function("stack_effect(opcode, arg, jump, /)", "Change of the number of set registers.", wrap(stack_effect)),
    function("instructions(code, adaptive, /)", "One tuple for each instruction.", wrap(rows::instructions)),
    function(
        "exceptions(code, /)",
        "The exception table: (start, end, target, register), in offsets.",
        wrap(exceptions),
    ),
    function(
        "disassemble(code, /, depth, offsets, positions, current, shift)",
        "The listing as text, without the line that names the code object.",
        wrap(text),
    ),
];

fn opcodes(vm: &Vm) -> PyResult<Value> {
    let rows = OPCODES.iter().map(|info| {
        let kinds = info.operands.iter().map(|kind| kind_name(*kind)).collect::<String>();
        vm.tuple(vec![vm.str(info.name), vm.str(info.doc), vm.str(&kinds), Value::bool(suspends(info.op))])
    });
    Ok(vm.list(rows.collect()))
}

/// The letter of the opcode table's own notation.
fn kind_name(kind: OperandKind) -> char {
    match kind {
        OperandKind::Write => 'W',
        OperandKind::Read => 'R',
        OperandKind::Consume => 'X',
        OperandKind::Mutate => 'M',
        OperandKind::Window => 'N',
        OperandKind::WriteWindow => 'P',
        OperandKind::Immediate => 'I',
        OperandKind::Count => 'U',
        OperandKind::Site => 'S',
        OperandKind::Free => 'F',
        OperandKind::Jump => 'J',
        OperandKind::Const => 'K',
        OperandKind::LongJump => 'L',
        OperandKind::Unused => '_',
    }
}

/// A register machine has no stack; what comes nearest is by how many the registers in use change.
fn stack_effect(vm: &Vm, opcode: i64, arg: Option<i64>, jump: Option<bool>) -> PyResult<i64> {
    let op = u8::try_from(opcode).ok().and_then(Op::from_u8);
    let Some(op) = op else { return Err(vm.value_error("invalid opcode or oparg")) };
    let Ok(count) = u16::try_from(arg.unwrap_or(0)) else { return Err(vm.value_error("invalid opcode or oparg")) };
    Ok(effects_on_depth(op, count, jump))
}

fn exceptions(vm: &Vm, code: &Ref<PyCode>) -> PyResult<Value> {
    let offset = |index: u32| vm.int(index as i64 * UNIT);
    let rows =
        code.code.handlers.iter().map(|row| {
            vm.tuple(vec![offset(row.start), offset(row.end), offset(row.target), vm.int(row.depth as i64)])
        });
    Ok(vm.list(rows.collect()))
}

fn text(
    vm: &Vm,
    code: &Ref<PyCode>,
    depth: Option<i64>,
    offsets: bool,
    positions: bool,
    current: Option<i64>,
    shift: i64,
) -> PyResult<Value> {
    let options = Options {
        offsets,
        positions,
        depth: depth.map(|depth| depth.clamp(0, u32::MAX as i64) as u32),
        current: current.and_then(|offset| u32::try_from(offset / UNIT).ok()),
        line_shift: shift,
        ..Options::default()
    };
    Ok(vm.str(&disassemble(&code.code, &options)))
}
