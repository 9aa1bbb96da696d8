//! Names at run time: globals, builtins, and the namespaces of class bodies and modules.
#![allow(unsafe_code)]

use super::Vm;
use crate::builtins::dict::PyDict;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Ref, Value};

impl Vm {
    /// The builtins that code with these globals sees: what `__builtins__` there says, else the interpreter's.
    pub fn builtins_of(&self, globals: &Ref<PyDict>) -> Ref<PyDict> {
        match globals.get_str(self, &self.names().__builtins__) {
            Ok(Some(value)) => match value.downcast::<PyModule>() {
                Some(module) => module.dict.clone(),
                None => value.into_ref::<PyDict>().unwrap_or_else(|_| self.builtins_dict()),
            },
            _ => self.builtins_dict(),
        }
    }

    pub fn builtins_dict(&self) -> Ref<PyDict> {
        self.interpreter().builtins.get().expect("made at start-up").clone()
    }

    /// `sys.modules`.
    pub fn modules(&self) -> Ref<PyDict> {
        self.interpreter().modules.get().expect("made at start-up").clone()
    }

    /// A global or builtin.
    pub fn load_global(&self, globals: &Ref<PyDict>, builtins: &Ref<PyDict>, name: &Ref<PyStr>) -> PyResult<Value> {
        // A subclass of dict may have its own idea of what it holds.
        if let Some(found) = self.namespace_get(globals.as_value(), name)? {
            return Ok(found);
        }
        match builtins.get_str(self, name)? {
            Some(found) => Ok(found),
            None => match crate::builtins::module::annotations_by_name(self, globals, name)? {
                Some(annotations) => Ok(annotations),
                None => Err(self.name_error(name)),
            },
        }
    }

    /// A name from a namespace that may be any mapping; `None` if it is not there.
    pub fn namespace_get(&self, namespace: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        if let Some(dict) = namespace.downcast_exact::<PyDict>() {
            return dict.get_str(self, name);
        }
        match self.get_item(namespace, name.as_value()) {
            Ok(found) => Ok(Some(found)),
            Err(raised) => self.catch(raised, &self.exceptions().KeyError).map(|_| None),
        }
    }

    /// Sets a name in a namespace, or deletes it with `None`.
    pub fn namespace_set(&self, namespace: &Value, name: &Ref<PyStr>, value: Option<Value>) -> PyResult<()> {
        match (namespace.downcast_exact::<PyDict>(), value) {
            (Some(dict), Some(value)) => dict.set_str(self, name, value),
            (Some(dict), None) => match dict.remove_str(self, name)? {
                Some(_) => Ok(()),
                None => Err(self.name_error(name)),
            },
            (None, Some(value)) => self.set_item(namespace, name.as_value(), Some(&value)),
            (None, None) => match self.set_item(namespace, name.as_value(), None) {
                Ok(()) => Ok(()),
                Err(raised) => {
                    drop(self.catch(raised, &self.exceptions().KeyError)?);
                    Err(self.name_error(name))
                }
            },
        }
    }

    /// The globals of the running frame; those of `__main__` when nothing runs.
    pub fn current_globals(&self) -> Ref<PyDict> {
        let frame = self.frame.get();
        // SAFETY: the running frame is valid; frames with code have their function in place.
        unsafe {
            if (*frame).code.is_null() {
                return self.main_globals();
            }
            (*frame).function().globals.clone()
        }
    }

    /// `__builtins__` for a new namespace: what the running code has.
    pub fn current_builtins_value(&self) -> Value {
        let globals = self.current_globals();
        match globals.get_str(self, &self.names().__builtins__) {
            Ok(Some(builtins)) => builtins,
            _ => self.builtins_dict().into_value(),
        }
    }

    /// The `from __future__` flags of the running code, which `compile` and `exec` inherit.
    pub fn inherited_future_flags(&self) -> u32 {
        let frame = self.frame.get();
        // SAFETY: the running frame is valid.
        unsafe {
            if (*frame).code.is_null() {
                return 0;
            }
            (&(*(*frame).code).code).flags & 0x1FE_0000
        }
    }

    /// A file name argument as text: str, bytes or path.
    pub fn filename_text(&self, value: &Value) -> PyResult<String> {
        if let Some(text) = value.downcast::<PyStr>() {
            return Ok(text.to_string());
        }
        if let Some(bytes) = value.downcast::<crate::builtins::bytes::PyBytes>() {
            return Ok(String::from_utf8_lossy(bytes.as_bytes()).into_owned());
        }
        match self.lookup_special(value, &self.names().__fspath__)? {
            Some(method) => {
                let path = self.call(&method, &[])?;
                self.filename_text(&path)
            }
            None => Err(self.type_error(format!(
                "expected str, bytes or os.PathLike object, not {}",
                crate::object::class_ref(value).name()
            ))),
        }
    }

    fn main_globals(&self) -> Ref<PyDict> {
        let main = self.modules().get_str(self, &self.names().__main__).ok().flatten();
        main.and_then(|main| main.into_ref::<PyModule>().ok()).map_or_else(PyDict::new, |main| main.dict.clone())
    }
}
