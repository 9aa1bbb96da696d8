//! Traceback objects.

use crate::builtins::frame::PyFrame;
use crate::native::convert::Class;
use crate::native::{GetSet, Native, PyResult, getset, getter, method, staticmethod, wrap};
use crate::object::{Header, Ref, Slot, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

/// One entry of a traceback: a frame and where it stood.
#[repr(C)]
pub struct PyTraceback {
    header: Header,
    pub next: Slot,
    pub frame: Ref<PyFrame>,
    /// `tb_lasti`: twice the index of the instruction.
    pub lasti: i32,
    /// As given; -1: that of the instruction.
    line: i32,
}
crate::payload!(PyTraceback, shape::TRACEBACK, traverse(this, visitor) {
    visitor.visit(&this.next);
    visitor.visit(&this.frame);
} clear {
    this.next.clear();
});

impl PyTraceback {
    pub fn new(next: Option<Value>, frame: Ref<PyFrame>, instruction: u32, line: u32) -> Ref<PyTraceback> {
        PyTraceback::with(next, frame, instruction as i32 * 2, line as i32)
    }

    fn with(next: Option<Value>, frame: Ref<PyFrame>, lasti: i32, line: i32) -> Ref<PyTraceback> {
        let header = Header::new(shape::TRACEBACK);
        Ref::new(PyTraceback { header, next: Slot::from_option(next), frame, lasti, line })
    }

    /// The line; `None` if the instruction comes from no line.
    pub fn line(&self) -> Option<u32> {
        match self.line {
            -1 => Some(self.frame.code.line_of(self.lasti.max(0) as u32 / 2)).filter(|&line| line != 0),
            line => u32::try_from(line).ok().filter(|&line| line != 0),
        }
    }
}

pub(super) static TRACEBACK: TypeSpec = TypeSpec {
    doc: "Create a new traceback object.",
    new: Some(&NEW),
    methods: &[method("__dir__(self, /)", "", wrap(dir))],
    getset: GETSET,
    flags: types::WEAKREF,
    ..TypeSpec::of::<PyTraceback>("traceback")
};

static NEW: Native = staticmethod(
    "__new__(cls, tb_next, tb_frame, tb_lasti, tb_lineno)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static GETSET: &[GetSet] = &[
    getset("tb_next", "", get_next, set_next),
    getter("tb_frame", "", |vm, this| Ok(entry(vm, this)?.frame.to_value())),
    getter("tb_lasti", "", |vm, this| Ok(vm.int(entry(vm, this)?.lasti as i64))),
    getter("tb_lineno", "", |vm, this| {
        let entry = entry(vm, this)?;
        Ok(match (entry.line, entry.line()) {
            (_, Some(line)) => vm.int(line as i64),
            (-1 | 0, None) => Value::NONE,
            (given, None) => vm.int(given as i64),
        })
    }),
];

fn entry<'v>(vm: &Vm, this: &'v Value) -> PyResult<&'v Ref<PyTraceback>> {
    match this.downcast::<PyTraceback>() {
        Some(entry) => Ok(entry),
        None => Err(vm.type_error(format!("expected a traceback, got '{}'", class_ref(this).name()))),
    }
}

fn new(vm: &Vm, _: Class, next: &Value, frame: &Ref<PyFrame>, lasti: i32, line: i32) -> PyResult<Ref<PyTraceback>> {
    Ok(PyTraceback::with(check_next(vm, next)?, frame.clone(), lasti, line))
}

fn check_next(vm: &Vm, next: &Value) -> PyResult<Option<Value>> {
    if next.is_none() {
        return Ok(None);
    }
    if next.downcast::<PyTraceback>().is_none() {
        let got = class_ref(next).name();
        return Err(vm.type_error(format!("expected traceback object or None, got '{got}'")));
    }
    Ok(Some(next.clone()))
}

fn get_next(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(entry(vm, this)?.next.get_or_none())
}

fn set_next(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.type_error("can't delete tb_next attribute")) };
    let new = check_next(vm, new)?;
    let mut cursor = new.clone();
    while let Some(current) = cursor {
        if current.is(this) {
            return Err(vm.value_error("traceback loop detected"));
        }
        cursor = entry(vm, &current)?.next.get();
    }
    drop(entry(vm, this)?.next.replace(new));
    Ok(())
}

fn dir(vm: &Vm, _: &Ref<PyTraceback>) -> Value {
    vm.list(["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].iter().map(|name| vm.str(name)).collect())
}
