//! `Context`: precision, rounding and limits of decimal arithmetic, and what was signalled; the current one stands in a
//! context variable.

use std::cell::{Cell, OnceCell};

use super::arithmetic::{Rules, signal};
use super::number::{Number, Rounding};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::modules::_contextvars::PyContextVar;
use crate::native::{GetSet, Keywords, Native, PyResult, Rest, getset, staticmethod, wrap};
use crate::object::types::{BASETYPE, MUTABLE};
use crate::object::{Header, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub const MAX_PREC: i64 = 999_999_999_999_999_999;

/// An operation would need more memory than any machine has.
const MALLOC_ERROR: u32 = 1 << 20;

#[repr(C)]
pub struct PyDecimalContext {
    header: Header,
    precision: Cell<i64>,
    rounding: Cell<Rounding>,
    least: Cell<i64>,
    greatest: Cell<i64>,
    pub capitals: Cell<bool>,
    clamp: Cell<bool>,
    pub flags: Cell<u32>,
    pub traps: Cell<u32>,
}
crate::payload!(PyDecimalContext, shape::DECIMAL_CONTEXT);

pub static CONTEXT: TypeSpec = TypeSpec {
    module: "decimal",
    doc: "The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more.",
    flags: BASETYPE | MUTABLE,
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::of::<PyDecimalContext>("Context")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

/// Attributes that Python code wraps: their checks of types are there.
static GETSET: &[GetSet] = &[
    getset(
        "prec",
        "",
        |vm, this| Ok(vm.int(context(this).precision.get())),
        |vm, this, new| set(vm, new, 1, MAX_PREC, "prec", "[1, MAX_PREC]", |value| context(this).precision.set(value)),
    ),
    getset(
        "Emin",
        "",
        |vm, this| Ok(vm.int(context(this).least.get())),
        |vm, this, new| set(vm, new, -MAX_PREC, 0, "Emin", "[MIN_EMIN, 0]", |value| context(this).least.set(value)),
    ),
    getset(
        "Emax",
        "",
        |vm, this| Ok(vm.int(context(this).greatest.get())),
        |vm, this, new| set(vm, new, 0, MAX_PREC, "Emax", "[0, MAX_EMAX]", |value| context(this).greatest.set(value)),
    ),
    getset(
        "capitals",
        "",
        |vm, this| Ok(vm.int(context(this).capitals.get() as i64)),
        |vm, this, new| set(vm, new, 0, 1, "capitals", "", |value| context(this).capitals.set(value == 1)),
    ),
    getset(
        "clamp",
        "",
        |vm, this| Ok(vm.int(context(this).clamp.get() as i64)),
        |vm, this, new| set(vm, new, 0, 1, "clamp", "", |value| context(this).clamp.set(value == 1)),
    ),
    getset("rounding", "", |vm, this| Ok(vm.str(context(this).rounding.get().name())), set_rounding),
    getset(
        "_flags",
        "",
        |vm, this| Ok(vm.int(context(this).flags.get() as i64)),
        |vm, this, new| set(vm, new, 0, 511, "_flags", "signals", |value| context(this).flags.set(value as u32)),
    ),
    getset(
        "_traps",
        "",
        |vm, this| Ok(vm.int(context(this).traps.get() as i64)),
        |vm, this, new| set(vm, new, 0, 511, "_traps", "signals", |value| context(this).traps.set(value as u32)),
    ),
];

fn context(this: &Value) -> &Ref<PyDecimalContext> {
    this.downcast::<PyDecimalContext>().expect("an attribute of Context")
}

fn set(
    vm: &Vm,
    new: Option<&Value>,
    least: i64,
    greatest: i64,
    name: &str,
    range: &str,
    store: impl FnOnce(i64),
) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.attribute_error("context attributes cannot be deleted")) };
    if !int::is_int(new) {
        return Err(vm.type_error("optional argument must be an integer"));
    }
    match int::to_i128(new) {
        Some(value) if (least as i128..=greatest as i128).contains(&value) => {
            store(value as i64);
            Ok(())
        }
        _ if range.is_empty() => Err(vm.value_error(format!("valid values for {name} are 0 or 1"))),
        _ => Err(vm.value_error(format!("valid range for {name} is {range}"))),
    }
}

/// A rounding mode by its name.
pub fn rounding_of(vm: &Vm, value: &Value) -> PyResult<Rounding> {
    let named = value.downcast::<PyStr>().and_then(|name| Rounding::named(name.as_str()?));
    named.ok_or_else(|| {
        vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, \
             ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

fn set_rounding(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.attribute_error("context attributes cannot be deleted")) };
    context(this).rounding.set(rounding_of(vm, new)?);
    Ok(())
}

fn payload() -> PyDecimalContext {
    PyDecimalContext {
        header: Header::new(shape::DECIMAL_CONTEXT),
        precision: Cell::new(28),
        rounding: Cell::new(Rounding::HalfEven),
        least: Cell::new(-999_999),
        greatest: Cell::new(999_999),
        capitals: Cell::new(true),
        clamp: Cell::new(false),
        flags: Cell::new(0),
        traps: Cell::new(signal::INVALID_OPERATION | signal::DIVISION_BY_ZERO | signal::OVERFLOW),
    }
}

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Ref<PyDecimalContext> {
    vm.new_object(class, payload())
}

impl PyDecimalContext {
    pub fn rules(&self) -> Rules {
        Rules {
            precision: self.precision.get(),
            rounding: self.rounding.get(),
            least: self.least.get(),
            greatest: self.greatest.get(),
            clamp: self.clamp.get(),
            status: 0,
        }
    }

    /// Runs an operation under this context; what it signals is recorded, and raised if trapped.
    #[inline]
    pub fn run<T>(&self, vm: &Vm, operation: impl FnOnce(&mut Rules) -> T) -> PyResult<T> {
        let mut rules = self.rules();
        let result = operation(&mut rules);
        if rules.status != 0 {
            self.signal(vm, rules.status)?;
        }
        Ok(result)
    }

    /// Records signals; raises if one of them is trapped.
    pub fn signal(&self, vm: &Vm, status: u32) -> PyResult<()> {
        if status & MALLOC_ERROR != 0 {
            return Err(vm.memory_error(""));
        }
        self.flags.set(self.flags.get() | status & signal::SIGNALS);
        let trapped = status & self.traps.get();
        if trapped == 0 {
            return Ok(());
        }
        let raise = vm.import_attr("_decimal_signals", "exception_for")?;
        let conditions = status & !signal::SIGNALS;
        let bits = if trapped & signal::INVALID_OPERATION != 0 { trapped | conditions } else { trapped };
        let exception = vm.call(&raise, &[vm.int(bits as i64)])?;
        Err(vm.raise(exception))
    }
}

/// The context variable of the current context.
#[derive(Default)]
struct Current(OnceCell<Ref<PyContextVar>>);

fn variable(vm: &Vm) -> PyResult<&'static Ref<PyContextVar>> {
    let current = &module_state::<Current>(vm, "_decimal.current").0;
    if let Some(variable) = current.get() {
        return Ok(variable);
    }
    let class = vm.import_attr("_contextvars", "ContextVar")?;
    let made = vm.call(&class, &[vm.str("decimal_context")])?;
    match made.into_ref::<PyContextVar>() {
        Ok(variable) => Ok(current.get_or_init(|| variable)),
        Err(_) => Err(vm.system_error("ContextVar() gave no context variable")),
    }
}

/// The context that operators use; a copy of `DefaultContext` if none has been set here.
pub fn current(vm: &Vm) -> PyResult<Ref<PyDecimalContext>> {
    let variable = variable(vm)?;
    let found = vm.current_context().map.borrow().get(variable).cloned();
    if let Some(Ok(context)) = found.map(Value::into_ref::<PyDecimalContext>) {
        return Ok(context);
    }
    let default = vm.import_attr("decimal", "DefaultContext")?;
    let copy = vm.call_method(&default, "copy", &[])?;
    let copy = match copy.into_ref::<PyDecimalContext>() {
        Ok(copy) => copy,
        Err(_) => return Err(vm.type_error("DefaultContext must be a Context")),
    };
    copy.flags.set(0);
    make_current(vm, copy.as_value())?;
    Ok(copy)
}

pub fn make_current(vm: &Vm, context: &Value) -> PyResult<()> {
    vm.call_method(variable(vm)?.as_value(), "set", std::slice::from_ref(context)).map(drop)
}

/// The context of an argument: None stands for the current one.
pub fn given(vm: &Vm, context: &Value) -> PyResult<Ref<PyDecimalContext>> {
    if context.is_none() {
        return current(vm);
    }
    match context.downcast::<PyDecimalContext>() {
        Some(context) => Ok(context.clone()),
        None => Err(vm.type_error("optional argument must be a context")),
    }
}

/// Operations whose digits no memory could hold are refused before they begin.
pub fn check_size(vm: &Vm, number: &Number, exponent: i64) -> PyResult<()> {
    const MOST_DIGITS: i64 = 500_000_000;
    match number.exponent.saturating_sub(exponent) > MOST_DIGITS && !number.is_zero() {
        true => Err(vm.memory_error("")),
        false => Ok(()),
    }
}
