//! How a warning is shown: by the `warnings` module where that is imported, else here.

use super::{Warning, filters};
use crate::builtins::exception::print::{source, text_of};
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value};
use crate::vm::Vm;
use crate::vm::coroutines::PyGenerator;

/// Shows a warning that has passed the filters.
pub(super) fn show(vm: &Vm, warning: &Warning, text: &Value, message: &Value, category: &Ref<PyType>) -> PyResult<()> {
    let Some(show) = filters::imported(vm, "_showwarnmsg")? else {
        return print(vm, warning, text, category);
    };
    if !vm.is_callable(&show) {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(make) = filters::imported(vm, "WarningMessage")? else {
        return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
    };
    let details = [
        message.clone(),
        category.to_value(),
        warning.filename.clone(),
        vm.int(warning.line),
        Value::NONE,
        Value::NONE,
        warning.source.clone(),
    ];
    let details = vm.call(&make, &details)?;
    vm.call(&show, &[details]).map(drop)
}

fn print(vm: &Vm, warning: &Warning, text: &Value, category: &Ref<PyType>) -> PyResult<()> {
    let filename = vm.str_text(&warning.filename);
    let text = vm.to_str(text)?;
    let text = text_of(&text);
    let category = category.name();
    let mut shown = format!("{filename}:{}: {category}: {text}\n", warning.line);
    if let Some(line) = source::line(vm, &filename, warning.line.max(0) as usize) {
        shown += &format!("  {line}\n");
    }
    if !warning.source.is_none() {
        shown += &format!("{category}: Enable tracemalloc to get the object allocation traceback\n");
    }
    vm.write_stderr(&shown);
    Ok(())
}

/// A coroutine dies that nobody has awaited.
pub(super) fn unawaited(vm: &Vm, coroutine: &Value) -> PyResult<()> {
    if let Some(warn) = filters::imported(vm, "_warn_unawaited_coroutine")? {
        return vm.call(&warn, std::slice::from_ref(coroutine)).map(drop);
    }
    let Some(generator) = coroutine.downcast::<PyGenerator>() else {
        let name = vm.get_attr(coroutine, &vm.names().__qualname__)?;
        let text = format!("coroutine '{}' was never awaited", vm.str_text(&name));
        return super::warn_at(vm, vm.str(&text), vm.exceptions().RuntimeWarning.clone(), 1, coroutine, &[]);
    };
    let name = vm.str_text(&generator.qualname());
    let mut text = format!("coroutine '{name}' was never awaited");
    if let Some(origin) = generator.origin.get().filter(|origin| !origin.is_none()) {
        text += "\nCoroutine created at (most recent call last)";
        let entries = vm.collect(&origin)?;
        for entry in entries.iter().rev() {
            let parts = vm.collect(entry)?;
            let [file, line, function] = &parts[..] else { continue };
            let (file, number) = (vm.str_text(file), line.as_inline_int().unwrap_or(0));
            text += &format!("\n  File \"{file}\", line {number}, in {}", vm.str_text(function));
            if let Some(line) = source::line(vm, &file, number.max(0) as usize) {
                text += &format!("\n    {line}");
            }
        }
    }
    super::warn_at(vm, vm.str(&text), vm.exceptions().RuntimeWarning.clone(), 1, coroutine, &[])
}
