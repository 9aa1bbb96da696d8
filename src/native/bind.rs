//! Arguments to parameters: the one binder of native functions.

use super::signature::{ParameterKind, Signature};
use super::{Args, PyResult, Raised};
use crate::object::types::HEAP;
use crate::object::{PyType, Value, class_of};
use crate::vm::Vm;

/// Arguments bound to the parameters of a native function.
pub struct Bound<'a> {
    pub signature: &'a Signature,
    /// Fewer than there are parameters when the last ones were left out.
    pub slots: Slots<'a>,
    /// What `*args` collects.
    pub rest: &'a [Value],
    /// Names and values that `**kwargs` collects.
    pub keywords: &'a [(Value, Value)],
}

/// The values of the parameters, in order.
pub enum Slots<'a> {
    /// Straight from the caller's registers.
    Given(&'a [Value]),
    /// After keywords have been sorted in; `None`: left out.
    Sorted(&'a [Option<Value>]),
}

impl<'a> Bound<'a> {
    /// The argument of parameter `index`, or its literal default.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&Value> {
        let given = match &self.slots {
            Slots::Given(values) => values.get(index),
            Slots::Sorted(values) => values.get(index).and_then(Option::as_ref),
        };
        match given {
            Some(value) => Some(value),
            None => self.signature.parameters.get(index).and_then(|parameter| parameter.default.as_ref()),
        }
    }

    /// Whether the caller gave parameter `index`.
    pub fn is_given(&self, index: usize) -> bool {
        match &self.slots {
            Slots::Given(values) => index < values.len(),
            Slots::Sorted(values) => values.get(index).is_some_and(Option::is_some),
        }
    }
}

/// Binds `args` to `signature` and passes them on to `call`. `skip` says how many leading parameters are
/// `self`, which messages do not count.
pub fn bind<R>(
    vm: &Vm,
    signature: &Signature,
    args: Args,
    skip: usize,
    call: impl FnOnce(&Bound) -> PyResult<R>,
) -> PyResult<R> {
    let positional = args.positional();
    let taken = positional.len().min(signature.positional);
    if positional.len() > signature.positional && !signature.var_positional {
        return Err(too_many(vm, signature, positional, skip));
    }
    let rest = &positional[taken..];
    if args.names.is_empty() && taken >= signature.required && !signature.required_keywords {
        return call(&Bound { signature, slots: Slots::Given(&positional[..taken]), rest, keywords: &[] });
    }
    let mut slots: Vec<Option<Value>> = positional[..taken].iter().cloned().map(Some).collect();
    slots.resize(signature.parameters.len(), None);
    let mut keywords = Vec::new();
    for (name, value) in args.keywords() {
        place_keyword(vm, signature, &mut slots, &mut keywords, name, value, (args, skip))?;
    }
    if let Some(missing) = (0..slots.len()).find(|&i| slots[i].is_none() && !signature.parameters[i].optional) {
        return Err(missing_argument(vm, signature, positional, missing, skip));
    }
    call(&Bound { signature, slots: Slots::Sorted(&slots), rest, keywords: &keywords })
}

fn place_keyword(
    vm: &Vm,
    signature: &Signature,
    slots: &mut [Option<Value>],
    keywords: &mut Vec<(Value, Value)>,
    name: &Value,
    value: &Value,
    (args, skip): (Args, usize),
) -> PyResult<()> {
    let text = vm.str_text(name);
    let function = || shown_name(signature, slots.first().and_then(Option::as_ref));
    let named = signature
        .parameters
        .iter()
        .position(|parameter| parameter.name == text && parameter.kind != ParameterKind::PositionalOnly);
    match named {
        Some(index) if slots[index].is_some() => Err(vm.type_error(format!(
            "argument for {}() given by name ('{text}') and position ({})",
            function(),
            index + 1
        ))),
        Some(index) => {
            slots[index] = Some(value.clone());
            Ok(())
        }
        None if signature.var_keyword => {
            keywords.push((name.clone(), value.clone()));
            Ok(())
        }
        None if signature.parameters.iter().all(|p| p.kind == ParameterKind::PositionalOnly) => {
            let function = qualified_name(signature, args.positional().first(), skip);
            Err(vm.type_error(format!("{function}() takes no keyword arguments")))
        }
        None => Err(unexpected_keyword(vm, signature, &function(), &text, (args, skip))),
    }
}

/// No parameter has this name; that a required one is missing is told first.
#[cold]
fn unexpected_keyword(
    vm: &Vm,
    signature: &Signature,
    function: &str,
    text: &str,
    (args, skip): (Args, usize),
) -> Raised {
    let positional = args.positional();
    let is_named = |name: &str| args.keywords().any(|(known, _)| vm.str_text(known) == name);
    let by_position = signature.parameters.iter().take(signature.positional).enumerate().skip(positional.len());
    for (index, parameter) in by_position {
        if !parameter.optional && !is_named(parameter.name) {
            return missing_argument(vm, signature, positional, index, skip);
        }
    }
    let nameable = signature.parameters.iter().filter(|known| known.kind != ParameterKind::PositionalOnly);
    let nameable: Vec<String> = nameable.map(|known| known.name.to_string()).collect();
    let meant = match crate::builtins::exception::print::hints::nearest_argument(&nameable, text) {
        Some(meant) => format!(". Did you mean '{meant}'?"),
        None => String::new(),
    };
    vm.type_error(format!("{function}() got an unexpected keyword argument '{text}'{meant}"))
}

/// What messages call a function: `__new__` goes by the name of the built-in class that it makes.
fn shown_name(signature: &Signature, first: Option<&Value>) -> String {
    let class = first.filter(|_| signature.is_new).and_then(|first| first.downcast::<PyType>());
    let made = class.and_then(|class| class.mro().into_iter().find(|class| !class.has(HEAP)));
    made.map_or_else(|| signature.name.to_string(), |class| class.name())
}

/// The name with its class, as methods of no or one argument are called.
fn qualified_name(signature: &Signature, this: Option<&Value>, skip: usize) -> String {
    let owner =
        this.filter(|_| skip == 1).and_then(|this| class_of(this).mro().into_iter().find(|class| !class.has(HEAP)));
    match owner {
        Some(class) if !signature.is_new => format!("{}.{}", class.name(), signature.name),
        _ => shown_name(signature, this),
    }
}

/// Functions with keywords that CPython parses by hand where none is given: their messages are those of functions without.
const PARSED_BY_HAND: [&str; 3] = ["int", "str", "sorted"];

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn too_many(vm: &Vm, signature: &Signature, positional: &[Value], skip: usize) -> Raised {
    let name = shown_name(signature, positional.first());
    let qualified = || qualified_name(signature, positional.first(), skip);
    let given = positional.len().saturating_sub(skip);
    let (least, most) = (signature.required.saturating_sub(skip), signature.positional.saturating_sub(skip));
    let only_positional = signature.parameters.iter().all(|p| p.kind == ParameterKind::PositionalOnly);
    if most == 0 && only_positional {
        return vm.type_error(format!("{}() takes no arguments ({given} given)", qualified()));
    }
    if most == 1 && least == 1 && only_positional && !signature.is_new {
        return vm.type_error(format!("{}() takes exactly one argument ({given} given)", qualified()));
    }
    if most == 0 {
        return vm.type_error(format!("{name}() takes no positional arguments"));
    }
    if only_positional || PARSED_BY_HAND.contains(&&*name) {
        let bound = if least == most { "" } else { "at most " };
        return vm.type_error(format!("{name} expected {bound}{most} argument{}, got {given}", plural(most)));
    }
    let bound = if least == most { "exactly" } else { "at most" };
    let kind = if signature.positional == signature.parameters.len() { "" } else { "positional " };
    vm.type_error(format!("{name}() takes {bound} {most} {kind}argument{} ({given} given)", plural(most)))
}

fn missing_argument(vm: &Vm, signature: &Signature, positional: &[Value], missing: usize, skip: usize) -> Raised {
    let name = shown_name(signature, positional.first());
    let parameter = &signature.parameters[missing];
    let given = positional.len().saturating_sub(skip);
    let (least, most) = (signature.required.saturating_sub(skip), signature.positional.saturating_sub(skip));
    if parameter.kind != ParameterKind::PositionalOnly {
        let position = missing + 1 - skip.min(missing);
        return vm.type_error(format!("{name}() missing required argument '{}' (pos {position})", parameter.name));
    }
    let only_positional = signature.parameters.iter().all(|p| p.kind == ParameterKind::PositionalOnly);
    if !only_positional && !signature.var_positional && !PARSED_BY_HAND.contains(&&*name) {
        let required = signature.parameters.iter().filter(|p| p.kind == ParameterKind::PositionalOnly && !p.optional);
        let required = required.count().saturating_sub(skip);
        let bound = if required < most { "at least" } else { "exactly" };
        let text = format!("{name}() takes {bound} {required} positional argument{} ({given} given)", plural(required));
        return vm.type_error(text);
    }
    if only_positional && least == 1 && most == 1 && !signature.is_new {
        let name = qualified_name(signature, positional.first(), skip);
        return vm.type_error(format!("{name}() takes exactly one argument ({given} given)"));
    }
    let bound = if least == most && !signature.var_positional { "" } else { "at least " };
    vm.type_error(format!("{name} expected {bound}{least} argument{}, got {given}", plural(least)))
}
