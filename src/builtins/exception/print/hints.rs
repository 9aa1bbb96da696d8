//! What was probably meant: near misses of names, attributes and imports; modules that were not imported.

use super::super::PyException;
use super::super::import_error::{NAME as MODULE_NAME, NAME_FROM};
use super::super::named::{NAME, OBJ};
use super::text_of;
use crate::builtins::frame::{PyFrame, PyTraceback, locals_proxy};
use crate::builtins::str::PyStr;
use crate::bytecode::code::flags;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

const MAX_CANDIDATES: usize = 750;
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The sentence to append to the message; empty if there is nothing to say.
pub fn hint(vm: &Vm, exception: &Value) -> String {
    let Some(error) = exception.downcast::<PyException>() else { return String::new() };
    let (class, classes) = (class_ref(exception), vm.exceptions());
    let meant =
        |suggestion: Option<String>| suggestion.map_or(String::new(), |name| format!(". Did you mean: '{name}'?"));
    if class.is_subtype(&classes.ImportError) {
        return meant(name_in(error, NAME_FROM).and_then(|wrong| imported(vm, error, &wrong)));
    }
    if class.is_subtype(&classes.AttributeError) {
        return meant(name_in(error, NAME).and_then(|wrong| attribute(vm, error, &wrong)));
    }
    if !class.is_subtype(&classes.NameError) {
        return String::new();
    }
    let Some(wrong) = name_in(error, NAME) else { return String::new() };
    let text = meant(variable(vm, error, &wrong));
    if class.is_subtype(&classes.UnboundLocalError) || !is_library_module(vm, &wrong) {
        return text;
    }
    if text.is_empty() {
        return format!(". Did you forget to import '{wrong}'?");
    }
    format!("{text} Or did you forget to import '{wrong}'?")
}

fn name_in(error: &PyException, field: usize) -> Option<String> {
    error.field(field).and_then(|name| Some(text_of(name.downcast::<PyStr>()?))).filter(|name| !name.is_empty())
}

fn is_library_module(vm: &Vm, name: &str) -> bool {
    if let Ok(Some(names)) = vm.sys_attr("stdlib_module_names") {
        return vm.contains(&names, &vm.str(name)).unwrap_or_else(|raised| {
            drop(vm.take_raised(raised));
            false
        });
    }
    crate::importer::embedded::find(name).is_some() || crate::modules::find(name).is_some()
}

/// The names of an object, as `dir()` lists them.
fn names_of(vm: &Vm, object: &Value) -> Option<Vec<String>> {
    let listed = vm.builtins_dict().get_name(vm, "dir").map(|dir| vm.call(&dir, std::slice::from_ref(object)))?;
    let names = match listed.and_then(|names| vm.collect(&names)) {
        Ok(names) => names,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return None;
        }
    };
    Some(names.iter().filter_map(|name| Some(text_of(name.downcast::<PyStr>()?))).collect())
}

fn innermost_frame(error: &PyException) -> Option<Ref<PyFrame>> {
    let mut current = error.traceback.get()?;
    loop {
        let entry = current.downcast::<PyTraceback>()?.clone();
        match entry.next.get() {
            Some(next) => current = next,
            None => return Some(entry.frame.clone()),
        }
    }
}

/// The variables of a frame.
fn variables(vm: &Vm, frame: &Ref<PyFrame>) -> Vec<(Value, Value)> {
    if frame.code.code.flags & flags::OPTIMIZED != 0 {
        return locals_proxy::items(vm, frame);
    }
    let namespace = vm.frame_namespace(frame);
    namespace.downcast::<crate::builtins::dict::PyDict>().map(|dict| dict.items()).unwrap_or_default()
}

fn self_of(vm: &Vm, frame: &Ref<PyFrame>) -> Option<Value> {
    let is_self = |name: &Value| name.downcast::<PyStr>().is_some_and(|name| name.as_bytes() == b"self");
    variables(vm, frame).into_iter().find(|(name, _)| is_self(name)).map(|(_, value)| value)
}

fn attribute(vm: &Vm, error: &PyException, wrong: &str) -> Option<String> {
    let object = error.field(OBJ)?;
    let mut names = names_of(vm, &object)?;
    if !wrong.starts_with('_') {
        // Methods may be told of private names of their own object.
        let own = innermost_frame(error).and_then(|frame| self_of(vm, &frame)).is_some_and(|this| this.is(&object));
        if !own {
            names.retain(|name| !name.starts_with('_'));
        }
    }
    nearest(&names, wrong)
}

fn imported(vm: &Vm, error: &PyException, wrong: &str) -> Option<String> {
    let module = name_in(error, MODULE_NAME)?;
    let module = vm.modules().get_name(vm, &module)?;
    let mut names = names_of(vm, &module)?;
    if !wrong.starts_with('_') {
        names.retain(|name| !name.starts_with('_'));
    }
    nearest(&names, wrong)
}

fn variable(vm: &Vm, error: &PyException, wrong: &str) -> Option<String> {
    let frame = innermost_frame(error)?;
    if let Some(this) = self_of(vm, &frame) {
        match vm.get_attr_opt(&this, &vm.intern(wrong)) {
            Ok(Some(_)) => return Some(format!("self.{wrong}")),
            Ok(None) => {}
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    let mut names: Vec<String> = Vec::new();
    let everywhere = [variables(vm, &frame), frame.function.globals.items(), frame.function.builtins.items()];
    for (name, _) in everywhere.iter().flatten() {
        if let Some(name) = name.downcast::<PyStr>().map(|name| text_of(name))
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    nearest(&names, wrong)
}

/// The known name that differs least, if it differs little.
fn nearest(names: &[String], wrong: &str) -> Option<String> {
    nearest_within(names, wrong, wrong.chars().count())
}

/// The same for arguments of functions, whose names may differ in as many characters as they have.
pub fn nearest_argument(names: &[String], wrong: &str) -> Option<String> {
    nearest_within(names, wrong, usize::MAX)
}

/// The differences come to less than `bound`.
fn nearest_within(names: &[String], wrong: &str, bound: usize) -> Option<String> {
    let wrong: Vec<char> = wrong.chars().collect();
    if names.len() > MAX_CANDIDATES || wrong.len() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for name in names {
        let candidate: Vec<char> = name.chars().collect();
        if candidate == wrong {
            continue;
        }
        // At most a third of the characters may differ.
        let limit = (candidate.len() + wrong.len() + 3) * MOVE_COST / 6;
        let Some(limit) =
            best.map_or(Some(bound), |(distance, _)| Some(distance))?.checked_sub(1).map(|known| limit.min(known))
        else {
            break;
        };
        let distance = distance(&wrong, &candidate, limit);
        if distance <= limit && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.clone())
}

fn substitution_cost(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The edit distance, or something above `limit` once it exceeds that.
fn distance<'a>(mut a: &'a [char], mut b: &'a [char], limit: usize) -> usize {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    if a.is_empty() || b.is_empty() {
        return MOVE_COST * (a.len() + b.len());
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return limit + 1;
    }
    if b.len() < a.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if (b.len() - a.len()) * MOVE_COST > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|index| index * MOVE_COST).collect();
    let mut result = 0;
    for (index, &right) in b.iter().enumerate() {
        let mut diagonal = index * MOVE_COST;
        result = diagonal;
        let mut least = usize::MAX;
        for (place, &left) in row.iter_mut().zip(a) {
            let substitute = diagonal + substitution_cost(right, left);
            diagonal = *place;
            result = substitute.min(result.min(diagonal) + MOVE_COST);
            *place = result;
            least = least.min(result);
        }
        if least > limit {
            return limit + 1;
        }
    }
    result
}
