//! Taking exception groups apart: `split`, `subgroup`, and what `except*` needs of them.

use super::PyException;
use super::group::members_of;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value, class_ref, types};
use crate::vm::Vm;

/// Which exceptions are wanted.
pub(super) enum Matcher<'a> {
    /// Instances of a class or of one of a tuple.
    Class(&'a Value),
    Predicate(&'a Value),
    /// These very exceptions, by identity.
    Instances(&'a [u64]),
}

/// What a split gives: what matches, and the rest.
type Parts = (Option<Value>, Option<Value>);

fn is_exception_class(value: &Value) -> bool {
    value.downcast::<PyType>().is_some_and(|class| class.has(types::EXCEPTION))
}

impl Matcher<'_> {
    fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<Matcher<'a>> {
        let is_class = value.downcast::<PyType>().is_some();
        if !is_class && vm.is_callable(value) {
            return Ok(Matcher::Predicate(value));
        }
        let fits = match value.downcast::<PyTuple>() {
            Some(classes) => classes.items().iter().all(is_exception_class),
            None => is_exception_class(value),
        };
        if fits {
            return Ok(Matcher::Class(value));
        }
        Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }

    fn takes(&self, vm: &Vm, exception: &Value) -> PyResult<bool> {
        match self {
            Matcher::Class(class) => vm.exception_matches(exception, class),
            Matcher::Predicate(predicate) => {
                let answer = vm.call(predicate, std::slice::from_ref(exception))?;
                vm.truth(&answer)
            }
            Matcher::Instances(wanted) => {
                let is_group = is_group(vm, exception);
                Ok(!is_group && wanted.contains(&exception.id()))
            }
        }
    }
}

/// Whether a value is an exception group.
pub(super) fn is_group(vm: &Vm, value: &Value) -> bool {
    class_ref(value).is_subtype(&vm.exceptions().BaseExceptionGroup)
}

pub(super) fn split(vm: &Vm, this: &Ref<PyException>, matcher: &Value) -> PyResult<Value> {
    let matcher = Matcher::of(vm, matcher)?;
    let (matching, rest) = split_recursively(vm, this.as_value(), &matcher, true)?;
    Ok(vm.tuple(vec![matching.unwrap_or(Value::NONE), rest.unwrap_or(Value::NONE)]))
}

pub(super) fn subgroup(vm: &Vm, this: &Ref<PyException>, matcher: &Value) -> PyResult<Value> {
    let matcher = Matcher::of(vm, matcher)?;
    let (matching, _) = split_recursively(vm, this.as_value(), &matcher, false)?;
    Ok(matching.unwrap_or(Value::NONE))
}

/// Splits an exception; without `want_rest` the rest is not made.
pub(super) fn split_recursively(vm: &Vm, exception: &Value, matcher: &Matcher, want_rest: bool) -> PyResult<Parts> {
    vm.check_native_stack(" in exceptiongroup_split_recursive")?;
    if matcher.takes(vm, exception)? {
        return Ok((Some(exception.clone()), None));
    }
    let Some(group) = exception.downcast::<PyException>().filter(|_| is_group(vm, exception)) else {
        return Ok((None, want_rest.then(|| exception.clone())));
    };
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in members_of(group) {
        let (yes, no) = split_recursively(vm, &member, matcher, want_rest)?;
        matching.extend(yes);
        rest.extend(no);
    }
    Ok((subset(vm, group, matching)?, if want_rest { subset(vm, group, rest)? } else { None }))
}

/// A group like `group` with only some of its exceptions; it keeps traceback, cause, context and notes.
fn subset(vm: &Vm, group: &Ref<PyException>, members: Vec<Value>) -> PyResult<Option<Value>> {
    if members.is_empty() {
        return Ok(None);
    }
    let derived = vm.call_method(group.as_value(), "derive", &[vm.list(members)])?;
    let Some(new) = derived.downcast::<PyException>().filter(|_| is_group(vm, &derived)) else {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    };
    drop(new.traceback.replace(group.traceback.get()));
    drop(new.context.replace(group.context.get()));
    drop(new.cause.replace(group.cause.get()));
    new.suppress_context.set(true);
    let names = vm.names();
    if let Some(notes) = vm.get_attr_opt(group.as_value(), &names.__notes__)?
        && class_ref(&notes).slots().getitem.is_some()
    {
        let copy = vm.list(vm.collect(&notes)?);
        vm.set_attr(&derived, &names.__notes__, Some(&copy))?;
    }
    Ok(Some(derived))
}
