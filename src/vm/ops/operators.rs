//! Operators whose methods are Python functions: their frames are run by the dispatch loop that met the operator, not
//! by one inside it, so that they cost what a call costs and count as calls only against the recursion limit.
//!
//! The operands stay in their registers until the method returns, for it may say NotImplemented. Everything that is not
//! this simple (built-in operands, a right operand whose class comes first) is `object/protocol.rs`'s.
#![allow(unsafe_code)]

use crate::builtins::function::PyFunction;
use crate::builtins::str::PyStr;
use crate::bytecode::code::Ins;
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C, INPLACE, Op};
use crate::native::{Args, PyResult};
use crate::object::slots::SlotId;
use crate::object::{BinaryOp, CompareOp, PyType, Ref, Value, class_ref};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, reg, set, unset};
use crate::vm::frame::{Frame, Return};

/// Slot and method of an operator, those of the reflected one, and those of its augmented assignment.
struct Row<'a> {
    id: SlotId,
    name: &'a Ref<PyStr>,
    reflected: &'a Ref<PyStr>,
    inplace_id: SlotId,
    inplace: &'a Ref<PyStr>,
}

macro_rules! rows {
    ($vm:expr, $operator:expr, $($op:ident: $id:ident $name:ident $reflected:ident $inplace_id:ident $inplace:ident;)*) => {{
        let names = $vm.names();
        match $operator {
            $(BinaryOp::$op => Some(Row {
                id: SlotId::$id,
                name: &names.$name,
                reflected: &names.$reflected,
                inplace_id: SlotId::$inplace_id,
                inplace: &names.$inplace,
            }),)*
            BinaryOp::DivMod => None,
        }
    }};
}

fn row(vm: &Vm, operator: BinaryOp) -> Option<Row<'_>> {
    rows! { vm, operator,
        Add: add __add__ __radd__ iadd __iadd__;
        Sub: sub __sub__ __rsub__ isub __isub__;
        Mul: mul __mul__ __rmul__ imul __imul__;
        MatMul: matmul __matmul__ __rmatmul__ imatmul __imatmul__;
        TrueDiv: truediv __truediv__ __rtruediv__ itruediv __itruediv__;
        FloorDiv: floordiv __floordiv__ __rfloordiv__ ifloordiv __ifloordiv__;
        Mod: modulo __mod__ __rmod__ imodulo __imod__;
        Pow: pow __pow__ __rpow__ ipow __ipow__;
        LShift: lshift __lshift__ __rlshift__ ilshift __ilshift__;
        RShift: rshift __rshift__ __rrshift__ irshift __irshift__;
        And: and __and__ __rand__ iand __iand__;
        Or: or __or__ __ror__ ior __ior__;
        Xor: xor __xor__ __rxor__ ixor __ixor__;
    }
}

/// The opcodes of a binary operator, and whether their right operand stands in the instruction.
fn binary_operator(op: Op) -> Option<(BinaryOp, bool)> {
    Some(match op {
        Op::BINARY_ADD => (BinaryOp::Add, false),
        Op::BINARY_SUBTRACT => (BinaryOp::Sub, false),
        Op::BINARY_MULTIPLY => (BinaryOp::Mul, false),
        Op::BINARY_MATRIX_MULTIPLY => (BinaryOp::MatMul, false),
        Op::BINARY_TRUE_DIVIDE => (BinaryOp::TrueDiv, false),
        Op::BINARY_FLOOR_DIVIDE => (BinaryOp::FloorDiv, false),
        Op::BINARY_MODULO => (BinaryOp::Mod, false),
        Op::BINARY_POWER => (BinaryOp::Pow, false),
        Op::BINARY_LSHIFT => (BinaryOp::LShift, false),
        Op::BINARY_RSHIFT => (BinaryOp::RShift, false),
        Op::BINARY_AND => (BinaryOp::And, false),
        Op::BINARY_OR => (BinaryOp::Or, false),
        Op::BINARY_XOR => (BinaryOp::Xor, false),
        Op::BINARY_ADD_IMM => (BinaryOp::Add, true),
        Op::BINARY_SUBTRACT_IMM => (BinaryOp::Sub, true),
        Op::BINARY_MULTIPLY_IMM => (BinaryOp::Mul, true),
        Op::BINARY_FLOOR_DIVIDE_IMM => (BinaryOp::FloorDiv, true),
        Op::BINARY_MODULO_IMM => (BinaryOp::Mod, true),
        Op::BINARY_LSHIFT_IMM => (BinaryOp::LShift, true),
        Op::BINARY_RSHIFT_IMM => (BinaryOp::RShift, true),
        Op::BINARY_AND_IMM => (BinaryOp::And, true),
        _ => return None,
    })
}

fn has_generic(class: &PyType, id: SlotId) -> bool {
    class.generic.get() >> (id as u32) & 1 != 0
}

/// The method that the left operand's class provides in Python, if it is this one's turn and it is a plain function.
fn method_of(left: &Value, right: &Value, id: SlotId, name: &Ref<PyStr>) -> Option<Ref<PyFunction>> {
    let class = class_ref(left);
    if !has_generic(class, id) {
        return None;
    }
    let right_class = class_ref(right);
    if !std::ptr::eq(class, right_class) && right_class.is_subtype(class) {
        return None;
    }
    class.lookup(name).filter(|method| method.downcast_exact::<PyFunction>().is_some())?.into_ref().ok()
}

/// Enters the frame of a binary operator's method; `None` if the operator has to be worked out the general way.
pub(super) unsafe fn enter_binary(
    vm: &Vm,
    pc: Pc,
    fp: Fp,
    operator: BinaryOp,
    right: &Value,
) -> PyResult<Option<Flow>> {
    // SAFETY: the operands are set, and stay in their registers.
    unsafe {
        let left = reg(fp, (*pc).b);
        if class_ref(left).generic.get() == 0 {
            return Ok(None);
        }
        let Some(row) = row(vm, operator) else { return Ok(None) };
        let inplace = is_inplace(*pc, left, operator);
        let (id, name) = if inplace { (row.inplace_id, row.inplace) } else { (row.id, row.name) };
        let Some(method) = method_of(left, right, id, name) else { return Ok(None) };
        let args = Args::positional_only(std::slice::from_ref(right));
        vm.push_call(&method, Some(left), args, Return::Operator).map(Some)
    }
}

/// Whether an augmented assignment is the left operand's own.
fn is_inplace(ins: Ins, left: &Value, operator: BinaryOp) -> bool {
    ins.flags & INPLACE != 0 && operator.inplace_slot(class_ref(left).slots()).is_some()
}

/// Enters the frame of a comparison's method; `None` as for [`enter_binary`].
pub(super) unsafe fn enter_compare(
    vm: &Vm,
    pc: Pc,
    fp: Fp,
    operator: CompareOp,
    right: &Value,
) -> PyResult<Option<Flow>> {
    // SAFETY: the operands are set, and stay in their registers.
    unsafe {
        let left = reg(fp, (*pc).b);
        if class_ref(left).generic.get() == 0 {
            return Ok(None);
        }
        let Some(method) = method_of(left, right, SlotId::compare, comparison_name(vm, operator)) else {
            return Ok(None);
        };
        let args = Args::positional_only(std::slice::from_ref(right));
        vm.push_call(&method, Some(left), args, Return::Compare).map(Some)
    }
}

fn comparison_name(vm: &Vm, operator: CompareOp) -> &Ref<PyStr> {
    let names = vm.names();
    match operator {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    }
}

/// The method of a binary operator has returned.
///
/// # Safety
/// `caller` is the running frame and stands at the operator.
pub(super) unsafe fn finish_binary(vm: &Vm, caller: *mut Frame, result: Value) -> PyResult<Flow> {
    // SAFETY: as above.
    unsafe {
        let (ins, fp): (Ins, Fp) = (*(*caller).pc, (*caller).fp);
        let Some((operator, immediate)) = binary_operator(ins.op) else {
            return Err(vm.system_error("an operator's method returned elsewhere"));
        };
        let mut result = result;
        if result.is_not_implemented() {
            let left = reg(fp, ins.b).clone();
            let right = if immediate { Value::inline_int(ins.c as i16 as i64) } else { reg(fp, ins.c).clone() };
            result = after_left(vm, ins, operator, &left, &right)?;
        }
        (*caller).pc = (*caller).pc.add(1);
        release_operands(ins, fp, immediate);
        set(fp, ins.a, result);
        Ok(Flow::Switch)
    }
}

/// The left operand's method does not know: the rest of what the operator tries.
#[cold]
fn after_left(vm: &Vm, ins: Ins, operator: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
    if is_inplace(ins, left, operator) {
        let result = vm.binary_op_opt(operator, left, right)?;
        return match result.is_not_implemented() {
            true => Err(vm.unsupported_operands(&inplace_symbol(operator), left, right)),
            false => Ok(result),
        };
    }
    let right_class = class_ref(right);
    let mut result = Value::NOT_IMPLEMENTED;
    if !std::ptr::eq(class_ref(left), right_class)
        && let Some(row) = row(vm, operator)
    {
        result = if has_generic(right_class, row.id) {
            match right_class.lookup(row.reflected) {
                Some(method) => vm.call_unbound(&method, right, &[left])?,
                None => result,
            }
        } else if operator == BinaryOp::Pow {
            match right_class.slots().pow {
                Some(slot) => slot(vm, left, right, &Value::NONE)?,
                None => result,
            }
        } else {
            match operator.slot(right_class.slots()) {
                Some(slot) => slot(vm, left, right)?,
                None => result,
            }
        };
    }
    if !result.is_not_implemented() {
        return Ok(result);
    }
    match ins.flags & INPLACE != 0 {
        true => Err(vm.unsupported_operands(&inplace_symbol(operator), left, right)),
        false => Err(vm.unsupported_operands(operator.symbol(), left, right)),
    }
}

fn inplace_symbol(operator: BinaryOp) -> String {
    match operator {
        BinaryOp::Pow => "**=".to_string(),
        other => format!("{}=", other.symbol()),
    }
}

/// The method of a comparison has returned: its result goes to A, or its truth decides the jump.
///
/// # Safety
/// As for [`finish_binary`].
pub(super) unsafe fn finish_compare(vm: &Vm, caller: *mut Frame, result: Value) -> PyResult<Flow> {
    // SAFETY: as above.
    unsafe {
        let (ins, fp): (Ins, Fp) = (*(*caller).pc, (*caller).fp);
        let (operator, shape) = super::compare::comparison_of(ins.op);
        let mut result = result;
        if result.is_not_implemented() {
            let left = reg(fp, ins.b).clone();
            let right = if shape.immediate { Value::inline_int(ins.c as i16 as i64) } else { reg(fp, ins.c).clone() };
            result = vm.compare_after_left(&left, &right, operator)?;
        }
        let mut distance = 1;
        if let Some(jump_if) = shape.jump_if
            && vm.truth(&result)? == jump_if
        {
            distance = ins.a as i16 as isize;
        }
        (*caller).pc = (*caller).pc.offset(distance);
        release_operands(ins, fp, shape.immediate);
        if shape.jump_if.is_none() {
            set(fp, ins.a, result);
        }
        Ok(Flow::Switch)
    }
}

/// Releases the operands that die at the instruction, now that its method has returned.
unsafe fn release_operands(ins: Ins, fp: Fp, immediate: bool) {
    // SAFETY: the operands are the instruction's.
    unsafe {
        if ins.flags & CONSUME_B != 0 {
            unset(fp, ins.b);
        }
        if ins.flags & CONSUME_C != 0 && !immediate {
            unset(fp, ins.c);
        }
    }
}
