//! The `builtins` module: functions that are visible without import. The types are in `src/builtins/`.

mod attributes;
mod execution;
mod iteration;
mod numbers;
mod output;

use super::NativeModule;
use crate::builtins::function::PyNative;
use crate::builtins::module::PyModule;
use crate::builtins::type_::build::BUILD_CLASS;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;

pub use execution::{compile_text, run_code};

pub static MODULE: NativeModule = NativeModule {
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to\nreference the builtin.",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("builtins")
};

static FUNCTIONS: &[Native] = &[
    function("abs(x, /)", "Return the absolute value of the argument.", wrap(numbers::abs)),
    function(
        "aiter(async_iterable, /)",
        "Return an AsyncIterator for an AsyncIterable object.",
        wrap(iteration::aiter),
    ),
    function(
        "all(iterable, /)",
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
        wrap(iteration::all),
    ),
    function(
        "anext(async_iterator, default=<unrepresentable>, /)",
        "Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.",
        wrap(iteration::anext),
    ),
    function(
        "any(iterable, /)",
        "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
        wrap(iteration::any),
    ),
    function("ascii(obj, /)", "Return an ASCII-only representation of an object.", wrap(output::ascii)),
    function(
        "bin(number, /)",
        "Return the binary representation of an integer.\n\n>>> bin(181)\n'0b10110101'",
        wrap(numbers::bin),
    ),
    function(
        "callable(obj, /)",
        "Return whether the object is callable (i.e., some kind of function).",
        wrap(attributes::callable),
    ),
    function(
        "chr(i, /)",
        "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
        wrap(numbers::chr),
    ),
    function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        "Compile source into a code object that can be executed by exec() or eval().",
        wrap(execution::compile),
    ),
    function("delattr(obj, name, /)", "Deletes the named attribute from the given object.", wrap(attributes::delattr)),
    function("dir(object=<unrepresentable>, /)", "Show attributes of an object.", wrap(attributes::dir)),
    function("divmod(x, y, /)", "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.", wrap(numbers::divmod)),
    function(
        "eval(source, /, globals=None, locals=None)",
        "Evaluate the given source in the context of globals and locals.",
        wrap(execution::eval),
    ),
    function(
        "exec(source, /, globals=None, locals=None, *, closure=None)",
        "Execute the given source in the context of globals and locals.",
        wrap(execution::exec),
    ),
    function(
        "format(value, format_spec='', /)",
        "Return type(value).__format__(value, format_spec)",
        wrap(output::format),
    ),
    function(
        "getattr(object, name, default=<unrepresentable>, /)",
        "Get a named attribute from an object.",
        wrap(attributes::getattr),
    ),
    function(
        "globals()",
        "Return the dictionary containing the current scope's global variables.",
        wrap(execution::globals),
    ),
    function(
        "hasattr(obj, name, /)",
        "Return whether the object has an attribute with the given name.",
        wrap(attributes::hasattr),
    ),
    function(
        "breakpoint(*args, **kws)",
        "Call sys.breakpointhook(*args, **kws).\n\nsys.breakpointhook() must accept whatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.",
        wrap(execution::breakpoint),
    ),
    function("hash(obj, /)", "Return the hash value for the given object.", wrap(attributes::hash)),
    function(
        "hex(number, /)",
        "Return the hexadecimal representation of an integer.\n\n>>> hex(48879)\n'0xbeef'",
        wrap(numbers::hex),
    ),
    function("id(obj, /)", "Return the identity of an object.", wrap(attributes::id)),
    function(
        "input(prompt='', /)",
        "Read a string from standard input.  The trailing newline is stripped.",
        wrap(output::input),
    ),
    function(
        "isinstance(obj, class_or_tuple, /)",
        "Return whether an object is an instance of a class or of a subclass thereof.",
        wrap(attributes::isinstance),
    ),
    function(
        "issubclass(cls, class_or_tuple, /)",
        "Return whether 'cls' is derived from another class or is the same class.",
        wrap(attributes::issubclass),
    ),
    function("iter(object, sentinel=<unrepresentable>, /)", "Get an iterator from an object.", wrap(iteration::iter)),
    function("len(obj, /)", "Return the number of items in a container.", wrap(iteration::len)),
    function(
        "locals()",
        "Return a dictionary containing the current scope's local variables.",
        wrap(execution::locals),
    ),
    function(
        "max(*args, key=None, default=<unrepresentable>)",
        "With a single iterable argument, return its biggest item.",
        wrap(iteration::max),
    ),
    function(
        "min(*args, key=None, default=<unrepresentable>)",
        "With a single iterable argument, return its smallest item.",
        wrap(iteration::min),
    ),
    function(
        "next(iterator, default=<unrepresentable>, /)",
        "Return the next item from the iterator.",
        wrap(iteration::next),
    ),
    function(
        "oct(number, /)",
        "Return the octal representation of an integer.\n\n>>> oct(493)\n'0o755'",
        wrap(numbers::oct),
    ),
    function("ord(character, /)", "Return the ordinal value of a character.", wrap(numbers::ord)),
    function(
        "pow(base, exp, mod=None)",
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
        wrap(numbers::pow),
    ),
    function(
        "print(*args, sep=' ', end='\\n', file=None, flush=False)",
        "Prints the values to a stream, or to sys.stdout by default.",
        wrap(output::print),
    ),
    function("repr(obj, /)", "Return the canonical string representation of the object.", wrap(output::repr)),
    function(
        "round(number, ndigits=None)",
        "Round a number to a given precision in decimal digits.",
        wrap(numbers::round),
    ),
    function(
        "setattr(obj, name, value, /)",
        "Sets the named attribute on the given object to the specified value.",
        wrap(attributes::setattr),
    ),
    function(
        "sorted(iterable, /, *, key=None, reverse=False)",
        "Return a new list containing all items from the iterable in ascending order.",
        wrap(iteration::sorted),
    ),
    function(
        "sum(iterable, /, start=0)",
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers",
        wrap(iteration::sum),
    ),
    function("vars(object=<unrepresentable>, /)", "Show vars.", wrap(attributes::vars)),
    function(
        "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
        "Import a module.",
        wrap(execution::import),
    ),
];

/// Types whose names differ from their classes', or that are not names at all, are left out.
static TYPES: &[u32] = &[
    shape::OBJECT,
    shape::TYPE,
    shape::INT,
    shape::BOOL,
    shape::FLOAT,
    shape::COMPLEX,
    shape::STR,
    shape::BYTES,
    shape::BYTEARRAY,
    shape::MEMORYVIEW,
    shape::TUPLE,
    shape::LIST,
    shape::DICT,
    shape::SET,
    shape::FROZENSET,
    shape::RANGE,
    shape::SLICE,
    shape::PROPERTY,
    shape::CLASSMETHOD,
    shape::STATICMETHOD,
    shape::SUPER,
    shape::ENUMERATE,
    shape::REVERSED,
    shape::ZIP,
    shape::MAP,
    shape::FILTER,
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let build = PyNative::function(&BUILD_CLASS, Some(vm.intern("builtins").into_value()));
    module.dict.set_name(vm, "__build_class__", build.into_value());
    for &number in TYPES {
        if shape::info(number).layout.get().is_some() {
            let class = builtin(number);
            module.dict.set_name(vm, &class.name(), class.to_value());
        }
    }
    for (name, class) in vm.exceptions().all() {
        module.dict.set_name(vm, name, class.to_value());
    }
    module.dict.set_name(vm, "EnvironmentError", vm.exceptions().OSError.to_value());
    module.dict.set_name(vm, "IOError", vm.exceptions().OSError.to_value());
    let constants = [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::TRUE),
    ];
    for (name, value) in constants {
        module.dict.set_name(vm, name, value);
    }
    Ok(())
}
