//! The reference page of the instruction set (`docs/opcodes.md`), written from the opcode table.

use std::fmt::Write;

use super::effects::suspends;
use super::opcode::{OPCODES, OperandKind};

const HEAD: &str = "# Opcodes

Generated from the table in `src/bytecode/opcode.rs`; `COIL_UPDATE=1 cargo test --test bytecode` writes it anew.

An instruction is eight bytes: the opcode, its flags, and three operands A, B, C of 16 bits. Registers hold parameters,
other locals, cells and temporaries, in this order. The kinds of operands:

| kind | meaning |
|---|---|
| write | a register that is written; what it held is released |
| read | a register that is read; a flag says whether it is a temporary that dies here |
| consume | a register that is read and left unset |
| mutate | a register whose object is changed in place |
| window in | the first of several registers that are consumed |
| window out | the first of several registers that are written |
| immediate | a signed number |
| count | an unsigned number: a count or a selector |
| site | a cache site, which names a global or an attribute |
| free | a free variable of the function's closure |
| jump | a distance in instructions; a long jump fills B and C |
| constant | the number of a constant, over B and C |

Instructions at which a frame can be suspended are marked with \u{29d6}.

| opcode | A | B | C | |
|---|---|---|---|---|
";

/// The whole page.
pub fn page() -> String {
    let mut out = HEAD.to_string();
    for info in OPCODES {
        let [a, b, c] = info.operands.map(kind);
        let mark = if suspends(info.op) { " \u{29d6}" } else { "" };
        let doc = info.doc.replace('|', "\\|");
        let _ = writeln!(out, "| {}{mark} | {a} | {b} | {c} | {doc} |", info.name);
    }
    out
}

fn kind(kind: OperandKind) -> &'static str {
    match kind {
        OperandKind::Write => "write",
        OperandKind::Read => "read",
        OperandKind::Consume => "consume",
        OperandKind::Mutate => "mutate",
        OperandKind::Window => "window in",
        OperandKind::WriteWindow => "window out",
        OperandKind::Immediate => "immediate",
        OperandKind::Count => "count",
        OperandKind::Site => "site",
        OperandKind::Free => "free",
        OperandKind::Jump | OperandKind::LongJump => "jump",
        OperandKind::Const => "constant",
        OperandKind::Unused => "",
    }
}
