//! Exceptions that nobody can handle, because they come up where no caller could catch them.

use super::uncaught::is_default;
use super::{PyException, print};
use crate::object::{Ref, Value, class_of};
use crate::vm::Vm;

/// Tells `sys.unraisablehook`, or stderr while there is none. `message` names what went wrong; with a value it is
/// followed by that.
pub fn report(vm: &Vm, exception: Value, message: Option<&str>, object: &Value) {
    let (message, object) = match message {
        // What was being called becomes part of the message.
        Some(message) if message.contains(" while ") && !object.is_none() => {
            (Some(format!("{message} {}", print::safe_text(vm, object, "object", true))), Value::NONE)
        }
        message => (message.map(str::to_string), object.clone()),
    };
    let hook = vm.sys_attr("unraisablehook").ok().flatten().filter(|hook| !hook.is_none());
    match hook {
        Some(hook) if !is_default(&hook, "unraisablehook") => {
            let called = vm.call(&hook, &[arguments(vm, &exception, message.as_deref(), &object)]);
            if let Err(raised) = called {
                let error = vm.take_raised(raised);
                print_report(vm, &error, Some("Exception ignored in sys.unraisablehook"), &hook);
            }
        }
        _ => print_report(vm, &exception, message.as_deref(), &object),
    }
}

/// What the hook gets.
fn arguments(vm: &Vm, exception: &Value, message: Option<&str>, object: &Value) -> Value {
    let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |error| error.traceback.get_or_none());
    let values = vec![
        class_of(exception).into_value(),
        exception.clone(),
        traceback,
        message.map_or(Value::NONE, |message| vm.str(message)),
        object.clone(),
    ];
    super::hooks::unraisable_arguments(vm, values)
}

/// What is printed by default.
pub(super) fn print_report(vm: &Vm, exception: &Value, message: Option<&str>, object: &Value) {
    let mut text = String::new();
    if object.is_none() {
        if let Some(message) = message {
            text = format!("{message}:\n");
        }
    } else {
        let object = print::safe_text(vm, object, "object", true);
        text = format!("{}: {object}\n", message.unwrap_or("Exception ignored in"));
    }
    let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |error| error.traceback.get_or_none());
    let frames = print::format_traceback(vm, &traceback);
    if !frames.is_empty() {
        text += "Traceback (most recent call last):\n";
        text += &frames;
    }
    let class: Ref<_> = class_of(exception);
    let message = print::safe_text(vm, exception, "exception", false);
    text += &print::type_text(vm, &class);
    if !message.is_empty() {
        text += ": ";
        text += &message;
    }
    text.push('\n');
    vm.write_stderr(&text);
}
