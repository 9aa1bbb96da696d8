//! Users and groups of this process.

use crate::builtins::int;
use crate::modules::paths::{decode_name, path_bytes};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Value, class_ref};
use crate::sys::{fs, identity, process};
use crate::vm::Vm;

/// Users and groups by number; -1 stands for "as it is".
pub fn id(vm: &Vm, value: &Value) -> PyResult<u32> {
    if !int::is_int(value) && class_ref(value).slots().index.is_none() {
        let given = class_ref(value).name();
        return Err(vm.type_error(format!("uid should be integer, not {given}")));
    }
    let number = vm.index(value)?;
    match int::to_i128(&number) {
        Some(-1) => Ok(u32::MAX),
        Some(wide @ 0..=0xFFFF_FFFF) => Ok(wide as u32),
        Some(wide) if wide > 0 => Err(vm.overflow_error("uid is greater than maximum")),
        None if !int::as_int(&number).is_some_and(|number| number.is_negative()) => {
            Err(vm.overflow_error("uid is greater than maximum"))
        }
        _ => Err(vm.overflow_error("uid is less than minimum")),
    }
}

macro_rules! changing {
    ($call:ident, $one:ident) => {
        wrap(|vm: &Vm, $one: &Value| vm.os_result(identity::$call(id(vm, $one)?)))
    };
    ($call:ident, $one:ident, $two:ident) => {
        wrap(|vm: &Vm, $one: &Value, $two: &Value| vm.os_result(identity::$call(id(vm, $one)?, id(vm, $two)?)))
    };
    ($call:ident, $one:ident, $two:ident, $three:ident) => {
        wrap(|vm: &Vm, $one: &Value, $two: &Value, $three: &Value| {
            vm.os_result(identity::$call(id(vm, $one)?, id(vm, $two)?, id(vm, $three)?))
        })
    };
}

pub(super) static FUNCTIONS: &[Native] = &[
    function("setuid(uid, /)", "Set the current process's user id.", changing!(setuid, uid)),
    function("seteuid(euid, /)", "Set the current process's effective user id.", changing!(seteuid, euid)),
    function(
        "setreuid(ruid, euid, /)",
        "Set the current process's real and effective user ids.",
        changing!(setreuid, ruid, euid),
    ),
    function(
        "setresuid(ruid, euid, suid, /)",
        "Set the current process's real, effective, and saved user ids.",
        changing!(setresuid, ruid, euid, suid),
    ),
    function("setgid(gid, /)", "Set the current process's group id.", changing!(setgid, gid)),
    function("setegid(egid, /)", "Set the current process's effective group id.", changing!(setegid, egid)),
    function(
        "setregid(rgid, egid, /)",
        "Set the current process's real and effective group ids.",
        changing!(setregid, rgid, egid),
    ),
    function(
        "setresgid(rgid, egid, sgid, /)",
        "Set the current process's real, effective, and saved group ids.",
        changing!(setresgid, rgid, egid, sgid),
    ),
    function(
        "getresuid()",
        "Return a tuple of the current process's real, effective, and saved user ids.",
        wrap(|vm: &Vm| triple(vm, identity::user_ids())),
    ),
    function(
        "getresgid()",
        "Return a tuple of the current process's real, effective, and saved group ids.",
        wrap(|vm: &Vm| triple(vm, identity::group_ids())),
    ),
    function(
        "getgroups()",
        "Return list of supplemental group IDs for the process.",
        wrap(|vm: &Vm| {
            let groups = vm.os_result(identity::groups())?;
            Ok(vm.list(groups.into_iter().map(|group| vm.int(group as i64)).collect()))
        }),
    ),
    function("setgroups(groups, /)", "Set the groups of the current process to list.", wrap(setgroups)),
    function(
        "getgrouplist(user, group, /)",
        "Returns a list of groups to which a user belongs.\n\n  user\n    username to lookup\n  group\n    base group id of the user",
        wrap(getgrouplist),
    ),
    function(
        "initgroups(username, gid, /)",
        "Initialize the group access list.\n\nCall the system initgroups() to initialize the group access list with all of\nthe groups of which the specified username is a member, plus the specified\ngroup id.",
        wrap(initgroups),
    ),
    function(
        "getlogin()",
        "Return the actual login name.",
        wrap(|vm: &Vm| Ok(decode_name(&vm.os_result(identity::login_name())?))),
    ),
    function(
        "setpgrp()",
        "Make the current process the leader of its process group.",
        wrap(|vm: &Vm| vm.os_result(process::setpgid(0, 0)).map(drop)),
    ),
];

fn triple(vm: &Vm, outcome: crate::sys::Outcome<[u32; 3]>) -> PyResult<Value> {
    let ids = vm.os_result(outcome)?;
    Ok(vm.tuple(ids.map(|id| vm.int(id as i64)).to_vec()))
}

fn setgroups(vm: &Vm, groups: &Value) -> PyResult<()> {
    let mut numbers = Vec::new();
    for group in vm.collect(groups)? {
        if !int::is_int(&group) {
            return Err(vm.type_error("groups must be integers"));
        }
        numbers.push(id(vm, &group)?);
    }
    if numbers.len() > 65536 {
        return Err(vm.value_error("too many groups"));
    }
    vm.os_result(identity::set_groups(&numbers))
}

fn getgrouplist(vm: &Vm, user: &str, group: &Value) -> PyResult<Value> {
    let user = vm.os_result(fs::c_string(user.as_bytes()))?;
    let groups = identity::groups_of(&user, id(vm, group)?);
    Ok(vm.list(groups.into_iter().map(|group| vm.int(group as i64)).collect()))
}

fn initgroups(vm: &Vm, user: &Value, group: &Value) -> PyResult<()> {
    let user = vm.os_result(fs::c_string(&path_bytes(vm, user)?))?;
    vm.os_result(identity::init_groups(&user, id(vm, group)?))
}
