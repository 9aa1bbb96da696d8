//! `posix_spawn` and `posix_spawnp`.

use std::ffi::CString;

use super::path;
use crate::builtins::tuple::PyTuple;
use crate::modules::paths::path_bytes;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::fork::{self, FileAction, SpawnAttributes};
use crate::sys::fs;
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        "Execute the program specified by path in a new process.",
        wrap(posix_spawn),
    ),
    function(
        "posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        "Execute the program specified by path in a new process.",
        wrap(posix_spawnp),
    ),
];

macro_rules! spawning {
    ($name:ident, $search:literal) => {
        fn $name(
            vm: &Vm,
            name: &Value,
            argv: &Value,
            env: &Value,
            actions: &Value,
            group: Option<i32>,
            reset_ids: bool,
            new_session: bool,
            mask: &Value,
            defaults: &Value,
            scheduler: Option<&Value>,
        ) -> PyResult<i32> {
            let attributes = SpawnAttributes {
                process_group: group,
                reset_ids,
                new_session,
                mask: signals(vm, mask)?,
                defaults: signals(vm, defaults)?,
                scheduler: policy(vm, scheduler)?,
            };
            spawn(vm, stringify!($name), name, argv, env, actions, &attributes, $search)
        }
    };
}
spawning!(posix_spawn, false);
spawning!(posix_spawnp, true);

/// The numbers of an iterable; an empty tuple stands for none given.
fn signals(vm: &Vm, values: &Value) -> PyResult<Option<Vec<i32>>> {
    if values.downcast::<PyTuple>().is_some_and(|tuple| tuple.items().is_empty()) {
        return Ok(None);
    }
    crate::modules::_signal::numbers_of(vm, values).map(Some)
}

fn policy(vm: &Vm, value: Option<&Value>) -> PyResult<Option<(Option<i32>, i32)>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let parts = vm.collect(value)?;
    let [policy, parameters] = parts.as_slice() else {
        return Err(vm.type_error("A scheduler must be a tuple of two elements"));
    };
    let policy = if policy.is_none() { None } else { Some(vm.index_clamped(policy)? as i32) };
    Ok(Some((policy, super::scheduling::priority_of(vm, parameters)?)))
}

/// The environment as the system wants it.
pub(super) fn environment(vm: &Vm, env: &Value) -> PyResult<Vec<CString>> {
    let mut entries = Vec::new();
    if vm.get_attr_opt(env, &vm.names().items)?.is_none() {
        return Err(vm.type_error("environment must be a mapping object"));
    }
    let items = vm.call_method_ref(env, &vm.names().items, &[])?;
    for item in vm.collect(&items)? {
        let pair = vm.collect(&item)?;
        let [key, value] = pair.as_slice() else { return Err(vm.type_error("env.items() returned a non-pair")) };
        let (mut entry, value) = (path_bytes(vm, key)?, path_bytes(vm, value)?);
        if entry.contains(&0) || value.contains(&0) {
            return Err(vm.value_error("embedded null byte"));
        }
        if entry.is_empty() || entry[1..].contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        entry.push(b'=');
        entry.extend_from_slice(&value);
        entries.push(vm.os_result(fs::c_string(&entry))?);
    }
    Ok(entries)
}

fn file_actions(vm: &Vm, values: &Value) -> PyResult<Vec<FileAction>> {
    let mut actions = Vec::new();
    if values.is_none() {
        return Ok(actions);
    }
    let wrong = || vm.type_error("Each file_actions element must be a non-empty tuple");
    for value in vm.collect(values)? {
        let Some(tuple) = value.downcast::<PyTuple>().filter(|tuple| !tuple.items().is_empty()) else {
            return Err(wrong());
        };
        let number = |value: &Value| vm.index_clamped(value).map(|number| number as i32);
        let items = tuple.items();
        let kind = number(&items[0])?;
        actions.push(match (kind, &items[1..]) {
            (0, [fd, name, flags, mode]) => {
                let name = vm.os_result(fs::c_string(&path(vm, "posix_spawn", name)?))?;
                FileAction::Open(number(fd)?, name, number(flags)?, number(mode)? as u32)
            }
            (1, [fd]) => FileAction::Close(number(fd)?),
            (2, [from, to]) => FileAction::Duplicate(number(from)?, number(to)?),
            (0, _) => return Err(vm.type_error("A open file_action tuple must have 5 elements")),
            (1, _) => return Err(vm.type_error("A close file_action tuple must have 2 elements")),
            (2, _) => return Err(vm.type_error("A dup2 file_action tuple must have 3 elements")),
            _ => return Err(vm.type_error("Unknown file_actions identifier")),
        });
    }
    Ok(actions)
}

fn spawn(
    vm: &Vm,
    function: &str,
    name: &Value,
    argv: &Value,
    env: &Value,
    actions: &Value,
    attributes: &SpawnAttributes,
    search: bool,
) -> PyResult<i32> {
    let program = vm.os_result(fs::c_string(&path(vm, function, name)?))?;
    let is_list = argv.downcast::<PyTuple>().is_some() || argv.downcast::<crate::builtins::list::PyList>().is_some();
    if !is_list {
        return Err(vm.type_error(format!("{function}: argv must be a tuple or list")));
    }
    let mut args = Vec::new();
    for arg in vm.collect(argv)? {
        args.push(vm.os_result(fs::c_string(&path_bytes(vm, &arg)?))?);
    }
    if args.first().is_none_or(|first| first.is_empty()) {
        let what = if args.is_empty() { "must not be empty" } else { "first element cannot be empty" };
        return Err(vm.value_error(format!("{function}: argv {what}")));
    }
    // None: this process's own.
    let environment = match env.is_none() {
        true => own_environment(vm)?,
        false => environment(vm, env)?,
    };
    let actions = file_actions(vm, actions)?;
    let outcome = fork::posix_spawn(&program, &args, &environment, &actions, attributes, search);
    vm.os_result_about(outcome, name)
}

fn own_environment(vm: &Vm) -> PyResult<Vec<CString>> {
    let mut entries = Vec::new();
    for (mut entry, value) in crate::sys::process::environment() {
        entry.push(b'=');
        entry.extend_from_slice(&value);
        entries.push(vm.os_result(fs::c_string(&entry))?);
    }
    Ok(entries)
}
