//! `_warnings`: what becomes of a warning. The filters, and how warnings are shown once `warnings` is imported, are that
//! module's (Python); until then what is here does both.
//!
//! [`filters`] decides, [`show`] prints. Rust code warns through [`Vm::warn`].

mod filters;
mod show;

use std::cell::{Cell, OnceCell};

use super::NativeModule;
use crate::builtins::dict::PyDict;
use crate::builtins::frame::PyFrame;
use crate::builtins::int;
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{PyType, Ref, Value, class_of, class_ref};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static MODULE: NativeModule = NativeModule {
    doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("_warnings")
};

static FUNCTIONS: &[Native] = &[
    function(
        "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
        "Issue a warning, or maybe ignore it or raise an exception.",
        wrap(warn),
    ),
    function(
        "warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
        "Issue a warning, or maybe ignore it or raise an exception.",
        wrap(warn_explicit),
    ),
    function("_filters_mutated_lock_held()", "", wrap(filters_mutated)),
    function("_acquire_lock()", "", wrap(|_: &Vm| ())),
    function("_release_lock()", "", wrap(|_: &Vm| ())),
];

/// What an interpreter knows of warnings.
#[derive(Default)]
pub(super) struct State {
    filters: OnceCell<Ref<PyList>>,
    once: OnceCell<Ref<PyDict>>,
    /// Counts changes of the filters: what registries remember holds for one version.
    version: Cell<i64>,
}

pub(super) fn state(vm: &Vm) -> &'static State {
    module_state(vm, "_warnings")
}

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "filters", filters::own(vm).into_value());
    module.dict.set_name(vm, "_onceregistry", filters::own_once(vm).into_value());
    module.dict.set_name(vm, "_defaultaction", vm.str("default"));
    Ok(())
}

fn filters_mutated(vm: &Vm) {
    let state = state(vm);
    state.version.set(state.version.get() + 1);
}

/// One warning on its way.
pub(super) struct Warning<'a> {
    pub message: Value,
    pub category: Ref<PyType>,
    pub filename: Value,
    pub line: i64,
    pub module: Value,
    /// `__warningregistry__` of where it comes from, or None.
    pub registry: Value,
    pub source: &'a Value,
}

/// The class of a warning: that of the message if it is one, else the one given.
fn category(vm: &Vm, message: &Value, given: &Value) -> PyResult<Ref<PyType>> {
    let warnings = &vm.exceptions().Warning;
    if class_ref(message).is_subtype(warnings) {
        return Ok(class_of(message));
    }
    if given.is_none() {
        return Ok(vm.exceptions().UserWarning.clone());
    }
    match given.downcast::<PyType>().filter(|class| class.is_subtype(warnings)) {
        Some(class) => Ok(class.clone()),
        None => {
            let got = class_ref(given).name();
            Err(vm.type_error(format!("category must be a Warning subclass, not '{got}'")))
        }
    }
}

fn warn(
    vm: &Vm,
    message: &Value,
    given: &Value,
    stacklevel: isize,
    source: &Value,
    skip_file_prefixes: &Value,
) -> PyResult<()> {
    let category = category(vm, message, given)?;
    let Some(prefixes) = skip_file_prefixes.downcast::<PyTuple>() else {
        let got = class_ref(skip_file_prefixes).name();
        return Err(vm.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {got}")));
    };
    let mut skipped = Vec::new();
    for prefix in prefixes.items() {
        match prefix.downcast::<PyStr>() {
            Some(prefix) => skipped.push(prefix.to_string()),
            None => {
                let got = class_ref(prefix).name();
                return Err(vm.type_error(format!("Found non-str '{got}' in skip_file_prefixes.")));
            }
        }
    }
    let stacklevel = if skipped.is_empty() { stacklevel } else { stacklevel.max(2) };
    warn_at(vm, message.clone(), category, stacklevel, source, &skipped)
}

fn warn_at(
    vm: &Vm,
    message: Value,
    category: Ref<PyType>,
    stacklevel: isize,
    source: &Value,
    skipped: &[String],
) -> PyResult<()> {
    let (globals, filename, line) = match caller(vm, stacklevel, skipped) {
        Some(frame) => {
            let line = frame.code.line_of(vm.frame_instruction(&frame));
            (frame.function.globals.clone(), frame.code.code.filename.to_string(), line as i64)
        }
        None => match vm.interpreter().sys.get() {
            Some(sys) => (sys.clone(), "<sys>".to_string(), 0),
            None => (vm.current_globals(), "<sys>".to_string(), 0),
        },
    };
    let names = vm.names();
    let registry = match globals.get_str(vm, &names.__warningregistry__)? {
        Some(registry) => registry,
        None => {
            let registry = vm.dict().into_value();
            globals.set_str(vm, &names.__warningregistry__, registry.clone())?;
            registry
        }
    };
    let module = globals.get_str(vm, &names.__name__)?.filter(|name| name.downcast::<PyStr>().is_some());
    let module = module.unwrap_or_else(|| vm.str("<string>"));
    filters::issue(vm, Warning { message, category, filename: vm.str(&filename), line, module, registry, source })
}

/// The frame that a warning is about: `stacklevel` 1 is the one that warns.
fn caller(vm: &Vm, stacklevel: isize, skipped: &[String]) -> Option<Ref<PyFrame>> {
    let mut frame = vm.frame_at(0)?;
    let plain = stacklevel <= 0 || is_importlib(&frame);
    for _ in 1..stacklevel.min(1 << 20) {
        frame = back(vm, &frame)?;
        while !plain
            && (is_importlib(&frame) || skipped.iter().any(|prefix| frame.code.code.filename.starts_with(&**prefix)))
        {
            frame = back(vm, &frame)?;
        }
    }
    Some(frame)
}

fn back(vm: &Vm, frame: &PyFrame) -> Option<Ref<PyFrame>> {
    vm.frame_back(frame)?.into_ref().ok()
}

fn is_importlib(frame: &PyFrame) -> bool {
    let filename = &frame.code.code.filename;
    filename.contains("importlib") && filename.contains("_bootstrap")
}

#[allow(clippy::too_many_arguments)]
fn warn_explicit(
    vm: &Vm,
    message: &Value,
    category: &Value,
    filename: &Value,
    lineno: &Value,
    module: &Value,
    registry: &Value,
    module_globals: &Value,
    source: &Value,
) -> PyResult<()> {
    if filename.downcast::<PyStr>().is_none() {
        let got = class_ref(filename).name();
        return Err(vm.type_error(format!("warn_explicit() argument 'filename' must be str, not {got}")));
    }
    if !module_globals.is_none() && module_globals.downcast::<PyDict>().is_none() {
        let got = class_ref(module_globals).name();
        return Err(vm.type_error(format!("module_globals must be a dict, not '{got}'")));
    }
    let category = match category.downcast::<PyType>() {
        Some(category) => category.clone(),
        // Calling it to make the message is what fails.
        None => return Err(vm.not_callable(category)),
    };
    let line = vm.index(lineno)?;
    let line = int::as_int(&line).and_then(|line| line.to_i64()).unwrap_or(0);
    let module = if module.is_none() { filters::module_of(vm, filename) } else { module.clone() };
    let registry = registry.clone();
    filters::issue(
        vm,
        Warning { message: message.clone(), category, filename: filename.clone(), line, module, registry, source },
    )
}

impl Vm {
    /// Warns. `stacklevel` 1 is the running Python function; an error if a filter says so.
    pub fn warn(&self, category: &Ref<PyType>, message: &str, stacklevel: usize) -> PyResult<()> {
        warn_at(self, self.str(message), category.clone(), stacklevel as isize, &Value::NONE, &[])
    }

    /// Warns about a place in a source; what is repeated there is shown again.
    pub fn warn_at_line(&self, category: &Ref<PyType>, message: &str, filename: &str, line: u32) -> PyResult<()> {
        let filename = self.str(filename);
        let module = filters::module_of(self, &filename);
        filters::issue(
            self,
            Warning {
                message: self.str(message),
                category: category.clone(),
                filename,
                line: line as i64,
                module,
                registry: Value::NONE,
                source: &Value::NONE,
            },
        )
    }

    /// Issues the warnings of a compilation; what a filter turns into an error becomes a SyntaxError.
    pub fn issue_syntax_warnings(
        &self,
        warnings: &[coil_grammar::SyntaxWarning],
        filename: &str,
        source: &str,
    ) -> PyResult<()> {
        if warnings.is_empty() {
            return Ok(());
        }
        let index = coil_grammar::LineIndex::new(source);
        for warning in warnings {
            let category = match warning.category {
                coil_grammar::WarningCategory::SyntaxWarning => &self.exceptions().SyntaxWarning,
                coil_grammar::WarningCategory::DeprecationWarning => &self.exceptions().DeprecationWarning,
            };
            let line = index.line(warning.range.start);
            if let Err(raised) = self.warn_at_line(category, &warning.message, filename, line) {
                drop(self.catch(raised, category)?);
                let error = coil_grammar::SyntaxError::new(warning.message.clone(), warning.range);
                return Err(self.raise_syntax_error(&error, filename, source));
            }
        }
        Ok(())
    }

    /// "coroutine 'x' was never awaited".
    pub fn warn_unawaited(&self, coroutine: &Value) {
        if let Err(raised) = show::unawaited(self, coroutine) {
            self.report_unraisable(raised, Some("Exception ignored while finalizing coroutine"), coroutine);
        }
    }
}
