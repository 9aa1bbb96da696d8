//! `except*`: which part of an exception a clause takes, and what is raised in the end.

use super::PyException;
use super::group::members_of;
use super::group_split::{Matcher, is_group, split_recursively};
use crate::builtins::list::PyList;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{PyType, Value, class_ref};
use crate::vm::Vm;

impl Vm {
    /// What an `except* class` clause takes of an exception (None: nothing), and what is left (None: nothing).
    pub fn exception_group_match(&self, exception: &Value, class: &Value) -> PyResult<(Value, Value)> {
        if exception.is_none() {
            return Ok((Value::NONE, Value::NONE));
        }
        // Checks the classes, too.
        let whole = self.exception_matches(exception, class)?;
        self.check_no_group_class(class)?;
        if whole {
            if is_group(self, exception) {
                return Ok((exception.clone(), Value::NONE));
            }
            let members = PyTuple::new([exception.clone()]).into_value();
            let wrapped = self.new_exception(&self.exceptions().BaseExceptionGroup, &[self.str(""), members])?;
            return Ok((wrapped, Value::NONE));
        }
        if !is_group(self, exception) {
            return Ok((Value::NONE, exception.clone()));
        }
        let pair = self.call_method(exception, "split", std::slice::from_ref(class))?;
        let name = || class_ref(exception).name();
        let Some(parts) = pair.downcast::<PyTuple>() else {
            let got = class_ref(&pair).name();
            return Err(self.type_error(format!("{}.split must return a tuple, not {got}", name())));
        };
        match parts.items() {
            [matching, rest, ..] => Ok((matching.clone(), rest.clone())),
            few => {
                Err(self.type_error(format!("{}.split must return a 2-tuple, got tuple of size {}", name(), few.len())))
            }
        }
    }

    /// It would be unclear whether such a clause takes the group or its members.
    fn check_no_group_class(&self, class: &Value) -> PyResult<()> {
        let groups = &self.exceptions().BaseExceptionGroup;
        let is_group_class = |class: &Value| class.downcast::<PyType>().is_some_and(|class| class.is_subtype(groups));
        let any = match class.downcast::<PyTuple>() {
            Some(classes) => classes.items().iter().any(is_group_class),
            None => is_group_class(class),
        };
        if any {
            return Err(self.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
        }
        Ok(())
    }

    /// What a `try` statement with `except*` raises in the end: `list` holds what its clauses raised and what none of
    /// them took. None: nothing.
    pub fn prepare_reraise_star(&self, original: &Value, list: &Value) -> PyResult<Value> {
        let Some(list) = list.downcast::<PyList>() else { return Ok(Value::NONE) };
        let exceptions: Vec<Value> = list.items.borrow().iter().filter(|item| !item.is_none()).cloned().collect();
        let Some(first) = exceptions.first() else { return Ok(Value::NONE) };
        if !is_group(self, original) {
            return Ok(first.clone());
        }
        let (reraised, mut raised): (Vec<Value>, Vec<Value>) =
            exceptions.into_iter().partition(|exception| came_from(exception, original));
        let mut leaves = Vec::new();
        for exception in &reraised {
            self.collect_leaves(exception, &mut leaves)?;
        }
        let rest = if reraised.is_empty() {
            None
        } else {
            split_recursively(self, original, &Matcher::Instances(&leaves), false)?.0
        };
        if raised.is_empty() {
            return Ok(rest.unwrap_or(Value::NONE));
        }
        raised.extend(rest);
        if let [only] = &raised[..] {
            return Ok(only.clone());
        }
        self.new_exception(&self.exceptions().BaseExceptionGroup, &[self.str(""), self.list(raised)])
    }

    fn collect_leaves(&self, exception: &Value, leaves: &mut Vec<u64>) -> PyResult<()> {
        self.check_native_stack(" in collect_exception_group_leaf_ids")?;
        match exception.downcast::<PyException>() {
            Some(group) if is_group(self, exception) => {
                for member in members_of(group) {
                    self.collect_leaves(&member, leaves)?;
                }
            }
            _ => leaves.push(exception.id()),
        }
        Ok(())
    }
}

/// Whether an exception is part of the original one that goes on, not one that a clause raised: parts share its traceback.
fn came_from(exception: &Value, original: &Value) -> bool {
    let (Some(part), Some(whole)) = (exception.downcast::<PyException>(), original.downcast::<PyException>()) else {
        return false;
    };
    part.traceback.raw() == whole.traceback.raw()
        && part.cause.raw() == whole.cause.raw()
        && part.context.raw() == whole.context.raw()
}
