//! ImportError: which module, and what was to be imported from it.

use super::PyException;
use super::base::{self, exception};
use super::define::{Extension, field, keywords, layout};
use crate::builtins::str::PyStr;
use crate::native::{Args, Native, PyResult, method, wrap};
use crate::object::{Layout, Ref, Slots, Value};
use crate::vm::Vm;

/// Numbers of the fields.
pub const MSG: usize = 0;
pub const NAME: usize = 1;
pub const PATH: usize = 2;
pub const NAME_FROM: usize = 3;

static LAYOUT: Layout = layout("ImportError");

pub(super) static IMPORT_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init), str: Some(str), ..Slots::EMPTY },
    methods: METHODS,
    getset: &[
        field!("msg", "exception message", MSG),
        field!("name", "module name", NAME),
        field!("path", "module path", PATH),
        field!("name_from", "name imported from module", NAME_FROM),
    ],
    ..Extension::NOTHING
};

static METHODS: &[Native] = &[method("__reduce__(self, /)", "", wrap(reduce))];

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let [name, path, name_from] = keywords(vm, this, args, ["name", "path", "name_from"])?;
    base::init(vm, this, Args::positional_only(args.positional()))?;
    let exception = exception(vm, this)?;
    let message = match args.positional() {
        [message] => Some(message.clone()),
        _ => None,
    };
    exception.set_field(MSG, message);
    exception.set_field(NAME, name);
    exception.set_field(PATH, path);
    exception.set_field(NAME_FROM, name_from);
    Ok(())
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    match exception(vm, this)?.field(MSG) {
        Some(message) if message.downcast_exact::<PyStr>().is_some() => Ok(message),
        _ => base::str(vm, this),
    }
}

fn reduce(vm: &Vm, this: &Ref<PyException>) -> PyResult<Value> {
    let fields = [("name", NAME), ("path", PATH), ("name_from", NAME_FROM)];
    let known = fields.iter().any(|(_, index)| this.field(*index).is_some());
    let mut state = base::attributes(vm, this);
    if known {
        let copy = vm.dict();
        if let Some(attributes) = &state {
            vm.dict_update(&copy, attributes)?;
        }
        for (name, index) in fields {
            if let Some(value) = this.field(index) {
                copy.set_str(vm, &vm.intern(name), value)?;
            }
        }
        state = Some(copy.into_value());
    }
    Ok(base::reduce_with(vm, this, this.args.get().into_value(), state))
}
