//! `import` as the VM's instructions and other Rust code ask for it; the finders are in `importer/`.

use super::Vm;
use crate::builtins::dict::PyDict;
use crate::builtins::function::PyNative;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Ref, Value};

impl Vm {
    /// The module with this dotted name itself (not its topmost package), imported if need be.
    pub fn import(&self, name: &str) -> PyResult<Value> {
        let key = self.intern(name);
        if let Some(known) = self.modules().get_str(self, &key)?.filter(|module| !module.is_none()) {
            return Ok(known);
        }
        // Any name that every module has: `*` would load what the module offers.
        let from = PyTuple::new([self.names().__doc__.to_value()]);
        self.import_name(&key, &Value::NONE, &Value::NONE, from.as_value(), 0)
    }

    /// An attribute of a module, imported if need be.
    pub fn import_attr(&self, module: &str, name: &str) -> PyResult<Value> {
        let module = self.import(module)?;
        self.get_attr(&module, &self.intern(name))
    }

    /// What IMPORT_NAME does: calls `builtins.__import__`.
    pub fn import_name(
        &self,
        name: &Ref<PyStr>,
        globals: &Value,
        locals: &Value,
        fromlist: &Value,
        level: i64,
    ) -> PyResult<Value> {
        let builtins = self.builtins_dict();
        match builtins.get_str(self, &self.names().__import__)? {
            Some(import) => {
                let args = [name.to_value(), globals.clone(), locals.clone(), fromlist.clone(), self.int(level)];
                self.call(&import, &args)
            }
            None => Err(self.import_error("__import__ not found")),
        }
    }

    /// IMPORT_NAME: through `__import__` of these builtins, directly while that is ours.
    pub fn import_from_code(
        &self,
        builtins: &Ref<PyDict>,
        name: &Ref<PyStr>,
        globals: &Value,
        locals: &Value,
        fromlist: &Value,
        level: i64,
    ) -> PyResult<Value> {
        let Some(import) = builtins.get_str(self, &self.names().__import__)? else {
            return Err(self.import_error("__import__ not found"));
        };
        let ours = import.downcast_exact::<PyNative>().is_some_and(|native| native.native.name() == "__import__");
        if ours {
            return crate::importer::import(self, name, globals, fromlist, level);
        }
        let args = [name.to_value(), globals.clone(), locals.clone(), fromlist.clone(), self.int(level)];
        self.call(&import, &args)
    }

    /// What IMPORT_FROM does: an attribute of the module, or a submodule that is being imported.
    pub fn import_from(&self, module: &Value, name: &Ref<PyStr>) -> PyResult<Value> {
        if let Some(found) = self.get_attr_opt(module, name)? {
            return Ok(found);
        }
        let names = self.names();
        let package = self.get_attr_opt(module, &names.__name__)?.and_then(|name| name.into_ref::<PyStr>().ok());
        if let Some(package) = &package {
            let full = self.intern(&format!("{package}.{name}"));
            if let Some(submodule) = self.modules().get_str(self, &full)? {
                return Ok(submodule);
            }
        }
        Err(self.cannot_import(module, name, package))
    }

    #[cold]
    fn cannot_import(&self, module: &Value, name: &Ref<PyStr>, package: Option<Ref<PyStr>>) -> crate::native::Raised {
        let shown = package.as_ref().map_or("<unknown module name>".to_string(), |name| name.to_string());
        let file = module
            .downcast::<PyModule>()
            .and_then(|module| module.dict.get_str(self, &self.names().__file__).ok().flatten());
        let location = match file.as_ref().and_then(|file| file.downcast::<PyStr>()) {
            Some(file) => file.to_string(),
            None => "unknown location".to_string(),
        };
        let initializing = self
            .get_attr_opt(module, &self.names().__spec__)
            .ok()
            .flatten()
            .and_then(|spec| self.get_attr_opt(&spec, &self.names()._initializing).ok().flatten())
            .is_some_and(|flag| flag.is_true());
        let message = if initializing {
            format!(
                "cannot import name '{name}' from partially initialized module '{shown}' (most likely due to a circular import) ({location})"
            )
        } else {
            format!("cannot import name '{name}' from '{shown}' ({location})")
        };
        let exception = match self.new_exception(&self.exceptions().ImportError, &[self.str(&message)]) {
            Ok(exception) => exception,
            Err(raised) => return raised,
        };
        let details = [
            ("name", package.map_or(Value::NONE, Ref::into_value)),
            ("path", file.unwrap_or(Value::NONE)),
            ("name_from", name.to_value()),
        ];
        for (attribute, value) in details {
            if let Err(raised) = self.set_attr(&exception, &self.intern(attribute), Some(&value)) {
                return raised;
            }
        }
        self.raise(exception)
    }
}
