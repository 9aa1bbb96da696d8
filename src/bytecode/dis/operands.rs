//! Operands as text.

use super::super::code::{Code, Const, Ins};
use super::super::effects::{window_size, written_count};
use super::super::opcode::{FROM_FREE, HAS_SPEC, INPLACE, Intrinsic1, Intrinsic2, NEGATE, Op, OperandKind};
use super::values;

/// The name of a register: a local's or cell's own, else its number.
fn register(code: &Code, number: u32) -> String {
    if let Some(name) = code.var_names.get(number as usize) {
        return name.to_string();
    }
    match code.cell_registers.iter().position(|cell| *cell == number) {
        Some(index) => code.cell_vars.get(index).map_or_else(String::new, |name| name.to_string()),
        None => format!("r{number}"),
    }
}

/// A stretch of registers: `r3`, `r3-r5`, or nothing.
fn window(code: &Code, first: u32, count: u32) -> String {
    match count {
        0 => "()".to_string(),
        1 => register(code, first),
        _ => format!("{}-{}", register(code, first), register(code, first + count - 1)),
    }
}

fn site(code: &Code, number: u16) -> String {
    let name = code.sites.get(number as usize).and_then(|name| code.names.get(*name as usize));
    name.map_or_else(|| format!("site {number}"), |name| name.to_string())
}

fn constant(code: &Code, number: u32) -> String {
    code.consts.get(number as usize).map_or_else(|| format!("const {number}"), values::repr)
}

/// The operands of an instruction; written ones first, followed by ` = `. Jumps are left out.
pub fn text(code: &Code, ins: Ins) -> String {
    let kinds = ins.op.info().operands;
    let values = [ins.a, ins.b, ins.c];
    let mut written = String::new();
    let mut parts: Vec<String> = Vec::new();
    let mut wide_done = false;
    for (position, kind) in kinds.iter().enumerate() {
        let value = values[position];
        let number = value as u32;
        match kind {
            OperandKind::Write => written = register(code, number),
            OperandKind::WriteWindow if ins.op == Op::RELEASE => {
                parts.push(window(code, number, ins.b as u32));
            }
            OperandKind::WriteWindow => written = window(code, number, written_count(ins)),
            OperandKind::Read if is_shown(ins, position) => {
                parts.push(register(code, number));
            }
            OperandKind::Consume | OperandKind::Mutate => parts.push(register(code, number)),
            OperandKind::Window => parts.push(window(code, number, window_size(ins))),
            OperandKind::Immediate => parts.push((value as i16).to_string()),
            OperandKind::Site => parts.push(site(code, value)),
            OperandKind::Free => parts.push(free(code, number)),
            OperandKind::Const if !std::mem::replace(&mut wide_done, true) => {
                parts.push(constant(code, ins.wide()));
            }
            OperandKind::Count => parts.extend(count(code, ins, value)),
            _ => {}
        }
    }
    if ins.op == Op::LOAD_CLOSURE && ins.flags & FROM_FREE != 0 {
        parts.push(free(code, ins.b as u32));
    }
    parts.extend(form(ins).map(str::to_string));
    let read = parts.join(", ");
    match (written.is_empty(), read.is_empty()) {
        (true, _) => read,
        (false, true) => written,
        (false, false) => format!("{written} = {read}"),
    }
}

fn is_shown(ins: Ins, position: usize) -> bool {
    match (ins.op, position) {
        (Op::RAISE_VARARGS, position) => (position as u16) < ins.c,
        (Op::FORMAT_VALUE, 2) => ins.flags & HAS_SPEC != 0,
        (Op::LOAD_CLOSURE, _) => ins.flags & FROM_FREE == 0,
        _ => true,
    }
}

fn free(code: &Code, number: u32) -> String {
    let name = code.free_vars.get(number as usize);
    name.map_or_else(|| format!("free {number}"), |name| name.to_string())
}

/// Counts that the window shows already are left out; selectors are spelled out.
fn count(code: &Code, ins: Ins, value: u16) -> Option<String> {
    let name = match ins.op {
        Op::MAKE_FUNCTION => return Some(constant(code, value as u32)),
        Op::CALL_INTRINSIC_1 => INTRINSICS_1.get(value as usize)?.1,
        Op::CALL_INTRINSIC_2 => INTRINSICS_2.get(value as usize)?.1,
        Op::LOAD_COMMON_CONSTANT => ["AssertionError", "NotImplementedError"].get(value as usize)?,
        Op::GET_AWAITABLE => match value {
            1 => "from __aenter__",
            2 => "from __aexit__",
            _ => return None,
        },
        Op::UNPACK_EX => return Some(format!("{} before, {} after", value & 0xff, value >> 8)),
        _ => return None,
    };
    Some(name.to_string())
}

/// What the flags say about the form of the instruction.
fn form(ins: Ins) -> Option<&'static str> {
    let name = ins.op.info().name;
    if ins.flags & NEGATE == 0 {
        return None;
    }
    if name.starts_with("BINARY_") {
        let _ = INPLACE;
        return Some("in place");
    }
    match ins.op {
        Op::IS_OP | Op::CONTAINS_OP | Op::IS_JUMP_FALSE | Op::CONTAINS_JUMP_FALSE => Some("not"),
        Op::CALL_FUNCTION_EX => Some("with keywords"),
        Op::YIELD_VALUE => Some("of the async generator"),
        Op::LOAD_SUPER_ATTR | Op::LOAD_SUPER_METHOD | Op::LOAD_SUPER_METHOD_CACHED => Some("zero-argument super"),
        _ => None,
    }
}

const INTRINSICS_1: [(Intrinsic1, &str); 6] = [
    (Intrinsic1::TypeVar, "TypeVar"),
    (Intrinsic1::ParamSpec, "ParamSpec"),
    (Intrinsic1::TypeVarTuple, "TypeVarTuple"),
    (Intrinsic1::SubscriptGeneric, "Generic[]"),
    (Intrinsic1::TypeAlias, "TypeAlias"),
    (Intrinsic1::ToTuple, "tuple"),
];

const INTRINSICS_2: [(Intrinsic2, &str); 6] = [
    (Intrinsic2::TypeVarWithBound, "TypeVar with bound"),
    (Intrinsic2::TypeVarWithConstraints, "TypeVar with constraints"),
    (Intrinsic2::SetFunctionTypeParams, "set __type_params__"),
    (Intrinsic2::SetTypeparamDefault, "set default"),
    (Intrinsic2::GetAttr, "getattr"),
    (Intrinsic2::LoadGlobal, "load global"),
];

/// Whether a constant is code, for those who recurse.
pub fn nested(value: &Const) -> Option<&Code> {
    match value {
        Const::Code(code) => Some(code),
        _ => None,
    }
}
