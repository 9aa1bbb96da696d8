//! `_sre`: regular expressions, the native half of `re`.
//!
//! [`parser`] (with [`groups`] and [`escapes`]) turns Python's own syntax into a tree ([`ast`], [`class`]),
//! [`program`] that into instructions, and [`machine`] runs them on the text of a [`subject`]. What programs see
//! is in [`pattern`], [`matching`], [`scanner`] and [`replace`]. Flags as an enum, the cache of compiled patterns
//! and the functions of the module `re` itself are in `stdlib/re`.

mod ast;
mod class;
mod escapes;
mod groups;
mod machine;
mod matching;
mod parser;
mod pattern;
mod program;
mod replace;
mod scanner;
mod subject;

use super::NativeModule;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, TypeSpec, Value};
use crate::vm::Vm;
use class::Case;

/// Group numbers stay below this.
const MAXGROUPS: usize = 1 << 30;

pub static MODULE: NativeModule = NativeModule {
    functions: FUNCTIONS,
    init: |vm, module| {
        vm.add_types(module, TYPES);
        let constants =
            [("MAGIC", 20241008), ("CODESIZE", 4), ("MAXREPEAT", u32::MAX as usize), ("MAXGROUPS", MAXGROUPS)];
        for (name, value) in constants {
            module.dict.set_name(vm, name, vm.int_from(value));
        }
        Ok(())
    },
    ..NativeModule::of("_sre")
};

static TYPES: &[&TypeSpec] = &[&pattern::PATTERN, &matching::MATCH, &scanner::SCANNER];

static FUNCTIONS: &[Native] = &[
    function("compile(pattern, flags, /)", "Compiles a pattern.", wrap(compile)),
    function(
        "check_template(pattern, template, /)",
        "Checks a replacement template; raises what is wrong with it.",
        wrap(check_template),
    ),
    function("getcodesize()", "", wrap(getcodesize)),
    function("ascii_iscased(character, /)", "", wrap(ascii_iscased)),
    function("unicode_iscased(character, /)", "", wrap(unicode_iscased)),
    function("ascii_tolower(character, /)", "", wrap(ascii_tolower)),
    function("unicode_tolower(character, /)", "", wrap(unicode_tolower)),
];

fn compile(vm: &Vm, pattern: &Value, flags: u32) -> PyResult<Ref<pattern::PyPattern>> {
    pattern::compile(vm, pattern, flags)
}

fn check_template(vm: &Vm, pattern: &Ref<pattern::PyPattern>, template: &Value) -> PyResult<()> {
    replace::compile_template(vm, pattern, template).map(drop)
}

fn getcodesize(_: &Vm) -> i64 {
    4
}

fn ascii_iscased(_: &Vm, character: u32) -> bool {
    class::is_cased(character, Case::Ascii)
}

fn unicode_iscased(_: &Vm, character: u32) -> bool {
    class::is_cased(character, Case::Unicode)
}

fn ascii_tolower(_: &Vm, character: u32) -> u32 {
    class::lower(character, Case::Ascii)
}

fn unicode_tolower(_: &Vm, character: u32) -> u32 {
    class::lower(character, Case::Unicode)
}
