//! Text: `print`, `repr`, `format`, `input`.

use crate::builtins::str::PyStr;
use crate::modules::io::text::PyTextIOWrapper;
use crate::modules::io::text::write::write_text;
use crate::native::{PyResult, Rest};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn repr(vm: &Vm, obj: &Value) -> PyResult<Ref<PyStr>> {
    vm.repr(obj)
}

pub fn ascii(vm: &Vm, obj: &Value) -> PyResult<Ref<PyStr>> {
    vm.ascii(obj)
}

pub fn format(vm: &Vm, value: &Value, spec: &Value) -> PyResult<Ref<PyStr>> {
    if spec.downcast::<PyStr>().is_none() {
        return Err(vm.type_error(format!("format() argument 2 must be str, not {}", class_ref(spec).name())));
    }
    vm.format(value, Some(spec))
}

pub fn print(vm: &Vm, args: Rest, sep: &Value, end: &Value, file: &Value, flush: bool) -> PyResult<()> {
    let file = if file.is_none() {
        match vm.sys_attr("stdout")? {
            Some(stdout) if stdout.is_none() => return Ok(()),
            Some(stdout) => stdout,
            None => return Err(vm.runtime_error("lost sys.stdout")),
        }
    } else {
        file.clone()
    };
    let sep = separator(vm, sep, "sep", " ")?;
    let end = separator(vm, end, "end", "\n")?;
    if let Some(text) = file.downcast::<PyTextIOWrapper>()
        && crate::modules::io::has_class(&file, &[crate::object::shape::TEXT_IO_WRAPPER])
        && vm.instance_attr(&file, &vm.names().write)?.is_none()
    {
        return print_natively(vm, text, args.0, &sep, &end, flush);
    }
    let write = vm.get_attr(&file, &vm.names().write)?;
    for (index, arg) in args.0.iter().enumerate() {
        if index > 0 {
            vm.call(&write, std::slice::from_ref(&sep))?;
        }
        let text = vm.to_str(arg)?.into_value();
        vm.call(&write, &[text])?;
    }
    vm.call(&write, &[end])?;
    if flush {
        vm.call_method_ref(&file, &vm.names().flush, &[])?;
    }
    Ok(())
}

/// To a stream of ours, without calling its `write` by name.
fn print_natively(
    vm: &Vm,
    text: &Ref<PyTextIOWrapper>,
    args: &[Value],
    sep: &Value,
    end: &Value,
    flush: bool,
) -> PyResult<()> {
    let put = |value: &Value| match value.downcast::<PyStr>() {
        Some(string) => write_text(vm, text, string),
        None => Ok(()),
    };
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            put(sep)?;
        }
        write_text(vm, text, &vm.to_str(arg)?)?;
    }
    put(end)?;
    if flush { crate::modules::io::text::write::flush(vm, text) } else { Ok(()) }
}

fn separator(vm: &Vm, value: &Value, name: &str, default: &str) -> PyResult<Value> {
    if value.is_none() {
        return Ok(vm.str(default));
    }
    if value.downcast::<PyStr>().is_none() {
        return Err(vm.type_error(format!("{name} must be None or a string, not {}", class_ref(value).name())));
    }
    Ok(value.clone())
}

pub fn input(vm: &Vm, prompt: &Value) -> PyResult<Value> {
    let stream = |name: &str| match vm.sys_attr(name)? {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(vm.runtime_error(format!("input(): lost sys.{name}"))),
    };
    let (stdin, stdout) = (stream("stdin")?, stream("stdout")?);
    let text = vm.to_str(prompt)?;
    if !text.is_empty() {
        vm.call_method_ref(&stdout, &vm.names().write, &[text.into_value()])?;
    }
    // What cannot be flushed, or has nothing to flush, can still be asked.
    if let Err(raised) = vm.call_method_ref(&stdout, &vm.names().flush, &[]) {
        drop(vm.take_raised(raised));
    }
    let line = vm.call_method_ref(&stdin, &vm.names().readline, &[])?;
    let Some(line) = line.downcast::<PyStr>() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if line.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    let bytes = line.as_bytes();
    Ok(PyStr::from_wtf8(bytes.strip_suffix(b"\n").unwrap_or(bytes)).into_value())
}
