//! NameError and AttributeError: they know the name that was not found, from which hints are made.

use super::PyException;
use super::base::{self, exception};
use super::define::{Extension, field, keywords, layout};
use crate::native::{Args, Native, PyResult, method, wrap};
use crate::object::{Layout, Ref, Slots, Value};
use crate::vm::Vm;

/// Numbers of the fields.
pub const NAME: usize = 0;
pub const OBJ: usize = 1;

static NAME_LAYOUT: Layout = layout("NameError");
static ATTRIBUTE_LAYOUT: Layout = layout("AttributeError");

pub(super) static NAME_ERROR: Extension = Extension {
    layout: &NAME_LAYOUT,
    slots: Slots { init: Some(init_name), ..Slots::EMPTY },
    getset: &[field!("name", "name", NAME)],
    ..Extension::NOTHING
};

pub(super) static ATTRIBUTE_ERROR: Extension = Extension {
    layout: &ATTRIBUTE_LAYOUT,
    slots: Slots { init: Some(init_attribute), ..Slots::EMPTY },
    methods: METHODS,
    getset: &[field!("name", "attribute name", NAME), field!("obj", "object", OBJ)],
    ..Extension::NOTHING
};

static METHODS: &[Native] =
    &[method("__getstate__(self, /)", "", wrap(getstate)), method("__reduce__(self, /)", "", wrap(reduce))];

fn init_name(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let [name] = keywords(vm, this, args, ["name"])?;
    base::init(vm, this, Args::positional_only(args.positional()))?;
    set_unless_plain(exception(vm, this)?, NAME, name);
    Ok(())
}

fn init_attribute(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let [name, obj] = keywords(vm, this, args, ["name", "obj"])?;
    base::init(vm, this, Args::positional_only(args.positional()))?;
    let exception = exception(vm, this)?;
    set_unless_plain(exception, NAME, name);
    set_unless_plain(exception, OBJ, obj);
    Ok(())
}

/// Exceptions that programs raise seldom have these fields: then no room is made for them.
fn set_unless_plain(exception: &PyException, index: usize, value: Option<Value>) {
    if value.is_some() || exception.field(index).is_some() {
        exception.set_field(index, value);
    }
}

/// The object is left out: it is often large, and may not be picklable.
fn getstate(vm: &Vm, this: &Ref<PyException>) -> PyResult<Option<Value>> {
    let attributes = base::attributes(vm, this);
    let Some(name) = this.field(NAME) else { return Ok(attributes) };
    let state = vm.dict();
    if let Some(attributes) = &attributes {
        vm.dict_update(&state, attributes)?;
    }
    state.set_str(vm, &vm.names().name, name)?;
    state.set_str(vm, &vm.names().args, this.args.get().into_value())?;
    Ok(Some(state.into_value()))
}

fn reduce(vm: &Vm, this: &Ref<PyException>) -> PyResult<Value> {
    let state = getstate(vm, this)?;
    Ok(base::reduce_with(vm, this, this.args.get().into_value(), state))
}
