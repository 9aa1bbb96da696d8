//! Services of the handle that instructions need and that belong to no type.

use super::Vm;
use crate::builtins::dict::PyDict;
use crate::builtins::int::IntRef;
use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use num_traits::ToPrimitive;

impl Vm {
    /// An int as a double; OverflowError when it is too large.
    pub fn int_to_f64(&self, value: IntRef) -> PyResult<f64> {
        match value {
            IntRef::Small(small) => Ok(small as f64),
            IntRef::Big(big) => match big.to_f64() {
                Some(float) if float.is_finite() => Ok(float),
                _ => Err(self.overflow_error("int too large to convert to float")),
            },
        }
    }

    /// `target.update(mapping)` for a mapping: a dict or something with `keys`.
    pub fn dict_update(&self, target: &Ref<PyDict>, mapping: &Value) -> PyResult<()> {
        crate::builtins::dict::update::update_from_mapping(self, target, mapping)
    }

    /// `ascii(value)`.
    pub fn ascii(&self, value: &Value) -> PyResult<Ref<PyStr>> {
        let text = self.repr(value)?;
        if text.is_ascii() {
            return Ok(text);
        }
        let mut escaped = String::new();
        for point in text.code_points() {
            match point {
                0..0x80 => escaped.push(point as u8 as char),
                0x80..0x100 => escaped += &format!("\\x{point:02x}"),
                0x100..0x10000 => escaped += &format!("\\u{point:04x}"),
                _ => escaped += &format!("\\U{point:08x}"),
            }
        }
        Ok(PyStr::new(&escaped))
    }

    /// `format(value, spec)`.
    pub fn format(&self, value: &Value, spec: Option<&Value>) -> PyResult<Ref<PyStr>> {
        if let Some(text) = self.format_exact(value, spec)? {
            return Ok(text);
        }
        let empty = self.str("");
        let spec = spec.unwrap_or(&empty);
        let Some(method) = class_of(value).lookup(&self.names().__format__) else {
            return Err(self.type_error(format!("Type {} doesn't define __format__", class_ref(value).name())));
        };
        let text = self.call_unbound(&method, value, &[spec])?;
        text.into_ref::<PyStr>()
            .map_err(|other| self.type_error(format!("__format__ must return a str, not {}", class_ref(&other).name())))
    }

    /// The same for what is exactly a str, int or float, whose `__format__` nobody can have replaced.
    #[inline]
    fn format_exact(&self, value: &Value, spec: Option<&Value>) -> PyResult<Option<Ref<PyStr>>> {
        let number = value.as_inline_int().is_some() || value.as_exact_float().is_some();
        if !number && value.downcast_exact::<PyStr>().is_none() {
            return Ok(None);
        }
        match spec.map(|spec| spec.downcast_exact::<PyStr>()) {
            None => self.to_str(value).map(Some),
            Some(Some(spec)) if spec.is_empty() => self.to_str(value).map(Some),
            Some(Some(spec)) => crate::builtins::format::format_builtin(self, value, spec).map(Some),
            Some(None) => Ok(None),
        }
    }

    /// An attribute name as an interned str.
    pub fn attribute_name(&self, value: &Value) -> PyResult<Ref<PyStr>> {
        match value.downcast::<PyStr>() {
            Some(name) => Ok(self.intern_ref(name)),
            None => Err(self.type_error(format!("attribute name must be string, not '{}'", class_ref(value).name()))),
        }
    }

    /// Whether instances of a class are made by `object.__new__` under the default `type.__call__`, so that a call of the
    /// class is a new instance and `__init__`.
    pub fn makes_plain_objects(&self, class: &Ref<PyType>) -> bool {
        let object = builtin(shape::OBJECT);
        let new = class.new.get().map(|new| new as *const _);
        new.is_some()
            && new == object.new.get().map(|new| new as *const _)
            && !class.has(crate::object::types::ABSTRACT)
            && std::ptr::eq(class.layout.get(), object.layout.get())
            && std::ptr::eq(class_ref(class.as_value()), &*builtin(shape::TYPE))
    }

    /// An attribute of the `sys` module; `None` if a program has deleted it.
    pub fn sys_attr(&self, name: &str) -> PyResult<Option<Value>> {
        match self.interpreter().sys.get() {
            Some(sys) => sys.get_str(self, &self.intern(name)),
            None => Ok(None),
        }
    }

    /// Reports an exception that nobody can handle: to `sys.unraisablehook`, else to stderr.
    pub fn report_unraisable(&self, raised: Raised, message: Option<&str>, object: &Value) {
        let exception = self.take_raised(raised);
        crate::builtins::exception::unraisable::report(self, exception, message, object);
    }
}
