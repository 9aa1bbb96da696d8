//! `grp`: the system's table of groups.

use super::NativeModule;
use super::paths::{decode_name, encode_name};
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::structseq::{self, StructSpec};
use crate::native::{PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::fs;
use crate::sys::identity::{self, Group};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Access to the Unix group database.\n\nGroup entries are reported as 4-tuples containing the following fields\nfrom the group database, in order:\n\n  name   - name of the group\n  passwd - group password (encrypted); often empty\n  gid    - numeric ID of the group\n  mem    - list of members\n\nThe gid is an integer, name and password are strings.  (Note that most\nusers are not explicitly listed as members of the groups they are in\naccording to the password database.  Check both databases to get\ncomplete membership information.)",
    functions: &[
        function(
            "getgrgid(id)",
            "Return the group database entry for the given numeric group ID.\n\nIf id is not valid, raise KeyError.",
            wrap(getgrgid),
        ),
        function(
            "getgrnam(name)",
            "Return the group database entry for the given group name.\n\nIf name is not valid, raise KeyError.",
            wrap(getgrnam),
        ),
        function(
            "getgrall()",
            "Return a list of all available group entries, in arbitrary order.\n\nAn entry whose name starts with '+' or '-' represents an instruction\nto use YP/NIS and may not be accessible via getgrnam or getgrgid.",
            wrap(|vm: &Vm| vm.list(identity::all_groups().iter().map(|group| entry(vm, group)).collect())),
        ),
    ],
    init,
    ..NativeModule::of("grp")
};

static STRUCT_GROUP: StructSpec = StructSpec {
    module: "grp",
    name: "struct_group",
    doc: "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.\n",
    fields: &["gr_name", "gr_passwd", "gr_gid", "gr_mem"],
    items: 4,
    newable: true,
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "struct_group", structseq::class(vm, &STRUCT_GROUP).into_value());
    Ok(())
}

fn entry(vm: &Vm, group: &Group) -> Value {
    let text = |bytes: &[u8]| decode_name(bytes).into_value();
    let members = vm.list(group.members.iter().map(|member| text(member)).collect());
    let fields = [text(&group.name), text(&group.password), vm.int(group.id as i64), members];
    structseq::make(vm, &STRUCT_GROUP, &fields)
}

fn getgrgid(vm: &Vm, id: &Value) -> PyResult<Value> {
    let number = match super::posix::id(vm, id) {
        Ok(number) => Some(number),
        // No such number can belong to any group.
        Err(raised) => vm.catch(raised, &vm.exceptions().OverflowError).map(|_| None)?,
    };
    match number.and_then(identity::group_by_id) {
        Some(group) => Ok(entry(vm, &group)),
        None => {
            let shown = vm.to_str(id)?;
            let message = vm.str(&format!("getgrgid(): gid not found: {}", vm.str_text(shown.as_value())));
            Err(vm.key_error(&message))
        }
    }
}

fn getgrnam(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Value> {
    let bytes = encode_name(vm, name)?;
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    let text = vm.os_result(fs::c_string(&bytes))?;
    match identity::group_by_name(&text) {
        Some(group) => Ok(entry(vm, &group)),
        None => {
            let shown = vm.repr(name.as_value())?;
            let message = vm.str(&format!("getgrnam(): name not found: {}", vm.str_text(shown.as_value())));
            Err(vm.key_error(&message))
        }
    }
}
