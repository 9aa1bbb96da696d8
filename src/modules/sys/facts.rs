//! What `sys` says about the interpreter and the machine: version, platform, limits, flags.

use crate::builtins::dict::PyDict;
use crate::builtins::structseq::{self, StructSpec};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

macro_rules! spec {
    ($name:ident, $python:literal, $doc:literal, [$($field:literal),* $(,)?]) => {
        static $name: StructSpec = StructSpec {
            module: "sys",
            name: $python,
            doc: $doc,
            fields: &[$($field),*],
            items: [$($field),*].len(),
            newable: false,
        };
    };
}

spec!(
    VERSION_INFO,
    "version_info",
    "sys.version_info\n\nVersion information as a named tuple.",
    ["major", "minor", "micro", "releaselevel", "serial"]
);
spec!(
    FLOAT_INFO,
    "float_info",
    "sys.float_info\n\nA named tuple holding information about the float type.",
    ["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds",]
);
spec!(
    INT_INFO,
    "int_info",
    "sys.int_info\n\nA named tuple that holds information about Python's internal representation of integers.",
    ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold",]
);
spec!(
    HASH_INFO,
    "hash_info",
    "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff",]
);
spec!(
    THREAD_INFO,
    "thread_info",
    "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    ["name", "lock", "version"]
);
spec!(
    FLAGS,
    "flags",
    "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    [
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "int_max_str_digits",
    ]
);
/// What `sys.unraisablehook` gets.
pub static UNRAISABLE_HOOK_ARGS: StructSpec = StructSpec {
    module: "sys",
    name: "UnraisableHookArgs",
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    fields: &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
    items: 5,
    newable: true,
};
/// What `sys.get_asyncgen_hooks()` gives.
pub static ASYNCGEN_HOOKS: StructSpec = StructSpec {
    module: "sys",
    name: "asyncgen_hooks",
    doc: "asyncgen_hooks",
    fields: &["firstiter", "finalizer"],
    items: 2,
    newable: false,
};

pub const DEFAULT_MAX_STR_DIGITS: i64 = 4300;
const MICRO: i64 = 0;

/// Puts everything into the namespace of `sys`.
pub fn add(vm: &Vm, sys: &Ref<PyDict>) -> PyResult<()> {
    let set = |name: &str, value: Value| sys.set_name(vm, name, value);
    let version = [vm.int(3), vm.int(14), vm.int(MICRO), vm.str("final"), vm.int(0)];
    let version_info = structseq::make(vm, &VERSION_INFO, &version);
    set("version_info", version_info.clone());
    let hex = 3 << 24 | 14 << 16 | MICRO << 8 | 0xF0;
    set("hexversion", vm.int(hex));
    set("version", vm.str(&format!("3.14.{MICRO} (Coil {}) [Rust]", env!("CARGO_PKG_VERSION"))));
    set("api_version", vm.int(1013));
    set("copyright", vm.str("Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nCoil is an implementation of its own."));
    set("_git", vm.tuple(vec![vm.str("Coil"), vm.str(""), vm.str("")]));
    set("platform", vm.str("linux"));
    set("platlibdir", vm.str("lib"));
    set("byteorder", vm.str(if cfg!(target_endian = "big") { "big" } else { "little" }));
    set("maxsize", vm.int(i64::MAX));
    set("maxunicode", vm.int(0x10FFFF));
    set("float_repr_style", vm.str("short"));
    set("abiflags", vm.str(""));
    set("_framework", vm.str(""));
    set("implementation", implementation(vm, version_info, hex)?);
    set("float_info", float_info(vm));
    let ints = [30, 4, DEFAULT_MAX_STR_DIGITS, 640].map(|number| vm.int(number));
    set("int_info", structseq::make(vm, &INT_INFO, &ints));
    set("hash_info", hash_info(vm));
    let thread_info = [vm.str("pthread"), vm.str("semaphore"), Value::NONE];
    set("thread_info", structseq::make(vm, &THREAD_INFO, &thread_info));
    set("flags", flags(vm));
    set("UnraisableHookArgs", structseq::class(vm, &UNRAISABLE_HOOK_ARGS).into_value());
    paths(vm, sys);
    module_names(vm, sys)
}

fn implementation(vm: &Vm, version: Value, hex: i64) -> PyResult<Value> {
    let fields = [
        ("name", vm.str("coil")),
        ("cache_tag", vm.str("coil-314")),
        ("version", version),
        ("hexversion", vm.int(hex)),
        ("_multiarch", vm.str(&format!("{}-linux-gnu", std::env::consts::ARCH))),
        ("supports_isolated_interpreters", Value::FALSE),
    ];
    crate::modules::namespace(vm, &fields)
}

fn float_info(vm: &Vm) -> Value {
    let fields = [
        Value::float(f64::MAX),
        vm.int(f64::MAX_EXP as i64),
        vm.int(f64::MAX_10_EXP as i64),
        Value::float(f64::MIN_POSITIVE),
        vm.int(f64::MIN_EXP as i64),
        vm.int(f64::MIN_10_EXP as i64),
        vm.int(f64::DIGITS as i64),
        vm.int(f64::MANTISSA_DIGITS as i64),
        Value::float(f64::EPSILON),
        vm.int(2),
        vm.int(1),
    ];
    structseq::make(vm, &FLOAT_INFO, &fields)
}

fn hash_info(vm: &Vm) -> Value {
    let fields = [
        vm.int(64),
        vm.int(crate::builtins::int::HASH_MODULUS),
        vm.int(314159),
        vm.int(0),
        vm.int(1000003),
        vm.str("siphash13"),
        vm.int(64),
        vm.int(128),
        vm.int(0),
    ];
    structseq::make(vm, &HASH_INFO, &fields)
}

fn flags(vm: &Vm) -> Value {
    let options = &vm.options;
    let bit = |on: bool| vm.int(on as i64);
    let fields = [
        vm.int(options.debug as i64),
        bit(options.inspect),
        bit(options.inspect),
        vm.int(options.optimize as i64),
        bit(options.dont_write_bytecode),
        bit(options.no_user_site),
        bit(options.no_site),
        bit(options.ignore_environment),
        vm.int(options.verbose as i64),
        vm.int(options.bytes_warning as i64),
        bit(options.quiet),
        bit(options.hash_randomization),
        bit(options.isolated),
        Value::bool(options.dev_mode),
        bit(options.utf8_mode),
        bit(options.warn_default_encoding),
        Value::bool(options.safe_path),
        vm.int(options.max_str_digits as i64),
    ];
    structseq::make(vm, &FLAGS, &fields)
}

fn paths(vm: &Vm, sys: &Ref<PyDict>) {
    let set = |name: &str, value: Value| sys.set_name(vm, name, value);
    let executable = std::env::current_exe().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let prefix = std::path::Path::new(&executable)
        .parent()
        .and_then(|folder| folder.parent())
        .map_or("/".to_string(), |folder| folder.to_string_lossy().into_owned());
    set("executable", vm.str(&executable));
    set("_base_executable", vm.str(&executable));
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        set(name, vm.str(&prefix));
    }
    set("_home", Value::NONE);
    set("_stdlib_dir", vm.str(crate::importer::embedded::ROOT));
    set("pycache_prefix", std::env::var("PYTHONPYCACHEPREFIX").map_or(Value::NONE, |prefix| vm.str(&prefix)));
    set("dont_write_bytecode", Value::bool(vm.options.dont_write_bytecode));
    let texts = |items: &[String]| vm.list(items.iter().map(|item| vm.str(item)).collect());
    set("path", texts(&vm.options.path));
    set("argv", texts(&vm.options.argv));
    set("orig_argv", texts(&vm.options.orig_argv));
    set("warnoptions", texts(&vm.options.warnings));
    let x_options = PyDict::new();
    for (name, value) in &vm.options.x_options {
        x_options.set_name(vm, name, value.as_ref().map_or(Value::TRUE, |value| vm.str(value)));
    }
    set("_xoptions", x_options.into_value());
}

fn module_names(vm: &Vm, sys: &Ref<PyDict>) -> PyResult<()> {
    let mut native: Vec<&str> = crate::modules::MODULES.iter().map(|module| module.name).collect();
    native.extend(["builtins", "sys"]);
    native.sort_unstable();
    sys.set_name(vm, "builtin_module_names", vm.tuple(native.iter().map(|name| vm.str(name)).collect()));
    let embedded =
        crate::importer::embedded::MODULES.iter().map(|module| module.name).filter(|name| !name.contains('.'));
    let names = vm.list(native.iter().copied().chain(embedded).map(|name| vm.str(name)).collect());
    let frozenset = vm.builtins_dict().get_name(vm, "frozenset").unwrap_or(Value::NONE);
    let names = if frozenset.is_none() { names } else { vm.call(&frozenset, &[names])? };
    sys.set_name(vm, "stdlib_module_names", names);
    Ok(())
}

/// What `sys.unraisablehook` is called with.
pub fn unraisable_hook_args(vm: &Vm, values: &[Value]) -> Value {
    structseq::make(vm, &UNRAISABLE_HOOK_ARGS, values)
}
