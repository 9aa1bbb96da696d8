//! What class and mapping patterns ask of their subjects.

use super::Vm;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value, class_ref, types};

impl Vm {
    /// The values of a mapping pattern's keys; `None` if one is missing.
    pub fn match_keys(&self, subject: &Value, keys: &Value) -> PyResult<Option<Value>> {
        let Some(keys) = keys.downcast::<PyTuple>() else { return Ok(Some(self.empty_tuple())) };
        let seen = self.dict();
        let missing = self.new_instance(&types::builtin(crate::object::shape::OBJECT));
        let mut values = Vec::with_capacity(keys.len());
        for key in keys.items() {
            if seen.get(self, key)?.is_some() {
                let key = self.repr(key)?;
                return Err(self.value_error(format!("mapping pattern checks duplicate key ({key})")));
            }
            seen.set(self, key, Value::NONE)?;
            let value = match subject.downcast_exact::<PyDict>() {
                Some(dict) => dict.get(self, key)?,
                None => Some(self.call_method_ref(subject, &self.names().get, &[key.clone(), missing.clone()])?)
                    .filter(|value| !value.is(&missing)),
            };
            match value {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(self.tuple(values)))
    }

    /// The attributes that the sub-patterns of `class(a, b, name=c)` are matched against: `count` positional ones, then
    /// `names`; `None` if the subject is no instance or lacks one.
    pub fn match_class(&self, subject: &Value, class: &Value, names: &Value, count: usize) -> PyResult<Option<Value>> {
        let Some(class) = class.downcast::<PyType>() else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.is_instance(subject, class.as_value())? {
            return Ok(None);
        }
        let mut seen = Vec::new();
        let mut values = Vec::new();
        if count > 0 {
            let (positional, binds_self) = self.match_args(class)?;
            let allowed = if binds_self { 1 } else { positional.len() };
            if allowed < count {
                let plural = if allowed == 1 { "" } else { "s" };
                let name = class.name();
                return Err(self
                    .type_error(format!("{name}() accepts {allowed} positional sub-pattern{plural} ({count} given)")));
            }
            if binds_self {
                values.push(subject.clone());
            }
            for name in positional.items().iter().take(if binds_self { 0 } else { count }) {
                let Some(name) = name.downcast_exact::<PyStr>() else {
                    let got = class_ref(name).name();
                    return Err(self.type_error(format!("__match_args__ elements must be strings (got {got})")));
                };
                match self.match_attribute(subject, class, name, &mut seen)? {
                    Some(value) => values.push(value),
                    None => return Ok(None),
                }
            }
        }
        let names = names.downcast::<PyTuple>().cloned().unwrap_or_else(|| self.empty_tuple_ref());
        for name in names.items() {
            let Some(name) = name.downcast::<PyStr>() else { continue };
            match self.match_attribute(subject, class, name, &mut seen)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(self.tuple(values)))
    }

    /// `__match_args__`, and whether one positional sub-pattern stands for the subject itself.
    fn match_args(&self, class: &Ref<PyType>) -> PyResult<(Ref<PyTuple>, bool)> {
        let Some(found) = self.get_attr_opt(class.as_value(), &self.names().__match_args__)? else {
            return Ok((self.empty_tuple_ref(), class.has(types::MATCH_SELF)));
        };
        match found.downcast_exact::<PyTuple>() {
            Some(names) => Ok((names.clone(), false)),
            None => {
                let (class, got) = (class.name(), class_ref(&found).name());
                Err(self.type_error(format!("{class}.__match_args__ must be a tuple (got {got})")))
            }
        }
    }

    fn match_attribute(
        &self,
        subject: &Value,
        class: &PyType,
        name: &Ref<PyStr>,
        seen: &mut Vec<Ref<PyStr>>,
    ) -> PyResult<Option<Value>> {
        if seen.iter().any(|known| known.equals(name)) {
            let (class, name) = (class.name(), self.repr(name.as_value())?);
            return Err(self.type_error(format!("{class}() got multiple sub-patterns for attribute {name}")));
        }
        seen.push(name.clone());
        self.get_attr_opt(subject, name)
    }
}
