//! `complex.__new__` and the methods of `complex`.

use super::PyComplex;
use super::arith::Pair;
use crate::builtins::str::PyStr;
use crate::builtins::{float, int};
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, real=<unrepresentable>, imag=<unrepresentable>)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

pub static METHODS: &[Native] = &[
    method(
        "conjugate(self, /)",
        "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
        wrap(conjugate),
    ),
    classmethod("from_number(cls, number, /)", "Convert number to a complex floating-point number.", wrap(from_number)),
    method("__complex__(self, /)", "Convert this value to exact type complex.", wrap(plain)),
    method(
        "__format__(self, format_spec, /)",
        "Convert to a string according to format_spec.",
        wrap(crate::builtins::format::format_method),
    ),
    method("__getnewargs__(self, /)", "", wrap(getnewargs)),
];

pub static GETSET: &[GetSet] = &[
    getter("real", "the real part of a complex number", |_, this| Ok(Value::float(super::arith::pair_of(this).0))),
    getter("imag", "the imaginary part of a complex number", |_, this| Ok(Value::float(super::arith::pair_of(this).1))),
];

fn conjugate(vm: &Vm, this: &Ref<PyComplex>) -> Value {
    vm.complex(this.real, -this.imaginary)
}

fn plain(vm: &Vm, this: &Ref<PyComplex>) -> Value {
    vm.complex(this.real, this.imaginary)
}

fn getnewargs(vm: &Vm, this: &Ref<PyComplex>) -> Value {
    vm.tuple(vec![Value::float(this.real), Value::float(this.imaginary)])
}

fn make(vm: &Vm, class: &Ref<PyType>, (re, im): Pair) -> Value {
    vm.new_object(class, PyComplex::payload(re, im)).into_value()
}

fn from_number(vm: &Vm, class: &Ref<PyType>, number: &Value) -> PyResult<Value> {
    let (re, im) = match convert(vm, number)? {
        Some(pair) => pair,
        None => (vm.to_f64(number)?, 0.0),
    };
    Ok(make(vm, class, (re, im)))
}

/// The value of a complex, or of something with `__complex__`.
pub fn convert(vm: &Vm, value: &Value) -> PyResult<Option<Pair>> {
    if let Some(complex) = value.downcast::<PyComplex>() {
        return Ok(Some((complex.real, complex.imaginary)));
    }
    if float::as_float(value).is_some() || int::is_int(value) {
        return Ok(None);
    }
    let Some(method) = vm.lookup_special(value, &vm.names().__complex__)? else { return Ok(None) };
    let result = vm.call(&method, &[])?;
    let kind = class_ref(&result).name();
    let Some(complex) = result.downcast::<PyComplex>() else {
        let class = class_ref(value).name();
        return Err(vm.type_error(format!("{class}.__complex__() must return a complex, not {kind}")));
    };
    if result.downcast_exact::<PyComplex>().is_none() {
        let message = format!(
            "{}.__complex__() must return a complex, not {kind}.  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python.",
            class_ref(value).name()
        );
        warn(vm, &message)?;
    }
    Ok(Some((complex.real, complex.imaginary)))
}

fn warn(vm: &Vm, message: &str) -> PyResult<()> {
    let warn = vm.import_attr("warnings", "warn")?;
    vm.call(&warn, &[vm.str(message), vm.exceptions().DeprecationWarning.to_value()]).map(drop)
}

fn is_real(value: &Value) -> bool {
    let class = class_of(value);
    class.slots().float.is_some() || class.slots().index.is_some()
}

fn new(vm: &Vm, class: &Ref<PyType>, real: Option<&Value>, imag: Option<&Value>) -> PyResult<Value> {
    let pair = match (real, imag) {
        (None, None) => (0.0, 0.0),
        (Some(only), None) => {
            if only.downcast_exact::<PyComplex>().is_some() && class.root_shape.get() == shape::COMPLEX {
                return Ok(only.clone());
            }
            from_one(vm, only)?
        }
        (real, Some(imag)) => from_parts(vm, real, imag)?,
    };
    Ok(make(vm, class, pair))
}

fn from_one(vm: &Vm, value: &Value) -> PyResult<Pair> {
    if let Some(string) = value.downcast::<PyStr>() {
        let parsed = super::text::parse(&int::text::to_ascii_number(string));
        return parsed.ok_or_else(|| vm.value_error("complex() arg is a malformed string"));
    }
    if let Some(pair) = convert(vm, value)? {
        return Ok(pair);
    }
    if is_real(value) {
        return Ok((vm.to_f64(value)?, 0.0));
    }
    Err(vm.type_error(format!("complex() argument must be a string or a number, not {}", class_ref(value).name())))
}

fn from_parts(vm: &Vm, real: Option<&Value>, imag: &Value) -> PyResult<Pair> {
    let wrong = |which: &str, value: &Value| {
        let kind = class_ref(value).name();
        vm.type_error(format!("complex() argument '{which}' must be a real number, not {kind}"))
    };
    let mut total = (0.0, 0.0);
    if let Some(real) = real {
        match convert(vm, real)? {
            Some(pair) => {
                warn_complex_part(vm, "real", real)?;
                total = pair;
            }
            None if is_real(real) => total.0 = vm.to_f64(real)?,
            None => return Err(wrong("real", real)),
        }
    }
    match imag.downcast::<PyComplex>() {
        // A complex for the imaginary part turns by a quarter.
        Some(complex) => {
            warn_complex_part(vm, "imag", imag)?;
            total.0 -= complex.imaginary;
            total.1 += complex.real;
        }
        None if is_real(imag) => {
            let part = vm.to_f64(imag)?;
            total.1 = if total.1 == 0.0 { part } else { total.1 + part };
        }
        None => return Err(wrong("imag", imag)),
    }
    Ok(total)
}

fn warn_complex_part(vm: &Vm, which: &str, value: &Value) -> PyResult<()> {
    let kind = class_ref(value).name();
    warn(vm, &format!("complex() argument '{which}' must be a real number, not {kind}"))
}
