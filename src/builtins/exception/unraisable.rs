//! Exceptions that nobody can handle, because they come up where no caller could catch them.

use crate::object::{Value, class_ref};
use crate::vm::Vm;

/// Tells `sys.unraisablehook`, or stderr while there is none.
pub fn report(vm: &Vm, exception: Value, message: Option<&str>, object: &Value) {
    let what = message.unwrap_or("Exception ignored in");
    let class = class_ref(&exception).name();
    let text = vm.to_str(&exception).map(|text| text.to_string()).unwrap_or_default();
    let object = vm.repr(object).map(|text| text.to_string()).unwrap_or_default();
    eprintln!("{what}: {object}\n{class}: {text}");
}
