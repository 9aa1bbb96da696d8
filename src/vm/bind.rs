//! Arguments to the parameters of Python functions: fills a window of registers.
#![allow(unsafe_code)]

use super::Vm;
use super::call::release_window;
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::exception::print::hints::nearest_argument;
use crate::builtins::function::PyFunction;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::code::{Code, flags};
use crate::native::{Args, PyResult, Raised};
use crate::object::{Raw, Ref, Value};

/// Writes function, parameters and unset locals to a window of free stack, ready for a frame to be pushed at
/// `window + 1`. False if the function makes a generator or coroutine. On error the window is empty again.
///
/// # Safety
/// `window` is free stack above the running frame.
pub unsafe fn fill_window(
    vm: &Vm,
    function: &Ref<PyFunction>,
    window: *mut Raw,
    this: Option<&Value>,
    args: Args,
) -> PyResult<bool> {
    let code = function.code.get();
    // SAFETY: `make_room` initialises the stack as far as the window reaches; the slots there own nothing.
    unsafe {
        let registers = code.register_count as usize + 1;
        if window.add(registers) > vm.stack_limit.get() {
            vm.make_room(window, registers)?;
        }
        *window = function.to_value().into_raw();
        let fp = window.add(1);
        for index in 0..code.local_count as usize {
            *fp.add(index) = Raw::UNSET;
        }
        let given = args.values.len() + this.is_some() as usize;
        if args.names.is_empty() && (code.simple_args as usize == given || code.generator_args as usize == given) {
            let mut next = fp;
            for value in this.into_iter().chain(args.values) {
                *next = value.clone().into_raw();
                next = next.add(1);
            }
        } else if let Some(defaults) = missing_defaults(function, &code, &args, given) {
            let mut next = fp;
            for value in this
                .into_iter()
                .chain(args.values)
                .chain(defaults.items().iter().skip(defaults.len() + given - code.arg_count as usize))
            {
                *next = value.clone().into_raw();
                next = next.add(1);
            }
        } else {
            let mut binder = Binder { vm, function, code: &code.code, parameters: &code.parameters, fp };
            if let Err(raised) = binder.bind(this, args) {
                release_window(window, code.local_count as usize + 1);
                return Err(raised);
            }
        }
    }
    Ok(!code.code.is_generator_like())
}

/// The defaults of a call that gives the first parameters by position and leaves out only such as have one.
fn missing_defaults(function: &PyFunction, code: &PyCode, args: &Args, given: usize) -> Option<Ref<PyTuple>> {
    let positional = code.arg_count as usize;
    if !code.only_positional || !args.names.is_empty() || given > positional {
        return None;
    }
    let defaults: Ref<PyTuple> = function.defaults.get()?.into_ref().ok()?;
    (given + defaults.len() >= positional && defaults.len() <= positional).then_some(defaults)
}

struct Binder<'a> {
    vm: &'a Vm,
    function: &'a Ref<PyFunction>,
    code: &'a Code,
    parameters: &'a [Ref<PyStr>],
    fp: *mut Raw,
}

impl Binder<'_> {
    fn is_set(&self, index: usize) -> bool {
        // SAFETY: the window has been initialised.
        unsafe { !(*self.fp.add(index)).is_unset() }
    }

    fn set(&mut self, index: usize, value: Value) {
        // SAFETY: the slot is unset: nothing is lost.
        unsafe { *self.fp.add(index) = value.into_raw() }
    }

    fn bind(&mut self, this: Option<&Value>, args: Args) -> PyResult<()> {
        let positional = self.code.arg_count as usize;
        let named = positional + self.code.kwonly_count as usize;
        let has_rest = self.code.flags & flags::VARARGS != 0;
        let mut given = 0;
        let mut rest = Vec::new();
        for value in this.into_iter().chain(args.positional()) {
            if given < positional {
                self.set(given, value.clone());
            } else if has_rest {
                rest.push(value.clone());
            }
            given += 1;
        }
        if has_rest {
            self.set(named, PyTuple::new(rest).into_value());
        }
        let keywords = (self.code.flags & flags::VARKEYWORDS != 0).then(PyDict::new);
        for (name, value) in args.keywords() {
            self.keyword(name, value, keywords.as_ref(), named, args)?;
        }
        if let Some(keywords) = keywords {
            self.set(named + has_rest as usize, keywords.into_value());
        }
        if given > positional && !has_rest {
            return Err(self.too_many(given));
        }
        self.defaults(given.min(positional))
    }

    fn keyword(
        &mut self,
        name: &Value,
        value: &Value,
        rest: Option<&Ref<PyDict>>,
        named: usize,
        args: Args,
    ) -> PyResult<()> {
        let Some(text) = name.downcast::<PyStr>() else {
            return Err(self.error("keywords must be strings".to_string()));
        };
        let posonly = self.code.posonly_count as usize;
        // Names in calls are interned, as parameters are.
        let same = (posonly..named).find(|&index| self.parameters[index].as_ptr() == text.as_ptr());
        let found =
            same.or_else(|| (posonly..named).find(|&index| self.parameters[index].as_bytes() == text.as_bytes()));
        match (found, rest) {
            (Some(index), _) if self.is_set(index) => {
                Err(self.error(format!("got multiple values for argument '{text}'")))
            }
            (Some(index), _) => {
                self.set(index, value.clone());
                Ok(())
            }
            (None, Some(rest)) => rest.set(self.vm, name, value.clone()),
            (None, None) => Err(self.unexpected_keyword(text, args)),
        }
    }

    fn defaults(&mut self, given: usize) -> PyResult<()> {
        let positional = self.code.arg_count as usize;
        let defaults = self.function.defaults.get().and_then(|value| value.into_ref::<PyTuple>().ok());
        let defaults = defaults.as_ref().map_or(&[][..], |tuple| tuple.items());
        let first_default = positional.saturating_sub(defaults.len());
        let skip = defaults.len().saturating_sub(positional);
        let missing: Vec<usize> = (given..first_default).filter(|&index| !self.is_set(index)).collect();
        if !missing.is_empty() {
            return Err(self.missing(&missing, "positional"));
        }
        for index in given.max(first_default)..positional {
            if !self.is_set(index) {
                self.set(index, defaults[index - first_default + skip].clone());
            }
        }
        self.keyword_defaults(positional)
    }

    fn keyword_defaults(&mut self, positional: usize) -> PyResult<()> {
        let named = positional + self.code.kwonly_count as usize;
        let defaults = self.function.kwdefaults.get().and_then(|value| value.into_ref::<PyDict>().ok());
        let mut missing = Vec::new();
        for index in positional..named {
            if self.is_set(index) {
                continue;
            }
            let default = match &defaults {
                Some(defaults) => defaults.get_str(self.vm, &self.parameters[index])?,
                None => None,
            };
            match default {
                Some(default) => self.set(index, default),
                None => missing.push(index),
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(self.missing(&missing, "keyword-only")) }
    }

    #[cold]
    fn error(&self, message: String) -> Raised {
        self.vm.type_error(format!("{}() {message}", &*self.function.qualname.borrow()))
    }

    #[cold]
    fn missing(&self, missing: &[usize], kind: &str) -> Raised {
        let names: Vec<String> = missing.iter().map(|&index| format!("'{}'", self.code.var_names[index])).collect();
        let plural = if names.len() == 1 { "" } else { "s" };
        let list = match names.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        self.error(format!("missing {} required {kind} argument{plural}: {list}", names.len()))
    }

    #[cold]
    fn too_many(&self, given: usize) -> Raised {
        let most = self.code.arg_count as usize;
        let defaults = self.function.defaults.get().and_then(|value| value.into_ref::<PyTuple>().ok());
        let least = most - defaults.map_or(0, |tuple| tuple.len().min(most));
        let takes = if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let plural = if most == 1 && least == most { "" } else { "s" };
        let keyword_only = (most..most + self.code.kwonly_count as usize).filter(|&index| self.is_set(index)).count();
        let were = if given == 1 && keyword_only == 0 { "was" } else { "were" };
        let given_text = match keyword_only {
            0 => given.to_string(),
            1 => format!(
                "{given} positional argument{} (and 1 keyword-only argument)",
                if given == 1 { "" } else { "s" }
            ),
            more => format!(
                "{given} positional argument{} (and {more} keyword-only arguments)",
                if given == 1 { "" } else { "s" }
            ),
        };
        self.error(format!("takes {takes} positional argument{plural} but {given_text} {were} given"))
    }

    /// One of `args` has a name that no parameter has, or only one that cannot be named.
    #[cold]
    fn unexpected_keyword(&self, name: &PyStr, args: Args) -> Raised {
        let (positional_only, nameable) = self.code.var_names.split_at(self.code.posonly_count as usize);
        let given = |known: &&str| args.keywords().any(|(name, _)| self.vm.str_text(name) == **known);
        let named: Vec<&str> = positional_only.iter().map(|known| &**known).filter(given).collect();
        if !named.is_empty() {
            let named = named.join(", ");
            return self.error(format!("got some positional-only arguments passed as keyword arguments: '{named}'"));
        }
        let count = (self.code.arg_count + self.code.kwonly_count - self.code.posonly_count) as usize;
        let known: Vec<String> = nameable[..count].iter().map(|known| known.to_string()).collect();
        let meant = match nearest_argument(&known, &name.to_string()) {
            Some(meant) => format!(". Did you mean '{meant}'?"),
            None => String::new(),
        };
        self.error(format!("got an unexpected keyword argument '{name}'{meant}"))
    }
}
