//! BaseExceptionGroup and ExceptionGroup: how they are made and shown; taking them apart is in [`super::group_split`].

use super::PyException;
use super::base::exception;
use super::define::{Extension, field, layout};
use super::group_split;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::{Layout, Ref, Slots, Value, class_ref};
use crate::vm::Vm;

/// Numbers of the fields.
pub const MESSAGE: usize = 0;
pub const EXCEPTIONS: usize = 1;

static LAYOUT: Layout = layout("BaseExceptionGroup");

pub(super) static BASE_EXCEPTION_GROUP: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { str: Some(str), init: Some(super::base::init), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        crate::native::GetSet { set: Some(readonly), ..field!("message", "exception message", MESSAGE) },
        crate::native::GetSet { set: Some(readonly), ..field!("exceptions", "nested exceptions", EXCEPTIONS) },
    ],
};

static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem)),
    method("derive(self, excs, /)", "", wrap(derive)),
    method("split(self, matcher_value, /)", "", wrap(group_split::split)),
    method("subgroup(self, matcher_value, /)", "", wrap(group_split::subgroup)),
];

fn readonly(vm: &Vm, _: &Value, _: Option<&Value>) -> PyResult<()> {
    Err(vm.attribute_error("readonly attribute"))
}

fn new(vm: &Vm, class: Class, args: Rest, _: Keywords) -> PyResult<Ref<PyException>> {
    let [message, exceptions] = args.0 else {
        let given = args.0.len();
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({given} given)")));
    };
    if message.downcast::<PyStr>().is_none() {
        let got = class_ref(message).name();
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {got}")));
    }
    let members = members(vm, exceptions)?;
    let classes = vm.exceptions();
    let all_plain = members.iter().all(|member| vm.is_instance_exact(member, &classes.Exception));
    let mut chosen = class;
    if class.is(&classes.BaseExceptionGroup) {
        if all_plain {
            chosen = &classes.ExceptionGroup;
        }
    } else if class.is(&classes.ExceptionGroup) && !all_plain {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if !all_plain && class.is_subtype(&classes.Exception) {
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{}'", class.name())));
    }
    let group = vm.new_object(chosen, PyException::payload(PyTuple::new(args.0.iter().cloned())));
    group.set_field(MESSAGE, Some(message.clone()));
    group.set_field(EXCEPTIONS, Some(vm.tuple(members)));
    Ok(group)
}

fn members(vm: &Vm, exceptions: &Value) -> PyResult<Vec<Value>> {
    let is_sequence = class_ref(exceptions).slots().getitem.is_some() && exceptions.downcast::<PyDict>().is_none();
    if !is_sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = vm.collect(exceptions)?;
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    if let Some(index) = members.iter().position(|member| member.downcast::<PyException>().is_none()) {
        return Err(vm.value_error(format!("Item {index} of second argument (exceptions) is not an exception")));
    }
    Ok(members)
}

/// The exceptions in a group; none if it is no group.
pub fn members_of(group: &PyException) -> Vec<Value> {
    let members = group.field_or_none(EXCEPTIONS);
    members.downcast::<PyTuple>().map(|members| members.items().to_vec()).unwrap_or_default()
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let group = exception(vm, this)?;
    let count = members_of(group).len();
    let plural = if count == 1 { "" } else { "s" };
    let message = vm.to_str(&group.field_or_none(MESSAGE))?;
    Ok(PyStr::concat(message, &PyStr::new(&format!(" ({count} sub-exception{plural})"))).into_value())
}

fn derive(vm: &Vm, this: &Ref<PyException>, exceptions: &Value) -> PyResult<Value> {
    vm.new_exception(&vm.exceptions().BaseExceptionGroup, &[this.field_or_none(MESSAGE), exceptions.clone()])
}

fn class_getitem(vm: &Vm, class: Class, item: &Value) -> PyResult<Value> {
    let alias = vm.import_attr("types", "GenericAlias")?;
    vm.call(&alias, &[class.to_value(), item.clone()])
}
