//! The lines of source files, as tracebacks and warnings show them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::code::{Code, Const};
use crate::importer::embedded;
use crate::object::{Ref, Value};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// Texts that are in no file (of `-c`, of a prompt), by the address of the code compiled from them, which is kept alive.
#[derive(Default)]
#[allow(clippy::type_complexity)]
struct Registered(RefCell<HashMap<usize, (std::sync::Arc<Code>, Rc<str>)>>);

/// Remembers the text that `code` and all code in it were compiled from.
pub fn register(vm: &Vm, code: &std::sync::Arc<Code>, text: &str) {
    remember(module_state::<Registered>(vm, "traceback source"), code, &Rc::from(text));
}

fn remember(registered: &Registered, code: &std::sync::Arc<Code>, text: &Rc<str>) {
    registered.0.borrow_mut().insert(std::sync::Arc::as_ptr(code) as usize, (code.clone(), text.clone()));
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            remember(registered, inner, text);
        }
    }
}

/// Finds source lines and remembers files while one traceback is being shown.
#[derive(Default)]
pub struct Sources(HashMap<String, Rc<Vec<String>>>);

impl Sources {
    /// All lines of the file that `code` comes from; empty if there is no such file.
    pub fn lines(&mut self, vm: &Vm, code: Option<&Code>, filename: &str) -> Rc<Vec<String>> {
        if let Some(code) = code {
            let registered = module_state::<Registered>(vm, "traceback source").0.borrow();
            if let Some((_, text)) = registered.get(&(code as *const Code as usize)) {
                return Rc::new(split(text));
            }
        }
        if let Some(known) = self.0.get(filename) {
            return known.clone();
        }
        let lines = Rc::new(cached(vm, filename).or_else(|| read(vm, filename)).unwrap_or_default());
        self.0.insert(filename.to_string(), lines.clone());
        lines
    }
}

fn split(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_string()).collect()
}

/// What `linecache` knows, if it is imported: programs put generated sources there.
fn cached(vm: &Vm, filename: &str) -> Option<Vec<String>> {
    let module = vm.modules().get_name(vm, "linecache")?;
    let cache = match vm.get_attr_opt(&module, &vm.intern("cache")) {
        Ok(cache) => cache?,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return None;
        }
    };
    let entry = cache.downcast::<crate::builtins::dict::PyDict>()?.get_name(vm, filename)?;
    let parts: Vec<Value> = entry.downcast::<PyTuple>()?.items().to_vec();
    let lines: Ref<PyList> = parts.get(2)?.downcast::<PyList>()?.clone();
    let lines = lines.items.borrow().clone();
    Some(
        lines
            .iter()
            .filter_map(|line| Some(super::text_of(line.downcast::<PyStr>()?).trim_end().to_string()))
            .collect(),
    )
}

fn read(vm: &Vm, filename: &str) -> Option<Vec<String>> {
    if let Some(path) = filename.strip_prefix(embedded::ROOT).and_then(|path| path.strip_prefix('/')) {
        let module = embedded::MODULES.iter().find(|module| module.path == path)?;
        return Some(split(module.source));
    }
    if filename.is_empty() || filename.starts_with('<') && filename.ends_with('>') {
        return None;
    }
    let bytes = std::fs::read(filename).ok().or_else(|| on_path(vm, filename))?;
    coil_grammar::decode_source(&bytes).ok().map(|text| split(&text))
}

/// A relative name is looked for along `sys.path`.
fn on_path(vm: &Vm, filename: &str) -> Option<Vec<u8>> {
    if filename.starts_with('/') {
        return None;
    }
    let path = vm.sys_attr("path").ok().flatten()?;
    let path = path.downcast::<PyList>()?.items.borrow().clone();
    path.iter().find_map(|folder| {
        let folder = folder.downcast::<PyStr>()?.as_str()?;
        std::fs::read(std::path::Path::new(folder).join(filename)).ok()
    })
}

/// One line of a file, stripped, for a warning.
pub fn line(vm: &Vm, filename: &str, number: usize) -> Option<String> {
    let lines = Sources::default().lines(vm, None, filename);
    lines.get(number.checked_sub(1)?).map(|line| line.trim().to_string()).filter(|line| !line.is_empty())
}
