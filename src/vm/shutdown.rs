//! The end of a program's modules: what they hold is let go of, so that finalizers run and files are written, while the
//! library around them still works. The interpreter's own modules stay as they are until the process ends.

use super::Vm;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::importer::embedded;
use crate::object::{Ref, Value};

impl Vm {
    /// Lets go of the program's modules, in CPython's order: first those that nothing else refers to, in the order in
    /// which they were imported, then cycles; what is left is emptied, the last one first.
    pub(super) fn finalize_modules(&self) {
        self.restore_sys();
        let modules = self.modules().items();
        let names = modules.iter().filter(|(name, module)| is_of_program(self, name, module));
        let names: Vec<(Value, u64)> = names.map(|(name, module)| (name.clone(), module.id())).collect();
        drop(modules);
        for (name, _) in &names {
            self.quietly(|| self.set_item(self.modules().as_value(), name, None));
        }
        self.collect_cycles();
        let mut living = self.heap().live_objects(|value| value.downcast::<PyModule>().is_some());
        living.retain(|module| names.iter().any(|(_, identity)| *identity == module.id()));
        living.sort_by_key(|module| std::cmp::Reverse(names.iter().position(|(_, identity)| *identity == module.id())));
        for module in living {
            if let Some(module) = module.downcast::<PyModule>() {
                self.empty_module(module);
            }
        }
        self.collect_cycles();
    }

    /// The streams as they were at the start, and no exception that keeps frames alive.
    fn restore_sys(&self) {
        let Some(sys) = self.interpreter().sys.get() else { return };
        for name in ["last_exc", "last_type", "last_value", "last_traceback"] {
            if sys.get_name(self, name).is_some() {
                sys.set_name(self, name, Value::NONE);
            }
        }
        for name in ["stdin", "stdout", "stderr"] {
            if let Some(original) = sys.get_name(self, &format!("__{name}__")) {
                sys.set_name(self, name, original);
            }
        }
    }

    /// Sets the names of a module to None: first those with one leading underscore, then the others but `__builtins__`.
    fn empty_module(&self, module: &Ref<PyModule>) {
        let names: Vec<Value> = module.dict.items().into_iter().map(|(name, _)| name).collect();
        let text = |name: &Value| name.downcast::<PyStr>().map_or_else(String::new, |name| name.to_string());
        let (private, others): (Vec<Value>, Vec<Value>) =
            names.into_iter().partition(|name| text(name).starts_with('_') && !text(name).starts_with("__"));
        for name in private.iter().chain(&others) {
            if text(name) != "__builtins__" {
                self.quietly(|| module.dict.set(self, name, Value::NONE));
            }
        }
    }

    /// Nobody is left to be told of a failure.
    fn quietly(&self, body: impl FnOnce() -> crate::native::PyResult<()>) {
        if let Err(raised) = body() {
            drop(self.take_raised(raised));
        }
    }
}

/// Whether a module is the program's: it comes from a file, or was made by the program.
fn is_of_program(vm: &Vm, name: &Value, module: &Value) -> bool {
    let (Some(name), Some(module)) = (name.downcast::<PyStr>(), module.downcast::<PyModule>()) else { return false };
    let name = name.to_string();
    match module.dict.get_name(vm, "__file__").as_ref().and_then(|file| file.downcast::<PyStr>()) {
        Some(file) => !file.as_bytes().starts_with(embedded::ROOT.as_bytes()),
        None => !matches!(name.as_str(), "builtins" | "sys") && crate::modules::find(&name).is_none(),
    }
}
