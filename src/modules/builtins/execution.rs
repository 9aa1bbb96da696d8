//! Code and namespaces: `compile`, `exec`, `eval`, `globals`, `locals`, `__import__`.
#![allow(unsafe_code)]

use crate::builtins::bytes::PyBytes;
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::function::{PyCellObject, PyFunction};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::compiler::{self, CompileOptions};
use crate::modules::_ast;
use crate::native::{Args, Keywords, PyResult, Rest};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;
use coil_grammar::Mode;

/// Flags of `compile()` that are not of code objects.
pub const ONLY_AST: i64 = 0x400;
pub const DONT_IMPLY_DEDENT: i64 = 0x200;
pub const ALLOW_TOP_LEVEL_AWAIT: i64 = 0x2000;
const FUTURE_FLAGS: i64 = 0x1FE_0000;

/// Runs code in a namespace: `locals` is the mapping that STORE_NAME and LOAD_NAME use, unless it is the globals.
pub fn run_code(vm: &Vm, code: &Ref<PyCode>, globals: &Ref<PyDict>, locals: &Value) -> PyResult<Value> {
    let function = PyFunction::new(vm, code.clone(), globals.clone(), None);
    run_function(vm, &function, locals)
}

/// Runs a function of no arguments as the body of a namespace.
pub fn run_function(vm: &Vm, function: &Ref<PyFunction>, locals: &Value) -> PyResult<Value> {
    if locals.is(function.globals.as_value()) {
        return vm.call(function.as_value(), &[]);
    }
    vm.call_in_namespace(function, locals)
}

/// The text of a source argument.
fn source_text(vm: &Vm, source: &Value, function: &str, what: &str) -> PyResult<String> {
    let text = if let Some(string) = source.downcast::<PyStr>() {
        match string.as_str() {
            Some(text) => text.to_string(),
            None => return Err(vm.surrogates_not_allowed(string)),
        }
    } else if let Some(bytes) = source.downcast::<PyBytes>() {
        decode(vm, bytes.as_bytes())?
    } else if class_ref(source).name() == "bytearray" || class_ref(source).name() == "memoryview" {
        let bytes = vm.call(
            crate::object::types::builtin(crate::object::shape::BYTES).as_value(),
            std::slice::from_ref(source),
        )?;
        decode(vm, bytes.downcast::<PyBytes>().map_or(&[][..], |bytes| bytes.as_bytes()))?
    } else {
        return Err(vm.type_error(format!("{function}() arg 1 must be a {what}")));
    };
    if text.contains('\0') {
        return Err(vm.raise_class(&vm.exceptions().SyntaxError, "source code string cannot contain null bytes"));
    }
    Ok(text)
}

fn decode(vm: &Vm, bytes: &[u8]) -> PyResult<String> {
    match coil_grammar::decode_source(bytes) {
        Ok(text) => Ok(text),
        Err(error) => Err(vm.raise_syntax_error(&error, "<string>", "")),
    }
}

/// Compiles text to a code object; warnings are issued, syntax errors raised.
pub fn compile_text(vm: &Vm, source: &str, filename: &str, options: &CompileOptions) -> PyResult<Ref<PyCode>> {
    match compiler::compile(source, filename, options) {
        Ok(compiled) => {
            vm.issue_syntax_warnings(&compiled.warnings, filename, source)?;
            Ok(PyCode::load(vm, compiled.code))
        }
        Err(error) => Err(vm.raise_syntax_error(&error, filename, source)),
    }
}

#[allow(clippy::too_many_arguments)]
pub fn compile(
    vm: &Vm,
    source: &Value,
    filename: &Value,
    mode: &str,
    flags: i64,
    dont_inherit: bool,
    optimize: i64,
    _feature_version: i64,
) -> PyResult<Value> {
    let filename = vm.filename_text(filename)?;
    if flags & !(FUTURE_FLAGS | ONLY_AST | DONT_IMPLY_DEDENT | ALLOW_TOP_LEVEL_AWAIT | 0x100 | 0x1000 | 0x4000 | 0x8400)
        != 0
    {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let mode = match mode {
        "exec" => Mode::Module,
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        "func_type" if flags & ONLY_AST != 0 => Mode::FunctionType,
        "func_type" => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if flags & ONLY_AST != 0 => {
            return Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let inherited = if dont_inherit { 0 } else { vm.inherited_future_flags() };
    let options = CompileOptions {
        mode,
        optimize: if optimize < 0 { vm.options.optimize } else { optimize as u8 },
        future_flags: (flags & FUTURE_FLAGS) as u32 | inherited,
        top_level_await: flags & ALLOW_TOP_LEVEL_AWAIT != 0,
    };
    if _ast::is_node(vm, source) {
        if flags & ONLY_AST != 0 {
            _ast::check(vm, source, mode)?;
            return Ok(source.clone());
        }
        return _ast::compile(vm, source, &filename, &options).map(Ref::into_value);
    }
    let text = source_text(vm, source, "compile", "string, bytes or AST object")?;
    if flags & ONLY_AST != 0 {
        return _ast::parse(vm, &text, &filename, mode);
    }
    compile_text(vm, &text, &filename, &options).map(Ref::into_value)
}

/// The namespaces of an `exec` or `eval`: what was given, else those of the caller.
fn namespaces(vm: &Vm, name: &str, globals: &Value, locals: &Value) -> PyResult<(Ref<PyDict>, Value)> {
    let globals = if globals.is_none() {
        let locals = if locals.is_none() { vm.locals_mapping()? } else { locals.clone() };
        return Ok((vm.current_globals(), locals));
    } else {
        match globals.downcast::<PyDict>() {
            Some(globals) => globals.clone(),
            None => {
                let got = class_ref(globals).name();
                return Err(vm.type_error(format!("{name}() globals must be a dict, not {got}")));
            }
        }
    };
    let locals = if locals.is_none() { globals.to_value() } else { locals.clone() };
    if class_ref(&locals).slots().getitem.is_none() {
        let got = class_ref(&locals).name();
        return Err(vm.type_error(format!("{name}() locals must be a mapping or None, not {got}")));
    }
    let key = &vm.names().__builtins__;
    if globals.get_str(vm, key)?.is_none() {
        globals.set_str(vm, key, vm.current_builtins_value())?;
    }
    Ok((globals, locals))
}

pub fn exec(vm: &Vm, source: &Value, globals: &Value, locals: &Value, closure: &Value) -> PyResult<()> {
    let (globals, locals) = namespaces(vm, "exec", globals, locals)?;
    if let Some(code) = source.downcast::<PyCode>() {
        let free = code.code.free_vars.len();
        let cells = closure.downcast::<PyTuple>();
        if free == 0 && !closure.is_none() {
            return Err(vm.type_error("cannot use a closure with this code object"));
        }
        let fits = |cells: &Ref<PyTuple>| {
            cells.len() == free && cells.items().iter().all(|cell| cell.downcast::<PyCellObject>().is_some())
        };
        if free > 0 && !cells.is_some_and(fits) {
            return Err(vm.type_error(format!("code object requires a closure of exactly length {free}")));
        }
        let function = PyFunction::new(vm, code.clone(), globals, cells.cloned());
        return run_function(vm, &function, &locals).map(drop);
    }
    if !closure.is_none() {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    }
    let text = source_text(vm, source, "exec", "string, bytes or code object")?;
    let options = CompileOptions {
        optimize: vm.options.optimize,
        future_flags: vm.inherited_future_flags(),
        ..CompileOptions::default()
    };
    let code = compile_text(vm, &text, "<string>", &options)?;
    run_code(vm, &code, &globals, &locals).map(drop)
}

pub fn eval(vm: &Vm, source: &Value, globals: &Value, locals: &Value) -> PyResult<Value> {
    let (globals, locals) = namespaces(vm, "eval", globals, locals)?;
    if let Some(code) = source.downcast::<PyCode>() {
        if !code.code.free_vars.is_empty() {
            return Err(vm.type_error("code object passed to eval() may not contain free variables"));
        }
        return run_code(vm, code, &globals, &locals);
    }
    let text = source_text(vm, source, "eval", "string, bytes or code object")?;
    let options = CompileOptions {
        mode: Mode::Expression,
        optimize: vm.options.optimize,
        future_flags: vm.inherited_future_flags(),
        top_level_await: false,
    };
    let code = compile_text(vm, text.trim_start_matches([' ', '\t']), "<string>", &options)?;
    run_code(vm, &code, &globals, &locals)
}

pub fn globals(vm: &Vm) -> Ref<PyDict> {
    vm.current_globals()
}

pub fn locals(vm: &Vm) -> PyResult<Value> {
    vm.locals_mapping()
}

pub fn import(vm: &Vm, name: &Value, globals: &Value, locals: &Value, fromlist: &Value, level: i64) -> PyResult<Value> {
    let _ = locals;
    let Some(name) = name.downcast::<PyStr>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    crate::importer::import(vm, name, globals, fromlist, level)
}

pub fn breakpoint(vm: &Vm, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let Some(hook) = vm.sys_attr("breakpointhook")? else { return Err(vm.runtime_error("lost sys.breakpointhook")) };
    let mut values = args.0.to_vec();
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(&hook, Args { values: &values, names: &names })
}
