//! What a frame object shows.

use super::{PyFrame, PyFrameLocals};
use crate::bytecode::code::flags;
use crate::native::{GetSet, Native, PyResult, getset, getter, method, wrap};
use crate::object::{Ref, Slots, TypeSpec, Value, class_ref, types};
use crate::vm::Vm;
use crate::vm::frame_object::FrameState;

pub(super) static FRAME: TypeSpec = TypeSpec {
    flags: types::NO_NEW | types::WEAKREF,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyFrame>("frame")
};

static METHODS: &[Native] = &[
    method("clear(self, /)", "Clear all references held by the frame.", wrap(clear)),
    method("__sizeof__(self, /)", "Return the size of the frame in memory, in bytes.", wrap(sizeof)),
];

static GETSET: &[GetSet] = &[
    getter("f_back", "Return the previous stack frame in the frame stack, or None.", |vm, this| {
        Ok(vm.frame_back(frame(vm, this)?).unwrap_or(Value::NONE))
    }),
    getter("f_builtins", "Return the built-in variables in the frame.", |vm, this| {
        Ok(frame(vm, this)?.function.builtins.to_value())
    }),
    getter("f_code", "Return the code object being executed in this frame.", |vm, this| {
        Ok(frame(vm, this)?.code.to_value())
    }),
    getter("f_globals", "Return the global variables used by this frame.", |vm, this| {
        Ok(frame(vm, this)?.function.globals.to_value())
    }),
    getter("f_generator", "Return the generator or coroutine associated with this frame, or None.", get_generator),
    getter("f_lasti", "Return the index of the last attempted instruction in the frame.", |vm, this| {
        let index = vm.frame_instruction(frame(vm, this)?);
        Ok(vm.int(index as i64 * 2))
    }),
    getset("f_lineno", "Return the current line number in the frame.", get_line, set_line),
    getter("f_locals", "Return the mapping used by the frame to look up local variables.", |vm, this| {
        Ok(locals(vm, frame(vm, this)?))
    }),
    getset(
        "f_trace",
        "Return the trace function for this frame, or None if no trace function is set.",
        get_trace,
        set_trace,
    ),
    getset(
        "f_trace_lines",
        "",
        |vm, this| Ok(Value::bool(frame(vm, this)?.trace_lines.get())),
        |vm, this, new| {
            frame(vm, this)?.trace_lines.set(flag(vm, new)?);
            Ok(())
        },
    ),
    getset(
        "f_trace_opcodes",
        "Return True if opcode tracing is enabled, False otherwise.",
        |vm, this| Ok(Value::bool(frame(vm, this)?.trace_opcodes.get())),
        |vm, this, new| {
            frame(vm, this)?.trace_opcodes.set(flag(vm, new)?);
            Ok(())
        },
    ),
];

fn frame<'v>(vm: &Vm, this: &'v Value) -> PyResult<&'v Ref<PyFrame>> {
    match this.downcast::<PyFrame>() {
        Some(frame) => Ok(frame),
        None => Err(vm.type_error(format!("expected a frame, got '{}'", class_ref(this).name()))),
    }
}

fn flag(vm: &Vm, new: Option<&Value>) -> PyResult<bool> {
    match new {
        Some(new) if new.is_bool() => Ok(new.is_true()),
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

/// `f_locals`: in functions a view that writes through, elsewhere the namespace itself.
pub(super) fn locals(vm: &Vm, frame: &Ref<PyFrame>) -> Value {
    if frame.code.code.flags & flags::OPTIMIZED != 0 {
        return PyFrameLocals::new(frame.clone()).into_value();
    }
    vm.frame_namespace(frame)
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let frame = frame(vm, this)?;
    let code = &frame.code.code;
    let line = frame.code.line_of(vm.frame_instruction(frame));
    let file = vm.repr(&vm.str(&code.filename))?;
    Ok(vm.str(&format!("<frame at {:#x}, file {file}, line {line}, code {}>", this.id(), code.name)))
}

fn get_generator(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.generator_of_frame(frame(vm, this)?).unwrap_or(Value::NONE))
}

fn get_line(vm: &Vm, this: &Value) -> PyResult<Value> {
    let frame = frame(vm, this)?;
    if vm.frame_state(frame) == FrameState::Created || vm.is_being_called(frame) {
        return Ok(vm.int(frame.code.code.first_line as i64));
    }
    // What belongs to no line counts as part of the one before.
    let index = vm.frame_instruction(frame);
    if frame.code.line_of(index) == 0
        && let Some(line) = vm.traced_line(frame)
    {
        return Ok(vm.int(line as i64));
    }
    let line = (0..=index).rev().map(|index| frame.code.line_of(index)).find(|line| *line != 0);
    Ok(line.map_or(Value::NONE, |line| vm.int(line as i64)))
}

fn set_line(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    frame(vm, this)?;
    match new {
        None => Err(vm.attribute_error("cannot delete attribute")),
        Some(line) if crate::builtins::int::is_int(line) => {
            Err(vm.value_error("f_lineno can only be set in a trace function"))
        }
        Some(_) => Err(vm.value_error("lineno must be an integer")),
    }
}

fn get_trace(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(frame(vm, this)?.trace.get_or_none())
}

fn set_trace(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let new = new.filter(|new| !new.is_none()).cloned();
    drop(frame(vm, this)?.trace.replace(new));
    Ok(())
}

fn clear(vm: &Vm, this: &Ref<PyFrame>) -> PyResult<()> {
    match vm.frame_state(this) {
        FrameState::Running => Err(vm.runtime_error("cannot clear an executing frame")),
        FrameState::Suspended => Err(vm.runtime_error("cannot clear a suspended frame")),
        FrameState::Created => {
            if let Some(generator) = vm.generator_of_frame(this) {
                vm.call_method(&generator, "close", &[])?;
            }
            vm.clear_frame(this);
            Ok(())
        }
        FrameState::Over => {
            vm.clear_frame(this);
            Ok(())
        }
    }
}

fn sizeof(_: &Vm, this: &Ref<PyFrame>) -> usize {
    size_of::<PyFrame>() + 8 * this.code.register_count as usize
}
