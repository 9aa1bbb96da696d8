//! StopIteration, SystemExit and KeyError.

use super::base::{self, exception};
use super::define::{Extension, layout};
use crate::native::{Args, PyResult, getset};
use crate::object::{Layout, Slots, Value};
use crate::vm::Vm;

static STOP_LAYOUT: Layout = layout("StopIteration");
static EXIT_LAYOUT: Layout = layout("SystemExit");

pub(super) static STOP_ITERATION: Extension = Extension {
    layout: &STOP_LAYOUT,
    slots: Slots { init: Some(init_stop), ..Slots::EMPTY },
    getset: &[getset("value", "generator return value", get_extra, set_extra)],
    ..Extension::NOTHING
};

pub(super) static SYSTEM_EXIT: Extension = Extension {
    layout: &EXIT_LAYOUT,
    slots: Slots { init: Some(init_exit), ..Slots::EMPTY },
    getset: &[getset("code", "exception code", get_extra, set_extra)],
    ..Extension::NOTHING
};

pub(super) static KEY_ERROR: Extension =
    Extension { slots: Slots { str: Some(key_str), ..Slots::EMPTY }, ..Extension::NOTHING };

fn get_extra(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(exception(vm, this)?.extra.get_or_none())
}

fn set_extra(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    drop(exception(vm, this)?.extra.replace(new.cloned()));
    Ok(())
}

fn init_stop(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    drop(exception(vm, this)?.extra.replace(args.values.first().cloned()));
    Ok(())
}

fn init_exit(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    let exception = exception(vm, this)?;
    let code = match args.values {
        [] => None,
        [code] => Some(code.clone()),
        _ => Some(exception.args.get().into_value()),
    };
    drop(exception.extra.replace(code));
    Ok(())
}

/// A missing key is shown as `repr` shows it: an empty string would be no help.
fn key_str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let args = exception(vm, this)?.args.get();
    match args.items() {
        [key] => Ok(vm.repr(key)?.into_value()),
        _ => base::str(vm, this),
    }
}
