//! `pwd`: the system's table of users.

use super::NativeModule;
use super::paths::{decode_name, encode_name};
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::structseq::{self, StructSpec};
use crate::native::{PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::fs;
use crate::sys::identity::{self, User};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides access to the Unix password database.\nIt is available on all Unix versions.\n\nPassword database entries are reported as 7-tuples containing the following\nitems from the password database (see `<pwd.h>'), in order:\npw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.\nThe uid and gid items are integers, all others are strings. An\nexception is raised if the entry asked for cannot be found.",
    functions: &[
        function(
            "getpwuid(uidobj, /)",
            "Return the password database entry for the given numeric user ID.\n\nSee `help(pwd)` for more on password database entries.",
            wrap(getpwuid),
        ),
        function(
            "getpwnam(name, /)",
            "Return the password database entry for the given user name.\n\nSee `help(pwd)` for more on password database entries.",
            wrap(getpwnam),
        ),
        function(
            "getpwall()",
            "Return a list of all available password database entries, in arbitrary order.\n\nSee help(pwd) for more on password database entries.",
            wrap(|vm: &Vm| vm.list(identity::users().iter().map(|user| entry(vm, user)).collect())),
        ),
    ],
    init,
    ..NativeModule::of("pwd")
};

static STRUCT_PASSWD: StructSpec = StructSpec {
    module: "pwd",
    name: "struct_passwd",
    doc: "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
    fields: &["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"],
    items: 7,
    newable: true,
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "struct_passwd", structseq::class(vm, &STRUCT_PASSWD).into_value());
    Ok(())
}

fn entry(vm: &Vm, user: &User) -> Value {
    let text = |bytes: &[u8]| decode_name(bytes).into_value();
    let (id, group) = (vm.int(user.id as i64), vm.int(user.group as i64));
    let fields =
        [text(&user.name), text(&user.password), id, group, text(&user.comment), text(&user.home), text(&user.shell)];
    structseq::make(vm, &STRUCT_PASSWD, &fields)
}

fn getpwuid(vm: &Vm, id: &Value) -> PyResult<Value> {
    let number = match super::posix::id(vm, id) {
        Ok(number) => Some(number),
        // No such number can belong to anybody.
        Err(raised) => vm.catch(raised, &vm.exceptions().OverflowError).map(|_| None)?,
    };
    match number.and_then(identity::user_by_id) {
        Some(user) => Ok(entry(vm, &user)),
        None => {
            let shown = vm.to_str(id)?;
            let message = vm.str(&format!("getpwuid(): uid not found: {}", vm.str_text(shown.as_value())));
            Err(vm.key_error(&message))
        }
    }
}

fn getpwnam(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Value> {
    let bytes = encode_name(vm, name)?;
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    let text = vm.os_result(fs::c_string(&bytes))?;
    match identity::user_by_name(&text) {
        Some(user) => Ok(entry(vm, &user)),
        None => {
            let shown = vm.repr(name.as_value())?;
            let message = vm.str(&format!("getpwnam(): name not found: {}", vm.str_text(shown.as_value())));
            Err(vm.key_error(&message))
        }
    }
}
